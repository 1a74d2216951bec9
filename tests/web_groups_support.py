"""Somebody at the pages for groups: gives a sheet, puts it right, makes the print run, and reads what came of it."""

import csv
import io
import re
import threading
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from web_support import PORT, Person, Seconds

from letters import tracker
from letters.web.app import create_app
from letters.web.memory import Memory
from letters.web.printing import PrintRun
from letters.web.safety import Guard
from letters.web.work import Work
from letters.workflow.workspace import Workspace

AUDIT, STATISTICS = "own-record-audit-trail", "jail-ice-statistics"
COLUMNS = ("Name", "Street", "City", "State", "Zip", "DL number", "From", "To")
MAYA = ("Maya Lindqvist", "PO Box 1234", "Saint Paul", "MN", "55101", "T123456789012", "1/1/2025", "10/31/2026")
ALEX = ("Alex Morgan", "12 Elm St, Apt 3", "Duluth", "MN", "55802", "T223456789012", "2025-01-01", "2026-10-31")
KIM = ("Kim Example", "1 Main St", "", "MN", "55802", "T323456789012", "2/30/2025", "2026-10-31")
GROUP = {
    "full_name": "Jordan Reyes",
    "organization": "Northside Legal Aid",
    "mailing_or_reply_address": "200 Example Ave\nMinneapolis, MN 55411",
    "date_from": "2025-01-01",
    "date_to": "2026-10-31",
}
ALL = {"agency": "mn-dps-dvs", "campaign": "spring"}


@pytest.fixture
def app(desk: Workspace, clock: Seconds) -> Iterator[Flask]:
    made = create_app(lambda: desk, Guard(PORT), clock=clock)
    yield made
    kept: Memory = made.extensions["letters"][1]
    kept.clear()
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()


@pytest.fixture
def kim(app: Flask) -> Person:
    return Person(app, _guard(app))


def _guard(app: Flask) -> Guard:
    """The guard of an app: its secrets stand in what checks every request."""
    (check,) = app.before_request_funcs[None]
    found = next(c.cell_contents for c in check.__closure__ or () if isinstance(c.cell_contents, Guard))
    assert isinstance(found, Guard)
    return found


def sheet(*rows: tuple[str, ...], columns: tuple[str, ...] = COLUMNS) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file).writerows([columns, *rows])
    return file.getvalue().encode()


def gives(person: Person, content: bytes, name: str = "clients.csv", **options: str) -> str:
    """Begins letters of a sheet, gives it, and waits for the check; the address of the letters in the making."""
    found = person.goes("/groups/", {"way": "sheet", "type": AUDIT}).rpartition("/")[0]
    person.post(f"{found}/sheet", {**ALL, **options, "sheet": (io.BytesIO(content), name)})
    checked(person, found)
    return found


def checked(person: Person, found: str) -> None:
    """Opens the check when it is done."""
    draft = memory(person).find(found.rpartition("/")[2])
    assert draft is not None
    work = getattr(draft, "check", None)
    if isinstance(work, Work):
        work.wait()
        person.get(f"{found}/check")


def mends(person: Person, path: str, data: Mapping[str, object]) -> None:
    """Sends what is put right, and opens the check when it is done."""
    person.goes(path, data)
    checked(person, path.rpartition("/")[0])


def memory(person: Person) -> Memory:
    kept = person.client.application.extensions["letters"][1]
    assert isinstance(kept, Memory)
    return kept


def makes(person: Person, found: str) -> str:
    """Makes the print run and waits for it; its address."""
    return waits(person, person.post(f"{found}/make", {}).headers["Location"])


def waits(person: Person, run: str) -> str:
    printing(person, run).wait()
    person.get(run)
    return run


def printing(person: Person, run: str) -> Work[object]:
    found = memory(person).find(run.rpartition("/")[2])
    assert isinstance(found, PrintRun)
    assert found.work
    return found.work


def cells(person: Person) -> list[str]:
    """The names of the cells that can be written on the page."""
    return [unescape(name) for name in re.findall(r'name="(cell-[^"]+)"', person.page.text)]


def listed(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def logged(home: Path) -> dict[str, list[str]]:
    with tracker.reading(home) as store:
        return {each.reference: [event.kind for event in each.events] for each in store.all()}


@pytest.fixture
def spring(kim: Person) -> tuple[str, list[str]]:
    """A campaign of three letters: its address, and their references."""
    run = makes(kim, gives(kim, sheet(MAYA, ALEX, ("Robin Example", *MAYA[1:5], "T9", *MAYA[6:]))))
    references = [row["reference"] for row in listed(kim.get(f"{run}/file/manifest.csv").data)]
    found = re.findall(r'href="(/groups/campaign/[^"#]+)"', kim.get(run).text)[0]
    return found, references
