"""The file of a packet: it is written over nothing that is not ours, and over no letter."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from packet_support import AUDIT, packet, photograph, tracked
from support import Ran

__all__ = ["packet", "tracked"]  # fixtures


def test_a_copy_that_was_changed_stops_the_packet_and_leaves_the_old_one(
    letters: Callable[..., Ran], tracked: Callable[..., str], packet: Callable[..., Path], home: Path
) -> None:
    reference = tracked()
    letters("attach", reference, str(photograph()))
    before = packet(reference).read_bytes()
    (copy,) = (home / "attachments").iterdir()
    copy.write_bytes(copy.read_bytes() + b"x")
    done = letters("packet", reference, "--out", "packet.pdf")
    assert done.code == 1
    assert "was changed since it was attached" in done.err
    assert Path("packet.pdf").read_bytes() == before
    assert letters("attach", reference, "receipt.jpg").code == 0
    assert packet(reference).read_bytes() == before


def test_the_packet_is_not_written_over_what_is_not_ours(
    letters: Callable[..., Ran], tracked: Callable[..., str]
) -> None:
    reference = tracked()
    Path("mine.pdf").write_bytes(b"%PDF-1.7 of somebody else")
    assert "is left alone" in letters("packet", reference, "--out", "mine.pdf").err
    assert "There is no folder" in letters("packet", reference, "--out", "none/packet.pdf").err
    assert letters("packet", "L-XXXXXX", "--out", "packet.pdf").code == 2
    assert not Path("packet.pdf").exists()
    assert letters("packet", reference, "--out", ".").code == 0
    assert Path(f"{reference}-packet.pdf").exists()


def test_a_pdf_that_holds_one_of_ours_or_was_changed_since_is_not_written_over(
    letters: Callable[..., Ran], tracked: Callable[..., str]
) -> None:
    reference = tracked()
    ours = Path("letter.pdf").read_bytes()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.attachments["letter.pdf"] = pikepdf.AttachedFileSpec(document, ours)
        document.save("bundle.pdf", compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    assert ours in Path("bundle.pdf").read_bytes()
    table = re.search(rb"startxref\s+(\d+)", ours)
    assert table is not None
    update = b"1 0 obj\n<</Type /XRef/Prev %b/ID [(letters) (x)]>>stream\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n"
    Path("signed.pdf").write_bytes(ours + update % (table[1], len(ours)))
    Path("more.pdf").write_bytes(ours + b"\nand more")
    for name in ("bundle.pdf", "signed.pdf", "more.pdf"):
        before = Path(name).read_bytes()
        done = letters("packet", reference, "--out", name)
        assert done.code == 1
        assert "is left alone" in done.err
        assert Path(name).read_bytes() == before


def test_a_letter_of_the_request_is_not_written_over_by_its_packet(
    letters: Callable[..., Ran], tracked: Callable[..., str]
) -> None:
    reference = tracked()
    before = Path("letter.pdf").read_bytes()
    done = letters("packet", reference, "--out", "letter.pdf")
    assert done.code == 1
    assert f"letter.pdf is a letter of {reference}" in done.err
    assert Path("letter.pdf").read_bytes() == before


def test_each_kind_of_pdf_made_here_may_be_made_again_in_its_place(
    letters: Callable[..., Ran], tracked: Callable[..., str]
) -> None:
    reference = tracked()
    letters("attach", reference, "letter.pdf")
    release = {
        "representative_name": "Jordan Reyes",
        "representative_address": "200 Example Ave, Minneapolis, MN 55411",
        "data_released": "Audit trail",
        "purpose": "legal assistance",
        "expiry_date": "2027-06-30",
        "date_of_birth": "1990-02-28",
    }
    pairs = [part for name, text in release.items() for part in ("--set", f"{name}={text}")]
    for command in (
        ("next", reference, "--step", "reminder", "--as-of", "2026-12-15"),
        ("packet", reference),
        ("labels", reference),
        ("labels", reference, "--envelopes"),
        ("blank", AUDIT),
        ("companion", "release", reference, "--as-of", "2026-12-15", *pairs),
        *(("companion", name, reference) for name in ("identity", "mailing", "own-copy")),
    ):
        for _ in range(2):
            done = letters(*command, "--out", f"{'-'.join(command[:2])}.pdf")
            assert done.code == 0, (command, done.err)


def test_a_long_packet_says_that_it_takes_a_while(
    letters: Callable[..., Ran], tracked: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = tracked()
    letters("attach", reference, str(photograph()))
    assert letters("packet", reference, "--out", "packet.pdf").err == ""
    monkeypatch.setattr("letters.workflow.packet.LONG", 0)
    assert letters("packet", reference, "--out", "packet.pdf").err == "The exhibits have 1 pages: this takes a while.\n"


def test_a_pipe_is_refused_in_plain_words(letters: Callable[..., Ran], tracked: Callable[..., str]) -> None:
    command = [sys.executable, "-m", "letters", "packet", tracked(), "--out", "/dev/stdout"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "Error: /dev/stdout is no ordinary file: choose another name.\n"
