"""Backups: whole while the store is in use, read back, locked where it is locked; a restore trusts nothing."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from kills import PASSPHRASE, SECRETS, every_byte, in_child, instants, is_locked, unlocked_by, whole
from support import Ran

from letters.workflow import backup


def test_a_backup_holds_everything_and_comes_back(home: Path, letters: Callable[..., Ran], store: str) -> None:
    before = whole(home)
    saved = letters("backup", "b", "--json")
    assert saved.json == {"requests": 1, "files": 4, "locked": False}
    refused = letters("restore", "b")
    assert refused.code == 2
    assert "--replace" in refused.err
    assert whole(home) == before
    assert letters("forget", "--all", "--yes").code == 0
    assert letters("restore", "b", "--json").json == {"requests": 1, "files": 4, "locked": False}
    assert whole(home) == before
    letters("sent", store, "--on", "2026-11-26")
    assert letters("restore", "b", "--replace").code == 0
    assert whole(home) == before
    assert not list(home.glob("letters.locked*"))


def test_a_locked_stores_backup_is_locked(
    home: Path, letters: Callable[..., Ran], store: str, passphrase: tuple[str, str], wrong: tuple[str, str]
) -> None:
    before = whole(home)
    letters("lock", *passphrase)
    assert letters("backup", "b", *passphrase, "--json").json["locked"] is True
    assert not any(secret in Path("b").read_bytes() for secret in SECRETS)
    letters("unlock", *passphrase)
    kept = every_byte(home)
    assert letters("restore", "b", "--replace", *wrong).code == 2
    assert letters("restore", "b", "--replace").code == 1
    assert every_byte(home) == kept
    assert letters("restore", "b", "--replace", *passphrase).code == 0
    assert is_locked(home)
    assert not any(secret in every_byte(home) for secret in SECRETS)
    unlocked_by()
    assert whole(home) == before


def test_a_backup_never_takes_the_place_of_another_file(
    home: Path, letters: Callable[..., Ran], store: str, passphrase: tuple[str, str]
) -> None:
    Path("mine").write_text("my own")
    with closing(sqlite3.connect("other.db")) as other:
        other.execute("CREATE TABLE t (x)")
    for name in ("mine", "other.db", "letter.html", str(home / "inside"), "no/such/folder"):
        before = Path(name).read_bytes() if Path(name).exists() else None
        assert letters("backup", name).code == 1, name
        assert (Path(name).read_bytes() if Path(name).exists() else None) == before
    assert [letters("backup", "b").code for _ in range(2)] == [0, 0]
    letters("lock", *passphrase)
    assert [letters("backup", "locked", *passphrase).code for _ in range(2)] == [0, 0]
    letters("unlock", *passphrase)
    letters("lock", *passphrase)
    assert letters("backup", "locked", *passphrase).code == 1


def test_a_backup_of_another_store_is_left_alone(
    home: Path, letters: Callable[..., Ran], store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert letters("backup", "b").code == 0
    before = Path("b").read_bytes()
    monkeypatch.setenv("LETTERS_HOME", str(tmp_path / "new"))
    refused = letters("backup", "b")
    assert refused.code == 1
    assert "is no backup of this store: it is left alone" in refused.err
    Path("notes.txt").write_text("hi")
    assert "is no backup of this store" in letters("backup", "notes.txt").err
    assert (Path("b").read_bytes(), Path("notes.txt").read_text()) == (before, "hi")


def test_a_backup_in_a_folder_is_named_and_found_there(home: Path, letters: Callable[..., Ran], store: str) -> None:
    Path("stick").mkdir()
    assert f"to {Path('stick') / 'letters.backup'}" in letters("backup", "stick").out
    letters("forget", "--all", "--yes")
    assert letters("restore", "stick").code == 0
    assert [row["reference"] for row in letters("list", "--json").json] == [store]


RECORDER = """
import sys
from letters.cli import main
for number in range(15):
    main(["happened", sys.argv[1], "note", "--note", f"note {number}"], standalone_mode=False)
    print(number, flush=True)
"""


def test_a_backup_is_of_one_instant_while_another_program_writes(
    home: Path, letters: Callable[..., Ran], store: str, tmp_path: Path
) -> None:
    process = subprocess.Popen([sys.executable, "-c", RECORDER, store], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    made = 0
    while process.poll() is None and made < 8:
        backup.backup(home, tmp_path / f"b{made}")
        made += 1
    process.communicate()
    assert process.returncode == 0
    assert len(whole(home)[0][0].events) == 18
    for number in range(made):
        other = tmp_path / f"home-{number}"
        backup.restore(other, tmp_path / f"b{number}", replace=False)
        notes = [event.detail["note"] for event in whole(other)[0][0].events if event.kind == "note"][1:]
        assert notes == [f"note {count}" for count in range(len(notes))]


def test_a_restore_that_is_killed_leaves_the_old_store_or_the_new_whole(
    home: Path, letters: Callable[..., Ran], store: str, tmp_path: Path
) -> None:
    old = whole(home)
    backup.backup(home, tmp_path / "b")
    letters("sent", store, "--on", "2026-11-26")
    new, old = old, whole(home)
    copies = [tmp_path / f"copy-{number}" for number in range(11)]
    for each in copies:
        shutil.copytree(home, each)
    begun = time.monotonic()
    steps = in_child(lambda: backup.restore(copies[0], tmp_path / "b", replace=True))
    assert steps
    found = []
    for each, instant in zip(copies[1:], instants(steps, time.monotonic() - begun, 10, seed=3), strict=True):
        in_child(lambda each=each: backup.restore(each, tmp_path / "b", replace=True), **instant)  # type: ignore[misc]
        found.append(whole(each))
        assert found[-1] in (old, new), instant
    assert whole(copies[0]) == new
    assert old in found


BROKEN_OFF = """
import os
from pathlib import Path
from letters import tracker, vault
vault.ask_by(lambda: {passphrase!r})
home = Path(os.environ["LETTERS_HOME"])
with tracker.reading(home):  # which keeps the other from tidying up
    with tracker.writing(home) as store:
        store.forget({reference!r})
    os._exit(0)
"""


def test_a_backup_comes_back_when_the_passphrase_is_forgotten_and_a_program_was_broken_off(
    home: Path, letters: Callable[..., Ran], store: str, passphrase: tuple[str, str], tmp_path: Path
) -> None:
    backup.backup(home, saved := tmp_path / "b")
    before = whole(home)
    letters("lock", *passphrase)
    ended = BROKEN_OFF.format(passphrase=PASSPHRASE, reference=store)
    subprocess.run([sys.executable, "-c", ended], check=True, env={**os.environ, "LETTERS_HOME": str(home)})
    assert (home / "letters.locked-wal").stat().st_size
    copies = [tmp_path / f"copy-{number}" for number in range(30)]
    for each in copies:
        shutil.copytree(home, each)
    steps = in_child(lambda: backup.restore(copies[0], saved, replace=True))
    assert steps
    assert whole(copies[0]) == before
    unlocked_by()
    for at_step, each in enumerate(copies[1:], max(1, steps - len(copies) + 2)):
        in_child(lambda each=each: backup.restore(each, saved, replace=True), at_step=at_step)  # type: ignore[misc]
        assert whole(each) in (before, ([], before[1])), at_step


HOSTILE = {
    "a name that climbs": "INSERT INTO kept_file VALUES ('../../climbed', x'00')",
    "an absolute name": "INSERT INTO kept_file VALUES ('/tmp/climbed', x'00')",
    "a file of the program": "INSERT INTO kept_file VALUES ('agencies.yaml', x'00')",
    "a paper that is another": "INSERT INTO kept_file VALUES ('attachments/' || hex(zeroblob(32)), x'00')",
    "a text for bytes": "UPDATE kept_file SET content = 'text'",
    "a short key": "UPDATE kept_file SET content = x'00' WHERE name = 'reference.key'",
    "a trigger": "CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM event; END",
    "a view": "CREATE VIEW v AS SELECT 1",
    "another table": "CREATE TABLE t (x)",
    "no day": "UPDATE request SET dated = 'soon'",
    "no JSON": "UPDATE event SET detail = '{'",
    "an escape": "UPDATE event SET detail = '{\"note\": \"\\u001b[31m\"}' WHERE kind = 'note'",
    "another version": "UPDATE alembic_version SET version_num = '9999'",
}


@pytest.mark.parametrize("statement", HOSTILE.values(), ids=HOSTILE)
def test_a_backup_that_somebody_else_made_up_is_refused(
    statement: str, home: Path, letters: Callable[..., Ran], store: str, tmp_path: Path
) -> None:
    letters("backup", "b")
    with closing(sqlite3.connect("b", isolation_level=None)) as connection:
        connection.execute(statement)
    before = every_byte(home)
    refused = letters("restore", "b", "--replace")
    assert refused.code in (1, 2)
    assert refused.err.startswith("Error: b")
    assert every_byte(home) == before
    assert not (tmp_path / "climbed").exists()


def test_what_is_no_backup_is_told(home: Path, letters: Callable[..., Ran], store: str) -> None:
    letters("backup", "b")
    content = bytearray(Path("b").read_bytes())
    content[len(content) // 2 :] = bytes(len(content) - len(content) // 2)
    for name, wrong in (("damaged", bytes(content)), ("cut", bytes(content[:4096])), ("text", b"x"), ("empty", b"")):
        Path(name).write_bytes(wrong)
        refused = letters("restore", name, "--replace")
        assert refused.code == 2, name
        assert "no backup that Letters made" in refused.err
    assert letters("restore", "nowhere").code == 1
    assert PASSPHRASE.encode() not in every_byte(home)
