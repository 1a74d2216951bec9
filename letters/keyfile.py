"""The random key from which references are derived: made once, kept in the user's folder."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from letters import in_memory
from letters.errors import FileTrouble

BYTES = 32


def reference_key(home: Path) -> bytes:
    """The key in `home`, made there on first use (mode 0600); raises FileTrouble."""
    path = home / "reference.key"
    if held := in_memory.of(home):
        return held.files.setdefault(path.name, secrets.token_bytes(BYTES))
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _make(path)
        key = path.read_bytes()
    except OSError as error:
        raise FileTrouble(f"Cannot use the folder {home}: {error.strerror}. LETTERS_HOME can name another.") from None
    if len(key) != BYTES:
        raise FileTrouble(f"{path} is damaged: put back a copy, or move it away to begin with new references.")
    return key


def _make(path: Path) -> None:
    """Writes a whole key beside its place and links it there, so that of two programs at once one key wins."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(BYTES))
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
