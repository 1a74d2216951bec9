"""The next letters of the pages are those of the command: federal ones too, in a firm tone, to another address."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from support import ANSWERS, Ran, pdf_text
from web_support import PORT, Days, Person, text

from letters.web.app import create_app
from letters.web.safety import Guard

AUDIT = "own-record-audit-trail"
FOIA = "foia-policy-records"


@pytest.fixture
def maya(days: Days) -> Person:
    guard = Guard(PORT)
    return Person(create_app(days, guard), guard)


@pytest.fixture
def sent(maya: Person) -> str:
    """The reference of a letter that was mailed on November 25."""
    draft = maya.begins(AUDIT, "mn-dps-dvs")
    maya.answers(draft, ANSWERS[AUDIT])
    maya.makes(draft)
    reference = maya.reference
    maya.goes(f"/requests/{reference}/sent", {"once": "sent", "on": "2026-11-25"})
    return reference


@pytest.fixture
def federal(maya: Person) -> str:
    """The reference of a federal letter that went out on November 25."""
    draft = maya.begins(FOIA, "us-fbi", understood="yes")
    maya.answers(draft, ANSWERS[FOIA])
    maya.makes(draft)
    reference = maya.reference
    maya.goes(f"/requests/{reference}/sent", {"once": "sent", "on": "2026-11-25"})
    return reference


def test_a_federal_letter_that_is_late_is_followed_up_in_one_click(
    maya: Person, federal: str, days: Days, letters: Callable[..., Ran]
) -> None:
    assert "Begin it" not in text(maya.get(f"/requests/{federal}"))
    assert maya.post(f"/requests/{federal}/federal", {}).status_code == 400
    day = days.comes("2027-02-10")
    assert "ask for the completion date" in text(maya.get(f"/requests/{federal}"))
    draft = maya.goes(f"/requests/{federal}/federal", {}).rpartition("/")[0]
    if maya.seen[-1].endswith("/where"):
        maya.goes(f"{draft}/where", {"which": "known"})
    maya.goes(f"{draft}/before", {"signer": "self", "understood": "yes"})
    for number in range(1, 10):
        if maya.get(f"{draft}/ask/{number}").status_code != 200:
            break
        known = dict(re.findall(r'<input id="\w+" name="([a-z_]+)" value="([^"]*)"', maya.page.text))
        known |= dict(re.findall(r'<textarea id="\w+" name="([a-z_]+)"[^>]*>\n([^<]*)</textarea>', maya.page.text))
        maya.goes(f"{draft}/ask/{number}", known | ({"request_number": "77-1"} if "request_number" in known else {}))
    made = maya.makes(draft)
    page = maya.get(f"{made}/{maya.reference}.pdf").data
    told = letters("next", federal, "--json", "--as-of", day).json["says"]
    command = told.partition("letters ")[2].replace("NUMBER", "77-1").split()
    mine = [f"--set={name}={text}" for name, text in ANSWERS[FOIA].items() if name in ("full_name", "phone", "email")]
    mine += [f"--set=mailing_or_reply_address={ANSWERS[FOIA]['mailing_or_reply_address']}"]
    done = letters(*command, *mine, "--understood", "--address-confirmed", "--dated", day, "--out", "next.pdf")
    assert done.code == 0, done.err
    assert page == Path("next.pdf").read_bytes()


def test_a_federal_refusal_is_appealed_in_one_click(maya: Person, federal: str) -> None:
    maya.post(f"/requests/{federal}/answer", {"once": "r", "reply": "denied-with-section", "citation": "(b)(7)(E)"})
    assert "Appeal of a federal agency" in text(maya.get(f"/requests/{federal}"))
    maya.goes(f"/requests/{federal}/federal", {})
    assert "Appeal of a federal agency" in text(maya.page)


def test_the_firm_tone_is_offered_for_the_second_reminder_alone(
    maya: Person, sent: str, days: Days, letters: Callable[..., Ran]
) -> None:
    days.comes("2027-01-11")
    assert "Make it, in a firm tone" not in text(maya.get(f"/requests/{sent}"))
    maya.goes(f"/requests/{sent}/next", {"step": "reminder"})
    maya.goes(f"/requests/{sent}/step-sent", {"once": "x", "step": "reminder"})
    day = days.comes("2027-01-25")
    assert "Make it, in a firm tone" in text(maya.get(f"/requests/{sent}"))
    made = maya.goes(f"/requests/{sent}/next", {"step": "reminder", "tone": "firm"})
    page = maya.get(f"{made}/{sent}-reminder.pdf").data
    done = letters("next", sent, "--step", "reminder", "--tone", "firm", "--as-of", day, "--out", "next.pdf")
    assert done.code == 0, done.err
    assert page == Path("next.pdf").read_bytes()


def test_a_next_letter_goes_to_the_address_that_is_given_and_has_its_sheet_and_draft(
    maya: Person, sent: str, letters: Callable[..., Ran]
) -> None:
    maya.post(f"/requests/{sent}/answer", {"once": "c", "reply": "denied-without-section"})
    looked = maya.post(f"/requests/{sent}/next", {"step": "objection-no-section", "look": "yes"})
    assert (looked.status_code, "Another address" in text(looked)) == (200, True)
    step = {"step": "objection-no-section", "asked": "yes", "looked": "yes"}
    wrong = maya.post(f"/requests/{sent}/next", {**step, "address": "nowhere"})
    assert wrong.status_code == 422
    assert "The address: write it as" in text(wrong) or "write it as" in text(wrong)
    assert "nowhere" in wrong.text
    typed = "99 Example Road\nDuluth, MN 55802"
    made = maya.goes(f"/requests/{sent}/next", {**step, "address": typed})
    name = f"{sent}-objection-no-section"
    assert f"{name}-email.eml" in maya.page.text
    page = maya.get(f"{made}/{name}.pdf").data
    sheet = maya.get(f"{made}/{name}-mailing.pdf").data
    assert "99 Example Road" in pdf_text(page)
    assert "99 Example Road" in pdf_text(sheet)
    done = letters("next", sent, "--address", typed, "--companions", "--as-of", "2026-11-25", "--out", "next.pdf")
    assert done.code == 0, done.err
    assert page == Path("next.pdf").read_bytes()
    assert sheet == Path(f"{name}-mailing.pdf").read_bytes()
    assert f"Wrote {name}-mailing.pdf." in done.out


def test_what_may_be_added_to_a_next_letter_is_asked_when_it_is_wanted(maya: Person, sent: str) -> None:
    maya.post(f"/requests/{sent}/answer", {"once": "c", "reply": "denied-without-section"})
    plain = maya.post(f"/requests/{sent}/next", {"step": "opinion-request"})
    assert "answer-question_for_commissioner" in plain.text
    assert "answer-position" not in plain.text
    whole = maya.post(f"/requests/{sent}/next", {"step": "opinion-request", "look": "yes"})
    assert "answer-position" in whole.text
    assert "Department of Administration" in whole.text


@pytest.mark.parametrize("name", ["identity", "mailing", "own-copy"])
def test_a_sheet_is_made_anew_for_a_request_of_the_log(
    maya: Person, sent: str, name: str, letters: Callable[..., Ran]
) -> None:
    page = maya.post(f"/requests/{sent}/companion", {"name": name})
    done = letters("companion", name, sent, "--as-of", "2026-11-25", "--out", "sheet.pdf")
    assert done.code == 0, done.err
    assert page.data == Path("sheet.pdf").read_bytes()
    assert maya.post(f"/requests/{sent}/companion", {"name": "../etc/passwd"}).status_code == 400
