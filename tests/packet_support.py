"""A letter that was mailed, papers to attach to it, its packet, and what can be read in that."""

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
