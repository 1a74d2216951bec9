"""The languages of the pages: English, and one catalogue (.po) for each other. Letters to agencies stay in English."""

from datetime import date
from functools import cache
from pathlib import Path

from babel.dates import format_date
from babel.messages.pofile import read_po
from flask import Flask, request
from markupsafe import Markup, escape

from letters.web.words import for_page

FOLDER = Path(__file__).parent / "languages"
COOKIE = "letters-language"
ENGLISH = "en"


@cache
def names() -> dict[str, str]:
    """Each language by its code, in its own words."""
    return {ENGLISH: "English"} | {
        path.stem: str(_metadata(path.stem).get("X-Language-Name", path.stem)) for path in sorted(FOLDER.glob("*.po"))
    }


@cache
def catalogue(code: str) -> dict[str, str]:
    """What was translated, by the English words."""
    if code == ENGLISH:
        return {}
    with (FOLDER / f"{code}.po").open("rb") as file:
        found = read_po(file, locale=code)
    return {str(m.id): str(m.string) for m in found if m.id and m.string and not m.fuzzy}


@cache
def _metadata(code: str) -> dict[str, str]:
    with (FOLDER / f"{code}.po").open("rb") as file:
        return dict(read_po(file, locale=code).mime_headers)


def chosen() -> str:
    """The language of this page: as chosen, else as the browser prefers, else English."""
    said = request.cookies.get(COOKIE, "")
    if said in names():
        return said
    return request.accept_languages.best_match(list(names()), ENGLISH)


def say(text: str, **values: object) -> str:
    """The words in the language of the page, or in English where they are not translated; {names} are filled in."""
    found = catalogue(chosen()).get(text, text)
    return found.format(**values) if values else found


def data(text: str) -> Markup:
    """Words of the data, such as a question's: marked as English where this page's language has none for them."""
    code = chosen()
    if code == ENGLISH:
        return escape(for_page(text))
    found = catalogue(code).get(text)
    return escape(found) if found else Markup('<span lang="en">{}</span>').format(for_page(text))


def day_text(day: date | str) -> str:
    """A day as this language writes it: Wednesday, November 25, 2026."""
    found = date.fromisoformat(day) if isinstance(day, str) else day
    return format_date(found, "full", locale="en_US" if chosen() == ENGLISH else chosen())


def speak(app: Flask) -> None:
    """Gives templates their words."""
    app.jinja_env.globals.update(_=say, data=data, day_text=day_text)

    @app.context_processor
    def languages() -> dict[str, object]:
        return {"language": chosen(), "languages": names(), "english": ENGLISH}
