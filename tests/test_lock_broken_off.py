"""A lock or unlock that is broken off at any instant, or meets another program: nothing is lost."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from kills import PASSPHRASE, SECRETS, every_byte, in_child, instants, is_locked, unlocked_by, whole

from letters import folder
from letters.errors import FileTrouble
from letters.workflow import lock


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
