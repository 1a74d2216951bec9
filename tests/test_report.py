"""The report of a campaign, from the real store: numbers counted by hand, charts, the CSV, and what is not told."""

import csv
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from support import Ran

from letters import tally, tracker
from letters.events import Event, EventKind, Request
from letters.workflow.report import report
from letters.workflow.workspace import Workspace

AS_OF = "2026-12-10"
DVS, COUNTY = "mn-dps-dvs", "hennepin-county"
MONDAY = "2026-11-02"

_numbers = count()


def event(kind: EventKind, on: str, detail: Mapping[str, str] | None = None, undoes: str | None = None) -> Event:
    return Event(f"uid-{next(_numbers)}", kind, date.fromisoformat(on), f"{on}T12:00:00+00:00", detail or {}, undoes)


def request(reference: str, agency: str, *events: Event, public: bool = False) -> Request:
    """A request of an invented person, written on 2 November 2026."""
    return Request(
        uid=reference,
        reference=reference,
        agency=agency,
        request_type="data-sharing-agreements-mous" if public else "own-record-audit-trail",
        capacity="public" if public else "data_subject",
        clock="public-response" if public else "subject-access",
        dated=date(2026, 11, 2),
        campaign="autumn",
        answers={"full_name": "Maya Lindqvist"},
        events=(event("written", "2026-11-02", {"sha256": reference}), *events),
    )


def campaign() -> list[Request]:
    """Ten requests. For those sent on Monday, 2 November, to the state (closed on Veterans Day, Wednesday the 11th) the
    tenth business day is the 17th; with three days for the mail, Friday the 20th.
    """
    mistake = event("received", "2026-11-10")
    return [
        request(
            "L-EARLY",  # 3 4 5 6 9: five business days
            DVS,
            event("sent", MONDAY),
            event("estimate", "2026-11-04", {"amount": "about thirty", "about": "copies"}),
            event("received", "2026-11-09"),
        ),
        request(
            "L-MIDDLE",  # … 10 12 13 16 17 18: eleven
            DVS,
            event("sent", MONDAY),
            event("acknowledged", "2026-11-04"),
            event("denied", "2026-11-18", {"citation": "Minn. Stat. 13.82, subd. 7 and § 13.37"}),
        ),
        request("L-LATE", DVS, event("sent", MONDAY), event("data-ready", "2026-11-23")),  # 19 20 23: fourteen
        request("L-NEVER", DVS, event("sent", MONDAY), mistake, event("undone", "2026-12-11", undoes=mistake.uid)),
        # Thanksgiving is the 26th; whether the county works on the 27th is not known: three or four
        request("L-COUNTY", COUNTY, event("sent", "2026-11-23"), event("received", "2026-11-30")),
        request("L-FRESH", COUNTY, event("sent", "2026-12-07"), event("received", "2026-12-15")),
        request(
            "L-COST",
            COUNTY,
            event("sent", "2026-12-01"),
            event("estimate", "2026-12-03", {"amount": "$1,250.50", "about": "retrieval"}),
        ),
        request(
            "L-PUBLIC",
            "mn-dps",
            event("sent", MONDAY),
            event("denied", "2026-11-18", {"citation": "Mr. Roe says so"}),
            public=True,
        ),
        request("L-DRAFT", DVS),
        request("L-TAKEN", DVS, event("sent", MONDAY), event("withdrawn", "2026-11-05")),
    ]


def keep(home: Path, requests: list[Request]) -> None:
    with tracker.writing(home) as store:
        for each in requests:
            store.add(each)


@pytest.fixture
def told(letters: Callable[..., Ran], home: Path) -> Callable[..., dict[str, Any]]:
    """`told(requests)` keeps them and gives the numbers of the report as of 10 December 2026."""

    def run(requests: list[Request], *options: str) -> dict[str, Any]:
        keep(home, requests)
        done = letters("report", "--campaign", "autumn", "--as-of", AS_OF, "--out", "report.html", "--json", *options)
        assert done.code == 0, done.err
        found: dict[str, Any] = done.json
        return found

    return run


def test_every_request_is_counted_once_by_how_it_was_answered(told: Callable[..., dict[str, Any]]) -> None:
    other = replace(request("L-OTHER", DVS), campaign="spring")
    found = told([*campaign(), other])
    assert (found["requests"], found["sent"], found["answered"], found["decided"]) == (10, 9, 5, 5)
    assert found["timings"] == {
        "in-time": 2,
        "between": 1,
        "late": 1,
        "answered": 1,
        "overdue": 1,
        "not-due": 1,
        "your-turn": 1,
        "ended": 1,
        "not-sent": 1,
    }
    assert found["overdue"] == [
        {
            "reference": "L-NEVER",
            "agency": "Driver and Vehicle Services, Minnesota Department of Public Safety",
            "latest": "2026-11-20",
        }
    ]


def test_medians_are_of_business_days_and_say_of_how_many(told: Callable[..., dict[str, Any]]) -> None:
    found = told(campaign())
    assert found["days"] == {"count": 5, "low": 11, "high": 11, "least": 3, "most": 14}
    by_agency = {name: group["days"] for name, group in found["by_agency"].items()}
    assert by_agency["Driver and Vehicle Services, Minnesota Department of Public Safety"] == {
        "count": 3,
        "low": 11,
        "high": 11,
        "least": 5,
        "most": 14,
    }
    assert by_agency["Hennepin County"] == {"count": 1, "low": 3, "high": 4, "least": 3, "most": 4}
    assert found["by_kind"]["state-agency"]["days"]["count"] == 4
    assert found["by_kind"]["county"]["timings"] == {"in-time": 1, "not-due": 1, "your-turn": 1}


def test_outcomes_sections_and_costs_are_those_of_the_log(told: Callable[..., dict[str, Any]]) -> None:
    found = told(campaign())
    assert found["outcomes"] == {
        "denied": 2,
        "received": 2,
        "waiting": 2,
        "draft": 1,
        "estimate": 1,
        "ready": 1,
        "withdrawn": 1,
    }
    assert found["sections"] == {"13.37": 1, "13.82, subd. 7": 1}
    assert found["other_grounds"] == 1
    assert found["fees"] == {
        "named": 2,
        "read": 1,
        "lowest": "1250.50",
        "median": "1250.50",
        "highest": "1250.50",
        "total": "1250.50",
        "for": {"copies": 1, "retrieval": 1},
    }


def test_the_report_of_another_day_knows_nothing_of_what_came_later(
    told: Callable[..., dict[str, Any]], letters: Callable[..., Ran]
) -> None:
    told(campaign())
    found = letters("report", "--campaign", "autumn", "--as-of", "2026-11-18", "--out", "report.html", "--json").json
    assert found["timings"] == {
        "in-time": 1,
        "between": 1,
        "answered": 1,
        "perhaps-overdue": 2,  # L-LATE and L-NEVER: after the 17th, before the 20th
        "ended": 1,
        "not-sent": 4,
    }
    later = letters("report", "--campaign", "autumn", "--as-of", "2026-12-15", "--out", "report.html", "--json").json
    assert later["timings"]["in-time"] == 3
    before = letters("report", "--campaign", "autumn", "--as-of", "2026-11-01", "--out", "none.html")
    assert (before.code, "had been written by 2026-11-01" in before.err) == (2, True)


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
    again = report(replace(desk, today=date.fromisoformat(AS_OF)), "autumn", Path("report.html"))
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


@pytest.mark.parametrize(
    ("typed", "sections"),
    [
        ("Minn. Stat. § 13.82, subd. 7", ("13.82, subd. 7",)),
        ("13.43 subdivision 4, and 144.291", ("13.43, subd. 4", "144.291")),
        ("Minn. R. 1205.0400; 13.393", ("1205.0400", "13.393")),
        ("5 U.S.C. § 552a and 45 CFR 164.502", ("5 U.S.C. 552a", "45 C.F.R. 164.502")),
        ("299C.46", ("299C.46",)),
        ("told by Jordan Reyes on 11/18/2026, $13.82", ()),
        ("18.11.2026", ()),
        ("", ()),
    ],
)
def test_only_sections_are_read_from_what_was_typed(typed: str, sections: tuple[str, ...]) -> None:
    assert tally.sections(typed) == sections


@pytest.mark.parametrize(
    ("typed", "dollars"),
    [
        ("$1,250.50", "1250.50"),
        ("25", "25"),
        ("12.40 dollars", "12.40"),
        ("25 cents a page", None),
        ("$5 or $6", None),
        ("1,25", None),
        ("", None),
    ],
)
def test_an_amount_is_read_only_where_it_is_one(typed: str, dollars: str | None) -> None:
    assert tally.amount(typed) == (Decimal(dollars) if dollars else None)
