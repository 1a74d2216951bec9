"""What a view works with: the workspace of today, and what the server remembers."""

import hashlib
import threading
from datetime import date
from io import BytesIO

from flask import abort, current_app, redirect, request, send_file, url_for
from werkzeug.exceptions import Gone
from werkzeug.wrappers import Response

from letters.answers import parse_day
from letters.errors import FileMistakes, LettersError, WrongInput
from letters.web.memory import Draft, Made, Memory
from letters.workflow import recall
from letters.workflow.plan import SIGNER, Wish
from letters.workflow.workspace import Workspace

# What is said again of a request that is kept with low trace.
TOLD_AGAIN = (recall.AGENCY, recall.TYPE, SIGNER, "full_name")

# Pages are laid out one at a time: the engine underneath is not made for several threads.
PRESS = threading.Lock()


def desk() -> Workspace:
    """The user's folder, and today."""
    found: Workspace = current_app.extensions["letters"][0]()
    return found


def memory() -> Memory:
    """What the server remembers."""
    found: Memory = current_app.extensions["letters"][1]
    return found


def draft(draft_id: str) -> Draft:
    """The letter in the making; leads on to the letter where it was made, and raises Gone where it was forgotten."""
    found = memory().find(draft_id)
    if isinstance(found, Made):
        already = "yes" if request.method == "POST" else None
        abort(redirect(url_for("letter.ready", made_id=found.id, already=already), 303))
    if not isinstance(found, Draft):
        raise Gone
    return found


def chosen(draft_id: str) -> Draft:
    """A letter of which type and agency are chosen; without them there is no such page."""
    found = draft(draft_id)
    if not (found.request_type and found.agency):
        abort(404)
    return found


def made(made_id: str) -> Made:
    """A letter that was made; raises Gone where it was forgotten."""
    found = memory().find(made_id)
    if not isinstance(found, Made):
        raise Gone
    return found


def wish_of(found: Draft, today: date) -> Wish:
    """What the person wants written, as it stands."""
    return Wish(
        agency=found.agency,
        request_type=found.request_type,
        given=dict(found.given),
        dated=today,
        anonymous=found.anonymous,
        address=found.address,
        address_confirmed=found.address_confirmed,
        skip_items=found.skip_items,
        extra_items=found.extra_items,
        understood=found.understood,
    )


def form_text(name: str) -> str:
    """What was typed into a field of the form, without spaces around it."""
    return request.form.get(name, "").strip()


def form_once() -> str:
    """What tells this form from every other: the same page filled in otherwise is another."""
    said = (request.path, *sorted(request.form.items(multi=True)))
    return hashlib.sha256(repr(said).encode()).hexdigest()


def form_day(name: str, today: date) -> date:
    """A day of the form, today where none was given; raises WrongInput."""
    try:
        return parse_day(text) if (text := form_text(name)) else today
    except ValueError:
        raise WrongInput("That is not a date: write it like 2026-01-31.") from None


def saved(content: bytes, media: str, name: str) -> Response:
    """A file to save, under this name."""
    return send_file(BytesIO(content), mimetype=media, as_attachment=True, download_name=name)


def lines_of(error: LettersError) -> str:
    """What an error says, a line each; of a file its mistakes, without its name, which the page says."""
    return "\n".join(error.mistakes) if isinstance(error, FileMistakes) else str(error)


def told_again() -> dict[str, str]:
    """What was said again of a request that is kept with low trace."""
    return {name: text for name in TOLD_AGAIN if (text := form_text(name))}
