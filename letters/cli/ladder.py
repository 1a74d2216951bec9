"""`letters answer` and `letters next`: what a body answered, and the letter that comes next."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from letters.cli.answering import answered
from letters.cli.common import SOME_FAILED, Day, as_json, counted, low_trace, print_json, tell_dropped, workspace
from letters.errors import LettersError
from letters.workflow import campaign as many
from letters.workflow import next_letter, outlook, reply, track
from letters.workflow.next_letter import NextLetter, NextWish, Tone
from letters.workflow.outlook import Outlook
from letters.workflow.workspace import Workspace


@click.command("answer")
@click.argument("reference", metavar="REF")
@click.option("--reply", "reply_id", metavar="REPLY", help="What they answered; without it you are asked.")
@click.option("--on", type=Day(), help="The day of their answer; today unless given.")
@click.option("--citation", default="", help="The section of law that they name.")
@click.option("--amount", default="", help="The charge that they name.")
@click.option(
    "--answers",
    "answers_file",
    type=click.Path(path_type=Path),
    metavar="FILE.yaml",
    help="Of a letter with low trace.",
)
@click.option("--as-of", type=Day(), help="The day by which to reckon; today unless given.")
@as_json
def answer_command(
    reference: str,
    reply_id: str | None,
    on: date | None,
    citation: str,
    amount: str,
    answers_file: Path | None,
    as_of: date | None,
    as_json: bool,
) -> None:
    """Record what a body answered, and hear what the law says of it."""
    desk = workspace(as_of)
    again = answered(desk, (), answers_file)
    detail = {"citation": citation, "amount": amount}
    if reply_id is None:
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise click.UsageError(f"Give --reply: one of {', '.join(desk.catalogue.replies)}.")
        from letters.cli import ask_reply

        reply_id, on, detail = ask_reply.ask(desk, reference, on)
    told = reply.record(desk, reference, reply_id, on or desk.today, detail, given=again)
    tell_dropped(told)
    if as_json:
        print_json(told)
        return
    click.echo(f"Recorded: {told['recorded']}." if told["recorded"] else "Nothing is recorded: silence is no event.")
    click.echo(click.wrap_text(told["law"], 100))
    if told["open"]:
        click.echo("What you can do now:")
    for step in told["open"]:
        click.echo(f"  letters next {told['reference']} --step {step['step']}")
        click.echo(click.wrap_text(step["does"], 100, "      ", "      "))


@click.command("next")
@click.argument("reference", metavar="REF", default="")
@click.option("--campaign", metavar="NAME", help="With --overdue and --out DIR: all of a campaign that are late.")
@click.option(
    "--table",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Instead of --campaign, for letters with low trace.",
)
@click.option("--overdue", is_flag=True, help="With these: to those alone that have not answered in time.")
@click.option("--record", is_flag=True, help="With these: enter too that they were sent, on the day of --as-of.")
@click.option("--step", metavar="STEP", help="Which letter; by default the one that comes next.")
@click.option("--list", "listed", is_flag=True, help="Show every step, and why it is open or not; write nothing.")
@click.option("--tone", type=click.Choice(["plain", "firm"]), default="plain", show_default=True)
@click.option("--set", "answers", metavar="FIELD=VALUE", multiple=True, help="Answer one question; may be repeated.")
@click.option(
    "--answers", "answers_file", type=click.Path(path_type=Path), metavar="FILE.yaml", help="Answers from a file."
)
@click.option("--profile", metavar="NAME", help="Name and address kept in profiles/NAME.yaml of your own folder.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Where to write it.")
@click.option("--html", is_flag=True, help="Write one HTML file instead of the PDF.")
@click.option("--email", is_flag=True, help="Write a draft of an e-mail too, with the letter; nothing is sent.")
@click.option("--companions", is_flag=True, help="Write the sheet for mailing it too.")
@click.option("--address", metavar="TEXT", help='The address: "STREET, CITY, MN ZIP".')
@click.option("--address-confirmed", is_flag=True, help="You have checked the address that is known.")
@click.option("--as-of", type=Day(), help="The day by which to reckon, and of the letter; today unless given.")
@low_trace
@as_json
def next_command(
    reference: str,
    campaign: str | None,
    table: Path | None,
    overdue: bool,
    record: bool,
    step: str | None,
    listed: bool,
    answers: tuple[str, ...],
    answers_file: Path | None,
    profile: str | None,
    as_of: date | None,
    low_trace: bool,
    as_json: bool,
    **wishes: Any,
) -> None:
    """Say what the law and the log allow now, and write that letter.

    Of a request that is kept with low trace, --answers says again what it was: agency, type and its answers; for many,
    --table has a row for each, with its reference. In a terminal you are asked.
    """
    desk = workspace(as_of, low_trace=low_trace)
    many_late = bool(campaign or table)
    if bool(reference) == many_late or overdue != many_late or (campaign and table):
        raise click.UsageError("Give REF; or --overdue and --campaign NAME, or --table FILE, for all that are late.")
    least = bool(table) or desk.low_trace or (bool(reference) and track.is_low_trace(desk, reference))
    told = answered(desk, answers, answers_file, profile, low_trace=least)
    if many_late:
        late = many.of_table(desk, table, told) if table else many.of_campaign(desk, campaign or "", told)
        _remind(desk, late, as_json=as_json, record=record, step=step, listed=listed, **wishes)
        return
    if least and not listed and sys.stdin.isatty() and sys.stdout.isatty():
        from letters.cli import guide

        told = guide.ask_rest(desk, reference, step, told)
    seen = outlook.outlook(desk, reference, told)
    chosen = step or (seen.best.id if seen.best else None)
    done = None
    if chosen and not listed:
        try:
            done = next_letter.write_next(desk, reference, NextWish(chosen, told, desk.today, **wishes))
        except LettersError:
            if step is None:  # it was asked how the request stands, too
                _show(seen, None, listed=False, as_json=as_json)
            raise
    _show(seen, done, listed=listed, as_json=as_json)


def _show(seen: Outlook, done: NextLetter | None, *, listed: bool, as_json: bool) -> None:
    if as_json:
        print_json(_row(seen, done))
    else:
        _tell(seen, done, listed=listed)


def _remind(
    desk: Workspace,
    late: Sequence[many.Told],
    *,
    as_json: bool,
    out: Path | None,
    tone: Tone,
    address_confirmed: bool,
    record: bool,
    **others: Any,
) -> None:
    if out is None or any(others.values()):
        raise click.UsageError(
            "--campaign and --table take --out DIR, --set, --answers, --profile, --tone and --address-confirmed."
        )
    done = many.remind(desk, late, out, tone=tone, address_confirmed=address_confirmed, record=record)
    for reference, why in done.left_out.items():
        click.echo(f"Left out: {reference}: {why}", err=True)
    if as_json:
        print_json(
            {"written": dict(done.written), "left_out": dict(done.left_out), "files": [str(f) for f in done.files]}
        )
    else:
        click.echo(f"Wrote {counted(len(done.written), 'letter')} to {done.folder}.")
        for path in done.files:
            click.echo(f"Wrote {path}.")
        if done.records:
            click.echo("When you have sent them, record it (--record does it for all at once):")
            click.echo("  " + "\n  ".join(done.records))
    if done.left_out:
        sys.exit(SOME_FAILED)


def _row(seen: Outlook, done: NextLetter | None) -> dict[str, Any]:
    wrote = done and {
        "step": done.step.id,
        "path": str(done.path),
        "pages": done.pages,
        "sha256": done.sha256,
        "record": done.record,
        "email": str(done.email) if done.email else None,
        "companions": [str(path) for path in done.companions],
        "then": done.then,
        "warnings": list(done.warnings),
    }
    return {
        "reference": seen.request.reference,
        "says": seen.says,
        "facts": sorted(seen.facts),
        "best": seen.best.id if seen.best else None,
        "open": [{"step": each.id, "title": each.title, "does": each.does} for each in seen.open],
        "closed": [{"step": name, "why": why} for name, why in seen.closed.items()],
        "then": list(seen.then),
        "written": wrote,
    }


def _tell(seen: Outlook, done: NextLetter | None, *, listed: bool) -> None:
    click.echo(f"{seen.request.reference}: {seen.says}")
    if done is not None:
        _tell_written(done)
        return
    untold = seen.request.low_trace  # until it is said again what the request was
    if not seen.open and not untold:
        click.echo("No letter is open now.")
    for each in seen.open:
        click.echo(f"  {each.id}: {each.does}")
    if listed and not untold:
        for name, why in seen.closed.items():
            click.echo(f"  [{name}] {why}")
        for then in seen.then:
            click.echo(then)
    elif seen.open:
        click.echo(f"Choose one: letters next {seen.request.reference} --step STEP")


def _tell_written(done: NextLetter) -> None:
    for warning in done.warnings:
        click.echo(f"Warning: {warning}", err=True)
    click.echo(f"Wrote {done.path} ({done.step.title}).")
    if done.email:
        click.echo(f"Wrote {done.email}: a draft with the letter, for your mail program. Nothing is sent.")
    for path in done.companions:
        click.echo(f"Wrote {path}.")
    if done.record:
        click.echo(f"{done.step.once} {done.record}")
    if done.then:
        click.echo(done.then)
