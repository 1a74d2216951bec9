"""What a command costs, all its processes together. This module stays small, since each child begins as its copy."""

import ctypes
import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36
# What may pass until the last process of an engine is gone.
PATIENCE = 30


class EngineFailed(Exception):
    """A command that did not do what it is measured for."""


@dataclass(frozen=True)
class Usage:
    """Wall seconds until the command ended, CPU seconds of all its processes, and the memory of the largest in MB."""

    seconds: float
    cpu: float
    peak: float


def adopt_orphans() -> None:
    """Makes this process the parent of what an engine leaves behind, so that the CPU time of that is counted too."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def run(command: Sequence[str | Path], environment: Mapping[str, str], log: Path) -> Usage:
    """Runs a command to its end and that of all its processes; raises EngineFailed with the end of what it printed."""
    with log.open("wb") as output:
        begin = time.perf_counter()
        process = subprocess.Popen(
            [str(each) for each in command], stdin=subprocess.DEVNULL, stdout=output, stderr=output, env={**environment}
        )
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        said = log.read_text(errors="replace").strip()[-500:]
        raise EngineFailed(f"{Path(str(command[0])).name} ended with {process.returncode}: {said}")
    everything = [used, *_orphans()]
    return Usage(
        seconds, sum(each.ru_utime + each.ru_stime for each in everything), max(e.ru_maxrss for e in everything) / 1024
    )


def _orphans() -> "list[os.struct_rusage]":  # type: ignore[name-defined]
    """What the processes used that outlived the command."""
    found, until = [], time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            pid, _, used = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return found
        if pid:
            found.append(used)
        else:
            time.sleep(0.01)
    raise EngineFailed(f"processes were still there {PATIENCE} seconds after the command had ended")
