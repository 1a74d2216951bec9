"""`letters write` without its arguments: asks, one thing at a time, until there is a letter."""

from dataclasses import replace

import click
import questionary
from questionary import Choice

from letters.answers import read_answer
from letters.errors import NoAddress, WrongInput
from letters.models import FieldDef, RequestType
from letters.workflow import given, look_up, recipients, write
from letters.workflow.interview import interview
from letters.workflow.workspace import Workspace
from letters.workflow.write import Wish

MOST_SHOWN = 9
LEAVE_OUT = "leave it out"


def ask_wish(desk: Workspace, wish: Wish) -> Wish:
    """Completes a wish by asking; raises click.Abort when the person stops."""
    try:
        return _ask_wish(desk, wish)
    except (KeyboardInterrupt, EOFError):
        raise click.Abort from None


def _ask_wish(desk: Workspace, wish: Wish) -> Wish:
    agency = wish.agency or _agency(desk)
    request_type = desk.catalogue.type(wish.request_type or _type(desk, agency))
    _notes(request_type)
    wish = replace(wish, agency=agency, request_type=request_type.id)
    wish = _address(desk, wish)
    anonymous = wish.anonymous or (
        request_type.capacity == "public"
        and _yes("Leave your name out of the letter? Public data need no name.", default=False)
    )
    known = dict(wish.given) if anonymous else {**_profile(desk), **wish.given}
    answered = known | _answers(request_type, known, anonymous=anonymous)
    return _items(desk, replace(wish, given=answered, anonymous=anonymous))


def _agency(desk: Workspace) -> str:
    while True:
        query = questionary.text(
            "Which agency? Type a few words, such as: dvs, hennepin sheriff, St Paul police"
        ).unsafe_ask()
        rows = look_up.find_agencies(desk, query)[:MOST_SHOWN]
        if not rows:
            click.echo("No agency of such a name is known. Try fewer words.")
            continue
        choices = [Choice(f"{row['name']}  [{row['id']}]", row["id"]) for row in rows]
        chosen = questionary.select(
            "Which of these?", [*choices, Choice("none of these: search again", "")]
        ).unsafe_ask()
        if not chosen:
            continue
        if reason := look_up.show_agency(desk, chosen).get("not_subject"):
            click.echo(f"No letter can be written to it: {reason}")
            continue
        return str(chosen)


def _type(desk: Workspace, agency: str) -> str:
    rows = look_up.find_types(desk, agency=agency)
    if not rows:
        click.echo("No kind of request is known to fit this agency. These are all of them:")
        rows = look_up.find_types(desk)
    choices = [Choice(f"{row['title']}: {row['summary']}", row["id"]) for row in rows]
    return str(questionary.select("What do you want to know?", choices).unsafe_ask())


def _notes(request_type: RequestType) -> None:
    click.echo("\nBefore you go on:")
    for note in request_type.safety:
        click.echo(click.wrap_text(f"- {note}", 90, "  ", "    "))
    click.echo()


def _address(desk: Workspace, wish: Wish) -> Wish:
    """Makes sure of the agency's address, where it is not sure."""
    while True:
        body = desk.registry.get(wish.agency)
        try:
            recipients.recipient(desk.registry, body, wish.address, confirmed=wish.address_confirmed)
        except (NoAddress, WrongInput) as error:
            click.echo(str(error))
        else:
            return wish
        known = desk.registry.department(body).address is not None
        if known and wish.address is None and _yes("Have you checked that address, and is it right?", default=False):
            wish = replace(wish, address_confirmed=True)
            continue
        text = questionary.text("The agency's address: street, city, MN and ZIP, with commas").unsafe_ask()
        wish = replace(wish, address=text)


def _profile(desk: Workspace) -> dict[str, str]:
    names = given.profiles(desk.home)
    if not names:
        return {}
    chosen = questionary.select("For whom?", [*names, Choice("somebody else", "")]).unsafe_ask()
    return given.read_profile(desk.home, chosen) if chosen else {}


def _answers(request_type: RequestType, known: dict[str, str], *, anonymous: bool) -> dict[str, str]:
    asked = interview(request_type, known, anonymous=anonymous)
    answers: dict[str, str] = {}
    for field in asked.needed:
        answers |= _ask(field, needed=True)
    for group in asked.groups:
        chosen = questionary.checkbox(
            "One of these is needed to find the record. Choose as few as will do:",
            [Choice(field.label, field) for field in group],
            validate=lambda marked: bool(marked) or "Mark at least one with the space bar.",
        ).unsafe_ask()
        for field in chosen:
            answers |= _ask(field, needed=True)
    for field in asked.optional:
        answers |= _ask(field, needed=False)
    for field in asked.seldom:
        if _yes(f"{field.label}: seldom needed. {field.help} Give it?", default=False):
            answers |= _ask(field, needed=False)
    return answers


def _ask(field: FieldDef, *, needed: bool) -> dict[str, str]:
    """One question, with why it is asked; asked again until the answer is well-formed."""
    click.echo(click.wrap_text(field.help, 90, "  ", "  "))
    if field.type in ("choice", "yes_no"):
        options = [*(field.choices or ("yes", "no")), *([] if needed else [LEAVE_OUT])]
        chosen = questionary.select(field.label, options).unsafe_ask()
        return {} if chosen == LEAVE_OUT else {field.id: chosen}

    def well_formed(text: str) -> bool | str:
        if not text.strip():
            return "This one is needed." if needed else True
        try:
            read_answer(field, text)
        except ValueError as error:
            return str(error).splitlines()[0]
        return True

    hint = f"{field.label} (such as {', '.join(field.example.splitlines())})" + (
        "" if needed else ", or Enter to leave it out"
    )
    text = questionary.text(hint, validate=well_formed).unsafe_ask()
    return {field.id: text} if text.strip() else {}


def _items(desk: Workspace, wish: Wish) -> Wish:
    """Shows the letter in short; lets the person take items out; asks for the last word."""
    _, order, recipient, warnings = write.plan(desk, wish)
    choices = [Choice(str(item), number, checked=True) for number, item in enumerate(order.items, 1)]
    kept = questionary.checkbox(
        "This is what you ask for. Take the mark off anything that you do not want:",
        choices,
        validate=lambda marked: bool(marked) or "Something must be asked for.",
    ).unsafe_ask()
    click.echo(f"\nTo: {recipient.name}{f', {recipient.division}' if recipient.division else ''}")
    for answer in order.answers.values():
        click.echo(f"{answer.field.label}: {', '.join(answer.lines)}")
    for warning in warnings:
        click.echo(f"Warning: {warning}")
    if not _yes("Write this letter?", default=True):
        raise click.Abort
    return replace(wish, skip_items=tuple(number for number in range(1, len(order.items) + 1) if number not in kept))


def _yes(question: str, *, default: bool) -> bool:
    return bool(questionary.confirm(question, default=default).unsafe_ask())
