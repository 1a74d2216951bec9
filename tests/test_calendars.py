"""Calendars: holidays typed by hand, a second opinion for every day, and why a day does not count."""

from datetime import date, timedelta

import holidays
import pytest
from dates_support import CALENDARS, D, local

from letters.calendars import FEDERAL, MINNESOTA, OPTIONAL, BusinessCalendar, calendar_of


# A county attorney's count, quoted by the Commissioner in 2004: 6 July is the eighth business day after 23 June.
def test_a_stated_count_in_an_opinion() -> None:
    calendar = CALENDARS["plain"].open
    days = [D("2004-06-23") + timedelta(days=number) for number in range(1, 14)]
    assert [day for day in days if not calendar.closed(day)][7] == D("2004-07-06")


OBSERVED = {
    2021: "1/1 1/18 2/15 5/31 7/5 9/6 11/11 11/25 12/24 12/31",
    2022: "1/17 2/21 5/30 7/4 9/5 11/11 11/24 12/26",
    2023: "1/2 1/16 2/20 5/29 6/19 7/4 9/4 11/10 11/23 12/25",
    2024: "1/1 1/15 2/19 5/27 6/19 7/4 9/2 11/11 11/28 12/25",
    2025: "1/1 1/20 2/17 5/26 6/19 7/4 9/1 11/11 11/27 12/25",
    2026: "1/1 1/19 2/16 5/25 6/19 7/3 9/7 11/11 11/26 12/25",
    2027: "1/1 1/18 2/15 5/31 6/18 7/5 9/6 11/11 11/25 12/24 12/31",
    2028: "1/17 2/21 5/29 6/19 7/4 9/4 11/10 11/23 12/25",
    2029: "1/1 1/15 2/19 5/28 6/19 7/4 9/3 11/12 11/22 12/25",
    2030: "1/1 1/21 2/18 5/27 6/19 7/4 9/2 11/11 11/28 12/25",
}


def closed_weekdays(calendar: BusinessCalendar, year: int) -> list[date]:
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(366)]
    return [day for day in days if day.year == year and day.weekday() < 5 and calendar.closed(day)]


@pytest.mark.parametrize("year", OBSERVED)
def test_holidays_are_those_typed_by_hand(year: int) -> None:
    found = [f"{day.month}/{day.day}" for day in closed_weekdays(CALENDARS["plain"].open, year)]
    assert found == OBSERVED[year].split()


@pytest.mark.parametrize("year", range(2000, 2101))
def test_minnesota_differs_from_the_library_only_where_it_should(year: int) -> None:
    """The library knows no Friday after Thanksgiving and no October day, and no New Year's Day moved back a year."""
    library = {
        day for day in holidays.US(subdiv="MN", years=year, observed=True) if day.year == year and day.weekday() < 5
    }
    ours = set(closed_weekdays(CALENDARS["plain"].open, year))
    juneteenth = {day for day in library - ours if year in (2021, 2022) and day.month == 6}  # federal only until 2023
    assert library - ours - juneteenth == set()
    assert {(day.month, day.day) for day in ours - library} <= {(12, 31)}
    state = set(closed_weekdays(CALENDARS["state"].open, year))
    (friday,) = state - ours
    assert friday.weekday() == 4
    assert friday - timedelta(days=1) in ours
    (october,) = set(closed_weekdays(CALENDARS["ipd"].open, year)) - ours
    assert (october.weekday(), october.month) == (0, 10)
    assert 8 <= october.day <= 14
    assert october not in state


@pytest.mark.parametrize("year", range(2000, 2101))
def test_the_federal_calendar_agrees_with_the_library_day_by_day(year: int) -> None:
    library = {day for day in holidays.US(years=year, observed=True) if day.year == year and day.weekday() < 5}
    ours = set(closed_weekdays(calendar_of("federal").open, year))
    assert library - ours == set()
    # The library leaves out the New Year's Day that is kept on 31 December before.
    assert {(day.month, day.day) for day in ours - library} <= {(12, 31), *october_days(ours)}


def october_days(days: set[date]) -> set[tuple[int, int]]:
    return {(day.month, day.day) for day in days if day.month == 10 and 8 <= day.day <= 14 and day.weekday() == 0}


@pytest.mark.parametrize(
    ("day", "friday", "october", "why"),
    [
        ("2026-11-27", "adopted", "declined", "Friday after Thanksgiving"),
        ("2026-11-27", "declined", "adopted", None),
        ("2026-10-12", "declined", "adopted", "Indigenous Peoples Day (formerly Columbus Day)"),
        ("2026-10-12", "adopted", "declined", None),
        ("2021-06-18", "adopted", "adopted", None),
        ("2022-06-20", "adopted", "adopted", None),
        ("2026-04-03", "adopted", "adopted", None),
        ("2026-12-24", "adopted", "adopted", None),
        ("2026-07-03", "declined", "declined", "Independence Day (observed)"),
        ("2027-12-31", "declined", "declined", "New Year's Day (observed)"),
        ("2026-11-22", "declined", "declined", "Sunday"),
    ],
)
def test_why_a_day_does_not_count(day: str, friday: str, october: str, why: str | None) -> None:
    assert local(friday, october).open.closed(D(day)) == why


def test_the_rules_are_named_once() -> None:
    names = [holiday.name for holiday in (*MINNESOTA, *OPTIONAL.values())]
    assert len(set(names)) == len(names) == 12
    assert len(FEDERAL) == 11
