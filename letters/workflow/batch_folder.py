"""The folder of a batch: known by a small file, so that an earlier run is gone on with and nothing else is touched."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from letters import files
from letters.errors import FileTrouble

STATE = "batch.json"


def begin(folder: Path, holds: str, dated: date) -> date:
    """Makes the folder, or finds that of an earlier run of the same kind; gives the date that its letters keep.

    Raises FileTrouble for a folder that holds anything else, or cannot be made.
    """
    state = folder / STATE
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        drafts = list(folder.glob(f"{files.DRAFT}*"))  # of a run that was killed
        if state.exists():
            told = json.loads(state.read_text())
            if told["holds"] != holds:
                raise FileTrouble(f"{folder} holds {told['holds']}: choose another folder for {holds}.")
            _remove(drafts)
            return date.fromisoformat(told["dated"])
        if len(drafts) < len(list(folder.iterdir())):
            raise FileTrouble(f"{folder} is no folder of a batch, and not empty: choose a new one.")
        _remove(drafts)
    except FileNotFoundError:
        raise FileTrouble(f"There is no folder {folder.parent}: make it first, or choose another place.") from None
    except OSError as error:
        raise FileTrouble(f"Cannot use {folder}: {error.strerror}.") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise FileTrouble(f"{state} is damaged: choose a new folder.") from None
    told = {"made by": "Letters", "holds": holds, "dated": dated.isoformat()}
    files.replace_whole(state, (json.dumps(told, indent=1) + "\n").encode())
    return dated


def _remove(drafts: Iterable[Path]) -> None:
    for draft in drafts:
        draft.unlink(missing_ok=True)
