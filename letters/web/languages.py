"""The languages of the pages: English, and one catalogue (.po) for each other. Letters to agencies stay in English."""

from datetime import date

from flask import Flask, g, request
from markupsafe import Markup, escape

from letters import speech
from letters.errors import LettersError
from letters.speech import ENGLISH, catalogue, names
from letters.web.here import desk
from letters.web.words import for_page
from letters.workflow.workspace import Workspace

COOKIE = "letters-language"


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
    return for_page(catalogue(chosen()).get(text, text), _called() if chosen() == ENGLISH else None)


def data(text: str) -> Markup:
    """Words of the data, such as a question's: marked as English where this page's language has none for them."""
    code, called = chosen(), _called()
    if code == ENGLISH:
        return escape(for_page(text, called))
    known = catalogue(code)
    if found := known.get(text):
        return escape(for_page(found, {name: known.get(title, title) for name, title in called.items()}))
    return Markup('<span lang="en">{}</span>').format(for_page(text, called))


def _called() -> dict[str, str]:
    """What stands on a page for the id of a type, a question or a body; nothing where the data cannot be read."""
    if "called" not in g:
        try:
            g.called = _names_of(desk())
        except LettersError:
            g.called = {}
    found: dict[str, str] = g.called
    return found


def _names_of(workspace: Workspace) -> dict[str, str]:
    shared, registry = workspace.catalogue, workspace.registry
    return {
        **{agency.id: agency.name for agency in registry.agencies.values() if "-" in agency.id},
        **{name: kind.title for name, kind in shared.types.items() if "-" in name},
        **{name: field.label for name, field in shared.fields.items() if "_" in name},
    }


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
