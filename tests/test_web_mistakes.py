"""What a page shows of a mistake: it stands beside its question, and what was typed stays text."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from support import ANSWERS, Ran
from web_letter_support import AUDIT, app, draft, guard, maya
from web_support import Person, text

__all__ = ["app", "draft", "guard", "maya"]  # fixtures


def test_a_mistake_stands_beside_its_question(maya: Person) -> None:
    draft = maya.begins(AUDIT, "mn-dps-dvs")
    wrong = maya.post(f"{draft}/ask/2", {"full_name": "Maya Lindqvist", "mailing_or_reply_address": ""})
    assert wrong.status_code == 422
    assert 'href="#mailing_or_reply_address"' in wrong.text
    assert 'aria-describedby="mailing_or_reply_address-help mailing_or_reply_address-wrong"' in wrong.text
    assert 'value="Maya Lindqvist"' in wrong.text
    odd = maya.post(f"{draft}/ask/4", {"date_from": "2026-13-01", "date_to": "yesterday"})
    assert odd.text.count("not a date") == 4


def test_answers_that_do_not_fit_together_are_told_before_the_letter(maya: Person, draft: str) -> None:
    wrong = maya.post(f"{draft}/ask/4", {"date_from": "2026-02-01", "date_to": "2026-01-01"})
    assert "lies before" in text(wrong)
    assert maya.get(f"{draft}/review").status_code == 422
    assert "lies before" in text(maya.page)
    assert maya.post(f"{draft}/review", {"make": "yes"}).status_code == 422


def test_a_page_never_tells_of_options_of_the_command(maya: Person) -> None:
    draft = maya.begins(AUDIT, "mn-dps-dvs")
    for path in (f"{draft}/review", f"{draft}/ask/2", "/requests/L-ABCDEF", f"{draft}/where"):
        maya.get(path)
        assert "--" not in text(maya.page), path
        assert "letters show" not in text(maya.page), path


def test_a_federal_letter_is_not_written_unless_a_lawyer_was_asked(maya: Person) -> None:
    draft = maya.goes("/letter", {"situation": "federal"}).rpartition("/")[0]
    maya.goes(f"{draft}/what", {"type": "foia-pa-own-uscis"})
    maya.goes(f"{draft}/who", {"agency": "us-uscis"})
    assert maya.post(f"{draft}/before", {"signer": "self"}).status_code == 422
    assert "lawyer" in text(maya.page)
    maya.goes(f"{draft}/before", {"signer": "self", "understood": "yes"})
    assert maya.seen[-1].endswith("/ask/1")


def test_a_designated_address_stands_in_place_of_every_other(maya: Person, write: Callable[..., Ran]) -> None:
    draft = maya.begins(AUDIT, "mn-dps-dvs")
    designated = "Lot 0000\nPO Box 99\nSaint Paul, MN 55101"
    maya.answers(draft, ANSWERS[AUDIT] | {"safe_at_home_address": designated})
    made = maya.makes(draft)
    page = maya.get(f"{made}/{maya.reference}.pdf").data
    words = text(maya.get(f"{made}/read"))
    assert "PO Box 99" in words
    assert ANSWERS[AUDIT]["mailing_or_reply_address"].splitlines()[0] not in words
    kept = {"safe_at_home_address": designated, "mailing_or_reply_address": None}
    assert write("mn-dps-dvs", AUDIT, "--out", "letter.pdf", **kept).code == 0
    assert page == Path("letter.pdf").read_bytes()


@pytest.mark.parametrize("number", ["x", "-1", "9" * 30, ""])
def test_numbers_that_no_page_of_ours_sends_are_no_bug(maya: Person, draft: str, number: str) -> None:
    assert maya.post(f"{draft}/review", {"shown": number, "item": [number, "²", "1"]}).status_code == 303
    for month in ("9999-12", "0001-01", number):
        assert maya.get(f"/requests/month?of={month}").status_code == 404


def test_what_is_typed_stays_text(maya: Person, draft: str) -> None:
    script = "<script>alert(1)</script>"
    maya.goes("/letter", {"search": script})
    assert script not in maya.page.text
    maya.post(f"{draft}/where", {"which": "other", "address": script})
    assert script not in maya.page.text
    for number in range(1, 8):
        maya.get(f"{draft}/ask/{number}")
        names = set(re.findall(r'name="([a-z_]+)"', maya.page.text)) - {"form_token", "language", "back"}
        maya.post(f"{draft}/ask/{number}", dict.fromkeys(names, script))
        assert script not in maya.page.text
    maya.post(f"{draft}/review", {"own": [script], "shown": "3", "item": ["1"]})
    assert script not in maya.get(f"{draft}/review").text
    assert script not in maya.get(f"{draft}/read").text
