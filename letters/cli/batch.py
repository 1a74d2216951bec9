"""`letters batch` and `letters batch-template`."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click

from letters.cli.answering import answered
from letters.cli.common import SOME_FAILED, Day, as_json, counted, low_trace, new_campaign, print_json, workspace
from letters.tables import ENCODINGS
from letters.workflow import batch, batch_template, mapping
from letters.workflow.batch import Progress, Report
from letters.workflow.batch_rows import BatchWish

MOST_SHOWN = 50


@click.command("batch")
@click.argument("table", required=False, type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", required=True, help="The folder for the letters."
)
@new_campaign("A name for all requests of this batch.")
@click.option("--agency", metavar="ID", help="To whom all rows go that do not say it themselves.")
@click.option(
    "--agencies", metavar="KIND", multiple=True, help="One letter to each: a kind, KIND:COUNTY, or ids with commas."
)
@click.option("--type", "request_type", metavar="ID", help="What all rows ask that do not say it themselves.")
@click.option("--set", "answers", metavar="FIELD=VALUE", multiple=True, help="Answer a question for all rows.")
@click.option(
    "--answers", "answers_file", type=click.Path(path_type=Path), metavar="FILE.yaml", help="Answers for all rows."
)
@click.option("--profile", metavar="NAME", help="Name and address kept in profiles/NAME.yaml, for all rows.")
@click.option(
    "--map", "maps", metavar="COLUMN=FIELD", multiple=True, help="What a column answers; nothing: leave it out."
)
@click.option("--mapping", "mapping_name", metavar="NAME", help="A mapping that was kept, or is kept under this name.")
@click.option("--encoding", type=click.Choice(ENCODINGS), help="Of a CSV file that is not UTF-8.")
@click.option("--sheet", metavar="NAME", help="Which sheet of a workbook.")
@click.option(
    "--addresses", type=click.Path(path_type=Path), metavar="FILE", help="A mended errors.csv with addresses."
)
@click.option("--address-confirmed", is_flag=True, help="You have checked the addresses that are known.")
@click.option("--dated", type=Day(), help="Date of the letters; today unless given.")
@click.option("--anonymous", is_flag=True, help="Leave names out (public data only).")
@click.option("--understood", is_flag=True, help="Federal letters about people: a lawyer was asked first.")
@click.option("--companions", is_flag=True, help="Write the sheets too that fit beside each letter.")
@click.option("--again", is_flag=True, help="Write letters too that the same person has asked already.")
@click.option("--all-or-nothing", is_flag=True, help="Write no letter while any row is wrong.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and all that is wrong; write nothing.")
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Processes; by default one for each core.")
@click.option("--no-track", is_flag=True, help="Keep no record of these requests.")
@low_trace
@as_json
def batch_command(
    table: Path | None,
    agencies: tuple[str, ...],
    answers: tuple[str, ...],
    answers_file: Path | None,
    profile: str | None,
    maps: tuple[str, ...],
    mapping_name: str | None,
    dated: date | None,
    dry_run: bool,
    no_track: bool,
    low_trace: bool,
    as_json: bool,
    **wishes: Any,
) -> None:
    """Write many letters: one for each row of TABLE (CSV or XLSX), or one to each of --agencies.

    Rows that are wrong go to errors.csv with the reason, to be mended and run again; the others go ahead. Run again,
    the same command goes on where it stopped. Exits with 3 when some rows failed.
    """
    desk = workspace(low_trace=low_trace)
    told = answered(desk, answers, answers_file, profile, campaign=wishes["campaign"])
    wish = BatchWish(
        table=table,
        agencies=tuple(each.strip() for some in agencies for each in some.split(",") if each.strip()),
        given=told,
        mapping=mapping.chosen(desk.home, mapping_name, dict(_mapped(each) for each in maps)),
        dated=dated or desk.today,
        track=not no_track,
        **wishes,
    )
    if dry_run:
        report = batch.dry_run(desk, wish)
    else:
        with _progress() as progress:
            report = batch.run(desk, wish, progress)
        if mapping_name and maps:
            mapping.keep_mapping(desk.home, mapping_name, wish.mapping)
    _tell(report, as_json=as_json, dry=dry_run)
    if report.bad:
        sys.exit(SOME_FAILED if report.written or report.before else 1)


def _mapped(text: str) -> tuple[str, str]:
    """A `COLUMN=FIELD` from the command line; the field may be empty."""
    name, equals, field = text.rpartition("=")
    if not equals or not name.strip():
        raise click.BadParameter("write it as COLUMN=FIELD", param_hint="--map")
    return name.strip(), field.strip()


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar with rate and time left on a terminal; a line now and then in a log."""
    if not sys.stderr.isatty():
        yield _lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    rate = TextColumn("{task.fields[rate]}")
    columns = (TextColumn("Letters"), BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn())
    # It has no thread of its own, since processes part from this one.
    with Bar(*columns, console=Console(stderr=True), auto_refresh=False) as bar:
        task = bar.add_task("letters", total=None, rate="")

        def show(done: int, whole: int) -> None:
            speed = bar.tasks[0].finished_speed or bar.tasks[0].speed
            bar.update(task, completed=done, total=whole, rate=f"{speed:.0f} a second" if speed else "", refresh=True)

        yield show


def _lines() -> Progress:
    shown = 0

    def show(done: int, whole: int) -> None:
        nonlocal shown
        if whole and done * 10 // whole > shown:
            shown = done * 10 // whole
            click.echo(f"{done} of {whole} letters", err=True)

    return show


def _tell(report: Report, *, as_json: bool, dry: bool) -> None:
    for note in report.notes:
        click.echo(f"Note: {note}", err=True)
    problems = [problem for row in report.bad for problem in row.told]
    for problem in problems[:MOST_SHOWN] if not dry else problems:
        click.echo(f"Error: {problem}", err=True)
    if len(problems) > MOST_SHOWN and not dry:
        click.echo(f"Error: {len(problems) - MOST_SHOWN} more; all of them stand in errors.csv.", err=True)
    if as_json:
        print_json(_row(report))
        return
    about = "about " if report.estimated else ""
    verb = "Would write" if dry else "Wrote"
    before = f" {report.before} {'was' if report.before == 1 else 'were'} here before." if report.before else ""
    click.echo(f"{verb} {counted(report.written, 'letter')}.{before}")
    for each in report.first:
        click.echo(f"  row {each.number}: {each.reference} to {each.agency}, {each.wish.request_type}")
    if report.pages:
        pages, sheets = counted(report.pages, "page"), counted(report.sheets, "sheet")
        click.echo(
            f"To mail: {about}{pages} on {sheets} printed on both sides; a letter with its envelope weighs up to "
            f"{report.ounces} oz."
        )
    if report.alone:
        click.echo(
            f"{counted(report.alone, 'letter')} took longer: what they say is not set like the others.", err=True
        )
    for path in report.files:
        click.echo(f"Wrote {path}.")
    if report.bad:
        bad = counted(len(report.bad), "row")
        click.echo(f"{bad} {'is' if len(report.bad) == 1 else 'are'} wrong: see above.", err=True)


def _row(report: Report) -> dict[str, Any]:
    return {
        "folder": str(report.folder),
        "written": report.written,
        "before": report.before,
        "failed": [{"row": row.number, "problems": list(row.problems)} for row in report.bad],
        "notes": list(report.notes),
        "pages": report.pages,
        "sheets": report.sheets,
        "ounces": report.ounces,
        "alone": report.alone,
        "files": [str(path) for path in report.files],
        "first": [{"row": e.number, "reference": e.reference, "agency": e.agency} for e in report.first],
        "estimated": report.estimated,
    }


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
