"""The tables of the store, and how requests and events stand in their rows."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from letters.events import Event, EventKind, Request, kept

_metadata = sa.MetaData()
_TEXT = sa.Text
REQUEST = sa.Table(
    "request",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    *(sa.Column(name, _TEXT) for name in ("uid", "reference", "agency", "request_type", "capacity", "clock", "dated")),
    *(sa.Column(name, _TEXT) for name in ("campaign", "answers")),
)
EVENT = sa.Table(
    "event",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("request_id", sa.Integer),
    *(sa.Column(name, _TEXT) for name in ("uid", "kind", "on", "recorded", "detail", "undoes")),
)
SAID = (EVENT.c.uid, EVENT.c.kind, EVENT.c.on, EVENT.c.recorded, EVENT.c.detail, EVENT.c.undoes)
SHOWN = sa.Table(
    "shown",
    _metadata,
    sa.Column("request_id", sa.Integer, primary_key=True),
    sa.Column("place", _TEXT, primary_key=True),
    *(sa.Column(name, _TEXT) for name in ("trigger", "dates")),
    sa.Column("sequence", sa.Integer),
)


def request_columns(request: Request) -> dict[str, str]:
    """A request as its row, without its events."""
    names = ("uid", "reference", "agency", "request_type", "capacity", "clock", "campaign")
    return {
        **{name: getattr(request, name) for name in names},
        "dated": request.dated.isoformat(),
        "answers": json.dumps(dict(request.answers), ensure_ascii=False),
    }


def request_of(row: Sequence[Any], events: list[Event]) -> Request:
    """The request of a row (all its columns, in their order), with its events."""
    _, uid, reference, agency, request_type, capacity, clock, dated, campaign, answers = row
    told = _mapping(answers)
    return Request(uid, reference, agency, request_type, capacity, clock, _day(dated), campaign, told, tuple(events))


def event_columns(event: Event, request_id: int) -> dict[str, Any]:
    """An event as its row, of the request of that id."""
    return {
        "request_id": request_id,
        "uid": event.uid,
        "kind": event.kind,
        "on": event.on.isoformat(),
        "recorded": event.recorded,
        "detail": json.dumps(dict(event.detail), ensure_ascii=False),
        "undoes": event.undoes,
    }


def event_of(uid: str, kind: EventKind, on: str, recorded: str, detail: str, undoes: str | None) -> Event:
    """The event of what is said in its row."""
    return Event(uid, kind, _day(on), recorded, _detail(kind, detail), undoes)


# Many events are of one day and have one detail: each is read once.
_day = lru_cache(maxsize=50_000)(date.fromisoformat)


@lru_cache(maxsize=10_000)
def _detail(kind: str, text: str) -> Mapping[str, str]:
    return MappingProxyType(kept(kind, _mapping(text)))


def _mapping(text: str) -> dict[str, str]:
    """A mapping kept as JSON; most are empty."""
    found: dict[str, str] = json.loads(text) if text != "{}" else {}
    return found


def forget_read() -> None:
    """Lets go of what was read."""
    _day.cache_clear()
    _detail.cache_clear()
