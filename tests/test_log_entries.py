"""Entries of the log where people slip: references, days, two of a kind, campaigns; each is right, or told at once."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from support import ANSWERS, Ran

from letters import tracker
from letters.tracker import Shown
from letters.workflow import due, recipients
from letters.workflow.workspace import Workspace

AUDIT, PUBLIC = "own-record-audit-trail", "data-sharing-agreements-mous"
Write = Callable[..., Ran]


def tracked(write: Write, reference: str, *options: str, kind: str = PUBLIC) -> str:
    done = write("mn-dps-dvs", kind, "--html", "--out", "a.html", "--reference", reference, *options)
    assert done.code == 0, done.err
    return reference


def kinds(letters: Write, reference: str) -> list[str]:
    return [event["event"] for event in letters("show", reference, "--json").json["events"]]


def test_a_reference_is_taken_as_it_is_written_and_then_in_capitals(letters: Write, write: Write) -> None:
    for reference in ("l-1", "l-10", "L-2"):
        tracked(write, reference, "--set", f"partner_names={reference}")
    assert letters("sent", "l-1", "--json").json["reference"] == "l-1"
    assert letters("sent", "l-2", "--json").json["reference"] == "L-2"
    assert letters("forget", "--all", "--yes").code == 0
    assert letters("list", "--json").json == []


def test_an_earlier_day_of_mailing_is_not_passed_over(letters: Write, write: Write) -> None:
    tracked(write, "L-1")
    assert letters("sent", "L-1", "--on", "2026-11-28").code == 0
    refused = letters("sent", "L-1", "--on", "2026-11-26")
    assert (refused.code, kinds(letters, "L-1")) == (2, ["written", "sent"])
    assert "entered as sent on November 28, 2026" in refused.err
    assert "letters undo L-1" in refused.err
    letters("undo", "L-1")
    assert letters("sent", "L-1", "--on", "2026-11-26", "--json").json["sent"] == "2026-11-26"


def test_a_day_before_the_letter_is_doubted(letters: Write, write: Write) -> None:
    tracked(write, "L-1")
    doubted = letters("sent", "L-1", "--on", "2025-11-26")
    assert doubted.code == 0
    assert "November 26, 2025 lies before the date of the letter, November 25, 2026" in doubted.err
    assert "lies before" not in letters("happened", "L-1", "delivered", "--on", "2026-11-30").err
    assert "lies before" not in letters("happened", "L-1", "note", "--note", "a call", "--on", "2026-11-01").err


def test_a_second_refusal_does_not_move_the_last_day_for_a_complaint(letters: Write, write: Write) -> None:
    tracked(write, "L-1", kind=AUDIT)
    letters("sent", "L-1", "--on", "2026-11-25")
    found = []
    for day in ("2026-12-01", "2027-03-01"):
        letters("happened", "L-1", "denied", "--on", day)
        dates = letters("show", "L-1", "--json").json["deadlines"]
        found += [each["from"] for each in dates if each["clock"] == "complaint-filing"]
    assert found == ["2026-12-01", "2026-12-01"]


def test_the_courts_own_days_count_for_a_complaint(letters: Write) -> None:
    for body in ("ramsey-county-sheriff", "mn-dps"):
        told = letters("deadline", "complaint-filing", "--from", "2026-11-25", "--agency", body, "--json").json
        # The day after Thanksgiving is a holiday of the state, and of some local bodies only.
        assert told["do_by"] == "2028-11-22", body


def test_a_filter_that_fits_nothing_does_not_say_that_nothing_is_there(letters: Write, write: Write) -> None:
    assert "No request is tracked here." in letters("list").err
    tracked(write, "L-1", "--campaign", "spring")
    assert "None of 1 request is such a one." in letters("list", "--campaign", "Spring").err


def test_of_a_campaign_drafts_alone_are_entered_as_sent(letters: Write, write: Write) -> None:
    for reference in ("L-1", "L-2", "L-3"):
        tracked(write, reference, "--campaign", "spring", "--set", f"partner_names={reference}")
    letters("happened", "L-1", "withdrawn")
    letters("sent", "L-2", "--on", "2026-11-26")
    Path("numbers.csv").write_text("reference,number\nl-3,9407 1\n")
    done = letters("sent", "--campaign", "spring", "--numbers", "numbers.csv", "--json")
    assert done.json == {"sent": ["L-3"], "before": ["L-2"]}
    assert kinds(letters, "L-1") == ["written", "withdrawn"]
    assert letters("show", "L-3", "--json").json["events"][-1]["number"] == "9407 1"


def test_what_a_campaign_keeps_is_checked_as_one_entry_is(letters: Write, write: Write) -> None:
    refused = write("mn-dps-dvs", PUBLIC, "--html", "--out", "a.html", "--campaign", "m\033[31m")
    assert refused.code == 2
    assert "--campaign" in refused.err
    tracked(write, "L-1", "--campaign", "m")
    assert letters("sent", "--campaign", "m", "--number", "a\033b").code == 2
    assert kinds(letters, "L-1") == ["written"]
    letters("setting", "low-trace", "on")
    assert letters("sent", "--campaign", "m", "--number", "9407 1").code == 0
    letters("setting", "low-trace", "off")
    assert "number" not in letters("show", "L-1", "--json").json["events"][-1]
    assert letters("export", "all.json").code == 0


def test_what_is_imported_speaks_for_itself_alone(letters: Write, write: Write) -> None:
    tracked(write, "L-1")
    letters("sent", "L-1", "--on", "2026-11-25")
    letters("export", "all.json")
    told = json.loads(Path("all.json").read_text())
    (request,) = told["requests"]
    letters("forget", "--all", "--yes")
    request["events"][1]["detail"] |= {"on": "long ago", "event": "received", "recorded": "never"}
    Path("odd.json").write_text(json.dumps(told))
    assert letters("import", "odd.json").code == 0
    event = letters("show", "L-1", "--json").json["events"][1]
    assert (event["event"], event["on"]) == ("sent", "2026-11-25")

    request |= {"uid": "0" * 32, "reference": "L-2"}
    Path("twice.json").write_text(json.dumps(told))
    refused = letters("import", "twice.json")
    assert refused.code == 2
    assert "damaged" not in refused.err
    assert [row["reference"] for row in letters("list", "--json").json] == ["L-1"]


def test_a_body_is_known_by_its_former_id(letters: Write, write: Write, desk: Workspace) -> None:
    body = next(each for each in desk.registry.agencies.values() if each.former_ids and each.kind == "state-agency")
    tracked(write, "L-1", kind=AUDIT)
    letters("export", "all.json")
    told = Path("all.json").read_text().replace('"mn-dps-dvs"', f'"{body.former_ids[0]}"')
    letters("forget", "--all", "--yes")
    Path("old.json").write_text(told)
    assert letters("import", "old.json").code == 0
    (row,) = letters("list", "--agency", body.former_ids[0], "--json").json
    assert row["agency_name"] == body.name
    assert letters("list", "--agency", body.id, "--json").json == [row]


def test_what_was_forgotten_meanwhile_is_not_noted(home: Path, desk: Workspace, write: Write) -> None:
    tracked(write, "L-1")
    with tracker.writing(home) as store:
        store.note_shown("due", {"L-GONE": Shown("", "", 0), "L-1": Shown("a", "b", 0)})
    with tracker.reading(home) as store:
        assert set(store.shown("due")) == {"L-1"}
    assert [row["reference"] for row in due.every(desk)] == ["L-1"]


def test_with_low_trace_a_reply_is_entered_once_and_only_when_it_fits(letters: Write) -> None:
    Path("mine.yaml").write_text(json.dumps(ANSWERS[AUDIT]))
    least = ("--low-trace", "--dated", "2026-11-25", "--html", "--json")
    (made,) = letters("write", "mn-dps-dvs", AUDIT, "--answers", "mine.yaml", *least).json
    ref = made["reference"]
    letters("sent", ref, "--on", "2026-11-25")
    Path("other.yaml").write_text("agency: mn-dps-dvs\ntype: data-sharing-agreements-mous\n")
    reply = ("answer", ref, "--reply", "denied-without-section", "--on", "2026-12-01")
    assert letters(*reply, "--answers", "other.yaml").code == 2
    assert kinds(letters, ref) == ["written", "sent"]
    Path("it.yaml").write_text(f"agency: mn-dps-dvs\ntype: {AUDIT}\n")
    assert letters(*reply).code == 0
    assert letters(*reply, "--answers", "it.yaml").code == 0
    assert kinds(letters, ref) == ["written", "sent", "denied"]


@pytest.mark.parametrize(
    ("command", "name"),
    [
        (("calendar", "--out"), "letters.ics"),
        (("export",), "letters.json"),
        (("batch-template", AUDIT, "--out"), f"{AUDIT}.xlsx"),
    ],
)
def test_a_file_in_a_folder_has_a_name_of_its_own_and_is_named(
    command: tuple[str, ...], name: str, letters: Write, write: Write
) -> None:
    tracked(write, "L-1")
    Path("there.xlsx").mkdir()
    done = letters(*command, "there.xlsx")
    assert done.code == 0, done.err
    assert [each.name for each in Path("there.xlsx").iterdir()] == [name]
    assert str(Path("there.xlsx") / name) in done.out


def test_a_mistyped_question_is_told_where_its_answer_is_missing(letters: Write) -> None:
    done = letters("write", "mn-dps", AUDIT, "--set", "full_nam=Maya Lindqvist")
    assert done.code == 2
    assert "full_nam" in done.err
    assert "Did you mean full_name?" in done.err


@pytest.mark.parametrize(
    ("typed", "building", "street"),
    [
        ("123 Example Ave\nSt. Paul\nMN 55101", None, "123 Example Ave"),
        ("City Hall\n123 Example Ave\nSt. Paul, MN 55101", "City Hall", "123 Example Ave"),
        ("City Hall\n123 Example Ave\nSt. Paul\nMN 55101", "City Hall", "123 Example Ave"),
        ("123 Example Ave, Suite 4, St. Paul, MN 55101", None, "123 Example Ave, Suite 4"),
    ],
)
def test_an_address_is_read_however_its_lines_are_broken(typed: str, building: str | None, street: str) -> None:
    found = recipients.parse_address(typed)
    assert (found.building, found.street, found.city, found.zip) == (building, street, "St. Paul", "55101")


def test_a_batch_goes_on_beside_a_letter_that_was_signed_and_attached(letters: Write, write: Write) -> None:
    columns = ["full_name", "mailing_or_reply_address", "driver_license_or_id_number", "date_from", "date_to"]
    cells = ["Maya Lindqvist", "PO Box 1234, Saint Paul, MN 55101", "T123456789012", "2025-01-01", "2026-10-31"]
    with Path("one.csv").open("w", newline="") as file:
        csv.writer(file).writerows([columns, cells])
    batch = ("batch", "one.csv", "--out", "out", "--agency", "mn-dps-dvs", "--type", AUDIT, "--dated", "2026-11-25")
    assert letters(*batch).code == 0
    (row,) = letters("list", "--json").json
    letter = Path("out") / f"{row['reference']}.pdf"
    letter.write_bytes(signed := letter.read_bytes() + b"% signed\n")
    assert letters("attach", row["reference"], str(letter)).code == 0
    assert "is no file of ours: it is left alone" in letters(*batch).err
    assert letter.read_bytes() == signed
    elsewhere = letters(*batch[:3], "other", *batch[4:])
    assert "1 of them: written before, and not in this folder" in elsewhere.err


def test_a_try_keeps_no_mapping(letters: Write, home: Path) -> None:
    Path("one.csv").write_text("full_name,Bar\nMaya Lindqvist,x\n")
    batch = ("batch", "one.csv", "--out", "out", "--agency", "mn-dps-dvs", "--type", PUBLIC, "--mapping", "mine")
    assert letters(*batch, "--dry-run", "--map", "Bar=zzz").code == 2
    assert letters(*batch, "--map", "Bar=zzz").code == 2
    assert not (home / "mappings").exists()


def test_a_page_that_keeps_to_no_standard_is_refused_and_not_a_bug(letters: Write, write: Write) -> None:
    tracked(write, "L-1")
    head = "From: a@b.example\nDate: Mon, 1 Dec 2026 10:00:00 -0600\nSubject: x\nContent-Type: text/html\n\n"
    Path("odd.eml").write_text(f"{head}<p>x</p><![foo[bar]]>\n")
    refused = letters("attach", "L-1", "odd.eml")
    assert (refused.code, kinds(letters, "L-1")) == (2, ["written"])
