"""What is stuck on or printed on envelopes: a sheet of address labels (Avery 5160), or #10 envelopes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from letters import files, tracker
from letters.addressee import blocks
from letters.answers import read_answer
from letters.characters import named
from letters.envelope import Box
from letters.errors import CannotPrint, LettersError, NoAddress, WrongInput
from letters.events import Request
from letters.request_types import FEDERAL
from letters.wording import sender
from letters.workflow import federal, recipients, track
from letters.workflow.workspace import Workspace

ACROSS, DOWN = 3, 10
LABELS_A_SHEET = ACROSS * DOWN
# Points, the best first. The post reads addresses from 8 points up.
SIZES = (11, 10, 9, 8)
# A thousandth of an inch: what rounding may do.
PLAY = 0.001
# Addresses whose size is found at a time.
MEASURED = 300
Lines = tuple[str, ...]

BY_HAND = "If it is right, add --address-confirmed; where it is not, or none is known, write that label by hand."
WHO_SENDS = ("full_name", "organization", "mailing_or_reply_address")


@dataclass(frozen=True)
class Label:
    """Where one letter goes, line by line, and on an envelope from whom; the reference is printed nowhere."""

    reference: str
    lines: Lines
    sender: Lines = ()


@dataclass(frozen=True)
class Printed:
    """A file of labels or envelopes: how many it has, and why others are not in it, by reference."""

    path: Path
    count: int
    left_out: Mapping[str, str]


def label_sheets(workspace: Workspace, labels: Sequence[Label], start: int = 1) -> bytes:
    """The PDF of label sheets, Avery 5160: 30 on US Letter, row by row, the first on label `start` (1 to 30).

    Raises WrongInput for another start, CannotPrint with the references where an address is empty, too long for its
    label in 8 points, or in characters that no font has.
    """
    if not 1 <= start <= LABELS_A_SHEET:
        raise WrongInput(f"--start: a sheet has the labels 1 to {LABELS_A_SHEET}.")
    return _pdf(workspace, labels, start)


def each_sheet(workspace: Workspace, labels: Sequence[Label], *, on_envelopes: bool = False) -> Iterator[bytes]:
    """The same sheet by sheet, or envelope by envelope, for a print run: the memory it takes does not grow with it."""
    _require_lines(labels)
    some = list({(label.lines, label.sender): label for label in labels}.values())
    start, at_a_time = (None, 1) if on_envelopes else (1, LABELS_A_SHEET)
    sizes: dict[tuple[Lines, str], int] = {}
    for first in range(0, len(some), MEASURED):
        sizes |= _sizes(workspace, some[first : first + MEASURED], start)
    desk = workspace.on_a_press()
    for number, first in enumerate(range(0, len(labels), at_a_time), 1):
        yield _written(desk, labels[first : first + at_a_time], start, sizes, number)


def envelopes(workspace: Workspace, labels: Sequence[Label]) -> bytes:
    """The PDF of #10 envelopes, 9.5 x 4.125 in, a page each; raises CannotPrint as `label_sheets`."""
    return _pdf(workspace, labels, None)


def of_tracked(
    workspace: Workspace,
    requests: Sequence[Request],
    out: Path,
    *,
    start: int = 1,
    on_envelopes: bool = False,
    return_address: bool = False,
    address_confirmed: bool = False,
) -> Printed:
    """Writes the labels or envelopes of requests whose address is known here; the log itself keeps none.

    Raises NoAddress where none is known at all, and what `label_sheets` raises; then nothing was written.
    """
    path = files.target(out, "envelopes.pdf" if on_envelopes else "labels.pdf")
    known: list[Label] = []
    left_out: dict[str, str] = {}
    for request in requests:
        try:
            lines = _address(workspace, request, confirmed=address_confirmed)
        except NoAddress as error:
            left_out[request.reference] = f"{str(error).splitlines()[0]} {BY_HAND}"
        except LettersError as error:
            left_out[request.reference] = str(error)
        else:
            known.append(Label(request.reference, lines, _sender(workspace, request) if return_address else ()))
    if not known:
        raise NoAddress("\n".join(f"{reference}: {why}" for reference, why in left_out.items()))
    content = envelopes(workspace, known) if on_envelopes else label_sheets(workspace, known, start)
    files.write_whole(path, content)
    return Printed(path, len(known), left_out)


def chosen(workspace: Workspace, references: Sequence[str], campaign: str | None) -> list[Request]:
    """The requests of these references, each once, or those of a campaign; raises WrongInput."""
    if bool(references) == bool(campaign):
        raise WrongInput("Give either references or --campaign NAME.")
    if campaign:
        return track.of_campaign(workspace, campaign)
    with tracker.reading(workspace.home) as store:
        found = [store.get(reference) for reference in references]
    return list({request.reference: request for request in found}.values())


def _address(workspace: Workspace, request: Request, *, confirmed: bool) -> Lines:
    track.require_named(request)
    agency = workspace.registry.get(request.agency)
    if request.capacity in FEDERAL and (why := federal.not_mailed(agency, request)):
        raise NoAddress(f"Not mailed: {why}")
    to = recipients.recipient(workspace.registry, agency, None, confirmed=confirmed)
    return next(blocks(to)).lines


def _sender(workspace: Workspace, request: Request) -> Lines:
    """Who asks, as far as the log keeps it: not of a Safe at Home participant, nor of an anonymous letter."""
    fields = workspace.catalogue.fields
    kept = {name: read_answer(fields[name], request.answers[name]) for name in WHO_SENDS if name in request.answers}
    return tuple(dict.fromkeys(sender(kept)))


def _pdf(workspace: Workspace, labels: Sequence[Label], start: int | None) -> bytes:
    """The PDF: labels from `start` on, or envelopes where it is None."""
    _require_lines(labels)
    return _written(workspace, labels, start, _sizes(workspace, labels, start), 1)


def _require_lines(labels: Sequence[Label]) -> None:
    if empty := [label.reference for label in labels if not any(line.strip() for line in label.lines)]:
        raise CannotPrint(f"There is no address for {', '.join(empty)}.")


def _written(
    workspace: Workspace,
    labels: Sequence[Label],
    start: int | None,
    sizes: Mapping[tuple[Lines, str], int],
    number: int,
) -> bytes:
    from letters import pdf

    try:
        html = _page(workspace, labels, start, sizes, number=number)
        return workspace.engine.write(workspace.engine.lay_out(html, workspace.template_folders))
    except pdf.MissingGlyphs as error:
        which = ", ".join(named(character) for character in error.characters)
        where = [
            label.reference for label in labels if set(error.characters) & set("".join(label.lines + label.sender))
        ]
        raise CannotPrint(f"No installed font can print {which} (the address of {', '.join(where)}).") from None


def _sizes(workspace: Workspace, labels: Sequence[Label], start: int | None) -> dict[tuple[Lines, str], int]:
    """The largest type in which each block (its lines, and `to` or `from`) stays in its room: each is tried once."""
    from letters import pdf

    sizes: dict[tuple[Lines, str], int] = {}
    left = list({(label.lines, label.sender): label for label in labels}.values())
    for size in SIZES:
        if not left:
            break
        html = _page(workspace, left, None if start is None else 1, sizes, size)
        found = pdf.boxes(pdf.lay_out(html, workspace.template_folders))
        tight = set()
        for number, label in enumerate(left):
            for what, lines in (("to", label.lines), ("from", label.sender)):
                name = f"{what}-{number}"
                if name in found and _inside(found[name], found[f"room-{name}"]):
                    sizes.setdefault((lines, what), size)
                elif name in found:
                    tight.add(number)
        left = [left[number] for number in sorted(tight)]
    if left:
        raise CannotPrint(
            f"The address of {', '.join(label.reference for label in left)} does not fit, even in {SIZES[-1]} points: "
            "shorten its lines."
        )
    return sizes


def _page(
    workspace: Workspace,
    labels: Sequence[Label],
    start: int | None,
    sizes: Mapping[tuple[Lines, str], int],
    size: int = SIZES[0],
    number: int = 1,
) -> str:
    """The page, of which the first is the sheet of that number; a block without a size of its own is set in `size`."""
    cells = [None] * ((start or 1) - 1) + list(range(len(labels)))
    sheets = [
        [cells[row : row + ACROSS] for row in range(first, min(first + LABELS_A_SHEET, len(cells)), ACROSS)]
        for first in range(0, len(cells), LABELS_A_SHEET)
    ]
    return workspace.stationery.page(
        "labels.html",
        workspace.today,
        "labels.css",
        title=f"{'Envelopes' if start is None else 'Address labels'}, {number:05}",
        labels=labels,
        sheets=None if start is None else sheets,
        sizes=sizes,
        size=size,
    )


def _inside(inner: Box, outer: Box) -> bool:
    return inner.right <= outer.right + PLAY and inner.bottom <= outer.bottom + PLAY
