"""An empty sheet for a batch: the columns that a kind of letter asks for, each explained, and one example."""

from dataclasses import dataclass
from pathlib import Path

from letters import files, signing, tables
from letters.errors import WrongInput
from letters.request_types import FieldDef, RequestType
from letters.workflow.workspace import Workspace

AGENCY, SIGNER = "Agency *", "Signer *"
_AGENCY_HELP = "Needed.\nThe id of the agency that the letter goes to, as `letters agencies` lists it."


@dataclass(frozen=True)
class Sheet:
    """A file, and the columns in it."""

    path: Path
    columns: tuple[str, ...]


def write_template(
    workspace: Workspace, type_id: str, out: Path, *, signer: str | None = None, agency_column: bool = False
) -> Sheet:
    """Writes an empty sheet for letters of a type; raises what `template` raises, and FileTrouble."""
    path = files.target(out, f"{type_id}.xlsx")
    if path.suffix.lower() != ".xlsx":
        raise WrongInput("--out: the name of the sheet ends in .xlsx.")
    content, columns = template(workspace, type_id, signer=signer, agency_column=agency_column)
    files.write_whole(path, content)
    return Sheet(path, columns)


def template(
    workspace: Workspace, type_id: str, *, signer: str | None = None, agency_column: bool = False
) -> tuple[bytes, tuple[str, ...]]:
    """An empty sheet for letters of a type, as that signer asks them, by default the usual one; and its columns.

    What must be filled in comes first, marked with *. The example under the names is no row: `tables.read_table` passes
    over it. Raises WrongInput.
    """
    shared = workspace.catalogue
    asked = shared.type(type_id)
    if asked.not_offered:
        raise WrongInput(f"{asked.id} is not offered yet: {asked.not_offered}")
    found = signing.tailored(asked, signer, signers=shared.signers, fields=shared.fields, holders=frozenset())
    fields = {_name(found, field): field for field in sorted(found.fields, key=lambda field: _order(found, field))}
    comments = {name: _comment(found, field) for name, field in fields.items()}
    example = {name: ", ".join(field.example.splitlines()) for name, field in fields.items()}
    if signer:
        comments = {SIGNER: f"Needed.\nIn each row: {signer}", **comments}
        example = {SIGNER: signer, **example}
    if agency_column:
        comments = {AGENCY: _AGENCY_HELP, **comments}
        example = {AGENCY: _an_agency(workspace, found), **example}
    content = tables.write_xlsx(
        tuple(example),
        [{name: f"{tables.EXAMPLE}{text}" for name, text in example.items()}],
        comments=comments,
        choices={name: _choices(field) for name, field in fields.items()} | {SIGNER: (signer,) if signer else ()},
    )
    return content, tuple(example)


def _order(found: RequestType, field: FieldDef) -> int:
    return 0 if field.id in found.required else 1 if found.group_of(field.id) else 2


def _name(found: RequestType, field: FieldDef) -> str:
    return f"{field.label} *" if field.id in found.required else field.label


def _choices(field: FieldDef) -> tuple[str, ...]:
    return ("yes", "no") if field.type == "yes_no" else field.choices


def _comment(found: RequestType, field: FieldDef) -> str:
    """What a person should know who fills the column."""
    group = found.group_of(field.id)
    others = [other.label for other in found.fields if group and found.group_of(other.id) == group]
    need = f"One of these is needed: {', '.join(others)}." if others else "May be left empty."
    return "\n".join(
        [
            f"{field.label} ({field.id})",
            "Must be yes." if field.id in found.gates else "Needed." if field.id in found.required else need,
            field.help,
            *([f"One of: {', '.join(_choices(field))}."] if _choices(field) else []),
            f"Example: {field.example}",
        ]
    )


def _an_agency(workspace: Workspace, found: RequestType) -> str:
    """One that may hold such data, as an example."""
    agencies = workspace.registry.agencies.values()
    held = (each.id for holder in found.holders for each in agencies if holder in (each.id, each.kind))
    return next(held, found.holders[0])
