"""A table put right cell by cell: which cells of a row are wrong, and the table with what is written instead."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from letters.columns import AGENCY_ADDRESS, Matching
from letters.tables import Row, Table
from letters.workflow import mistakes
from letters.workflow.batch_rows import FILL_COLUMN, FILL_IN, BatchRow
from letters.workflow.workspace import Workspace

# How a column is called that is added for the address of a row's agency.
ADDRESS_COLUMN = "Agency address"


@dataclass(frozen=True)
class Cell:
    """A cell to put right: what stands in it, what is wrong with it, and what could stand there."""

    column: str
    value: str = field(repr=False)
    problems: tuple[str, ...] = ()
    example: str = ""


@dataclass(frozen=True)
class Fault:
    """A row that cannot be written: its cells to put right, and what is wrong with it as a whole.

    `agency` is its body where the batch is of agencies, and `unaddressed` that an address would put it right.
    """

    number: int
    cells: tuple[Cell, ...]
    others: tuple[str, ...] = ()
    agency: str = ""
    unaddressed: bool = False


def faults(workspace: Workspace, bad: Iterable[BatchRow], matching: Matching) -> tuple[Fault, ...]:
    """What to put right in rows of a batch. Where no cell is to blame, all cells of the row are shown."""
    return tuple(_fault(workspace, row, matching) for row in bad)


def _fault(workspace: Workspace, row: BatchRow, matching: Matching) -> Fault:
    if row.agency:
        others = tuple(line for line in row.problems if line != FILL_IN)
        return Fault(row.number, (), others, row.agency, unaddressed=FILL_IN in row.problems)
    wrong: dict[str, list[str]] = {}
    known = {f"column {each.column!r}, value {each.value!r}: {each.problem}": each for each in row.cell_problems}
    for each in known.values():
        for column in [each.column] if each.column in row.cells else _listed(each.column, row.cells):
            wrong.setdefault(column, []).append(each.problem)
    told = mistakes.by_question((line for line in row.problems if line not in known), workspace.catalogue.fields)
    for name, lines in told.fields.items():
        for column in matching.all_of(name) or (workspace.catalogue.fields[name].label,):
            wrong.setdefault(column, []).extend(lines)
    if FILL_COLUMN in told.others:
        wrong.setdefault(matching.columns.get(AGENCY_ADDRESS, ADDRESS_COLUMN), [])
    if not wrong:
        wrong = {column: [] for column in row.cells}
    examples = {matching.named(name): each.example for name, each in workspace.catalogue.fields.items()}
    cells = tuple(
        Cell(column, row.cells.get(column, ""), tuple(lines), examples.get(column, ""))
        for column, lines in wrong.items()
    )
    return Fault(row.number, cells, tuple(line for line in told.others if line != FILL_COLUMN))


def _listed(named: str, cells: Collection[str]) -> list[str]:
    """The columns of an answer that is put together from several."""
    return [column for column in cells if column in named.split(", ")]


def mended(table: Table, written: Mapping[int, Mapping[str, str]], left_out: Collection[int]) -> Table:
    """The table with these cells, by number of the row and column, and without these rows.

    A column that it has not yet is added to it.
    """
    new = dict.fromkeys(column for cells in written.values() for column in cells if column not in table.columns)
    rows = [
        Row(row.number, {**row.cells, **dict.fromkeys(new, ""), **written.get(row.number, {})})
        for row in table.rows
        if row.number not in left_out
    ]
    return replace(table, columns=(*table.columns, *new), rows=tuple(rows))
