"""Other languages than English: one catalogue (.po) each, for the pages and the sheets that a person keeps.

Letters to agencies stay in English. What a catalogue lacks is said in English.
"""

from datetime import date
from functools import cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent / "languages"
ENGLISH = "en"


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


def day_text(code: str, day: date) -> str:
    """A day as that language writes it: Wednesday, November 25, 2026."""
    return format_date(day, "full", locale="en_US" if code == ENGLISH else code)


def date_text(code: str, day: date) -> str:
    """The same without the day of the week."""
    return format_date(day, "long", locale="en_US" if code == ENGLISH else code)
