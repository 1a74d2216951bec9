"""`letters deadline` and `letters clocks`."""

from datetime import date
from typing import Any, get_args

import click

from letters.answers import WEEKDAYS, written_out
from letters.calendars import OptionalDay
from letters.cli.common import Day, as_json, print_json, workspace
from letters.models import Calendar
from letters.workflow import reckon

optional_day = click.Choice(get_args(OptionalDay))


@click.command("deadline")
@click.argument("clock")
@click.option("--from", "start", type=Day(), required=True, help="The day that sets the clock off.")
@click.option("--agency", metavar="ID", help="Count by this agency's calendar.")
@click.option("--calendar", type=click.Choice(get_args(Calendar)), help="Count by this calendar.")
@click.option("--adopts", type=optional_day, multiple=True, help="A local body keeps this day; may be repeated.")
@click.option("--declines", type=optional_day, multiple=True, help="A local body works on this day; may be repeated.")
@as_json
def deadline_command(
    clock: str,
    start: date,
    agency: str | None,
    calendar: Calendar | None,
    adopts: tuple[str, ...],
    declines: tuple[str, ...],
    as_json: bool,
) -> None:
    """Say when CLOCK runs out, and how that was counted. `letters clocks` lists the clocks."""
    desk = workspace()
    reach = reckon.reach(desk, agency, calendar, frozenset(adopts), frozenset(declines))
    row = reckon.row(reckon.reckon(desk, clock, start, reach))
    if as_json:
        print_json(row)
    else:
        show(row)


def show(row: dict[str, Any]) -> None:
    """The date, the citation and the count."""
    click.echo(f"{row['title']} ({row['citation']})")
    if row["number"] is None:
        click.echo("The law sets no number of days.")
    else:
        click.echo(f"{_length(row)} after {day_text(row['from'])}, which is not counted:")
    if row["do_by"]:
        click.echo(f"  Do it by {day_text(row['do_by'])}.")
        if row["latest"] != row["do_by"]:
            click.echo(f"  (By the law's own count it ends on {_range(row)}: do not lean on that.)")
    elif row["earliest"]:
        click.echo(f"  {_range(row)}")
    if row["reminder"]:
        click.echo(f"  Your own reminder, no legal deadline: {day_text(row['reminder'])}")
    for skipped in row["skipped"]:
        reason = "" if skipped["reason"] in WEEKDAYS else f", {skipped['reason']}"
        doubt = "" if skipped["certain"] else " (if it is kept there)"
        click.echo(f"  not counted: {day_text(skipped['date'])}{reason}{doubt}")
    if row["note"]:
        click.echo(row["note"])
    click.echo(f"If it lapses: {row['lapse']}")


def _length(row: dict[str, Any]) -> str:
    unit = row["unit"].removesuffix("s") if row["number"] == 1 else row["unit"]
    return f"{row['number']} {unit}"


def _range(row: dict[str, Any]) -> str:
    if row["earliest"] == row["latest"]:
        return day_text(row["earliest"])
    return f"{day_text(row['earliest'])} at the earliest, {day_text(row['latest'])} at the latest"


def day_text(text: str) -> str:
    """A day in words, from ISO 8601."""
    return written_out(date.fromisoformat(text))


@click.command("clocks")
@as_json
def clocks_command(as_json: bool) -> None:
    """List the clocks: time limits of the law, with their citations."""
    rows = reckon.clocks(workspace())
    if as_json:
        print_json(rows)
        return
    for row in rows:
        length = _length(row) if "number" in row else "no number"
        doubt = "" if row["grade"] in "ABC" else f"  [{row['grade'].lower()}]"
        click.echo(f"{row['id']:38} {length:17} {row['title']} ({row['cite']}){doubt}")
