"""What goes with the letters of a batch: one file to print them all, labels, the list of them, the rows in error."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from letters import files, tables
from letters.calendars import Reach
from letters.events import Request
from letters.ladder import answer_due
from letters.workflow import labels, track
from letters.workflow.batch_rows import ADDRESS_PARTS, BatchRow
from letters.workflow.labels import Label
from letters.workflow.workspace import Workspace

PRINT, LABELS, ENVELOPES = "print.pdf", "labels.pdf", "envelopes.pdf"
MANIFEST, ERRORS = "manifest.csv", "errors.csv"
MANIFEST_COLUMNS = ("reference", "row", "agency", "type", "file", "pages", "sha256", "earliest", "latest", "by", "set")
# A Letter sheet of 75 g/m² (20-pound bond) weighs 4.5 g; a #10 envelope takes a sheet and a half. An ounce is 28.35 g.
SHEET_GRAMS, ENVELOPE_GRAMS, OUNCE_GRAMS = 4.5, 6.8, 28.35


@dataclass(frozen=True)
class Entry:
    """A letter that was written: its row, how the log keeps it, and the address if it goes by mail.

    `alone`: it was laid out by itself, since no plate could print it exactly.
    """

    reference: str
    row: int
    request: Request = field(repr=False)
    pages: int
    sha256: str
    address: tuple[str, ...]
    by_mail: bool
    alone: bool


def sheets(pages: int) -> int:
    """How many sheets so many pages take, printed on both sides."""
    return (pages + 1) // 2


def ounces(pages: int) -> int:
    """What a letter of so many pages weighs with its envelope, in whole ounces as the post counts them."""
    grams = ENVELOPE_GRAMS + SHEET_GRAMS * sheets(pages)
    return int(-(-grams // OUNCE_GRAMS))


def write_manifest(workspace: Workspace, folder: Path, entries: Iterable[Entry]) -> Path:
    """The list of letters, with the days on which answers are due if they are mailed today."""

    @cache
    def due(agency: str, clock_id: str) -> tuple[str, str]:
        clock = workspace.law.clocks.get(clock_id)
        reach: Reach = track.reach_of_body(workspace, agency)
        answer = answer_due(clock, workspace.today, None, reach) if clock else None
        days = (answer.earliest, answer.latest) if answer else (None, None)
        first, last = (day.isoformat() if day else "" for day in days)
        return first, last

    def row(entry: Entry) -> Mapping[str, str]:
        earliest, latest = due(entry.request.agency, entry.request.clock)
        return {
            "reference": entry.reference,
            "row": str(entry.row),
            "agency": entry.request.agency,
            "type": entry.request.request_type,
            "file": f"{entry.reference}.pdf",
            "pages": str(entry.pages),
            "sha256": entry.sha256,
            "earliest": earliest,
            "latest": latest,
            "by": "mail" if entry.by_mail else "online, or as the letter says",
            "set": "alone" if entry.alone else "with others",
        }

    path = folder / MANIFEST
    files.replace_whole(path, tables.write_csv(MANIFEST_COLUMNS, map(row, entries)))
    return path


def write_errors(workspace: Workspace, folder: Path, columns: Sequence[str], bad: Sequence[BatchRow]) -> Path | None:
    """The rows in error with their own columns and the reason; for agencies, with an address to fill in.

    An earlier list goes when there is none.
    """
    path = folder / ERRORS
    if not bad:
        path.unlink(missing_ok=True)
        return None
    if columns:
        named = [name for name in columns if name not in ("row", "reason")]
        rows = [{**each.cells, "row": str(each.number), "reason": "; ".join(each.problems)} for each in bad]
    else:
        named = ["agency", "name", *ADDRESS_PARTS, "page"]
        rows = [_unaddressed(workspace, each) for each in bad]
    files.replace_whole(path, tables.write_csv(["row", *named, "reason"], rows))
    return path


def _unaddressed(workspace: Workspace, row: BatchRow) -> dict[str, str]:
    found = workspace.registry.get(row.agency)
    bodies = (found, workspace.registry.department(found))
    links = (link for body in bodies for link in (body.data_practices_page, body.web_form, body.website) if link)
    return {
        "row": str(row.number),
        "agency": row.agency,
        "name": found.name,
        "page": next(links, ""),
        "reason": "; ".join(row.problems),
    }


def write_print_run(workspace: Workspace, folder: Path, entries: Sequence[Entry]) -> Iterator[Path]:
    """One file with all letters that are mailed, in the order of the rows, and two with labels and envelopes."""
    mailed = [entry for entry in entries if entry.by_mail]
    if not mailed:
        return
    yield join([(entry.reference, folder / f"{entry.reference}.pdf") for entry in mailed], folder)
    yield from write_labels(workspace, folder, [Label(entry.reference, entry.address) for entry in mailed])


def join(letters: Iterable[tuple[str, Path]], folder: Path) -> Path:
    """Joins letters, by reference, into one file to print, as `print_file.join` does; raises what that raises."""
    from letters import print_file

    print_file.join(((reference, files.read_whole(path)) for reference, path in letters), folder / PRINT)
    return folder / PRINT


def write_labels(workspace: Workspace, folder: Path, stuck: Sequence[Label]) -> Iterator[Path]:
    """Address labels for what is mailed, and envelopes with the same addresses, in its order."""
    from letters import print_file

    sheets = labels.each_sheet(workspace, stuck)
    print_file.join(((f"Sheet {n}", sheet) for n, sheet in enumerate(sheets, 1)), folder / LABELS, both_sides=False)
    yield folder / LABELS
    printed = labels.each_sheet(workspace, stuck, on_envelopes=True)
    named = zip((each.reference for each in stuck), printed, strict=True)
    print_file.join(named, folder / ENVELOPES, both_sides=False)
    yield folder / ENVELOPES
