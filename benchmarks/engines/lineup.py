"""The engines: how each is got, and the command with which it makes the first letters of a corpus."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from installing import program, python

HERE = Path(__file__).parent
TYPST, PLAYWRIGHT = "typst>=0.15", "playwright>=1.50"
XELATEX = ("texlive-xetex", "texlive-latex-recommended", "lmodern")
TAGGED = 'pdf:writer_pdf_Export:{"PDFUACompliance":{"type":"boolean","value":"true"}}'


@dataclass(frozen=True)
class Job:
    """So many letters of a corpus, into a folder; `home` is one of the run's own."""

    corpus: Path
    out: Path
    home: Path
    number: int

    @property
    def names(self) -> list[str]:
        return (self.corpus / "names.txt").read_text().split()[: self.number]


@dataclass(frozen=True)
class Engine:
    """One line of the table. `get` raises Unavailable and gives the command for a job; `slow`: fewer letters."""

    name: str
    get: Callable[[Path], Callable[[Job], Sequence[str | Path]]] = field(repr=False)
    tagged: bool = True
    slow: bool = False


def batch(*options: str) -> Callable[[Path], Callable[[Job], Sequence[str | Path]]]:
    def command(job: Job) -> Sequence[str | Path]:
        table = job.home / "letters.csv"
        with (job.corpus / "letters.csv").open(encoding="utf-8") as file:
            table.write_text("".join(line for n, line in enumerate(file) if n <= job.number), encoding="utf-8")
        # By the same key, letters have the same references.
        (job.home / "reference.key").write_bytes((job.corpus / "home/reference.key").read_bytes())
        return [sys.executable, HERE / "run_batch.py", table, "--out", job.out, "--dated", "2026-11-02", *options]

    return lambda _tools: command


def weasyprint(*variant: str) -> Callable[[Path], Callable[[Job], Sequence[str | Path]]]:
    return lambda _tools: _script(sys.executable, "run_weasyprint.py", *variant)


def typst(*standard: str) -> Callable[[Path], Callable[[Job], Sequence[str | Path]]]:
    return lambda tools: _script(
        python(tools / "venv", [TYPST]), "run_typst.py", HERE / "templates/letter.typ", *standard
    )


def chromium(tools: Path) -> Callable[[Job], Sequence[str | Path]]:
    return _script(python(tools / "venv", [PLAYWRIGHT]), "run_chromium.py", program("chromium", ["chromium"]))


def xelatex(_tools: Path) -> Callable[[Job], Sequence[str | Path]]:
    program("xelatex", XELATEX)
    return _script(sys.executable, "run_xelatex.py")


def libreoffice(_tools: Path) -> Callable[[Job], Sequence[str | Path]]:
    office = program("soffice", ["libreoffice-writer-nogui"])

    def command(job: Job) -> Sequence[str | Path]:
        files = [job.corpus / f"fodt/{name}.fodt" for name in job.names]
        profile = f"-env:UserInstallation={job.home.resolve().as_uri()}"
        return [office, "--headless", profile, "--convert-to", TAGGED, "--outdir", job.out, *files]

    return command


def _script(interpreter: Path | str, name: str, *more: Path | str) -> Callable[[Job], Sequence[str | Path]]:
    return lambda job: [interpreter, HERE / name, job.corpus, job.out, str(job.number), *more]


BARE = "WeasyPrint, bare"
ENGINES = (
    Engine("the press alone", lambda _tools: _script(sys.executable, "run_press.py")),
    Engine("letters batch, 1 process", batch("--jobs", "1")),
    Engine("the same without print run and labels", batch("--jobs", "1", "--no-print-run")),
    Engine(f"letters batch, all cores ({len(os.sched_getaffinity(0))})", batch()),
    Engine(BARE, weasyprint("pdf/ua-1")),
    Engine("WeasyPrint, bare, not tagged", weasyprint(), tagged=False),
    Engine("Typst", typst("ua-1")),
    Engine("Typst, not tagged", typst(), tagged=False),
    Engine("LibreOffice", libreoffice),
    Engine("Chromium", chromium, slow=True),
    Engine("XeLaTeX", xelatex, tagged=False, slow=True),
)


def environment(job: Job) -> dict[str, str]:
    """What a run sees: the letters' fonts, and a home of its own."""
    return {
        **os.environ,
        "FONTCONFIG_FILE": str(job.corpus / "fonts.conf"),
        "LETTERS_HOME": str(job.home),
        "PYTHONWARNINGS": "ignore",
    }


def versions(tools: Path) -> dict[str, str]:
    """Of all that is here, by name."""
    asked: dict[str, Sequence[str | Path]] = {
        "WeasyPrint": [sys.executable, "-c", "import weasyprint; print(weasyprint.__version__)"],
        "Typst": [tools / "venv/bin/python", "-c", "from importlib.metadata import version as v; print(v('typst'))"],
        "LibreOffice": ["soffice", "--version"],
        "Chromium": ["chromium", "--version"],
        "XeLaTeX": ["xelatex", "--version"],
    }
    found = {}
    for name, command in asked.items():
        try:
            said = subprocess.run([str(c) for c in command], check=True, capture_output=True, text=True).stdout
        except (OSError, subprocess.CalledProcessError):
            continue
        words = said.splitlines()[0].split()
        found[name] = next((word for word in words if word[0].isdigit()), words[-1])
    return found
