"""Which questions a person is asked, one at a time, and which may wait."""

from collections.abc import Mapping
from dataclasses import dataclass

from letters.answer_check import NAMES_SOMEONE
from letters.request_types import FieldDef, RequestType


@dataclass(frozen=True)
class Interview:
    """The questions of a request type: those that need a yes, those that need an answer, groups of which one will do,
    those that may wait.
    """

    gates: tuple[FieldDef, ...]
    needed: tuple[FieldDef, ...]
    groups: tuple[tuple[FieldDef, ...], ...]
    optional: tuple[FieldDef, ...]
    seldom: tuple[FieldDef, ...]


def interview(request_type: RequestType, known: Mapping[str, str], *, anonymous: bool = False) -> Interview:
    """What to ask of a person of whom these answers are known already."""
    # What is taken from another answer is not asked.
    given = {*request_type.required, *(name for name, text in known.items() if text)}
    filled = {name for name, source in request_type.fill_from.items() if source in given}
    asked = [
        field
        for field in request_type.fields
        if field.id not in known and not (anonymous and field.id in NAMES_SOMEONE) and field.id not in filled
    ]
    grouped = [tuple(field for field in asked if field.id in group) for group in request_type.one_of]
    in_groups = {name for group in request_type.one_of for name in group}
    rest = [field for field in asked if field.id not in {*in_groups, *request_type.required}]
    return Interview(
        gates=tuple(field for field in asked if field.id in request_type.gates),
        needed=tuple(
            field for field in asked if field.id in request_type.required and field.id not in request_type.gates
        ),
        groups=tuple(
            group for group, ids in zip(grouped, request_type.one_of, strict=True) if not set(ids) & set(known)
        ),
        optional=tuple(field for field in rest if not field.never_by_default),
        seldom=tuple(field for field in rest if field.never_by_default),
    )
