"""Where a letter would go, for a person to confirm or correct before anything else is asked."""

from dataclasses import dataclass

from letters.addressee import names
from letters.errors import NoAddress
from letters.workflow import federal, federal_dates, recipients
from letters.workflow.workspace import Workspace


@dataclass(frozen=True)
class Known:
    """What is known of an address: `lines` is empty where none is, `sure` where it may be used as it is.

    `asked` is False where the letter is not mailed, or goes as another paper says. `checked` is the newest day of its
    sources.
    """

    asked: bool
    lines: tuple[str, ...]
    sure: bool
    page: str | None
    other_ways: str | None
    checked: str | None
    writes_to: str


def known(workspace: Workspace, agency_id: str, type_id: str) -> Known:
    """What is known of the address of this body, for this type of letter; raises WrongInput for unknown names."""
    agency, kind = workspace.registry.get(agency_id), workspace.catalogue.type(type_id)
    by_paper = kind.capacity == "court_party" or kind.id == federal_dates.APPEAL
    return of_body(workspace, agency_id, asked=not (federal.takes_online_only(agency) or by_paper))


def of_body(workspace: Workspace, agency_id: str, *, asked: bool = True) -> Known:
    """What is known of the address of a body, for any letter by mail; raises WrongInput for an unknown name."""
    registry = workspace.registry
    agency = registry.get(agency_id)
    department = registry.department(agency)
    where = department.address
    dates = [source.date for body in (agency, department) for source in body.sources if source.date]
    page = department.data_practices_page or agency.data_practices_page or department.website or agency.website
    return Known(
        asked=asked,
        lines=tuple(line for line in (where.building, where.street, where.last_line) if line) if where else (),
        sure=_is_sure(workspace, agency_id),
        page=page,
        other_ways=recipients.other_ways(agency, department),
        checked=max(dates, default=None) or (str(registry.checked_on) if registry.checked_on else None),
        writes_to=names(agency, registry.whole(agency))[0],
    )


def _is_sure(workspace: Workspace, agency_id: str) -> bool:
    try:
        recipients.recipient(workspace.registry, workspace.registry.get(agency_id), None, confirmed=False)
    except NoAddress:
        return False
    return True


def check(text: str) -> None:
    """Raises WrongInput for an address that cannot be read."""
    recipients.parse_address(text)
