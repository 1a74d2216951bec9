"""What is recorded: checked when it is entered, never lost, not told before its day, and gone when it is forgotten."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support import Ran, pdf_text
from tracking_support import AUDIT, PUBLIC, tracked

from letters.workflow import due
from letters.workflow.workspace import Workspace

__all__ = ["tracked"]  # fixtures


def test_what_is_told_of_an_event_is_text_that_can_be_shown(
    letters: Callable[..., Ran], tracked: Callable[..., str]
) -> None:
    reference = tracked()
    for text, message in (
        ("x\x1b[31m", "note: character 2 (U+001B) is a control"),
        ("x" * 3000, "note: longer than 2,000"),
    ):
        done = letters("happened", reference, "note", "--note", text)
        assert done.code == 2
        assert message in done.err


def test_what_has_not_happened_yet_is_not_recorded(letters: Callable[..., Ran], tracked: Callable[..., str]) -> None:
    reference = tracked()
    letters("sent", reference, "--on", "2026-11-16")
    early = ("--as-of", "2026-11-20")
    for command in (
        ("sent", reference, "--on", "2026-11-21", *early),
        ("happened", reference, "denied", "--on", "2026-11-21", *early),
        ("answer", reference, "--reply", "ready", "--on", "2026-11-21", *early),
        ("attach", reference, "l.pdf", "--on", "2028-01-01"),
    ):
        done = letters(*command)
        assert done.code == 2
        assert "has not come yet (it is " in done.err
    assert len(letters("show", reference, "--json").json["events"]) == 2
    agreed = letters("happened", reference, "agreed-date", "--on", "2026-11-20", "--until", "2027-01-15", *early)
    assert agreed.code == 0


def test_what_happens_later_is_not_told_as_past(letters: Callable[..., Ran], tracked: Callable[..., str]) -> None:
    reference = tracked()
    letters("sent", reference, "--on", "2026-11-16")
    letters("happened", reference, "denied", "--on", "2026-12-01", "--citation", "13.37")
    letters("happened", reference, "note", "--on", "2026-12-02")
    letters("undo", reference)
    early = ("--as-of", "2026-11-20")
    (row,) = letters("due", *early, "--json").json
    assert (row["status"], row["by"]) == ("waiting", "2026-12-02")
    shown = letters("show", reference, *early)
    assert "(13.37)  [not yet]" in shown.out
    assert "complaint" not in shown.out
    assert letters("packet", reference, "--out", "packet.pdf", *early).code == 0
    assert "13.37" not in pdf_text(Path("packet.pdf").read_bytes())
    assert letters("packet", reference, "--out", "packet.pdf", "--as-of", "2026-12-03").code == 0
    later = pdf_text(Path("packet.pdf").read_bytes())
    assert "The body refused, naming 13.37." in later
    assert "Note of the requester" not in later


def test_undo_corrects_and_erases_nothing(letters: Callable[..., Ran], tracked: Callable[..., str]) -> None:
    reference = tracked()
    letters("sent", reference, "--on", "2026-11-16")
    undone = letters("undo", reference, "--json").json
    assert (undone["status"], undone["undone"]) == ("draft", "sent")
    events = letters("show", reference, "--json").json["events"]
    assert [event["event"] for event in events] == ["written", "sent", "undone"]
    assert events[1]["undone"] is True
    nothing = letters("undo", reference)
    assert nothing.code == 2
    assert "nothing to undo" in nothing.err


def test_forget_leaves_no_trace_in_the_file(
    home: Path, letters: Callable[..., Ran], tracked: Callable[..., str]
) -> None:
    reference = tracked()
    store = home / "letters.sqlite"
    assert b"Lindqvist" in store.read_bytes() + b"".join(path.read_bytes() for path in home.glob("*-wal"))
    assert letters("forget", reference, "--yes").code == 0
    assert letters("list", "--json").json == []
    for path in home.iterdir():
        assert b"Lindqvist" not in path.read_bytes()
        assert reference.encode() not in path.read_bytes()


def test_sensitive_answers_and_the_letter_are_not_kept(home: Path, tracked: Callable[..., str]) -> None:
    tracked()
    kept = b"".join(path.read_bytes() for path in home.iterdir())
    assert b"T123456789012" not in kept
    assert b"%PDF" not in kept
    assert all(path.stat().st_mode & 0o077 == 0 for path in home.iterdir())


def test_no_track_keeps_nothing(home: Path, letters: Callable[..., Ran], tracked: Callable[..., str]) -> None:
    tracked("mn-dps", AUDIT, "--no-track")
    assert not (home / "letters.sqlite").exists()


def test_the_same_letter_is_one_request(letters: Callable[..., Ran], tracked: Callable[..., str]) -> None:
    assert tracked() == tracked()
    assert len(letters("list", "--json").json) == 1
    other = letters("list", "--agency", "mn-dps", "--json")
    assert other.json == []


def test_campaigns_are_told_apart(letters: Callable[..., Ran], tracked: Callable[..., str]) -> None:
    spring, autumn = (tracked("mn-dps", PUBLIC, "--campaign", name) for name in ("spring", "autumn"))
    assert spring != autumn
    assert [row["reference"] for row in letters("list", "--campaign", "spring", "--json").json] == [spring]


@pytest.mark.parametrize("text", ["L-QQQQQQ", "x", "", "%", "L-"])
def test_an_unknown_reference_is_told(text: str, letters: Callable[..., Ran], tracked: Callable[..., str]) -> None:
    tracked("mn-dps"), tracked("mn-dps-bca")
    done = letters("show", text)
    assert done.code == 2
    assert "letters list" in done.err


def test_the_beginning_of_a_reference_is_enough(letters: Callable[..., Ran], tracked: Callable[..., str]) -> None:
    reference = tracked()
    assert letters("show", reference[:5].lower(), "--json").json["reference"] == reference


def test_a_newer_store_is_refused_and_a_damaged_one_left_alone(
    home: Path, letters: Callable[..., Ran], tracked: Callable[..., str]
) -> None:
    tracked()
    store = home / "letters.sqlite"
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    newer = letters("list")
    assert newer.code == 1
    assert "newer version of Letters" in newer.err
    store.write_bytes(b"This is no database. " * 1000)
    for path in home.glob("letters.sqlite-*"):
        path.unlink()
    damaged = letters("sent", "L-222222")
    assert damaged.code == 1
    assert "is damaged" in damaged.err
    assert store.read_bytes() == b"This is no database. " * 1000


RECORDER = """
import sys
from letters.cli import main
reference = sys.argv[1]
number = 0
while True:
    number += 1
    try:
        main(["happened", reference, "note", "--note", f"{sys.argv[2]}-{number}"], standalone_mode=False)
    except SystemExit:
        pass
    print(number, flush=True)
"""


def notes_of(letters: Callable[..., Ran], reference: str) -> list[str]:
    events = letters("show", reference, "--json").json["events"]
    return [event["note"] for event in events if event["event"] == "note"]


def test_two_programs_may_write_at_once(letters: Callable[..., Ran], tracked: Callable[..., str]) -> None:
    reference = tracked()
    program = RECORDER.replace("while True", "while number < 25")
    both = [
        subprocess.Popen([sys.executable, "-c", program, reference, name], stdout=subprocess.DEVNULL) for name in "ab"
    ]
    assert [process.wait() for process in both] == [0, 0]
    assert sorted(notes_of(letters, reference)) == sorted(
        f"{name}-{number}" for name in "ab" for number in range(1, 26)
    )


def test_a_list_that_is_asked_for_again_has_what_happened_since_and_not_what_was_forgotten(
    desk: Workspace, letters: Callable[..., Ran], write: Callable[..., Ran]
) -> None:
    """The rows are kept in between, and only what changed is reckoned anew."""
    for name in ("L-AAA222", "L-BBB222"):
        write("mn-dps-dvs", "own-record-audit-trail", "--reference", name)
    assert [row["status"] for row in due.every(desk)] == ["draft", "draft"]
    letters("sent", "L-BBB222", "--on", "2026-11-25")
    assert {row["reference"]: row["status"] for row in due.every(desk)} == {"L-AAA222": "draft", "L-BBB222": "waiting"}
    letters("undo", "L-BBB222")
    letters("sent", "L-AAA222", "--on", "2026-11-25")
    assert {row["reference"]: row["status"] for row in due.every(desk)} == {"L-AAA222": "waiting", "L-BBB222": "draft"}
    letters("forget", "L-BBB222", "--yes")
    assert [row["reference"] for row in due.every(desk)] == ["L-AAA222"]
    assert len(desk.reckoned) == 1
    fresh = Workspace(desk.home, desk.today)
    assert due.every(desk) == due.every(fresh)
