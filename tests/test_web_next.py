"""The next letters of the pages are those of the command: federal ones too, in a firm tone, to another address."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from support import ANSWERS, Ran, pdf_text
from web_days_support import maya
from web_support import Days, Person, text

__all__ = ["maya"]  # fixtures
AUDIT = "own-record-audit-trail"
FOIA = "foia-policy-records"


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


def test_an_old_page_that_is_filled_in_anew_is_heard_and_no_mailing_counts_twice(
    maya: Person, sent: str, letters: Callable[..., Ran]
) -> None:
    for reply in ("denied-without-section", "denied-without-section", "data-came"):
        maya.post(f"/requests/{sent}/answer", {"once": "an old page", "reply": reply})
    maya.post(f"/requests/{sent}/sent", {"once": "another tab", "on": "2026-11-24"})
    events = letters("show", sent, "--json").json["events"]
    assert [event["event"] for event in events] == ["written", "sent", "denied", "received"]


RELEASE = {
    "full_name": "Maya Lindqvist",
    "mailing_or_reply_address": "PO Box 1234\r\nSaint Paul, MN 55101",
    "driver_license_or_id_number": "T123456789012",
    "representative_name": "Jordan Reyes",
    "representative_address": "200 Example Ave\r\nMinneapolis, MN 55411",
    "data_released": "Audit trail of 2025",
    "purpose": "Legal assistance",
    "expiry_date": "2027-11-01",
}


def test_a_release_is_asked_for_and_is_the_one_of_the_command(
    maya: Person, sent: str, letters: Callable[..., Ran]
) -> None:
    assert f'href="/requests/{sent}/release"' in maya.get(f"/requests/{sent}").text
    asked = maya.get(f"/requests/{sent}/release")
    assert 'value="Maya Lindqvist"' in asked.text
    assert 'value="T123456789012"' not in asked.text
    assert "counts only once the person" in text(asked)
    wrong = maya.post(f"/requests/{sent}/release", {**RELEASE, "purpose": "", "expiry_date": "2029-01-01"})
    assert wrong.status_code == 422
    assert 'id="purpose-wrong"' in wrong.text
    assert 'id="expiry_date-wrong"' in wrong.text
    assert 'value="Jordan Reyes"' in wrong.text
    for _ in range(2):
        page = maya.post(f"/requests/{sent}/release", RELEASE)
        assert page.status_code == 200, text(page)
    pairs = [f"--set={name}={said.replace(chr(13), '')}" for name, said in RELEASE.items()]
    done = letters("companion", "release", sent, *pairs, "--as-of", "2026-11-25", "--out", "release.pdf")
    assert done.code == 0, done.err
    assert page.data == Path("release.pdf").read_bytes()
    events = letters("show", sent, "--json").json["events"]
    assert [(event["event"], event.get("until")) for event in events][2:] == [("release-written", "2027-11-01")]


def test_what_was_emptied_on_the_page_of_a_release_is_not_in_it(maya: Person, letters: Callable[..., Ran]) -> None:
    draft = maya.begins(AUDIT, "mn-dps-dvs")
    maya.answers(draft, ANSWERS[AUDIT] | {"phone": "651-555-0100"})
    maya.makes(draft)
    path = f"/requests/{maya.reference}/release"
    assert 'value="651-555-0100"' in maya.get(path).text
    assert "651-555-0100" in pdf_text(maya.post(path, RELEASE | {"phone": "651-555-0100"}).data)
    assert "651-555-0100" not in pdf_text(maya.post(path, RELEASE).data)


def test_no_release_is_offered_where_none_is_needed(maya: Person, federal: str) -> None:
    assert "/release" not in maya.get(f"/requests/{federal}").text
    assert maya.get(f"/requests/{federal}/release").status_code == 400


@pytest.fixture
def low(letters: Callable[..., Ran]) -> str:
    """The reference of a letter that is kept with low trace, and was mailed on November 25."""
    letters("setting", "low-trace", "on")
    Path("answers.yaml").write_text("\n".join(f"{name}: {said!r}" for name, said in ANSWERS[AUDIT].items()))
    done = letters("write", "mn-dps-dvs", AUDIT, "--answers", "answers.yaml", "--dated", "2026-11-25", "--json")
    assert done.code == 0, done.err
    letters("setting", "low-trace", "off")
    reference = str(done.json[0]["reference"])
    letters("happened", reference, "sent", "--on", "2026-11-25")
    return reference


def test_the_agency_of_a_request_with_low_trace_is_searched_for(maya: Person, low: str) -> None:
    again = f"/requests/{low}/again"
    said = {"type": AUDIT, "signer": "self", "full_name": "Maya Lindqvist"}
    for exact in ("mn-dps-dvs", "Driver and Vehicle Services, Minnesota Department of Public Safety"):
        assert "What you can do now" in text(maya.post(again, {**said, "agency": exact})), exact
    found = maya.post(again, {**said, "agency": "driver vehicle"})
    assert found.status_code == 200
    assert "What you can do now" not in text(found)
    assert 'type="radio" id="agency-1" name="agency" value="mn-dps-dvs"' in found.text
    assert f'<option value="{AUDIT}" selected>' in found.text
    assert 'name="full_name" value="Maya Lindqvist"' in found.text
    nothing = maya.post(again, {**said, "agency": "zzzz qqqq"})
    assert "Nothing was found" in text(nothing)
    assert 'name="agency" value="zzzz qqqq"' in nothing.text
    assert maya.post(again, {**said, "agency": "x" * 900}).status_code == 200
