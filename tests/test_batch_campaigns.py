"""One letter to many agencies, and a campaign: entered as sent, and reminded in one print run."""

import csv
from collections.abc import Callable
from pathlib import Path

import pikepdf
from batch_support import ALEX, DVS, GROUP, MAYA, STATISTICS, batch, listed, people, table
from support import Ran, pdf_text

__all__ = ["batch"]  # fixtures


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
