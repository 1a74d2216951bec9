"""For groups: sheets and agencies checked, put right and made on pages; the same letters as the command."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from support import Ran
from web_groups_support import (
    ALEX,
    ALL,
    AUDIT,
    COLUMNS,
    GROUP,
    KIM,
    MAYA,
    STATISTICS,
    app,
    cells,
    checked,
    gives,
    kim,
    listed,
    logged,
    makes,
    mends,
    printing,
    sheet,
)
from web_support import Person, text

from letters.tables import write_xlsx

__all__ = ["app", "kim"]  # fixtures


# From a sheet to the print run.


def test_wrong_cells_are_shown_and_put_right_in_place(kim: Person) -> None:
    found = gives(kim, sheet(MAYA, KIM, ALEX))
    assert "Letters that can be made: 2. Rows that are wrong: 1." in text(kim.page)
    assert cells(kim) == ["cell-3-City", "cell-3-From"]
    assert "not a date: write it like 2026-01-01" in text(kim.page)
    assert 'value="2/30/2025"' in kim.page.text
    assert "Maya" not in kim.page.text
    mends(kim, f"{found}/check", {"cell-3-City": "Duluth", "cell-3-From": "yesterday"})
    assert cells(kim) == ["cell-3-From"]
    mends(kim, f"{found}/check", {"cell-3-From": "2025-02-28"})
    assert "Letters that can be made: 3" in text(kim.page)
    assert cells(kim) == []
    run = makes(kim, found)
    assert "Letters made: 3" in text(kim.page)
    with pikepdf.open(io.BytesIO(kim.get(f"{run}/file/print.pdf").data)) as printed:
        assert len(printed.pages) == 6  # each begins on a new sheet
    assert [row["row"] for row in listed(kim.get(f"{run}/file/manifest.csv").data)] == ["2", "3", "4"]


def test_what_is_missing_can_be_filled_in_and_a_row_can_be_left_out(kim: Person) -> None:
    nobody = ("", *ALEX[1:5], "T423456789012", *ALEX[6:])
    found = gives(kim, sheet(MAYA, MAYA, nobody))
    assert "same letter as row 2" in text(kim.page)
    assert "--" not in text(kim.page)
    assert set(cells(kim)) == {*(f"cell-3-{name}" for name in COLUMNS), "cell-4-Name"}
    mends(kim, f"{found}/check", {"leave": "3", "cell-4-Name": "Robin Example"})
    assert "Letters that can be made: 2" in text(kim.page)
    assert cells(kim) == []


def test_columns_that_answer_nothing_are_told_of_and_matched_by_hand(kim: Person) -> None:
    odd = ("Who", *COLUMNS[1:], "Shoe size")
    found = gives(kim, sheet((*MAYA, "9"), columns=odd))
    assert kim.page.status_code == 422
    assert "no question is called so" in text(kim.page)
    assert "--map" not in text(kim.page)
    mends(
        kim,
        f"{found}/columns",
        {"column-0": "full_name", "column-8": "", **{f"column-{n}": "same" for n in range(1, 8)}},
    )
    assert "Letters that can be made: 1" in text(kim.page)


def test_an_empty_sheet_is_the_one_of_the_command_and_is_read_back(kim: Person, letters: Callable[..., Ran]) -> None:
    found = kim.goes("/groups/", {"way": "sheet", "type": AUDIT}).rpartition("/")[0]
    given = kim.get(f"{found}/empty.xlsx?agency=column").data
    letters("batch-template", AUDIT, "--agency-column", "--out", "empty.xlsx")
    with zipfile.ZipFile(io.BytesIO(given)) as page, zipfile.ZipFile("empty.xlsx") as command:
        (names,) = [name for name in page.namelist() if name.endswith("sheet1.xml")]
        assert page.read(names) == command.read(names)
    kim.post(f"{found}/sheet", {**ALL, "agency": "", "sheet": (io.BytesIO(given), "letters.xlsx")})
    checked(kim, found)
    assert "there is no row under the names of the columns" in text(kim.page)


def test_what_is_wrong_with_the_file_stands_beside_it(kim: Person) -> None:
    for content, name, told in (
        (b"\xd0\xcf\x11\xe0", "old.xls", "this is an old .xls file"),
        (b"<html>", "a.xlsx", "neither an .xlsx nor a CSV file"),
        (b"PK\x03\x04garbage", "a.xlsx", ""),
        ("Name,Caf\xe9\nx,y\n".encode("latin-1"), "a.csv", "Save it as CSV UTF-8"),
        (b"", "a.csv", "nothing stands in the file"),
        (b'Name,Street\n"x,y\n', "a.csv", "is not closed"),
    ):
        gives(kim, content, name)
        assert kim.page.status_code == 422, name
        assert told.casefold() in text(kim.page).casefold(), name
        assert 'href="#sheet"' in kim.page.text
        assert "--" not in text(kim.page)
    kim.post(kim.seen[-1].replace("/check", "/sheet"), {"agency": "st paul", "campaign": ""})
    assert "Write the whole name of one of these" in text(kim.page)
    assert "Give these letters a name" in text(kim.page)


def test_a_letter_to_an_agency_of_no_known_address_waits_for_one(kim: Person) -> None:
    found = gives(kim, sheet((*MAYA, "mn-mnsure"), columns=(*COLUMNS, "Agency")), agency="")
    assert cells(kim) == ["cell-2-Agency address"]
    mends(kim, f"{found}/check", {"cell-2-Agency address": "1 Example Ave, St. Paul, MN 55101"})
    assert "Letters that can be made: 1" in text(kim.page)
    run = makes(kim, found)
    assert listed(kim.get(f"{run}/file/manifest.csv").data)[0]["agency"] == "mn-mnsure"


def test_rows_that_failed_are_put_right_and_made_too(kim: Person, home: Path) -> None:
    found = gives(kim, sheet(MAYA, KIM))
    run = makes(kim, found)
    assert "Letters made: 1. Left out: 1" in text(kim.page)
    assert [row["row"] for row in listed(kim.get(f"{run}/file/errors.csv").data)] == ["3"]
    mends(kim, f"{found}/check", {"cell-3-City": "Duluth", "cell-3-From": "2025-02-28"})
    assert makes(kim, found) == run
    assert "Letters made: 2" in text(kim.page)
    assert kim.get(f"{run}/file/errors.csv").status_code == 404
    assert list(logged(home).values()) == [["written"], ["written"]]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_page_and_command_make_the_same_letters(
    kim: Person, letters: Callable[..., Ran], tmp_path: Path, kind: str
) -> None:
    rows = (MAYA, ALEX)
    content = sheet(*rows) if kind == "csv" else write_xlsx(COLUMNS, [dict(zip(COLUMNS, r, strict=True)) for r in rows])
    run = makes(kim, gives(kim, content, f"clients.{kind}"))
    shown = listed(kim.get(f"{run}/file/manifest.csv").data)
    with zipfile.ZipFile(io.BytesIO(kim.get(f"{run}/all.zip").data)) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    Path(f"clients.{kind}").write_bytes(content)
    done = letters(
        *(
            "batch",
            f"clients.{kind}",
            "--type",
            AUDIT,
            "--agency",
            "mn-dps-dvs",
            "--out",
            "out",
            "--campaign",
            "spring",
        ),
        *("--dated", "2026-11-25", "--no-track"),
    )
    assert done.code == 0, done.err
    (command,) = [listed(Path("out/manifest.csv").read_bytes())]
    assert len(shown) == 2
    same = ("reference", "row", "agency", "file", "pages", "sha256", "by")
    assert [[row[name] for name in same] for row in shown] == [[row[name] for name in same] for row in command]
    assert set(files) == {path.name for path in Path("out").iterdir()} - {"batch.json"}
    for name, made in files.items():
        if name != "manifest.csv":  # its days are those of a letter mailed on the day of the run
            assert made == Path("out", name).read_bytes(), name


def test_more_than_a_handful_are_made_in_processes_of_their_own(kim: Person, home: Path) -> None:
    rows = [(f"Person {n} Example", *MAYA[1:5], f"T{n:012}", *MAYA[6:]) for n in range(18)]
    run = makes(kim, gives(kim, sheet(*rows)))
    assert "Letters made: 18" in text(kim.page)
    work = printing(kim, run)
    assert (work.done, work.whole) == (18, 18)
    assert len(logged(home)) == 18


# To many agencies.


def test_one_question_to_many_agencies_with_an_address_put_right(kim: Person, letters: Callable[..., Ran]) -> None:
    found = kim.goes("/groups/", {"way": "agencies", "type": STATISTICS}).rpartition("/")[0]
    kim.post(f"{found}/agencies", {**GROUP, "kind": "", "campaign": "jails"})
    assert kim.page.status_code == 422
    assert "Choose what kind of agency is asked." in text(kim.page)
    kim.post(f"{found}/agencies", {**GROUP, "kind": "sheriff", "campaign": "jails", "date_to": "someday"})
    assert 'href="#date_to"' in kim.page.text
    mends(kim, f"{found}/agencies", {**GROUP, "kind": "sheriff", "in_county": "Aitkin County", "campaign": "jails"})
    checked(kim, found)
    kim.get(f"{found}/agencies")
    assert kim.page.text.count('name="county"') == 1  # where they are is no answer to what the letter asks
    mends(kim, f"{found}/agencies", {**GROUP, "kind": "sheriff", "campaign": "jails"})
    checked(kim, found)
    number = int(re.search(r"Letters that can be made: (\d+)", text(kim.page))[1])  # type: ignore[index]
    unsure = re.findall(r'name="address-([^"]+)"', kim.page.text)
    assert unsure
    assert "--" not in text(kim.page)
    kim.post(f"{found}/check", {f"address-{unsure[0]}": "nowhere"})
    assert kim.page.status_code == 422
    mends(kim, f"{found}/check", {f"address-{unsure[0]}": "100 Example Plaza, Example, MN 56001", "leave": "9999"})
    checked(kim, found)
    assert f"Letters that can be made: {number + 1}." in text(kim.page)
    assert f'name="address-{unsure[0]}"' not in kim.page.text
    command = letters(
        *("batch", "--agencies", "sheriff", "--type", STATISTICS, "--out", "out", "--dry-run", "--json", "--no-track"),
        *(option for name, answer in GROUP.items() for option in ("--set", f"{name}={answer}")),
    )
    assert command.json["written"] == number
