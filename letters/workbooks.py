"""XLSX workbooks: what a person sees in a sheet, as text; and a sheet written so that nothing in it is reckoned out.

A file from anywhere is unpacked only to a bound, has no document type, and no link in it is followed.
"""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from letters.errors import FileMistakes

MOST_ROWS = 100_000
MOST_UNPACKED = 250_000_000
LAST_ROW = 1_048_576  # of any sheet
SURE_DIGITS = 15  # a spreadsheet program keeps no more of a number

SAVE_AS = "open it in a spreadsheet program and save it as .xlsx or as CSV UTF-8"

# All that reading a damaged archive was seen to raise; SyntaxError is the parent of XML's own.
_DAMAGED = (
    *(KeyError, ValueError, TypeError, IndexError, AttributeError, OverflowError, EOFError, RuntimeError, OSError),
    *(SyntaxError, zipfile.BadZipFile, zlib.error),
)
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]+\d+):([A-Z]+\d+)"')
_HIDDEN = re.compile(rb'<(?:\w+:)?row (?=[^>]*\bhidden="(?:1|true)")[^>]*?\br="(\d+)"')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TO_ESCAPE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_DOLLARS = re.compile(r'^[_($* ]*("\$"|\[\$\$|\\?\$)')


@dataclass(frozen=True)
class Grid:
    """The filled rows of a sheet by the number that a person sees, and what is to be said of them.

    `merged` holds first row, last row, first column and last column of merged cells; `separator` is that of a CSV file.
    """

    rows: Mapping[int, tuple[str, ...]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    notes: tuple[str, ...] = ()
    mistakes: tuple[str, ...] = ()
    separator: str = ""


def read_sheet(path: Path, content: bytes, wanted: str | None) -> Grid:
    """The one sheet that has something in it, or the one that is wanted; raises FileMistakes.

    Formulas give the result that the file keeps. Cells that have none, or an error, are among the grid's mistakes.
    """
    import openpyxl

    source = io.BytesIO(content)
    try:
        with zipfile.ZipFile(source) as archive, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions, which are not read
            _check(path, archive)
            with closing(openpyxl.load_workbook(source, read_only=True, data_only=True, keep_links=False)) as book:
                sheet, notes = _chosen(path, book.worksheets, wanted)
                # openpyxl tells of merged and hidden cells only where it keeps all of a sheet in memory.
                part = archive.read(sheet._worksheet_path)  # noqa: SLF001
                return _grid(sheet, part, notes, _uncounted(source, sheet) if _FORMULA.search(part) else [])
    except _DAMAGED:
        raise FileMistakes(path, [f"the file is damaged: {SAVE_AS}"]) from None


def _check(path: Path, archive: zipfile.ZipFile) -> None:
    """Raises FileMistakes for another kind of file, or one that could do harm when it is unpacked."""
    names = archive.namelist()
    if "mimetype" in names or "xl/workbook.bin" in names or not any(name.startswith("xl/") for name in names):
        raise FileMistakes(path, [f"this is no .xlsx file: {SAVE_AS}"])
    # Reading stops at the size that the archive gives, so that it cannot give less than there is.
    if sum(info.file_size for info in archive.infolist()) > MOST_UNPACKED:
        raise FileMistakes(path, [f"unpacked, it is larger than {MOST_UNPACKED // 1_000_000} MB: divide it"])
    for name in names:
        if name.endswith((".xml", ".rels", ".vml")):
            content = archive.read(name)
            if b"<!DOCTYPE" in content or b"\0" in content:
                raise FileMistakes(path, [f"it was not made by a spreadsheet program: {SAVE_AS}"])


def _chosen(path: Path, sheets: Sequence[Any], wanted: str | None) -> tuple[Any, list[str]]:
    """The sheet to read, and a note on those that nobody sees."""
    if wanted is not None:
        for sheet in sheets:
            if sheet.title.strip().casefold() == wanted.strip().casefold():
                return sheet, []
        raise FileMistakes(path, [f"there is no sheet {wanted!r}; there is {_listed(sheets)}"])
    visible = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
    hidden = [sheet for sheet in sheets if sheet.sheet_state != "visible"]
    filled = [sheet for sheet in visible if next(_filled(sheet), None)]
    if not filled:
        raise FileMistakes(path, ["nothing stands in the file, or only in hidden sheets"])
    if len(filled) > 1:
        raise FileMistakes(path, [f"it has several sheets: choose one with --sheet ({_listed(filled)})"])
    return filled[0], [f"Hidden sheets are not read: {_listed(hidden)}."] if hidden else []


def _listed(sheets: Iterable[Any]) -> str:
    return ", ".join(repr(sheet.title) for sheet in sheets)


def _filled(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """The rows in which anything stands, with their numbers."""
    for number, cells in enumerate(_all(sheet), 1):
        if any(cell.value is not None for cell in cells):
            yield number, cells


def _all(sheet: Any) -> Iterator[tuple[Any, ...]]:
    sheet.reset_dimensions()  # what a file says of its own size can be wrong
    for number, cells in enumerate(sheet.iter_rows(), 1):
        if number > LAST_ROW:
            return
        yield cells


def _uncounted(source: io.BytesIO, sheet: Any) -> list[str]:
    """The formulas whose result is not in the file, as a program leaves them that does not reckon."""
    import openpyxl

    found = []
    with closing(openpyxl.load_workbook(source, read_only=True, keep_links=False)) as book:
        for formulas, results in zip(_all(book[sheet.title]), _all(sheet), strict=False):
            for formula, result in zip(formulas, results, strict=False):
                # An empty text is a result too.
                if formula.data_type == "f" and result.value is None and result.data_type != "str":
                    found.append(
                        f"cell {formula.coordinate} is a formula without a result: "
                        "save the file in a spreadsheet program, or write the value in its place"
                    )
    return found


def _grid(sheet: Any, part: bytes, notes: list[str], mistakes: list[str]) -> Grid:
    from openpyxl.utils.cell import coordinate_to_tuple

    rows: dict[int, tuple[str, ...]] = {}
    for number, cells in _filled(sheet):
        if len(rows) > MOST_ROWS:
            mistakes.append(f"there are more than {MOST_ROWS:,} rows: divide the file")
            break
        mistakes += [f"cell {cell.coordinate} {wrong}" for cell in cells if (wrong := _wrong(cell))]
        texts = tuple("" if cell.value is None else _text(cell) for cell in cells)
        if any(text.strip() for text in texts):
            rows[number] = texts
    if hidden := [number for found in _HIDDEN.findall(part) if (number := int(found)) in rows]:
        notes.append(f"Hidden rows are read like the others: {len(hidden)}, the first of them row {hidden[0]}.")
    merged = []
    for begin, end in _MERGED.findall(part):
        (first_row, first), (last_row, last) = map(coordinate_to_tuple, (begin.decode(), end.decode()))
        merged.append((first_row, last_row, first, last))
    return Grid(rows, tuple(merged), tuple(notes), tuple(mistakes))


def _wrong(cell: Any) -> str | None:
    """What no text can be made of."""
    if cell.data_type == "e":
        return f"holds the error {cell.value}: mend the formula, or write the value in its place"
    if isinstance(cell.value, int | float) and abs(cell.value) >= 10**SURE_DIGITS:
        return (
            f"is a number of more than {SURE_DIGITS} digits, of which a spreadsheet loses the last: "
            "format the column as text, and type it again"
        )
    return None


def _text(cell: Any) -> str:
    """A value as the sheet shows it, but for days, which are written 1990-02-28."""
    value = cell.value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, date):
        return value.isoformat()
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), str(value))


def _number(value: float, number_format: str) -> str:
    shown = number_format.split(";", maxsplit=1)[0]
    places = len(match[1]) if (match := re.search(r"\.(0+)", shown)) else 0
    if "%" in shown:
        return f"{value:.{places}%}"
    if _DOLLARS.match(shown):
        return f"${value:,.{places}f}"
    if value != int(value):
        return f"{value:.15g}"
    zeros = re.sub(r'[\\"]', "", shown)
    if value >= 0 and re.fullmatch(r"[0() -]+", zeros) and zeros.count("0") > 1:
        return _in_zeros(int(value), zeros)
    return str(int(value))


def _in_zeros(number: int, zeros: str) -> str:
    """A number by a format such as 00000 or 00000-0000."""
    count = zeros.count("0")
    digits = str(number).zfill(count)
    rest = iter(digits[-count:])
    return digits[:-count] + "".join(next(rest) if sign == "0" else sign for sign in zeros)


def write_sheet(
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    comments: Mapping[str, str],
    choices: Mapping[str, Sequence[str]],
) -> bytes:
    """A workbook of one sheet, all of it text: the same bytes for the same words.

    `comments` and `choices` belong to columns: what a person should know of one, and what may stand in it.
    """
    from openpyxl import Workbook
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Letters"
    sheet.freeze_panes = "A2"
    for row, texts in enumerate((columns, *rows), 1):
        for column, text in enumerate(texts, 1):
            cell = sheet.cell(row, column, _escaped(text))
            cell.data_type = "s"
            cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=row == 1)
    for number, name in enumerate(columns, 1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = 24
        sheet.column_dimensions[
            letter
        ].number_format = "@"  # so that a ZIP keeps its zero, and a day is not turned round
        if comments.get(name):
            sheet.cell(1, number).comment = Comment(comments[name], "Letters", width=320, height=200)
        listed = ",".join(choices.get(name, ()))
        if 0 < len(listed) <= 255:  # more a list in place cannot hold
            rule = DataValidation("list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=True)
            rule.add(f"{letter}2:{letter}{MOST_ROWS}")
            sheet.add_data_validation(rule)
    return _packed(book)


def _escaped(text: str) -> str:
    """Signs that XML cannot hold, as spreadsheet programs write them."""
    return _TO_ESCAPE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def _packed(book: Any) -> bytes:
    """The file, with no time and no name in it; its properties stand open, and mark it as made here."""
    from openpyxl.writer.excel import ExcelWriter

    book.properties.creator = "Letters"
    book.properties.created = book.properties.modified = datetime(2000, 1, 1)  # noqa: DTZ001 - no real time
    draft, result = io.BytesIO(), io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(draft, "w")).save()
    with zipfile.ZipFile(draft) as made, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in made.namelist():
            kind = zipfile.ZIP_STORED if name == "docProps/core.xml" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), made.read(name), kind)
    return result.getvalue()
