"""A person at the pages, without a browser: opens them, fills in forms, follows where they lead."""

import re
from collections.abc import Mapping
from datetime import date
from html import unescape

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from letters.web.safety import Guard
from letters.workflow.workspace import Workspace

PORT = 5000
HERE = f"http://127.0.0.1:{PORT}"


class Seconds:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class Days:
    """The workspace on a day that is set by hand."""

    def __init__(self, desk: Workspace) -> None:
        self.desk = desk

    def __call__(self) -> Workspace:
        return self.desk

    def comes(self, day: str) -> str:
        self.desk = self.desk.on(date.fromisoformat(day))
        return day


class Person:
    """Keeps every address that was seen; `page` is the last answer."""

    def __init__(self, app: Flask, guard: Guard, *, starts: bool = True) -> None:
        self.client: FlaskClient = app.test_client()
        self.guard = guard
        self.seen: list[str] = []
        if starts:
            self.get(f"/start?token={guard.token}")

    def get(self, path: str, **headers: str) -> TestResponse:
        """Opens a page."""
        self.seen.append(path)
        self.page = self.client.get(path, base_url=HERE, headers=headers, buffered=True)
        return self.page

    def post(self, path: str, data: Mapping[str, object], **headers: str) -> TestResponse:
        """Sends a form of ours."""
        said = {"form_token": self.guard.form, **data}
        self.page = self.client.post(path, base_url=HERE, data=said, headers=headers, buffered=True)
        return self.page

    def goes(self, path: str, data: Mapping[str, object]) -> str:
        """Sends a form, and goes where it leads."""
        sent = self.post(path, data)
        assert sent.status_code == 303, text(sent)
        self.get(sent.headers["Location"])
        return sent.headers["Location"]

    def begins(self, request_type: str, agency: str, address: str | None = None, **before: str) -> str:
        """Chooses a type and an agency, and says what comes before the questions; gives the draft's address."""
        draft = self.goes("/letter", {"search": request_type}).rpartition("/")[0]
        self.goes(f"{draft}/what", {"type": request_type})
        if self.goes(f"{draft}/who", {"agency": agency}).endswith("/where"):
            self.goes(f"{draft}/where", {"which": "other", "address": address} if address else {"which": "known"})
        self.goes(f"{draft}/before", {"signer": "self", **before})
        return draft

    def answers(self, draft: str, given: Mapping[str, str]) -> None:
        """Answers every page of questions."""
        for number in range(1, 40):
            if self.get(f"{draft}/ask/{number}").status_code != 200:
                return
            names = set(re.findall(r'name="([a-z_]+)"', self.page.text)) - {"form_token", "language", "back"}
            here = {name: given.get(name, "") for name in names}
            self.goes(f"{draft}/ask/{number}", here)
        raise AssertionError("the questions do not end")

    def makes(self, draft: str, **changes: object) -> str:
        """Makes the letter with all its items, unless others are named."""
        self.get(f"{draft}/review")
        items = re.findall(r'name="item" value="(\d+)"', self.page.text)
        self.goes(f"{draft}/review", {"shown": len(items), "item": items, "make": "yes", **changes})
        return self.seen[-1]

    @property
    def reference(self) -> str:
        """The reference on the page."""
        found = re.search(r"\bL-[0-9A-Z]{6}\b", self.page.text)
        assert found
        return found[0]


def text(page: TestResponse) -> str:
    """The words of a page as one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


ENGLISH = re.compile(r'<span lang="en">(.*?)</span>', re.DOTALL)
# An example of an answer, and what a person recorded, are shown as they are.
AS_IT_IS = re.compile(r'Por ejemplo: <span lang="en">.*?</span>|<ol class="log">.*?</ol>', re.DOTALL)


def reads_spanish(person: Person, *said: str) -> None:
    """Asserts that a page has these words, and that none of it is English but names of agencies."""
    bodies = person.client.application.extensions["letters"][0]().registry.agencies.values()
    names = {name for body in bodies for name in (body.name, f"{body.id}: {body.name}")}
    page = AS_IT_IS.sub("", person.page.text)
    assert [found for found in ENGLISH.findall(page) if unescape(found) not in names] == []
    for words in said:
        assert words in text(person.page), words
