"""Kills the program at random moments while it keeps letters, events and imports, or locks them: nothing may be lost.

    .venv/bin/python tests/soak/kills.py 1000 7      so many kills, by that seed

A child is a process of its own, made by fork so that it writes at once, and ended with SIGKILL. What it said that it
had done must be there, once; of what was under way, all or nothing. The short form is in tests/test_kills.py.
"""

import argparse
import hashlib
import json
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parent.parent))

from kills import PASSPHRASE, unlocked_by
from support import ANSWERS

from letters import tracker
from letters.cli import main
from letters.workflow import lock

FORK = multiprocessing.get_context("fork")
PUBLIC = "data-sharing-agreements-mous"
LETTERS_OF_A_BATCH = 16
# The log is read after each kill: a new folder now and then keeps that short.
KILLS_OF_A_FOLDER = 50
REQUESTS_OF_A_FILE, EVENTS_OF_A_REQUEST = 25, 4
COLUMNS = "Name,Street,City,State,Zip,DL number,From,To"
NAME = b"data-sharing-agreements"
ROW = "Person {0} Example,PO Box 1234,Saint Paul,MN,55101,T{0:012},1/1/2025,10/31/2026"
BATCH = ("--agency", "mn-dps-dvs", "--type", "own-record-audit-trail", "--dated", "2026-11-25", "--jobs", "2")


class Lost(AssertionError):
    """Something was lost or doubled."""


def require(held: bool, told: str) -> None:
    if not held:
        raise Lost(told)


def run(*arguments: str) -> None:
    """A command, without a word; raises Lost when it fails."""
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
        try:
            main(arguments, standalone_mode=False)
        except SystemExit as end:
            require(end.code in (0, None), f"letters {arguments[0]} ended with {end.code}")


class Soak:
    """A user's folder, and how it fares under kills."""

    def __init__(self, home: Path, seed: int) -> None:
        self.home, self.chance = home, random.Random(seed)
        self.kills: Counter[str] = Counter()
        self.whole: Counter[str] = Counter()
        self.kinds: dict[str, Callable[[], None]] = {
            "batch": self.batch,
            "tracking": self.tracking,
            "import": self.entered,
            "lock": self.locked,
        }
        self._turn = self._batch = 0
        self._letters: Path = Path("batch-0")
        self._reference = ""

    def turn(self, kind: str) -> None:
        """One kill, and what must hold after it."""
        self._turn += 1
        if kind != "lock":
            self.opened()
        self.kinds[kind]()

    def killed(self, kind: str, work: Callable[[], None], most_seconds: float) -> bool:
        """Whether the work was killed before its end, at a moment between now and then."""
        child = FORK.Process(target=work)
        child.start()
        child.join(self.chance.random() * most_seconds)
        child.kill()
        child.join()
        died = child.exitcode == -signal.SIGKILL
        require(died or child.exitcode == 0, f"the {kind} failed by itself")
        (self.kills if died else self.whole)[kind] += 1
        return died

    def log(self) -> dict[str, list[tuple[str, str]]]:
        """The kind and the note or hash of each event, by reference."""
        unlocked_by()
        with tracker.reading(self.home) as store:
            found = store.all()
        require(len({each.reference for each in found}) == len(found), "a request is there twice")
        return {
            each.reference: [(e.kind, e.detail.get("note") or e.detail.get("sha256", "")) for e in each.events]
            for each in found
        }

    def tracking(self) -> None:
        if not self._reference:
            given = [f"--set={name}={text}" for name, text in ANSWERS[PUBLIC].items()]
            run("write", "mn-dps", PUBLIC, *given, "--reference", "L-KILL", "--out", "kill.pdf")
            self._reference = "L-KILL"
        read, write = os.pipe()
        turn = self._turn

        def work() -> None:
            for number in range(10_000):
                run("happened", self._reference, "note", "--note", f"{turn}-{number}")
                os.write(write, b".")

        self.killed("tracking", work, 0.5)
        os.close(write)
        with os.fdopen(read, "rb") as file:
            said = len(file.read())
        notes = [note for kind, note in self.log()[self._reference] if kind == "note" and note.startswith(f"{turn}-")]
        require(len(set(notes)) == len(notes), "a note is there twice")
        require(said <= len(notes) <= said + 1, f"{said} notes were said to be kept, and {len(notes)} are there")

    def entered(self) -> None:
        """An import: all of the file or nothing of it; done again, it changes nothing."""
        path = Path("import.json")
        names = [f"L-I{self._turn}-{number}" for number in range(REQUESTS_OF_A_FILE)]
        path.write_text(json.dumps({"letters": 1, "requests": [self._request(name) for name in names]}))
        self.killed("import", lambda: run("import", str(path)), 0.15)
        there = [name for name in names if name in self.log()]
        require(len(there) in (0, len(names)), f"{len(there)} of {len(names)} requests of a file are there")
        for _ in range(2):
            run("import", str(path))
        log = self.log()
        require(all(len(log.get(name, ())) == EVENTS_OF_A_REQUEST for name in names), "an import is not whole")

    def _request(self, name: str) -> dict[str, object]:
        def event(number: int) -> dict[str, object]:
            recorded = "2026-11-16T12:00:00+00:00"
            detail = {"note": str(number)}
            return {
                "uid": uuid.uuid4().hex,
                "event": "note",
                "on": "2026-11-16",
                "recorded": recorded,
                "detail": detail,
            }

        fixed = {"agency": "mn-dps", "type": "x", "capacity": "public", "clock": "public-response", "answers": {}}
        events = [event(number) for number in range(EVENTS_OF_A_REQUEST)]
        return {
            "uid": uuid.uuid4().hex,
            "reference": name,
            "dated": "2026-11-16",
            "campaign": "",
            "events": events,
            **fixed,
        }

    def locked(self) -> None:
        """A lock and its opening: killed in one of them, the log is whole in one form or the other."""
        before = self.log()
        command = ("unlock" if lock.is_locked(self.home) else "lock", "--passphrase-file", "passphrase.txt")
        self.killed("lock", lambda: run(*command), 0.8)
        # What the next command finds, it has finished or thrown away.
        require(self.log() == before, f"after {command[0]} the log is another")
        if lock.is_locked(self.home):
            readable = [path.name for path in self.home.rglob("*") if path.is_file() and NAME in path.read_bytes()]
            require(not readable, f"{readable} can be read, though locked")

    def opened(self) -> None:
        """What the other kinds write into is not locked."""
        if lock.is_locked(self.home):
            run("unlock", "--passphrase-file", "passphrase.txt")

    def batch(self) -> None:
        """A batch goes on after each kill until it is whole; then another one begins."""
        table = Path(f"clients-{self._batch}.csv")
        people = range(self._batch * LETTERS_OF_A_BATCH, (self._batch + 1) * LETTERS_OF_A_BATCH)
        table.write_text("\n".join([COLUMNS, *(ROW.format(number) for number in people)]))
        folder = Path(f"batch-{self._batch}")
        died = self.killed("batch", lambda: run("batch", str(table), *BATCH, "--out", str(folder)), 4)
        files = {path.stem: path.read_bytes() for path in folder.glob("L-*.pdf")}
        require(all(each.rstrip().endswith(b"%%EOF") for each in files.values()), "half a letter lies there")
        log = self.log()
        written = {name: [mark for kind, mark in log[name] if kind == "written"] for name in files if name in log}
        require(all(len(marks) == 1 for marks in written.values()), "a letter is in the log twice")
        if died:
            return
        require(len(files) == len(written) == LETTERS_OF_A_BATCH, f"{len(files)} letters, {len(written)} in the log")
        hashes = {name: [hashlib.sha256(content).hexdigest()] for name, content in files.items()}
        require(hashes == written, "a letter is not the one in the log")
        self._batch += 1


@contextmanager
def soak(folder: Path, seed: int) -> Iterator[Soak]:
    """A folder in which to soak; the data are read once, so that kills fall on writing and not on reading."""
    home = folder / "home"
    folder.mkdir(parents=True, exist_ok=True)
    with (
        chdir(folder),
        patch.dict(os.environ, {"LETTERS_HOME": str(home)}),
    ):
        import letters.pdf  # noqa: F401 - before the children part

        Path("passphrase.txt").write_text(f"{PASSPHRASE}\n")
        run("agencies", "police")
        run("types")
        yield Soak(home, seed)


def main_soak() -> None:
    """Runs from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("kills", type=int)
    parser.add_argument("seed", type=int, nargs="?", default=7)
    wanted = parser.parse_args()
    begun, left, number = time.monotonic(), wanted.kills, 0
    kills: Counter[str] = Counter()
    while left > 0:
        with tempfile.TemporaryDirectory() as folder, soak(Path(folder), wanted.seed + number) as bath:
            while sum(bath.kills.values()) < min(left, KILLS_OF_A_FOLDER):
                bath.turn(bath.chance.choice(sorted(bath.kinds)))
            bath.opened()
            held = bath.log()
        kills += bath.kills
        left, number = wanted.kills - sum(kills.values()), number + 1
        print(f"nothing lost, nothing doubled: {len(held):,} requests, {sum(map(len, held.values())):,} events")
    told = ", ".join(f"{kind} {count:,}" for kind, count in sorted(kills.items()))
    print(f"{kills.total():,} kills in {time.monotonic() - begun:.0f} s, seed {wanted.seed}: {told}")


if __name__ == "__main__":
    main_soak()
