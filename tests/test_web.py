"""The pages: who may see them, what they keep, and that they write what the command writes."""

import gc
import io
import re
import signal
import socket
import subprocess
import sys
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from support import ANSWERS, MAYA, TODAY, Ran
from web_support import PORT, Person, Seconds, text

from letters import tracker
from letters.errors import WrongInput
from letters.events import Request
from letters.web import serve
from letters.web.app import create_app
from letters.web.memory import IDLE_SECONDS
from letters.web.safety import Guard
from letters.workflow import track
from letters.workflow.workspace import Workspace

WEB = Path(__file__).parent.parent / "letters" / "web"
AUDIT = "own-record-audit-trail"
EVERYWHERE = ["/", "/requests/", "/requests/month", "/requests/L-ABCDEF", "/letter/x/what", "/made/x", "/nowhere"]


@pytest.fixture
def guard() -> Guard:
    return Guard(PORT)


@pytest.fixture
def app(desk: Workspace, guard: Guard, clock: Seconds) -> Flask:
    return create_app(lambda: desk, guard, clock=clock)


@pytest.fixture
def maya(app: Flask, guard: Guard) -> Person:
    return Person(app, guard)


@pytest.fixture
def draft(maya: Person) -> str:
    """A letter of which everything is answered."""
    found = maya.begins(AUDIT, "mn-dps-dvs")
    maya.answers(found, ANSWERS[AUDIT])
    return found


# Who may see them.


@pytest.mark.parametrize("path", EVERYWHERE)
def test_nothing_is_shown_without_the_link(app: Flask, guard: Guard, path: str) -> None:
    stranger = Person(app, guard, starts=False)
    assert stranger.get(path).status_code == 403
    assert "link" in text(stranger.page)
    assert stranger.post("/letter", {"search": "x"}).status_code == 403


def test_a_wrong_token_opens_nothing(app: Flask, guard: Guard) -> None:
    stranger = Person(app, guard, starts=False)
    for token in ("", "x", guard.token[:-1], guard.session, "ü"):
        assert stranger.get(f"/start?token={token}").status_code == 403
    assert stranger.get("/").status_code == 403


def test_the_link_gives_a_cookie_for_this_site_alone_that_no_script_reads(app: Flask, guard: Guard) -> None:
    cookie = Person(app, guard).page.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert guard.token not in cookie


@pytest.mark.parametrize("host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", "127.0.0.1:1", "[::1]:5000", ""])
def test_a_server_of_another_name_is_not_this_one(maya: Person, host: str) -> None:
    assert maya.get("/", Host=host).status_code in (400, 403)
    assert maya.get(f"/start?token={maya.guard.token}", Host=host).status_code in (400, 403)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": f"https://127.0.0.1:{PORT}"},
        {"Origin": "http://127.0.0.1:5001"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_from_elsewhere_does_nothing(maya: Person, headers: dict[str, str]) -> None:
    assert maya.post("/letter", {"situation": "family"}, **headers).status_code == 403


def test_a_form_without_its_token_does_nothing(app: Flask, maya: Person) -> None:
    posts = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    assert len(posts) >= 15
    for rule in posts:
        path = rule.rule.replace("<int:number>", "1").replace("<reference>", "L-ABCDEF").replace("<draft_id>", "x")
        assert maya.post(path, {"form_token": "x"}).status_code == 403, path


def test_every_answer_is_kept_by_nobody_and_loads_nothing_from_elsewhere(maya: Person, draft: str) -> None:
    made = maya.makes(draft)
    letter = re.findall(r'href="(/made/[^"]+\.pdf)"', maya.page.text)[0]
    for path in (*EVERYWHERE, f"{made}/read", letter, f"{made}/page/1", "/static/style.css"):
        headers = maya.get(path).headers
        assert headers["Cache-Control"] in ("no-store", "no-cache"), path
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"] or path == letter
        assert "Server" not in headers


def test_pages_hold_no_script_or_style_of_their_own() -> None:
    templates = list((WEB / "templates").glob("*.html"))
    assert len(templates) > 15
    for template in templates:
        said = template.read_text()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:|<script(?! src=\"\{\{ url_for)", said), (
            template
        )
        assert not re.search(r'(src|action)="(https?:)?//', said), template


def test_the_server_listens_on_this_machine_alone() -> None:
    with serve.listen(0) as taken:
        assert taken.getsockname()[0] == "127.0.0.1"
        taken.listen()
        with pytest.raises(WrongInput, match="--port"):
            serve.listen(taken.getsockname()[1])


@pytest.mark.parametrize(("number", "before"), [(signal.SIGINT, ""), (signal.SIGTERM, "trap '' INT; ")])
def test_the_command_prints_the_link_and_ends_quietly(number: int, before: str) -> None:
    """By Control-C and, where that is ignored as in the background of a shell, by the system."""
    command = ["sh", "-c", f'{before}exec "$0" -m letters web --no-browser', sys.executable]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout
        assert server.stderr
        server.stdout.readline()
        link = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/start\?token=(\S{40,})\n", server.stdout.readline())
        assert link
        with socket.create_connection(("127.0.0.1", int(link[1]))) as line:
            line.sendall(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{link[1]}\r\nConnection: close\r\n\r\n".encode())
            assert line.recv(100).startswith(b"HTTP/1.1 403")
        server.send_signal(number)
        out, err = server.communicate(timeout=60)
    assert "Stopped." in out
    assert "Traceback" not in err
    assert err == ""


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


# What a mistake shows.


def test_a_bug_shows_no_traceback_and_no_answer(app: Flask, maya: Person, caplog: Any) -> None:
    def broken() -> str:
        raise ValueError("Maya Lindqvist")

    app.view_functions["begin.home"] = broken
    assert maya.get("/").status_code == 500
    for said in (maya.page.text, caplog.text):
        assert "Maya" not in said
    assert "Traceback" not in maya.page.text
    assert "test_web.py" in caplog.text


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


# Uploads.


@pytest.fixture
def sent(maya: Person, draft: str) -> str:
    """The reference of a letter that was mailed."""
    maya.makes(draft)
    found = maya.reference
    maya.goes(f"/requests/{found}/sent", {"once": "sent", "on": "2026-11-25"})
    return found


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
