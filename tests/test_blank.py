"""The paper form: its fields read back, filled in, and the same for every kind of request."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import outloud
import pdfplumber
import pikepdf
import pypdfium2
import pytest
from support import CATALOGUE, OFFERED, Ran, pdf_text

from letters.workflow import look_up
from letters.workflow.blank import blank as write_blank
from letters.workflow.workspace import Workspace

AUDIT = "own-record-audit-trail"
CHILD = "parent-or-guardian-request"
# The example of an e-mail address is no link; WeasyPrint marks the foot of a page as if it were text.
KNOWN = {"LNK-010", "PAG-001"}


@pytest.fixture
def blank(letters: Callable[..., Ran]) -> Callable[..., Path]:
    """`blank(type, …)` writes the form to blank.pdf."""

    def run(request_type: str, *options: str) -> Path:
        done = letters("blank", request_type, "--out", "blank.pdf", *options)
        assert done.code == 0, done.err
        return Path("blank.pdf")

    return run


@contextmanager
def fields_of(path: Path) -> Iterator[dict[str, pikepdf.Object]]:
    """The fields by name, as any reader of PDF finds them: each name once."""
    with pikepdf.open(path) as document:
        found = list(document.Root.AcroForm.Fields)
        names = [str(field.T) for field in found]
        assert len(names) == len(set(names))
        yield dict(zip(names, found, strict=True))


@pytest.mark.parametrize("request_type", OFFERED)
def test_every_question_of_every_type_is_a_field_with_its_id(request_type: str, workspace: Workspace) -> None:
    told = look_up.show_type(workspace, request_type)["fields"]
    with fields_of(write_blank(workspace, request_type, Path("blank.pdf")).path) as fields:
        assert list(fields) == [field["id"] for field in told]
        for asked in told:
            field = fields[asked["id"]]
            assert str(field.TU) == asked["label"]
            if asked["type"] in ("choice", "yes_no"):
                choices = asked.get("choices", ["yes", "no"])
                assert field.FT == "/Btn"
                assert [str(choice) for choice in field.Opt] == choices
                assert not [kid for kid in field.Kids if "/T" in kid]  # its name is that of the group
                assert [str(kid.TU) for kid in field.Kids] == [f"{asked['label']}: {choice}" for choice in choices]
            else:
                assert field.FT == "/Tx"
                several_lines = bool(int(field.get("/Ff", 0)) & 1 << 12)
                assert several_lines == (asked["type"] in ("multiline", "address"))


def test_the_words_say_what_is_needed_what_is_optional_and_what_to_take_care_of(blank: Callable[..., Path]) -> None:
    text = pdf_text(blank(AUDIT).read_bytes())
    assert "this paper holds personal data" in text
    assert "shred it" in text
    assert "1. Your full name (needed)" in text
    assert "3. Minnesota driver's license or ID number (one of the questions marked A is needed)" in text
    assert "8. Other spellings of your own name (optional)" in text
    assert "Example: 2/28/1990" in text
    for note in CATALOGUE.types[AUDIT].safety:
        assert note in text


def test_another_signer_is_asked_other_questions(blank: Callable[..., Path]) -> None:
    with fields_of(blank(AUDIT)) as fields:
        assert "minor_full_name" not in fields
    path = blank(AUDIT, "--signer", "parent")
    with fields_of(path) as fields:
        assert {"minor_full_name", "minor_date_of_birth", "relationship"} <= set(fields)
    assert "A parent, or a guardian, of a child under 18" in pdf_text(path.read_bytes())


def test_nothing_is_smaller_than_fourteen_points_and_every_box_can_be_written_in(blank: Callable[..., Path]) -> None:
    path = blank(CHILD)
    with pdfplumber.open(path) as document:
        sizes = [char["size"] for page in document.pages for char in page.chars]
        boxes = [note for page in document.pages for note in page.annots]
    assert min(sizes) >= 13.99
    for box in boxes:
        width, height = box["x1"] - box["x0"], box["bottom"] - box["top"]
        assert (width > 12 and height > 12) if width < 30 else (width >= 150 and height >= 22)
        assert box["x0"] >= 60
        assert box["x1"] <= 8.5 * 72 - 60


def test_what_is_filled_in_is_shown_and_read_back(blank: Callable[..., Path]) -> None:
    path = blank(AUDIT)
    with pikepdf.open(path) as document:
        fields = {str(field.T): field for field in document.Root.AcroForm.Fields}
        fields["full_name"].V = "Alex Morgan"
        copies = fields["inspect_or_copy"]
        copies.V = copies.Kids[1].AS = pikepdf.Name("/1")
        document.save("filled.pdf")
    with fields_of(Path("filled.pdf")) as again:
        assert str(again["full_name"].V) == "Alex Morgan"
        chosen = again["inspect_or_copy"]
        assert str(chosen.Opt[int(str(chosen.V).removeprefix("/"))]) == "copies"
    assert _dark(Path("filled.pdf")) > _dark(path) + 100


def _dark(path: Path) -> int:
    """How many dots of the pages, as a reader shows them with what was filled in, are dark."""
    with pypdfium2.PdfDocument(path) as document:
        document.init_forms()
        return sum(sum(page.render(scale=2).to_pil().convert("L").histogram()[:128]) for page in document)


def test_a_form_can_be_read_aloud(blank: Callable[..., Path]) -> None:
    for request_type in (AUDIT, CHILD):
        result = outloud.check(str(blank(request_type)))
        assert result.error is None
        assert {finding.rule for finding in result.findings if finding.severity != "info"} <= KNOWN


def test_the_same_type_gives_the_same_bytes_and_no_title_outside_the_page(blank: Callable[..., Path]) -> None:
    first = blank(AUDIT).read_bytes()
    assert blank(AUDIT).read_bytes() == first
    with pikepdf.open(io.BytesIO(first)) as document:
        told = str(document.docinfo) + document.Root.Metadata.read_bytes().decode()
    assert "Intake form" in told
    assert "vehicle" not in told


def test_what_cannot_be_written_is_said_in_one_message(letters: Callable[..., Ran]) -> None:
    held_back = next(name for name, kind in CATALOGUE.types.items() if kind.not_offered)
    Path("mine.pdf").write_bytes(b"%PDF-1.7 of somebody else")
    for arguments, code, told in (
        (("own-record-audit", "--out", "b.pdf"), 2, "Did you mean"),
        ((AUDIT, "--out", "b.pdf", "--signer", "neighbour"), 2, "signer: such a letter can be signed by"),
        ((held_back, "--out", "b.pdf"), 2, "is not offered yet"),
        ((AUDIT, "--out", "mine.pdf"), 1, "is left alone"),
        ((AUDIT, "--out", "none/b.pdf"), 1, "There is no folder"),
    ):
        done = letters("blank", *arguments)
        assert (done.code, told in done.err) == (code, True), done.err
    assert not Path("b.pdf").exists()
