"""The life of a request after it was mailed: from which log each next letter is open, and what it says."""

import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from ladder_support import (
    AGREEMENTS,
    AUDIT,
    CHALLENGE,
    DEMANDED,
    FOOTAGE,
    HEALTH,
    LATE,
    MORE,
    NOTICE,
    REF,
    REFUSED,
    REMINDED,
    log,
    plain,
    written,
)
from support import CATALOGUE, Ran, pdf_text, wish_for

from letters.errors import NoLetterYet, WrongInput
from letters.letter import Earlier
from letters.workflow import forget, next_letter, outlook, track
from letters.workflow import write as write_letter
from letters.workflow.next_letter import NextWish
from letters.workflow.workspace import Workspace
from letters.workflow.write import Plan

FOLDER = Path(__file__).parent / "golden" / "steps"
SECURITY = ("denied-with-section", {"citation": "Minn. Stat. § 13.37"})
# Each step, from a log that allows it. Golden letters are made of these.
OPEN = {
    "reminder": log(AUDIT, "sent"),
    "reminder-public": log(AGREEMENTS, "sent"),
    "reminder-challenge": log(CHALLENGE, "sent"),
    "demand-determination": log(AUDIT, "sent", REMINDED),
    "demand-determination-part": log(AGREEMENTS, "sent", "part"),
    "objection-name-or-reason": log(AGREEMENTS, "sent", "wants-name"),
    "objection-too-much-id": log(AUDIT, "sent", "wants-id"),
    "own-form": log(AUDIT, "sent", "own-form"),
    "clarify": log(AGREEMENTS, "sent", "wants-clarification"),
    "objection-fee-inspection": log(AUDIT, "sent", ("fee-inspection", {"amount": "$40"})),
    "objection-fee-separating": log(AGREEMENTS, "sent", "fee-separating"),
    "objection-fee-retrieval": log(AUDIT, "sent", "fee-retrieval"),
    "objection-no-section": log(AGREEMENTS, "sent", "denied-without-section"),
    "objection-security": log(AUDIT, "sent", SECURITY),
    "objection-security-public": log(AGREEMENTS, "sent", SECURITY),
    "objection-certification": log(AGREEMENTS, "sent", REFUSED),
    "objection-elsewhere": log(AUDIT, "sent", "elsewhere"),
    "objection-no-data": log(AUDIT, "sent", "no-data"),
    "data-practices-office": log(AUDIT, "sent", REFUSED),
    "opinion-request": log(AUDIT, "sent", REFUSED, full_name="Maya Lindqvist"),
    "opinion-request-silence": log(AGREEMENTS, "sent", REMINDED, DEMANDED, full_name="Maya Lindqvist"),
    "appeal": log(CHALLENGE, "sent", "denied-without-section"),
    "cost-answer": log(AGREEMENTS, "sent", ("fee-copies", {"amount": "$40"})),
    "cost-answer-health": log(HEALTH, "sent", ("fee-copies", {"amount": "$40"})),
    "data-practices-office-challenge": log(CHALLENGE, "sent", REMINDED),
    "data-practices-office-notice": log(NOTICE, "sent", "denied-without-section"),
    "demand-determination-heard": log(AUDIT, "sent", "acknowledged", REMINDED),
    "lawyer-notes-health": log(HEALTH, "sent", REFUSED),
    "objection-fee-separating-subject": log(AUDIT, "sent", "fee-separating"),
    "objection-name-or-reason-subject": log(AUDIT, "sent", "wants-name"),
    "objection-too-much-id-health": log(HEALTH, "sent", "wants-id"),
    "opinion-request-nonpublic": log(FOOTAGE, "sent", REFUSED),
    "reminder-heard": log(AUDIT, "sent", "acknowledged"),
    "reminder-notice": log(NOTICE, "sent"),
    "complaint-worksheet": log(AUDIT, "sent", REFUSED),
    "lawyer-notes": log(AUDIT, "sent", REFUSED),
    "renewal": log("standing-request", "sent"),
    "withdrawal": log(AUDIT, "sent"),
}


def step_of(name: str) -> str:
    return next(step for step in sorted(CATALOGUE.steps, key=len, reverse=True) if name.startswith(step))


def text_of(desk: Workspace, step: str, **wishes: Any) -> str:
    """The words of a next letter, from its file."""
    given = MORE.get(step, {})
    done = next_letter.write_next(desk, REF, NextWish(step, given, desk.today, out=Path("next.pdf"), **wishes))
    return pdf_text(done.path.read_bytes())


@pytest.mark.parametrize("name", OPEN)
def test_a_step_is_open_from_a_log_that_allows_it(name: str, desk: Workspace) -> None:
    """And its letter reads as it was approved."""
    desk = desk.on(LATE)
    written(desk, OPEN[name])
    step = step_of(name)
    wish = NextWish(step, MORE.get(step, {}), LATE, out=Path("next.html"), html=True)
    html = re.sub(r"<style>.*?</style>", "<style>…</style>", _html(desk, wish), flags=re.DOTALL)
    approved = FOLDER / f"{name}.html"
    if os.environ.get("GOLDEN") == "write":
        approved.write_text(html)
    assert html == approved.read_text()
    assert "?" not in plain(html).replace(MORE["opinion-request"]["question_for_commissioner"], "")
    assert not re.search(r"\bNone\b|undefined| [,;.)]|\{", plain(html))


def _html(desk: Workspace, wish: NextWish) -> str:
    return next_letter.write_next(desk, REF, wish).path.read_text()


def test_a_step_that_states_an_address_or_a_sum_of_its_own_has_a_source() -> None:
    for step in CATALOGUE.steps.values():
        text = CATALOGUE.templates[f"steps/{step.id}.html"].text
        assert step.sources or not re.search(r"\bMN \d{5}|\$\d", text), step.id


def test_every_step_has_a_golden_letter() -> None:
    assert {step_of(name) for name in OPEN} == set(CATALOGUE.steps)
    assert {path.stem for path in FOLDER.glob("*.html")} == set(OPEN)


@pytest.mark.parametrize("step", CATALOGUE.steps)
def test_a_step_is_refused_from_a_log_that_does_not_allow_it(step: str, desk: Workspace) -> None:
    for happened in ((), ("sent",), ("sent", "data-came")):
        if step in ("withdrawal", "renewal") and happened == ("sent",):
            continue
        written(desk, log(AUDIT, *happened))
        today = desk.on(date(2026, 10, 20) if "data-came" in happened else date(2026, 10, 5))
        with pytest.raises(NoLetterYet):
            next_letter.write_next(today, REF, NextWish(step, MORE.get(step, {}), today.today))
        forget.forget(desk, REF)
    assert not list(Path().glob("*-*.html"))


def test_the_first_reminder_has_no_list_of_remedies_and_a_firm_one_has_a_sentence(desk: Workspace) -> None:
    desk = desk.on(LATE)
    written(desk, log(AUDIT, "sent"))
    assert "Court of Administrative Hearings" not in text_of(desk, "reminder")
    with pytest.raises(NoLetterYet, match="firm is for the second"):
        text_of(desk, "reminder", tone="firm")
    track.happened(desk, REF, *REMINDED[:1], date(2026, 11, 10), {"step": "reminder"})
    assert "Court of Administrative Hearings" in text_of(desk, "reminder", tone="firm")


def test_a_letter_says_ten_days_only_after_the_last_of_them(desk: Workspace) -> None:
    written(desk, log(AUDIT, "sent"))
    (row,) = [each for each in track.listed(desk) if each["reference"] == REF]
    last_day = date.fromisoformat(row["latest"])
    assert outlook.outlook(desk.on(last_day), REF).best is None
    after = desk.on(last_day + timedelta(days=1))
    seen = outlook.outlook(after, REF)
    assert seen.best is not None
    assert seen.best.id == "reminder"
    assert "have passed" in text_of(after, "reminder")


def test_a_public_request_is_late_by_no_law(desk: Workspace) -> None:
    desk = desk.on(LATE)
    written(desk, log(AGREEMENTS, "sent"))
    text = text_of(desk, "reminder")
    assert "§ 13.03" in text
    assert "days" not in text
    assert "13.04" not in text


def test_an_accepted_opinion_bars_the_complaint_and_a_refused_one_does_not(desk: Workspace) -> None:
    written(desk, log(AUDIT, "sent", REFUSED, ("escalated", {"step": "opinion-request"})))
    assert "complaint-worksheet" in {step.id for step in outlook.outlook(desk, REF).open}
    track.happened(desk, REF, "escalated", date(2026, 11, 12), {"step": "opinion-accepted"})
    assert "accepted" in outlook.outlook(desk, REF).closed["complaint-worksheet"]


def test_an_anonymous_requester_cannot_swear_a_complaint(desk: Workspace) -> None:
    written(desk, log(AGREEMENTS, "sent", REFUSED))
    assert "anonymous requester cannot swear" in outlook.outlook(desk, REF).closed["complaint-worksheet"]


def test_a_data_subject_asks_the_commissioner_for_a_pseudonym(desk: Workspace) -> None:
    desk = desk.on(LATE)
    written(desk, OPEN["opinion-request"])
    assert "refer to me by a pseudonym, as Minn. Stat. § 13.072, subdivision 4" in text_of(desk, "opinion-request")
    forget.forget(desk, REF)
    written(desk, OPEN["opinion-request-silence"])
    assert "pseudonym" not in text_of(desk, "opinion-request")


def test_the_letter_quotes_the_log_and_nothing_else(desk: Workspace) -> None:
    written(desk, log(AUDIT, "sent", SECURITY))
    text = text_of(desk, "objection-security")
    assert "Sent October 2, 2026" in text
    assert "Refused October 20, 2026" in text
    assert "Received" not in text
    assert "T123456789012" not in text


def test_a_refused_challenge_has_an_appeal_and_no_complaint(desk: Workspace) -> None:
    """Minn. Stat. 13.04, subd. 4: it has its own path, with its own day to act by."""
    written(desk, OPEN["appeal"])
    clocks = {row["clock"]: row["do_by"] for row in track.show(desk, REF)["deadlines"]}
    assert clocks["appeal-to-commissioner"] == "2026-12-18"
    assert "complaint-filing" not in clocks
    assert "complaint-worksheet" not in {step.id for step in outlook.outlook(desk, REF).open}


def test_what_was_answered_is_not_asked_again(desk: Workspace) -> None:
    written(desk, log(AUDIT, "sent", "wants-id"))
    best = outlook.outlook(desk, REF).best
    assert best is not None
    assert best.id == "objection-too-much-id"
    track.happened(desk, REF, "clarification-given", date(2026, 10, 25), {"step": "objection-too-much-id"})
    assert "objection-too-much-id" in outlook.outlook(desk, REF).closed


def follow_up(desk: Workspace, **answers: str) -> Plan:
    wish = wish_for("denial-followup-and-remedies", "", "mn-dps-dvs", answers={"base_request_id": REF} | answers)
    return write_letter.plan(desk, replace(wish, dated=desk.today))


def test_a_follow_up_takes_its_footing_from_the_log(desk: Workspace) -> None:
    written(desk, log(AUDIT, "sent"))
    late = follow_up(desk.on(LATE), base_request_date="2026-10-02", base_request_id=REF.lower())
    assert late.order.earlier == Earlier("data_subject", overdue=True)
    early = follow_up(desk.on(date(2026, 10, 5)), base_request_date="2026-10-01")
    assert early.order.earlier == Earlier("data_subject", overdue=False)
    with pytest.raises(WrongInput, match="base_request_date: the log says 2026-10-01 or 2026-10-02"):
        follow_up(desk.on(LATE), base_request_date="2026-09-01")
    wish = wish_for(
        "denial-followup-and-remedies",
        "",
        "mn-dps-dvs",
        answers={"base_request_id": REF, "base_request_date": "2026-10-02"},
    )
    with pytest.raises(WrongInput, match="needs your name"):
        write_letter.plan(desk, replace(wish, anonymous=True))


def test_a_follow_up_to_another_body_is_warned_of(desk: Workspace) -> None:
    written(desk, log(AUDIT, "sent"))
    wish = wish_for(
        "denial-followup-and-remedies",
        "",
        "mn-dps-bca",
        answers={"base_request_id": REF, "base_request_date": "2026-10-02"},
    )
    assert any("that letter went to mn-dps-dvs" in warning for warning in write_letter.plan(desk, wish).warnings)


def test_next_says_a_line_and_writes_the_letter(letters: Callable[..., Ran], desk: Workspace) -> None:
    written(desk, log(AUDIT, "sent"))
    early = letters("next", REF, "--as-of", "2026-10-05")
    assert "No letter is open now" in early.out or "Choose one" in early.out
    done = letters("next", REF, "--as-of", "2026-12-01", "--out", "next.pdf")
    assert done.code == 0, done.err
    assert "The time for an answer has passed" in done.out
    assert f"letters happened {REF} reminder-sent --step reminder" in done.out
    row = letters("next", REF, "--as-of", "2026-12-01", "--list", "--json").json
    assert row["best"] == "reminder"
    assert row["written"] is None
    assert {each["step"] for each in (*row["open"], *row["closed"])} == set(CATALOGUE.steps)
    refused = letters("next", REF, "--step", "appeal", "--as-of", "2026-12-01")
    assert refused.code == 1
    assert "you challenged the accuracy of data" in refused.err
    assert letters("next", REF, "--step", "magic").code == 2
