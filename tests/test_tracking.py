"""Requests over time: what is recorded, how it stands, what is due, and that nothing recorded is lost."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import icalendar
import pytest
from support import ANSWERS, Ran, pdf_text

from letters.workflow import due
from letters.workflow.workspace import Workspace

AUDIT = "own-record-audit-trail"
PUBLIC = "data-sharing-agreements-mous"


@pytest.fixture
def tracked(letters: Callable[..., Ran]) -> Callable[..., str]:
    """`tracked(agency, type)` writes a letter dated Monday 16 November 2026 and gives its reference."""

    def run(agency: str = "mn-dps-dvs", request_type: str = AUDIT, *options: str) -> str:
        given = ANSWERS[request_type].items()
        pairs = [option for name, text in given for option in ("--set", f"{name}={text}")]
        done = letters(
            "write", agency, request_type, "--dated", "2026-11-16", *pairs, "--json", "--out", "l.pdf", *options
        )
        assert done.code == 0, done.err
        return str(done.json[0]["reference"])

    return run


def test_written_is_not_sent_and_the_clock_runs_from_sent(
    letters: Callable[..., Ran], tracked: Callable[..., str]
) -> None:
    reference = tracked()
    (draft,) = letters("list", "--json").json
    assert (draft["reference"], draft["status"], draft["earliest"]) == (reference, "draft", None)
    sent = letters("sent", reference, "--on", "2026-11-16", "--by", "certified-mail", "--number", "7001", "--json").json
    assert (sent["status"], sent["sent"], sent["received"]) == ("waiting", "2026-11-16", None)
    assert (sent["earliest"], sent["latest"]) == ("2026-12-02", "2026-12-07")
    received = letters("happened", reference, "delivered", "--on", "2026-11-17", "--json").json
    assert (received["earliest"], received["latest"], received["received"]) == (
        "2026-12-02",
        "2026-12-03",
        "2026-11-17",
    )


# events after "sent 2026-11-16", then: day, group, status, by, exit code of `letters due`
STORIES: dict[str, tuple[str, list[tuple[str, str]], str, str, str, str | None, int]] = {
    "just sent": (AUDIT, [], "2026-11-17", "waiting-on-them", "waiting", "2026-12-02", 0),
    "a week before": (AUDIT, [], "2026-11-25", "due-this-week", "waiting", "2026-12-02", 0),
    "between earliest and latest": (AUDIT, [], "2026-12-07", "due-this-week", "waiting", "2026-12-02", 0),
    "after the latest": (AUDIT, [], "2026-12-08", "overdue", "waiting", "2026-12-07", 4),
    "received known": (AUDIT, [("delivered", "2026-11-16")], "2026-12-03", "overdue", "waiting", "2026-12-02", 4),
    "data ready": (AUDIT, [("data-ready", "2026-11-23")], "2026-11-24", "waiting-on-you", "ready", "2026-12-02", 0),
    "collected too late": (AUDIT, [("data-ready", "2026-11-23")], "2026-12-03", "overdue", "ready", "2026-12-02", 4),
    "they ask": (AUDIT, [("clarification-asked", "2026-11-20")], "2026-12-20", "waiting-on-you", "asked", None, 0),
    "told them": (
        AUDIT,
        [("clarification-asked", "2026-11-20"), ("clarification-given", "2026-11-21")],
        "2026-11-22",
        "waiting-on-them",
        "waiting",
        "2026-12-02",
        0,
    ),
    "a price": (AUDIT, [("estimate", "2026-11-20")], "2026-11-21", "waiting-on-you", "estimate", None, 0),
    "refused": (AUDIT, [("denied", "2026-11-20")], "2026-11-21", "waiting-on-you", "denied", None, 0),
    "a part": (AUDIT, [("part-received", "2026-11-20")], "2026-12-08", "overdue", "part", "2026-12-07", 4),
    "entered out of order": (
        AUDIT,
        [("clarification-given", "2026-11-21"), ("clarification-asked", "2026-11-20")],
        "2026-11-22",
        "waiting-on-them",
        "waiting",
        "2026-12-02",
        0,
    ),
    "public, reminder to come": (PUBLIC, [], "2026-11-17", "waiting-on-them", "waiting", "2026-12-02", 0),
    "public, reminder near": (PUBLIC, [], "2026-11-26", "due-this-week", "waiting", "2026-12-02", 0),
    "public, never overdue": (PUBLIC, [], "2027-03-01", "waiting-on-you", "waiting", "2026-12-02", 0),
    "public, reminded": (
        PUBLIC,
        [("reminder-sent", "2026-12-03")],
        "2026-12-04",
        "waiting-on-them",
        "waiting",
        "2027-01-02",
        0,
    ),
}


@pytest.mark.parametrize("story", STORIES)
def test_how_a_request_stands(story: str, letters: Callable[..., Ran], tracked: Callable[..., str]) -> None:
    request_type, events, day, group, status, by, code = STORIES[story]
    reference = tracked("mn-dps-dvs", request_type)
    letters("sent", reference, "--on", "2026-11-16")
    for event, on in events:
        assert letters("happened", reference, event, "--on", on).code == 0
    done = letters("due", "--as-of", day, "--json")
    (row,) = done.json
    assert (row["group"], row["status"], row["by"]) == (group, status, by)
    assert done.code == code


@pytest.mark.parametrize(
    ("options", "grace"),
    [
        (("--on", "2026-11-21", "--by", "email"), "2026-12-14"),
        (("--on", "2026-11-20", "--by", "email", "--after-hours"), "2026-12-14"),
        (("--on", "2026-11-20", "--by", "email"), None),
        (("--on", "2026-11-21", "--by", "mail"), None),
    ],
)
def test_grace_is_shown_beside_the_date_and_never_added(
    options: tuple[str, ...], grace: str | None, letters: Callable[..., Ran], tracked: Callable[..., str]
) -> None:
    row = letters("sent", tracked(), *options, "--json").json
    assert (row["latest"], row["grace"]) == ("2026-12-11", grace)


def test_a_refusal_and_data_shown_begin_dates_of_their_own(
    letters: Callable[..., Ran], tracked: Callable[..., str]
) -> None:
    reference = tracked()
    letters("sent", reference, "--on", "2026-11-16")
    letters("happened", reference, "denied", "--on", "2026-11-20", "--citation", "13.37")
    letters("happened", reference, "received", "--on", "2026-11-25")
    shown = {row["clock"]: row for row in letters("show", reference, "--json").json["deadlines"]}
    assert shown["complaint-filing"]["do_by"] == "2028-11-20"
    assert (shown["repeat-request"]["latest"], shown["repeat-request"]["do_by"]) == ("2027-05-25", None)


@pytest.mark.parametrize("event", ["received", "withdrawn", "closed"])
def test_what_is_done_is_not_due(event: str, letters: Callable[..., Ran], tracked: Callable[..., str]) -> None:
    reference = tracked()
    letters("sent", reference, "--on", "2026-11-16")
    letters("happened", reference, event, "--on", "2026-11-20")
    done = letters("due", "--as-of", "2027-06-01", "--json")
    assert (done.json, done.code) == ([], 0)
    assert [row["reference"] for row in letters("list", "--status", event, "--json").json] == [reference]


def test_what_is_told_of_an_event_is_text_that_can_be_shown(
    letters: Callable[..., Ran], tracked: Callable[..., str]
) -> None:
    reference = tracked()
    for text, message in (
        ("x\x1b[31m", "note: character 2 (U+001B) is a control"),
        ("x" * 3000, "note: longer than 2,000"),
    ):
        done = letters("happened", reference, "note", "--note", text)
        assert done.code == 2
        assert message in done.err


def test_an_agreed_date_stands_beside_the_statutory_one(
    letters: Callable[..., Ran], tracked: Callable[..., str]
) -> None:
    reference = tracked()
    letters("sent", reference, "--on", "2026-11-16")
    assert "Give the agreed date with --until" in letters("happened", reference, "agreed-date").err
    letters("happened", reference, "agreed-date", "--on", "2026-11-20", "--until", "2027-01-15")
    (row,) = letters("due", "--as-of", "2026-12-08", "--json").json
    assert (row["group"], row["latest"], row["agreed"]) == ("overdue", "2026-12-07", "2027-01-15")


def test_a_city_of_which_nothing_is_known_gets_two_dates(
    letters: Callable[..., Ran], tracked: Callable[..., str]
) -> None:
    reference = tracked("hennepin-county-sheriff")
    row = letters("sent", reference, "--on", "2026-11-16", "--json").json
    assert (row["earliest"], row["latest"]) == ("2026-12-01", "2026-12-07")
    shown = letters("show", reference)
    assert "our own allowance, not law" in shown.out
    assert "Friday after Thanksgiving (if it is kept there)" in shown.out


def test_due_is_in_order_and_says_what_to_do(letters: Callable[..., Ran], tracked: Callable[..., str]) -> None:
    late, draft, later = tracked("mn-dps"), tracked("mn-dps-bca"), tracked("st-paul-police")
    letters("sent", late, "--on", "2026-10-01")
    letters("sent", later, "--on", "2026-11-24")
    done = letters("due", "--as-of", "2026-11-25")
    assert done.code == 4
    order = [done.out.index(text) for text in ("Overdue:", late, "Waiting on you:", draft, "Waiting on them:", later)]
    assert order == sorted(order)


def test_what_has_not_happened_yet_is_not_recorded(letters: Callable[..., Ran], tracked: Callable[..., str]) -> None:
    reference = tracked()
    letters("sent", reference, "--on", "2026-11-16")
    early = ("--as-of", "2026-11-20")
    for command in (
        ("sent", reference, "--on", "2026-11-21", *early),
        ("happened", reference, "denied", "--on", "2026-11-21", *early),
        ("answer", reference, "--reply", "ready", "--on", "2026-11-21", *early),
        ("attach", reference, "l.pdf", "--on", "2028-01-01"),
    ):
        done = letters(*command)
        assert done.code == 2
        assert "has not come yet (it is " in done.err
    assert len(letters("show", reference, "--json").json["events"]) == 2
    agreed = letters("happened", reference, "agreed-date", "--on", "2026-11-20", "--until", "2027-01-15", *early)
    assert agreed.code == 0


def test_what_happens_later_is_not_told_as_past(letters: Callable[..., Ran], tracked: Callable[..., str]) -> None:
    reference = tracked()
    letters("sent", reference, "--on", "2026-11-16")
    letters("happened", reference, "denied", "--on", "2026-12-01", "--citation", "13.37")
    letters("happened", reference, "note", "--on", "2026-12-02")
    letters("undo", reference)
    early = ("--as-of", "2026-11-20")
    (row,) = letters("due", *early, "--json").json
    assert (row["status"], row["by"]) == ("waiting", "2026-12-02")
    shown = letters("show", reference, *early)
    assert "(13.37)  [not yet]" in shown.out
    assert "complaint" not in shown.out
    assert letters("packet", reference, "--out", "packet.pdf", *early).code == 0
    assert "13.37" not in pdf_text(Path("packet.pdf").read_bytes())
    assert letters("packet", reference, "--out", "packet.pdf", "--as-of", "2026-12-03").code == 0
    later = pdf_text(Path("packet.pdf").read_bytes())
    assert "The body refused, naming 13.37." in later
    assert "Note of the requester" not in later


def test_undo_corrects_and_erases_nothing(letters: Callable[..., Ran], tracked: Callable[..., str]) -> None:
    reference = tracked()
    letters("sent", reference, "--on", "2026-11-16")
    undone = letters("undo", reference, "--json").json
    assert (undone["status"], undone["undone"]) == ("draft", "sent")
    events = letters("show", reference, "--json").json["events"]
    assert [event["event"] for event in events] == ["written", "sent", "undone"]
    assert events[1]["undone"] is True
    nothing = letters("undo", reference)
    assert nothing.code == 2
    assert "nothing to undo" in nothing.err


def test_forget_leaves_no_trace_in_the_file(
    home: Path, letters: Callable[..., Ran], tracked: Callable[..., str]
) -> None:
    reference = tracked()
    store = home / "letters.sqlite"
    assert b"Lindqvist" in store.read_bytes() + b"".join(path.read_bytes() for path in home.glob("*-wal"))
    assert letters("forget", reference, "--yes").code == 0
    assert letters("list", "--json").json == []
    for path in home.iterdir():
        assert b"Lindqvist" not in path.read_bytes()
        assert reference.encode() not in path.read_bytes()


def test_sensitive_answers_and_the_letter_are_not_kept(home: Path, tracked: Callable[..., str]) -> None:
    tracked()
    kept = b"".join(path.read_bytes() for path in home.iterdir())
    assert b"T123456789012" not in kept
    assert b"%PDF" not in kept
    assert all(path.stat().st_mode & 0o077 == 0 for path in home.iterdir())


def test_no_track_keeps_nothing(home: Path, letters: Callable[..., Ran], tracked: Callable[..., str]) -> None:
    tracked("mn-dps", AUDIT, "--no-track")
    assert not (home / "letters.sqlite").exists()


def test_the_same_letter_is_one_request(letters: Callable[..., Ran], tracked: Callable[..., str]) -> None:
    assert tracked() == tracked()
    assert len(letters("list", "--json").json) == 1
    other = letters("list", "--agency", "mn-dps", "--json")
    assert other.json == []


def test_campaigns_are_told_apart(letters: Callable[..., Ran], tracked: Callable[..., str]) -> None:
    spring, autumn = (tracked("mn-dps", PUBLIC, "--campaign", name) for name in ("spring", "autumn"))
    assert spring != autumn
    assert [row["reference"] for row in letters("list", "--campaign", "spring", "--json").json] == [spring]


@pytest.mark.parametrize("text", ["L-QQQQQQ", "x", "", "%", "L-"])
def test_an_unknown_reference_is_told(text: str, letters: Callable[..., Ran], tracked: Callable[..., str]) -> None:
    tracked("mn-dps"), tracked("mn-dps-bca")
    done = letters("show", text)
    assert done.code == 2
    assert "letters list" in done.err


def test_the_beginning_of_a_reference_is_enough(letters: Callable[..., Ran], tracked: Callable[..., str]) -> None:
    reference = tracked()
    assert letters("show", reference[:5].lower(), "--json").json["reference"] == reference


def test_dates_that_moved_with_the_law_are_named_once(
    home: Path, letters: Callable[..., Ran], tracked: Callable[..., str]
) -> None:
    reference = tracked("hennepin-county-sheriff")
    letters("sent", reference, "--on", "2026-11-16")
    assert letters("due", "--as-of", "2026-11-20", "--json").json[0]["moved"] is None
    (home / "agencies.yaml").write_text(
        "agencies:\n- id: hennepin-county-sheriff\n  holidays: {friday_after_thanksgiving: declined}\n"
    )
    moved = letters("due", "--as-of", "2026-11-20")
    assert f"Moved: the dates of {reference}" in moved.err
    assert letters("due", "--as-of", "2026-11-20").err == ""
    # What the user recorded is no change of law.
    letters("happened", reference, "delivered", "--on", "2026-11-18")
    assert letters("due", "--as-of", "2026-11-20").err == ""


def test_export_and_import_give_the_same_store(
    home: Path,
    letters: Callable[..., Ran],
    tracked: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    reference = tracked()
    letters("sent", reference, "--on", "2026-11-16")
    letters("undo", reference)
    tracked("st-paul-police")
    assert letters("export", "one.json").code == 0
    monkeypatch.setenv("LETTERS_HOME", str(tmp_path / "other"))
    assert letters("import", "one.json").out == "New: 2 requests, 4 events.\n"
    assert letters("import", "one.json").out == "New: 0 requests, 0 events.\n"
    letters("export", "two.json")
    assert Path("one.json").read_text() == Path("two.json").read_text()


EXPORT = (
    '{"letters": 1, "requests": [{"uid": "00000000000000000000000000000000", "reference": "L-A", "agency": "mn-dps", '
    '"type": "x", "capacity": "public", "clock": "public-response", "dated": "2026-11-16", "campaign": "", '
    '"answers": {}, '
    '"events": [{"uid": "00000000000000000000000000000001", "event": "agreed-date", "on": "%s", '
    '"recorded": "2026-11-16T12:00:00+00:00", "detail": %s}]}]}'
)


def _answered(**answers: str) -> str:
    """A file whose one request has these answers."""
    return (EXPORT % ("2026-11-16", "{}")).replace('"answers": {}', f'"answers": {json.dumps(answers)}')


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("not JSON", "this is not JSON"),
        ("[" * 100_000, "this is not JSON"),
        ("[]", "the file: "),
        ('{"letters": 2, "requests": []}', "newer version"),
        ('{"letters": 1, "requests": [{"uid": "x"}]}', "requests.0.uid"),
        ('{"letters": 1, "requests": [], "more": 1}', "more: Extra inputs"),
        (EXPORT % ("0001-01-01", "{}"), "requests.0.events.0.on"),
        (EXPORT % ("2026-11-16", '{"until": "soon"}'), "requests.0.events.0.detail"),
        (EXPORT % ("2026-11-16", '{"until": "1769817600"}'), "requests.0.events.0.detail"),
        (EXPORT % ("2026-11-16", '{"until": "1/31/2026"}'), "until: write it like 2026-01-31"),
        ((EXPORT % ("2026-11-16", "{}")).replace("T12:00:00", "T99:99:99"), "requests.0.events.0.recorded"),
        (_answered(release_until="soon"), "requests.0.answers.release_until: not a date"),
        (_answered(full_name="x" * 200), "requests.0.answers.full_name: a line is longer"),
        (EXPORT % ("2026-11-16", '{"note": "\\u001b[31m"}'), "is a control character"),
    ],
)
def test_a_file_that_is_no_export_is_told(content: str, message: str, letters: Callable[..., Ran]) -> None:
    Path("file.json").write_text(content)
    done = letters("import", "file.json")
    assert done.code == 2
    assert message in done.err


def test_answers_of_an_import_are_read_and_unknown_ones_stay(letters: Callable[..., Ran]) -> None:
    Path("file.json").write_text(_answered(release_until="1/31/2027", of_a_newer_version="as it is"))
    assert letters("import", "file.json").code == 0
    assert letters("show", "L-A", "--json").json["answers"] == {
        "release_until": "2027-01-31",
        "of_a_newer_version": "as it is",
    }


def test_an_import_never_mixes_two_requests(letters: Callable[..., Ran], tracked: Callable[..., str]) -> None:
    tracked()
    letters("export", "file.json")
    data = json.loads(Path("file.json").read_text())
    data["requests"][0]["uid"] = "0" * 32
    Path("other.json").write_text(json.dumps(data))
    done = letters("import", "other.json")
    assert done.code == 2
    assert "is the reference of another request" in done.err


def test_a_newer_store_is_refused_and_a_damaged_one_left_alone(
    home: Path, letters: Callable[..., Ran], tracked: Callable[..., str]
) -> None:
    tracked()
    store = home / "letters.sqlite"
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    newer = letters("list")
    assert newer.code == 1
    assert "newer version of Letters" in newer.err
    store.write_bytes(b"This is no database. " * 1000)
    for path in home.glob("letters.sqlite-*"):
        path.unlink()
    damaged = letters("sent", "L-222222")
    assert damaged.code == 1
    assert "is damaged" in damaged.err
    assert store.read_bytes() == b"This is no database. " * 1000


def test_the_calendar_updates_and_cancels_and_names_nobody(
    letters: Callable[..., Ran], tracked: Callable[..., str]
) -> None:
    reference = tracked()
    letters("sent", reference, "--on", "2026-11-16")

    def entries(*options: str) -> dict[str, icalendar.Event]:
        assert letters("calendar", "--out", "c.ics", *options).code == 0
        content = Path("c.ics").read_bytes()
        assert b"Lindqvist" not in content
        return {str(event["uid"]): event for event in icalendar.Calendar.from_ical(content).walk("VEVENT")}

    first = entries()
    assert sorted(str(event["summary"]) for event in first.values()) == [
        f"Follow up {reference}",
        f"Look for an answer {reference}",
    ]
    assert {event["dtstart"].dt for event in first.values()} == {date(2026, 12, 2), date(2026, 12, 8)}
    assert all(event["sequence"] == 0 and event.walk("VALARM") for event in first.values())
    assert b"VALUE=DATE:20261202" in Path("c.ics").read_bytes()
    assert entries() == first
    letters("happened", reference, "delivered", "--on", "2026-11-17")
    second = entries()
    assert set(second) == set(first)
    assert {event["sequence"] for event in second.values()} == {1}
    assert not any("description" in event for event in second.values())
    assert all("Public Safety" in event["description"] for event in entries("--detailed").values())
    letters("happened", reference, "received", "--on", "2026-11-30")
    third = entries()
    assert {str(event["status"]) for event in third.values()} == {"CANCELLED"}
    assert {event["sequence"] for event in third.values()} == {2}


RECORDER = """
import sys
from letters.cli import main
reference = sys.argv[1]
number = 0
while True:
    number += 1
    try:
        main(["happened", reference, "note", "--note", f"{sys.argv[2]}-{number}"], standalone_mode=False)
    except SystemExit:
        pass
    print(number, flush=True)
"""


def notes_of(letters: Callable[..., Ran], reference: str) -> list[str]:
    events = letters("show", reference, "--json").json["events"]
    return [event["note"] for event in events if event["event"] == "note"]


def test_two_programs_may_write_at_once(letters: Callable[..., Ran], tracked: Callable[..., str]) -> None:
    reference = tracked()
    program = RECORDER.replace("while True", "while number < 25")
    both = [
        subprocess.Popen([sys.executable, "-c", program, reference, name], stdout=subprocess.DEVNULL) for name in "ab"
    ]
    assert [process.wait() for process in both] == [0, 0]
    assert sorted(notes_of(letters, reference)) == sorted(
        f"{name}-{number}" for name in "ab" for number in range(1, 26)
    )


def test_a_list_that_is_asked_for_again_has_what_happened_since_and_not_what_was_forgotten(
    desk: Workspace, letters: Callable[..., Ran], write: Callable[..., Ran]
) -> None:
    """The rows are kept in between, and only what changed is reckoned anew."""
    for name in ("L-AAA222", "L-BBB222"):
        write("mn-dps-dvs", "own-record-audit-trail", "--reference", name)
    assert [row["status"] for row in due.every(desk)] == ["draft", "draft"]
    letters("sent", "L-BBB222", "--on", "2026-11-25")
    assert {row["reference"]: row["status"] for row in due.every(desk)} == {"L-AAA222": "draft", "L-BBB222": "waiting"}
    letters("undo", "L-BBB222")
    letters("sent", "L-AAA222", "--on", "2026-11-25")
    assert {row["reference"]: row["status"] for row in due.every(desk)} == {"L-AAA222": "waiting", "L-BBB222": "draft"}
    letters("forget", "L-BBB222", "--yes")
    assert [row["reference"] for row in due.every(desk)] == ["L-AAA222"]
    assert len(desk.reckoned) == 1
    fresh = Workspace(desk.home, desk.today)
    assert due.every(desk) == due.every(fresh)
