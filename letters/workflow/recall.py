"""What a request was about that is kept with low trace: told again, for the letters and sheets that come later."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path

from letters import signing
from letters.answers import Answer, read_answer
from letters.calendars import calendar_name
from letters.errors import WrongInput
from letters.events import Request, written_with
from letters.workflow import entries, follow_up, plan
from letters.workflow.workspace import Workspace

AGENCY, TYPE = "agency", "type"
ASKS = (
    "It is kept with low trace: say again what it was. Put agency, type and the answers of the first letter in a file, "
    "and give it with --answers FILE."
)


def is_told(given: Mapping[str, str]) -> bool:
    """Whether it is said to whom a request went, and what it was."""
    return all(given.get(name, "").strip() for name in (AGENCY, TYPE))


def recall(workspace: Workspace, request: Request, given: Mapping[str, str]) -> Request:
    """The request with its agency, type, capacity and answers as they are told again, for the moment; nothing is kept.

    Any other request is given back as it is. Raises WrongInput where something is missing or malformed, or where
    agency and type are not those by which the dates of this request are counted.
    """
    if not request.low_trace:
        return request
    if not is_told(given):
        raise WrongInput(f"{request.reference}: {ASKS}")
    body = workspace.registry.get(given[AGENCY].strip())
    kind = plan.as_signed(workspace, workspace.catalogue.type(given[TYPE].strip()), body, given)
    same_calendar = written_with(request, "calendar") == calendar_name(body.calendar, body.holidays)
    if not same_calendar or entries.answer_clock(workspace, kind) != request.clock:
        raise WrongInput(
            f"{request.reference} was another letter: its dates are not counted as those of {kind.id} to {body.id}."
        )
    answers = _answers(workspace, given)
    footing = {name: text for name, text in signing.footing(kind, answers).items() if text}
    written = replace(request.events[0], detail={**request.events[0].detail, **footing})
    earlier = answers.get("earlier_capacity")
    return replace(
        request,
        agency=body.id,
        request_type=kind.id,
        capacity=follow_up.CAPACITY_OF[earlier.text] if earlier and kind.capacity == "inherit" else kind.capacity,
        answers={name: answer.text for name, answer in answers.items()},
        events=(written, *request.events[1:]),
    )


def _answers(workspace: Workspace, given: Mapping[str, str]) -> dict[str, Answer]:
    """What is told again, as answers; raises WrongInput with all that is wrong."""
    fields, found, wrong = workspace.catalogue.fields, {}, []
    for name, text in given.items():
        if name in (AGENCY, TYPE, plan.SIGNER) or not text.strip():
            continue
        if name not in fields:
            wrong.append(f"{name}: there is no such question.")
            continue
        try:
            found[name] = read_answer(fields[name], text)
        except ValueError as error:
            wrong += [f"{name}: {problem}" for problem in str(error).splitlines()]
    if wrong:
        raise WrongInput("\n".join(wrong))
    return found


def free_name(place: Path | None, reference: str, suffix: str) -> str:
    """A name of the reference and a number alone, for a file that is not there yet in the folder, or in this one."""
    folder = place if place and place.is_dir() else Path()
    return next(name for n in count(1) if not (folder / (name := f"{reference}-{n}{suffix}")).exists())
