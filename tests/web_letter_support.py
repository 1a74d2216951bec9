"""Maya at the pages, with a letter of which everything is answered, or which was mailed."""

import pytest
from flask import Flask
from support import ANSWERS
from web_support import PORT, Person, Seconds

from letters.web.app import create_app
from letters.web.safety import Guard
from letters.workflow.workspace import Workspace

AUDIT = "own-record-audit-trail"


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


@pytest.fixture
def sent(maya: Person, draft: str) -> str:
    """The reference of a letter that was mailed."""
    maya.makes(draft)
    found = maya.reference
    maya.goes(f"/requests/{found}/sent", {"once": "sent", "on": "2026-11-25"})
    return found
