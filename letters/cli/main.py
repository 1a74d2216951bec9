"""`letters`: its commands, and the one place that shows errors."""

import gc
import importlib
import io
import re
import sys
from typing import Any, ClassVar

import click

from letters import __version__, vault
from letters.characters import visible
from letters.cli import passphrase
from letters.errors import LettersError, WrongInput

# Longer than any answer may be: longer texts stand in files.
LONGEST_ARGUMENT = 10_000
# Most of what a command makes it needs to its end: to look for garbage as often as Python does takes it a fifth longer.
# The pages' server, which goes on for hours, looks as often.
GARBAGE_AFTER = 50_000
# What stands for bytes that the locale has no letters for.
_UNREAD = re.compile("[\udc80-\udcff]")


def _say_what_can_be_said() -> None:
    """What a terminal has no letters for is written as its number, instead of ending the program."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


class _Letters(click.Group):
    """Commands are imported when asked for, so that `--help` answers at once; errors are shown here alone."""

    commands_in: ClassVar[dict[str, str]] = {
        "write": "letters.cli.write",
        "profile": "letters.cli.profile",
        "batch": "letters.cli.batch",
        "batch-template": "letters.cli.batch",
        "due": "letters.cli.lists",
        "list": "letters.cli.lists",
        "show": "letters.cli.lists",
        "sent": "letters.cli.track",
        "happened": "letters.cli.track",
        "answer": "letters.cli.ladder",
        "next": "letters.cli.ladder",
        "attach": "letters.cli.packet",
        "packet": "letters.cli.packet",
        "companion": "letters.cli.companion",
        "undo": "letters.cli.track",
        "forget": "letters.cli.forget",
        "lock": "letters.cli.lock",
        "unlock": "letters.cli.lock",
        "backup": "letters.cli.backup",
        "restore": "letters.cli.backup",
        "calendar": "letters.cli.lists",
        "export": "letters.cli.track",
        "import": "letters.cli.track",
        "agencies": "letters.cli.look_up",
        "agency": "letters.cli.look_up",
        "types": "letters.cli.look_up",
        "type": "letters.cli.look_up",
        "deadline": "letters.cli.reckon",
        "clocks": "letters.cli.reckon",
        "blank": "letters.cli.blank",
        "labels": "letters.cli.labels",
        "report": "letters.cli.report",
        "web": "letters.cli.web",
        "setting": "letters.cli.setting",
        "check": "letters.cli.check",
    }

    # What never looks at the requests that are tracked, and so never needs the passphrase of locked ones.
    without_store = frozenset({"agencies", "agency", "types", "type", "deadline", "clocks", "batch-template", "check"})

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands_in)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.commands_in:
            return None
        if cmd_name != "web":
            gc.set_threshold(GARBAGE_AFTER)
        module = importlib.import_module(self.commands_in[cmd_name])
        command = getattr(module, f"{cmd_name.replace('-', '_')}_command")
        assert isinstance(command, click.Command)
        if cmd_name not in self.without_store and not any(each.name == "passphrase_file" for each in command.params):
            passphrase.option(command)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        _say_what_can_be_said()
        if (locale := sys.getfilesystemencoding()) != "utf-8" and any(_UNREAD.search(text) for text in args):
            ctx.fail(f"This terminal is set to {locale}, and some letters of the command are not: set LC_ALL=C.UTF-8.")
        for number, text in enumerate(args, 1):
            if len(text) > LONGEST_ARGUMENT or "\0" in text:
                wrong = f"is longer than {LONGEST_ARGUMENT:,} characters" if "\0" not in text else "has a NUL character"
                ctx.fail(f"Word {number} of the command {wrong}.")
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except LettersError as error:
            click.echo(f"Error: {visible(str(error))}", err=True)
            sys.exit(error.exit_code)
        except BrokenPipeError:
            raise  # click ends quietly when nobody reads on
        except UnicodeEncodeError as error:
            if error.reason != "surrogates not allowed":
                raise
            click.echo("Error: what was given is not UTF-8: type it in a terminal that is set to UTF-8.", err=True)
            sys.exit(WrongInput.exit_code)
        except OSError as error:
            click.echo(f"Error: cannot use {error.filename or 'a file'}: {error.strerror}.", err=True)
            sys.exit(LettersError.exit_code)


EPILOG = "At risk? Read docs/before-you-ask.md (docs/antes-de-pedir.md en español) before you send anything."


@click.group(
    cls=_Letters, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="letters")
@passphrase.option
def main() -> None:
    """Write records requests under the Minnesota Government Data Practices Act, fit to print and mail.

    Begin with `letters agencies WORDS` and `letters types`, then `letters write AGENCY TYPE`. Everything stays on this
    machine. This is not legal advice.
    """
    vault.forget()
    vault.ask_by(passphrase.ask)
