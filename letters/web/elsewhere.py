"""Taking requests along to another computer, and bringing them from one."""

from pathlib import Path

from flask import Blueprint, render_template, request

from letters.errors import WrongInput
from letters.web.begin import Page
from letters.web.here import desk, saved
from letters.workflow import transfer

pages = Blueprint("elsewhere", __name__)
NAME = "letters-export.json"


@pages.post("/take")
def take() -> Page:
    """All requests as one file, for another computer."""
    content, _ = transfer.exported(desk())
    return saved(content, "application/json", NAME)


@pages.post("/bring")
def bring() -> Page:
    """Enters the requests of such a file; doing it twice changes nothing."""
    given = request.files.get("file")
    if given is None or not given.filename:
        raise WrongInput("Choose a file that was saved here, under My requests.")
    try:
        text = given.stream.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WrongInput("This is no file that was saved under My requests.") from None
    requests, events = transfer.take_in(desk(), text, Path("That file"))
    return render_template("brought.html", requests=requests, events=events)
