"""Papers kept with a request: letters as sent, proof of mailing, replies; checked, so that each can be shown later."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from letters import attachments, files, pictures, received_mail, tracker
from letters.characters import checked_line
from letters.errors import FileTrouble, WrongInput
from letters.events import Event, Request, effective
from letters.pictures import Picture
from letters.received_mail import Mail
from letters.workflow import track
from letters.workflow.workspace import Workspace

MOST_BYTES = 25_000_000
LONGEST = 200
ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "message/rfc822": "eml"}
_BEGINS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
# A PDF may have some bytes of something else before its mark.
_PDF_WITHIN = 1024

HAS_PLACE = "This photograph says where it was taken. If nobody is to know, undo this and attach a screenshot of it."
CARRIES = "This e-mail carries files ({}): save them and attach each, so that they are shown too."


@dataclass(frozen=True)
class Attached:
    """What was attached: how the request stands, with the event's detail, and what to warn of."""

    row: dict[str, Any]
    warnings: tuple[str, ...]


def attach(workspace: Workspace, reference: str, path: Path, what: str, on: date) -> Attached:
    """Keeps a copy of a file for a request, and enters it in the log under the day of the paper.

    Raises FileTrouble (no such file, too large) and WrongInput (of no kind that can be shown, damaged, locked, attached
    before); then nothing is kept. A copy that is no longer here, or was changed, is put back.
    """
    track.require_past(workspace, on)
    content = files.read_whole(path, MOST_BYTES)
    try:
        seen = _see(content, path.suffix)
    except WrongInput as error:
        raise WrongInput(f"{path}: {error}") from None
    return _enter(workspace, reference, content, seen, checked_what("--as", what), on)


def attach_content(workspace: Workspace, reference: str, name: str, content: bytes, what: str, on: date) -> Attached:
    """The same with a file that was read already: its name and its bytes, at most MOST_BYTES."""
    track.require_past(workspace, on)
    seen = _see(content, Path(name).suffix)
    return _enter(workspace, reference, content, seen, checked_what("What it is", what), on)


def checked_what(option: str, what: str) -> str:
    """What a paper is, as the user says it; raises WrongInput that begins with the name of the option."""
    return checked_line(option, what, longest=LONGEST) if what.strip() else ""


def _see(content: bytes, suffix: str) -> tuple[str, tuple[Picture, ...] | Mail]:
    """The kind of a file, and what it looks like; raises WrongInput."""
    media = _media(content, suffix)
    return media, show(content, media)


def _enter(
    workspace: Workspace,
    reference: str,
    content: bytes,
    seen: tuple[str, tuple[Picture, ...] | Mail],
    what: str,
    on: date,
) -> Attached:
    media, shown = seen
    detail = {
        "what": what,
        "media": media,
        "size": str(len(content)),
        "pages": "" if isinstance(shown, Mail) else str(len(shown)),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    with tracker.writing(workspace.home) as store:
        request = store.get(reference)
        if request.low_trace:
            raise WrongInput(f"{request.reference} is kept with low trace, and no paper is: keep it in a safe place.")
        before = [event for event in attached(request) if event.detail["sha256"] == detail["sha256"]]
        if before and _is_here(store, before[0]):
            raise WrongInput(f"This file is attached already, under {before[0].on}.")
        if not before:
            store.append(request.reference, [track.new_event("attached", on, detail)])
        attachments.keep(store.files, content)
        row = track.row(workspace, store.get(request.reference)) | {"attached": detail}
        return Attached(row, tuple(_warnings(content, media, shown)))


def warnings(name: str, content: bytes) -> tuple[str, ...]:
    """What to warn of when a file by that name is attached; raises WrongInput where it is none that can be."""
    media, shown = _see(content, Path(name).suffix)
    return tuple(_warnings(content, media, shown))


def attached(request: Request) -> list[Event]:
    """The papers of a request, by day and then by entry, without those that were undone."""
    return [event for event in effective(request.events) if event.kind == "attached"]


def show(content: bytes, media: str) -> tuple[Picture, ...] | Mail:
    """What a paper looks like: pictures of its pages, or the words of an e-mail; raises WrongInput."""
    if media == "message/rfc822":
        return received_mail.read(content)
    return pictures.of_pdf(content) if media == "application/pdf" else (pictures.of_image(content),)


def _media(content: bytes, suffix: str) -> str:
    """The kind of a file, by what it holds and not by its name; but for an e-mail, which has no mark of its own."""
    if suffix.lower() == ".eml" and not content.startswith(b"%PDF-"):
        return "message/rfc822"  # its first lines may name a PDF
    if b"%PDF-" in content[:_PDF_WITHIN]:
        return "application/pdf"
    for begin, media in _BEGINS.items():
        if content.startswith(begin):
            return media
    raise WrongInput("A PDF, JPG, PNG or EML file can be attached: save or print this one as one of them.")


def _warnings(content: bytes, media: str, shown: tuple[Picture, ...] | Mail) -> Iterator[str]:
    if isinstance(shown, Mail):
        if shown.carries:
            yield CARRIES.format(", ".join(shown.carries))
    elif media.startswith("image/") and pictures.tells_place(content):
        yield HAS_PLACE


def _is_here(store: tracker.Tracker, event: Event) -> bool:
    try:
        return attachments.read(store.files, event.detail["sha256"]) is not None
    except FileTrouble:  # it was changed
        return False
