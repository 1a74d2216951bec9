"""Forgetting: rows, files and free pages are removed, and what no program can reach is named."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from letters import forms, tracker
from letters.errors import FileTrouble
from letters.events import Request
from letters.workflow.lock import NOT_REACHED
from letters.workflow.track import sweep
from letters.workflow.workspace import Workspace


@dataclass(frozen=True)
class Forgotten:
    """The references that were forgotten, other files that were, and what could not be removed or reached."""

    references: tuple[str, ...]
    files: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    not_reached: tuple[str, ...] = NOT_REACHED


def forget(workspace: Workspace, reference: str) -> Forgotten:
    """Removes all of a request; raises WrongInput for an unknown reference, and as `tracker.writing`."""
    return _forget(workspace, lambda store: [store.get(reference)])


def before(workspace: Workspace, day: date) -> list[Request]:
    """The requests of which the letter and all that happened are before that day."""
    with tracker.reading(workspace.home) as store:
        return _before(store, day)


def _before(store: tracker.Tracker, day: date) -> list[Request]:
    return [each for each in store.all() if max([each.dated, *(event.on for event in each.events)]) < day]


def forget_before(workspace: Workspace, day: date) -> Forgotten:
    """Removes all requests of which the letter and all that happened are before that day."""
    return _forget(workspace, lambda store: _before(store, day))


def forget_all(workspace: Workspace) -> Forgotten:
    """Removes all requests, attached papers, profiles and mappings, and the key of references."""
    return _forget(workspace, lambda store: store.all(), files_too=True)


def _forget(
    workspace: Workspace, which: Callable[[tracker.Tracker], list[Request]], *, files_too: bool = False
) -> Forgotten:
    """No other program is at work meanwhile, or the log of the database would keep what was removed."""
    home, files, warnings = workspace.home, [], []
    with forms.changing(home):
        with tracker.writing(home) as store:
            forgotten = tuple(store.forget(request.reference) for request in which(store))
        warnings += sweep(workspace)
        if files_too:
            with tracker.keeping(home, to_write=True) as kept:
                for name in kept.names():
                    try:
                        kept.remove(name)
                        files.append(name)
                    except FileTrouble as error:
                        warnings.append(str(error))
        tracker.tidy(home)
    return Forgotten(forgotten, tuple(files), tuple(warnings))
