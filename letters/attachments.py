"""Copies of papers that belong to requests: one file each in the user's folder, named by its SHA-256, read by its owner
only. What each is, and for which request it was kept, stands in the log.
"""

import hashlib
import os
import re
import stat
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from letters import files, in_memory
from letters.errors import FileTrouble

FOLDER = "attachments"
_SHA256 = re.compile(r"[0-9a-f]{64}")


def keep(home: Path, content: bytes) -> str:
    """Keeps a copy, whole or not at all; returns its SHA-256. Raises FileTrouble."""
    sha256 = hashlib.sha256(content).hexdigest()
    if held := in_memory.of(home):
        held.files[sha256] = content
        return sha256
    folder = home / FOLDER
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise FileTrouble(f"Cannot use {folder}: {error.strerror}.") from None
    files.replace_whole(folder / sha256, content)
    return sha256


def read(home: Path, sha256: str) -> bytes | None:
    """The copy, or None where it is not on this machine; raises FileTrouble when it is no longer what was kept."""
    if not _SHA256.fullmatch(sha256):
        return None
    if held := in_memory.of(home):
        return held.files.get(sha256)
    path = home / FOLDER / sha256
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise FileTrouble(f"Cannot read {path}: {error.strerror}.") from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise FileTrouble(f"{path} was changed since it was attached: `letters attach` the original again.")
    return content


def _is_ours(path: Path) -> bool:
    named = _SHA256.fullmatch(path.name) or path.name.startswith(files.DRAFT)
    found = path.lstat()
    return bool(named) and stat.S_ISREG(found.st_mode) and (os.name != "posix" or found.st_uid == os.geteuid())


def keep_only(home: Path, wanted: Collection[str]) -> None:
    """Removes every copy but these; what a broken-off program left behind goes too. Raises FileTrouble.

    Whatever else stands there is somebody else's: other names, folders, links, files of another user.
    """
    if held := in_memory.of(home):
        for name in [name for name in held.files if _SHA256.fullmatch(name) and name not in wanted]:
            del held.files[name]
        return
    folder = home / FOLDER
    try:
        for path in folder.iterdir() if folder.is_dir() else ():
            if path.name not in wanted and _is_ours(path):
                path.unlink()
        with suppress(OSError):  # it goes when it is empty
            folder.rmdir()
    except OSError as error:
        raise FileTrouble(f"Cannot remove {error.filename}: {error.strerror}. Remove it yourself.") from None
