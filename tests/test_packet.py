"""The packet: what is in it, what it tells, and that it names nobody outside its pages."""

import hashlib
import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from packet_support import embedded, mail, packet, photograph, tracked, words
from support import Ran

__all__ = ["packet", "tracked"]  # fixtures


def test_what_is_embedded_is_what_was_attached_byte_for_byte(
    letters: Callable[..., Ran], tracked: Callable[..., str], packet: Callable[..., Path]
) -> None:
    reference = tracked()
    papers = [Path("letter.pdf"), photograph(), photograph("scan.png"), mail()]
    for paper in papers:
        assert letters("attach", reference, str(paper), "--on", "2026-11-16").code == 0
    path = packet(reference)
    found, text = embedded(path), words(path)
    names = ["exhibit-1.pdf", "exhibit-2.jpg", "exhibit-3.png", "exhibit-4.eml"]
    assert sorted(found) == ["case.json", *names]
    for name, paper in zip(names, papers, strict=True):
        assert found[name] == paper.read_bytes()
        assert hashlib.sha256(found[name]).hexdigest() in text
    Path("taken-out").mkdir()
    subprocess.run(["pdfdetach", "-saveall", "-o", "taken-out", path], check=True, capture_output=True)
    assert {each.name: each.read_bytes() for each in Path("taken-out").iterdir()} == found
    told = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True).stdout
    assert "How each date was counted" in told
    assert "Exhibit 4" in told
    assert json.loads(found["case.json"]) == letters("show", reference, "--as-of", "2026-12-15", "--json").json


def test_the_file_is_an_archive_file_that_a_reader_can_check(
    letters: Callable[..., Ran], tracked: Callable[..., str], packet: Callable[..., Path]
) -> None:
    reference = tracked()
    letters("attach", reference, "letter.pdf")
    path = packet(reference)
    assert subprocess.run(["qpdf", "--check", path], capture_output=True, check=False).returncode == 0
    with pikepdf.open(path) as document:
        assert document.open_metadata().pdfa_status == "3B"
        assert document.Root.MarkInfo.Marked
        assert document.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert [str(file.AFRelationship) for file in document.Root.AF] == ["/Data", "/Source"]


def test_the_same_case_is_the_same_file_in_another_process(
    letters: Callable[..., Ran], tracked: Callable[..., str], packet: Callable[..., Path]
) -> None:
    reference = tracked()
    for paper in ("letter.pdf", str(photograph()), str(mail())):
        letters("attach", reference, paper)
    first = packet(reference).read_bytes()
    command = [sys.executable, "-m", "letters", "packet", reference, "--as-of", "2026-12-15", "--out", "two.pdf"]
    subprocess.run(command, check=True, capture_output=True)
    assert Path("two.pdf").read_bytes() == first
    assert packet(reference).read_bytes() == first  # over the first one


def test_the_pages_tell_what_stands_and_how_it_was_counted(
    letters: Callable[..., Ran], tracked: Callable[..., str], packet: Callable[..., Path]
) -> None:
    reference = tracked()
    letters("happened", reference, "extended", "--on", "2026-11-17", "--note", "a mistake of mine")
    letters("undo", reference)
    letters("happened", reference, "denied", "--on", "2026-11-30", "--citation", "section 13.82")
    letters("attach", reference, str(photograph()), "--as", "Certified mail receipt", "--on", "2026-11-16")
    text = words(packet(reference))
    assert "Monday, November 16, 2026 The letter was sent by certified mail." in text
    assert "Monday, November 16, 2026 Exhibit 1: Certified mail receipt" in text
    assert "Monday, November 30, 2026 The body refused, naming section 13.82." in text
    assert "A refusal is recorded." in text
    assert "a mistake of mine" not in text
    assert "1 entry was taken back as mistaken" in text
    assert "10 business days after Monday, November 16, 2026, which is not counted: Wednesday, December 2," in text
    assert "Thursday, November 26, 2026 Thanksgiving Day" in text
    assert re.search(r"Exhibit 1: Certified mail receipt[ .]+3\n", text)


def test_a_letter_shows_the_hash_of_the_log_and_whether_its_file_is_there(
    letters: Callable[..., Ran], tracked: Callable[..., str], packet: Callable[..., Path]
) -> None:
    reference = tracked()
    sha256 = hashlib.sha256(Path("letter.pdf").read_bytes()).hexdigest()
    without = words(packet(reference))
    assert sha256 in without
    assert "Its file was not attached." in without
    letters("attach", reference, "letter.pdf")
    attached = words(packet(reference))
    assert "Attached: this is Exhibit 1." in attached
    assert "The same hash was entered when the letter was written." in attached


def test_a_next_letter_stands_in_the_packet_with_its_hash_and_a_sheet_for_oneself_does_not(
    letters: Callable[..., Ran], tracked: Callable[..., str], packet: Callable[..., Path]
) -> None:
    reference = tracked()
    late = ("--as-of", "2026-12-15")
    letters("answer", reference, "--reply", "fee-inspection", "--on", "2026-12-01", "--amount", "$50")
    made = letters("next", reference, "--step", "objection-fee-inspection", "--json", *late).json["written"]
    assert letters("next", reference, "--step", "lawyer-notes", *late).code == 0
    letters("happened", reference, "clarification-given", "--step", "objection-fee-inspection", "--on", "2026-12-15")
    letters("undo", reference)  # takes back what was entered by hand, not that a letter was written
    told = words(packet(reference))
    assert made["sha256"] in told
    assert "A further letter was written (Objection to a fee for inspection)." in told
    assert "The body named a cost for inspection: $50." in told
    assert "lawyer" not in told
    assert "The requester answered that" not in told


def test_on_another_machine_the_packet_says_that_a_file_is_not_here_until_it_is_put_back(
    letters: Callable[..., Ran],
    tracked: Callable[..., str],
    packet: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reference = tracked()
    letters("attach", reference, "letter.pdf")
    letters("export", "backup.json")
    monkeypatch.setenv("LETTERS_HOME", "elsewhere")
    assert letters("import", "backup.json").code == 0
    done = letters("packet", reference, "--out", "packet.pdf")
    assert "The file of Exhibit 1 is not on this machine" in done.err
    assert "The file is not on the machine on which these pages were made." in words(Path("packet.pdf"))
    assert sorted(embedded(Path("packet.pdf"))) == ["case.json"]
    assert letters("attach", reference, "letter.pdf").code == 0
    assert sorted(embedded(packet(reference))) == ["case.json", "exhibit-1.pdf"]
    events = [event["event"] for event in letters("show", reference, "--json").json["events"]]
    assert events.count("attached") == 1


def test_nothing_outside_the_pages_names_anybody(
    letters: Callable[..., Ran], tracked: Callable[..., str], packet: Callable[..., Path]
) -> None:
    reference = tracked()
    Path("letter.pdf").rename("Maya-Lindqvist.pdf")
    letters("attach", reference, "Maya-Lindqvist.pdf", "--as", "Letter of Maya")
    with pikepdf.open(packet(reference)) as document:
        told = str(document.docinfo) + document.Root.Metadata.read_bytes().decode()
        told += "".join(f"{name} {file.filename} {file.description}" for name, file in document.attachments.items())
        with document.open_outline() as outline:
            titles = [item.title for item in outline.root]
    assert not [private for private in ("Maya", "Lindqvist", "Driver", "driver") if private in told + "".join(titles)]
    letters("export", "export.json")
    case = embedded(Path("packet.pdf"))["case.json"].decode()
    kept = case + letters("show", reference).out + Path("export.json").read_text()
    assert "Maya-Lindqvist.pdf" not in kept
    assert "Exhibit 1" in titles


def test_the_name_of_a_file_does_not_matter_and_that_of_an_older_log_is_not_told(
    letters: Callable[..., Ran], tracked: Callable[..., str], packet: Callable[..., Path], home: Path
) -> None:
    reference = tracked()
    odd = os.fsencode("x" * 240) + b"\xff.pdf"
    Path("letter.pdf").rename(os.fsdecode(odd))
    assert letters("attach", reference, os.fsdecode(odd)).code == 0
    with sqlite3.connect(home / "letters.sqlite") as connection:
        connection.execute("UPDATE event SET detail = json_set(detail, '$.name', 'Maya.pdf') WHERE kind = 'attached'")
    connection.close()
    letters("export", "export.json")
    told = Path("export.json").read_text() + letters("show", reference).out
    told += embedded(packet(reference))["case.json"].decode()
    assert "Maya.pdf" not in told
    data = json.loads(Path("export.json").read_text())
    data["requests"][0]["events"][-1]["detail"]["name"] = "Maya.pdf"
    Path("older.json").write_text(json.dumps(data))
    letters("forget", reference, "--yes")
    assert letters("import", "older.json").code == 0
    assert b"Maya.pdf" not in (home / "letters.sqlite").read_bytes()


def test_notes_of_the_user_can_be_left_out(
    letters: Callable[..., Ran], tracked: Callable[..., str], packet: Callable[..., Path]
) -> None:
    reference = tracked()
    letters("happened", reference, "note", "--on", "2026-11-17", "--note", "asked my lawyer")
    letters("happened", reference, "acknowledged", "--on", "2026-11-18", "--note", "a kind clerk")
    path = packet(reference)
    assert "asked my lawyer" in words(path)
    path = packet(reference, "--no-notes")
    everything = words(path) + embedded(path)["case.json"].decode()
    assert "asked my lawyer" not in everything
    assert "a kind clerk" not in everything
    assert "The body acknowledged the request." in everything
