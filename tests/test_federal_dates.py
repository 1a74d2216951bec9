"""The dates of federal requests: when one is overdue, until when an appeal can be written, and what comes next."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from federal_support import html_of
from support import TODAY, Ran, wish_for

from letters.errors import NoLetterYet
from letters.workflow import plan, write
from letters.workflow.workspace import Workspace


def test_an_overdue_request_is_asked_after_only_when_it_is_surely_overdue(workspace: Workspace) -> None:
    """Sent 1 October: three business days of mail, ten days of routing, 20 working days by the federal calendar."""
    wish = wish_for("foia-status-inquiry", answers={"base_request_date": "2026-10-01"})
    with pytest.raises(NoLetterYet, match="November 16, 2026"):
        plan.plan(workspace, replace(wish, dated=date(2026, 11, 16)))
    assert "By my count the time" in html_of(workspace, replace(wish, dated=date(2026, 11, 17)))
    longer = replace(wish, given={**wish.given, "extended_until": "2026-12-15"})
    with pytest.raises(NoLetterYet, match="December 15, 2026"):
        plan.plan(workspace, longer)
    with pytest.raises(NoLetterYet):  # a late date on the letter does not make it so
        plan.plan(workspace.on(date(2026, 11, 2)), replace(wish, dated=date(2026, 12, 1)))


def test_what_the_log_knows_decides_when_a_request_is_overdue(desk: Workspace, letters: Callable[..., Ran]) -> None:
    write.write(desk, wish_for("foia-policy-records", track=True, reference="L-FOIA", out=Path("letter.pdf")))
    letters("sent", "L-FOIA", "--on", "2026-10-01", "--by", "portal")
    wish = wish_for("foia-status-inquiry", answers={"base_request_date": "2026-10-01"})
    assert "date below. The time for a determination" in html_of(desk, replace(wish, dated=date(2026, 11, 10)))
    letters("answer", "L-FOIA", "--reply", "more-time", "--on", "2026-10-20")
    with pytest.raises(NoLetterYet, match="November 24, 2026"):
        plan.plan(desk, replace(wish, dated=date(2026, 11, 24)))
    letters("answer", "L-FOIA", "--reply", "wants-clarification", "--on", "2026-10-21")
    with pytest.raises(NoLetterYet, match="L-FOIA clarification-given"):
        plan.plan(desk, wish)
    assert "foia-status-inquiry" not in letters("next", "L-FOIA", "--as-of", "2027-02-01").out
    letters("happened", "L-FOIA", "clarification-given", "--on", "2026-10-24")
    with pytest.raises(NoLetterYet, match="November 30, 2026"):
        plan.plan(desk, wish)
    letters("answer", "L-FOIA", "--reply", "no-data", "--on", "2026-11-20")
    with pytest.raises(NoLetterYet, match="has an answer"):
        plan.plan(desk.on(date(2027, 2, 1)), replace(wish, dated=date(2027, 2, 1)))


def test_after_all_came_an_appeal_is_named_and_elsewhere_starts_none(
    desk: Workspace, letters: Callable[..., Ran]
) -> None:
    write.write(desk, wish_for("foia-policy-records", track=True, reference="L-FOIA", out=Path("letter.pdf")))
    letters("sent", "L-FOIA", "--on", "2026-10-01", "--by", "portal")
    letters("answer", "L-FOIA", "--reply", "elsewhere", "--on", "2026-10-20")
    assert "foia-appeal" not in letters("next", "L-FOIA").out
    assert "foia-appeal" not in letters("show", "L-FOIA", "--json").out
    letters("answer", "L-FOIA", "--reply", "data-came", "--on", "2026-11-20")
    assert "(only if something was left out)" in letters("next", "L-FOIA").out
    assert "foia-appeal" in letters("show", "L-FOIA", "--json").out


def test_an_amendment_that_was_refused_is_a_lawyers_to_answer(desk: Workspace, letters: Callable[..., Ran]) -> None:
    write.write(desk, wish_for("privacy-act-amendment", track=True, reference="L-PA", out=Path("letter.pdf")))
    assert "Send it as your own copy says" in letters("next", "L-PA").out
    letters("sent", "L-PA", "--on", "2026-10-01", "--by", "portal")
    said = letters("answer", "L-PA", "--reply", "denied-without-section", "--on", "2026-10-20").out
    assert "must name the official who reviews it" in " ".join(said.split())
    assert "Let your lawyer write it." in " ".join(said.split())
    assert "90 days" not in said
    assert "foia-" not in letters("next", "L-PA").out


def test_an_appeal_is_written_only_in_time(workspace: Workspace) -> None:
    wish = wish_for("foia-appeal", agency="us-fbi", answers={"date_of_decision": "2026-08-27"})
    assert "within 90 days of the date of your letter" in html_of(workspace, replace(wish, dated=TODAY))
    with pytest.raises(NoLetterYet, match="November 25, 2026"):
        plan.plan(workspace, replace(wish, agency="us-fbi", dated=date(2026, 11, 26)))
    # Homeland Security gives 90 working days: here five federal holidays are left out
    later = html_of(workspace, replace(wish, agency="us-ice", dated=date(2026, 11, 26)))
    assert "within 90 working days of the date of your response (6 C.F.R. § 5.8)" in later.replace("\xa0", " ")
    with pytest.raises(NoLetterYet, match="January 8, 2027"):
        plan.plan(workspace, replace(wish, agency="us-ice", dated=date(2027, 1, 9)))
    long_ago = {**wish.given, "date_of_decision": "2026-05-01"}
    with pytest.raises(NoLetterYet):  # an early date on the letter does not help
        plan.plan(workspace, replace(wish, dated=date(2026, 5, 2), given=long_ago))
    longer = replace(wish, dated=date(2026, 11, 26), given={**wish.given, "appeal_by": "2026-12-31"})
    assert "within the time that your letter gives" in html_of(workspace, longer)


def test_the_dates_of_a_federal_request(desk: Workspace, letters: Callable[..., Ran]) -> None:
    """20 working days by the federal calendar, ten more by notice, ten calendar days on haste, 90 to appeal."""
    hasty = {"expedite_reason": "We publish each week, and a rule is open for comment."}
    wish = wish_for("foia-policy-records", "", track=True, reference="L-FOIA", answers=hasty, out=Path("letter.pdf"))
    write.write(desk, replace(wish, dated=date(2026, 10, 1)))
    letters("sent", "L-FOIA", "--on", "2026-10-01", "--by", "portal")
    row = letters("show", "L-FOIA", "--as-of", "2026-10-02", "--json").json
    row = row[0] if isinstance(row, list) else row
    assert (row["earliest"], row["latest"]) == ("2026-10-30", "2026-11-09")
    haste = next(each for each in row["deadlines"] if each["clock"] == "foia-expedite")
    assert haste["latest"] == "2026-10-13"  # the tenth day is a Sunday, and Monday a holiday
    letters("answer", "L-FOIA", "--reply", "more-time", "--on", "2026-10-20")
    row = letters("show", "L-FOIA", "--as-of", "2026-10-21", "--json").json
    row = row[0] if isinstance(row, list) else row
    assert (row["earliest"], row["latest"]) == ("2026-11-16", "2026-11-24")
    letters("answer", "L-FOIA", "--reply", "denied-with-section", "--citation", "(b)(7)(E)", "--on", "2026-11-20")
    row = letters("show", "L-FOIA", "--as-of", "2026-11-21", "--json").json
    row = row[0] if isinstance(row, list) else row
    appeal = next(each for each in row["deadlines"] if each["clock"] == "foia-appeal")
    assert appeal["do_by"] == "2027-02-18"
    assert not [each for each in row["deadlines"] if each["clock"] == "complaint-filing"]


def test_the_ladder_of_a_federal_request_names_federal_letters_alone(
    desk: Workspace, letters: Callable[..., Ran]
) -> None:
    write.write(desk, wish_for("foia-policy-records", track=True, reference="L-FOIA", out=Path("letter.pdf")))
    letters("sent", "L-FOIA", "--on", "2026-10-01", "--by", "portal")
    early = letters("next", "L-FOIA", "--as-of", "2026-11-09", "--json").json
    assert early["open"] == []
    assert "foia-status-inquiry" not in early["says"]
    assert "foia-status-inquiry" in letters("next", "L-FOIA", "--as-of", "2026-11-10").out
    assert letters("next", "L-FOIA", "--step", "reminder", "--as-of", "2026-12-01").code == 1
    letters("answer", "L-FOIA", "--reply", "no-data", "--on", "2026-11-20")
    assert "foia-appeal" in letters("next", "L-FOIA", "--as-of", "2026-11-21").out
    assert letters("answer", "L-FOIA", "--reply", "fee-inspection").code == 2


def test_an_appeal_to_homeland_security_has_ninety_working_days(workspace: Workspace) -> None:
    """6 C.F.R. 5.8(a)(1); 1 July 2026 and 90 working days, with Independence, Labor, Columbus and Veterans Day off."""
    wish = wish_for("foia-appeal", agency="us-ice", answers={"date_of_decision": "2026-07-01"})
    workspace = workspace.on(date(2026, 11, 6))
    shown = html_of(workspace, replace(wish, dated=date(2026, 11, 6)))
    assert "within 90 working days of the date of your response (6 C.F.R. § 5.8)" in shown.replace("\xa0", " ")
    with pytest.raises(NoLetterYet, match="The last day to appeal was November 9, 2026"):
        plan.plan(workspace, replace(wish, dated=date(2026, 11, 10)))
    with pytest.raises(NoLetterYet, match="September 29, 2026"):
        plan.plan(workspace, replace(wish, agency="us-fbi", dated=date(2026, 11, 6)))


def test_another_date_on_the_letter_makes_it_no_truer(workspace: Workspace) -> None:
    late = wish_for("foia-appeal", agency="us-fbi", answers={"date_of_decision": "2026-07-01"})
    with pytest.raises(NoLetterYet):
        plan.plan(workspace, replace(late, dated=date(2026, 9, 1)))
    early = wish_for("foia-status-inquiry", answers={"base_request_date": "2026-11-20"})
    with pytest.raises(NoLetterYet):
        plan.plan(workspace, replace(early, dated=date(2027, 3, 1)))


def test_after_an_amendment_no_letter_of_the_other_act_is_named(desk: Workspace, letters: Callable[..., Ran]) -> None:
    write.write(desk, wish_for("privacy-act-amendment", track=True, reference="L-PA", out=Path("letter.pdf")))
    letters("sent", "L-PA", "--on", "2026-10-01", "--by", "portal")
    done = letters("answer", "L-PA", "--reply", "denied-without-section", "--on", "2026-11-20")
    assert "must name the official who reviews it" in done.out
    assert "552(a)(6)" not in done.out
    assert "foia-" not in letters("next", "L-PA", "--as-of", "2026-12-20").out
