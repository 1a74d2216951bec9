"""The locked store: one file with everything personal, encrypted by SQLCipher, and the keys to it.

Its key is derived from a passphrase as SQLCipher does (PBKDF2-HMAC-SHA512, 256,000 rounds, the salt in the file's first
16 bytes), once in a program, and is kept in its memory only. Nothing is asked before the store is needed.
"""

import hashlib
import secrets
import threading
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from letters.errors import FileTrouble, StoreDamaged, StoreLocked, WrongInput, WrongPassphrase

ROUNDS = 256_000
SHORTEST = 12
# How an SQLite file begins that is not encrypted.
_PLAIN = b"SQLite format 3\0"

Keys = Mapping[bytes, str]


def _refuse() -> str:
    raise StoreLocked("Your requests are locked, and nobody was asked for the passphrase.")


@dataclass
class _Memory:
    """What this program was told; `passphrase` until it is turned into a key."""

    ask: Callable[[], str] = _refuse
    passphrase: str | None = field(default=None, repr=False)
    keys: dict[bytes, str] = field(default_factory=dict, repr=False)
    guard: Any = field(default_factory=threading.RLock)


_memory = _Memory()


def ask_by(ask: Callable[[], str]) -> None:
    """Sets how a passphrase is asked for when one is needed; raises StoreLocked itself where it cannot be."""
    _memory.ask = ask


def forget() -> None:
    """Forgets every passphrase and key."""
    _memory.passphrase = None
    _memory.keys.clear()


def keys() -> Keys:
    """All keys that were derived, to hand to a process that helps with the work; they go by memory, never by name."""
    return dict(_memory.keys)


def remember(known: Keys) -> None:
    """Takes over the keys of the process that this one helps."""
    _memory.keys.update(known)


def is_locked(path: Path) -> bool:
    """Whether that file is there and is encrypted; raises FileTrouble and StoreDamaged."""
    begins = salt_of(path)
    return begins is not None and begins != _PLAIN


def salt_of(path: Path) -> bytes | None:
    """The salt of an encrypted file, None where there is no file: whatever has the same salt has the same key."""
    try:
        with path.open("rb") as file:
            begins = file.read(len(_PLAIN))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise FileTrouble(f"Cannot read {path}: {error.strerror}.") from None
    if len(begins) < len(_PLAIN):
        raise StoreDamaged(f"{path} is damaged: it has lost its contents. Put a copy back in its place.")
    return begins


def prepare(path: Path) -> None:
    """Asks for the passphrase where the file is encrypted and nothing is known of it; raises StoreLocked.

    This may take a person's time: nothing is to be held open meanwhile.
    """
    with _memory.guard:
        if not is_ready(path):
            _memory.passphrase = _memory.ask()


def is_ready(path: Path) -> bool:
    """Whether the file can be opened, as far as is known, without asking."""
    return not is_locked(path) or salt_of(path) in _memory.keys or _memory.passphrase is not None


def key(path: Path) -> str | None:
    """The raw key and salt of a file in hexadecimal, None where it is not encrypted.

    Raises WrongPassphrase, and StoreLocked where none was given.
    """
    with _memory.guard:
        salt = salt_of(path)
        if salt is None or not is_locked(path):
            return None
        if salt not in _memory.keys:
            if _memory.passphrase is None:
                raise StoreLocked("Your requests were locked by another program: run the same command again.")
            passphrase, _memory.passphrase = _memory.passphrase, None
            found = raw_key(passphrase, salt)
            _require_right(path, found)
            _memory.keys[salt] = found
        return _memory.keys[salt]


def raw_key(passphrase: str, salt: bytes) -> str:
    """The key to a file of that salt, and the salt; the same however a keyboard composes its letters."""
    text = unicodedata.normalize("NFKC", passphrase)
    return (hashlib.pbkdf2_hmac("sha512", text.encode(), salt, ROUNDS, 32) + salt).hex()


def new_key(passphrase: str) -> str:
    """A key with a salt of its own, which this program remembers; raises WrongInput for a short passphrase."""
    require_long(passphrase)
    salt = secrets.token_bytes(len(_PLAIN))
    _memory.keys[salt] = raw_key(passphrase, salt)
    return _memory.keys[salt]


def require_long(passphrase: str) -> None:
    """Raises WrongInput for a passphrase that a computer would find."""
    if len(unicodedata.normalize("NFKC", passphrase).strip()) < SHORTEST:
        raise WrongInput(
            f"The passphrase is too short: take at least {SHORTEST} characters. Four or five words that have "
            "nothing to do with each other or with you are good, and can be remembered."
        )


def connect(path: Path, key: str | None) -> Any:
    """A connection by SQLCipher, which reads what is not encrypted too; no transaction is open until one is begun."""
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(str(path), isolation_level=None)
    connection.execute("PRAGMA cipher_log_level = NONE")  # else a wrong key is told on standard error
    if key is not None:
        connection.execute(f"PRAGMA key = {quoted(key)}")
    return connection


def quoted(key: str | None) -> str:
    """A key as SQLCipher's statements name it; none makes a file that is not encrypted."""
    return f"\"x'{key}'\"" if key else "''"


def _require_right(path: Path, key: str) -> None:
    from sqlcipher3 import dbapi2

    connection = connect(path, key)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except dbapi2.OperationalError as error:
        raise FileTrouble(f"Cannot use {path}: {error}.") from None
    except dbapi2.DatabaseError:
        raise WrongPassphrase("That is not the passphrase of these requests. Nothing was changed.") from None
    finally:
        connection.close()
