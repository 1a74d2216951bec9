"""Personal values stand in the letter and what goes with it, and nowhere else: a whole session, watched."""

import logging
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from support import TODAY, Ran, pdf_text
from traces_support import AGENCY, ANSWERS, PERSONAL, TYPE, answers_file, marks
from web_support import PORT, Person, text

from letters import pdf
from letters.web.app import create_app
from letters.web.safety import Guard
from letters.workflow.workspace import Workspace

CLIENT = {"full_name": "Ombrelle Thistledown", "driver_license_or_id_number": "Y777000333444"}
# What was typed of what happened: kept in the ordinary log, shown when asked for.
TYPED = ("7019555000111", "Wrenfield", "777.77")
SENSITIVE = ("Z555000111222", "Y777000333444")
# What a letter is by nature, and what was put there by the user.
BELONGS = {".eml", ".txt", ".html", ".yaml"}
MINE = {"clients.csv", "late.csv", "errors.csv", "paper.pdf", "packet.pdf", "print.pdf"}


class Watched:
    """All that a session prints, logs and asks for, and the temporary folders that it removes."""

    def __init__(self, letters: Callable[..., Ran]) -> None:
        self._letters = letters
        self.said: list[str] = []
        self.removed: list[str] = []
        self.refused = 0

    def __call__(self, *arguments: str, code: int = 0) -> Ran:
        done = self._letters(*arguments)
        assert done.code == code, (arguments, done.err)
        self.said += [done.out, done.err]
        return done


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    pdf._fonts.cache_clear()  # the engine keeps a folder of fonts for each process: here too
    yield folder
    pdf._fonts.cache_clear()


@pytest.fixture
def watched(letters: Callable[..., Ran], temporary: Path, monkeypatch: pytest.MonkeyPatch) -> Watched:
    found = Watched(letters)
    rmtree = shutil.rmtree

    def looked_at(path: str, *arguments: object, **named: object) -> None:
        if Path(path).is_relative_to(temporary):
            found.removed += [str(path), *held(Path(path))]
        rmtree(path, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(shutil, "rmtree", looked_at)
    return found


def held(folder: Path) -> list[str]:
    """The names of all files in a folder and what they hold, and of a PDF its metadata and the files in it."""
    found = []
    for path in sorted(folder.rglob("*")):
        found.append(path.name)
        if path.is_file():
            found.append(path.read_bytes().decode("latin-1"))
            found += metadata(path) if path.suffix == ".pdf" else []
    return found


def metadata(path: Path) -> list[str]:
    with pikepdf.open(path) as file:
        xmp = file.Root.Metadata.read_bytes().decode() if "/Metadata" in file.Root else ""
        outlines = [str(item.title) for item in file.open_outline().root]
        return [*(str(value) for value in file.docinfo.values()), xmp, *file.attachments, *outlines]


def ask_and_follow_up(run: Watched, *low: str) -> str:
    """A letter with all that goes with it, and what follows; gives its reference."""
    again = ("--answers", "a.yaml")
    done = run("write", "--answers", answers_file(), "--dated", "2026-10-01", "--companions", "--email", "--text", *low)
    reference = done.out.split("reference ")[1][:8]
    run("sent", reference, "--on", "2026-10-01", "--by", "certified-mail", "--number", TYPED[0])
    run("happened", reference, "note", "--note", "Wrenfield called", "--on", "2026-10-02")
    run("due", "--as-of", "2026-11-25", code=4)
    run("next", reference, "--list", *(again if low else ()))
    run("next", reference, "--email", *(again if low else ()))
    run("answer", reference, "--reply", "fee-copies", "--amount", "$777.77", *(again if low else ()))
    run("companion", "mailing", reference, *(again if low else ()))
    run("list")
    run("calendar", "--out", "dates.ics", "--as-of", "2026-10-03")
    return reference


def many(run: Watched, *low: str) -> None:
    """A batch with a row that is wrong."""
    head = "full_name,mailing_or_reply_address,driver_license_or_id_number,date_from,date_to"
    where, days = '"PO Box 98717, Saint Paul, MN 55101"', "2025-01-01,2026-10-31"
    good = f"{CLIENT['full_name']},{where},{CLIENT['driver_license_or_id_number']},{days}"
    bad = f"Quillfeather,{where},Z555000111222,never,2026-10-31"
    Path("clients.csv").write_text("\n".join([head, good, bad]) + "\n")
    to = ("--agency", AGENCY, "--type", TYPE, "--dated", "2026-10-01", "--jobs", "1")
    run("batch", "clients.csv", "--out", "many", *to, *low, code=3)


def mistakes(run: Watched, reference: str, *low: str) -> None:
    """Errors provoked with personal values; each must end in a message of ours."""
    wrong = {
        "date_from": "Quillfeather",
        "mailing_or_reply_address": "98717 Zyxwina\x07",
        "driver_license_or_id_number": "Z555000111222" * 40,
        "nonsense": "Zyxwina",
    }
    for name, value in wrong.items():
        lines = [f"{key}: {json_text(text)}" for key, text in {**ANSWERS, name: value}.items()]
        Path("wrong.yaml").write_text("\n".join(lines))
        run.said += [
            (done := run._letters("write", AGENCY, TYPE, "--answers", "wrong.yaml", "--no-track", *low)).out,
            done.err,
        ]
        run.refused += done.code != 0
    for broken in ("full_name: Zyxwina: Quillfeather", "- Zyxwina", "full_name: {a: Zyxwina}", "*Zyxwina", "\tZyxwina"):
        Path("wrong.yaml").write_text(broken)
        run("write", AGENCY, TYPE, "--answers", "wrong.yaml", *low, code=2)
    run("happened", reference, "note", "--note", "Zyxwina" * 400, code=2)
    run("write", AGENCY, TYPE, "--set", "full_name=Zyxwina\x07", *low, code=2)
    Path("wrong.yaml").unlink()


def json_text(text: str) -> str:
    """A text as YAML in double quotes."""
    return '"' + text.replace("\\", "\\\\").replace("\n", "\\n").replace("\x07", "\\a") + '"'


def browse(desk: Workspace, run: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same in the pages, with a bug at the end."""
    guard = Guard(PORT)
    person = Person(create_app(lambda: desk, guard), guard)
    draft = person.begins(TYPE, AGENCY)
    person.answers(draft, ANSWERS)
    person.makes(draft)
    assert "Quillfeather" in person.get(person.seen[-1] + "/read").text or "Quillfeather" in person.page.text
    person.get("/requests/")
    reference = person.page.text.split("/requests/L-")[1][:6]
    own = f"/requests/L-{reference}"
    person.post(f"{own}/sent", {"by": "mail", "number": TYPED[0], "on": str(TODAY), "once": "1"})
    run.said += [text(person.get("/requests/")), text(person.get("/requests/month"))]
    run.said += [text(person.post("/requests/calendar", {}))]
    run.said += [str(person.page.headers)]

    def bug(*_: object) -> None:
        raise ValueError("Zyxwina Quillfeather")

    monkeypatch.setattr("letters.web.requests.track.show", bug)
    assert person.get(own).status_code == 500
    run.said += [person.page.text, *person.seen]
    monkeypatch.undo()


@pytest.mark.parametrize("low", [(), ("--low-trace",)], ids=["ordinary", "low trace"])
def test_a_whole_session_leaves_personal_values_only_where_they_belong(
    low: tuple[str, ...],
    watched: Watched,
    temporary: Path,
    home: Path,
    desk: Workspace,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)
    pages = Workspace(home, TODAY, low_trace=bool(low))
    pages.__dict__["stationery"] = desk.stationery
    reference = ask_and_follow_up(watched, *low)
    if not low:
        Path("paper.pdf").write_bytes(Path(f"{reference}.pdf").read_bytes())
        watched("attach", reference, "paper.pdf", "--on", "2026-10-01")
        watched("packet", reference, "--out", "packet.pdf")
        watched("labels", reference, "--out", "labels.pdf")
    many(watched, *low)
    mistakes(watched, reference, *low)
    # In the letter, and in what goes with it.
    letter = pdf_text(Path(f"{reference}.pdf").read_bytes())
    assert marks([letter], PERSONAL[:6]) == set(PERSONAL[:6])
    with monkeypatch.context() as patch:
        browse(pages, watched, patch)
    # Printed, logged, asked for; a batch names the value of a wrong cell, but not with low trace.
    assert marks([*watched.said, caplog.text]) == set()
    assert watched.refused == 3
    # Names and contents of files, metadata of those that are letters.
    here = Path()
    others = []
    for path in (each for each in here.rglob("*") if each.is_file()):
        others.append(str(path))
        belongs = path.suffix in BELONGS or path.name in MINE or (path.suffix == ".pdf" and path.name.startswith("L-"))
        others += metadata(path) if path.suffix == ".pdf" else []
        if not belongs:
            content = path.read_bytes()
            others.append(pdf_text(content) if path.suffix == ".pdf" else content.decode())
    assert {"dates.ics", "many/manifest.csv", "many/batch.json"} <= set(others)
    assert marks(others) == set()
    # Left behind in the temporary folder, or removed from it: fonts and their configuration alone.
    left = [path for path in temporary.rglob("*") if path.is_file()]
    assert left
    assert all(path.parent.name.startswith("weasyprint-") for path in left)
    assert {path.read_bytes()[:4] for path in left} <= {b"OTTO", b"\x00\x01\x00\x00", b"<?xm"}
    assert marks([*watched.removed, *held(temporary)], (*PERSONAL, *TYPED)) == set()
    kept = held(home)
    assert marks(kept, SENSITIVE) == set()
    if low:
        assert marks(kept, (*PERSONAL, *TYPED, AGENCY, TYPE, "data_subject", "sha256")) == set()
    else:
        assert marks(kept, ("Zyxwina", AGENCY)) == {"Zyxwina", AGENCY}
