"""Messages that are made in the program, such as what is wrong with an answer, in the language of the page."""

import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import messages
import pytest
from support import ANSWERS, body_for, pdf_text
from web_support import Person, reads_spanish

from letters import speech
from letters.web import languages

OTHERS = [code for code in speech.names() if code != speech.ENGLISH]
NOT_SHOWN = {each for texts in messages.NOT_SHOWN.values() for each in texts}
AUDIT = "own-record-audit-trail"
# Of each law and kind of question one.
WALKED = (
    *(
        AUDIT,
        "jail-ice-statistics",
        "informed-consent-release",
        "denial-followup-and-remedies",
        "safe-at-home-participant",
    ),
    *("challenge-accuracy-of-data", "foia-status-inquiry", "foia-appeal"),
)
LETTER = (Path(__file__).parent.parent / "docs" / "letter.png").read_bytes()


@pytest.mark.parametrize("code", OTHERS)
def test_a_language_has_words_for_every_message_of_the_source(code: str) -> None:
    is_said = messages.are_said(code)
    found = list(messages.of_pages())
    assert len(found) > 400
    missing = [(module, said) for module, said in found if not is_said(said) and said not in NOT_SHOWN]
    assert not missing, missing


def test_what_is_left_out_of_that_is_still_in_the_source() -> None:
    modules = [path.relative_to(messages.SOURCE).as_posix() for path in messages.SOURCE.rglob("*.py")]
    assert not [name for name in messages.SILENT if not any(each.startswith(name) for each in modules)]
    assert not NOT_SHOWN - {said for _, said in messages.of_pages()}


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("lies before base_request_date", "es anterior a base_request_date"),
        ("base_request_date: This is needed.", "base_request_date: Esto hace falta."),
        ("must be one of: yes, no", "debe ser una de estas palabras, en inglés: yes, no"),
        ("Do it by December 11, 2026.", "Hágalo a más tardar el 11 de diciembre de 2026."),
        ("by e-mail to a@b.example or in person", "por correo electrónico a a@b.example o en persona"),
        ("Veterans Day (observed)", "Día de los Veteranos (día en que se observa)"),
        ("Letters go out: nobody said this before.", None),
    ],
)
def test_a_message_is_said_with_what_fills_it(english: str, spanish: str | None) -> None:
    assert speech.made("es", english) == spanish
    assert speech.made("en", english) is None


def test_what_fills_a_message_is_neither_a_pattern_nor_a_tag(person: Person) -> None:
    with person.client.application.test_request_context(headers={"Cookie": f"{languages.COOKIE}=es"}):
        for typed in ("<script>alert(1)</script>", "{x}", "{COLUMN}", "(.*", r"\1", "%s", "<b>{hint}</b>" * 400):
            said = str(languages.data(f"column {typed!r}: no question is called so."))
            assert "<script" not in said
            assert "<b>" not in said
            if len(typed) < 100:
                assert "ninguna pregunta se llama así." in said
                assert languages.escape(repr(typed)) in said


def wrong_answers(person: Person, draft: str, right: Mapping[str, str]) -> None:
    """Answers each page of questions wrongly in three ways, then as it should be."""
    for number in range(1, 40):
        if person.get(f"{draft}/ask/{number}").status_code != 200:
            return
        reads_spanish(person)
        names = set(re.findall(r'name="([a-z_]+)"', person.page.text)) - {"form_token", "language", "back"}
        for wrong in ("", "\u202e" + "x" * 200, "1901-02-03", "I am a citizen\n" * 9):
            person.post(f"{draft}/ask/{number}", dict.fromkeys(names - {"keep"}, wrong))
            if person.page.status_code == 422:
                reads_spanish(person, "Hay que cambiar algo")
        person.goes(f"{draft}/ask/{number}", {name: right.get(name, "") for name in names})
    raise AssertionError("the questions do not end")


@pytest.mark.parametrize("request_type", WALKED)
def test_wrong_answers_are_told_in_spanish(person: Person, request_type: str) -> None:
    draft = person.begins(request_type, body_for(request_type), "1 Example Ave, St. Paul, MN 55101", understood="yes")
    wrong_answers(person, draft, ANSWERS[request_type])
    person.get(f"{draft}/review")
    reads_spanish(person)


def test_what_goes_wrong_before_the_questions_is_told_in_spanish(person: Person) -> None:
    draft = person.goes("/letter", {"search": AUDIT}).rpartition("/")[0]
    person.goes(f"{draft}/what", {"type": AUDIT})
    person.post(f"{draft}/what", {"type": "no-such-type"})
    reads_spanish(person, "No existe la clase de carta 'no-such-type'.")
    person.post(f"{draft}/who", {"agency": "zzzzzz"})
    reads_spanish(person, "No existe la agencia 'zzzzzz'.")
    person.goes(f"{draft}/who", {"agency": "mn-mnsure"})
    reads_spanish(person)
    for address, told in (("", "Escriba la dirección"), ("somewhere", "La dirección: escríbala así: calle,")):
        person.post(f"{draft}/where", {"which": "other", "address": address})
        reads_spanish(person, told)
    federal = person.begins("foia-appeal", "us-ice", understood="yes")
    for form in ({"signer": "nobody"}, {}):
        person.post(f"{federal}/before", form)
        reads_spanish(person)
    for path in ("/nowhere", "/letter/gone/what", "/made/gone", "/requests/L-ABCDEF", "/requests/month?of=x"):
        person.get(path)
        reads_spanish(person, "Eso no funcionó")


def test_what_to_know_before_a_letter_is_made_is_told_in_spanish(person: Person) -> None:
    draft = person.begins("jail-ice-statistics", "hennepin-county-sheriff")
    person.answers(draft, ANSWERS["jail-ice-statistics"] | {"date_from": "2001-01-01", "date_to": "2026-01-01"})
    person.goes(f"{draft}/review", {"shown": "0", "own": "the passport of my asylum case, A-123456789, 123-45-6789"})
    reads_spanish(person, "esto parece un número de Seguro Social", "esto parece un número A", "un pasaporte muestra")
    person.goes(f"{draft}/review", {"shown": "3", "own": ""})
    reads_spanish(person)
    person.goes(f"{draft}/review", {"shown": "99", "own": ""})
    reads_spanish(person, "esta carta tiene los puntos 1 a")


@pytest.fixture
def made(person: Person) -> str:
    """A letter that was made, and not yet mailed."""
    draft = person.begins(AUDIT, "mn-dps-dvs")
    person.answers(draft, ANSWERS[AUDIT])
    person.makes(draft)
    reads_spanish(person)
    return f"/requests/{person.reference}"


@pytest.fixture
def sent(person: Person, made: str) -> str:
    """The same, mailed on the day of reckoning."""
    person.goes(f"{made}/sent", {"once": "sent", "on": "2026-11-25"})
    reads_spanish(person)
    return made


def test_what_goes_wrong_with_the_day_of_mailing_is_told_in_spanish(person: Person, made: str) -> None:
    for form, told in (
        ({"on": "2027-01-01"}, "El 1 de enero de 2027 todavía no ha llegado (hoy es 25 de noviembre de 2026)"),
        ({"on": "1/2"}, "Eso no es una fecha"),
        ({"number": "x" * 3000}, "caracteres: acórtelo"),
    ):
        person.post(f"{made}/sent", {"once": told, **form})
        assert person.page.status_code >= 400, form
        reads_spanish(person, told)


def test_what_goes_wrong_with_a_request_is_told_in_spanish(person: Person, sent: str) -> None:
    name = sent.rpartition("/")[2]
    for path, form, told in (
        ("answer", {"reply": "nonsense"}, "No existe la respuesta 'nonsense'"),
        ("answer", {"reply": "denied-with-section"}, "Diga qué artículo de la ley citan."),
        ("answer", {"reply": "fee"}, "a una solicitud así contesta una de"),
        ("step-sent", {"step": "nonsense"}, "No existe esa carta siguiente."),
        ("next", {"step": "nonsense"}, "No existe esa carta siguiente."),
        ("companion", {"name": "nonsense"}, "No existe la hoja 'nonsense'."),
        ("attach", {}, "Elija un archivo"),
        ("attach", {"file": (BytesIO(b"MZ"), "run.exe")}, "Se puede adjuntar un archivo PDF, JPG, PNG o EML"),
        ("attach", {"file": (BytesIO(b"%PDF-x"), "a.pdf")}, "Este PDF está dañado"),
        ("attach", {"file": (BytesIO(LETTER[:500]), "a.png")}, "Esta imagen está dañada"),
        ("attach", {"file": (BytesIO(b"Subject: x\n\nx"), "a.eml")}, "Esto no es un correo guardado"),
        ("attach", {"file": (BytesIO(LETTER), "a.png"), "what": "x" * 900}, "escriba de 1 a"),
    ):
        person.post(f"{sent}/{path}", {"once": f"{path}{told}", **form})
        assert person.page.status_code >= 400, path
        reads_spanish(person, told)
    for entries in ("2", "3"):
        person.post(f"{sent}/undo", {"once": entries, "entries": entries})
    reads_spanish(person, f"No hay nada que anular en {name}.")
    for given, told in ((b"\xff", "Este no es un archivo"), (b"[", "Ese archivo: esto no es JSON")):
        person.post("/bring", {"file": (BytesIO(given), "x.json")})
        reads_spanish(person, told)


def test_dates_and_answers_are_told_in_spanish(person: Person, sent: str) -> None:
    person.get(sent)
    reads_spanish(person, "Enseguida si se puede; si no, en diez días", "Primero un recordatorio")
    for reply in ("data-came", "denied-without-section", "wants-id", "silence"):
        person.post(f"{sent}/answer", {"once": reply, "reply": reply, "on": "2026-11-25"})
        reads_spanish(person, "Qué dice la ley de esto")
    for step in re.findall(r'name="step" value="([a-z0-9-]+)"', person.get(sent).text):
        person.post(f"{sent}/next", {"step": step, "look": "yes", "address": "no"})
        reads_spanish(person)
        person.post(f"{sent}/next", {"step": step, "asked": "yes", "address": "no", "tone": "firm"})
        reads_spanish(person)


def test_a_federal_request_is_told_of_in_spanish(person: Person) -> None:
    draft = person.begins("foia-policy-records", "us-fbi", "1 Example Ave, St. Paul, MN 55101", understood="yes")
    person.answers(draft, ANSWERS["foia-policy-records"])
    made = person.makes(draft)
    reads_spanish(person)
    name = person.reference
    own = " ".join(pdf_text(person.get(f"{made}/{name}-own-copy.pdf").data).split())
    assert "días hábiles" in own
    assert "La cuenta empieza cuando la tiene la dependencia correcta" in own
    assert "Tienen 20 días hábiles desde que la reciben" in own
    person.goes(f"/requests/{name}/sent", {"once": "sent", "on": "2026-11-25"})
    reads_spanish(person, "Desde que la recibe la dependencia correcta")
    for reply in ("fee", "more-time", "wants-clarification", "part"):
        person.post(f"/requests/{name}/answer", {"once": reply, "reply": reply, "on": "2026-11-25"})
        reads_spanish(person, "Qué dice la ley de esto")
    person.get(f"/requests/{name}")
    reads_spanish(person)
