"""This tool beside other ways to make the same letters, in one run: `python benchmarks/engines --letters 200`.

Each engine makes the same invented letters of two types, tagged where it can, in processes of its own, and all it made
is counted and read. What is measured is a run with all letters and one with two, one of each type. The difference is
what a letter costs in the long run; what the short run costs beyond its two letters is start-up. CPU time is that of
all processes of an engine, peak memory that of the largest one of them. Engines that are missing are installed.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from installing import Unavailable, program
from lineup import BARE, ENGINES, HERE, Engine, Job, environment, versions
from measure import EngineFailed, Usage, adopt_orphans, run

FEW = 2
SAMPLE = 10
# So many letters of a paragraph are on one page, wherever it is broken.
BEGINNING = 40
README = HERE.parent / "README.md"
BEGIN, END = "<!-- engines: written by `python benchmarks/engines --write` -->", "<!-- /engines -->"


@dataclass(frozen=True)
class Result:
    """What an engine took: seconds a letter and CPU seconds a letter in the long run, seconds to start, peak in MB."""

    engine: str
    tagged: bool
    letters: int
    seconds: float
    cpu: float
    startup: float
    whole: float
    peak: float
    kilobytes: float


def measured(engine: Engine, corpus: Path, work: Path, letters: int, rounds: int) -> Result:
    """The medians of some rounds; raises Unavailable and EngineFailed."""
    command = engine.get(work)
    taken: list[tuple[Usage, Usage]] = []
    for _ in range(rounds):
        some = []
        for number in (FEW, letters):
            job = Job(corpus, work / "made", work / "home", number)
            for folder in (job.out, job.home):
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
            some.append(run(command(job), environment(job), work / "log.txt"))
            check(job)
        taken.append((some[0], some[1]))
    more = letters - FEW
    seconds = statistics.median((full.seconds - few.seconds) / more for few, full in taken)
    if seconds <= 0:
        raise EngineFailed("so few letters take no longer than two: measure more")
    return Result(
        engine=engine.name,
        tagged=engine.tagged,
        letters=letters,
        seconds=seconds,
        cpu=statistics.median((full.cpu - few.cpu) / more for few, full in taken),
        startup=max(0.0, statistics.median(few.seconds for few, _ in taken) - FEW * seconds),
        whole=statistics.median(full.seconds for _, full in taken),
        peak=max(full.peak for _, full in taken),
        kilobytes=statistics.mean((job.out / f"{name}.pdf").stat().st_size for name in job.names) / 1000,
    )


def check(job: Job) -> None:
    """Raises EngineFailed unless every letter is there, and says in a sample what it is to say."""
    made = {path.stem for path in job.out.glob("*.pdf")} - {"print", "labels", "envelopes"}
    if made != set(job.names):
        raise EngineFailed(f"made {len(made)} of {job.number} letters, or others than these")
    for name in job.names[:: max(1, job.number // SAMPLE)]:
        words = json.loads((job.corpus / f"words/{name}.json").read_text(encoding="utf-8"))
        read = subprocess.run(["pdftotext", job.out / f"{name}.pdf", "-"], check=True, capture_output=True, text=True)
        said = _letters(read.stdout)
        paragraphs = ["".join(text for _, text in block["runs"]) for block in words["blocks"] if "runs" in block]
        for line in (*words["sender"], *words["reference"], *words["addressee"], *paragraphs):
            if _letters(line)[:BEGINNING] not in said:
                raise EngineFailed(f"{name}.pdf does not say: {line}")


def _letters(text: str) -> str:
    """A text as its letters and digits: lines are broken elsewhere, and pages numbered, by each engine."""
    return "".join(character for character in text if character.isalnum())


def table(results: list[Result], left_out: dict[str, str]) -> str:
    """The results as a table in Markdown, with ratios to bare WeasyPrint."""
    bare = next((each for each in results if each.engine == BARE), None)
    lines = [
        "| engine | letters | a second (ratio) | CPU a letter (ratio) | start-up | peak memory | a file | tagged |",
        "|---|--:|--:|--:|--:|--:|--:|---|",
    ]
    for each in results:
        faster = f" ({bare.seconds / each.seconds:.2f})" if bare else ""
        dearer = f" ({each.cpu / bare.cpu:.2f})" if bare else ""
        lines.append(
            f"| {each.engine} | {each.letters} | {1 / each.seconds:.1f}{faster} | {each.cpu * 1000:.1f} ms{dearer} | "
            f"{each.startup:.1f} s | {each.peak:.0f} MB | {each.kilobytes:.0f} kB | {'yes' if each.tagged else 'no'} |"
        )
    lines += [f"| {name} | left out: {reason.replace('|', '/')} | | | | | | |" for name, reason in left_out.items()]
    return "\n".join(lines)


def facts(work: Path) -> dict[str, Any]:
    """What the figures depend on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    return {
        "day": date.today().isoformat(),
        "cores": len(os.sched_getaffinity(0)),
        "memory": f"{memory:.0f} GB",
        "system": system,
        "load": round(os.getloadavg()[0], 1),
        "versions": {"Python": platform.python_version(), **versions(work)},
    }


def told(about: dict[str, Any]) -> str:
    named = ", ".join(f"{name} {version}" for name, version in about["versions"].items())
    return (
        f"Measured on {about['day']} on {about['cores']} cores with {about['memory']}, {about['system']}, load "
        f"{about['load']} before the run. {named}."
    )


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python benchmarks/engines", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--letters", type=int, default=200, help="how many letters (default: 200)")
    parser.add_argument("--slow-letters", type=int, default=50, help="at most so many for slow engines (default: 50)")
    parser.add_argument("--rounds", type=int, default=1, help="how often; the table has the medians (default: 1)")
    parser.add_argument("--only", action="append", metavar="TEXT", help="engines with this in their name")
    parser.add_argument("--work", type=Path, default=Path("out/benchmarks"), help="where to work (out/benchmarks)")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/README.md")
    chosen = parser.parse_args()
    if min(chosen.letters, chosen.slow_letters) <= FEW or chosen.rounds < 1:
        parser.error(f"measure more than {FEW} letters, at least once")
    return chosen


def main() -> int:
    chosen = arguments()
    work = chosen.work.resolve()
    corpus = work / "corpus"
    shutil.rmtree(corpus, ignore_errors=True)
    corpus.mkdir(parents=True)
    program("pdftotext", ["poppler-utils"])
    about = facts(work)
    adopt_orphans()
    subprocess.run([sys.executable, HERE / "corpus.py", corpus, str(chosen.letters)], check=True)
    results: list[Result] = []
    left_out: dict[str, str] = {}
    failed = False
    for engine in ENGINES:
        if chosen.only and not any(text.lower() in engine.name.lower() for text in chosen.only):
            continue
        letters = min(chosen.letters, chosen.slow_letters) if engine.slow else chosen.letters
        print(f"{engine.name}: {letters} letters", file=sys.stderr)
        try:
            results.append(measured(engine, corpus, work, letters, chosen.rounds))
        except Unavailable as reason:
            left_out[engine.name] = str(reason)
        except EngineFailed as reason:
            print(f"Error: {engine.name}: {reason}", file=sys.stderr)
            failed = True
    about["versions"] |= versions(work)
    shown = f"{table(results, left_out)}\n\n{told(about)}"
    print(json.dumps({**about, "results": list(map(asdict, results)), "left_out": left_out}) if chosen.json else shown)
    if chosen.write and not failed:
        before, _, rest = README.read_text().partition(BEGIN)
        README.write_text(f"{before}{BEGIN}\n{shown}\n{END}{rest.partition(END)[2]}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
