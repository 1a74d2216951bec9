"""What commands share: the workspace, dates on the command line, JSON."""

import json
import sys
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import click

from letters import places
from letters.answers import parse_day
from letters.characters import checked_line
from letters.workflow import preferences
from letters.workflow.workspace import Workspace

LONGEST_CAMPAIGN = 80


# The exit code where some of many were done, and others were not.
SOME_FAILED = 3


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


low_trace = click.option(
    "--low-trace", is_flag=True, help="Keep only reference and dates, and name files by the reference alone."
)
as_of = click.option("--as-of", type=Day(), help="The day by which to reckon; today unless given.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def new_campaign(about: str) -> Callable[[Any], Any]:
    """The option that gives new requests a name together: one line, told as WrongInput where it is none."""

    def line(_ctx: click.Context, _param: click.Parameter, value: str) -> str:
        return checked_line("--campaign", value, longest=LONGEST_CAMPAIGN) if value else ""

    return click.option("--campaign", callback=line, default="", metavar="NAME", help=about)


def workspace(today: date | None = None, *, low_trace: bool = False) -> Workspace:
    """The user's folder and the day, which is today's date unless another is given.

    With low trace where the command or the user's setting says so.
    """
    home = places.home()
    return Workspace(home, today or _today(), low_trace or preferences.low_trace(home))


def _today() -> date:
    return date.today()


def print_json(answer: list[dict[str, Any]] | dict[str, Any]) -> None:
    """JSON on stdout: a list of objects or, where there is one by nature, an object."""
    plain = "utf" not in (sys.stdout.encoding or "").lower()
    click.echo(json.dumps(answer, ensure_ascii=plain, indent=2))


def counted(number: int, noun: str) -> str:
    """So many of a thing: '1 letter', '2 letters'."""
    return f"{number} {noun}{'s' * (number != 1)}"


def tell_dropped(row: Mapping[str, Any]) -> None:
    """Says what of an entry is not kept, with low trace."""
    if names := row.get("not_kept"):
        click.echo(f"Not kept, since this request is kept with low trace: {', '.join(names)}.", err=True)
