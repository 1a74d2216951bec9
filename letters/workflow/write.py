"""Writing one letter: from what a person answered to a file that can be printed, signed and mailed."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from letters import files, plain
from letters.addressee import Way
from letters.errors import WrongInput
from letters.events import Request
from letters.models import Agency
from letters.workflow import drafts, entries, record, setting, sheets
from letters.workflow.plan import Plan, Wish, plan
from letters.workflow.workspace import Workspace


@dataclass(frozen=True)
class Written:
    """What came of it."""

    reference: str
    path: Path
    pages: int
    sha256: str
    agency: Agency
    request_type: str
    unsigned: bool
    way: Way = "mail"
    warnings: tuple[str, ...] = field(default=())
    companions: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Prepared:
    """A letter as its file will be."""

    planned: Plan
    request: Request
    path: Path
    content: bytes
    pages: int
    warnings: tuple[str, ...]
    html: str = field(default="", repr=False)
    beside: Mapping[Path, bytes] = field(default_factory=dict)


def write(workspace: Workspace, wish: Wish) -> Written:
    """Writes the letter to a file.

    Raises WrongInput (unknown names, answers missing or malformed), NotSubject, NoAddress, TemplateBroken, CannotPrint
    and FileTrouble; then nothing was written.
    """
    return store(workspace, prepare(workspace, plan(workspace, wish)))


def prepare(workspace: Workspace, planned: Plan) -> Prepared:
    """The file that was planned, made but not yet written; raises TemplateBroken, CannotPrint and FileTrouble."""
    name = _name(planned)
    path = files.target(planned.wish.out or Path(name), name)
    made = compose(workspace, planned)
    placed = {files.target(path.parent / each, each.name): paper for each, paper in made.beside.items()}
    return replace(made, path=path, beside=placed)


def compose(workspace: Workspace, planned: Plan) -> Prepared:
    """The same with names alone, for whoever keeps the letter elsewhere than in a file; raises what `prepare` raises
    but for places that cannot be written.
    """
    wish, order = planned.wish, planned.order
    if wish.email and wish.html:
        raise WrongInput("--email: the draft takes the PDF along, so leave out --html.")
    if wish.track:
        kind = order.request_type.id
        record.ready(workspace, order.reference, agency=planned.agency.id, request_type=kind, dated=order.dated)
    composed, pages = setting.set_letter(workspace, order, planned.recipient)
    content = composed.html.encode() if wish.html else setting.printed(workspace, pages, order)
    sha256 = hashlib.sha256(content).hexdigest()
    request = entries.as_request(
        workspace, planned.agency.id, order, campaign=wish.campaign, sha256=sha256, pages=pages.count
    )
    beside = _beside(workspace, planned, request) if wish.companions else {}
    if wish.text:
        beside[f"{order.reference}.txt"] = plain.text_of(composed.html, order.reference).encode()
    warned = [*planned.warnings, *pages.warnings]
    if wish.email:
        draft = drafts.draft(workspace, request, content, to=planned.recipient.email)
        beside[draft.name] = draft.content
        warned += draft.warnings
    if workspace.low_trace:
        beside = {f"{order.reference}-{n}{Path(name).suffix}": p for n, (name, p) in enumerate(beside.items(), 1)}
    named = {Path(name): paper for name, paper in beside.items()}
    return Prepared(planned, request, Path(_name(planned)), content, pages.count, tuple(warned), composed.html, named)


def _name(planned: Plan) -> str:
    return planned.order.reference + (".html" if planned.wish.html else ".pdf")


def keep(workspace: Workspace, made: Prepared) -> None:
    """Enters a letter in the log as written, unless its wish says not to; raises WrongInput."""
    if made.planned.wish.track:
        record.record_written(workspace, made.request)


def store(workspace: Workspace, made: Prepared) -> Written:
    """Writes the file, and enters it in the log; raises FileTrouble."""
    agency, order = made.planned.agency, made.planned.order
    files.write_whole(made.path, made.content)
    for path, sheet in made.beside.items():
        files.write_whole(path, sheet)
    keep(workspace, made)
    return Written(
        reference=order.reference,
        path=made.path,
        pages=made.pages,
        sha256=made.request.events[0].detail["sha256"],
        agency=agency,
        request_type=order.request_type.id,
        unsigned=order.signed_by is None,
        way=made.planned.recipient.way,
        warnings=made.warnings,
        companions=tuple(made.beside),
    )


def _beside(workspace: Workspace, planned: Plan, request: Request) -> dict[str, bytes]:
    """The sheets that fit beside the letter, by name; all are made before anything is written."""
    order = planned.order
    about = sheets.About(request, planned.recipient, order.items, order.request_type)
    on_the_day = workspace.on(order.dated)
    return {
        f"{order.reference}-{each.id.removeprefix(sheets.FEDERAL_SHEET)}.pdf": sheets.sheet(
            on_the_day, each, about, {}, planned.wish.language
        )[0]
        for each in sheets.beside(workspace, order.request_type.capacity)
    }
