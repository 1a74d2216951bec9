"""What is kept of oneself, so that it need not be typed again: to see, and to erase."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from letters.web.begin import Page
from letters.web.here import desk, form_text, memory
from letters.workflow import given

pages = Blueprint("profiles", __name__, url_prefix="/profile")


@pages.get("/")
def mine() -> Page:
    """What is kept, by the word under which it is."""
    if memory().shared:
        raise NotFound
    fields = desk().catalogue.fields
    kept = {name: given.read_profile(desk().home, name) for name in given.profiles(desk().home)}
    return render_template("profile.html", kept=kept, labels={name: fields[name].label for name in given.KEPT})


@pages.post("/forget")
def forget() -> Response:
    """Erases what is kept under a word."""
    given.forget_profile(desk().home, form_text("name"))
    return redirect(url_for(".mine"), 303)
