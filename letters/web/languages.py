"""The languages of the pages: English, and one catalogue (.po) for each other. Letters to agencies stay in English."""

from datetime import date

from flask import Flask, g, request
from markupsafe import Markup, escape

from letters import speech
from letters.characters import unaccented
from letters.errors import LettersError
from letters.speech import ENGLISH, names
from letters.web.here import desk
from letters.web.words import for_page
from letters.workflow.workspace import Workspace

COOKIE = "letters-language"
# Words of searches for agencies; a catalogue has one or more for each, in this order.
SEARCHED = "police; sheriff; jail; county; city; school; university; state; department; drivers; court; of"


def chosen() -> str:
    """The language of this page: as chosen, else as the browser prefers, else English."""
    said = request.cookies.get(COOKIE, "")
    if said in names():
        return said
    return request.accept_languages.best_match(list(names()), ENGLISH)


def say(text: str, **values: object) -> str:
    """The words in the language of the page, or in English where they are not translated; {names} are filled in."""
    return speech.say(chosen(), text, **values)


def words(text: str) -> str:
    """Words of the data where no mark can stand, such as in a list to choose from."""
    code = chosen()
    return _said(code, text) or for_page(text, _called() if code == ENGLISH else None)


def data(text: str) -> Markup:
    """Words of the data, such as a question's, and messages: a line for which this page's language has no words is
    marked as English.
    """
    code = chosen()
    if found := _said(code, text):
        return escape(found)
    if code == ENGLISH:
        return escape(for_page(text, _called()))
    lines = [line.strip() for line in for_page(text).splitlines() if line.strip()]
    return Markup("\n").join(escape(said) if (said := _said(code, line)) else _in_english(line) for line in lines)


def _in_english(line: str) -> Markup:
    return Markup('<span lang="en">{}</span>').format(for_page(line, _called()))


def _said(code: str, text: str) -> str | None:
    """The same in the language of that code, with what ids are called there; None where it has no words for it."""
    if code == ENGLISH:
        return None
    found = speech.made(code, for_page(text)) or speech.made(code, text)
    return for_page(found, _called(code), say("“{words}”")) if found else None


def _called(code: str = ENGLISH) -> dict[str, str]:
    """What stands on a page for the id of a type, a question or a body; nothing where the data cannot be read."""
    every: dict[str, dict[str, str]] = g.setdefault("called", {})
    if code not in every:
        try:
            every[code] = {name: speech.say(code, title) for name, title in _names_of(desk()).items()}
        except LettersError:
            every[code] = {}
    return every[code]


def _names_of(workspace: Workspace) -> dict[str, str]:
    shared, registry = workspace.catalogue, workspace.registry
    return {
        **{agency.id: agency.name for agency in registry.agencies.values() if "-" in agency.id},
        **{name: kind.title for name, kind in shared.types.items() if "-" in name},
        **{name: field.label for name, field in shared.fields.items() if "_" in name},
    }


def in_english(query: str) -> str:
    """A search for an agency with the English words for what agencies are called: their names are English."""
    if chosen() == ENGLISH:
        return query
    groups = zip(SEARCHED.split("; "), say(SEARCHED).split("; "), strict=False)
    known = {unaccented(word): english for english, words in groups for word in words.split()}
    # Names end with what a body is: Duluth Police Department.
    words = sorted((unaccented(word) for word in query.split()), key=known.__contains__)
    return " ".join(known.get(word, word) for word in words)


def day_text(day: date | str) -> str:
    """A day as this language writes it: Wednesday, November 25, 2026."""
    found = date.fromisoformat(day) if isinstance(day, str) else day
    return speech.day_text(chosen(), found)


def speak(app: Flask) -> None:
    """Gives templates their words."""
    app.jinja_env.globals.update(_=say, data=data, words=words, day_text=day_text)

    @app.context_processor
    def languages() -> dict[str, object]:
        return {"language": chosen(), "languages": names(), "english": ENGLISH}
