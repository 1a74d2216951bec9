"""The letter or sheet of a next step: it says only what the log holds."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from letters import answer_check, files, steps
from letters.addressee import Recipient
from letters.answers import written
from letters.catalogue import DESIGNATED
from letters.errors import NoLetterYet, WrongInput
from letters.events import Request, written_with
from letters.ladder import aftermath
from letters.letter import Order
from letters.models import Agency
from letters.request_types import FieldDef, RequestType, Signer, questions
from letters.steps import Step
from letters.workflow import drafts, recall, recipients, record, setting, sheets, told, track
from letters.workflow.outlook import Outlook, outlook
from letters.workflow.workspace import Workspace

Tone = Literal["plain", "firm"]
LOG_KEEPS = (
    *("full_name", "mailing_or_reply_address", "safe_at_home_address"),
    *("phone", "email", "organization", "agency_reference"),
)
REPRESENTATIVE = ("representative_name", "representative_address")
PLACE, DESIGNATED_PLACE = next(iter(DESIGNATED.items()))
# What a next letter asks anew, though the log has it.
ANEW = ("end_date",)


@dataclass(frozen=True)
class NextWish:
    """Which step, with what besides the log, in what tone, and where to.

    For a request that is kept with low trace, `given` says too what it was: agency, type, its answers.
    """

    step: str
    given: Mapping[str, str]
    dated: date
    tone: Tone = "plain"
    out: Path | None = None
    html: bool = False
    email: bool = False
    companions: bool = False
    address: str | None = None
    address_confirmed: bool = False


@dataclass(frozen=True)
class Composed:
    """A next letter as its file will be, made and not yet written or entered in the log."""

    step: Step
    request: Request
    name: str
    content: bytes
    html: str
    pages: int
    sha256: str
    warnings: tuple[str, ...]
    draft: drafts.Draft | None
    record: str | None
    beside: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    neutral: bool = False


@dataclass(frozen=True)
class NextLetter:
    """What was written, and how to record that it was sent."""

    step: Step
    path: Path
    pages: int
    sha256: str
    record: str | None
    warnings: tuple[str, ...]
    email: Path | None = None
    then: str | None = None
    companions: tuple[Path, ...] = ()


def write_next(workspace: Workspace, reference: str, wish: NextWish) -> NextLetter:
    """Writes the letter or sheet of a step; raises what `compose` raises, and FileTrouble."""
    made = compose(workspace, reference, wish)
    name = recall.free_name(wish.out, made.request.reference, Path(made.name).suffix) if made.neutral else made.name
    path = files.target(wish.out or Path(name), name)
    email = files.target(path.parent / made.draft.name, made.draft.name) if made.draft else None
    sheets_there = {files.target(path.parent / name, name): content for name, content in made.beside.items()}
    files.write_whole(path, made.content)
    if made.draft and email:
        files.write_whole(email, made.draft.content)
    for each, content in sheets_there.items():
        files.write_whole(each, content)
    keep(workspace, made, wish.dated)
    then = made.step.then.format(reference=made.request.reference) if made.step.then else None
    return NextLetter(
        made.step, path, made.pages, made.sha256, made.record, made.warnings, email, then, tuple(sheets_there)
    )


def keep(workspace: Workspace, made: Composed, dated: date) -> None:
    """Enters in the log that it was written, but for a sheet for oneself: a packet would show it to others."""
    if made.step.to != "self":
        name = made.request.reference
        record.record_next(workspace, name, made.step.id, dated, sha256=made.sha256, pages=made.pages)


def compose(workspace: Workspace, reference: str, wish: NextWish) -> Composed:
    """Makes the letter or sheet of a step.

    Raises WrongInput (unknown step, answers missing), NoLetterYet when the log does not allow it, and what
    `write.compose` raises.
    """
    seen = outlook(workspace, reference, wish.given)
    if seen.request.low_trace:
        raise WrongInput(f"{seen.request.reference}: {recall.ASKS}")
    step = workspace.catalogue.steps.get(wish.step)
    if step is None:
        raise WrongInput(f"There is no step {wish.step!r}. `letters next REF --list` shows them.")
    if step.id in seen.closed:
        raise NoLetterYet(f"{step.title}: {seen.closed[step.id]}.")
    if step.to != "self" and step.records != "withdrawn":  # to withdraw needs no release
        track.require_release(seen.request, wish.dated)
    if wish.email and (wish.html or step.to == "self"):
        raise WrongInput("--email: a draft takes the PDF of a letter along, and a sheet for yourself goes to nobody.")
    if wish.tone == "firm" and not step.firm:
        raise WrongInput("--tone firm: only a reminder has a firm tone; the other letters say the same in either.")
    if wish.tone == "firm" and "reminded" not in seen.facts:
        raise NoLetterYet("--tone firm is for the second time: no reminder is recorded yet.")
    agency = workspace.registry.get(seen.request.agency)
    order, warnings = _order(workspace, seen, step, agency, wish)
    to = _recipient(workspace, step, agency, wish) if step.to != "self" else None
    composed, pages = setting.set_letter(workspace, order, to) if to else setting.set_sheet(workspace, order)
    content = composed.html.encode() if wish.html else setting.printed(workspace, pages, order)
    neutral = workspace.low_trace or seen.recalled
    named = seen.request.reference if neutral else f"{seen.request.reference}-{step.id}"
    sha256 = hashlib.sha256(content).hexdigest()
    draft = drafts.draft(workspace, seen.request, content, step, name=named) if wish.email else None
    warned = (*_do_by_told(workspace, seen.request, step, wish.dated), *step.warns, *warnings, *pages.warnings)
    told = (*warned, *(draft.warnings if draft else ()))
    how = _record(seen.request, step, order)
    mailed = sheets.About(seen.request, to, later=(wish.dated, pages.count))
    beside = _beside(workspace, step, mailed, named) if wish.companions else {}
    name = named + (".html" if wish.html else ".pdf")
    return Composed(
        step, seen.request, name, content, composed.html, pages.count, sha256, told, draft, how, beside, neutral
    )


def _beside(workspace: Workspace, step: Step, about: sheets.About, named: str) -> dict[str, bytes]:
    """The sheet for mailing it, by name. The sheet is about the body that was asked: nobody else's letter has one."""
    if step.to != "agency":
        return {}
    mailing = workspace.catalogue.companions["mailing"]
    return {f"{named}-mailing.pdf": sheets.sheet(workspace, mailing, about, {})[0]}


def questions_of(
    workspace: Workspace, reference: str, step_id: str, given: Mapping[str, str] | None = None
) -> RequestType:
    """A step as a type of letter, with the questions that the log may not answer; raises WrongInput."""
    seen = outlook(workspace, reference, given)
    return _as_type(workspace, workspace.catalogue.steps[step_id], seen, workspace.registry.get(seen.request.agency))


def _record(request: Request, step: Step, order: Order) -> str | None:
    """The command that records the step, with the new end of what it renews."""
    until = f" --until {order.answers['end_date'].text}" if "end_date" in order.answers else ""
    return f"letters happened {request.reference} {step.records} --step {step.id}{until}" if step.records else None


def _do_by(workspace: Workspace, request: Request, step: Step) -> date | None:
    """The day by which the step must be done, where a clock of the log gives one."""
    later = aftermath(request, workspace.law.clocks, track.reach_of(workspace, request))
    return next((each.do_by for each in later if each.clock.id == step.clock), None)


def _do_by_told(workspace: Workspace, request: Request, step: Step, dated: date) -> list[str]:
    day = _do_by(workspace, request, step)
    if day is None:
        return []
    return [step.past.format(day=written(day)) if dated > day and step.past else f"Do it by {written(day)}."]


def _order(workspace: Workspace, seen: Outlook, step: Step, agency: Agency, wish: NextWish) -> tuple[Order, list[str]]:
    """All that the letter says. Its name and address come from the log, unless others are given."""
    kind = _as_type(workspace, step, seen, agency)
    asked = {field.id for field in kind.fields}.difference(ANEW)
    kept = {name: text for name, text in seen.request.answers.items() if name in asked}
    # Of a request that is told again, the answers that this letter does not need are passed over.
    own = {field.id for field in kind.fields}
    more = {name: text for name, text in wish.given.items() if name in own or not seen.recalled}
    given, warnings = answer_check.check(kind, {**kept, **more}, workspace.catalogue.fields, dated=wish.dated)
    do_by = _do_by(workspace, seen.request, step)
    context: dict[str, Any] = {
        "is": lambda fact: fact in seen.facts,
        "firm": wish.tone == "firm",
        "reference": seen.request.reference,
        "answered": lambda name: name in given,
        "own": kind.signer is None,
        "do_by": written(do_by) if do_by else None,
        "past": do_by is not None and wish.dated > do_by,
    }
    order = Order(
        request_type=kind,
        answers=given,
        items=(),
        dated=wish.dated,
        reference=seen.request.reference,
        statement=workspace.stationery.step(step.id, wish.dated, **context),
        enclosures=step.enclosures,
        subject=workspace.stationery.filled(step.subject, wish.dated, **context),
        log=tuple(told.rows(workspace, seen.request, agency, step)),
    )
    return order, warnings


def _as_type(workspace: Workspace, step: Step, seen: Outlook, agency: Agency) -> RequestType:
    """The step as a type of letter: its own questions, and whoever wrote the first letter."""
    place = DESIGNATED_PLACE if written_with(seen.request, "designated") else PLACE
    writer = [place, *(["full_name"] if steps.is_named(seen.request) else [])]
    required = tuple(dict.fromkeys([*(writer if step.to != "self" else ()), *step.required]))
    asked = dict.fromkeys([*required, *LOG_KEEPS, *REPRESENTATIVE, *step.optional])
    kind = questions(
        step.id,
        step.title,
        capacity="sheet" if step.to == "self" else "step",
        holder=agency.id,
        fields=[_question(workspace, name) for name in asked],
        required=required,
        gates=step.gates,
        fill_from=DESIGNATED,
    )
    return kind.model_copy(update={"signer": _signer(workspace, seen.request)})


def _question(workspace: Workspace, name: str) -> FieldDef:
    """A question of a next letter. A row for the designated address would mark a participant: it stands at the head."""
    field = workspace.catalogue.fields[name]
    return field.model_copy(update={"in_table": False}) if name == DESIGNATED_PLACE else field


def _signer(workspace: Workspace, request: Request) -> Signer | None:
    """Who signed the request for somebody else, as a next letter says it; None for the subject and for the public."""
    signer = workspace.catalogue.signers.get(written_with(request, "signer") or "")
    if signer is None or signer.later is None:
        return None
    as_what = signer.later[0].upper() + signer.later[1:]
    return signer.model_copy(update={"standing": f"I asked as the {signer.later}.", "signs_as": as_what, "proof": ""})


def _recipient(workspace: Workspace, step: Step, agency: Agency, wish: NextWish) -> Recipient:
    body = agency if step.to == "agency" else workspace.registry.get(step.to)
    found = recipients.recipient(workspace.registry, body, wish.address, confirmed=wish.address_confirmed)
    return replace(found, attention=None, greets=step.greets) if step.greets else found
