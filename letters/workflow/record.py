"""Entering in the log what was written here: letters, next letters, releases; as much of it as is kept."""

from collections.abc import Sequence
from datetime import date

from letters import traces, tracker
from letters.calendars import calendar_name
from letters.errors import WrongInput
from letters.events import Request
from letters.workflow import track
from letters.workflow.workspace import Workspace


def ready(workspace: Workspace, reference: str, *, agency: str, request_type: str, dated: date) -> None:
    """Makes sure that a letter can be kept in the store, before it is made; raises what `record_written` raises."""
    with tracker.reading(workspace.home) as store:
        found = store.find(reference)
    if found and not is_same(found, agency, request_type, dated):
        raise WrongInput(f"{reference} is the reference of another request: choose one with --reference.")


def record_written(workspace: Workspace, new: Request) -> None:
    """Enters a letter as a draft: written is not sent; raises WrongInput for the reference of another request.

    A letter that was written before, with the same reference, gets another entry when its file has changed.
    """
    record_all_written(workspace, [new])


def record_all_written(workspace: Workspace, letters: Sequence[Request]) -> None:
    """Enters many letters as drafts in one transaction; what `record_written` says of one holds for each."""
    kept = [_with_low_trace(workspace, letter) for letter in letters] if workspace.low_trace else letters
    with tracker.writing(workspace.home) as store:
        known = store.add_new(kept)
        for letter in letters:
            if letter.reference in known:
                _enter_again(workspace, store, letter)


def _enter_again(workspace: Workspace, store: tracker.Tracker, new: Request) -> None:
    request = store.get(new.reference)
    if not is_same(request, new.agency, new.request_type, new.dated):
        raise WrongInput(f"{new.reference} is the reference of another request: choose one with --reference.")
    if request.low_trace or workspace.low_trace:
        return  # that it was made anew leaves no trace
    if new.events[0].detail["sha256"] not in {e.detail.get("sha256") for e in request.events}:
        store.append(new.reference, new.events)


def _with_low_trace(workspace: Workspace, new: Request) -> Request:
    body = workspace.registry.get(new.agency)
    return traces.least(new, calendar_name(body.calendar, body.holidays))


def record_next(workspace: Workspace, reference: str, step: str, on: date, *, sha256: str, pages: int) -> None:
    """Enters that a next letter was written; written is not sent. One that did not change is entered once."""
    detail = {"letter": step, "sha256": sha256, "pages": str(pages)}
    with tracker.writing(workspace.home) as store:
        request = store.get(reference)
        event = track.new_event("next-written", on, track.detail_kept(workspace, request, detail))
        what = "sha256" if "sha256" in event.detail else "letter"  # the hash is not kept with low trace
        if event.detail[what] not in {each.detail.get(what) for each in request.events}:
            store.append(request.reference, [event])


def record_release(workspace: Workspace, reference: str, *, until: date, sha256: str) -> None:
    """Enters that a release was written, with the day on which it ends; the newest one is entered once."""
    detail = {"until": until.isoformat(), "sha256": sha256}
    with tracker.writing(workspace.home) as store:
        request = store.get(reference)
        event = track.new_event("release-written", workspace.today, track.detail_kept(workspace, request, detail))
        newest = track.newest_release(request, workspace.today)
        if newest is None or newest.detail != event.detail:
            store.append(request.reference, [event])


def is_same(request: Request, agency: str, request_type: str, dated: date) -> bool:
    """Whether a tracked request is this one; one that is kept with low trace is told apart by its date alone."""
    if request.low_trace:
        return request.dated == dated
    return (request.agency, request.request_type) == (agency, request_type)
