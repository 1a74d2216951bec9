"""One good input for each reader of files, from which others are made by changing it."""

import io
import json
from functools import cache

import pikepdf
from PIL import Image
from support import TEMPLATES

from letters.tables import write_xlsx

SHEET = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:B2"/><sheetData>'
    b'<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c><c r="B1" t="inlineStr"><is><t>Born</t></is></c></row>'
    b'<row r="2" hidden="1"><c r="A2" t="str"><f>B2</f><v>Maya</v></c><c r="B2" s="1"><v>32932</v></c></row>'
    b'</sheetData><mergeCells count="1"><mergeCell ref="A3:B4"/></mergeCells></worksheet>'
)
MAIL = (
    b"From: Records <records@example.org>\nTo: maya@example.org\nDate: Tue, 1 Dec 2026 10:00:00 -0600\n"
    b"Subject: =?utf-8?q?Your_request?=\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
    b"Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n<p>Hello=20Maya</p>\n--b\n"
    b'Content-Type: application/pdf; name="a.pdf"\nContent-Disposition: attachment; filename="a.pdf"\n\nx\n--b--\n'
)
EXPORT = {
    "letters": 1,
    "requests": [
        {
            "uid": "0" * 32,
            "reference": "L-A",
            "agency": "mn-dps",
            "type": "own-record-audit-trail",
            "capacity": "data_subject",
            "clock": "data-subject-response",
            "dated": "2026-11-16",
            "campaign": "spring",
            "answers": {"full_name": "Maya Lindqvist", "date_from": "2025-01-01"},
            "events": [
                {
                    "uid": "0" * 31 + "1",
                    "event": "agreed-date",
                    "on": "2026-11-16",
                    "recorded": "2026-11-16T12:00:00+00:00",
                    "detail": {"until": "2026-12-31", "note": "They called."},
                }
            ],
        }
    ],
}
TEMPLATE = b"""{% set n = namespace(x=1) %}{% for a in range(3) %}{{ a * 2 ~ "x" }}
{% if a is odd %}y{% endif %}{% endfor %}
{% macro m(a) %}{{ a|upper|replace("A", "b") }}{% endmacro %}{{ m("a")|safe }}{{ [1, 2]|join("-") }}{{ {"a": 1}.a }}
{% filter lower %}X{% endfilter %}{% include "none.html" ignore missing %}{{ (1, 2)|first ** 2 % 3 }}
"""
ANSWERS = b"""# mine
full_name: "Maya Lindqvist"
mailing_or_reply_address:
- PO Box 1234
- Saint Paul, MN 55101
note: |
  x
"""
AGENCIES = b"""agencies:
- id: my-town
  name: Town of Example
  kind: township
  trust: main-office
  address: {street: 1 Main St, city: Example, zip: "55101"}
- id: mn-dps
  aka: [DPS]
"""


def pdf() -> bytes:
    """Two pages, a form and a script."""
    file = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(2):
            document.add_blank_page(page_size=(200, 200))
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('x')")
        document.save(file)
    return file.getvalue()


def image(kind: str) -> bytes:
    file = io.BytesIO()
    picture = Image.effect_noise((24, 16), 50).convert("RGB")
    picture.save(file, kind, exif=picture.getexif())
    return file.getvalue()


@cache
def of(reader: str) -> tuple[bytes, ...]:
    """What that reader reads without a word."""
    return {
        "answers": (ANSWERS,),
        "agencies": (AGENCIES,),
        "front_matter": ((TEMPLATES / "requests" / "own-record-audit-trail.html").read_bytes(),),
        "template": (TEMPLATE,),
        "csv": (b'sep=;\r\nName;Born\r\n"Maya ""M"" L";2/28/1990\r\n', b"Name\tBorn\nMaya\t1990\n"),
        "xlsx": (write_xlsx(("Name", "Born"), [{"Name": "Maya", "Born": "1990-02-28"}]),),
        "sheet": (SHEET,),
        "pdf": (pdf(),),
        "image": (image("PNG"), image("JPEG")),
        "mail": (MAIL,),
        "export": (json.dumps(EXPORT).encode(),),
    }[reader]
