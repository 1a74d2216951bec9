"""What holds for letters to federal agencies alone: who is asked, by what way, what must be true."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from letters.addressee import Recipient, Way
from letters.answers import Answers
from letters.errors import NotSubject, WrongInput
from letters.events import Request
from letters.models import Agency
from letters.request_types import RequestType
from letters.workflow import recipients
from letters.workflow.federal_dates import APPEAL
from letters.workflow.workspace import Workspace

UNDERSTOOD = (
    "This gives the federal government {}. Speak with an immigration lawyer or an accredited representative first, and "
    "use that person's address for the answer. What you sign must be true."
)
GIVES = {True: "an address, a date and place of birth, and a signature", False: "an address and a signature"}
FOIA_OFFICER, PRIVACY_OFFICER = "FOIA Officer", "Privacy Officer"
ONLINE_ONLY = "{} takes requests online only."
# The regulations of the departments: Homeland Security 6 C.F.R. part 5, Justice 28 C.F.R. part 16.
REGULATIONS = {"us-dhs": "6cfr5", "us-doj": "28cfr16"}
# Immigration Court Practice Manual, ch. 12.2(a)(1): parties write to the court's own mailbox, named after its code.
COURT, COURT_CODE = "us-eoir", re.compile(r"[A-Z]{3}")
COURT_MAILBOX = "EOIR.{}.ROP.Requests@usdoj.gov"


def warning(request_type: RequestType, given: Mapping[str, str]) -> str | None:
    """What a person must have understood before such a letter is written; None where there is nothing."""
    for_itself = request_type.capacity == "foia_followup" and bool(given.get("organization", "").strip())
    if not request_type.about_writer or for_itself:
        return None
    return UNDERSTOOD.format(GIVES[bool(request_type.certified)])


def require_fitting(agency: Agency, request_type: RequestType, given: Mapping[str, str], *, understood: bool) -> None:
    """Federal letters go to the agencies that they name, and no others do; raises NotSubject and WrongInput."""
    if not request_type.federal:
        if agency.kind == "federal":
            why = agency.not_subject or "The Data Practices Act does not reach federal agencies."
            raise NotSubject(f"{agency.name}: {why} `letters types --agency {agency.id}` lists what is.")
        return
    if agency.id not in request_type.holders:
        raise WrongInput(f"{request_type.id} goes to {' or '.join(request_type.holders)}, and not to {agency.id}.")
    if (text := warning(request_type, given)) and not understood:
        raise WrongInput(f"{text}\nIf you have, say so with --understood.")


def recipient(
    workspace: Workspace, agency: Agency, request_type: RequestType, given: Answers, address: str | None, *, sure: bool
) -> Recipient:
    """To whom a federal letter goes, and how. Raises what `recipients.recipient` raises."""
    if request_type.capacity == "court_party":
        return _court(given, address)
    if request_type.id == APPEAL:
        way = recipients.parse_address(address) if address else "Sent as your decision letter directs"
        return Recipient(agency.name, None, None, way, "FOIA Appeals Officer", way="mail" if address else "as-told")
    amends = request_type.capacity == "privacy_act"
    greets, attention = (PRIVACY_OFFICER, None) if amends else (FOIA_OFFICER, agency.attention)
    if takes_online_only(agency):
        if address is not None:
            require_mail(agency)
        return Recipient(agency.name, None, attention, "Through the online portal", greets, way="portal")
    found = recipients.recipient(workspace.registry, agency, address, confirmed=sure)
    return replace(found, greets=greets)


def takes_online_only(agency: Agency) -> bool:
    """Whether no letter is mailed there: Homeland Security since 22 January 2026 (6 C.F.R. 5.3(a)(2), 5.21(a)(6))."""
    return agency.kind == "federal" and "portal" in agency.accepts and "mail" not in agency.accepts


def not_mailed(agency: Agency, request: Request) -> str | None:
    """Why no envelope is addressed for that request here; None where it goes by mail to the agency's known address."""
    if request.capacity == "court_party":
        return "it goes to the court that has the case, whose address is not known here"
    if request.request_type == APPEAL:
        return "an appeal goes where the decision letter says"
    return ONLINE_ONLY.format(agency.name) if takes_online_only(agency) else None


def require_mail(agency: Agency) -> None:
    """Raises WrongInput where nothing is mailed to."""
    if takes_online_only(agency):
        raise WrongInput(f"--address: {ONLINE_ONLY.format(agency.name)} --text writes the words for its form.")


def require_email(agency: Agency, capacity: str) -> None:
    """Raises WrongInput where no draft of an e-mail is made: it would not be taken, or the mailbox is not known."""
    if takes_online_only(agency):
        raise WrongInput(f"--email: {ONLINE_ONLY.format(agency.name)} --text writes the words for its form.")
    if capacity == "court_party":
        raise WrongInput("The log does not keep which court it is: write it with --email, which makes the draft.")


def _court(given: Answers, address: str | None) -> Recipient:
    """The court that has the case, by mail if its address is given, else its mailbox."""
    code = given["court_code"].text.upper()
    if not COURT_CODE.fullmatch(code):
        raise WrongInput("court_code: three letters, from the court's own list of codes; BIA for the Board.")
    name = "Board of Immigration Appeals" if code == "BIA" else f"Immigration Court, code {code}"
    mailbox = COURT_MAILBOX.format(code)
    way = recipients.parse_address(address) if address else f"By e-mail: {mailbox}"
    by: Way = "mail" if address else "email"
    return Recipient(name, None, "Records of proceedings", way, "Court Administrator", email=mailbox, way=by)


def regulation(workspace: Workspace, agency: Agency, day: date) -> str | None:
    """The id of the department's own regulation, where its text was read."""
    statute_id = REGULATIONS.get(agency.id) or REGULATIONS.get(agency.parent or "")
    statute = workspace.law.statutes.get(statute_id or "")
    return statute_id if statute and statute.printable_on(day) else None
