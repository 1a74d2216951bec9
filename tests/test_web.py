"""Who may see the pages: those who have the link, on this machine alone; and a bug shows no answer."""

import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from web_letter_support import app, draft, guard, maya
from web_support import PORT, Person, text

from letters.errors import WrongInput
from letters.web import serve
from letters.web.safety import Guard

__all__ = ["app", "draft", "guard", "maya"]  # fixtures
WEB = Path(__file__).parent.parent / "letters" / "web"
EVERYWHERE = ["/", "/requests/", "/requests/month", "/requests/L-ABCDEF", "/letter/x/what", "/made/x", "/nowhere"]


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
