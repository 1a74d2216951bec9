"""What holds for letters to federal agencies alone: who is asked, by what way, what must be true."""

import re
from dataclasses import replace
from datetime import date

from letters.addressee import Recipient, Way
from letters.answers import Answers, written
from letters.calendars import calendar_of
from letters.deadlines import deadline
from letters.errors import NoLetterYet, NotSubject, WrongInput
from letters.events import Request
from letters.ladder import DETERMINATION, Standing, answer_due
from letters.models import Agency
from letters.request_types import FEDERAL, OWN_FILE, RequestType
from letters.workflow import recipients
from letters.workflow.workspace import Workspace

UNDERSTOOD = (
    "This request gives the federal government an address, a date and place of birth, and a signature. Speak with an "
    "immigration lawyer or an accredited representative first, and use that person's address for the answer. What you "
    "sign must be true."
)
STATUS_INQUIRY, APPEAL = "foia-status-inquiry", "foia-appeal"
FOIA_OFFICER = "FOIA Officer"
# The regulations of the departments: Homeland Security 6 C.F.R. part 5, Justice 28 C.F.R. part 16.
REGULATIONS = {"us-dhs": "6cfr5", "us-doj": "28cfr16"}
# Immigration Court Practice Manual, ch. 12.2(a)(1): parties write to the court's own mailbox, named after its code.
COURT, COURT_CODE = "us-eoir", re.compile(r"[A-Z]{3}")
COURT_MAILBOX = "EOIR.{}.ROP.Requests@usdoj.gov"


def warning(request_type: RequestType) -> str | None:
    """What a person must have understood before such a letter is written; None where there is nothing."""
    return UNDERSTOOD if request_type.capacity in OWN_FILE else None


def require_fitting(agency: Agency, request_type: RequestType, *, understood: bool) -> None:
    """Federal letters go to the agencies that they name, and no others do; raises NotSubject and WrongInput."""
    if not request_type.federal:
        if agency.kind == "federal":
            raise NotSubject(f"{agency.name}: {agency.not_subject} `letters types --agency {agency.id}` lists what is.")
        return
    if agency.id not in request_type.holders:
        raise WrongInput(f"{request_type.id} goes to {' or '.join(request_type.holders)}, and not to {agency.id}.")
    if (text := warning(request_type)) and not understood:
        raise WrongInput(f"{text}\nIf you have, say so with --understood.")


def recipient(
    workspace: Workspace, agency: Agency, request_type: RequestType, given: Answers, address: str | None, *, sure: bool
) -> Recipient:
    """To whom a federal letter goes, and how. Raises what `recipients.recipient` raises."""
    if request_type.capacity == "court_party":
        return _court(given, address)
    if request_type.id == APPEAL:
        way = recipients.parse_address(address) if address else "As the decision letter says"
        return Recipient(agency.name, None, None, way, "FOIA Appeals Officer", way="mail" if address else "as-told")
    if address is None and takes_online_only(agency):
        return Recipient(agency.name, None, agency.attention, "Through the online portal", FOIA_OFFICER, way="portal")
    found = recipients.recipient(workspace.registry, agency, address, confirmed=sure)
    return replace(found, greets=FOIA_OFFICER)


def takes_online_only(agency: Agency) -> bool:
    """Whether no letter is mailed there: Homeland Security since 22 January 2026 (6 C.F.R. 5.3(a)(2), 5.21(a)(6))."""
    return agency.kind == "federal" and "portal" in agency.accepts and "mail" not in agency.accepts


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


def require_true(workspace: Workspace, request_type: RequestType, given: Answers, dated: date) -> None:
    """A follow-up says that a time has passed, or that it is kept: raises NoLetterYet where that is not so."""
    if request_type.id == STATUS_INQUIRY:
        last = last_day_to_determine(workspace, given["base_request_date"].day)
        if last and dated <= last:
            raise NoLetterYet(f"The time for an answer has not surely passed: it may end on {written(last)}.")
    if request_type.id == APPEAL and (decided := given["date_of_decision"].day):
        ninety = deadline(workspace.law.clocks["foia-appeal"], decided, calendar_of("federal")).early_count
        longer = given["appeal_by"].day if "appeal_by" in given else None
        last = max(day for day in (ninety.unrolled if ninety else decided, longer) if day)
        if dated > last:
            raise NoLetterYet(
                f"The last day to appeal was {written(last)}. If the decision letter gives a later one, answer "
                "appeal_by; if not, see a lawyer, or send the request again."
            )


def last_day_to_determine(workspace: Workspace, sent: date | None) -> date | None:
    """The last day that any count gives for the determination of a request sent on that day."""
    clock = workspace.law.clocks[DETERMINATION]
    return answer_due(clock, sent, None, calendar_of("federal")).latest if sent else None


def next_letter(workspace: Workspace, request: Request, found: Standing) -> str | None:
    """The command for the federal letter that the log allows next, if there is one."""
    if request.capacity not in FEDERAL - {"foia_followup", "court_party"} or found.sent is None:
        return None
    if found.status in ("denied", "part"):
        return f"letters write {request.agency} {APPEAL} --set date_of_decision=DATE --set request_number=NUMBER"
    last = last_day_to_determine(workspace, found.sent)
    if found.status == "waiting" and last and workspace.today > last:
        told = f"--set base_request_date={found.sent} --set request_number=NUMBER"
        return f"letters write {request.agency} {STATUS_INQUIRY} {told}"
    return None
