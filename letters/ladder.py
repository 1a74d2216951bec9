"""How a request stands: its status, whose turn it is, and the dates that follow from law, calendar and events."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from letters.calendars import DAY, Reach
from letters.deadlines import Deadline, deadline, received_at_latest
from letters.events import Event, EventKind, Request, effective, first, last, written_with
from letters.models import Clock
from letters.request_types import FEDERAL

Status = Literal["draft", "waiting", "asked", "estimate", "ready", "part", "denied", "received", "withdrawn", "closed"]
Group = Literal["overdue", "due-this-week", "waiting-on-you", "waiting-on-them", "done"]

STATUS_AFTER: Mapping[EventKind, Status] = {
    "sent": "waiting",
    "delivered": "waiting",
    "clarification-asked": "asked",
    "clarification-given": "waiting",
    "estimate": "estimate",
    "data-ready": "ready",
    "part-received": "part",
    "received": "received",
    "denied": "denied",
    "withdrawn": "withdrawn",
    "closed": "closed",
}
DONE: frozenset[Status] = frozenset({"received", "withdrawn", "closed"})
YOUR_TURN: Mapping[Status, str] = {
    "draft": "Mail it, then record the day that you sent it.",
    "asked": "They ask what you mean: answer them.",
    "estimate": "They named a cost: answer them.",
    "denied": "They refused: see what you can do.",
}
FEDERAL_DRAFT = "Send it as your own copy says, then record the day that you sent it."
AT_ANY_HOUR = frozenset({"email", "portal", "fax"})
WEEK = timedelta(days=7)
# After a reminder, the next one of the user's own is a month away: no law.
NEXT_REMINDER = timedelta(days=30)
# A federal request counts from receipt by the right component, at the latest ten days after any of the agency's that
# take requests: 5 U.S.C. 552(a)(6)(A).
DETERMINATION = "foia-determination"
ROUTING = timedelta(days=10)
# The time that a refusal sets off, by the capacity of the request: a complaint (Minn. Stat. 13.085) where nothing else
# stands. Letters that asked for no data under chapter 13, and some federal ones, have none that was read.
APPEAL = "foia-appeal"
AFTER_REFUSAL: Mapping[str, str] = {"correction": "appeal-to-commissioner", "foia": APPEAL, "foia_pa": APPEAL}
NO_TIME = frozenset(
    {"health_record", "notice", "application", "consent", "foia_followup", "privacy_act", "court_party"}
)


@dataclass(frozen=True)
class Standing:
    """How a request stands on a day: `by` is the date that it is sorted by, `what` the next thing to know or do."""

    status: Status
    group: Group
    what: str
    by: date | None = None
    answer: Deadline | None = None
    collect: Deadline | None = None
    sent: date | None = None
    received: date | None = None
    agreed: date | None = None
    grace: date | None = None


def standing(request: Request, clocks: Mapping[str, Clock], reach: Reach, today: date) -> Standing:
    """How the request stands today; dates are worked out afresh, never stored."""
    events = effective(request.events)
    found = _dates(request, events, clocks, reach)
    if found.status in DONE:
        return found
    if found.status in YOUR_TURN:
        to_send = found.status == "draft" and is_federal(request)
        return _turn(found, "waiting-on-you", FEDERAL_DRAFT if to_send else YOUR_TURN[found.status])
    return _collect(found, today) if found.status == "ready" else _waiting(found, events, today)


def _dates(request: Request, events: list[Event], clocks: Mapping[str, Clock], reach: Reach) -> Standing:
    """The status and every date, before it is said whose turn it is."""
    status: Status = "draft"
    for event in events:
        status = STATUS_AFTER.get(event.kind, status)
    sent, delivered = last(events, "sent"), last(events, "delivered")
    ready, agreed = last(events, "data-ready"), last(events, "agreed-date")
    answer = None
    if (sent or delivered) and request.clock in clocks:
        first, second = (event.on if event else None for event in (sent, delivered))
        online = is_federal(request) and sent is not None and sent.detail.get("by") in AT_ANY_HOUR
        answer = answer_due(clocks[request.clock], first, second, reach, online=online)
        if request.clock == DETERMINATION and last(events, "extended") and answer.earliest:
            # 5 U.S.C. 552(a)(6)(B): ten working days more, by written notice
            answer = deadline(clocks["foia-extension"], answer.earliest, reach, answer.latest)
    return Standing(
        status=status,
        group="done",
        what="",
        answer=answer,
        # Minn. Stat. 13.03, subd. 3(g): five business days from the notice; for data subjects shown as a precaution.
        collect=deadline(clocks["collect"], ready.on, reach) if ready else None,
        sent=sent.on if sent else None,
        received=delivered.on if delivered else None,
        agreed=date.fromisoformat(agreed.detail["until"]) if agreed and "until" in agreed.detail else None,
        grace=_grace(sent, answer, reach),
    )


def _grace(sent: Event | None, answer: Deadline | None, reach: Reach) -> date | None:
    """One business day more, shown beside the date and never added to it, for what was sent outside office hours.

    Whether such a request counts from the next business day is not settled: this is our own caution.
    """
    if sent is None or answer is None or answer.latest is None or sent.detail.get("by") not in AT_ANY_HOUR:
        return None
    outside = "after-hours" in sent.detail or reach.closed.closed(sent.on) is not None
    return reach.closed.next_business_day(answer.latest + DAY) if outside else None


def aftermath(request: Request, clocks: Mapping[str, Clock], reach: Reach) -> list[Deadline]:
    """The dates that begin with a refusal (a complaint, or the appeal of a challenge: Minn. Stat. 13.04, subd. 4), with
    private data shown (the six months), and with a federal request for expedited treatment.
    """
    events = effective(request.events)
    sent, received = last(events, "sent"), last(events, "received")
    after, again = after_clocks(request)
    # A time that binds the requester runs from the earliest day that may begin it.
    answered = _federal_decision(events) if after == APPEAL else first(events, "denied")
    # The name of a clock comes from the log, which may have been imported.
    found = [deadline(clocks[after], answered.on, reach)] if answered and after in clocks else []
    if sent and any("expedite" in event.detail for event in events):
        found.insert(0, deadline(clocks["foia-expedite"], sent.on, reach))
    if received and again:
        found.append(deadline(clocks["repeat-request"], received.on, reach))
    return found


def after_clocks(request: Request) -> tuple[str, bool]:
    """The clock that a refusal sets off ("" for none), and whether private data that were shown set off the six months.

    With low trace the log keeps these two instead of the capacity.
    """
    if request.low_trace:
        return written_with(request, "after") or "", written_with(request, "again") is not None
    after = "" if request.capacity in NO_TIME else AFTER_REFUSAL.get(request.capacity, "complaint-filing")
    return after, request.capacity == "data_subject"


def is_federal(request: Request) -> bool:
    """Whether it stands under federal law, as its capacity says or, with low trace, the calendar that is kept."""
    return written_with(request, "calendar") == "federal" if request.low_trace else request.capacity in FEDERAL


def _federal_decision(events: list[Event]) -> Event | None:
    """A refusal, or data that came and may lack something. Whoever is sent elsewhere was refused nothing."""
    decided = [event for event in events if event.detail.get("about") != "elsewhere"]
    return last(decided, "denied", "part-received", "received")


def answer_due(
    clock: Clock, sent: date | None, delivered: date | None, reach: Reach, *, online: bool = False
) -> Deadline:
    """When an answer is due: earliest from the day sent, latest from receipt or our allowance for the mail.

    What went `online` is received on the day sent.
    """
    first = sent or delivered
    assert first is not None
    if delivered and clock.starts == "receipt":
        return deadline(clock, delivered, reach)
    latest = first if online else received_at_latest(first, delivered, reach.closed)
    if clock.id == DETERMINATION:
        latest += ROUTING
    return deadline(clock, min(first, latest), reach, latest)


def _collect(found: Standing, today: date) -> Standing:
    assert found.collect is not None
    do_by = found.collect.do_by
    assert do_by is not None
    late = today > do_by
    what = (
        "The day to inspect or collect has passed: do it now." if late else "Inspect or collect the data by this day."
    )
    return _turn(found, "overdue" if late else "waiting-on-you", what, do_by)


def _waiting(found: Standing, events: list[Event], today: date) -> Standing:
    """Waiting on the body: by the law's dates, or by the user's own reminder where the law sets no number."""
    answer = found.answer
    if answer is None:
        return _turn(found, "waiting-on-them", "An answer is awaited.")
    if answer.earliest is None or answer.latest is None:
        return _reminder(found, events, answer, today)
    if today > answer.latest:
        return _turn(found, "overdue", "The time for an answer has passed.", answer.latest)
    group: Group = "due-this-week" if answer.earliest <= today + WEEK else "waiting-on-them"
    return _turn(found, group, "An answer is due.", answer.earliest)


def _reminder(found: Standing, events: list[Event], answer: Deadline, today: date) -> Standing:
    reminded = last(events, "reminder-sent")
    day = reminded.on + NEXT_REMINDER if reminded else answer.reminder
    if day is None:
        return _turn(found, "waiting-on-them", "An answer is awaited; the law sets no number of days.")
    if day <= today:
        return _turn(found, "waiting-on-you", "Your own reminder, no legal deadline: ask how it stands.", day)
    group: Group = "due-this-week" if day <= today + WEEK else "waiting-on-them"
    return _turn(found, group, "Your own reminder, no legal deadline.", day)


def _turn(found: Standing, group: Group, what: str, by: date | None = None) -> Standing:
    return Standing(**{**vars(found), "group": group, "what": what, "by": by})  # `replace` takes three times as long
