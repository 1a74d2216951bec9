"""Which column of a table answers which question: names are matched loosely, and nothing is guessed."""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from letters.request_types import FieldDef, RequestType

# Columns that say of a row what its letter is, and those that our own lists carry for the reader.
AGENCY_ADDRESS = "address"
OWN = ("agency", "type", AGENCY_ADDRESS, "signer", "reference")
FOR_THE_READER = ("row", "reason", "problem")

# Columns that make an answer together, in their order; those in NEEDED must all be there.
PARTS: Mapping[str, tuple[str, ...]] = {
    "full_name": ("first_name", "middle_name", "last_name", "name_suffix"),
    "mailing_or_reply_address": ("street", "street_2", "city", "state", "zip"),
}
NEEDED = frozenset({"first_name", "last_name", "street", "city", "state", "zip"})
_PART_OF = {part: whole for whole, parts in PARTS.items() for part in parts}

# Other names of columns, as people and forms write them.
ALSO_CALLED: Mapping[str, tuple[str, ...]] = {
    "full_name": ("Name", "Your name", "Requester", "Requester name"),
    "mailing_or_reply_address": ("Mailing address", "Reply address", "Return address", "Home address", "Your address"),
    "phone": ("Phone number", "Telephone", "Telephone number", "Tel", "Cell", "Cell phone", "Mobile"),
    "email": ("E-mail address", "Mail address"),
    "organization": ("Organisation", "Org"),
    "date_of_birth": ("DOB", "Birth date", "Birthday", "Born", "Born on"),
    "minor_full_name": ("Child", "Child name", "Child's name", "Name of child"),
    "minor_date_of_birth": ("Child DOB", "Child's DOB", "Child's birth date"),
    "student_date_of_birth": ("Student DOB", "Student's DOB"),
    "driver_license_or_id_number": (
        *("DL", "DL number", "DLN", "Driver license", "Driver's license", "Drivers license number"),
        *("License number", "MN DL", "ID number"),
    ),
    "license_plate": ("Plate", "Plate number", "License plate number", "Tag"),
    "license_plate_or_vin": ("Plate", "Plate number", "License plate", "VIN", "Plate or VIN"),
    "case_number": ("Case", "Case no.", "Case #", "ICR", "ICR number"),
    "date_from": ("From date", "Start", "Start date", "Since"),
    "date_to": ("To date", "Until", "Through", "End date"),
    "agency": ("Agency id", "Body"),
    "type": ("Request type", "Kind of letter"),
    AGENCY_ADDRESS: ("Agency address", "Address of agency"),
    "signer": ("Who signs",),
    "reference": ("Ref",),
    "first_name": ("First", "Given name", "Forename"),
    "middle_name": ("Middle", "Middle initial", "MI"),
    "last_name": ("Last", "Surname", "Family name"),
    "name_suffix": ("Suffix",),
    "street": ("Street address", "Address 1", "Address line 1", "Address1"),
    "street_2": ("Address 2", "Address line 2", "Apt", "Apartment", "Unit", "Suite"),
    "city": ("Town", "City/Town"),
    "state": ("St",),
    "zip": ("ZIP code", "Postal code", "Postcode"),
}


@dataclass(frozen=True)
class Matching:
    """The columns by what they answer: a field's id, one of OWN, or a part. `problems` tell what is wrong.

    `unknown` are the columns that answer nothing.
    """

    columns: Mapping[str, str]
    problems: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    def all_of(self, target: str) -> tuple[str, ...]:
        """The columns from which an answer comes: one, or those of its parts."""
        if target in self.columns:
            return (self.columns[target],)
        return tuple(self.columns[part] for part in PARTS.get(target, ()) if part in self.columns)

    def named(self, target: str) -> str:
        """The same as one text, as the table calls them."""
        return ", ".join(self.all_of(target))


def match(
    names: Sequence[str],
    types: Iterable[RequestType],
    known: Mapping[str, FieldDef],
    *,
    mapping: Mapping[str, str] | None = None,
    elsewhere: Collection[str] = (),
) -> Matching:
    """Matches the columns of a table to the questions of the types, as their signers ask them.

    `mapping` gives columns their targets, or nothing to leave one out. `elsewhere` names what is answered for all rows.
    """
    types = tuple(types)
    asked = {each.id: each for request_type in types for each in request_type.fields}
    calls = _calls(asked)
    mapped, problems = _mapped(names, mapping or {}, asked)
    chosen: dict[str, list[str]] = {}
    unknown = []
    for name in names:
        target = mapped[name] if name in mapped else calls.get(plain(name))
        if target is None:
            unknown.append(name)
        elif target and target not in FOR_THE_READER:
            chosen.setdefault(target, []).append(name)
    _settle_address(chosen, mapped, asked, elsewhere, problems)
    columns = {target: columns[0] for target, columns in chosen.items()}
    found = Matching(columns)
    free = [each for each in asked.values() if not found.named(each.id)]
    problems += [_unknown(name, free, known, types) for name in unknown]
    problems += _twice(chosen)
    problems += _incomplete(columns)
    problems += _missing(found, types, asked, elsewhere)
    return Matching(columns, tuple(problems), tuple(unknown))


def plain(name: str) -> str:
    """A name without case, spaces, punctuation and marks: what is left when people write it in different ways."""
    text = unicodedata.normalize("NFKD", name.replace("#", " number ")).casefold()
    return "".join(character for character in text if character.isalnum())


def _calls(asked: Mapping[str, FieldDef]) -> dict[str, str]:
    """Every name that a column can have, and its target: ids first, then labels, then other names."""
    targets = (*OWN, *FOR_THE_READER, *asked, *_PART_OF)
    named = [*((target, target) for target in targets), *((each.label, each.id) for each in asked.values())]
    named += [(name, target) for target in targets for name in ALSO_CALLED.get(target, ())]
    calls: dict[str, str] = {}
    for name, target in named:
        if target not in _PART_OF or _PART_OF[target] in asked:
            calls.setdefault(plain(name), target)
    return calls


def _mapped(
    names: Sequence[str], mapping: Mapping[str, str], asked: Mapping[str, FieldDef]
) -> tuple[dict[str, str], list[str]]:
    """The targets that the user gave, by the column's own name, and what is wrong with them."""
    by_plain = {plain(name): name for name in reversed(names)}
    targets = {plain(target): target for target in (*_PART_OF, *OWN, *FOR_THE_READER, *asked)}
    mapped, problems = {}, []
    for name, target in mapping.items():
        column = name if name in names else by_plain.get(plain(name))
        if column is None:
            problems.append(f"--map {name}={target}: there is no column {name!r}.{_nearest(name, names)}")
        if target.strip() and plain(target) not in targets:
            problems.append(f"--map {name}={target}: no question is called {target!r}.{_nearest(target, asked)}")
        if column is not None:
            mapped[column] = targets.get(plain(target), "")
    return mapped, problems


def _settle_address(
    chosen: dict[str, list[str]],
    mapped: Mapping[str, str],
    asked: Mapping[str, FieldDef],
    elsewhere: Collection[str],
    problems: list[str],
) -> None:
    """Tells what a column "Address" is: beside a city the street, beside the requester's own address the agency's."""
    whole = "mailing_or_reply_address"
    bare = [name for name in chosen.get(AGENCY_ADDRESS, ()) if plain(name) == "address" and name not in mapped]
    if not bare or whole not in asked:
        return
    if "city" in chosen and "street" not in chosen:
        chosen["street"] = [chosen[AGENCY_ADDRESS].pop(chosen[AGENCY_ADDRESS].index(bare[0]))]
        if not chosen[AGENCY_ADDRESS]:
            del chosen[AGENCY_ADDRESS]
    elif not {whole, "street"} & {*chosen, *elsewhere}:
        del chosen[AGENCY_ADDRESS]
        chosen[whole] = bare  # so that it is not missing besides
        problems.append(
            f"column {bare[0]!r}: the agency's address, or the one where the answer should go? "
            f'Give --map "{bare[0]}={whole}" or --map "{bare[0]}={AGENCY_ADDRESS}".'
        )


def _unknown(name: str, free: Sequence[FieldDef], known: Mapping[str, FieldDef], types: Sequence[RequestType]) -> str:
    leave = f' To leave the column out: --map "{name}=".'
    told = {plain(call): each for each in known.values() for call in (each.label, each.id)}.get(plain(name))
    if told and told.sensitivity == "forbidden":
        return f"column {name!r}: {told.label} is never printed in a letter to a Minnesota body.{leave}"
    if told:
        return f"column {name!r}: {' and '.join(each.id for each in types)} does not ask for {told.id}.{leave}"
    near = _near(name, {call: each.id for each in free for call in (each.id, each.label)})
    hint = f' Did you mean {near}? Then give --map "{name}={near}".' if near else ""
    return f"column {name!r}: no question is called so.{hint}{leave}"


def _near(name: str, calls: Mapping[str, str]) -> str | None:
    """What is called most like it, if anything is."""
    from rapidfuzz import fuzz, process

    found = process.extractOne(name, calls.keys(), scorer=fuzz.WRatio, processor=plain, score_cutoff=70)
    return calls[found[0]] if found else None


def _nearest(name: str, names: Iterable[str]) -> str:
    near = _near(name, {each: each for each in names})
    return f" Did you mean {near}?" if near else ""


def _twice(chosen: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Two columns for one answer: of the same name in other words, or a whole beside its parts."""
    for target, columns in chosen.items():
        parts = [column for part in PARTS.get(target, ()) for column in chosen.get(part, ())]
        if len(both := [*columns, *parts]) > 1:
            told = " and ".join(map(repr, both))
            yield f'columns {told} are all taken for {target}: leave out what is too much, with --map "COLUMN=".'


def _incomplete(columns: Mapping[str, str]) -> Iterator[str]:
    for whole, parts in PARTS.items():
        there = [part for part in parts if part in columns]
        missing = [part for part in parts if part in NEEDED and part not in columns]
        if there and missing and whole not in columns:
            yield f"column {columns[there[0]]!r} needs others beside it for {whole}: {', '.join(missing)}."


def _missing(
    found: Matching, types: Iterable[RequestType], asked: Mapping[str, FieldDef], elsewhere: Collection[str]
) -> Iterator[str]:
    """The questions that must be answered and have no column."""
    told = set()
    for request_type in types:

        def there(name: str, sources: Mapping[str, str] = request_type.fill_from) -> bool:
            return any(each in elsewhere or found.named(each) for each in (name, sources.get(name, name)))

        groups = [(name,) for name in request_type.required if name in asked]
        for group in (*groups, *request_type.one_of):
            if group not in told and not any(map(there, group)):
                told.add(group)
                listed = ", ".join(f"{name} ({asked[name].label})" for name in group)
                if len(group) > 1:
                    yield f"no column for one of these, which the letter needs: {listed}."
                else:
                    yield f"no column for {listed}, which the letter needs."
