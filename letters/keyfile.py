"""The random key from which references are derived: made once, kept with the store."""

import secrets
from pathlib import Path

from letters import tracker
from letters.errors import FileTrouble
from letters.kept import KEY

BYTES = 32


def reference_key(home: Path) -> bytes:
    """The key in `home`, made there on first use (mode 0600); raises FileTrouble, and as `tracker.reading`."""
    with tracker.keeping(home) as kept:
        key = kept.read(KEY)
    if key is None:
        with tracker.keeping(home, to_write=True) as kept:
            key = kept.add(KEY, secrets.token_bytes(BYTES))
    if len(key) != BYTES:
        raise FileTrouble(f"{home / KEY} is damaged: put back a copy, or move it away to begin with new references.")
    return key
