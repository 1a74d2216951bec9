"""The sheets that go with a letter, read back from the PDF: what each tells, and that it names nobody."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import outloud
import pdfplumber
import pikepdf
import pytest
import segno
from companions_support import AGREEMENTS, AUDIT, REF, entered, text_of
from support import CATALOGUE, Ran, pdf_text

from letters.workflow import companion, track
from letters.workflow.companion import CompanionWish
from letters.workflow.workspace import Workspace

SHEETS = ("identity", "mailing", "own-copy")


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
