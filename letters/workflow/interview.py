"""Which questions a person is asked, one at a time, and which may wait."""

from collections.abc import Mapping
from dataclasses import dataclass

from letters.answer_check import NAMES_SOMEONE
from letters.request_types import FieldDef, RequestType

DESIGNATED = "safe_at_home_address"
WRITER = ("full_name", "mailing_or_reply_address", "phone", "email", "organization")
REPRESENTATIVE = ("representative_name", "representative_address")
AS_IT_COMES = ("inspect_or_copy", "fee_limit", "agency_name")


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


@dataclass(frozen=True)
class Topic:
    """Questions that are asked together: `needed` where an answer is, `one_of` where one answer of them will do."""

    id: str
    fields: tuple[FieldDef, ...]
    needed: frozenset[str] = frozenset()
    one_of: bool = False


def topics(request_type: RequestType, known: Mapping[str, str], *, anonymous: bool = False) -> tuple[Topic, ...]:
    """All questions of a type by topic, in the order in which they are asked. Of the answers known, only the designated
    address changes what is asked: it stands in the place of the others.
    """
    participant = {DESIGNATED: known.get(DESIGNATED, "")}
    optional_address = any(field.id == DESIGNATED for field in request_type.fields) and (
        DESIGNATED not in request_type.required
    )
    asked = interview(request_type, participant if optional_address else {}, anonymous=anonymous)
    first = [field for field in request_type.fields if field.id == DESIGNATED] if optional_address else []
    needed = frozenset(field.id for field in (*asked.gates, *asked.needed))
    rest = [field for field in (*asked.needed, *asked.optional) if field.id not in (*WRITER, *REPRESENTATIVE)]
    found = (
        Topic("gates", asked.gates, needed),
        Topic("participant", tuple(first)),
        Topic("writer", _of((*asked.needed, *asked.optional), WRITER), needed),
        *(Topic("one-of", group, one_of=True) for group in asked.groups if group),
        Topic("record", tuple(field for field in rest if field.id in needed), needed),
        Topic("more", tuple(f for f in rest if f.id not in needed and f.id not in AS_IT_COMES)),
        Topic("as-it-comes", tuple(f for f in rest if f.id not in needed and f.id in AS_IT_COMES)),
        Topic("representative", _of((*asked.needed, *asked.optional), REPRESENTATIVE), needed),
        Topic("seldom", asked.seldom),
    )
    return tuple(topic for topic in found if topic.fields)


def _of(fields: tuple[FieldDef, ...], names: tuple[str, ...]) -> tuple[FieldDef, ...]:
    return tuple(field for field in fields if field.id in names)
