"""A batch before anything is written: every row planned, duplicates named, references given out in row order."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from letters import addressee, tracker
from letters.characters import tidy_line
from letters.columns import Matching
from letters.errors import LettersError
from letters.events import Request
from letters.ladder import DONE
from letters.workflow import plan, record, track
from letters.workflow.batch_rows import BatchRow, BatchWish, read
from letters.workflow.plan import Plan, Wish
from letters.workflow.workspace import Workspace

# What tells people of one name apart.
WHO = ("full_name", "date_of_birth", "minor_full_name", "student_name", "ward_name", "client_name", "decedent_name")
# Rows that are planned before it is told again how far it is.
STEP = 100
AGGREGATION = (
    "Federal requests by several people who act together can be joined as one (5 U.S.C. 552(a)(6)(B)), and each gives "
    "the government an address: let the lawyer decide."
)
ELSEWHERE = "{} of them: written before, and not in this folder. If they were mailed, do not mail them twice."
Person = tuple[str, str, tuple[str, ...]]


@dataclass(frozen=True)
class Ready:
    """A row that can be written: its reference, and the lines of the address if it goes by mail."""

    number: int
    wish: Wish = field(repr=False)
    reference: str
    agency: str
    address: tuple[str, ...]
    by_mail: bool


@dataclass(frozen=True)
class Checked:
    """All rows of a batch: those that can be written, those that cannot, and what to warn of."""

    ready: tuple[Ready, ...]
    bad: tuple[BatchRow, ...]
    columns: tuple[str, ...]
    notes: tuple[str, ...]
    rows: Mapping[int, BatchRow] = field(repr=False)
    logged: Mapping[str, Request] = field(repr=False)
    matching: Matching = field(repr=False)


def check(
    workspace: Workspace, wish: BatchWish, progress: Callable[[int, int], None] = lambda _done, _all: None
) -> Checked:
    """Plans every row. Raises WrongInput and FileMistakes for what is wrong with the command or a file as a whole."""
    rows = read(workspace, wish)
    logged = _logged(workspace) if wish.track else {}
    taken = _Taken(workspace, wish, logged)
    ready: list[Ready] = []
    bad: list[BatchRow] = []
    warned: Counter[str] = Counter()
    for done, row in enumerate(rows.rows):
        if done % STEP == 0:
            progress(done, len(rows.rows))
        if row.wish is None:
            bad.append(row)
            continue
        try:
            found, planned = taken.give(row.number, row.wish)
        except LettersError as error:
            bad.append(row.wrong(error))
            continue
        ready.append(found)
        warned.update(planned.warnings)
    notes = [*rows.notes, *(_counted(text, number) for text, number in warned.items())]
    lost = sum(each.reference in logged and not (wish.out / f"{each.reference}.pdf").exists() for each in ready)
    notes += [ELSEWHERE.format(lost)] if lost else []
    if sum(workspace.catalogue.types[each.wish.request_type].federal for each in ready) > 1:
        notes.append(AGGREGATION)
    by_number = {row.number: row for row in rows.rows}
    return Checked(tuple(ready), tuple(bad), rows.columns, tuple(notes), by_number, logged, rows.matching)


def _counted(text: str, number: int) -> str:
    return f"{text} ({number} letters)" if number > 1 else text


def _logged(workspace: Workspace) -> dict[str, Request]:
    with tracker.reading(workspace.home) as store:
        return {request.reference: request for request in store.all()}


class _Taken:
    """The references and the people that a batch and the log have already."""

    def __init__(self, workspace: Workspace, wish: BatchWish, logged: Mapping[str, Request]) -> None:
        self._workspace, self._wish, self._logged = workspace, wish, logged
        self._references: dict[str, int] = {}
        self._people: dict[Person, int] = {}
        self._open: dict[tuple[str, str, str], str] = {}
        for request in logged.values():
            name = request.answers.get("full_name", "")
            if name and track.stand(workspace, request).status not in DONE:
                self._open[request.agency, request.request_type, _same(name)] = request.reference

    def give(self, number: int, wish: Wish) -> tuple[Ready, Plan]:
        """The row with its reference; raises what `plan.plan` raises, and LettersError for a duplicate."""
        planned = self._with_free_reference(wish)
        order = planned.order
        self._refuse_duplicate(number, planned)
        if logged := self._logged.get(order.reference):
            track.require_release(logged, wish.dated)
        self._references[order.reference] = number
        recipient = planned.recipient
        address = next(addressee.blocks(recipient)).lines
        found = Ready(number, planned.wish, order.reference, planned.agency.id, address, recipient.way == "mail")
        return found, planned

    def _with_free_reference(self, wish: Wish) -> Plan:
        """The letter under a reference that no other letter has; two can come to the same by chance."""
        for copy in range(10):
            planned = plan.plan(self._workspace, replace(wish, copy=copy) if copy else wish)
            reference = planned.order.reference
            other = self._logged.get(reference)
            of_other = other and not record.is_same(other, planned.agency.id, wish.request_type, wish.dated)
            if reference not in self._references and not of_other:
                return planned
            if wish.reference is not None or _person(planned) in self._people:
                break
        if reference in self._references:
            raise LettersError(f"this is the same letter as row {self._references[reference]}: it is written once")
        raise LettersError(f"{reference} is the reference of another request: leave it out, or choose another one")

    def _refuse_duplicate(self, number: int, planned: Plan) -> None:
        person = _person(planned)
        if self._wish.again or not any(person[2]):
            return
        agency, kind, who = person
        if person in self._people:
            raise LettersError(
                f"the same person asks {agency} the same as in row {self._people[person]}: it is written once "
                "(--again writes both)"
            )
        same = self._open.get((agency, kind, who[0]))
        if same and same != planned.order.reference:
            raise LettersError(
                f"{same} asks {agency} the same for a person of that name, and is still open (--again writes it too)"
            )
        self._people[person] = number


def _person(planned: Plan) -> Person:
    answers = planned.order.answers
    who = tuple(_same(answers[name].text) if name in answers else "" for name in WHO)
    return planned.agency.id, planned.order.request_type.id, who


def _same(text: str) -> str:
    return tidy_line(text).casefold()
