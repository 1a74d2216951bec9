"""Which characters may be typed: everything that a letter can show, and nothing that hides."""

import re
import unicodedata
from collections.abc import Iterator

from letters.errors import WrongInput

# Format characters that scripts need: joiners, direction marks, Arabic number signs. Other ones are invisible or, like
# the bidi overrides, make text read differently from what it is.
NEEDED_FORMAT = frozenset("\u200c\u200d\u200e\u200f\u0600\u0601\u0602\u0603\u0604\u0605\u06dd")
REFUSED = {
    "Cc": "a control character",
    "Cf": "an invisible format character",
    "Cs": "half a character",
    "Co": "a private-use character",
    "Cn": "an unassigned character",
}

_LINE_BREAKS = re.compile(r"\r\n?|\\n|[\x0b\x0c\x85\u2028\u2029]")


def tidy_line(text: str) -> str:
    """One line: composed (NFC), with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def tidy_lines(text: str) -> tuple[str, ...]:
    """The lines of a text, tidied, without empty ones; a written-out backslash-n is a line break too."""
    lines = _LINE_BREAKS.sub("\n", text).split("\n")
    return tuple(tidied for line in lines if (tidied := tidy_line(line)))


def refused(text: str) -> Iterator[str]:
    """What may not stand in the text, each with its position, counted from 1."""
    if text.isprintable():  # which is told at once, and of most texts
        return
    for position, character in enumerate(text, 1):
        category = unicodedata.category(character)
        if category in REFUSED and character not in NEEDED_FORMAT and not character.isspace():
            yield f"character {position} (U+{ord(character):04X}) is {REFUSED[category]}: leave it out"


def unaccented(text: str) -> str:
    """The text in small letters without accents, as it is searched for."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def visible(text: str) -> str:
    """The text with what hides in it written out, as [U+202E]; line breaks stay."""
    text = text.replace("\r\n", "\n").replace("\t", "    ")
    hidden = {c for c in set(text) - {"\n"} if list(refused(c)) or unicodedata.category(c) in ("Cc", "Zl", "Zp")}
    return "".join(f"[U+{ord(c):04X}]" if c in hidden else c for c in text)


def checked_line(where: str, text: str, *, longest: int) -> str:
    """One line that a user typed, tidied; raises WrongInput, which names where it was typed."""
    tidied = tidy_line(text)
    if problems := list(refused(tidied)):
        raise WrongInput("\n".join(f"{where}: {problem}" for problem in problems))
    if not 0 < len(tidied) <= longest:
        raise WrongInput(f"{where}: give 1 to {longest:,} characters.")
    return tidied


def named(character: str) -> str:
    """A character for an error message: code point and name."""
    return f"U+{ord(character):04X} {unicodedata.name(character, 'without a name')}"
