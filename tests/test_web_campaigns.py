"""Campaigns on the pages: entered as mailed, all that are late reminded, and the report of the command."""

import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pikepdf
from flask import Flask
from support import Ran
from web_groups_support import app, kim, spring, waits
from web_support import Person, text

from letters.workflow.workspace import Workspace

__all__ = ["app", "kim", "spring"]  # fixtures


# Campaigns.


def test_a_campaign_is_entered_as_mailed_with_its_numbers(
    kim: Person, spring: tuple[str, list[str]], letters: Callable[..., Ran]
) -> None:
    campaign, references = spring
    stranger = (io.BytesIO(b"reference,number\nL-NOBODY,1\n"), "numbers.csv")
    assert kim.post(f"{campaign}/sent", {"once": "a", "on": "2026-11-24", "numbers": stranger}).status_code == 422
    assert "is no letter of this campaign" in text(kim.page)
    assert kim.post(f"{campaign}/sent", {"once": "a", "on": "2027-11-24"}).status_code == 422
    for _ in range(2):
        numbers = (io.BytesIO(f"reference,number\n{references[0]},9407 1\n".encode()), "numbers.csv")
        kim.goes(f"{campaign}/sent", {"once": "b", "on": "2026-11-24", "by": "certified-mail", "numbers": numbers})
    events = [event["event"] for event in letters("show", references[0], "--json").json["events"]]
    assert events == ["written", "sent"]
    assert letters("show", references[0], "--json").json["events"][-1]["number"] == "9407 1"
    assert len(letters("list", "--campaign", "spring", "--json").json) == 3
    assert "They were mailed" not in text(kim.page)
    assert "spring" in text(kim.get("/groups/"))


def test_all_that_are_late_are_reminded_as_one_print_run(
    app: Flask, kim: Person, desk: Workspace, spring: tuple[str, list[str]], letters: Callable[..., Ran]
) -> None:
    campaign, references = spring
    kim.goes(f"{campaign}/sent", {"once": "a", "on": "2026-11-25"})
    letters("happened", references[1], "received", "--on", "2026-12-01")
    later = Workspace(desk.home, date(2026, 12, 28))
    app.extensions["letters"] = (lambda: later, app.extensions["letters"][1])
    assert "overdue: 2" in text(kim.get(campaign))
    form = re.findall(r'name="once" value="([^"]+)"', kim.page.text)[-1]
    run = kim.post(f"{campaign}/remind", {"once": form, "record": "yes"}).headers["Location"]
    assert kim.post(f"{campaign}/remind", {"once": form, "record": "yes"}).headers["Location"] == run
    waits(kim, run)
    assert "Letters made: 2" in text(kim.page)
    printed = kim.get(f"{run}/file/print.pdf").data
    events = letters("show", references[0], "--json").json["events"]
    assert [event["event"] for event in events].count("reminded") <= 1
    assert events[-1]["step"] == "reminder"
    done = letters("next", "--campaign", "spring", "--overdue", "--out", "due", "--as-of", "2026-12-28")
    assert done.code in (0, 3)
    with pikepdf.open(io.BytesIO(printed)) as joined, joined.open_outline() as outline:
        assert [item.title for item in outline.root] == [references[0], references[2]]


def test_the_report_is_that_of_the_command(
    kim: Person, spring: tuple[str, list[str]], letters: Callable[..., Ran]
) -> None:
    campaign, references = spring
    kim.goes(f"{campaign}/sent", {"once": "a", "on": "2026-11-24"})
    assert letters("report", "--campaign", "spring", "--out", "report.html", "--as-of", "2026-11-25").code == 0
    assert kim.get(f"{campaign}/report.html").data == Path("report.html").read_bytes()
    assert kim.get(f"{campaign}/report.csv").data == Path("report.csv").read_bytes()
    assert references[0] in text(kim.get(campaign))
