"""Tables as people make them: what is read of each, and exactly what is said of those that cannot be read."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment

from letters import tables
from letters.errors import FileMistakes, FileTrouble, WrongInput
from letters.tables import read_table

UGLY = Path(__file__).parent / "data" / "tables"
SAVE_AS = "open it in a spreadsheet program and save it as .xlsx or as CSV UTF-8"
MAYA = {"Name": "Maya", "DOB": "1990-02-28"}
IDA = {"Name": "Ida", "DOB": "2014-05-09"}

# file: (options, rows by number, notes)
READ: dict[str, tuple[dict[str, str], dict[int, dict[str, str]], tuple[str, ...]]] = {
    "bom.csv": ({}, {2: {"Name": "Maya Lindqvist", "DOB": "2/28/1990"}}, ()),
    "windows-1252.csv": ({"encoding": "windows-1252"}, {2: {"Name": "Renée Müller", "City": "Saint Paul"}}, ()),
    "utf-16.csv": ({}, {2: {"Name": "Renée Müller", "City": "Saint Paul"}}, ()),
    "utf-16-without-bom.csv": ({"encoding": "UTF-16"}, {2: {"Name": "Maya", "City": "Saint Paul"}}, ()),
    "semicolons.csv": (
        {},
        {
            2: {
                "Name": "Maya Lindqvist",
                "Address (street, city, ZIP)": "1 Example Ave, Saint Paul, MN 55101",
                "DOB": "1990-02-28",
            }
        },
        (),
    ),
    "semicolons-with-decimal-commas.csv": (
        {},
        {2: {"Name": "Maya", "Fee": "12,50"}, 3: {"Name": "Ida", "Fee": "3,75"}},
        (),
    ),
    "tabs.tsv": ({}, {2: {"Name": "Maya, called May", "DOB": "1990-02-28"}}, ()),
    "commas-with-spaces.csv": ({}, {2: {**MAYA, "City": "Saint Paul, MN"}}, ()),
    "separator-line.csv": ({}, {2: MAYA}, ()),
    "old-mac.csv": ({}, {2: MAYA}, ()),
    "blank-rows.csv": ({}, {5: MAYA, 8: IDA}, ()),
    "short-rows.csv": (
        {},
        {2: {"Name": "Maya", "DOB": "", "Phone": ""}, 3: {**IDA, "Phone": ""}},
        (),
    ),
    "quoted-line-breaks.csv": (
        {},
        {
            2: {"Name": "Maya", "Where the answer should go": "PO Box 1234\nSaint Paul, MN 55101"},
            3: {"Name": 'Ida "Ivy" L.', "Where the answer should go": "none"},
        },
        (),
    ),
    "title-above.csv": (
        {},
        {5: {**MAYA, "City": "Saint Paul"}},
        ("Row 4 is taken for the column names; what stands above it is not read.",),
    ),
    "title-with-a-comma.csv": (
        {},
        {4: MAYA, 5: IDA},
        ("Row 3 is taken for the column names; what stands above it is not read.",),
    ),
    "one-column.csv": ({}, {2: {"agency": "hennepin-county"}, 3: {"agency": "ramsey-county"}}, ()),
    "many-empty-columns.csv": ({}, {2: MAYA}, ()),
    "defused.csv": (
        {},
        {2: {"Name": "=1+1", "Phone": "+1 651 555 0142"}, 3: {"Name": "'Tis", "Phone": "'quoted"}},
        (),
    ),
    "example-row.csv": ({}, {3: IDA}, ()),
    "only-names.csv": ({}, {}, ()),
}

# file: (options, all that is said of it)
REFUSED: dict[str, tuple[dict[str, str], list[str]]] = {
    "windows-1252.csv": (
        {},
        [
            "the file is not UTF-8: it seems to be Windows-1252. Give --encoding windows-1252, or save it as CSV UTF-8",
        ],
    ),
    "no-encoding-at-all.csv": ({}, ["the file is not UTF-8: save it as CSV UTF-8"]),
    "utf-16-without-bom.csv": (
        {},
        ["line 1 has a NUL character, so this is no CSV file: save it as CSV UTF-8"],
    ),
    "nul.csv": ({}, ["line 3 has a NUL character, so this is no CSV file: save it as CSV UTF-8"]),
    "empty.csv": ({}, ["nothing stands in the file"]),
    "only-blank.csv": ({}, ["nothing stands in the file"]),
    "extra-cells.csv": (
        {},
        [
            'row 2: it has 4 cells, but row 1 names 3 columns: put a text that has "," in it between double quotes',
            'row 5: it has 5 cells, but row 1 names 3 columns: put a text that has "," in it between double quotes',
        ],
    ),
    "unclosed-quote.csv": (
        {},
        ['row 4: a cell begins with " and is not closed, or has a single " in it: write "" for one " within a cell'],
    ),
    "single-quote-within.csv": (
        {},
        ['row 2: a cell begins with " and is not closed, or has a single " in it: write "" for one " within a cell'],
    ),
    "same-name-twice.csv": ({}, ["row 1: columns B and D are both called 'Phone': rename one"]),
    "column-without-name.csv": ({}, ["row 3: column B has no name in row 1: name it, or clear it"]),
    "example-left.csv": ({}, ["row 2: DOB still holds its example: write over it, or clear it"]),
    "all-at-once.csv": (
        {},
        [
            "row 1: columns A and D are both called 'Name': rename one",
            "row 2: column C has no name in row 1: name it, or clear it",
            'row 4: it has 6 cells, but row 1 names 4 columns: put a text that has "," in it between double quotes',
            "row 3: DOB still holds its example: write over it, or clear it",
        ],
    ),
    "web-page.xls": ({}, [f"this is neither an .xlsx nor a CSV file, whatever its name: {SAVE_AS}"]),
    "not-a-workbook.xlsx": ({}, [f"this is neither an .xlsx nor a CSV file, whatever its name: {SAVE_AS}"]),
    "old.xls": ({}, [f"this is an old .xls file, or behind a password: {SAVE_AS}, without a password"]),
    "damaged.xlsx": ({}, [f"the file is damaged: {SAVE_AS}"]),
}


@pytest.mark.parametrize("name", READ)
def test_a_csv_file_is_read_as_a_person_sees_it(name: str) -> None:
    options, rows, notes = READ[name]
    table = read_table(UGLY / name, **options)
    assert {row.number: dict(row.cells) for row in table.rows} == rows
    assert table.notes == notes


@pytest.mark.parametrize("name", REFUSED)
def test_all_that_is_wrong_in_a_csv_file_is_said_at_once(name: str) -> None:
    options, mistakes = REFUSED[name]
    with pytest.raises(FileMistakes) as raised:
        read_table(UGLY / name, **options)
    assert list(raised.value.mistakes) == mistakes
    assert "secret" not in str(raised.value)


def test_every_ugly_spreadsheet_has_its_case() -> None:
    assert {path.name for path in UGLY.iterdir()} == {*READ, *REFUSED, "README.md"}


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("bom.csv", {"sheet": "Clients"}, "--sheet: a CSV file has no sheets. Leave it out."),
        ("bom.csv", {"encoding": "latin"}, "--encoding: must be one of: utf-8, windows-1252, utf-16."),
        ("damaged.xlsx", {"encoding": "utf-8"}, "--encoding: only a CSV file has one. Leave it out."),
    ],
)
def test_an_option_that_does_not_fit_the_file(name: str, options: dict[str, str], message: str) -> None:
    with pytest.raises(WrongInput) as raised:
        read_table(UGLY / name, **options)
    assert str(raised.value) == message


def test_utf_8_is_not_read_as_windows_1252(tmp_path: Path) -> None:
    path = tmp_path / "clients.csv"
    path.write_text("Name,City\nRenée,Saint Paul\n", encoding="utf-8")
    with pytest.raises(WrongInput, match="the file is UTF-8"):
        read_table(path, encoding="windows-1252")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileTrouble, match="There is no file"):
        read_table(tmp_path / "clients.csv")


def test_an_error_on_the_last_row_of_500(tmp_path: Path) -> None:
    path = tmp_path / "clients.csv"
    path.write_text("Name,DOB\n" + "Maya,1990-02-28\n" * 499 + "Maya,1990-02-28,more\n")
    with pytest.raises(FileMistakes, match="row 501: it has 3 cells"):
        read_table(path)


def test_bounds(tmp_path: Path) -> None:
    path = tmp_path / "clients.csv"
    for text, message in (
        ("Name,DOB\n" + "M,1\n" * 100_002, "more than 100,000 rows"),
        (",".join(f"c{n}" for n in range(1001)) + "\nx\n", "more than 1,000 columns"),
    ):
        path.write_text(text)
        with pytest.raises(FileMistakes, match=message):
            read_table(path)
    path.write_text("Name,DOB\n" + "M,1\n" * 100_000)
    assert len(read_table(path).rows) == 100_000


# What we write

FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@x",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "＝1",
    '=HYPERLINK("http://x")',
    "'=1",
    "''",
    "'",
    "#N/A",
)
WRITERS = {".csv": tables.write_csv, ".xlsx": tables.write_xlsx}


def cells_of(path: Path) -> Iterator[Any]:
    if path.suffix == ".csv":
        yield from (text for line in path.read_text("utf-8-sig").split('"') for text in [line])
    else:
        for line in openpyxl.load_workbook(path).worksheets[0].iter_rows():
            for each in line:
                assert each.data_type in ("s", "n")
                yield each.value or ""


@pytest.mark.parametrize("kind", WRITERS)
def test_no_cell_that_we_write_is_a_formula(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"errors{kind}"
    path.write_bytes(WRITERS[kind](["Name", "=It"], [{"Name": "Maya", "=It": text} for text in FORMULAS]))
    assert not [text for text in cells_of(path) if text.strip()[:1] in tuple("=+-@＝")]
    table = read_table(path)
    assert table.columns == ("Name", "=It")
    assert [row.cells["=It"] for row in table.rows] == list(FORMULAS)


SAID = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20).map(str.strip)
LINES = st.lists(st.tuples(SAID.filter(bool), SAID, SAID), min_size=1, max_size=5)


@pytest.mark.parametrize("kind", WRITERS)
@settings(deadline=None)
@given(lines=LINES)
def test_what_we_write_is_read_back_exactly(
    kind: str, tmp_path_factory: pytest.TempPathFactory, lines: list[tuple[str, str, str]]
) -> None:
    columns = ("Name; first, last", "=It", "reason")
    asked = [dict(zip(columns, line, strict=True)) for line in lines]
    content = WRITERS[kind](columns, asked)
    assert content == WRITERS[kind](columns, asked)
    path = tmp_path_factory.mktemp("round") / f"errors{kind}"
    path.write_bytes(content)
    table = read_table(path)
    assert table.columns == columns
    assert [dict(row.cells) for row in table.rows] == asked


def test_a_comment_and_a_list_stand_with_their_column() -> None:
    content = tables.write_xlsx(["It"], [], comments={"It": "Yes or no."}, choices={"It": ["yes", "no"]})
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert isinstance(sheet["A1"].comment, Comment)
    assert sheet["A1"].comment.text == "Yes or no."
    (rule,) = sheet.data_validations.dataValidation
    assert (rule.formula1, str(rule.sqref)) == ('"yes,no"', "A2:A100000")
