"""When a federal agency is late and an appeal is in time: by what the log knows, else by the dates that are told."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from letters import tracker
from letters.answers import Answers, written
from letters.calendars import calendar_of
from letters.deadlines import deadline
from letters.errors import NoLetterYet
from letters.events import Event, Request, effective, last
from letters.ladder import DETERMINATION, Standing, aftermath, answer_due
from letters.models import Agency
from letters.request_types import FEDERAL, RequestType
from letters.workflow import track
from letters.workflow.workspace import Workspace

STATUS_INQUIRY, APPEAL = "foia-status-inquiry", "foia-appeal"
HOMELAND_SECURITY = "us-dhs"
# What the sentences of a follow-up can ask.
LOGGED, PAST_NINETY = "the log knows the request", "ninety days have passed"
FOLLOWED_UP = FEDERAL - {"foia_followup", "court_party", "privacy_act"}
OPEN, ASKED = frozenset({"waiting", "asked", "estimate"}), frozenset({"asked", "estimate"})
STANDS_STILL = (
    "They asked you something, and the time may stand still until you answer: answer first. If you have, record it: "
    "letters happened {} clarification-given"
)


def facts(
    workspace: Workspace, agency: Agency, request_type: RequestType, given: Answers, dated: date
) -> frozenset[str]:
    """What the letter may say of its dates. Raises NoLetterYet where a time has not passed, or is over.

    Neither an early nor a late date on the letter makes it true: today counts too.
    """
    if request_type.id == STATUS_INQUIRY and (sent := given["base_request_date"].day):
        return _late(workspace, agency, given, sent, min(dated, workspace.today))
    if request_type.id == APPEAL and (decided := given["date_of_decision"].day):
        return _in_time(workspace, agency, given, decided, max(dated, workspace.today))
    return frozenset()


def _late(workspace: Workspace, agency: Agency, given: Answers, sent: date, day: date) -> frozenset[str]:
    logged = [(request, track.stand(workspace, request)) for request in _logged(workspace, agency, sent)]
    still_open = [(request, found) for request, found in logged if found.status in OPEN]
    if logged and not still_open:
        raise NoLetterYet("The log has an answer to that request, or its end: what was refused is appealed.")
    days = [last_day(workspace, request, found) for request, found in still_open]
    told = given["extended_until"].day if "extended_until" in given else None
    ends = max(each for each in (*(days or [_last_day_of(workspace, sent)]), told or sent))
    if day <= ends:
        raise NoLetterYet(f"The time for an answer has not surely passed: it may end on {written(ends)}.")
    return frozenset({LOGGED} if logged else ())


def _logged(workspace: Workspace, agency: Agency, sent: date) -> Iterator[Request]:
    """The requests to this agency that the log has of that day; nothing is made where there is no log yet."""
    if not tracker.exists(workspace.home):
        return
    with tracker.reading(workspace.home) as store:
        requests = store.all(agencies=[agency.id, *agency.former_ids])
    for request in requests:
        found = last(effective(request.events), "sent")
        if request.capacity in FOLLOWED_UP and found and sent in (request.dated, found.on):
            yield request


def last_day(workspace: Workspace, request: Request, found: Standing) -> date:
    """The last day that any count gives for its determination, with an extension, and with the time that stood still.

    Raises NoLetterYet while that time cannot be counted.
    """
    if found.status in ASKED:
        raise NoLetterYet(STANDS_STILL.format(request.reference))
    if found.answer is None or found.answer.latest is None:
        raise NoLetterYet(f"{request.reference} is not recorded as sent.")
    stood = _stood_still(effective(request.events))
    if stood == 0:
        return found.answer.latest
    # 5 U.S.C. 552(a)(6)(A): each day that it stood still is counted as a working day, which is the longest count.
    still = workspace.law.clocks[DETERMINATION].model_copy(update={"number": stood})
    return deadline(still, found.answer.latest, calendar_of("federal")).latest or found.answer.latest


def _stood_still(events: Iterable[Event]) -> int:
    """The days from each question to its answer."""
    asked, stood = None, 0
    for event in events:
        if event.kind in ("clarification-asked", "estimate"):
            asked = asked or event
        elif event.kind == "clarification-given" and asked:
            stood, asked = stood + max((event.on - asked.on).days, 0), None
    return stood


def _last_day_of(workspace: Workspace, sent: date) -> date:
    """The same of a request of which only the day is known, with our allowance for the mail."""
    return answer_due(workspace.law.clocks[DETERMINATION], sent, None, calendar_of("federal")).latest or sent


def _in_time(workspace: Workspace, agency: Agency, given: Answers, decided: date, day: date) -> frozenset[str]:
    def ends(clock: str) -> date:
        count = deadline(workspace.law.clocks[clock], decided, calendar_of("federal")).early_count
        return count.unrolled if count else decided

    ninety = ends("foia-appeal")
    of_homeland = HOMELAND_SECURITY in (agency.id, agency.parent)
    longer = given["appeal_by"].day if "appeal_by" in given else None
    final = max(each for each in (ninety, ends("foia-appeal-dhs") if of_homeland else None, longer) if each)
    if day > final:
        raise NoLetterYet(
            f"The last day to appeal was {written(final)}. If the decision letter gives a later one, answer "
            "appeal_by; if not, see a lawyer, or send the request again."
        )
    return frozenset({PAST_NINETY} if day > ninety else ())


def appeal_by(workspace: Workspace, request: Request) -> date | None:
    """The day by which to appeal what was decided of it, where something was."""
    reach = track.reach_of(workspace, request)
    found = (each for each in aftermath(request, workspace.law.clocks, reach) if each.clock.id == "foia-appeal")
    return next((each.do_by for each in found), None)


@dataclass(frozen=True)
class Following:
    """The federal letter that the log allows next: a letter of its own. `given` is what the log can answer of it.

    `asks` are the questions that only the agency's papers answer; `if_left_out` where it is for a part alone.
    """

    agency: str
    request_type: str
    given: Mapping[str, str]
    asks: Mapping[str, str]
    if_left_out: bool = False

    @property
    def command(self) -> str:
        """How to write it from the command line."""
        told = {**self.given, **self.asks}.items()
        only = " (only if something was left out)" if self.if_left_out else ""
        return (
            " ".join([f"letters write {self.agency} {self.request_type}", *(f"--set {n}={t}" for n, t in told)]) + only
        )


def next_letter(workspace: Workspace, request: Request, found: Standing) -> Following | None:
    """The federal letter that the log allows next, if there is one."""
    if request.capacity not in FOLLOWED_UP or found.sent is None:
        return None
    decision = last(effective(request.events), "denied", "part-received", "received")
    if found.status in ("denied", "part", "received") and decision and not _elsewhere(decision):
        asks = {"date_of_decision": "DATE", "request_number": "NUMBER"}
        return Following(request.agency, APPEAL, {}, asks, if_left_out=found.status == "received")
    try:
        passed = found.status == "waiting" and workspace.today > last_day(workspace, request, found)
    except NoLetterYet:
        return None
    given = {"base_request_date": str(found.sent)}
    return Following(request.agency, STATUS_INQUIRY, given, {"request_number": "NUMBER"}) if passed else None


def _elsewhere(decision: Event) -> bool:
    return decision.detail.get("about") == "elsewhere"
