"""The same letters for every engine: `python corpus.py FOLDER NUMBER`, run by the benchmark.

In the folder come letters.csv for `letters batch`, and for each letter, under its reference: html/ (the page that this
tool lays out), words/ (what it says, for Typst), tex/ and fodt/ (the same in templates for XeLaTeX and LibreOffice).
"""

import csv
import json
import random
import re
import sys
from collections.abc import Iterator
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import jinja2
import tinyhtml5

from letters import pdf
from letters.workflow import batch_check, plan, setting
from letters.workflow.batch_rows import BatchWish
from letters.workflow.workspace import Workspace

DATED = date(2026, 11, 2)
TYPES = ("own-record-audit-trail", "data-sharing-agreements-mous")
GIVEN = ("Maya", "Alex", "Jordan", "Núria", "Olena", "Thảo", "Samir", "Ingrid", "Fatuma", "Pao")
FAMILY = ("Lindqvist", "Morgan", "Reyes", "Example", "Sample", "Invented", "Specimen", "Testwood")
STREETS = ("Elm St", "Example Ave", "First St N", "Sample Rd")
PLACES = ("Saint Paul, MN 55101", "Duluth, MN 55802", "Minneapolis, MN 55411", "Mankato, MN 56001")
FONTS = Path(str(resources.files("font_source_serif_pro"))) / "files"
LATEX = {**{c: f"\\{c}" for c in "&%$#_{}"}, "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "\u00a0": "~"}

Run = tuple[bool, str]  # whether it is strong, and what it says


def rows(number: int) -> Iterator[dict[str, str]]:
    """Invented people, each with one of two requests to one agency."""
    chance = random.Random(1)
    for n in range(number):
        own = n % 2 == 0
        yield {
            "agency": "mn-dps",
            "type": TYPES[n % 2],
            "full_name": f"{chance.choice(GIVEN)} {chance.choice(FAMILY)} {n}",
            "mailing_or_reply_address": f"{1 + n} {chance.choice(STREETS)}, {chance.choice(PLACES)}",
            "phone": f"612-555-01{chance.randrange(100):02d}" if chance.random() < 0.5 else "",
            "email": f"person{n}@example.org" if chance.random() < 0.5 else "",
            "driver_license_or_id_number": f"T{n:012d}" if own else "",
            "date_from": "2025-01-01",
            "date_to": "2026-10-31",
        }


def words(html: str) -> dict[str, Any]:
    """What a page of HTML says, block by block, in its order."""
    root = tinyhtml5.parse(html, namespace_html_elements=False)
    ids = {element.get("id"): element for element in root.iter() if element.get("id")}
    body, main = _found(root, "body"), _found(root, "main")
    return {
        "title": _text(_found(root, "title")),
        "close": body.get("class") == "close",
        **{name: [_text(line) for line in ids[name].iter("p")] for name in ("sender", "reference", "addressee")},
        "blocks": list(_blocks(main)),
    }


def _found(root: Element, tag: str) -> Element:
    return next(root.iter(tag))


def _blocks(parent: Element) -> Iterator[dict[str, Any]]:
    for child in parent:
        if child.tag == "ol":
            yield {"kind": "items", "items": [_runs(item) for item in child.iter("li")]}
        elif child.tag == "table":
            pairs = [[_runs(cell) for cell in row] for row in child.iter("tr")]
            yield {"kind": "table", "caption": _text(_found(child, "caption")), "rows": pairs}
        elif child.tag in ("p", "h1", "h2"):
            kind = "heading" if child.tag != "p" else child.get("class") or "p"
            yield {"kind": kind if kind in ("heading", "signature") else "p", "runs": _runs(child)}
        else:
            yield from _blocks(child)


def _runs(element: Element, *, strong: bool = False) -> list[Run]:
    found = [(strong, element.text or "")]
    for child in element:
        found += [(strong, " ")] if child.tag == "br" else _runs(child, strong=strong or child.tag == "strong")
        found.append((strong, child.tail or ""))
    return [(bold, re.sub(r"[ \n]+", " ", text)) for bold, text in found if text.strip("\n")]


def _text(element: Element) -> str:
    return "".join(text for _, text in _runs(element)).strip()


def main() -> None:
    folder, number = Path(sys.argv[1]), int(sys.argv[2])
    for name in ("html", "words", "tex", "fodt", "home"):
        (folder / name).mkdir(parents=True)
    table = folder / "letters.csv"
    with table.open("w", newline="", encoding="utf-8") as file:
        written = csv.DictWriter(file, next(rows(1)))
        written.writeheader()
        written.writerows(rows(number))
    files = {face: (FONTS / f"{name}.otf").as_uri() for face, name in pdf.FACES.items()}
    faces = [
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("{file}") }}'
        for (family, weight), file in files.items()
    ]
    (folder / "faces.css").write_text("\n".join(faces))
    (folder / "fonts.conf").write_text(
        f'<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{FONTS}</dir></fontconfig>'
    )
    (folder / "fonts.txt").write_text(str(FONTS))
    write_letters(folder, table)


def write_letters(folder: Path, table: Path) -> None:
    """Each letter in each form, and their references in names.txt."""
    # Sooner than one by one; but each is set anew, so that its HTML is that of its pages.
    workspace = Workspace(folder / "home", DATED).on_a_press()
    workspace.engine.settle = lambda *_: None
    templates = jinja2.FileSystemLoader(Path(__file__).parent / "templates")
    xml = jinja2.Environment(loader=templates, autoescape=True, trim_blocks=True)
    tex = jinja2.Environment(  # noqa: S701 # what it makes is no HTML
        loader=templates, trim_blocks=True, block_start_string="<%", block_end_string="%>",
        variable_start_string="<<", variable_end_string=">>", comment_start_string="<#", comment_end_string="#>",
    )  # fmt: skip
    tex.filters["tex"] = lambda text: "".join(LATEX.get(character, character) for character in text)
    style = re.sub(r"\n\s*\n+", "\n", workspace.catalogue.templates["letter.css"].text).strip()
    (folder / "letter.css").write_text(style, encoding="utf-8")
    checked = batch_check.check(workspace, BatchWish(out=folder / "out", dated=DATED, table=table))
    if checked.bad:
        sys.exit(f"The benchmark's own letters are wrong: {checked.bad[0].told}")
    for ready in checked.ready:
        planned = plan.plan(workspace, ready.wish)
        letter, _ = setting.set_letter(workspace, planned.order, planned.recipient)
        said = words(letter.html)
        if style not in letter.html:
            sys.exit("letter.css does not stand in the letter as it is: bare WeasyPrint would read it again each time.")
        name = ready.reference
        (folder / f"html/{name}.html").write_text(letter.html, encoding="utf-8")
        (folder / f"words/{name}.json").write_text(json.dumps(said), encoding="utf-8")
        (folder / f"tex/{name}.tex").write_text(tex.get_template("letter.tex").render(**said, fonts=FONTS), "utf-8")
        (folder / f"fodt/{name}.fodt").write_text(xml.get_template("letter.fodt").render(**said), "utf-8")
    (folder / "names.txt").write_text("\n".join(ready.reference for ready in checked.ready))


if __name__ == "__main__":
    main()
