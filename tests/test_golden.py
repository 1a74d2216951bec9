"""Each letter as a person would read it. After a change: `make golden`, then read the difference."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from support import ANSWERS, Ran

FOLDER = Path(__file__).parent / "golden"

CASES = {
    "audit-trail-department": ("mn-dps", "own-record-audit-trail", {}, ()),
    "audit-trail-division": ("mn-dps-dvs", "own-record-audit-trail", {"inspect_or_copy": "copies"}, ()),
    "audit-trail-bca": ("mn-dps-bca", "own-record-audit-trail", {"prior_names": "Maya Lindquist"}, ()),
    "audit-trail-police": ("st-paul-police", "own-record-audit-trail", {"inspect_or_copy": "both"}, ()),
    "license-record": ("mn-dps-dvs", "own-driver-license-record", {"inspect_or_copy": "inspect"}, ()),
    "license-record-representative": (
        "mn-dps-dvs",
        "own-driver-license-record",
        {"representative_name": "Jordan Reyes", "representative_address": "200 Example Ave, Minneapolis, MN 55411"},
        ("--enclose", "Copy of a tribal ID, number blacked out"),
    ),
    "agreements-signed": (
        "mn-dps-dvs",
        "data-sharing-agreements-mous",
        {"fee_limit": "$25", "partner_names": "Example County Sheriff\nExample City Police"},
        (),
    ),
    "agreements-anonymous": (
        "hennepin-county-sheriff",
        "data-sharing-agreements-mous",
        {"full_name": None, "mailing_or_reply_address": "reply@example.org", "inspect_or_copy": "copies"},
        ("--anonymous", "--skip-item", "2", "--item", "The policy on who may sign such agreements."),
    ),
}


def test_every_type_has_a_golden_letter() -> None:
    assert {request_type for _, request_type, _, _ in CASES.values()} == set(ANSWERS)


def test_no_golden_letter_is_left_over() -> None:
    assert {path.stem for path in FOLDER.glob("*.html")} == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_the_letter_reads_as_it_was_approved(name: str, write: Callable[..., Ran]) -> None:
    agency, request_type, answers, options = CASES[name]
    done = write(agency, request_type, "--html", "--reference", "L-TEST22", "--out", "letter.html", *options, **answers)
    assert done.code == 0, done.err
    # The style is one file, read on its own; here the words count.
    html = re.sub(r"<style>.*?</style>", "<style>…</style>", Path("letter.html").read_text(), flags=re.DOTALL)
    approved = FOLDER / f"{name}.html"
    if os.environ.get("GOLDEN") == "write":
        approved.write_text(html)
    assert html == approved.read_text()
