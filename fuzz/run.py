"""Looks for inputs that break a reader of files: `make fuzz`, or `python fuzz/run.py READER [options of libFuzzer]`.

atheris changes inputs towards code that was not run before; the reader `commands` is every argument of every command,
one after the other, without it. An input that was found to break something stays in `build/fuzz/`: mend what it breaks,
and put it among the cases of the tests.
"""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
BUILD = ROOT / "build" / "fuzz"
sys.path.insert(0, str(ROOT / "tests"))

MOST_SECONDS, MOST_MEGABYTES = 20, 2000


def commands() -> int:
    """Every parameter of every command with every nasty text; how many broke something."""
    import hostile

    tried = broken = 0
    with hostile.Bench(Path(tempfile.mkdtemp()) / "root") as bench:
        for arguments in hostile.calls():
            tried += 1
            if wrong := bench.call(arguments):
                broken += 1
                print([word[:60] for word in arguments], "->", wrong[:300])
    print(f"commands: {tried:,} tried, {broken} broke something")
    return broken


def reader(name: str, options: list[str]) -> None:
    """Changes the seeds of a reader until something breaks or the time is up."""
    import atheris

    include = ["letters", "openpyxl", "email", "html", "json", "csv", "zipfile", "jinja2"]
    with atheris.instrument_imports(include=include):
        import hostile_files
        import seeds

    corpus = BUILD / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(seeds.of(name)):
        (corpus / f"seed-{number}").write_bytes(content)
    folder = Path(tempfile.mkdtemp())
    bounds = [f"-timeout={MOST_SECONDS}", f"-rss_limit_mb={MOST_MEGABYTES}", f"-artifact_prefix={BUILD}/{name}-"]
    atheris.Setup(
        [sys.argv[0], "-max_len=65536", *bounds, *options, str(corpus)],
        lambda content: hostile_files.harmless(name, folder, content),
    )
    atheris.Fuzz()


if __name__ == "__main__":
    if sys.argv[1] == "commands":
        sys.exit(commands() > 0)
    reader(sys.argv[1], sys.argv[2:])
