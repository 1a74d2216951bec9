"""The printed page: where the address stands, what a reader and a screen reader find, what the file gives away."""

import io
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import outloud
import pdfplumber
import pikepdf
import pytest
from support import ANSWERS, CATALOGUE, Ran, pdf_text, wish_for

from letters import addressee, pdf
from letters.envelope import ADDRESS, CLEAR, address_fits, keeps_clear
from letters.errors import NoAddress
from letters.letter import Setting
from letters.workflow import recipients
from letters.workflow import write as write_letter
from letters.workflow.workspace import Workspace

POINTS = 72


def written(write: Callable[..., Ran], agency: str, request_type: str, *options: str, **given: str | None) -> bytes:
    done = write(agency, request_type, "--out", "letter.pdf", *options, **given)
    assert done.code == 0, done.err
    return Path("letter.pdf").read_bytes()


LETTERS = [(name, signer) for name in ANSWERS for signer in (CATALOGUE.types[name].signers or (None,))]


def test_every_known_address_shows_in_the_window(workspace: Workspace) -> None:
    order = write_letter.plan(workspace, wish_for("own-record-audit-trail")).order
    trouble, tried = [], 0
    for agency in workspace.registry.agencies.values():
        try:
            recipient = recipients.recipient(workspace.registry, agency, None, confirmed=True)
        except NoAddress:
            continue
        tried += 1
        for block in addressee.blocks(recipient):
            composed = workspace.stationery.compose(order, Setting(block))
            pages = pdf.lay_out(composed.html, workspace.template_folders)
            if address_fits(pages.boxes["addressee"]):
                break
        else:
            trouble.append(agency.id)
    assert tried > 400
    assert trouble == []


@pytest.mark.parametrize("agency", ["mn-dps", "mn-dps-dvs", "st-paul-police", "two-rivers-watershed", "mn-sos"])
def test_words_in_the_window_are_the_address_and_nothing_else(agency: str, write: Callable[..., Ran]) -> None:
    content = written(write, agency, "own-record-audit-trail", "--address-confirmed")
    with pdfplumber.open(io.BytesIO(content)) as document:
        words = document.pages[0].extract_words()
    inside = [
        word
        for word in words
        if word["x0"] < CLEAR.right * POINTS
        and word["bottom"] > CLEAR.top * POINTS
        and word["top"] < CLEAR.bottom * POINTS
    ]
    lines = {round(word["top"]) for word in inside}
    assert 3 <= len(lines) <= 5
    for word in inside:
        assert word["x0"] >= ADDRESS.left * POINTS - 0.01, word["text"]
        assert word["x1"] <= ADDRESS.right * POINTS, word["text"]
        assert word["top"] >= ADDRESS.top * POINTS, word["text"]
        assert word["bottom"] <= ADDRESS.bottom * POINTS, word["text"]
    assert re.search(r"MN \d{5}", " ".join(word["text"] for word in inside))


def test_an_address_that_cannot_fit_is_an_error_that_names_the_agency(write: Callable[..., Ran]) -> None:
    where = "A Hall With a Name That Goes On and On and On Until It Fills the Line and One More"
    done = write("mn-dps-dvs", "own-record-audit-trail", "--address", f"{where}\n1 Example Ave\nSt. Paul, MN 55101")
    assert done.code == 1
    assert "Minnesota Department of Public Safety does not fit the window" in done.err
    assert list(Path().iterdir()) == []


def test_a_long_sender_stays_out_of_the_window_or_is_refused(write: Callable[..., Ran]) -> None:
    address = "\n".join(["A line of an address that is long enough to wrap in its column, at the very least once"] * 6)
    done = write("mn-dps", "own-record-audit-trail", mailing_or_reply_address=address, phone="651-555-0142")
    assert done.code == 1
    assert "Your own address takes too many lines" in done.err


@pytest.mark.parametrize(("request_type", "signer"), LETTERS)
def test_an_independent_checker_finds_no_fault(
    request_type: str, signer: str | None, workspace: Workspace, tmp_path: Path
) -> None:
    """PDF/UA, for every type and signer; the address stood in the window, or it would not have been written."""
    done = write_letter.write(workspace, wish_for(request_type, signer, out=tmp_path / "letter.pdf"))
    result = outloud.check(str(done.path))
    assert result.error is None
    faults = [finding for finding in result.findings if finding.severity != "info"]
    # A court's mailbox stands on paper as an address, and is no link.
    assert [
        (f.rule, f.message) for f in faults if (f.rule, request_type) != ("LNK-010", "immigration-court-file")
    ] == []


def test_the_file_is_tagged_titled_and_printed_at_its_own_size(write: Callable[..., Ran]) -> None:
    with pikepdf.open(io.BytesIO(written(write, "mn-dps-dvs", "own-record-audit-trail"))) as document:
        root = document.Root
        assert root.Lang == "en-US"
        assert root.MarkInfo.Marked
        assert root.ViewerPreferences.DisplayDocTitle
        assert root.ViewerPreferences.PrintScaling == "/None"
        assert list(document.pages[0].MediaBox)[2:] == [612, 792]
        fonts = [font for page in document.pages for _, font in page.Resources.Font.items()]
        assert fonts
        for font in fonts:
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert any(key in descriptor for key in ("/FontFile2", "/FontFile3"))


def test_the_file_tells_nobodys_name_outside_the_letter(write: Callable[..., Ran]) -> None:
    done = write("mn-dps-dvs", "own-record-audit-trail")
    (path,) = Path().iterdir()
    assert re.fullmatch(r"L-[2-9A-Z]{6}\.pdf", path.name)
    with pikepdf.open(path) as document:
        metadata = str(document.docinfo) + document.Root.Metadata.read_bytes().decode()
    for private in ("Maya", "Lindqvist", "T123", "audit", "Driver"):
        assert private not in metadata
        assert private not in done.out


def test_the_same_letter_is_the_same_file_in_another_process(tmp_path: Path, home: Path) -> None:
    command = [sys.executable, "-m", "letters", "write", "mn-dps", "own-driver-license-record", "--dated", "2026-11-25"]
    for name, text in ANSWERS["own-driver-license-record"].items():
        command += ["--set", f"{name}={text}"]
    for name in ("one.pdf", "two.pdf"):
        subprocess.run([*command, "--out", str(tmp_path / name)], check=True, capture_output=True)
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


@pytest.mark.parametrize(("request_type", "signer"), LETTERS)
def test_no_template_makes_the_engine_warn(request_type: str, signer: str | None, workspace: Workspace) -> None:
    planned = write_letter.plan(workspace, wish_for(request_type, signer))
    block = next(addressee.blocks(planned.recipient))
    for spacing in ("open", "close"):
        composed = workspace.stationery.compose(planned.order, Setting(block, spacing, pages=2))
        assert pdf.lay_out(composed.html, workspace.template_folders).warnings == ()


def test_one_page_has_no_footer_and_two_pages_are_numbered(write: Callable[..., Ran]) -> None:
    one = pdf_text(written(write, "st-paul-police", "own-record-audit-trail"))
    two = pdf_text(written(write, "mn-dps-dvs", "own-driver-license-record", date_from="2020-01-01"))
    assert "Page 1" not in one
    assert "Page 1 of 2" in two
    assert "Page 2 of 2" in two


def test_a_signature_never_stands_alone_on_a_page(write: Callable[..., Ran]) -> None:
    """However many items push it down, text of the letter comes with it."""
    for extra in (0, 8, *range(31, 38)):  # up to where the last page is full
        items = [option for number in range(extra) for option in ("--item", f"Some more data, part {number}.")]
        content = written(write, "mn-dps-dvs", "own-record-audit-trail", *items)
        with pdfplumber.open(io.BytesIO(content)) as document:
            last = document.pages[-1].extract_text()
        assert "Thank you" in last


def test_boxes_keep_clear_of_the_window() -> None:
    assert keeps_clear(CLEAR.__class__(1.0, 0.75, 5.0, 2.3))
    assert not keeps_clear(CLEAR.__class__(1.0, 0.75, 5.0, 2.5))
    assert not address_fits(ADDRESS.__class__(1.0, 2.645, 4.25, 3.40))
