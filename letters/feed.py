"""Calendar files (iCalendar, RFC 5545): all-day entries that a later export of the same request updates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

ALARM_BEFORE = timedelta(days=1)


@dataclass(frozen=True)
class Entry:
    """One all-day entry. `day` is ISO 8601; a higher `sequence` replaces what a calendar has under the same uid."""

    uid: str
    day: str
    title: str
    description: str
    sequence: int
    cancelled: bool


def calendar(entries: Iterable[Entry]) -> bytes:
    """A calendar file; the same bytes for the same entries."""
    file = Calendar()
    file.add("prodid", "-//Letters//letters//EN")
    file.add("version", "2.0")
    for entry in entries:
        file.add_component(_event(entry))
    return bytes(file.to_ical())


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
    if not entry.cancelled:
        event.add_component(_alarm(entry.title))
    return event


def _alarm(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -ALARM_BEFORE)
    alarm.add("description", title)
    return alarm
