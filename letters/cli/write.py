"""`letters write`."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from letters.cli.answering import answered, understood
from letters.cli.common import Day, as_json, counted, low_trace, new_campaign, print_json, workspace
from letters.workflow import plan, recall, recipients, siblings, write
from letters.workflow.workspace import Workspace

# How a letter goes that is not mailed.
WAYS = {
    "portal": (
        "Do not mail it. Check the agency's own page first: {page}",
        "Paste the words into its online form (--text writes them to a file), and upload what it asks you to sign.",
        "Keep the confirmation page; then: letters sent {reference} --by portal",
    ),
    "email": ("Sign it, and e-mail it to the mailbox that it names (--email writes a draft), or take it there.",),
    "as-told": ("Send it where and how the decision letter says: perhaps online only (--text writes the words).",),
}


@click.command("write")
@click.argument("agency", default="")
@click.argument("type", metavar="TYPE", default="")
@click.option("--set", "answers", metavar="FIELD=VALUE", multiple=True, help="Answer one question; may be repeated.")
@click.option(
    "--answers", "answers_file", type=click.Path(path_type=Path), metavar="FILE.yaml", help="Answers from a file."
)
@click.option("--profile", metavar="NAME", help="Name and address kept in profiles/NAME.yaml of your own folder.")
@click.option("--dated", type=Day(), help="Date of the letter; today unless given.")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="Where to write it; by default REFERENCE.pdf here."
)
@click.option("--html", is_flag=True, help="Write one HTML file instead of the PDF.")
@click.option("--anonymous", is_flag=True, help="Leave your name out (public data only).")
@click.option("--address", metavar="TEXT", help='The agency\'s address: "STREET, CITY, MN ZIP".')
@click.option("--address-confirmed", is_flag=True, help="You have checked the address that is known.")
@click.option("--skip-item", "skip_items", type=int, metavar="N", multiple=True, help="Leave out item N of the letter.")
@click.option("--item", "extra_items", metavar="TEXT", multiple=True, help="Ask for something more.")
@click.option("--enclose", "enclosures", metavar="TEXT", multiple=True, help="Name a paper that you enclose.")
@click.option("--reference", metavar="TEXT", help="A reference of your own; by default one is derived.")
@new_campaign("A name for all requests of one campaign.")
@click.option("--all-letters", is_flag=True, help="Write the other letters too that this wish needs.")
@click.option("--companions", is_flag=True, help="Write the sheets too that fit beside the letter.")
@click.option("--email", is_flag=True, help="Write a draft of an e-mail too, with the letter; nothing is sent.")
@click.option("--text", is_flag=True, help="Write its words too as plain text, to paste into an online form.")
@click.option("--understood", is_flag=True, help="Federal letters about you: a lawyer was asked first.")
@click.option("--no-track", is_flag=True, help="Keep no record of this request.")
@low_trace
@as_json
def write_command(
    agency: str,
    type: str,
    answers: tuple[str, ...],
    answers_file: Path | None,
    profile: str | None,
    dated: date | None,
    all_letters: bool,
    no_track: bool,
    low_trace: bool,
    as_json: bool,
    **wishes: Any,
) -> None:
    """Write a letter to AGENCY: a request of TYPE.

    Without AGENCY and TYPE, in a terminal, it asks you step by step. `letters type TYPE` lists the questions. Answers
    on the command line stay in your shell's history: put private ones in a file, which may name agency and type too.
    """
    desk = workspace(low_trace=low_trace)
    telling = {name: wishes[name] for name in ("reference", "campaign")}
    telling |= {option: wishes[name] for name, option in (("extra_items", "item"), ("enclosures", "enclose"))}
    told = answered(desk, answers, answers_file, profile, **telling)
    in_file = {name: told.pop(name, "") for name in (recall.AGENCY, recall.TYPE)}
    agency, asked = agency or in_file[recall.AGENCY], type or in_file[recall.TYPE]
    day = dated or desk.today
    # The other options are named as the parts of a wish.
    wish = plan.Wish(agency=agency, request_type=asked, given=told, dated=day, track=not no_track, **wishes)
    if not (agency and asked):
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise click.UsageError("Give AGENCY and TYPE; in a terminal, they are asked for.")
        from letters.cli import guide

        wish, all_letters = guide.ask_wish(desk, wish)
    wish = understood(desk, wish)
    hints = [each.hint for each in siblings.siblings(desk, wish) if not all_letters or each.barred]
    letters = siblings.write_all(desk, wish) if all_letters else [siblings.Together(write.write(desk, wish), "")]
    _warn(letters, hints)
    if as_json:
        print_json([_as_row(each, hints) for each in letters])
        return
    for each in letters:
        click.echo(_wrote(each.written) + (f" {each.why}" if each.why else ""))
        for path in each.written.companions:
            click.echo(f"Wrote {path} beside it.")
    if not wish.html:
        _what_then([each.written for each in letters], desk)


def _warn(letters: list[siblings.Together], hints: list[str]) -> None:
    for each in letters:
        for warning in each.written.warnings:
            click.echo(f"Warning: {f'{each.written.reference}: ' if len(letters) > 1 else ''}{warning}", err=True)
    for hint in hints:
        click.echo(f"Warning: {hint}", err=True)


def _as_row(together: siblings.Together, hints: list[str]) -> dict[str, object]:
    written = together.written
    return {
        "reference": written.reference,
        "path": str(written.path),
        "pages": written.pages,
        "sha256": written.sha256,
        "agency": written.agency.id,
        "way": written.way,
        "type": written.request_type,
        "why": together.why or None,
        "warnings": [*written.warnings, *hints],
        "companions": [str(path) for path in written.companions],
    }


def _wrote(written: write.Written) -> str:
    return f"Wrote {written.path} ({counted(written.pages, 'page')}, reference {written.reference})."


def _what_then(letters: list[write.Written], desk: Workspace) -> None:
    if mailed := [each for each in letters if each.way == "mail"]:
        _how_to_mail(mailed, desk)
    for each in letters:
        for line in WAYS.get(each.way, ()):
            page = each.agency.data_practices_page or "look it up"
            click.echo(line.format(page=page, reference=each.reference))


def _how_to_mail(letters: list[write.Written], desk: Workspace) -> None:
    signed = [each.reference for each in letters if not each.unsigned]
    sign = f", and sign {' and '.join(signed) if len(letters) > 1 else ''} above your printed name" if signed else ""
    click.echo(" ".join(f'Print it at 100 % (no "fit to page"){sign}.'.split()))
    click.echo(
        "Fold it in three at the small marks, printed side out, with the top panel showing: "
        "the address then shows in a #10 window envelope."
    )
    if len(letters) > 1:
        click.echo("Mail each letter in an envelope of its own, in this order.")
    for agency in {each.agency.id: each.agency for each in letters}.values():
        department = desk.registry.department(agency)
        if ways := recipients.other_ways(agency, department):
            click.echo(f"{department.name} also takes requests {ways}.")
        if page := agency.data_practices_page or department.data_practices_page:
            click.echo(f"Its page on data requests, with its own forms if it has any: {page}")
