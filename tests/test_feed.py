"""The calendar file: entries are updated and cancelled, name nobody, and are as the library sets them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import icalendar
from hypothesis import given, settings
from hypothesis import strategies as st
from support import Ran
from tracking_support import tracked

from letters import feed

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


# The calendar's quick way.


@settings(max_examples=100, deadline=None)
@given(
    uid=st.text("abcdef0123456789-", min_size=1, max_size=60),
    day=st.dates(date(1990, 1, 1), date(2100, 12, 30)),
    title=st.text("ABCdef-12 ,;é%", min_size=1, max_size=60),
    sequence=st.integers(0, 10_000_000),
    cancelled=st.booleans(),
    alarm=st.booleans(),
)
def test_an_entry_that_is_filled_in_is_as_the_library_sets_it(
    uid: str, day: date, title: str, sequence: int, cancelled: bool, alarm: bool
) -> None:
    entry = feed.Entry(uid, day.isoformat(), title, "", sequence, cancelled, alarm)
    assert feed._written(entry) == feed._event(entry).to_ical()
