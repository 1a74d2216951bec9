"""A wish that needs several letters: said, and with --all-letters written, each on its own."""

import re
from collections.abc import Callable
from pathlib import Path

from support import CATALOGUE, Ran, examples, pdf_text, wish_for

from letters.workflow import siblings
from letters.workflow.workspace import Workspace

AUDIT = "own-record-audit-trail"


def test_every_other_letter_is_one_that_can_be_asked_for(workspace: Workspace) -> None:
    for kind in workspace.catalogue.types.values():
        for also in kind.also:
            assert also.agency or also.type, kind.id
            target = workspace.catalogue.type(also.type or kind.id)
            holders = [also.agency] if also.agency else also.when or kind.holders
            for holder in holders:
                body = workspace.registry.agencies.get(holder)
                held = workspace.registry.holders(body, target.holders) if body else {holder} & set(target.holders)
                assert held, (kind.id, target.id, holder)
            assert not target.not_offered


def test_one_letter_of_two_says_so(write: Callable[..., Ran]) -> None:
    done = write("mn-dps-dvs", AUDIT, "--out", "letter.pdf")
    assert done.code == 0
    assert f"This needs another letter too, {AUDIT} to mn-dps-bca" in done.err
    assert "--all-letters" in done.err
    assert "another letter" not in write("st-paul-police", AUDIT, "--out", "letter.pdf").err


def test_all_letters_are_written_each_on_its_own(write: Callable[..., Ran]) -> None:
    Path("out").mkdir()
    done = write("mn-dps-dvs", AUDIT, "--all-letters", "--out", "out", "--json")
    assert done.code == 0, done.err
    assert [row["agency"] for row in done.json] == ["mn-dps-dvs", "mn-dps-bca"]
    texts = [pdf_text(Path(row["path"]).read_bytes()) for row in done.json]
    assert "Driver and Vehicle Services" in texts[0]
    assert "state message switch" in texts[1]
    assert "another letter" not in done.err


def test_what_must_be_mailed_first_comes_first(write: Callable[..., Ran]) -> None:
    done = write("st-paul-police", "body-camera-as-subject", "--all-letters", "--json")
    assert done.code == 0, done.err
    assert done.json[0]["type"] == "body-camera-hold"


def test_the_data_subject_and_the_public_letter_share_nothing_private(write: Callable[..., Ran]) -> None:
    """Own data and public data on one event are two letters: the public one names nobody."""
    (public,) = [also.type for also in CATALOGUE.types["police-incident-report-own"].also if also.type]
    given = examples(CATALOGUE.types["police-incident-report-own"], "parent")
    given |= {"mailing_or_reply_address": "Maya Lindqvist, PO Box 5, Saint Paul, MN 55101", "email": "maya@example.org"}
    done = write("st-paul-police", "police-incident-report-own", "--all-letters", "--json", **given)
    assert done.code == 0, done.err
    (row,) = [row for row in done.json if row["type"] == public]
    text = pdf_text(Path(row["path"]).read_bytes())
    assert "Maya" not in text
    assert "Ida" not in text
    assert "maya@example.org" not in text
    assert "PO Box 5" in text
    assert "13.04" not in text


def test_a_name_that_would_stand_in_the_nameless_letter_stops_all(write: Callable[..., Ran]) -> None:
    where = {"mailing_or_reply_address": "c/o Maya Lindqvist, PO Box 5, Saint Paul, MN 55101"}
    done = write("st-paul-police", "police-incident-report-own", "--all-letters", **where)
    assert done.code == 2
    assert "your name stands in it, and this letter goes without your name" in done.err
    assert list(Path().glob("*.pdf")) == []


def test_a_blank_signer_is_no_signer(write: Callable[..., Ran]) -> None:
    done = write("mn-dps-dvs", AUDIT, "--all-letters", "--json", signer=" ")
    assert len(done.json) == 2


def test_a_letter_that_this_signer_cannot_sign_is_told_and_not_written(write: Callable[..., Ran]) -> None:
    given = examples(CATALOGUE.types["body-camera-as-subject"], "advocate")
    done = write("st-paul-police", "body-camera-as-subject", "--all-letters", "--json", **given)
    assert [row["type"] for row in done.json] == ["body-camera-as-subject"]
    assert "advocate cannot sign it" in done.err


def test_each_letter_says_why_it_goes_along_and_which_to_sign(write: Callable[..., Ran]) -> None:
    done = write("st-paul-police", "police-incident-report-own", "--all-letters", "--reference", "")
    assert done.code == 2
    done = write("st-paul-police", "police-incident-report-own", "--all-letters")
    (own, public) = re.findall(r"Wrote (\S+)\.pdf", done.out)
    assert f"sign {own} above" in done.out or f"sign {public} above" in done.out
    assert "envelope of its own" in done.out


def test_a_file_that_is_in_the_way_leaves_no_letter_written(write: Callable[..., Ran]) -> None:
    names = [row["reference"] for row in write("mn-dps-dvs", AUDIT, "--all-letters", "--json", "--no-track").json]
    for path in Path().glob("*.pdf"):
        path.unlink()
    Path(f"{names[1]}.pdf").write_text("mine")
    done = write("mn-dps-dvs", AUDIT, "--all-letters")
    assert done.code == 1
    assert [path.name for path in Path().glob("*.pdf")] == [f"{names[1]}.pdf"]


def test_a_missing_answer_of_any_letter_leaves_none_written(write: Callable[..., Ran]) -> None:
    done = write("st-paul-police", "body-camera-as-subject", "--all-letters", incident_place=None)
    assert done.code == 2
    assert "incident_place" in done.err
    assert list(Path().glob("*.pdf")) == []


def test_several_letters_have_references_of_their_own(write: Callable[..., Ran]) -> None:
    done = write("mn-dps-dvs", AUDIT, "--all-letters", "--reference", "A1")
    assert done.code == 2
    assert "--reference: several letters" in done.err
    assert write("mn-dps-dvs", AUDIT, "--all-letters", "--out", "first.pdf").code == 0
    (second,) = [path for path in Path().glob("*.pdf") if path.name != "first.pdf"]
    assert "state message switch" in pdf_text(second.read_bytes())


def test_a_letter_that_needs_no_other_is_written_alone(workspace: Workspace) -> None:
    assert siblings.siblings(workspace, wish_for("own-driver-license-record")) == []
