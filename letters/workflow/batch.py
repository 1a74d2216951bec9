"""A batch: many letters from a table or to many agencies, written so that nothing is lost or doubled, and printed."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from letters.columns import Matching
from letters.errors import FileTrouble, LettersError, WrongInput
from letters.events import Request
from letters.workflow import batch_check, batch_folder, print_run, record
from letters.workflow.batch_check import Checked, Ready
from letters.workflow.batch_rows import BatchRow, BatchWish
from letters.workflow.batch_work import Outcome, Task, work
from letters.workflow.plan import Wish
from letters.workflow.print_run import Entry
from letters.workflow.workspace import Workspace

# Dry runs set so many letters in full, to tell how many sheets the batch takes.
SAMPLE = 12

Progress = Callable[[int, int], None]


def _silent(_done: int, _all: int) -> None:
    """For whom it is enough to hear of the end."""


@dataclass(frozen=True)
class Report:
    """What came of a batch: how many letters were written now and before, and which rows were not.

    `alone` counts those that were laid out by themselves now. `files` are the lists and print runs; `pages` and
    `sheets` count what is mailed, `ounces` the heaviest letter of it.
    """

    folder: Path
    written: int
    before: int
    bad: tuple[BatchRow, ...]
    notes: tuple[str, ...]
    pages: int
    sheets: int
    ounces: int
    alone: int = 0
    files: tuple[Path, ...] = ()
    first: tuple[Ready, ...] = field(default=(), repr=False)
    estimated: bool = False
    matching: Matching = field(default=Matching({}), repr=False)


def dry_run(workspace: Workspace, wish: BatchWish, progress: Progress = _silent) -> Report:
    """What a batch would be; nothing is written. Some letters are set in full, to tell how many sheets it takes."""
    checked = batch_check.check(workspace, wish, progress)
    sample = checked.ready[:: max(1, len(checked.ready) // SAMPLE)][:SAMPLE]
    outcomes = [each for some in work(workspace, _tasks(sample, only_check=True), 1) for each in some]
    bad = (*checked.bad, *_failed(checked, outcomes))
    pages = [each.pages for each in outcomes if each.request]
    mailed = sum(each.by_mail for each in checked.ready)
    mean = sum(pages) / len(pages) if pages else 0
    sheets = sum(print_run.sheets(each) for each in pages) / len(pages) if pages else 0
    return Report(
        folder=wish.out,
        written=len(checked.ready) - (len(bad) - len(checked.bad)),
        before=0,
        bad=_in_order(bad),
        notes=checked.notes,
        pages=round(mean * mailed),
        sheets=round(sheets * mailed),
        ounces=max(map(print_run.ounces, pages), default=0),
        first=checked.ready[:3],
        estimated=len(sample) < len(checked.ready),
        matching=checked.matching,
    )


def run(workspace: Workspace, wish: BatchWish, progress: Progress = _silent) -> Report:
    """Writes a batch into its folder; run again, it goes on where it stopped.

    Rows that cannot be written go to errors.csv, and the others ahead; with `all_or_nothing`, none is written then.
    Raises WrongInput and FileMistakes for what is wrong with the command or a file as a whole, and FileTrouble when the
    machine is to blame: what was written until then is in the log.
    """
    if isinstance(wish.table, Path) and wish.table.resolve().is_relative_to(wish.out.resolve()):
        raise WrongInput(f"--out: {wish.table} lies in that folder. Choose another one for these letters.")
    wish = replace(wish, dated=batch_folder.begin(wish.out, "letters", wish.dated))
    checked = batch_check.check(workspace, wish)
    if wish.all_or_nothing:
        tries = work(workspace, _tasks(checked.ready, only_check=True), wish.jobs, wish.start_method)
        bad = checked.bad or _failed(checked, _flat(tries))
        if bad:
            lists = _lists(workspace, wish, checked, _in_order(bad), [])
            return Report(wish.out, 0, 0, _in_order(bad), checked.notes, 0, 0, 0, files=lists)
    before = {each.number: found for each in checked.ready if (found := _done(wish, checked, each))}
    # Like with like: letters of one kind share a layout.
    left = sorted((each for each in checked.ready if each.number not in before), key=_kind)
    outcomes = _written(workspace, wish, left, progress)
    bad = _in_order((*checked.bad, *_failed(checked, outcomes)))
    requests = before | {each.number: each.request for each in outcomes if each.request}
    entries = [_entry(wish, each, requests[each.number]) for each in checked.ready if each.number in requests]
    lists = _lists(workspace, wish, checked, bad, entries)
    mailed = [each for each in entries if each.by_mail]
    return Report(
        folder=wish.out,
        written=len(requests) - len(before),
        before=len(before),
        bad=bad,
        notes=checked.notes,
        pages=sum(each.pages for each in mailed),
        sheets=sum(print_run.sheets(each.pages) for each in mailed),
        ounces=max((print_run.ounces(each.pages) for each in mailed), default=0),
        alone=sum(each.alone for each in entries if each.row not in before),
        files=lists,
        matching=checked.matching,
    )


def _tasks(ready: Iterable[Ready], *, only_check: bool = False) -> list[Task]:
    # A whole path: were the folder gone meanwhile, a letter would else be written in its place.
    return [Task(each.number, each.wish if only_check else _in_folder(each), only_check) for each in ready]


def _in_folder(ready: Ready) -> Wish:
    """The wish for a file; what the log says of a row was checked with all of them, and it is entered with others."""
    assert ready.wish.out
    return replace(ready.wish, out=ready.wish.out / f"{ready.reference}.pdf", track=False)


def _flat(some: Iterable[list[Outcome]]) -> list[Outcome]:
    return [each for outcomes in some for each in outcomes]


def _written(workspace: Workspace, wish: BatchWish, left: Sequence[Ready], progress: Progress) -> list[Outcome]:
    """Makes the letters, and enters each handful in the log when its files are there; raises FileTrouble.

    What `progress` raises ends it, and its processes.
    """
    found: list[Outcome] = []
    progress(0, len(left))
    with closing(work(workspace, _tasks(left), wish.jobs, wish.start_method)) as working:
        for some in working:
            if wish.track:
                record.record_all_written(workspace, [each.request for each in some if each.request])
            if fatal := next((each for each in some if each.fatal), None):
                raise FileTrouble(f"{fatal.problem} Mend that, and run the same command again: it goes on.")
            found += some
            progress(len(found), len(left))
    return found


def _failed(checked: Checked, outcomes: Iterable[Outcome]) -> list[BatchRow]:
    """The rows whose letters could not be made."""
    return [checked.rows[each.number].wrong(LettersError(each.problem)) for each in outcomes if each.request is None]


def _in_order(rows: Iterable[BatchRow]) -> tuple[BatchRow, ...]:
    return tuple(sorted(rows, key=lambda row: row.number))


def _kind(ready: Ready) -> tuple[str, str, int]:
    return ready.wish.request_type, ready.agency, ready.number


def _done(wish: BatchWish, checked: Checked, ready: Ready) -> Request | None:
    """The letter as the log has it, with what it says of the file, if that is there and has not changed."""
    request = checked.logged.get(ready.reference)
    path = wish.out / f"{ready.reference}.pdf"
    if request is None or request.low_trace or not path.is_file():  # with low trace no hash is kept
        return None
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    written = (event for event in request.events if event.kind == "written")
    of_file = tuple(event for event in written if event.detail.get("sha256") == sha256)
    return replace(request, events=of_file) if of_file else None


def _entry(wish: BatchWish, ready: Ready, request: Request) -> Entry:
    from letters.shared_pdf import is_shared

    written = next(event for event in reversed(request.events) if event.kind == "written")
    return Entry(
        reference=ready.reference,
        row=ready.number,
        request=request,
        pages=int(written.detail["pages"]),
        sha256=written.detail["sha256"],
        address=ready.address,
        by_mail=ready.by_mail,
        alone=not is_shared(wish.out / f"{ready.reference}.pdf"),
    )


def _lists(
    workspace: Workspace, wish: BatchWish, checked: Checked, bad: Sequence[BatchRow], entries: Sequence[Entry]
) -> tuple[Path, ...]:
    """Writes manifest, errors, print run and labels into the folder."""
    found = []
    if entries:
        found += [
            print_run.write_manifest(workspace, wish.out, entries),
            *print_run.write_print_run(workspace, wish.out, entries),
        ]
    errors = print_run.write_errors(workspace, wish.out, checked.columns, bad)
    return (*found, *([errors] if errors else []))
