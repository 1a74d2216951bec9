"""The user's folder: made for its owner alone, refused where others can write, shared among programs at work.

Many may work at once; who turns the whole of it into something else (`letters lock`) works alone. What a program
held that was killed, the system itself lets go of.
"""

import os
import shlex
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from letters.errors import FileTrouble

STORE = "letters.sqlite"
LOCKED = "letters.locked"
FOLDERS = ("attachments", "profiles", "mappings")
IN_USE = ".in-use"
# How long to wait for another program, and how often to look.
PATIENCE, PAUSE = 30.0, 0.02


class _Held(threading.local):
    depth = 0
    alone = False


_held = _Held()


def make(home: Path) -> None:
    """Makes the folder for its owner alone; raises FileTrouble, also where others can write to it or to the store."""
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        _require_ours(home)
    except OSError as error:
        raise FileTrouble(f"Cannot use the folder {home}: {error.strerror}. LETTERS_HOME can name another.") from None


def _require_ours(home: Path) -> None:
    """Systems without owners and modes have lists of their own of who may write: there nothing is said."""
    if os.name != "posix":
        return
    me = os.geteuid()
    for path in (home, *(home / name for name in (STORE, LOCKED, *FOLDERS))):
        try:
            found = path.stat()
        except FileNotFoundError:
            continue
        named = shlex.quote(str(path))
        if found.st_mode & 0o022:
            raise FileTrouble(
                f"Others on this computer can write to {path}: run `chmod go-rwx {named}`, then try again."
            )
        if me not in (0, found.st_uid) and found.st_uid != 0:
            raise FileTrouble(f"{path} belongs to another user of this computer. LETTERS_HOME can name another folder.")


@contextmanager
def shared(home: Path) -> Iterator[None]:
    """Works on what is in the folder, together with others; raises FileTrouble where one works alone for long."""
    with _guarded(home, alone=False):
        yield


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Waits until no other program is at work, and keeps all out; raises FileTrouble when that takes long."""
    assert _held.alone or not _held.depth, "it would wait for itself"
    with _guarded(home, alone=True):
        yield


def is_held() -> bool:
    """Whether this thread is at work in the folder already."""
    return bool(_held.depth)


@contextmanager
def _guarded(home: Path, *, alone: bool) -> Iterator[None]:
    if _held.depth:
        _held.depth += 1
        try:
            yield
        finally:
            _held.depth -= 1
        return
    make(home)
    try:
        handle = os.open(home / IN_USE, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    except OSError as error:
        raise FileTrouble(f"Cannot use the folder {home}: {error.strerror}. LETTERS_HOME can name another.") from None
    try:
        _wait(handle, home, alone=alone)
        _held.depth, _held.alone = 1, alone
        yield
    finally:
        _held.depth, _held.alone = 0, False
        os.close(handle)


def _wait(handle: int, home: Path, *, alone: bool) -> None:
    if sys.platform == "win32":  # there an open file can be neither renamed nor removed: whoever comes second is told
        return
    import fcntl

    until = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise FileTrouble(
                    f"Another program is using {home}: wait until it is done, and run the same command again."
                ) from None
            time.sleep(PAUSE)
        else:
            return
