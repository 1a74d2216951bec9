"""`letters batch-template`."""

from pathlib import Path

import click

from letters.cli.common import workspace
from letters.workflow import batch_template


@click.command("batch-template")
@click.argument("type")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE.xlsx", required=True, help="Where to write the sheet."
)
@click.option("--signer", metavar="SIGNER", help="As this signer asks it, such as parent; by default the usual one.")
@click.option("--agency-column", is_flag=True, help="With a column for the agency, where the rows go to several.")
def batch_template_command(type: str, out: Path, signer: str | None, agency_column: bool) -> None:
    """Write an empty sheet for letters of TYPE, one row a letter.

    Its columns are the questions of the type, those that must be answered first and marked with *. A note on each says
    what it means. The example below the names is not read as a row, and can stay.
    """
    sheet = batch_template.write_template(workspace(), type, out, signer=signer, agency_column=agency_column)
    click.echo(f"Wrote {sheet.path} ({len(sheet.columns)} columns). Fill in one row a letter; the example is not read.")
