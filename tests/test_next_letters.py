"""What next letters, replies and the log say where the law differs: by capacity, by signer, by day."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

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
    Log,
    log,
    plain,
    written,
)
from support import MAYA, Ran, pdf_text

from letters import tracker
from letters.errors import WrongInput
from letters.workflow import companion, forget, next_letter, outlook, reply, track
from letters.workflow.companion import CompanionWish
from letters.workflow.next_letter import NextWish
from letters.workflow.workspace import Workspace

MUCH_LATER = date(2026, 12, 15)
DESIGNATED = "Lot 0000\nPO Box 99\nSaint Paul, MN 55101"
LADDER = {
    *("demand-determination", "complaint-worksheet", "opinion-request", "objection-certification"),
    *("objection-no-section", "objection-fee-inspection", "objection-fee-separating", "objection-fee-retrieval"),
}
APPLICATION, RELEASE = "privacy-classification-request", "informed-consent-release"
NO_DATA_ASKED = [NOTICE, APPLICATION, RELEASE, HEALTH]
ENDS = {RELEASE: {"expiry_date": "2027-06-30"}}


def words(desk: Workspace, step: str, made: Log | None = None, tone: next_letter.Tone = "plain", **given: str) -> str:
    """The words of a next letter, after what the log is given."""
    if made is not None:
        written(desk, made)
    told = MORE.get(step, {}) | given
    wish = NextWish(step, told, desk.today, tone, out=Path("next.html"), html=True)
    return plain(next_letter.write_next(desk, REF, wish).path.read_text())


def opens(desk: Workspace, made: Log) -> set[str]:
    written(desk, made)
    return {step.id for step in outlook.outlook(desk, REF).open}


@pytest.fixture
def late(desk: Workspace) -> Workspace:
    return track.as_of(desk, LATE)


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
    text = words(track.as_of(desk, MUCH_LATER), "reminder", made, "firm").replace("\xa0", " ")
    assert says in text
    assert never not in text
    assert ("the day on which you will decide" in text) == (made.request_type == CHALLENGE)


def test_only_a_reminder_has_a_firm_tone(late: Workspace) -> None:
    with pytest.raises(WrongInput, match="only a reminder has a firm tone"):
        words(late, "demand-determination", log(AUDIT, "sent", REMINDED), "firm")


@pytest.mark.parametrize("step", ["opinion-request", "data-practices-office"])
def test_every_subject_of_data_asks_for_a_pseudonym_with_a_reason(step: str, late: Workspace) -> None:
    """Minn. Stat. 13.072, subd. 4; Minn. R. 1205.1600 wants a reason."""
    for made, says in (
        (log(AUDIT, "sent", REFUSED), "refer to me by a pseudonym"),
        (log(FOOTAGE, "sent", REFUSED), "refer to me by a pseudonym"),
        (log(AUDIT, "sent", REFUSED, signer="advocate"), "refer to my client by a pseudonym"),
    ):
        text = words(late, step, made)
        assert says in text
        assert ", because " in text[text.index(says) :]
        forget.forget(late, REF)
    assert "pseudonym" in words(late, "appeal", log(CHALLENGE, "sent", REFUSED))


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


def test_a_participant_uses_the_designated_address_and_no_other(late: Workspace) -> None:
    """Minn. R. 8290.0400. The log keeps that there is one, and neither the address nor a name."""
    written(late, log(AUDIT, "sent", safe_at_home_address=DESIGNATED))
    name = {"full_name": MAYA["full_name"]}
    with pytest.raises(WrongInput, match="safe_at_home_address: Your designated"):
        words(late, "reminder", **name)
    with pytest.raises(WrongInput, match="mailing_or_reply_address: a participant's letter has only"):
        words(late, "reminder", **name, safe_at_home_address=DESIGNATED, mailing_or_reply_address="1 Elm St")
    text = words(late, "reminder", **name, safe_at_home_address=DESIGNATED)
    page = Path("next.html").read_text()
    assert "<p>PO Box 99</p>" in page
    assert "Designated" not in page
    assert "Maya Lindqvist" in text
    with tracker.reading(late.home) as store:
        assert "PO Box 99" not in repr(store.get(REF))


def test_a_profiles_address_is_dropped_for_the_designated_one(letters: Callable[..., Ran], desk: Workspace) -> None:
    written(desk, log(AUDIT, "sent", safe_at_home_address=DESIGNATED))
    pairs = [part for name, text in MAYA.items() for part in ("--set", f"{name}={text.replace(chr(10), ', ')}")]
    assert letters("profile", "maya", *pairs).code == 0
    own = ("--profile", "maya", "--set", f"safe_at_home_address={DESIGNATED}")
    done = letters("next", REF, "--as-of", str(LATE), "--html", "--out", "next.html", *own)
    assert done.code == 0, done.err
    assert "PO Box 1234" not in Path("next.html").read_text()
    assert "safe_at_home_address stands in its place" in done.err
    slip = letters("companion", "mailing", REF, "--set", f"safe_at_home_address={DESIGNATED}")
    assert slip.code == 0, slip.err


def test_a_name_that_the_log_does_not_keep_makes_nobody_anonymous(late: Workspace) -> None:
    given = {"safe_at_home_address": DESIGNATED, "full_name": MAYA["full_name"]}
    written(late, log(AGREEMENTS, "sent", REFUSED, **given))
    seen = outlook.outlook(late, REF)
    assert "full_name" not in seen.request.answers
    assert "anonymous" not in seen.facts
    assert "complaint-worksheet" in {step.id for step in seen.open}
    with pytest.raises(WrongInput, match="full_name: "):
        words(late, "objection-certification", safe_at_home_address=DESIGNATED)
    forget.forget(late, REF)
    with pytest.raises(WrongInput, match="full_name: "):
        words(late, "reminder", log(NOTICE, "sent", safe_at_home_address=DESIGNATED), safe_at_home_address=DESIGNATED)


def test_a_packet_marks_no_participant(letters: Callable[..., Ran], desk: Workspace) -> None:
    import pikepdf

    written(desk, log(AUDIT, "sent", safe_at_home_address=DESIGNATED))
    assert letters("packet", REF, "--out", "packet.pdf").code == 0
    with pikepdf.open("packet.pdf") as document:
        case = document.attachments["case.json"].get_file().read_bytes().decode()
    assert '"event": "written"' in case
    assert "designated" not in case


def test_nothing_says_that_no_answer_came_when_the_body_wrote(late: Workspace) -> None:
    for made, step in (
        (log(AUDIT, "sent", "acknowledged"), "reminder"),
        (log(AGREEMENTS, "sent", "acknowledged"), "reminder"),
        (log(AUDIT, "sent", "acknowledged", REMINDED), "demand-determination"),
    ):
        text = words(late, step, made)
        assert "no answer" not in text
        assert "have none yet" not in text
        assert "I do not yet have what I asked for" in text or "You have made no determination that I know of" in text
        forget.forget(late, REF)


def test_nothing_is_late_while_an_agreed_day_lies_ahead(late: Workspace) -> None:
    written(late, log(AUDIT, "sent", ("agreed-date", {"until": "2026-12-20"})))
    assert not {"late", "overdue"} & outlook.outlook(late, REF).facts
    assert "overdue" in outlook.outlook(track.as_of(late, date(2026, 12, 21)), REF).facts


@pytest.mark.parametrize(
    ("happened", "row"),
    [
        (("no-data", {}), "Said that there are no such data October 20, 2026"),
        (("elsewhere", {}), "Told to ask elsewhere October 20, 2026"),
        (("wants-id", {}), "Proof of identity asked for October 20, 2026"),
        (("wants-name", {}), "A name or a reason asked for October 20, 2026"),
        (("own-form", {}), "Own form asked for October 20, 2026"),
        (("fee-copies", {"amount": "$40"}), "Charge named for copies October 20, 2026, $40"),
        (DEMANDED, "Further letter sent November 10, 2026, Demand for a written determination"),
        (("escalated", {"step": "complaint-worksheet"}), "Complaint filed November 10, 2026"),
        (
            ("escalated", {"step": "opinion-accepted"}),
            "The Commissioner accepted the request for an opinion November 10",
        ),
        (("agreed-date", {"until": "2026-12-20"}), "Date agreed November 10, 2026, until December 20, 2026"),
    ],
)
def test_a_row_of_the_log_says_what_it_was(happened: tuple[str, dict[str, str]], row: str, late: Workspace) -> None:
    assert row in words(late, "withdrawal", log(AUDIT, "sent", happened))


@pytest.mark.parametrize(
    ("happened", "says", "stands"),
    [
        ("no-data", "The body said that there are no such data.", "The body answered."),
        ("wants-id", "The body asked for proof of identity.", "The body answered."),
        ("wants-clarification", "The body asked what is meant.", "The body asked what is meant."),
        (("escalated", {"step": "complaint-worksheet"}), "The requester filed a complaint.", "No answer is recorded."),
        (
            ("escalated", {"step": "opinion-accepted"}),
            "The Commissioner accepted the request",
            "No answer is recorded.",
        ),
    ],
)
def test_a_packet_says_what_each_entry_was(
    happened: str | tuple[str, dict[str, str]], says: str, stands: str, letters: Callable[..., Ran], desk: Workspace
) -> None:
    written(desk, log(AUDIT, "sent", happened))
    text = packet(letters)
    assert says in text
    assert f"{stands} (As of" in text
    assert "The body refused" not in text


def packet(letters: Callable[..., Ran]) -> str:
    assert letters("packet", REF, "--as-of", str(LATE), "--out", "packet.pdf").code == 0
    return pdf_text(Path("packet.pdf").read_bytes())


def test_a_packet_gives_a_requester_the_day_that_is_safe(letters: Callable[..., Ran], desk: Workspace) -> None:
    """Row C of the law file: a notice of May 5, 2026 gives 60 days to Saturday, July 4, and July 3 is a holiday."""
    written(desk, log(CHALLENGE, "sent", ("denied", {})))
    track.undo(desk, REF)
    track.happened(desk, REF, "denied", date(2026, 5, 5), {})
    text = packet(letters)
    assert "do it by Thursday, July 2, 2026" in text
    assert text.index("July 2, 2026") < text.index("Monday, July 6, 2026")
    assert "It is safer not to lean on that" in text


def test_a_request_that_was_answered_once_is_not_told_of_as_unanswered(
    letters: Callable[..., Ran], desk: Workspace
) -> None:
    written(desk, log(AUDIT, "sent", "wants-clarification", ("clarification-given", {})))
    assert "The request was sent. It is not settled." in packet(letters)


def test_what_the_commissioner_decides_has_an_entry_of_its_own(letters: Callable[..., Ran], desk: Workspace) -> None:
    written(desk, log(AUDIT, "sent", REFUSED))
    entry = f"letters happened {REF} escalated --step opinion-accepted"
    own = [part for name, text in MORE["opinion-request"].items() for part in ("--set", f"{name}={text}")]
    done = letters("next", REF, "--step", "opinion-request", "--as-of", str(LATE), "--out", "next.pdf", *own)
    assert f"If the Commissioner accepts it, record it: {entry}" in done.out, done.err
    assert entry in letters("next", REF, "--list", "--as-of", str(LATE)).out
    assert "--step opinion-accepted" in (Path(__file__).parent.parent / "README.md").read_text()


def test_a_complaint_is_filed_and_not_sent(letters: Callable[..., Ran], desk: Workspace) -> None:
    written(desk, log(AUDIT, "sent", REFUSED))
    done = letters("next", REF, "--step", "complaint-worksheet", "--as-of", str(LATE), "--out", "next.pdf")
    assert "When you have filed the complaint with the court, record it: letters happened" in done.out
    assert "When you have sent it" not in done.out


@pytest.mark.parametrize(
    ("kind", "step", "says"),
    [
        ("reminder-sent", "opinion-accepted", "opinion-accepted is recorded as escalated, and not as reminder-sent"),
        ("escalated", "reminder", "reminder is recorded as reminder-sent"),
        ("clarification-given", "demand-determination", "demand-determination is recorded as escalated"),
        ("escalated", "lawyer-notes", "lawyer-notes is a sheet for yourself"),
    ],
)
def test_a_step_is_recorded_as_what_it_is(kind: str, step: str, says: str, desk: Workspace) -> None:
    written(desk, log(AUDIT, "sent"))
    with pytest.raises(WrongInput, match=says):
        track.happened(desk, REF, kind, LATE, {"step": step})


def test_a_body_is_given_ten_business_days_after_a_demand(desk: Workspace) -> None:
    """From November 10, 2026, without Veterans Day."""
    written(desk, log(AUDIT, "sent", REMINDED, DEMANDED))
    for day, asked in ((date(2026, 11, 10), False), (date(2026, 11, 25), False), (date(2026, 11, 26), True)):
        seen = outlook.outlook(track.as_of(desk, day), REF)
        assert {"opinion-request", "complaint-worksheet"}.issubset({step.id for step in seen.open}) == asked
    assert "our own rule" in outlook.outlook(track.as_of(desk, date(2026, 11, 10)), REF).closed["opinion-request"]
    assert desk.law.clocks["demand-answer"].grade == "HOUSE"


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


@pytest.mark.parametrize(
    ("step", "made", "day", "says"),
    [
        ("appeal", log(CHALLENGE, "sent", REFUSED), LATE, "Do it by December 18, 2026."),
        (
            "appeal",
            log(CHALLENGE, "sent", REFUSED),
            date(2027, 1, 4),
            "December 18, 2026, has passed: the Commissioner may",
        ),
        ("complaint-worksheet", log(AUDIT, "sent", REFUSED), LATE, "Do it by October 20, 2028."),
        ("complaint-worksheet", log(AUDIT, "sent", REFUSED), date(2028, 10, 23), "two years have passed by our count"),
    ],
)
def test_a_step_with_a_day_to_act_by_says_so(step: str, made: Log, day: date, says: str, desk: Workspace) -> None:
    written(desk, made)
    given = MORE.get(step, {})
    wish = NextWish(step, given, day, out=Path("next.html"), html=True)
    done = next_letter.write_next(track.as_of(desk, day), REF, wish)
    assert says in " ".join(done.warnings)
    if step == "complaint-worksheet":
        assert "October 20, 2028" in plain(done.path.read_text())


@pytest.mark.parametrize(
    ("citation", "security"),
    [
        ("13.37", True),
        ("Minn. Stat. § 13.37, subd. 2", True),
        ("13.37, subd. 1(a) and (b)", True),
        ("13.37, subds. 1(b) and 2", True),
        ("13.3731", False),
        ("13.371", False),
        ("113.37", False),
        ("13.37, subd. 1(b)", False),
        ("13.37, subdivision 1, paragraph (b); 13.82, subd. 2", False),
    ],
)
def test_only_the_section_on_security_information_opens_its_letter(
    citation: str, security: bool, late: Workspace
) -> None:
    found = opens(late, log(AUDIT, "sent", ("denied-with-section", {"citation": citation})))
    assert ("objection-security" in found) == security


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
    assert says in words(track.as_of(desk, MUCH_LATER), "data-practices-office", made)


@pytest.mark.parametrize(
    ("made", "best"),
    [
        (log(FOOTAGE, "sent", "wants-id"), "objection-too-much-id"),
        (log(APPLICATION, "sent", "wants-id"), "objection-too-much-id"),
        (log(HEALTH, "sent", "wants-id"), "objection-too-much-id"),
        (log(AUDIT, "sent", "wants-name"), "objection-name-or-reason"),
        (log(AUDIT, "sent", "fee-copies"), "cost-answer"),
        (log(AGREEMENTS, "sent", "fee-copies"), "cost-answer"),
    ],
)
def test_a_question_of_the_body_has_a_letter_that_answers_it(made: Log, best: str, late: Workspace) -> None:
    written(late, made)
    found = outlook.outlook(late, REF).best
    assert found is not None
    assert found.id == best


@pytest.mark.parametrize(("until", "says"), [("", "release_until: "), ("2027-10-02", "at most one year ahead")])
def test_an_advocates_letter_says_when_the_release_ends_within_a_year(until: str, says: str, desk: Workspace) -> None:
    with pytest.raises(WrongInput, match=says):
        written(desk, log(AUDIT, signer="advocate", release_until=until))


def test_an_opinion_request_has_a_position_sections_and_no_lawsuit(late: Workspace) -> None:
    made = log(AUDIT, "sent", REFUSED)
    more = {"position": "They named no section.", "sections": "13.03, subd. 3"}
    text = words(late, "opinion-request", made, **more)
    for says in (
        "This matter is not before a court.",
        "My position",
        "They named no section.",
        "Sections 13.03, subd. 3",
    ):
        assert says in text
    with pytest.raises(WrongInput, match="not_in_court: without a yes"):
        words(late, "opinion-request", not_in_court="no")
    assert "with your name unless a pseudonym is used" in " ".join(late.catalogue.steps["opinion-request"].warns)


def test_the_worksheet_gives_the_year_after_discovery_its_bounds(late: Workspace) -> None:
    text = words(late, "complaint-worksheet", log(AUDIT, "sent", REFUSED))
    assert "(Only if it was concealed or misrepresented, and could not be found out in those two years" in text
    assert "where the court can reach them" in " ".join(late.catalogue.steps["complaint-worksheet"].warns)


@pytest.mark.parametrize(
    ("request_type", "signer", "as_what"),
    [
        (CHALLENGE, "parent", "parent, guardian or person acting as parent of the child named in the request"),
        (CHALLENGE, "guardian", "legal guardian of the person named in the request"),
        (AUDIT, "decedent", "representative of the decedent named in the request"),
        (AUDIT, "advocate", "representative of the person named in the request"),
    ],
)
def test_whoever_signed_for_another_does_so_again(
    request_type: str, signer: str, as_what: str, late: Workspace
) -> None:
    text = words(late, "withdrawal", log(request_type, "sent", signer=signer))
    assert f"I asked as the {as_what}." in text
    assert f"Maya Lindqvist {as_what[0].upper()}{as_what[1:]}" in text
    assert "named above" not in text


def test_a_continuing_request_goes_on_until_its_end(desk: Workspace) -> None:
    made = log("standing-request", "sent", "data-came", end_date="2026-12-31")
    written(desk, made)
    open_then = {
        day: {step.id for step in outlook.outlook(track.as_of(desk, day), REF).open} for day in (LATE, date(2027, 1, 1))
    }
    assert "renewal" in open_then[LATE]
    assert not open_then[date(2027, 1, 1)]
    wish = NextWish("renewal", {}, LATE, out=Path("next.html"), html=True)
    with pytest.raises(WrongInput, match="end_date: "):
        next_letter.write_next(track.as_of(desk, LATE), REF, wish)
    renewed = NextWish("renewal", {"end_date": "2027-06-30"}, LATE, out=Path("next.html"), html=True)
    done = next_letter.write_next(track.as_of(desk, LATE), REF, renewed)
    assert done.record == f"letters happened {REF} escalated --step renewal --until 2027-06-30"
    track.happened(track.as_of(desk, LATE), REF, "escalated", LATE, {"step": "renewal", "until": "2027-06-30"})
    assert "renewal" in {step.id for step in outlook.outlook(track.as_of(desk, date(2027, 1, 1)), REF).open}


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
    clocks = {row["clock"] for row in track.show(track.as_of(desk, LATE), REF)["deadlines"]}
    assert ("complaint-filing" in clocks) == (request_type == AUDIT)
