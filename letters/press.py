"""The press: prints the letters of a batch from plates. Letters that differ only in their blocks share one.

It lays out and writes as `pdf` does. A letter that cannot be printed exactly from a plate goes the ordinary way.
"""

import html as markup
import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from letters import pdf
from letters.envelope import Box
from letters.pdf import Pages
from letters.plate import Plate, marker
from letters.typecase import Cases, Unfit

# Each takes some two megabytes. A kind of letter of several pages takes three.
PLATES = 32
# Characters that the letters' font draws like others, by which they would be read back from a plate.
TWINS = "\u00ad\u02bb\u02bc\u02c9\u02ca\u02cb\u03bc\u2010"

FOOT = "Reference"

_TITLE = re.compile(r"<title>[^<]*, ([A-Za-z0-9-]+)</title>")
# Where the words are that differ: the foot of a page, sender, reference and addressee, particulars, labels, signature.
_BLOCKS = re.compile(
    rf'content: "(?P<foot>{FOOT} [^"\\]*)"'
    r'|<div id="(?:sender|reference|addressee)"[^>]*>(?P<head>.*?)</div>'
    r"|<td>(?P<cell>.*?)</td>"
    r'|<div class="block"[^>]*>(?P<label>.*?)</div>'
    r'|<p class="signature"[^>]*>(?P<signature>.*?)</p>',
    re.DOTALL,
)
# A tag, or words between two.
_WORDS = re.compile(r"<[^>]*>|([^<>]+)")
_TAGS = re.compile(r"<(?!/?p[ >]|br>)")
# Spaces that a page would not show as they stand.
_SPACED = re.compile(r"^ | $|  |[\t\n\r\f]")
_PASSAGE = '<div class="passage">'


@dataclass(frozen=True)
class Galley:
    """A letter as what it shares with others and, between, its own words.

    Of these the first is the reference; then come as many as there are `feet` of pages.
    """

    shared: tuple[str, ...]
    own: tuple[str, ...]
    feet: int = 0

    def keeping(self, numbers: Iterable[int]) -> "Galley":
        """The same, with these words as part of what is shared."""
        kept = set(numbers)
        shared, own = [self.shared[0]], []
        for number, (words, after) in enumerate(zip(self.own, self.shared[1:], strict=True)):
            if number in kept:
                shared[-1] += markup.escape(words) + after
            else:
                own.append(words)
                shared.append(after)
        return Galley(tuple(shared), tuple(own), self.feet - sum(0 < number <= self.feet for number in kept))

    def marked(self) -> str:
        """The page with a marker in each gap."""
        between = (text for n, after in enumerate(self.shared[1:]) for text in (marker(n), after))
        return "".join((self.shared[0], *between))


@dataclass(frozen=True)
class Impression:
    """A letter on a plate: what `pdf.Pages` says of one that was laid out."""

    plate: Plate = field(repr=False)
    words: tuple[str, ...] = field(repr=False)
    feet: int

    @property
    def count(self) -> int:
        return self.plate.count

    @property
    def boxes(self) -> Mapping[str, Box]:
        return self.plate.boxes

    @property
    def warnings(self) -> tuple[str, ...]:
        return self.plate.warnings


Laid = Impression | Pages


class Single:
    """Each letter by itself, as `pdf` does it."""

    def lay_out(self, html: str, folders: tuple[Path, ...]) -> Pages:
        return pdf.lay_out(html, folders)

    def write(self, pages: Any) -> bytes:
        return pdf.write(pages)

    def settle(self, first: Any, final: Any) -> None:
        """Nothing is kept."""

    def settled(self, first: Any) -> Any | None:
        """None."""


class Press:
    """Plates by what their letters share; the least used one goes first."""

    def __init__(self) -> None:
        self._plates: OrderedDict[tuple[object, ...], Plate | None] = OrderedDict()
        self._cases: Cases = {}
        self._settled: WeakKeyDictionary[Plate, tuple[Plate, int]] = WeakKeyDictionary()

    def lay_out(self, html: str, folders: tuple[Path, ...]) -> Laid:
        """The pages of a letter; raises as `pdf.lay_out`."""
        galley = read(html)
        return (galley and self._impression(galley, folders)) or pdf.lay_out(html, folders)

    def write(self, pages: Laid) -> bytes:
        """The PDF; raises as `pdf.write`."""
        return pages.plate.printed(pages.words) if isinstance(pages, Impression) else pdf.write(pages)

    def settle(self, first: Laid, final: Laid) -> None:
        """Remembers in which way letters are set in the end that were laid out like `first` to begin with."""
        if isinstance(first, Impression) and isinstance(final, Impression) and _moved(first, final.feet) == final.words:
            self._settled[first.plate] = (final.plate, final.feet)

    def settled(self, first: Laid) -> Impression | None:
        """The letter as it is set in the end, if others like it were; None if it has to be found out."""
        if not isinstance(first, Impression) or first.plate not in self._settled:
            return None
        plate, feet = self._settled[first.plate]
        words = _moved(first, feet)
        return Impression(plate, words, feet) if all(plate.fits(n, text) for n, text in enumerate(words)) else None

    def _impression(self, galley: Galley, folders: tuple[Path, ...]) -> Impression | None:
        try:
            plate = self._plate(galley, folders)
            if plate and (broken := [n for n, words in enumerate(galley.own) if not plate.fits(n, words)]):
                galley = galley.keeping(broken)
                plate = self._plate(galley, folders)
                if plate and not all(plate.fits(n, words) for n, words in enumerate(galley.own)):
                    return None
        except Unfit:
            return None
        return Impression(plate, galley.own, galley.feet) if plate else None

    def _plate(self, galley: Galley, folders: tuple[Path, ...]) -> Plate | None:
        key = (galley.shared, folders)
        if key not in self._plates:
            try:
                made = Plate(galley.marked(), folders, len(galley.own), self._cases)
            except Unfit:
                made = None
            self._plates[key] = made
            if len(self._plates) > PLATES:
                self._plates.popitem(last=False)
        self._plates.move_to_end(key)
        return self._plates[key]


def _moved(first: Impression, feet: int) -> tuple[str, ...]:
    """The words of a letter, with as many feet of pages that give its reference."""
    reference, *others = first.words
    return (reference, *[f"{FOOT} {reference}"] * feet, *others[first.feet :])


def read(html: str) -> Galley | None:
    """The letter as a galley; None where its own words stand elsewhere than in its blocks."""
    title = _TITLE.search(html)
    if title is None or _PASSAGE in html or html.count("<style") != 1:
        return None
    blocks = list(_BLOCKS.finditer(html))
    spans = [title.span(1), *(span for found in blocks for span in _spans(found))]
    shared, own, at = [], [], 0
    for start, stop in spans:
        shared.append(html[at:start])
        own.append(html[start:stop])
        at = stop
    shared.append(html[at:])
    said = "".join(shared)
    if any(words in said for words in (marker(0), *TWINS, *_personal(html, own[0]))):
        return None
    return Galley(tuple(shared), tuple(map(markup.unescape, own)), sum(found["foot"] is not None for found in blocks))


def _spans(found: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Where the lines of a block are; none where it has more than lines."""
    name = found.lastgroup or ""
    if name == "foot":
        yield found.span(name)
    elif not _TAGS.search(found[name]):
        start = found.start(name)
        for words in _WORDS.finditer(found[name]):
            if words[1] and not _SPACED.search(words[1]):
                yield start + words.start(), start + words.end()


def _personal(html: str, reference: str) -> Sequence[str]:
    """What must stand in blocks alone: the reference and the lines of the sender."""
    block = re.search(r'<div id="sender">(.*?)</div>', html, re.DOTALL)
    return [reference, *(words for words in _WORDS.findall(block[1]) if words.strip())] if block else [reference]
