"""What is wrong with answers, by the question that each mistake belongs to, for whoever shows them beside it."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from letters import answer_check
from letters.errors import WrongInput
from letters.request_types import RequestType
from letters.workflow.workspace import Workspace

NEEDED = "This is needed."
_NAME = re.compile(r"\s*([a-z][a-z0-9_]*)(?:, [a-z_]+ or [a-z_]+)?: (.+)")
_MISSING, _ADVICE = "Answers are missing:", "Give them with --set"


@dataclass(frozen=True)
class Mistakes:
    """Mistakes by field id, and those that belong to no question."""

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    others: tuple[str, ...] = ()


def of_answers(
    workspace: Workspace, request_type: RequestType, given: Mapping[str, str], dated: date, *, anonymous: bool = False
) -> Mistakes:
    """What the check of these answers finds; they are not all given yet, so what is missing is told too."""
    known = workspace.catalogue.fields
    return read(lambda: answer_check.check(request_type, given, known, dated=dated, anonymous=anonymous), request_type)


def read(attempt: Callable[[], object], request_type: RequestType) -> Mistakes:
    """What WrongInput said, sorted, when this was attempted; nothing where it was right. Other errors are raised."""
    try:
        attempt()
    except WrongInput as error:
        return told_by(error, request_type)
    return Mistakes()


def told_by(error: WrongInput, request_type: RequestType) -> Mistakes:
    """The lines of an error, sorted by the question that they are about."""
    return by_question(str(error).splitlines(), {each.id for each in request_type.fields})


def by_question(lines: Iterable[str], ids: Collection[str]) -> Mistakes:
    """Lines of a check, sorted by the question of these that they are about."""
    by_field: dict[str, tuple[str, ...]] = {}
    others: list[str] = []
    missing = False
    for line in lines:
        found = _NAME.fullmatch(line)
        if line == _MISSING:
            missing = True
        elif found and found[1] in ids:
            name = found[1]
            by_field[name] = (*by_field.get(name, ()), NEEDED if missing else found[2])
        elif not missing and not line.startswith(_ADVICE):
            others.append(line)
    return Mistakes(by_field, tuple(others))
