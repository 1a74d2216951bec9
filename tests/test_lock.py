"""Requests locked with a passphrase: nothing readable stays, nothing is lost, at whatever instant it is broken off."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from kills import PASSPHRASE, SECRETS, every_byte, in_child, instants, is_locked, unlocked_by, whole
from PIL import Image
from support import ANSWERS, ENTER, INTERRUPT, Ran, Terminal

from letters import folder, vault
from letters.cli import main
from letters.errors import FileTrouble
from letters.workflow import lock

AUDIT = "own-record-audit-trail"


def test_locked_requests_are_used_with_the_passphrase_and_nothing_readable_stays(
    home: Path, letters: Callable[..., Ran], store: str, passphrase: tuple[str, str]
) -> None:
    before = whole(home)
    done = letters("lock", *passphrase)
    assert done.code == 0, done.err
    assert "If you forget the passphrase, nobody can open it again" in done.err
    assert "Locked: 1 request and 4 files." in done.out
    assert sorted(path.name for path in home.iterdir()) == [".in-use", "letters.locked"]
    assert not any(secret in every_byte(home) for secret in SECRETS)

    (row,) = letters("list", "--json", *passphrase).json
    assert row["reference"] == store
    assert letters(*passphrase, "profile", "maya", "--json").json == {"full_name": "Maya Lindqvist"}
    assert letters("sent", store, "--on", "2026-11-26", *passphrase).code == 0
    assert letters("packet", store, "--out", "packet.pdf", *passphrase, "--json").code == 0
    Image.new("L", (50, 50)).save("other.png")
    assert letters("attach", store, "other.png", *passphrase).code == 0
    assert letters("undo", store, *passphrase).code == 0
    assert letters("profile", "sam", "--set", "full_name=Sam Lindqvist", *passphrase).code == 0
    assert letters("profile", "sam", "--forget", *passphrase).code == 0
    assert not any(secret in every_byte(home) for secret in SECRETS)

    assert letters("unlock", *passphrase).code == 0
    assert not is_locked(home)
    assert [event.kind for event in whole(home)[0][0].events] == [
        "written",
        "note",
        "attached",
        "sent",
        "attached",
        "undone",
    ]
    assert whole(home)[1] == before[1]
    assert letters("list", "--json").json[0]["reference"] == store


def test_without_the_passphrase_nothing_is_told_and_nothing_changes(
    home: Path, letters: Callable[..., Ran], store: str, passphrase: tuple[str, str], wrong: tuple[str, str]
) -> None:
    letters("lock", *passphrase)
    before = {path: path.read_bytes() for path in home.rglob("*")}
    for command in (("list",), ("sent", store), ("unlock",), ("profile", "maya"), ("forget", "--all", "--yes")):
        refused = letters(*command, *wrong)
        assert (refused.code, refused.out) == (2, ""), command
        assert "That is not the passphrase" in refused.err
        unasked = letters(*command)
        assert (unasked.code, unasked.out) == (1, "")
        assert "--passphrase-file FILE" in unasked.err
    assert {path: path.read_bytes() for path in home.rglob("*")} == before
    # What needs no request needs no passphrase.
    assert letters("types").code == 0
    assert "locked with a passphrase" in letters("check").out


def test_the_passphrase_comes_by_standard_input_too(
    home: Path, letters: Callable[..., Ran], store: str, passphrase: tuple[str, str]
) -> None:
    def by_input(*arguments: str, given: str) -> int:
        return CliRunner().invoke(main, arguments, input=given).exit_code

    assert by_input("lock", "--passphrase-file", "-", given=f"{PASSPHRASE}\n") == 0
    assert by_input("--passphrase-file", "-", "list", given=PASSPHRASE) == 0
    assert by_input("list", "--passphrase-file", "-", given=f"{PASSPHRASE}\nand more\n") == 2
    assert by_input("list", "--passphrase-file", "-", given="") == 2
    assert letters("unlock", *passphrase).code == 0


@pytest.mark.parametrize("short", ["", "hunter2", "a " * 5, "éèêëàâä"])
def test_a_short_passphrase_is_refused(
    short: str, home: Path, letters: Callable[..., Ran], store: str, tmp_path: Path
) -> None:
    file = tmp_path / "short"
    file.write_text(short)
    before = every_byte(home)
    assert letters("lock", "--passphrase-file", str(file)).code == 2
    assert every_byte(home) == before
    assert not is_locked(home)


def test_it_is_one_passphrase_however_a_keyboard_composes_it(home: Path, store: str) -> None:
    lock.lock(home, "Zoë café naïve")
    unlocked_by("Zoe\u0308 cafe\u0301 nai\u0308ve")
    assert len(whole(home)[0]) == 1


def test_a_person_is_asked_at_a_terminal(home: Path, store: str) -> None:
    typed = (PASSPHRASE, ENTER)
    code, said = Terminal("lock").on("new passphrase", *typed).on("same again", "correct horse", ENTER).ends()
    assert (code, is_locked(home)) == (2, False)
    assert "The two are not the same" in said
    code, said = Terminal("lock").on("new passphrase", "short", ENTER).ends()
    assert (code, is_locked(home)) == (2, False)
    assert "at least 12 characters" in said
    code, said = Terminal("lock").on("nobody can open it").on("new passphrase", *typed).on("again", *typed).ends()
    assert (code, is_locked(home)) == (0, True)
    assert PASSPHRASE not in said
    code, said = Terminal("list").on("Passphrase", *typed).ends()
    assert code == 0
    assert store in said
    code, said = Terminal("list").on("Passphrase", "correct horse", ENTER).ends()
    assert code == 2
    web = Terminal("web", "--no-browser").on("Passphrase", *typed).on("http://127.0.0.1", INTERRUPT)
    assert web.ends()[0] == 0
    assert Terminal("web", "--no-browser").on("Passphrase", "correct horse", ENTER).ends()[0] == 2


def test_what_is_not_locked_is_named(
    home: Path, letters: Callable[..., Ran], store: str, passphrase: tuple[str, str]
) -> None:
    (home / "agencies.yaml").write_text("agencies: []\n")
    (home / "templates").mkdir()
    (home / "profiles" / "notes.txt").write_text("mine\n")
    (home / "profiles" / "link.yaml").symlink_to("notes.txt")
    done = letters("lock", *passphrase, "--json")
    assert done.json["not_locked"] == ["agencies.yaml", "profiles/link.yaml", "profiles/notes.txt", "templates"]
    assert (home / "profiles" / "notes.txt").read_text() == "mine\n"
    assert letters("list", *passphrase).code == 0
    assert letters("lock", *passphrase).code == 2


def test_two_forms_at_once_are_not_guessed_between(
    home: Path, letters: Callable[..., Ran], store: str, passphrase: tuple[str, str]
) -> None:
    letters("lock", *passphrase)
    old = (home / "letters.locked").read_bytes()
    letters("unlock", *passphrase)
    letters("sent", store, "--on", "2026-11-26")
    after = whole(home)
    (home / "letters.locked").write_bytes(old)  # a copy that came back from elsewhere
    for command in (("list",), ("unlock",), ("lock",)):
        refused = letters(*command, *passphrase)
        assert refused.code in (1, 2), command
    assert "are both there" in letters("list", *passphrase).err
    (home / "letters.locked").unlink()
    assert whole(home) == after


def _copies(home: Path, tmp_path: Path, count: int) -> list[Path]:
    found = [tmp_path / f"copy-{number}" for number in range(count)]
    for each in found:
        shutil.copytree(home, each)
    return found


KILLS = 30


def test_a_lock_that_is_killed_leaves_one_form_or_the_other_whole(home: Path, store: str, tmp_path: Path) -> None:
    """And once another command has run, nothing readable stays beside the locked one."""
    before = whole(home)
    first, *copies = _copies(home, tmp_path, KILLS + 1)
    begun = time.monotonic()
    steps = in_child(lambda: lock.lock(first, PASSPHRASE))
    seconds = time.monotonic() - begun
    assert steps
    ended = set()
    for each, instant in zip(copies, instants(steps, seconds, KILLS, seed=9), strict=True):
        in_child(lambda each=each: lock.lock(each, PASSPHRASE), **instant)  # type: ignore[misc]
        unlocked_by()
        assert whole(each) == before, instant
        ended.add(is_locked(each))
        if is_locked(each):
            assert sorted(path.name for path in each.iterdir()) == [".in-use", "letters.locked"]
        else:
            for draft in each.glob(".letter-*"):
                assert not any(secret in draft.read_bytes() for secret in SECRETS), instant
            lock.lock(each, PASSPHRASE)
        assert not any(secret in every_byte(each) for secret in SECRETS), instant
    assert ended == {True, False}


def test_an_unlock_that_is_killed_leaves_one_form_or_the_other_whole(home: Path, store: str, tmp_path: Path) -> None:
    before = whole(home)
    lock.lock(home, PASSPHRASE)
    unlocked_by()
    assert whole(home) == before
    first, *copies = _copies(home, tmp_path, KILLS + 1)
    begun = time.monotonic()
    steps = in_child(lambda: lock.unlock(first))
    seconds = time.monotonic() - begun
    assert steps
    ended = set()
    for each, instant in zip(copies, instants(steps, seconds, KILLS, seed=10), strict=True):
        in_child(lambda each=each: lock.unlock(each), **instant)  # type: ignore[misc]
        assert whole(each) == before, instant
        ended.add(is_locked(each))
        if is_locked(each):
            assert sorted(path.name for path in each.iterdir()) == [".in-use", "letters.locked"], instant
            assert not any(secret in every_byte(each) for secret in SECRETS), instant
            lock.unlock(each)
            assert whole(each) == before
    assert ended == {True, False}


def test_locking_waits_for_other_programs_and_then_refuses(
    home: Path, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "PATIENCE", 0.1)
    out, into = os.pipe()
    stop, go_on = os.pipe()
    child = os.fork()
    if not child:
        with folder.shared(home):
            os.write(into, b"x")
            os.read(stop, 1)
        os._exit(0)
    os.read(out, 1)
    before = every_byte(home)
    with pytest.raises(FileTrouble, match="Another program is using"):
        lock.lock(home, PASSPHRASE)
    assert every_byte(home) == before
    os.write(go_on, b"x")
    os.waitpid(child, 0)
    lock.lock(home, PASSPHRASE)
    assert is_locked(home)


RECORDER = """
import sys
from letters.cli import main
for number in range(12):
    main(
        ["happened", sys.argv[1], "note", "--note", f"note {number}", "--passphrase-file", sys.argv[2]],
        standalone_mode=False,
    )
    print(number, flush=True)
"""


def test_no_event_is_lost_while_another_program_locks_and_unlocks(
    home: Path, store: str, passphrase: tuple[str, str]
) -> None:
    command = [sys.executable, "-c", RECORDER, store, passphrase[1]]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        turns = 0
        while process.poll() is None and turns < 3:
            lock.lock(home, PASSPHRASE)
            unlocked_by()
            lock.unlock(home)
            turns += 1
        process.stdout.read()
    assert process.returncode == 0
    notes = [event.detail["note"] for event in whole(home)[0][0].events if event.kind == "note"]
    assert notes == ["The desk clerk was unkind", *(f"note {number}" for number in range(12))]
    assert turns


def test_a_batch_of_several_processes_reads_the_locked_key(
    letters: Callable[..., Ran], store: str, passphrase: tuple[str, str]
) -> None:
    names = list(ANSWERS[AUDIT])
    rows = [{**ANSWERS[AUDIT], "full_name": f"Maya {letter}"} for letter in "ABCDEFGHIJKLMNOPQR"]
    lines = [names, *([f'"{row[name]}"' for name in names] for row in rows)]
    Path("people.csv").write_text("\n".join(",".join(line) for line in lines) + "\n")
    options = ("--agency", "mn-dps", "--type", AUDIT, "--dated", "2026-11-25", "--jobs", "2")
    assert letters("lock", *passphrase).code == 0
    done = letters("batch", "people.csv", "--out", "many", *options, *passphrase)
    assert done.code == 0, done.err
    assert len(letters("list", "--json", *passphrase).json) == 19


def test_files_are_for_their_owner_alone_whatever_the_umask(
    home: Path, letters: Callable[..., Ran], write: Callable[..., Ran], passphrase: tuple[str, str]
) -> None:
    before = os.umask(0)
    try:
        reference = write("mn-dps", AUDIT, "--out", "letter.pdf", "--companions", "--json").json[0]["reference"]
        for command in (
            ("attach", reference, "letter.pdf"),
            ("profile", "maya", "--set", "full_name=Maya Lindqvist"),
            ("export", "all.json"),
            ("calendar", "--out", "dates.ics"),
            ("packet", reference, "--out", "packet.pdf"),
            ("backup", "plain.backup"),
            ("lock", *passphrase),
            ("sent", reference, *passphrase),
            ("backup", "locked.backup", *passphrase),
            ("unlock", *passphrase),
        ):
            done = letters(*command)
            assert done.code == 0, done.err
            for path in (home, *home.rglob("*"), *Path().rglob("*")):
                assert path.stat().st_mode & 0o077 == 0, (command, path)
    finally:
        os.umask(before)


@pytest.mark.parametrize("name", ["", "letters.sqlite", "attachments"])
@pytest.mark.parametrize("mode", [0o020, 0o002])
def test_a_store_that_others_can_write_is_refused(
    name: str, mode: int, home: Path, letters: Callable[..., Ran], store: str
) -> None:
    path = home / name
    path.chmod(path.stat().st_mode | mode)
    for command in (("list",), ("sent", store), ("profile", "maya")):
        refused = letters(*command)
        assert refused.code == 1, command
        assert f"Others on this computer can write to {path}" in refused.err
    mend = letters("list").err.split("`")[1].split()
    subprocess.run(mend, check=True)
    assert letters("list").code == 0


def test_the_key_is_derived_once_in_a_command(
    home: Path, letters: Callable[..., Ran], store: str, passphrase: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    letters("lock", *passphrase)
    derived: list[bytes] = []
    real = vault.raw_key
    monkeypatch.setattr(vault, "raw_key", lambda text, salt: derived.append(salt) or real(text, salt))
    assert letters("packet", store, "--out", "packet.pdf", *passphrase).code == 0
    assert len(derived) == 1
