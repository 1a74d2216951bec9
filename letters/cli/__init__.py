"""The command line: each command reads its input, calls one function of `workflow`, and shows the answer."""

from letters.cli.main import main

__all__ = ["main"]
