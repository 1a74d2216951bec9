"""The commands `letters deadline` and `letters clocks`: the date, the range, the count, and wrong questions."""

from collections.abc import Callable

import pytest
from support import Ran


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
