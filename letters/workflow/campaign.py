"""Many tracked requests at once: all of a campaign were mailed; those who did not answer are reminded."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from letters import addressee, tables, tracker
from letters.characters import refused
from letters.columns import plain
from letters.errors import FileMistakes, FileTrouble, LettersError, WrongInput
from letters.tables import Table
from letters.workflow import batch_folder, batch_rows, next_letter, outlook, print_run, recipients, track
from letters.workflow.batch_rows import BatchWish
from letters.workflow.labels import Label
from letters.workflow.next_letter import NextLetter, NextWish, Tone
from letters.workflow.outlook import Outlook
from letters.workflow.recall import AGENCY, TYPE
from letters.workflow.workspace import Workspace

NUMBER_COLUMNS = ("number", "trackingnumber", "certifiedmailnumber", "tracking")


@dataclass(frozen=True)
class Campaign:
    """A campaign as it stands today: how many requests, how many of them were sent, are late, wait on the user."""

    name: str
    requests: int
    drafts: int
    late: int
    waiting_on_you: int
    done: int


def campaigns(workspace: Workspace) -> list[Campaign]:
    """All campaigns of the log, the newest first."""
    by_name: dict[str, list[dict[str, Any]]] = {}
    for row in track.listed(workspace):
        if row["campaign"]:
            by_name.setdefault(row["campaign"], []).append(row)
    return [
        Campaign(
            name=name,
            requests=len(rows),
            drafts=sum(row["status"] == "draft" for row in rows),
            late=sum(row["group"] == "overdue" for row in rows),
            waiting_on_you=sum(row["group"] == "waiting-on-you" and row["status"] != "draft" for row in rows),
            done=sum(row["group"] == "done" for row in rows),
        )
        for name, rows in reversed(by_name.items())
    ]


@dataclass(frozen=True)
class Sent:
    """Which requests were entered as sent, and which had been before."""

    references: tuple[str, ...]
    before: tuple[str, ...]


@dataclass(frozen=True)
class Reminded:
    """The next letters that were written, by reference with the step; and why others were not."""

    folder: Path
    written: Mapping[str, str]
    left_out: Mapping[str, str]
    files: tuple[Path, ...] = ()
    records: tuple[str, ...] = field(default=())


def sent(
    workspace: Workspace, campaign: str, on: date, detail: Mapping[str, str], numbers: Path | Table | None
) -> Sent:
    """Enters that all letters of a campaign were sent that were not before, whole or not at all.

    `numbers` is a table of references with tracking numbers. Raises WrongInput for a campaign that is not known, and
    FileMistakes.
    """
    told = track.tidied(workspace, on, detail)
    known = {request.reference for request in track.of_campaign(workspace, campaign)}
    by_reference = _numbers(numbers, known) if numbers else {}
    with tracker.writing(workspace.home) as store:
        standing = [(each.reference, each, track.stand(workspace, each)) for each in store.all(campaign=campaign)]
        new = {reference: request for reference, request, found in standing if found.status == "draft"}
        for reference, request in new.items():
            number = by_reference.get(reference, told.get("number", ""))
            kept = track.detail_kept(workspace, request, {**told, "number": number})
            store.append(reference, [track.new_event("sent", on, kept)])
    before = (reference for reference, _, found in standing if found.sent)
    return Sent(tuple(new), tuple(before))


def _numbers(given: Path | Table, known: set[str]) -> dict[str, str]:
    """Tracking numbers by reference; raises FileMistakes with all that is wrong in the table."""
    table = tables.read_table(given) if isinstance(given, Path) else given
    path = table.path
    names = {plain(name): name for name in table.columns}
    number = next((names[name] for name in NUMBER_COLUMNS if name in names), None)
    if number is None or "reference" not in names:
        raise FileMistakes(path, ["the table needs the columns reference and number"])
    found, problems = {}, []
    for row in table.rows:
        typed = row.cells[names["reference"]]
        reference = typed if typed in known else typed.upper()
        if reference not in known:
            problems.append(f"row {row.number}: {typed!r} is no letter of this campaign")
        elif reference in found:
            problems.append(f"row {row.number}: {reference} stands in the table twice")
        elif hidden := next(refused(row.cells[number]), None):
            problems.append(f"row {row.number}, column {number!r}: {hidden}")
        found[reference] = row.cells[number]
    if problems:
        raise FileMistakes(path, problems)
    return found


@dataclass(frozen=True)
class Told:
    """A request that may be late, and what is told besides the log."""

    reference: str
    given: Mapping[str, str] = field(repr=False)


def of_campaign(workspace: Workspace, name: str, given: Mapping[str, str]) -> list[Told]:
    """The requests of a campaign; raises WrongInput where none is known."""
    return [Told(each.reference, given) for each in track.of_campaign(workspace, name)]


def of_table(workspace: Workspace, path: Path, given: Mapping[str, str]) -> list[Told]:
    """The rows of a table as requests that are kept with low trace: reference, agency, type, and the answers.

    `given` answers for all rows. Raises FileMistakes with all that is wrong.
    """
    wish = BatchWish(
        out=Path(),
        dated=workspace.today,
        table=path,
        agency=given.get(AGENCY),
        request_type=given.get(TYPE),
        given=given,
    )
    rows = batch_rows.read(workspace, wish).rows
    wrong = [told for row in rows for told in row.told]
    wrong += [f"row {row.number}: no reference" for row in rows if row.wish and not row.wish.reference]
    if wrong:
        raise FileMistakes(path, wrong)
    wishes = [row.wish for row in rows if row.wish]
    return [Told(str(each.reference), {**each.given, AGENCY: each.agency, TYPE: each.request_type}) for each in wishes]


def remind(
    workspace: Workspace,
    asked: Iterable[Told],
    folder: Path,
    *,
    tone: Tone = "plain",
    address_confirmed: bool = False,
    record: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Reminded:
    """Writes the next letter to each body that is late, as one print run.

    Late is who has not answered in the time of the law or, where it sets none, by the user's own reminder. What cannot
    be written, such as to a body whose address is not known, is told of and left out. With `record`, the letters are
    entered as sent today. Raises WrongInput for a reference that is not known, and FileTrouble.
    """
    every = ((outlook.outlook(workspace, each.reference, each.given), each.given) for each in asked)
    outlooks = [(seen, given) for seen, given in every if "late" in seen.facts]
    batch_folder.begin(folder, "next letters", workspace.today)
    wish = NextWish("", {}, workspace.today, tone=tone, out=folder, address_confirmed=address_confirmed)
    written: dict[str, str] = {}
    left_out: dict[str, str] = {}
    stuck, letters, records = [], [], []
    for number, (seen, given) in enumerate(outlooks):
        progress(number, len(outlooks))
        request = seen.request
        try:
            done, lines = _one(workspace, seen, replace(wish, given=given))
        except FileTrouble:
            raise
        except LettersError as error:
            left_out[request.reference] = " ".join(str(error).split())
            continue
        written[request.reference] = done.step.id
        letters.append((request.reference, done.path))
        stuck.append(Label(request.reference, lines))
        records += [done.record] if done.record and not record else []
        if record and done.step.records:
            track.happened(workspace, request.reference, done.step.records, workspace.today, {"step": done.step.id})
    paths: list[Path] = []
    if letters:
        paths = [
            print_run.join(letters, folder),
            *print_run.write_labels(workspace, folder, stuck),
        ]
    return Reminded(folder, written, left_out, tuple(paths), tuple(records))


def _one(workspace: Workspace, seen: Outlook, wish: NextWish) -> tuple[NextLetter, tuple[str, ...]]:
    request = seen.request
    if seen.best is None or seen.best.to != "agency":
        raise WrongInput(f"no letter to the body itself comes next: see letters next {request.reference}")
    done = next_letter.write_next(workspace, request.reference, replace(wish, step=seen.best.id))
    agency = workspace.registry.get(request.agency)
    to = recipients.recipient(workspace.registry, agency, None, confirmed=wish.address_confirmed)
    return done, next(addressee.blocks(to)).lines
