"""How a passphrase is given: typed at a terminal, or in a file; never as an argument or in the environment."""

import sys
from pathlib import Path

import click

from letters import files, vault
from letters.errors import StoreLocked, WrongInput

_FILE, _LINE = "letters.passphrase_file", "letters.passphrase"
_MOST_BYTES = 4096


def _take(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.meta[_FILE] = value


option = click.option(
    "--passphrase-file",
    metavar="FILE",
    expose_value=False,
    callback=_take,
    help="Where the passphrase of locked requests stands; - is standard input.",
)


def ask(words: str = "Passphrase") -> str:
    """The passphrase, from the file that was named or from the person; raises StoreLocked where there is neither."""
    given = from_file()
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise StoreLocked("A passphrase is needed: give it with --passphrase-file FILE (`-` for standard input).")
    return str(click.prompt(words, hide_input=True, err=True))


def ask_twice() -> str:
    """A new passphrase, typed twice, or once in a file; raises WrongInput where it is short or differs."""
    given = ask("A new passphrase")
    vault.require_long(given)
    if from_file() is None and click.prompt("The same again", hide_input=True, err=True) != given:
        raise WrongInput("The two are not the same. Nothing was changed.")
    return given


def from_file() -> str | None:
    """The one line of the file that was named, None where none was; raises FileTrouble and WrongInput."""
    told = click.get_current_context().meta
    if _FILE not in told:
        return None
    if _LINE not in told:  # standard input is read once
        told[_LINE] = _line(told[_FILE])
    return str(told[_LINE])


def _line(name: str) -> str:
    content = sys.stdin.buffer.read(_MOST_BYTES + 1) if name == "-" else files.read_whole(Path(name))
    try:
        (line,) = content.decode("utf-8-sig").splitlines()
    except ValueError:
        line = ""
    if not line or len(content) > _MOST_BYTES:
        raise WrongInput("--passphrase-file: the passphrase is one line of text and nothing else.")
    return line


def refuse() -> str:
    """For the pages: nobody is at a terminal any more; raises StoreLocked."""
    raise StoreLocked("Your requests were locked meanwhile: stop Letters with Control-C, and start it again.")
