"""To whom a letter goes, and the few ways to set the address block so that it fits the window of an envelope."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from letters.models import Address, Agency

RESPONSIBLE_AUTHORITY = "Responsible Authority or designee"
# In 10 points four lines stand well in the window, in smaller type five.
MOST_LINES = {"10": 4, "9-5": 5, "9": 5}


Way = Literal["mail", "portal", "email", "as-told"]


@dataclass(frozen=True)
class Recipient:
    """The body that is written to, the division meant (where letters go to its department), and the address.

    `address` is a line such as "By the online portal" where the letter does not go by mail. `greets` is the role that
    the letter speaks to, `email` the mailbox for this letter where it has one of its own. `way` as-told: as the
    agency's own letter says.
    """

    name: str
    division: str | None
    attention: str | None
    address: Address | str
    greets: str = RESPONSIBLE_AUTHORITY
    email: str | None = None
    way: Way = "mail"


@dataclass(frozen=True)
class Block:
    """One way to set the address: its lines, whom the salutation greets, and the type size in points."""

    lines: tuple[str, ...]
    salutation: str
    size: str = "10"


def names(agency: Agency, whole: Agency | None) -> tuple[str, str | None]:
    """The body and the division as the envelope names them, for an agency and the body that it is a part of, if any.

    'Driver and Vehicle Services, Minnesota Department of Public Safety' is a division of that department; a sheriff's
    office is named by itself, unless its letters go to the county.
    """
    if whole is None:
        return agency.name, None
    division = agency.name.removesuffix(f", {whole.name}")
    if division != agency.name or agency.route_to == whole.id:
        return whole.name, division
    return agency.name, None


def blocks(recipient: Recipient) -> Iterator[Block]:
    """Address blocks of at most five lines, the best first.

    When one does not fit: the attention line replaces the first line, or moves to the salutation; building and street
    share a line; 9.5 points, then 9.
    """
    seen: set[Block] = set()
    for size, most in MOST_LINES.items():
        for shared in (False, True):
            for lines, salutation in _with_attention(recipient, _where(recipient.address, shared=shared)):
                block = Block(lines, salutation, size)
                if len(lines) <= most and block not in seen:
                    seen.add(block)
                    yield block


def _with_attention(recipient: Recipient, where: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The lines and the salutation: the attention line under the first, in its place, or in the salutation."""
    body = (recipient.name, *([recipient.division] if recipient.division else []), *where)
    greets = recipient.greets
    if recipient.attention is None:
        yield (greets, *body), greets
        return
    attention = f"Attention: {recipient.attention}"
    yield (greets, attention, *body), greets
    yield (attention, *body), greets
    yield (greets, *body), f"{greets}, attention {recipient.attention}"


def _where(address: Address | str, *, shared: bool) -> tuple[str, ...]:
    if isinstance(address, str):
        return (address,)
    if address.building is None:
        return (address.street, address.last_line)
    if shared:
        return (f"{address.building}, {address.street}", address.last_line)
    return (address.building, address.street, address.last_line)
