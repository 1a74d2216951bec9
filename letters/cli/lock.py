"""`letters lock` and `unlock`."""

import click

from letters import places
from letters.cli import passphrase
from letters.cli.common import as_json, counted, print_json
from letters.workflow import lock


@click.command("lock")
@as_json
def lock_command(as_json: bool) -> None:
    """Encrypt your requests, attached papers and profiles with a passphrase, and remove what was not encrypted.

    If you forget the passphrase, nobody can open them again.
    """
    home = places.home()
    lock.require_unlocked(home)
    click.echo(lock.BEFORE, err=True)
    found = lock.lock(home, passphrase.ask_twice())
    if as_json:
        print_json({"locked": True, **_counts(found), "not_reached": list(lock.NOT_REACHED)})
        return
    click.echo(f"Locked: {_held(found)}. Each command asks for the passphrase now.")
    if found.left:
        click.echo(f"Not locked, in your folder {home}: {', '.join(found.left)}.")
    click.echo("Not reached:\n" + "\n".join(f"  - {each}" for each in lock.NOT_REACHED))


@click.command("unlock")
@as_json
def unlock_command(as_json: bool) -> None:
    """Decrypt your requests again, so that no command asks for the passphrase."""
    found = lock.unlock(places.home())
    if as_json:
        print_json({"locked": False, **_counts(found)})
        return
    click.echo(f"Unlocked: {_held(found)}. Who can use this account can read them.")


def _counts(found: lock.Locked) -> dict[str, object]:
    return {"requests": found.requests, "files": found.files, "not_locked": list(found.left)}


def _held(found: lock.Locked) -> str:
    return f"{counted(found.requests, 'request')} and {counted(found.files, 'file')}"
