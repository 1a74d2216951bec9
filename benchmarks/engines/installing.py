"""Gets the engines that are missing: Debian packages from apt, Python packages into an environment of their own."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

SYSTEM = Path(__file__).parents[2] / "requirements/system.sh"


class Unavailable(Exception):
    """An engine that cannot be had here, and why."""


def program(name: str, packages: Sequence[str]) -> str:
    """The path of a program, its Debian packages installed first if it is missing; raises Unavailable."""
    if shutil.which(name) is None:
        _run(["sh", str(SYSTEM), *packages], f"{name} is missing, and its packages cannot be installed")
    found = shutil.which(name)
    if found is None:
        raise Unavailable(f"{name} is missing, and this system has no packages {', '.join(packages)}")
    return found


def python(folder: Path, packages: Sequence[str]) -> Path:
    """A Python that has these packages (name>=version), in a folder of the benchmark's own; raises Unavailable."""
    own = folder / "bin/python"
    if not own.exists():
        _run([sys.executable, "-m", "venv", str(folder)], "an environment for Python packages cannot be made")
    command = [str(own), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages]
    _run(command, f"{', '.join(packages)} cannot be installed")
    return own


def _run(command: Sequence[str], otherwise: str) -> None:
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True)
    except OSError as error:
        raise Unavailable(f"{otherwise}: {error}") from None
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise Unavailable(f"{otherwise}: {said[-1] if said else f'exit code {done.returncode}'}")
