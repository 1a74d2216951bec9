"""How long the lists take with 10,000 requests and 100,000 events: `python benchmarks/soak.py`.

Whole processes for the commands, start-up included; the web list in one process, as a server that runs already, its
first answer and the later ones. Medians of 5 in one run, of wall time and of processor time: on a machine that is busy
with something else only the second says how much work it is.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

RUNS = 5
REQUESTS, EVENTS_EACH = 10_000, 10
TODAY = date(2026, 11, 25)
HERE = Path(__file__).parent


def measured(run: Callable[[], object], whose: int) -> tuple[float, float]:
    """Wall and processor seconds of one run."""
    before, begin = resource.getrusage(whose), time.perf_counter()
    run()
    taken, after = time.perf_counter() - begin, resource.getrusage(whose)
    return taken, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def tell(name: str, runs: list[tuple[float, float]]) -> None:
    wall, processor = (statistics.median(each) for each in zip(*runs, strict=True))
    print(f"{name:34} {wall:5.2f} s, of the processor {processor:5.2f} s")


def command(arguments: list[str], environment: dict[str, str]) -> list[tuple[float, float]]:
    """Each run is a process of its own."""

    def run() -> None:
        subprocess.run([sys.executable, *arguments], env=environment, check=False, capture_output=True)

    return [measured(run, resource.RUSAGE_CHILDREN) for _ in range(RUNS)]


def web(home: Path) -> None:
    """The list as the server gives it: the first answer reads the law and the agencies, too."""
    from letters.web.app import create_app
    from letters.web.safety import Guard
    from letters.web.serve import Desks

    guard = Guard(5000)
    client = create_app(Desks(home, lambda: TODAY), guard).test_client()
    here = "http://127.0.0.1:5000"
    client.get(f"/start?token={guard.token}", base_url=here)

    def run() -> None:
        assert client.get("/requests/", base_url=here, buffered=True).status_code == 200

    tell("the web list, first answer", [measured(run, resource.RUSAGE_SELF)])
    tell("the web list, later answers", [measured(run, resource.RUSAGE_SELF) for _ in range(RUNS)])


def main() -> None:
    print(f"{REQUESTS:,} requests, {REQUESTS * EVENTS_EACH:,} events; others ran: load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        # Python keeps what it compiled, as it does wherever nothing forbids it.
        environment = {**os.environ, "LETTERS_HOME": folder, "PYTHONDONTWRITEBYTECODE": ""}
        fill = [sys.executable, str(HERE / "fill.py"), folder, str(REQUESTS), str(EVENTS_EACH)]
        subprocess.run(fill, env=environment, check=True)
        tell("start-up alone", command(["-c", "import letters.cli.lists"], environment))
        out = ["--out", str(Path(folder) / "dates.ics")]
        for name, more in (("due", []), ("list", []), ("calendar", out)):
            told = command(["-m", "letters", name, "--as-of", str(TODAY), *more], environment)
            tell(f"letters {name}", told)
        web(Path(folder))


if __name__ == "__main__":
    main()
