"""Copies of papers that belong to requests, named by their SHA-256. What each is, and for which request it was kept,
stands in the log.
"""

import hashlib
import re
from collections.abc import Collection

from letters.errors import FileTrouble
from letters.kept import InFolder, Kept

FOLDER = "attachments"
_SHA256 = re.compile(r"[0-9a-f]{64}")


def keep(kept: Kept, content: bytes) -> str:
    """Keeps a copy, whole or not at all; returns its SHA-256. Raises FileTrouble."""
    sha256 = hashlib.sha256(content).hexdigest()
    kept.write(f"{FOLDER}/{sha256}", content)
    return sha256


def read(kept: Kept, sha256: str) -> bytes | None:
    """The copy, or None where it is not on this machine; raises FileTrouble when it is no longer what was kept."""
    if not _SHA256.fullmatch(sha256):
        return None
    content = kept.read(f"{FOLDER}/{sha256}")
    if content is not None and hashlib.sha256(content).hexdigest() != sha256:
        raise FileTrouble(f"{FOLDER}/{sha256} was changed since it was attached: `letters attach` the original again.")
    return content


def keep_only(kept: Kept, wanted: Collection[str]) -> None:
    """Removes every copy but these; what a broken-off program left behind goes too. Raises FileTrouble.

    Whatever else stands there is somebody else's: other names, folders, links, files of another user.
    """
    for name in kept.names():
        if name.startswith(f"{FOLDER}/") and name.removeprefix(f"{FOLDER}/") not in wanted:
            kept.remove(name)
    if isinstance(kept, InFolder):
        for draft in kept.drafts():
            if draft.parent.name == FOLDER:
                kept.remove(f"{FOLDER}/{draft.name}")
