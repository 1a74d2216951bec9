"""What is seldom met is said rightly too: odd cells, labels without an address, who signs as what."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from support import ANSWERS, AUDIT, CATALOGUE, TODAY, Ran, examples

from letters.errors import NotSubject
from letters.web.words import for_page
from letters.workflow import plan
from letters.workflow.plan import Wish
from letters.workflow.workspace import Workspace

PUBLIC = "data-sharing-agreements-mous"
Write = Callable[..., Ran]


def batch(letters: Write, **cells: str) -> Ran:
    given = {**ANSWERS[AUDIT], **cells}
    with Path("one.csv").open("w", newline="") as file:
        csv.writer(file).writerows([given, given.values()])
    return letters("batch", "one.csv", "--out", "out", "--agency", "mn-dps-dvs", "--type", AUDIT)


def test_a_wrong_cell_is_named_unless_it_is_sensitive(letters: Write) -> None:
    sensitive, ordinary = batch(letters, date_of_birth="2/30/1990"), batch(letters, date_from="2/30/2025")
    assert "date_of_birth" in sensitive.err
    assert "2/30/1990" not in sensitive.err
    assert "2/30/2025" in ordinary.err


def test_a_cell_that_is_too_long_is_told_as_that(letters: Write) -> None:
    told = batch(letters, full_name="x" * 140_000).err
    assert "a cell is longer than 131,072 characters" in told
    assert "is not closed" not in told


def test_a_profile_that_is_removed_is_told_as_json(letters: Write) -> None:
    letters("profile", "maya", "--set", "full_name=Maya Lindqvist")
    assert letters("profile", "maya", "--forget", "--json").json == {"removed": "maya"}


def test_labels_name_no_option_that_they_lack(letters: Write, write: Write) -> None:
    away = ("--address", "1 Example Ave, Shakopee, MN 55379")
    assert write("scott-county-sheriff", PUBLIC, *away, "--reference", "L-1", "--html", "--out", "a.html").code == 0
    told = letters("labels", "L-1", "--out", "labels.pdf").err
    assert "write that label by hand" in told
    assert "--address " not in told


@pytest.mark.parametrize("notes", [True, False])
def test_a_packet_says_what_it_holds(notes: bool, letters: Write, store: str) -> None:
    done = letters("packet", store, "--out", "packet.pdf", *([] if notes else ["--no-notes"]))
    assert ("what you noted" in done.out) == notes


def test_with_low_trace_a_letter_is_named_by_its_whole_reference(letters: Write) -> None:
    Path("mine.yaml").write_text(json.dumps(ANSWERS[AUDIT]))
    least = ("--low-trace", "--dated", "2026-11-25", "--html", "--json")
    (made,) = letters("write", "mn-dps-dvs", AUDIT, "--answers", "mine.yaml", *least).json
    letters("sent", made["reference"], "--on", "2026-11-25")
    untold = letters("next", made["reference"], "--list")
    assert "No letter is open" not in untold.out
    assert "[reminder]" not in untold.out
    who = {name: ANSWERS[AUDIT][name] for name in ("full_name", "mailing_or_reply_address")}
    Path("it.yaml").write_text(json.dumps({"agency": "mn-dps-dvs", "type": AUDIT, **who}))
    short = made["reference"][:5].lower()
    done = letters("next", short, "--answers", "it.yaml", "--html", "--step", "reminder")
    assert done.code == 0, done.err
    assert list(Path().glob(f"{made['reference']}-*.html"))
    assert not list(Path().glob(f"{short}*"))


@pytest.mark.parametrize(
    ("relationship", "said"),
    [
        ("mother", "I am a parent of the child"),
        ("guardian", "I am the guardian of the child"),
        ("person acting as parent", "I am acting as parent, in the absence of a parent or guardian, of the child"),
    ],
)
def test_whoever_signs_for_a_child_is_said_as_what(relationship: str, said: str, letters: Write) -> None:
    given = {**examples(CATALOGUE.types["own-health-records"], "parent"), "relationship": relationship}
    pairs = [part for name, text in given.items() for part in ("--set", f"{name}={text}")]
    away = ("--address", "1 Example Ave, Minneapolis, MN 55401", "--html", "--out", "a.html")
    done = letters("write", "hennepin-county", "own-health-records", *pairs, *away)
    assert done.code == 0, done.err
    assert said in " ".join(Path("a.html").read_text().split())


def test_an_id_in_a_list_stays_what_is_to_be_typed() -> None:
    called = {"mn-dps-dvs": "Driver and Vehicle Services"}
    told = "There is no agency 'x'. The nearest:\n  mn-dps-dvs: Driver and Vehicle Services"
    assert "\n  mn-dps-dvs: Driver" in for_page(told, called)
    assert "“Driver and Vehicle Services”" in for_page("mn-dps-dvs takes none.", called)


def test_a_federal_body_of_ones_own_says_why_it_is_not_asked_so(home: Path) -> None:
    home.mkdir()
    own = "agencies:\n- {id: us-office, name: Federal Office of Examples, kind: federal, trust: name-only}\n"
    (home / "agencies.yaml").write_text(own)
    desk = Workspace(home, TODAY)
    with pytest.raises(NotSubject, match="Examples: The Data Practices Act does not reach federal agencies"):
        plan.plan(desk, Wish("us-office", PUBLIC, {}, TODAY))


def test_nobody_is_booked_after_death(letters: Write) -> None:
    given = {**examples(CATALOGUE.types["jail-and-detainer-own"], "decedent"), "booking_date": "2026-05-01"}
    given["date_of_death"] = "2026-04-01"
    pairs = [part for name, text in given.items() for part in ("--set", f"{name}={text}")]
    done = letters("write", "hennepin-county-sheriff", "jail-and-detainer-own", *pairs, "--html", "--out", "a.html")
    assert (done.code, "date_of_death: lies before booking_date" in done.err) == (2, True)
