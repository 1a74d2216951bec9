"""The empty sheet for a batch, and what is kept of the columns of other sheets."""

import stat
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from support import CATALOGUE, OFFERED, Ran, as_asked

from letters.columns import match
from letters.errors import FileTrouble, WrongInput
from letters.tables import read_table, write_csv
from letters.workflow import batch_template
from letters.workflow.mapping import keep_mapping, mappings, read_mapping
from letters.workflow.workspace import Workspace

AUDIT = "own-record-audit-trail"


def test_a_mapping_is_kept_for_its_owner_and_read_again(home: Path) -> None:
    said = {"DOB": "date_of_birth", "Notes: internal": "", "No.": "case_number"}
    keep_mapping(home, "clinic", said)
    assert read_mapping(home, "clinic") == said
    assert mappings(home) == ["clinic"]
    (path,) = home.rglob("clinic.yaml")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_mapping_that_is_not_there(home: Path) -> None:
    with pytest.raises(FileTrouble, match="There is no file"):
        read_mapping(home, "clinic")
    with pytest.raises(WrongInput, match="A mapping's name is letters"):
        keep_mapping(home, "../clinic", {})


@pytest.mark.parametrize("type_id", OFFERED)
def test_the_empty_sheet_of_every_type_is_read_and_matched(type_id: str, tmp_path: Path, desk: Workspace) -> None:
    for signer in (None, *CATALOGUE.types[type_id].signers):
        path = tmp_path / "clients.xlsx"
        sheet = batch_template.write_template(desk, type_id, path, signer=signer, agency_column=True)
        table = read_table(path)
        assert (table.columns, table.rows, table.notes) == (sheet.columns, (), ())
        kind = as_asked(type_id, signer)
        found = match(table.columns, [kind], CATALOGUE.fields)
        assert found.problems == ()
        assert set(found.columns) == {"agency", *(field.id for field in kind.fields), *(["signer"] if signer else [])}


def test_the_empty_sheet_explains_itself(letters: Callable[..., Ran]) -> None:
    done = letters("batch-template", "own-vehicle-registration-record", "--out", "clients.xlsx")
    assert done.code == 0
    assert done.out.startswith("Wrote clients.xlsx (")
    sheet = openpyxl.load_workbook("clients.xlsx").worksheets[0]
    names = [str(cell.value) for cell in sheet[1]]
    assert names[0] == "Your full name *"
    assert [name.endswith(" *") for name in names] == sorted((name.endswith(" *") for name in names), reverse=True)
    assert all(cell.comment and "Example: " in cell.comment.text for cell in sheet[1])
    assert all(str(cell.value).startswith("Example: ") for cell in sheet[2])
    assert (
        {"yes,no", "inspect,copies,both"}
        >= {str(rule.formula1).strip('"') for rule in sheet.data_validations.dataValidation}
        > set()
    )


def test_the_example_is_never_a_row_however_the_sheet_is_saved(tmp_path: Path, desk: Workspace) -> None:
    sheet = batch_template.write_template(desk, AUDIT, tmp_path / "clients.xlsx")
    example = dict(
        zip(
            sheet.columns,
            [str(cell.value) for cell in openpyxl.load_workbook(sheet.path).worksheets[0][2]],
            strict=True,
        )
    )
    path = tmp_path / "clients.csv"
    path.write_bytes(write_csv(sheet.columns, [example]))
    assert read_table(path).rows == ()
    path.write_bytes(write_csv(sheet.columns, [example | {sheet.columns[0]: "Ida Lindqvist"}]))
    with pytest.raises(WrongInput, match=r"row 2: From .* still holds its example"):
        read_table(path)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((AUDIT, "--out", "clients.csv"), "the name of the sheet ends in .xlsx"),
        (("own-record", "--out", "clients.xlsx"), "no request type 'own-record'"),
        ((AUDIT, "--out", "clients.xlsx", "--signer", "nobody"), "can be signed by one of"),
        ((AUDIT,), "--out"),
    ],
)
def test_no_sheet_without_a_type_and_a_place(
    letters: Callable[..., Ran], arguments: tuple[str, ...], message: str
) -> None:
    done = letters("batch-template", *arguments)
    assert done.code == 2
    assert message in done.err
    assert not list(Path().iterdir())


def test_a_sheet_of_somebody_else_is_not_written_over(letters: Callable[..., Ran]) -> None:
    openpyxl.Workbook().save("clients.xlsx")
    before = Path("clients.xlsx").read_bytes()
    assert letters("batch-template", AUDIT, "--out", "clients.xlsx").code == 1
    assert Path("clients.xlsx").read_bytes() == before
    assert letters("batch-template", AUDIT, "--out", "own.xlsx").code == 0
    assert letters("batch-template", AUDIT, "--out", "own.xlsx").code == 0
