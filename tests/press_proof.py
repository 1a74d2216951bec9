"""Compares a letter from the press with the same letter laid out by itself: dots, words, structure, PDF/UA."""

import io
import random
import string
from dataclasses import replace
from pathlib import Path
from typing import Any

import outloud
import pikepdf
import pypdfium2
from support import wish_for

from letters.shared_pdf import taken_apart
from letters.workflow import write
from letters.workflow.plan import Wish, plan
from letters.workflow.workspace import Workspace

FIRST = ("Maya", "Tou", "Amina", "José", "Nguyễn Thị", "Zoë", "Hodan", "Pa Houa", "Waffli", "Þóra", "Ștefan", "A. J.")
LAST = (
    "Lindqvist",
    "Vang",
    "Warsame",
    "Núñez",
    "Xiong",
    "Okafor",
    "Kowalczyk",
    "O’Neil",
    "Smith-Jones",
    "Łuffi",
    "Affleft",
)
STREETS = ("Example St", "Invented Ave W", "Fifth & Main", "County Road 99", "Nowhere “Old” Trail", "Offfield Ct")
# What the tags mean; the rest says where they are in the file.
MEANS = ("/S", "/K", "/A", "/ID", "/Headers", "/Scope", "/ColSpan", "/RowSpan", "/Alt", "/O", "/BBox")
CITIES = ("Saint Paul, MN 55101", "Fergus Falls, MN 56537", "St. Cloud, MN 56301", "Grand Marais, MN 55604")


def pressed(content: bytes) -> bool:
    """Whether a PDF came from a plate."""
    return taken_apart(content) is not None


def invented(request_type: str, seed: int) -> Wish:
    """A letter of that type by an invented person, always the same one for a seed."""
    dice = random.Random(f"{request_type} {seed}")
    usual = wish_for(request_type)
    name = f"{dice.choice(FIRST)} {dice.choice(LAST)}"
    if dice.random() < 0.1:
        name = "".join(dice.choices(string.ascii_letters, k=30))
    unit = [f"Apt. {dice.randint(1, 99)}"] if dice.random() < 0.3 else []
    address = "\n".join([f"{dice.randint(1, 19999)} {dice.choice(STREETS)}", *unit, dice.choice(CITIES)])
    own = {
        "full_name": name,
        "mailing_or_reply_address": address,
        "driver_license_or_id_number": f"{dice.choice(string.ascii_uppercase)}{dice.randint(10**11, 10**12 - 1)}",
        "date_of_birth": f"19{dice.randint(40, 99)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}",
        "phone": f"651-555-01{dice.randint(10, 99)}",
    }
    if "safe_at_home_address" in usual.given:  # a participant gives no other address
        del own["mailing_or_reply_address"]
    given = {**usual.given, **{field: text for field, text in own.items() if field in usual.given}}
    if dice.random() < 0.3 and "full_name" in given:
        given["phone"] = own["phone"]
    return replace(usual, given=given)


def both(single: Workspace, press: Workspace, wish: Wish) -> tuple[bytes, bytes]:
    """The letter laid out by itself, and from the press."""
    alone, printed = (write.compose(desk, plan(desk, wish)) for desk in (single, press))
    assert alone.pages == printed.pages
    assert alone.warnings == printed.warnings
    return alone.content, printed.content


def differences(alone: bytes, printed: bytes) -> list[str]:
    """In what two PDFs differ, in words; none for the same letter."""
    compared = {"dots": dots, "words": _words, "tags": _tags, "title": _title}
    return [name for name, seen in compared.items() if seen(alone) != seen(printed)]


def faults(content: bytes, folder: Path) -> list[tuple[str, str]]:
    """What an independent checker of PDF/UA says against it."""
    path = folder / "checked.pdf"
    path.write_bytes(content)
    result = outloud.check(str(path))
    assert result.error is None
    return [(found.rule, found.message) for found in result.findings if found.severity != "info"]


def dots(content: bytes) -> list[bytes]:
    with pypdfium2.PdfDocument(content) as document:
        return [bytes(page.render(scale=150 / 72).buffer) for page in document]


def _words(content: bytes) -> list[str]:
    with pypdfium2.PdfDocument(content) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def _title(content: bytes) -> tuple[str, str]:
    with pikepdf.open(io.BytesIO(content)) as document, document.open_metadata() as metadata:
        return str(document.docinfo["/Title"]), str(metadata["dc:title"])


def _tags(content: bytes) -> Any:
    """The tree of tags with what they mark; names that are only there to be referred to are numbered."""
    named: dict[str, int] = {}

    def seen(node: Any) -> Any:
        if isinstance(node, pikepdf.Array):
            return [seen(each) for each in node]
        if isinstance(node, pikepdf.Dictionary):
            return {key: seen(each) for key, each in node.items() if key in MEANS}
        if isinstance(node, pikepdf.String):
            return named.setdefault(str(node), len(named))
        return str(node)

    with pikepdf.open(io.BytesIO(content)) as document:
        return seen(document.Root.StructTreeRoot.K)
