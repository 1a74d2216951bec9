"""The application: pages, safety and languages put together."""

import time
from collections.abc import Callable
from io import BytesIO
from typing import IO

from flask import Flask, Request, current_app, redirect, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from letters.errors import LettersError
from letters.web import (
    begin,
    campaigns,
    checking,
    elsewhere,
    following,
    groups,
    languages,
    letter,
    printing,
    profiles,
    questions,
    releasing,
    requests,
    safety,
)
from letters.web.begin import SAFE_SITE
from letters.web.memory import Memory
from letters.web.safety import Guard
from letters.web.words import for_page
from letters.web.work import note_bug
from letters.workflow.workspace import Workspace

TROUBLE = {
    403: "This page needs the link that was printed when Letters was started.",
    404: "There is no such page.",
    405: "That cannot be done here.",
    410: "This letter is no longer here.",
    413: "That is too large to be taken in.",
}


class InMemory(Request):
    """A request of which nothing is put on disk on its way, large uploads neither."""

    def _get_file_stream(self, *_: object, **__: object) -> IO[bytes]:
        return BytesIO()


def create_app(
    desk: Callable[[], Workspace],
    guard: Guard,
    *,
    clock: Callable[[], float] = time.monotonic,
    erase: Callable[[], None] | None = None,
) -> Flask:
    """The pages; `desk` gives the workspace of today, `clock` the seconds by which what is idle is forgotten.

    With `erase`, this is a computer that others use too: it forgets all that the workspace keeps.
    """
    app = Flask(__name__)
    app.request_class = InMemory
    memory = Memory(clock, erase)
    app.extensions["letters"] = (desk, memory)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        safe_site=SAFE_SITE, for_page=for_page, shared=memory.shared, campaign_key=campaigns.key
    )
    safety.guard_all(app, guard, memory.used)
    languages.speak(app)
    alone = (begin, questions, letter, requests, following, releasing, elsewhere, profiles)
    # A group's letters lie in files, which a computer that others use too is not to hold.
    in_groups = () if memory.shared else (groups, checking, printing, campaigns)
    for pages in (each.pages for each in (*alone, *in_groups)):
        app.register_blueprint(pages)
    app.register_error_handler(LettersError, _our_trouble)
    app.register_error_handler(HTTPException, _trouble)
    app.register_error_handler(Exception, _bug)
    return app


def _our_trouble(error: LettersError) -> tuple[str, int]:
    # Whoever sent a form of a request gets back to its page.
    reference = (request.view_args or {}).get("reference") if request.method == "POST" else None
    return render_template("trouble.html", message=str(error), code=400, reference=reference), 400


def _trouble(error: HTTPException) -> tuple[str, int] | Response:
    code = error.code or 500
    if code == 405 and request.method == "GET":
        return redirect(_above(request.path))
    if error.response is not None or code < 400:
        return error.get_response()
    return render_template("trouble.html", message=TROUBLE.get(code, "Something went wrong."), code=code), code


def _above(path: str) -> str:
    """The page whose form was sent here: an answer to a form, loaded again by its address, leads back to that."""
    pages = current_app.create_url_adapter(request)
    assert pages
    while path := path.rpartition("/")[0]:
        for place in (path, f"{path}/"):
            if pages.test(place, "GET"):
                return place
    return "/"


def _bug(error: Exception) -> tuple[str, int]:
    """A bug shows no traceback, and no log has what was answered: only where in the program it was."""
    note_bug(error)
    return render_template("trouble.html", message="Something went wrong in the program itself.", code=500), 500
