"""The papers that go with a letter: sheets read back from the PDF, a draft read by email, releases that end."""

import email
import re
from collections.abc import Callable
from datetime import date
from email import policy
from pathlib import Path

import outloud
import pdfplumber
import pikepdf
import pytest
import segno
from support import CATALOGUE, TODAY, Ran, pdf_text, wish_for

from letters.errors import LettersError, NoLetterYet, WrongInput
from letters.workflow import companion, next_letter, track
from letters.workflow import write as write_letter
from letters.workflow.companion import CompanionWish
from letters.workflow.workspace import Workspace

AUDIT, AGREEMENTS = "own-record-audit-trail", "data-sharing-agreements-mous"
SHEETS = ("identity", "mailing", "own-copy")
REF = "L-TEST22"
RELEASE = {
    "representative_name": "Jordan Reyes",
    "representative_address": "200 Example Ave, Minneapolis, MN 55411",
    "data_released": "Audit trail from 2025-01-01 to 2025-12-31",
    "purpose": "legal assistance",
    "expiry_date": "2027-06-30",
    "date_of_birth": "1990-02-28",
}
# An advocate's own letter names the advocate: the client's release must say whose data they are.
CLIENT = {"full_name": "Alex Morgan", "mailing_or_reply_address": "PO Box 77, Saint Paul, MN 55101"}
BY_ADVOCATE = {name: text for name, text in {**RELEASE, **CLIENT}.items() if not name.startswith("representative")}


def entered(desk: Workspace, request_type: str = AUDIT, signer: str | None = None, **answers: str) -> Path:
    wish = wish_for(request_type, signer, track=True, reference=REF, answers=answers, out=Path("letter.pdf"))
    return write_letter.write(desk, wish).path


def text_of(desk: Workspace, name: str, on: date = TODAY, **given: str) -> str:
    desk = track.as_of(desk, on)
    return pdf_text(companion.make(desk, CompanionWish(name, REF, given)).path.read_bytes())


@pytest.mark.parametrize("request_type", [AUDIT, AGREEMENTS])
@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_can_be_read_aloud(desk: Workspace, name: str, request_type: str) -> None:
    entered(desk, request_type)
    made = companion.make(desk, CompanionWish(name, REF))
    assert made.path == Path(f"{REF}-{name}.pdf")
    result = outloud.check(str(made.path))
    assert result.error is None
    assert [(finding.rule, finding.message) for finding in result.findings if finding.severity != "info"] == []


@pytest.mark.parametrize("name", SHEETS)
def test_the_same_log_gives_the_same_sheet_and_no_name_outside_it(desk: Workspace, name: str) -> None:
    entered(desk)
    once, again = (companion.make(desk, CompanionWish(name, REF)) for _ in range(2))
    assert once.sha256 == again.sha256
    with pikepdf.open(once.path) as document:
        metadata = str(document.docinfo) + document.Root.Metadata.read_bytes().decode()
    assert REF in metadata
    for private in ("Maya", "Lindqvist", "audit", "vehicle"):
        assert private not in metadata


def test_the_identity_sheet_goes_from_the_least_risk_to_the_most_and_holds_nobodys_data(desk: Workspace) -> None:
    entered(desk)
    text = text_of(desk, "identity")
    order = [
        "notarized affidavit",
        "Minnesota driver’s license",
        "copy sent by mail",
        "foreign passport",
        "Never e-mail",
    ]
    places = [text.casefold().index(words.casefold()) for words in order]
    assert places == sorted(places)
    assert "Black out the number" in text
    assert "Affidavit of identity" in text
    assert "Signature of notarial officer" in text
    for kept_nowhere in ("Maya", "T123456789012"):
        assert kept_nowhere not in text


def test_the_identity_sheet_of_a_public_letter_says_that_none_is_needed(desk: Workspace) -> None:
    entered(desk, AGREEMENTS)
    text = text_of(desk, "identity")
    assert "may not require a name or a reason" in text
    assert "notarial" not in text


def test_the_mailing_sheet_has_blanks_a_return_slip_and_a_fax_cover(desk: Workspace) -> None:
    entered(desk)
    companion.make(desk, CompanionWish("mailing", REF))
    with pdfplumber.open(f"{REF}-mailing.pdf") as document:
        own, slip, fax = (" ".join(page.extract_text().split()) for page in document.pages)
    assert "certificate of mailing" in own
    assert "Certified-mail number: Post office" in own  # nothing but a line between them
    assert "445 Minnesota St., Suite 1000" in own
    assert f"Reference {REF}" in slip
    assert "Maya Lindqvist PO Box 1234 Saint Paul, MN 55101" in slip
    assert "Fax number:" in fax
    assert f"Data request, reference {REF}" in fax
    for sheet in (slip, fax):
        assert "audit" not in sheet.casefold()


def test_the_code_on_the_return_slip_is_the_reference_alone(desk: Workspace) -> None:
    entered(desk)
    companion.make(desk, CompanionWish("mailing", REF))
    with pdfplumber.open(f"{REF}-mailing.pdf") as document:
        lines = document.pages[1].lines  # a row of dark squares is a thick line
    wanted = [list(row) for row in segno.make_qr(REF).matrix]
    left, top = min(line["x0"] for line in lines), min(line["top"] for line in lines)
    square = (max(line["x1"] for line in lines) - left) / len(wanted)
    drawn = [[0] * len(wanted) for _ in wanted]
    for line in lines:
        for column in range(round((line["x0"] - left) / square), round((line["x1"] - left) / square)):
            drawn[round((line["top"] - top) / square)][column] = 1
    assert drawn == wanted


def test_the_own_copy_tells_what_was_asked_and_both_dates_if_sent_today(desk: Workspace) -> None:
    entered(desk, date_from="2025-01-01", date_to="2025-12-31")
    text = text_of(desk, "own-copy", date(2026, 11, 16))
    assert "If you send it today (Monday, November 16, 2026)" in text
    assert "on Wednesday, December 2, 2026 at the earliest and Monday, December 7, 2026 at the latest" in text
    assert "10 business days (Minn. Stat. § 13.04, subd. 3)" in text
    assert "Thursday, November 26, 2026 (Thanksgiving Day)" in text
    assert "Period: January 1, 2025, to December 31, 2025" in text
    assert "advisory opinion of the Commissioner is published" in text
    assert "lawsuit name you" in text
    assert all(note in text for note in CATALOGUE.types[AUDIT].safety)
    for never in ("Maya", "T123456789012"):
        assert never not in text


def test_once_the_letter_is_sent_the_own_copy_counts_from_that_day(desk: Workspace) -> None:
    entered(desk)
    track.happened(desk, REF, "sent", date(2026, 11, 2), {"by": "mail"})
    text = text_of(desk, "own-copy", date(2026, 11, 20))
    assert "Sent or received on Monday, November 2, 2026" in text
    assert "If you send it today" not in text


def test_where_the_law_sets_no_number_the_own_copy_names_none(desk: Workspace) -> None:
    entered(desk, AGREEMENTS)
    text = text_of(desk, "own-copy")
    assert "sets no number of days for an answer" in text
    assert "your own reminder, no legal deadline" in text
    assert "at the earliest" not in text
    assert "at the latest" not in text


@pytest.mark.parametrize("request_type", [AUDIT, AGREEMENTS, "challenge-accuracy-of-data", "jail-and-detainer-own"])
def test_the_own_copy_is_one_page(desk: Workspace, request_type: str) -> None:
    entered(desk, request_type)
    assert companion.make(desk, CompanionWish("own-copy", REF)).pages == 1


def test_a_letter_that_is_to_be_sent_by_mail_only_brings_its_sheets_along(write: Callable[..., Ran]) -> None:
    done = write("mn-dps-dvs", AUDIT, "--companions", "--reference", REF)
    assert done.code == 0, done.err
    assert sorted(path.name for path in Path().iterdir()) == [
        *(f"{REF}-{name}.pdf" for name in SHEETS),
        f"{REF}.pdf",
    ]
    assert "Wrote L-TEST22-own-copy.pdf beside it." in done.out


def test_a_public_letter_brings_no_identity_sheet(write: Callable[..., Ran]) -> None:
    done = write("mn-dps", AGREEMENTS, "--companions", "--anonymous", "--no-track", "--json", "--reference", REF)
    assert [Path(path).name for path in done.json[0]["companions"]] == [f"{REF}-mailing.pdf", f"{REF}-own-copy.pdf"]
    assert "Maya" not in pdf_text(Path(f"{REF}-mailing.pdf").read_bytes())


def test_what_was_left_out_of_the_letter_is_not_in_the_own_copy_written_beside_it(write: Callable[..., Ran]) -> None:
    write(
        "mn-dps-dvs", AUDIT, "--companions", "--skip-item", "2", "--item", "Each look-up by name.", "--reference", REF
    )
    text = pdf_text(Path(f"{REF}-own-copy.pdf").read_bytes())
    assert "Each look-up by name." in text
    assert "revocation of access" not in text


def test_nothing_is_written_where_a_sheet_would_cover_another_file(write: Callable[..., Ran]) -> None:
    Path(f"{REF}-mailing.pdf").write_text("mine")
    done = write("mn-dps-dvs", AUDIT, "--companions", "--reference", REF)
    assert done.code == 1
    assert [path.name for path in Path().iterdir()] == [f"{REF}-mailing.pdf"]


def drafted(desk: Workspace, pdf: Path) -> tuple[companion.Made, "email.message.EmailMessage"]:
    made = companion.make(desk, CompanionWish("email", REF, pdf=pdf))
    return made, email.message_from_bytes(made.path.read_bytes(), policy=policy.default)


def test_a_draft_has_the_letter_byte_for_byte_and_nothing_of_the_person(desk: Workspace) -> None:
    letter = entered(desk)
    made, message = drafted(desk, letter)
    assert made.path == Path(f"{REF}-email.eml")
    assert (message["X-Unsent"], message["Subject"]) == ("1", f"Data request, reference {REF}")
    (attached,) = message.iter_attachments()
    assert attached.get_content() == letter.read_bytes()
    assert (attached.get_content_type(), attached.get_filename()) == ("application/pdf", f"{REF}.pdf")
    assert "No identity document is attached" in message.get_body().get_content()
    assert not {"From", "Date", "Message-ID"} & set(message.keys())
    assert made.sha256 == drafted(desk, letter)[0].sha256
    assert not message.defects


def test_a_draft_goes_to_an_address_for_data_requests_and_to_no_other(desk: Workspace) -> None:
    known = {body.email_basis: body.id for body in desk.registry.agencies.values() if body.email and body.address}
    for basis in ("data-practices-contact", "general"):
        agency = desk.registry.get(known[basis])
        wish = wish_for(AGREEMENTS, agency=agency.id, track=True, reference=f"L-{len(basis)}", out=Path("letter.pdf"))
        write_letter.write(desk, wish)
        made = companion.make(desk, CompanionWish("email", f"L-{len(basis)}", pdf=Path("letter.pdf")))
        message = email.message_from_bytes(made.path.read_bytes(), policy=policy.default)
        sure = basis == "data-practices-contact"
        assert message["To"] == (agency.email if sure else None)
        assert ["No e-mail address for such letters" in warning for warning in made.warnings] == [True] * (not sure)


def test_a_draft_takes_along_no_other_file_than_the_letter(desk: Workspace) -> None:
    entered(desk)
    own_copy = companion.make(desk, CompanionWish("own-copy", REF)).path
    passport = Path("passport.pdf")
    passport.write_bytes(b"%PDF-1.7 a scan")
    for other in (own_copy, passport):
        with pytest.raises(WrongInput, match="Never e-mail an identity document"):
            companion.make(desk, CompanionWish("email", REF, pdf=other))
    with pytest.raises(LettersError, match=r"There is no file nowhere\.pdf"):
        companion.make(desk, CompanionWish("email", REF, pdf=Path("nowhere.pdf")))
    assert not list(Path().glob("*.eml"))


def test_a_letter_can_be_written_with_its_draft(write: Callable[..., Ran]) -> None:
    done = write("mn-dps-dvs", AUDIT, "--email", "--companions", "--reference", REF, "--json")
    (row,) = done.json
    assert f"{REF}-email.eml" in row["companions"]
    message = email.message_from_bytes(Path(f"{REF}-email.eml").read_bytes(), policy=policy.default)
    (attached,) = message.iter_attachments()
    assert attached.get_content() == Path(row["path"]).read_bytes()
    assert write("mn-dps-dvs", AUDIT, "--email", "--html").code == 2


def test_a_next_letter_can_be_written_with_its_draft_to_the_body_that_it_goes_to(
    letters: Callable[..., Ran], desk: Workspace
) -> None:
    entered(desk)
    letters("sent", REF, "--on", "2026-10-01")
    letters("happened", REF, "escalated", "--step", "demand-determination", "--on", "2026-11-20")
    late = ("--as-of", "2026-12-15")
    done = letters("next", REF, "--step", "data-practices-office", "--email", "--json", *late, "--address-confirmed")
    assert done.code == 0, done.err
    made = done.json["written"]
    message = email.message_from_bytes(Path(made["email"]).read_bytes(), policy=policy.default)
    office = desk.registry.get("mn-admin-dpo")
    assert message["To"] == office.email
    assert "responsible authority" not in message.get_body().get_content()
    (attached,) = message.iter_attachments()
    assert attached.get_content() == Path(made["path"]).read_bytes()
    again = letters("companion", "email", REF, "--pdf", made["path"], "--out", "again.eml")
    assert again.code == 0, again.err
    assert Path("again.eml").read_bytes() == Path(made["email"]).read_bytes()
    notes = letters("next", REF, "--step", "lawyer-notes", "--email", *late)
    assert notes.code == 2
    assert "goes to nobody" in notes.err


def test_a_release_takes_what_the_log_knows_and_asks_for_the_rest(desk: Workspace) -> None:
    entered(desk)
    with pytest.raises(WrongInput) as caught:
        companion.make(desk, CompanionWish("release", REF))
    missing = re.findall(r"^ +(\w+):", str(caught.value), re.MULTILINE)
    assert set(RELEASE) <= set(missing)
    assert "full_name" not in missing
    text = text_of(desk, "release", **RELEASE)
    for told in (
        "Maya Lindqvist",
        "Jordan Reyes",
        "Audit trail from",
        "legal assistance",
        "June 30, 2027",
        "Date signed",
    ):
        assert told in text
    assert "explained to me" in text
    assert "The limit is my own choice" in text
    assert "(d)" in text
    assert "1205.1400" in text


def test_the_log_keeps_of_a_release_the_day_on_which_it_ends_and_no_answer(desk: Workspace) -> None:
    entered(desk)
    made = companion.make(desk, CompanionWish("release", REF, RELEASE))
    companion.make(desk, CompanionWish("release", REF, RELEASE))  # the same again is one event
    found = track.show(desk, REF)
    (event,) = [event for event in found["events"] if event["event"] == "release-written"]
    assert (event["until"], event["sha256"]) == ("2027-06-30", made.sha256)
    assert "legal assistance" not in str(found)
    assert found["status"] == "draft"


@pytest.mark.parametrize(
    ("end", "problem"),
    [("2028-01-01", "at most one year"), (str(TODAY), "would end before it begins"), ("soon", "not a date")],
)
def test_a_release_ends_within_a_year_on_a_day_that_is_given(desk: Workspace, end: str, problem: str) -> None:
    entered(desk)
    with pytest.raises(WrongInput, match=problem):
        companion.make(desk, CompanionWish("release", REF, {**RELEASE, "expiry_date": end}))
    assert not list(Path().glob("*-release.pdf"))


def test_public_data_need_no_release(desk: Workspace) -> None:
    entered(desk, AGREEMENTS)
    with pytest.raises(LettersError, match="needs no release"):
        companion.make(desk, CompanionWish("release", REF, RELEASE))


def test_the_release_for_an_advocates_letter_names_the_advocate_as_receiver(desk: Workspace) -> None:
    entered(desk, signer="advocate")
    text = text_of(desk, "release", **BY_ADVOCATE)
    assert "My representative Maya Lindqvist" in text
    assert text.startswith("Alex Morgan")


@pytest.mark.parametrize("end", [str(TODAY), "2026-01-31"])
def test_an_advocates_letter_is_refused_from_the_day_on_which_the_release_ends(desk: Workspace, end: str) -> None:
    with pytest.raises(WrongInput, match="release_until: the client's release has ended"):
        entered(desk, signer="advocate", release_until=end)
    assert not Path("letter.pdf").exists()
    assert entered(desk, signer="advocate", release_until="2026-11-26").exists()


def test_no_next_letter_rests_on_a_release_that_ended(desk: Workspace) -> None:
    entered(desk, signer="advocate", release_until="2026-12-15")
    track.happened(desk, REF, "sent", TODAY, {"by": "mail"})
    late = date(2027, 1, 15)

    def step(name: str) -> next_letter.NextLetter:
        given = {"mailing_or_reply_address": "PO Box 1234, Saint Paul, MN 55101", "full_name": "Maya Lindqvist"}
        wish = next_letter.NextWish(name, given, late, address_confirmed=True)
        return next_letter.write_next(track.as_of(desk, late), REF, wish)

    with pytest.raises(NoLetterYet, match=r"release ended on December 15, 2026.*letters companion release L-TEST22"):
        step("reminder")
    assert step("withdrawal").path.exists()
    companion.make(track.as_of(desk, late), CompanionWish("release", REF, BY_ADVOCATE))
    assert step("reminder").path.exists()
    track.undo(desk, REF)
    with pytest.raises(NoLetterYet):
        step("reminder")


def test_a_release_written_again_with_an_earlier_content_counts_again(desk: Workspace) -> None:
    entered(desk, signer="advocate")
    for end in ("2027-06-30", "2027-01-31", "2027-06-30", "2027-06-30"):
        companion.make(desk, CompanionWish("release", REF, {**BY_ADVOCATE, "expiry_date": end}))
    ends = [event["until"] for event in track.show(desk, REF)["events"] if event["event"] == "release-written"]
    assert ends == ["2027-06-30", "2027-01-31", "2027-06-30"]


def test_a_release_of_a_later_day_lets_no_earlier_letter_rest_on_it(desk: Workspace) -> None:
    entered(desk, signer="advocate", release_until="2026-12-15")
    track.happened(desk, REF, "sent", TODAY, {"by": "mail"})
    later = track.as_of(desk, date(2027, 2, 1))
    companion.make(later, CompanionWish("release", REF, BY_ADVOCATE))
    with pytest.raises(NoLetterYet, match="release ended on December 15"):
        companion.make(track.as_of(desk, date(2027, 1, 15)), CompanionWish("mailing", REF))
    assert companion.make(later, CompanionWish("mailing", REF)).path.exists()


def test_nothing_is_made_for_sending_on_a_release_that_ended_but_a_withdrawal(desk: Workspace) -> None:
    letter = entered(desk, signer="advocate", release_until="2026-12-15")
    track.happened(desk, REF, "sent", TODAY, {"by": "mail"})
    late = track.as_of(desk, date(2027, 1, 15))
    for name, pdf in (("email", letter), ("mailing", None)):
        with pytest.raises(NoLetterYet, match="release ended"):
            companion.make(late, CompanionWish(name, REF, pdf=pdf))
        assert companion.make(desk, CompanionWish(name, REF, pdf=pdf)).path.exists()
    given = {"mailing_or_reply_address": "PO Box 1234, Saint Paul, MN 55101", "full_name": "Maya Lindqvist"}
    wish = next_letter.NextWish("withdrawal", given, late.today, address_confirmed=True)
    withdrawal = next_letter.write_next(late, REF, wish).path
    assert companion.make(late, CompanionWish("email", REF, pdf=withdrawal, out=Path("w.eml"))).path.exists()


def test_a_letter_of_the_log_is_not_written_anew_on_a_release_that_ended(desk: Workspace) -> None:
    entered(desk, signer="advocate")
    companion.make(desk, CompanionWish("release", REF, BY_ADVOCATE))
    again = wish_for(
        *(AUDIT, "advocate"),
        answers={"release_until": "2027-08-01"},
        track=True,
        reference=REF,
        out=Path("letter.pdf"),
        dated=date(2027, 6, 30),
    )
    with pytest.raises(NoLetterYet, match="release ended"):
        write_letter.write(desk, again)


def test_a_wrong_companion_option_or_answer_is_told(desk: Workspace, letters: Callable[..., Ran]) -> None:
    letter = entered(desk)
    for arguments, words in (
        (("letterhead", REF), "it is one of email, identity, mailing, own-copy, release"),
        (("identity", "L-NONE"), "is no reference that is tracked"),
        (("email", REF), "--pdf FILE"),
        (("identity", REF, "--pdf", str(letter)), "--pdf FILE"),
        (("email", REF, "--pdf", str(letter), "--set", "full_name=Maya"), "email takes no answers"),
        (("mailing", REF, "--set", "date_of_birth=1990-02-28"), "takes only full_name"),
    ):
        done = letters("companion", *arguments)
        assert done.code == 2
        assert words in done.err
        assert "1990" not in done.err
    assert [path.name for path in Path().iterdir()] == ["letter.pdf"]


def test_the_command_tells_what_to_do_with_a_draft_and_with_a_release(
    desk: Workspace, letters: Callable[..., Ran]
) -> None:
    letter = entered(desk)
    assert f"letters sent {REF} --by email" in letters("companion", "email", REF, "--pdf", str(letter)).out
    pairs = [part for name, text in RELEASE.items() for part in ("--set", f"{name}={text}")]
    assert "It ends on 2027-06-30." in letters("companion", "release", REF, "--as-of", str(TODAY), *pairs).out
    done = letters("companion", "release", REF, "--as-of", str(TODAY), *pairs, "--json")
    assert (done.json["companion"], done.json["until"]) == ("release", "2027-06-30")
    assert "it counts only once it is signed and dated" in done.err


def test_the_packet_tells_of_a_release(desk: Workspace, letters: Callable[..., Ran]) -> None:
    entered(desk)
    companion.make(desk, CompanionWish("release", REF, RELEASE))
    assert letters("packet", REF, "--out", "packet.pdf").code == 0
    assert "A release of data was written" in pdf_text(Path("packet.pdf").read_bytes())
