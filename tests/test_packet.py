"""Papers kept with a request, and the packet: what is in it, what is refused, and what is gone when it is forgotten."""

import hashlib
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pdfplumber
import pikepdf
import pytest
from PIL import Image
from support import ANSWERS, Ran

AUDIT = "own-record-audit-trail"
MAIL = """From: Data Requests <data@example.gov>
To: requester@example.org
Date: Mon, 30 Nov 2026 10:12:00 -0600
Subject: =?utf-8?q?Your_request_=E2=80=93_denied?=
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

We deny your request.
"""


@pytest.fixture
def tracked(letters: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """`tracked()` writes a letter dated 16 November 2026 to letter.pdf, says that it was sent, gives its reference."""
    monkeypatch.setattr("letters.cli.common._today", lambda: date(2026, 12, 15))

    def run(agency: str = "mn-dps-dvs") -> str:
        pairs = [option for name, text in ANSWERS[AUDIT].items() for option in ("--set", f"{name}={text}")]
        done = letters("write", agency, AUDIT, "--dated", "2026-11-16", *pairs, "--json", "--out", "letter.pdf")
        assert done.code == 0, done.err
        reference = str(done.json[0]["reference"])
        assert letters("sent", reference, "--on", "2026-11-16", "--by", "certified-mail").code == 0
        return reference

    return run


@pytest.fixture
def packet(letters: Callable[..., Ran]) -> Callable[..., Path]:
    """`packet(reference, …)` writes packet.pdf as of 15 December 2026."""

    def run(reference: str, *options: str) -> Path:
        done = letters("packet", reference, "--as-of", "2026-12-15", "--out", "packet.pdf", *options)
        assert done.code == 0, done.err
        return Path("packet.pdf")

    return run


def photograph(path: str = "receipt.jpg", *, place: bool = False, turned: bool = False) -> Path:
    """A picture 300 dots wide and 200 high, its left half dark."""
    image = Image.new("RGB", (300, 200), "white")
    image.paste("darkred", (0, 0, 150, 200))
    exif = Image.Exif()
    if turned:
        exif[0x0112] = 6  # to be turned a quarter to the right
    if place:
        exif.get_ifd(0x8825)[1] = "N"
    image.save(path, exif=exif)
    return Path(path)


def mail(text: str = MAIL, name: str = "reply.eml") -> Path:
    Path(name).write_text(text, encoding="utf-8")
    return Path(name)


def words(path: Path) -> str:
    with pdfplumber.open(path) as document:
        return "\n".join(page.extract_text() for page in document.pages)


def embedded(path: Path) -> dict[str, bytes]:
    with pikepdf.open(path) as document:
        return {name: file.get_file().read_bytes() for name, file in document.attachments.items()}


def pictures(path: Path) -> list[Image.Image]:
    """The pictures that are drawn, in grey."""
    with pikepdf.open(path) as document:
        drawn = [o for o in document.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"]
        return [pikepdf.PdfImage(each).as_pil_image().convert("L") for each in drawn]


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


def test_each_page_of_a_paper_is_shown(
    letters: Callable[..., Ran], tracked: Callable[..., str], packet: Callable[..., Path]
) -> None:
    reference = tracked()
    letters("attach", reference, "letter.pdf")
    with pdfplumber.open("letter.pdf") as letter:
        count = len(letter.pages)
    path = packet(reference)
    shown = pictures(path)
    assert len(shown) == count
    for image in shown:  # a letter page at 150 dots an inch, with something on it
        assert image.size == (pytest.approx(1275, abs=1), pytest.approx(1650, abs=1))
        assert image.getextrema()[0] < 100
    assert f"Exhibit 1, page {count} of {count}" in words(path)
    assert path.stat().st_size < 1_000_000


def test_a_photograph_is_shown_upright_and_no_larger_than_needed(
    letters: Callable[..., Ran], tracked: Callable[..., str], packet: Callable[..., Path]
) -> None:
    reference = tracked()
    letters("attach", reference, str(photograph(turned=True)))
    Image.new("L", (6000, 3000), "white").save("large.png")
    letters("attach", reference, "large.png")
    found = pictures(packet(reference))
    assert [image.size for image in found] == [(200, 300), (1650, 825)]
    assert found[0].getpixel((100, 20)) < 100 < found[0].getpixel((100, 280))  # what was left is now above


def test_an_email_is_shown_as_words_and_nothing_hides_in_it(
    letters: Callable[..., Ran], tracked: Callable[..., str], packet: Callable[..., Path]
) -> None:
    reference = tracked()
    rare = "\U0001e290\U00010f70\U00012f90"  # scripts that hardly a font has
    letters("attach", reference, str(mail(MAIL + f"\N{RIGHT-TO-LEFT OVERRIDE}<b>not bold</b> {rare}\n")))
    text = words(packet(reference))
    assert "From Data Requests <data@example.gov>" in text
    assert "Subject Your request – denied" in text
    assert "We deny your request." in text
    assert "[U+202E]<b>not bold</b>" in text
    assert "[U+1E290]" in text or "\U0001e290" in text


def test_an_email_of_html_alone_is_shown_as_its_words(
    letters: Callable[..., Ran], tracked: Callable[..., str], packet: Callable[..., Path]
) -> None:
    reference = tracked()
    html = '<style>p{}</style><p>We deny it.</p><script>x()</script><img src="https://example.org/i.png"><p>Bye</p>'
    head = MAIL.partition("\n\n")[0].replace("text/plain", "text/html")
    letters("attach", reference, str(mail(f"{head}\n\n{html}")))
    text = words(packet(reference))
    assert "We deny it." in text
    assert "Bye" in text
    assert "x()" not in text
    assert "This e-mail has no plain text." in text


@pytest.mark.parametrize(
    ("begins", "changed", "shown"),
    [
        (b"\xef\xbb\xbf", MAIL.encode(), "From Data Requests <data@example.gov>"),
        (b"X-Note: we attach %PDF-1.7 files\n", MAIL.encode(), "We deny your request."),
        (b"", MAIL.replace("=utf-8", "=x-none").encode() + "né".encode(), "unknown character set, x-none"),
        (
            b"",
            MAIL.replace("=utf-8", "=x-none").encode() + "né".encode(),
            "may be wrong.] We deny",
        ),
        (b"", MAIL.replace("=utf-8", "=x-none").encode() + "Café".encode("cp1252"), "Café"),
        (b"", MAIL.encode() + b"more\n" * 2100, "Only the first 2,000 lines are shown here."),
    ],
)
def test_an_email_as_programs_save_it_is_shown_and_embedded_as_it_is(
    begins: bytes,
    changed: bytes,
    shown: str,
    letters: Callable[..., Ran],
    tracked: Callable[..., str],
    packet: Callable[..., Path],
) -> None:
    reference = tracked()
    Path("reply.eml").write_bytes(begins + changed)
    done = letters("attach", reference, "reply.eml")
    assert done.code == 0, done.err
    path = packet(reference)
    assert embedded(path)["exhibit-1.eml"] == begins + changed
    assert shown in " ".join(words(path).split())
    assert words(path).count("\nmore") in (0, 1999)


def test_a_warning_is_given_of_what_a_file_carries(letters: Callable[..., Ran], tracked: Callable[..., str]) -> None:
    reference = tracked()
    assert "where it was taken" in letters("attach", reference, str(photograph(place=True))).err
    assert letters("attach", reference, str(photograph("other.png"))).err == ""
    part = 'Content-Type: application/pdf; name="d.pdf"\nContent-Disposition: attachment; filename="d.pdf"\n\nx'
    plain = "Content-Type: text/plain\n\nHello"
    head = MAIL.partition("\n\n")[0].replace("text/plain; charset=utf-8", "multipart/mixed; boundary=b")
    head = head.replace("Content-Transfer-Encoding: 8bit", "MIME-Version: 1.0")
    assert "(d.pdf)" in letters("attach", reference, str(mail(f"{head}\n\n--b\n{plain}\n--b\n{part}\n--b--\n"))).err


def _encrypted() -> bytes:
    file = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(file, encryption=pikepdf.Encryption(owner="one", user="two"))
    return file.getvalue()


def _many_pages() -> bytes:
    file = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(201):
            document.add_blank_page()
        document.save(file)
    return file.getvalue()


def _huge_image() -> bytes:
    file = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(file, "PNG")
    return file.getvalue()


def _half_image() -> bytes:
    file = io.BytesIO()
    Image.effect_noise((400, 400), 50).save(file, "JPEG")
    return file.getvalue()[:2000]


TROUBLE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a damaged PDF": ("a.pdf", lambda: b"%PDF-1.7\nnothing more", "is damaged"),
    "a PDF with a password": ("a.pdf", _encrypted, "locked with a password"),
    "a long PDF": ("a.pdf", _many_pages, "201 pages"),
    "a huge image": ("a.png", _huge_image, "more than 100 million dots"),
    "half an image": ("a.jpg", _half_image, "image is damaged"),
    "the head of an image": ("a.png", lambda: b"\x89PNG\r\n\x1a\n", "image is damaged"),
    "a Word file": ("a.docx", lambda: b"PK\x03\x04", "A PDF, JPG, PNG or EML file can be attached"),
    "text named as a PDF": ("a.pdf", lambda: b"hello", "A PDF, JPG, PNG or EML file can be attached"),
    "no e-mail": ("a.eml", lambda: b"hello", "no saved e-mail"),
    "an endless e-mail": ("a.eml", (MAIL + "x" * 200_000).encode, "200,000 characters"),
    "an empty file": ("a.pdf", lambda: b"", "A PDF, JPG, PNG or EML file can be attached"),
    "a very large file": ("a.pdf", lambda: b"%PDF-" + bytes(25_000_000), "larger than 25 MB"),
}


@pytest.mark.parametrize("case", TROUBLE)
def test_what_cannot_be_shown_is_refused_and_nothing_is_kept(
    case: str, letters: Callable[..., Ran], tracked: Callable[..., str], home: Path
) -> None:
    reference = tracked()
    name, content, told = TROUBLE[case]
    Path(name).write_bytes(content())
    done = letters("attach", reference, name)
    assert done.code in (1, 2)
    assert told in done.err
    assert name in done.err
    _nothing_is_kept(letters, reference, home)


def test_a_file_that_is_not_there_or_no_file_is_refused(
    letters: Callable[..., Ran], tracked: Callable[..., str], home: Path
) -> None:
    reference = tracked()
    assert "There is no file" in letters("attach", reference, "gone.pdf").err
    assert "no ordinary file" in letters("attach", reference, ".").err
    assert letters("attach", "L-XXXXXX", "letter.pdf").code == 2
    assert "--as" in letters("attach", reference, "letter.pdf", "--as", "a\u202eb").err
    _nothing_is_kept(letters, reference, home)


def _nothing_is_kept(letters: Callable[..., Ran], reference: str, home: Path) -> None:
    assert not (home / "attachments").exists()
    assert "attached" not in {event["event"] for event in letters("show", reference, "--json").json["events"]}


def test_a_copy_is_its_owners_alone_and_goes_when_nothing_needs_it(
    letters: Callable[..., Ran], tracked: Callable[..., str], home: Path
) -> None:
    one, two = tracked(), tracked("mn-dps-bca")
    paper = str(photograph())
    for reference in (one, two):
        letters("attach", reference, paper)
    letters("attach", one, str(mail()))
    folder = home / "attachments"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
    assert len(list(folder.iterdir())) == 2
    assert letters("undo", one).out.startswith("Undone: attached.")
    assert len(list(folder.iterdir())) == 1
    letters("forget", one, "--yes")
    assert [file.read_bytes() for file in folder.iterdir()] == [Path(paper).read_bytes()]
    letters("forget", two, "--yes")
    assert not folder.exists()


def test_the_same_file_is_attached_once(letters: Callable[..., Ran], tracked: Callable[..., str]) -> None:
    reference = tracked()
    assert letters("attach", reference, "letter.pdf").code == 0
    again = letters("attach", reference, "letter.pdf")
    assert again.code == 2
    assert "attached already" in again.err


def test_an_attachment_moves_no_clock(letters: Callable[..., Ran], tracked: Callable[..., str]) -> None:
    reference = tracked()
    before = letters("show", reference, "--as-of", "2026-11-20", "--json").json
    letters("attach", reference, "letter.pdf", "--on", "2026-11-18")
    after = letters("show", reference, "--as-of", "2026-11-20", "--json").json
    assert {**before, "events": None} == {**after, "events": None}


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


def test_a_file_that_may_not_be_read_is_told_as_others_are(
    letters: Callable[..., Ran], tracked: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = tracked()

    def refuse(*_arguments: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.access", lambda *_arguments, **_options: False)
    monkeypatch.setattr("pathlib.Path.open", refuse)
    done = letters("attach", reference, "letter.pdf")
    assert (done.code, done.err) == (1, "Error: Cannot read letter.pdf: Permission denied.\n")


def test_without_a_step_it_is_told_how_a_request_stands_before_why_no_letter_can_be_written(
    letters: Callable[..., Ran], tracked: Callable[..., str]
) -> None:
    reference = tracked()
    wrong = ("next", reference, "--as-of", "2026-12-15", "--set", "mailing_or_reply_address=\N{RIGHT-TO-LEFT OVERRIDE}")
    done = letters(*wrong)
    assert done.code == 2
    assert done.out.startswith(f"{reference}: The time for an answer has passed. (by December 7, 2026)")
    assert "mailing_or_reply_address: " in done.err
    told = letters(*wrong, "--json")
    assert (told.code, told.json["best"], told.json["written"]) == (2, "reminder", None)
    assert letters(*wrong, "--step", "reminder").out == ""


def test_a_pipe_is_refused_in_plain_words(letters: Callable[..., Ran], tracked: Callable[..., str]) -> None:
    command = [sys.executable, "-m", "letters", "packet", tracked(), "--out", "/dev/stdout"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "Error: /dev/stdout is no ordinary file: choose another name.\n"


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


def test_only_our_own_copies_are_removed(
    letters: Callable[..., Ran], tracked: Callable[..., str], home: Path, tmp_path: Path
) -> None:
    reference = tracked()
    letters("attach", reference, "letter.pdf")
    folder, elsewhere = home / "attachments", tmp_path / "elsewhere"
    folder.rename(elsewhere)
    folder.symlink_to(elsewhere)
    for name in ("mine.txt", ".letter-draft"):
        (elsewhere / name).write_text("x")
    (elsewhere / ("a" * 64)).mkdir()
    (elsewhere / ("b" * 64)).symlink_to("mine.txt")
    done = letters("undo", reference)
    assert (done.code, done.err) == (0, "")
    assert sorted(path.name for path in elsewhere.iterdir()) == ["a" * 64, "b" * 64, "mine.txt"]


def test_what_could_not_be_removed_is_a_warning(
    letters: Callable[..., Ran], tracked: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = tracked()
    letters("attach", reference, "letter.pdf")
    letters("attach", reference, str(photograph()))

    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    with monkeypatch.context() as patched:
        patched.setattr("pathlib.Path.unlink", refuse)
        undone, forgotten = letters("undo", reference), letters("forget", reference, "--yes")
    for done, word in ((undone, "Undone"), (forgotten, "Forgotten")):
        assert done.code == 0
        assert done.out.startswith(word)
        assert "Warning: Cannot remove" in done.err
    assert letters("show", reference).code == 2


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


@pytest.mark.parametrize(("key", "value"), [("sha256", "../../secret"), ("media", "text/html"), ("size", "many")])
def test_an_imported_attachment_is_checked_as_if_it_were_ours(
    key: str, value: str, letters: Callable[..., Ran], tracked: Callable[..., str]
) -> None:
    reference = tracked()
    letters("attach", reference, "letter.pdf")
    letters("export", "backup.json")
    data = json.loads(Path("backup.json").read_text())
    data["requests"][0]["events"][-1]["detail"][key] = value
    Path("changed.json").write_text(json.dumps(data))
    done = letters("import", "changed.json")
    assert done.code == 2
    assert key in done.err
