"""Print runs on the pages: made once, for their owner alone, gone when they are left, and tried again."""

import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from web_groups_support import MAYA, app, gives, kim, logged, makes, memory, printing, sheet, waits
from web_support import Person, Seconds, text

from letters.web.memory import IDLE_SECONDS
from letters.web.printing import PrintRun
from letters.workflow.workspace import Workspace

__all__ = ["app", "kim"]  # fixtures


def folder(person: Person, run: str) -> Path:
    found = memory(person).find(run.rpartition("/")[2])
    assert isinstance(found, PrintRun)
    return found.folder


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
