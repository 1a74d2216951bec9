"""My requests: how each stands, what came back, what can be done next."""

from datetime import date, timedelta
from io import BytesIO

from flask import Blueprint, abort, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from letters.errors import WrongInput
from letters.web.begin import Page
from letters.web.here import PRESS, desk, form_day, form_text, memory
from letters.web.letter import MEDIA
from letters.web.memory import File, Made
from letters.workflow import attach as papers
from letters.workflow import due, mistakes, next_letter, packet, reply, track
from letters.workflow import forget as forgetting
from letters.workflow.next_letter import NextWish

pages = Blueprint("requests", __name__, url_prefix="/requests")
HOW = ("mail", "certified-mail", "email", "portal", "fax", "in-person")


@pages.get("/")
def mine() -> Page:
    """All requests, by whose turn it is."""
    rows = due.due(desk())
    done = [row for row in track.listed(desk()) if row["group"] == "done"]
    groups = [(name, [row for row in rows if row["group"] == name]) for name in due.GROUPS]
    return render_template("mine.html", groups=groups, done=done, titles=_type_titles())


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
    return _saved(content, "text/calendar", "letters.ics")


@pages.get("/<reference>")
def one(reference: str) -> Page:
    """One request: how it stands, its dates and their counts, what happened, what can be done."""
    found = track.show(desk(), reference)
    return render_template(
        "one.html",
        row=found,
        title=_type_titles().get(found["type"], found["type"]),
        seen=next_letter.outlook(desk(), reference),
        replies=reply.possible(desk(), reference),
        how=HOW,
        today=desk().today,
        told=request.args.get("told", ""),
    )


def _back(reference: str) -> Response:
    return redirect(url_for(".one", reference=reference), 303)


@pages.post("/<reference>/sent")
def sent(reference: str) -> Page:
    """Records that the letter was sent: the clock runs from then."""
    by = form_text("by")
    detail = {"by": by if by in HOW else "mail", "number": form_text("number")}
    with memory().once(form_text("once")) as first:
        if first:
            track.happened(desk(), reference, "sent", form_day("on", desk().today), detail)
    return _back(reference)


@pages.post("/<reference>/answer")
def answer(reference: str) -> Page:
    """Records what came back, and tells what the law says of it."""
    found = reply.reply(desk(), form_text("reply"))
    detail: dict[str, str] = {name: form_text(name) for name in found.asks}
    with memory().once(form_text("once")) as first:
        if not first:
            return _back(reference)
        told = reply.record(desk(), reference, form_text("reply"), form_day("on", desk().today), detail)
    return render_template("answered.html", told=told, title=found.title, reference=told["reference"])


@pages.post("/<reference>/step-sent")
def step_sent(reference: str) -> Page:
    """Records that a next letter was sent."""
    step = desk().catalogue.steps.get(form_text("step"))
    if step is None or step.records is None:
        raise WrongInput("There is no such next letter.")
    with memory().once(form_text("once")) as first:
        if first:
            track.happened(desk(), reference, step.records, form_day("on", desk().today), {"step": step.id})
    return _back(reference)


@pages.post("/<reference>/undo")
def undo(reference: str) -> Page:
    """Takes back the last entry."""
    with memory().once(form_text("once")) as first:
        if first:
            track.undo(desk(), reference)
    return _back(reference)


@pages.post("/<reference>/forget")
def forget(reference: str) -> Page:
    """Removes all of a request, once that was confirmed."""
    if form_text("sure") != "yes":
        return render_template("forget.html", reference=track.show(desk(), reference)["reference"])
    forgetting.forget(desk(), reference)
    return redirect(url_for(".mine"), 303)


@pages.post("/<reference>/attach")
def attach(reference: str) -> Page:
    """Keeps a copy of a paper with the request."""
    given = request.files.get("file")
    if given is None or not given.filename:
        raise WrongInput("Choose a file: a PDF, JPG, PNG or EML of at most 25 MB.")
    name = given.filename.replace("\\", "/").rpartition("/")[2]
    content = given.stream.read()
    done = papers.attach_content(desk(), reference, name, content, form_text("what"), form_day("on", desk().today))
    if done.warnings:
        return render_template("attached.html", warnings=done.warnings, reference=done.row["reference"])
    return _back(reference)


@pages.post("/<reference>/packet")
def make_packet(reference: str) -> Page:
    """One PDF of all that is known of the request."""
    with PRESS:
        done = packet.compose(desk(), reference, notes=form_text("notes") == "yes")
    return _saved(done.content, "application/pdf", done.name)


@pages.post("/<reference>/next")
def following(reference: str) -> Page:
    """Makes a next letter with what the log knows, or asks what is missing."""
    step = desk().catalogue.steps.get(form_text("step"))
    if step is None:
        raise WrongInput("There is no such next letter.")
    kind = next_letter.questions_of(desk(), reference, step.id)
    given = {field.id: text for field in kind.fields if (text := form_text(f"answer-{field.id}"))}
    tone: next_letter.Tone = "firm" if form_text("tone") == "firm" else "plain"
    wish = NextWish(
        step.id,
        given,
        desk().today,
        tone=tone,
        email=step.to != "self",
        address=form_text("address") or None,
        address_confirmed=form_text("address_confirmed") == "yes",
    )
    try:
        with PRESS:
            done = next_letter.compose(desk(), reference, wish)
    except WrongInput as error:
        told = mistakes.told_by(error, kind)
        asked = [field for field in kind.fields if field.id in told.fields or field.id in given]
        sent = "asked" in request.form
        page = render_template(
            "next.html", step=step, reference=reference, fields=asked, told=told, given=given, sent=sent
        )
        return page, 422 if sent else 200
    next_letter.keep(desk(), done, desk().today)
    body = desk().registry.agencies.get(done.request.agency if step.to == "agency" else step.to)
    files = {done.name: File(done.content, "application/pdf")}
    if done.draft:
        files[done.draft.name] = File(done.draft.content, MEDIA[".eml"])
    kept = Made(
        id=memory().new_id(),
        reference=done.request.reference,
        title=step.title,
        agency_name=body.name if body else "",
        page=None,
        way="self" if step.to == "self" else "mail",
        pages=done.pages,
        signed=step.to != "self",
        main=done.html,
        files=files,
        warnings=done.warnings,
        step=step.id,
        records=step.records or "",
    )
    memory().keep(kept)
    return redirect(url_for("letter.ready", made_id=kept.id), 303)


def _saved(content: bytes, media: str, name: str) -> Response:
    return send_file(BytesIO(content), mimetype=media, as_attachment=True, download_name=name)
