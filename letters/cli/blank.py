"""`letters blank`."""

from pathlib import Path

import click

from letters.cli.common import as_json, counted, print_json, workspace
from letters.workflow import blank


@click.command("blank")
@click.argument("type", metavar="TYPE")
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="FILE.pdf", help="Where to write it.")
@click.option("--signer", metavar="SIGNER", help="As this signer is asked, such as parent; by default the usual one.")
@as_json
def blank_command(type: str, out: Path, signer: str | None, as_json: bool) -> None:
    """Write a paper form with the questions of TYPE, in large print, to fill in by pen or on a screen."""
    made = blank.blank(workspace(), type, out, signer)
    if as_json:
        print_json({"path": str(made.path), "pages": made.pages, "fields": list(made.fields)})
        return
    click.echo(f"Wrote {made.path}: {counted(made.pages, 'page')}, {counted(len(made.fields), 'question')}.")
    click.echo("A filled form holds personal data: keep it locked away, and destroy it when the letter is written.")
