"""Bounds for what a template that is not ours may take: steps, memory, and how much it writes.

Steps are counted, not timed, so that the same template always comes to the same end.
"""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from letters.errors import TemplateBroken

MOST_STEPS = 1_000_000
MOST_MORE_MEMORY = 400_000_000
MOST_WRITTEN = 1_000_000

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
