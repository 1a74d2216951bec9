"""What the server remembers of letters in the making: in memory alone, under random ids, and not for long."""

import secrets
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from letters.workflow.siblings import Sibling
from letters.workflow.write import Prepared

IDLE_SECONDS = 30 * 60
# More would be somebody's mistake: the oldest goes.
MOST_KEPT = 50
MOST_FORMS = 1000


class Kept:
    """What is kept under an id; `close` is called when it is forgotten."""

    id: str

    def close(self) -> None:
        """Ends what goes on, and removes what lies elsewhere: nothing, for most."""


@dataclass
class Draft(Kept):
    """A letter in the making: what was chosen and answered so far."""

    id: str
    search: str = ""
    situation: str = ""
    request_type: str = ""
    agency: str = ""
    agency_search: str = ""
    address: str | None = None
    address_confirmed: bool = False
    ready: bool = False
    understood: bool = False
    anonymous: bool = False
    given: dict[str, str] = field(default_factory=dict, repr=False)
    skip_items: tuple[int, ...] = ()
    extra_items: tuple[str, ...] = field(default=(), repr=False)
    why: str = ""
    shown: Prepared | None = field(default=None, repr=False)


@dataclass(frozen=True)
class File:
    """A file to download."""

    content: bytes = field(repr=False)
    media: str


@dataclass(frozen=True)
class Made(Kept):
    """A letter that was made, in the place of its draft: its files by name, the letter first; the answers are gone."""

    id: str
    reference: str
    title: str
    agency_name: str
    page: str | None
    way: str
    pages: int
    signed: bool
    main: str = field(repr=False)
    files: dict[str, File] = field(repr=False)
    warnings: tuple[str, ...]
    others: tuple[tuple[Sibling, str], ...] = ()
    step: str = ""
    records: str = ""
    # How many entries the log had before this letter of a step.
    entries: int = 0


class Memory:
    """Drafts and letters that were made, each dropped after half an hour without use; safe between threads.

    On a computer that others use too, `erase` forgets all else that a person left: it is called with `clear`, and
    after half an hour in which nobody used the pages.
    """

    def __init__(self, clock: Callable[[], float], erase: Callable[[], None] | None = None) -> None:
        self._clock = clock
        self._erase = erase
        self._used: float | None = None
        # What was begun before everything was forgotten is not kept after that, though it be finished only then.
        self._era = 0
        self._mine = threading.local()
        self._kept: dict[str, tuple[float, Kept]] = {}
        self._done: dict[str, None] = {}
        self._lock = threading.Lock()
        self._one_form = threading.Lock()

    def new_id(self) -> str:
        """An id that nobody can guess."""
        return secrets.token_urlsafe(16)

    def keep(self, thing: Kept) -> None:
        """Keeps it from now on."""
        self.sweep()
        gone = []
        with self._lock:
            if getattr(self._mine, "era", self._era) != self._era:
                return
            self._kept[thing.id] = (self._clock(), thing)
            while len(self._kept) > MOST_KEPT:
                gone.append(self._kept.pop(min(self._kept, key=lambda name: self._kept[name][0])))
        _close(gone)

    def find(self, name: str) -> Kept | None:
        """What is kept under that id, used now; None where it is gone."""
        self.sweep()
        with self._lock:
            found = self._kept.get(name)
            if found is None:
                return None
            self._kept[name] = (self._clock(), found[1])
            return found[1]

    def made(self) -> list[Made]:
        """The letters that were made and can still be saved."""
        self.sweep()
        with self._lock:
            return [thing for _, thing in self._kept.values() if isinstance(thing, Made)]

    def same(self, new: Made) -> Made:
        """The letter as it was made before, where it was the same; else keeps this one."""
        for each in self.made():
            if (each.reference, each.step, each.main) == (new.reference, new.step, new.main):
                return each
        self.keep(new)
        return new

    def forget(self, reference: str) -> None:
        """Forgets the letters that were made of a request."""
        with self._lock:
            for name, (_, thing) in list(self._kept.items()):
                if isinstance(thing, Made) and thing.reference == reference:
                    del self._kept[name]

    @property
    def shared(self) -> bool:
        """Whether others use this computer too."""
        return self._erase is not None

    def used(self) -> None:
        """Notes that somebody uses the pages now; what was left before, and is too old, is forgotten first."""
        self.sweep()
        self._used = self._clock()
        self._mine.era = self._era

    def clear(self) -> None:
        """Forgets everything at once."""
        with self._lock:
            gone = list(self._kept.values())
            self._kept.clear()
            self._done.clear()
            self._used = None
            self._era += 1
        _close(gone)
        if self._erase:
            self._erase()

    def sweep(self) -> None:
        """Forgets what was not used for half an hour."""
        oldest = self._clock() - IDLE_SECONDS
        if self._erase and self._used is not None and self._used <= oldest:
            self.clear()
        with self._lock:
            gone = [kept for kept in self._kept.values() if kept[0] <= oldest]
            self._kept = {name: kept for name, kept in self._kept.items() if kept[0] > oldest}
        _close(gone)

    @contextmanager
    def once(self, key: str) -> Iterator[bool]:
        """Whether a form is sent for the first time: a double click, or a page loaded again, sends it twice.

        A form that failed may be sent again. One that comes meanwhile waits, and is answered as the first was.
        """
        with self._one_form:
            yield from self._once(key)

    def _once(self, key: str) -> Iterator[bool]:
        with self._lock:
            first = key not in self._done
            self._done[key] = None
            while len(self._done) > MOST_FORMS:
                del self._done[next(iter(self._done))]
        try:
            yield first
        except BaseException:
            if first:
                self._done.pop(key, None)
            raise


def _close(gone: Iterable[tuple[float, Kept]]) -> None:
    for _, each in gone:
        each.close()
