"""What one letter will say, and to whom: from a wish to a plan, with everything checked and nothing written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from letters import addressee, answer_check, answers, cautions, no_status, reference, signing
from letters.answers import Answers
from letters.characters import checked_line, tidy_line
from letters.errors import NotSubject, TemplateBroken, WrongInput
from letters.letter import Earlier, Order
from letters.models import Agency
from letters.request_types import RequestType
from letters.speech import ENGLISH
from letters.workflow import doubts, federal, federal_dates, follow_up, recipients, track
from letters.workflow.workspace import Workspace

# The answer that says who signs; it is no question of a request type.
SIGNER = "signer"
LONGEST_ITEM = 1000


@dataclass(frozen=True)
class Wish:
    """What a person wants written: `given` by field id, `address` as it would stand on an envelope.

    `language` is that of the sheet for oneself: the letter is in English. `copy` is counted up where two letters of a
    batch would have the same reference.
    """

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
    text: bool = False
    understood: bool = False
    language: str = ENGLISH
    copy: int = 0


@dataclass(frozen=True)
class Plan:
    """A letter before it is set: what it says, to whom, and what to warn of."""

    wish: Wish
    agency: Agency
    order: Order
    recipient: addressee.Recipient
    warnings: tuple[str, ...]


def plan(workspace: Workspace, wish: Wish) -> Plan:
    """All that the letter will say, to whom, and what to warn of; writes nothing, and raises as `write.write`."""
    agency = workspace.registry.get(wish.agency)
    asked = workspace.catalogue.type(wish.request_type)
    federal.require_fitting(agency, asked, wish.given, understood=wish.understood)
    for body in (agency, workspace.registry.department(agency)):
        if body.not_subject and not asked.federal:
            raise NotSubject(f"{body.name}: {body.not_subject}")
    if asked.not_offered:
        raise WrongInput(f"{asked.id} is not offered yet: {asked.not_offered}")
    request_type = as_signed(workspace, asked, agency, wish.given)
    if wish.anonymous and request_type.needs_name:
        raise WrongInput(
            "Only a letter that needs no name can be anonymous, such as a request for public data: this needs yours."
        )
    # That an address is not sure is said before anything is asked; a federal letter's way depends on its answers.
    sure = wish.address_confirmed
    posted = None if asked.federal else recipients.recipient(workspace.registry, agency, wish.address, confirmed=sure)
    answered = {name: text for name, text in wish.given.items() if name != SIGNER}
    given, warnings = answer_check.check(
        request_type, answered, workspace.catalogue.fields, dated=wish.dated, anonymous=wish.anonymous
    )
    if asked.federal and (wrong := list(no_status.statements(_told(wish), about_writer=asked.about_writer))):
        raise WrongInput("\n".join(wrong))
    if wish.email and asked.federal:
        federal.require_email(agency, "")
    recipient = posted or federal.recipient(workspace, agency, request_type, given, wish.address, sure=sure)
    earlier, about_earlier = follow_up.earlier(workspace, request_type, agency, given, wish.dated)
    if wish.anonymous and earlier and earlier.capacity != "public":
        raise WrongInput("The earlier request was not for public data: a follow-up of it needs your name.")
    order = _order(workspace, wish, agency, request_type, given, earlier)
    if wish.track and request_type.capacity == "with_consent":
        track.require_release_of(workspace, order.reference, wish.dated)
    warned = [*warnings, *about_earlier, *_warnings(workspace, wish, agency, order)]
    return Plan(wish, agency, order, recipient, tuple(warned))


def _warnings(workspace: Workspace, wish: Wish, agency: Agency, order: Order) -> list[str]:
    """What to know of this letter to this body before it is mailed."""
    kind, earlier = order.request_type, order.earlier
    own_record = kind.capacity != "public" and not (earlier and earlier.capacity == "public")
    return [
        *doubts.mismatch(workspace, agency, kind),
        *doubts.counter(agency, kind, order.answers),
        *([doubts.APPEAL_ADDRESS] if kind.id == federal_dates.APPEAL and wish.address else []),
        *([doubts.NAMELESS] if wish.anonymous and kind.capacity == "public" else []),
        *([] if kind.federal else cautions.cautions(_typed(order.answers, wish), own_record=own_record)),
    ]


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
    known = federal_dates.facts(workspace, agency, request_type, given, wish.dated)
    said = (request_type, held, answers.affirmed(given) | known, wish.dated)
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
        regulation=federal.regulation(workspace, agency, wish.dated) if request_type.federal else None,
    )


def _edited(
    items: Sequence[str], wish: Wish, own: tuple[str, ...], agency: Agency, request_type: RequestType
) -> tuple[str, ...]:
    """The numbered items, with the user's changes."""
    if beyond := [number for number in wish.skip_items if not 1 <= number <= len(items)]:
        raise WrongInput(f"--skip-item {beyond[0]}: this letter has items 1 to {len(items)}.")
    if not items and not own:
        raise TemplateBroken(f"The request type {request_type.id} asks nothing of {agency.name}.")
    left_out = set(wish.skip_items)
    edited = (*(item for number, item in enumerate(items, 1) if number not in left_out), *own)
    if not edited:
        raise WrongInput("Every item is skipped: nothing is left to ask for.")
    return edited


def _typed(given: Answers, wish: Wish) -> dict[str, str]:
    """All that was typed in words, by the name of its field or option."""
    return {name: answer.text for name, answer in given.items()} | _options(wish)


def _options(wish: Wish) -> dict[str, str]:
    options = (("--item", wish.extra_items), ("--enclose", wish.enclosures))
    return {f"{option} {number}": text for option, texts in options for number, text in enumerate(texts, 1)}


def _told(wish: Wish) -> dict[str, str]:
    """All words of the letter that were typed as options."""
    heads = {"--reference": wish.reference, "--address": wish.address}
    return _options(wish) | {option: text for option, text in heads.items() if text}


def _reference(workspace: Workspace, wish: Wish, agency: Agency, request_type: RequestType, given: Answers) -> str:
    if wish.reference is not None:
        if not reference.is_usable(wish.reference):
            raise WrongInput("--reference: use letters, digits and hyphens, at most 20.")
        return wish.reference
    answered = {name: answer.text for name, answer in given.items()}
    signer = request_type.signer.id if request_type.signer else "self"
    return reference.derive(
        workspace.reference_key,
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
        *([f"copy {wish.copy}"] if wish.copy else []),
    ]
