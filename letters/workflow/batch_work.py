"""The letters of a batch, made on all cores: each process loads templates and fonts once, and writes its own files.

A letter is the same whichever process makes it. Files are written whole; the log is left to the caller.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from itertools import islice
from pathlib import Path

from letters import files, vault
from letters.errors import FileTrouble, LettersError
from letters.events import Request
from letters.workflow import lock, write
from letters.workflow.plan import Wish, plan
from letters.workflow.workspace import Workspace

# Letters handed to a process at a time: few enough that all are busy to the end.
CHUNK = 16
# Files that a process has on their way to the disk at a time.
WRITERS = 4
PARENT_CHECK = 2.0

_own: tuple[Workspace, ThreadPoolExecutor] | None = None


@dataclass(frozen=True)
class Task:
    """A row to write, whose wish says where; `only_check` makes the letter and writes nothing."""

    number: int
    wish: Wish = field(repr=False)
    only_check: bool = False


@dataclass(frozen=True)
class Outcome:
    """What came of a row: the letter as the log keeps it, or what is wrong.

    `fatal` where the machine is to blame (a full disk): then no other row would fare better.
    """

    number: int
    request: Request | None = field(repr=False)
    pages: int = 0
    problem: str = ""
    fatal: bool = False


def work(
    workspace: Workspace, tasks: Sequence[Task], jobs: int | None, start_method: str | None = None
) -> Generator[list[Outcome], None, None]:
    """Makes the letters, some at a time, in no order; raises LettersError when a process dies."""
    chunks = [tasks[start : start + CHUNK] for start in range(0, len(tasks), CHUNK)]
    jobs = min(jobs or cores(), len(chunks))
    if jobs <= 1:
        desk = workspace.on_a_press()
        with ThreadPoolExecutor(WRITERS) as writers:
            yield from (_each(desk, writers, chunk) for chunk in chunks)
        return
    lock.ready(workspace.home)
    import_module("letters.pdf")  # once, before the processes part
    context = multiprocessing.get_context(start_method)
    begun_with = (workspace.home, workspace.today, workspace.low_trace, vault.keys())
    with ProcessPoolExecutor(jobs, context, initializer=_begin, initargs=begun_with) as pool:
        left = iter(chunks)
        waiting: set[Future[list[Outcome]]] = {pool.submit(_many, chunk) for chunk in islice(left, 2 * jobs)}
        try:
            while waiting:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                waiting |= {pool.submit(_many, chunk) for chunk in islice(left, len(done))}
                for each in done:
                    yield each.result()
        except BrokenProcessPool:
            raise LettersError("A process of the batch was ended. Run the same command again: it goes on.") from None
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def cores() -> int:
    """How many cores this program may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _begin(home: Path, today: date, low_trace: bool, keys: vault.Keys) -> None:
    """Readies a process: it leaves Control-C to its parent, and ends when that is gone."""
    global _own  # noqa: PLW0603
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _own = Workspace(home, today, low_trace).on_a_press(), ThreadPoolExecutor(WRITERS)
    vault.remember(keys)
    parent = os.getppid()

    def watch() -> None:
        never = threading.Event()
        while os.getppid() == parent:
            never.wait(PARENT_CHECK)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _many(chunk: Sequence[Task]) -> list[Outcome]:
    assert _own is not None
    return _each(*_own, chunk)


def _each(desk: Workspace, writers: ThreadPoolExecutor, chunk: Sequence[Task]) -> list[Outcome]:
    """What came of a handful: a letter is made while the files of those before it go to the disk."""
    begun = [_begun(desk, writers, task) for task in chunk]
    return [_ended(outcome, writing) for outcome, writing in begun]


def _begun(desk: Workspace, writers: ThreadPoolExecutor, task: Task) -> tuple[Outcome, list[Future[None]]]:
    """A letter that was made, and the files of it that are being written."""
    try:
        made = write.prepare(desk, plan(desk, task.wish))
    except LettersError as error:
        return Outcome(task.number, None, problem=str(error)), []
    except OSError as error:  # the engine keeps fonts in a temporary folder
        return Outcome(task.number, None, problem=f"Cannot write: {error.strerror}.", fatal=True), []
    found = {} if task.only_check else {made.path: made.content, **made.beside}
    writing = [writers.submit(files.replace_whole, path, content) for path, content in found.items()]
    return Outcome(task.number, made.request, made.pages), writing


def _ended(outcome: Outcome, writing: Sequence[Future[None]]) -> Outcome:
    """The same when its files are there."""
    try:
        for each in writing:
            each.result()
    except FileTrouble as error:
        return Outcome(outcome.number, None, problem=str(error), fatal=True)
    return outcome
