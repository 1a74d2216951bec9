"""The first pages: what a person wants to know, who has it, where the letter goes."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from letters import speech
from letters.errors import WrongInput
from letters.web import languages
from letters.web.here import chosen, desk, draft, form_text, memory
from letters.web.memory import Draft
from letters.workflow import address, federal, look_up, plan
from letters.workflow.plan import SIGNER

pages = Blueprint("begin", __name__)
LONGEST_SEARCH = 200
# Where one is after "Leave this page fast".
SAFE_SITE = "https://www.weather.gov/"
Page = str | tuple[str, int] | Response


@pages.get("/")
def home() -> Page:
    """Why people come, and a field to search."""
    return render_template("home.html", situations=desk().catalogue.situations)


@pages.get("/before-you-ask")
def read_first() -> Page:
    """What to think of before anything is sent, for somebody at risk."""
    return render_template("read_first.html")


@pages.post("/language")
def language() -> Page:
    """Keeps the chosen language, and goes back to where it was chosen."""
    code, back = form_text("language"), form_text("back")
    if code not in speech.names():
        raise BadRequest
    answer = redirect(back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/", 303)
    answer.set_cookie(languages.COOKIE, code, httponly=True, samesite="Strict")
    return answer


@pages.post("/leave")
def leave() -> Page:
    """Forgets all letters in the making, and shows another site."""
    memory().clear()
    answer = make_response(render_template("leave.html"))
    answer.headers["Refresh"] = f"0; url={SAFE_SITE}"
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@pages.post("/letter")
def new() -> Page:
    """Begins a letter, with a situation or with words to search for."""
    begun = Draft(memory().new_id(), search=form_text("search")[:LONGEST_SEARCH], situation=form_text("situation"))
    memory().keep(begun)
    return redirect(url_for(".what", draft_id=begun.id), 303)


@pages.get("/letter/<draft_id>/what")
def what(draft_id: str) -> Page:
    """The types of request that fit."""
    found = draft(draft_id)
    situations = desk().catalogue.situations
    situation = found.situation if found.situation in situations else None
    rows = look_up.offers(desk(), found.search or None, situation, say=languages.say)
    return render_template("what.html", draft=found, rows=rows, situations=situations)


@pages.post("/letter/<draft_id>/what")
def choose_type(draft_id: str) -> Page:
    """Takes a type, or searches again."""
    found = draft(draft_id)
    if "search" in request.form:
        found.search, found.situation = form_text("search")[:LONGEST_SEARCH], ""
        return redirect(url_for(".what", draft_id=found.id), 303)
    kind = desk().catalogue.type(form_text("type"))
    if kind.id != found.request_type:
        found.request_type, found.agency, found.given, found.ready = kind.id, "", {}, False
        found.skip_items, found.extra_items, found.understood = (), (), False
    return redirect(url_for(".who", draft_id=found.id), 303)


@pages.get("/letter/<draft_id>/who")
def who(draft_id: str) -> Page:
    """The bodies that have such data."""
    found = draft(draft_id)
    kind = desk().catalogue.type(found.request_type)
    rows = look_up.find_holders(desk(), kind.id, languages.in_english(found.agency_search) or None)
    return render_template("who.html", draft=found, kind=kind, rows=rows)


@pages.post("/letter/<draft_id>/who")
def choose_agency(draft_id: str) -> Page:
    """Takes a body, or searches for one."""
    found = draft(draft_id)
    if "search" in request.form:
        found.agency_search = form_text("search")[:LONGEST_SEARCH]
        return redirect(url_for(".who", draft_id=found.id), 303)
    body = desk().registry.get(form_text("agency"))
    if body.id != found.agency:
        found.agency, found.address, found.address_confirmed = body.id, None, False
    asked = address.known(desk(), body.id, found.request_type).asked
    return redirect(url_for(".where" if asked else ".before", draft_id=found.id), 303)


@pages.get("/letter/<draft_id>/where")
def where(draft_id: str) -> Page:
    """What is known of the address."""
    found = chosen(draft_id)
    return _where(found, "", found.address or "")


@pages.post("/letter/<draft_id>/where")
def choose_address(draft_id: str) -> Page:
    """Takes the address that is known, or another."""
    found = chosen(draft_id)
    known = address.known(desk(), found.agency, found.request_type)
    typed = form_text("address")
    if form_text("which") == "known" and known.lines:
        found.address, found.address_confirmed = None, not known.sure
    elif not typed:
        return _where(found, "Write the address, or confirm the one that is known.", typed), 422
    else:
        try:
            address.check(typed)
        except WrongInput as error:
            return _where(found, str(error), typed), 422
        found.address, found.address_confirmed = typed, False
    return redirect(url_for(".before", draft_id=found.id), 303)


def _where(found: Draft, wrong: str, typed: str) -> str:
    body = desk().registry.get(found.agency)
    known = address.known(desk(), found.agency, found.request_type)
    return render_template("where.html", draft=found, body=body, known=known, wrong=wrong, typed=typed)


@pages.get("/letter/<draft_id>/before")
def before(draft_id: str) -> Page:
    """What to know before one goes on: safety, who signs, whether a name is needed."""
    return _before(chosen(draft_id), ())


@pages.post("/letter/<draft_id>/before")
def go_on(draft_id: str) -> Page:
    """Takes who signs, whether the letter goes without a name, and that a federal letter was understood."""
    found = chosen(draft_id)
    kind = desk().catalogue.type(found.request_type)
    wrong = []
    if len(kind.signers) > 1:
        if form_text(SIGNER) not in kind.signers:
            wrong.append((SIGNER, "Choose who signs."))
        else:
            found.given[SIGNER] = form_text(SIGNER)
    found.anonymous = not kind.needs_name and form_text("anonymous") == "yes"
    found.understood = form_text("understood") == "yes"
    if federal.warning(kind, found.given) and not found.understood:
        wrong.append(("understood", "Without this no such letter is written."))
    if wrong:
        return _before(found, tuple(wrong)), 422
    found.ready = True
    return redirect(url_for("questions.ask", draft_id=found.id, number=1), 303)


def _before(found: Draft, wrong: tuple[tuple[str, str], ...]) -> str:
    kind = desk().catalogue.type(found.request_type)
    signed = plan.as_signed(desk(), kind, desk().registry.get(found.agency), found.given)
    signers = [desk().catalogue.signers[name] for name in kind.signers] if len(kind.signers) > 1 else []
    return render_template(
        "before.html",
        draft=found,
        kind=signed,
        signers=signers,
        signer=found.given.get(SIGNER) or (signed.signer.id if signed.signer else ""),
        warning=federal.warning(kind, found.given),
        wrong=dict(wrong),
    )
