"""What can be done next about a request, and the letter that does it: it says only what the log holds."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from letters import answer_check, files, steps, tracker
from letters.addressee import Recipient
from letters.answers import written
from letters.errors import NoLetterYet, WrongInput
from letters.events import Event, Request, effective
from letters.ladder import Standing
from letters.letter import Order
from letters.models import Agency
from letters.particulars import Row
from letters.request_types import FEDERAL, RequestType, questions
from letters.steps import Step
from letters.workflow import drafts, federal_dates, recipients, setting, track
from letters.workflow.workspace import Workspace

Tone = Literal["plain", "firm"]
# What stands in the log of an event, in the order in which a letter tells it.
HOW = {"certified-mail", "in-person"}
TOLD = ("by", "number", "citation", "amount", "until")
LOG_KEEPS = ("full_name", "mailing_or_reply_address", "phone", "email", "organization", "agency_reference")
NOT_FEDERAL = "it rests on Minnesota law, and this is a federal request"
REPRESENTATIVE = ("representative_name", "representative_address")


@dataclass(frozen=True)
class Outlook:
    """How a request stands, and each step: open now, or why not."""

    request: Request
    facts: frozenset[str]
    says: str
    open: tuple[Step, ...]
    closed: Mapping[str, str]
    best: Step | None


@dataclass(frozen=True)
class NextWish:
    """Which step, with what besides the log, in what tone, and where to."""

    step: str
    given: Mapping[str, str]
    dated: date
    tone: Tone = "plain"
    out: Path | None = None
    html: bool = False
    email: bool = False
    address: str | None = None
    address_confirmed: bool = False


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


def outlook(workspace: Workspace, reference: str) -> Outlook:
    """What the law and the log allow today; raises WrongInput for a reference that is not known."""
    with tracker.reading(workspace.home) as store:
        request = store.get(reference)
    found = track.stand(workspace, request)
    true = steps.facts(request, found, workspace.today)
    every = workspace.catalogue.steps.values()
    if request.capacity in FEDERAL:
        command = federal_dates.next_letter(workspace, request, found)
        says = f"{_says(found)} {f'The letter that comes next: {command}' if command else ''}".strip()
        return Outlook(request, true, says, (), {each.id: NOT_FEDERAL for each in every}, None)
    if steps.is_done(found):
        return Outlook(request, true, "Nothing is open.", (), {each.id: "it is done" for each in every}, None)
    open_now = tuple(sorted((s for s in every if steps.is_open(s, true)), key=lambda s: (s.rank, s.id)))
    closed = {each.id: steps.why_not(each, true) for each in every if each not in open_now}
    taken = steps.taken(request)
    best = next((each for each in open_now if not each.choose and each.id not in taken), None)
    return Outlook(request, true, _says(found), open_now, closed, best)


def _says(found: Standing) -> str:
    """How a request stands, in a line."""
    return f"{found.what}{f' (by {written(found.by)})' if found.by else ''}" or "Nothing is open."


def write_next(workspace: Workspace, reference: str, wish: NextWish) -> NextLetter:
    """Writes the letter or sheet of a step.

    Raises WrongInput (unknown step, answers missing), NoLetterYet when the log does not allow it, and what
    `write.write` raises.
    """
    seen = outlook(workspace, reference)
    step = workspace.catalogue.steps.get(wish.step)
    if step is None:
        raise WrongInput(f"There is no step {wish.step!r}. `letters next REF --list` shows them.")
    if step.id in seen.closed:
        raise NoLetterYet(f"{step.title}: {seen.closed[step.id]}.")
    if step.to != "self" and step.records != "withdrawn":  # to withdraw needs no release
        track.require_release(seen.request, wish.dated)
    if wish.email and (wish.html or step.to == "self"):
        raise WrongInput("--email: a draft takes the PDF of a letter along, and a sheet for yourself goes to nobody.")
    if wish.tone == "firm" and "reminded" not in seen.facts:
        raise NoLetterYet("--tone firm is for the second time: no reminder is recorded yet.")
    agency = workspace.registry.get(seen.request.agency)
    order, warnings = _order(workspace, seen, step, agency, wish)
    composed, pages = (
        setting.set_sheet(workspace, order)
        if step.to == "self"
        else setting.set_letter(workspace, order, _recipient(workspace, step, agency, wish))
    )
    content = composed.html.encode() if wish.html else setting.printed(pages, order)
    name = f"{seen.request.reference}-{step.id}" + (".html" if wish.html else ".pdf")
    path = files.target(wish.out or Path(name), name)
    sha256 = hashlib.sha256(content).hexdigest()
    draft = drafts.draft(workspace, seen.request, content, step) if wish.email else None
    email = files.target(path.parent / draft.name, draft.name) if draft else None
    files.write_whole(path, content)
    if draft and email:
        files.write_whole(email, draft.content)
    if step.to != "self":  # a sheet for oneself is nobody else's business: the packet would show it
        track.record_next(workspace, seen.request.reference, step.id, wish.dated, sha256=sha256, pages=pages.count)
    told = f"letters happened {seen.request.reference} {step.records} --step {step.id}" if step.records else None
    warned = (*step.warns, *warnings, *pages.warnings, *(draft.warnings if draft else ()))
    return NextLetter(step, path, pages.count, sha256, told, warned, email)


def _order(workspace: Workspace, seen: Outlook, step: Step, agency: Agency, wish: NextWish) -> tuple[Order, list[str]]:
    """All that the letter says. Its name and address come from the log, unless others are given."""
    kind = _as_type(workspace, step, seen, agency)
    kept = {name: text for name, text in seen.request.answers.items() if name in {field.id for field in kind.fields}}
    given, warnings = answer_check.check(kind, {**kept, **wish.given}, workspace.catalogue.fields, dated=wish.dated)
    context: dict[str, Any] = {
        "is": lambda fact: fact in seen.facts,
        "firm": wish.tone == "firm",
        "reference": seen.request.reference,
        "answered": lambda name: name in given,
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
        log=tuple(_log(workspace, seen.request, agency, step)),
    )
    return order, warnings


def _as_type(workspace: Workspace, step: Step, seen: Outlook, agency: Agency) -> RequestType:
    """The step as a type of letter: its own questions, and whoever wrote the first letter."""
    named = "full_name" in seen.request.answers or "data_subject" in seen.facts or "correction" in seen.facts
    writer = ["mailing_or_reply_address", *(["full_name"] if named else [])]
    required = tuple(dict.fromkeys([*(writer if step.to != "self" else ()), *step.required]))
    asked = dict.fromkeys([*required, *LOG_KEEPS, *REPRESENTATIVE, *step.optional])
    return questions(
        step.id,
        step.title,
        capacity="sheet" if step.to == "self" else "step",
        holder=agency.id,
        fields=[workspace.catalogue.fields[name] for name in asked],
        required=required,
    )


def _recipient(workspace: Workspace, step: Step, agency: Agency, wish: NextWish) -> Recipient:
    body = agency if step.to == "agency" else workspace.registry.get(step.to)
    found = recipients.recipient(workspace.registry, body, wish.address, confirmed=wish.address_confirmed)
    return replace(found, attention=None, greets=step.greets) if step.greets else found


def _log(workspace: Workspace, request: Request, agency: Agency, step: Step) -> list[Row]:
    """What happened, by day: only what was recorded. The body is named where the letter goes to somebody else."""
    rows = [] if step.to == "agency" else [Row("Government body", (agency.name,))]
    rows.append(Row("Request", (f"Reference {request.reference}, dated {written(request.dated)}",)))
    words = workspace.catalogue.log_words
    events = [event for event in effective(request.events) if event.kind in words and event.kind != "written"]
    return rows + [Row(words[event.kind], (_told(event),)) for event in events]


def _told(event: Event) -> str:
    told = [event.detail[name] for name in TOLD if name in event.detail]
    return ", ".join([written(event.on), *(text.replace("-", " ") if text in HOW else text for text in told)])
