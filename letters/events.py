"""What happened to a request: an append-only list. Everything else is worked out from it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, get_args

EventKind = Literal[
    "written",
    "sent",
    "delivered",
    "acknowledged",
    "clarification-asked",
    "clarification-given",
    "estimate",
    "data-ready",
    "part-received",
    "received",
    "denied",
    "extended",
    "agreed-date",
    "reminder-sent",
    "escalated",
    "withdrawn",
    "closed",
    "note",
    "attached",
    "release-written",
    "next-written",
    "undone",
]
# The program itself records what was written (a letter, a release), attached or undone; a person records the rest.
LETTERS: tuple[EventKind, ...] = ("written", "next-written")
BY_PROGRAM = (*LETTERS, "attached", "release-written", "undone")
# How a letter can be sent.
HOW = ("mail", "certified-mail", "email", "portal", "fax", "in-person")
RECORDABLE: tuple[EventKind, ...] = tuple(kind for kind in get_args(EventKind) if kind not in BY_PROGRAM)


@dataclass(frozen=True)
class Event:
    """Something that happened on a day; `recorded` is when it was entered (UTC), `undoes` the uid of another event."""

    uid: str
    kind: EventKind
    on: date
    recorded: str
    detail: Mapping[str, str] = field(default_factory=dict)
    undoes: str | None = None


@dataclass(frozen=True)
class Request:
    """A request and all that happened to it, in the order in which it was entered.

    `answers` holds what was answered and is not sensitive. `clock` is the time limit for the answer. One that is kept
    with low trace names no agency: see `letters.traces`.
    """

    uid: str
    reference: str
    agency: str
    request_type: str
    capacity: str
    clock: str
    dated: date
    campaign: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    events: tuple[Event, ...] = ()

    @property
    def low_trace(self) -> bool:
        """Whether only its reference and its dates are kept."""
        return not self.agency


def written_with(request: Request, name: str) -> str | None:
    """What the log keeps of the letter itself: how it was signed, in whose place; with low trace, what dates need."""
    letter = last(request.events, "written")
    return letter.detail.get(name) if letter else None


def kept(kind: str, detail: Mapping[str, str]) -> dict[str, str]:
    """What is told of an event: of a paper not the name of its file, which older logs have and which can name one."""
    if kind != "attached":
        return dict(detail)
    return {name: text for name, text in detail.items() if name != "name"}


def effective(events: Iterable[Event]) -> list[Event]:
    """The events that stand, by day and then by entry: without those that were undone, and without the undoing."""
    entered = list(events)
    undone = {event.undoes for event in entered if event.undoes}
    return sorted((event for event in entered if event.kind != "undone" and event.uid not in undone), key=_day)


def known_on(request: Request, day: date) -> Request:
    """The request as the log tells it on a day: without what happens later.

    That an entry was a mistake holds whenever that was found out.
    """
    if all(event.on <= day for event in request.events):
        return request
    return replace(request, events=tuple(event for event in request.events if event.on <= day or event.undoes))


def first(events: Sequence[Event], *kinds: EventKind) -> Event | None:
    """The first event of these kinds, or None."""
    return next((event for event in events if event.kind in kinds), None)


def last(events: Sequence[Event], *kinds: EventKind) -> Event | None:
    """The last event of these kinds, or None."""
    for event in reversed(events):
        if event.kind in kinds:
            return event
    return None


def _day(event: Event) -> date:
    return event.on
