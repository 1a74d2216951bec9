"""Tables as people make them, CSV or XLSX: read with all mistakes told at once, written so that no cell is a formula.

Together with `workbooks` the only place that knows these kinds of file.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from letters import files, workbooks
from letters.characters import tidy_line
from letters.errors import FileMistakes, WrongInput
from letters.workbooks import MOST_ROWS, SAVE_AS, Grid

ENCODINGS = ("utf-8", "windows-1252", "utf-16")
MOST_COLUMNS = 1000
MOST_CELLS = 5_000_000

# A cell that begins so shows what could stand there; a row of such cells is passed over.
EXAMPLE = "Example: "

_OLE = b"\xd0\xcf\x11\xe0"  # .xls, and an .xlsx behind a password
# With these a spreadsheet program takes a cell for a formula, also in their wide forms (OWASP, CSV injection).
_BEGINS_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")  # noqa: RUF001
_DATA = re.compile(r"\d\D*\d\D*\d|@")


@dataclass(frozen=True)
class Row:
    """The cells of a row by column, without spaces around them; `number` is the one that a spreadsheet shows."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """A file's columns and rows as they stand there; `notes` say what a person would not expect."""

    path: Path
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]


def read_table(path: Path, *, encoding: str | None = None, sheet: str | None = None) -> Table:
    """A table from a CSV or XLSX file, told apart by what is in it.

    Raises FileTrouble (cannot be read), WrongInput (an option that does not fit the file) and FileMistakes (all that is
    wrong in it, without what stands in its cells).
    """
    return parse_table(path, files.read_whole(path), encoding=encoding, sheet=sheet)


def parse_table(path: Path, content: bytes, *, encoding: str | None = None, sheet: str | None = None) -> Table:
    """The same from what a file holds; `path` is what mistakes call it. Raises WrongInput and FileMistakes."""
    if content.startswith(b"PK\x03\x04"):
        if encoding:
            raise WrongInput("--encoding: only a CSV file has one. Leave it out.")
        return _table(path, workbooks.read_sheet(path, content, sheet))
    if content.startswith(_OLE):
        raise FileMistakes(path, [f"this is an old .xls file, or behind a password: {SAVE_AS}, without a password"])
    if path.suffix.lower() in (".xlsx", ".xlsm") or content.lstrip()[:1] == b"<":  # a web page can be called .xls
        raise FileMistakes(path, [f"this is neither an .xlsx nor a CSV file, whatever its name: {SAVE_AS}"])
    if sheet is not None:
        raise WrongInput("--sheet: a CSV file has no sheets. Leave it out.")
    return _table(path, _read_csv(_decoded(path, content, encoding)))


def write_csv(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """A CSV file that Excel, too, reads as UTF-8: the same bytes for the same words. `read_table` gives them back."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)  # a separator within a name is then not taken for one
    writer.writerow(map(_defused, columns))
    writer.writerows([_defused(row.get(name, "")) for name in columns] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def write_xlsx(
    columns: Sequence[str],
    rows: Iterable[Mapping[str, str]],
    *,
    comments: Mapping[str, str] | None = None,
    choices: Mapping[str, Sequence[str]] | None = None,
) -> bytes:
    """The same as a workbook of one sheet; `comments` explain a column, `choices` are offered in it."""
    texts = ([_defused(row.get(name, "")) for name in columns] for row in rows)
    safe = {_defused(name): name for name in columns}
    named = {shown: comments[name] for shown, name in safe.items() if comments and name in comments}
    offered = {shown: choices[name] for shown, name in safe.items() if choices and name in choices}
    return workbooks.write_sheet(tuple(safe), texts, named, offered)


def _defused(text: str) -> str:
    """Text that stays text. An apostrophe at its head is doubled, so that one can be taken off in reading."""
    return f"'{text}" if text.startswith("'") or _BEGINS_FORMULA.match(text) else text


def _undefused(text: str) -> str:
    text = text.strip()
    return text[1:] if text.startswith("''") or (text[:1] == "'" and _BEGINS_FORMULA.match(text[1:])) else text


def _decoded(path: Path, content: bytes, encoding: str | None) -> str:
    """The text of a file; raises WrongInput for an encoding that it has not, and FileMistakes."""
    if encoding is not None and encoding.lower() not in ENCODINGS:
        raise WrongInput(f"--encoding: must be one of: {', '.join(ENCODINGS)}.")
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    chosen = "utf-16" if wide else (encoding or "utf-8").lower()
    if chosen == "windows-1252" and not content.isascii() and _fits(content, "utf-8"):
        raise WrongInput("--encoding windows-1252: the file is UTF-8. Leave it out.")
    if not _fits(content, chosen):
        hint = "save it as CSV UTF-8"
        if chosen == "utf-8" and _fits(content, "windows-1252"):
            hint = "it seems to be Windows-1252. Give --encoding windows-1252, or save it as CSV UTF-8"
        raise FileMistakes(path, [f"the file is not {chosen.upper()}: {hint}"])
    text = content.decode("utf-8-sig" if chosen == "utf-8" else chosen)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise FileMistakes(path, [f"line {line} has a NUL character, so this is no CSV file: save it as CSV UTF-8"])
    return text


def _fits(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _read_csv(text: str) -> Grid:
    """The records of a CSV file, counted as a spreadsheet program counts rows."""
    separator = None
    if match := re.match(r"sep=(.)\r?\n", text):  # a line for Excel, which it does not show
        separator, text = match[1], text[match.end() :]
    separator = separator or _separator(text)
    rows: dict[int, tuple[str, ...]] = {}
    mistakes = []
    number = 0
    try:
        for number, record in enumerate(_records(text, separator, strict=True), 1):
            if len(rows) > MOST_ROWS:
                mistakes.append(f"there are more than {MOST_ROWS:,} rows: divide the file")
                break
            if any(cell.strip() for cell in record):
                rows[number] = tuple(record)
    except csv.Error as error:
        if "limit" in str(error):
            mistakes.append(f"row {number + 1}: a cell is longer than {csv.field_size_limit():,} characters")
        else:
            mistakes.append(
                f'row {number + 1}: a cell begins with " and is not closed, or has a single " in it: '
                'write "" for one " within a cell'
            )
    return Grid(rows, mistakes=tuple(mistakes), separator=separator)


def _records(text: str, separator: str, *, strict: bool) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict, skipinitialspace=True)


def _separator(text: str) -> str:
    """What stands between cells: as often in most rows as in the header, from the first on, seldom before a space."""
    best, most = ",", (False, 0, 0, 0)
    for separator in ",;\t":
        records: list[list[str]] = []
        with suppress(csv.Error):  # what was read will do; the error is told when the whole file is read
            records.extend(
                record
                for record in islice(_records(text, separator, strict=False), 50)
                if any(cell.strip() for cell in record)
            )
        at = next((at for at, record in enumerate(records) if sum(map(bool, record)) > 1), None)
        if at is None:
            continue
        width = len(records[at])
        alike = sum(len(record) == width for record in records) * 2 > len(records)
        line = next(line for line in text.splitlines() if separator in line)
        merit = (alike, -at, len(re.findall(rf"{separator}(?! )", line)), width)
        best, most = (separator, merit) if best == separator or merit > most else (best, most)
    return best


def _table(path: Path, grid: Grid) -> Table:
    """The table in a grid; raises FileMistakes with all that is wrong."""
    if not grid.rows:
        raise FileMistakes(path, grid.mistakes or ["nothing stands in the file"])
    header = _header(grid)
    names = _names(grid, header)
    columns = {index: name for index, name in enumerate(names) if name}
    below = {number: cells for number, cells in grid.rows.items() if number > header}
    mistakes = [*_bad_names(columns, header), *grid.mistakes, *_bad_cells(grid, header, names, below)]
    rows = []
    if len(columns) > MOST_COLUMNS or len(columns) * len(below) > MOST_CELLS:
        mistakes.append(f"there are more than {MOST_COLUMNS:,} columns, or {MOST_CELLS:,} cells: divide the file")
    else:
        for number, cells in below.items():
            texts = [_undefused(_at(cells, at)) for at in columns]
            shown = [name for name, text in zip(columns.values(), texts, strict=True) if text.startswith(EXAMPLE)]
            if len(shown) < sum(map(bool, texts)):
                rows.append(Row(number, dict(zip(columns.values(), texts, strict=True))))
                mistakes += [
                    f"row {number}: {name} still holds its example: write over it, or clear it" for name in shown
                ]
    if mistakes:
        raise FileMistakes(path, mistakes)
    skipped = header != min(grid.rows)
    notes = [f"Row {header} is taken for the column names; what stands above it is not read."] if skipped else []
    return Table(path, tuple(columns.values()), tuple(rows), (*grid.notes, *notes))


def _header(grid: Grid) -> int:
    """The row of the column names: the first with two filled cells, or the one below it if it only groups columns."""
    numbers = list(grid.rows)
    count = {number: sum(bool(cell.strip()) for cell in grid.rows[number]) for number in numbers}
    first = next((at for at, number in enumerate(numbers) if count[number] > 1), 0)
    wide = [merge for merge in grid.merged if merge[0] == numbers[first] and merge[3] > merge[2]]
    if wide and first + 1 < len(numbers):
        below = grid.rows[numbers[first + 1]]
        under = [column for merge in wide for column in range(merge[2], merge[3] + 1)]
        all_named = all(_at(below, column - 1).strip() for column in under)
        # A cell that is merged only to be wider has data below it, and these have digits.
        if all_named and not any(map(_DATA.search, below)):
            return numbers[first + 1]
    return numbers[first]


def _names(grid: Grid, header: int) -> list[str]:
    """The names of the columns, by their place; empty where there is none."""
    cells = list(grid.rows[header])
    for first_row, last_row, first, last in grid.merged:
        if first_row < header <= last_row and first == last and first_row in grid.rows:
            cells += [""] * (first - len(cells))
            cells[first - 1] = _at(grid.rows[first_row], first - 1)
    return [tidy_line(_undefused(cell)) for cell in cells]


def _bad_names(columns: Mapping[int, str], header: int) -> Iterator[str]:
    seen: dict[str, int] = {}
    for index, name in columns.items():
        if name in seen:
            one, other = _letter(seen[name]), _letter(index)
            yield f"row {header}: columns {one} and {other} are both called {name!r}: rename one"
        seen.setdefault(name, index)


def _bad_cells(grid: Grid, header: int, names: Sequence[str], below: Mapping[int, tuple[str, ...]]) -> Iterator[str]:
    """Cells that belong to no column, each column or, in a CSV file, each row that is too long told once."""
    told = set()
    for number, cells in below.items():
        stray = [at for at, cell in enumerate(cells) if cell.strip() and not (at < len(names) and names[at])]
        if grid.separator and stray and stray[-1] >= len(names):
            yield (
                f"row {number}: it has {stray[-1] + 1} cells, but row {header} names {len(names)} columns: "
                f'put a text that has "{grid.separator}" in it between double quotes'
            )
            stray = [at for at in stray if at < len(names)]
        for at in stray:
            if at not in told:
                told.add(at)
                yield f"row {number}: column {_letter(at)} has no name in row {header}: name it, or clear it"
    for first_row, last_row, first, last in grid.merged:
        if _at(below.get(first_row, ()), first - 1).strip():
            where = f"{_letter(first - 1)}{first_row}:{_letter(last - 1)}{last_row}"
            yield f"cells {where} are merged: unmerge them, and fill in each"


def _at(cells: Sequence[str], index: int) -> str:
    return cells[index] if index < len(cells) else ""


def _letter(index: int) -> str:
    """The name that a spreadsheet program gives to a column, counted from 0: A, B … Z, AA."""
    head, last = divmod(index, 26)
    return (_letter(head - 1) if head else "") + chr(ord("A") + last)
