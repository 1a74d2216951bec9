"""Bounds for what a template that is not ours may take: steps, memory, how much it writes, and what its pages cost.

Steps are counted, not timed, so that the same template always comes to the same end. Counting those of the engine would
make it twice as slow: there the processor's time and the memory have bounds that no letter comes near.
"""

import ctypes
import mmap
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any, Literal, TypeVar

from letters.errors import TemplateBroken

MOST_STEPS = 1_000_000
MOST_MORE_MEMORY = 400_000_000
MOST_WRITTEN = 1_000_000
MOST_SECONDS = 120
MOST_MEMORY_OF_PAGES = 1_000_000_000
LOOK_EVERY = 0.25

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


class TooMuch(BaseException):
    """Raised in the midst of what takes too much."""


def watched(work: Callable[[], T]) -> T:
    """What some work gives; raises TemplateBroken once it took too much of the processor's time or of the memory."""
    here, over, lock = threading.get_ident(), threading.Event(), threading.Lock()
    excess, found_too_much = _excess(here), ""

    def watch() -> None:
        nonlocal found_too_much
        while not over.wait(LOOK_EVERY):
            with lock:
                if not over.is_set() and (found := excess()):
                    found_too_much = found
                    _raise(here, ctypes.py_object(TooMuch))

    def stop() -> None:
        with lock:
            over.set()

    with _unheard():
        try:
            try:
                threading.Thread(target=watch, daemon=True).start()
                made = work()
            finally:
                stop()
        except TooMuch:
            stop()  # once more: it may have been that which was interrupted
        if found_too_much:
            _let_it_come(here)
            raise TemplateBroken(found_too_much)
    return made


def _excess(thread: int) -> Callable[[], str]:
    """What the work of a thread takes too much of from now on; empty while it is within its bounds."""
    passed, memory = _clock(thread), _memory("resident")
    end, most = passed() + MOST_SECONDS, memory + MOST_MEMORY_OF_PAGES

    def excess() -> str:
        if passed() > end:
            return f"it takes more than {MOST_SECONDS} seconds to lay out"
        if _memory("resident") > most:
            return f"it takes more than {MOST_MEMORY_OF_PAGES // 1_000_000:,} MB of memory to lay out"
        return ""

    return excess


@contextmanager
def _unheard() -> Iterator[None]:
    """Says nothing of a TooMuch that came where nothing can be raised (in a finalizer): the next one will do."""
    before = sys.unraisablehook

    def hook(unraisable: Any) -> None:
        if unraisable.exc_type is not TooMuch:
            before(unraisable)

    sys.unraisablehook = hook
    try:
        yield
    finally:
        sys.unraisablehook = before


def _let_it_come(thread: int) -> None:
    """Takes what was to be raised here and has not been, if there is any: Python cannot take it back."""
    with suppress(TooMuch):
        _raise(thread, ctypes.py_object(TooMuch))
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


def _memory(kind: Literal["size", "resident"]) -> int:
    """The bytes that the process has now; 0 where the system does not say."""
    try:
        fields = Path("/proc/self/statm").read_text().split()
    except OSError:
        return 0
    return int(fields[("size", "resident").index(kind)]) * mmap.PAGESIZE


@contextmanager
def _less_memory() -> Iterator[None]:
    """A bound on what the process may take besides, where the system has such a thing and says what it has now."""
    size = _memory("size")
    if not size:
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    limits = [limit for limit in (size + MOST_MORE_MEMORY, soft, hard) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min(limits), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
