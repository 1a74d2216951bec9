"""My requests: how each stands, what came back, what can be done next."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from letters import speech
from letters.errors import WrongInput
from letters.events import HOW
from letters.steps import Step
from letters.web import languages
from letters.web.begin import LONGEST_SEARCH, Page
from letters.web.here import PRESS, desk, form_day, form_once, form_text, memory, saved, told_again
from letters.workflow import attach as papers
from letters.workflow import companion, due, look_up, outlook, packet, recall, reply, track
from letters.workflow import forget as forgetting
from letters.workflow.recall import AGENCY, TYPE

pages = Blueprint("requests", __name__, url_prefix="/requests")
A_PAGE = 100
# What can happen beside mailings and answers, which have forms of their own.
BESIDES = ("delivered", "acknowledged", "agreed-date", "extended", "withdrawn", "closed", "note")


@pages.get("/")
def mine() -> Page:
    """All requests, by whose turn it is, a hundred a page."""
    every = due.every(desk())
    last = max(1, -(-len(every) // A_PAGE))
    number = min(max(request.args.get("page", 1, int), 1), last)
    rows = every[(number - 1) * A_PAGE : number * A_PAGE]
    groups = {name: [row for row in rows if row["group"] == name] for name in (*due.GROUPS, due.DONE)}
    return render_template(
        "mine.html",
        groups=[(name, groups[name]) for name in due.GROUPS],
        done=groups[due.DONE],
        counts=Counter(row["group"] for row in every),
        page=number,
        last=last,
        titles=_type_titles(),
        made=memory().made(),
    )


def _type_titles() -> dict[str, str]:
    return {name: kind.title for name, kind in desk().catalogue.types.items()}


@pages.get("/month")
def month() -> Page:
    """A month with the days of all open requests."""
    try:
        first = date.fromisoformat(f"{request.args.get('of', str(desk().today)[:7])}-01")
    except ValueError:
        abort(404)
    if not 1900 < first.year < 2200:  # a calendar has no day before the first, nor after the last
        abort(404)
    start = first - timedelta(days=(first.weekday() + 1) % 7)
    weeks = [[start + timedelta(days=7 * week + day) for day in range(7)] for week in range(6)]
    entries = due.days(desk())
    return render_template(
        "month.html",
        first=first,
        weeks=[week for week in weeks if any(day.month == first.month for day in week)],
        entries=entries,
        before=str(first - timedelta(days=1))[:7],
        after=str(first + timedelta(days=31))[:7],
        today=desk().today,
    )


@pages.post("/calendar")
def calendar() -> Page:
    """The calendar file of all open requests."""
    content = due.calendar(desk(), detailed=form_text("detailed") == "yes")
    return saved(content, "text/calendar", "letters.ics")


@pages.get("/<reference>")
def one(reference: str) -> Page:
    """One request: how it stands, its dates and their counts, what happened, what can be done."""
    return _shown(reference, {})


@pages.post("/<reference>/again")
def again(reference: str) -> Page:
    """The same once it is said again what a request was that is kept with low trace; an agency is searched for."""
    told = told_again()
    try:
        body = desk().registry.get(told.get(AGENCY, "")[:LONGEST_SEARCH])
    except WrongInput:
        rows = look_up.find_holders(desk(), told.get(TYPE, ""), told.get(AGENCY, "")[:LONGEST_SEARCH])
        return _shown(reference, {}, told, rows)
    return _shown(reference, told | {AGENCY: body.id})


def _shown(
    reference: str, told: Mapping[str, str], said: Mapping[str, str] | None = None, bodies: Sequence[Any] = ()
) -> str:
    """The page; `said` is what was said again where it was not enough, `bodies` the agencies that it may mean."""
    found, seen = track.show(desk(), reference), outlook.outlook(desk(), reference, told)
    return render_template(
        "one.html",
        row=found,
        title=_type_titles().get(found["type"], found["type"]),
        seen=seen,
        federal_title=_type_titles()[seen.federal.request_type] if seen.federal else "",
        again=told,
        said=said or {},
        bodies=bodies,
        kept_low=track.is_low_trace(desk(), reference),
        to_send=_to_send(found["events"]),
        signers={name: each.title for name, each in desk().catalogue.signers.items()},
        types=_type_titles(),
        replies=reply.possible(desk(), reference),
        sheets=companion.sheets_of(desk(), reference),
        how=HOW,
        besides=BESIDES,
        today=desk().today,
        told=request.args.get("told", ""),
    )


def _to_send(events: Sequence[Mapping[str, Any]]) -> Step | None:
    """The next letter that was written last, if no entry says that it was sent."""
    stands = [event for event in events if not event.get("undone")]
    number = max((n for n, event in enumerate(stands) if event["event"] == "next-written"), default=None)
    if number is None:
        return None
    name = stands[number].get("letter", "")
    step = desk().catalogue.steps.get(name)
    sent = any(event["event"] != "next-written" and event.get("step") == name for event in stands[number:])
    return step if step and step.records and not sent else None


def _back(reference: str) -> Response:
    return redirect(url_for(".one", reference=reference), 303)


@pages.post("/<reference>/sent")
def sent(reference: str) -> Page:
    """Records that the letter was sent: the clock runs from then."""
    by = form_text("by")
    detail = {"by": by if by in HOW else "mail", "number": form_text("number")}
    with memory().once(form_once()) as first:
        if first and track.entered(desk(), reference, "sent")[1] is None:  # another tab may have said so
            track.happened(desk(), reference, "sent", form_day("on", desk().today), detail)
    return _back(reference)


@pages.post("/<reference>/answer")
def answer(reference: str) -> Page:
    """Records what came back, and tells what the law says of it."""
    found, code = reply.reply(desk(), form_text("reply")), languages.chosen()
    detail: dict[str, str] = {name: form_text(name) for name in found.asks}
    with memory().once(form_once()) as first:
        if not first:
            return _back(reference)
        told = reply.record(desk(), reference, form_text("reply"), form_day("on", desk().today), detail, code)
    law_is_said = told["law"] != recall.ASKS and bool({found.says, found.federal} & speech.catalogue(code).keys())
    return render_template(
        "answered.html", told=told, law_is_said=law_is_said, title=found.title, reference=told["reference"]
    )


@pages.post("/<reference>/happened")
def happened(reference: str) -> Page:
    """Records what has no form of its own: delivery, a day that was agreed on, a note."""
    event = form_text("event")
    if event not in BESIDES:
        raise WrongInput("Choose what happened.")
    until = form_day("until", desk().today).isoformat() if form_text("until") else ""
    with memory().once(form_once()) as first:
        if first:
            detail = {"until": until, "note": form_text("note")}
            track.happened(desk(), reference, event, form_day("on", desk().today), detail)
    return _back(reference)


@pages.post("/<reference>/step-sent")
def step_sent(reference: str) -> Page:
    """Records that a next letter was sent."""
    step = desk().catalogue.steps.get(form_text("step"))
    if step is None or step.records is None:
        raise WrongInput("There is no such next letter.")
    with memory().once(form_once()) as first:
        if first:
            track.happened(desk(), reference, step.records, form_day("on", desk().today), {"step": step.id})
    return _back(reference)


@pages.post("/<reference>/undo")
def undo(reference: str) -> Page:
    """Takes back the last entry."""
    with memory().once(form_once()) as first:
        if first:
            if str(track.entered(desk(), reference, "")[0]) != form_text("entries"):
                raise WrongInput("This request has changed since that page was shown: look at it again first.")
            track.undo(desk(), reference)
    return _back(reference)


@pages.post("/<reference>/forget")
def forget(reference: str) -> Page:
    """Removes all of a request, once that was confirmed."""
    if form_text("sure") != "yes":
        return render_template("forget.html", reference=track.show(desk(), reference)["reference"])
    with memory().once(form_once()) as first:
        if first:
            for forgotten in forgetting.forget(desk(), reference).references:
                memory().forget(forgotten)
    return redirect(url_for(".mine"), 303)


@pages.post("/<reference>/attach")
def attach(reference: str) -> Page:
    """Keeps a copy of a paper with the request."""
    given = request.files.get("file")
    if given is None or not given.filename:
        raise WrongInput("Choose a file: a PDF, JPG, PNG or EML of at most 25 MB.")
    name = given.filename.replace("\\", "/").rpartition("/")[2]
    content = given.stream.read()
    what, on = form_text("what"), form_day("on", desk().today)
    with memory().once(form_once() + hashlib.sha256(content).hexdigest()) as first:
        done = papers.attach_content(desk(), reference, name, content, what, on) if first else None
    if warnings := done.warnings if done else papers.warnings(name, content):
        return render_template("attached.html", warnings=warnings, reference=reference)
    return _back(reference)


@pages.post("/<reference>/packet")
def make_packet(reference: str) -> Page:
    """One PDF of all that is known of the request."""
    with PRESS:
        done = packet.compose(desk(), reference, notes=form_text("notes") == "yes")
    return saved(done.content, "application/pdf", done.name)


@pages.post("/<reference>/companion")
def make_companion(reference: str) -> Page:
    """A sheet that goes with the letter, made anew by what the log knows."""
    with PRESS:
        name, content = companion.compose(desk(), form_text("name"), reference, languages.chosen())
    return saved(content, "application/pdf", name)
