"""The pages in other languages, and without the words of the command line."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from flask import Flask
from support import ANSWERS, CATALOGUE, OFFERED, TEMPLATES, Ran, pdf_text
from web_support import Person, text

from letters import calendars, lawbook, speech
from letters.web import languages
from letters.web.app import create_app
from letters.web.safety import Guard
from letters.web.words import for_page
from letters.workflow import look_up
from letters.workflow.workspace import Workspace

WEB = Path(languages.__file__).parent
OTHERS = [code for code in speech.names() if code != speech.ENGLISH]
FILL = re.compile(r"{\w+}")


def page_words() -> set[str]:
    """All words of the pages that are translated."""
    found = extract_from_dir(WEB, [("templates/**.html", "jinja2.ext.babel_extract")], {}, keywords={"_": None})
    own_copy = extract_from_dir(
        TEMPLATES / "companions", [("*own-copy.html", "jinja2.ext.babel_extract")], {}, keywords={"_": None}
    )
    return {str(message) for _, _, message, _, _ in (*found, *own_copy)}


def data_words() -> set[str]:
    """What the pages show of the data: types, questions, signers, next letters, replies, other letters, trust."""
    kinds, fields = [CATALOGUE.types[name] for name in OFFERED], CATALOGUE.fields.values()
    found = {said for kind in kinds for said in (kind.title, kind.summary, kind.fees, *kind.safety)}
    found |= {also.why for kind in kinds for also in kind.also}
    found |= {said for field in fields for said in (field.label, field.help, *(field.choices or ("yes", "no")))}
    found |= {said for signer in CATALOGUE.signers.values() for said in (signer.title, *signer.advice)}
    found |= {said for step in CATALOGUE.steps.values() for said in (step.title, step.does, *step.warns)}
    found |= {said for reply in CATALOGUE.replies.values() for said in (reply.title, reply.says, reply.federal) if said}
    found |= set(look_up.TRUST.values())
    found |= {
        said for clock in lawbook.load().clocks.values() for said in (clock.title, clock.note, clock.lapse) if said
    }
    found |= {holiday.name for holiday in (*calendars.MINNESOTA, *calendars.FEDERAL, *calendars.OPTIONAL.values())}
    # What only federal letters say, on the page and on one's own copy; and the last day of a step, once it has passed.
    found |= {said for kind in kinds if kind.federal for said in kind.pitfalls}
    found |= {field.federal_help for field in fields if field.federal_help}
    found |= {step.past for step in CATALOGUE.steps.values() if step.past}
    return found | {situation.title for situation in CATALOGUE.situations.values()}


@pytest.fixture
def app(desk: Workspace) -> tuple[Flask, Guard]:
    guard = Guard(5000)
    return create_app(lambda: desk, guard), guard


def test_there_is_english_and_spanish() -> None:
    assert speech.names() == {"en": "English", "es": "Español"}


@pytest.mark.parametrize("code", OTHERS)
def test_a_language_has_all_words_of_the_pages_and_of_the_data_that_they_show(code: str) -> None:
    known = speech.catalogue(code)
    assert len(page_words()) > 200
    assert page_words() - known.keys() == set()
    assert len(data_words()) > 500
    missing = data_words() - known.keys()
    assert not missing, f"{len(missing)} texts of the data are not translated"


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_fills_in_what_the_english_does_and_is_there_once(code: str) -> None:
    for message, said in speech.catalogue(code).items():
        assert set(FILL.findall(message)) == set(FILL.findall(said)), message
    with (speech.FOLDER / f"{code}.po").open("rb") as file:
        assert not [each.id for each in read_po(file, abort_invalid=True) if each.fuzzy and each.id]
    ids = re.findall(r'^msgid "(.+)"$', (speech.FOLDER / f"{code}.po").read_text(), re.MULTILINE)
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
    pages, _ = app
    with pages.test_request_context(headers={"Cookie": f"{languages.COOKIE}=es"}):
        said = languages.data("'L-ABCDEF' is no reference that is tracked.\nNobody has put this into Spanish.")
    assert str(said) == (
        "&#39;L-ABCDEF&#39; no es una referencia que se siga aquí.\n"
        '<span lang="en">Nobody has put this into Spanish.</span>'
    )


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


def test_the_own_copy_is_in_the_language_of_the_page_and_the_letter_is_not(
    app: tuple[Flask, Guard], letters: Callable[..., Ran]
) -> None:
    person = Person(*app)
    person.goes("/language", {"language": "es", "back": "/"})
    draft = person.begins("own-record-audit-trail", "mn-dps-dvs")
    person.answers(draft, ANSWERS["own-record-audit-trail"])
    made = person.makes(draft)
    reference = person.reference
    page = person.get(f"{made}/{reference}-own-copy.pdf").data
    said = " ".join(pdf_text(page).split())
    for words in (
        f"Su propia copia de {reference}. Guárdela; no la envíe.",
        "Esta traducción aún no ha sido revisada",
        "Si la envía hoy (miércoles, 25 de noviembre de 2026)",
        "viernes, 11 de diciembre de 2026",
        "días hábiles",
    ):
        assert words in said, words
    assert "I am the subject of the data" in pdf_text(person.get(f"{made}/{reference}.pdf").data)
    assert "Declaration of mailing" in pdf_text(person.get(f"{made}/{reference}-mailing.pdf").data)
    sent = ("companion", "own-copy", reference, "--language", "es", "--as-of", "2026-11-25", "--out", "es.pdf")
    assert letters(*sent).code == 0
    assert "Su propia copia" in pdf_text(Path("es.pdf").read_bytes())
    again = person.post(f"/requests/{reference}/companion", {"name": "own-copy"}).data
    assert again == Path("es.pdf").read_bytes()


def test_what_others_see_is_in_english_alone(letters: Callable[..., Ran], write: Callable[..., Ran]) -> None:
    reference = write("mn-dps-dvs", "own-record-audit-trail", "--json").json[0]["reference"]
    for name in ("mailing", "identity"):
        refused = letters("companion", name, reference, "--language", "es")
        assert (refused.code, "in another language" in refused.err) == (2, True)


def test_types_and_agencies_are_found_by_spanish_words(app: tuple[Flask, Guard]) -> None:
    person = Person(*app)
    person.goes("/language", {"language": "es", "back": "/"})
    for words, found in (("quién buscó mi placa", "alpr-own-plate"), ("camara corporal", "body-camera-as-subject")):
        searched = person.goes("/letter", {"search": words})
        assert f'name="type" value="{found}"' in person.page.text
    person.goes("/language", {"language": "en", "back": "/"})
    assert 'name="type"' not in person.get(searched).text
    person.goes("/language", {"language": "es", "back": "/"})
    draft = person.begins("body-camera-as-subject", "st-paul-police")
    for words, found in (
        ("policía de St. Paul", "st-paul-police"),
        ("alguacil de Hennepin", "hennepin-county-sheriff"),
    ):
        person.goes(f"{draft}/who", {"search": words})
        assert re.findall(r'name="agency" value="([^"]+)"', person.page.text)[0] == found
