"""How papers are shown in a packet: each page, photographs upright, e-mails as words."""

from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pikepdf
import pytest
from packet_support import MAIL, embedded, mail, packet, photograph, tracked, words
from PIL import Image
from support import Ran

__all__ = ["packet", "tracked"]  # fixtures


def pictures(path: Path) -> list[Image.Image]:
    """The pictures that are drawn, in grey."""
    with pikepdf.open(path) as document:
        drawn = [o for o in document.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"]
        return [pikepdf.PdfImage(each).as_pil_image().convert("L") for each in drawn]


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
