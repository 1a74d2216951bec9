"""How letters to federal agencies go: online, by mail, to a court; and their own copy."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pdfplumber
import pytest
from federal_support import FEDERAL, html_of
from support import Ran, pdf_text, wish_for

from letters.errors import WrongInput
from letters.workflow import plan, write
from letters.workflow.workspace import Workspace


@pytest.mark.parametrize("agency", ["us-ice", "us-cbp", "us-dhs"])
def test_homeland_security_is_offered_no_mailing(agency: str, workspace: Workspace) -> None:
    planned = plan.plan(workspace, wish_for("foia-policy-records", agency=agency))
    assert planned.recipient.way == "portal"
    assert planned.recipient.address == "Through the online portal"
    with pytest.raises(WrongInput, match="online only"):
        plan.plan(workspace, wish_for("foia-policy-records", agency=agency, email=True))
    assert "6 C.F.R. part 5" in html_of(workspace, wish_for("foia-policy-records", agency=agency))


def test_the_justice_department_has_its_own_regulations_and_takes_mail(workspace: Workspace) -> None:
    planned = plan.plan(workspace, wish_for("foia-policy-records", agency="us-fbi"))
    assert planned.recipient.way == "mail"
    assert "28 C.F.R. part 16" in html_of(workspace, wish_for("foia-policy-records", agency="us-fbi"))


def test_a_court_is_written_to_at_its_own_mailbox_or_address(desk: Workspace) -> None:
    wish = wish_for("immigration-court-file", answers={"court_code": "abc"}, email=True, reference="L-COURT")
    write.write(desk, wish)
    assert "To: EOIR.ABC.ROP.Requests@usdoj.gov" in Path("L-COURT-email.eml").read_text()
    mailed = plan.plan(desk, replace(wish, address="1 Example Plaza, Fort Snelling, MN 55111"))
    assert mailed.recipient.way == "mail"
    with pytest.raises(WrongInput, match="court_code: three letters"):
        plan.plan(desk, wish_for("immigration-court-file", answers={"court_code": "Fort Snelling"}))


def test_homeland_security_and_courts_get_no_envelope_and_no_draft(
    desk: Workspace, letters: Callable[..., Ran]
) -> None:
    done = write.write(desk, wish_for("foia-pa-own-ice", track=True, reference="L-ICE", out=Path("ice.pdf")))
    court = write.write(desk, wish_for("immigration-court-file", track=True, reference="L-EOIR", out=Path("court.pdf")))
    labels = letters("labels", "L-ICE", "L-EOIR", "--out", "labels.pdf", "--address-confirmed")
    assert labels.code == 1
    assert "takes requests online only" in labels.err
    assert "the court that has the case" in labels.err
    draft = letters("companion", "email", "L-ICE", "--pdf", str(done.path))
    assert (draft.code, "takes requests online only" in draft.err) == (2, True)
    draft = letters("companion", "email", "L-EOIR", "--pdf", str(court.path))
    assert (draft.code, "write it with --email" in draft.err) == (2, True)
    with pytest.raises(WrongInput, match="online only"):
        plan.plan(desk, replace(wish_for("foia-pa-own-ice"), address="1 Example Ave, Washington, DC 20001"))
    appeal = plan.plan(desk, replace(wish_for("foia-appeal"), address="1 Example Ave, Washington, DC 20001"))
    assert any("only if your decision letter gives it" in warning for warning in appeal.warnings)
    write.write(desk, wish_for("foia-policy-records", agency="us-fbi", email=True, reference="L-FBI"))
    text = " ".join(Path("L-FBI-email.eml").read_text().replace("=\n", "").split())
    assert "It is for the office named in the letter." in text
    assert "Subject: Request, reference L-FBI" in text


@pytest.mark.parametrize("request_type", FEDERAL)
def test_an_own_copy_is_of_two_pages_in_type_that_can_be_read(request_type: str, desk: Workspace) -> None:
    wish = wish_for(request_type, track=True, companions=True, reference="L-OWN", out=Path("letter.pdf"))
    write.write(desk, wish)
    with pdfplumber.open("L-OWN-own-copy.pdf") as document:
        assert len(document.pages) <= 2
        sizes = [round(c["size"], 1) for page in document.pages for c in page.chars if c["top"] < 740]
    assert min(sizes) >= 11


def test_the_own_copy_of_a_federal_letter_is_of_federal_law(desk: Workspace, letters: Callable[..., Ran]) -> None:
    wish = wish_for("foia-pa-own-ice", track=True, companions=True, reference="L-ICE", out=Path("letter.pdf"))
    done = write.write(desk, wish)
    assert [path.name for path in done.companions] == ["L-ICE-own-copy.pdf"]
    text = pdf_text(Path("L-ICE-own-copy.pdf").read_bytes())
    assert "Check the agency’s own page first, since offices move to online filing" in text
    assert "Do not mail it" in text
    assert "Tuesday, January 5, 2027 at the latest" in text  # online: no days for the mail
    assert "Open the file L-ICE.txt, copy all of it, and paste it into the form" in text
    assert "leave the box empty or stop, and ask your lawyer" in text
    assert "country of citizenship or of residency" in text
    assert "A-files are held by USCIS" in text
    for section in ("552(a)(6)(A)", "552(a)(6)(B)", "552(b)"):
        assert text.count(section) == 1, section
    assert "Minn." not in text
    letters("sent", "L-ICE", "--on", "2026-10-01", "--by", "portal")
    letters("answer", "L-ICE", "--reply", "no-data", "--on", "2026-11-20")
    assert letters("companion", "own-copy", "L-ICE", "--out", "later.pdf").code == 0
    assert "Appeal by Thursday, February 18, 2027" in pdf_text(Path("later.pdf").read_bytes())
    assert letters("companion", "identity", "L-ICE").code == 2


@pytest.mark.parametrize("agency", ["us-ice", "us-cbp", "us-dhs", "us-uscis"])
def test_nothing_is_mailed_or_e_mailed_to_homeland_security(
    agency: str, desk: Workspace, letters: Callable[..., Ran]
) -> None:
    request_type = {"us-uscis": "foia-pa-own-uscis"}.get(agency, "foia-policy-records")
    with pytest.raises(WrongInput, match="online only"):
        plan.plan(desk, wish_for(request_type, agency=agency, address="1 Example St, Washington, DC 20001"))
    wish = wish_for(request_type, agency=agency, track=True, reference="L-DHS", out=Path("letter.pdf"))
    write.write(desk, wish)
    assert "online only" in letters("companion", "email", "L-DHS", "--pdf", "letter.pdf").err
    where = ("--address", "1 Example St, Washington, DC 20001")
    assert "online only" in letters("companion", "own-copy", "L-DHS", *where, "--out", "copy.pdf").err
    assert "online only" in letters("labels", "L-DHS", "--out", "labels.pdf", "--address-confirmed").err
    assert "Mail it" not in letters("show", "L-DHS").out
    assert not list(Path().glob("*.eml"))


@pytest.mark.parametrize("agency", ["us-ice", "us-cbp", "us-dhs", "us-uscis"])
def test_of_homeland_security_no_mailbox_and_no_fax_is_known(agency: str, workspace: Workspace) -> None:
    found = workspace.registry.get(agency)
    assert (found.email, found.fax, found.accepts) == (None, None, ("portal",))
