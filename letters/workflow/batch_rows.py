"""The rows of a batch: from a table, or from a list of agencies, to wishes; all that is wrong is told, row by row."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import get_args

from letters import columns, signing, tables
from letters.columns import Matching, plain
from letters.errors import ColumnMistakes, FileMistakes, LettersError, NoAddress, WrongInput
from letters.models import Agency, Kind
from letters.request_types import RequestType
from letters.rows import CellProblem, read_row
from letters.tables import Row, Table
from letters.workflow.plan import SIGNER, Wish
from letters.workflow.workspace import Workspace

FILL_IN = "If it is right, give --address-confirmed; if not, fill it in here and give this file with --addresses."
FILL_COLUMN = "If it is right, give --address-confirmed; if not, fill in a column 'Agency address'."
ADDRESS_PARTS = ("street", "city", "state", "zip")


@dataclass(frozen=True)
class BatchWish:
    """What a batch is made of: a table, or agencies with one set of answers.

    `given` answers questions for every row; a row's own answer wins. `mapping` tells which column answers what. Of
    `addresses`, a file is a mended errors.csv. `start_method` says how processes begin: a program with several threads
    has to say "spawn".
    """

    out: Path
    dated: date
    table: Path | Table | None = None
    agencies: tuple[str, ...] = ()
    agency: str | None = None
    request_type: str | None = None
    given: Mapping[str, str] = field(default_factory=dict)
    campaign: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    sheet: str | None = None
    addresses: Path | Mapping[str, str] | None = None
    address_confirmed: bool = False
    anonymous: bool = False
    understood: bool = False
    companions: bool = False
    again: bool = False
    all_or_nothing: bool = False
    track: bool = True
    jobs: int | None = None
    start_method: str | None = None


@dataclass(frozen=True)
class BatchRow:
    """One row: its number in the file, its cells as they stand there, and the wish or what is wrong with it.

    `agency` is its body where the batch is of agencies; `cell_problems` are those of `problems` that have a cell.
    """

    number: int
    cells: Mapping[str, str] = field(repr=False)
    wish: Wish | None
    problems: tuple[str, ...] = ()
    agency: str = ""
    cell_problems: tuple[CellProblem, ...] = field(default=(), repr=False)

    def wrong(self, error: LettersError) -> "BatchRow":
        """The row with what is wrong with it as a whole, with the advice of a batch instead of that for one letter."""
        lines = [line.strip() for line in str(error).splitlines()]
        if isinstance(error, NoAddress):
            lines = [lines[0], FILL_IN if self.agency else FILL_COLUMN]
        told = [line for line in lines if line and not line.startswith("Give them with --set")]
        return replace(self, wish=None, problems=tuple(told))

    @property
    def told(self) -> tuple[str, ...]:
        """What is wrong with it, each with the number of the row."""
        return tuple(f"row {self.number}{',' if p.startswith('column ') else ':'} {p}" for p in self.problems)


@dataclass(frozen=True)
class BatchRows:
    """All rows, the columns of the file, and what a person would not expect."""

    columns: tuple[str, ...]
    rows: tuple[BatchRow, ...]
    notes: tuple[str, ...] = ()
    matching: Matching = field(default=Matching({}), repr=False)


def read(workspace: Workspace, wish: BatchWish) -> BatchRows:
    """The rows of the batch. Raises WrongInput and, for what is wrong with a file as a whole, FileMistakes."""
    if (wish.table is None) == (not wish.agencies):
        raise WrongInput("Give a TABLE with one row a letter, or --agencies for one letter to each of them.")
    addresses = _addresses(wish.addresses) if isinstance(wish.addresses, Path) else wish.addresses or {}
    if wish.agencies:
        return _of_agencies(workspace, wish, addresses)
    assert wish.table is not None
    table = wish.table
    if isinstance(table, Path):
        table = tables.read_table(table, encoding=wish.encoding, sheet=wish.sheet)
    if not table.rows:
        raise FileMistakes(table.path, ["there is no row under the names of the columns: write one row a letter"])
    return _of_table(workspace, wish, table, addresses)


def _of_table(workspace: Workspace, wish: BatchWish, table: Table, addresses: Mapping[str, str]) -> BatchRows:
    kinds = _kinds(workspace, wish, table)
    matching = columns.match(
        table.columns, kinds.values(), workspace.catalogue.fields, mapping=wish.mapping, elsewhere=frozenset(wish.given)
    )
    problems = list(matching.problems)
    for column, given in (("agency", wish.agency), ("type", wish.request_type)):
        if not given and column not in matching.columns:
            problems.append(f"no column says the {column} of a row: add a column {column!r}, or give --{column} ID")
    if problems:
        raise ColumnMistakes(table.path, problems, matching.unknown)
    notes = list(table.notes)
    rows = []
    for row in table.rows:
        read_as, told = _row(wish, row, matching, kinds, addresses, values=not workspace.low_trace)
        rows.append(read_as)
        notes += [f"row {row.number}: {note}" for note in told]
    return BatchRows(table.columns, tuple(rows), tuple(notes), matching)


def _row(
    wish: BatchWish,
    row: Row,
    matching: Matching,
    kinds: Mapping[tuple[str, str], RequestType],
    addresses: Mapping[str, str],
    *,
    values: bool,
) -> tuple[BatchRow, tuple[str, ...]]:
    """A row as a wish, or what is wrong with its cells, with their `values`; and what was put right in them."""
    type_id, signer = _asked(wish, row, matching)
    kind = kinds.get((type_id, signer))
    if kind is None:
        wrong = f"there is no request type {type_id!r} that {signer or 'anybody'} can sign"
        return BatchRow(row.number, row.cells, None, (wrong,)), ()
    found = read_row(matching, row.cells, kind.fields)
    agency = found.own.get("agency") or wish.agency or ""
    shown = {each.column: f", value {each.value!r}" for each in found.problems if values and not each.sensitive}
    problems = [f"column {each.column!r}{shown.get(each.column, '')}: {each.problem}" for each in found.problems]
    if not agency:
        problems.append(f"no agency: fill in {matching.columns.get('agency', 'agency')!r}")
    if problems:
        return BatchRow(row.number, row.cells, None, tuple(problems), cell_problems=found.problems), found.notes
    given = {**wish.given, **found.given, **({SIGNER: signer} if signer else {})}
    address = found.own.get(columns.AGENCY_ADDRESS) or addresses.get(agency)
    letter = _wish(wish, agency, kind, given, address, found.own.get("reference"))
    return BatchRow(row.number, row.cells, letter), found.notes


def _wish(
    wish: BatchWish,
    agency: str,
    kind: RequestType,
    given: Mapping[str, str],
    address: str | None,
    reference: str | None = None,
) -> Wish:
    return Wish(
        agency=agency,
        request_type=kind.id,
        given=given,
        dated=wish.dated,
        anonymous=wish.anonymous,
        reference=reference,
        address=address,
        address_confirmed=wish.address_confirmed,
        campaign=wish.campaign,
        track=False,  # the batch enters its letters itself, many at a time
        companions=wish.companions,
        text=kind.federal,  # for the online form that most of these agencies want
        understood=wish.understood,
        out=wish.out,
    )


def _kinds(workspace: Workspace, wish: BatchWish, table: Table) -> dict[tuple[str, str], RequestType]:
    """The types of the rows as their signers ask them, by type and signer; those that are not known are left out."""
    by_name = Matching({target: name for target in ("type", SIGNER) if (name := _column(wish, table, target))})
    kinds: dict[tuple[str, str], RequestType] = {}
    shared = workspace.catalogue
    for asked in dict.fromkeys(_asked(wish, row, by_name) for row in table.rows):
        type_id, signer = asked
        if type_id == wish.request_type:
            shared.type(type_id)  # a type that was given by hand must be one
        if type_id in shared.types:
            try:
                kinds[asked] = signing.tailored(
                    shared.types[type_id],
                    signer or None,
                    signers=shared.signers,
                    fields=shared.fields,
                    holders=frozenset(),
                )
            except WrongInput:
                continue
    return kinds


def _column(wish: BatchWish, table: Table, target: str) -> str | None:
    """The column that says the type or the signer of a row."""
    calls = {plain(call) for call in (target, *columns.ALSO_CALLED.get(target, ()))}
    mapped = [name for name, to in wish.mapping.items() if plain(to) == plain(target)]
    return next((name for name in table.columns if name in mapped or plain(name) in calls), None)


def _asked(wish: BatchWish, row: Row, matching: Matching) -> tuple[str, str]:
    """The type and the signer of a row: its own, or the one for all."""
    own = {name: row.cells[matching.columns[name]] for name in ("type", SIGNER) if name in matching.columns}
    return own.get("type") or wish.request_type or "", own.get(SIGNER) or wish.given.get(SIGNER, "")


def _of_agencies(workspace: Workspace, wish: BatchWish, addresses: Mapping[str, str]) -> BatchRows:
    """One letter to each agency, from one set of answers."""
    if not wish.request_type:
        raise WrongInput("Give --type ID: what is asked of these agencies.")
    kind = workspace.catalogue.type(wish.request_type)
    asked = agencies_of(workspace, wish.agencies)
    rows = [
        BatchRow(
            number,
            {},
            _wish(wish, agency, kind, wish.given, addresses.get(agency)),
            agency=agency,
        )
        for number, agency in enumerate(asked, 1)
    ]
    return BatchRows((), tuple(rows))


def agencies_of(workspace: Workspace, named: Iterable[str]) -> list[str]:
    """The ids of the agencies of kinds, of kinds within a county, or of these ids, each once; raises WrongInput."""
    return list(dict.fromkeys(agency.id for what in named for agency in _named(workspace, what)))


def _named(workspace: Workspace, what: str) -> Iterator[Agency]:
    """The agencies of a kind, of a kind within a county (`police:Hennepin`), or the one of an id; raises WrongInput."""
    kind, _, county = what.partition(":")
    if kind not in get_args(Kind):
        yield workspace.registry.get(what)
        return
    found = [
        agency
        for agency in workspace.registry.agencies.values()
        if agency.kind == kind and not agency.not_subject and (not county or _is_in(workspace, agency, county))
    ]
    if not found:
        raise WrongInput(f"--agencies {what}: no agency of that kind is known there.")
    yield from found


def _is_in(workspace: Workspace, agency: Agency, county: str) -> bool:
    """Whether a body stands in a county, as its entry, its parent or its own name says."""
    wanted = plain(county).removesuffix("county")
    parent = workspace.registry.agencies.get(agency.parent or "")
    bodies = [body for body in (agency, parent) if body]
    names = [*(body.county for body in bodies), *(body.name for body in bodies if body.kind == "county")]
    return any(plain(name).removesuffix("county") == wanted for name in names if name)


def _addresses(path: Path) -> dict[str, str]:
    """Addresses of agencies by id, from a mended errors.csv; raises FileMistakes. Empty ones are passed over."""
    table = tables.read_table(path)
    names = {plain(name): name for name in table.columns}
    if missing := [name for name in ("agency", *ADDRESS_PARTS) if name not in names]:
        raise FileMistakes(path, [f"no column {name!r}: --addresses takes a mended errors.csv" for name in missing])
    found, problems = {}, []
    for row in table.rows:
        cells = {name: row.cells[names[name]] for name in ("agency", *ADDRESS_PARTS)}
        parts = [cells[name] for name in ADDRESS_PARTS]
        if all(parts):
            found[cells["agency"]] = f"{cells['street']}, {cells['city']}, {cells['state']} {cells['zip']}"
        elif any(parts):
            problems.append(f"row {row.number}: an address needs {', '.join(ADDRESS_PARTS)}")
    if problems:
        raise FileMistakes(path, problems)
    return found
