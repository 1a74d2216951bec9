"""`letters web --shared-computer`: nothing of a person stays, on disk or in memory, for whoever comes next."""

import io
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest
from flask import Flask
from support import ANSWERS, TODAY, Ran
from web_support import PORT, Person, Seconds, text

from letters import in_memory
from letters.errors import FileTrouble
from letters.web.app import create_app
from letters.web.memory import IDLE_SECONDS
from letters.web.safety import Guard
from letters.web.serve import Desks

AUDIT = "own-record-audit-trail"
MARKED = {
    "full_name": "Zebulon Quillfeather",
    "mailing_or_reply_address": "PO Box 987654\nSaint Paul, MN 55101",
    "driver_license_or_id_number": "Q998877665544",
    "date_from": "2026-01-01",
    "date_to": "2026-01-31",
}
MARKS = ("Quillfeather", "987654", "Q998877665544", AUDIT)
PICTURE = (Path(__file__).parent.parent / "docs" / "letter.png").read_bytes()


@pytest.fixture
def desks() -> Iterator[Desks]:
    found = Desks(in_memory.begin(), lambda: TODAY)
    yield found
    found.close()


@pytest.fixture
def shared(desks: Desks, clock: Seconds) -> tuple[Flask, Guard]:
    guard = Guard(PORT)
    return create_app(desks, guard, clock=clock, erase=desks.erase), guard


@pytest.fixture
def visitor(shared: tuple[Flask, Guard]) -> Person:
    """A person who made a letter, mailed it, and attached a receipt."""
    person = Person(*shared)
    draft = person.begins(AUDIT, "mn-dps-dvs")
    person.answers(draft, MARKED)
    person.makes(draft)
    reference = person.reference
    person.goes(f"/requests/{reference}/sent", {"once": "a", "on": "2026-11-25"})
    person.goes(f"/requests/{reference}/attach", {"file": (io.BytesIO(PICTURE), "receipt.png")})
    assert reference in text(person.get("/requests/"))
    return person


def held(desks: Desks) -> bytes:
    """All that the store in memory holds."""
    folder = in_memory.of(desks().home)
    assert folder
    connection = folder.connect()
    found = connection.serialize() + b"".join(folder.files.values())
    connection.close()
    return found


def test_the_pages_say_that_nothing_is_kept_here(visitor: Person) -> None:
    for path in ("/", "/requests/", "/nowhere"):
        assert "Shared computer: this program keeps nothing here." in text(visitor.get(path)), path
        assert "Everything stays on this computer." not in text(visitor.page)
    assert "your requests are erased too" in text(visitor.get("/made/x"))


def test_no_file_is_made(visitor: Person, desks: Desks, home: Path) -> None:
    assert MARKED["full_name"].encode() in held(desks)
    assert not desks().home.exists()
    assert not home.exists()


@pytest.mark.parametrize("way", ["quick exit", "idle", "stop"])
def test_afterwards_the_store_in_memory_is_empty(visitor: Person, desks: Desks, clock: Seconds, way: str) -> None:
    before = desks().home
    reference, made = visitor.reference, tuple(visitor.seen)
    if way == "quick exit":
        assert visitor.post("/leave", {}).status_code == 200
    elif way == "idle":
        clock.now += IDLE_SECONDS - 1
        assert reference in text(visitor.get("/requests/"))
        clock.now += IDLE_SECONDS + 1
    else:
        desks.close()
        assert in_memory.of(before) is None
        return
    nobody = text(visitor.get("/requests/"))
    assert "No request is tracked here yet." in nobody
    assert reference not in nobody
    assert in_memory.of(before) is None
    assert not any(mark.encode() in held(desks) for mark in MARKS)
    for path in made:
        if path.startswith(("/made", "/letter/")):
            assert visitor.get(path).status_code == 410, path
    assert visitor.get(f"/requests/{reference}").status_code == 400


def test_a_visitor_who_follows_begins_with_nothing(visitor: Person, shared: tuple[Flask, Guard]) -> None:
    before = visitor.reference
    visitor.post("/leave", {})
    following = Person(*shared)
    assert "No request is tracked here yet." in text(following.get("/requests/"))
    draft = following.begins(AUDIT, "mn-dps-dvs")
    following.answers(draft, ANSWERS[AUDIT])
    following.makes(draft)
    assert following.reference != before
    for path in ("/requests/", "/requests/month?of=2026-12"):
        assert not any(mark in following.get(path).text for mark in MARKS[:3])


def test_a_letter_that_is_still_being_made_when_one_leaves_is_not_entered(
    shared: tuple[Flask, Guard], desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    from letters.workflow import write

    person, other = Person(*shared), Person(*shared)
    draft = person.begins(AUDIT, "mn-dps-dvs")
    person.answers(draft, MARKED)
    keep = write.keep

    def leaves_meanwhile(*given: object) -> None:
        other.post("/leave", {})
        keep(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(write, "keep", leaves_meanwhile)
    items = {"shown": 0, "make": "yes"}
    assert person.post(f"{draft}/review", items).status_code == 400
    assert "No request is tracked here yet." in text(other.get("/requests/"))
    assert "Letters that you can still save" not in text(other.page)
    assert not any(mark.encode() in held(desks) for mark in MARKS)


def test_what_is_needed_is_taken_along_and_brought_elsewhere(visitor: Person, letters: Callable[..., Ran]) -> None:
    reference = visitor.reference
    taken = visitor.post("/take", {}).data
    visitor.post("/leave", {})
    for _ in range(2):
        brought = visitor.post("/bring", {"file": (io.BytesIO(taken), "letters-export.json")})
        assert brought.status_code == 200, text(brought)
    assert "New here: 0 requests, 0 entries." in text(brought)
    assert reference in text(visitor.get("/requests/"))
    Path("taken.json").write_bytes(taken)
    assert letters("import", "taken.json").code == 0
    assert [row["reference"] for row in letters("list", "--json").json] == [reference]


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff\xfe", b'{"letters": 9, "requests": []}'])
def test_a_file_that_is_none_of_ours_is_not_brought(visitor: Person, content: bytes) -> None:
    assert visitor.post("/bring", {"file": (io.BytesIO(content), "../x.json")}).status_code == 400
    assert "x.json" not in visitor.page.text


def test_a_folder_that_was_ended_is_nowhere() -> None:
    from letters import tracker

    home = in_memory.begin()
    with tracker.reading(home) as store:
        assert store.all() == []
    in_memory.end(home)
    with pytest.raises(FileTrouble), tracker.reading(home):
        pass


class Browser:
    """The simplest one there is."""

    def __init__(self, link: str) -> None:
        self._open = build_opener(HTTPCookieProcessor(CookieJar())).open
        self._base = link.partition("/start")[0]
        self.at(link)

    def at(self, path: str, data: bytes | None = None, kind: str = "") -> str:
        where = path if "://" in path else self._base + path
        asked = Request(where, data, {"Content-Type": kind} if kind else {})  # noqa: S310 - of this machine
        with self._open(asked, timeout=60) as answer:
            self.url, self.page = answer.url, answer.read().decode("utf-8", "replace")
        return self.page

    @property
    def token(self) -> str:
        return re.findall(r'name="form_token" value="([^"]+)"', self.page)[0]

    def sends(self, path: str, **said: str) -> str:
        return self.at(path, urlencode({"form_token": self.token, **said}).encode())

    def uploads(self, path: str, name: str, content: bytes) -> str:
        parts = [
            f'--x\r\nContent-Disposition: form-data; name="form_token"\r\n\r\n{self.token}\r\n'.encode(),
            f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode(),
            content,
            b"\r\n--x--\r\n",
        ]
        return self.at(path, b"".join(parts), "multipart/form-data; boundary=x")


def test_the_command_leaves_nothing_on_disk_while_it_runs_or_after(tmp_path: Path) -> None:
    everywhere = tmp_path / "disk"
    everywhere.mkdir()
    places = dict.fromkeys(("LETTERS_HOME", "HOME", "XDG_DATA_HOME", "TMPDIR"), str(everywhere))
    command = [sys.executable, "-m", "letters", "web", "--no-browser", "--shared-computer"]
    with subprocess.Popen(
        command, env=os.environ | places, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path
    ) as server:
        try:
            assert server.stdout
            server.stdout.readline()
            browser = Browser(server.stdout.readline().strip())
            browser.sends("/letter", search=AUDIT)
            draft = browser.url.removesuffix("/what")
            browser.sends(f"{draft}/what", type=AUDIT)
            browser.sends(f"{draft}/who", agency="mn-dps-dvs")
            browser.sends(f"{draft}/before", signer="self")
            for number in range(1, 10):
                if not browser.url.endswith(f"/ask/{number}"):
                    break
                names = re.findall(r'name="([a-z_]+)"', browser.page)
                browser.sends(browser.url, **{name: text for name, text in MARKED.items() if name in names})
            browser.sends(f"{draft}/review", make="yes", shown="1", item="1")
            found = re.search(r"\bL-[0-9A-Z]{6}\b", unescape(browser.page))
            assert found
            browser.sends(f"/requests/{found[0]}/sent", on=str(date.today()))
            large = PICTURE + b"Quillfeather" * 200_000  # more than a server keeps in memory if it is not told to
            browser.uploads(f"/requests/{found[0]}/attach", "receipt.png", large)
            assert "attached" in browser.at(f"/requests/{found[0]}")
            handles = Path(f"/proc/{server.pid}/fd").iterdir()
            open_files = [str(link.readlink()) for link in handles if link.is_symlink()]
            browser.at("/")
            browser.sends("/leave")
            browser.at("/requests/")
            assert "No request is tracked here yet." in browser.page
        finally:
            server.send_signal(signal.SIGINT)
            out, err = server.communicate(timeout=60)
    assert "Everything is erased." in out
    assert err == ""
    assert not [name for name in open_files if str(everywhere) in name or "(deleted)" in name]
    left = [path for path in everywhere.rglob("*") if path.is_file()]
    assert not [path for path in left if any(mark.encode() in path.read_bytes() for mark in MARKS)]
    assert not [path for path in left if "letters" in path.name]
