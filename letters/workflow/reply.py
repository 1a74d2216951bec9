"""What a body answered: recorded as the person tells it, with what the law says of it and what can be done then."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from letters import speech, tracker
from letters.errors import WrongInput
from letters.events import EventKind, Request, effective
from letters.ladder import is_federal
from letters.speech import ENGLISH
from letters.steps import Reply
from letters.workflow import recall, track
from letters.workflow.outlook import outlook
from letters.workflow.workspace import Workspace


def reply(workspace: Workspace, reply_id: str) -> Reply:
    """One kind of reply; raises WrongInput."""
    found = workspace.catalogue.replies.get(reply_id)
    if found is None:
        raise WrongInput(f"There is no reply {reply_id!r}: it is one of {', '.join(workspace.catalogue.replies)}.")
    return found


def record(
    workspace: Workspace,
    reference: str,
    reply_id: str,
    on: date,
    detail: Mapping[str, str] | None = None,
    language: str = ENGLISH,
    given: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Enters a reply in the log (silence is none) and tells what the law says of it, and the steps that are open.

    For that, `given` says what a request was that is kept with low trace.

    Raises WrongInput for an unknown reference or reply, or a detail that is needed and missing.
    """
    with tracker.reading(workspace.home) as store:
        request = store.get(reference)
    found = reply(workspace, reply_id)
    if _law(found, request) is None:
        raise WrongInput(f"{reply_id}: one of {', '.join(_possible(workspace, request))} answers such a request.")
    told = {name: text for name, text in (detail or {}).items() if text.strip()}
    if "citation" in found.asks and "citation" not in told:
        raise WrongInput(
            "citation: say which section of law they name. If they name none, choose the answer that says so."
        )
    if unasked := sorted(set(told) - set(found.asks)):
        raise WrongInput(f"{unasked[0]}: {reply_id} takes none.")
    outlook(workspace, request.reference, given)  # what is told of it must fit before anything is entered
    told |= {"about": found.about} if found.about else {}
    left_out = []
    if found.event is not None and not _is_entered(request, found.event, on):
        left_out = track.happened(workspace, request.reference, found.event, on, told).get("not_kept", [])
    seen = outlook(workspace, request.reference, given)
    low = seen.request.low_trace
    law = recall.ASKS if low else says(workspace, found, seen.request.capacity, seen.facts, language)
    return {
        "reference": request.reference,
        "reply": reply_id,
        "recorded": found.event,
        "law": law,
        "best": seen.best.id if seen.best else None,
        "open": [{"step": step.id, "title": step.title, "does": step.does} for step in seen.open],
        **({"not_kept": left_out} if left_out else {}),
    }


def _is_entered(request: Request, kind: EventKind, on: date) -> bool:
    """Whether the log of a request with low trace ends with it: who was asked what it was tells the same again."""
    events = effective(request.events)
    return request.low_trace and bool(events) and (events[-1].kind, events[-1].on) == (kind, on)


def possible(workspace: Workspace, reference: str) -> dict[str, Reply]:
    """The replies that can answer the request of that reference, by id; raises WrongInput."""
    with tracker.reading(workspace.home) as store:
        return _possible(workspace, store.get(reference))


def _possible(workspace: Workspace, request: Request) -> dict[str, Reply]:
    return {name: each for name, each in workspace.catalogue.replies.items() if _law(each, request)}


def _law(found: Reply, request: Request) -> str | None:
    """What the law says of it to such a request, which may be kept with low trace."""
    return found.federal if is_federal(request) else found.says


def says(workspace: Workspace, found: Reply, capacity: str, facts: frozenset[str], language: str = ENGLISH) -> str:
    """What the law says of a reply to a request of this capacity, as plain words, in the language of that code."""
    heard = {"is": lambda fact: fact in facts or fact == capacity}
    return workspace.stationery.filled(
        speech.say(language, found.law(capacity) or ""), workspace.today, **heard
    ).striptags()
