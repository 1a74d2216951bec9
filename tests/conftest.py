"""What the tests share: a home of their own, and the command line called as a function."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from kills import PASSPHRASE, SECRETS, every_byte
from PIL import Image
from support import ANSWERS, LATER, TODAY, Ran
from web_support import PORT, Days, Person, Seconds

from letters.cli import main
from letters.web.app import create_app
from letters.web.safety import Guard
from letters.workflow.workspace import Workspace


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder: a new one for each test, and a new current folder."""
    folder = tmp_path / "home"
    monkeypatch.setenv("LETTERS_HOME", str(folder))
    # The day of commands without --as-of: one on which all that the tests record has happened.
    monkeypatch.setattr("letters.cli.common._today", lambda: LATER)
    elsewhere = tmp_path / "here"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    return folder


@pytest.fixture
def letters() -> Callable[..., Ran]:
    """`letters(…)` runs the command; anything but a proper exit is raised."""

    def run(*arguments: str) -> Ran:
        result = CliRunner().invoke(main, arguments)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ran(result.stdout, result.stderr, result.exit_code)

    return run


@pytest.fixture
def write(letters: Callable[..., Ran]) -> Callable[..., Ran]:
    """`write(agency, type, …)` with the answers of an invented person; `replace=None` drops an answer."""

    def run(agency: str, request_type: str, *options: str, **answers: str | None) -> Ran:
        given = {**ANSWERS[request_type], **answers}
        pairs = [option for name, text in given.items() if text is not None for option in ("--set", f"{name}={text}")]
        return letters("write", agency, request_type, "--dated", str(TODAY), *pairs, *options)

    return run


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """What was shipped, and a user's folder with nothing in it."""
    return Workspace(tmp_path_factory.mktemp("workspace"), TODAY)


@pytest.fixture
def desk(home: Path, workspace: Workspace) -> Workspace:
    """A user's folder of its own, with the templates already compiled."""
    fresh = Workspace(home, TODAY)
    fresh.__dict__["stationery"] = workspace.stationery
    return fresh


@pytest.fixture
def passphrase(tmp_path: Path) -> tuple[str, str]:
    """The option that names a file with the passphrase."""
    file = tmp_path / "passphrase"
    file.write_text(f"{PASSPHRASE}\n")
    return "--passphrase-file", str(file)


@pytest.fixture
def wrong(tmp_path: Path) -> tuple[str, str]:
    file = tmp_path / "wrong"
    file.write_text("correct horse battery stable")
    return "--passphrase-file", str(file)


@pytest.fixture
def store(home: Path, letters: Callable[..., Ran], write: Callable[..., Ran]) -> str:
    """A store with a request, a note, an attached paper, a profile and a mapping; gives the reference."""
    done = write("mn-dps", "own-record-audit-trail", "--html", "--out", "letter.html", "--json")
    reference = str(done.json[0]["reference"])
    Image.new("L", (40, 40)).save("receipt.png")
    assert letters("happened", reference, "note", "--note", "The desk clerk was unkind").code == 0
    assert letters("attach", reference, "receipt.png").code == 0
    assert letters("profile", "maya", "--set", "full_name=Maya Lindqvist").code == 0
    (home / "mappings").mkdir()
    (home / "mappings" / "intake.yaml").write_text("Born=: date_of_birth\n")
    assert all(secret in every_byte(home) for secret in SECRETS)
    return reference


@pytest.fixture
def clock() -> Seconds:
    """The seconds by which pages forget what is idle."""
    return Seconds()


@pytest.fixture
def days(desk: Workspace) -> Days:
    """The day by which pages reckon."""
    return Days(desk)


@pytest.fixture
def person(desk: Workspace) -> Iterator[Person]:
    """Somebody who reads the pages in Spanish."""
    guard = Guard(PORT)
    app = create_app(lambda: desk, guard)
    found = Person(app, guard)
    found.goes("/language", {"language": "es", "back": "/"})
    yield found
    app.extensions["letters"][1].clear()
