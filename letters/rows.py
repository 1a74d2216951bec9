"""A row of a table as answers, each cell checked by the question that it answers.

What is certain is put right: the lost zero of a ZIP, TRUE for yes, a midnight after a day. Nothing else is.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from letters.answers import read_answer
from letters.columns import NEEDED, OWN, PARTS, Matching
from letters.request_types import FieldDef

YES, NO = frozenset({"true", "y", "1"}), frozenset({"false", "n", "0"})

_MIDNIGHT = re.compile(r"[ T](0?0:00(:00(\.0+)?)?|12:00(:00)? AM)$", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{2})")
_LOST_ZERO = re.compile(r"\d{4}")
_ZIP = re.compile(r"\d{5}(-\d{4})?")


@dataclass(frozen=True)
class CellProblem:
    """What is wrong with a cell, and what would be right; `value` is what stands in it, which may be sensitive."""

    column: str
    value: str
    problem: str
    sensitive: bool = False


@dataclass(frozen=True)
class RowRead:
    """A row as answers by field id, and what it says of its letter (see OWN); nothing of what was left empty."""

    given: Mapping[str, str]
    own: Mapping[str, str]
    problems: tuple[CellProblem, ...]
    notes: tuple[str, ...]


def read_row(matching: Matching, cells: Mapping[str, str], fields: Iterable[FieldDef]) -> RowRead:
    """The answers of a row to these questions, and all that is wrong in its cells; a missing answer is not told.

    `matching` is one without problems, and `cells` has all its columns.
    """
    given: dict[str, str] = {}
    problems: list[CellProblem] = []
    notes: list[str] = []
    for field in fields:
        column = matching.columns.get(field.id)
        text = cells[column] if column else _joined(matching, cells, field.id, problems, notes)
        if not text:
            continue
        given[field.id] = _put_right(field, text)
        try:
            read_answer(field, given[field.id])
        except ValueError as error:
            told = _short_year(field, text) or "; ".join(str(error).splitlines())
            sensitive = field.sensitivity == "sensitive"
            problems.append(CellProblem(matching.named(field.id), text, told, sensitive))
    own = {name: cells[matching.columns[name]] for name in OWN if name in matching.columns}
    return RowRead(given, {name: text for name, text in own.items() if text}, tuple(problems), tuple(notes))


def _put_right(field: FieldDef, text: str) -> str:
    if field.type == "date":
        return _MIDNIGHT.sub("", text)
    if field.type == "yes_no" and text.casefold() in YES | NO:
        return "yes" if text.casefold() in YES else "no"
    return text


def _short_year(field: FieldDef, text: str) -> str | None:
    """What would be right for 2/28/90, which could be either century."""
    if field.type == "date" and (match := _SHORT_YEAR.fullmatch(text)):
        month, day, year = match.groups()
        return f"the year has two digits: write {month}/{day}/19{year} or {month}/{day}/20{year}, whichever is right"
    return None


def _joined(
    matching: Matching, cells: Mapping[str, str], whole: str, problems: list[CellProblem], notes: list[str]
) -> str:
    """An answer put together from its parts; empty where all of them are, or where it cannot be."""
    columns = {part: matching.columns[part] for part in PARTS.get(whole, ()) if part in matching.columns}
    parts = {part: cells[column] for part, column in columns.items()}
    if not any(parts.values()):
        return ""
    wrong = [
        CellProblem(columns[part], "", f"is empty, though other parts of {whole} are there")
        for part, text in parts.items()
        if part in NEEDED and not text
    ]
    if text := parts.get("zip"):
        if _LOST_ZERO.fullmatch(text):
            parts["zip"] = f"0{text}"
            notes.append(f"{columns['zip']}: a ZIP of four digits has lost the zero at its head, which was put back.")
        elif not _ZIP.fullmatch(text):
            wrong.append(CellProblem(columns["zip"], text, "not a ZIP: write it like 55101 or 55101-0001"))
    problems += wrong
    if wrong:
        return ""
    if whole == "full_name":
        return " ".join(text for text in parts.values() if text)
    lines = (parts["street"], parts.get("street_2", ""), f"{parts['city']}, {parts['state']} {parts['zip']}")
    return "\n".join(line for line in lines if line)
