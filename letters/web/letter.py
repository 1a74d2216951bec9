"""The letter: shown as it will print, made, downloaded."""

import re
from dataclasses import replace
from io import BytesIO

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from markupsafe import Markup
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from letters.errors import CannotPrint, LettersError, WrongInput
from letters.web import languages
from letters.web.begin import Page
from letters.web.here import PRESS, chosen, desk, made, memory, wish_of
from letters.web.memory import Draft, File, Made
from letters.web.questions import asked, page_of
from letters.workflow import attach, federal, mistakes, plan, siblings, track, write
from letters.workflow.plan import Plan, Wish
from letters.workflow.write import Prepared

pages = Blueprint("letter", __name__)
MEDIA = {".pdf": "application/pdf", ".txt": "text/plain", ".eml": "message/rfc822"}
MOST_OWN_ITEMS = 3
_BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL)
_ID_OR_STYLE = re.compile(r'\s(?:id|style)="[^"]*"')


def readable(html: str) -> Markup:
    """The words of a composed letter for a page of ours: its body, without ids and styles of its own.

    Headings are one level lower, since the page has its own.
    """
    body = _BODY.search(html)
    assert body
    words = _ID_OR_STYLE.sub("", body[1])
    words = re.sub(r"<(/?)h([12])\b", lambda tag: f"<{tag[1]}h{int(tag[2]) + 1}", words)
    return Markup(re.sub(r"</?main>", "", words))


@pages.get("/letter/<draft_id>/review")
def review(draft_id: str) -> Page:
    """The letter before it is made: what it asks, what to know, how it will look."""
    found = chosen(draft_id)
    whole = replace(wish_of(found, desk().today), skip_items=(), extra_items=())
    try:
        items = plan.plan(desk(), whole).order.items
        done = _set(found)
    except WrongInput as error:
        return _amend(found, error), 422
    return render_template(
        "review.html",
        draft=found,
        plan=done.planned,
        pages=done.pages,
        version=done.request.events[0].detail["sha256"][:8],
        warnings=done.warnings,
        items=items,
        others=siblings.siblings(desk(), whole),
        titles=_titles(whole),
        names={name: body.name for name, body in desk().registry.agencies.items()},
        most_own=MOST_OWN_ITEMS,
    )


def _amend(found: Draft, error: WrongInput) -> str:
    """What must be changed first, each with the page where that is done."""
    kind, _ = asked(found)
    told = mistakes.told_by(error, kind)
    labels = {field.id: field.label for field in kind.fields}
    rows = [
        (labels[name], line, page_of(found, name))
        for name, lines in told.fields.items()
        for line in dict.fromkeys(lines)
    ]
    return render_template("amend.html", draft=found, rows=rows, others=told.others)


def _titles(wish: Wish) -> dict[str, str]:
    types = desk().catalogue.types
    return {each.request_type: types[each.request_type].title for each in siblings.siblings(desk(), wish)}


@pages.post("/letter/<draft_id>/review")
def change(draft_id: str) -> Page:
    """Takes which items stay and what is asked besides; then shows the letter again, or makes it."""
    found = chosen(draft_id)
    shown = request.form.get("shown", 0, int)
    kept = set(request.form.getlist("item", int))
    found.skip_items = tuple(number for number in range(1, min(shown, 100) + 1) if number not in kept)
    own = [text.strip() for text in request.form.getlist("own")[:MOST_OWN_ITEMS]]
    found.extra_items = tuple(text for text in own if text)
    if "make" not in request.form:
        return redirect(url_for(".review", draft_id=found.id, _anchor="letter"), 303)
    return _make(found)


@pages.get("/letter/<draft_id>/preview.pdf")
def preview(draft_id: str) -> Page:
    """The PDF of the letter as it stands."""
    done = _set(chosen(draft_id))
    return send_file(BytesIO(done.content), mimetype="application/pdf", download_name=str(done.path))


@pages.get("/letter/<draft_id>/page/<int:number>")
def page(draft_id: str, number: int) -> Page:
    """A picture of a page of that PDF."""
    return _picture(_set(chosen(draft_id)).content, number)


def _picture(content: bytes, number: int) -> Response:
    """A page of a PDF as it will print; every browser shows it, also those that show no PDF within a page."""
    with PRESS:
        pictures = attach.show(content, "application/pdf")
    assert isinstance(pictures, tuple)
    if not 1 <= number <= len(pictures):
        raise NotFound
    shown = pictures[number - 1]
    return send_file(BytesIO(shown.content), mimetype=shown.media)


@pages.get("/letter/<draft_id>/read")
def read(draft_id: str) -> Page:
    """The letter as it stands, as words for screen readers and narrow screens."""
    done = _set(chosen(draft_id))
    back = url_for(".review", draft_id=draft_id)
    return render_template("read.html", words=readable(done.html), back_to=back)


def _set(found: Draft) -> Prepared:
    """The letter as it stands, set anew where anything was changed since it was shown."""
    wish = replace(wish_of(found, desk().today), track=False)
    if found.shown is None or found.shown.planned.wish != wish:
        planned = plan.plan(desk(), wish)
        with PRESS:
            found.shown = write.compose(desk(), planned)
    return found.shown


def _make(found: Draft) -> Page:
    """Makes the letter and what goes with it, enters it in the log, and forgets the answers."""
    wish = wish_of(found, desk().today)
    body = desk().registry.get(found.agency)
    mail = not federal.takes_online_only(body)
    try:
        planned = plan.plan(desk(), replace(wish, companions=True, text=True, email=mail, language=languages.chosen()))
    except WrongInput as error:
        return _amend(found, error), 422
    with PRESS:
        found = chosen(found.id)  # another tab may have made it meanwhile
        done = write.compose(desk(), planned)
        write.keep(desk(), done)
        kept = _as_made(found.id, done, _others(wish))
        memory().keep(kept)
    return redirect(url_for(".ready", made_id=kept.id), 303)


def _others(wish: Wish) -> tuple[tuple[siblings.Sibling, str], ...]:
    """The other letters that are wanted, begun with the same answers: each with the id under which it is kept."""
    begun = []
    for number, each in enumerate(siblings.siblings(desk(), wish)):
        if each.barred or str(number) not in request.form.getlist("other"):
            continue
        other = siblings.beside(desk(), wish, each)
        draft = Draft(
            memory().new_id(),
            request_type=other.request_type,
            agency=other.agency,
            given=dict(other.given),
            anonymous=other.anonymous,
            understood=other.understood,
            address=other.address,
            address_confirmed=other.address_confirmed,
            why=each.why,
        )
        memory().keep(draft)
        begun.append((each, draft.id))
    return tuple(begun)


def _as_made(made_id: str, done: Prepared, others: tuple[tuple[siblings.Sibling, str], ...]) -> Made:
    planned: Plan = done.planned
    department = desk().registry.department(planned.agency)
    letter = {str(done.path): File(done.content, "application/pdf")}
    beside = {str(path): File(paper, MEDIA[path.suffix]) for path, paper in done.beside.items()}
    return Made(
        id=made_id,
        reference=done.request.reference,
        title=planned.order.request_type.title,
        agency_name=planned.agency.name,
        page=planned.agency.data_practices_page or department.data_practices_page,
        way=planned.recipient.way,
        pages=done.pages,
        signed=planned.order.signed_by is not None,
        main=done.html,
        files=letter | beside,
        warnings=done.warnings,
        others=others,
    )


@pages.get("/made/<made_id>")
def ready(made_id: str) -> Page:
    """The letter that was made: to print, to download, and what to do then."""
    found = made(made_id)
    entries, sent = track.entered(
        desk(), found.reference, found.records if found.step else "sent", found.step, found.entries
    )
    already = request.args.get("already") == "yes"
    return render_template("made.html", made=found, today=desk().today, entries=entries, sent=sent, already=already)


@pages.get("/made/<made_id>/read")
def read_made(made_id: str) -> Page:
    """The letter that was made, as words."""
    back = url_for(".ready", made_id=made_id)
    return render_template("read.html", words=readable(made(made_id).main), back_to=back)


@pages.get("/made/<made_id>/page/<int:number>")
def page_made(made_id: str, number: int) -> Page:
    """A picture of a page of the letter that was made."""
    letter = next(iter(made(made_id).files.values()))
    return _picture(letter.content, number)


@pages.get("/made/<made_id>/<name>")
def file(made_id: str, name: str) -> Page:
    """One file of a letter: shown, or saved with ?save."""
    found = made(made_id).files.get(name)
    if found is None:
        raise NotFound
    as_file = "save" in request.args or found.media != "application/pdf"
    return send_file(BytesIO(found.content), mimetype=found.media, as_attachment=as_file, download_name=name)


@pages.app_errorhandler(CannotPrint)
def cannot_print(error: LettersError) -> Page:
    """A letter that would not come out right on paper."""
    return render_template("trouble.html", message=str(error), code=422), 422
