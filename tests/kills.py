"""Work that is killed at an instant, and how to see that a store is whole after it."""

import os
import random
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from letters import forms, tracker, vault

PASSPHRASE = "correct horse battery staple"
# What the store of the tests holds, and a locked one never shows.
SECRETS = (b"Lindqvist", b"PO Box 1234", b"The desk clerk was unkind", b"\x89PNG", b"mn-dps", b"Born=")
# What a program does to files, as Python tells it; between two of these it writes or waits.
STEPS = frozenset({"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link"})


def in_child(work: Callable[[], object], *, at_step: int = 0, after: float = 0) -> int | None:
    """Does the work in a process of its own, killed before a step or after seconds; gives its steps, None if killed."""
    out, into = os.pipe()
    child = os.fork()
    if not child:
        steps = 0

        def step(event: str, _told: tuple[Any, ...]) -> None:
            nonlocal steps
            if event in STEPS:
                steps += 1
                if steps == at_step:
                    os.kill(os.getpid(), signal.SIGKILL)

        failed = 1
        try:
            sys.addaudithook(step)
            if after:
                signal.signal(signal.SIGALRM, signal.SIG_DFL)  # ends the process as SIGKILL would
                signal.setitimer(signal.ITIMER_REAL, after)
            work()
            os.write(into, str(steps).encode())
            failed = 0
        finally:
            os._exit(failed)
    os.close(into)
    with os.fdopen(out) as told:
        said = told.read()
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return int(said) if said else None


def instants(steps: int, seconds: float, count: int, seed: int) -> Iterator[dict[str, Any]]:
    """Instants at which to kill: each second one before a step, the others after some time."""
    chance = random.Random(seed)
    for number in range(count):
        yield {"at_step": chance.randint(1, steps)} if number % 2 else {"after": chance.uniform(0.001, seconds)}


def unlocked_by(passphrase: str = PASSPHRASE) -> None:
    """From now on this passphrase is given whenever one is asked for."""
    vault.forget()
    vault.ask_by(lambda: passphrase)


def whole(home: Path) -> tuple[Any, ...]:
    """All that the store holds, in whichever form it is."""
    with tracker.reading(home) as store:
        return store.all(), {name: store.files.read(name) for name in store.files.names()}


def is_locked(home: Path) -> bool:
    return forms.place(home).name == "letters.locked"


def every_byte(folder: Path) -> bytes:
    """The bytes and names of all files under a folder."""
    return b"".join(p.name.encode() + p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file())
