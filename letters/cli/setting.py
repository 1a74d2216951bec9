"""`letters setting`."""

import click

from letters import places
from letters.cli.common import as_json, print_json
from letters.workflow import preferences

BEFORE = "What was kept before is still there: letters list, letters forget REF --yes, letters profile NAME --forget."


@click.command("setting")
@click.argument("name", default="", metavar="NAME")
@click.argument("value", required=False, type=click.Choice([preferences.ON, preferences.OFF]), metavar="on|off")
@as_json
def setting_command(name: str, value: str | None, as_json: bool) -> None:
    """Show the settings, or set one for every command from now on.

    low-trace: keep only the reference and the dates of a request, and name files by the reference alone.
    """
    if bool(name) != bool(value):
        raise click.UsageError("Give NAME and on or off; or neither, to see the settings.")
    home = places.home()
    found = preferences.keep(home, name, value) if value else preferences.read(home)
    if as_json:
        print_json(found)
        return
    for each, on in found.items():
        click.echo(f"{each}: {preferences.ON if on else preferences.OFF}")
    if value == preferences.ON:
        click.echo(BEFORE)
