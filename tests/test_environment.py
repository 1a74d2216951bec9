"""Machines as they are: full and read-only disks, links, a store that is held, two programs, clocks and locales."""

import multiprocessing
import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from soak.kills import run
from support import ANSWERS, TODAY, Ran

from letters import database

AUDIT, PUBLIC = "own-record-audit-trail", "data-sharing-agreements-mous"
FORK = multiprocessing.get_context("fork")
READ_ONLY = Path("/sys")  # to its owner, too


@pytest.fixture
def reference(write: Callable[..., Ran], letters: Callable[..., Ran]) -> str:
    (row,) = write("mn-dps", PUBLIC, "--out", "letter.pdf", "--json").json
    letters("sent", row["reference"], "--on", str(TODAY))
    return str(row["reference"])


def entered(home: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(home / "letters.sqlite")) as store:
        return store.execute("SELECT * FROM event ORDER BY id").fetchall()


def options(request_type: str = PUBLIC) -> list[str]:
    return [f"--set={name}={text}" for name, text in ANSWERS[request_type].items()]


def program(*arguments: str, most_bytes: int | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own, of which no file may be larger than so many bytes."""

    def small() -> None:
        if most_bytes is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

    command = [sys.executable, "-m", "letters", *arguments]
    given = {**os.environ, **environment}
    return subprocess.run(command, env=given, preexec_fn=small, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.parametrize("command", ["packet", "calendar", "export", "labels", "report"])
def test_a_folder_that_is_read_only_is_told(command: str, reference: str, letters: Callable[..., Ran]) -> None:
    arguments = {
        "packet": (reference, "--out", str(READ_ONLY / "a.pdf")),
        "calendar": ("--out", str(READ_ONLY / "a.ics")),
        "export": (str(READ_ONLY / "a.json"),),
        "labels": (reference, "--out", str(READ_ONLY / "a.pdf")),
        "report": ("--campaign", "", "--out", str(READ_ONLY / "a.html")),
    }[command]
    done = letters(command, *arguments)
    assert done.code in (1, 2)
    assert done.err.startswith("Error: ")


def test_a_home_that_is_read_only_is_told_and_no_letter_is_left(
    write: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LETTERS_HOME", str(READ_ONLY / "letters"))
    done = write("mn-dps", PUBLIC, "--out", "letter.pdf")
    assert done.code == 1
    assert f"Cannot use the folder {READ_ONLY / 'letters'}" in done.err
    assert not Path("letter.pdf").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("write", "mn-dps", PUBLIC, *options(), "--out", "new.pdf"), "Cannot write"),
        (("packet", "REF", "--out", "new.pdf"), "Cannot write"),
        (("export", "new.json"), "Cannot write"),
        (("calendar", "--out", "new.ics"), "Cannot write"),
    ],
)
def test_a_full_disk_is_told_and_leaves_no_half_of_a_file(
    arguments: tuple[str, ...], told: str, reference: str, home: Path
) -> None:
    with closing(sqlite3.connect(home / "letters.sqlite")) as store:
        store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = entered(home)
    done = program(*(reference if word == "REF" else word for word in arguments), most_bytes=100)
    assert done.returncode == 1
    assert done.stderr.startswith(("Error: Cannot", "Error: cannot"))
    assert "Traceback" not in done.stderr
    assert [path.name for path in Path().iterdir()] == ["letter.pdf"]
    assert entered(home) == before


def test_a_store_without_room_keeps_what_it_has(reference: str, home: Path, letters: Callable[..., Ran]) -> None:
    before = entered(home)
    note = ("happened", reference, "note", "--on", str(TODAY), "--note", "x" * 1000)
    done = program(*note, most_bytes=1000)
    assert done.returncode == 1
    assert f"Cannot use {home / 'letters.sqlite'}" in done.stderr
    assert entered(home) == before
    assert letters(*note).code == 0
    assert len(entered(home)) == len(before) + 1


def test_links_at_the_place_of_a_file_or_folder(write: Callable[..., Ran]) -> None:
    Path("real").mkdir()
    Path("folder").symlink_to("real")
    assert write("mn-dps", PUBLIC, "--out", "folder").code == 0
    assert [path.suffix for path in Path("real").iterdir()] == [".pdf"]
    Path("round").symlink_to("round")
    assert "Cannot use round" in write("mn-dps", PUBLIC, "--out", "round").err
    Path("nowhere").symlink_to("gone/letter.pdf")
    assert "There is no folder" in write("mn-dps", PUBLIC, "--out", "nowhere").err
    Path("mine").write_text("mine")
    Path("link").symlink_to("mine")
    assert "no file of ours" in write("mn-dps", PUBLIC, "--out", "link").err
    assert Path("mine").read_text() == "mine"


@pytest.fixture
def held(reference: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A store that another program holds, as on a network folder whose locks hang; the reference of its request."""
    monkeypatch.setattr(database, "PATIENCE", 10)
    with closing(sqlite3.connect(home / "letters.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield reference
        other.execute("ROLLBACK")


def test_a_store_that_another_program_holds_is_told(held: str, home: Path, letters: Callable[..., Ran]) -> None:
    before = entered(home)
    done = letters("happened", held, "note", "--on", str(TODAY), "--note", "x")
    assert done.code == 1
    assert "database is locked. Is another program using it" in done.err
    assert entered(home) == before
    assert letters("show", held).code == 0  # to read, nobody waits


def test_many_programs_may_make_the_store_at_once(home: Path, letters: Callable[..., Ran]) -> None:
    def write(number: int) -> None:
        run("write", "mn-dps", PUBLIC, *options(), "--reference", f"L-AT-{number}", "--out", f"{number}.pdf")

    children = [FORK.Process(target=write, args=(number,)) for number in range(4)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    assert [child.exitcode for child in children] == [0] * 4
    assert sorted(row["reference"] for row in letters("list", "--json").json) == [f"L-AT-{n}" for n in range(4)]


def test_the_same_import_at_once_enters_everything_once(
    reference: str, letters: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    letters("export", "all.json")
    monkeypatch.setenv("LETTERS_HOME", str(tmp_path / "other"))
    children = [FORK.Process(target=run, args=("import", "all.json")) for _ in range(4)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    assert [child.exitcode for child in children] == [0] * 4
    assert [row["reference"] for row in letters("list", "--json").json] == [reference]
    assert len(letters("show", reference, "--json").json["events"]) == 2


def test_a_clock_that_was_set_back_breaks_nothing(
    reference: str, letters: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    letters("happened", reference, "delivered", "--on", str(TODAY + timedelta(days=2)))
    monkeypatch.setattr("letters.cli.common._today", lambda: TODAY - timedelta(days=60))
    for command in (
        ("list",),
        ("due",),
        ("show", reference),
        ("calendar", "--out", "c.ics"),
        ("packet", reference, "--out", "p.pdf"),
        ("next", reference, "--list"),
    ):
        assert letters(*command).code == 0, command
    assert letters("happened", reference, "received").code == 0
    assert letters("undo", reference, "--json").json["undone"] == "received"
    monkeypatch.setattr("letters.cli.common._today", lambda: TODAY + timedelta(days=9))
    (row,) = letters("list", "--json").json
    assert (row["status"], row["received"]) == ("waiting", str(TODAY + timedelta(days=2)))


NAME = "Maya Núñez"
PLAIN = {"LC_ALL": "C", "LANG": "C"}
FORCED = {**PLAIN, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.parametrize("environment", [PLAIN, {"LC_ALL": "POSIX"}])
def test_a_locale_without_utf_8_prints_names_and_paths_all_the_same(
    environment: dict[str, str], tmp_path: Path
) -> None:
    home = {"LETTERS_HOME": str(tmp_path / "hé")}
    words = ("write", "mn-dps", PUBLIC, *options(), f"--set=full_name={NAME}", "--out", "é.html", "--html")
    done = program(*words, **environment, **home)
    assert done.returncode == 0, done.stderr
    assert NAME in Path("é.html").read_text(encoding="utf-8")


def test_a_terminal_that_cannot_say_it_is_told_how_to(tmp_path: Path) -> None:
    done = program("write", "mn-dps", PUBLIC, f"--set=full_name={NAME}", **FORCED)
    assert done.returncode == 2
    assert "set LC_ALL=C.UTF-8" in done.stderr
    answers = tmp_path / "answers.yaml"
    answers.write_text(
        "\n".join(f'{k}: "{v}"'.replace("\n", "\\n") for k, v in ANSWERS[PUBLIC].items()), encoding="utf-8"
    )
    done = program("write", "mn-dps", PUBLIC, "--answers", str(answers), "--out", "a.pdf", **FORCED)
    assert done.returncode == 0, done.stderr
    assert "\\u00a7" in program("clocks", "--json", **FORCED).stdout
    assert program("clocks", **FORCED).returncode == 0
