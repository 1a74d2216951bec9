"""Runs the commands in the documents and writes what they print under them: `python docs/refresh.py`.

A block begins with ```console and a line `$ letters …`; the rest of it is the command's own words.
"""

import re
import shlex
from pathlib import Path

from click.testing import CliRunner

from letters.cli import main

DOCUMENTS = (Path(__file__).parent / "how-days-are-counted.md",)
BLOCK = re.compile(r"```console\n\$ letters (?P<command>.*)\n(?P<output>(?:.*\n)*?)```\n")


def refreshed(text: str) -> str:
    """The document with what each command prints now."""

    def run(block: re.Match[str]) -> str:
        result = CliRunner().invoke(main, shlex.split(block["command"]))
        return f"```console\n$ letters {block['command']}\n{result.output}```\n"

    return BLOCK.sub(run, text)


if __name__ == "__main__":
    for document in DOCUMENTS:
        document.write_text(refreshed(document.read_text()))
