"""What can be done next about a request: each step that the law and the log allow today, or why not."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from letters import steps, tracker
from letters.answers import written
from letters.deadlines import deadline
from letters.events import Request, known_on
from letters.ladder import Standing
from letters.request_types import FEDERAL
from letters.steps import Step
from letters.workflow import federal_dates, recall, track
from letters.workflow.workspace import Workspace

NOT_FEDERAL = "it rests on Minnesota law, and this is a federal request"


@dataclass(frozen=True)
class Outlook:
    """How a request stands, and each step: open now, or why not.

    `recalled` where the request is kept with low trace, and what it was is told again.
    """

    request: Request
    facts: frozenset[str]
    says: str
    open: tuple[Step, ...]
    closed: Mapping[str, str]
    best: Step | None
    then: tuple[str, ...] = ()
    federal: federal_dates.Following | None = None
    recalled: bool = False


def outlook(workspace: Workspace, reference: str, given: Mapping[str, str] | None = None) -> Outlook:
    """What the law and the log allow today; raises WrongInput for a reference that is not known.

    `given` tells what a request was that is kept with low trace; without that, no step of it is open.
    """
    with tracker.reading(workspace.home) as store:
        logged = known_on(store.get(reference), workspace.today)
    request = recall.recall(workspace, logged, given) if given and recall.is_told(given) else logged
    seen = _seen(workspace, request)
    return replace(seen, recalled=logged.low_trace and not request.low_trace)


def _seen(workspace: Workspace, request: Request) -> Outlook:
    found = track.stand(workspace, request)
    true = steps.facts(request, found, workspace.today, _patience(workspace, request))
    every = workspace.catalogue.steps.values()
    if request.low_trace:
        return Outlook(request, true, f"{_says(found)} {recall.ASKS}", (), {s.id: recall.ASKS for s in every}, None)
    if request.capacity in FEDERAL:
        following = federal_dates.next_letter(workspace, request, found)
        says = f"{_says(found)} {f'The letter that comes next: {following.command}' if following else ''}".strip()
        return Outlook(request, true, says, (), {each.id: NOT_FEDERAL for each in every}, None, federal=following)
    if steps.is_done(request, found, workspace.today):
        return Outlook(request, true, "Nothing is open.", (), {each.id: "it is done" for each in every}, None)
    open_now = tuple(sorted((s for s in every if steps.is_open(s, true)), key=lambda s: (s.rank, s.id)))
    closed = {each.id: steps.why_not(each, true) for each in every if each not in open_now}
    taken = steps.taken(request)
    best = next((each for each in open_now if not each.choose and each.id not in taken), None)
    then = tuple(f"{each.title}: {each.then.format(reference=request.reference)}" for each in every if each.then)
    return Outlook(request, true, _says(found), open_now, closed, best, then)


def _patience(workspace: Workspace, request: Request) -> date | None:
    """The last day that our own rule gives a demand for a determination, on the body's calendar."""
    demanded, clock = steps.demanded_on(request), workspace.law.clocks[steps.PATIENCE]
    return deadline(clock, demanded, track.reach_of(workspace, request)).latest if demanded else None


def _says(found: Standing) -> str:
    """How a request stands, in a line."""
    return f"{found.what}{f' (by {written(found.by)})' if found.by else ''}" or "Nothing is open."
