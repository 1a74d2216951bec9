"""Page and command write the same letter and give the same dates."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from support import ANSWERS, MAYA, TODAY, Ran
from web_letter_support import AUDIT, app, draft, guard, maya, sent
from web_support import Person, text

from letters.web.safety import Guard

__all__ = ["app", "draft", "guard", "maya", "sent"]  # fixtures


def test_fifty_at_once_are_all_served(app: Flask, guard: Guard, maya: Person, draft: str) -> None:
    others = [Person(app, guard) for _ in range(50)]
    with ThreadPoolExecutor(50) as threads:
        shown = list(threads.map(lambda person: person.get(f"{draft}/preview.pdf").data, others))
    assert {page[:5] for page in shown} == {b"%PDF-"}
    assert len(set(shown)) == 1


# The same letter, the same dates.

SAME = [
    (AUDIT, "mn-dps-dvs", {}, []),
    ("own-driver-license-record", "mn-dps", {}, []),
    ("data-sharing-agreements-mous", "hennepin-county", {"anonymous": "yes"}, ["--anonymous"]),
    ("foia-pa-own-uscis", "us-uscis", {"understood": "yes"}, ["--understood"]),
]


@pytest.mark.parametrize(("request_type", "agency", "before", "options"), SAME, ids=[row[0] for row in SAME])
def test_page_and_command_write_the_same_letter(
    maya: Person, write: Callable[..., Ran], request_type: str, agency: str, before: dict[str, str], options: list[str]
) -> None:
    draft = maya.begins(request_type, agency, **before)
    maya.answers(draft, ANSWERS[request_type] | MAYA if "--anonymous" in options else ANSWERS[request_type])
    shown = maya.get(f"{draft}/preview.pdf").data
    made = maya.makes(draft)
    page = maya.get(f"{made}/{maya.reference}.pdf").data
    kept = MAYA if "--anonymous" in options else {}
    done = write(agency, request_type, "--json", "--out", "letter.pdf", *options, **kept)
    assert done.code == 0, done.err
    assert page == Path("letter.pdf").read_bytes()
    assert shown == page


def test_items_that_are_taken_out_and_added_are_those_of_the_command(
    maya: Person, draft: str, write: Callable[..., Ran]
) -> None:
    made = maya.makes(draft, item=["1", "3"], own=["The log of logins."])
    page = maya.get(f"{made}/{maya.reference}.pdf").data
    write("mn-dps-dvs", AUDIT, "--out", "letter.pdf", "--skip-item", "2", "--item", "The log of logins.")
    assert page == Path("letter.pdf").read_bytes()


def test_the_other_letter_of_a_wish_is_that_of_the_command(maya: Person, draft: str, write: Callable[..., Ran]) -> None:
    maya.makes(draft, other="0")
    other = re.findall(r'href="(/letter/[^"]+)/where"', maya.page.text)[0]
    maya.goes(f"{other}/where", {"which": "known"})
    maya.goes(f"{other}/before", {"signer": "self"})
    made = maya.makes(other)
    page = maya.get(f"{made}/{maya.reference}.pdf").data
    done = write("mn-dps-dvs", AUDIT, "--all-letters", "--json").json
    (path,) = [row["path"] for row in done if row["agency"] == "mn-dps-bca"]
    assert page == Path(path).read_bytes()


def test_page_and_command_give_the_same_dates(maya: Person, sent: str, letters: Callable[..., Ran]) -> None:
    row = letters("show", sent, "--as-of", str(TODAY), "--json").json
    assert row["earliest"] == "2026-12-11"
    shown = text(maya.get(f"/requests/{sent}"))
    for day in ("Friday, December 11, 2026", "Wednesday, December 16, 2026"):
        assert day in shown
    for left_out in row["deadlines"][0]["skipped"]:
        assert left_out["reason"] in shown
    assert "Look for an answer" in text(maya.get("/requests/month?of=2026-12"))
    calendar = maya.post("/requests/calendar", {}).data
    letters("calendar", "--out", "dates.ics", "--as-of", str(TODAY))
    assert calendar == Path("dates.ics").read_bytes()


def test_what_came_back_leads_to_the_letter_of_the_command(
    maya: Person, sent: str, letters: Callable[..., Ran]
) -> None:
    answered = maya.post(f"/requests/{sent}/answer", {"once": "c", "reply": "denied-without-section"})
    assert "must name the specific section" in text(answered)
    made = maya.goes(f"/requests/{sent}/next", {"step": "objection-no-section"})
    page = maya.get(f"{made}/{sent}-objection-no-section.pdf").data
    done = letters("next", sent, "--as-of", str(TODAY), "--out", "next.pdf")
    assert done.code == 0, done.err
    assert page == Path("next.pdf").read_bytes()
    packet = maya.post(f"/requests/{sent}/packet", {"notes": "yes"}).data
    assert packet.startswith(b"%PDF-")
