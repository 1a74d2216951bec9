"""A campaign of ten requests whose numbers can be counted by hand."""

from collections.abc import Callable, Mapping
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from support import Ran

from letters import tracker
from letters.events import Event, EventKind, Request

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
