"""The press: letters of a batch from plates come out as if each had been laid out by itself, or are laid out so."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import press_proof
import pytest
from support import OFFERED, TEMPLATES, TODAY, Ran, wish_for

from letters import plate, press, print_file, typecase
from letters.workflow import write
from letters.workflow.plan import Wish, plan
from letters.workflow.workspace import Workspace

# Their page to sign has the name in the middle of a sentence.
ALONE = {"foia-pa-own-cbp", "foia-pa-own-ice", "foia-pa-own-obim", "foia-pa-own-uscis", "privacy-act-amendment"}
AUDIT, LICENSE = "own-record-audit-trail", "own-driver-license-record"


@pytest.fixture(scope="module")
def on_press(workspace: Workspace) -> Workspace:
    return workspace.on_a_press()


def made(desk: Workspace, wish: Wish) -> bytes:
    return write.compose(desk, plan(desk, wish)).content


@pytest.mark.parametrize("request_type", OFFERED)
def test_a_letter_from_the_press_is_the_letter(
    request_type: str, workspace: Workspace, on_press: Workspace, tmp_path: Path
) -> None:
    """Dots at 150 dpi, words, tags and title; the same faults, which is none, to a checker of PDF/UA."""
    for seed in range(3):
        alone, printed = press_proof.both(workspace, on_press, press_proof.invented(request_type, seed))
        assert press_proof.differences(alone, printed) == []
        assert press_proof.pressed(printed) is (request_type not in ALONE)
    assert press_proof.faults(printed, tmp_path) == press_proof.faults(alone, tmp_path)


def test_the_proof_sees_a_shifted_line(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    place = plate._place
    monkeypatch.setattr(plate, "_place", lambda gap, ink: place(replace(gap, x=gap.x + 0.2), ink))
    found = press_proof.both(workspace, workspace.on_a_press(), press_proof.invented(AUDIT, 1))
    assert press_proof.differences(*found) == ["dots"]


def test_the_proof_sees_a_wrong_letter(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    ink = typecase.Compositor.set
    monkeypatch.setattr(typecase.Compositor, "set", lambda self, text: ink(self, text.replace("a", "o")))
    found = press_proof.both(workspace, workspace.on_a_press(), press_proof.invented(AUDIT, 1))
    assert press_proof.differences(*found) == ["dots", "words"]


def test_the_proof_sees_a_missing_tag(workspace: Workspace) -> None:
    alone, printed = press_proof.both(workspace, workspace.on_a_press(), press_proof.invented(AUDIT, 1))
    with pikepdf.open(io.BytesIO(printed)) as document:
        del document.Root.StructTreeRoot.K[0].K[0]
        document.save(out := io.BytesIO())
    assert press_proof.differences(alone, out.getvalue()) == ["tags"]


def test_a_letter_is_the_same_whatever_was_printed_before(workspace: Workspace) -> None:
    wishes = [press_proof.invented(kind, seed) for seed in range(8) for kind in (AUDIT, LICENSE)]
    wishes += [wish_for(AUDIT, answers={"full_name": name}) for name in ("李小龍 Lindqvist", "Олена Коваль", "Αλέξης")]
    one, other = workspace.on_a_press(), workspace.on_a_press()
    forth = [made(one, wish) for wish in wishes]
    back = [made(other, wish) for wish in reversed(wishes)]
    assert forth == back[::-1]
    assert sum(map(press_proof.pressed, forth)) == len(wishes) - 3


def test_few_plates_and_lines_are_kept_and_letters_are_the_same(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    wishes = [press_proof.invented(kind, seed) for seed in range(4) for kind in (AUDIT, LICENSE)]
    usual = [made(workspace.on_a_press(), wish) for wish in wishes]
    monkeypatch.setattr(press, "PLATES", 1)
    monkeypatch.setattr(typecase, "KEPT_LINES", 2)
    desk = workspace.on_a_press()
    assert [made(desk, wish) for wish in wishes] == usual


def test_a_second_letter_of_a_kind_is_not_laid_out_again(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = workspace.on_a_press()
    first, second = (replace(wish_for(LICENSE), agency="mn-dps-dvs") for _ in range(2))
    second = replace(second, given={**second.given, "full_name": "Tou Vang"})
    content = made(desk, first)
    with pikepdf.open(io.BytesIO(content)) as document:
        assert len(document.pages) > 1
    monkeypatch.setattr(plate.pdf, "lay_out", None)
    assert press_proof.pressed(made(desk, second))


STYLES = {
    "see through": "#sender { opacity: 0.8 }",
    "capitals": "#sender { text-transform: uppercase }",
    "centered": "#sender p { text-align: center }",
    "underlined": ".signature { text-decoration: underline }",
}


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_with_a_style_of_ones_own_each_letter_is_laid_out_by_itself(style: str, home: Path) -> None:
    own = home / "templates" / "letter.css"
    own.parent.mkdir(parents=True)
    own.write_text((TEMPLATES / "letter.css").read_text() + style)
    single = Workspace(home, TODAY)
    desk = single.on_a_press()
    for seed in (1, 2):
        alone, printed = press_proof.both(single, desk, press_proof.invented(AUDIT, seed))
        assert printed == alone


WORDS = {
    "plain words": ("<p>More of it.</p>", True),
    "capitals": ('<div style="text-transform: uppercase"><table><tr><td>abc</td></tr></table></div>', False),
    "lines": ('<div style="text-decoration: underline"><table><tr><td>abc</td></tr></table></div>', False),
    "wide": ('<div style="word-spacing: 3pt"><table><tr><td>a b c d</td></tr></table></div>', False),
    "a style": ("<style>td { text-align: center }</style>", False),
}


@pytest.mark.parametrize(("more", "pressed"), WORDS.values(), ids=WORDS)
def test_a_kind_of_ones_own_that_looks_otherwise_is_laid_out_by_itself(more: str, pressed: bool, home: Path) -> None:
    own = home / "templates" / "requests" / f"{AUDIT}.html"
    own.parent.mkdir(parents=True)
    own.write_text((TEMPLATES / "requests" / own.name).read_text() + more)
    single = Workspace(home, TODAY)
    desk = single.on_a_press()
    for seed in (1, 2):
        found = press_proof.both(single, desk, press_proof.invented(AUDIT, seed))
        assert press_proof.differences(*found) == []
        assert press_proof.pressed(found[1]) is pressed


@pytest.mark.parametrize(
    "name",
    ["李小龍", "Олена Коваль", "ሰላም", "Ŋala Ŧaru", "a" * 60],
    ids=["chinese", "cyrillic", "amharic", "rare", "long"],
)
def test_what_a_plate_has_no_letters_or_room_for_is_laid_out_by_itself(
    name: str, workspace: Workspace, on_press: Workspace
) -> None:
    found = press_proof.both(workspace, on_press, wish_for(AUDIT, answers={"full_name": name}))
    assert press_proof.differences(*found) == []
    assert press_proof.pressed(found[1]) is (name == "a" * 60)


def test_a_long_answer_that_all_share_is_part_of_the_plate(workspace: Workspace, on_press: Workspace) -> None:
    long = (
        "The stop on Example Street in Saint Paul, and everything that came of it in the month after, by anybody at all"
    )
    for seed in range(2):
        wish = press_proof.invented("police-incident-report-own", seed)
        found = press_proof.both(workspace, on_press, replace(wish, given={**wish.given, "incident_location": long}))
        assert press_proof.differences(*found) == []
        assert press_proof.pressed(found[1])


def test_signs_of_other_fonts_that_all_share_are_printed_and_joined(on_press: Workspace, tmp_path: Path) -> None:
    wishes = [replace(press_proof.invented(AUDIT, seed), extra_items=("Each box marked ☒.",)) for seed in range(3)]
    letters = [(f"L{number}", made(on_press, wish)) for number, wish in enumerate(wishes)]
    assert all(press_proof.pressed(content) for _, content in letters)
    print_file.join(letters, tmp_path / "print.pdf")
    with pikepdf.open(tmp_path / "print.pdf") as joined:
        fonts = [font for page in joined.pages for font in page.Resources.get("/Font", {}).values()]
        described = [font.DescendantFonts[0].FontDescriptor for font in fonts]
        held = [each.get("/FontFile2", each.get("/FontFile3")) for each in described]
        assert len({each.objgen for each in held}) == len({each.read_raw_bytes() for each in held}) == 3


def test_own_words_outside_the_blocks_are_laid_out(workspace: Workspace, on_press: Workspace) -> None:
    """Such as a free item that says the name."""
    wish = wish_for(AUDIT, extra_items=("Mail to Maya Lindqvist that was returned.",))
    alone, printed = press_proof.both(workspace, on_press, wish)
    assert printed == alone


def test_of_a_print_run_what_letters_share_is_there_once(
    workspace: Workspace, on_press: Workspace, tmp_path: Path
) -> None:
    wishes = [press_proof.invented(kind, seed) for seed in range(60) for kind in (AUDIT, LICENSE)]
    letters = [(f"L{number}", made(on_press, wish)) for number, wish in enumerate(wishes)]
    print_file.join(letters, tmp_path / "print.pdf")
    joined = (tmp_path / "print.pdf").read_bytes()
    assert len(joined) < sum(len(content) for _, content in letters) / 10
    with pikepdf.open(io.BytesIO(joined)) as document:
        assert document.check_pdf_syntax() == []
        assert len(document.open_outline().root) == len(letters)
    pages = press_proof.dots(joined)
    at = 0
    for _, content in letters:
        dots = press_proof.dots(content)
        assert pages[at : at + len(dots)] == dots
        at += len(dots) + len(dots) % 2
    assert at == len(pages)


def test_the_list_says_which_letters_were_laid_out_by_themselves(letters: Callable[..., Ran], tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    names = ("Maya Lindqvist", "李小龍", "Tou Vang")
    head = "full_name,mailing_or_reply_address,driver_license_or_id_number,date_from,date_to\n"
    rows = [
        f'{name},"1 Example St, Saint Paul, MN 55101",T12345678901{n},2026-01-01,2026-01-31\n'
        for n, name in enumerate(names)
    ]
    table.write_text(head + "".join(rows))
    done = letters("batch", str(table), "--out", "out", "--agency", "mn-dps-dvs", "--type", AUDIT)
    assert done.code == 0, done.err
    with Path("out/manifest.csv").open(encoding="utf-8-sig") as file:
        assert [row["set"] for row in csv.DictReader(file)] == ["with others", "alone", "with others"]
    assert "1 letter took longer" in done.err
    again = letters("batch", str(table), "--out", "out", "--agency", "mn-dps-dvs", "--type", AUDIT, "--json")
    assert (again.json["before"], again.json["alone"]) == (3, 0)
    with Path("out/manifest.csv").open(encoding="utf-8-sig") as file:
        assert [row["set"] for row in csv.DictReader(file)] == ["with others", "alone", "with others"]
