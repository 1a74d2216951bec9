"""Other languages than English: one catalogue (.po) each, for the pages and the sheets that a person keeps.

Letters to agencies stay in English. What a catalogue lacks is said in English.

A message that is made has its entry with holes: "{later}: lies before {earlier}". What fills a hole is said in the
other language too where it is known, but for a hole in capitals, such as {COLUMN}: that is printed as it stands.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache, partial
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent / "languages"
ENGLISH = "en"
HOLE = re.compile(r"(?<!{){([A-Za-z_]+)}(?!})")
# An entry with fewer letters than this between its holes says nothing by itself: "{one} or {other}".
_FEWEST_LETTERS = 5
# What is longer is no message, and a message in a message in a message is as deep as they go.
_LONGEST, _DEEPEST = 1_200, 6


@cache
def names() -> dict[str, str]:
    """Each language by its code, in its own words; a catalogue in the folder is all that another one takes."""
    codes = [ENGLISH, *sorted(path.stem for path in FOLDER.glob("*.po"))]
    return {code: (Locale.parse(code).get_language_name() or code).capitalize() for code in codes}


@cache
def catalogue(code: str) -> dict[str, str]:
    """What was translated, by the English words."""
    if code == ENGLISH:
        return {}
    with (FOLDER / f"{code}.po").open("rb") as file:
        found = read_po(file, locale=code)
    return {str(m.id): str(m.string) for m in found if m.id and m.string and not m.fuzzy}


def say(code: str, text: str, **values: object) -> str:
    """The words in that language, or in English where they are not translated; {names} are filled in."""
    found = catalogue(code).get(text, text)
    return found.format(**values) if values else found


@cache
def _patterns(code: str) -> list[tuple[re.Pattern[str], str, bool]]:
    """The entries with holes, those with the longest words first: what such a message looks like, what is said, and
    whether it has no word of its own, so that it says nothing without what fills it.
    """
    entries = [(HOLE.split(message), said) for message, said in catalogue(code).items() if HOLE.search(message)]
    entries.sort(key=lambda entry: -sum(map(len, entry[0][::2])))
    letters = [sum(map(str.isalpha, "".join(parts[::2]))) for parts, _ in entries]
    return [
        (_pattern(parts), said, many < _FEWEST_LETTERS) for (parts, said), many in zip(entries, letters, strict=True)
    ]


def _pattern(parts: list[str]) -> re.Pattern[str]:
    """Words and names of holes by turns, as a pattern that takes the shortest for each hole and never goes back."""
    holes = (f"(?>(?P<{name}>.*?){re.escape(words)})" for name, words in zip(parts[1:-2:2], parts[2:-1:2], strict=True))
    return re.compile(re.escape(parts[0]) + "".join(holes) + f"(?P<{parts[-2]}>.*){re.escape(parts[-1])}")


def made(code: str, text: str, depth: int = 0) -> str | None:
    """What that language says for words of the catalogue, or for messages that were made from them; None without."""
    if depth > _DEEPEST:
        return None
    if found := _whole(code, text, depth):
        return found
    if len(text) > _LONGEST:
        return None
    for end in re.finditer(r"(?<=[.?:]) ", text):
        first = _whole(code, text[: end.start()], depth)
        if first and (rest := made(code, text[end.end() :], depth + 1)):
            return f"{first} {rest}"
    return None


def _whole(code: str, text: str, depth: int) -> str | None:
    """The same for one message."""
    if (found := catalogue(code).get(text)) or len(text) > _LONGEST:
        return found
    for pattern, said, bare in _patterns(code):
        if match := pattern.fullmatch(text):
            values = match.groupdict()
            filled = {name: _filled(code, name, value, depth) for name, value in values.items()}
            if not bare or _says_something(values, filled):
                return HOLE.sub(partial(_fill, filled), said)
    return None


def _fill(filled: Mapping[str, str], hole: re.Match[str]) -> str:
    return filled[hole[1]]


def _filled(code: str, name: str, value: str, depth: int) -> str:
    words = value.strip()
    if name.isupper() or not words:
        return value
    return value.replace(words, made(code, words, depth + 1) or words)


def _says_something(values: dict[str, str], filled: dict[str, str]) -> bool:
    """Whether one of these is said in the other language, and every one that is more than a word."""
    open_holes = [name for name in values if not name.isupper()]
    same = [name for name in open_holes if filled[name] == values[name]]
    return len(same) < len(open_holes) and not any(" " in values[name].strip() for name in same)


def day_text(code: str, day: date) -> str:
    """A day as that language writes it: Wednesday, November 25, 2026."""
    return format_date(day, "full", locale="en_US" if code == ENGLISH else code)


def date_text(code: str, day: date) -> str:
    """The same without the day of the week."""
    return format_date(day, "long", locale="en_US" if code == ENGLISH else code)
