"""What commands share: the workspace, dates on the command line, JSON."""

import json
from datetime import date
from typing import Any

import click

from letters import places
from letters.answers import parse_day
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
    return Workspace(places.home(), today or date.today())


def print_json(answer: list[dict[str, Any]] | dict[str, Any]) -> None:
    """JSON on stdout: a list of objects or, where there is one by nature, an object."""
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
