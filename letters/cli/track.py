"""`letters sent`, `happened`, `undo`, `export` and `import`: what is entered in the log."""

from datetime import date
from pathlib import Path

import click

from letters import files
from letters.cli.common import Day, as_json, as_of, counted, print_json, workspace
from letters.cli.lists import tell
from letters.events import HOW, RECORDABLE
from letters.workflow import campaign as many
from letters.workflow import track, transfer

on = click.option("--on", type=Day(), help="The day it happened; today unless given.")


@click.command("sent")
@click.argument("reference", default="")
@click.option("--campaign", metavar="NAME", help="All letters of a campaign that were not sent before.")
@click.option(
    "--numbers", type=click.Path(path_type=Path), metavar="FILE", help="A table of reference and number, for these."
)
@on
@click.option("--by", type=click.Choice(HOW), default="mail", show_default=True, help="How it was sent.")
@click.option("--number", default="", help="The tracking number.")
@click.option("--after-hours", is_flag=True, help="It went by e-mail, portal or fax after office hours.")
@as_of
@as_json
def sent_command(
    reference: str,
    campaign: str | None,
    numbers: Path | None,
    on: date | None,
    by: str,
    number: str,
    after_hours: bool,
    as_of: date | None,
    as_json: bool,
) -> None:
    """Record that a letter was sent, or all of a campaign: the clock runs from then."""
    if bool(reference) == bool(campaign) or (numbers and not campaign):
        raise click.UsageError("Give the REFERENCE of one letter, or --campaign NAME (and --numbers FILE) for all.")
    desk = workspace(as_of)
    detail = {"by": by, "number": number, "after-hours": "yes" if after_hours else ""}
    if campaign:
        _tell_all(many.sent(desk, campaign, on or desk.today, detail, numbers), as_json)
        return
    tell(track.happened(desk, reference, "sent", on or desk.today, detail), as_json)


def _tell_all(sent: many.Sent, as_json: bool) -> None:
    if as_json:
        print_json({"sent": list(sent.references), "before": list(sent.before)})
        return
    known = len(sent.before)
    before = f" {known} {'was' if known == 1 else 'were'} entered before." if known else ""
    click.echo(f"Entered as sent: {counted(len(sent.references), 'letter')}.{before}")


@click.command("happened")
@click.argument("reference")
@click.argument("event", type=click.Choice(RECORDABLE), metavar="EVENT")
@on
@click.option("--until", type=Day(), help="The agreed date, or the date to which they want to extend.")
@click.option("--citation", default="", help="The section that they name.")
@click.option("--amount", default="", help="The cost that they name.")
@click.option("--note", default="", help="Anything else, in your words.")
@click.option("--step", default="", help="Which next letter it was, as `letters next` said.")
@as_of
@as_json
def happened_command(
    reference: str,
    event: str,
    on: date | None,
    until: date | None,
    citation: str,
    amount: str,
    note: str,
    step: str,
    as_of: date | None,
    as_json: bool,
) -> None:
    """Record an EVENT: delivered, acknowledged, clarification-asked, data-ready, received, denied and so on."""
    desk = workspace(as_of)
    detail = {"citation": citation, "amount": amount, "note": note, "step": step}
    detail["until"] = until.isoformat() if until else ""
    tell(track.happened(desk, reference, event, on or desk.today, detail), as_json)


@click.command("undo")
@click.argument("reference")
@as_json
def undo_command(reference: str, as_json: bool) -> None:
    """Take back the last thing that was recorded; the log keeps both."""
    row = track.undo(workspace(), reference)
    for warning in row["warnings"]:
        click.echo(f"Warning: {warning}", err=True)
    if not as_json:
        click.echo(f"Undone: {row['undone']}.")
    tell(row, as_json)


@click.command("export")
@click.argument("file", type=click.Path(path_type=Path))
def export_command(file: Path) -> None:
    """Write all that is tracked to FILE (JSON)."""
    path = files.target(file, "letters.json")
    click.echo(f"Wrote {counted(transfer.export(workspace(), path), 'request')} to {path}.")


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
def import_command(file: Path) -> None:
    """Enter what FILE holds and the store does not. Doing it twice changes nothing."""
    requests, events = transfer.read(workspace(), file)
    click.echo(f"New: {counted(requests, 'request')}, {counted(events, 'event')}.")
