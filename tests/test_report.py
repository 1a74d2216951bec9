"""The report of a campaign, from the real store: numbers counted by hand, and what is read of what was typed."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from report_support import DVS, campaign, request, told
from support import Ran

from letters import tally

__all__ = ["told"]  # fixtures


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
