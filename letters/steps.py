"""The next letter: what the law and the log allow now. Steps are data; here stands what the log says of a request."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from letters.events import Event, EventKind, Request, effective, last
from letters.ladder import DONE, Standing
from letters.models import Id, Line, Noun, Prose, Source
from letters.request_types import FEDERAL

# What each fact of the log is in words, to say why a step is not open yet. A template asks for them: is("overdue").
FACTS: dict[str, str] = {
    "sent": "the letter was sent",
    "late": "an answer is late, or your own reminder is due",
    "overdue": "the last day for an answer has passed",
    "waiting": "no answer is recorded",
    "reminded": "a reminder was sent",
    "demanded": "a written determination was demanded",
    "denied": "a refusal is recorded",
    "section": "the refusal names a section of law",
    "no-section": "the refusal names no section of law",
    "cites-13.37": "the refusal rests on section 13.37",
    "part": "a part of the data came",
    "fee": "a charge is recorded",
    "about-inspection": "they charge for inspection",
    "about-separating": "they charge for separating data",
    "about-retrieval": "they charge for searching or retrieving",
    "about-copies": "they charge for copies",
    "about-identity": "they ask for proof of identity",
    "about-name": "they ask for a name or a reason",
    "about-scope": "they ask what you mean",
    "about-form": "they want their own form",
    "about-no-data": "they say that there are no such data",
    "about-elsewhere": "they say that you should ask elsewhere",
    "opinion-asked": "an advisory opinion was asked for",
    "opinion-accepted": "the Commissioner accepted a request for an opinion",
    "complaint-filed": "a complaint was filed",
    "anonymous": "the request names nobody: an anonymous requester cannot swear a complaint",
    "continuing": "it is a continuing request",
    "data_subject": "you asked for data about yourself",
    "public": "you asked for public data",
    "correction": "you challenged the accuracy of data",
}
# Steps that are told apart in the log by the id that `escalated` carries.
ESCALATIONS = {
    "demand-determination": "demanded",
    "objection-certification": "demanded",
    "opinion-request": "opinion-asked",
    "opinion-accepted": "opinion-accepted",
    "complaint-worksheet": "complaint-filed",
}
REPLIES: tuple[EventKind, ...] = (
    "clarification-asked",
    "estimate",
    "denied",
    "part-received",
    "received",
    "data-ready",
)
# What the person sends after it settles the question that a reply asked.
SETTLES: tuple[EventKind, ...] = ("clarification-given",)


class Step(Noun):
    """One next letter or sheet: when it is open, to whom it goes, what it needs, what is recorded once it was sent."""

    id: Id
    title: Line
    does: Prose
    subject: str
    to: Id = Field(description="'agency', 'self' for a sheet that is not sent, or the id of another body")
    greets: Line | None = Field(None, description="The role that is written to, where it is no responsible authority")
    when: tuple[Annotated[tuple[str, ...], Field(min_length=1)], ...] = Field(
        description="Facts; any of these sets will do"
    )
    never: tuple[str, ...] = ()
    rank: int = Field(default=100, description="The open step of the lowest rank is the one to take")
    choose: bool = Field(default=False, description="Taken only when it is named: one of several ways")
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    records: EventKind | None = None
    warns: tuple[Prose, ...] = ()
    enclosures: tuple[Line, ...] = ()
    sources: tuple[Source, ...] = ()


class Reply(Noun):
    """What a body can answer: how it is recorded, what is asked about it, and what the law says of it (a template)."""

    title: Line
    event: EventKind | None = None
    about: Id | None = None
    asks: tuple[Literal["citation", "amount"], ...] = ()
    says: str | None = Field(None, description="Under Minnesota law; None where it answers no such request")
    federal: str | None = Field(None, description="Under federal law; None where it answers no such request")

    def law(self, capacity: str) -> str | None:
        """What the law says of it to a request of that capacity, as a template."""
        return self.federal if capacity in FEDERAL else self.says


def facts(request: Request, found: Standing, today: date) -> frozenset[str]:
    """What the log says of a request on a day: names of FACTS that are true."""
    events = effective(request.events)
    true = {request.capacity}
    true |= {"sent"} if found.sent or found.received else set()
    true |= {"waiting"} if found.status in ("waiting", "part") else set()
    true |= _late(found, today)
    true |= {"reminded"} if last(events, "reminder-sent") else set()
    true |= {ESCALATIONS[event.detail["step"]] for event in events if event.detail.get("step") in ESCALATIONS}
    true |= {"anonymous"} if request.capacity == "public" and "full_name" not in request.answers else set()
    true |= {"continuing"} if request.request_type == "standing-request" else set()
    return frozenset(true | _reply(events)) & FACTS.keys()


def _late(found: Standing, today: date) -> set[str]:
    """Overdue only after the last day that any count gives; the user's own reminder where the law sets no number."""
    if found.status != "waiting" or found.answer is None:
        return set()
    if found.answer.latest is not None:
        return {"late", "overdue"} if today > found.answer.latest else set()
    return {"late"} if found.by is not None and found.by <= today else set()


def _reply(events: Iterable[Event]) -> set[str]:
    """What the last answer of the body says, as long as the person has not replied to it."""
    reply = last([event for event in events if event.kind in (*REPLIES, *SETTLES)], *REPLIES, *SETTLES)
    if reply is None or reply.kind in SETTLES:
        return set()
    about = {f"about-{reply.detail['about']}"} if "about" in reply.detail else set()
    if reply.kind == "denied":
        law = reply.detail.get("citation", "")
        return about | {"denied", "section" if law else "no-section"} | ({"cites-13.37"} if "13.37" in law else set())
    return about | {"estimate": {"fee"}, "part-received": {"part"}}.get(reply.kind, set())


def taken(request: Request) -> frozenset[str]:
    """The steps that were sent since the body last answered."""
    since: set[str] = set()
    for event in effective(request.events):
        if event.kind in REPLIES:
            since = set()
        if "step" in event.detail:
            since.add(event.detail["step"])
    return frozenset(since)


def is_open(step: Step, true: frozenset[str]) -> bool:
    """Whether the log allows the step."""
    return any(true.issuperset(wanted) for wanted in step.when) and true.isdisjoint(step.never)


def why_not(step: Step, true: frozenset[str]) -> str:
    """Why the log does not allow the step, in words: what is in the way, or what is missing for the nearest set."""
    if barred := [fact for fact in step.never if fact in true]:
        return "; ".join(FACTS[fact] for fact in barred)
    nearest = min(step.when, key=lambda wanted: len(set(wanted) - true))
    return "not so yet: " + "; ".join(FACTS[fact] for fact in nearest if fact not in true)


def is_done(found: Standing) -> bool:
    """Whether nothing more is to be asked for."""
    return found.status in DONE
