"""A letter as a draft of an e-mail: to whom, in what words. Nothing is sent, and only a letter goes along."""

from dataclasses import dataclass, field

from letters.events import Request
from letters.request_types import FEDERAL
from letters.steps import Step
from letters.workflow import federal, recipients
from letters.workflow.workspace import Workspace

EMAIL = "email"


@dataclass(frozen=True)
class Draft:
    """The file of a draft and its name; `to` is None where no address for data requests is known: see `warnings`."""

    name: str
    content: bytes = field(repr=False)
    to: str | None
    warnings: tuple[str, ...]


def draft(
    workspace: Workspace,
    request: Request,
    letter: bytes,
    step: Step | None = None,
    *,
    to: str | None = None,
    name: str | None = None,
) -> Draft:
    """A draft with the PDF of the request, or of the next letter that `step` made, which may go to another body.

    `to` is the mailbox for this letter, where it has one of its own; `name` that of its file. Raises WrongInput where
    no e-mail is taken.
    """
    from letters import mail

    to_body = step is None or step.to == "agency"
    agency = workspace.registry.get(request.agency if step is None or to_body else step.to)
    department = workspace.registry.department(agency)
    # A letter to another body, such as the Data Practices Office, is no data request: its general address will do.
    known = recipients.email_for_requests(agency, department) if to_body else agency.email
    if request.capacity in FEDERAL and to is None:
        federal.require_email(agency, request.capacity)
    to = to or known
    name = name or (request.reference if step is None else f"{request.reference}-{step.id}")
    told = {
        "reference": request.reference,
        "capacity": request.capacity,
        "to_body": to_body,
        "federal": request.capacity in FEDERAL,
    }
    text = workspace.stationery.message(EMAIL, workspace.today, **told)
    subject = f"{'Request' if told['federal'] else 'Data request'}, reference {request.reference}"
    content = mail.draft(to=to, subject=subject, text=text + "\n", pdf=letter, name=f"{name}.pdf")
    page = agency.data_practices_page or department.data_practices_page or agency.website or "the body's own page"
    unknown = f"No e-mail address for such letters is known for {agency.name}: see {page}, and fill in To yourself."
    return Draft(f"{name}-email.eml", content, to, () if to else (unknown,))
