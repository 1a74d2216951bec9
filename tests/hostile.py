"""What somebody hostile or unlucky would hand the program, and what must not come of it.

Everything here takes bytes or arguments, and lets nothing pass but a LettersError or a proper exit. The ordinary tests
try a sample of it; `fuzz/` tries all of it, and lets atheris look for more.
"""

import re
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, chdir, closing
from pathlib import Path
from unittest.mock import patch

import click
from click.testing import CliRunner, Result
from support import ANSWERS, LATER, TODAY

from letters.cli import main

AUDIT, PUBLIC = "own-record-audit-trail", "data-sharing-agreements-mous"

NASTY = (
    "",
    " ",
    "\t\r\n",
    "\x00",
    "a\x00b",
    "\x1b[31mred\x07",
    "\x7f\x85\u2028",
    "\u202etxt.exe",
    "\ufeff\u200b\u2066",
    "\udcff\ud800",
    "\U0010ffff\ufffe",
    "e" + "\u0301" * 500,
    "x" * 5_000,
    "x" * 200_000,
    "é" * 300,
    "-",
    "--",
    "-1",
    "-99999999999999999999",
    "9" * 5_000,
    "0x10",
    "1e999",
    "NaN",
    "٣",
    "..",
    "../escape",
    "../../../../../../../../etc/passwd",
    "/etc/passwd",
    "/dev/null",
    "/dev/full",
    "/proc/self/mem",
    "/nonexistent/x",
    "~nobody/x",
    "~",
    ".",
    "con",
    "a/b\\c",
    "%s%s%n%x",
    "%(x)s",
    "{0.__class__}",
    "{}",
    "{{ 7 * 7 }}",
    "{% include 'x' %}",
    "${HOME}`id`$(id)",
    "'; DROP TABLE request; --",
    "%_",
    "<script>alert(1)</script>",
    "]]>&amp;&#0;",
    "=cmd|' /C calc'!A0",
    "a=b",
    "full_name=\x00",
    "=x",
    "full_name=" + "x" * 100_000,
    "full_name=\udcff",
    "1900-01-01",
    "2100-12-31",
    "9999-12-31",
    "99999-12-31",
    "0000-00-00",
    "-2026-01-01",
    "2026-02-30",
    "12/31/2100",
    "2026-13-45T00:00",
    "٢٠٢٦-٠١-٠١",
    "spring",
    "L-",
    "l-%",
    "!!python/object/apply:os.system ['id']",
)

# What stands in the place of a parameter that is not tried; a command that needs other words has them by its name.
USUAL = {
    "agency": "mn-dps",
    "type": AUDIT,
    "request_type": AUDIT,
    "reference": "L-MAYA",
    "references": "L-MAYA",
    "event": "received",
    "name": "spring",
    "table": "clients.csv",
    "out": "made",
    "file": "made",
    "campaign": "spring",
    "query": "police",
    "id": "mn-dps",
    "clock": "public-response",
    "start": "2026-11-25",
    "kind": "police",
    "set": "full_name=Maya Lindqvist",
}
USUAL_HERE = {
    ("companion", "name"): "identity",
    ("type", "id"): AUDIT,
    ("import", "file"): "export.json",
    ("attach", "file"): "scan.png",
    ("write", "out"): "made.pdf",
}
BESIDE = {
    "write": ["--no-track", *(f"--set={name}={text}" for name, text in ANSWERS[AUDIT].items())],
    "batch": ["--agency", "mn-dps-dvs", "--type", AUDIT, "--dry-run", "--jobs", "1"],
    "happened": ["--on", "2026-11-26"],
    "answer": ["--reply", "ready", "--on", "2026-11-26"],
    "forget": ["--yes"],
    "next": ["--record"],
}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
CSV = (
    "Name,Street,City,State,Zip,DL number,From,To\n"
    "Maya Lindqvist,PO Box 1234,Saint Paul,MN,55101,T123456789012,1/1/2025,10/31/2026\n"
)


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command of the program, by name."""
    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        yield name, command


def places() -> Iterator[tuple[str, click.Command, click.Parameter]]:
    """Every parameter of every command that takes a text; `letters web` would serve."""
    for name, command in commands():
        for tried in command.params:
            if name != "web" and not (isinstance(tried, click.Option) and tried.is_flag):
                yield name, command, tried


def calls() -> Iterator[tuple[str, ...]]:
    """Every command with each of its parameters in turn given each of the nasty texts."""
    for name, command, tried in places():
        for text in NASTY:
            yield call(name, command, {tried.name or "": text})


def call(name: str, command: click.Command, given: Mapping[str, str]) -> tuple[str, ...]:
    """The command with these texts for its parameters; what else it needs has its usual text."""
    options, words = [], []
    for each in command.params:
        usual = USUAL_HERE.get((name, each.name or ""), USUAL.get(each.name or "", "spring"))
        text = given.get(each.name or "")
        if isinstance(each, click.Argument):
            if text is not None or each.required or name == "write":
                words.append(usual if text is None else text)
        elif text is not None or each.required:
            options.append(f"{each.opts[0]}={usual if text is None else text}")
    return (name, *BESIDE.get(name, ()), *options, "--", *words)


class Bench:
    """A user's folder with one request, beside it a current folder, and the command line called as a function.

    `call` says what is wrong with what came of a command, or None.
    """

    def __init__(self, root: Path) -> None:
        self.home, self.here = root / "home", root / "here"
        self._root, self._stack = root, ExitStack()
        self._typed: re.Match[str] | None = None
        self._kept = root.parent / f"{root.name}.kept"

    def __enter__(self) -> "Bench":
        self.here.mkdir(parents=True)
        self._stack.enter_context(chdir(self.here))
        self._stack.enter_context(patch("letters.cli.common._today", lambda: LATER))
        self._stack.enter_context(patch.dict("os.environ", {"LETTERS_HOME": str(self.home)}))
        self._furnish()
        shutil.copytree(self._root, self._kept)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()
        shutil.rmtree(self._kept)

    def _furnish(self) -> None:
        from PIL import Image

        given = [f"--set={name}={text}" for name, text in ANSWERS[AUDIT].items()]
        words = ("--reference", "L-MAYA", "--campaign", "spring", "--dated", str(TODAY), "--out", "letter.pdf")
        self.run("write", "mn-dps", AUDIT, *given, *words)
        self.run("sent", "L-MAYA", "--on", str(TODAY))
        self.run("export", "export.json")
        Path("clients.csv").write_text(CSV)
        Image.new("L", (40, 40)).save("scan.png")
        assert len(self.log()) == 2

    def run(self, *arguments: str) -> Result:
        return CliRunner().invoke(main, arguments)

    def log(self) -> list[tuple[object, ...]]:
        """All that is in the store, but for which dates were last shown."""
        with closing(sqlite3.connect(self.home / "letters.sqlite")) as store:
            return store.execute("SELECT * FROM request LEFT JOIN event ON request.id = request_id").fetchall()

    def call(self, arguments: Sequence[str], then: Sequence[Sequence[str]] = ()) -> str | None:
        before, around = self.log(), self._around()
        self._typed = _CONTROL.search(" ".join(arguments))
        done = self.run(*arguments)
        named = any(word.startswith(("--out=..", "..")) for word in arguments)  # a place that the user chose
        wrong = self._wrong(done, before, around if not named else self._around())
        for after in then:  # what was taken in breaks nothing later
            wrong = wrong or self._wrong(self.run(*after), self.log(), self._around())
        self._restore()
        return wrong

    def _wrong(self, done: Result, before: list[tuple[object, ...]], around: set[str]) -> str | None:
        failed = done.exit_code in (1, 2)
        typed = not failed and self._typed  # the name of a file is told as it was given
        faults = {
            f"raised {done.exception!r}": done.exception and not isinstance(done.exception, SystemExit),
            f"ended with {done.exit_code}": done.exit_code not in range(5),
            "failed without a word": failed and not done.stderr.strip(),
            f"said {len(done.stderr)} characters": len(done.stderr) > 50_000,
            f"printed a control character: {done.output[:300]!r}": _CONTROL.search(
                done.stderr if typed else done.output
            ),
            "changed the store though it failed": failed and self.log() != before,
            "made a file outside its folders": self._around() - around,
        }
        return next((fault for fault, found in faults.items() if found), None)

    def _around(self) -> set[str]:
        """What lies beside the two folders, and in the folders above."""
        return {str(path) for folder in (self._root, self._root.parent) for path in folder.iterdir()}

    def _restore(self) -> None:
        for path in self._root.iterdir():
            if path not in (self.home, self.here):
                path.unlink()
        for folder in (self.home, self.here):
            kept = self._kept / folder.name
            _empty(folder)
            shutil.copytree(kept, folder, dirs_exist_ok=True)


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
