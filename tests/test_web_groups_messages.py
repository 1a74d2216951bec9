"""What goes wrong with sheets and with many letters, in the language of the page."""

import re
from io import BytesIO

import pytest
from support import ANSWERS
from web_support import Person, reads_spanish

AUDIT = "own-record-audit-trail"
HEAD = "Name,Street,City,State,Zip,DL number,From,To"
ROW = "Maya Lindqvist,PO Box 1234,Saint Paul,MN,55101,T123456789012,1/1/2025,10/31/2026"


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
    reads_spanish(person, told)


def test_what_is_wrong_with_many_letters_is_told_in_spanish(person: Person, group: str) -> None:
    person.post(f"{group}/sheet", {"agency": "st paul", "campaign": ""})
    reads_spanish(
        person, "Escriba el nombre completo de una de estas", "Dé un nombre a estas cartas", "Elija un archivo"
    )
    gives(person, group, f"{HEAD}\n{ROW}\n", agency="")
    reads_spanish(person, "añada una columna 'agency', o elíjalo para todas las filas")
    gives(person, group, f"{HEAD},Agency\n{ROW},mn-mnsure\n", agency="")
    reads_spanish(person)
    gives(person, group, f"{HEAD}\n{ROW}\n")
    person.goes(f"{group}/make", {})
    many = person.goes("/groups/", {"way": "agencies", "type": "jail-ice-statistics"}).rpartition("/")[0]
    person.post(f"{many}/agencies", {"campaign": "x"})
    reads_spanish(person, "Elija a qué clase de agencia se pregunta.")
    right = {**ANSWERS["jail-ice-statistics"], "campaign": "x"}
    person.post(f"{many}/agencies", {**right, "kind": "sheriff", "in_county": "Nowhere County"})
    reads_spanish(person, "Allí no se conoce ninguna agencia de esa clase.")
    person.post(f"{many}/agencies", {**right, "kind": "sheriff"})
    person.client.application.extensions["letters"][1].find(many.rpartition("/")[2]).check.wait()
    person.get(f"{many}/check")
    reads_spanish(person, "no es segura")
    person.post(
        f"{many}/check", {f"address-{name}": "no" for name in re.findall(r'id="address-([^"]+)"', person.page.text)}
    )
    reads_spanish(person, "La dirección: escríbala así")


def test_what_goes_wrong_with_all_letters_of_a_name_is_told_in_spanish(person: Person, group: str) -> None:
    gives(person, group, f"{HEAD}\n{ROW}\n")
    run = person.post(f"{group}/make", {}).headers["Location"]
    person.client.application.extensions["letters"][1].find(run.rpartition("/")[2]).work.wait()
    person.get(run)
    reads_spanish(person, "Cartas hechas: 1.")
    (campaign,) = set(re.findall(r'href="(/groups/campaign/[^"#]+)', person.page.text))
    for table, told in (
        ("a,b\n1,2\n", "la tabla necesita las columnas reference y number"),
        ("reference,number\nL-ABCDEF,2\n", "fila 2: 'L-ABCDEF' no es ninguna de estas cartas"),
        ("<html>", "ábralo en un programa"),
    ):
        person.post(f"{campaign}/sent", {"once": told, "numbers": (BytesIO(table.encode()), "n.csv")})
        reads_spanish(person, told)
    person.post(f"{campaign}/sent", {"once": "later", "on": "2027-01-01"})
    reads_spanish(person, "todavía no ha llegado")
