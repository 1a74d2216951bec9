"""To whom a letter goes, and the few ways to set the address block so that it fits the window of an envelope."""

from collections.abc import Iterator
from dataclasses import dataclass

from letters.models import Address, Agency

RESPONSIBLE_AUTHORITY = "Responsible Authority or designee"
MOST_LINES = 5


@dataclass(frozen=True)
class Recipient:
    """The body that is written to, the division meant (where letters go to its department), and the address."""

    name: str
    division: str | None
    attention: str | None
    address: Address


@dataclass(frozen=True)
class Block:
    """One way to set the address: its lines, type size in points, and whom the salutation greets."""

    lines: tuple[str, ...]
    size: str
    salutation: str


def division_name(division: Agency, department: Agency) -> str:
    """The division's name without its department's: 'Driver and Vehicle Services'."""
    return division.name.removesuffix(f", {department.name}")


def blocks(recipient: Recipient) -> Iterator[Block]:
    """Address blocks of at most five lines, the best first.

    When one does not fit: the attention line replaces the first line, or moves to the salutation; building and street
    share a line; 9.5 points, then 9.
    """
    seen: set[Block] = set()
    for size in ("10", "9-5", "9"):
        for shared in (False, True):
            for block in _with_attention(recipient, size, _where(recipient.address, shared)):
                if len(block.lines) <= MOST_LINES and block not in seen:
                    seen.add(block)
                    yield block


def _with_attention(recipient: Recipient, size: str, where: tuple[str, ...]) -> Iterator[Block]:
    """With the attention line under the first, in its place, or in the salutation."""
    body = (recipient.name, *([recipient.division] if recipient.division else []), *where)
    if recipient.attention is None:
        yield Block((RESPONSIBLE_AUTHORITY, *body), size, RESPONSIBLE_AUTHORITY)
        return
    yield Block((RESPONSIBLE_AUTHORITY, f"Attention: {recipient.attention}", *body), size, RESPONSIBLE_AUTHORITY)
    yield Block((f"Attention: {recipient.attention}", *body), size, RESPONSIBLE_AUTHORITY)
    greeting = f"{RESPONSIBLE_AUTHORITY}, attention {recipient.attention}"
    yield Block((RESPONSIBLE_AUTHORITY, *body), size, greeting)


def _where(address: Address, shared: bool) -> tuple[str, ...]:
    if address.building is None:
        return (address.street, address.last_line)
    if shared:
        return (f"{address.building}, {address.street}", address.last_line)
    return (address.building, address.street, address.last_line)
