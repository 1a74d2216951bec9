"""Calendars and deadlines: worked examples, a second opinion for every day, and what must always hold."""

import csv
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import Ran

from letters.calendars import FEDERAL, MINNESOTA, OPTIONAL, BusinessCalendar, Reach, calendar_of
from letters.deadlines import Deadline, deadline, received_at_latest
from letters.models import Clock, Holidays
from letters.workflow.workspace import Workspace

D = date.fromisoformat


def local(friday: str = "unknown", october: str = "unknown") -> Reach:
    choices = {"friday_after_thanksgiving": friday, "indigenous_peoples_day": october}
    return calendar_of("mn-local", Holidays.model_validate(choices))


# As the examples name them.
CALENDARS = {
    "state": calendar_of("mn-state"),
    "plain": local("declined", "declined"),
    "fri": local("adopted", "declined"),
    "ipd": local("declined", "adopted"),
    "both": local("adopted", "adopted"),
}
CLOCKS = {
    "data_subject_access": "subject-access",
    "cah_response": "complaint-answer",
    "data_accuracy_challenge": "accuracy-challenge",
    "appeal_to_commissioner_180": "appeal-to-commissioner-without-notice",
    "cah_complaint_2y": "complaint-filing",
    "informed_consent_expiry_1y": "consent-expiry",
}
with (Path(__file__).parent / "data" / "deadline_examples.csv").open() as examples:
    EXAMPLES = {row["id"]: row for row in csv.DictReader(examples)}


@pytest.mark.parametrize("example", EXAMPLES)
def test_worked_examples(example: str, workspace: Workspace) -> None:
    row = EXAMPLES[example]
    named = re.search(r"calendar: (\w+)", row["basis"])
    clock = workspace.law.clocks[CLOCKS[row["request_kind"]]]
    found = deadline(clock, D(row["trigger_date"]), CALENDARS[named[1] if named else "plain"])
    assert found.earliest == found.latest == D(row["due_date"])


# request: (state executive, a local body with both days, one with the October day only)
TEN_DAYS = {
    "2026-02-09": ("2026-02-24", "2026-02-24", "2026-02-24"),
    "2026-06-10": ("2026-06-25", "2026-06-25", "2026-06-25"),
    "2026-06-26": ("2026-07-13", "2026-07-13", "2026-07-13"),
    "2026-09-28": ("2026-10-12", "2026-10-13", "2026-10-13"),
    "2026-10-05": ("2026-10-19", "2026-10-20", "2026-10-20"),
    "2026-10-28": ("2026-11-12", "2026-11-12", "2026-11-12"),
    "2026-11-12": ("2026-11-30", "2026-11-30", "2026-11-27"),
    "2026-11-16": ("2026-12-02", "2026-12-02", "2026-12-01"),
    "2026-11-25": ("2026-12-11", "2026-12-11", "2026-12-10"),
    "2026-12-14": ("2026-12-29", "2026-12-29", "2026-12-29"),
    "2026-12-22": ("2027-01-07", "2027-01-07", "2027-01-07"),
    "2027-06-10": ("2027-06-25", "2027-06-25", "2027-06-25"),
    "2027-12-23": ("2028-01-10", "2028-01-10", "2028-01-10"),
}


@pytest.mark.parametrize("start", TEN_DAYS)
def test_ten_business_days_for_three_bodies(start: str, workspace: Workspace) -> None:
    clock = workspace.law.clocks["subject-access"]
    found = [deadline(clock, D(start), CALENDARS[name]).latest for name in ("state", "both", "ipd")]
    assert found == [D(text) for text in TEN_DAYS[start]]


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


def test_what_is_unknown_gives_two_dates(workspace: Workspace) -> None:
    """The three examples of how this project counts."""
    unknown = local()
    sent = D("2026-11-16")
    allowed = received_at_latest(sent, None, unknown.closed)
    found = deadline(workspace.law.clocks["subject-access"], sent, unknown, allowed)
    assert (found.earliest, allowed, found.latest) == (D("2026-12-01"), D("2026-11-19"), D("2026-12-07"))
    appeal = deadline(workspace.law.clocks["appeal-to-commissioner"], D("2026-05-05"), CALENDARS["state"])
    assert (appeal.do_by, appeal.latest) == (D("2026-07-02"), D("2026-07-06"))
    collect = deadline(workspace.law.clocks["collect"], D("2026-11-23"), unknown)
    assert collect.do_by == D("2026-12-01")


DAYS = st.dates(D("2000-01-01"), D("2099-01-01"))
REACHES = st.sampled_from([*CALENDARS.values(), local(), calendar_of("federal")])


@given(start=DAYS, later=st.integers(0, 400), reach=REACHES, data=st.data())
def test_what_always_holds(start: date, later: int, reach: Reach, data: st.DataObject, workspace: Workspace) -> None:
    clock: Clock = data.draw(st.sampled_from(list(workspace.law.clocks.values())))
    found, after = (deadline(clock, day, reach) for day in (start, start + timedelta(days=later)))
    if clock.number is None:
        assert found.earliest is found.latest is None
        return
    assert found.earliest is not None
    assert found.latest is not None
    assert after.earliest is not None
    assert after.latest is not None
    assert start < found.earliest <= found.latest
    assert found.earliest <= after.earliest
    assert found.latest <= after.latest
    if clock.ends == "rolls":
        assert reach.open.closed(found.earliest) is None
        assert reach.closed.closed(found.latest) is None
    if reach.open == reach.closed:
        assert not found.open
    if found.do_by:
        assert clock.binds == "requester"
        assert reach.open.closed(found.do_by) is None
        assert found.do_by <= found.earliest
    shows_its_work(found, clock, start)


def shows_its_work(found: Deadline, clock: Clock, start: date) -> None:
    """Days passed, less the days left out, are the number of business days."""
    for end, count in ((found.earliest, found.early_count), (found.latest, found.late_count)):
        assert count is not None
        assert end == count.end
        if clock.unit == "business days":
            assert (count.end - start).days - len(count.skipped) == clock.number


@pytest.mark.parametrize(
    ("start", "clock", "end"),
    [
        ("2024-02-29", "complaint-filing", "2026-03-02"),  # 28 Feb 2026 is a Saturday
        ("2023-08-31", "repeat-request", "2024-02-29"),
        ("2020-02-29", "court-action", "2026-03-02"),
    ],
)
def test_months_and_years_end_on_the_same_day_or_the_last(
    start: str, clock: str, end: str, workspace: Workspace
) -> None:
    assert deadline(workspace.law.clocks[clock], D(start), CALENDARS["state"]).latest == D(end)


def test_every_clock_has_law_behind_it_or_says_that_it_has_none(workspace: Workspace) -> None:
    for clock in workspace.law.clocks.values():
        if clock.grade in "ABC":
            assert clock.sources, clock.id
        assert clock.lapse
    named = {clock for kind in workspace.catalogue.types.values() for clock in kind.clocks}
    assert named <= set(workspace.law.clocks)


def test_the_rules_are_named_once() -> None:
    names = [holiday.name for holiday in (*MINNESOTA, *OPTIONAL.values())]
    assert len(set(names)) == len(names) == 12
    assert len(FEDERAL) == 11


def test_the_command_gives_the_date_the_range_and_the_count(letters: Callable[..., Ran]) -> None:
    row = letters("deadline", "subject-access", "--from", "2026-11-16", "--calendar", "mn-local", "--json").json
    assert (row["clock"], row["from"], row["number"], row["unit"]) == (
        "subject-access",
        "2026-11-16",
        10,
        "business days",
    )
    assert (row["earliest"], row["latest"], row["do_by"]) == ("2026-12-01", "2026-12-02", None)
    assert {"date": "2026-11-27", "reason": "Friday after Thanksgiving", "certain": False} in row["skipped"]
    assert {"date": "2026-11-26", "reason": "Thanksgiving Day", "certain": True} in row["skipped"]
    assert row["citation"] == "Minn. Stat. § 13.04, subd. 3"
    text = letters("deadline", "subject-access", "--from", "2026-11-16", "--calendar", "mn-local").out
    assert "Tuesday, December 1, 2026 at the earliest, Wednesday, December 2, 2026 at the latest" in text
    assert "Friday, November 27, 2026, Friday after Thanksgiving (if it is kept there)" in text


@pytest.mark.parametrize(
    ("options", "earliest", "latest"),
    [
        (("--calendar", "mn-local", "--adopts", "friday-after-thanksgiving"), "2026-12-02", "2026-12-02"),
        (("--calendar", "mn-local", "--declines", "friday-after-thanksgiving"), "2026-12-01", "2026-12-01"),
        (("--agency", "mn-dps"), "2026-12-02", "2026-12-02"),
        (("--agency", "st-paul"), "2026-12-02", "2026-12-02"),
        (("--agency", "st-paul", "--declines", "friday-after-thanksgiving"), "2026-12-01", "2026-12-01"),
        (("--calendar", "federal"), "2026-12-01", "2026-12-01"),
    ],
)
def test_agency_and_choices_set_the_calendar(
    options: tuple[str, ...], earliest: str, latest: str, letters: Callable[..., Ran]
) -> None:
    row = letters("deadline", "subject-access", "--from", "2026-11-16", *options, "--json").json
    assert (row["earliest"], row["latest"]) == (earliest, latest)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("no-clock", "--from", "2026-01-01", "--calendar", "federal"), 2, "There is no clock 'no-clock'"),
        (("collect", "--from", "2026-01-01"), 2, "Give either --agency or --calendar"),
        (("collect", "--from", "2026-01-01", "--calendar", "federal", "--agency", "ada"), 2, "Give either"),
        (("collect", "--from", "2025-06-30", "--calendar", "mn-state"), 1, "in force only from 2025-07-01"),
        (
            ("collect", "--from", "2026-01-01", "--calendar", "mn-state", "--adopts", "friday-after-thanksgiving"),
            2,
            "Only a local",
        ),
        (("collect", "--from", "x", "--calendar", "mn-state"), 2, "'x' is not a date"),
        (("collect", "--calendar", "mn-state"), 2, "--from"),
        (("collect", "--from", "2026-01-01", "--calendar", "mn-local", "--adopts", "easter"), 2, "easter"),
        (("subject-access", "--from", "9999-12-25", "--calendar", "mn-state"), 2, "is not a date"),
        (("subject-access", "--from", "1999-12-25", "--calendar", "mn-state"), 2, "from the year 2000"),
    ],
)
def test_a_wrong_question_is_told(
    arguments: tuple[str, ...], code: int, message: str, letters: Callable[..., Ran]
) -> None:
    done = letters("deadline", *arguments)
    assert message in done.err
    assert done.code == code


def test_public_data_have_a_reminder_and_no_deadline(letters: Callable[..., Ran]) -> None:
    row = letters("deadline", "public-response", "--from", "2026-11-16", "--agency", "mn-dps", "--json").json
    assert (row["number"], row["earliest"], row["latest"], row["reminder"]) == (None, None, None, "2026-12-02")
    text = letters("deadline", "public-response", "--from", "2026-11-16", "--agency", "mn-dps").out
    assert "The law sets no number of days" in text
    assert "Your own reminder, no legal deadline" in text


def test_clocks_that_were_not_read_say_so(letters: Callable[..., Ran]) -> None:
    rows = {row["id"]: row for row in letters("clocks", "--json").json}
    assert rows["summary-data"]["grade"] == "UNVERIFIED"
    for clock in ("subject-access", "collect", "court-action", "foia-expedite", "body-camera-hold", "standing-request"):
        assert clock in rows
    text = letters("deadline", "summary-data", "--from", "2026-11-16", "--agency", "mn-dps").out
    assert "was not verified" in text
