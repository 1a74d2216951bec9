"""The block of answers in a letter: a table of short ones, and long free text under it."""

from dataclasses import dataclass

from letters.answers import Answer, Answers, written
from letters.request_types import FieldDef, RequestType

# Free text past this stands in a block of its own.
MOST_TABLE_LINES = 4
MOST_TABLE_CHARACTERS = 240


@dataclass(frozen=True)
class Row:
    """One row of the table, or one passage under it."""

    label: str
    lines: tuple[str, ...]


def particulars(request_type: RequestType, answers: Answers) -> tuple[list[Row], list[Row]]:
    """The rows of the table and the passages under it, in the order of the type's questions."""
    rows: list[Row] = []
    passages: list[Row] = []
    for field in request_type.fields:
        if field.id == "date_from":
            rows.append(Row("Period", (period(answers.get("date_from"), answers.get("date_to")),)))
        if field.id in ("date_from", "date_to") or field.id not in answers or not field.in_table:
            continue
        # The name of a signer who is not the data subject finds no record: it stands above and under the letter.
        if field.id == "full_name" and (request_type.signer is None or request_type.signer.subject != "full_name"):
            continue
        answer = answers[field.id]
        row = _row(field, answer)
        (passages if field.type == "multiline" and _is_long(answer) else rows).append(row)
    return rows, passages


def certified(request_type: RequestType, answers: Answers) -> list[Row]:
    """What a certification of identity states."""
    fields = {field.id: field for field in request_type.fields}
    return [_row(fields[name], answers[name]) for name in request_type.certified if name in answers]


def _row(field: FieldDef, answer: Answer) -> Row:
    return Row(field.in_letter or field.label, (written(answer.day),) if answer.day else answer.lines)


def period(begin: Answer | None, end: Answer | None) -> str:
    """The period asked for, in words; open ends are said."""
    first = written(begin.day) if begin and begin.day else None
    last = written(end.day) if end and end.day else None
    if first and last:
        return first if first == last else f"{first}, to {last}"
    if first:
        return f"From {first}, to the day of your answer"
    return f"All dates to {last}" if last else "All dates"


def _is_long(answer: Answer) -> bool:
    return len(answer.lines) > MOST_TABLE_LINES or sum(map(len, answer.lines)) > MOST_TABLE_CHARACTERS
