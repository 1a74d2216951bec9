"""Folders that are in memory alone, for a computer that others use too: no file of them is on any disk.

Each stands in the place of a user's folder. Its path cannot exist, so that whatever does not know of such folders fails
rather than writes there. (What memory holds, the system may still swap to disk: no program can forbid that everywhere.)
"""

import os
import secrets
import sqlite3
from pathlib import Path


class Folder:
    """What such a folder holds: a database that its connections share, and small files by name, as `kept.Kept` says."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self._uri = f"file:/{secrets.token_hex(16)}?vfs=memdb"
        self._open = self.connect()  # the database is there as long as a connection is

    def connect(self) -> sqlite3.Connection:
        """Another connection to its database."""
        connection = sqlite3.connect(self._uri, uri=True, check_same_thread=False)
        connection.execute("PRAGMA temp_store=MEMORY")
        return connection

    def read(self, name: str) -> bytes | None:
        """What that file holds, None where there is none."""
        return self.files.get(name)

    def write(self, name: str, content: bytes) -> None:
        """Keeps a file."""
        self.files[name] = content

    def add(self, name: str, content: bytes) -> bytes:
        """Keeps a file unless there is one; gives what is there then."""
        return self.files.setdefault(name, content)

    def names(self) -> list[str]:
        """The names of all files."""
        return sorted(self.files)

    def remove(self, name: str) -> None:
        """Removes a file."""
        self.files.pop(name, None)

    def close(self) -> None:
        """Lets go of everything."""
        self.files.clear()
        self._open.close()


_folders: dict[Path, Folder] = {}


def begin() -> Path:
    """A new, empty folder in memory; gives the path by which it is known."""
    path = Path(os.devnull) / f"letters-{secrets.token_hex(8)}"
    _folders[path] = Folder()
    return path


def of(home: Path) -> Folder | None:
    """What that folder holds; None for a folder on disk."""
    return _folders.get(home)


def end(home: Path) -> None:
    """Erases the folder for good; does nothing to one on disk."""
    if home in _folders:
        _folders.pop(home).close()
