"""The next letter: what the law and the log allow now. Steps are data; here stands what the log says of a request."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from letters.errors import WrongInput
from letters.events import Event, EventKind, Request, effective, last, written_with
from letters.ladder import DONE, Standing
from letters.models import Id, Line, Noun, Prose, Source
from letters.request_types import FEDERAL

# What each fact of the log is in words, to say why a step is not open yet. A template asks for them: is("overdue").
FACTS: dict[str, str] = {
    "sent": "the letter was sent",
    "late": "an answer is late, or your own reminder is due",
    "overdue": "the last day for an answer has passed",
    "waiting": "no answer is recorded",
    "heard": "the body wrote, though it may not have answered",
    "reminded": "a reminder was sent",
    "demanded": "a written determination was demanded",
    "demand-unanswered": (
        "ten business days have passed since you demanded a determination, and none is recorded (the ten days are our "
        "own rule, no law)"
    ),
    "denied": "the last answer of the body is a refusal",
    "section": "the refusal names a section of law",
    "no-section": "the refusal names no section of law",
    "cites-13.37": "the refusal rests on section 13.37",
    "part": "the last answer is that a part of the data came",
    "fee": "the last answer is a charge",
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
    "data_subject": "you asked with the rights of the subject of the data",
    "nonpublic_subject": "you asked as the subject of data that are not public",
    "with_consent": "you asked for a client, with a release",
    "public": "you asked for public data",
    "correction": "you challenged the accuracy of data",
    "notice": "you gave a notice, and asked for no data",
    "application": "you asked for a setting, and for no data",
    "consent": "you signed a release, and asked for no data",
    "health_record": "you asked for a health record, which chapter 13 does not govern",
}
CONTINUING = "standing-request"
# Letters that need no name: a request for public data, and a follow-up of a letter that the log does not know.
NAMELESS = ("public", "inherit")
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
# A body that wrote any of this has not been silent.
HEARD: tuple[EventKind, ...] = (*REPLIES, "acknowledged", "extended", "agreed-date")
# How long a demand is given before the Commissioner or a court is asked, as a clock of our own: no law.
PATIENCE = "demand-answer"
# Section 13.37 as it is cited, up to the next section. Its subdivision 1, paragraph (a), and its subdivision 2 are on
# security information; another paragraph of subdivision 1, such as (b) on trade secrets, is not.
SECTION_1337 = re.compile(r"(?<![\d.])13\.37(?!\d)((?:(?!\d+[A-Z]?\.\d).)*)", re.DOTALL)
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
    gates: tuple[str, ...] = Field((), description="Of the required: questions that must be answered with yes")
    records: EventKind | None = None
    once: Prose = Field("When you have sent it, record it:", description="When `records` is to be recorded")
    then: str | None = Field(None, description="What else can be recorded later; {reference} stands for the reference")
    firm: bool = Field(default=False, description="Whether it has a firm tone too")
    clock: Id | None = Field(None, description="The clock by which it must be done")
    past: str | None = Field(None, description="What is said once that day, {day}, has passed")
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


def facts(request: Request, found: Standing, today: date, patience: date | None = None) -> frozenset[str]:
    """What the log says of a request on a day: names of FACTS that are true. `patience` ends on the day given."""
    events = effective(request.events)
    true = {request.capacity}
    true |= {"sent"} if found.sent or found.received else set()
    true |= {"waiting"} if found.status in ("waiting", "part") else set()
    true |= _late(found, today)
    true |= {"reminded"} if last(events, "reminder-sent") else set()
    true |= {"heard"} if last(events, *HEARD) else set()
    true |= {"demand-unanswered"} if found.status == "waiting" and patience and patience < today else set()
    true |= {ESCALATIONS[event.detail["step"]] for event in events if event.detail.get("step") in ESCALATIONS}
    true |= set() if is_named(request) else {"anonymous"}
    true |= {"continuing"} if request.request_type == CONTINUING else set()
    return frozenset(true | _reply(events)) & FACTS.keys()


def is_named(request: Request) -> bool:
    """Whether the letter says who wrote it. Of some letters the log keeps that, but not the name."""
    return (
        request.capacity not in NAMELESS
        or "full_name" in request.answers
        or written_with(request, "signed") is not None
    )


def demanded_on(request: Request) -> date | None:
    """The day of the last demand for a determination."""
    days = [e.on for e in effective(request.events) if ESCALATIONS.get(e.detail.get("step", "")) == "demanded"]
    return days[-1] if days else None


def _late(found: Standing, today: date) -> set[str]:
    """Overdue only after the last day that any count gives; the user's own reminder where the law sets no number.

    While a day that was agreed on lies ahead, no letter complains of the time.
    """
    if found.status != "waiting" or found.answer is None or (found.agreed and today <= found.agreed):
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
        return about | {"denied", "section" if law else "no-section"} | ({"cites-13.37"} if _security(law) else set())
    return about | {"estimate": {"fee"}, "part-received": {"part"}}.get(reply.kind, set())


def _security(law: str) -> bool:
    """Whether the law that is named can be the part of section 13.37 on security information."""
    return any(
        not re.search(r"\([b-z]\)", cited) or re.search(r"\(a\)|\b2\b", cited) for cited in SECTION_1337.findall(law)
    )


def taken(request: Request) -> frozenset[str]:
    """The steps that were sent since the body last answered."""
    since: set[str] = set()
    for event in effective(request.events):
        if event.kind in REPLIES:
            since = set()
        if "step" in event.detail:
            since.add(event.detail["step"])
    return frozenset(since)


def require_recordable(every: Mapping[str, Step], name: str, kind: str) -> None:
    """A next letter is recorded as what it is: raises WrongInput for an unknown one, and for another kind of event."""
    if not name:
        return
    step = every.get(name)
    if step is None and name not in ESCALATIONS:
        raise WrongInput(f"--step: there is no next letter {name!r}. `letters next REF --list` shows them.")
    records = step.records if step else "escalated"
    if records is None:
        raise WrongInput(f"--step: {name} is a sheet for yourself: nothing is recorded of it.")
    if kind != records:
        raise WrongInput(f"--step: {name} is recorded as {records}, and not as {kind}.")


def is_open(step: Step, true: frozenset[str]) -> bool:
    """Whether the log allows the step."""
    return any(true.issuperset(wanted) for wanted in step.when) and true.isdisjoint(step.never)


def why_not(step: Step, true: frozenset[str]) -> str:
    """Why the log does not allow the step, in words: what is in the way, or what is missing for the nearest set."""
    if barred := [fact for fact in step.never if fact in true]:
        return "; ".join(FACTS[fact] for fact in barred)
    nearest = min(step.when, key=lambda wanted: len(set(wanted) - true))
    return "not so yet: " + "; ".join(FACTS[fact] for fact in nearest if fact not in true)


def is_done(request: Request, found: Standing, today: date) -> bool:
    """Whether nothing more is to be asked for."""
    end = continues_until(request)
    return found.status in DONE and not (found.status == "received" and end and today <= end)


def continues_until(request: Request) -> date | None:
    """The last day of a continuing request: as it asked, or as it was last renewed."""
    if request.request_type != CONTINUING:
        return None
    renewed = [
        e.detail["until"]
        for e in effective(request.events)
        if e.detail.get("step") == "renewal" and "until" in e.detail
    ]
    text = renewed[-1] if renewed else request.answers.get("end_date")
    return date.fromisoformat(text) if text else None
