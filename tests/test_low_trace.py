"""With low trace hardly anything is kept: the reference and dates, no word that was typed, and no profile."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from support import LATER, OFFERED, Ran, as_asked, body_for
from traces_support import PERSONAL, answers_file, low_written, marks

from letters import traces, tracker
from letters.events import Event, Request
from letters.ladder import aftermath, standing
from letters.workflow import entries, record, track
from letters.workflow.workspace import Workspace

# What is kept with low trace.


def test_with_low_trace_the_log_has_reference_and_dates_alone(letters: Callable[..., Ran], home: Path) -> None:
    reference = low_written(letters)
    said = letters(
        "sent", reference, "--on", "2026-10-01", "--by", "email", "--number", "7019555000111", "--after-hours"
    )
    assert "Not kept" in said.err
    assert "number" in said.err
    letters("happened", reference, "denied", "--on", "2026-10-05", "--citation", "13.82, subd. 7, says Wrenfield")
    with tracker.reading(home) as store:
        kept = store.get(reference)
    assert (kept.agency, kept.request_type, kept.capacity, kept.campaign, kept.answers) == ("", "", "", "", {})
    assert [dict(event.detail) for event in kept.events] == [
        {"calendar": "mn-state", "after": "complaint-filing", "again": "yes"},
        {"by": "email", "after-hours": "yes"},
        {"citation": "13.82, subd. 7"},
    ]


def test_a_section_without_a_number_is_refused_since_the_next_letter_rests_on_it(letters: Callable[..., Ran]) -> None:
    reference = low_written(letters)
    letters("sent", reference, "--on", "2026-10-01")
    done = letters("happened", reference, "denied", "--on", "2026-10-05", "--citation", "the Wrenfield law")
    assert done.code == 2
    assert "13.82" in done.err
    assert letters("show", reference, "--json").json["status"] == "waiting"


def test_a_letter_that_is_made_anew_leaves_no_further_trace(letters: Callable[..., Ran]) -> None:
    reference = low_written(letters)
    assert low_written(letters) == reference
    assert len(letters("show", reference, "--json").json["events"]) == 1
    other = letters("write", "--answers", answers_file(), "--dated", "2026-10-02", "--reference", reference)
    assert other.code == 2
    assert "reference of another request" in other.err


@pytest.mark.parametrize("kind", OFFERED)
def test_with_low_trace_the_dates_are_those_of_the_whole_log(kind: str, workspace: Workspace) -> None:
    """Whatever is recorded, for each kind of letter."""
    body = workspace.registry.get(body_for(kind))
    asked = as_asked(kind)
    clock = entries.answer_clock(workspace, asked)
    sent = date(2026, 10, 1)
    happened: list[Event] = [track.new_event("written", sent, {"sha256": "0" * 64})]
    whole = Request("0" * 32, "L-TEST22", body.id, kind, asked.capacity, clock, sent, events=tuple(happened))
    for what, detail in (
        ("sent", {"by": "portal", "number": "7"}),
        ("delivered", {}),
        ("extended", {}),
        ("estimate", {"amount": "$5"}),
        ("agreed-date", {"until": "2026-12-24"}),
        ("data-ready", {}),
        ("part-received", {"about": "elsewhere"}),
        ("denied", {"citation": "13.82"}),
        ("received", {}),
    ):
        event = track.new_event(what, sent + timedelta(days=len(whole.events)), detail)  # type: ignore[arg-type]
        whole = Request(**{**whole.__dict__, "events": (*whole.events, event)})
        least = record._with_low_trace(workspace, whole)
        assert (least.agency, least.request_type, least.capacity) == ("", "", "")
        for day in (sent, LATER):
            clocks = workspace.law.clocks
            both = [standing(each, clocks, track.reach_of(workspace, each), day) for each in (whole, least)]
            assert both[0] == both[1], what
            after = [aftermath(each, clocks, track.reach_of(workspace, each)) for each in (whole, least)]
            assert after[0] == after[1], what


@pytest.mark.parametrize("low", [("--low-trace",), ()], ids=["option", "setting"])
@pytest.mark.parametrize(
    "telling",
    [
        ("--set", "full_name=Zyxwina"),
        ("--set", "phone=651-555-0147"),
        ("--set", "date_of_birth=1990-01-01"),
        ("--set", "organization=Wrenfield"),
        ("--profile", "maya"),
        ("--item", "Wrenfield"),
        ("--enclose", "Wrenfield"),
        ("--reference", "Zyxwina-1"),
        ("--campaign", "Wrenfield"),
    ],
)
def test_with_low_trace_nothing_that_identifies_is_given_on_the_command_line(
    low: tuple[str, ...], telling: tuple[str, ...], letters: Callable[..., Ran], home: Path
) -> None:
    if not low:
        assert letters("setting", "low-trace", "on").code == 0
    done = letters("write", "--answers", answers_file(), *low, *telling)
    assert done.code == 2
    assert "your shell keeps" in done.err
    assert marks([done.err], (*PERSONAL, "Wrenfield")) == set()
    assert not tracker.exists(home)


def test_what_says_nothing_may_be_given_there(letters: Callable[..., Ran]) -> None:
    done = letters(
        "write", "--low-trace", "--answers", answers_file(), "--set", "date_from=2025-02-01", "--set", "signer=self"
    )
    assert done.code == 0, done.err


def test_a_profile_is_a_trace(letters: Callable[..., Ran], home: Path) -> None:
    letters("setting", "low-trace", "on")
    assert letters("profile", "maya", "--set", "full_name=Zyxwina").code == 2
    assert not (home / "profiles").exists()


def test_with_low_trace_names_and_calendar_say_only_the_reference(letters: Callable[..., Ran]) -> None:
    answers_file()
    done = letters("write", "--low-trace", "--answers", "a.yaml", "--dated", "2026-10-01", "--companions", "--email")
    reference = done.out.split("reference ")[1][:8]
    letters("sent", reference, "--on", "2026-10-01")
    assert letters("next", reference, "--answers", "a.yaml", "--as-of", "2026-11-25").code == 0
    assert letters("companion", "own-copy", reference, "--answers", "a.yaml").code == 0
    names = {path.stem.removeprefix(reference).lstrip("-") for path in Path().iterdir() if path.suffix != ".yaml"}
    assert all(name.isdigit() or not name for name in names), names
    assert len(names) >= 5
    assert letters("calendar", "--out", "dates.ics", "--as-of", "2026-10-03").code == 0
    entries = list(Calendar.from_ical(Path("dates.ics").read_text()).walk("VEVENT"))
    assert {str(entry["summary"]) for entry in entries} == {reference}
    assert all("description" not in entry and not entry.subcomponents for entry in entries)
    letters("setting", "low-trace", "on")
    assert letters("calendar", "--out", "dates.ics", "--detailed").code == 2


def test_the_setting_protects_or_says_that_it_cannot_be_read(letters: Callable[..., Ran], home: Path) -> None:
    assert letters("setting", "--json").json == {"low-trace": False}
    assert letters("setting", "low-trace", "on", "--json").json == {"low-trace": True}
    letters("write", "--answers", answers_file(), "--dated", "2026-10-01")
    assert letters("list", "--json").json[0]["agency"] == ""
    (home / "preferences.yaml").write_text("low-trace: perhaps")
    assert letters("write", "--answers", "a.yaml").code == 2
    assert letters("setting", "nonsense", "on").code == 2
    assert letters("setting", "low-trace").code == 2


def test_least_detail_keeps_no_word_that_was_typed() -> None:
    typed = {
        "note": "Wrenfield",
        "number": "7019",
        "amount": "$5",
        "what": "a letter",
        "by": "mail",
        "until": "2026-12-01",
    }
    assert traces.least_detail(typed) == {"by": "mail", "until": "2026-12-01"}
    assert traces.dropped(typed) == ["amount", "note", "number", "what"]
    assert (
        traces.least_detail({"citation": "5 U.S.C. 552(b)(6) and Wrenfield 13.43"})["citation"]
        == "5 U.S.C. 552(b)(6); 13.43"
    )
