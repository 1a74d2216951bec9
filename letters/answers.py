"""Answers to questions: tidied and read, one at a time."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from letters.characters import refused, tidy_line, tidy_lines
from letters.request_types import FieldDef

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

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


def written_out(day: date) -> str:
    """The same with its weekday: Saturday, January 31, 2026."""
    return f"{WEEKDAYS[day.weekday()]}, {written(day)}"


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


def affirmed(answers: Answers) -> frozenset[str]:
    """The fields that were answered, but for those whose answer is no."""
    return frozenset(name for name, a in answers.items() if a.field.type != "yes_no" or a.text == "yes")


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
    if len("\n".join(lines)) > LONGEST_TEXT:
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
