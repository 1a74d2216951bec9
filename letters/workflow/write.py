"""Writing one letter: from what a person answered to a file that can be printed, signed and mailed."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from letters import addressee, answer_check, answers, cautions, files, keyfile, letter, reference, signing
from letters.answers import Answers
from letters.characters import checked_line, tidy_line
from letters.errors import NotSubject, TemplateBroken, WrongInput
from letters.events import Request
from letters.letter import Earlier, Order
from letters.models import Agency
from letters.request_types import RequestType
from letters.workflow import doubts, drafts, follow_up, recipients, setting, sheets, track
from letters.workflow.workspace import Workspace

# The answer that says who signs; it is no question of a request type.
SIGNER = "signer"
LONGEST_ITEM = 1000


@dataclass(frozen=True)
class Wish:
    """What a person wants written: `given` by field id, `address` as it would stand on an envelope."""

    agency: str
    request_type: str
    given: Mapping[str, str]
    dated: date
    out: Path | None = None
    html: bool = False
    anonymous: bool = False
    reference: str | None = None
    address: str | None = None
    address_confirmed: bool = False
    skip_items: tuple[int, ...] = ()
    extra_items: tuple[str, ...] = ()
    enclosures: tuple[str, ...] = ()
    campaign: str = ""
    track: bool = True
    companions: bool = False
    email: bool = False


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
    warnings: tuple[str, ...] = field(default=())
    companions: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Plan:
    """A letter before it is set: what it says, to whom, and what to warn of."""

    wish: Wish
    agency: Agency
    order: Order
    recipient: addressee.Recipient
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Prepared:
    """A letter as its file will be."""

    planned: Plan
    request: Request
    path: Path
    content: bytes
    pages: int
    warnings: tuple[str, ...]
    beside: Mapping[Path, bytes] = field(default_factory=dict)


def write(workspace: Workspace, wish: Wish) -> Written:
    """Writes the letter to a file.

    Raises WrongInput (unknown names, answers missing or malformed), NotSubject, NoAddress, TemplateBroken, CannotPrint
    and FileTrouble; then nothing was written.
    """
    return store(workspace, prepare(workspace, plan(workspace, wish)))


def prepare(workspace: Workspace, planned: Plan) -> Prepared:
    """The file that was planned, made but not yet written; raises TemplateBroken, CannotPrint and FileTrouble."""
    wish, order = planned.wish, planned.order
    name = order.reference + (".html" if wish.html else ".pdf")
    if wish.email and wish.html:
        raise WrongInput("--email: the draft takes the PDF along, so leave out --html.")
    path = files.target(wish.out or Path(name), name)
    if wish.track:
        track.ready(workspace, order.reference, agency=planned.agency.id, request_type=order.request_type.id)
    composed, pages = setting.set_letter(workspace, order, planned.recipient)
    content = composed.html.encode() if wish.html else setting.printed(pages, order)
    sha256 = hashlib.sha256(content).hexdigest()
    request = track.as_request(
        workspace, planned.agency.id, order, campaign=wish.campaign, sha256=sha256, pages=pages.count
    )
    beside = _beside(workspace, planned, request) if wish.companions else {}
    warned = [*planned.warnings, *pages.warnings]
    if wish.email:
        draft = drafts.draft(workspace, request, content)
        beside[draft.name] = draft.content
        warned += draft.warnings
    placed = {files.target(path.parent / each, each): paper for each, paper in beside.items()}
    return Prepared(planned, request, path, content, pages.count, tuple(warned), placed)


def store(workspace: Workspace, made: Prepared) -> Written:
    """Writes the file, and enters it in the log; raises FileTrouble."""
    wish, agency, order = made.planned.wish, made.planned.agency, made.planned.order
    files.write_whole(made.path, made.content)
    for path, sheet in made.beside.items():
        files.write_whole(path, sheet)
    if wish.track:
        track.record_written(workspace, made.request)
    return Written(
        reference=order.reference,
        path=made.path,
        pages=made.pages,
        sha256=made.request.events[0].detail["sha256"],
        agency=agency,
        request_type=order.request_type.id,
        unsigned=order.signed_by is None,
        warnings=made.warnings,
        companions=tuple(made.beside),
    )


def _beside(workspace: Workspace, planned: Plan, request: Request) -> dict[str, bytes]:
    """The sheets that fit beside the letter, by name; all are made before anything is written."""
    order = planned.order
    about = sheets.About(request, planned.recipient, order.items, order.request_type)
    on_the_day = replace(workspace, today=order.dated)
    return {
        f"{order.reference}-{each.id}.pdf": sheets.sheet(on_the_day, each, about, {})[0]
        for each in sheets.beside(workspace, order.request_type.capacity)
    }


def plan(workspace: Workspace, wish: Wish) -> Plan:
    """All that the letter will say, to whom, and what to warn of; raises what `write` raises, and writes nothing."""
    agency = workspace.registry.get(wish.agency)
    for body in (agency, workspace.registry.department(agency)):
        if body.not_subject:
            raise NotSubject(f"{body.name}: {body.not_subject}")
    asked = workspace.catalogue.type(wish.request_type)
    if asked.not_offered:
        raise WrongInput(f"{asked.id} is not offered yet: {asked.not_offered}")
    request_type = as_signed(workspace, asked, agency, wish.given)
    if wish.anonymous and request_type.needs_name:
        raise WrongInput(
            "Only a letter that needs no name can be anonymous, such as a request for public data: this needs yours."
        )
    recipient = recipients.recipient(workspace.registry, agency, wish.address, confirmed=wish.address_confirmed)
    answered = {name: text for name, text in wish.given.items() if name != SIGNER}
    given, warnings = answer_check.check(
        request_type, answered, workspace.catalogue.fields, dated=wish.dated, anonymous=wish.anonymous
    )
    earlier, about_earlier = follow_up.earlier(workspace, request_type, agency, given, wish.dated)
    if wish.anonymous and earlier and earlier.capacity != "public":
        raise WrongInput("The earlier request was not for public data: a follow-up of it needs your name.")
    order = _order(workspace, wish, agency, request_type, given, earlier)
    if wish.track and request_type.capacity == "with_consent":
        track.require_release_of(workspace, order.reference, wish.dated)
    own_record = request_type.capacity != "public" and not (earlier and earlier.capacity == "public")
    warnings = [
        *doubts.mismatch(workspace, agency, request_type),
        *doubts.counter(agency, request_type, given),
        *([doubts.NAMELESS] if wish.anonymous and request_type.capacity == "public" else []),
        *warnings,
        *about_earlier,
        *cautions.cautions(_typed(given, wish), own_record=own_record),
    ]
    return Plan(wish, agency, order, recipient, tuple(warnings))


def signer_of(given: Mapping[str, str]) -> str | None:
    """Who signs, as the answers name it; None where they do not."""
    return tidy_line(given.get(SIGNER, "")) or None


def as_signed(workspace: Workspace, asked: RequestType, agency: Agency, given: Mapping[str, str]) -> RequestType:
    """The type as the signer named in the answers asks it of this agency; raises WrongInput."""
    signer = signer_of(given)
    if signer is None and agency.kind == "university" and "self" in asked.signers:
        signer = "self"  # at a college the student has the rights, at whatever age
    return signing.tailored(
        asked,
        signer,
        signers=workspace.catalogue.signers,
        fields=workspace.catalogue.fields,
        holders=frozenset(workspace.registry.holders(agency, (*asked.holders, *asked.required_by_holder))),
    )


def _order(
    workspace: Workspace,
    wish: Wish,
    agency: Agency,
    request_type: RequestType,
    given: Answers,
    earlier: Earlier | None,
) -> Order:
    """The words of the letter, with the user's changes."""
    held = workspace.registry.holders(agency, request_type.holders)
    said = (request_type, held, answers.affirmed(given), wish.dated)
    own_items = tuple(checked_line("--item", text, longest=LONGEST_ITEM) for text in wish.extra_items)
    own_papers = tuple(checked_line("--enclose", text, longest=LONGEST_ITEM) for text in wish.enclosures)
    return Order(
        request_type=request_type,
        answers=given,
        items=_edited(workspace.stationery.items(*said), wish, own_items, agency, request_type),
        dated=wish.dated,
        reference=_reference(workspace, wish, agency, request_type, given),
        statement=workspace.stationery.sentences(request_type.statement, *said),
        remarks=workspace.stationery.sentences(request_type.remarks, *said),
        enclosures=(*workspace.stationery.enclosed(request_type, given, wish.dated), *own_papers),
        earlier=earlier,
    )


def _edited(
    items: Sequence[str], wish: Wish, own: tuple[str, ...], agency: Agency, request_type: RequestType
) -> tuple[str, ...]:
    """The numbered items, with the user's changes."""
    if beyond := [number for number in wish.skip_items if not 1 <= number <= len(items)]:
        raise WrongInput(f"--skip-item {beyond[0]}: this letter has items 1 to {len(items)}.")
    if not items and not own:
        raise TemplateBroken(f"The request type {request_type.id} asks nothing of {agency.name}.")
    edited = letter.edit_items(items, wish.skip_items, own)
    if not edited:
        raise WrongInput("Every item is skipped: nothing is left to ask for.")
    return edited


def _typed(given: Answers, wish: Wish) -> dict[str, str]:
    """All that was typed in words, by the name of its field or option."""
    answered = {name: answer.text for name, answer in given.items()}
    options = (("--item", wish.extra_items), ("--enclose", wish.enclosures))
    return answered | {f"{option} {number}": text for option, texts in options for number, text in enumerate(texts, 1)}


def _reference(workspace: Workspace, wish: Wish, agency: Agency, request_type: RequestType, given: Answers) -> str:
    if wish.reference is not None:
        if not reference.is_usable(wish.reference):
            raise WrongInput("--reference: use letters, digits and hyphens, at most 20.")
        return wish.reference
    answered = {name: answer.text for name, answer in given.items()}
    signer = request_type.signer.id if request_type.signer else "self"
    return reference.derive(
        keyfile.reference_key(workspace.home),
        agency=agency.id,
        request_type=request_type.id,
        answers=answered if signer == "self" else {**answered, SIGNER: signer},
        dated=wish.dated,
        campaign=wish.campaign,
        changes=_changes(wish),
    )


def _changes(wish: Wish) -> list[str]:
    """What the user changed of the letter besides the answers."""
    return [
        *(["anonymous"] if wish.anonymous else []),
        *(f"skip {number}" for number in sorted(set(wish.skip_items))),
        *(f"item {text}" for text in wish.extra_items),
        *(f"enclose {text}" for text in wish.enclosures),
    ]
