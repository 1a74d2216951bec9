"""A plate: the pages of a letter laid out once, with gaps for the lines in which other letters like it differ.

WeasyPrint draws a line of text as one operator. A plate keeps all that it drew but for the lines in the gaps, and
prints a letter by having the same engine draw the letter's own lines in the same places. What would not come out
exactly as if the letter had been laid out by itself is refused.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pydyf
from weasyprint.draw.text import draw_first_line
from weasyprint.formatting_structure.boxes import BlockContainerBox, InlineBlockBox, MarginBox, PageBox, TextBox
from weasyprint.matrix import Matrix
from weasyprint.pdf.stream import Stream
from weasyprint.text.line_break import Layout, line_size

from letters import pdf
from letters.envelope import Box
from letters.errors import CannotPrint
from letters.shared_pdf import Hole, SharedPdf

# What every plate can print, so that the letters of a print run share their fonts.
PLAIN = "".join(map(chr, range(0x20, 0x7F))) + "\N{NO-BREAK SPACE}§·\u2013\u2014\u2018\u2019\u201c\u201d•…"
# Latin letters for Europe's languages and Vietnamese, but for those that the letters' font does not have.
_LACKING = "ĬĭĲĳŊŋŦŧ\N{SOFT HYPHEN}"
ACCENTED = "".join(
    sorted({*map(chr, [*range(0xA1, 0x180), *range(0x218, 0x21C), *range(0x1EA0, 0x1EFA)])}.difference(_LACKING))
)
# Other characters are drawn like one of these, but would be read back as it.
_LETTERS = frozenset(PLAIN + ACCENTED)
# Letters that the font draws as one.
JOINED = ("ff", "fi", "fl", "ffi", "ffl", "ft")
# A line that leaves less than this free, in CSS pixels, might be broken: it is not for a gap.
SPARE = 0.5
# Lines that come again, such as an agency's address, are drawn once.
KEPT_LINES = 4000
_RUNS = re.compile(rb"<([0-9a-f]*)>")


class Unfit(CannotPrint):
    """A plate cannot print this exactly."""


def marker(number: int) -> str:
    """What stands in a gap while the pages are laid out."""
    return f"{number:010}"


@dataclass(frozen=True)
class _Gap:
    """Where a line stands and how it is drawn, in CSS pixels; `right`: where it ends, if set against the right."""

    style: Any
    x: float
    y: float
    right: float | None
    room: float


@dataclass(frozen=True)
class _Ink:
    """A line as it was drawn: its width in CSS pixels, the operators that choose its font, the one that shows it."""

    width: float
    font: tuple[bytes, ...]
    text: bytes


@dataclass(frozen=True)
class _Words:
    """A line as WeasyPrint wants it to draw it."""

    text: str
    style: Any
    pango_layout: Layout


@dataclass(frozen=True)
class _Case:
    """The letters of a style, as a printer's case holds them, and the lines set from it so far."""

    font: tuple[bytes, ...]
    glyphs: frozenset[bytes]
    lines: dict[str, _Ink]


class Cases(dict[tuple[object, ...], _Case]):
    """The cases of several plates: styles of one language that draw every letter alike draw every line alike."""

    def case(self, language: object, letters: tuple[_Ink, ...]) -> _Case:
        key = (language, *letters)
        if key not in self:
            self[key] = _Case(letters[0].font, _glyphs(letters), {})
        return self[key]


class Plate:
    """Pages with gaps, of which the first is the reference in the title of the file and the others are lines.

    Raises Unfit when a gap is no line of its own.
    """

    def __init__(self, html: str, folders: tuple[Path, ...], gaps: int, cases: Cases) -> None:
        pages = pdf.lay_out(html, folders)
        self.count: int = pages.count
        self.boxes: Mapping[str, Box] = pages.boxes
        self.warnings: tuple[str, ...] = pages.warnings
        self._pages: pdf.Pages | None = pages
        self._fonts = pages.document.fonts
        self._layouts: dict[int, Layout] = {}
        self._gaps = _gaps(pages.document.pages, gaps)
        letters = [tuple(self._draw(gap, text) for text in (PLAIN, *JOINED, ACCENTED)) for gap in self._gaps]
        self._cases = [cases.case(gap.style["lang"], drawn) for gap, drawn in zip(self._gaps, letters, strict=True)]
        # Where lines begin that are set against the left.
        self._places = [None if gap.right is not None else _place(gap, None) for gap in self._gaps]
        self._marked = [self._draw(gap, marker(number)) for number, gap in enumerate(self._gaps, 1)]

    def fits(self, number: int, text: str) -> bool:
        """Whether a text is one line in its gap; raises Unfit for what this plate has no letters for."""
        return number == 0 or self._ink(number, text).width <= self._gaps[number - 1].room - SPARE

    def printed(self, texts: Sequence[str]) -> bytes:
        """The PDF of the letter with these texts, all of which fit; raises Unfit."""
        if self._pages:
            pdf.write(self._pages, self._cast)
            self._pages = None
        reference, *lines = texts
        inks = [self._ink(number, line) for number, line in enumerate(lines, 1)]
        drawn = [
            (place or _place(gap, ink), ink.text)
            for gap, place, ink in zip(self._gaps, self._places, inks, strict=True)
        ]
        return self._shared.complete(reference, drawn)

    def _cast(self, file: pydyf.PDF) -> None:
        """Takes what WeasyPrint drew, and finds the gaps in it."""
        marks = {ink.text: number for number, ink in enumerate(self._marked)}
        drawings = [each for each in file.objects if isinstance(each, Stream)]
        holes = {drawing: list(_holes(drawing.stream, marks)) for drawing in drawings}
        pages = {each["Contents"] for each in file.objects if isinstance(each, dict) and each.get("Type") == "/Page"}
        cut = {hole.gap for drawing, found in holes.items() if drawing.reference in pages for hole in found}
        if cut != set(range(len(self._gaps))):  # what is shown elsewhere than on the page itself would stay a marker
            raise CannotPrint("Your own style shows a block in a way that a batch cannot print: see `letters write`.")
        self._shared = SharedPdf(file, holes, marker(0))

    def _ink(self, number: int, text: str) -> _Ink:
        """A line for a gap; raises Unfit for what has other glyphs, or another font, than the plate."""
        case = self._cases[number - 1]
        if (known := case.lines.get(text)) is None:
            if not _LETTERS.issuperset(text):
                raise Unfit("The line has other letters.")
            with self._fonts_as_they_are():
                known = self._draw(self._gaps[number - 1], text)
            if known.font != case.font or not _glyphs([known]) <= case.glyphs:
                raise Unfit("The line has other letters.")
            if len(case.lines) >= KEPT_LINES:
                case.lines.clear()
            case.lines[text] = known
        return known

    @contextmanager
    def _fonts_as_they_are(self) -> Iterator[None]:
        """Takes out again what is drawn into the fonts: files of a plate are the same whatever was printed before."""
        before = {key: [len(each) for each in _drawn_into(font)] for key, font in self._fonts.items()}
        try:
            yield
        finally:
            for key, font in list(self._fonts.items()):
                if key not in before:
                    del self._fonts[key]
                    continue
                for each, number in zip(_drawn_into(font), before[key], strict=True):
                    while len(each) > number:
                        each.popitem()

    def _draw(self, gap: _Gap, text: str) -> _Ink:
        if (layout := self._layouts.get(id(gap.style))) is None:
            layout = self._layouts[id(gap.style)] = Layout(gap.style)
        layout.set_text(text)
        line, more = layout.get_first_line()
        width, _ = line_size(line, gap.style)
        stream = Stream(self._fonts, None, {}, {}, None, {}, None)
        with pdf.notes() as notes:
            pictures = draw_first_line(stream, _Words(text, gap.style, layout), "clip", "none", Matrix(d=-1))
        if pictures or notes or more is not None or line.resolved_dir != 0:
            raise Unfit("The line is not drawn as one.")
        _, *font, shown = stream.stream
        return _Ink(width, tuple(font), shown)


def _drawn_into(font: Any) -> tuple[dict[int, Any], ...]:
    """What drawing a line adds to a font."""
    return font.to_unicode, font.widths, font.missing


def _place(gap: _Gap, ink: _Ink | None) -> bytes:
    """The operator that sets where a line begins."""
    stream = pydyf.Stream()
    x = gap.right - ink.width if ink and gap.right is not None else gap.x
    stream.set_text_matrix(*Matrix(d=-1, e=x, f=gap.y).values)
    return bytes(stream.stream[0])


def _glyphs(lines: Iterable[_Ink]) -> frozenset[bytes]:
    """The glyphs that were drawn."""
    shown = b"".join(run for line in lines for run in _RUNS.findall(line.text))
    return frozenset([shown[at : at + 4] for at in range(0, len(shown), 4)])


def _gaps(pages: Sequence[Any], count: int) -> list[_Gap]:
    """Where the markers stand; on every page in the same place, if on several."""
    places: dict[str, list[_Gap]] = {}
    for page in pages:
        for box, room in _lines(page._page_box, 0):  # noqa: SLF001 # the engine gives rectangles of blocks, but not of lines
            places.setdefault(box.text, []).append(_gap(box, room))
    found = [places.get(marker(number), []) for number in range(1, count)]
    if not all(found) or any(gap != gaps[0] for gaps in found for gap in gaps):
        raise Unfit("A gap is no line of its own.")
    return [gaps[0] for gaps in found]


def _gap(box: TextBox, room: float) -> _Gap:
    against = box.style["text_align_all"] in ("right", "end")
    x, y = box.position_x, box.position_y + box.baseline
    return _Gap(box.style, x, y, x + box.width if against else None, room)


def _lines(box: Any, room: float, *, shrunk: bool = False) -> Iterator[tuple[TextBox, float]]:
    """All pieces of text, with the room for them: the width of their block, or a third of the page's at its foot.

    A block that is only as wide as its text (`shrunk`) has the room of the block around it.
    """
    if isinstance(box, TextBox):
        yield box, room
    elif isinstance(box, MarginBox):
        room, shrunk = max(box.width, room / 3), True
    elif isinstance(box, InlineBlockBox) and box.style["width"] == "auto":
        shrunk = True
    elif isinstance(box, BlockContainerBox | PageBox) and not shrunk:
        room = box.width
    for child in getattr(box, "children", ()):
        yield from _lines(child, room, shrunk=shrunk)


def _holes(drawing: Sequence[Any], gaps: Mapping[bytes, int]) -> Iterator[Hole]:
    """Where the drawing of a page shows the markers."""
    for at, operator in enumerate(drawing):
        if isinstance(operator, bytes) and operator in gaps:
            before = (i for i in range(at - 1, at - 3, -1) if bytes(drawing[i]).endswith(b" Tm"))
            if (start := next(before, None)) is not None:
                yield Hole(gaps[operator], start, at + 1)
