"""What the pages keep, and for how long: answers, papers, and the requests of the list."""

import gc
import io
import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support import ANSWERS, TODAY, Ran
from web_letter_support import AUDIT, app, draft, guard, maya, sent
from web_support import PORT, Person, Seconds, text

from letters import tracker
from letters.events import Request
from letters.web.app import create_app
from letters.web.memory import IDLE_SECONDS
from letters.web.safety import Guard
from letters.workflow import track
from letters.workflow.workspace import Workspace

__all__ = ["app", "draft", "guard", "maya", "sent"]  # fixtures


# What they keep.


def test_addresses_say_nothing_of_the_person_or_the_wish(maya: Person, draft: str) -> None:
    maya.makes(draft, other="0")
    links = " ".join([*maya.seen[1:], *re.findall(r'href="(/[^"]*)"', maya.page.text)])
    for told in (*ANSWERS[AUDIT].values(), "Maya", AUDIT, "mn-dps"):
        assert told.casefold() not in links.casefold()


def test_a_letter_that_was_made_leaves_no_answers_behind(maya: Person, draft: str) -> None:
    made = maya.makes(draft)
    for page in ("review", "ask/2", "what", "preview.pdf"):
        led = maya.get(f"{draft}/{page}")
        assert (led.status_code, led.headers["Location"]) == (303, made)
    again = maya.post(f"{draft}/review", {"make": "yes"})
    assert (again.status_code, again.headers["Location"]) == (303, f"{made}?already=yes")
    assert ANSWERS[AUDIT]["driver_license_or_id_number"] not in maya.get(made).text


def test_half_an_hour_without_use_forgets_everything(maya: Person, draft: str, clock: Seconds) -> None:
    clock.now += IDLE_SECONDS - 1
    assert maya.get(f"{draft}/review").status_code == 200
    clock.now += IDLE_SECONDS - 1
    made = maya.makes(draft)
    clock.now += IDLE_SECONDS + 1
    assert maya.get(made).status_code == 410
    assert "Requests that you wrote are kept" in text(maya.page)


def test_a_restart_says_what_is_lost_and_what_is_kept(desk: Workspace, maya: Person, draft: str) -> None:
    maya.makes(draft)
    reference = maya.reference
    again = Person(create_app(lambda: desk, Guard(PORT)), maya.guard, starts=False)
    assert again.get(f"{draft}/review").status_code == 403
    assert "started again" in text(again.page)
    fresh = Guard(PORT)
    other = Person(create_app(lambda: desk, fresh), fresh)
    assert other.get(f"{draft}/review").status_code == 410
    assert reference in text(other.get("/requests/"))


def test_leaving_fast_forgets_everything_and_shows_something_else(maya: Person, draft: str) -> None:
    left = maya.post("/leave", {})
    assert "weather" in left.headers["Refresh"]
    assert "Maya" not in left.text
    assert maya.get(f"{draft}/review").status_code == 410


def test_a_form_that_is_sent_twice_counts_once(maya: Person, draft: str, letters: Callable[..., Ran]) -> None:
    maya.makes(draft)
    reference = maya.reference
    for _ in range(3):
        maya.goes(f"/requests/{reference}/sent", {"once": "a", "on": "2026-11-24"})
    maya.post(f"/requests/{reference}/answer", {"once": "b", "reply": "denied-with-section"})
    assert maya.page.status_code == 400
    for _ in range(2):
        maya.post(f"/requests/{reference}/answer", {"once": "b", "reply": "denied-with-section", "citation": "13.37"})
    events = letters("show", reference, "--json").json["events"]
    assert [event["event"] for event in events] == ["written", "sent", "denied"]


def test_nothing_is_logged(maya: Person, draft: str, caplog: Any, capfd: Any) -> None:
    maya.makes(draft)
    assert not caplog.records
    assert capfd.readouterr() == ("", "")


# Uploads.


def test_the_name_of_a_paper_is_kept_nowhere(maya: Person, sent: str, home: Path) -> None:
    letter = (Path(__file__).parent.parent / "docs" / "letter.png").read_bytes()
    for number, name in enumerate(("../../etc/passwd.png", "/receipt.png")):
        given = (io.BytesIO(letter + bytes(number)), name)
        maya.goes(f"/requests/{sent}/attach", {"file": given, "what": "Receipt"})
    assert "passwd" not in maya.page.text
    assert "passwd" not in (home / "letters.sqlite").read_bytes().decode("latin-1")
    assert all(home in path.resolve().parents for path in home.rglob("*"))


@pytest.mark.parametrize(("content", "name"), [(b"MZ", "run.exe"), (b"<script>", "a.pdf"), (b"", "a.png")])
def test_what_is_no_paper_is_refused(maya: Person, sent: str, content: bytes, name: str) -> None:
    maya.post(f"/requests/{sent}/attach", {"file": (io.BytesIO(content), name)})
    assert maya.page.status_code == 400
    assert name not in maya.page.text


def test_what_is_too_large_is_not_taken_in(maya: Person, sent: str) -> None:
    given = (io.BytesIO(b"%PDF-" + bytes(26_000_000)), "large.pdf")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the test client leaves what it sent in a file that nobody closes
        assert maya.post(f"/requests/{sent}/attach", {"file": given}).status_code == 413
        maya.page = None  # type: ignore[assignment]
        gc.collect()
    assert maya.post("/letter", {"search": "x" * 600_000}).status_code == 413


def test_a_request_is_forgotten_only_when_that_is_confirmed(maya: Person, sent: str) -> None:
    assert "Yes, forget it" in text(maya.post(f"/requests/{sent}/forget", {}))
    assert sent in text(maya.get("/requests/"))
    maya.goes(f"/requests/{sent}/forget", {"sure": "yes"})
    assert sent not in text(maya.page)
    assert maya.get(f"/requests/{sent}").status_code == 400


def test_the_list_shows_a_hundred_a_page_in_one_order(maya: Person, desk: Workspace) -> None:
    with tracker.writing(desk.home) as store:
        for n in range(205):
            written = track.new_event("written", TODAY, {"sha256": f"{n:064x}"})
            uid, reference = f"{n:032x}", f"L-{n:06d}"
            about = (uid, reference, "mn-dps-dvs", AUDIT, "data_subject", "subject-access", TODAY)
            store.add(Request(*about, events=(written,)))
    shown = []
    for number in (1, 2, 3):
        page = maya.get(f"/requests/?page={number}").text
        assert "(205)" in page
        assert f"{number} / 3" in text(maya.page)
        shown += re.findall(r'href="/requests/(L-\d{6})"', page)
    assert shown == [f"L-{n:06d}" for n in range(205)]
    for odd in ("0", "-1", "99", "x"):
        assert maya.get(f"/requests/?page={odd}").status_code == 200
