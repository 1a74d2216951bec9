"""What the templates of letters can ask of a letter, and how their words are set in a line."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from letters.answers import Answers, affirmed
from letters.request_types import RequestType

# In the letter of the data subject, the subject is the writer.
OWN_WORDS = {"I": "I", "me": "me", "my": "my"}


def one_line(text: str) -> str:
    """Text without line breaks; what is to stay together (no-break spaces) stays."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" ")


def unbroken(cite: str) -> str:
    """A citation whose signs and words keep to their numbers at the end of a line: '§ 13.04', 'subd. 3'."""
    return re.sub(r"(§|subds?\.|subps?\.|Minn\. R\.) ", "\\1\N{NO-BREAK SPACE}", cite)


def about(request_type: RequestType, asked: Iterable[str], answered: Iterable[str]) -> dict[str, Any]:
    """What the items of a type can ask: of whom they are asked, what was answered, whose data they are."""
    held, given = frozenset(asked), frozenset(answered)
    signer = request_type.signer
    words = signer.words if signer else OWN_WORDS
    return {
        "by": by(request_type),
        "asks": lambda *holders: not held.isdisjoint(holders),
        "answered": lambda field_id: field_id in given,
        **words,
    }


def by(request_type: RequestType) -> Callable[..., bool]:
    """Whether one of these signers signs."""
    signer = request_type.signer
    return lambda *signers: signer is not None and signer.id in signers


def given(answers: Answers) -> dict[str, Any]:
    """What a capacity and a signer can ask of the answers."""
    yes = affirmed(answers)
    return {
        "answered": lambda field_id: field_id in yes,
        "given": {name: answer.text for name, answer in answers.items()},
    }


def sender(answers: Answers) -> list[str]:
    """The lines of the sender's block: name, organization, address, telephone, e-mail."""
    name = answers["full_name"].text if "full_name" in answers else None
    lines = [] if name is None else [name]
    for field_id in ("organization", "mailing_or_reply_address", "phone", "email"):
        lines += answers[field_id].lines if field_id in answers else ()
    return lines
