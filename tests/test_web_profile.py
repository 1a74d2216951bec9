"""What is kept of oneself: offered as filled in, kept when wished, seen and erased; never where others see it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from support import ANSWERS, Ran
from web_support import PORT, Person, text

from letters import in_memory
from letters.web.app import create_app
from letters.web.safety import Guard
from letters.web.serve import Desks
from letters.workflow.workspace import Workspace

AUDIT = "own-record-audit-trail"
NAME, ADDRESS = ANSWERS[AUDIT]["full_name"], ANSWERS[AUDIT]["mailing_or_reply_address"]
WRITER = {"full_name": NAME, "mailing_or_reply_address": ADDRESS}


@pytest.fixture
def maya(desk: Workspace) -> Person:
    guard = Guard(PORT)
    return Person(create_app(lambda: desk, guard), guard)


def asked(person: Person) -> str:
    """The page that asks who writes."""
    draft = person.begins(AUDIT, "mn-dps-dvs")
    person.goes(f"{draft}/ask/1", {})
    assert "Who writes" in text(person.page)
    return f"{draft}/ask/2"


def test_nothing_is_kept_unless_that_is_wished(maya: Person, home: Path) -> None:
    maya.goes(asked(maya), WRITER)
    assert not (home / "profiles").exists()
    assert f'value="{NAME}"' not in maya.get(asked(maya)).text


def test_what_was_kept_is_filled_in_next_time_and_is_the_profile_of_the_command(
    maya: Person, letters: Callable[..., Ran]
) -> None:
    maya.goes(asked(maya), {**WRITER, "keep": "yes", "keep_as": "me"})
    assert letters("profile", "me", "--json").json == WRITER
    filled = maya.get(asked(maya))
    assert f'value="{NAME}"' in filled.text
    assert "Filled in from what you kept" in text(filled)


def test_of_several_one_is_chosen(maya: Person, letters: Callable[..., Ran]) -> None:
    for name in ("me", "mother"):
        letters("profile", name, "--set", f"full_name=Ana of {name}")
    page = asked(maya)
    assert "Ana of" not in maya.get(page).text
    assert 'value="Ana of mother"' in maya.post(page, {"fill": "mother"}).text
    assert "Ana of" not in maya.post(page, {"fill": "../mother"}).text


def test_a_word_that_is_no_name_of_a_file_is_told_beside_its_field(maya: Person, home: Path) -> None:
    wrong = maya.post(asked(maya), {**WRITER, "keep": "yes", "keep_as": "../../x"})
    assert wrong.status_code == 422
    assert 'id="keep_as-wrong"' in wrong.text
    assert not (home / "profiles").exists()


def test_what_is_kept_is_seen_and_erased(maya: Person, letters: Callable[..., Ran], home: Path) -> None:
    letters("profile", "me", "--set", f"full_name={NAME}")
    assert NAME in text(maya.get("/profile/"))
    maya.goes("/profile/forget", {"name": "me"})
    assert "No answers are kept" in text(maya.page)
    assert not (home / "profiles").exists()


def test_neither_a_hidden_address_nor_a_nameless_letter_offers_it(maya: Person, letters: Callable[..., Ran]) -> None:
    letters("profile", "me", "--set", f"full_name={NAME}", "--set", f"mailing_or_reply_address={ADDRESS}")
    draft = maya.begins(AUDIT, "mn-dps-dvs")
    maya.goes(f"{draft}/ask/1", {"safe_at_home_address": "Lot 0000\nPO Box 99\nSaint Paul, MN 55101"})
    assert ADDRESS.splitlines()[0] not in maya.page.text
    assert 'name="keep"' not in maya.page.text


def test_on_a_shared_computer_there_is_no_such_page_and_no_such_box() -> None:
    from support import TODAY

    desks, guard = Desks(in_memory.begin(), lambda: TODAY), Guard(PORT)
    person = Person(create_app(desks, guard, erase=desks.erase), guard)
    assert 'name="keep"' not in person.get(asked(person)).text
    assert person.get("/profile/").status_code == 404
    assert "What is kept of you" not in text(person.get("/requests/"))
    desks.close()
