"""Next letters, replies and sheets have the law of their own request: a challenge, a notice, a health record."""

from datetime import date

import pytest
from ladder_support import AGREEMENTS, AUDIT, CHALLENGE, HEALTH, LATE, NOTICE, REF, REFUSED, REMINDED, Log, log, written
from next_letters_support import APPLICATION, RELEASE, late, opens, words
from support import pdf_text

from letters.workflow import companion, forget, outlook, reply, track
from letters.workflow.companion import CompanionWish
from letters.workflow.workspace import Workspace

__all__ = ["late"]  # fixtures
MUCH_LATER = date(2026, 12, 15)
LADDER = {
    *("demand-determination", "complaint-worksheet", "opinion-request", "objection-certification"),
    *("objection-no-section", "objection-fee-inspection", "objection-fee-separating", "objection-fee-retrieval"),
}
NO_DATA_ASKED = [NOTICE, APPLICATION, RELEASE, HEALTH]
ENDS = {RELEASE: {"expiry_date": "2027-06-30"}}


@pytest.mark.parametrize("refused", [REFUSED, ("denied-without-section", {})])
def test_a_challenge_never_gets_the_law_of_denied_access(refused: tuple[str, dict[str, str]], late: Workspace) -> None:
    """Minn. Stat. 13.04, subd. 4, is no request for access: what comes after a refusal is the appeal."""
    written(late, log(CHALLENGE, "sent", REMINDED, refused))
    seen = outlook.outlook(late, REF)
    assert not {step.id for step in seen.open} & LADDER
    assert seen.best is not None
    assert seen.best.id == "appeal"
    said = reply.says(late, late.catalogue.replies[refused[0]], "correction", seen.facts)
    assert "your right to appeal to the Commissioner" in said
    assert "sixty days from the date on that notice" in said


def test_silence_on_a_challenge_is_no_decision_and_opens_no_appeal(late: Workspace) -> None:
    written(late, log(CHALLENGE, "sent", REMINDED))
    seen = outlook.outlook(late, REF)
    assert "overdue" in seen.facts
    assert "appeal" in seen.closed
    assert "data-practices-office" in {step.id for step in seen.open}
    said = reply.says(late, late.catalogue.replies["silence"], "correction", seen.facts)
    assert "Silence is no decision: remind them, then ask the Data Practices Office for help." in said
    assert "Whether silence opens the appeal was not read" in late.law.clocks["accuracy-challenge"].lapse


@pytest.mark.parametrize(
    ("made", "says", "never"),
    [
        (log(CHALLENGE, "sent", REMINDED), "help, or go to court (Minn. Stat. § 13.08)", "13.085"),
        (log(AGREEMENTS, "sent", REMINDED), "advisory opinion (Minn. Stat. § 13.072), or go to court", "13.085"),
        (log(AGREEMENTS, "sent", REMINDED, full_name="Maya Lindqvist"), "file a complaint", "Data Practices Office"),
        (log(NOTICE, "sent", REMINDED), "Please answer now", "If this is not settled"),
        (log(HEALTH, "sent", REMINDED), "Please answer now", "If this is not settled"),
    ],
)
def test_a_firm_reminder_names_only_what_its_signer_can_do(made: Log, says: str, never: str, desk: Workspace) -> None:
    text = words(desk.on(MUCH_LATER), "reminder", made, "firm").replace("\xa0", " ")
    assert says in text
    assert never not in text
    assert ("the day on which you will decide" in text) == (made.request_type == CHALLENGE)


@pytest.mark.parametrize("request_type", NO_DATA_ASKED)
def test_no_ladder_of_chapter_13_opens_for_a_letter_that_asked_for_none_of_its_data(
    request_type: str, late: Workspace
) -> None:
    for happened in (REFUSED, "denied-without-section", "part", "fee-inspection", "fee-separating"):
        found = opens(late, log(request_type, "sent", REMINDED, happened, **ENDS.get(request_type, {})))
        assert not found & LADDER
        assert "withdrawal" in found
        assert ("data-practices-office" in found) == (request_type != HEALTH)
        forget.forget(late, REF)
    assert "reminder" in opens(late, log(request_type, "sent", **ENDS.get(request_type, {})))


@pytest.mark.parametrize(
    ("reply_id", "capacity", "says", "never"),
    [
        ("fee-copies", "health_record", "Ask for an estimate", "25 cents"),
        ("fee-copies", "public", "25 cents", "estimate"),
        ("fee-retrieval", "with_consent", "Ask for an estimate", "100 pages"),
        ("fee-retrieval", "public", "100 pages", "estimate"),
        ("fee-separating", "data_subject", "§ 13.04, subd. 3", "13.03"),
        ("silence", "health_record", "thirty calendar days from receipt", "demand"),
        ("silence", "notice", "remind them", "demand"),
        ("denied-without-section", "notice", "Ask for the reason", "13.03"),
        ("denied-with-section", "health_record", "Ask for the reason", "13.03"),
        ("part", "health_record", "what is missing", "13.03"),
        ("wants-id", "health_record", "notarized affidavit", "1205"),
    ],
)
def test_a_reply_is_told_with_the_law_of_its_request(
    reply_id: str, capacity: str, says: str, never: str, workspace: Workspace
) -> None:
    said = reply.says(workspace, workspace.catalogue.replies[reply_id], capacity, frozenset({capacity}))
    assert says in said.replace("\xa0", " ")
    assert never not in said


def test_a_data_subject_objects_to_separating_by_the_section_on_subjects(late: Workspace) -> None:
    text = words(late, "objection-fee-separating", log(AUDIT, "sent", "fee-separating")).replace("\xa0", " ")
    assert "§ 13.04, subd. 3" in text
    assert "13.03" not in text


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (log(CHALLENGE, "sent", REMINDED), "I challenged the accuracy or completeness of data"),
        (log(AUDIT, "sent", REFUSED), "I asked a government body for data, and I disagree with its answer."),
        (log(AGREEMENTS, "sent", REMINDED), "and it has not answered all that I asked."),
        (log(NOTICE, "sent", REFUSED), "I wrote to a government body, and the matter is not settled."),
    ],
)
def test_the_data_practices_office_is_told_no_dispute_that_the_log_lacks(made: Log, says: str, desk: Workspace) -> None:
    assert says in words(desk.on(MUCH_LATER), "data-practices-office", made)


def test_the_sheets_of_a_health_record_carry_no_law_of_chapter_13(desk: Workspace) -> None:
    """Minn. Stat. 144.292 is another law: no notice of five days, no certified denial, no rule on identity."""
    written(desk, log(HEALTH, "sent"))
    own = sheet(desk, "own-copy")
    assert "thirty calendar days from receipt" in own
    for never in ("§ 13.03", "certify", "advisory opinion", "25 cents"):
        assert never not in own
    assert "1205" not in sheet(desk, "identity")
    forget.forget(desk, REF)
    written(desk, log(AUDIT, "sent"))
    assert "published with the name of the person who asked" in sheet(desk, "own-copy")
    assert "1205.0400" in sheet(desk, "identity")


def sheet(desk: Workspace, name: str) -> str:
    made = companion.make(desk, CompanionWish(name, REF))
    return pdf_text(made.path.read_bytes()).replace("\xa0", " ")


@pytest.mark.parametrize("request_type", [HEALTH, "body-camera-hold", AUDIT])
def test_a_refusal_sets_off_the_time_of_a_complaint_only_where_chapter_13_was_the_ground(
    request_type: str, desk: Workspace
) -> None:
    written(desk, log(request_type, "sent", ("denied-without-section", {})))
    clocks = {row["clock"] for row in track.show(desk.on(LATE), REF)["deadlines"]}
    assert ("complaint-filing" in clocks) == (request_type == AUDIT)
