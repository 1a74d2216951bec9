"""What a follow-up knows of the request that it is about: from the log, or else from what is answered."""

from dataclasses import replace
from datetime import date

from letters import tracker
from letters.answers import Answers
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
    """The earlier request, if this type follows one up and it is known, and what to warn of."""
    if request_type.capacity != "inherit":
        return None, []
    with tracker.reading(workspace.home) as store:
        request = store.find(given["base_request_id"].text)
    if request is None:
        told = given.get("earlier_capacity")
        return (Earlier(CAPACITY_OF[told.text], overdue=False), []) if told else (None, [UNKNOWN])
    found = track.stand(replace(workspace, today=dated), request)
    overdue = found.status == "waiting" and found.answer is not None and _passed(found.answer.latest, dated)
    elsewhere = f"base_request_id: that letter went to {request.agency}, and this one goes to {agency.id}."
    return Earlier(request.capacity, overdue), [elsewhere] if request.agency != agency.id else []


def _passed(latest: date | None, dated: date) -> bool:
    """Only after the last day that any counting gives is a body said to be late."""
    return latest is not None and dated > latest
