"""`letters companion`."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from letters import speech
from letters.cli.answering import answered
from letters.cli.common import Day, as_json, print_json, workspace
from letters.workflow import companion, track
from letters.workflow.companion import RELEASE, CompanionWish, Made
from letters.workflow.drafts import EMAIL

# The log cannot know whether a release was signed.
UNSIGNED = (
    "This is a form: it counts only once it is signed and dated. From now on letters are written by its day all the "
    "same, so send none before it is signed; if it never is: letters undo {reference}"
)
THEN = {
    EMAIL: "Open it in your mail program, look at it, and send it yourself; then: letters sent {reference} --by email",
    RELEASE: "The person whose data they are reads it, signs it and writes the date. It ends on {until}.",
}


@click.command("companion")
@click.argument("name", metavar="NAME")
@click.argument("reference", metavar="REF")
@click.option("--set", "answers", metavar="FIELD=VALUE", multiple=True, help="Answer one question; may be repeated.")
@click.option(
    "--answers", "answers_file", type=click.Path(path_type=Path), metavar="FILE.yaml", help="Answers from a file."
)
@click.option("--pdf", type=click.Path(path_type=Path), metavar="FILE", help="email: the letter that goes along.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Where; by default REF-NAME.pdf here.")
@click.option("--address", metavar="TEXT", help='The agency\'s address: "STREET, CITY, MN ZIP".')
@click.option("--address-confirmed", is_flag=True, help="You have checked the address that is known.")
@click.option(
    "--language", type=click.Choice(list(speech.names())), default=speech.ENGLISH, help="Of own-copy: es is Spanish."
)
@click.option("--as-of", type=Day(), help="The day by which to reckon, and of a release; today unless given.")
@as_json
def companion_command(
    name: str,
    reference: str,
    answers: tuple[str, ...],
    answers_file: Path | None,
    as_of: date | None,
    as_json: bool,
    **wishes: Any,
) -> None:
    """Write a paper that goes with the letter REF.

    NAME is identity (proof of who you are), mailing (proof of mailing, return slip, fax cover), own-copy (a page for
    you), email (a draft with the letter, not sent) or release (the data subject lets somebody have the data).
    """
    desk = workspace(as_of)
    told = answered(desk, answers, answers_file, low_trace=desk.low_trace or track.is_low_trace(desk, reference))
    made = companion.make(desk, CompanionWish(name, reference, told, **wishes))
    for warning in made.warnings:
        click.echo(f"Warning: {warning}", err=True)
    if made.name == RELEASE:
        click.echo(f"Warning: {UNSIGNED.format(reference=made.reference)}", err=True)
    if as_json:
        print_json(_row(made))
        return
    click.echo(f"Wrote {made.path}.")
    if made.name in THEN:
        click.echo(THEN[made.name].format(reference=made.reference, until=made.until))


def _row(made: Made) -> dict[str, Any]:
    return {
        "companion": made.name,
        "reference": made.reference,
        "path": str(made.path),
        "sha256": made.sha256,
        "pages": made.pages,
        "to": made.to,
        "until": made.until,
        "warnings": list(made.warnings),
    }
