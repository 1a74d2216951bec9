"""The draft of an e-mail: it has the letter byte for byte, the right address or none, and nothing else."""

import email
from collections.abc import Callable
from email import policy
from pathlib import Path

import pytest
from companions_support import AGREEMENTS, AUDIT, REF, entered
from support import Ran, wish_for

from letters.errors import LettersError, WrongInput
from letters.workflow import companion
from letters.workflow import write as write_letter
from letters.workflow.companion import CompanionWish
from letters.workflow.workspace import Workspace


def drafted(desk: Workspace, pdf: Path) -> tuple[companion.Made, "email.message.EmailMessage"]:
    made = companion.make(desk, CompanionWish("email", REF, pdf=pdf))
    return made, email.message_from_bytes(made.path.read_bytes(), policy=policy.default)


def test_a_draft_has_the_letter_byte_for_byte_and_nothing_of_the_person(desk: Workspace) -> None:
    letter = entered(desk)
    made, message = drafted(desk, letter)
    assert made.path == Path(f"{REF}-email.eml")
    assert (message["X-Unsent"], message["Subject"]) == ("1", f"Data request, reference {REF}")
    (attached,) = message.iter_attachments()
    assert attached.get_content() == letter.read_bytes()
    assert (attached.get_content_type(), attached.get_filename()) == ("application/pdf", f"{REF}.pdf")
    assert "No identity document is attached" in message.get_body().get_content()
    assert not {"From", "Date", "Message-ID"} & set(message.keys())
    assert made.sha256 == drafted(desk, letter)[0].sha256
    assert not message.defects


def test_a_draft_goes_to_an_address_for_data_requests_and_to_no_other(desk: Workspace) -> None:
    known = {body.email_basis: body.id for body in desk.registry.agencies.values() if body.email and body.address}
    for basis in ("data-practices-contact", "general"):
        agency = desk.registry.get(known[basis])
        wish = wish_for(AGREEMENTS, agency=agency.id, track=True, reference=f"L-{len(basis)}", out=Path("letter.pdf"))
        write_letter.write(desk, wish)
        made = companion.make(desk, CompanionWish("email", f"L-{len(basis)}", pdf=Path("letter.pdf")))
        message = email.message_from_bytes(made.path.read_bytes(), policy=policy.default)
        sure = basis == "data-practices-contact"
        assert message["To"] == (agency.email if sure else None)
        assert ["No e-mail address for such letters" in warning for warning in made.warnings] == [True] * (not sure)


def test_a_draft_takes_along_no_other_file_than_the_letter(desk: Workspace) -> None:
    entered(desk)
    own_copy = companion.make(desk, CompanionWish("own-copy", REF)).path
    passport = Path("passport.pdf")
    passport.write_bytes(b"%PDF-1.7 a scan")
    for other in (own_copy, passport):
        with pytest.raises(WrongInput, match="Never e-mail an identity document"):
            companion.make(desk, CompanionWish("email", REF, pdf=other))
    with pytest.raises(LettersError, match=r"There is no file nowhere\.pdf"):
        companion.make(desk, CompanionWish("email", REF, pdf=Path("nowhere.pdf")))
    assert not list(Path().glob("*.eml"))


def test_a_letter_can_be_written_with_its_draft(write: Callable[..., Ran]) -> None:
    done = write("mn-dps-dvs", AUDIT, "--email", "--companions", "--reference", REF, "--json")
    (row,) = done.json
    assert f"{REF}-email.eml" in row["companions"]
    message = email.message_from_bytes(Path(f"{REF}-email.eml").read_bytes(), policy=policy.default)
    (attached,) = message.iter_attachments()
    assert attached.get_content() == Path(row["path"]).read_bytes()
    assert write("mn-dps-dvs", AUDIT, "--email", "--html").code == 2


def test_a_next_letter_can_be_written_with_its_draft_to_the_body_that_it_goes_to(
    letters: Callable[..., Ran], desk: Workspace
) -> None:
    entered(desk)
    letters("sent", REF, "--on", "2026-10-01")
    letters("happened", REF, "escalated", "--step", "demand-determination", "--on", "2026-11-20")
    late = ("--as-of", "2026-12-15")
    done = letters("next", REF, "--step", "data-practices-office", "--email", "--json", *late, "--address-confirmed")
    assert done.code == 0, done.err
    made = done.json["written"]
    message = email.message_from_bytes(Path(made["email"]).read_bytes(), policy=policy.default)
    office = desk.registry.get("mn-admin-dpo")
    assert message["To"] == office.email
    assert "responsible authority" not in message.get_body().get_content()
    (attached,) = message.iter_attachments()
    assert attached.get_content() == Path(made["path"]).read_bytes()
    again = letters("companion", "email", REF, "--pdf", made["path"], "--out", "again.eml")
    assert again.code == 0, again.err
    assert Path("again.eml").read_bytes() == Path(made["email"]).read_bytes()
    notes = letters("next", REF, "--step", "lawyer-notes", "--email", *late)
    assert notes.code == 2
    assert "goes to nobody" in notes.err
