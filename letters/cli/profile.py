"""`letters profile`."""

import click

from letters.cli.answering import answered, pair
from letters.cli.common import as_json, print_json, workspace
from letters.workflow import given


@click.command("profile")
@click.argument("name")
@click.option("--set", "answers", metavar="FIELD=VALUE", multiple=True, help="Keep an answer; may be repeated.")
@click.option("--forget", is_flag=True, help="Remove the profile.")
@as_json
def profile_command(name: str, answers: tuple[str, ...], forget: bool, as_json: bool) -> None:
    """Keep a requester's name and address as NAME, so that they are typed once: `letters write --profile NAME`.

    It keeps full_name, mailing_or_reply_address, phone, email and organization, in a file that only you can read.
    """
    desk = workspace()
    if forget:
        given.forget_profile(desk.home, name)
        if as_json:
            print_json({"removed": name})
        else:
            click.echo(f"Removed the profile {name}.")
        return
    if answers:
        answered(desk, answers, None)  # a profile is a trace of its own, but for what says nothing
    kept = given.keep_profile(desk, name, dict(map(pair, answers))) if answers else given.read_profile(desk.home, name)
    if as_json:
        print_json(kept)
        return
    for field, text in kept.items():
        click.echo(f"{field}: {', '.join(text.splitlines())}")
