"""`letters web`."""

import click

from letters import places, vault
from letters.cli import passphrase
from letters.cli.common import low_trace
from letters.workflow import lock, preferences


@click.command("web")
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="A port; by default a free one.")
@click.option("--no-browser", is_flag=True, help="Print the link, and open nothing.")
@click.option("--shared-computer", is_flag=True, help="Keep nothing: all is in memory, and erased when you leave.")
@low_trace
def web_command(port: int, no_browser: bool, shared_computer: bool, low_trace: bool) -> None:
    """Open the pages in your browser: everything, without a terminal. They are served to this machine alone.

    On a computer that others use too, such as a library's, --shared-computer keeps nothing on its disk. What is in
    memory is erased by "Leave this page fast", after half an hour without use, and when Letters is stopped.
    """
    from letters.web import serve

    def started(link: str) -> None:
        click.echo("Open this link; it works on this machine only, until you stop Letters here with Control-C:")
        click.echo(link)
        if not no_browser:
            click.launch(link)

    home = places.home()
    if not shared_computer:
        lock.ready(home)
        vault.ask_by(passphrase.refuse)
        low_trace = low_trace or preferences.low_trace(home)
    serve.serve(home, port, started, shared=shared_computer, low_trace=low_trace)
    kept = "Everything is erased." if shared_computer else "Letters in the making are forgotten; requests are kept."
    click.echo(f"Stopped. {kept}")
