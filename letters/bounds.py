"""Bounds for what a template that is not ours may take: steps, memory, how much it writes, and the time for its pages.

Steps are counted, not timed, so that the same template always comes to the same end. Counting those of the engine would
make it twice as slow: there the processor's time has a bound that no letter comes near.
"""

import ctypes
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

from letters.errors import TemplateBroken

MOST_STEPS = 1_000_000
MOST_MORE_MEMORY = 400_000_000
MOST_WRITTEN = 1_000_000
MOST_SECONDS = 120
LOOK_EVERY = 0.5

T = TypeVar("T")

# The bound on memory is the whole process's: one template at a time has it.
_one = threading.RLock()


def bounded(render: Callable[[], str]) -> str:
    """What a template writes; raises TemplateBroken when it runs too long, takes too much memory or writes too much."""
    steps = 0

    def count(_frame: FrameType, _event: str, _argument: Any) -> Any:
        nonlocal steps
        steps += 1
        if steps > MOST_STEPS:
            raise TemplateBroken(f"it takes more than {MOST_STEPS:,} steps: is there a loop in a loop?")
        return count

    before = sys.gettrace()
    with _one, _less_memory():
        sys.settrace(count)
        try:
            written = render()
        except MemoryError:
            raise TemplateBroken("it takes too much memory") from None
        finally:
            sys.settrace(before)
    if len(written) > MOST_WRITTEN:
        raise TemplateBroken(f"it writes more than {MOST_WRITTEN:,} characters")
    return written


class TooLong(BaseException):
    """Raised in the midst of what takes too long."""


def in_time(work: Callable[[], T]) -> T:
    """What some work gives; raises TemplateBroken once it has taken too much of the processor's time."""
    here, over, lock = threading.get_ident(), threading.Event(), threading.Lock()
    passed = _clock(here)
    end = passed() + MOST_SECONDS
    late = False

    def watch() -> None:
        nonlocal late
        while not over.wait(LOOK_EVERY):
            with lock:
                if not over.is_set() and passed() > end:
                    late = True
                    _raise(here, ctypes.py_object(TooLong))

    def stop() -> None:
        with lock:
            over.set()

    try:
        try:
            threading.Thread(target=watch, daemon=True).start()
            found = work()
        finally:
            stop()
    except TooLong:
        stop()  # once more: it may have been that which was interrupted
    if late:
        _let_it_come(here)
        raise TemplateBroken(f"it takes more than {MOST_SECONDS} seconds to lay out")
    return found


def _let_it_come(thread: int) -> None:
    """Takes what was to be raised here and has not been, if there is any: Python cannot take it back."""
    with suppress(TooLong):
        _raise(thread, ctypes.py_object(TooLong))
        while True:
            time.sleep(0)


def _raise(thread: int, what: Any) -> None:
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), what)


def _clock(thread: int) -> Callable[[], float]:
    """The seconds of the processor that a thread has taken; where the system does not tell, those on the wall."""
    if not hasattr(time, "pthread_getcpuclockid"):
        return time.monotonic
    clock = time.pthread_getcpuclockid(thread)
    return lambda: time.clock_gettime(clock)


@contextmanager
def _less_memory() -> Iterator[None]:
    """A bound on what the process may take besides, where the system has such a thing and says what it has now."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except (ImportError, OSError):
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = pages * resource.getpagesize() + MOST_MORE_MEMORY
    limits = [limit for limit in (most, soft, hard) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min(limits), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
