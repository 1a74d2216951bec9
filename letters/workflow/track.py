"""Keeping track: what happened to a request, entered, shown, undone and forgotten."""

import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, get_args

from letters import attachments, traces, tracker
from letters.answers import written
from letters.calendars import Reach, calendar_named, calendar_of
from letters.characters import refused, tidy_line
from letters.deadlines import Deadline
from letters.errors import FileTrouble, NoLetterYet, WrongInput
from letters.events import LETTERS, RECORDABLE, Event, EventKind, Request, effective, known_on, last, written_with
from letters.ladder import Standing, Status, aftermath, standing
from letters.steps import require_recordable
from letters.workflow import reckon
from letters.workflow.workspace import Workspace

STATUSES = get_args(Status)
LONGEST_DETAIL = 2000
TOO_EARLY = "{} lies before the date of the letter, {}: is the year right? `letters undo` takes the entry back."
# What stands in the place of an agency that is not kept.
LOW_TRACE = "low trace"


def new_event(kind: EventKind, on: date, detail: Mapping[str, str] | None = None, undoes: str | None = None) -> Event:
    """An event entered now; empty details are left out."""
    told = {name: text for name, text in (detail or {}).items() if text}
    return Event(uuid.uuid4().hex, kind, on, datetime.now(UTC).isoformat(timespec="seconds"), told, undoes)


def detail_kept(workspace: Workspace, request: Request, detail: Mapping[str, str]) -> Mapping[str, str]:
    """What of an event's detail is kept for this request; raises WrongInput."""
    return traces.least_detail(detail) if workspace.low_trace or request.low_trace else detail


def is_low_trace(workspace: Workspace, reference: str) -> bool:
    """Whether that request is kept with low trace; raises WrongInput for an unknown reference."""
    with tracker.reading(workspace.home) as store:
        return store.get(reference).low_trace


def require_named(request: Request) -> None:
    """Raises WrongInput for a request of which the log does not keep to whom it went."""
    if request.low_trace:
        raise WrongInput(
            f"{request.reference} is kept with low trace: the log has only its dates. What the letter was about stands "
            "on your paper copy; letters next, answer and companion take it with --answers FILE."
        )


def happened(workspace: Workspace, reference: str, kind: str, on: date, detail: Mapping[str, str]) -> dict[str, Any]:
    """Enters an event and shows how the request stands then; raises WrongInput."""
    if kind not in RECORDABLE:
        raise WrongInput(f"{kind!r} is none of: {', '.join(RECORDABLE)}.")
    if kind == "agreed-date" and not detail.get("until"):
        raise WrongInput("Give the agreed date with --until.")
    require_recordable(workspace.catalogue.steps, detail.get("step", ""), kind)
    told = tidied(workspace, on, detail)
    with tracker.writing(workspace.home) as store:
        request = store.get(reference)
        before = last(effective(request.events), "sent")
        if kind == "sent" and before and on < before.on:
            raise WrongInput(
                f"{request.reference} is entered as sent on {written(before.on)}. If that is wrong, take it "
                f"back first: letters undo {request.reference}"
            )
        kept = detail_kept(workspace, request, told)
        store.append(request.reference, [new_event(kind, on, kept)])
        left_out = traces.dropped(told) if kept is not told else []
        early = [TOO_EARLY.format(written(on), written(request.dated))] if on < request.dated and kind != "note" else []
        return (
            row(workspace, store.get(request.reference))
            | ({"not_kept": left_out} if left_out else {})
            | ({"warnings": early} if early else {})
        )


def tidied(workspace: Workspace, on: date, detail: Mapping[str, str]) -> dict[str, str]:
    """What is told of an event, each a line; raises WrongInput for what cannot be shown, is too long or lies ahead."""
    require_past(workspace, on)
    told = {name: tidy_line(text) for name, text in detail.items()}
    if wrong := [f"{name}: {problem}" for name, text in told.items() for problem in _problems(text)]:
        raise WrongInput("\n".join(wrong))
    return told


def require_past(workspace: Workspace, on: date) -> None:
    """Only what has happened is recorded: raises WrongInput for a later day than the one of reckoning."""
    if on > workspace.today:
        raise WrongInput(
            f"--on: {written(on)} has not come yet (it is {written(workspace.today)}): record it once it has happened."
        )


def _problems(text: str) -> list[str]:
    too_long = [f"longer than {LONGEST_DETAIL:,} characters: shorten it"] if len(text) > LONGEST_DETAIL else []
    return [*refused(text), *too_long]


def undo(workspace: Workspace, reference: str) -> dict[str, Any]:
    """Enters that the last event was a mistake; nothing is erased. Raises WrongInput when only the letter is left."""
    with tracker.writing(workspace.home) as store:
        request = store.get(reference)
        standing_events = {event.uid for event in effective(request.events)}
        entered = [event for event in request.events if event.uid in standing_events and event.kind not in LETTERS]
        if not entered:
            raise WrongInput(f"There is nothing to undo for {request.reference}. `letters forget` removes all of it.")
        store.append(request.reference, [new_event("undone", workspace.today, undoes=entered[-1].uid)])
        found = row(workspace, store.get(request.reference)) | {"undone": entered[-1].kind}
    return found | {"warnings": sweep(workspace)}


def entered(workspace: Workspace, reference: str, kind: str, step: str = "", after: int = 0) -> tuple[int, date | None]:
    """How many entries the log has of a request, and the day of the last of a kind, and of that step, that stands.

    Only what came `after` so many entries counts.
    """
    with tracker.reading(workspace.home) as store:
        request = store.find(reference)
    events = request.events if request else ()
    standing_events = {event.uid for event in effective(events)}
    found = [
        event.on
        for event in events[after:]
        if event.uid in standing_events and (event.kind, event.detail.get("step", "")) == (kind, step)
    ]
    return len(events), found[-1] if found else None


def sweep(workspace: Workspace) -> list[str]:
    """Removes the attached files that no request names any more, and warns where it cannot: the log is done already.

    The open transaction keeps other programs out.
    """
    with tracker.writing(workspace.home) as store:
        named = {e.detail.get("sha256", "") for r in store.all() for e in effective(r.events) if e.kind == "attached"}
        try:
            attachments.keep_only(store.files, named)
        except FileTrouble as error:
            return [str(error)]
    return []


def show(workspace: Workspace, reference: str) -> dict[str, Any]:
    """A request: how it stands, its dates with their counts, and all that happened."""
    with tracker.reading(workspace.home) as store:
        request = store.get(reference)
    return row(workspace, request) | details(workspace, request)


def details(workspace: Workspace, request: Request) -> dict[str, Any]:
    """What a list leaves out: answers, each event, each date with its count."""
    found = stand(workspace, request)
    later = aftermath(known_on(request, workspace.today), workspace.law.clocks, reach_of(workspace, request))
    undone = {event.undoes for event in request.events if event.undoes}
    return {
        "answers": dict(request.answers),
        "deadlines": [reckon.row(each) for each in (found.answer, found.collect, *later) if each],
        "events": [_event(workspace, event, undone=event.uid in undone) for event in request.events],
    }


def _event(workspace: Workspace, event: Event, *, undone: bool) -> dict[str, Any]:
    known = {"event": event.kind, "on": event.on.isoformat(), "recorded": event.recorded}
    marks = {"undone": True} if undone else {}
    marks |= {"later": True} if event.on > workspace.today else {}
    return {**known, **event.detail, **known, **marks}  # a detail that was imported may have any name


def listed(
    workspace: Workspace, *, status: str | None = None, agency: str | None = None, campaign: str | None = None
) -> list[dict[str, Any]]:
    """All tracked requests, or those of a status, an agency or a campaign."""
    body = workspace.registry.get(agency) if agency else None
    with tracker.reading(workspace.home) as store:
        requests = store.all(agencies=(body.id, *body.former_ids) if body else None, campaign=campaign)
    rows = [row(workspace, request) for request in requests]
    return [each for each in rows if status in (None, each["status"])]


def of_campaign(workspace: Workspace, name: str) -> list[Request]:
    """The requests of a campaign, in the order in which they were entered; raises WrongInput where there are none."""
    with tracker.reading(workspace.home) as store:
        found = store.all(campaign=name)
    if not found or not name:
        raise WrongInput(f"No request of a campaign {name!r} is tracked. `letters list` shows all requests.")
    return found


def row(workspace: Workspace, request: Request, found: Standing | None = None) -> dict[str, Any]:
    """A request as plain values, with its dates as of today (or as `found` before)."""
    found = found or stand(workspace, request)
    answer, collect = found.answer, found.collect
    body = workspace.registry.known(request.agency)
    return {
        "reference": request.reference,
        "agency": request.agency,
        "agency_name": body.name if body else request.agency or LOW_TRACE,
        "type": request.request_type,
        "capacity": request.capacity,
        "campaign": request.campaign or None,
        "dated": request.dated.isoformat(),
        "status": found.status,
        "group": found.group,
        "what": found.what,
        "by": _iso(found.by),
        "sent": _iso(found.sent),
        "received": _iso(found.received),
        "earliest": _iso(answer.earliest) if answer else None,
        "latest": _iso(answer.latest) if answer else None,
        "reminder": _iso(answer.reminder) if answer else None,
        "do_by": _iso(collect.do_by) if collect else None,
        "agreed": _iso(found.agreed),
        "grace": _iso(found.grace),
    }


def stand(workspace: Workspace, request: Request) -> Standing:
    """How a request stands today, by what has happened by then, present law and calendar."""
    known = known_on(request, workspace.today)
    return standing(known, workspace.law.clocks, reach_of(workspace, request), workspace.today)


def reach_of(workspace: Workspace, request: Request) -> Reach:
    """The calendar of the body that was asked; with low trace, the one that is kept in its stead."""
    if request.low_trace:
        return calendar_named(written_with(request, "calendar") or "")
    return reach_of_body(workspace, request.agency)


def reach_of_body(workspace: Workspace, agency: str) -> Reach:
    """The agency's calendar; for one that is no longer known, the widest: a local body of which nothing is known."""
    body = workspace.registry.known(agency)
    return calendar_of(body.calendar, body.holidays) if body else calendar_of("mn-local")


def trigger_and_dates(found: Standing) -> tuple[str, str]:
    """What set the dates off, and the dates, each as a text that can be compared with what was shown before."""
    starts = [found.sent, found.received, found.collect.start if found.collect else None]
    dates = [day for each in (found.answer, found.collect) if each for day in _days(each)]
    return "/".join(str(day) for day in starts), "/".join(str(day) for day in dates)


def _days(found: Deadline) -> tuple[date | None, ...]:
    return found.earliest, found.latest, found.do_by, found.reminder


def newest_release(request: Request, day: date) -> Event | None:
    """The last release that was written by a day."""
    return last(effective(known_on(request, day).events), "release-written")


def release_end(request: Request, day: date) -> date | None:
    """The day on which the client's release ends: that of the last one written by `day`, else as answered."""
    release = newest_release(request, day)
    until = release.detail.get("until") if release else request.answers.get("release_until")
    return date.fromisoformat(until) if until else None


def require_release(request: Request, day: date) -> None:
    """An advocate's letter rests on the client's release: raises NoLetterYet when that has ended by the day."""
    end = release_end(request, day) if request.capacity == "with_consent" else None
    if end and end <= day:
        raise NoLetterYet(
            f"The client's release ended on {written(end)}: have a new one signed first "
            f"(letters companion release {request.reference})."
        )


def require_release_of(workspace: Workspace, reference: str, day: date) -> None:
    """The same for a letter that is written anew under a reference of the log; raises NoLetterYet."""
    with tracker.reading(workspace.home) as store:
        request = store.find(reference)
    if request is not None:
        require_release(request, day)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
