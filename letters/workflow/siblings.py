"""The other letters that a wish needs: to another agency, or of another type. Each is a letter of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from letters.errors import NoAddress, NotSubject, WrongInput
from letters.models import Agency
from letters.request_types import Also, RequestType
from letters.workflow import write
from letters.workflow.workspace import Workspace
from letters.workflow.write import Plan, Wish, Written


@dataclass(frozen=True)
class Sibling:
    """Another letter that belongs to a wish, and why; `first` where it must be mailed before."""

    agency: str
    request_type: str
    why: str
    first: bool


def siblings(workspace: Workspace, wish: Wish) -> list[Sibling]:
    """The other letters that this one needs; raises WrongInput for names that are not known."""
    agency = workspace.registry.get(wish.agency)
    asked = workspace.catalogue.type(wish.request_type)
    found = [
        Sibling(also.agency or agency.id, also.type or asked.id, also.why, also.first)
        for also in asked.also
        if _applies(workspace, also, agency, asked)
    ]
    signer = wish.given.get(write.SIGNER)
    return [each for each in found if signer in (None, *_signers(workspace, each.request_type))]


def _signers(workspace: Workspace, request_type: str) -> tuple[str | None, ...]:
    """Who can sign such a letter; where no name is needed, whoever signed the other."""
    signers = workspace.catalogue.type(request_type).signers
    return signers or tuple(workspace.catalogue.signers)


def _applies(workspace: Workspace, also: Also, agency: Agency, asked: RequestType) -> bool:
    covered = also.agency is not None and bool(workspace.registry.holders(agency, [also.agency]))
    if covered and also.type in (None, asked.id):  # a department is asked what its divisions hold
        return False
    return not also.when or bool(workspace.registry.holders(agency, also.when))


def hints(workspace: Workspace, wish: Wish) -> list[str]:
    """What to tell a person who writes one letter of several."""
    return [
        f"This needs another letter too, {each.request_type} to {each.agency}"
        f"{', mailed before this one' if each.first else ''}: {each.why} --all-letters writes each of them."
        for each in siblings(workspace, wish)
    ]


def write_all(workspace: Workspace, wish: Wish) -> list[Written]:
    """The letter and its siblings, those first that must be mailed first; raises what `write.write` raises.

    All are planned before the first is written, so that a missing answer leaves nothing half-done.
    """
    others = siblings(workspace, wish)
    if others and wish.reference is not None:
        raise WrongInput("--reference: several letters cannot share one reference.")
    wishes = [
        *(_wish(wish, each) for each in others if each.first),
        wish,
        *(_wish(wish, each) for each in others if not each.first),
    ]
    return [write.carry_out(workspace, planned) for planned in _planned(workspace, wishes, wish)]


def _wish(wish: Wish, sibling: Sibling) -> Wish:
    """The same answers for another letter, beside the first; what was changed of that one alone stays with it."""
    same_body = sibling.agency == wish.agency
    beside = wish.out if wish.out is None or wish.out.is_dir() else wish.out.parent
    return replace(
        wish,
        agency=sibling.agency,
        request_type=sibling.request_type,
        out=beside,
        address=wish.address if same_body else None,
        address_confirmed=wish.address_confirmed and same_body,
        skip_items=(),
        extra_items=(),
        enclosures=(),
    )


def _planned(workspace: Workspace, wishes: Sequence[Wish], first: Wish) -> list[Plan]:
    """All letters, each with the answers that are its own; one that no letter uses is warned of with the first."""
    kinds = [_as_signed(workspace, wish) for wish in wishes]
    used = [{field.id for field in kind.fields} | ({write.SIGNER} if kind.signers else set()) for kind in kinds]
    astray = set(first.given).difference(*used)
    named = kinds[wishes.index(first)].needs_name
    plans = []
    for wish, kind, own in zip(wishes, kinds, used, strict=True):
        kept = own | (astray if wish is first else set())
        # A letter that needs no name, beside one that does, goes without: nobody need learn that one person sent both.
        # (It must know the name to leave it out of the address.)
        anonymous = wish.anonymous or (named and not kind.needs_name)
        given = {name: text for name, text in wish.given.items() if name in kept or name == "full_name"}
        try:
            plans.append(write.plan(workspace, replace(wish, given=given, anonymous=anonymous)))
        except (WrongInput, NoAddress, NotSubject) as error:
            raise type(error)(f"{wish.request_type} to {wish.agency}: {error}") from None
    return plans


def _as_signed(workspace: Workspace, wish: Wish) -> RequestType:
    asked = workspace.catalogue.type(wish.request_type)
    given = wish.given if asked.signers else {}
    return write.as_signed(workspace, asked, workspace.registry.get(wish.agency), given)
