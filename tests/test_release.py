"""Releases of data: what is asked, when they end, and that no letter rests on one that ended."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from companions_support import AGREEMENTS, AUDIT, REF, entered, text_of
from support import TODAY, Ran, pdf_text, wish_for

from letters.errors import LettersError, NoLetterYet, WrongInput
from letters.workflow import companion, next_letter, track
from letters.workflow import write as write_letter
from letters.workflow.companion import CompanionWish
from letters.workflow.workspace import Workspace

RELEASE = {
    "representative_name": "Jordan Reyes",
    "representative_address": "200 Example Ave, Minneapolis, MN 55411",
    "data_released": "Audit trail from 2025-01-01 to 2025-12-31",
    "purpose": "legal assistance",
    "expiry_date": "2027-06-30",
    "date_of_birth": "1990-02-28",
}
# An advocate's own letter names the advocate: the client's release must say whose data they are.
CLIENT = {"full_name": "Alex Morgan", "mailing_or_reply_address": "PO Box 77, Saint Paul, MN 55101"}
BY_ADVOCATE = {name: text for name, text in {**RELEASE, **CLIENT}.items() if not name.startswith("representative")}


def test_a_release_takes_what_the_log_knows_and_asks_for_the_rest(desk: Workspace) -> None:
    entered(desk)
    with pytest.raises(WrongInput) as caught:
        companion.make(desk, CompanionWish("release", REF))
    missing = re.findall(r"^ +(\w+):", str(caught.value), re.MULTILINE)
    assert set(RELEASE) <= set(missing)
    assert "full_name" not in missing
    text = text_of(desk, "release", **RELEASE)
    for told in (
        "Maya Lindqvist",
        "Jordan Reyes",
        "Audit trail from",
        "legal assistance",
        "June 30, 2027",
        "Date signed",
    ):
        assert told in text
    assert "explained to me" in text
    assert "The limit is my own choice" in text
    assert "(d)" in text
    assert "1205.1400" in text


def test_the_log_keeps_of_a_release_the_day_on_which_it_ends_and_no_answer(desk: Workspace) -> None:
    entered(desk)
    made = companion.make(desk, CompanionWish("release", REF, RELEASE))
    companion.make(desk, CompanionWish("release", REF, RELEASE))  # the same again is one event
    found = track.show(desk, REF)
    (event,) = [event for event in found["events"] if event["event"] == "release-written"]
    assert (event["until"], event["sha256"]) == ("2027-06-30", made.sha256)
    assert "legal assistance" not in str(found)
    assert found["status"] == "draft"


@pytest.mark.parametrize(
    ("end", "problem"),
    [("2028-01-01", "at most one year"), (str(TODAY), "would end before it begins"), ("soon", "not a date")],
)
def test_a_release_ends_within_a_year_on_a_day_that_is_given(desk: Workspace, end: str, problem: str) -> None:
    entered(desk)
    with pytest.raises(WrongInput, match=problem):
        companion.make(desk, CompanionWish("release", REF, {**RELEASE, "expiry_date": end}))
    assert not list(Path().glob("*-release.pdf"))


def test_public_data_need_no_release(desk: Workspace) -> None:
    entered(desk, AGREEMENTS)
    with pytest.raises(LettersError, match="needs no release"):
        companion.make(desk, CompanionWish("release", REF, RELEASE))


def test_the_release_for_an_advocates_letter_names_the_advocate_as_receiver(desk: Workspace) -> None:
    entered(desk, signer="advocate")
    text = text_of(desk, "release", **BY_ADVOCATE)
    assert "My representative Maya Lindqvist" in text
    assert text.startswith("Alex Morgan")


@pytest.mark.parametrize("end", [str(TODAY), "2026-01-31"])
def test_an_advocates_letter_is_refused_from_the_day_on_which_the_release_ends(desk: Workspace, end: str) -> None:
    with pytest.raises(WrongInput, match="release_until: the client's release has ended"):
        entered(desk, signer="advocate", release_until=end)
    assert not Path("letter.pdf").exists()
    assert entered(desk, signer="advocate", release_until="2026-11-26").exists()


def test_no_next_letter_rests_on_a_release_that_ended(desk: Workspace) -> None:
    entered(desk, signer="advocate", release_until="2026-12-15")
    track.happened(desk, REF, "sent", TODAY, {"by": "mail"})
    late = date(2027, 1, 15)

    def step(name: str) -> next_letter.NextLetter:
        given = {"mailing_or_reply_address": "PO Box 1234, Saint Paul, MN 55101", "full_name": "Maya Lindqvist"}
        wish = next_letter.NextWish(name, given, late, address_confirmed=True)
        return next_letter.write_next(desk.on(late), REF, wish)

    with pytest.raises(NoLetterYet, match=r"release ended on December 15, 2026.*letters companion release L-TEST22"):
        step("reminder")
    assert step("withdrawal").path.exists()
    companion.make(desk.on(late), CompanionWish("release", REF, BY_ADVOCATE))
    assert step("reminder").path.exists()
    track.undo(desk, REF)
    with pytest.raises(NoLetterYet):
        step("reminder")


def test_a_release_written_again_with_an_earlier_content_counts_again(desk: Workspace) -> None:
    entered(desk, signer="advocate")
    for end in ("2027-06-30", "2027-01-31", "2027-06-30", "2027-06-30"):
        companion.make(desk, CompanionWish("release", REF, {**BY_ADVOCATE, "expiry_date": end}))
    ends = [event["until"] for event in track.show(desk, REF)["events"] if event["event"] == "release-written"]
    assert ends == ["2027-06-30", "2027-01-31", "2027-06-30"]


def test_a_release_of_a_later_day_lets_no_earlier_letter_rest_on_it(desk: Workspace) -> None:
    entered(desk, signer="advocate", release_until="2026-12-15")
    track.happened(desk, REF, "sent", TODAY, {"by": "mail"})
    later = desk.on(date(2027, 2, 1))
    companion.make(later, CompanionWish("release", REF, BY_ADVOCATE))
    with pytest.raises(NoLetterYet, match="release ended on December 15"):
        companion.make(desk.on(date(2027, 1, 15)), CompanionWish("mailing", REF))
    assert companion.make(later, CompanionWish("mailing", REF)).path.exists()


def test_nothing_is_made_for_sending_on_a_release_that_ended_but_a_withdrawal(desk: Workspace) -> None:
    letter = entered(desk, signer="advocate", release_until="2026-12-15")
    track.happened(desk, REF, "sent", TODAY, {"by": "mail"})
    late = desk.on(date(2027, 1, 15))
    for name, pdf in (("email", letter), ("mailing", None)):
        with pytest.raises(NoLetterYet, match="release ended"):
            companion.make(late, CompanionWish(name, REF, pdf=pdf))
        assert companion.make(desk, CompanionWish(name, REF, pdf=pdf)).path.exists()
    given = {"mailing_or_reply_address": "PO Box 1234, Saint Paul, MN 55101", "full_name": "Maya Lindqvist"}
    wish = next_letter.NextWish("withdrawal", given, late.today, address_confirmed=True)
    withdrawal = next_letter.write_next(late, REF, wish).path
    assert companion.make(late, CompanionWish("email", REF, pdf=withdrawal, out=Path("w.eml"))).path.exists()


def test_a_letter_of_the_log_is_not_written_anew_on_a_release_that_ended(desk: Workspace) -> None:
    entered(desk, signer="advocate")
    companion.make(desk, CompanionWish("release", REF, BY_ADVOCATE))
    again = wish_for(
        *(AUDIT, "advocate"),
        answers={"release_until": "2027-08-01"},
        track=True,
        reference=REF,
        out=Path("letter.pdf"),
        dated=date(2027, 6, 30),
    )
    with pytest.raises(NoLetterYet, match="release ended"):
        write_letter.write(desk, again)


def test_the_command_tells_what_to_do_with_a_draft_and_with_a_release(
    desk: Workspace, letters: Callable[..., Ran]
) -> None:
    letter = entered(desk)
    assert f"letters sent {REF} --by email" in letters("companion", "email", REF, "--pdf", str(letter)).out
    pairs = [part for name, text in RELEASE.items() for part in ("--set", f"{name}={text}")]
    assert "It ends on 2027-06-30." in letters("companion", "release", REF, "--as-of", str(TODAY), *pairs).out
    done = letters("companion", "release", REF, "--as-of", str(TODAY), *pairs, "--json")
    assert (done.json["companion"], done.json["until"]) == ("release", "2027-06-30")
    assert "it counts only once it is signed and dated" in done.err


def test_the_packet_tells_of_a_release(desk: Workspace, letters: Callable[..., Ran]) -> None:
    entered(desk)
    companion.make(desk, CompanionWish("release", REF, RELEASE))
    assert letters("packet", REF, "--out", "packet.pdf").code == 0
    assert "A release of data was written" in pdf_text(Path("packet.pdf").read_bytes())
