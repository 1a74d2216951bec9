"""Locking everything personal with a passphrase, and unlocking it; `letters.forms` says how nothing is lost thereby."""

from dataclasses import dataclass
from pathlib import Path

from letters import folder, forms, tracker, vault
from letters.errors import FileTrouble, WrongInput
from letters.folder import LOCKED, STORE
from letters.kept import InFolder

# Said before a passphrase is chosen.
BEFORE = "If you forget the passphrase, nobody can open it again, and nobody can give you a new one."
NOT_REACHED = (
    "printed letters, and PDFs, calendars and exports that you saved elsewhere",
    "backups made before, by `letters backup` or by this computer (snapshots, cloud folders)",
    "mail programs, and the history of your shell",
    "what a disk keeps of files that were removed; only a disk that is encrypted as a whole hides that",
)
# What stands in the folder and is no secret: all else that is found there is named as not locked.
_OURS = frozenset({LOCKED, STORE, folder.IN_USE, forms.MEANT})


@dataclass(frozen=True)
class Locked:
    """What was locked or unlocked: how many requests and files; and what else stands in the folder."""

    requests: int
    files: int
    left: tuple[str, ...]


def is_locked(home: Path) -> bool:
    """Whether the store is locked; what a broken-off program has begun is finished first."""
    forms.finish(home)
    return vault.is_locked(home / LOCKED)


def ready(home: Path) -> None:
    """Asks for the passphrase now where one is needed, and makes sure that it is right; raises as `tracker.reading`."""
    if is_locked(home):
        with tracker.reading(home):
            pass


def require_unlocked(home: Path) -> None:
    """Raises WrongInput where the store is locked already."""
    if is_locked(home):
        raise WrongInput(
            "Your requests are locked already. For another passphrase: `letters unlock`, then `letters lock`."
        )


def lock(home: Path, passphrase: str) -> Locked:
    """Encrypts everything personal, and removes what was not encrypted.

    Raises WrongInput (locked already, a short passphrase), FileTrouble and StoreDamaged; then nothing was changed.
    """
    vault.require_long(passphrase)
    with forms.changing(home):
        require_unlocked(home)
        if (home / STORE).is_symlink():
            raise FileTrouble(f"{home / STORE} is a link: put the file itself in its place, then lock it.")
        found = _counted(home)
        key = vault.new_key(passphrase)
        with forms.changed(home) as draft:
            forms.make(home, draft, key)
    return found


def unlock(home: Path) -> Locked:
    """Decrypts everything again; raises WrongInput where it is not locked, and as `tracker.reading`."""
    if not is_locked(home):
        raise WrongInput("Your requests are not locked.")
    with forms.changing(home):
        found = _counted(home)
        with forms.changed(home) as draft:
            forms.make(home, draft, None)
    return found


def _counted(home: Path) -> Locked:
    with tracker.writing(home) as store:  # which makes an empty store where there is none
        requests, kept = len(store.all()), len(store.files.names())
    return Locked(requests, kept, tuple(left(home)))


def left(home: Path) -> list[str]:
    """What stands in the folder and is not locked with the rest: own templates and agencies, files of other names."""
    found, locked = [], set(InFolder(home).names())
    for path in sorted(home.iterdir()):
        if path.name in folder.FOLDERS and path.is_dir():
            found += [name for each in sorted(path.iterdir()) if (name := f"{path.name}/{each.name}") not in locked]
        elif path.name not in locked | _OURS and not path.name.startswith((STORE, LOCKED)):
            found.append(path.name)
    return found
