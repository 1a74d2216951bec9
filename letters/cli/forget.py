"""`letters forget`."""

import sys
from dataclasses import asdict
from datetime import date

import click

from letters.cli.common import Day, as_json, counted, print_json, workspace
from letters.workflow import forget

ALL = "Remove all requests, attached papers, profiles and mappings, and the key of your references?"


@click.command("forget")
@click.argument("reference", default="")
@click.option("--before", type=Day(), help="Each request of which the letter and all that happened are before DATE.")
@click.option("--all", "everything", is_flag=True, help="All requests, and profiles and mappings too.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@as_json
def forget_command(reference: str, before: date | None, everything: bool, yes: bool, as_json: bool) -> None:
    """Remove all of a request from the store, or of many. The letters' own files are yours to delete."""
    if bool(reference) + bool(before) + everything != 1:
        raise click.UsageError("Give the REFERENCE of one letter, or --before DATE, or --all.")
    desk = workspace()
    if everything:
        _sure(ALL, yes=yes)
        found = forget.forget_all(desk)
    elif before:
        count = len(forget.before(desk, before))
        _sure(f"Remove all that is known of {counted(count, 'request')} from before {before}?", yes=yes)
        found = forget.forget_before(desk, before)
    else:
        _sure(f"Remove all that is known of {reference}?", yes=yes)
        found = forget.forget(desk, reference)
    for warning in found.warnings:
        click.echo(f"Warning: {warning}", err=True)
    if as_json:
        print_json({name: list(told) for name, told in asdict(found).items()})
        return
    click.echo(f"Forgotten: {', '.join(found.references) or 'no request'}.")
    if found.files:
        click.echo(f"Removed too: {counted(len(found.files), 'file')}.")
    click.echo("Not reached:\n" + "\n".join(f"  - {each}" for each in found.not_reached))


def _sure(question: str, *, yes: bool) -> None:
    if not yes and not sys.stdin.isatty():
        raise click.UsageError("Add --yes: nobody can be asked here.")
    if not yes:
        click.confirm(question, abort=True)
