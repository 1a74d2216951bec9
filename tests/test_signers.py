"""Who may sign: the data subject, or somebody who stands in for that person."""

from collections.abc import Callable
from pathlib import Path

import pytest
from support import CATALOGUE, MAYA, Ran, examples, pdf_text, wish_for

from letters import tracker
from letters.errors import WrongInput
from letters.workflow import write as write_letter
from letters.workflow.workspace import Workspace

AUDIT = "own-record-audit-trail"


def text_of(workspace: Workspace, request_type: str, signer: str, folder: Path, **answers: str) -> str:
    wish = wish_for(request_type, signer, answers=answers, out=folder / "letter.pdf")
    return pdf_text(write_letter.write(workspace, wish).path.read_bytes())


# signer: (what the letter says, what it never says)
SAID = {
    "self": (
        ("I am the subject of the data", "§ 13.04, subd. 3", "ten days", "about me"),
        ("Parent", "guardian", "Enclosure"),
    ),
    "parent": (
        (
            "I am a parent of the child named below, who is under 18",
            "§ 13.02, subd. 8",
            "§ 13.04, subd. 3",
            "ten days",
            "Child’s name Ida Lindqvist",
            "Parent of the child named above",
            "birth record or court paper",
        ),
        ("my driver", "about me", "Date of birth"),
    ),
    "guardian": (
        (
            "I am the legal guardian of the person named below",
            "Name Sam Okafor",
            "Legal guardian of the person named above",
            "ten days",
            "Enclosure: Copy of the pages of my letters of guardianship that name me, the person and my powers",
        ),
        ("about me", "I am the subject"),
    ),
    "decedent": (
        (
            "I am the personal representative of the estate, appointed by a court after the death of the person named",
            "I exercise that person’s rights in these data (Minn. Stat. § 13.10)".replace("’", "'"),
            "Name Sam Okafor",
            "Date of death March 20, 2026",
            "Representative of the decedent named above",
            "ten days",
            "Enclosure: Copy of my letters of appointment",
        ),
        ("about me", "I am the subject"),
    ),
    "advocate": (
        (
            "I represent the person named below",
            "§ 13.05, subd. 4(d)",
            "My client’s name Alex Morgan",
            "Enclosure: Informed consent, signed and dated by the data subject",
        ),
        # no law gives somebody else the subject's time and costs
        ("ten days", "13.04", "actual cost", "about me", "I am the subject"),
    ),
}


@pytest.mark.parametrize("signer", SAID)
def test_each_signer_has_a_standing_a_signature_papers_and_a_proof(
    signer: str, workspace: Workspace, tmp_path: Path
) -> None:
    text = text_of(workspace, AUDIT, signer, tmp_path)
    said, never = SAID[signer]
    for words in said:
        assert words in text
    for words in never:
        assert words not in text


def test_every_signer_is_tried(workspace: Workspace) -> None:
    assert set(workspace.catalogue.signers) == {*SAID, "student-parent"}


def test_the_name_of_the_signer_finds_no_record_of_somebody_else(workspace: Workspace, tmp_path: Path) -> None:
    wish = wish_for(AUDIT, "parent", out=tmp_path / "letter.html", html=True)
    html = write_letter.write(workspace, wish).path.read_text()
    table = html[html.index("<table>") : html.index("</table>")]
    assert "Ida Lindqvist" in table
    assert "Maya" not in table


@pytest.mark.parametrize("kin", ["surviving spouse", "child", "parent"])
def test_kin_act_for_a_decedent_only_where_nobody_comes_before(kin: str, workspace: Workspace) -> None:
    answers = {"decedent_representative": kin}
    with pytest.raises(WrongInput, match="nobody_before_me"):
        write_letter.plan(workspace, wish_for(AUDIT, "decedent", answers=answers))
    wish = wish_for(AUDIT, "decedent", answers=answers | {"nobody_before_me": "yes"})
    # such papers can show a birthplace: they are shown, not mailed
    assert write_letter.plan(workspace, wish).order.enclosures == ()


def test_a_student_of_eighteen_signs_alone_and_at_a_college_always(workspace: Workspace) -> None:
    school = "school-record-and-disclosures"
    with pytest.raises(WrongInput, match="student_date_of_birth: somebody of 18"):
        write_letter.plan(workspace, wish_for(school, answers={"student_date_of_birth": "1990-01-01"}))
    at_college = write_letter.plan(workspace, wish_for(school, agency="mn-mn-st-colleges-universities"))
    assert at_college.order.request_type.signer is not None
    assert at_college.order.request_type.signer.id == "self"


BLANKET = ["everything you have about me", "All data on me", "my entire file", "any and all data and records"]


@pytest.mark.parametrize("released", BLANKET)
def test_a_release_of_everything_is_refused(released: str, workspace: Workspace) -> None:
    with pytest.raises(WrongInput, match="data_released: name the data"):
        write_letter.plan(workspace, wish_for("informed-consent-release", answers={"data_released": released}))


@pytest.mark.parametrize(("end", "allowed"), [("2026-11-25", False), ("2027-11-25", True), ("2027-11-26", False)])
def test_a_release_ends_within_a_year(end: str, allowed: bool, workspace: Workspace) -> None:
    wish = wish_for("informed-consent-release", answers={"expiry_date": end})
    if allowed:
        write_letter.plan(workspace, wish)
        return
    with pytest.raises(WrongInput, match="expiry_date: "):
        write_letter.plan(workspace, wish)


# what is answered: what the message says
REFUSED = {
    "an adult child": ({"minor_date_of_birth": "2008-11-25"}, "signs his or her own letter"),
    "an order, unread": ({"court_order": "yes"}, "court_order_allows: an order on custody"),
    "an order that forbids": ({"court_order": "yes", "court_order_allows": "no"}, "court_order_allows: an order"),
    "an order that is not mentioned": ({"court_order_allows": "no"}, "court_order_allows: an order"),
    "nobody": ({"signer": "neighbour"}, "signer: such a letter can be signed by one of: self, parent"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_parent_may_not_do_is_refused(name: str, workspace: Workspace) -> None:
    answers, message = REFUSED[name]
    with pytest.raises(WrongInput, match=message):
        write_letter.plan(workspace, wish_for(AUDIT, "parent", answers=answers))


def test_a_child_of_almost_eighteen_is_a_child(workspace: Workspace) -> None:
    wish = wish_for(AUDIT, "parent", answers={"minor_date_of_birth": "2008-11-26"})
    assert write_letter.plan(workspace, wish).order.request_type.signer is not None


@pytest.mark.parametrize("gate", ["client_cannot_sign", "release_enclosed"])
def test_an_advocate_signs_only_for_a_client_who_cannot_and_with_a_release(gate: str, workspace: Workspace) -> None:
    with pytest.raises(WrongInput, match=f"{gate}: without a yes"):
        write_letter.plan(workspace, wish_for(AUDIT, "advocate", answers={gate: "no"}))
    answers = examples(CATALOGUE.types[AUDIT], "advocate")
    del answers[gate]
    with pytest.raises(WrongInput, match=f"{gate}: "):
        write_letter.plan(workspace, wish_for(AUDIT, given=answers))


def test_gates_are_recorded_when_the_letter_is_written(home: Path, write: Callable[..., Ran]) -> None:
    done = write("mn-dps-dvs", "privacy-classification-request", "--out", "letter.pdf", "--json")
    assert done.code == 0, done.err
    with tracker.reading(home) as store:
        (event,) = store.get(done.json[0]["reference"]).events
    assert event.detail["confirmed"] == "safety_statement_true"


def test_a_public_letter_has_no_other_signer(letters: Callable[..., Ran]) -> None:
    answers = {"mailing_or_reply_address": "reply@example.org", "date_from": "2024-01-01", "signer": "parent"}
    pairs = [option for name, text in answers.items() for option in ("--set", f"{name}={text}")]
    done = letters("write", "mn-dps-dvs", "data-sharing-agreements-mous", *pairs)
    assert done.code == 2
    assert "signer: whoever asks signs such a letter" in done.err


DESIGNATED = "Lot 0000\nPO Box 99\nSaint Paul, MN 55101"


@pytest.mark.parametrize("request_type", [AUDIT, "safe-at-home-participant", "safe-at-home-own-data"])
def test_a_participant_gives_the_designated_address_alone(
    request_type: str, workspace: Workspace, tmp_path: Path
) -> None:
    answers = {"safe_at_home_address": DESIGNATED, "mailing_or_reply_address": MAYA["mailing_or_reply_address"]}
    text = text_of(workspace, request_type, CATALOGUE.types[request_type].signers[0], tmp_path, **answers)
    assert "Maya Lindqvist" in text
    assert "Lot 0000" in text
    assert "PO Box 1234" not in text


STREETS = [
    "12 Example Street\nSaint Paul, MN 55101",
    "1 Example Ave, PO Box 9, St. Paul, MN 55101",
    "PO Box 9, 123 Main St N Apt 4, Saint Paul, MN 55101",
    "PO Box 9, 12-14 Elm Street, Saint Paul, MN 55101",
    "PO Box 9, 4500 Example Terrace, Saint Paul, MN 55101",
    "PO Box 9, 123 Highway 61, Saint Paul, MN 55101",
    "PO Box 9, N7721 County Road 5, Saint Paul, MN 55101",
]


@pytest.mark.parametrize("field", ["safe_at_home_address", "mailing_or_reply_address"])
@pytest.mark.parametrize("street", STREETS)
def test_a_participant_never_gives_a_street_address(field: str, street: str, workspace: Workspace) -> None:
    answers = {"safe_at_home_address": DESIGNATED, field: street}
    with pytest.raises(WrongInput, match=f"{field}: .*designated address") as error:
        write_letter.plan(workspace, wish_for("safe-at-home-participant", answers=answers))
    assert "Elm" not in str(error.value)
    assert "Example" not in str(error.value)


@pytest.mark.parametrize(
    "box", ["Lot 12, Post Office Box 99, Saint Paul, MN 55101", "P.O. Box 99\nLot 12\nSt. Paul MN 55101-1234"]
)
def test_a_designated_address_is_taken_as_the_program_writes_it(box: str, workspace: Workspace) -> None:
    write_letter.plan(workspace, wish_for("safe-at-home-participant", answers={"safe_at_home_address": box}))


def test_no_other_field_takes_a_participants_street(workspace: Workspace) -> None:
    street = "12 Elm Street, Saint Paul, MN 55101"
    given = {"safe_at_home_address": DESIGNATED, "mailing_address_for_service": street}
    with pytest.raises(WrongInput, match="mailing_address_for_service: a participant"):
        write_letter.plan(workspace, wish_for("privacy-classification-request", answers=given))
    given = {
        "safe_at_home_address": DESIGNATED,
        "representative_name": "maya lindqvist",
        "representative_address": street,
    }
    with pytest.raises(WrongInput, match="representative_name: that is you"):
        write_letter.plan(workspace, wish_for(AUDIT, answers=given))


def test_a_letter_with_another_address_asks_for_no_designated_one(workspace: Workspace) -> None:
    wish = wish_for(
        "voter-record-from-license-or-benefit-application-own", answers={"safe_at_home_address": DESIGNATED}
    )
    assert any(
        "safe_at_home_address: this request type does not use it" in w
        for w in write_letter.plan(workspace, wish).warnings
    )


@pytest.mark.parametrize("request_type", ["safe-at-home-own-data", AUDIT])
def test_the_log_keeps_nothing_of_a_participant(request_type: str, home: Path, write: Callable[..., Ran]) -> None:
    given = {"safe_at_home_address": DESIGNATED, "phone": "651-555-0142"}
    done = write("mn-dps-dvs", request_type, "--out", "letter.pdf", "--json", **given)
    with tracker.reading(home) as store:
        kept = store.get(done.json[0]["reference"]).answers
    assert not {"full_name", "mailing_or_reply_address", "safe_at_home_address", "phone", "email"} & set(kept)
