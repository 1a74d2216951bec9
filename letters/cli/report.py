"""`letters report`."""

from datetime import date
from pathlib import Path

import click

from letters.cli.common import as_json, as_of, print_json, workspace
from letters.tally import TIMINGS
from letters.workflow import report


@click.command("report")
@click.option("--campaign", required=True, metavar="NAME", help="The campaign that it is about.")
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="FILE.html", help="Where to write it.")
@as_of
@as_json
def report_command(campaign: str, out: Path, as_of: date | None, as_json: bool) -> None:
    """Report on a campaign: who answered in time, how long it took, outcomes, sections named, costs.

    Writes one page of HTML, and a CSV of the same name beside it. Both name requests by their references alone.
    """
    done = report.report(workspace(as_of), campaign, out)
    if as_json:
        print_json({"path": str(done.path), "table": str(done.table), **done.numbers})
        return
    click.echo(f"Wrote {done.path} and {done.table}.")
    for timing, count in done.numbers["timings"].items():
        click.echo(f"{count:6}  {TIMINGS[timing]}")
