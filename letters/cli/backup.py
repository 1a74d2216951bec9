"""`letters backup` and `restore`."""

from dataclasses import asdict
from pathlib import Path

import click

from letters import places
from letters.cli.common import as_json, counted, print_json
from letters.workflow import backup

LOCKED = "It is locked with the passphrase that your requests have now; note that, for a later one does not open it."
NOT_LOCKED = "It is not locked: whoever has the file can read it. `letters lock` first makes locked backups."


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@as_json
def backup_command(file: Path, as_json: bool) -> None:
    """Copy your requests, attached papers and profiles into one FILE, locked where they are locked."""
    file = backup.place(file)
    saved = backup.backup(places.home(), file)
    if as_json:
        print_json(asdict(saved))
        return
    click.echo(
        f"Wrote {counted(saved.requests, 'request')} and {counted(saved.files, 'file')} to {file}, and read them back."
    )
    click.echo(LOCKED if saved.locked else NOT_LOCKED)


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Remove the requests that are here now, once the backup is in place.")
@as_json
def restore_command(file: Path, replace: bool, as_json: bool) -> None:
    """Put what `letters backup` wrote to FILE in place, with the passphrase of that day where it is locked."""
    saved = backup.restore(places.home(), file, replace=replace)
    if as_json:
        print_json(asdict(saved))
        return
    now = "locked with the passphrase of the backup" if saved.locked else "not locked"
    click.echo(f"Restored {counted(saved.requests, 'request')} and {counted(saved.files, 'file')}; they are {now}.")
