"""An invented person whose values are marked, each of a kind of its own, and a letter of hers with low trace."""

from collections.abc import Callable
from pathlib import Path

from support import Ran

AGENCY, TYPE = "mn-dps-dvs", "own-record-audit-trail"
# Marked values of an invented person, each of a kind of its own.
ANSWERS = {
    "full_name": "Zyxwina Quillfeather",
    "mailing_or_reply_address": "PO Box 98717\nSaint Paul, MN 55101",
    "driver_license_or_id_number": "Z555000111222",
    "phone": "651-555-0147",
    "email": "zyx.q@example.org",
    "date_from": "2025-01-01",
    "date_to": "2026-10-31",
}
PERSONAL = ("Zyxwina", "Quillfeather", "98717", "Z555000111222", "555-0147", "zyx.q@", "Thistledown", "Y777000333444")


def answers_file(**more: str) -> str:
    """An answers file as a user writes it, with agency and type."""
    said = {"agency": AGENCY, "type": TYPE, **ANSWERS, **more}
    lines = [f"{name}: {text!r}" if "\n" not in text else f"{name}: {text.splitlines()}" for name, text in said.items()]
    Path("a.yaml").write_text("\n".join(lines) + "\n")
    return "a.yaml"


def marks(texts: list[str], wanted: tuple[str, ...] = PERSONAL) -> set[str]:
    whole = "\n".join(texts).lower()
    return {mark for mark in wanted if mark.lower() in whole}


def low_written(letters: Callable[..., Ran]) -> str:
    done = letters("write", "--low-trace", "--answers", answers_file(), "--dated", "2026-10-01")
    assert done.code == 0, done.err
    return done.out.split("reference ")[1][:8]
