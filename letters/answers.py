"""Answers to the questions of a request type: tidied, checked, all mistakes together."""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from letters.characters import refused, tidy_line, tidy_lines
from letters.errors import WrongInput
from letters.models import FieldDef, RequestType

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

# Left out of an anonymous letter even where a profile or file gives them.
NAMES_SOMEONE = frozenset({"full_name", "organization", "representative_name", "representative_address"})

LONGEST_LINE = 90
MOST_ADDRESS_LINES = 6
LONGEST_TEXT = 6000

_PLACE = re.compile(r"(.+?),\s*([^,]+,\s*[A-Z]{2}\.?\s+\d{5}(?:-\d{4})?)")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_US = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


@dataclass(frozen=True)
class Answer:
    """One answer: the lines of a text or address, or a day."""

    field: FieldDef
    lines: tuple[str, ...]
    day: date | None = None

    @property
    def text(self) -> str:
        """The answer as one text, as references and trackers keep it."""
        return "\n".join(self.lines)


Answers = Mapping[str, Answer]


def written(day: date) -> str:
    """A date as American letters write it: January 31, 2026."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def parse_day(text: str) -> date:
    """A day written 2026-01-31 or 1/31/2026; raises ValueError for anything else."""
    if match := _ISO.fullmatch(text.strip()):
        year, month, day = map(int, match.groups())
    elif match := _US.fullmatch(text.strip()):
        month, day, year = map(int, match.groups())
    else:
        raise ValueError("not a date")
    if not 1900 <= year <= 2100:
        raise ValueError("not a year of our time")
    return date(year, month, day)


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
    wrong = [_forbidden(known[name]) for name in given if name in known and known[name].sensitivity == "forbidden"]
    answers: dict[str, Answer] = {}
    malformed: set[str] = set()
    for field in request_type.fields:
        text = given.get(field.id, "")
        if not text.strip() or (anonymous and field.id in NAMES_SOMEONE):
            continue
        try:
            answers[field.id] = read_answer(field, text)
        except ValueError as error:
            malformed.add(field.id)
            wrong += [f"{field.id}: {problem}" for problem in str(error).splitlines()]
    name = tidy_line(given.get("full_name", "")).casefold()
    if anonymous and (address := answers.pop("mailing_or_reply_address", None)):
        lines = tuple(line for line in address.lines if line.casefold() != name)
        answers |= {"mailing_or_reply_address": replace(address, lines=lines)} if lines else {}
    wrong += _odd_together(answers, dated)
    if missing := list(_missing(request_type, {*answers, *malformed}, anonymous=anonymous)):
        wrong += ["Answers are missing:", *(f"  {line}" for line in missing)]
        wrong.append("Give them with --set field=value, or in a file with --answers FILE.yaml.")
    if wrong:
        raise WrongInput("\n".join(wrong))
    warnings = [*_unused(request_type, given, known), *(_left_out(given, answers, name) if anonymous else ())]
    return answers, warnings


def read_answer(field: FieldDef, text: str) -> Answer:
    """One answer to a question; raises ValueError with a line for each thing that is wrong, without the answer."""
    lines = tidy_lines(text) if field.type in ("address", "multiline") else (tidy_line(text),)
    if problems := [problem for line in lines for problem in refused(line)]:
        raise ValueError("\n".join(problems))
    if field.type == "date":
        return _day(field, lines[0])
    if field.type == "choice":
        return Answer(field, (_choice(lines[0], field.choices),))
    if field.type == "yes_no":
        return Answer(field, (_choice(lines[0], ("yes", "no")),))
    if field.type == "address":
        lines = _address(lines)
    if field.type != "multiline" and any(len(line) > LONGEST_LINE for line in lines):
        raise ValueError(f"a line is longer than {LONGEST_LINE} characters: shorten it")
    if sum(map(len, lines)) > LONGEST_TEXT:
        raise ValueError(f"longer than {LONGEST_TEXT} characters: shorten it, or enclose it on a sheet of its own")
    return Answer(field, lines)


def _day(field: FieldDef, text: str) -> Answer:
    try:
        day = parse_day(text)
    except ValueError:
        raise ValueError(f"not a date: write it like {field.example}") from None
    return Answer(field, (day.isoformat(),), day)


def _choice(text: str, choices: tuple[str, ...]) -> str:
    for choice in choices:
        if choice.casefold() == text.casefold():
            return choice
    raise ValueError(f"must be one of: {', '.join(choices)}")


def _address(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Address lines; one line that ends in city, state and ZIP becomes two."""
    if len(lines) == 1 and (match := _PLACE.fullmatch(lines[0])):
        lines = match.groups()
    if len(lines) > MOST_ADDRESS_LINES:
        raise ValueError(f"an address has at most {MOST_ADDRESS_LINES} lines")
    return lines


def _odd_together(answers: Answers, dated: date) -> Iterator[str]:
    for field_id in ("date_from", "date_of_birth"):
        if field_id in answers and (day := answers[field_id].day) and day > dated:
            yield f"{field_id}: lies after the date of the letter"
    begin, end = answers.get("date_from"), answers.get("date_to")
    if begin and end and begin.day and end.day and end.day < begin.day:
        yield "date_to: lies before date_from"
    for one, other in (
        ("representative_name", "representative_address"),
        ("representative_address", "representative_name"),
    ):
        if one in answers and other not in answers:
            yield f"{other}: missing, though {one} is given"


def _missing(request_type: RequestType, answered: set[str], *, anonymous: bool) -> Iterator[str]:
    for field in request_type.fields:
        if field.id in request_type.required and field.id not in answered and not (anonymous and _waived(field.id)):
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


def _forbidden(field: FieldDef) -> str:
    return f"{field.id}: {field.label} is never printed in a letter to a Minnesota body. Leave it out."


def _unused(request_type: RequestType, given: Mapping[str, str], known: Mapping[str, FieldDef]) -> Iterator[str]:
    used = [field.id for field in request_type.fields]
    for name in given:
        if name in used or (name in known and known[name].sensitivity == "forbidden"):
            continue
        near = difflib.get_close_matches(name, used, n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        yield f"{name}: this request type does not use it; it is not printed.{hint}"


def _left_out(given: Mapping[str, str], answers: Answers, name: str) -> Iterator[str]:
    for field_id in sorted(NAMES_SOMEONE & set(given)):
        yield f"{field_id}: left out of an anonymous letter."
    for field_id, answer in answers.items():
        if name and name in answer.text.casefold():
            yield f"{field_id}: your name stands in it, and will be printed."
