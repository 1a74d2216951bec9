"""The small files that belong to the store (profiles, mappings, attached papers, the key of references): each in the
user's folder or, where that is locked, in the one file that holds everything.
"""

import os
import re
import secrets
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa

from letters import files
from letters.errors import FileTrouble
from letters.folder import FOLDERS

KEY = "reference.key"
# All names that there are; nothing else is read from a backup or removed from the folder.
_NAMES = re.compile(r"reference\.key|attachments/[0-9a-f]{64}|(profiles|mappings)/[\w-]{1,100}\.yaml")
TABLE = "CREATE TABLE kept_file (name TEXT NOT NULL PRIMARY KEY, content BLOB NOT NULL)"


class Kept(Protocol):
    """Files by name, such as `profiles/maya.yaml`; every method raises FileTrouble."""

    def read(self, name: str) -> bytes | None:
        """What that file holds, None where there is none."""

    def write(self, name: str, content: bytes) -> None:
        """Keeps a file, whole or not at all, in the place of an earlier one."""

    def add(self, name: str, content: bytes) -> bytes:
        """Keeps a file unless there is one; gives what is there then."""

    def names(self) -> list[str]:
        """The names of all files."""

    def remove(self, name: str) -> None:
        """Removes a file, as far as a program can."""


def is_name(name: str) -> bool:
    """Whether a file may be kept under that name."""
    return bool(_NAMES.fullmatch(name))


class InFolder:
    """Files of their own in the user's folder, read by their owner only."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def read(self, name: str) -> bytes | None:
        path = self.home / name
        return files.read_whole(path) if path.exists() else None

    def write(self, name: str, content: bytes) -> None:
        files.replace_whole(self._place(name), content)

    def add(self, name: str, content: bytes) -> bytes:
        """Writes a whole file beside its place and links it there, so that of two programs at once one wins."""
        path = self._place(name)
        draft = path.with_name(f"{files.DRAFT}{secrets.token_hex(8)}")
        try:
            files.replace_whole(draft, content)
            try:
                with suppress(FileExistsError):
                    os.link(draft, path)
            finally:
                draft.unlink()
            return path.read_bytes()
        except OSError as error:
            raise FileTrouble(f"Cannot use {path}: {error.strerror}.") from None

    def names(self) -> list[str]:
        return sorted(name for path in self._all() if is_name(name := path.relative_to(self.home).as_posix()))

    def remove(self, name: str) -> None:
        path = self.home / name
        try:
            with suppress(FileNotFoundError):
                files.erase(path)
            if path.parent != self.home:
                with suppress(OSError):  # it goes when it is empty
                    path.parent.rmdir()
        except OSError as error:
            raise FileTrouble(f"Cannot remove {path}: {error.strerror}. Remove it yourself.") from None

    def drafts(self) -> list[Path]:
        """What programs that were broken off left behind."""
        return [path for path in self._all() if path.name.startswith(files.DRAFT)]

    def _place(self, name: str) -> Path:
        path = self.home / name
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise FileTrouble(f"Cannot use the folder {path.parent}: {error.strerror}.") from None
        return path

    def _all(self) -> Iterator[Path]:
        """Ordinary files of one's own; links and other people's files are none of ours."""
        for folder in (self.home, *(self.home / name for name in FOLDERS)):
            try:
                found = list(folder.iterdir()) if folder.is_dir() else []
                yield from (path for path in found if _is_own(path))
            except OSError as error:
                raise FileTrouble(f"Cannot use {folder}: {error.strerror}.") from None


def _is_own(path: Path) -> bool:
    try:
        found = path.lstat()
    except FileNotFoundError:  # another program has removed it meanwhile
        return False
    return stat.S_ISREG(found.st_mode) and (os.name != "posix" or found.st_uid == os.geteuid())


class InTable:
    """Rows of the locked store, inside its open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def read(self, name: str) -> bytes | None:
        found = self._connection.exec_driver_sql("SELECT content FROM kept_file WHERE name = ?", (name,)).first()
        return bytes(found[0]) if found else None

    def write(self, name: str, content: bytes) -> None:
        self._connection.exec_driver_sql("INSERT OR REPLACE INTO kept_file VALUES (?, ?)", (name, content))

    def add(self, name: str, content: bytes) -> bytes:
        self._connection.exec_driver_sql("INSERT OR IGNORE INTO kept_file VALUES (?, ?)", (name, content))
        return self.read(name) or content

    def names(self) -> list[str]:
        return list(self._connection.exec_driver_sql("SELECT name FROM kept_file ORDER BY name").scalars())

    def remove(self, name: str) -> None:
        self._connection.exec_driver_sql("DELETE FROM kept_file WHERE name = ?", (name,))
