"""`letters web`."""

import click

from letters import places
from letters.cli.common import low_trace
from letters.workflow import preferences


@click.command("web")
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="A port; by default a free one.")
@click.option("--no-browser", is_flag=True, help="Print the link, and open nothing.")
@low_trace
def web_command(port: int, no_browser: bool, low_trace: bool) -> None:
    """Open the pages in your browser: everything, without a terminal. They are served to this machine alone."""
    from letters.web import serve

    def started(link: str) -> None:
        click.echo("Open this link; it works on this machine only, until you stop Letters here with Control-C:")
        click.echo(link)
        if not no_browser:
            click.launch(link)

    home = places.home()
    serve.serve(home, port, started, low_trace=low_trace or preferences.low_trace(home))
    click.echo("Stopped. Letters in the making are forgotten; requests that you wrote are kept.")
