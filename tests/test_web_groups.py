"""For groups: sheets and agencies checked, put right and made on pages; campaigns; the same letters as the command."""

import csv
import gc
import io
import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import threading
import warnings
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from html import unescape
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pikepdf
import pytest
from flask import Flask
from support import Ran
from web_support import PORT, Person, Seconds, text

from letters import tracker
from letters.tables import write_xlsx
from letters.web.app import create_app
from letters.web.memory import IDLE_SECONDS, Memory
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


def folder(person: Person, run: str) -> Path:
    found = memory(person).find(run.rpartition("/")[2])
    assert isinstance(found, PrintRun)
    return found.folder


def cells(person: Person) -> list[str]:
    """The names of the cells that can be written on the page."""
    return [unescape(name) for name in re.findall(r'name="(cell-[^"]+)"', person.page.text)]


def listed(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def logged(home: Path) -> dict[str, list[str]]:
    with tracker.reading(home) as store:
        return {each.reference: [event.kind for event in each.events] for each in store.all()}


# From a sheet to the print run.


def test_wrong_cells_are_shown_and_put_right_in_place(kim: Person) -> None:
    found = gives(kim, sheet(MAYA, KIM, ALEX))
    assert "Letters that can be made: 2. Rows that are wrong: 1." in text(kim.page)
    assert cells(kim) == ["cell-3-City", "cell-3-From"]
    assert "not a date: write it like 2026-01-01" in text(kim.page)
    assert 'value="2/30/2025"' in kim.page.text
    assert "Maya" not in kim.page.text
    mends(kim, f"{found}/check", {"cell-3-City": "Duluth", "cell-3-From": "yesterday"})
    assert cells(kim) == ["cell-3-From"]
    mends(kim, f"{found}/check", {"cell-3-From": "2025-02-28"})
    assert "Letters that can be made: 3" in text(kim.page)
    assert cells(kim) == []
    run = makes(kim, found)
    assert "Letters made: 3" in text(kim.page)
    with pikepdf.open(io.BytesIO(kim.get(f"{run}/file/print.pdf").data)) as printed:
        assert len(printed.pages) == 6  # each begins on a new sheet
    assert [row["row"] for row in listed(kim.get(f"{run}/file/manifest.csv").data)] == ["2", "3", "4"]


def test_what_is_missing_can_be_filled_in_and_a_row_can_be_left_out(kim: Person) -> None:
    nobody = ("", *ALEX[1:5], "T423456789012", *ALEX[6:])
    found = gives(kim, sheet(MAYA, MAYA, nobody))
    assert "same letter as row 2" in text(kim.page)
    assert "--" not in text(kim.page)
    assert set(cells(kim)) == {*(f"cell-3-{name}" for name in COLUMNS), "cell-4-Name"}
    mends(kim, f"{found}/check", {"leave": "3", "cell-4-Name": "Robin Example"})
    assert "Letters that can be made: 2" in text(kim.page)
    assert cells(kim) == []


def test_columns_that_answer_nothing_are_told_of_and_matched_by_hand(kim: Person) -> None:
    odd = ("Who", *COLUMNS[1:], "Shoe size")
    found = gives(kim, sheet((*MAYA, "9"), columns=odd))
    assert kim.page.status_code == 422
    assert "no question is called so" in text(kim.page)
    assert "--map" not in text(kim.page)
    mends(
        kim,
        f"{found}/columns",
        {"column-0": "full_name", "column-8": "", **{f"column-{n}": "same" for n in range(1, 8)}},
    )
    assert "Letters that can be made: 1" in text(kim.page)


def test_an_empty_sheet_is_the_one_of_the_command_and_is_read_back(kim: Person, letters: Callable[..., Ran]) -> None:
    found = kim.goes("/groups/", {"way": "sheet", "type": AUDIT}).rpartition("/")[0]
    given = kim.get(f"{found}/empty.xlsx?agency=column").data
    letters("batch-template", AUDIT, "--agency-column", "--out", "empty.xlsx")
    with zipfile.ZipFile(io.BytesIO(given)) as page, zipfile.ZipFile("empty.xlsx") as command:
        (names,) = [name for name in page.namelist() if name.endswith("sheet1.xml")]
        assert page.read(names) == command.read(names)
    kim.post(f"{found}/sheet", {**ALL, "agency": "", "sheet": (io.BytesIO(given), "letters.xlsx")})
    checked(kim, found)
    assert "there is no row under the names of the columns" in text(kim.page)


def test_what_is_wrong_with_the_file_stands_beside_it(kim: Person) -> None:
    for content, name, told in (
        (b"\xd0\xcf\x11\xe0", "old.xls", "this is an old .xls file"),
        (b"<html>", "a.xlsx", "neither an .xlsx nor a CSV file"),
        (b"PK\x03\x04garbage", "a.xlsx", ""),
        ("Name,Caf\xe9\nx,y\n".encode("latin-1"), "a.csv", "Save it as CSV UTF-8"),
        (b"", "a.csv", "nothing stands in the file"),
        (b'Name,Street\n"x,y\n', "a.csv", "is not closed"),
    ):
        gives(kim, content, name)
        assert kim.page.status_code == 422, name
        assert told.casefold() in text(kim.page).casefold(), name
        assert 'href="#sheet"' in kim.page.text
        assert "--" not in text(kim.page)
    kim.post(kim.seen[-1].replace("/check", "/sheet"), {"agency": "st paul", "campaign": ""})
    assert "Write the whole name of one of these" in text(kim.page)
    assert "Give these letters a name" in text(kim.page)


def test_a_letter_to_an_agency_of_no_known_address_waits_for_one(kim: Person) -> None:
    found = gives(kim, sheet((*MAYA, "mn-mnsure"), columns=(*COLUMNS, "Agency")), agency="")
    assert cells(kim) == ["cell-2-Agency address"]
    mends(kim, f"{found}/check", {"cell-2-Agency address": "1 Example Ave, St. Paul, MN 55101"})
    assert "Letters that can be made: 1" in text(kim.page)
    run = makes(kim, found)
    assert listed(kim.get(f"{run}/file/manifest.csv").data)[0]["agency"] == "mn-mnsure"


def test_rows_that_failed_are_put_right_and_made_too(kim: Person, home: Path) -> None:
    found = gives(kim, sheet(MAYA, KIM))
    run = makes(kim, found)
    assert "Letters made: 1. Left out: 1" in text(kim.page)
    assert [row["row"] for row in listed(kim.get(f"{run}/file/errors.csv").data)] == ["3"]
    mends(kim, f"{found}/check", {"cell-3-City": "Duluth", "cell-3-From": "2025-02-28"})
    assert makes(kim, found) == run
    assert "Letters made: 2" in text(kim.page)
    assert kim.get(f"{run}/file/errors.csv").status_code == 404
    assert list(logged(home).values()) == [["written"], ["written"]]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_page_and_command_make_the_same_letters(
    kim: Person, letters: Callable[..., Ran], tmp_path: Path, kind: str
) -> None:
    rows = (MAYA, ALEX)
    content = sheet(*rows) if kind == "csv" else write_xlsx(COLUMNS, [dict(zip(COLUMNS, r, strict=True)) for r in rows])
    run = makes(kim, gives(kim, content, f"clients.{kind}"))
    shown = listed(kim.get(f"{run}/file/manifest.csv").data)
    with zipfile.ZipFile(io.BytesIO(kim.get(f"{run}/all.zip").data)) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    Path(f"clients.{kind}").write_bytes(content)
    done = letters(
        *(
            "batch",
            f"clients.{kind}",
            "--type",
            AUDIT,
            "--agency",
            "mn-dps-dvs",
            "--out",
            "out",
            "--campaign",
            "spring",
        ),
        *("--dated", "2026-11-25", "--no-track"),
    )
    assert done.code == 0, done.err
    (command,) = [listed(Path("out/manifest.csv").read_bytes())]
    assert len(shown) == 2
    same = ("reference", "row", "agency", "file", "pages", "sha256", "by")
    assert [[row[name] for name in same] for row in shown] == [[row[name] for name in same] for row in command]
    assert set(files) == {path.name for path in Path("out").iterdir()} - {"batch.json"}
    for name, made in files.items():
        if name != "manifest.csv":  # its days are those of a letter mailed on the day of the run
            assert made == Path("out", name).read_bytes(), name


def test_more_than_a_handful_are_made_in_processes_of_their_own(kim: Person, home: Path) -> None:
    rows = [(f"Person {n} Example", *MAYA[1:5], f"T{n:012}", *MAYA[6:]) for n in range(18)]
    run = makes(kim, gives(kim, sheet(*rows)))
    assert "Letters made: 18" in text(kim.page)
    work = printing(kim, run)
    assert (work.done, work.whole) == (18, 18)
    assert len(logged(home)) == 18


# To many agencies.


def test_one_question_to_many_agencies_with_an_address_put_right(kim: Person, letters: Callable[..., Ran]) -> None:
    found = kim.goes("/groups/", {"way": "agencies", "type": STATISTICS}).rpartition("/")[0]
    kim.post(f"{found}/agencies", {**GROUP, "kind": "", "campaign": "jails"})
    assert kim.page.status_code == 422
    assert "Choose what kind of agency is asked." in text(kim.page)
    kim.post(f"{found}/agencies", {**GROUP, "kind": "sheriff", "campaign": "jails", "date_to": "someday"})
    assert 'href="#date_to"' in kim.page.text
    mends(kim, f"{found}/agencies", {**GROUP, "kind": "sheriff", "in_county": "Aitkin County", "campaign": "jails"})
    checked(kim, found)
    kim.get(f"{found}/agencies")
    assert kim.page.text.count('name="county"') == 1  # where they are is no answer to what the letter asks
    mends(kim, f"{found}/agencies", {**GROUP, "kind": "sheriff", "campaign": "jails"})
    checked(kim, found)
    number = int(re.search(r"Letters that can be made: (\d+)", text(kim.page))[1])  # type: ignore[index]
    unsure = re.findall(r'name="address-([^"]+)"', kim.page.text)
    assert unsure
    assert "--" not in text(kim.page)
    kim.post(f"{found}/check", {f"address-{unsure[0]}": "nowhere"})
    assert kim.page.status_code == 422
    mends(kim, f"{found}/check", {f"address-{unsure[0]}": "100 Example Plaza, Example, MN 56001", "leave": "9999"})
    checked(kim, found)
    assert f"Letters that can be made: {number + 1}." in text(kim.page)
    assert f'name="address-{unsure[0]}"' not in kim.page.text
    command = letters(
        *("batch", "--agencies", "sheriff", "--type", STATISTICS, "--out", "out", "--dry-run", "--json", "--no-track"),
        *(option for name, answer in GROUP.items() for option in ("--set", f"{name}={answer}")),
    )
    assert command.json["written"] == number


# Campaigns.


@pytest.fixture
def spring(kim: Person) -> tuple[str, list[str]]:
    """A campaign of three letters: its address, and their references."""
    run = makes(kim, gives(kim, sheet(MAYA, ALEX, ("Robin Example", *MAYA[1:5], "T9", *MAYA[6:]))))
    references = [row["reference"] for row in listed(kim.get(f"{run}/file/manifest.csv").data)]
    found = re.findall(r'href="(/groups/campaign/[^"#]+)"', kim.get(run).text)[0]
    return found, references


def test_a_campaign_is_entered_as_mailed_with_its_numbers(
    kim: Person, spring: tuple[str, list[str]], letters: Callable[..., Ran]
) -> None:
    campaign, references = spring
    stranger = (io.BytesIO(b"reference,number\nL-NOBODY,1\n"), "numbers.csv")
    assert kim.post(f"{campaign}/sent", {"once": "a", "on": "2026-11-24", "numbers": stranger}).status_code == 422
    assert "is no letter of this campaign" in text(kim.page)
    assert kim.post(f"{campaign}/sent", {"once": "a", "on": "2027-11-24"}).status_code == 422
    for _ in range(2):
        numbers = (io.BytesIO(f"reference,number\n{references[0]},9407 1\n".encode()), "numbers.csv")
        kim.goes(f"{campaign}/sent", {"once": "b", "on": "2026-11-24", "by": "certified-mail", "numbers": numbers})
    events = [event["event"] for event in letters("show", references[0], "--json").json["events"]]
    assert events == ["written", "sent"]
    assert letters("show", references[0], "--json").json["events"][-1]["number"] == "9407 1"
    assert len(letters("list", "--campaign", "spring", "--json").json) == 3
    assert "They were mailed" not in text(kim.page)
    assert "spring" in text(kim.get("/groups/"))


def test_all_that_are_late_are_reminded_as_one_print_run(
    app: Flask, kim: Person, desk: Workspace, spring: tuple[str, list[str]], letters: Callable[..., Ran]
) -> None:
    campaign, references = spring
    kim.goes(f"{campaign}/sent", {"once": "a", "on": "2026-11-25"})
    letters("happened", references[1], "received", "--on", "2026-12-01")
    later = Workspace(desk.home, date(2026, 12, 28))
    for name in ("registry", "catalogue", "law", "stationery"):
        later.__dict__[name] = getattr(desk, name)
    app.extensions["letters"] = (lambda: later, app.extensions["letters"][1])
    assert "overdue: 2" in text(kim.get(campaign))
    form = re.findall(r'name="once" value="([^"]+)"', kim.page.text)[-1]
    run = kim.post(f"{campaign}/remind", {"once": form, "record": "yes"}).headers["Location"]
    assert kim.post(f"{campaign}/remind", {"once": form, "record": "yes"}).headers["Location"] == run
    waits(kim, run)
    assert "Letters made: 2" in text(kim.page)
    printed = kim.get(f"{run}/file/print.pdf").data
    events = letters("show", references[0], "--json").json["events"]
    assert [event["event"] for event in events].count("reminded") <= 1
    assert events[-1]["step"] == "reminder"
    done = letters("next", "--campaign", "spring", "--overdue", "--out", "due", "--as-of", "2026-12-28")
    assert done.code in (0, 3)
    with pikepdf.open(io.BytesIO(printed)) as joined, joined.open_outline() as outline:
        assert [item.title for item in outline.root] == [references[0], references[2]]


def test_the_report_is_that_of_the_command(
    kim: Person, spring: tuple[str, list[str]], letters: Callable[..., Ran]
) -> None:
    campaign, references = spring
    kim.goes(f"{campaign}/sent", {"once": "a", "on": "2026-11-24"})
    assert letters("report", "--campaign", "spring", "--out", "report.html", "--as-of", "2026-11-25").code == 0
    assert kim.get(f"{campaign}/report.html").data == Path("report.html").read_bytes()
    assert kim.get(f"{campaign}/report.csv").data == Path("report.csv").read_bytes()
    assert references[0] in text(kim.get(campaign))


# What is kept, and what is not.


def test_two_clicks_make_one_print_run(kim: Person, home: Path) -> None:
    found = gives(kim, sheet(MAYA))
    first = kim.post(f"{found}/make", {}).headers["Location"]
    assert kim.post(f"{found}/make", {}).headers["Location"] == first
    waits(kim, first)
    work = printing(kim, first)
    assert kim.post(f"{found}/make", {}).headers["Location"] == first
    assert printing(kim, first) is work
    assert list(logged(home).values()) == [["written"]]


def test_files_lie_where_only_their_owner_reads_and_are_gone_when_they_are_forgotten(
    kim: Person, clock: Seconds, home: Path
) -> None:
    run = makes(kim, gives(kim, sheet(MAYA)))
    place = folder(kim, run)
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in place.iterdir())
    assert home not in place.parents
    clock.now += IDLE_SECONDS - 1
    assert kim.get(run).status_code == 200
    assert place.exists()
    clock.now += IDLE_SECONDS + 1
    assert kim.get(run).status_code == 410
    assert not place.exists()
    assert len(logged(home)) == 1


def test_leaving_fast_ends_a_print_run_and_removes_its_folder(kim: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    held, reached = threading.Event(), threading.Event()

    def slow(desk: Workspace, wish: object, progress: Callable[[int, int], None]) -> None:
        progress(1, 3)
        reached.set()
        held.wait(60)
        progress(2, 3)
        raise AssertionError("it went on")

    found = gives(kim, sheet(MAYA))
    monkeypatch.setattr("letters.workflow.batch.run", slow)
    run = kim.post(f"{found}/make", {}).headers["Location"]
    assert reached.wait(60)
    place, work = folder(kim, run), printing(kim, run)
    shown = kim.get(run)
    assert '<noscript><meta http-equiv="refresh"' in shown.text
    assert 'max="3" value="1"' in shown.text
    told = kim.get(f"{run}/status").json
    assert told == {"done": 1, "whole": 3, "said": "1 of 3 letters are made.", "running": True}
    assert kim.get(f"{run}/file/print.pdf").status_code == 303
    kim.post("/leave", {})
    assert not place.exists()
    held.set()
    work.wait()
    assert not place.exists()
    assert kim.get(run).status_code == 410


def test_a_print_run_that_goes_wrong_says_so_and_can_be_tried_again(
    kim: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("Maya Lindqvist")

    found = gives(kim, sheet(MAYA))
    with monkeypatch.context() as broke:
        broke.setattr("letters.workflow.batch.run", broken)
        run = makes(kim, found)
    assert kim.page.status_code == 400
    assert "Something went wrong in the program itself" in text(kim.page)
    assert "Maya" not in kim.page.text + caplog.text
    assert makes(kim, found) == run
    assert "Letters made: 1" in text(kim.page)


def test_addresses_tell_nothing(kim: Person, spring: tuple[str, list[str]]) -> None:
    campaign, _ = spring
    kim.get("/groups/")
    links = " ".join([*kim.seen[1:], campaign, *re.findall(r'(?:href|action)="(/[^"]*)"', kim.page.text)])
    for told in ("spring", "Maya", AUDIT, "clients", "mn-dps"):
        assert told.casefold() not in links.casefold()


def test_numbers_and_names_that_no_page_sends_are_no_bug(kim: Person) -> None:
    found = gives(kim, sheet(MAYA, KIM))
    mends(
        kim,
        f"{found}/check",
        {"leave": ["x", "-1", "9" * 30], "cell-x-y": "z", "cell-3-Nowhere": "z", "cell-2-Name": "z"},
    )
    checked(kim, found)
    assert cells(kim) == ["cell-3-City", "cell-3-From"]
    run = makes(kim, found)
    for name in ("../letters.sqlite", "..%2f..%2fetc%2fpasswd", "batch.json", "nothing.pdf", "."):
        assert kim.get(f"{run}/file/{name}").status_code in (404, 303, 308), name
    for path in ("/groups/campaign/x", "/groups/run/x", "/groups/x/check", "/groups/x/empty.xlsx"):
        assert kim.get(path).status_code in (404, 410)


def test_what_stands_in_a_sheet_stays_text(kim: Person) -> None:
    script = "<script>alert(1)</script>"
    wrong = (f"{script}", *KIM[1:6], script, script)
    found = gives(kim, sheet(wrong, columns=(*COLUMNS[:-1], "To")), campaign=script)
    assert script not in kim.page.text
    assert "&lt;script&gt;" in kim.page.text
    gives(kim, sheet(MAYA, columns=(script, *COLUMNS[1:])))
    assert script not in kim.page.text
    kim.get(f"{found}/sheet")
    assert script not in kim.page.text


def test_a_sheet_that_is_too_large_is_not_taken_in(kim: Person) -> None:
    found = kim.goes("/groups/", {"way": "sheet", "type": AUDIT}).rpartition("/")[0]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the test client leaves what it sent in a file that nobody closes
        kim.post(f"{found}/sheet", {**ALL, "sheet": (io.BytesIO(bytes(11_000_000)), "a.csv")})
        assert kim.page.status_code == 413
        kim.page = None  # type: ignore[assignment]
        gc.collect()


# The server itself.


class Server:
    """`letters web` as a process of its own, whose temporary files lie in a folder of their own."""

    def __init__(self, temporary: Path) -> None:
        temporary.mkdir()
        self.temporary = temporary
        self.process = subprocess.Popen(
            [sys.executable, "-m", "letters", "web", "--no-browser"],
            env={**os.environ, "TMPDIR": str(temporary)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout
        self.process.stdout.readline()
        link = self.process.stdout.readline().strip()
        self.port = int(link.split(":")[2].split("/")[0])
        self.cookie = ""
        self.cookie = self.asks("GET", link.partition(str(self.port))[2]).headers["Set-Cookie"].partition(";")[0]
        token = re.search(r'name="form_token" value="([^"]+)"', self.reads("/groups/"))
        assert token
        self.token = token[1]

    def asks(self, method: str, path: str, body: bytes | None = None, **headers: str) -> HTTPResponse:
        line = HTTPConnection("127.0.0.1", self.port)
        line.request(method, path, body, {"Cookie": self.cookie, "Connection": "close", **headers})
        return line.getresponse()

    def reads(self, path: str) -> str:
        with self.asks("GET", path) as answer:
            return answer.read().decode()

    def sends(self, path: str, content: bytes | None = None, **fields: str) -> str:
        """Sends a form, with a sheet where one is given; where it leads."""
        parts = [(f'name="{name}"', text.encode()) for name, text in {"form_token": self.token, **fields}.items()]
        parts += [('name="sheet"; filename="a.csv"', content)] if content else []
        body = b"".join(b"--x\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n" % (a.encode(), b) for a, b in parts)
        media = {"Content-Type": "multipart/form-data; boundary=x"}
        with self.asks("POST", path, body + b"--x--\r\n", **media) as answer:
            return answer.headers["Location"]

    def raw(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=60)

    def memory(self) -> int:
        """The most memory that it ever had, in bytes."""
        told = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{self.process.pid}/status").read_text())
        assert told
        return int(told[1]) * 1024

    def ends(self, number: int) -> tuple[str, str]:
        self.process.send_signal(number)
        return self.process.communicate(timeout=120)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    running = Server(tmp_path / "temporary")
    yield running
    running.process.kill()
    running.process.communicate()


def test_an_upload_of_200_megabytes_is_refused_before_it_is_read(server: Server) -> None:
    path = server.sends("/groups/", way="sheet", type=AUDIT)
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nCookie: {server.cookie}\r\n"
    head += "Content-Type: multipart/form-data; boundary=x\r\n"
    before = server.memory()
    with server.raw() as line:
        line.sendall(f"{head}Content-Length: 200000000\r\n\r\n--x\r\n".encode())
        assert b" 413 " in line.recv(1000)  # though nearly nothing was sent
    sent = 0
    with server.raw() as line:
        line.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
        with suppress(OSError):
            for _ in range(200):
                line.sendall(b"f4240\r\n" + bytes(1_000_000) + b"\r\n")
                sent += 1_000_000
        assert sent < 100_000_000
    assert server.memory() - before < 60_000_000
    assert "For groups" in server.reads("/groups/")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_server_that_is_stopped_leaves_no_print_run_behind(server: Server, number: int, home: Path) -> None:
    rows = [(f"Person {n} Example", *MAYA[1:5], f"T{n:012}", *MAYA[6:]) for n in range(600)]
    path = server.sends("/groups/", way="sheet", type=AUDIT)
    check = server.sends(path, sheet(*rows), **ALL)
    while "are being checked" in server.reads(check):
        pass
    run = server.sends(path.replace("/sheet", "/make"))
    while not (told := json.loads(server.reads(f"{run}/status")))["done"]:
        assert told["running"]
    assert list(server.temporary.glob("letters-*"))
    out, err = server.ends(number)
    assert "Stopped." in out
    assert err == ""
    assert not list(server.temporary.glob("letters-*"))
    assert 0 < len(logged(home)) < 600
