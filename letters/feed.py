"""Calendar files (iCalendar, RFC 5545): all-day entries that a later export of the same request updates."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

from icalendar import Alarm, Calendar, Event

ALARM_BEFORE = timedelta(days=1)
# What stays as it is in a line of its own: the longest line is of 75 bytes.
_FILLS = re.compile(r"[A-Za-z0-9 -]{1,55}")
_END = b"END:VCALENDAR"


@dataclass(frozen=True)
class Entry:
    """One all-day entry. `day` is ISO 8601; a higher `sequence` replaces what a calendar has under the same uid."""

    uid: str
    day: str
    title: str
    description: str
    sequence: int
    cancelled: bool
    alarm: bool = True


def calendar(entries: Iterable[Entry]) -> bytes:
    """A calendar file; the same bytes for the same entries."""
    file = Calendar()
    file.add("prodid", "-//Letters//letters//EN")
    file.add("version", "2.0")
    head, end = bytes(file.to_ical()).split(_END)
    return b"".join([head, *map(_written, entries), _END, end])


def _written(entry: Entry) -> bytes:
    """An entry in the file. The library takes half a millisecond to set one: entries of one form are filled in.

    Only where no line is broken and no character escaped, since a filled-in line stays as it is.
    """
    if entry.description or not _FILLS.fullmatch(entry.uid) or not _FILLS.fullmatch(entry.title):
        return bytes(_event(entry).to_ical())
    return _form(entry.cancelled, entry.alarm) % {
        b"uid": entry.uid.encode(),
        b"title": entry.title.encode(),
        b"sequence": str(entry.sequence).encode(),
        **_days(entry.day),
    }


@cache
def _days(text: str) -> dict[bytes, bytes]:
    """The day of an entry and the one after, as the file has them."""
    day = date.fromisoformat(text)
    return {b"day": f"{day:%Y%m%d}".encode(), b"next": f"{day + timedelta(days=1):%Y%m%d}".encode()}


@cache
def _form(cancelled: bool, alarm: bool) -> bytes:
    """An entry as the library sets it, with a place to fill in for each of its values."""
    example = Entry("exampleuid", "2001-02-03", "exampletitle", "", 987654, cancelled, alarm)
    form = bytes(_event(example).to_ical()).replace(b"%", b"%%")
    filled = {"exampleuid": "uid", "exampletitle": "title", "20010203": "day", "20010204": "next", "987654": "sequence"}
    for value, name in filled.items():
        form = form.replace(value.encode(), f"%({name})s".encode())
    return form


def _event(entry: Entry) -> Event:
    event = Event()
    day = date.fromisoformat(entry.day)
    event.add("uid", f"{entry.uid}@letters")
    # A stamp of its own would make each export a different file: it is the day of the entry.
    event.add("dtstamp", datetime(day.year, day.month, day.day, tzinfo=UTC))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", entry.title)
    event.add("sequence", entry.sequence)
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    if entry.description:
        event.add("description", entry.description)
    if entry.alarm and not entry.cancelled:
        event.add_component(_alarm(entry.title))
    return event


def _alarm(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -ALARM_BEFORE)
    alarm.add("description", title)
    return alarm
