"""Personal values stand in the letter and what goes with it, nowhere else; with low trace hardly anything is kept."""

import logging
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from support import LATER, OFFERED, TODAY, Ran, Terminal, as_asked, body_for, pdf_text
from web_support import PORT, Person, text

from letters import feed, pdf, traces, tracker
from letters.events import Event, Request
from letters.ladder import aftermath, standing
from letters.web.app import create_app
from letters.web.safety import Guard
from letters.workflow import entries, record, track
from letters.workflow.workspace import Workspace

AGENCY, TYPE = "mn-dps-dvs", "own-record-audit-trail"
# Marked values of an invented person, each of a kind of its own.
ANSWERS = {
    "full_name": "Zyxwina Quillfeather",
    "mailing_or_reply_address": "PO Box 98717\nSaint Paul, MN 55101",
    "driver_license_or_id_number": "Z555000111222",
    "phone": "651-555-0147",
    "email": "zyx.q@example.org",
    "date_from": "2025-01-01",
    "date_to": "2026-10-31",
}
CLIENT = {"full_name": "Ombrelle Thistledown", "driver_license_or_id_number": "Y777000333444"}
PERSONAL = ("Zyxwina", "Quillfeather", "98717", "Z555000111222", "555-0147", "zyx.q@", "Thistledown", "Y777000333444")
# What was typed of what happened: kept in the ordinary log, shown when asked for.
TYPED = ("7019555000111", "Wrenfield", "777.77")
SENSITIVE = ("Z555000111222", "Y777000333444")
# What a letter is by nature, and what was put there by the user.
BELONGS = {".eml", ".txt", ".html", ".yaml"}
MINE = {"clients.csv", "late.csv", "errors.csv", "paper.pdf", "packet.pdf", "print.pdf"}


def answers_file(**more: str) -> str:
    """An answers file as a user writes it, with agency and type."""
    said = {"agency": AGENCY, "type": TYPE, **ANSWERS, **more}
    lines = [f"{name}: {text!r}" if "\n" not in text else f"{name}: {text.splitlines()}" for name, text in said.items()]
    Path("a.yaml").write_text("\n".join(lines) + "\n")
    return "a.yaml"


class Watched:
    """All that a session prints, logs and asks for, and the temporary folders that it removes."""

    def __init__(self, letters: Callable[..., Ran]) -> None:
        self._letters = letters
        self.said: list[str] = []
        self.removed: list[str] = []
        self.refused = 0

    def __call__(self, *arguments: str, code: int = 0) -> Ran:
        done = self._letters(*arguments)
        assert done.code == code, (arguments, done.err)
        self.said += [done.out, done.err]
        return done


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    pdf._fonts.cache_clear()  # the engine keeps a folder of fonts for each process: here too
    yield folder
    pdf._fonts.cache_clear()


@pytest.fixture
def watched(letters: Callable[..., Ran], temporary: Path, monkeypatch: pytest.MonkeyPatch) -> Watched:
    found = Watched(letters)
    rmtree = shutil.rmtree

    def looked_at(path: str, *arguments: object, **named: object) -> None:
        if Path(path).is_relative_to(temporary):
            found.removed += [str(path), *held(Path(path))]
        rmtree(path, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(shutil, "rmtree", looked_at)
    return found


def held(folder: Path) -> list[str]:
    """The names of all files in a folder and what they hold, and of a PDF its metadata and the files in it."""
    found = []
    for path in sorted(folder.rglob("*")):
        found.append(path.name)
        if path.is_file():
            found.append(path.read_bytes().decode("latin-1"))
            found += metadata(path) if path.suffix == ".pdf" else []
    return found


def metadata(path: Path) -> list[str]:
    with pikepdf.open(path) as file:
        xmp = file.Root.Metadata.read_bytes().decode() if "/Metadata" in file.Root else ""
        outlines = [str(item.title) for item in file.open_outline().root]
        return [*(str(value) for value in file.docinfo.values()), xmp, *file.attachments, *outlines]


def marks(texts: list[str], wanted: tuple[str, ...] = PERSONAL) -> set[str]:
    whole = "\n".join(texts).lower()
    return {mark for mark in wanted if mark.lower() in whole}


def ask_and_follow_up(run: Watched, *low: str) -> str:
    """A letter with all that goes with it, and what follows; gives its reference."""
    again = ("--answers", "a.yaml")
    done = run("write", "--answers", answers_file(), "--dated", "2026-10-01", "--companions", "--email", "--text", *low)
    reference = done.out.split("reference ")[1][:8]
    run("sent", reference, "--on", "2026-10-01", "--by", "certified-mail", "--number", TYPED[0])
    run("happened", reference, "note", "--note", "Wrenfield called", "--on", "2026-10-02")
    run("due", "--as-of", "2026-11-25", code=4)
    run("next", reference, "--list", *(again if low else ()))
    run("next", reference, "--email", *(again if low else ()))
    run("answer", reference, "--reply", "fee-copies", "--amount", "$777.77", *(again if low else ()))
    run("companion", "mailing", reference, *(again if low else ()))
    run("list")
    run("calendar", "--out", "dates.ics", "--as-of", "2026-10-03")
    return reference


def many(run: Watched, *low: str) -> None:
    """A batch with a row that is wrong."""
    head = "full_name,mailing_or_reply_address,driver_license_or_id_number,date_from,date_to"
    where, days = '"PO Box 98717, Saint Paul, MN 55101"', "2025-01-01,2026-10-31"
    good = f"{CLIENT['full_name']},{where},{CLIENT['driver_license_or_id_number']},{days}"
    bad = f"Quillfeather,{where},Z555000111222,never,2026-10-31"
    Path("clients.csv").write_text("\n".join([head, good, bad]) + "\n")
    to = ("--agency", AGENCY, "--type", TYPE, "--dated", "2026-10-01", "--jobs", "1")
    run("batch", "clients.csv", "--out", "many", *to, *low, code=3)


def mistakes(run: Watched, reference: str, *low: str) -> None:
    """Errors provoked with personal values; each must end in a message of ours."""
    wrong = {
        "date_from": "Quillfeather",
        "mailing_or_reply_address": "98717 Zyxwina\x07",
        "driver_license_or_id_number": "Z555000111222" * 40,
        "nonsense": "Zyxwina",
    }
    for name, value in wrong.items():
        lines = [f"{key}: {json_text(text)}" for key, text in {**ANSWERS, name: value}.items()]
        Path("wrong.yaml").write_text("\n".join(lines))
        run.said += [
            (done := run._letters("write", AGENCY, TYPE, "--answers", "wrong.yaml", "--no-track", *low)).out,
            done.err,
        ]
        run.refused += done.code != 0
    for broken in ("full_name: Zyxwina: Quillfeather", "- Zyxwina", "full_name: {a: Zyxwina}", "*Zyxwina", "\tZyxwina"):
        Path("wrong.yaml").write_text(broken)
        run("write", AGENCY, TYPE, "--answers", "wrong.yaml", *low, code=2)
    run("happened", reference, "note", "--note", "Zyxwina" * 400, code=2)
    run("write", AGENCY, TYPE, "--set", "full_name=Zyxwina\x07", *low, code=2)
    Path("wrong.yaml").unlink()


def json_text(text: str) -> str:
    """A text as YAML in double quotes."""
    return '"' + text.replace("\\", "\\\\").replace("\n", "\\n").replace("\x07", "\\a") + '"'


def browse(desk: Workspace, run: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same in the pages, with a bug at the end."""
    guard = Guard(PORT)
    person = Person(create_app(lambda: desk, guard), guard)
    draft = person.begins(TYPE, AGENCY)
    person.answers(draft, ANSWERS)
    person.makes(draft)
    assert "Quillfeather" in person.get(person.seen[-1] + "/read").text or "Quillfeather" in person.page.text
    person.get("/requests/")
    reference = person.page.text.split("/requests/L-")[1][:6]
    own = f"/requests/L-{reference}"
    person.post(f"{own}/sent", {"by": "mail", "number": TYPED[0], "on": str(TODAY), "once": "1"})
    run.said += [text(person.get("/requests/")), text(person.get("/requests/month"))]
    run.said += [text(person.post("/requests/calendar", {}))]
    run.said += [str(person.page.headers)]

    def bug(*_: object) -> None:
        raise ValueError("Zyxwina Quillfeather")

    monkeypatch.setattr("letters.web.requests.track.show", bug)
    assert person.get(own).status_code == 500
    run.said += [person.page.text, *person.seen]
    monkeypatch.undo()


@pytest.mark.parametrize("low", [(), ("--low-trace",)], ids=["ordinary", "low trace"])
def test_a_whole_session_leaves_personal_values_only_where_they_belong(
    low: tuple[str, ...],
    watched: Watched,
    temporary: Path,
    home: Path,
    desk: Workspace,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)
    pages = Workspace(home, TODAY, low_trace=bool(low))
    pages.__dict__.update({name: desk.__dict__[name] for name in ("registry", "catalogue", "law", "stationery")})
    reference = ask_and_follow_up(watched, *low)
    if not low:
        Path("paper.pdf").write_bytes(Path(f"{reference}.pdf").read_bytes())
        watched("attach", reference, "paper.pdf", "--on", "2026-10-01")
        watched("packet", reference, "--out", "packet.pdf")
        watched("labels", reference, "--out", "labels.pdf")
    many(watched, *low)
    mistakes(watched, reference, *low)
    # In the letter, and in what goes with it.
    letter = pdf_text(Path(f"{reference}.pdf").read_bytes())
    assert marks([letter], PERSONAL[:6]) == set(PERSONAL[:6])
    with monkeypatch.context() as patch:
        browse(pages, watched, patch)
    # Printed, logged, asked for; a batch names the value of a wrong cell, but not with low trace.
    assert marks([*watched.said, caplog.text]) == set()
    assert watched.refused == 3
    # Names and contents of files, metadata of those that are letters.
    here = Path()
    others = []
    for path in (each for each in here.rglob("*") if each.is_file()):
        others.append(str(path))
        belongs = path.suffix in BELONGS or path.name in MINE or (path.suffix == ".pdf" and path.name.startswith("L-"))
        others += metadata(path) if path.suffix == ".pdf" else []
        if not belongs:
            content = path.read_bytes()
            others.append(pdf_text(content) if path.suffix == ".pdf" else content.decode())
    assert {"dates.ics", "many/manifest.csv", "many/batch.json"} <= set(others)
    assert marks(others) == set()
    # Left behind in the temporary folder, or removed from it: fonts and their configuration alone.
    left = [path for path in temporary.rglob("*") if path.is_file()]
    assert left
    assert all(path.parent.name.startswith("weasyprint-") for path in left)
    assert {path.read_bytes()[:4] for path in left} <= {b"OTTO", b"\x00\x01\x00\x00", b"<?xm"}
    assert marks([*watched.removed, *held(temporary)], (*PERSONAL, *TYPED)) == set()
    kept = held(home)
    assert marks(kept, SENSITIVE) == set()
    if low:
        assert marks(kept, (*PERSONAL, *TYPED, AGENCY, TYPE, "data_subject", "sha256")) == set()
    else:
        assert marks(kept, ("Zyxwina", AGENCY)) == {"Zyxwina", AGENCY}


# What is kept with low trace.


def low_written(letters: Callable[..., Ran]) -> str:
    done = letters("write", "--low-trace", "--answers", answers_file(), "--dated", "2026-10-01")
    assert done.code == 0, done.err
    return done.out.split("reference ")[1][:8]


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


# Later letters.


def test_a_later_letter_takes_the_rest_from_a_file(letters: Callable[..., Ran]) -> None:
    reference = low_written(letters)
    letters("sent", reference, "--on", "2026-10-01")
    bare = letters("next", reference, "--as-of", "2026-11-25")
    assert bare.code == 0
    assert "--answers FILE" in bare.out
    assert letters("next", reference, "--as-of", "2026-11-25", "--step", "reminder").code == 2
    done = letters("next", reference, "--answers", "a.yaml", "--as-of", "2026-11-25", "--out", "next.pdf")
    assert done.code == 0, done.err
    words = pdf_text(Path("next.pdf").read_bytes())
    assert "Zyxwina Quillfeather" in words
    assert "Enclosure: Copy of my request" in words
    assert "Z555000111222" not in words


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"agency": "hennepin-county"}, "was another letter"),
        ({"type": "data-inventory-and-access-policies"}, "was another letter"),
        ({"agency": "nobody"}, "nobody"),
        ({"nonsense": "x"}, "no such question"),
        ({"date_from": "never"}, "date_from"),
    ],
)
def test_what_is_told_again_must_be_of_that_letter(
    changed: dict[str, str], message: str, letters: Callable[..., Ran]
) -> None:
    reference = low_written(letters)
    letters("sent", reference, "--on", "2026-10-01")
    done = letters("next", reference, "--answers", answers_file(**changed), "--as-of", "2026-11-25")
    assert done.code == 2
    assert message in done.err


def test_an_answer_is_recorded_without_it_and_its_law_told_with_it(letters: Callable[..., Ran]) -> None:
    reference = low_written(letters)
    letters("sent", reference, "--on", "2026-10-01")
    bare = letters("answer", reference, "--reply", "silence", "--as-of", "2026-11-25", "--json").json
    assert "say again" in bare["law"]
    told = letters(
        "answer", reference, "--reply", "silence", "--as-of", "2026-11-25", "--answers", "a.yaml", "--json"
    ).json
    assert "say again" not in told["law"]
    assert "reminder" in {each["step"] for each in told["open"]}


def test_many_are_reminded_from_a_table(letters: Callable[..., Ran]) -> None:
    reference = low_written(letters)
    letters("sent", reference, "--on", "2026-10-01")
    head = "reference,agency,type,full_name,mailing_or_reply_address,driver_license_or_id_number,date_from,date_to"
    who = 'Zyxwina Quillfeather,"PO Box 98717, Saint Paul, MN 55101"'
    row = f"{reference},{AGENCY},{TYPE},{who},Z555000111222,2025-01-01,2026-10-31"
    Path("late.csv").write_text(f"{head}\n{row}\n")
    done = letters(
        "next", "--table", "late.csv", "--overdue", "--out", "late", "--record", "--as-of", "2026-11-25", "--json"
    )
    assert done.code == 0, done.err
    assert done.json["written"] == {reference: "reminder"}
    assert "Zyxwina" in pdf_text(Path("late/print.pdf").read_bytes())
    assert "reminder-sent" in {each["event"] for each in letters("show", reference, "--json").json["events"]}
    Path("late.csv").write_text(f"{head}\n{row.replace(reference, '')}\n")
    assert "no reference" in letters("next", "--table", "late.csv", "--overdue", "--out", "other").err


def test_answers_come_on_standard_input() -> None:
    command = [sys.executable, "-m", "letters", "write", "--low-trace", "--answers", "-"]
    with Path(answers_file()).open("rb") as answers:
        done = subprocess.run(command, stdin=answers, capture_output=True, text=True, check=False)
    assert "Wrote L-" in done.stdout, done.stderr


def test_in_a_terminal_the_rest_is_asked(letters: Callable[..., Ran]) -> None:
    reference = low_written(letters)
    letters("sent", reference, "--on", "2026-10-01")
    person = Terminal("next", reference, "--as-of", "2026-11-25", "--set", f"agency={AGENCY}", "--set", f"type={TYPE}")
    person.on("Who signs?", "\r")
    person.on("Safe at Home", "n")
    person.on("address", "PO Box 98717, Saint Paul, MN 55101\r")
    person.on("name", "Zyxwina Quillfeather\r")
    code, said = person.ends()
    assert code == 0, said
    assert "Wrote" in said


def test_papers_and_packets_are_no_part_of_it(letters: Callable[..., Ran], home: Path) -> None:
    reference = low_written(letters)
    for arguments in (
        ("attach", reference, f"{reference}.pdf"),
        ("packet", reference, "--out", "packet.pdf"),
        ("labels", reference, "--out", "labels.pdf"),
        ("companion", "email", reference, "--pdf", f"{reference}.pdf", "--answers", "a.yaml"),
    ):
        done = letters(*arguments)
        assert done.code in (1, 2), arguments
        assert "low trace" in done.err
    assert not list(home.rglob("*.pdf"))
    letters("export", "all.json")
    letters("forget", reference, "--yes")
    assert letters("import", "all.json").code == 0
    assert letters("show", reference, "--json").json["agency"] == ""


def test_the_pages_ask_again_what_it_was(letters: Callable[..., Ran], desk: Workspace) -> None:
    reference = low_written(letters)
    letters("sent", reference, "--on", "2026-10-01")
    guard = Guard(PORT)
    person = Person(create_app(lambda: desk, guard), guard)
    own = f"/requests/{reference}"
    assert "Of this letter only the dates are kept" in text(person.get(own))
    said = {"agency": AGENCY, "type": TYPE, "full_name": ANSWERS["full_name"]}
    assert "Make it" in text(person.post(f"{own}/again", said))
    assert person.post(f"{own}/next", {**said, "step": "reminder"}).status_code == 200  # the address is asked
    assert "Quillfeather" in person.page.text
    told = {
        **said,
        "step": "reminder",
        "asked": "yes",
        "answer-mailing_or_reply_address": "PO Box 98717, Saint Paul, MN 55101",
    }
    assert person.post(f"{own}/next", told).status_code == 303


# The calendar's quick way.


@settings(max_examples=100, deadline=None)
@given(
    uid=st.text("abcdef0123456789-", min_size=1, max_size=60),
    day=st.dates(date(1990, 1, 1), date(2100, 12, 30)),
    title=st.text("ABCdef-12 ,;é%", min_size=1, max_size=60),
    sequence=st.integers(0, 10_000_000),
    cancelled=st.booleans(),
    alarm=st.booleans(),
)
def test_an_entry_that_is_filled_in_is_as_the_library_sets_it(
    uid: str, day: date, title: str, sequence: int, cancelled: bool, alarm: bool
) -> None:
    entry = feed.Entry(uid, day.isoformat(), title, "", sequence, cancelled, alarm)
    assert feed._written(entry) == feed._event(entry).to_ical()


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
