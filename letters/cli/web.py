"""`letters web`."""

import click

from letters import places, vault
from letters.cli import passphrase
from letters.workflow import lock


@click.command("web")
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="A port; by default a free one.")
@click.option("--no-browser", is_flag=True, help="Print the link, and open nothing.")
def web_command(port: int, no_browser: bool) -> None:
    """Open the pages in your browser: everything, without a terminal. They are served to this machine alone."""
    from letters.web import serve

    def started(link: str) -> None:
        click.echo("Open this link; it works on this machine only, until you stop Letters here with Control-C:")
        click.echo(link)
        if not no_browser:
            click.launch(link)

    lock.ready(places.home())
    vault.ask_by(passphrase.refuse)
    serve.serve(places.home(), port, started)
    click.echo("Stopped. Letters in the making are forgotten; requests that you wrote are kept.")
