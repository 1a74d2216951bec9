"""What commands that write letters share: the answers that a person gives."""

import sys
from dataclasses import replace
from pathlib import Path

import click

from letters.errors import WrongInput
from letters.workflow import federal, given, recall
from letters.workflow.plan import SIGNER, Wish
from letters.workflow.workspace import Workspace
from letters.yaml_files import MOST_BYTES

# Of what can be answered with --set, these say nothing of a person.
SAID_OPENLY = frozenset({recall.AGENCY, recall.TYPE, SIGNER})
CHOSEN = frozenset({"choice", "yes_no", "date"})
IN_HISTORY = (
    "with low trace it is not given on the command line, which your shell keeps. Put answers in a file and give it "
    "with --answers FILE (- reads standard input), or leave out AGENCY and TYPE to be asked."
)


def pair(text: str) -> tuple[str, str]:
    """A `field=value` from the command line."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise click.BadParameter("write it as field=value", param_hint="--set")
    return name.strip(), value


def answered(
    desk: Workspace,
    said_openly: tuple[str, ...],
    file: Path | None,
    profile: str | None = None,
    *,
    low_trace: bool | None = None,
    **others: object,
) -> dict[str, str]:
    """What is answered by a profile, a file and the command line, the later before the earlier.

    Raises WrongInput for what identifies on a command line, if it is given with low trace: answers in words, a profile,
    and `others` by the name of their option.
    """
    said = dict(map(pair, said_openly))
    if desk.low_trace if low_trace is None else low_trace:
        telling = [f"--set {name}" for name in said if not _says_nothing(desk, name)]
        telling += [f"--{name.replace('_', '-')}" for name, value in {"profile": profile, **others}.items() if value]
        if telling:
            raise WrongInput(f"{', '.join(telling)}: {IN_HISTORY}")
    return {
        **(given.read_profile(desk.home, profile) if profile else {}),
        **(_from_file(file) if file else {}),
        **said,
    }


def _says_nothing(desk: Workspace, name: str) -> bool:
    field = desk.catalogue.fields.get(name)
    return name in SAID_OPENLY or (field is not None and field.sensitivity == "ordinary" and field.type in CHOSEN)


def _from_file(file: Path) -> dict[str, str]:
    if str(file) != "-":
        return given.read_answers(file)
    return given.read_bytes(sys.stdin.buffer.read(MOST_BYTES + 1))


def understood(desk: Workspace, wish: Wish) -> Wish:
    """Asks, in a terminal, for the word that a federal letter about oneself needs; elsewhere it is --understood."""
    text = federal.warning(desk.catalogue.type(wish.request_type), wish.given)
    if text is None or wish.understood or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return wish
    click.echo(click.wrap_text(text, 90))
    if click.prompt("Type yes if you have done so and want to go on", default="no") != "yes":
        raise click.Abort
    return replace(wish, understood=True)
