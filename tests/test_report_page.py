"""The page and the table of a report: charts that can be read aloud, what is told, and no name of a person."""

import csv
import re
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from report_support import AS_OF, COUNTY, DVS, campaign, event, keep, request, told
from support import Ran

from letters.workflow.report import report
from letters.workflow.workspace import Workspace

__all__ = ["told"]  # fixtures


class Page(HTMLParser):
    """What a reader of the page meets: its text, ids, tables, and drawings with their names."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.ids += [str(value) for name, value in attrs if name == "id"]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_each_chart_has_a_role_a_name_a_description_and_a_table(told: Callable[..., dict[str, Any]]) -> None:
    told(campaign())
    html = Path("report.html").read_text()
    page = Page(html)
    drawings = [attributes for tag, attributes in page.tags if tag == "svg"]
    assert len(drawings) == 5
    for drawing in drawings:
        assert drawing["role"] == "img"
        assert all(name in page.ids for name in str(drawing["aria-labelledby"]).split())
    assert len(page.ids) == len(set(page.ids))
    referred = set(re.findall(r"url\(#([^)]+)\)", html))
    assert referred <= set(page.ids)
    assert "Hennepin County: 3 to 4 (of 1)" in html
    assert [tag for tag, _ in page.tags].count("caption") == [tag for tag, _ in page.tags].count("table") == 9
    assert "<text" in html  # text as text


def test_the_page_is_one_file_that_asks_for_nothing_and_says_how_it_counts(told: Callable[..., dict[str, Any]]) -> None:
    told(campaign())
    html = Path("report.html").read_text()
    page = Page(html)
    assert html.startswith("<!doctype html>")
    assert not [tag for tag, _ in page.tags if tag in ("script", "link", "img", "iframe")]
    assert "@import" not in html
    assert set(re.findall(r"https?://[^\"'\s<)]+", html)) == {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    text = " ".join(" ".join(page.words).split())
    assert text.count("How it is counted:") == 5
    assert "Of 5 requests that had a last day and were answered or are overdue, 2 were answered in time" in text
    assert "Requests without an answer are in no median" in text
    assert "11*" in text  # three answers are few


def test_neither_the_page_nor_the_table_names_a_person(told: Callable[..., dict[str, Any]]) -> None:
    told(campaign())
    for path in (Path("report.html"), Path("report.csv")):
        text = path.read_text()
        assert "L-MIDDLE" in text
        for private in ("Maya", "Lindqvist", "Roe", "says so"):
            assert private not in text


def test_the_table_has_a_row_a_request_and_no_cell_becomes_a_formula(told: Callable[..., dict[str, Any]]) -> None:
    requests = campaign()
    told([*requests, request("L-ODD", "=HYPERLINK(1)")])
    raw = Path("report.csv").read_bytes()
    assert raw.startswith(b'\xef\xbb\xbf"reference","agency",')
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    assert [row["reference"] for row in rows] == [*(r.reference for r in requests), "L-ODD"]
    by_reference = {row["reference"]: row for row in rows}
    assert by_reference["L-ODD"]["agency"] == by_reference["L-ODD"]["agency_name"] == "'=HYPERLINK(1)"
    assert not [cell for row in rows for cell in row.values() if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]
    middle = by_reference["L-MIDDLE"]
    assert (middle["sent"], middle["earliest"], middle["latest"]) == ("2026-11-02", "2026-11-17", "2026-11-20")
    assert (middle["answered"], middle["timing"], middle["days"]) == ("2026-11-18", "between", "11; 11")
    assert middle["sections"] == "13.37; 13.82, subd. 7"


def test_the_same_log_gives_the_same_bytes(told: Callable[..., dict[str, Any]], desk: Workspace) -> None:
    told(campaign())
    first = [Path(name).read_bytes() for name in ("report.html", "report.csv")]
    again = report(desk.on(date.fromisoformat(AS_OF)), "autumn", Path("report.html"))
    assert [again.path.read_bytes(), again.table.read_bytes()] == first


def test_where_nobody_answered_nothing_is_made_of_it(told: Callable[..., dict[str, Any]]) -> None:
    found = told([request("L-ONE", DVS, event("sent", "2026-12-07")), request("L-TWO", COUNTY)])
    assert (found["answered"], found["decided"], found["days"], found["overdue"]) == (0, 0, None, [])
    page = Page(Path("report.html").read_text())
    text = " ".join(" ".join(page.words).split())
    assert "No answer is recorded yet." in text
    assert "nothing can be said yet of who answers in time" in text
    assert "Nobody: no request without an answer is past its latest day." in text
    assert "These are few requests" in text
    assert [attributes["aria-labelledby"] for tag, attributes in page.tags if tag == "svg"] == [
        "timings-title timings-desc",
        "outcomes-title outcomes-desc",
    ]


def test_a_campaign_of_which_nothing_is_known_and_a_place_that_is_taken_are_said(
    letters: Callable[..., Ran], home: Path
) -> None:
    done = letters("report", "--campaign", "autum", "--out", "report.html")
    assert (done.code, "No request of a campaign 'autum' is tracked" in done.err) == (2, True)
    keep(home, campaign())
    Path("report.csv").write_text("reference,mine\n")
    done = letters("report", "--campaign", "autumn", "--out", "report.html")
    assert (done.code, "report.csv exists and is no file of ours" in done.err) == (1, True)
    assert not Path("report.html").exists()
    assert letters("report", "--campaign", "autumn", "--out", "none/report.html").code == 1
    done = letters("report", "--campaign", "autumn", "--out", "numbers.csv")
    assert (done.code, "name the page" in done.err) == (2, True)


def test_many_agencies_are_all_in_the_table_and_the_slowest_in_the_chart(
    told: Callable[..., dict[str, Any]], desk: Workspace
) -> None:
    counties = [body.id for body in desk.registry.agencies.values() if body.kind == "county"][:40]
    requests = [
        request(f"L-{n}", body, event("sent", "2026-11-02"), event("received", f"2026-11-{3 + n % 4:02}"))
        for n, body in enumerate(counties)
    ]
    assert len(told(requests)["by_agency"]) == 40
    html = Path("report.html").read_text()
    assert "by agency (the first 25 of 40)" in html
