"""`letters write` without its arguments: asks, one thing at a time, until there is a letter."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import click
import questionary
from questionary import Choice

from letters import no_status
from letters.answer_rules import designated
from letters.answers import read_answer
from letters.cli.answering import understood
from letters.errors import NoAddress, WrongInput
from letters.request_types import FieldDef, RequestType
from letters.workflow import federal, given, look_up, next_letter, outlook, plan, recall, recipients, siblings, track
from letters.workflow.interview import DESIGNATED, interview
from letters.workflow.plan import SIGNER, Wish
from letters.workflow.workspace import Workspace

MOST_SHOWN = 9
LEAVE_OUT = "leave it out"


def ask_wish(desk: Workspace, wish: Wish) -> tuple[Wish, bool]:
    """Completes a wish by asking, and whether its other letters are wanted too; raises click.Abort at a stop."""
    try:
        return _ask_wish(desk, wish)
    except (KeyboardInterrupt, EOFError):
        raise click.Abort from None


def _ask_wish(desk: Workspace, wish: Wish) -> tuple[Wish, bool]:
    agency = wish.agency or _agency(desk)
    asked = desk.catalogue.type(wish.request_type or _type(desk, agency))
    wish = understood(desk, replace(wish, agency=agency, request_type=asked.id))
    signer = {} if wish.given.get(SIGNER) else _signer(desk, asked)
    wish = _address(desk, replace(wish, given={**wish.given, **signer}))
    request_type = plan.as_signed(desk, asked, desk.registry.get(agency), wish.given)
    _notes(request_type)
    anonymous = wish.anonymous or (
        not request_type.needs_name
        and _yes("Leave your name out of the letter? This one needs no name.", default=False)
    )
    known = dict(wish.given) if anonymous else {**_profile(desk), **wish.given}
    known |= _designated(request_type, known)
    answered = known | _answers(request_type, known, anonymous=anonymous)
    wish = _items(desk, replace(wish, given=answered, anonymous=anonymous))
    return _others(desk, wish)


def ask_rest(desk: Workspace, reference: str, step: str | None, told: Mapping[str, str]) -> dict[str, str]:
    """What a request was that is kept with low trace, and what its next letter needs; raises click.Abort at a stop."""
    try:
        return _ask_rest(desk, reference, step, dict(told))
    except (KeyboardInterrupt, EOFError):
        raise click.Abort from None


def _ask_rest(desk: Workspace, reference: str, step: str | None, told: dict[str, str]) -> dict[str, str]:
    if track.is_low_trace(desk, reference):
        click.echo("The log keeps only the dates of this letter. What was it?")
        told[recall.AGENCY] = told.get(recall.AGENCY) or _agency(desk)
        told[recall.TYPE] = told.get(recall.TYPE) or _type(desk, told[recall.AGENCY])
        if SIGNER not in told:
            told |= _signer(desk, desk.catalogue.type(told[recall.TYPE]))
    seen = outlook.outlook(desk, reference, told)
    chosen = step or (seen.best.id if seen.best else None)
    if chosen is None or chosen in seen.closed:
        return told
    kind = next_letter.questions_of(desk, reference, chosen, told)
    told |= _designated(kind, {**seen.request.answers, **told})
    kind = next_letter.questions_of(desk, reference, chosen, told)
    known = {**seen.request.answers, **told}
    return told | _answers(kind, known, anonymous="full_name" not in kind.required, needed_only=True)


def _signer(desk: Workspace, asked: RequestType) -> dict[str, str]:
    """Who signs, where there is a choice."""
    if len(asked.signers) < 2:
        return {}
    choices = [Choice(desk.catalogue.signers[name].title, name) for name in asked.signers]
    return {SIGNER: str(questionary.select("Who signs?", choices).unsafe_ask())}


def _designated(request_type: RequestType, known: Mapping[str, str]) -> dict[str, str]:
    """The address of a Safe at Home participant, asked before any other address could be given."""
    field = next((field for field in request_type.fields if field.id == DESIGNATED), None)
    if field is None or DESIGNATED in {*known, *request_type.required}:
        return {}
    if not _yes("Do you take part in Safe at Home, the state's address program?", default=False):
        return {DESIGNATED: ""}
    while True:
        answer = _ask(request_type, field, needed=True)
        wrong = list(designated({DESIGNATED: read_answer(field, answer[DESIGNATED])}))
        if not wrong:
            return answer
        click.echo(wrong[0])


def _others(desk: Workspace, wish: Wish) -> tuple[Wish, bool]:
    """Tells of the other letters of this wish, asks whether to write them, and then what they need besides."""
    others = [each for each in siblings.siblings(desk, wish) if each.barred is None]
    for other in others:
        title = desk.catalogue.type(other.request_type).title
        click.echo(f"This needs another letter too: {title}, to {desk.registry.get(other.agency).name}. {other.why}")
    if not others or not _yes("Write that too?" if len(others) == 1 else "Write those too?", default=True):
        return wish, False
    for other in others:
        kind = siblings.as_signed(desk, replace(wish, agency=other.agency, request_type=other.request_type))
        more = _answers(kind, dict(wish.given), anonymous=not kind.needs_name, needed_only=True)
        wish = replace(wish, given={**wish.given, **more})
    return wish, True


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
        body = look_up.show_agency(desk, chosen)
        if (reason := body.get("not_subject")) and body["kind"] != "federal":
            click.echo(f"No letter can be written to it: {reason}")
            continue
        return str(chosen)


def _type(desk: Workspace, agency: str) -> str:
    rows = look_up.find_types(desk, agency=agency)
    if not rows:
        click.echo("No kind of request is known to fit this agency. These are all of them:")
        rows = look_up.find_types(desk)
    rows = [row for row in rows if "not_offered" not in row]
    situations = list(dict.fromkeys(row["situation_title"] for row in rows))
    if len(rows) > MOST_SHOWN and len(situations) > 1:
        about = questionary.select("What is it about?", situations).unsafe_ask()
        rows = [row for row in rows if row["situation_title"] == about]
    choices = [Choice(f"{row['title']}: {row['summary']}", row["id"]) for row in rows]
    return str(questionary.select("What do you want?", choices).unsafe_ask())


def _notes(request_type: RequestType) -> None:
    click.echo("\nBefore you go on:")
    for note in (*request_type.safety, *(request_type.signer.advice if request_type.signer else ())):
        click.echo(click.wrap_text(f"- {note}", 90, "  ", "    "))
    click.echo()


def _address(desk: Workspace, wish: Wish) -> Wish:
    """Makes sure of the agency's address, where it is not sure."""
    body = desk.registry.get(wish.agency)
    if federal.takes_online_only(body) or body.id == federal.COURT:
        return wish
    while True:
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
    names = [] if desk.low_trace else given.profiles(desk.home)
    if not names:
        return {}
    chosen = questionary.select("For whom?", [*names, Choice("somebody else", "")]).unsafe_ask()
    return given.read_profile(desk.home, chosen) if chosen else {}


def _answers(
    request_type: RequestType, known: dict[str, str], *, anonymous: bool, needed_only: bool = False
) -> dict[str, str]:
    asked = interview(request_type, known, anonymous=anonymous)
    answers: dict[str, str] = {}
    for field in asked.gates:
        answers |= _ask(request_type, field, needed=True)
        if answers[field.id] != "yes":
            click.echo(f"Without a yes no such letter is written. {field.help}")
            raise click.Abort
    answers |= _needed(request_type, asked.needed)
    for group in asked.groups:
        chosen = questionary.checkbox(
            "One of these is needed to find the record. Choose as few as will do:",
            [Choice(field.label, field) for field in group],
            validate=lambda marked: bool(marked) or "Mark at least one with the space bar.",
        ).unsafe_ask()
        for field in chosen:
            answers |= _ask(request_type, field, needed=True)
    if needed_only:
        return answers
    for field in asked.optional:
        answers |= _ask(request_type, field, needed=False)
    for field in asked.seldom:
        if _yes(f"{field.label}: seldom needed. {field.help} Give it?", default=False):
            answers |= _ask(request_type, field, needed=False)
    return answers


def _needed(request_type: RequestType, fields: Iterable[FieldDef]) -> dict[str, str]:
    """What must be answered; what the agency's own form will state is not asked."""
    answers: dict[str, str] = {}
    for field in fields:
        if field.id in request_type.needed(answers.get("certification_of_identity")):
            answers |= _ask(request_type, field, needed=True)
    return answers


def _ask(request_type: RequestType, field: FieldDef, *, needed: bool) -> dict[str, str]:
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
        if request_type.federal:
            return next(no_status.statements({field.id: text}, about_writer=request_type.about_writer), True)
        return True

    hint = f"{field.label} (such as {', '.join(field.example.splitlines())})" + (
        "" if needed else ", or Enter to leave it out"
    )
    text = questionary.text(hint, validate=well_formed).unsafe_ask()
    return {field.id: text} if text.strip() else {}


def _items(desk: Workspace, wish: Wish) -> Wish:
    """Shows the letter in short; lets the person take items out; asks for the last word."""
    planned = plan.plan(desk, replace(wish, skip_items=(), extra_items=()))
    order, recipient = planned.order, planned.recipient
    choices = [
        Choice(str(item), number, checked=number not in wish.skip_items) for number, item in enumerate(order.items, 1)
    ]
    kept = questionary.checkbox(
        "This is what you ask for. Take the mark off anything that you do not want:",
        choices,
        validate=lambda marked: bool(marked) or "Something must be asked for.",
    ).unsafe_ask()
    click.echo(f"\nTo: {recipient.name}{f', {recipient.division}' if recipient.division else ''}")
    for answer in order.answers.values():
        click.echo(f"{answer.field.label}: {', '.join(answer.lines)}")
    for warning in planned.warnings:
        click.echo(f"Warning: {warning}")
    if not _yes("Write this letter?", default=True):
        raise click.Abort
    return replace(wish, skip_items=tuple(number for number in range(1, len(order.items) + 1) if number not in kept))


def _yes(question: str, *, default: bool) -> bool:
    return bool(questionary.confirm(question, default=default).unsafe_ask())
