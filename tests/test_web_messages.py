"""Messages that are made in the program, such as what is wrong with an answer, in the language of the page."""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from io import BytesIO
from pathlib import Path

import messages
import pytest
from flask import Flask
from support import ANSWERS, body_for, pdf_text
from web_support import Person, text

from letters import speech
from letters.web import languages
from letters.web.app import create_app
from letters.web.safety import Guard
from letters.workflow.workspace import Workspace

OTHERS = [code for code in speech.names() if code != speech.ENGLISH]
NOT_SHOWN = {each for texts in messages.NOT_SHOWN.values() for each in texts}
ENGLISH = re.compile(r'<span lang="en">(.*?)</span>', re.DOTALL)
# An example of an answer, and what a person recorded, are shown as they are.
AS_IT_IS = re.compile(r'Por ejemplo: <span lang="en">.*?</span>|<ol class="log">.*?</ol>', re.DOTALL)
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


@pytest.fixture
def app(desk: Workspace) -> Iterator[tuple[Flask, Guard]]:
    guard = Guard(5000)
    made = create_app(lambda: desk, guard)
    yield made, guard
    made.extensions["letters"][1].clear()


@pytest.fixture
def person(app: tuple[Flask, Guard]) -> Person:
    found = Person(*app)
    found.goes("/language", {"language": "es", "back": "/"})
    return found


def read(person: Person, *said: str) -> None:
    """Asserts that a page has these words, and that none of it is English but names of agencies."""
    bodies = person.client.application.extensions["letters"][0]().registry.agencies.values()
    names = {name for body in bodies for name in (body.name, f"{body.id}: {body.name}")}
    page = AS_IT_IS.sub("", person.page.text)
    assert [found for found in ENGLISH.findall(page) if unescape(found) not in names] == []
    for words in said:
        assert words in text(person.page), words


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


def test_what_fills_a_message_is_neither_a_pattern_nor_a_tag(app: tuple[Flask, Guard]) -> None:
    with app[0].test_request_context(headers={"Cookie": f"{languages.COOKIE}=es"}):
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
        read(person)
        names = set(re.findall(r'name="([a-z_]+)"', person.page.text)) - {"form_token", "language", "back"}
        for wrong in ("", "\u202e" + "x" * 200, "1901-02-03", "I am a citizen\n" * 9):
            person.post(f"{draft}/ask/{number}", dict.fromkeys(names - {"keep"}, wrong))
            if person.page.status_code == 422:
                read(person, "Hay que cambiar algo")
        person.goes(f"{draft}/ask/{number}", {name: right.get(name, "") for name in names})
    raise AssertionError("the questions do not end")


@pytest.mark.parametrize("request_type", WALKED)
def test_wrong_answers_are_told_in_spanish(person: Person, request_type: str) -> None:
    draft = person.begins(request_type, body_for(request_type), "1 Example Ave, St. Paul, MN 55101", understood="yes")
    wrong_answers(person, draft, ANSWERS[request_type])
    person.get(f"{draft}/review")
    read(person)


def test_what_goes_wrong_before_the_questions_is_told_in_spanish(person: Person) -> None:
    draft = person.goes("/letter", {"search": AUDIT}).rpartition("/")[0]
    person.goes(f"{draft}/what", {"type": AUDIT})
    person.post(f"{draft}/what", {"type": "no-such-type"})
    read(person, "No existe la clase de carta 'no-such-type'.")
    person.post(f"{draft}/who", {"agency": "zzzzzz"})
    read(person, "No existe la agencia 'zzzzzz'.")
    person.goes(f"{draft}/who", {"agency": "mn-mnsure"})
    read(person)
    for address, told in (("", "Escriba la dirección"), ("somewhere", "La dirección: escríbala así: calle,")):
        person.post(f"{draft}/where", {"which": "other", "address": address})
        read(person, told)
    federal = person.begins("foia-appeal", "us-ice", understood="yes")
    for form in ({"signer": "nobody"}, {}):
        person.post(f"{federal}/before", form)
        read(person)
    for path in ("/nowhere", "/letter/gone/what", "/made/gone", "/requests/L-ABCDEF", "/requests/month?of=x"):
        person.get(path)
        read(person, "Eso no funcionó")


def test_what_to_know_before_a_letter_is_made_is_told_in_spanish(person: Person) -> None:
    draft = person.begins("jail-ice-statistics", "hennepin-county-sheriff")
    person.answers(draft, ANSWERS["jail-ice-statistics"] | {"date_from": "2001-01-01", "date_to": "2026-01-01"})
    person.goes(f"{draft}/review", {"shown": "0", "own": "the passport of my asylum case, A-123456789, 123-45-6789"})
    read(person, "esto parece un número de Seguro Social", "esto parece un número A", "un pasaporte muestra")
    person.goes(f"{draft}/review", {"shown": "3", "own": ""})
    read(person)
    person.goes(f"{draft}/review", {"shown": "99", "own": ""})
    read(person, "esta carta tiene los puntos 1 a")


@pytest.fixture
def sent(person: Person) -> str:
    """A letter that was mailed on the day of reckoning."""
    draft = person.begins(AUDIT, "mn-dps-dvs")
    person.answers(draft, ANSWERS[AUDIT])
    person.makes(draft)
    read(person)
    found = f"/requests/{person.reference}"
    person.goes(f"{found}/sent", {"once": "sent", "on": "2026-11-25"})
    read(person)
    return found


def test_what_goes_wrong_with_a_request_is_told_in_spanish(person: Person, sent: str) -> None:
    name = sent.rpartition("/")[2]
    for path, form, told in (
        ("sent", {"on": "2027-01-01"}, "El 1 de enero de 2027 todavía no ha llegado (hoy es 25 de noviembre de 2026)"),
        ("sent", {"on": "1/2"}, "Eso no es una fecha"),
        ("sent", {"number": "x" * 3000}, "caracteres: acórtelo"),
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
        read(person, told)
    for once in ("one", "two"):
        person.post(f"{sent}/undo", {"once": once})
    read(person, f"No hay nada que anular en {name}.")
    for given, told in ((b"\xff", "Este no es un archivo"), (b"[", "Ese archivo: esto no es JSON")):
        person.post("/bring", {"file": (BytesIO(given), "x.json")})
        read(person, told)


def test_dates_and_answers_are_told_in_spanish(person: Person, sent: str) -> None:
    person.get(sent)
    read(person, "Enseguida si se puede; si no, en diez días", "Primero un recordatorio")
    for reply in ("data-came", "denied-without-section", "wants-id", "silence"):
        person.post(f"{sent}/answer", {"once": reply, "reply": reply, "on": "2026-11-25"})
        read(person, "Qué dice la ley de esto")
    for step in re.findall(r'name="step" value="([a-z0-9-]+)"', person.get(sent).text):
        person.post(f"{sent}/next", {"step": step, "look": "yes", "address": "no"})
        read(person)
        person.post(f"{sent}/next", {"step": step, "asked": "yes", "address": "no", "tone": "firm"})
        read(person)


def test_a_federal_request_is_told_of_in_spanish(person: Person) -> None:
    draft = person.begins("foia-policy-records", "us-fbi", "1 Example Ave, St. Paul, MN 55101", understood="yes")
    person.answers(draft, ANSWERS["foia-policy-records"])
    made = person.makes(draft)
    read(person)
    name = person.reference
    own = " ".join(pdf_text(person.get(f"{made}/{name}-own-copy.pdf").data).split())
    assert "días hábiles" in own
    assert "La cuenta empieza cuando la tiene la dependencia correcta" in own
    assert "Tienen 20 días hábiles desde que la reciben" in own
    person.goes(f"/requests/{name}/sent", {"once": "sent", "on": "2026-11-25"})
    read(person, "Desde que la recibe la dependencia correcta")
    for reply in ("fee", "more-time", "wants-clarification", "part"):
        person.post(f"/requests/{name}/answer", {"once": reply, "reply": reply, "on": "2026-11-25"})
        read(person, "Qué dice la ley de esto")
    person.get(f"/requests/{name}")
    read(person)


@pytest.fixture
def group(person: Person) -> str:
    """Letters of a sheet in the making."""
    return person.goes("/groups/", {"way": "sheet", "type": AUDIT}).rpartition("/")[0]


def gives(person: Person, group: str, sheet: bytes | str, name: str = "clients.csv", **options: str) -> None:
    """Gives a sheet, and opens the check when it is done."""
    content = sheet if isinstance(sheet, bytes) else sheet.encode()
    told = {"agency": "mn-dps-dvs", "campaign": "spring", **options, "sheet": (BytesIO(content), name)}
    person.post(f"{group}/sheet", told)
    found = person.client.application.extensions["letters"][1].find(group.rpartition("/")[2])
    if found.check:
        found.check.wait()
        person.get(f"{group}/check")


HEAD = "Name,Street,City,State,Zip,DL number,From,To"
ROW = "Maya Lindqvist,PO Box 1234,Saint Paul,MN,55101,T123456789012,1/1/2025,10/31/2026"


@pytest.mark.parametrize(
    ("sheet", "name", "told"),
    [
        (b"\xd0\xcf\x11\xe0", "old.xls", "es un archivo .xls antiguo, o tiene contraseña: ábralo en un programa"),
        ("<html>", "a.xlsx", "no es un archivo .xlsx ni CSV, aunque el nombre lo diga: ábralo en un programa"),
        (b"PK\x03\x04garbage", "a.xlsx", "ábralo en un programa"),
        ("Name,Caf\xe9\nx,y\n".encode("latin-1"), "a.csv", "el archivo no es UTF-8: parece ser Windows-1252."),
        ("Name\n\0", "a.csv", "la línea 2 tiene un carácter NUL"),
        ("", "a.csv", "el archivo está vacío"),
        ('Name,Street\n"x,y\n', "a.csv", "una celda empieza con"),
        ("Name,Name\nx,y\n", "a.csv", "fila 1: las columnas A y B se llaman las dos 'Name'"),
        (f"{HEAD}\n", "a.csv", "escriba una fila por carta"),
        (f"{HEAD}\n{ROW},more\n", "a.csv", "tiene 9 celdas, pero la fila 1 nombra 8 columnas"),
        ("Who,Shoe size,A-number,Country of birth,Address\n1,2,3,4,5\n", "a.csv", "ninguna pregunta se llama así."),
        ("Name,Full name,Street,City,Case number\n1,2,3,4,5\n", "a.csv", "responden todas a"),
        (f"{HEAD}\n{ROW.replace('1/1/2025', '2/30/90')}\n", "a.csv", "el año tiene dos cifras: escriba 2/30/1990 o"),
        (f"{HEAD}\n{ROW.replace('55101', '5510x')}\n", "a.csv", "no es un código postal"),
        (f"{HEAD}\n{ROW.replace('Saint Paul', '')}\n", "a.csv", "está vacía, aunque hay otras partes de"),
        (
            f"{HEAD}\n{ROW.replace('1/1/2025', 'soon')}\n{ROW}\n{ROW}\n",
            "a.csv",
            "es la misma carta que la de la fila 3",
        ),
        (f"{HEAD}\n{ROW.replace('Maya Lindqvist', '')}\n", "a.csv", "Esto hace falta."),
        (f"{HEAD},Type\n{ROW},\n{ROW},nonsense\n", "a.csv", "no existe la clase de carta 'nonsense' que pueda firmar"),
        (f"{HEAD},Agency\n{ROW},nonsense\n", "a.csv", "No existe la agencia 'nonsense'."),
    ],
)
def test_what_is_wrong_with_a_sheet_is_told_in_spanish(
    person: Person, group: str, sheet: bytes | str, name: str, told: str
) -> None:
    gives(person, group, sheet, name)
    read(person, told)


def test_what_is_wrong_with_many_letters_is_told_in_spanish(person: Person, group: str) -> None:
    person.post(f"{group}/sheet", {"agency": "st paul", "campaign": ""})
    read(person, "Escriba el nombre completo de una de estas", "Dé un nombre a estas cartas", "Elija un archivo")
    gives(person, group, f"{HEAD}\n{ROW}\n", agency="")
    read(person, "añada una columna 'agency', o elíjalo para todas las filas")
    gives(person, group, f"{HEAD},Agency\n{ROW},mn-mnsure\n", agency="")
    read(person)
    gives(person, group, f"{HEAD}\n{ROW}\n")
    person.goes(f"{group}/make", {})
    many = person.goes("/groups/", {"way": "agencies", "type": "jail-ice-statistics"}).rpartition("/")[0]
    person.post(f"{many}/agencies", {"campaign": "x"})
    read(person, "Elija a qué clase de agencia se pregunta.")
    right = {**ANSWERS["jail-ice-statistics"], "campaign": "x"}
    person.post(f"{many}/agencies", {**right, "kind": "sheriff", "county": "Nowhere County"})
    read(person, "Allí no se conoce ninguna agencia de esa clase.")
    person.post(f"{many}/agencies", {**right, "kind": "sheriff"})
    person.client.application.extensions["letters"][1].find(many.rpartition("/")[2]).check.wait()
    person.get(f"{many}/check")
    read(person, "no es segura")
    person.post(
        f"{many}/check", {f"address-{name}": "no" for name in re.findall(r'id="address-([^"]+)"', person.page.text)}
    )
    read(person, "La dirección: escríbala así")


def test_what_goes_wrong_with_all_letters_of_a_name_is_told_in_spanish(person: Person, group: str) -> None:
    gives(person, group, f"{HEAD}\n{ROW}\n")
    run = person.post(f"{group}/make", {}).headers["Location"]
    person.client.application.extensions["letters"][1].find(run.rpartition("/")[2]).work.wait()
    person.get(run)
    read(person, "Cartas hechas: 1.")
    (campaign,) = set(re.findall(r'href="(/groups/campaign/[^"#]+)', person.page.text))
    for table, told in (
        ("a,b\n1,2\n", "la tabla necesita las columnas reference y number"),
        ("reference,number\nL-ABCDEF,2\n", "fila 2: 'L-ABCDEF' no es ninguna de estas cartas"),
        ("<html>", "ábralo en un programa"),
    ):
        person.post(f"{campaign}/sent", {"once": told, "numbers": (BytesIO(table.encode()), "n.csv")})
        read(person, told)
    person.post(f"{campaign}/sent", {"once": "later", "on": "2027-01-01"})
    read(person, "todavía no ha llegado")
