"""Forgetting: no byte of what was forgotten stays in the folder, and what cannot be reached is said."""

from collections.abc import Callable
from pathlib import Path

import pytest
from kills import SECRETS, every_byte, unlocked_by, whole
from support import Ran, Terminal

NOTE = b"The desk clerk was unkind"


@pytest.mark.parametrize("locked", [False, True])
def test_one_request_is_forgotten_to_the_last_byte(
    locked: bool, home: Path, letters: Callable[..., Ran], store: str, passphrase: tuple[str, str]
) -> None:
    given = passphrase if locked else ()
    if locked:
        assert letters("lock", *passphrase).code == 0
    done = letters("forget", store, "--yes", "--json", *given)
    assert done.code == 0, done.err
    assert done.json["references"] == [store]
    assert any("snapshots" in each for each in done.json["not_reached"])
    if locked:
        letters("unlock", *passphrase)
    left = every_byte(home)
    assert not any(secret in left for secret in (NOTE, b"PO Box 1234", b"\x89PNG", store.encode()))
    assert b"full_name: Maya Lindqvist" in left  # the profile is not of this request


@pytest.mark.parametrize("locked", [False, True])
def test_all_is_forgotten(
    locked: bool, home: Path, letters: Callable[..., Ran], store: str, passphrase: tuple[str, str]
) -> None:
    if locked:
        assert letters("lock", *passphrase).code == 0
    done = letters("forget", "--all", "--yes", *(passphrase if locked else ()))
    assert done.code == 0, done.err
    for words in ("printed letters", "PDFs", "backups", "mail programs", "removed"):
        assert words in done.out
    if locked:
        unlocked_by()
    assert whole(home) == ([], {})
    if locked:
        letters("unlock", *passphrase)
    left = every_byte(home)
    assert not any(secret in left for secret in (*SECRETS, store.encode()))


def test_what_is_older_is_forgotten_by_its_last_day(
    home: Path, letters: Callable[..., Ran], write: Callable[..., Ran], store: str
) -> None:
    given = ("--html", "--out", "old.html", "--json", "--dated")
    old, still_open = (
        str(write("mn-dps", "own-driver-license-record", *given, day).json[0]["reference"])
        for day in ("2025-01-05", "2025-01-06")
    )
    letters("happened", still_open, "note", "--note", "they called", "--on", "2026-06-01")
    assert letters("forget", "--before", "2026-01-01", "--yes", "--json").json["references"] == [old]
    assert {row["reference"] for row in letters("list", "--json").json} == {store, still_open}
    assert letters("forget", "--before", "2020-01-01", "--yes").out.startswith("Forgotten: no request.")


def test_nothing_is_forgotten_before_it_is_sure(home: Path, letters: Callable[..., Ran], store: str) -> None:
    before = whole(home)
    for wrong in ((), (store, "--all"), ("--all", "--before", "2026-01-01"), ("--all",), (store,)):
        assert letters("forget", *wrong).code == 2, wrong
    assert Terminal("forget", "--all").on("Remove all requests", "n\r").ends()[0] == 1
    assert whole(home) == before
    assert Terminal("forget", "--before", "2030-01-01").on("1 request from before", "y\r").ends()[0] == 0
    assert letters("list", "--json").json == []
    assert NOTE not in every_byte(home)
