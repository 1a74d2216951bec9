"""What a follow-up knows of the request that it is about: from the log, or else from what is answered."""

from datetime import date

from letters import tracker
from letters.answers import Answers
from letters.errors import WrongInput
from letters.events import Request
from letters.letter import Earlier
from letters.models import Agency
from letters.request_types import RequestType
from letters.workflow import track
from letters.workflow.workspace import Workspace

CAPACITY_OF = {"data about me": "data_subject", "public data": "public"}
UNKNOWN = (
    "base_request_id: the log here does not know that letter, so this one says only what holds for every request. "
    "Set earlier_capacity to say what it asked for."
)


def earlier(
    workspace: Workspace, request_type: RequestType, agency: Agency, given: Answers, dated: date
) -> tuple[Earlier | None, list[str]]:
    """The earlier request, if this type follows one up and it is known, and what to warn of.

    Raises WrongInput where the answers contradict the log.
    """
    if request_type.capacity != "inherit":
        return None, []
    request = _logged(workspace, given["base_request_id"].text)
    if request is None or request.low_trace:  # then the log does not know what it asked
        told = given.get("earlier_capacity")
        return (Earlier(CAPACITY_OF[told.text], overdue=False), []) if told else (None, [UNKNOWN])
    found = track.stand(workspace.on(dated), request)
    days = {day for day in (request.dated, found.sent) if day}
    if given["base_request_date"].day not in days:
        raise WrongInput(f"base_request_date: the log says {' or '.join(sorted(map(str, days)))}.")
    overdue = found.status == "waiting" and found.answer is not None and _passed(found.answer.latest, dated)
    elsewhere = f"base_request_id: that letter went to {request.agency}, and this one goes to {agency.id}."
    return Earlier(request.capacity, overdue), [elsewhere] if request.agency != agency.id else []


def _logged(workspace: Workspace, reference: str) -> Request | None:
    """The request of that reference, or None; nothing is made where there is no log yet."""
    if not tracker.exists(workspace.home):
        return None
    with tracker.reading(workspace.home) as store:
        return store.find(reference) or store.find(reference.upper())


def _passed(latest: date | None, dated: date) -> bool:
    """Only after the last day that any counting gives is a body said to be late."""
    return latest is not None and dated > latest
