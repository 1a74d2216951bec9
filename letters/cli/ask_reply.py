"""`letters answer` without --reply: asks what came."""

from datetime import date

import click
import questionary
from questionary import Choice

from letters.answers import parse_day
from letters.workflow.workspace import Workspace

ASKED = {
    "citation": "Which section of law do they name? (as they write it)",
    "amount": "How much do they ask for?",
}


def ask(desk: Workspace, on: date | None) -> tuple[str, date | None, dict[str, str]]:
    """The reply, its day, and what goes with it; raises click.Abort when the person stops."""
    try:
        return _ask(desk, on)
    except (KeyboardInterrupt, EOFError):
        raise click.Abort from None


def _ask(desk: Workspace, on: date | None) -> tuple[str, date | None, dict[str, str]]:
    replies = desk.catalogue.replies
    choices = [Choice(found.title, name) for name, found in replies.items()]
    chosen = str(questionary.select("What came?", choices).unsafe_ask())
    found = replies[chosen]
    if found.event and on is None:
        day = questionary.text("On which day? (such as 2026-01-31; Enter for today)", validate=_is_day).unsafe_ask()
        on = parse_day(day) if day.strip() else None
    detail: dict[str, str] = {}
    for name in found.asks:
        detail[name] = questionary.text(ASKED[name]).unsafe_ask()
    return chosen, on, detail


def _is_day(text: str) -> bool | str:
    try:
        return not text.strip() or bool(parse_day(text))
    except ValueError:
        return "Write it like 2026-01-31."
