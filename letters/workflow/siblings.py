"""The other letters that a wish needs: to another agency, or of another type. Each is a letter of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from letters.errors import NoAddress, NotSubject, WrongInput
from letters.models import Agency
from letters.request_types import Also, RequestType
from letters.workflow import plan, write
from letters.workflow.plan import SIGNER, Plan, Wish
from letters.workflow.workspace import Workspace
from letters.workflow.write import Written


@dataclass(frozen=True)
class Sibling:
    """Another letter that belongs to a wish, and why.

    `first` where it must be mailed before; `barred` names a signer of the wish who cannot sign it.
    """

    agency: str
    request_type: str
    why: str
    first: bool
    barred: str | None = None

    @property
    def hint(self) -> str:
        """What to tell a person who writes one letter of several."""
        before = ", mailed before this one" if self.first else ""
        cannot = f" ({self.barred} cannot sign it.)" if self.barred else " --all-letters writes each of them."
        return f"This needs another letter too, {self.request_type} to {self.agency}{before}: {self.why}{cannot}"


@dataclass(frozen=True)
class Together:
    """One of several letters, and why it goes with the first (empty for the first itself)."""

    written: Written
    why: str


def siblings(workspace: Workspace, wish: Wish) -> list[Sibling]:
    """The other letters that this one needs; raises WrongInput for names that are not known."""
    agency = workspace.registry.get(wish.agency)
    asked = workspace.catalogue.type(wish.request_type)
    signer = plan.signer_of(wish.given)
    found = []
    for also in asked.also:
        if not _applies(workspace, also, agency, asked):
            continue
        body = workspace.registry.get(also.agency) if also.agency else agency
        other = workspace.catalogue.type(also.type or asked.id)
        barred = signer if signer and other.signers and signer not in other.signers else None
        found.append(Sibling(body.id, other.id, also.why, also.first, barred))
    return found


def _applies(workspace: Workspace, also: Also, agency: Agency, asked: RequestType) -> bool:
    covered = also.agency is not None and bool(workspace.registry.holders(agency, [also.agency]))
    if covered and also.type in (None, asked.id):  # a department is asked what its divisions hold
        return False
    return not also.when or bool(workspace.registry.holders(agency, also.when))


def write_all(workspace: Workspace, wish: Wish) -> list[Together]:
    """The letter and its siblings, those first that must be mailed first; raises what `write.write` raises.

    All are made before the first is written, so that a mistake in one leaves nothing half-done.
    """
    others = [each for each in siblings(workspace, wish) if each.barred is None]
    if others and wish.reference is not None:
        raise WrongInput("--reference: several letters cannot share one reference.")
    before, after = [each for each in others if each.first], [each for each in others if not each.first]
    wishes = [*(_wish(wish, each) for each in before), wish, *(_wish(wish, each) for each in after)]
    reasons = [*(each.why for each in before), "", *(each.why for each in after)]
    plans = _planned(workspace, wishes, own=len(before))
    made = [write.prepare(workspace, planned) for planned in plans]
    return [Together(write.store(workspace, each), why) for each, why in zip(made, reasons, strict=True)]


def beside(workspace: Workspace, wish: Wish, sibling: Sibling) -> Wish:
    """The wish for another letter with those answers of this one that it uses; what it asks besides is not in it."""
    other = _wish(wish, sibling)
    kind = as_signed(workspace, other)
    fields = {field.id for field in kind.fields} | ({SIGNER} if kind.signers else set())
    if as_signed(workspace, wish).needs_name and not kind.needs_name:
        return _nameless(other, fields)
    return replace(other, given=_only(other, fields))


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


def _planned(workspace: Workspace, wishes: Sequence[Wish], own: int) -> list[Plan]:
    """All letters, each with the answers that are its own; one that no letter uses is warned of with number `own`."""
    kinds = [as_signed(workspace, wish) for wish in wishes]
    used = [{field.id for field in kind.fields} | ({SIGNER} if kind.signers else set()) for kind in kinds]
    astray = set(wishes[own].given).difference(*used)
    plans = []
    for number, (wish, kind, fields) in enumerate(zip(wishes, kinds, used, strict=True)):
        kept = fields | astray if number == own else fields
        nameless = kinds[own].needs_name and not kind.needs_name
        fitting = _nameless(wish, kept) if nameless else replace(wish, given=_only(wish, kept))
        try:
            planned = plan.plan(workspace, fitting)
            if nameless:
                _check_nameless(planned, wish)
        except (WrongInput, NoAddress, NotSubject) as error:
            raise type(error)(f"{wish.request_type} to {wish.agency}: {error}") from None
        plans.append(planned)
    return plans


def _only(wish: Wish, fields: set[str]) -> dict[str, str]:
    return {name: text for name, text in wish.given.items() if name in fields}


def _nameless(wish: Wish, fields: set[str]) -> Wish:
    """A letter that needs no name, beside one that does: without name, telephone and e-mail, if there is an address.

    It must know the name, to leave it out of the address.
    """
    given = _only(wish, fields | {"full_name"})
    if given.get("mailing_or_reply_address"):
        given = {name: text for name, text in given.items() if name not in ("phone", "email")}
    return replace(wish, given=given, anonymous=True)


def _check_nameless(planned: Plan, wish: Wish) -> None:
    """Raises WrongInput when the name would stand in the letter all the same."""
    name = wish.given.get("full_name", "").strip().casefold()
    for field_id, answer in planned.order.answers.items():
        if name and name in answer.text.casefold():
            raise WrongInput(f"{field_id}: your name stands in it, and this letter goes without your name.")


def as_signed(workspace: Workspace, wish: Wish) -> RequestType:
    """The type of a wish as its signer asks it; whoever asks signs one that needs no name."""
    asked = workspace.catalogue.type(wish.request_type)
    given = wish.given if asked.signers else {}
    return plan.as_signed(workspace, asked, workspace.registry.get(wish.agency), given)
