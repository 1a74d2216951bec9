"""`letters show`, `list`, `due` and `calendar`: how requests stand."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from letters import files
from letters.cli.common import as_json, as_of, counted, print_json, tell_dropped, workspace
from letters.cli.reckon import day_text
from letters.cli.reckon import show as show_deadline
from letters.workflow import due, track

TITLES = {
    "overdue": "Overdue",
    "due-this-week": "Due this week",
    "waiting-on-you": "Waiting on you",
    "waiting-on-them": "Waiting on them",
}
OVERDUE = 4
DETAILS = ("by", "number", "until", "citation", "amount", "about", "step", "note", "what")


@click.command("show")
@click.argument("reference")
@as_of
@as_json
def show_command(reference: str, as_of: date | None, as_json: bool) -> None:
    """Show a request: how it stands, its dates and how they were counted, what happened."""
    row = track.show(workspace(as_of), reference)
    if as_json:
        print_json(row)
        return
    tell(row, as_json)
    for found in row["deadlines"]:
        click.echo()
        show_deadline(found)
    click.echo("\nWhat happened:")
    for event in row["events"]:
        told = ", ".join(str(event[key]) for key in DETAILS if key in event)
        marks = f"{'  [undone]' * ('undone' in event)}{'  [not yet]' * ('later' in event)}"
        click.echo(f"  {event['on']}  {event['event']}{f' ({told})' * bool(told)}{marks}")


@click.command("list")
@click.option("--status", type=click.Choice(track.STATUSES), help="Only requests that stand so.")
@click.option("--agency", metavar="ID", help="Only requests to this agency.")
@click.option("--campaign", metavar="NAME", help="Only requests of this campaign.")
@as_of
@as_json
def list_command(
    status: str | None, agency: str | None, campaign: str | None, as_of: date | None, as_json: bool
) -> None:
    """List the requests that are tracked."""
    desk = workspace(as_of)
    rows = track.listed(desk, status=status, agency=agency, campaign=campaign)
    if as_json:
        print_json(rows)
        return
    if not rows:
        others = len(track.listed(desk)) if status or agency or campaign else 0
        here = f"None of {counted(others, 'request')} is such a one." if others else "No request is tracked here."
        click.echo(here, err=True)
        return
    lines = [
        f"{row['reference']:10} {row['status']:9} {row['by'] or '':10}  {row['agency_name']}: {row['type']}".rstrip(
            ": "
        )
        for row in rows
    ]
    click.echo("\n".join(lines))


@click.command("due")
@as_of
@as_json
def due_command(as_of: date | None, as_json: bool) -> None:
    """Say what is overdue, due, waiting on you and waiting on them. Exits with 4 when anything is overdue."""
    rows = due.due(workspace(as_of))
    if as_json:
        print_json(rows)
    else:
        _by_group(rows)
    sys.exit(OVERDUE if any(row["group"] == "overdue" for row in rows) else 0)


def _by_group(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        if row["moved"]:
            click.echo(f"Moved: the dates of {row['reference']} changed with the law or calendar data.", err=True)
    lines = []
    for group, title in TITLES.items():
        members = [row for row in rows if row["group"] == group]
        lines += [f"{title}:"] if members else []
        for row in members:
            agreed = f" Agreed: {row['agreed']}." if row["agreed"] else ""
            lines.append(f"  {row['by'] or '':10}  {row['reference']:10} {row['agency_name']}: {row['what']}{agreed}")
    click.echo("\n".join(lines) if lines else "Nothing is open.")


@click.command("calendar")
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="FILE.ics", help="Where to write it.")
@click.option("--detailed", is_flag=True, help="Name agency and request, which others who see your calendar will read.")
@as_of
def calendar_command(out: Path, detailed: bool, as_of: date | None) -> None:
    """Write a calendar file of all dates; importing a later one updates the first."""
    path = files.target(out, "letters.ics")
    files.write_whole(path, due.calendar(workspace(as_of), detailed=detailed))
    click.echo(f"Wrote {path}.")


def tell(row: dict[str, Any], as_json: bool) -> None:
    """How a request stands, in a few lines."""
    tell_dropped(row)
    for warning in row.get("warnings", ()):
        click.echo(f"Warning: {warning}", err=True)
    if as_json:
        print_json(row)
        return
    click.echo(f"{row['reference']}: {row['status']}. {row['what']}".rstrip())
    if row["sent"] or row["received"]:
        click.echo(f"  sent {row['sent'] or 'on an unknown day'}, received {row['received'] or 'on an unknown day'}")
    if row["earliest"]:
        ends = "" if row["earliest"] == row["latest"] else f", at the latest {day_text(row['latest'])}"
        click.echo(f"  answer due {day_text(row['earliest'])}{ends}")
        if not row["received"]:
            click.echo("  (the latest day allows three business days for the mail: our own allowance, not law)")
    if row["grace"]:
        click.echo(f"  (sent outside office hours: allow them {day_text(row['grace'])}; that is our caution, not law)")
    for label, key in (("collect by", "do_by"), ("your own reminder", "reminder"), ("agreed", "agreed")):
        if row[key]:
            click.echo(f"  {label} {day_text(row[key])}")
