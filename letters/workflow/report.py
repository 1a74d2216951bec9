"""The report of a campaign: who answered in time, how long it took, what came of it. A page, and a CSV beside it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

from letters import files, tables, tally
from letters.answers import written
from letters.errors import WrongInput
from letters.events import Request, known_on
from letters.tally import TIMINGS, Line
from letters.workflow import track
from letters.workflow.workspace import Workspace

FILE_NAME = "report.html"
# A chart of more bars than this cannot be read; its table has them all.
MOST_BARS = 25
# A median of fewer says little.
FEW = 5
UNKNOWN_KIND = "unknown"
DECIDED = ("in-time", "between", "late", "overdue")
OUTCOMES: Mapping[str, str] = {
    "draft": "Written, not sent",
    "waiting": "Sent, no answer",
    "asked": "They asked what is meant",
    "estimate": "They named a cost",
    "ready": "Data ready to look at or collect",
    "part": "A part of the data received",
    "denied": "Refused",
    "received": "Data received",
    "withdrawn": "Withdrawn",
    "closed": "Closed",
}


@dataclass(frozen=True)
class Report:
    """A report that was written: the page, the table beside it, and the numbers as plain values."""

    path: Path
    table: Path
    numbers: Mapping[str, Any]


@dataclass(frozen=True)
class Composed:
    """A report that was made and is written nowhere: the page (HTML), the table (CSV) and the numbers."""

    page: bytes
    table: bytes
    numbers: Mapping[str, Any]


def report(workspace: Workspace, campaign: str, out: Path) -> Report:
    """Writes the report of a campaign; raises what `compose` raises, WrongInput where `out` is a CSV, FileTrouble."""
    found = compose(workspace, campaign)
    path = files.target(out, FILE_NAME)
    if path.suffix.casefold() == ".csv":
        raise WrongInput("--out: name the page, such as report.html; the CSV is written beside it.")
    table = files.target(path.with_suffix(".csv"), path.with_suffix(".csv").name)
    files.write_whole(path, found.page)
    files.write_whole(table, found.table)
    return Report(path, table, found.numbers)


def compose(workspace: Workspace, campaign: str) -> Composed:
    """The report of a campaign as of today; what was entered for a later day is left out.

    The same log gives the same bytes. Raises WrongInput where nothing of the campaign is tracked.
    """
    lines = [_line(workspace, request) for request in _until(track.of_campaign(workspace, campaign), workspace.today)]
    if not lines:
        raise WrongInput(f"Nothing of the campaign {campaign!r} had been written by {workspace.today}.")
    found = numbers(lines, workspace.today, campaign)
    page = workspace.stationery.page(
        "report.html",
        workspace.today,
        "report.css",
        numbers=found,
        charts=_charts(found),
        kinds=_kinds(found["by_kind"]),
        lines=lines,
        timings=TIMINGS,
        outcomes=OUTCOMES,
        few=FEW,
        reply_words={"": "Not recorded"}
        | {each.about: each.title for each in workspace.catalogue.replies.values() if each.about},
        span=_span,
        in_words=written,
        as_of=workspace.today,
    )
    return Composed(page.encode(), _csv(lines), found)


def _until(requests: Iterable[Request], day: date) -> list[Request]:
    """The requests as the log had them by a day."""
    known = (known_on(request, day) for request in requests)
    return [request for request in known if request.events and request.dated <= day]


def _line(workspace: Workspace, request: Request) -> Line:
    body = workspace.registry.known(request.agency)
    return tally.line(
        request,
        track.stand(workspace, request),
        track.reach_of(workspace, request),
        workspace.today,
        agency_name=body.name if body else request.agency,
        kind=body.kind if body else UNKNOWN_KIND,
    )


def numbers(lines: Sequence[Line], today: date, campaign: str) -> dict[str, Any]:
    """All that the report counts, as plain values; each median with the number of requests that it is of."""
    sent = [line for line in lines if line.sent]
    fees = sorted(line.fee for line in lines if line.fee is not None)
    return {
        "campaign": campaign,
        "as_of": today.isoformat(),
        "requests": len(lines),
        "sent": len(sent),
        "answered": sum(line.answered is not None for line in lines),
        "decided": sum(line.timing in DECIDED for line in lines),
        "timings": tally.counts((line.timing for line in lines), tuple(TIMINGS)),
        "overdue": [
            {"reference": line.reference, "agency": line.agency_name, "latest": str(line.latest)}
            for line in sorted(lines, key=lambda line: (line.latest or today, line.reference))
            if line.timing == "overdue"
        ],
        "days": _days(lines),
        "by_agency": {name: _group(each) for name, each in tally.by(lines, "agency_name").items()},
        "by_kind": {name: _group(each) for name, each in tally.by(lines, "kind").items()},
        "outcomes": tally.counts(line.status for line in lines),
        "sections": tally.counts(section for line in lines for section in line.sections),
        "other_grounds": sum(line.other_ground for line in lines),
        "fees": {
            "named": sum(line.cost_named for line in lines),
            "read": len(fees),
            **(
                {"lowest": _money(fees[0]), "median": _money(median(fees)), "highest": _money(fees[-1])} if fees else {}
            ),
            "total": _money(sum(fees, Decimal())),
            "for": tally.counts(line.fee_for or "" for line in lines if line.cost_named),
        },
    }


def _group(lines: Sequence[Line]) -> dict[str, Any]:
    return {
        "requests": len(lines),
        "sent": sum(line.sent is not None for line in lines),
        "timings": tally.counts((line.timing for line in lines), tuple(TIMINGS)),
        "days": _days(lines),
    }


def _days(lines: Sequence[Line]) -> dict[str, Any] | None:
    found = tally.business_days(lines)
    return None if found is None else {field.name: getattr(found, field.name) for field in fields(found)}


def _money(dollars: Decimal) -> str:
    return f"{dollars:.2f}"


def _span(low: float, high: float) -> str:
    """A number, or two where it is open: '4', '4.5 to 5'."""
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def _charts(found: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """The charts that have something to show, by name: the title, and the SVG."""
    drawn = {
        "timings": _counted("timings", "Requests by how they were answered", found["timings"], TIMINGS),
        "agencies": _slow("agencies", "Median business days to the first answer, by agency", found["by_agency"]),
        "kinds": _slow("kinds", "Median business days to the first answer, by kind of body", _kinds(found["by_kind"])),
        "outcomes": _counted("outcomes", "Requests by how they stand", found["outcomes"], OUTCOMES),
        "sections": _counted("sections", "Requests by section of law that the body named", found["sections"], {}),
    }
    return {name: chart for name, chart in drawn.items() if chart}


def _counted(chart_id: str, title: str, counts: Mapping[str, int], words: Mapping[str, str]) -> tuple[str, str] | None:
    return _drawn(chart_id, title, [(words.get(name, name), n, n, str(n)) for name, n in counts.items()])


def _slow(chart_id: str, title: str, groups: Mapping[str, Any]) -> tuple[str, str] | None:
    """Bars of medians, the slowest first; what is open in a median is drawn lighter."""
    known = sorted(((g["days"]["high"], name, g["days"]) for name, g in groups.items() if g["days"]), key=_slowest)
    return _drawn(
        chart_id,
        title,
        [
            (name, days["low"], days["high"], f"{_span(days['low'], days['high'])} (of {days['count']})")
            for _, name, days in known
        ],
    )


def _kinds(groups: Mapping[str, Any]) -> dict[str, Any]:
    """The same with the kinds in plain words."""
    return {kind.replace("-", " "): group for kind, group in groups.items()}


def _slowest(entry: tuple[float, str, Any]) -> tuple[float, str]:
    return -entry[0], entry[1]


def _drawn(chart_id: str, title: str, rows: Sequence[tuple[str, float, float, str]]) -> tuple[str, str] | None:
    if not rows:
        return None
    from letters import charts

    bars = [charts.Bar(*row) for row in rows[:MOST_BARS]]
    title += f" (the first {MOST_BARS} of {len(rows)})" if len(rows) > MOST_BARS else ""
    return title, charts.bars(chart_id, title, "; ".join(f"{bar.label}: {bar.words}" for bar in bars) + ".", bars)


def _csv(lines: Sequence[Line]) -> bytes:
    """A row a request."""
    names = [each.name for each in fields(Line)]
    return tables.write_csv(names, ({name: _cell(getattr(line, name)) for name in names} for line in lines))


def _cell(value: Any) -> str:
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    return "" if value is None else ("yes" if value else "no") if isinstance(value, bool) else str(value)
