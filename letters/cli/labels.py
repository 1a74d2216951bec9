"""`letters labels`."""

import sys
from pathlib import Path
from typing import Any

import click

from letters.cli.common import SOME_FAILED, as_json, counted, print_json, workspace
from letters.workflow import labels


@click.command("labels")
@click.argument("references", metavar="[REF]...", nargs=-1)
@click.option("--campaign", metavar="NAME", help="The requests of this campaign, in place of REF.")
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="FILE.pdf", help="Where to write it.")
@click.option("--envelopes", "on_envelopes", is_flag=True, help="#10 envelopes, a page each, in place of labels.")
@click.option("--start", type=int, default=1, metavar="N", help="The first label that is left on the sheet (1 to 30).")
@click.option("--return-address", is_flag=True, help="On envelopes: the sender's address, where the log keeps it.")
@click.option("--address-confirmed", is_flag=True, help="You have checked the addresses that are known.")
@as_json
def labels_command(references: tuple[str, ...], campaign: str | None, as_json: bool, **wishes: Any) -> None:
    """Write address labels (Avery 5160) or envelopes for tracked requests. Print them at 100 %.

    The log keeps no address: these are the addresses that are known of the bodies now, not one that you gave with
    --address. A request without a sure one is named and left out (exit 3).
    """
    if wishes["on_envelopes"] and wishes["start"] != 1:
        raise click.UsageError("--start is for labels: an envelope has a page of its own.")
    if wishes["return_address"] and not wishes["on_envelopes"]:
        raise click.UsageError("--return-address is for --envelopes: a label has no room for it.")
    desk = workspace()
    done = labels.of_tracked(desk, labels.chosen(desk, references, campaign), **wishes)
    for reference, why in done.left_out.items():
        click.echo(f"Left out: {reference}: {why}", err=True)
    if as_json:
        print_json({"path": str(done.path), "count": done.count, "left_out": dict(done.left_out)})
    else:
        what = "envelope" if wishes["on_envelopes"] else "label"
        click.echo(f"Wrote {done.path}: {counted(done.count, what)}. Print at 100 %.")
    sys.exit(SOME_FAILED if done.left_out else 0)
