"""Invented people, how to ask them everything, and how to read back what was written."""

import io
import json
import os
import sys
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pdfplumber
import pexpect

from letters import catalogue
from letters.request_types import RequestType
from letters.signing import tailored
from letters.workflow.plan import Wish

TODAY, LATER = date(2026, 11, 25), date(2027, 6, 30)
TEMPLATES = Path(__file__).parent.parent / "templates"
CATALOGUE = catalogue.load((TEMPLATES,))
AUDIT = "own-record-audit-trail"
OFFERED = [name for name, kind in CATALOGUE.types.items() if not kind.not_offered]

# Invented; the other answers are the examples of the fields.
MAYA = {
    "full_name": "Maya Lindqvist",
    "mailing_or_reply_address": "PO Box 1234\nSaint Paul, MN 55101",
}
# A body of each kind whose address is sure.
OF_KIND = {
    "county": "hennepin-county",
    "city": "st-cloud",
    "sheriff": "hennepin-county-sheriff",
    "police": "st-paul-police",
    "jail": "sherburne-county-jail",
    "school-district": "mps",
    "university": "mn-mn-st-colleges-universities",
    "state-agency": "mn-dps",
}


UNKNOWN_ADDRESS = {"mn-mnsure", "mn-deed"}


def examples(kind: RequestType, signer: str | None = None) -> dict[str, str]:
    """The fewest answers that make a letter: what is required, and the first of each group."""
    wanted = [*kind.required, *(group[0] for group in kind.one_of)]
    wanted += [name for names in kind.required_by_holder.values() for name in names]
    asked = {field.id: field for field in kind.fields}
    answers = {name: asked.get(name, CATALOGUE.fields[name]).example for name in wanted}
    if signer:
        found = CATALOGUE.signers[signer]
        asked = [*found.gates, *found.required]
        answers = {name: text for name, text in answers.items() if name not in found.without}
        answers |= {name: CATALOGUE.fields[name].example for name in asked} | {"signer": signer}
    if signer == "self" and "refusal_scope" in answers:
        answers["refusal_scope"] = "the student"
    mine = {name: text for name, text in MAYA.items() if name in answers}
    return {**answers, **mine}


ANSWERS = {name: examples(kind) for name, kind in CATALOGUE.types.items() if not kind.not_offered}


def body_for(request_type: str, holder: str | None = None) -> str:
    """An agency that holds such data: by default the first holder of the type."""
    found = holder or CATALOGUE.types[request_type].holders[0]
    return OF_KIND.get(found, found)


def as_asked(type_id: str, signer: str | None = None) -> RequestType:
    """A type as this signer asks it, by default the usual one."""
    found = CATALOGUE.types[type_id]
    return tailored(found, signer, signers=CATALOGUE.signers, fields=CATALOGUE.fields, holders=frozenset())


def wish_for(request_type: str, signer: str | None = None, agency: str | None = None, **changes: Any) -> Wish:
    """A letter of that type with the fewest answers, to a body that holds such data."""
    given = examples(CATALOGUE.types[request_type], signer) | changes.pop("answers", {})
    to = agency or body_for(request_type)
    wish = Wish(to, request_type, given, TODAY, address_confirmed=True, track=False, understood=True)
    if wish.agency in UNKNOWN_ADDRESS:
        wish = replace(wish, address="1 Example Ave, St. Paul, MN 55101")
    return replace(wish, **changes)


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


ENTER, DOWN, SPACE, INTERRUPT = "\r", "\x1b[B", " ", "\x03"


class Terminal:
    """A person at a terminal: waits for words, then types."""

    def __init__(self, *arguments: str) -> None:
        # Nothing answers here where the cursor stands: not asked, each question does not wait a second for that.
        environment = {**os.environ, "TERM": "xterm", "PYTHONUNBUFFERED": "1", "PROMPT_TOOLKIT_NO_CPR": "1"}
        command = ["-m", "letters", *arguments]
        # pexpect's own types leave the environment open
        self._child = pexpect.spawn(sys.executable, command, env=environment, dimensions=(60, 160), timeout=60)  # type: ignore[arg-type]

    def on(self, words: str, *keys: str) -> "Terminal":
        """Waits for the words, then presses the keys."""
        self._child.expect_exact(words)
        for key in keys:
            self._child.send(key)
        return self

    def ends(self) -> tuple[int, str]:
        """Waits for the end; gives the exit code and what was printed since."""
        self._child.expect(pexpect.EOF)
        self._child.close()
        return int(self._child.exitstatus or 0), str(self._child.before.decode())
