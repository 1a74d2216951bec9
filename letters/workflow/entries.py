"""A letter as the log keeps it."""

import uuid
from typing import TYPE_CHECKING

from letters import signing
from letters.events import Request
from letters.request_types import RequestType
from letters.workflow.track import new_event
from letters.workflow.workspace import Workspace

if TYPE_CHECKING:
    from letters.letter import Order

# What sets off a clock for the answer to a letter, and the clock of letters for which the law sets none.
ANSWER_STARTS = frozenset({"request", "receipt"})
NO_CLOCK = "none"


def as_request(workspace: Workspace, agency: str, order: "Order", *, campaign: str, sha256: str, pages: int) -> Request:
    """A letter as the log keeps it: answers marked sensitive are not kept."""
    kind = order.request_type
    # Of a Safe at Home participant not even a name is kept.
    levels = {"ordinary"} if "safe_at_home_address" in order.answers else {"ordinary", "personal"}
    detail = {
        "sha256": sha256,
        "pages": str(pages),
        "confirmed": ", ".join(kind.gates),
        **signing.footing(kind, order.answers),
    }
    if "expedite_reason" in order.answers:  # the reason itself is not kept
        detail["expedite"] = "yes"
    return Request(
        uid=uuid.uuid4().hex,
        reference=order.reference,
        agency=agency,
        request_type=kind.id,
        capacity=order.earlier.capacity if order.earlier else kind.capacity,
        clock=answer_clock(workspace, kind),
        dated=order.dated,
        campaign=campaign,
        answers={name: a.text for name, a in order.answers.items() if a.field.sensitivity in levels},
        events=(new_event("written", order.dated, detail),),
    )


def answer_clock(workspace: Workspace, kind: RequestType) -> str:
    """The time limit for the answer: the first of the type's that binds the body and begins with the letter."""
    for clock_id in kind.clocks:
        clock = workspace.law.clocks[clock_id]
        if clock.binds == "agency" and clock.starts in ANSWER_STARTS:
            return clock_id
    return NO_CLOCK
