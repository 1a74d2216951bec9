"""`letters answer` without --reply: asks what came."""

from collections.abc import Mapping
from datetime import date

import click
import questionary
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from questionary import Choice, Question

from letters.answers import parse_day
from letters.characters import refused
from letters.steps import Reply
from letters.workflow import reply
from letters.workflow.workspace import Workspace

ASKED = {
    "citation": "Which section of law do they name? (as they write it)",
    "amount": "How much do they ask for?",
}


def ask(desk: Workspace, reference: str, on: date | None) -> tuple[str, date | None, dict[str, str]]:
    """The reply, its day, and what goes with it; raises click.Abort when the person stops."""
    try:
        return _ask(reply.possible(desk, reference), on)
    except (KeyboardInterrupt, EOFError):
        raise click.Abort from None


def _ask(replies: Mapping[str, Reply], on: date | None) -> tuple[str, date | None, dict[str, str]]:
    choices = [Choice(found.title, name) for name, found in replies.items()]
    chosen = str(_stops_at_end(questionary.select("What came?", choices)).unsafe_ask())
    found = replies[chosen]
    if found.event and on is None:
        day = questionary.text("On which day? (such as 2026-01-31; Enter for today)", validate=_is_day).unsafe_ask()
        on = parse_day(day) if day.strip() else None
    detail: dict[str, str] = {}
    for name in found.asks:
        detail[name] = questionary.text(ASKED[name], validate=CHECKED.get(name, _is_line)).unsafe_ask()
    return chosen, on, detail


def _stops_at_end(question: Question) -> Question:
    """A list, which would pass over Control-D, stops at it as the other questions do."""
    stop = KeyBindings()

    @stop.add("c-d", eager=True)
    def _(event: KeyPressEvent) -> None:
        event.app.exit(exception=EOFError)

    own = question.application.key_bindings
    question.application.key_bindings = merge_key_bindings([*([own] if own else []), stop])
    return question


def _is_line(text: str) -> bool | str:
    return next(refused(text), True)


def _is_section(text: str) -> bool | str:
    return _is_line(text) if text.strip() else "Write it as they do. If they name none, stop with Control-C."


CHECKED = {"citation": _is_section}


def _is_day(text: str) -> bool | str:
    try:
        return not text.strip() or bool(parse_day(text))
    except ValueError:
        return "Write it like 2026-01-31."
