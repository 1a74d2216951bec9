"""`letters check`."""

import sys
from dataclasses import asdict
from datetime import date

import click

from letters.cli.common import Day, as_json, print_json, workspace
from letters.workflow import check


@click.command("check")
@click.option("--as-of", type=Day(), help="The day from which ages are counted; today unless given.")
@as_json
def check_command(as_of: date | None, as_json: bool) -> None:
    """Say whether letters will print as they should here, and how old the law and address data are."""
    findings = check.check(workspace(as_of))
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            click.echo(f"{'' if finding.ok else 'NOT GOOD  '}{finding.subject}: {finding.found}")
    sys.exit(0 if all(finding.ok for finding in findings) else 1)
