"""Files that a user asks for: whole or not at all."""

import os
import tempfile
from pathlib import Path

from letters.errors import FileTrouble

# What a file that was made here begins with: nothing else is ever written over.
OURS = (b"%PDF-", b"<!doctype html>", b"BEGIN:VCALENDAR", b'{\n "letters": ')
MOST_EXPORT_BYTES = 500_000_000


def check_target(path: Path) -> None:
    """Raises FileTrouble if nothing can or should be written there: no folder, a folder, or a file of another kind."""
    try:
        if path.is_dir():
            raise FileTrouble(f"{path} is a folder: name a file in it.")
        if not path.parent.is_dir():
            raise FileTrouble(f"There is no folder {path.parent}: make it first, or choose another place.")
        if path.exists():
            with path.open("rb") as file:
                begins = file.read(20)
            if begins and not begins.startswith(OURS):
                raise FileTrouble(f"{path} exists and is no file of ours: it is left alone. Choose another name.")
    except OSError as error:
        raise FileTrouble(f"Cannot use {path}: {error.strerror}.") from None


def write_whole(path: Path, content: bytes) -> None:
    """Writes beside the place, then renames, so that no half of a file is ever there; readable by its owner only."""
    check_target(path)
    try:
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".letter-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(draft).replace(path)
        except BaseException:
            Path(draft).unlink()
            raise
    except OSError as error:
        raise FileTrouble(f"Cannot write {path}: {error.strerror}.") from None
