"""Letters to federal agencies: the word that they need, to whom they go, what they hold, and what the log keeps."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from federal_support import ABOUT_WRITER, html_of
from support import CATALOGUE, Ran, Terminal, examples, pdf_text, wish_for

from letters import tracker
from letters.errors import NotSubject, WrongInput
from letters.workflow import plan, write
from letters.workflow.workspace import Workspace

WITH_A_WORD = ABOUT_WRITER


@pytest.mark.parametrize("request_type", WITH_A_WORD)
def test_nothing_about_oneself_is_written_before_it_is_understood(request_type: str, workspace: Workspace) -> None:
    with pytest.raises(WrongInput, match=r"(?s)lawyer or an accredited representative first.*--understood"):
        plan.plan(workspace, replace(wish_for(request_type), understood=False))


def test_an_organization_needs_no_word_for_a_follow_up(workspace: Workspace) -> None:
    wish = wish_for("foia-appeal", answers={"organization": "Example Center"}, understood=False)
    assert plan.plan(workspace, wish)


def test_in_a_terminal_the_word_is_typed(desk: Workspace) -> None:
    answers = examples(CATALOGUE.types["foia-pa-own-ice"])
    Path("answers.yaml").write_text("".join(f"{name}: {text!r}\n" for name, text in answers.items()))
    command = ("write", "us-ice", "foia-pa-own-ice", "--answers", "answers.yaml", "--out", "letter.pdf")
    code, _ = Terminal(*command).on("Type yes", "no\r").ends()
    assert code == 1
    assert not Path("letter.pdf").exists()
    code, said = Terminal(*command).on("Type yes", "yes\r").ends()
    assert code == 0, said
    assert Path("letter.pdf").exists()


def test_amendment_needs_the_word_of_a_lawyer(workspace: Workspace) -> None:
    wish = wish_for("privacy-act-amendment", answers={"lawyer_advised_privacy_act": "no"})
    with pytest.raises(WrongInput, match="lawyer_advised_privacy_act"):
        plan.plan(workspace, wish)


def test_federal_letters_go_to_the_agencies_that_they_name(workspace: Workspace) -> None:
    with pytest.raises(WrongInput, match="goes to us-ice"):
        plan.plan(workspace, wish_for("foia-pa-own-ice", agency="us-cbp"))
    with pytest.raises(WrongInput, match="and not to mn-dps"):
        plan.plan(workspace, wish_for("foia-pa-own-ice", agency="mn-dps"))
    with pytest.raises(NotSubject, match="letters types --agency us-ice"):
        plan.plan(workspace, wish_for("own-record-audit-trail", agency="us-ice"))


def test_what_is_forbidden_in_minnesota_is_taken_only_where_it_is_asked(workspace: Workspace) -> None:
    assert "A012345678" in html_of(workspace, wish_for("foia-pa-own-ice", answers={"a_number": "A012345678"}))
    with pytest.raises(WrongInput, match=r"passport_number: .* not needed in this letter"):
        plan.plan(workspace, wish_for("foia-pa-own-ice", answers={"passport_number": "X1234567"}))
    with pytest.raises(WrongInput, match="never printed in a letter to a Minnesota body"):
        plan.plan(workspace, wish_for("own-record-audit-trail", answers={"a_number": "A012345678"}))


def test_nothing_forbidden_or_sensitive_stays_in_the_log(desk: Workspace, letters: Callable[..., Ran]) -> None:
    every = {f.id: f.example for f in CATALOGUE.types["foia-pa-own-cbp"].fields}
    wish = replace(wish_for("foia-pa-own-cbp", track=True, reference="L-CBP"), given=every, out=Path("letter.pdf"))
    write.write(desk, wish)
    kept = letters("show", "L-CBP", "--json").out + (desk.home / "letters.sqlite").read_bytes().decode("latin-1")
    for name in ("passport_number", "place_of_birth", "date_of_birth", "license_plate"):
        assert CATALOGUE.fields[name].example not in kept, name


def test_the_text_for_a_portal_has_the_words_of_the_letter(desk: Workspace) -> None:
    every = {f.id: f.example for f in CATALOGUE.types["foia-pa-own-ice"].fields}
    wish = replace(wish_for("foia-pa-own-ice", text=True, reference="L-ICE"), given=every)
    done = write.write(desk, wish)
    assert [path.name for path in done.companions] == ["L-ICE.txt"]
    text = Path("L-ICE.txt").read_text()
    printed = pdf_text(done.path.read_bytes())
    letter = printed[: printed.index("Certification of identity")]
    assert set(re.findall(r"[\w§]+", text)) <= set(re.findall(r"[\w§]+", letter))
    assert set(re.findall(r"[\w§]+", letter)) - set(re.findall(r"[\w§]+", text)) <= {"Page", "of"}
    assert CATALOGUE.fields["place_of_birth"].example not in text  # it stands in the certification alone
    again = write.write(desk, wish)
    assert Path("L-ICE.txt").read_text() == text
    assert again.sha256 == done.sha256


@pytest.mark.parametrize(
    ("how", "words", "absent"),
    [
        (
            "declaration under penalty of perjury",
            "I declare under penalty of perjury that",
            "notarial",
        ),
        ("notarized signature", "Signed and sworn to (or affirmed) before me", "penalty of perjury"),
        ("the agency's own form", "on your own form", "Executed on"),
    ],
)
def test_identity_is_certified_in_one_of_three_ways(how: str, words: str, absent: str, workspace: Workspace) -> None:
    shown = html_of(workspace, wish_for("foia-pa-own-ice", answers={"certification_of_identity": how}))
    assert words in shown
    assert absent not in shown


def test_a_lawyers_office_is_sworn_to_only_as_care_of(workspace: Workspace) -> None:
    office = "Northside Legal Aid\n200 Example Ave\nMinneapolis, MN 55411"
    told = {"representative_name": "Jordan Reyes", "representative_address": office}
    for address in (office, "200 Example Ave\nMinneapolis, MN 55411"):
        with pytest.raises(WrongInput, match="begin it with c/o"):
            plan.plan(workspace, wish_for("foia-pa-own-ice", answers={**told, "current_address": address}))
    shown = html_of(workspace, wish_for("foia-pa-own-ice", answers={**told, "current_address": f"c/o {office}"}))
    assert "I consent to the release of these records to Jordan Reyes, Northside Legal Aid, 200 Example Ave" in shown
    assert "My consent is on the certification." in shown
    assert "Present address" not in shown


def test_what_the_agencys_own_form_states_is_not_asked_here(workspace: Workspace) -> None:
    wish = wish_for("foia-pa-own-ice", answers={"certification_of_identity": "the agency's own form"})
    certified = ("date_of_birth", "place_of_birth", "current_address")
    fewer = {name: text for name, text in wish.given.items() if name not in certified}
    assert "on your own form, goes with this request" in html_of(workspace, replace(wish, given=fewer))
    with pytest.raises(WrongInput, match="place_of_birth"):
        plan.plan(workspace, wish_for("foia-pa-own-uscis", answers={"place_of_birth": ""}))


def test_a_court_letter_cites_the_one_manual_that_fits(workspace: Workspace) -> None:
    board = html_of(workspace, wish_for("immigration-court-file", answers={"court_code": "bia"}))
    assert "BIA Practice Manual" in board
    assert "Immigration Court Practice Manual" not in board
    assert "BIA Practice Manual" not in html_of(workspace, wish_for("immigration-court-file"))


def test_an_appeal_gives_its_reasons_and_the_log_does_not_keep_them(desk: Workspace) -> None:
    reason = "The letter names no exemption for pages 12 to 40."
    wish = wish_for("foia-appeal", answers={"appeal_reasons": reason}, track=True, reference="L-A", out=Path("a.pdf"))
    done = write.write(desk, wish)
    assert reason in " ".join(pdf_text(done.path.read_bytes()).split())
    with tracker.reading(desk.home) as store:
        assert "appeal_reasons" not in store.get("L-A").answers
