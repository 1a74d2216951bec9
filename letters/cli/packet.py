"""`letters attach` and `letters packet`."""

from datetime import date
from functools import partial
from pathlib import Path

import click

from letters.cli.common import Day, as_json, as_of, counted, print_json, workspace
from letters.workflow import attach, packet


@click.command("attach")
@click.argument("reference")
@click.argument("file", type=click.Path(path_type=Path, readable=False))
@click.option("--as", "what", default="", metavar="TEXT", help="What it is: “Certified mail receipt”.")
@click.option("--on", type=Day(), help="The day of the paper: sent, mailed, received; today unless given.")
@as_json
def attach_command(reference: str, file: Path, what: str, on: date | None, as_json: bool) -> None:
    """Keep a copy of FILE (PDF, JPG, PNG or EML) with a request, for its packet."""
    desk = workspace()
    done = attach.attach(desk, reference, file, what, on or desk.today)
    for warning in done.warnings:
        click.echo(f"Warning: {warning}", err=True)
    if as_json:
        print_json(done.row)
        return
    click.echo(f"Attached to {done.row['reference']}: a copy is kept in your own folder.")
    click.echo(f"  SHA-256 {done.row['attached']['sha256']}")


@click.command("packet")
@click.argument("reference")
@click.option(
    "--out",
    type=click.Path(path_type=Path, readable=False),
    required=True,
    metavar="FILE.pdf",
    help="Where to write it.",
)
@click.option("--no-notes", is_flag=True, help="Leave out your own notes.")
@as_of
@as_json
def packet_command(reference: str, out: Path, no_notes: bool, as_of: date | None, as_json: bool) -> None:
    """Write one PDF of all that is known of a request, with every attached file shown and embedded."""
    done = packet.packet(workspace(as_of), reference, out, notes=not no_notes, tell=partial(click.echo, err=True))
    for warning in done.warnings:
        click.echo(f"Warning: {warning}", err=True)
    if as_json:
        print_json(
            {
                "path": str(done.path),
                "pages": done.pages,
                "exhibits": [
                    {"number": e.number, "file": e.file, "on": str(e.event.on), "sha256": e.event.detail["sha256"]}
                    for e in done.exhibits
                ],
            }
        )
        return
    exhibits = len(done.exhibits)
    click.echo(f"Wrote {done.path}: {counted(done.pages, 'page')}, {counted(exhibits, 'exhibit')}.")
    noted = "" if no_notes else ", what you noted"
    click.echo(f"It holds what you answered{noted} and what you attached: read it before you give it away.")
