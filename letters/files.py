"""Files that a user asks for: whole or not at all."""

import os
import re
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from letters.errors import FileTrouble

MOST_EXPORT_BYTES = 500_000_000
MOST_READ_BYTES = 50_000_000
# How the name of a file begins that is not yet whole.
DRAFT = ".letter-"
_PIECE = 1 << 16

# By what a file that was made here is known: nothing else is ever written over.
_OURS = (
    (b"<!doctype html>", b'<meta name="generator" content="Letters">'),
    (b"BEGIN:VCALENDAR", b"PRODID:-//Letters//"),
    (b'{\n "letters": ', b'"requests": ['),
    (b"Reference ", b"\n\nTo the "),
    (b"X-Unsent: 1", b'boundary="letters-'),
    (b"PK\x03\x04", b">Letters</dc:creator>"),
    (b'\xef\xbb\xbf"reference","agency",', b"\r\n"),
)

_PDF_ID = b"/ID [(letters) ("
_LAST_TABLE = re.compile(rb"startxref\s+(\d{1,12})\s+%%EOF\s*$")


def target(path: Path, name: str) -> Path:
    """Where to write: the path itself, or a file of that name in it if it is a folder. A link is followed.

    Raises FileTrouble when nothing can or should be written there: no folder, no ordinary file, a file not of ours.
    """
    try:
        path = path / name if path.is_dir() else path
        real = path.resolve()
        if not real.parent.is_dir():
            raise FileTrouble(f"There is no folder {path.parent}: make it first, or choose another place.")
        if path.exists() and not path.is_file():
            raise FileTrouble(f"{path} is no ordinary file: choose another name.")
        if real.exists() and real.stat().st_size and not _is_ours(real.read_bytes()):
            raise FileTrouble(f"{path} exists and is no file of ours: it is left alone. Choose another name.")
    except (OSError, RuntimeError) as error:
        raise FileTrouble(f"Cannot use {path}: {getattr(error, 'strerror', None) or error}.") from None
    return path


def _is_ours(content: bytes) -> bool:
    return _is_our_pdf(content) or any(content.startswith(begin) and mark in content for begin, mark in _OURS)


def _is_our_pdf(content: bytes) -> bool:
    """A PDF as it was made here: its last table of objects has our mark and follows no other.

    A PDF that holds one of ours has another mark; one of ours that was signed or filled in since has a further table.
    """
    found = _LAST_TABLE.search(content[-40:]) if content.startswith(b"%PDF-") else None
    if found is None:
        return False
    table = content[int(found[1]) :].partition(b"stream")[0]
    return _PDF_ID in table and b"/Prev" not in table


def read_whole(path: Path, most: int = MOST_READ_BYTES) -> bytes:
    """A file that a user named, of at most so many bytes; raises FileTrouble."""
    try:
        if path.exists() and not path.is_file():
            raise FileTrouble(f"{path} is no ordinary file.")
        with path.open("rb") as file:
            content = file.read(most + 1)
    except FileNotFoundError:
        raise FileTrouble(f"There is no file {path}.") from None
    except OSError as error:
        raise FileTrouble(f"Cannot read {path}: {error.strerror}.") from None
    if len(content) > most:
        raise FileTrouble(f"{path} is larger than {most // 1_000_000} MB: split it, or scan it at 150 to 300 dpi.")
    return content


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file where a user wanted it; raises what `target` and `replace_whole` raise."""
    replace_whole(target(path, path.name).resolve(), content)


def replace_whole(path: Path, content: bytes) -> None:
    """Writes beside the place, then renames, so that no half of a file is ever there; readable by its owner only."""
    replace_with(path, lambda file: file.write(content))


def replace_with(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """The same for what writes itself into a file."""
    with drafted(path) as draft, draft.open("wb") as file:
        write(file)


@contextmanager
def drafted(path: Path) -> Iterator[Path]:
    """The same for what wants a name to write to: an empty file beside the place, put there when all went well."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=DRAFT)
        os.close(handle)
        draft = Path(name)
        try:
            yield draft
            sync(draft)
            draft.replace(path)
        except BaseException:
            for left in path.parent.glob(f"{draft.name}*"):  # a database has files beside it
                left.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise FileTrouble(f"Cannot write {path}: {error.strerror}.") from None


def sync(path: Path) -> None:
    """Waits until a file, or the names in a folder, are on the disk."""
    if path.is_dir() and os.name != "posix":
        return  # elsewhere a folder cannot be opened
    handle = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def erase(path: Path) -> None:
    """Writes zeros over a file of one's own and removes it; of a link, only the link goes. Raises OSError.

    A disk may still keep what was there: flash drives write elsewhere, and snapshots remember.
    """
    found = path.lstat()
    if stat.S_ISREG(found.st_mode) and found.st_nlink == 1:
        with suppress(PermissionError), path.open("r+b") as file:
            for start in range(0, found.st_size, _PIECE):
                file.write(bytes(min(_PIECE, found.st_size - start)))
            file.flush()
            os.fsync(file.fileno())
    path.unlink()
