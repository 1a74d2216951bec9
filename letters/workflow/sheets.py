"""The sheets that go with a letter, from what the log holds: proof of identity, mailing, the requester's own copy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from letters import answer_check, answers, citations, speech
from letters.addressee import Recipient, blocks
from letters.answers import Answers, affirmed, read_answer
from letters.catalogue import DESIGNATED
from letters.errors import CannotPrint, WrongInput
from letters.events import Request, effective, last, written_with
from letters.ladder import Standing
from letters.models import Agency
from letters.particulars import particulars
from letters.request_types import FEDERAL, Companion, RequestType, questions
from letters.speech import ENGLISH
from letters.steps import is_named
from letters.wording import sender
from letters.workflow import federal, federal_dates, recipients, setting, track
from letters.workflow.workspace import Workspace

# A return slip wants an address, a fax cover a name; both may be left to the pen.
ASKED = ("full_name", "mailing_or_reply_address", "phone", "email", "safe_at_home_address")
FEDERAL_SHEET = "federal-"
WEEKEND = ("Saturday", "Sunday")


@dataclass(frozen=True)
class About:
    """A letter that sheets are made for: from the log, or as it is being written.

    `items` are known only while it is written: the log does not keep what a user changed of them. `recipient` is None
    where the address is not known here. `later` is the day and the pages of a next letter, where it is about one.
    """

    request: Request
    recipient: Recipient | None
    items: Sequence[str] | None = None
    kind: RequestType | None = None
    later: tuple[date, int] | None = None


def fitting(workspace: Workspace, name: str, capacity: str) -> Companion:
    """The sheet of that name for a request of that capacity: a federal one has its own; raises WrongInput."""
    every = workspace.catalogue.companions
    found = every.get(FEDERAL_SHEET + name) if capacity in FEDERAL else every[name]
    if found is None:
        raise WrongInput(f"{name}: there is no such sheet for a federal request. own-copy says how to send it.")
    return found


def beside(workspace: Workspace, capacity: str) -> list[Companion]:
    """The sheets that are written beside a letter of that capacity."""
    return [each for each in workspace.catalogue.companions.values() if capacity in each.beside]


def sheet(
    workspace: Workspace, companion: Companion, about: About, given: Mapping[str, str], language: str = ENGLISH
) -> tuple[bytes, int]:
    """The PDF of a sheet and its pages; one that is for oneself alone is in the language of that code.

    Raises WrongInput, TemplateBroken and CannotPrint.
    """
    from letters import pdf

    known = _checked(workspace, companion, about.request, given)
    context = _context(workspace, companion, about, known, language if companion.translated else ENGLISH)
    pages = setting.set_companion(workspace, companion.id, context)
    try:
        return pdf.write(pages), pages.count
    except pdf.MissingGlyphs as error:
        raise CannotPrint(f"{companion.title}: {error}. Write it in other letters.") from None


def _checked(workspace: Workspace, companion: Companion, request: Request, given: Mapping[str, str]) -> Answers:
    """Who asks and where the answer goes, from the log and from what is given now; raises WrongInput."""
    kept = {name: text for name, text in request.answers.items() if name in ASKED}
    if unused := sorted(set(given) - set(ASKED)):
        raise WrongInput(f"--set: {companion.id} takes only {', '.join(ASKED)}, and not {', '.join(unused)}.")
    fields = [workspace.catalogue.fields[name] for name in ASKED]
    asked = questions(
        companion.id, companion.title, capacity="sheet", holder=request.agency, fields=fields, fill_from=DESIGNATED
    )
    found, _ = answer_check.check(asked, {**kept, **given}, workspace.catalogue.fields, dated=workspace.today)
    return found


def _context(workspace: Workspace, companion: Companion, about: About, known: Answers, language: str) -> dict[str, Any]:
    """All that a template of a sheet can say."""
    from letters import qr

    request, agency = about.request, workspace.registry.get(about.request.agency)
    department = workspace.registry.department(agency)
    ways = recipients.other_ways(agency, department)
    kind = about.kind or workspace.catalogue.type(request.request_type)
    written_event = last(request.events, "written")
    pages = str(about.later[1]) if about.later else written_event.detail.get("pages") if written_event else None
    return {
        "title": companion.title,
        "reference": request.reference,
        "qr": qr.drawn(request.reference),
        "dated": speech.date_text(language, about.later[0] if about.later else request.dated),
        "capacity": request.capacity,
        "body": agency.name,
        "addressee": next(blocks(about.recipient)).lines if about.recipient else (),
        "fax": _usable(agency.fax, agency) or _usable(department.fax, department),
        "page": agency.data_practices_page or department.data_practices_page,
        "online": federal.takes_online_only(agency) and kind.id != federal_dates.APPEAL,
        "other_ways": ways and (speech.made(language, ways) or ways),
        "by_name": "full_name" in known,
        "named": is_named(request),
        # The slip goes to the body: that an address is a designated one is not said there.
        "designated": written_with(request, "designated") is not None,
        "sender": sender(known),
        "pages_of_letter": pages,
        "kind": kind,
        "identity": _identity(workspace, kind, request),
        **_own_copy(workspace, about, kind, agency, language),
    }


def _usable(fax: str | None, body: Agency) -> str | None:
    return fax if "fax" in body.accepts else None


def _identity(workspace: Workspace, kind: RequestType, request: Request) -> str:
    """What is told of proof for this kind of letter and this signer."""
    texts = workspace.catalogue.texts
    named = "identity-advocate" if request.capacity == "with_consent" else kind.identity
    return workspace.stationery.sentence(texts[named].say if named in texts else named, workspace.today)


def _own_copy(workspace: Workspace, about: About, kind: RequestType, agency: Agency, language: str) -> dict[str, Any]:
    """What was asked, the dates, and what each answer would mean."""
    request = about.request
    heard: dict[str, Any] = {"is": lambda fact: fact == request.capacity}
    held = workspace.registry.holders(agency, kind.holders)
    kept = _kept(workspace, request)
    asked = workspace.stationery.items(kind, held, affirmed(kept), request.dated)
    dates = _dates(workspace, request, language)
    law = {
        name: workspace.stationery.filled(speech.say(language, text), workspace.today, **heard)
        for name, each in workspace.catalogue.replies.items()
        if (text := each.law(request.capacity))
    }
    if request.capacity in FEDERAL:
        # The template itself names the clock and the extension.
        extension = workspace.law.statutes["5usc552-a6B"].cite
        law = citations.named_once(law, filter(None, (extension, dates["clock_cite"])))
    rows, _ = particulars(kind, {name: a for name, a in kept.items() if a.field.sensitivity == "ordinary"})
    return {
        "items": about.items if about.items is not None else asked,
        "items_are_exact": about.items is not None,
        "details": rows,
        "replies": {
            name: {"title": workspace.catalogue.replies[name].title, "says": says} for name, says in law.items()
        },
        "_": partial(speech.say, language),
        "language": language,
        **dates,
    }


def _kept(workspace: Workspace, request: Request) -> dict[str, answers.Answer]:
    """The answers that the log keeps. What no question reads any more is left out."""
    fields = workspace.catalogue.fields
    return {name: read_answer(fields[name], text) for name, text in request.answers.items() if name in fields}


def _dates(workspace: Workspace, request: Request, language: str) -> dict[str, Any]:
    """When an answer is due: by the log or, while nothing is sent, as if the letter went out today."""
    sent = last(effective(request.events), "sent", "delivered") is not None
    by = {"by": "portal"} if federal.takes_online_only(workspace.registry.get(request.agency)) else {}
    as_sent = (
        request if sent else replace(request, events=(*request.events, track.new_event("sent", workspace.today, by)))
    )
    found = track.stand(workspace, as_sent)
    answer, day_of = found.answer, partial(_day, language)
    counts = (answer.early_count, answer.late_count) if answer else ()
    skipped = sorted({left_out for each in counts if each for left_out in each.skipped})
    return {
        "is_sent": sent,
        "sent_on": day_of(found.sent or found.received),
        "earliest": day_of(answer.earliest) if answer else None,
        "latest": day_of(answer.latest) if answer else None,
        "reminder": day_of(answer.reminder) if answer else None,
        "number": answer.clock.number if answer else None,
        "unit": answer.clock.unit if answer else None,
        "clock_cite": answer.clock.cite if answer and answer.clock.grade in ("A", "B", "C") else None,
        "delivered": found.received is not None,
        "appeal_by": day_of(federal_dates.appeal_by(workspace, request)),
        "holidays": [
            f"{day_of(day)} ({speech.made(language, why) or why})" for day, why in skipped if why not in WEEKEND
        ],
        "standing": _said(language, found),
    }


def _said(language: str, found: Standing) -> str:
    return f"{speech.say(language, found.what)}{f' ({_day(language, found.by)})' if found.by else ''}"


def _day(language: str, day: date | None) -> str | None:
    return speech.day_text(language, day) if day else None
