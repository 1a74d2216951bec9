"""The packet: all that is known of one request as one PDF/A-3, for the Commissioner, a judge or a lawyer."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from letters import attachments, files, tracker
from letters.answers import written_out
from letters.deadlines import MAIL_ALLOWANCE
from letters.errors import FileTrouble, WrongInput
from letters.events import LETTERS, Event, Request, effective, known_on, last
from letters.models import PRINTABLE_GRADES
from letters.pictures import Picture
from letters.received_mail import Mail
from letters.request_types import FEDERAL
from letters.steps import REPLIES
from letters.workflow import told, track
from letters.workflow.attach import ENDINGS, attached, show
from letters.workflow.workspace import Workspace

if TYPE_CHECKING:
    from letters.pdf import Embedded

CASE_FILE = "case.json"
# From how many pages of exhibits on it is said beforehand that a packet takes a while.
LONG = 200
# What the log keeps for the next letters only. That an address is a designated one is nobody's business.
OURS = ("signed", "designated", "signer")
NOT_HERE = "The file of Exhibit {} is not on this machine: the packet shows its hash only. `letters attach` it again."


@dataclass(frozen=True)
class Exhibit:
    """A paper in the packet: its number, its entry in the log, and what it looks like.

    `file` is its name inside the PDF, None where its bytes are not on this machine; then nothing is shown of it.
    """

    number: int
    event: Event
    is_letter: bool
    file: str | None = None
    content: bytes = field(default=b"", repr=False)
    pictures: tuple[Picture, ...] = field(default=(), repr=False)
    mail: Mail | None = None


@dataclass(frozen=True)
class Packet:
    """A packet that was written: where, how many pages and exhibits, and what to warn of."""

    path: Path
    pages: int
    exhibits: tuple[Exhibit, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Bound:
    """A packet that was made and not written: its name, its bytes."""

    name: str
    content: bytes = field(repr=False)
    pages: int
    exhibits: tuple[Exhibit, ...]


def packet(
    workspace: Workspace, reference: str, out: Path, *, notes: bool = True, tell: Callable[[str], None] | None = None
) -> Packet:
    """Writes the packet of a request, whole or not at all; `notes` are the user's own words in the log.

    `tell` hears it before when it will take long.

    Raises WrongInput for an unknown reference, FileTrouble for a place that cannot be written and for a changed copy.
    """
    with tracker.reading(workspace.home) as store:
        request = store.get(reference)
    path = files.target(out, f"{request.reference}-packet.pdf")
    _require_no_letter(path, request)
    pages_shown = sum(int(event.detail.get("pages", "1")) for event in attached(request))
    if tell and pages_shown > LONG:
        tell(f"The exhibits have {pages_shown:,} pages: this takes a while.")
    made = compose(workspace, reference, notes=notes)
    files.write_whole(path, made.content)
    warnings = tuple(NOT_HERE.format(e.number) for e in made.exhibits if not e.file)
    return Packet(path, made.pages, made.exhibits, warnings)


def compose(workspace: Workspace, reference: str, *, notes: bool = True) -> Bound:
    """Makes the packet of a request; raises WrongInput for an unknown reference, FileTrouble for a changed copy."""
    from letters import pdf

    with tracker.reading(workspace.home) as store:
        request = known_on(store.get(reference), workspace.today)
    track.require_named(request)
    case = _case(workspace, request, notes=notes)
    exhibits = _exhibits(workspace, request)
    shown = {f"{e.number}-{n}": p.content for e in exhibits for n, p in enumerate(e.pictures, 1)}
    html = _page(workspace, request, case, exhibits, notes=notes)
    embedded = _embedded(workspace, case, exhibits)
    try:
        pages = pdf.lay_out(html, workspace.template_folders, shown)
        content = pdf.write_archive(pages, embedded)
    except pdf.MissingGlyphs as error:  # e-mails hold anything: what no font has is named by its number
        named = str.maketrans({character: f"[U+{ord(character):04X}]" for character in error.characters})
        pages = pdf.lay_out(html.translate(named), workspace.template_folders, shown)
        content = pdf.write_archive(pages, embedded)
    return Bound(f"{request.reference}-packet.pdf", content, pages.count, exhibits)


def _require_no_letter(path: Path, request: Request) -> None:
    """A letter that was printed cannot be made again: raises FileTrouble where it would be written over."""
    letters = {event.detail.get("sha256") for event in request.events if event.kind in LETTERS}
    if path.exists() and hashlib.sha256(files.read_whole(path, files.MOST_EXPORT_BYTES)).hexdigest() in letters:
        raise FileTrouble(f"{path} is a letter of {request.reference}: it is left alone. Choose another name.")


def _case(workspace: Workspace, request: Request, *, notes: bool) -> dict[str, Any]:
    """The case for machines: what `letters show --json` prints, without the user's own notes if they are left out."""
    found = track.row(workspace, request) | track.details(workspace, request)
    kept = [event for event in found["events"] if notes or event["event"] != "note"]
    hidden = {*OURS, *(() if notes else ("note",))}
    found["events"] = [{key: value for key, value in event.items() if key not in hidden} for event in kept]
    return found


def _exhibits(workspace: Workspace, request: Request) -> tuple[Exhibit, ...]:
    entered = attached(request)
    digits = len(str(len(entered)))
    letters = {event.detail.get("sha256") for event in request.events if event.kind in LETTERS}
    return tuple(
        _exhibit(workspace, number, event, f"exhibit-{number:0{digits}}", letters)
        for number, event in enumerate(entered, 1)
    )


def _exhibit(workspace: Workspace, number: int, event: Event, name: str, letters: set[str | None]) -> Exhibit:
    sha256, media = event.detail["sha256"], event.detail["media"]
    exhibit = partial(Exhibit, number, event, sha256 in letters)
    try:
        with tracker.keeping(workspace.home) as kept:
            content = attachments.read(kept, sha256)
        if content is None:
            return exhibit()
        shown = show(content, media)
    except WrongInput as error:  # the engine that read it when it was attached was another one
        raise FileTrouble(f"Exhibit {number} cannot be shown. {error}") from None
    file = f"{name}.{ENDINGS[media]}"
    if isinstance(shown, Mail):
        return exhibit(file, content, mail=shown)
    return exhibit(file, content, shown)


def _page(
    workspace: Workspace, request: Request, case: dict[str, Any], exhibits: tuple[Exhibit, ...], *, notes: bool
) -> str:
    happened = [event for event in effective(request.events) if notes or event.kind != "note"]
    return workspace.stationery.page(
        "packet.html",
        workspace.today,
        "packet.css",
        case=case,
        happened=happened,
        reply=last(happened, *REPLIES),
        own_words=_own_words,
        notes=notes,
        federal=request.capacity in FEDERAL,
        steps={name: step.title for name, step in workspace.catalogue.steps.items()},
        undone=sum(event.kind == "undone" for event in request.events),
        deadlines=[row for row in case["deadlines"] if row["grade"] in PRINTABLE_GRADES],
        allowance=MAIL_ALLOWANCE,
        exhibits=exhibits,
        exhibit_of={exhibit.event.uid: exhibit for exhibit in exhibits},
        letter_of={exhibit.event.detail["sha256"]: exhibit for exhibit in exhibits},
        case_file=CASE_FILE,
        as_of=workspace.today,
        in_words=_in_words,
    )


def _own_words(event: Event, words: Mapping[str, str]) -> str | None:
    """The words for what an event was about, or for which letter it was; None where it has only those of its kind."""
    return next((words[name] for name in told.names(event) if name in words), None)


def _in_words(day: date | str) -> str:
    """A day in words: Monday, November 16, 2026."""
    return written_out(date.fromisoformat(day) if isinstance(day, str) else day)


def _embedded(workspace: Workspace, case: dict[str, Any], exhibits: tuple[Exhibit, ...]) -> "list[Embedded]":
    """The files inside, by name; their dates are those of the log, so that the same case gives the same bytes."""
    from letters.pdf import Embedded

    text = json.dumps(case, ensure_ascii=False, indent=2) + "\n"
    day = datetime.combine(workspace.today, time(), UTC)
    return [
        Embedded(CASE_FILE, text.encode(), day, "Data", "The log of this request, for machines"),
        *(
            Embedded(e.file, e.content, datetime.fromisoformat(e.event.recorded), "Source", f"Exhibit {e.number}")
            for e in exhibits
            if e.file
        ),
    ]
