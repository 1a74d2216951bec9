"""Where a letter goes: the address that is known, if it is sure enough, or the one that the user gives."""

import re

from letters.addressee import Recipient, names
from letters.characters import refused, tidy_lines
from letters.errors import NoAddress, WrongInput
from letters.models import Address, Agency
from letters.registry import Registry

_ADDRESS = re.compile(
    r"(?P<lines>.+),\s*(?P<city>[^,]+),\s*(?P<state>[A-Z]{2})\.?\s+(?P<zip>[0-9]{5}(-[0-9]{4})?)", re.DOTALL
)


PLAIN_WAYS = {"email": "by e-mail", "portal": "online", "fax": "by fax", "in-person": "in person", "phone": "by phone"}


def recipient(registry: Registry, agency: Agency, given: str | None, *, confirmed: bool) -> Recipient:
    """Whom the envelope names. `given` is an address as the user typed it; `confirmed`, that the known one was checked.

    Raises WrongInput for an address that cannot be read, and NoAddress rather than guess where the body is.
    """
    department = registry.department(agency)
    address = parse_address(given) if given is not None else _known_address(agency, department, confirmed=confirmed)
    name, division = names(agency, registry.whole(agency))
    return Recipient(name, division, department.attention, address)


def _known_address(agency: Agency, department: Agency, *, confirmed: bool) -> Address:
    page = next(
        (
            link
            for body in (agency, department)
            for link in (body.data_practices_page, body.web_form, body.website)
            if link
        ),
        None,
    )
    look = f"Check {page}" if page else "Look it up on the body's own page"
    address = department.address
    if address is None:
        other = other_ways(agency, department)
        ways = f" It takes requests {other}." if other else ""
        raise NoAddress(
            f"No postal address is known for {department.name}.{ways}\n"
            f'To mail a letter: {look}, then give --address "STREET, CITY, MN ZIP".'
        )
    unsure = department.trust in ("name-only", "main-office-unconfirmed") or department.stale or agency.stale
    if unsure and not confirmed:
        shown = ", ".join(line for line in (address.building, address.street, address.last_line) if line)
        raise NoAddress(
            f"The address known for {department.name} is not sure: {shown}.\n"
            f"{look}. If it is right, say so with --address-confirmed; "
            'if not, give the right one with --address "STREET, CITY, MN ZIP".'
        )
    return address


def other_ways(agency: Agency, department: Agency) -> str | None:
    """How else these bodies take data requests, in words; None if nothing is known."""
    ways = []
    for body in (agency, department):
        if email := email_for_requests(body, body):
            ways.append(f"by e-mail to {email}")
        if "portal" in body.accepts and (link := body.web_form or body.data_practices_page):
            ways.append(f"online at {link}")
        if body.fax and "fax" in body.accepts:
            ways.append(f"by fax to {body.fax}")
        told = " ".join(ways)
        ways += [words for channel, words in PLAIN_WAYS.items() if channel in body.accepts and words not in told]
    return " or ".join(dict.fromkeys(ways)) or None


def email_for_requests(agency: Agency, department: Agency) -> str | None:
    """The e-mail address that takes data requests, if one is known; no other will do."""
    found = (b.email for b in (agency, department) if b.email and b.email_basis == "data-practices-contact")
    return next(found, None)


def parse_address(text: str) -> Address:
    """An address typed as 'STREET, CITY, MN ZIP', or on lines of its own; raises WrongInput."""
    lines = tidy_lines(text)
    match = _ADDRESS.fullmatch(", ".join(lines))
    if not match or any(problem for line in lines for problem in refused(line)):
        raise WrongInput(
            '--address: write it as "STREET, CITY, MN ZIP", such as "123 Example Ave, St. Paul, MN 55101".'
        )
    where = match["lines"].rstrip(", ")
    # City, state and ZIP may stand on one line or on two: a building is the first of two lines before them.
    before = next((n for n in range(2, len(lines)) if ", ".join(lines[:n]) == where), 1)
    building, street = (lines[0], ", ".join(lines[1:before])) if before > 1 else (None, where)
    try:
        return Address(
            building=building, street=street.strip(), city=match["city"].strip(), state=match["state"], zip=match["zip"]
        )
    except ValueError:
        raise WrongInput("--address: a line is empty or longer than 120 characters.") from None
