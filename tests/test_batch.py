"""Many letters in one command: what is said of each row, what lies in the folder; nothing is lost or doubled."""

import csv
import errno
import hashlib
import io
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pdfplumber
import pikepdf
import pytest
from support import Ran, Terminal, pdf_text

from letters import files, reference, tracker
from letters.workflow import batch_work

AUDIT, STATISTICS = "own-record-audit-trail", "jail-ice-statistics"
COLUMNS = ("Name", "Street", "City", "State", "Zip", "DL number", "From", "To")
MAYA = ("Maya Lindqvist", "PO Box 1234", "Saint Paul", "MN", "55101", "T123456789012", "1/1/2025", "10/31/2026")
ALEX = ("Alex Morgan", "12 Elm St, Apt 3", "Duluth", "MN", "55802", "T223456789012", "2025-01-01", "2026-10-31")
DVS = ("--agency", "mn-dps-dvs", "--type", AUDIT)
GROUP = (
    *("--set", "full_name=Jordan Reyes", "--set", "organization=Northside Legal Aid"),
    *("--set", "mailing_or_reply_address=200 Example Ave, Minneapolis, MN 55411"),
    *("--set", "date_from=2025-01-01", "--set", "date_to=2026-10-31"),
)


def table(*rows: tuple[str, ...], columns: tuple[str, ...] = COLUMNS, name: str = "clients.csv") -> str:
    with Path(name).open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([columns, *rows])
    return name


def people(number: int) -> list[tuple[str, ...]]:
    return [(f"Person {n} Example", *MAYA[1:5], f"T{n:012}", *MAYA[6:]) for n in range(number)]


def listed(path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(Path(path).read_bytes().decode("utf-8-sig"))))


def contents(folder: str = "out") -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in Path(folder).iterdir()}


def logged(home: Path) -> dict[str, list[str]]:
    """The hashes of each letter in the log."""
    with tracker.reading(home) as store:
        return {
            request.reference: [event.detail["sha256"] for event in request.events if event.kind == "written"]
            for request in store.all()
        }


@pytest.fixture
def batch(letters: Callable[..., Ran]) -> Callable[..., Ran]:
    """`batch(table, …)` writes into out, as of the day of the tests' letters."""

    def run(*arguments: str, out: str = "out") -> Ran:
        return letters("batch", *arguments, "--out", out, "--dated", "2026-11-25")

    return run


def test_good_rows_go_ahead_and_wrong_ones_are_told_of_cell_by_cell(batch: Callable[..., Ran]) -> None:
    wrong = ("Kim Example", "1 Main St", "", "MN", "55802", "T323456789012", "2/30/2025", "10/31/26")
    nobody = ("", *MAYA[1:5], "T423456789012", *MAYA[6:])
    done = batch(table(MAYA, wrong, ALEX, MAYA, nobody), *DVS, "--campaign", "spring")
    assert done.code == 3
    told = {
        3: "row 3, column 'City', value '': is empty, though other parts of mailing_or_reply_address are there",
        5: "row 5: this is the same letter as row 2: it is written once",
        6: "row 6: full_name: Your full name.",
    }
    for text in told.values():
        assert text in done.err
    assert "row 3, column 'From', value '2/30/2025': not a date: write it like 2026-01-01" in done.err
    assert "row 3, column 'To', value '10/31/26': the year has two digits: write 10/31/1926 or 10/31/2026" in done.err
    assert "--set field=value" not in done.err
    assert "3 rows are wrong: see above." in done.err
    rows = listed("out/manifest.csv")
    assert [(row["row"], row["pages"]) for row in rows] == [("2", "1"), ("4", "1")]
    for row in rows:
        content = Path("out", row["file"]).read_bytes()
        assert row["file"] == f"{row['reference']}.pdf"
        assert hashlib.sha256(content).hexdigest() == row["sha256"]
    assert "Maya Lindqvist" in pdf_text(Path("out", rows[0]["file"]).read_bytes())
    errors = listed("out/errors.csv")
    assert [(row["row"], row["Name"]) for row in errors] == [("3", "Kim Example"), ("5", "Maya Lindqvist"), ("6", "")]
    assert tuple(errors[0]) == ("row", *COLUMNS, "reason")
    assert "2/30/2025" in errors[0]["reason"]
    assert not any("Lindqvist" in path.name or "Morgan" in path.name for path in Path("out").iterdir())


def test_mended_rows_are_run_again_from_the_errors_file(batch: Callable[..., Ran], letters: Callable[..., Ran]) -> None:
    wrong = (*ALEX[:6], "2/30/2025", ALEX[7])
    done = batch(table(MAYA, wrong), *DVS)
    assert done.code == 3
    assert "1 row is wrong: see above." in done.err
    assert "Wrote 0 letters. 1 was here before." in batch("clients.csv", *DVS).out
    mended = Path("mended.csv")
    mended.write_bytes(Path("out/errors.csv").read_bytes().replace(b"2/30/2025", b"2/28/2025"))
    assert batch("out/errors.csv", *DVS).code == 2  # its own folder would be written over
    done = batch(str(mended), *DVS, out="more")
    assert done.code == 0, done.err
    assert len(letters("list", "--json").json) == 2


def test_dates_are_those_of_a_letter_mailed_today(batch: Callable[..., Ran], letters: Callable[..., Ran]) -> None:
    batch(table(MAYA), *DVS)
    (row,) = listed("out/manifest.csv")
    letters("sent", row["reference"])
    shown = letters("show", row["reference"], "--json").json
    assert (row["earliest"], row["latest"]) == (shown["earliest"], shown["latest"])


def test_a_print_run_begins_each_letter_on_a_new_sheet_under_its_reference(batch: Callable[..., Ran]) -> None:
    done = batch("--agencies", "hennepin-county-sheriff,st-louis-county-sheriff", "--type", STATISTICS, *GROUP)
    assert done.code == 0, done.err
    batch(table(MAYA, ALEX, name="two.csv"), *DVS, out="single")
    for folder in ("out", "single"):
        rows = listed(f"{folder}/manifest.csv")
        with pikepdf.open(f"{folder}/print.pdf") as joined:
            starts, page = [], 0
            for row in rows:
                starts.append(page)
                page += int(row["pages"]) + int(row["pages"]) % 2
            assert len(joined.pages) == page
            with joined.open_outline() as outline:
                assert [item.title for item in outline.root] == [row["reference"] for row in rows]
        with pdfplumber.open(f"{folder}/print.pdf") as pages:
            for row, start in zip(rows, starts, strict=True):
                assert row["reference"] in pages.pages[start].extract_text()
    text = pdf_text(Path("single/labels.pdf").read_bytes())
    with pikepdf.open("single/envelopes.pdf") as envelopes:
        sizes = {tuple(float(number) for number in page.mediabox) for page in envelopes.pages}
        assert (len(envelopes.pages), sizes) == (len(rows), {(0, 0, 684, 297)})
    assert text.count("Minnesota Department of Public Safety") == 2
    assert "Lindqvist" not in text


def test_the_same_batch_has_the_same_bytes_whatever_the_processes(batch: Callable[..., Ran], home: Path) -> None:
    rows = table(*people(40))
    assert batch(rows, *DVS, "--jobs", "1", out="one").code == 0
    first = contents("one")
    again = batch(rows, *DVS, "--jobs", "2", out="two")
    assert again.code == 0, again.err
    assert contents("two") == first
    assert all(len(hashes) == 1 for hashes in logged(home).values())


def test_no_letter_is_lost_where_there_are_more_handfuls_than_processes(
    batch: Callable[..., Ran], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_work, "CHUNK", 1)
    done = batch(table(*people(11)), *DVS, "--jobs", "2")
    assert "Wrote 11 letters." in done.out
    assert len(listed("out/manifest.csv")) == len(logged(home)) == 11


def test_run_again_it_goes_on_where_it_stopped(batch: Callable[..., Ran], home: Path) -> None:
    rows = table(*people(5))
    batch(rows, *DVS)
    first, log = contents(), logged(home)
    done = batch(rows, *DVS)
    assert "Wrote 0 letters. 5 were here before." in done.out
    for gone in list(Path("out").glob("L-*.pdf"))[:2]:
        gone.unlink()
    assert "Wrote 2 letters. 3 were here before." in batch(rows, *DVS).out
    assert contents() == first
    assert logged(home) == log


def test_a_batch_keeps_its_date_from_one_day_to_the_next(letters: Callable[..., Ran]) -> None:
    rows = table(*people(2))
    letters("batch", rows, *DVS, "--out", "out", "--dated", "2026-11-20")
    first = contents()
    assert "2 were here before" in letters("batch", rows, *DVS, "--out", "out", "--dated", "2026-11-23").out
    assert contents() == first


def test_a_full_disk_stops_it_and_the_next_run_goes_on(
    batch: Callable[..., Ran], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = table(*people(6))
    assert batch(rows, *DVS, "--dry-run").code == 0  # the key of references is made
    room = iter([True] * 4)  # for batch.json and three letters

    def full(handle: int) -> None:
        if not next(room, False):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        done = batch(rows, *DVS, "--jobs", "1")
    assert done.code == 1
    assert "No space left on device" in done.err
    assert "run the same command again: it goes on" in done.err
    assert {path.stem for path in Path("out").glob("L-*.pdf")} == set(logged(home))
    assert len(logged(home)) == 3
    assert not list(Path("out").glob(".*"))
    done = batch(rows, *DVS)
    assert done.code == 0
    assert "Wrote 3 letters. 3 were here before." in done.out


def test_a_letter_that_was_changed_is_left_alone_and_the_others_go_on(batch: Callable[..., Ran]) -> None:
    rows = table(*people(3))
    batch(rows, *DVS)
    signed = next(Path("out").glob("L-*.pdf"))
    signed.write_bytes(b"%PDF-1.7 signed")
    done = batch(rows, *DVS)
    assert done.code == 3
    assert f"{signed} exists and is no file of ours: it is left alone" in done.err
    assert signed.read_bytes() == b"%PDF-1.7 signed"
    assert len(listed("out/manifest.csv")) == 2


def test_a_template_that_fails_for_one_row_stops_no_other(
    batch: Callable[..., Ran], home: Path, letters: Callable[..., Ran]
) -> None:
    shipped = Path(__file__).parent.parent / "templates" / "requests" / f"{AUDIT}.html"
    own = home / "templates" / "requests" / f"{AUDIT}.html"
    own.parent.mkdir(parents=True)
    own.write_text(shipped.read_text().rstrip() + '\n\n{% if answered("prior_names") %}{{ nothing }}{% endif %}\n')
    broken = (*ALEX, "Alex Morgen")
    done = batch(table((*MAYA, ""), broken, columns=(*COLUMNS, "prior_names")), *DVS)
    assert done.code == 3
    assert "row 3: " in done.err
    assert "nothing" in done.err
    assert len(listed("out/manifest.csv")) == 1


def test_all_or_nothing(batch: Callable[..., Ran], home: Path) -> None:
    wrong = (*ALEX[:6], "2/30/2025", ALEX[7])
    done = batch(table(MAYA, wrong), *DVS, "--all-or-nothing")
    assert done.code == 1
    assert not list(Path("out").glob("L-*.pdf"))
    assert [row["row"] for row in listed("out/errors.csv")] == ["3"]
    assert logged(home) == {}
    assert batch(table(MAYA, ALEX), *DVS, "--all-or-nothing").code == 0
    assert not Path("out/errors.csv").exists()


def test_a_dry_run_says_everything_and_writes_nothing(batch: Callable[..., Ran], home: Path) -> None:
    wrong = (*ALEX[:6], "2/30/2025", ALEX[7])
    done = batch(table(MAYA, ALEX, wrong), *DVS, "--dry-run")
    assert done.code == 3
    assert "Would write 2 letters." in done.out
    assert (
        "To mail: 2 pages on 2 sheets printed on both sides; a letter with its envelope weighs up to 1 oz." in done.out
    )
    assert "2/30/2025" in done.err
    assert not Path("out").exists()
    assert not (home / "letters.sqlite").exists() or logged(home) == {}
    row = batch(table(MAYA, ALEX), *DVS, "--dry-run", "--json").json
    assert row["written"] == 2
    assert [each["row"] for each in row["first"]] == [2, 3]


def test_what_a_person_asked_already_is_named_and_not_asked_twice(
    batch: Callable[..., Ran], letters: Callable[..., Ran]
) -> None:
    batch(table(MAYA), *DVS)
    (old,) = [row["reference"] for row in listed("out/manifest.csv")]
    other = (*MAYA[:6], "2/1/2025", MAYA[7])
    again = batch(table(other), *DVS, out="next")
    assert again.code == 1
    assert f"{old} asks mn-dps-dvs the same for a person of that name, and is still open" in again.err
    assert batch(table(other), *DVS, "--again", out="more").code == 0
    letters("happened", old, "received")
    twice = batch(table(ALEX, (*ALEX[:6], "2/1/2025", ALEX[7])), *DVS, out="third")
    assert "the same person asks mn-dps-dvs the same as in row 2" in twice.err
    namesakes = [
        (*row, born)
        for row, born in ((("Kim Example", *MAYA[1:5], "", *MAYA[6:]), b) for b in ("1990-01-01", "1991-01-01"))
    ]
    done = batch(table(*namesakes, columns=(*COLUMNS, "DOB")), *DVS, out="fourth")
    assert done.code == 0, done.err


def test_two_letters_never_share_a_reference(
    batch: Callable[..., Ran], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reference, "LENGTH", 1)
    done = batch(table(*people(9)), *DVS, "--jobs", "1")
    assert done.code == 0, done.err
    first = [row["reference"] for row in listed("out/manifest.csv")]
    assert len(set(first)) == 9
    assert len(logged(home)) == 9
    batch(table(*people(9)), *DVS, "--jobs", "1")
    assert [row["reference"] for row in listed("out/manifest.csv")] == first


def test_one_letter_to_each_agency_of_a_kind(batch: Callable[..., Ran]) -> None:
    done = batch("--agencies", "sheriff", "--type", STATISTICS, *GROUP, "--campaign", "jails")
    assert done.code == 3
    written, errors = listed("out/manifest.csv"), listed("out/errors.csv")
    assert len(written) + len(errors) == 87
    assert len({row["agency"] for row in (*written, *errors)}) == 87
    unsure = errors[0]
    assert tuple(unsure) == ("row", "agency", "name", "street", "city", "state", "zip", "page", "reason")
    assert unsure["street"] == unsure["zip"] == ""
    assert "is not sure" in unsure["reason"]
    assert "give this file with --addresses" in unsure["reason"]
    assert "row " not in unsure["reason"]
    mended = [{**unsure, "street": "100 Example Plaza", "city": "Example", "state": "MN", "zip": "56001"}, *errors[1:]]
    with Path("mended.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, tuple(unsure))
        writer.writeheader()
        writer.writerows(mended)
    more = batch(
        "--agencies", "sheriff", "--type", STATISTICS, *GROUP, "--campaign", "jails", "--addresses", "mended.csv"
    )
    assert f"Wrote 1 letter. {len(written)} were here before." in more.out
    (new,) = [row for row in listed("out/manifest.csv") if row["agency"] == unsure["agency"]]
    elsewhere = batch(
        "--agencies", "sheriff", "--type", STATISTICS, *GROUP, "--campaign", "again", "--dry-run", "--json"
    )
    assert elsewhere.json["written"] == 0  # each of them was asked, and the request is open
    assert "100 Example Plaza" in pdf_text(Path("out", new["file"]).read_bytes())


def test_agencies_of_a_kind_within_a_county_or_by_id(batch: Callable[..., Ran]) -> None:
    def asked(what: str) -> set[str]:
        kind = ("--type", "data-inventory-and-access-policies")
        return {
            each["agency"] for each in batch("--agencies", what, *kind, *GROUP, "--dry-run", "--json").json["first"]
        }

    assert asked("county:Hennepin") == {"hennepin-county"}
    assert asked("county:hennepin county") == {"hennepin-county"}
    assert asked("mn-dps,mn-dot") == {"mn-dps", "mn-dot"}
    nowhere = batch("--agencies", "county:Nowhere", "--type", STATISTICS, *GROUP, "--dry-run")
    assert nowhere.code == 2
    assert "no agency of that kind is known there" in nowhere.err


def test_no_cell_of_ours_becomes_a_formula(batch: Callable[..., Ran]) -> None:
    batch(table(("=HYPERLINK(1)", *MAYA[1:6], "2/30/2025", MAYA[7])), *DVS)
    raw = Path("out/errors.csv").read_text(encoding="utf-8-sig")
    assert '"\'=HYPERLINK(1)"' in raw


USAGE: Mapping[str, tuple[tuple[str, ...], str]] = {
    "nothing": ((), "Give a TABLE with one row a letter, or --agencies"),
    "both": (("{table}", "--agencies", "county", "--type", AUDIT), "Give a TABLE with one row a letter, or --agencies"),
    "no agency": (("{table}", "--type", AUDIT), "no column says the agency of a row"),
    "no type": (("{table}", "--agency", "mn-dps-dvs"), "no column says the type of a row"),
    "no such type": (("{table}", "--agency", "mn-dps-dvs", "--type", "magic"), "There is no request type 'magic'"),
    "no such column": (("{table}", *DVS, "--map", "Born=date_of_birth"), "there is no column 'Born'"),
    "agencies without a type": (("--agencies", "county"), "Give --type ID"),
    "no table": (("nowhere.csv", *DVS), "There is no file nowhere.csv"),
}


@pytest.mark.parametrize("name", USAGE)
def test_what_is_wrong_with_the_command_is_said_before_anything_is_done(name: str, batch: Callable[..., Ran]) -> None:
    table(MAYA, name="table.csv")
    arguments, told = USAGE[name]
    done = batch(*(each.replace("{table}", "table.csv") for each in arguments), "--dry-run")
    assert done.code in (1, 2)
    assert told in done.err
    assert "Traceback" not in done.err


def test_a_folder_of_somebody_elses_is_left_alone(batch: Callable[..., Ran]) -> None:
    Path("out").mkdir()
    Path("out/diary.txt").write_text("mine")
    done = batch(table(MAYA), *DVS)
    assert done.code == 1
    assert "is no folder of a batch, and not empty" in done.err
    assert [path.name for path in Path("out").iterdir()] == ["diary.txt"]


def test_a_batch_killed_before_its_first_file_was_there_can_begin_again(batch: Callable[..., Ran]) -> None:
    Path("out").mkdir()
    Path("out", f"{files.DRAFT}k1ll3d").write_text('{"made')
    assert batch(table(MAYA), *DVS).code == 0
    assert not list(Path("out").glob(f"{files.DRAFT}*"))
    assert len(list(Path("out").glob("L-*.pdf"))) == 1


def test_a_mapping_is_kept_and_used_again(batch: Callable[..., Ran]) -> None:
    odd = ("Who", *COLUMNS[1:])
    first = batch(table(MAYA, columns=odd), *DVS, "--map", "Who=full_name", "--mapping", "intake")
    assert first.code == 0, first.err
    assert batch(table(ALEX, columns=odd), *DVS, "--mapping", "intake", out="next").code == 0
    assert batch(table(ALEX, columns=odd), *DVS, out="third").code == 2


def test_rows_can_go_to_their_own_agency_with_their_own_type_and_signer(batch: Callable[..., Ran]) -> None:
    columns = (*COLUMNS, "Agency", "Type", "Address of agency")
    rows = [
        (*MAYA, "mn-dps-dvs", AUDIT, ""),
        (*ALEX, "st-paul-police", AUDIT, "1 Example Plaza, St. Paul, MN 55101"),
        (*ALEX, "nobody", AUDIT, ""),
        (*ALEX, "", AUDIT, ""),
        (*ALEX, "mn-dps-dvs", "magic", ""),
    ]
    done = batch(table(*rows, columns=columns))
    assert [row["agency"] for row in listed("out/manifest.csv")] == ["mn-dps-dvs", "st-paul-police"]
    for told in (
        "row 4: There is no agency 'nobody'",
        "row 5: no agency: fill in 'Agency'",
        "row 6: there is no request type 'magic'",
    ):
        assert told in done.err
    assert "1 Example Plaza" in pdf_text(Path("out/labels.pdf").read_bytes())


def test_federal_rows_need_the_word_and_are_warned_of(batch: Callable[..., Ran]) -> None:
    federal = ("--agency", "us-ice", "--type", "foia-policy-records", "--set", "fee_category=other")
    columns = ("Name", "Reply address", "From", "To")
    rows = [
        (name, "200 Example Ave, Minneapolis, MN 55411", "2025-01-01", "2026-01-01")
        for name in ("A Example", "B Example")
    ]
    done = batch(table(*rows, columns=columns), *federal)
    assert done.code == 0, done.err
    assert "can be joined as one" in done.err
    assert not Path("out/print.pdf").exists()  # nothing is mailed there
    assert {row["by"] for row in listed("out/manifest.csv")} == {"online, or as the letter says"}
    assert len(list(Path("out").glob("L-*.txt"))) == 2  # the words for the online form


def test_companions_lie_beside_their_letters(batch: Callable[..., Ran]) -> None:
    assert batch(table(MAYA), *DVS, "--companions").code == 0
    (row,) = listed("out/manifest.csv")
    names = {path.name for path in Path("out").iterdir()}
    assert {f"{row['reference']}-{each}.pdf" for each in ("identity", "mailing", "own-copy")} <= names


def test_a_campaign_is_entered_as_sent_with_its_numbers(batch: Callable[..., Ran], letters: Callable[..., Ran]) -> None:
    batch(table(MAYA, ALEX), *DVS, "--campaign", "spring")
    first, second = (row["reference"] for row in listed("out/manifest.csv"))
    numbers = table((first, "9407 1"), columns=("Reference", "Tracking number"), name="numbers.csv")
    done = letters("sent", "--campaign", "spring", "--on", "2026-11-24", "--by", "certified-mail", "--numbers", numbers)
    assert "Entered as sent: 2 letters." in done.out
    events = {ref: letters("show", ref, "--json").json["events"][-1] for ref in (first, second)}
    assert (events[first]["by"], events[first]["number"]) == ("certified-mail", "9407 1")
    assert "number" not in events[second]
    assert "Entered as sent: 0 letters. 2 were entered before." in letters("sent", "--campaign", "spring").out
    assert len(letters("list", "--campaign", "spring", "--json").json) == 2
    stranger = table(("L-NOBODY", "1"), columns=("reference", "number"), name="stranger.csv")
    refused = letters("sent", "--campaign", "spring", "--numbers", stranger)
    assert refused.code == 2
    assert "row 2: 'L-NOBODY' is no letter of this campaign" in refused.err
    assert letters("sent").code == 2
    assert letters("sent", first, "--campaign", "spring").code == 2
    assert letters("sent", "--campaign", "autumn").code == 2


def test_all_of_a_campaign_that_are_late_are_reminded_in_one_print_run(
    batch: Callable[..., Ran], letters: Callable[..., Ran]
) -> None:
    batch(table(MAYA, ALEX, *people(1)), *DVS, "--campaign", "spring")
    late, answered, third = (row["reference"] for row in listed("out/manifest.csv"))
    letters("sent", "--campaign", "spring", "--on", "2026-11-25")
    letters("happened", answered, "received", "--on", "2026-12-01")
    early = letters("next", "--campaign", "spring", "--overdue", "--out", "early", "--as-of", "2026-12-01")
    assert "Wrote 0 letters" in early.out
    done = letters("next", "--campaign", "spring", "--overdue", "--out", "due", "--as-of", "2026-12-28", "--record")
    assert done.code == 0, done.err
    assert {path.name for path in Path("due").glob("L-*.pdf")} == {f"{ref}-reminder.pdf" for ref in (late, third)}
    with pikepdf.open("due/print.pdf") as joined, joined.open_outline() as outline:
        assert [item.title for item in outline.root] == [late, third]
    assert Path("due/labels.pdf").exists()
    assert letters("show", late, "--json").json["events"][-1]["step"] == "reminder"
    assert letters("next", "--campaign", "spring", "--out", "more").code == 2
    assert letters("next", late, "--campaign", "spring", "--overdue").code == 2
    assert letters("next", "--campaign", "spring", "--overdue", "--out", "out").code == 1  # the letters' own folder


def test_a_log_gets_plain_lines_and_a_terminal_a_bar(batch: Callable[..., Ran]) -> None:
    assert "20 of 20 letters" in batch(table(*people(20)), *DVS).err
    code, said = Terminal("batch", "clients.csv", *DVS, "--no-track", "--out", "bar").ends()
    assert code == 0
    assert "20/20" in said
    assert "letters\n" not in said.split("Wrote")[0]
