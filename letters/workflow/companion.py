"""The papers that go with a letter of the log: a sheet, an e-mail draft, the client's release."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from letters import files, tracker
from letters.answers import parse_day
from letters.errors import LettersError, NoAddress, WrongInput
from letters.events import LETTERS, Request
from letters.models import Agency
from letters.request_types import FEDERAL
from letters.speech import ENGLISH
from letters.workflow import drafts, federal, recall, recipients, record, sheets, track, write
from letters.workflow.drafts import EMAIL
from letters.workflow.federal_dates import APPEAL
from letters.workflow.plan import Wish, plan
from letters.workflow.workspace import Workspace

MAILING, RELEASE = "mailing", "release"
RELEASE_TYPE = "informed-consent-release"
PRIVATE = frozenset({"data_subject", "correction", "with_consent", "health_record", "application"})
# What the log of an advocate's own letter says of the writer is what a release says of the receiver.
RECEIVER = {"full_name": "representative_name", "mailing_or_reply_address": "representative_address"}


@dataclass(frozen=True)
class CompanionWish:
    """Which companion of which letter, and where to; `pdf` is the letter that an e-mail draft takes along.

    `language` is that of a sheet for oneself; whatever others see is in English.
    """

    name: str
    reference: str
    given: Mapping[str, str] = field(default_factory=dict)
    out: Path | None = None
    pdf: Path | None = None
    address: str | None = None
    address_confirmed: bool = False
    language: str = ENGLISH


@dataclass(frozen=True)
class Made:
    """What was written: `to` is the address of an e-mail draft, `until` the day on which a release ends."""

    name: str
    reference: str
    path: Path
    sha256: str
    pages: int | None = None
    to: str | None = None
    until: str | None = None
    warnings: tuple[str, ...] = ()


def names(workspace: Workspace) -> list[str]:
    """All companions by name."""
    return [*(name for name in workspace.catalogue.companions if not name.startswith(sheets.FEDERAL_SHEET)), RELEASE]


def make(workspace: Workspace, wish: CompanionWish) -> Made:
    """Writes a companion.

    Raises WrongInput (unknown name or reference, answers missing, an option that it does not take), NoAddress,
    TemplateBroken, CannotPrint and FileTrouble; then nothing was written.
    """
    if wish.name not in names(workspace):
        raise WrongInput(f"There is no companion {wish.name!r}: it is one of {', '.join(names(workspace))}.")
    if (wish.pdf is not None) != (wish.name == EMAIL):
        raise WrongInput("--pdf FILE: the letter that an e-mail draft takes along. email needs it, the others do not.")
    shared = workspace.catalogue.companions
    if wish.language != ENGLISH and not (wish.name in shared and shared[wish.name].translated):
        raise WrongInput("--language: only the sheet for yourself, own-copy, is there in another language.")
    with tracker.reading(workspace.home) as store:
        request = store.get(wish.reference)
    if request.low_trace:
        if wish.name == EMAIL:
            raise WrongInput(f"{wish.reference}: with low trace a draft is made with its letter alone, by --email.")
        request = recall.recall(workspace, request, wish.given)
        wish = replace(wish, given=_asked(workspace, wish), out=_neutral(wish, request))
    if wish.name == MAILING:
        track.require_release(request, workspace.today)
    make_one = {EMAIL: _draft, RELEASE: _release}.get(wish.name, _sheet)
    return make_one(workspace, wish, request)


def compose(workspace: Workspace, name: str, reference: str, language: str = ENGLISH) -> tuple[str, bytes]:
    """A sheet for a letter of the log, with its file name, for whoever keeps it elsewhere; raises as `make`."""
    if name not in names(workspace) or name in (EMAIL, RELEASE):
        raise WrongInput(f"There is no companion {name!r}.")
    with tracker.reading(workspace.home) as store:
        request = store.get(reference)
    if name == MAILING:
        track.require_release(request, workspace.today)
    content, _ = _set_sheet(workspace, CompanionWish(name, reference, language=language), request)
    return f"{request.reference}-{name}.pdf", content


def sheets_of(workspace: Workspace, reference: str) -> list[str]:
    """The names of what goes with a request; raises WrongInput for a reference that is not known."""
    with tracker.reading(workspace.home) as store:
        capacity = store.get(reference).capacity
    found = [each.id.removeprefix(sheets.FEDERAL_SHEET) for each in sheets.beside(workspace, capacity)]
    return [*found, RELEASE] if capacity in PRIVATE else found


def release_of(workspace: Workspace, reference: str) -> tuple[Agency, dict[str, str]]:
    """The body to which a release of that request goes, and what the log can answer of it; raises as `make`."""
    request = _private(workspace, reference)
    return workspace.registry.get(request.agency), _known(workspace, request)


def compose_release(workspace: Workspace, wish: CompanionWish) -> tuple[str, bytes]:
    """A release with its file name, for whoever keeps it elsewhere; the log keeps its end. Raises as `make`."""
    request = _private(workspace, wish.reference)
    made = write.compose(workspace, plan(workspace, _as_letter(workspace, wish, request)))
    until = parse_day(made.planned.wish.given["expiry_date"])
    sha256 = hashlib.sha256(made.content).hexdigest()
    record.record_release(workspace, request.reference, until=until, sha256=sha256)
    return f"{request.reference}-{RELEASE}.pdf", made.content


def _private(workspace: Workspace, reference: str) -> Request:
    with tracker.reading(workspace.home) as store:
        request = store.get(reference)
    _require_private(request)
    return request


def _require_private(request: Request) -> None:
    if request.capacity not in PRIVATE:
        raise LettersError(f"{request.reference} asks for no private data about a person: it needs no release.")


def _asked(workspace: Workspace, wish: CompanionWish) -> dict[str, str]:
    """Of what tells again what a request was, the part that the companion asks for."""
    release = workspace.catalogue.type(RELEASE_TYPE).fields
    names = {field.id for field in release} if wish.name == RELEASE else set(sheets.ASKED)
    return {name: text for name, text in wish.given.items() if name in names}


def _neutral(wish: CompanionWish, request: Request) -> Path:
    """Where it goes: under a name that does not say what it is, unless the user gives one."""
    if wish.out and not wish.out.is_dir():
        return wish.out
    return (wish.out or Path()) / recall.free_name(wish.out, request.reference, ".pdf")


def _sheet(workspace: Workspace, wish: CompanionWish, request: Request) -> Made:
    path = _place(wish, request)
    content, pages = _set_sheet(workspace, wish, request)
    files.write_whole(path, content)
    return Made(wish.name, request.reference, path, hashlib.sha256(content).hexdigest(), pages)


def _set_sheet(workspace: Workspace, wish: CompanionWish, request: Request) -> tuple[bytes, int]:
    agency = workspace.registry.get(request.agency)
    if wish.address and request.capacity in FEDERAL and request.request_type != APPEAL:
        federal.require_mail(agency)
    try:
        to = recipients.recipient(workspace.registry, agency, wish.address, confirmed=wish.address_confirmed)
    except NoAddress:
        to = None  # the sheet leaves a line for it
    companion = sheets.fitting(workspace, wish.name, request.capacity)
    return sheets.sheet(workspace, companion, sheets.About(request, to), wish.given, wish.language)


def _draft(workspace: Workspace, wish: CompanionWish, request: Request) -> Made:
    """An e-mail draft. It takes only a letter of this request, so that no identity document slips in."""
    assert wish.pdf is not None
    if wish.given or wish.address or wish.address_confirmed:
        raise WrongInput("email takes no answers and no postal address: only --pdf and --out.")
    letter = files.read_whole(wish.pdf)
    letter_hash = hashlib.sha256(letter).hexdigest()
    logged = next((event for event in request.events if event.detail.get("sha256") == letter_hash), None)
    if logged is None or logged.kind not in LETTERS:
        raise WrongInput(
            f"{wish.pdf} is not a letter of {request.reference} as it was written here: only that is put in the draft. "
            "Never e-mail an identity document."
        )
    step = workspace.catalogue.steps.get(logged.detail.get("letter", ""))
    if step is None or step.records != "withdrawn":  # to withdraw needs no release
        track.require_release(request, workspace.today)
    draft = drafts.draft(workspace, request, letter, step)
    path = files.target(wish.out or Path(draft.name), draft.name)
    files.write_whole(path, draft.content)
    sha256 = hashlib.sha256(draft.content).hexdigest()
    return Made(wish.name, request.reference, path, sha256, to=draft.to, warnings=draft.warnings)


def _release(workspace: Workspace, wish: CompanionWish, request: Request) -> Made:
    """The data subject's release, as a letter of this reference; the log keeps the day on which it ends."""
    _require_private(request)
    path = _place(wish, request)
    letter = replace(_as_letter(workspace, wish, request), out=path)
    done = write.write(workspace, letter)
    until = parse_day(letter.given["expiry_date"])
    record.record_release(workspace, request.reference, until=until, sha256=done.sha256)
    return Made(
        wish.name, request.reference, path, done.sha256, done.pages, until=until.isoformat(), warnings=done.warnings
    )


def _as_letter(workspace: Workspace, wish: CompanionWish, request: Request) -> Wish:
    """A release as a letter to the body of the request, under its reference."""
    return Wish(
        agency=request.agency,
        request_type=RELEASE_TYPE,
        given={**_known(workspace, request), **wish.given},
        dated=workspace.today,
        reference=request.reference,
        address=wish.address,
        address_confirmed=wish.address_confirmed,
        track=False,
    )


def _known(workspace: Workspace, request: Request) -> dict[str, str]:
    """What the log can answer of a release. Who the data are about, it knows only of that person's own letter."""
    names = {field.id for field in workspace.catalogue.type(RELEASE_TYPE).fields}
    kept = dict(request.answers)
    if request.capacity == "with_consent":
        kept = {RECEIVER[name]: text for name, text in kept.items() if name in RECEIVER}
    return {name: text for name, text in kept.items() if name in names}


def _place(wish: CompanionWish, request: Request) -> Path:
    name = f"{request.reference}-{wish.name}.pdf"
    return files.target(wish.out or Path(name), name)
