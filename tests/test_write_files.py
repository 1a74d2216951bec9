"""Where a letter is written: over no file of somebody else, and only where it can be kept."""

import os
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pytest
from support import AUDIT, Ran


@pytest.mark.parametrize("content", ["full_name: Maya\n", "%PDF-1.4 my tax return", "<!doctype html><p>mine"])
def test_a_file_that_is_not_ours_is_never_written_over(
    content: str, write: Callable[..., Ran], tmp_path: Path, home: Path
) -> None:
    mine = tmp_path / "mine"
    mine.write_text(content)
    done = write("mn-dps", AUDIT, "--out", str(mine))
    assert done.code == 1
    assert "exists and is no file of ours" in done.err
    assert mine.read_text() == content
    assert not (home / "letters.sqlite").exists()


def test_a_link_is_followed_and_a_pipe_is_refused(write: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "link.pdf").symlink_to(tmp_path / "real.pdf")
    assert write("mn-dps", AUDIT, "--out", str(tmp_path / "link.pdf")).code == 0
    assert (tmp_path / "link.pdf").is_symlink()
    assert (tmp_path / "real.pdf").read_bytes().startswith(b"%PDF-")
    os.mkfifo(tmp_path / "pipe")
    assert "is no ordinary file" in write("mn-dps", AUDIT, "--out", str(tmp_path / "pipe")).err


def test_nothing_is_written_when_it_cannot_be_kept(write: Callable[..., Ran], home: Path) -> None:
    home.mkdir()
    (home / "letters.sqlite").write_bytes(b"garbage" * 1000)
    done = write("mn-dps", AUDIT, "--out", "letter.pdf")
    assert done.code == 1
    assert "is damaged" in done.err
    assert not Path("letter.pdf").exists()


def test_what_is_changed_in_a_letter_changes_its_reference(write: Callable[..., Ran]) -> None:
    options = [(), ("--item", "More."), ("--skip-item", "1"), ("--enclose", "A sheet"), ("--skip-item", "2")]
    found = {write("mn-dps", AUDIT, *each, "--json").json[0]["reference"] for each in options}
    assert len(found) == len(options)


def test_a_long_word_stays_on_the_paper(write: Callable[..., Ran]) -> None:
    assert write("mn-dps", AUDIT, "--item", "x" * 300, "--out", "letter.pdf").code == 0
    with pdfplumber.open("letter.pdf") as document:
        assert all(word["x1"] <= 7.5 * 72 + 1 for page in document.pages for word in page.extract_words())


def test_a_letter_may_be_written_again_and_leaves_no_draft(write: Callable[..., Ran]) -> None:
    for _ in range(2):
        assert write("mn-dps", AUDIT, "--out", "letter.pdf").code == 0
    assert [path.name for path in Path().iterdir()] == ["letter.pdf"]
    assert Path("letter.pdf").stat().st_mode & 0o077 == 0


def test_a_folder_as_target_gets_a_file_named_by_its_reference(write: Callable[..., Ran], tmp_path: Path) -> None:
    done = write("mn-dps", AUDIT, "--out", str(tmp_path), "--json")
    (row,) = done.json
    assert Path(row["path"]) == tmp_path / f"{row['reference']}.pdf"
    assert Path(row["path"]).exists()
