"""Where people slip on the pages: what is said is true, leads back, and what was made yesterday can be recorded."""

from collections.abc import Callable
from pathlib import Path

import pytest
from support import ANSWERS, Ran
from web_days_support import maya
from web_support import PORT, Days, Person, text

from letters.web.app import create_app
from letters.web.safety import Guard
from letters.workflow.workspace import Workspace

__all__ = ["maya"]  # fixtures
AUDIT = "own-record-audit-trail"


@pytest.fixture
def made(maya: Person) -> str:
    draft = maya.begins(AUDIT, "mn-dps-dvs")
    maya.answers(draft, ANSWERS[AUDIT])
    maya.makes(draft)
    return maya.reference


def test_a_mistake_on_a_request_says_that_nothing_was_recorded_and_leads_back(maya: Person, made: str) -> None:
    for day in ("tomorrow", "2027-01-01"):
        wrong = maya.post(f"/requests/{made}/sent", {"once": day, "on": day})
        assert wrong.status_code == 400
        assert "Nothing was recorded or written" in text(wrong)
        assert "Nothing was sent" not in text(wrong)
        assert f'href="/requests/{made}"' in wrong.text
    assert "Back to the request" not in text(maya.get("/requests/L-NOBODY"))


def test_a_next_letter_that_was_made_before_can_be_recorded_as_sent(
    maya: Person, made: str, days: Days, letters: Callable[..., Ran]
) -> None:
    maya.goes(f"/requests/{made}/sent", {"once": "a", "on": "2026-11-25"})
    assert "Have you sent the next letter?" not in text(maya.page)
    days.comes("2026-12-28")
    maya.goes(f"/requests/{made}/next", {"step": "reminder"})
    page = maya.get(f"/requests/{made}")
    assert "Have you sent the next letter?" in text(page)
    maya.goes(f"/requests/{made}/step-sent", {"once": "b", "step": "reminder", "on": "2026-12-28"})
    assert letters("show", made, "--json").json["events"][-1]["event"] == "reminder-sent"
    assert "Have you sent the next letter?" not in text(maya.page)


def test_a_day_before_the_letter_is_doubted(maya: Person, made: str) -> None:
    maya.goes(f"/requests/{made}/sent", {"once": "a", "on": "2025-11-25"})
    assert "before the date of the letter, Wednesday, November 25, 2026" in text(maya.page)


def test_what_is_kept_of_oneself_does_not_deny_what_the_requests_keep(maya: Person, made: str) -> None:
    said = text(maya.get("/profile/"))
    assert "Nothing is kept" not in said
    assert "Each request that is tracked keeps" in said
    assert 'href="/requests/"' in maya.page.text


def test_with_low_trace_nothing_is_offered_to_be_kept(home: Path, desk: Workspace) -> None:
    least = Workspace(home, desk.today, low_trace=True)
    guard = Guard(PORT)
    maya = Person(create_app(lambda: least, guard), guard)
    draft = maya.begins(AUDIT, "mn-dps-dvs")
    maya.goes(f"{draft}/ask/1", {})
    assert 'name="keep"' not in maya.page.text
    who = {name: ANSWERS[AUDIT][name] for name in ("full_name", "mailing_or_reply_address")}
    maya.goes(f"{draft}/ask/2", {**who, "keep": "yes", "keep_as": "me"})
    assert not (home / "profiles").exists()


def test_what_to_read_first_stands_on_the_first_page_in_both_languages(maya: Person) -> None:
    assert "/before-you-ask" in maya.get("/").text
    assert "A letter is government data once it is received." in text(maya.get("/before-you-ask"))
    maya.goes("/language", {"language": "es", "back": "/before-you-ask"})
    assert "Una carta es un dato del gobierno desde que la reciben." in text(maya.page)


@pytest.mark.parametrize("words", ["who looked up my license plate", "quién buscó mi placa"])
def test_words_that_people_use_find_the_letter(words: str, maya: Person) -> None:
    maya.goes("/letter", {"search": words})
    assert f'value="{AUDIT}"' in maya.page.text


def test_a_short_word_is_found_whole(maya: Person) -> None:
    maya.goes("/letter", {"search": "ICE"})
    assert 'value="foia-pa-own-ice"' in maya.page.text
    assert 'value="police-incident-report-own"' not in maya.page.text


def test_what_else_happened_is_recorded_on_the_page(maya: Person, made: str, letters: Callable[..., Ran]) -> None:
    maya.goes(f"/requests/{made}/sent", {"once": "a", "on": "2026-11-25"})
    page = f"/requests/{made}/happened"
    assert maya.post(page, {"once": "b", "event": "agreed-date"}).status_code == 400
    assert "Give the agreed date" in text(maya.page)
    assert "--until" not in text(maya.page)
    assert maya.post(page, {"once": "c", "event": "denied"}).status_code == 400
    said = {"delivered": {}, "agreed-date": {"until": "2026-12-31"}, "note": {"note": "They called."}}
    for event, more in said.items():
        for _ in range(2):  # a second click counts once
            maya.goes(page, {"once": event, "event": event, "on": "2026-11-25", **more})
    found = letters("show", made, "--json").json
    assert [event["event"] for event in found["events"]] == ["written", "sent", *said]
    assert (found["received"], found["agreed"]) == ("2026-11-25", "2026-12-31")
