"""Lines of text as WeasyPrint draws them, set from a case of letters that it drew before.

Pango says which glyphs a line has and how far apart they stand, as it does for WeasyPrint. What shows them is put
together here, for lines of one font whose glyphs all stand on the line. Others are refused.
"""

from dataclasses import dataclass
from typing import Any

from weasyprint.draw.text import draw_first_line
from weasyprint.matrix import Matrix
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import FROM_UNITS, ffi
from weasyprint.text.line_break import Layout, line_size

from letters import pdf
from letters.errors import CannotPrint

# What every plate can print, so that the letters of a print run share their fonts.
PLAIN = "".join(map(chr, range(0x20, 0x7F))) + "\N{NO-BREAK SPACE}§·\u2013\u2014\u2018\u2019\u201c\u201d•…"
# Latin letters for Europe's languages and Vietnamese, but for those that the letters' font does not have.
_LACKING = "ĬĭĲĳŊŋŦŧ\N{SOFT HYPHEN}"
ACCENTED = "".join(
    sorted({*map(chr, [*range(0xA1, 0x180), *range(0x218, 0x21C), *range(0x1EA0, 0x1EFA)])}.difference(_LACKING))
)
# Other characters are drawn like one of these, but would be read back as it.
_KNOWN = frozenset(PLAIN + ACCENTED)
# What a case is made of: each letter by itself, and those that the font draws joined.
LETTERS = (PLAIN, "ff", "fi", "fl", "ffi", "ffl", "ft", ACCENTED)
# A line that is set otherwise is more than its letters, or sets the next ones in its layout otherwise too.
_PLAINLY = {"letter_spacing": "normal", "word_spacing": 0, "text_transform": "none", "text_decoration_line": "none"}
# Lines that come again, such as an agency's address, are set once.
KEPT_LINES = 4000


class Unfit(CannotPrint):
    """A plate cannot print this exactly."""


@dataclass(frozen=True)
class Ink:
    """A line as it is drawn: its width in CSS pixels, and the operator that shows it."""

    width: float
    shown: bytes


@dataclass(frozen=True)
class _Words:
    """A line as WeasyPrint wants it to draw it."""

    text: str
    style: Any
    pango_layout: Layout


@dataclass(frozen=True)
class _Case:
    """The letters of a style: the size of its font in CSS pixels, each glyph with its width in thousandths of that."""

    size: float
    widths: dict[int, float]
    lines: dict[str, Ink]


# The cases of several plates, by language and letters: styles that draw every letter alike draw every line alike.
Cases = dict[tuple[object, ...], _Case]


class Compositor:
    """Sets lines of one style; raises Unfit when WeasyPrint draws its letters otherwise than is done here.

    `fonts` are those of the file: the letters of the case are drawn into them.
    """

    def __init__(self, style: Any, fonts: dict[Any, Any], cases: Cases) -> None:
        if any(style[name] != value for name, value in _PLAINLY.items()):
            raise Unfit("The line is more than its letters.")
        self._style = style
        self._fonts = fonts
        self._layout = Layout(style)
        drawn = [self.drawn(text) for text in LETTERS]
        self._font = self._line(PLAIN).runs[0].data.item.analysis.font
        key = (style["lang"], *drawn)
        if key not in cases:
            cases[key] = self._cast()
        self._case = cases[key]
        if [self._shown(self._line(text)) for text in LETTERS] != [shown for *_, shown in drawn]:
            raise Unfit("The letters are not drawn as ours.")

    def _cast(self) -> _Case:
        font, size = self._stream().add_font(self._font)
        glyphs = {each.glyph for text in LETTERS for each in self._glyphs(self._line(text))}
        return _Case(size, {glyph: font.widths[glyph] for glyph in glyphs}, {})

    def drawn(self, text: str) -> tuple[bytes, ...]:
        """What WeasyPrint itself draws of a line: the operators that choose its font, and the one that shows it."""
        self._line(text)
        stream = self._stream()
        with pdf.notes() as notes:
            pictures = draw_first_line(stream, _Words(text, self._style, self._layout), "clip", "none", Matrix(d=-1))
        if pictures or notes:
            raise Unfit("The line is not drawn as one.")
        return tuple(stream.stream[1:])

    def set(self, text: str) -> Ink:
        """The same line, put together here; raises Unfit for what has other glyphs, or another font, than the case."""
        lines = self._case.lines
        if (known := lines.get(text)) is None:
            if not _KNOWN.issuperset(text) or not text.strip():
                raise Unfit("The line has other letters.")
            line = self._line(text)
            known = Ink(line_size(line, self._style)[0], self._shown(line))
            if len(lines) >= KEPT_LINES:
                lines.clear()
            lines[text] = known
        return known

    def _stream(self) -> Stream:
        return Stream(self._fonts, None, {}, {}, None, {}, None)

    def _line(self, text: str) -> Any:
        self._layout.set_text(text)
        line, more = self._layout.get_first_line()
        if more is not None or line.resolved_dir != 0:
            raise Unfit("The line is not drawn as one.")
        return line

    def _glyphs(self, line: Any) -> Any:
        """The glyphs of a line, and where they stand."""
        run = line.runs[0]
        if run == ffi.NULL or run.next != ffi.NULL or run.data.item.analysis.font != self._font:
            raise Unfit("The line is of several fonts, or of another.")
        glyphs = run.data.glyphs
        return glyphs.glyphs[0 : glyphs.num_glyphs]

    def _shown(self, line: Any) -> bytes:
        widths, scale = self._case.widths, self._case.size
        said = ""
        for each in self._glyphs(line):
            glyph, place = each.glyph, each.geometry
            if glyph not in widths or place.x_offset or place.y_offset:
                raise Unfit("The line has other letters.")
            closer = widths[glyph] - place.width * 1000 * FROM_UNITS / scale
            said += f"{glyph:04x}>{int(closer)}<" if closer else f"{glyph:04x}"
        return f"[<{said}>] TJ".replace("<>", "").encode()
