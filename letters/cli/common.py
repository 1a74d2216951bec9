"""What commands share: the workspace, dates on the command line, JSON."""

import json
import sys
from dataclasses import replace
from datetime import date
from typing import Any

import click

from letters import places
from letters.answers import parse_day
from letters.workflow import federal
from letters.workflow.plan import Wish
from letters.workflow.workspace import Workspace


class Day(click.ParamType[date]):
    """A day, written 2026-01-31 or 1/31/2026."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return parse_day(value)
        except ValueError:
            self.fail(f"{value!r} is not a date: write it like 2026-01-31", param, ctx)


as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def pair(text: str) -> tuple[str, str]:
    """A `field=value` from the command line."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise click.BadParameter("write it as field=value", param_hint="--set")
    return name.strip(), value


def workspace(today: date | None = None) -> Workspace:
    """The user's folder and the day, which is today's date unless another is given."""
    return Workspace(places.home(), today or _today())


def _today() -> date:
    return date.today()


def understood(desk: Workspace, wish: Wish) -> Wish:
    """Asks, in a terminal, for the word that a federal letter about oneself needs; elsewhere it is --understood."""
    text = federal.warning(desk.catalogue.type(wish.request_type), wish.given)
    if text is None or wish.understood or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return wish
    click.echo(click.wrap_text(text, 90))
    if click.prompt("Type yes if you have done so and want to go on", default="no") != "yes":
        raise click.Abort
    return replace(wish, understood=True)


def print_json(answer: list[dict[str, Any]] | dict[str, Any]) -> None:
    """JSON on stdout: a list of objects or, where there is one by nature, an object."""
    plain = "utf" not in (sys.stdout.encoding or "").lower()
    click.echo(json.dumps(answer, ensure_ascii=plain, indent=2))
