"""Many letters in one command: what is said of each row, what lies in the folder, and what a wrong command is told."""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

import pdfplumber
import pikepdf
import pytest
from batch_support import ALEX, AUDIT, COLUMNS, DVS, GROUP, MAYA, STATISTICS, batch, listed, people, table
from support import Ran, Terminal, pdf_text

__all__ = ["batch"]  # fixtures


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


def test_a_log_gets_plain_lines_and_a_terminal_a_bar(batch: Callable[..., Ran]) -> None:
    assert "20 of 20 letters" in batch(table(*people(20)), *DVS).err
    code, said = Terminal("batch", "clients.csv", *DVS, "--no-track", "--out", "bar").ends()
    assert code == 0
    assert "20/20" in said
    assert "letters\n" not in said.split("Wrote")[0]
