"""All answers to a request type together: what is missing, malformed, forbidden or odd, told at once."""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from letters import no_status
from letters.answer_rules import designated, large, odd, shapes
from letters.answers import Answer, Answers, read_answer
from letters.characters import tidy_line
from letters.errors import WrongInput
from letters.request_types import FieldDef, RequestType

# Left out of an anonymous letter even where a profile or file gives them.
NAMES_SOMEONE = frozenset({"full_name", "organization", "representative_name", "representative_address"})


def check(
    request_type: RequestType,
    given: Mapping[str, str],
    known: Mapping[str, FieldDef],
    *,
    dated: date,
    anonymous: bool = False,
) -> tuple[Answers, list[str]]:
    """The answers that the type uses, in the order of its questions, and warnings about the others.

    Raises WrongInput with everything that is missing, malformed or forbidden.
    """
    wrong = [_forbidden(request_type, field) for field in _forbidden_here(request_type, known) if field.id in given]
    answers, malformed = _read(request_type, given, anonymous=anonymous)
    wrong += [f"{name}: {problem}" for name, problems in malformed.items() for problem in problems]
    if request_type.federal:
        typed = {name: answer.text for name, answer in answers.items()}
        wrong += no_status.statements(typed, about_writer=request_type.about_writer)
    wrong += designated(answers)
    filled = _fill(request_type, answers)
    name = tidy_line(given.get("full_name", "")).casefold()
    if name and (address := answers.get("mailing_or_reply_address")):
        _without_name(answers, address, name, anonymous=anonymous)
    wrong += [*_closed(request_type, answers), *odd(request_type, answers, dated)]
    how = answers.get("certification_of_identity")
    needed = request_type.needed(how.text if how else None)
    if missing := list(_missing(request_type, needed, {*answers, *malformed}, anonymous=anonymous)):
        # A name that was mistyped may be the answer that is missing.
        wrong += _unused(request_type, given, known, mistyped=True)
        wrong += ["Answers are missing:", *(f"  {line}" for line in missing)]
        wrong.append("Give them with --set field=value, or in a file with --answers FILE.yaml.")
    if wrong:
        raise WrongInput("\n".join(wrong))
    warnings = [*_unused(request_type, given, known), *filled, *large(request_type, answers, dated), *shapes(answers)]
    return answers, [*warnings, *(_left_out(given, answers, name) if anonymous else ())]


def _read(
    request_type: RequestType, given: Mapping[str, str], *, anonymous: bool
) -> tuple[dict[str, Answer], dict[str, list[str]]]:
    """What can be read of the answers, and what is wrong with the others."""
    answers: dict[str, Answer] = {}
    malformed: dict[str, list[str]] = {}
    for field in request_type.fields:
        text = given.get(field.id, "")
        if not text.strip() or (anonymous and field.id in NAMES_SOMEONE):
            continue
        try:
            answers[field.id] = read_answer(field, text)
        except ValueError as error:
            malformed[field.id] = str(error).splitlines()
    return answers, malformed


def _fill(request_type: RequestType, answers: dict[str, Answer]) -> list[str]:
    """Takes answers from others, as the type says, and tells what was set aside for it.

    What is taken from a sensitive answer is as sensitive.
    """
    told: list[str] = []
    for name, source in request_type.fill_from.items():
        field = next((field for field in request_type.fields if field.id == name), None)
        if field is None or source not in answers:
            continue
        taken = answers[source]
        if name in answers and answers[name].lines != taken.lines:
            told.append(f"{name}: not printed; {source} stands in its place.")
        if taken.field.sensitivity == "sensitive":
            field = field.model_copy(update={"sensitivity": "sensitive"})
        answers[name] = Answer(field, taken.lines)
    return told


def _without_name(answers: dict[str, Answer], address: Answer, name: str, *, anonymous: bool) -> None:
    """Takes the name off an address that begins with it, as people write it: the letter has it once, or not at all."""
    if not any(line.casefold().startswith(name) for line in address.lines):
        return
    begins = re.compile(rf"{re.escape(name)}\s*(,\s*|$)", re.IGNORECASE)
    rest = (line[found.end() :] if (found := begins.match(line)) else line for line in address.lines)
    lines = tuple(line for line in rest if line)
    if lines:
        answers["mailing_or_reply_address"] = replace(address, lines=lines)
    elif anonymous:
        del answers["mailing_or_reply_address"]


def _closed(request_type: RequestType, answers: Answers) -> Iterator[str]:
    """The gates that were answered with no."""
    for name in request_type.gates:
        if name in answers and answers[name].text != "yes":
            yield f"{name}: without a yes here no such letter is written. {answers[name].field.help}"


def _missing(
    request_type: RequestType, needed: tuple[str, ...], answered: set[str], *, anonymous: bool
) -> Iterator[str]:
    for field in request_type.fields:
        if field.id in needed and field.id not in answered and not (anonymous and _waived(field.id)):
            yield _asked(field)
    if anonymous and not answered & {"mailing_or_reply_address", "email", "phone"}:
        yield "mailing_or_reply_address, email or phone: some way to reply"
    for group in request_type.one_of:
        if not answered & set(group):
            yield "one of these:"
            yield from (f"  {_asked(field)}" for field in request_type.fields if field.id in group)


def _waived(field_id: str) -> bool:
    return field_id in ("full_name", "mailing_or_reply_address")


def _asked(field: FieldDef) -> str:
    return f"{field.id}: {field.label}. {field.help}"


def _forbidden_here(request_type: RequestType, known: Mapping[str, FieldDef]) -> Iterator[FieldDef]:
    """Fields that only a federal letter may ask for, where this one does not."""
    asked = {field.id for field in request_type.fields}
    return (field for field in known.values() if field.sensitivity == "forbidden" and field.id not in asked)


def _forbidden(request_type: RequestType, field: FieldDef) -> str:
    if request_type.federal:
        return f"{field.id}: {field.label} is not needed in this letter. Leave it out."
    return f"{field.id}: {field.label} is never printed in a letter to a Minnesota body. Leave it out."


def _unused(
    request_type: RequestType, given: Mapping[str, str], known: Mapping[str, FieldDef], *, mistyped: bool = False
) -> Iterator[str]:
    """What was given and is not asked, or of it only what may have been `mistyped`."""
    used = [field.id for field in request_type.fields]
    for name in given:
        if name in used or (name in known and known[name].sensitivity == "forbidden"):
            continue
        near = difflib.get_close_matches(name, used, n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        if near or not mistyped:
            yield f"{name}: this request type does not use it; it is not printed.{hint}"


def _left_out(given: Mapping[str, str], answers: Answers, name: str) -> Iterator[str]:
    for field_id in sorted(NAMES_SOMEONE & set(given)):
        yield f"{field_id}: left out of an anonymous letter."
    for field_id, answer in answers.items():
        if name and name in answer.text.casefold():
            yield f"{field_id}: your name stands in it, and will be printed."
