"""Address labels and envelopes: where each line stands on the page, what does not fit, and what the log knows."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import outloud
import pdfplumber
import pikepdf
import pytest
from support import Ran, pdf_text, wish_for

from letters.errors import CannotPrint, WrongInput
from letters.workflow import write as write_letter
from letters.workflow.labels import Label, envelopes, label_sheets
from letters.workflow.workspace import Workspace

AUDIT, AGREEMENTS = "own-record-audit-trail", "data-sharing-agreements-mous"
FIVE = (
    "Responsible Authority or designee",
    "Attention: Data Practices Compliance Official",
    "Example County Department of Records",
    "1500 Example Street, Suite 1000",
    "Saint Paul, MN 55101-0000",
)
POINTS = 72
MARGIN = 1 / 16


def numbered(count: int) -> list[Label]:
    """Labels of five lines, told apart by their first one."""
    return [Label(f"L-{n:03}", (f"Number{n:03}", *FIVE[1:]), ("Maya Lindqvist", "PO Box 1")) for n in range(count)]


def words_by_page(content: bytes) -> list[list[dict[str, Any]]]:
    with pdfplumber.open(io.BytesIO(content)) as document:
        assert not any(page.rotation for page in document.pages)
        return [page.extract_words(keep_blank_chars=False, extra_attrs=["size"]) for page in document.pages]


def label_of(word: dict[str, Any]) -> int:
    """The number on its sheet (from 1) of the Avery 5160 label that a word is inside of, with a margin."""
    column = round((word["x0"] / POINTS - 0.1875 - 2.625 / 2) / 2.75)
    row = round((word["top"] / POINTS - 0.5 - 0.5) / 1)
    left, top = 0.1875 + 2.75 * column, 0.5 + row
    assert word["x0"] / POINTS >= left + MARGIN
    assert word["x1"] / POINTS <= left + 2.625 - MARGIN
    assert word["top"] / POINTS >= top + 0.03
    assert word["bottom"] / POINTS <= top + 1 - 0.03
    assert (column in range(3), row in range(10)) == (True, True)
    return row * 3 + column + 1


def test_31_addresses_of_five_lines_stand_inside_their_labels_on_two_sheets(workspace: Workspace) -> None:
    content = label_sheets(workspace, numbered(31))
    first, second = words_by_page(content)
    places = {word["text"]: label_of(word) for word in first + second if word["text"].startswith("Number")}
    assert places == {f"Number{n:03}": n % 30 + 1 for n in range(31)}
    assert {label_of(word) for word in first} == set(range(1, 31))
    assert {label_of(word) for word in second} == {1}
    with pdfplumber.open(io.BytesIO(content)) as document:
        assert {(page.width, page.height) for page in document.pages} == {(612, 792)}


@pytest.mark.parametrize(("start", "sheets"), [(1, 1), (2, 1), (29, 1), (30, 2)])
def test_a_part_used_sheet_is_begun_where_it_is_free(start: int, sheets: int, workspace: Workspace) -> None:
    pages = words_by_page(label_sheets(workspace, numbered(2), start))
    assert len(pages) == sheets
    used = [[label_of(w) for w in page if w["text"].startswith("Number")] for page in pages]
    assert used == ([[start, start + 1]] if sheets == 1 else [[30], [1]])


@pytest.mark.parametrize("start", [0, 31, -1])
def test_a_sheet_has_no_other_labels(start: int, workspace: Workspace) -> None:
    with pytest.raises(WrongInput, match="1 to 30"):
        label_sheets(workspace, numbered(1), start)


def test_a_long_address_is_set_smaller_and_the_others_are_not(workspace: Workspace) -> None:
    long = Label("L-LONG", (*FIVE[:2], "The Joint Board for the Records of the Example and Sample Counties", *FIVE[3:]))
    short = Label("L-SHORT", ("Records", "1 Example Ave", "Ely, MN 55731"))
    (words,) = words_by_page(label_sheets(workspace, [long, short]))
    sizes: dict[int, set[int]] = {1: set(), 2: set()}
    for word in words:
        sizes[label_of(word)].add(round(word["size"]))
    (small,), (large,) = sizes[1], sizes[2]
    assert 8 <= small < large == 11


@pytest.mark.parametrize(
    "line",
    ["A" * 60, "Office " * 40, "Saint Paul of the long name that nobody could ever write on one line, MN 55101"],
    ids=["an unbroken word", "many words", "a last line that must not be broken"],
)
def test_what_does_not_fit_in_readable_type_is_named_by_its_reference(line: str, workspace: Workspace) -> None:
    labels = [*numbered(2), Label("L-LONG", ("Records", line))]
    with pytest.raises(CannotPrint, match=r"^The address of L-LONG does not fit, even in 8 points"):
        label_sheets(workspace, labels)


def test_an_empty_address_and_one_that_no_font_has_are_named_by_their_references(workspace: Workspace) -> None:
    for make in (label_sheets, envelopes):
        with pytest.raises(CannotPrint, match="no address for L-A, L-B"):
            make(workspace, [Label("L-A", ()), Label("L-B", ("  ",)), *numbered(1)])
        with pytest.raises(CannotPrint, match=r"U\+12F90.*the address of L-RARE"):
            make(workspace, [*numbered(1), Label("L-RARE", ("Records \U00012f90", "Ely, MN 55731"))])


def test_an_envelope_has_the_address_where_the_post_reads_it_and_the_sender_in_the_corner(workspace: Workspace) -> None:
    content = envelopes(workspace, [*numbered(2), Label("L-X", FIVE)])
    pages = words_by_page(content)
    assert len(pages) == 3
    with pdfplumber.open(io.BytesIO(content)) as document:
        assert {(page.width / POINTS, page.height / POINTS) for page in document.pages} == {(9.5, 4.125)}
    for number, page in enumerate(pages):
        sender = [word for word in page if word["top"] / POINTS < 1.4]
        address = [word for word in page if word not in sender]
        assert [word["text"] for word in sender] == (["Maya", "Lindqvist", "PO", "Box", "1"] if number < 2 else [])
        for word in sender:
            assert word["x0"] / POINTS >= 0.25
            assert word["top"] / POINTS >= 0.25
            assert word["x1"] / POINTS <= 4.25
        for word in address:
            assert 0.5 <= word["x0"] / POINTS <= word["x1"] / POINTS <= 9.0
            assert 4.125 - 2.75 <= word["top"] / POINTS <= word["bottom"] / POINTS <= 4.125 - 0.625
        assert " ".join(word["text"] for word in address).endswith("Suite 1000 Saint Paul, MN 55101-0000")


def test_the_same_addresses_give_the_same_bytes_and_no_address_outside_the_pages(workspace: Workspace) -> None:
    for make in (label_sheets, envelopes):
        content = make(workspace, numbered(3))
        assert make(workspace, numbered(3)) == content
        with pikepdf.open(io.BytesIO(content)) as document:
            told = str(document.docinfo) + document.Root.Metadata.read_bytes().decode() + str(document.Root)
        for private in ("Maya", "Number00", "Example", "L-00"):
            assert private not in told


def test_a_sheet_is_read_label_by_label(workspace: Workspace) -> None:
    Path("labels.pdf").write_bytes(label_sheets(workspace, numbered(4)))
    result = outloud.check("labels.pdf")
    assert result.error is None
    assert [finding.rule for finding in result.findings if finding.severity != "info"] == []


@pytest.fixture
def campaign(desk: Workspace) -> Callable[..., str]:
    """`campaign(agency, reference)` tracks a letter of the campaign "autumn"."""

    def run(agency: str, reference: str, request_type: str = AGREEMENTS) -> str:
        out = Path(f"{reference}.pdf")
        wish = wish_for(request_type, agency=agency, track=True, reference=reference, campaign="autumn", out=out)
        write_letter.write(desk, wish)
        return reference

    return run


def test_labels_of_a_campaign_have_the_addresses_of_its_bodies(
    letters: Callable[..., Ran], campaign: Callable[..., str]
) -> None:
    campaign("hennepin-county", "L-ONE")
    campaign("mn-dps", "L-TWO")
    done = letters("labels", "--campaign", "autumn", "--out", "labels.pdf")
    assert (done.code, done.out) == (0, "Wrote labels.pdf: 2 labels. Print at 100 %.\n")
    text = pdf_text(Path("labels.pdf").read_bytes())
    assert "Hennepin County" in text
    assert "Minnesota Department of Public Safety" in text
    assert letters("labels", "L-TWO", "L-TWO", "--out", "labels.pdf", "--json").json["count"] == 1
    assert "Hennepin" not in pdf_text(Path("labels.pdf").read_bytes())


def test_an_address_that_is_not_known_is_said_plainly_and_the_others_are_written(
    letters: Callable[..., Ran], campaign: Callable[..., str]
) -> None:
    campaign("hennepin-county", "L-ONE")
    campaign("mn-mnsure", "L-TWO")
    done = letters("labels", "--campaign", "autumn", "--out", "labels.pdf")
    assert done.code == 3
    assert done.err.startswith("Left out: L-TWO: No postal address is known for MNsure.")
    assert "1 label." in done.out
    alone = letters("labels", "L-TWO", "--out", "alone.pdf")
    assert (alone.code, "L-TWO: No postal address is known" in alone.err) == (1, True)
    assert not Path("alone.pdf").exists()


def test_an_envelope_names_the_sender_only_if_that_is_asked_for(
    letters: Callable[..., Ran], campaign: Callable[..., str]
) -> None:
    campaign("mn-dps-dvs", "L-ONE", AUDIT)
    for options, there in (((), False), (("--return-address",), True)):
        assert letters("labels", "L-ONE", "--envelopes", *options, "--out", "envelopes.pdf").code == 0
        text = pdf_text(Path("envelopes.pdf").read_bytes())
        assert ("Maya Lindqvist PO Box 1234 Saint Paul, MN 55101" in text) == there
        assert "445 Minnesota St." in text


def test_a_wrong_command_writes_nothing(letters: Callable[..., Ran], campaign: Callable[..., str]) -> None:
    campaign("hennepin-county", "L-ONE")
    Path("mine.pdf").write_bytes(b"%PDF-1.7 of somebody else")
    for arguments, code, told in (
        (("--out", "l.pdf"), 2, "either references or --campaign"),
        (("L-ONE", "--campaign", "autumn", "--out", "l.pdf"), 2, "either references or --campaign"),
        (("--campaign", "spring", "--out", "l.pdf"), 2, "No request of a campaign 'spring' is tracked"),
        (("L-NONE", "--out", "l.pdf"), 2, "no reference that is tracked"),
        (("L-ONE", "--out", "l.pdf", "--start", "31"), 2, "1 to 30"),
        (("L-ONE", "--out", "l.pdf", "--start", "2", "--envelopes"), 2, "--start is for labels"),
        (("L-ONE", "--out", "l.pdf", "--return-address"), 2, "--return-address is for --envelopes"),
        (("L-ONE", "--out", "mine.pdf"), 1, "is left alone"),
    ):
        done = letters("labels", *arguments)
        assert (done.code, told in done.err) == (code, True), done.err
    assert not Path("l.pdf").exists()
