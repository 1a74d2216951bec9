"""A plate: the pages of a letter laid out once, with gaps for the lines in which other letters like it differ.

WeasyPrint draws a line of text as one operator. A plate keeps all that it drew but for the lines in the gaps, and
prints a letter by setting the letter's own lines in the same places. What would not come out exactly as if the letter
had been laid out by itself is refused.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pydyf
from weasyprint.formatting_structure.boxes import BlockContainerBox, InlineBlockBox, MarginBox, PageBox, TextBox
from weasyprint.matrix import Matrix
from weasyprint.pdf.stream import Stream

from letters import pdf
from letters.envelope import Box
from letters.errors import CannotPrint
from letters.shared_pdf import Hole, SharedPdf
from letters.typecase import Cases, Compositor, Ink, Unfit

# A line that leaves less than this free, in CSS pixels, might be broken: it is not for a gap.
SPARE = 0.5


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
        self._gaps = _gaps(pages.document.pages, gaps)
        styles = {id(gap.style): gap.style for gap in self._gaps}
        setting = {key: Compositor(style, pages.document.fonts, cases) for key, style in styles.items()}
        self._setting = [setting[id(gap.style)] for gap in self._gaps]
        # Where lines begin that are set against the left.
        self._places = [None if gap.right is not None else _place(gap, None) for gap in self._gaps]
        self._marked = [by.drawn(marker(number))[-1] for number, by in enumerate(self._setting, 1)]

    def fits(self, number: int, text: str) -> bool:
        """Whether a text is one line in its gap; raises Unfit for what this plate has no letters for."""
        return number == 0 or self._setting[number - 1].set(text).width <= self._gaps[number - 1].room - SPARE

    def printed(self, texts: Sequence[str]) -> bytes:
        """The PDF of the letter with these texts, all of which fit; raises Unfit."""
        if self._pages:
            pdf.write(self._pages, self._cast)
            self._pages = None
        reference, *lines = texts
        inks = [by.set(line) for by, line in zip(self._setting, lines, strict=True)]
        drawn = [
            (place or _place(gap, ink), ink.shown)
            for gap, place, ink in zip(self._gaps, self._places, inks, strict=True)
        ]
        return self._shared.complete(reference, drawn)

    def _cast(self, file: pydyf.PDF) -> None:
        """Takes what WeasyPrint drew, and finds the gaps in it."""
        marks = {shown: number for number, shown in enumerate(self._marked)}
        drawings = [each for each in file.objects if isinstance(each, Stream)]
        holes = {drawing: list(_holes(drawing.stream, marks)) for drawing in drawings}
        pages = {each["Contents"] for each in file.objects if isinstance(each, dict) and each.get("Type") == "/Page"}
        cut = {hole.gap for drawing, found in holes.items() if drawing.reference in pages for hole in found}
        if cut != set(range(len(self._gaps))):  # what is shown elsewhere than on the page itself would stay a marker
            raise CannotPrint("Your own style shows a block in a way that a batch cannot print: see `letters write`.")
        self._shared = SharedPdf(file, holes, marker(0))


def _place(gap: _Gap, ink: Ink | None) -> bytes:
    """The operator that sets where a line begins."""
    stream = pydyf.Stream()
    x = gap.right - ink.width if ink and gap.right is not None else gap.x
    stream.set_text_matrix(*Matrix(d=-1, e=x, f=gap.y).values)
    return bytes(stream.stream[0])


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
