"""A PDF whose beginning many letters share: fonts, structure and most of what is drawn. Each adds the lines of its own.

The pages' drawings are cut at the holes. The pieces between are written once, the rest of a letter comes after them: so
a file is its shared beginning and a short end, and both are found again when letters are joined to be printed.
"""

import hashlib
import re
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pydyf

from letters.pdf import IDENTIFIER

# What stands between two holes goes with their lines, if it is no longer than this, in bytes.
CLOSE_BY = 800
# Window (as a power of two) and memory of the packing: so short a text takes less time than making room for more.
FRUGAL = 12, 4
# The table of objects at the end is shorter than this.
TABLE_BYTES = 8000
# A row of the table of objects: its kind, its place (or the stream that holds it), its number in that stream.
ROW = struct.Struct(">BIH")
FREE, AT, INSIDE = 0, 1, 2

# How a file says where its own objects begin, and how these look; before them stands one without a stream.
_SHARED = re.compile(rb"/Shared (\d+)/ID \[")
_OBJECT = re.compile(rb"(?:\d+ 0 obj\n<<[^\n]*>>\nendobj\n)?\d+ 0 obj\n<<[^\n]*/Length (\d+)>>\nstream\n")
_END = b"\nendstream\nendobj\n"

Line = tuple[bytes, bytes]


@dataclass(frozen=True)
class Hole:
    """Where a drawing shows a line of its own: from the operator that sets its place to the one that shows it."""

    gap: int
    start: int
    stop: int


@dataclass(frozen=True)
class _Piece:
    """A part of a drawing that each letter has of its own: drawn text, and between it the lines of gaps."""

    parts: tuple["bytes | _Slot", ...]

    def drawn(self, lines: Sequence[Line]) -> bytes:
        said = (part if isinstance(part, bytes) else part.filled(lines[part.gap]) for part in self.parts)
        return b"\n".join(said)


@dataclass(frozen=True)
class _Slot:
    gap: int
    between: bytes

    def filled(self, line: Line) -> bytes:
        place, shown = line
        return b"\n".join((place, self.between, shown)) if self.between else place + b"\n" + shown


class SharedPdf:
    """What the letters share, from the objects of one whose title has `mark` where the others have their reference."""

    def __init__(self, file: pydyf.PDF, holes: Mapping[Any, Sequence[Hole]], mark: str) -> None:
        self._mark = mark
        self._pieces: list[_Piece] = []
        self._own: list[bytes] = []
        pages = {stream.reference: stream for stream in holes}
        own: list[tuple[pydyf.Array, int]] = []
        for page in [each for each in file.objects if isinstance(each, dict) and each.get("Contents") in pages]:
            stream = pages[page["Contents"]]
            page["Contents"] = contents = pydyf.Array()
            for part in _cut(stream.stream, holes[stream]):
                if isinstance(part, _Piece):
                    own.append((contents, len(contents)))
                    contents.append(b"")
                    self._pieces.append(part)
                else:
                    shared = pydyf.Stream([part], compress=True)
                    file.add_object(shared)
                    contents.append(shared.reference)
            stream.free = "f"
        metadata = next(each for each in file.objects if each.number and each.reference == file.catalog["Metadata"])
        metadata.free = "f"
        self._metadata = b"\n".join(metadata.stream)
        self._info = bytes(file.info.data)
        self.first = len(file.objects) + 1
        file.catalog["Metadata"] = self._reference(1)
        for number, (contents, place) in enumerate(own, 2):
            contents[place] = self._reference(number)
        self.beginning, self._rows = _written(file)
        self._root = file.catalog.reference
        self._seed = hashlib.sha256(self.beginning)

    def _reference(self, number: int) -> bytes:
        return b"%d 0 R" % (self.first + number)

    def complete(self, reference: str, lines: Sequence[Line]) -> bytes:
        """The file of a letter."""
        title = self._mark.encode(), reference.encode()
        info = self._info.replace(*title).replace(_wide(self._mark), _wide(reference))
        said = self._metadata.replace(*title)
        metadata = b"<</Type /Metadata/Subtype /XML/Length %d>>\nstream\n%s\nendstream" % (len(said), said)
        own = [info, metadata, *(_stream(piece.drawn(lines)) for piece in self._pieces)]
        rows, end, at = [self._rows], [], len(self.beginning)
        for number, content in enumerate(own, self.first):
            end.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
            rows.append(ROW.pack(AT, at, 0))
            at += len(end[-1])
        rows.append(ROW.pack(AT, at, 0))
        return self.beginning + b"".join(end) + self._table(b"".join(rows), b"".join(end), at)

    def _table(self, rows: bytes, end: bytes, at: int) -> bytes:
        number = self.first + len(self._pieces) + 2
        seed = self._seed.copy()
        seed.update(end)
        says = b"/Type /XRef/Index [0 %d]/W [1 4 2]/Size %d/Root %s/Info %d 0 R/Shared %d/ID [(%s) (%s)]" % (
            number + 1,
            number + 1,
            self._root,
            self.first,
            len(self.beginning),
            IDENTIFIER,
            seed.hexdigest()[:32].encode(),
        )
        return b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (number, _stream(rows, says), at)


def _cut(drawing: Sequence[Any], holes: Sequence[Hole]) -> list["bytes | _Piece"]:
    """A drawing as what is shared and what is not, by turns."""
    parts: list[bytes | _Slot] = []
    at = 0
    for hole in holes:
        parts += [_joined(drawing[at : hole.start]), _Slot(hole.gap, _joined(drawing[hole.start + 1 : hole.stop - 1]))]
        at = hole.stop
    parts.append(_joined(drawing[at:]))
    found: list[bytes | _Piece] = []
    for part in parts:
        last = found[-1] if found else None
        if isinstance(part, _Slot):
            if isinstance(last, bytes) and len(found) > 1 and len(last) <= CLOSE_BY:
                found.pop()
                before = found.pop()
                assert isinstance(before, _Piece)
                found.append(_Piece((*before.parts, last, part)))
            else:
                found.append(_Piece((part,)))
        else:
            found.append(part)
    return found


def _wide(text: str) -> bytes:
    """As a title is written that has other characters than those of ASCII."""
    return text.encode("utf-16-be").hex().encode()


def _joined(operators: Sequence[Any]) -> bytes:
    data: bytes = pydyf.Stream(list(operators)).data
    return data.partition(b"stream\n")[2].removesuffix(b"\nendstream")


def _stream(content: bytes, says: bytes = b"") -> bytes:
    packer = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, *FRUGAL)
    packed = packer.compress(content) + packer.flush()
    return b"<<%s/Filter /FlateDecode/Length %d>>\nstream\n%s\nendstream" % (says, len(packed), packed)


def _written(file: pydyf.PDF) -> tuple[bytes, bytes]:
    """The shared objects as bytes, and their rows in the table of objects."""
    written = bytearray(b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n")
    holder = len(file.objects)
    rows: list[bytes] = []
    packed: list[bytes] = []
    index: list[int] = []
    for each in file.objects:
        if each.free == "f":
            rows.append(ROW.pack(FREE, 0, 0xFFFF))
        elif each.compressible:
            rows.append(ROW.pack(INSIDE, holder, len(packed)))
            index += (each.number, sum(len(data) + 1 for data in packed))
            packed.append(each.data)
        else:
            rows.append(ROW.pack(AT, len(written), 0))
            written += each.indirect + b"\n"
    numbers = " ".join(map(str, index)).encode()
    inside = b"/Type /ObjStm/N %d/First %d" % (len(packed), len(numbers) + 1)
    rows.append(ROW.pack(AT, len(written), 0))
    written += b"%d 0 obj\n%s\nendobj\n" % (holder, _stream(b"\n".join((numbers, *packed)), inside))
    return bytes(written), b"".join(rows)


def is_shared(path: Path) -> bool:
    """Whether a file was made by `SharedPdf`; raises OSError."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TABLE_BYTES))
        return _SHARED.search(file.read()) is not None


def taken_apart(content: bytes) -> tuple[bytes, list[bytes]] | None:
    """A file of `SharedPdf` as its beginning and the compressed pieces of its drawings; None for another file."""
    found = _SHARED.search(content, max(0, content.rfind(b"/Type /XRef")))
    if found is None:
        return None
    at = int(found[1])
    pieces = []
    while piece := _OBJECT.match(content, at):
        start = piece.end()
        at = start + int(piece[1]) + len(_END)
        pieces.append(content[start : start + int(piece[1])])
    return content[: int(found[1])], pieces[1:-1]
