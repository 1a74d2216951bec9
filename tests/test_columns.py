"""Columns and the questions that they answer, and rows as answers."""

from typing import Any

import pytest
from support import CATALOGUE, OFFERED, as_asked

from letters.columns import match
from letters.rows import CellProblem, read_row

AUDIT = "own-record-audit-trail"


def matched(*columns: str, type_id: str = AUDIT, signer: str | None = None, **options: Any) -> dict[str, str]:
    found = match(columns, [as_asked(type_id, signer)], CATALOGUE.fields, **options)
    assert found.problems == ()
    return dict(found.columns)


# All that the type needs, so that a case can tell of one thing more.
ENOUGH = ("full_name", "mailing_or_reply_address", "date_from", "date_to", "license_plate_or_vin")

# The other columns, and what they are taken for
LOOSELY: dict[str, tuple[str, str]] = {
    "an id": ("date_of_birth", "date_of_birth"),
    "its label": ("Date of birth", "date_of_birth"),
    "case and spaces": (" DATE  OF BIRTH", "date_of_birth"),
    "a mark of what is needed": ("Date of birth *", "date_of_birth"),
    "punctuation": ("date-of-birth:", "date_of_birth"),
    "initials": ("D.O.B.", "date_of_birth"),
    "a label with an apostrophe": ("Minnesota driver’s license or ID number", "driver_license_or_id_number"),
    "a sign for number": ("DL #", "driver_license_or_id_number"),
    "an accent": ("Télephone", "phone"),
    "a hyphen": ("E-Mail", "email"),
    "the agency": ("Agency", "agency"),
    "the agency's address": ("Address", "address"),
    "who signs": ("SIGNER", "signer"),
}


@pytest.mark.parametrize("name", LOOSELY)
def test_a_column_is_known_however_it_is_written(name: str) -> None:
    column, target = LOOSELY[name]
    assert matched(*ENOUGH, column)[target] == column


def test_columns_for_the_reader_are_passed_over() -> None:
    assert set(matched(*ENOUGH, "row", "Reason", "problem")) == set(ENOUGH)


def test_a_column_can_be_mapped_or_left_out() -> None:
    columns = (*ENOUGH, "Born when", "Notes", "Phone")
    found = matched(*columns, mapping={"born when": "Date of Birth".replace(" ", "_"), "Notes": "", "Phone": "email"})
    assert {name: found[name] for name in found if name not in ENOUGH} == {
        "date_of_birth": "Born when",
        "email": "Phone",
    }


def test_what_is_answered_elsewhere_needs_no_column() -> None:
    assert set(matched("Name", elsewhere=ENOUGH[1:])) == {"full_name"}


def test_the_address_of_a_safe_at_home_participant_is_enough() -> None:
    assert "mailing_or_reply_address" not in matched("Name", "From", "To", "Plate", "safe_at_home_address")


def test_an_address_beside_a_city_is_the_street() -> None:
    assert matched("Name", "From", "To", "VIN", "Address", "City", "State", "ZIP")["street"] == "Address"


MISSING = "no column for {}, which the letter needs."
LEAVE_OUT = 'To leave the column out: --map "{}=".'
FROM_TO = (MISSING.format("date_from (From)"), MISSING.format("date_to (To)"))

# name: (columns, mapping, all that is said)
PROBLEMS: dict[str, tuple[tuple[str, ...], dict[str, str], tuple[str, ...]]] = {
    "a mapped column that is not there": (
        ENOUGH,
        {"Date form": "email"},
        ("--map Date form=email: there is no column 'Date form'. Did you mean date_from?",),
    ),
    "a question that is not there": (
        (*ENOUGH, "Born"),
        {"Born": "date_of_brith"},
        ("--map Born=date_of_brith: no question is called 'date_of_brith'. Did you mean date_of_birth?",),
    ),
    "two columns for one question": (
        (*ENOUGH, "DOB", "Date of birth"),
        {},
        (
            (
                "columns 'DOB' and 'Date of birth' are all taken for date_of_birth: "
                'leave out what is too much, with --map "COLUMN=".'
            ),
        ),
    ),
    "a whole beside its parts": (
        (*ENOUGH, "First name", "Last name"),
        {},
        (
            (
                "columns 'full_name' and 'First name' and 'Last name' are all taken for full_name: "
                'leave out what is too much, with --map "COLUMN=".'
            ),
        ),
    ),
    "parts without the others": (
        ("First name", "Street", "City", *ENOUGH[2:]),
        {},
        (
            "column 'First name' needs others beside it for full_name: last_name.",
            "column 'Street' needs others beside it for mailing_or_reply_address: state, zip.",
        ),
    ),
    "an unknown column, and one like it": (
        (*ENOUGH, "Driver licence numbr", "Caseworker"),
        {},
        (
            "column 'Driver licence numbr': no question is called so. Did you mean driver_license_or_id_number? "
            'Then give --map "Driver licence numbr=driver_license_or_id_number". '
            + LEAVE_OUT.format("Driver licence numbr"),
            "column 'Caseworker': no question is called so. " + LEAVE_OUT.format("Caseworker"),
        ),
    ),
    "a question of another type": (
        (*ENOUGH, "Vendor"),
        {},
        ("column 'Vendor': own-record-audit-trail does not ask for vendor. " + LEAVE_OUT.format("Vendor"),),
    ),
    "what is never printed": (
        (*ENOUGH, "A Number"),
        {},
        (
            "column 'A Number': A-number is never printed in a letter to a Minnesota body. "
            + LEAVE_OUT.format("A Number"),
        ),
    ),
    "an address of nobody knows whom": (
        ("Name", "Address", *ENOUGH[2:]),
        {},
        (
            (
                "column 'Address': the agency's address, or the one where the answer should go? "
                'Give --map "Address=mailing_or_reply_address" or --map "Address=address".'
            ),
        ),
    ),
    "all at once": (
        ("Name", "Full name", "Vendor", "mailing address", "Plate"),
        {"Notes": ""},
        (
            "--map Notes=: there is no column 'Notes'.",
            "column 'Vendor': own-record-audit-trail does not ask for vendor. " + LEAVE_OUT.format("Vendor"),
            (
                "columns 'Name' and 'Full name' are all taken for full_name: "
                'leave out what is too much, with --map "COLUMN=".'
            ),
            *FROM_TO,
        ),
    ),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_all_that_is_wrong_with_columns_is_said_at_once(name: str) -> None:
    columns, mapping, problems = PROBLEMS[name]
    assert match(columns, [as_asked(AUDIT)], CATALOGUE.fields, mapping=mapping).problems == problems


def test_of_a_group_one_column_is_enough() -> None:
    kind = next(CATALOGUE.types[name] for name in OFFERED if CATALOGUE.types[name].one_of)
    without = [field.id for field in kind.fields if field.id not in kind.one_of[0]]
    (problem,) = match(without, [kind], CATALOGUE.fields).problems
    assert problem.startswith("no column for one of these, which the letter needs: ")
    assert match([*without, kind.one_of[0][0]], [kind], CATALOGUE.fields).problems == ()


# Rows

PARTS = ("First name", "Last name", "Street", "Apt", "City", "State", "ZIP", "From", "To", "Plate", "Agency")
ROW = dict(
    zip(
        PARTS,
        (
            "Maya",
            "Lindqvist",
            "1 Example Ave",
            "",
            "Duluth",
            "MN",
            "55802",
            "1/2/2026",
            "2026-01-31",
            "XYZ 987",
            "mn-dps",
        ),
        strict=True,
    )
)

# name: (changes of the row, changed answers, problems, notes)
CELLS: dict[str, tuple[dict[str, str], dict[str, str], list[CellProblem], list[str]]] = {
    "as it should be": ({}, {}, [], []),
    "an apartment": (
        {"Apt": "Apt 4"},
        {"mailing_or_reply_address": "1 Example Ave\nApt 4\nDuluth, MN 55802"},
        [],
        [],
    ),
    "a ZIP that lost its zero": (
        {"ZIP": "2101", "State": "MA", "City": "Boston"},
        {"mailing_or_reply_address": "1 Example Ave\nBoston, MA 02101"},
        [],
        ["ZIP: a ZIP of four digits has lost the zero at its head, which was put back."],
    ),
    "a ZIP that is none": (
        {"ZIP": "558"},
        {"mailing_or_reply_address": ""},
        [CellProblem("ZIP", "558", "not a ZIP: write it like 55101 or 55101-0001")],
        [],
    ),
    "a part that is empty": (
        {"Last name": ""},
        {"full_name": ""},
        [CellProblem("Last name", "", "is empty, though other parts of full_name are there")],
        [],
    ),
    "a day with a midnight": ({"To": "1/31/2026 0:00"}, {"date_to": "1/31/2026"}, [], []),
    "a year of two digits": (
        {"From": "2/28/90"},
        {"date_from": "2/28/90"},
        [
            CellProblem(
                "From",
                "2/28/90",
                "the year has two digits: write 2/28/1990 or 2/28/2090, whichever is right",
            )
        ],
        [],
    ),
    "no day": (
        {"From": "31/1/2026"},
        {"date_from": "31/1/2026"},
        [CellProblem("From", "31/1/2026", "not a date: write it like 2026-01-01")],
        [],
    ),
    "a character that hides, in two columns": (
        {"First name": "Ma\u200bya"},
        {"full_name": "Ma\u200bya Lindqvist"},
        [
            CellProblem(
                "First name, Last name",
                "Ma\u200bya Lindqvist",
                "character 3 (U+200B) is an invisible format character: leave it out",
            )
        ],
        [],
    ),
    "an address left out": (
        {"Street": "", "City": "", "State": "", "ZIP": ""},
        {"mailing_or_reply_address": ""},
        [],
        [],
    ),
}


@pytest.mark.parametrize("name", CELLS)
def test_a_row_is_read_as_answers(name: str) -> None:
    changes, answers, problems, notes = CELLS[name]
    kind = as_asked(AUDIT)
    matching = match(PARTS, [kind], CATALOGUE.fields)
    assert matching.problems == ()
    read = read_row(matching, ROW | changes, kind.fields)
    usual = {
        "full_name": "Maya Lindqvist",
        "mailing_or_reply_address": "1 Example Ave\nDuluth, MN 55802",
        "date_from": "1/2/2026",
        "date_to": "2026-01-31",
        "license_plate_or_vin": "XYZ 987",
    }
    assert read.given == {name: text for name, text in (usual | answers).items() if text}
    assert (list(read.problems), list(read.notes)) == (problems, notes)
    assert read.own == {"agency": "mn-dps"}


@pytest.mark.parametrize(("text", "answer"), [("TRUE", "yes"), ("n", "no"), ("Yes", "Yes"), ("maybe", "maybe")])
def test_a_box_that_is_ticked_is_a_yes(text: str, answer: str) -> None:
    field = CATALOGUE.fields["notary"]
    kind = as_asked(AUDIT).model_copy(update={"fields": (field,), "required": (), "one_of": ()})
    read = read_row(match(["notary"], [kind], CATALOGUE.fields), {"notary": text}, [field])
    assert read.given == {"notary": answer}
    assert [problem.problem for problem in read.problems] == (["must be one of: yes, no"] if text == "maybe" else [])
