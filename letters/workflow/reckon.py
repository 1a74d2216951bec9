"""One date, with its working shown: `letters deadline`, and the list of clocks."""

from datetime import date
from typing import Any

from letters import calendars
from letters.calendars import Reach, calendar_of
from letters.deadlines import Deadline, deadline
from letters.errors import LettersError, WrongInput
from letters.models import Calendar, Clock, Holidays
from letters.workflow.workspace import Workspace


def clocks(workspace: Workspace) -> list[dict[str, Any]]:
    """All clocks, as plain values."""
    return [clock.model_dump(mode="json", exclude_none=True) for clock in workspace.law.clocks.values()]


def clock(workspace: Workspace, clock_id: str) -> Clock:
    """The clock of that id; raises WrongInput."""
    try:
        return workspace.law.clocks[clock_id]
    except KeyError:
        raise WrongInput(f"There is no clock {clock_id!r}. `letters clocks` lists them all.") from None


def reach(
    workspace: Workspace,
    agency: str | None,
    calendar: Calendar | None,
    adopts: frozenset[str],
    declines: frozenset[str],
) -> Reach:
    """The calendar of an agency, or one that was named, with what the user knows of the two optional days.

    Raises WrongInput unless one of agency and calendar is given, and for a choice that the calendar does not have.
    """
    if (agency is None) == (calendar is None):
        raise WrongInput("Give either --agency or --calendar.")
    if both := adopts & declines:
        raise WrongInput(f"{', '.join(sorted(both))} cannot be both adopted and declined.")
    known = Holidays()
    if agency is not None:
        body = workspace.registry.get(agency)
        calendar, known = body.calendar, body.holidays
    if (adopts or declines) and calendar != "mn-local":
        raise WrongInput("Only a local body (mn-local) adopts or declines the two optional holidays.")
    chosen = dict.fromkeys(adopts, "adopted") | dict.fromkeys(declines, "declined")
    holidays = known.model_copy(update={day.replace("-", "_"): choice for day, choice in chosen.items()})
    assert calendar is not None
    return calendar_of(calendar, holidays)


def reckon(workspace: Workspace, clock_id: str, start: date, reach: Reach) -> Deadline:
    """When that clock runs out from one given trigger; raises LettersError for a day on which it was not in force."""
    found = clock(workspace, clock_id)
    if not calendars.FIRST_YEAR <= start.year <= calendars.LAST_YEAR:
        raise WrongInput(f"Dates are counted from the year {calendars.FIRST_YEAR} to {calendars.LAST_YEAR} only.")
    if found.effective_from and start < found.effective_from:
        raise LettersError(f"{found.cite} is in force only from {found.effective_from}.")
    if found.until and start > found.until:
        raise LettersError(f"{found.cite} was in force only until {found.until}.")
    return deadline(found, start, reach)


def row(found: Deadline) -> dict[str, Any]:
    """A deadline as plain values; `skipped` shows the count to the latest date."""
    return {
        "clock": found.clock.id,
        "title": found.clock.title,
        "from": found.start.isoformat(),
        "earliest": _iso(found.earliest),
        "latest": _iso(found.latest),
        "do_by": _iso(found.do_by),
        "reminder": _iso(found.reminder),
        "citation": found.clock.cite,
        "grade": found.clock.grade,
        "binds": found.clock.binds,
        "unit": found.clock.unit,
        "number": found.clock.number,
        "skipped": _skipped(found),
        "note": " ".join(text for text in (found.clock.note, GRADE_NOTES.get(found.clock.grade, "")) if text),
        "lapse": found.clock.lapse,
    }


GRADE_NOTES = {
    "UNVERIFIED": "This clock was not verified: it is no basis for anything.",
    "UNSETTLED": "This clock is not settled: sources conflict or are silent.",
    "HOUSE": "This is our own rule, not law.",
}


def _skipped(found: Deadline) -> list[dict[str, Any]]:
    """The days left out of the count to the latest date; `certain` is False for one that the body may work on."""
    left_out = found.late_count.skipped if found.late_count else ()
    return [
        {"date": day.isoformat(), "reason": reason, "certain": found.reach.open.closed(day) is not None}
        for day, reason in left_out
    ]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
