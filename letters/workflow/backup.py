"""All of the store in one file, and back: what `letters lock` makes, encrypted where the store is.

A backup may have been made by somebody else: nothing of it is used before its tables are known to be ours, its files to
be what their names say, and its requests to be such as could have been entered here.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from letters import attachments, database, files, folder, forms, tracker, vault
from letters.errors import FileMistakes, FileTrouble, StoreDamaged, StoreTooNew, WrongInput, WrongPassphrase
from letters.kept import KEY, TABLE, InFolder, is_name
from letters.keyfile import BYTES
from letters.workflow import transfer
from letters.yaml_files import MOST_BYTES as MOST_YAML

MOST_BYTES = 10_000_000_000
_APPLICATION_AT, _PAGE = 68, 4096


@dataclass(frozen=True)
class Saved:
    """What a backup holds; `locked` when only its passphrase opens it."""

    requests: int
    files: int
    locked: bool


def place(path: Path) -> Path:
    """The file of a backup: the path itself, or the one that is made in it if it is a folder."""
    return path / "letters.backup" if path.is_dir() else path


def backup(home: Path, path: Path) -> Saved:
    """Writes all of the store to a file, as of one instant, and reads it back; others may use the store meanwhile.

    Raises FileTrouble (also for a file that is none of ours, and for a place inside the user's folder), StoreDamaged.
    """
    path = place(path)
    real = path.resolve()
    if home.resolve() in real.parents:
        raise FileTrouble(f"{path} is inside the folder that is backed up: choose another place, such as another disk.")
    if not real.parent.is_dir():
        raise FileTrouble(f"There is no folder {path.parent}: make it first, or choose another place.")
    with forms.using(home):
        with tracker.reading(home) as store:  # which makes an empty store where there is none
            requests, kept, mine = len(store.all()), len(store.files.names()), store.files.read(KEY)
        key = vault.key(home / folder.LOCKED)
        if real.exists() and not _is_ours(real, forms.place(home), mine):
            raise FileTrouble(f"{path} exists and is no backup of this store: it is left alone. Choose another name.")
        with files.drafted(real) as draft:
            forms.make(home, draft, key)
        files.sync(real.parent)
    return Saved(requests, kept, key is not None)


def _is_ours(path: Path, store: Path, mine: bytes | None) -> bool:
    """Whether a file may be written over: an unlocked backup has our mark and the key of references of this store
    (`mine`), a locked one the salt of this store.
    """
    if not path.is_file():
        return False
    with path.open("rb") as file:
        begins = file.read(100)
    if len(begins) < _APPLICATION_AT + 4:
        return not begins
    if vault.is_locked(path):
        return vault.is_locked(store) and vault.salt_of(path) == vault.salt_of(store)
    return begins[_APPLICATION_AT : _APPLICATION_AT + 4] == forms.APPLICATION.to_bytes(4) and _key_in(path) == mine


def _key_in(path: Path) -> object:
    """The key of references in a backup that is not locked; raises StoreDamaged and FileTrouble."""
    with forms.ours(path), closing(vault.connect(path, None)) as connection:
        connection.execute("PRAGMA trusted_schema = OFF")
        found = connection.execute("SELECT content FROM kept_file WHERE name = ?", (KEY,)).fetchone()
    return found[0] if found else None


def restore(home: Path, path: Path, *, replace: bool) -> Saved:
    """Puts a backup in the place of the store; `replace` where there is anything in it already.

    What is there stays whole until the backup has been checked and is in its place. Raises FileTrouble, WrongInput (it
    is no backup, or the store is not empty), WrongPassphrase.
    """
    path = place(path)
    if not path.is_file():
        raise FileTrouble(f"There is no file {path}.")
    size = path.stat().st_size
    if size > MOST_BYTES or not size or size % _PAGE:
        raise WrongInput(f"{path} is no backup that Letters made. Nothing was changed.")
    with _named(path):
        vault.prepare(path)
    with folder.alone(home):
        forms.finish(home)
        if not replace and _holds(home):
            raise WrongInput(f"There are requests in {home} already. To put the backup in their place, add --replace.")
        with forms.changed(home) as draft:
            shutil.copyfile(path, draft)
            with _named(path):
                found = _checked(draft)
    return found


def _holds(home: Path) -> bool:
    """Whether there is anything that could be lost; a locked store counts, whatever is in it."""
    if (home / folder.LOCKED).exists() or InFolder(home).names():
        return True
    if not tracker.exists(home):
        return False
    with tracker.reading(home) as store:
        return bool(store.all())


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Says of the backup itself what was found wrong with its copy."""
    try:
        yield
    except WrongPassphrase:
        raise WrongPassphrase(
            f"That is not the passphrase of {path}, or it is no backup. Nothing was changed."
        ) from None
    except StoreDamaged:
        raise WrongInput(f"{path} is damaged, or is no backup that Letters made. Nothing was changed.") from None
    except FileMistakes as error:
        raise FileMistakes(path, error.mistakes) from None
    except StoreTooNew:
        raise StoreTooNew(f"{path} was made by another version of Letters: install that one to restore it.") from None


def _checked(copy: Path) -> Saved:
    """What a copy of a backup holds; raises StoreDamaged, StoreTooNew and FileMistakes where it is not to be used."""
    key = vault.key(copy)
    with forms.ours(copy), closing(vault.connect(copy, key)) as connection:
        connection.execute("PRAGMA trusted_schema = OFF")
        if _schema(connection) != _our_schema():
            raise StoreDamaged("Its tables are none of ours.")
        if connection.execute("SELECT version_num FROM alembic_version").fetchall() != [(database.REVISION,)]:
            raise StoreTooNew("It is of another version.")
    forms.contents(copy, key)
    with forms.ours(copy), closing(vault.connect(copy, key)) as connection:
        sound = [_is_sound(*row) for row in connection.execute("SELECT name, content FROM kept_file")]
    if not all(sound):
        raise StoreDamaged("A file in it is not what its name says.")
    try:
        with tracker.opened(copy, key) as store:
            requests = store.all()
            transfer.require_sound(copy, requests)
    except (ValueError, TypeError, AttributeError):
        raise StoreDamaged("A row of it cannot be read.") from None
    return Saved(len(requests), len(sound), key is not None)


def _schema(connection: Any) -> list[tuple[str, ...]]:
    return sorted(connection.execute("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master"))


def _our_schema() -> list[tuple[str, ...]]:
    with tempfile.TemporaryDirectory() as empty:
        with tracker.reading(Path(empty)):
            pass
        with closing(vault.connect(Path(empty) / folder.STORE, None)) as connection:
            connection.execute(TABLE)
            return _schema(connection)


def _is_sound(name: object, content: object) -> bool:
    """Whether a file of a backup is what its name says."""
    if not (isinstance(name, str) and isinstance(content, bytes) and is_name(name)):
        return False
    if name.startswith(attachments.FOLDER):
        return hashlib.sha256(content).hexdigest() == name.removeprefix(f"{attachments.FOLDER}/")
    return len(content) == BYTES if name == KEY else len(content) <= MOST_YAML
