"""A batch that is run again, broken off, or goes wrong in part: nothing is lost, and nothing is doubled."""

import errno
import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from batch_support import ALEX, AUDIT, COLUMNS, DVS, MAYA, batch, listed, people, table
from support import Ran

from letters import files, reference, tracker
from letters.workflow import batch_work

__all__ = ["batch"]  # fixtures


def contents(folder: str = "out") -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in Path(folder).iterdir()}


def logged(home: Path) -> dict[str, list[str]]:
    """The hashes of each letter in the log."""
    with tracker.reading(home) as store:
        return {
            request.reference: [event.detail["sha256"] for event in request.events if event.kind == "written"]
            for request in store.all()
        }


def test_the_same_batch_has_the_same_bytes_whatever_the_processes(batch: Callable[..., Ran], home: Path) -> None:
    rows = table(*people(40))
    assert batch(rows, *DVS, "--jobs", "1", out="one").code == 0
    first = contents("one")
    again = batch(rows, *DVS, "--jobs", "2", out="two")
    assert again.code == 0, again.err
    assert contents("two") == first
    assert all(len(hashes) == 1 for hashes in logged(home).values())


def test_no_letter_is_lost_where_there_are_more_handfuls_than_processes(
    batch: Callable[..., Ran], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_work, "CHUNK", 1)
    done = batch(table(*people(11)), *DVS, "--jobs", "2")
    assert "Wrote 11 letters." in done.out
    assert len(listed("out/manifest.csv")) == len(logged(home)) == 11


def test_run_again_it_goes_on_where_it_stopped(batch: Callable[..., Ran], home: Path) -> None:
    rows = table(*people(5))
    batch(rows, *DVS)
    first, log = contents(), logged(home)
    done = batch(rows, *DVS)
    assert "Wrote 0 letters. 5 were here before." in done.out
    for gone in list(Path("out").glob("L-*.pdf"))[:2]:
        gone.unlink()
    assert "Wrote 2 letters. 3 were here before." in batch(rows, *DVS).out
    assert contents() == first
    assert logged(home) == log


def test_a_batch_keeps_its_date_from_one_day_to_the_next(letters: Callable[..., Ran]) -> None:
    rows = table(*people(2))
    letters("batch", rows, *DVS, "--out", "out", "--dated", "2026-11-20")
    first = contents()
    assert "2 were here before" in letters("batch", rows, *DVS, "--out", "out", "--dated", "2026-11-23").out
    assert contents() == first


def test_a_full_disk_stops_it_and_the_next_run_goes_on(
    batch: Callable[..., Ran], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = table(*people(6))
    assert batch(rows, *DVS, "--dry-run").code == 0  # the key of references is made
    room = iter([True] * 4)  # for batch.json and three letters

    def full(handle: int) -> None:
        if not next(room, False):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        done = batch(rows, *DVS, "--jobs", "1")
    assert done.code == 1
    assert "No space left on device" in done.err
    assert "run the same command again: it goes on" in done.err
    assert {path.stem for path in Path("out").glob("L-*.pdf")} == set(logged(home))
    assert len(logged(home)) == 3
    assert not list(Path("out").glob(".*"))
    done = batch(rows, *DVS)
    assert done.code == 0
    assert "Wrote 3 letters. 3 were here before." in done.out


def test_a_letter_that_was_changed_is_left_alone_and_the_others_go_on(batch: Callable[..., Ran]) -> None:
    rows = table(*people(3))
    batch(rows, *DVS)
    signed = next(Path("out").glob("L-*.pdf"))
    signed.write_bytes(b"%PDF-1.7 signed")
    done = batch(rows, *DVS)
    assert done.code == 3
    assert f"{signed} exists and is no file of ours: it is left alone" in done.err
    assert signed.read_bytes() == b"%PDF-1.7 signed"
    assert len(listed("out/manifest.csv")) == 2


def test_a_template_that_fails_for_one_row_stops_no_other(
    batch: Callable[..., Ran], home: Path, letters: Callable[..., Ran]
) -> None:
    shipped = Path(__file__).parent.parent / "templates" / "requests" / f"{AUDIT}.html"
    own = home / "templates" / "requests" / f"{AUDIT}.html"
    own.parent.mkdir(parents=True)
    own.write_text(shipped.read_text().rstrip() + '\n\n{% if answered("prior_names") %}{{ nothing }}{% endif %}\n')
    broken = (*ALEX, "Alex Morgen")
    done = batch(table((*MAYA, ""), broken, columns=(*COLUMNS, "prior_names")), *DVS)
    assert done.code == 3
    assert "row 3: " in done.err
    assert "nothing" in done.err
    assert len(listed("out/manifest.csv")) == 1


def test_all_or_nothing(batch: Callable[..., Ran], home: Path) -> None:
    wrong = (*ALEX[:6], "2/30/2025", ALEX[7])
    done = batch(table(MAYA, wrong), *DVS, "--all-or-nothing")
    assert done.code == 1
    assert not list(Path("out").glob("L-*.pdf"))
    assert [row["row"] for row in listed("out/errors.csv")] == ["3"]
    assert logged(home) == {}
    assert batch(table(MAYA, ALEX), *DVS, "--all-or-nothing").code == 0
    assert not Path("out/errors.csv").exists()


def test_a_dry_run_says_everything_and_writes_nothing(batch: Callable[..., Ran], home: Path) -> None:
    wrong = (*ALEX[:6], "2/30/2025", ALEX[7])
    done = batch(table(MAYA, ALEX, wrong), *DVS, "--dry-run")
    assert done.code == 3
    assert "Would write 2 letters." in done.out
    assert (
        "To mail: 2 pages on 2 sheets printed on both sides; a letter with its envelope weighs up to 1 oz." in done.out
    )
    assert "2/30/2025" in done.err
    assert not Path("out").exists()
    assert not (home / "letters.sqlite").exists() or logged(home) == {}
    row = batch(table(MAYA, ALEX), *DVS, "--dry-run", "--json").json
    assert row["written"] == 2
    assert [each["row"] for each in row["first"]] == [2, 3]


def test_two_letters_never_share_a_reference(
    batch: Callable[..., Ran], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reference, "LENGTH", 1)
    done = batch(table(*people(9)), *DVS, "--jobs", "1")
    assert done.code == 0, done.err
    first = [row["reference"] for row in listed("out/manifest.csv")]
    assert len(set(first)) == 9
    assert len(logged(home)) == 9
    batch(table(*people(9)), *DVS, "--jobs", "1")
    assert [row["reference"] for row in listed("out/manifest.csv")] == first


def test_a_folder_of_somebody_elses_is_left_alone(batch: Callable[..., Ran]) -> None:
    Path("out").mkdir()
    Path("out/diary.txt").write_text("mine")
    done = batch(table(MAYA), *DVS)
    assert done.code == 1
    assert "is no folder of a batch, and not empty" in done.err
    assert [path.name for path in Path("out").iterdir()] == ["diary.txt"]


def test_a_batch_killed_before_its_first_file_was_there_can_begin_again(batch: Callable[..., Ran]) -> None:
    Path("out").mkdir()
    Path("out", f"{files.DRAFT}k1ll3d").write_text('{"made')
    assert batch(table(MAYA), *DVS).code == 0
    assert not list(Path("out").glob(f"{files.DRAFT}*"))
    assert len(list(Path("out").glob("L-*.pdf"))) == 1
