"""What came of many requests: who answered when, how it ended, which law was named, what was to be paid."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from letters.calendars import Reach
from letters.events import Event, EventKind, Request, effective
from letters.ladder import Standing, Status

# What counts as an answer. A question of theirs, a cost that they name, an acknowledgement or a later date is none.
ANSWERS: tuple[EventKind, ...] = ("data-ready", "part-received", "received", "denied")
# How an answer, or its absence, stands to the day on which it was due; in the order of a report.
TIMINGS: Mapping[str, str] = {
    "in-time": "Answered in time",
    "between": "Answered in time or late, as days are counted",
    "late": "Answered late",
    "answered": "Answered; no number of days in the law",
    "overdue": "No answer, overdue",
    "perhaps-overdue": "No answer, perhaps overdue",
    "not-due": "No answer, not yet due",
    "no-number": "No answer; no number of days in the law",
    "your-turn": "No answer: a question or cost of theirs is open",
    "ended": "Withdrawn or closed without an answer",
    "not-sent": "Not sent",
}

ANSWERED = ("in-time", "between", "late", "answered")
WAITING = ("not-due", "perhaps-overdue", "overdue", "no-number")

# Sections as statutes, rules and federal law have them. What else was typed is not shown: it could name somebody.
_FEDERAL = re.compile(
    r"(\d+)\s*(U\.?\s?S\.?\s?C|C\.?\s?F\.?\s?R)\.?\s*(?:§+|part|sec(?:tion|\.))?\s*(\d+[a-z]*(?:\.\d+)?)", re.I
)
_STATE = re.compile(
    r"(?<![\d.$])(\d{1,4}[A-Z]?\.\d{2,4}[a-z]?)(?![\d]|\.\d)(?:,?\s*subd(?:ivision|\.)?\s*(\d+[a-z]?))?", re.I
)
_AMOUNT = re.compile(r"(?:US)?\$?\s*(\d{1,3}(?:,\d{3})+|\d+)(\.\d{2})?\s*(?:dollars|USD)?", re.I)


@dataclass(frozen=True)
class Line:
    """What came of one request. `days` are the fewest and the most business days from sending to the first answer.

    They differ where it is not known whether the body works on a day between. `fee` is the last cost named, None where
    none was or where no amount can be read from it; `fee_for` says what for, in the words of the log.
    """

    reference: str
    agency: str
    agency_name: str
    kind: str
    request_type: str
    timing: str
    status: Status
    sent: date | None
    earliest: date | None
    latest: date | None
    answered: date | None
    answer: EventKind | None
    days: tuple[int, int] | None
    sections: tuple[str, ...]
    other_ground: bool
    cost_named: bool
    fee: Decimal | None
    fee_for: str | None


@dataclass(frozen=True)
class Days:
    """Business days to the first answer, of `count` requests: the medians by the fewest and the most, and the ends."""

    count: int
    low: float
    high: float
    least: int
    most: int


def line(request: Request, found: Standing, reach: Reach, today: date, *, agency_name: str, kind: str) -> Line:
    """What came of a request by a day; `found` is how it stood then, `reach` the calendar of the body."""
    events = effective(request.events)
    sent = found.sent or found.received
    # A request that was sent again is counted from the last sending.
    first = next((e for e in events if e.kind in ANSWERS and sent and e.on >= sent), None)
    days = None
    if sent and first:
        days = (reach.closed.business_days(sent, first.on), reach.open.business_days(sent, first.on))
    sections, other = _grounds(events)
    costs = [event for event in events if event.kind == "estimate" or "amount" in event.detail]
    return Line(
        reference=request.reference,
        agency=request.agency,
        agency_name=agency_name,
        kind=kind,
        request_type=request.request_type,
        timing=_timing(found, sent, first, today),
        status=found.status,
        sent=sent,
        earliest=found.answer.earliest if found.answer else None,
        latest=found.answer.latest if found.answer else None,
        answered=first.on if first else None,
        answer=first.kind if first else None,
        days=days,
        sections=sections,
        other_ground=other,
        cost_named=bool(costs),
        fee=amount(costs[-1].detail.get("amount", "")) if costs else None,
        fee_for=costs[-1].detail.get("about") if costs else None,
    )


def _timing(found: Standing, sent: date | None, first: Event | None, today: date) -> str:
    """The key of TIMINGS that holds for a request."""
    earliest, latest = (found.answer.earliest, found.answer.latest) if found.answer else (None, None)
    if first is None:
        return _unanswered(found.status, sent) or _on(today, earliest, latest, WAITING)
    return _on(first.on, earliest, latest, ANSWERED)


def _unanswered(status: Status, sent: date | None) -> str | None:
    """Why nobody is late with an answer, though there is none."""
    if status in ("withdrawn", "closed"):
        return "ended"
    if sent is None:
        return "not-sent"
    return "your-turn" if status in ("asked", "estimate") else None


def _on(day: date, earliest: date | None, latest: date | None, words: tuple[str, str, str, str]) -> str:
    """The word for a day up to the earliest, up to the latest, and after it; the last one where no day is set."""
    if earliest is None or latest is None:
        return words[3]
    return words[0] if day <= earliest else words[1] if day <= latest else words[2]


def _grounds(events: Iterable[Event]) -> tuple[tuple[str, ...], bool]:
    """The sections that the body named, each once, and whether a ground was named in which no section can be read."""
    named = [event.detail["citation"] for event in events if event.detail.get("citation")]
    found = {text: sections(text) for text in named}
    return tuple(sorted({s for each in found.values() for s in each})), not all(found.values())


def sections(text: str) -> tuple[str, ...]:
    """The sections of law in what was typed, each in one form: '13.82, subd. 7', '5 U.S.C. 552a', '1205.0400'."""
    found = []
    for title, code, number in _FEDERAL.findall(text):
        found.append(f"{title} {'U.S.C.' if code[0] in 'uU' else 'C.F.R.'} {number}")
    for number, part in _STATE.findall(_FEDERAL.sub(" ", text)):
        found.append(f"{number}, subd. {part}" if part else number)
    return tuple(dict.fromkeys(found))


def amount(text: str) -> Decimal | None:
    """The amount of dollars that was typed; None for anything that is not one amount alone."""
    match = _AMOUNT.fullmatch(text.strip())
    return Decimal(match[1].replace(",", "") + (match[2] or "")) if match else None


def business_days(lines: Iterable[Line]) -> Days | None:
    """The median of those that were answered; None where none was."""
    counted = [each.days for each in lines if each.days]
    if not counted:
        return None
    low, high = ([days[end] for days in counted] for end in (0, 1))
    return Days(len(counted), median(low), median(high), min(low), max(high))


def by(lines: Iterable[Line], name: str) -> dict[str, list[Line]]:
    """The lines by a value that each has (`agency_name`, `kind`), in the order of those values."""
    groups: dict[str, list[Line]] = {}
    for each in lines:
        groups.setdefault(getattr(each, name), []).append(each)
    return dict(sorted(groups.items()))


def counts(names: Iterable[str], order: Sequence[str] = ()) -> dict[str, int]:
    """How often each name occurs: in the order given, else the most frequent first and then by name."""
    found = Counter(names)
    if order:
        return {name: found[name] for name in order if found[name]}
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))
