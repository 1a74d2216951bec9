"""What a letter says and never says."""

from collections.abc import Callable
from pathlib import Path

import pytest
from support import Ran, pdf_text

PUBLIC = "data-sharing-agreements-mous"


def text_of(write: Callable[..., Ran], agency: str, request_type: str, *options: str, **given: str | None) -> str:
    done = write(agency, request_type, "--out", "letter.pdf", *options, **given)
    assert done.code == 0, done.err
    return pdf_text(Path("letter.pdf").read_bytes())


@pytest.mark.parametrize("options", [(), ("--anonymous",)])
def test_a_public_request_cites_13_03_and_no_number_of_days(
    options: tuple[str, ...], write: Callable[..., Ran]
) -> None:
    text = text_of(write, "mn-dps-dvs", PUBLIC, *options, fee_limit="$25")
    for words in (
        "public data under the Minnesota Government Data Practices Act, Minn. Stat. § 13.03",
        "§ 13.05, subd. 12",
        "answer promptly (Minn. Stat. § 13.03, subd. 2) and within a reasonable time",
        "copies of data that you keep in electronic form, please send electronic copies",
        "an estimate before you make them",
        "do not go over the cost limit above",
        "§ 13.03, subd. 3(g)",
        "certify the denial in writing",
    ):
        assert words in text
    for words in ("days", "13.04", "subject of the data", "identity by"):
        assert words not in text


def test_an_anonymous_letter_has_no_name_and_no_signature(write: Callable[..., Ran]) -> None:
    text = text_of(
        write,
        "mn-dps-dvs",
        "data-sharing-agreements-mous",
        "--anonymous",
        full_name="Maya Lindqvist",
        organization="Northside Legal Aid",
        mailing_or_reply_address="Maya Lindqvist\nreply@example.org",
    )
    for words in ("Maya", "Lindqvist", "Northside"):
        assert words not in text
    assert "reply@example.org" in text
    assert "Sincerely, The requester" in text
    given = {"full_name": "Maya Lindqvist", "mailing_or_reply_address": "c/o Maya Lindqvist, PO Box 1"}
    warned = write("mn-dps-dvs", "data-sharing-agreements-mous", "--anonymous", "--out", "letter.pdf", **given)
    assert "mailing_or_reply_address: your name stands in it" in warned.err
    assert "nobody can later swear a complaint" in warned.err


@pytest.mark.parametrize(
    "address",
    ["Maya Lindqvist\n12 Maya Street\nSt. Paul, MN 55101", "maya lindqvist, 12 Maya Street, St. Paul, MN 55101"],
)
def test_the_name_stands_once_at_the_head(address: str, write: Callable[..., Ran]) -> None:
    text = text_of(write, "mn-dps-dvs", "own-driver-license-record", mailing_or_reply_address=address)
    head = text[: text.index("Responsible Authority") if "Responsible Authority" in text else 200]
    assert head.casefold().count("maya lindqvist") == 1
    assert "12 Maya Street" in text


def test_answers_stand_in_the_table_and_not_in_the_body(write: Callable[..., Ran]) -> None:
    done = write("mn-dps-dvs", "own-record-audit-trail", "--html", "--out", "a.html", date_of_birth="1990-02-28")
    other = write(
        "mn-dps-dvs",
        "own-record-audit-trail",
        "--html",
        "--out",
        "b.html",
        full_name="Pat Example",
        driver_license_or_id_number="X999999999999",
        date_from="2020-02-02",
    )
    assert done.code == other.code == 0

    def body(name: str) -> str:
        html = Path(name).read_text()
        start, table, end = html.index("<main>"), html.index("<table>"), html.index("</table>")
        return html[start:table] + html[end : html.index('id="signature"')]

    assert body("a.html") == body("b.html")
    assert "February 28, 1990" in Path("a.html").read_text()


def test_a_division_is_written_at_its_department(write: Callable[..., Ran]) -> None:
    text = text_of(write, "mn-dps-dvs", "own-driver-license-record")
    assert "Minnesota Department of Public Safety Driver and Vehicle Services" in text
    assert "445 Minnesota St., Suite 1000" in text


def test_a_department_is_asked_what_its_divisions_hold(write: Callable[..., Ran]) -> None:
    done = write("mn-dps", "own-record-audit-trail", "--out", "letter.pdf")
    text = pdf_text(Path("letter.pdf").read_bytes())
    assert done.err == ""
    assert "Each logged query, view, export or disclosure" in text
    assert "state message switch" in text


def test_a_representative_gets_the_answer(write: Callable[..., Ran]) -> None:
    where = "200 Example Ave, Minneapolis, MN 55411"
    named = {"representative_name": "Jordan Reyes", "representative_address": where}
    text = text_of(write, "mn-dps", "own-driver-license-record", **named)
    assert "Please let my representative named above inspect the data" in text
    assert "My representative or I will inspect" in text
    copies = text_of(write, "mn-dps", "own-driver-license-record", inspect_or_copy="copies", **named)
    assert "to my representative named above" in copies
    assert "inspect the data" not in copies
    assert "Jordan Reyes" in text
    alone = write("mn-dps", "own-driver-license-record", representative_name="Jordan Reyes")
    assert "representative_address: missing, though representative_name is given" in alone.err


@pytest.mark.parametrize("request_type", ["own-record-audit-trail", PUBLIC, "body-camera-home-or-property"])
@pytest.mark.parametrize("form", ["inspect", "copies", "both", None])
def test_the_form_of_access_is_said(request_type: str, form: str | None, write: Callable[..., Ran]) -> None:
    text = text_of(write, "mn-dps-msp", request_type, inspect_or_copy=form)
    asked = {"copies": "Please send me copies of", "both": "Please let me inspect, and send me copies of,"}
    assert asked.get(form or "", "Please let me inspect") + " the following:" in text
    assert ("I will inspect or collect them" in text) == (form != "copies")
    assert ("Please send the copies to the" in text) == (form == "copies")


def test_long_free_text_stands_under_the_table(write: Callable[..., Ran]) -> None:
    names = "\n".join(f"Example County {number} Sheriff" for number in range(8))
    done = write("mn-dps-dvs", "data-sharing-agreements-mous", "--html", "--out", "a.html", partner_names=names)
    assert done.code == 0
    html = Path("a.html").read_text()
    assert html.index("</table>") < html.index("Example County 0 Sheriff")


def test_open_ends_of_a_period_are_said(write: Callable[..., Ran]) -> None:
    said = {
        (None, None): "All dates",
        ("2025-01-01", None): "From January 1, 2025, to the day of your answer",
        (None, "2025-06-30"): "All dates to June 30, 2025",
        ("1/1/2025", "2025-06-30"): "January 1, 2025, to June 30, 2025",
    }
    for (begin, end), words in said.items():
        text = text_of(write, "mn-dps", "own-driver-license-record", date_from=begin, date_to=end)
        assert f"Period {words}" in text
