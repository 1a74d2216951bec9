"""Deadlines: worked examples, two dates where something is unknown, and what must always hold."""

import csv
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from dates_support import CALENDARS, D, local
from hypothesis import given
from hypothesis import strategies as st

from letters.calendars import Reach, calendar_of
from letters.deadlines import Deadline, deadline, received_at_latest
from letters.models import Clock
from letters.workflow.workspace import Workspace

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
