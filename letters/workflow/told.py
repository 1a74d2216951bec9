"""What a next letter tells of the log, by day: only what was recorded, and called what it was."""

from datetime import date

from letters.answers import written
from letters.events import Event, Request, effective
from letters.models import Agency
from letters.particulars import Row
from letters.steps import Step
from letters.workflow.workspace import Workspace

# What stands in the log of an event, in the order in which a letter tells it.
HOW = {"certified-mail", "in-person"}
TOLD = ("by", "number", "citation", "amount", "until")


def rows(workspace: Workspace, request: Request, agency: Agency, step: Step) -> list[Row]:
    """What happened, by day. The body is named where the letter goes to somebody else."""
    found = [] if step.to == "agency" else [Row("Government body", (agency.name,))]
    found.append(Row("Request", (f"Reference {request.reference}, dated {written(request.dated)}",)))
    words = workspace.catalogue.log_words
    events = [event for event in effective(request.events) if event.kind in words and event.kind != "written"]
    return found + [_row(workspace, event) for event in events]


def _row(workspace: Workspace, event: Event) -> Row:
    """An event in the words for its kind, or in those for what it was about or which letter it was."""
    words = workspace.catalogue.log_words
    own = next((name for name in names(event) if name in words), None)
    step = workspace.catalogue.steps.get(event.detail.get("step", ""))
    title = [step.title] if step and event.kind == "escalated" and own is None else []
    told = [_in_words(name, event.detail[name]) for name in TOLD if name in event.detail]
    return Row(words[own or event.kind], (", ".join([written(event.on), *title, *told]),))


def names(event: Event) -> list[str]:
    """The names under which an event can have words of its own: denied/no-data, escalated/complaint-worksheet."""
    return [f"{event.kind}/{event.detail[key]}" for key in ("about", "step") if key in event.detail]


def _in_words(name: str, text: str) -> str:
    if name == "until":
        return f"until {written(date.fromisoformat(text))}"
    return text.replace("-", " ") if text in HOW else text
