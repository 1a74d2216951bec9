"""Invented people, and how to read back what was written."""

import io
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

import pdfplumber

TODAY = date(2026, 11, 25)

# Invented; the answers are the examples of the fields.
MAYA = {
    "full_name": "Maya Lindqvist",
    "mailing_or_reply_address": "PO Box 1234\nSaint Paul, MN 55101",
}
ANSWERS = {
    "own-record-audit-trail": MAYA
    | {"driver_license_or_id_number": "T123456789012", "date_from": "2025-01-01", "date_to": "2026-10-31"},
    "own-driver-license-record": MAYA | {"date_of_birth": "1990-02-28"},
    "data-sharing-agreements-mous": MAYA | {"date_from": "2024-01-01"},
}


@dataclass(frozen=True)
class Ran:
    """What a command printed, and its exit code."""

    out: str
    err: str
    code: int

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def pdf_text(content: bytes) -> str:
    """The text of a PDF as one line, so that line breaks do not matter."""
    with pdfplumber.open(io.BytesIO(content)) as document:
        return " ".join(" ".join(page.extract_text() for page in document.pages).split())
