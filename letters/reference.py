"""The short reference that stands on a letter."""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date

# No 0 O 1 I L, no look-alikes of digits (B S Z U), and no A or E, so that no word comes about.
ALPHABET = "23456789CDFGHJKMNPQRTVWXY"
LENGTH = 6
GIVEN = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")


def derive(
    key: bytes,
    *,
    agency: str,
    request_type: str,
    answers: Mapping[str, str],
    dated: date,
    campaign: str = "",
    changes: Sequence[str] = (),
) -> str:
    """`L-` and six characters: the same for the same request, and no way back to it without the key.

    `changes` are what the user changed of the letter besides the answers: items left out and added, enclosures.
    """
    what = json.dumps(
        [agency, request_type, sorted(answers.items()), dated.isoformat(), campaign, *changes], ensure_ascii=False
    )
    number = int.from_bytes(hmac.digest(key, what.encode(), hashlib.sha256))
    characters = []
    for _ in range(LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        characters.append(ALPHABET[digit])
    return "L-" + "".join(characters)


def is_usable(given: str) -> bool:
    """Whether a reference that the user chose may stand on a letter: letters, digits and hyphens, at most 20."""
    return len(given) <= 20 and GIVEN.fullmatch(given) is not None
