"""How long `letters due` takes with 10,000 open requests, start-up included: `python benchmarks/due.py`."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 7
HERE = Path(__file__).parent


def seconds(arguments: list[str], environment: dict[str, str]) -> float:
    """The median wall time of a whole process."""
    taken = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        subprocess.run([sys.executable, *arguments], env=environment, check=False, capture_output=True)
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        # Python keeps what it compiled, as it does wherever nothing forbids it.
        environment = {**os.environ, "LETTERS_HOME": folder, "PYTHONDONTWRITEBYTECODE": ""}
        subprocess.run([sys.executable, str(HERE / "fill.py"), folder, "10000"], env=environment, check=True)
        bare = seconds(["-c", "import letters.cli.lists"], environment)
        as_of = ["--as-of", "2026-11-25"]
        print(f"start-up alone: {bare:.2f} s")
        for command in ("due", "list"):
            taken = seconds(["-m", "letters", command, *as_of], environment)
            print(f"letters {command}, 10,000 open requests: {taken:.2f} s, {taken / bare:.1f} times start-up")


if __name__ == "__main__":
    main()
