"""What is due, and the calendar file: the dates of all open requests, and what changed since they were shown."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from letters import tracker
from letters.calendars import DAY
from letters.errors import WrongInput
from letters.events import Request
from letters.ladder import Standing
from letters.tracker import Shown
from letters.workflow import track
from letters.workflow.workspace import Workspace

if TYPE_CHECKING:
    from letters import feed

GROUPS = ("overdue", "due-this-week", "waiting-on-you", "waiting-on-them")
DONE = "done"
# A row of the list, with what set its dates off and the dates.
Reckoned = tuple[dict[str, Any], str, str]


def due(workspace: Workspace) -> list[dict[str, Any]]:
    """All open requests by group and date; `moved` holds those shown before, if law or calendar data changed them."""
    return [row for row in every(workspace) if row["group"] != DONE]


def every(workspace: Workspace) -> list[dict[str, Any]]:
    """The same, and after them those that are done. A request is reckoned anew only once something happened to it."""
    with tracker.reading(workspace.home) as store:
        stamps = store.stamps()
        reckoned = _reckoned(workspace, store, stamps)
        before = store.shown("due")
    rows, now = [], {}
    for row, trigger, dates in _in_order(reckoned):
        old = before.get(row["reference"]) if row["group"] != DONE else None
        moved = old is not None and old.trigger == trigger and old.dates != dates
        rows.append(row | {"moved": old.dates if old and moved else None})
        if row["group"] != DONE and (old is None or (old.trigger, old.dates) != (trigger, dates)):
            now[row["reference"]] = Shown(trigger, dates, 0)
    if now:
        with tracker.writing(workspace.home) as store:
            store.note_shown("due", now)
    return rows


def _reckoned(
    workspace: Workspace, store: tracker.Tracker, stamps: Mapping[str, tuple[int, int | None]]
) -> list[Reckoned]:
    """Each request of the log; what is kept of them is brought up to date, and what was forgotten is let go.

    Another thread may do the same meanwhile.
    """
    kept = workspace.reckoned
    for gone in list(kept.keys() - stamps.keys()):
        kept.pop(gone, None)
    if changed := {uid for uid, stamp in stamps.items() if uid not in kept or kept[uid][0] != stamp}:
        for request in store.all(uids=changed):
            found = track.stand(workspace, request)
            reckoned = (track.row(workspace, request, found), *track.trigger_and_dates(found))
            kept[request.uid] = (stamps[request.uid], reckoned)
    now = dict(kept)
    return [now[uid][1] for uid in stamps if uid in now]


def _in_order(rows: Iterable[Reckoned]) -> list[Reckoned]:
    order = {name: number for number, name in enumerate((*GROUPS, DONE))}
    return sorted(rows, key=lambda each: (order[each[0]["group"]], each[0]["by"] or "9999", each[0]["reference"]))


def days(workspace: Workspace) -> list[dict[str, Any]]:
    """Each day of an open request that belongs in a calendar, in order: what it is, and of which request."""
    with tracker.reading(workspace.home) as store:
        requests = store.all()
    found = [
        track.row(workspace, request, standing) | {"day": date.fromisoformat(day), "what": TITLES[what]}
        for request in requests
        for standing in [track.stand(workspace, request)]
        for what, day in _dated(standing).items()
    ]
    return sorted(found, key=lambda entry: (entry["day"], entry["reference"]))


def calendar(workspace: Workspace, *, detailed: bool = False) -> bytes:
    """The calendar file of all open requests. A changed date has a higher sequence; one that is gone is cancelled.

    With low trace an entry has the reference and nothing else, and no alarm; raises WrongInput for a detailed one then.
    """
    from letters import feed

    if detailed and workspace.low_trace:
        raise WrongInput("--detailed: with low trace an entry of the calendar has its reference alone.")

    with tracker.writing(workspace.home) as store:
        requests = store.all()
        before = store.shown("calendar")
        now: dict[str, Shown] = {}
        entries: list[feed.Entry] = []
        for request in requests:
            found = track.stand(workspace, request)
            dated = _dated(found)
            old = before.get(request.reference)
            text = "/".join(f"{what}={day}" for what, day in dated.items())
            if old is None and not dated:
                continue
            sequence = 0 if old is None else old.sequence + (old.dates != text)
            gone = {}
            if old is None or old.dates != text:
                now[request.reference] = Shown("", text, sequence)
                gone = dict(part.split("=") for part in old.dates.split("/")) if old and old.dates else {}
            entries += _entries(workspace, request, dated, gone, sequence, detailed=detailed)
        store.note_shown("calendar", now)
    return feed.calendar(entries)


def _dated(found: Standing) -> dict[str, str]:
    """The days of an open request that belong in a calendar."""
    if found.group == "done" or found.status == "denied":
        return {}
    if found.status == "ready" and found.collect:
        return {"act": str(found.collect.do_by)}
    days = {}
    if found.answer and found.answer.earliest and found.answer.latest:
        after = found.answer.reach.closed.next_business_day(found.answer.latest + DAY)
        days = {"expect": str(found.answer.earliest), "follow-up": str(after)}
    elif found.answer and found.answer.reminder:
        days = {"follow-up": str(found.by or found.answer.reminder)}
    return days | ({"agreed": str(found.agreed)} if found.agreed else {})


TITLES = {"expect": "Look for an answer", "follow-up": "Follow up", "act": "Act on", "agreed": "Agreed date"}


def _entries(
    workspace: Workspace,
    request: Request,
    dated: dict[str, str],
    gone: dict[str, str],
    sequence: int,
    *,
    detailed: bool,
) -> "list[feed.Entry]":
    """The entries of one request; those that the calendar showed before and that are gone come as cancelled."""
    bare = workspace.low_trace or request.low_trace
    from letters import feed

    return [
        feed.Entry(
            uid=f"{request.uid}-{what}",
            day=day,
            title=request.reference if bare else f"{TITLES[what]} {request.reference}",
            description=_named(workspace, request) if detailed and not bare else "",
            sequence=sequence,
            cancelled=what not in dated,
            alarm=not bare,
        )
        for what, day in (gone | dated).items()
    ]


def _named(workspace: Workspace, request: Request) -> str:
    """Agency and kind in words; reading the catalogue takes its time."""
    body = workspace.registry.known(request.agency)
    kind = workspace.catalogue.types.get(request.request_type)
    return f"{body.name if body else request.agency}: {kind.title if kind else request.request_type}"
