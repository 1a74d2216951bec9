"""One file to print many letters: what their PDFs share is in it once."""

import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf

from letters import files
from letters.errors import CannotPrint
from letters.shared_pdf import taken_apart

# What a page is to a printer.
KEPT = ("/MediaBox", "/TrimBox", "/BleedBox", "/Resources")


def join(letters: Iterable[tuple[str, bytes]], path: Path, *, both_sides: bool = True) -> None:
    """Joins PDFs into one file to print, each under a bookmark of its name, and on a new sheet if on `both_sides`.

    Raises FileTrouble, and CannotPrint for what is no PDF.
    """
    try:
        with pikepdf.new() as file:
            joined = _Joined(file)
            with file.open_outline() as outline:
                for name, content in letters:
                    first = joined.add(content)
                    outline.root.append(pikepdf.OutlineItem(name, pikepdf.Array([first, pikepdf.Name.Fit])))
                    if both_sides:
                        joined.turn()
            joined.bind()
            files.replace_with(path, lambda out: file.save(out, deterministic_id=True))
    except pikepdf.PdfError as error:
        raise CannotPrint(f"A letter cannot be read to be printed: {error}") from None


@dataclass(frozen=True)
class _Sheet:
    """A page of letters that share a beginning: its drawing has None where each letter has a piece of its own."""

    page: dict[str, Any]
    drawing: tuple[Any, ...]


class _Joined:
    """The pages of a file in the making; they are bound at the end, since adding one takes time for all before it."""

    def __init__(self, file: pikepdf.Pdf) -> None:
        self._file = file
        self._pages: list[Any] = []
        self._sheets: dict[bytes, tuple[_Sheet, ...]] = {}
        self._fonts: dict[bytes, Any] = {}

    def add(self, content: bytes) -> Any:
        """Adds the pages of a letter, and gives the first."""
        first = len(self._pages)
        apart = taken_apart(content)
        if apart is None:
            with pikepdf.open(io.BytesIO(content)) as letter:
                for page in letter.pages:
                    parts = {name: page.obj[name] for name in (*KEPT, "/Contents") if name in page.obj}
                    found = {name: letter.make_indirect(each) for name, each in parts.items()}
                    self._page({name: self._file.copy_foreign(each) for name, each in found.items()})
        else:
            beginning, own = apart
            key = hashlib.sha256(beginning).digest()
            if key not in self._sheets:
                self._sheets[key] = self._shared(content, frozenset(own))
            self._print(self._sheets[key], own)
        return self._pages[first]

    def turn(self) -> None:
        """Adds a blank page where the next would not begin on a new sheet."""
        if len(self._pages) % 2:
            self._page({"/MediaBox": self._pages[-1].MediaBox, "/Resources": pikepdf.Dictionary()})

    def bind(self) -> None:
        """Puts the pages into the file."""
        root = self._file.Root.Pages
        root.Kids, root.Count = pikepdf.Array(self._pages), len(self._pages)

    def _page(self, parts: Mapping[str, Any]) -> None:
        page = pikepdf.Dictionary(Type=pikepdf.Name.Page, Parent=self._file.Root.Pages)
        for name, each in parts.items():
            page[name] = each
        self._pages.append(self._file.make_indirect(page))

    def _shared(self, content: bytes, own: frozenset[bytes]) -> tuple[_Sheet, ...]:
        with pikepdf.open(io.BytesIO(content)) as letter:
            return tuple(self._sheet(page.obj, own) for page in letter.pages)

    def _sheet(self, page: Any, own: frozenset[bytes]) -> _Sheet:
        foreign = {name: page[name] for name in KEPT if name in page}
        kept = {name: self._file.copy_foreign(each) if each.is_indirect else each for name, each in foreign.items()}
        for font in kept["/Resources"].get("/Font", {}).values():
            for descendant in font.get("/DescendantFonts", ()):
                self._share(descendant.FontDescriptor)
        pieces = ((piece, piece.read_raw_bytes() in own) for piece in page.Contents)
        return _Sheet(kept, tuple(None if is_own else self._file.copy_foreign(piece) for piece, is_own in pieces))

    def _share(self, described: Any) -> None:
        """Has a font of which there is one already use that one's file."""
        for name in ("/FontFile2", "/FontFile3"):
            if name in described:
                described[name] = self._fonts.setdefault(described[name].read_raw_bytes(), described[name])

    def _print(self, sheets: Iterable[_Sheet], own: Iterable[bytes]) -> None:
        left = iter(own)
        for sheet in sheets:
            drawing = [self._piece(next(left)) if part is None else part for part in sheet.drawing]
            self._page({**sheet.page, "/Contents": pikepdf.Array(drawing)})

    def _piece(self, packed: bytes) -> pikepdf.Stream:
        stream = pikepdf.Stream(self._file, b"")
        stream.write(packed, filter=pikepdf.Name.FlateDecode)
        return stream
