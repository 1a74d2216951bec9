"""The calendar file: entries are updated and cancelled, and name nobody."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import icalendar
from support import Ran
from tracking_support import tracked

__all__ = ["tracked"]  # fixtures


def test_the_calendar_updates_and_cancels_and_names_nobody(
    letters: Callable[..., Ran], tracked: Callable[..., str]
) -> None:
    reference = tracked()
    letters("sent", reference, "--on", "2026-11-16")

    def entries(*options: str) -> dict[str, icalendar.Event]:
        assert letters("calendar", "--out", "c.ics", *options).code == 0
        content = Path("c.ics").read_bytes()
        assert b"Lindqvist" not in content
        return {str(event["uid"]): event for event in icalendar.Calendar.from_ical(content).walk("VEVENT")}

    first = entries()
    assert sorted(str(event["summary"]) for event in first.values()) == [
        f"Follow up {reference}",
        f"Look for an answer {reference}",
    ]
    assert {event["dtstart"].dt for event in first.values()} == {date(2026, 12, 2), date(2026, 12, 8)}
    assert all(event["sequence"] == 0 and event.walk("VALARM") for event in first.values())
    assert b"VALUE=DATE:20261202" in Path("c.ics").read_bytes()
    assert entries() == first
    letters("happened", reference, "delivered", "--on", "2026-11-17")
    second = entries()
    assert set(second) == set(first)
    assert {event["sequence"] for event in second.values()} == {1}
    assert not any("description" in event for event in second.values())
    assert all("Public Safety" in event["description"] for event in entries("--detailed").values())
    letters("happened", reference, "received", "--on", "2026-11-30")
    third = entries()
    assert {str(event["status"]) for event in third.values()} == {"CANCELLED"}
    assert {event["sequence"] for event in third.values()} == {2}
