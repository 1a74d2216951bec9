"""The pages in other languages, and without the words of the command line."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from flask import Flask
from support import CATALOGUE, OFFERED
from web_support import Person, text

from letters.web import languages
from letters.web.app import create_app
from letters.web.safety import Guard
from letters.web.words import for_page
from letters.workflow.workspace import Workspace

WEB = Path(languages.__file__).parent
OTHERS = [code for code in languages.names() if code != languages.ENGLISH]
FILL = re.compile(r"{\w+}")


def page_words() -> set[str]:
    """All words of the pages that are translated."""
    found = extract_from_dir(WEB, [("templates/**.html", "jinja2.ext.babel_extract")], {}, keywords={"_": None})
    return {str(message) for _, _, message, _, _ in found}


@pytest.fixture
def app(desk: Workspace) -> tuple[Flask, Guard]:
    guard = Guard(5000)
    return create_app(lambda: desk, guard), guard


def test_there_is_english_and_spanish() -> None:
    assert languages.names() == {"en": "English", "es": "Español"}


@pytest.mark.parametrize("code", OTHERS)
def test_a_language_has_all_words_of_the_pages_and_of_what_is_chosen_there(code: str) -> None:
    known = languages.catalogue(code)
    assert len(page_words()) > 200
    assert page_words() - known.keys() == set()
    chosen = {each.title for each in CATALOGUE.situations.values()} | {CATALOGUE.types[name].title for name in OFFERED}
    chosen |= {each.title for each in (*CATALOGUE.replies.values(), *CATALOGUE.steps.values())}
    assert chosen - known.keys() == set()


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_fills_in_what_the_english_does_and_is_there_once(code: str) -> None:
    for message, said in languages.catalogue(code).items():
        assert set(FILL.findall(message)) == set(FILL.findall(said)), message
    with (languages.FOLDER / f"{code}.po").open("rb") as file:
        assert not [each.id for each in read_po(file, abort_invalid=True) if each.fuzzy and each.id]
    ids = re.findall(r'^msgid "(.+)"$', (languages.FOLDER / f"{code}.po").read_text(), re.MULTILINE)
    assert len(ids) == len(set(ids))


def test_the_chosen_language_stays_and_letters_stay_english(app: tuple[Flask, Guard]) -> None:
    person = Person(*app)
    assert person.goes("/language", {"language": "es", "back": "/requests/"}) == "/requests/"
    assert "Mis solicitudes" in text(person.page)
    assert "no ha sido revisada" in text(person.page)
    assert '<html lang="es">' in person.page.text
    draft = person.begins("own-record-audit-trail", "mn-dps-dvs")
    assert "Participa usted en Safe at Home" in text(person.page)
    person.answers(
        draft,
        {
            "full_name": "Maya Lindqvist",
            "mailing_or_reply_address": "PO Box 1234\nSaint Paul, MN 55101",
            "license_plate_or_vin": "XYZ 987",
            "date_from": "2026-01-01",
            "date_to": "2026-01-31",
        },
    )
    assert "I am the subject of the data described below." in text(person.get(f"{draft}/read"))
    person.goes("/language", {"language": "en", "back": "//evil.example/"})
    assert person.seen[-1] == "/"


def test_a_browser_that_prefers_spanish_begins_with_it(app: tuple[Flask, Guard]) -> None:
    person = Person(*app)
    assert "¿Qué quiere saber?" in text(person.get("/", **{"Accept-Language": "es-MX,es;q=0.9,en;q=0.5"}))
    assert "What do you want to know?" in text(person.get("/", **{"Accept-Language": "fr"}))


def test_what_is_not_translated_is_marked_as_english(app: tuple[Flask, Guard]) -> None:
    person = Person(*app)
    person.goes("/language", {"language": "es", "back": "/"})
    person.goes("/letter", {"situation": "who-looked"})
    assert '<span lang="en">Looking is free.' in person.page.text


def test_notes_name_letters_and_questions_as_the_pages_do(app: tuple[Flask, Guard]) -> None:
    person = Person(*app)
    person.goes("/letter", {"search": "license plate readers"})
    assert "alpr-own-plate" not in text(person.page)
    assert "“Plate-reader hits on my own license plate”" in text(person.page)


def test_no_note_tells_of_options_of_the_command() -> None:
    kinds = [CATALOGUE.types[name] for name in OFFERED]
    notes = [note for kind in kinds for note in (*kind.safety, kind.fees, kind.summary)]
    notes += [said for field in CATALOGUE.fields.values() for said in (field.label, field.help)]
    notes += [said for step in CATALOGUE.steps.values() for said in (step.does, *step.warns)]
    for note in notes:
        assert not re.search(r"--[a-z]|`letters", for_page(note)), note
