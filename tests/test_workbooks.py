"""Workbooks as people make them: read as they are seen, or refused with all that is wrong."""

import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import numbers

from letters import workbooks
from letters.errors import FileMistakes
from letters.tables import read_table

SHEET = "xl/worksheets/sheet1.xml"
SAVE_AS = "open it in a spreadsheet program and save it as .xlsx or as CSV UTF-8"
MAYA = {"Name": "Maya", "DOB": "1990-02-28"}

Build = Callable[[Any, Any], None]


def rows(*lines: tuple[Any, ...]) -> Build:
    def build(book: Any, sheet: Any) -> None:
        for line in lines:
            sheet.append(line)

    return build


def cell(value: Any, number_format: str = "General") -> Build:
    """A table of one row, in whose second cell the value stands."""

    def build(book: Any, sheet: Any) -> None:
        sheet.append(("Name", "It"))
        sheet.append(("Maya", value))
        sheet["B2"].number_format = number_format

    return build


def title_and_groups(book: Any, sheet: Any) -> None:
    sheet.append(("Clients of the Example Clinic",))
    sheet.append(("DOB", "Where", None, "Who", None))
    sheet.append((None, "Street", "City", "First", "Last"))
    sheet.append((date(1990, 2, 28), "1 Example Ave", "Saint Paul", "Maya", "Lind"))
    for merged in ("A1:E1", "A2:A3", "B2:C2", "D2:E2"):
        sheet.merge_cells(merged)


def widened(book: Any, sheet: Any) -> None:
    sheet.append(("Name", None, "DOB"))
    sheet.append(("Maya", None, date(1990, 2, 28)))
    sheet.merge_cells("A1:B1")


def widened_over_data(book: Any, sheet: Any) -> None:
    sheet.append(("Name", None, "DOB"))
    sheet.append(("Maya", "Lindqvist", date(1990, 2, 28)))
    sheet.merge_cells("A1:B1")


def merged_below(book: Any, sheet: Any) -> None:
    rows(("Name", "Agency"), ("Maya", "mn-dps"), ("Ida",), (None,))(book, sheet)
    sheet.merge_cells("B2:B3")
    sheet.merge_cells("A4:B4")  # nothing stands in it


def merged_beside(book: Any, sheet: Any) -> None:
    rows(("Clients",), ("Name", None, "DOB"), ("Maya", "x"))(book, sheet)
    sheet.merge_cells("F1:F3")


def hidden_sheet(book: Any, sheet: Any) -> None:
    rows(("Name", "DOB"), ("Maya", "1990-02-28"))(book, sheet)
    rows(("Code", "Meaning"), ("1", "one"))(book, book.create_sheet("Lists"))
    book["Lists"].sheet_state = "hidden"
    book.create_sheet("Sheet2")


def two_sheets(book: Any, sheet: Any) -> None:
    hidden_sheet(book, sheet)
    book["Lists"].sheet_state = "visible"


def hidden_rows(book: Any, sheet: Any) -> None:
    rows(("Name", "DOB"), ("Maya", "1990-02-28"), ("Ida", "2014-05-09"))(book, sheet)
    for number in (3, 9):
        sheet.row_dimensions[number].hidden = True


def far_away(book: Any, sheet: Any) -> None:
    rows(("Name", "DOB"), ("Maya", "1990-02-28"))(book, sheet)
    sheet["XFD1"].number_format = sheet["A1048576"].number_format = "@"
    sheet["A900000"] = "Ida"


# name: (how it is made, options, rows by number, notes)
SEEN: dict[str, tuple[Build, dict[str, str], dict[int, dict[str, str]], tuple[str, ...]]] = {
    **{
        name: (cell(value, shown), {}, {2: {"Name": "Maya", "It": text}}, ())
        for name, value, shown, text in (
            ("a day", date(1990, 2, 28), "m/d/yyyy", "1990-02-28"),
            ("a day with a time", datetime.fromisoformat("2026-02-14T18:10"), "m/d/yyyy h:mm", "2026-02-14 18:10"),
            ("a time", time(18, 10), "h:mm", "18:10"),
            ("a whole number kept as a fraction", 55101.0, "General", "55101"),
            ("a fraction", 0.1 + 0.2, "General", "0.3"),
            ("a ZIP with its zero", 2101, "00000", "02101"),
            ("a ZIP of nine digits", 21010001, "00000\\-0000", "02101-0001"),
            ("a ZIP that lost its zero", 2101, "General", "2101"),
            ("a percentage", 0.125, "0.0%", "12.5%"),
            ("a sum", 25, '"$"#,##0', "$25"),
            ("a sum with cents", 1250.5, numbers.FORMAT_CURRENCY_USD_SIMPLE, "$1,250.50"),
            ("yes in a box", True, "General", "TRUE"),
            ("nothing but spaces", "   ", "General", ""),
            ("lines", "PO Box 1234\nSaint Paul, MN 55101", "General", "PO Box 1234\nSaint Paul, MN 55101"),
            ("an escaped line break", "one_x000D_two", "General", "one\rtwo"),
            ("nothing at all but a zero", 0, "General", "0"),
        )
    },
    "blank rows": (rows(("Name", "It"), (), ("Maya", "x"), (" ", None), ("Ida",)), {},
                   {3: {"Name": "Maya", "It": "x"}, 5: {"Name": "Ida", "It": ""}}, ()),
    "a title, groups and merged names": (
        title_and_groups,
        {},
        {4: {"DOB": "1990-02-28", "Street": "1 Example Ave", "City": "Saint Paul", "First": "Maya", "Last": "Lind"}},
        ("Row 3 is taken for the column names; what stands above it is not read.",),
    ),
    "a name merged to be wider": (widened, {}, {2: MAYA}, ()),
    "a hidden and an empty sheet": (hidden_sheet, {}, {2: MAYA}, ("Hidden sheets are not read: 'Lists'.",)),
    "the sheet that is named": (two_sheets, {"sheet": " lists"}, {2: {"Code": "1", "Meaning": "one"}}, ()),
    "hidden rows": (
        hidden_rows,
        {},
        {2: MAYA, 3: {"Name": "Ida", "DOB": "2014-05-09"}},
        ("Hidden rows are read like the others: 1, the first of them row 3.",),
    ),
    "cells far away": (far_away, {}, {2: MAYA, 900_000: {"Name": "Ida", "DOB": ""}}, ()),
}  # fmt: skip

# name: (how it is made, options, all that is said of it)
UNREADABLE: dict[str, tuple[Build, dict[str, str], list[str]]] = {
    "errors and formulas, all at once": (
        rows(("Name", "DOB", "Name"), ("#REF!", "=B9", "x"), (12345678901234567, "#N/A", "=1/0")),
        {},
        [
            "row 1: columns A and C are both called 'Name': rename one",
            (
                "cell B2 is a formula without a result: save the file in a spreadsheet program, "
                "or write the value in its place"
            ),
            (
                "cell C3 is a formula without a result: save the file in a spreadsheet program, "
                "or write the value in its place"
            ),
            "cell A2 holds the error #REF!: mend the formula, or write the value in its place",
            (
                "cell A3 is a number of more than 15 digits, of which a spreadsheet loses the last: "
                "format the column as text, and type it again"
            ),
            "cell B3 holds the error #N/A: mend the formula, or write the value in its place",
        ],
    ),
    "several sheets": (two_sheets, {}, ["it has several sheets: choose one with --sheet ('Sheet', 'Lists')"]),
    "a sheet that is not there": (
        two_sheets,
        {"sheet": "Clients"},
        ["there is no sheet 'Clients'; there is 'Sheet', 'Lists', 'Sheet2'"],
    ),
    "nothing": (rows(), {}, ["nothing stands in the file, or only in hidden sheets"]),
    "a name merged over two columns": (
        widened_over_data,
        {},
        ["row 2: column B has no name in row 1: name it, or clear it"],
    ),
    "merged cells in which nothing stands": (
        merged_beside,
        {},
        ["row 3: column B has no name in row 2: name it, or clear it"],
    ),
    "cells merged below the names": (merged_below, {}, ["cells B2:B3 are merged: unmerge them, and fill in each"]),
    "a column without a name": (
        rows(("Name", None, "DOB"), ("Maya",), ("Ida", "secret"), ("Sam", "secret", None, "secret")),
        {},
        [
            "row 3: column B has no name in row 1: name it, or clear it",
            "row 4: column D has no name in row 1: name it, or clear it",
        ],
    ),
}


def made(path: Path, build: Build) -> Path:
    book = openpyxl.Workbook()
    build(book, book.worksheets[0])
    book.save(path)
    return path


@pytest.mark.parametrize("name", SEEN)
def test_a_workbook_is_read_as_a_person_sees_it(name: str, tmp_path: Path) -> None:
    build, options, expected, notes = SEEN[name]
    table = read_table(made(tmp_path / "clients.xlsx", build), **options)
    assert {row.number: dict(row.cells) for row in table.rows} == expected
    assert table.notes == notes


@pytest.mark.parametrize("name", UNREADABLE)
def test_all_that_is_wrong_in_a_workbook_is_said_at_once(name: str, tmp_path: Path) -> None:
    build, options, mistakes = UNREADABLE[name]
    with pytest.raises(FileMistakes) as raised:
        read_table(made(tmp_path / "clients.xlsx", build), **options)
    assert list(raised.value.mistakes) == mistakes
    assert "secret" not in str(raised.value)


def with_parts(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """A small workbook, and its parts as another program might have left them."""
    made(path, rows(("Name", "It"), ("Maya", "=B9")))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        (b"<v />", b"<v>1990</v>", "1990"),
        (b'r="B2"><f>B9</f><v />', b'r="B2" t="str"><f>B9</f><v></v>', ""),
    ],
)
def test_a_formula_gives_the_result_that_the_file_keeps(tmp_path: Path, old: bytes, new: bytes, text: str) -> None:
    def change(parts: dict[str, bytes]) -> None:
        parts[SHEET] = re.sub(rb"<v ?/>|<v></v>", b"<v />", parts[SHEET])
        assert old in parts[SHEET]
        parts[SHEET] = parts[SHEET].replace(old, new)

    (row,) = read_table(with_parts(tmp_path / "clients.xlsx", change)).rows
    assert row.cells == {"Name": "Maya", "It": text}


def bomb(parts: dict[str, bytes]) -> None:
    parts["xl/media/a.bin"] = bytes(workbooks.MOST_UNPACKED + 1)


def document_type(parts: dict[str, bytes]) -> None:
    parts[SHEET] = b'<!DOCTYPE x [<!ENTITY a "b">]>' + parts[SHEET]


def open_document(parts: dict[str, bytes]) -> None:
    parts.clear()
    parts |= {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}


def too_large(parts: dict[str, bytes]) -> None:
    parts[SHEET] = re.sub(rb"<f>.*?</c>", b"<v>1e999</v></c>", parts[SHEET])


def cut_off(parts: dict[str, bytes]) -> None:
    parts[SHEET] = parts[SHEET][:300]


def without_the_book(parts: dict[str, bytes]) -> None:
    del parts["xl/workbook.xml"]


@pytest.mark.parametrize(
    ("change", "mistake"),
    [
        (bomb, "unpacked, it is larger than 250 MB: divide it"),
        (document_type, f"it was not made by a spreadsheet program: {SAVE_AS}"),
        (open_document, f"this is no .xlsx file: {SAVE_AS}"),
        (too_large, f"the file is damaged: {SAVE_AS}"),
        (cut_off, f"the file is damaged: {SAVE_AS}"),
        (without_the_book, f"the file is damaged: {SAVE_AS}"),
    ],
)
def test_a_workbook_that_is_none_or_could_do_harm(
    tmp_path: Path, change: Callable[[dict[str, bytes]], None], mistake: str
) -> None:
    with pytest.raises(FileMistakes) as raised:
        read_table(with_parts(tmp_path / "clients.xlsx", change))
    assert raised.value.mistakes == (mistake,)


@pytest.mark.parametrize("kept", range(1, 60, 4))
def test_a_workbook_cut_off_anywhere_is_damaged_not_a_bug(tmp_path: Path, kept: int) -> None:
    path = made(tmp_path / "clients.xlsx", rows(("Name", "It"), ("Maya", "x")))
    content = path.read_bytes()
    path.write_bytes(content[: 4 + len(content) * kept // 60])
    with pytest.raises(FileMistakes):
        read_table(path)
