"""The store: an SQLite file in the user's folder, or a database in memory, with requests and what happened to them.

A write is one transaction: whole and on disk, or not there. Nothing is changed once entered; `forget` removes all of a
request. Dates that follow from law are not kept, but for those last shown, so that a change can be told.
"""

import gc
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from letters import database, forms, in_memory, vault
from letters.errors import FileTrouble, WrongInput
from letters.events import Event, Request
from letters.folder import LOCKED
from letters.kept import InFolder, InTable, Kept
from letters.schema import EVENT, REQUEST, SAID, SHOWN, event_columns, event_of, request_columns, request_of

# Of more than these all are read: that is as quick, and SQLite takes only so many names.
MOST_NAMED = 500


@dataclass(frozen=True)
class Shown:
    """The dates that a place (the list of due requests, the calendar) last showed of a request."""

    trigger: str
    dates: str
    sequence: int


class Tracker:
    """The open store, inside one transaction; `files` are those that belong to it."""

    def __init__(self, connection: sa.Connection, files: Kept) -> None:
        self._connection = connection
        self.files = files

    def all(
        self,
        *,
        agencies: Collection[str] | None = None,
        campaign: str | None = None,
        uids: Collection[str] | None = None,
    ) -> list[Request]:
        """All requests with their events, as they were entered; or those of these uids, if they are few."""
        query = sa.select(REQUEST).order_by(REQUEST.c.id)
        if agencies is not None:
            query = query.where(REQUEST.c.agency.in_(agencies))
        if campaign is not None:
            query = query.where(REQUEST.c.campaign == campaign)
        events: dict[int, list[Event]] = {}
        happened = sa.select(EVENT.c.request_id, *SAID).order_by(EVENT.c.id)
        if uids is not None and len(uids) <= MOST_NAMED:
            query = query.where(REQUEST.c.uid.in_(uids))
            happened = happened.where(EVENT.c.request_id.in_(query.with_only_columns(REQUEST.c.id).order_by(None)))
        rows = self._connection.execute(happened)
        with _no_collector():
            for request_id, *columns in rows.fetchall():
                events.setdefault(request_id, []).append(event_of(*columns))
            return [request_of(row, events.get(row[0], [])) for row in self._connection.execute(query).fetchall()]

    def stamps(self) -> dict[str, tuple[int, int | None]]:
        """By the uid of each request how many events it has, and the newest: another pair once anything happened."""
        counted = sa.select(REQUEST.c.uid, sa.func.count(EVENT.c.id), sa.func.max(EVENT.c.id))
        query = counted.join(EVENT, EVENT.c.request_id == REQUEST.c.id, isouter=True).group_by(REQUEST.c.id)
        return {uid: (number, newest) for uid, number, newest in self._connection.execute(query)}

    def get(self, reference: str) -> Request:
        """The request of that reference, or of the only one that begins so; raises WrongInput."""
        row = self._row(reference)
        rows = self._connection.execute(sa.select(*SAID).where(EVENT.c.request_id == row.id).order_by(EVENT.c.id))
        return request_of(row, [event_of(*columns) for columns in rows])

    def find(self, reference: str) -> Request | None:
        """The request of exactly that reference."""
        query = sa.select(REQUEST.c.id).where(REQUEST.c.reference == reference)
        return self.get(reference) if self._connection.execute(query).first() else None

    def add_new(self, requests: Sequence[Request]) -> set[str]:
        """Enters the requests whose reference is new, with their events; returns the references that are not."""
        named = sa.select(REQUEST.c.reference, REQUEST.c.id).where(
            REQUEST.c.reference.in_([request.reference for request in requests])
        )
        known = {row.reference for row in self._connection.execute(named)}
        if new := [request for request in requests if request.reference not in known]:
            self._connection.execute(sa.insert(REQUEST), [request_columns(request) for request in new])
            ids = {row.reference: row.id for row in self._connection.execute(named)}
            events = [event_columns(event, ids[each.reference]) for each in new for event in each.events]
            self._connection.execute(sa.insert(EVENT), events)
        return known

    def add(self, request: Request) -> None:
        """A new request with its events; raises WrongInput when another has its reference."""
        found = self.find(request.reference)
        if found and found.uid != request.uid:
            raise WrongInput(f"{request.reference} is the reference of another request: choose one with --reference.")
        values = request_columns(request)
        if not found:
            self._connection.execute(sa.insert(REQUEST).values(**values))
        self.append(request.reference, request.events)

    def append(self, reference: str, events: Iterable[Event]) -> int:
        """Enters events that are not there yet; says how many. Raises WrongInput for an unknown reference."""
        row = self._row(reference)
        known = set(self._connection.scalars(sa.select(EVENT.c.uid).where(EVENT.c.request_id == row.id)))
        new = [event_columns(event, row.id) for event in events if event.uid not in known]
        if new:
            self._connection.execute(sa.insert(EVENT), new)
        return len(new)

    def forget(self, reference: str) -> str:
        """Removes all of a request; returns its whole reference."""
        row = self._row(reference)
        for table in (SHOWN, EVENT):
            self._connection.execute(sa.delete(table).where(table.c.request_id == row.id))
        self._connection.execute(sa.delete(REQUEST).where(REQUEST.c.id == row.id))
        return str(row.reference)

    def shown(self, place: str) -> dict[str, Shown]:
        """What that place last showed, by reference."""
        query = sa.select(REQUEST.c.reference, SHOWN.c.trigger, SHOWN.c.dates, SHOWN.c.sequence)
        query = query.join(SHOWN, REQUEST.c.id == SHOWN.c.request_id).where(SHOWN.c.place == place)
        return {reference: Shown(*shown) for reference, *shown in self._connection.execute(query)}

    def note_shown(self, place: str, shown: Mapping[str, Shown]) -> None:
        """Keeps what that place shows now; of a request that was forgotten meanwhile, nothing."""
        ids = {row.reference: row.id for row in self._connection.execute(sa.select(REQUEST.c.id, REQUEST.c.reference))}
        known = {reference: each for reference, each in shown.items() if reference in ids}
        rows = [{"request_id": ids[reference], "place": place, **vars(each)} for reference, each in known.items()]
        if rows:
            self._connection.execute(sa.insert(SHOWN).prefix_with("OR REPLACE"), rows)

    def _row(self, reference: str) -> Any:
        wanted = reference.upper() if reference.upper().startswith("L-") else reference
        column = REQUEST.c.reference
        for whole in (reference, wanted):  # a reference of one's own may have small letters
            if exact := self._connection.execute(sa.select(REQUEST).where(column == whole)).first():
                return exact
        begins = sa.select(REQUEST).where(column.startswith(wanted, autoescape=True)).limit(2)
        rows = self._connection.execute(begins).all() if wanted else []
        if len(rows) == 1:
            return rows[0]
        if rows:
            raise WrongInput(
                f"{reference!r} is not the beginning of one reference alone. `letters list` shows them all."
            )
        raise WrongInput(f"{reference!r} is no reference that is tracked. `letters list` shows them all.")


@contextmanager
def _no_collector() -> Iterator[None]:
    """Leaves the garbage alone while many things are made that are none: looking for it takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def exists(home: Path) -> bool:
    """Whether anything was ever tracked here."""
    return in_memory.of(home) is not None or forms.place(home).exists()


@contextmanager
def reading(home: Path) -> Iterator[Tracker]:
    """The store, to read from; raises StoreDamaged, StoreTooNew, StoreLocked, WrongPassphrase and FileTrouble."""
    with forms.using(home), _opened_in(home) as tracker:
        yield tracker


@contextmanager
def writing(home: Path) -> Iterator[Tracker]:
    """The store, to write to: all that is written goes in together at the end, or nothing does."""
    with forms.using(home), _opened_in(home, "BEGIN IMMEDIATE") as tracker:
        yield tracker


@contextmanager
def keeping(home: Path, *, to_write: bool = False) -> Iterator[Kept]:
    """The files that belong to the store, where nothing else of it is needed; raises as `reading`."""
    if held := in_memory.of(home):
        yield held
        return
    if not home.is_dir() and not to_write:
        yield InFolder(home)
        return
    with forms.using(home):
        if forms.place(home).name != LOCKED:
            yield InFolder(home)
            return
        with (writing if to_write else reading)(home) as tracker:
            yield tracker.files


def tidy(home: Path) -> None:
    """Gives back the pages of what was forgotten, so that nothing of it stays in the file or its log."""
    if in_memory.of(home):
        return  # what is removed there is overwritten at once, and nothing of it is in a file
    with (
        forms.using(home),
        database.ours(path := forms.place(home)),
        database.engine(path, vault.key(home / LOCKED)).connect() as connection,
    ):
        connection.exec_driver_sql("VACUUM")
        if connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]:
            raise FileTrouble(f"Another program reads {path}, and traces stay in its log: end it, and run this again.")


@contextmanager
def opened(path: Path, key: str | None, begin: str = "BEGIN") -> Iterator[Tracker]:
    """The store in that file, inside a transaction; raises StoreDamaged, StoreTooNew and FileTrouble."""
    with database.ours(path), database.engine(path, key).connect() as connection:
        files: Kept = InTable(connection) if path.name == LOCKED else InFolder(path.parent)
        with _transaction(connection, path, files, begin) as tracker:
            yield tracker


@contextmanager
def _opened_in(home: Path, begin: str = "BEGIN") -> Iterator[Tracker]:
    if held := in_memory.of(home):
        with (
            database.ours(home),
            database.engine_by(held.connect).connect() as connection,
            _transaction(connection, home, held, begin) as tracker,
        ):
            yield tracker
    else:
        with opened(forms.place(home), vault.key(home / LOCKED), begin) as tracker:
            yield tracker


@contextmanager
def _transaction(connection: sa.Connection, path: Path, files: Kept, begin: str) -> Iterator[Tracker]:
    database.bring_up_to_date(connection, path)
    connection.exec_driver_sql(begin)
    try:
        yield Tracker(connection, files)
    except BaseException:
        connection.exec_driver_sql("ROLLBACK")
        raise
    connection.exec_driver_sql("COMMIT")
