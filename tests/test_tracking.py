"""Requests over time: how they stand, what is due and when, and which dates are shown beside each other."""

from collections.abc import Callable
from pathlib import Path

import pytest
from support import Ran
from tracking_support import AUDIT, PUBLIC, tracked

__all__ = ["tracked"]  # fixtures


def test_written_is_not_sent_and_the_clock_runs_from_sent(
    letters: Callable[..., Ran], tracked: Callable[..., str]
) -> None:
    reference = tracked()
    (draft,) = letters("list", "--json").json
    assert (draft["reference"], draft["status"], draft["earliest"]) == (reference, "draft", None)
    sent = letters("sent", reference, "--on", "2026-11-16", "--by", "certified-mail", "--number", "7001", "--json").json
    assert (sent["status"], sent["sent"], sent["received"]) == ("waiting", "2026-11-16", None)
    assert (sent["earliest"], sent["latest"]) == ("2026-12-02", "2026-12-07")
    received = letters("happened", reference, "delivered", "--on", "2026-11-17", "--json").json
    assert (received["earliest"], received["latest"], received["received"]) == (
        "2026-12-02",
        "2026-12-03",
        "2026-11-17",
    )


# events after "sent 2026-11-16", then: day, group, status, by, exit code of `letters due`
STORIES: dict[str, tuple[str, list[tuple[str, str]], str, str, str, str | None, int]] = {
    "just sent": (AUDIT, [], "2026-11-17", "waiting-on-them", "waiting", "2026-12-02", 0),
    "a week before": (AUDIT, [], "2026-11-25", "due-this-week", "waiting", "2026-12-02", 0),
    "between earliest and latest": (AUDIT, [], "2026-12-07", "due-this-week", "waiting", "2026-12-02", 0),
    "after the latest": (AUDIT, [], "2026-12-08", "overdue", "waiting", "2026-12-07", 4),
    "received known": (AUDIT, [("delivered", "2026-11-16")], "2026-12-03", "overdue", "waiting", "2026-12-02", 4),
    "data ready": (AUDIT, [("data-ready", "2026-11-23")], "2026-11-24", "waiting-on-you", "ready", "2026-12-02", 0),
    "collected too late": (AUDIT, [("data-ready", "2026-11-23")], "2026-12-03", "overdue", "ready", "2026-12-02", 4),
    "they ask": (AUDIT, [("clarification-asked", "2026-11-20")], "2026-12-20", "waiting-on-you", "asked", None, 0),
    "told them": (
        AUDIT,
        [("clarification-asked", "2026-11-20"), ("clarification-given", "2026-11-21")],
        "2026-11-22",
        "waiting-on-them",
        "waiting",
        "2026-12-02",
        0,
    ),
    "a price": (AUDIT, [("estimate", "2026-11-20")], "2026-11-21", "waiting-on-you", "estimate", None, 0),
    "refused": (AUDIT, [("denied", "2026-11-20")], "2026-11-21", "waiting-on-you", "denied", None, 0),
    "a part": (AUDIT, [("part-received", "2026-11-20")], "2026-12-08", "overdue", "part", "2026-12-07", 4),
    "entered out of order": (
        AUDIT,
        [("clarification-given", "2026-11-21"), ("clarification-asked", "2026-11-20")],
        "2026-11-22",
        "waiting-on-them",
        "waiting",
        "2026-12-02",
        0,
    ),
    "public, reminder to come": (PUBLIC, [], "2026-11-17", "waiting-on-them", "waiting", "2026-12-02", 0),
    "public, reminder near": (PUBLIC, [], "2026-11-26", "due-this-week", "waiting", "2026-12-02", 0),
    "public, never overdue": (PUBLIC, [], "2027-03-01", "waiting-on-you", "waiting", "2026-12-02", 0),
    "public, reminded": (
        PUBLIC,
        [("reminder-sent", "2026-12-03")],
        "2026-12-04",
        "waiting-on-them",
        "waiting",
        "2027-01-02",
        0,
    ),
}


@pytest.mark.parametrize("story", STORIES)
def test_how_a_request_stands(story: str, letters: Callable[..., Ran], tracked: Callable[..., str]) -> None:
    request_type, events, day, group, status, by, code = STORIES[story]
    reference = tracked("mn-dps-dvs", request_type)
    letters("sent", reference, "--on", "2026-11-16")
    for event, on in events:
        assert letters("happened", reference, event, "--on", on).code == 0
    done = letters("due", "--as-of", day, "--json")
    (row,) = done.json
    assert (row["group"], row["status"], row["by"]) == (group, status, by)
    assert done.code == code


@pytest.mark.parametrize(
    ("options", "grace"),
    [
        (("--on", "2026-11-21", "--by", "email"), "2026-12-14"),
        (("--on", "2026-11-20", "--by", "email", "--after-hours"), "2026-12-14"),
        (("--on", "2026-11-20", "--by", "email"), None),
        (("--on", "2026-11-21", "--by", "mail"), None),
    ],
)
def test_grace_is_shown_beside_the_date_and_never_added(
    options: tuple[str, ...], grace: str | None, letters: Callable[..., Ran], tracked: Callable[..., str]
) -> None:
    row = letters("sent", tracked(), *options, "--json").json
    assert (row["latest"], row["grace"]) == ("2026-12-11", grace)


def test_a_refusal_and_data_shown_begin_dates_of_their_own(
    letters: Callable[..., Ran], tracked: Callable[..., str]
) -> None:
    reference = tracked()
    letters("sent", reference, "--on", "2026-11-16")
    letters("happened", reference, "denied", "--on", "2026-11-20", "--citation", "13.37")
    letters("happened", reference, "received", "--on", "2026-11-25")
    shown = {row["clock"]: row for row in letters("show", reference, "--json").json["deadlines"]}
    assert shown["complaint-filing"]["do_by"] == "2028-11-20"
    assert (shown["repeat-request"]["latest"], shown["repeat-request"]["do_by"]) == ("2027-05-25", None)


@pytest.mark.parametrize("event", ["received", "withdrawn", "closed"])
def test_what_is_done_is_not_due(event: str, letters: Callable[..., Ran], tracked: Callable[..., str]) -> None:
    reference = tracked()
    letters("sent", reference, "--on", "2026-11-16")
    letters("happened", reference, event, "--on", "2026-11-20")
    done = letters("due", "--as-of", "2027-06-01", "--json")
    assert (done.json, done.code) == ([], 0)
    assert [row["reference"] for row in letters("list", "--status", event, "--json").json] == [reference]


def test_an_agreed_date_stands_beside_the_statutory_one(
    letters: Callable[..., Ran], tracked: Callable[..., str]
) -> None:
    reference = tracked()
    letters("sent", reference, "--on", "2026-11-16")
    assert "Give the agreed date with --until" in letters("happened", reference, "agreed-date").err
    letters("happened", reference, "agreed-date", "--on", "2026-11-20", "--until", "2027-01-15")
    (row,) = letters("due", "--as-of", "2026-12-08", "--json").json
    assert (row["group"], row["latest"], row["agreed"]) == ("overdue", "2026-12-07", "2027-01-15")


def test_a_city_of_which_nothing_is_known_gets_two_dates(
    letters: Callable[..., Ran], tracked: Callable[..., str]
) -> None:
    reference = tracked("hennepin-county-sheriff")
    row = letters("sent", reference, "--on", "2026-11-16", "--json").json
    assert (row["earliest"], row["latest"]) == ("2026-12-01", "2026-12-07")
    shown = letters("show", reference)
    assert "our own allowance, not law" in shown.out
    assert "Friday after Thanksgiving (if it is kept there)" in shown.out


def test_due_is_in_order_and_says_what_to_do(letters: Callable[..., Ran], tracked: Callable[..., str]) -> None:
    late, draft, later = tracked("mn-dps"), tracked("mn-dps-bca"), tracked("st-paul-police")
    letters("sent", late, "--on", "2026-10-01")
    letters("sent", later, "--on", "2026-11-24")
    done = letters("due", "--as-of", "2026-11-25")
    assert done.code == 4
    order = [done.out.index(text) for text in ("Overdue:", late, "Waiting on you:", draft, "Waiting on them:", later)]
    assert order == sorted(order)


def test_dates_that_moved_with_the_law_are_named_once(
    home: Path, letters: Callable[..., Ran], tracked: Callable[..., str]
) -> None:
    reference = tracked("hennepin-county-sheriff")
    letters("sent", reference, "--on", "2026-11-16")
    assert letters("due", "--as-of", "2026-11-20", "--json").json[0]["moved"] is None
    (home / "agencies.yaml").write_text(
        "agencies:\n- id: hennepin-county-sheriff\n  holidays: {friday_after_thanksgiving: declined}\n"
    )
    moved = letters("due", "--as-of", "2026-11-20")
    assert f"Moved: the dates of {reference}" in moved.err
    assert letters("due", "--as-of", "2026-11-20").err == ""
    # What the user recorded is no change of law.
    letters("happened", reference, "delivered", "--on", "2026-11-18")
    assert letters("due", "--as-of", "2026-11-20").err == ""
