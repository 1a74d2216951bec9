"""The forms of the store, and how one becomes another so that at every instant one of them is there, whole.

Unlocked, the store is a database and small files beside it. Locked, it is one encrypted file, `letters.locked`. A
change of form makes such a file under another name, reads it back, and then renames it: that one step decides. Whatever
else is there from then on is a remainder, and whichever command comes next finishes the work. Where the renamed file is
not encrypted (after `letters unlock`), to finish is to lay its contents out again and to remove it last.
"""

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from letters import files, folder, in_memory, vault
from letters.errors import FileTrouble, StoreDamaged
from letters.folder import LOCKED, STORE
from letters.kept import TABLE, InFolder, is_name

# Says that a change of form was meant, and to which file: a file that merely turned up is not taken for one.
MEANT = ".letters-change"
BESIDE = ("-wal", "-shm", "-journal")
# Marks a file of ours that is not encrypted ("Ltrs"); an encrypted one is known by its salt.
APPLICATION = 0x4C747273
_HEADER = 100


@contextmanager
def using(home: Path) -> Iterator[None]:
    """Works with the store, in whichever form it is, together with other programs.

    Raises FileTrouble, StoreDamaged, StoreLocked and WrongPassphrase.
    """
    if folder.is_held() or in_memory.of(home):
        yield
        return
    while True:  # the form may change between the question and the work
        finish(home)
        vault.prepare(home / LOCKED)
        with folder.shared(home):
            if vault.is_ready(home / LOCKED) and not _is_unfinished(home):
                yield
                return


@contextmanager
def changing(home: Path) -> Iterator[None]:
    """Works with the store alone: for a change of form, or to leave no trace. Raises as `using`."""
    if in_memory.of(home):
        yield
        return
    vault.prepare(home / LOCKED)
    with folder.alone(home):
        _finish(home)
        yield


def place(home: Path) -> Path:
    """The database of the store, in its present form."""
    return home / LOCKED if (home / LOCKED).exists() else home / STORE


def finish(home: Path) -> None:
    """Brings to its end what a broken-off program has begun; raises FileTrouble and StoreDamaged."""
    if _is_unfinished(home):
        with folder.alone(home):
            _finish(home)


def _is_unfinished(home: Path) -> bool:
    locked = home / LOCKED
    return locked.exists() and (not vault.is_locked(locked) or (home / MEANT).exists() or any(_remainders(home)))


def _remainders(home: Path) -> Iterator[Path]:
    """All of the unlocked form, and what broken-off programs left."""
    yield from _there(home / STORE, ("", *BESIDE))
    if _is_meant(home):
        yield from _there(home / LOCKED, BESIDE)  # of the locked file that was there before
    beside = InFolder(home)
    yield from (home / name for name in beside.names())
    yield from beside.drafts()


def _there(path: Path, endings: Iterable[str]) -> Iterator[Path]:
    return (each for ending in endings if (each := path.with_name(f"{path.name}{ending}")).exists())


def _finish(home: Path) -> None:
    locked, meant = home / LOCKED, home / MEANT
    try:
        for draft in InFolder(home).drafts():
            files.erase(draft)
        if locked.exists():
            _require_meant(home)
            beside = InFolder(home)
            for name in beside.names():
                beside.remove(name)
            for path in _remainders(home):
                files.erase(path)
            for name in folder.FOLDERS:
                with suppress(OSError):  # it goes when it is empty
                    (home / name).rmdir()
            if not vault.is_locked(locked):
                _lay_out(home)
                locked.unlink()
        if meant.exists():
            meant.unlink()
    except OSError as error:
        raise FileTrouble(f"Cannot use {error.filename or home}: {error.strerror}.") from None


def _require_meant(home: Path) -> None:
    """Raises FileTrouble where both forms are there and no change of form made them so: then neither is touched."""
    both = next(_remainders(home), None)
    if both and not _is_meant(home):
        raise FileTrouble(
            f"{home / LOCKED} and {both.name} are both there, and it is not known which holds: move one of them out of "
            "the folder. Nothing was changed."
        )


def _is_meant(home: Path) -> bool:
    """Whether a change of form, not finished yet, made the file that is there."""
    meant = home / MEANT
    return meant.exists() and meant.read_text() == _mark(home / LOCKED)


def _mark(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.sha256(file.read(_HEADER)).hexdigest()


@contextmanager
def changed(home: Path) -> Iterator[Path]:
    """A place for the new form. It becomes the store when all went well, and not before; work alone."""
    with files.drafted(home / LOCKED) as draft:
        yield draft
        files.sync(draft)
        with files.drafted(home / MEANT) as meant:
            meant.write_text(_mark(draft))
        files.sync(home)
    files.sync(home)
    _finish(home)


def make(home: Path, target: Path, key: str | None) -> None:
    """Writes all of the store into an empty file, encrypted by the key if there is one, and reads it back.

    It is as of one instant: others may read meanwhile, and wait to write. Raises StoreDamaged and FileTrouble.
    """
    source = place(home)
    with ours(source), closing(vault.connect(source, vault.key(home / LOCKED))) as connection:
        connection.execute("PRAGMA busy_timeout = 30000")
        connection.execute(f"ATTACH ? AS made KEY {vault.quoted(key)}", (str(target),))
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("SELECT sqlcipher_export('made')").fetchall()
        copied = _digests(connection)
        if source.name == STORE:
            copied["kept_file"] = _copy_files(InFolder(home), connection)
        connection.execute(f"PRAGMA made.application_id = {APPLICATION}")
        connection.execute(f"PRAGMA made.user_version = {secrets.randbits(31)}")
        connection.execute("COMMIT")
        connection.execute("DETACH made")
    if contents(target, key) != copied:
        raise StoreDamaged(f"{target} does not hold what was written to it: the disk may be failing.")


def _copy_files(beside: InFolder, connection: Any) -> str:
    connection.execute(TABLE.replace("kept_file", "made.kept_file", 1))
    for name in beside.names():
        connection.execute("INSERT INTO made.kept_file VALUES (?, ?)", (name, beside.read(name)))
    return _digest((name, beside.read(name)) for name in beside.names())


def contents(path: Path, key: str | None) -> dict[str, str]:
    """A hash of each table of a whole file, after it was checked; raises StoreDamaged and FileTrouble."""
    with ours(path), closing(vault.connect(path, key)) as connection:
        connection.execute("PRAGMA trusted_schema = OFF")
        if key and (found := connection.execute("PRAGMA cipher_integrity_check").fetchone()):
            raise StoreDamaged(f"{path} is damaged: {found[0]}.")
        if (found := connection.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
            raise StoreDamaged(f"{path} is damaged: {found}.")
        return _digests(connection)


def _digests(connection: Any) -> dict[str, str]:
    """A hash of each table of the database itself; names come from a schema of ours or one that was checked."""
    names = [name for (name,) in connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")]
    return {name: _digest(connection.execute(f'SELECT * FROM main."{name}" ORDER BY rowid')) for name in names}  # noqa: S608


def _digest(rows: Iterable[tuple[Any, ...]]) -> str:
    found = hashlib.sha256()
    for row in rows:
        found.update(
            repr([hashlib.sha256(each).digest() if isinstance(each, bytes) else each for each in row]).encode()
        )
    return found.hexdigest()


def _lay_out(home: Path) -> None:
    """Makes the unlocked form of a whole file that is not encrypted; the store comes last."""
    locked, beside = home / LOCKED, InFolder(home)
    with ours(locked), closing(vault.connect(locked, None)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM kept_file") if is_name(name)]
        for name in names:
            content = connection.execute("SELECT content FROM kept_file WHERE name = ?", (name,)).fetchone()[0]
            beside.write(name, content)
        with files.drafted(home / STORE) as draft:
            connection.execute("ATTACH ? AS made KEY ''", (str(draft),))
            connection.execute("SELECT sqlcipher_export('made')").fetchall()
            connection.execute("PRAGMA made.secure_delete = ON")
            connection.execute("DROP TABLE made.kept_file")
            connection.execute("VACUUM made")
            connection.execute("DETACH made")
    for each in {home, *(home / os.path.dirname(name) for name in names)}:  # noqa: PTH120
        files.sync(each)


@contextmanager
def ours(path: Path) -> Iterator[None]:
    """Turns what the database says into our errors."""
    from sqlcipher3 import dbapi2

    try:
        yield
    except dbapi2.OperationalError as error:
        raise FileTrouble(f"Cannot use {path}: {error}. Is another program using it, or the disk full?") from None
    except dbapi2.DatabaseError as error:
        raise StoreDamaged(f"{path} is damaged ({error}). It is left as it is.") from None
