"""The next letter about a request, in one click; or with what is to be added, and to another address."""

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for

from letters.errors import NoAddress, WrongInput
from letters.request_types import RequestType
from letters.steps import Step
from letters.web.begin import Page
from letters.web.here import PRESS, desk, form_text, memory, told_again
from letters.web.letter import MEDIA
from letters.web.memory import Draft, File, Made
from letters.workflow import address, mistakes, next_letter, outlook
from letters.workflow.mistakes import Mistakes
from letters.workflow.next_letter import Composed, NextWish

pages = Blueprint("following", __name__, url_prefix="/requests")


@pages.post("/<reference>/next")
def make(reference: str) -> Page:
    """Makes a next letter with what the log knows, or asks what is missing."""
    step = desk().catalogue.steps.get(form_text("step"))
    if step is None:
        raise WrongInput("There is no such next letter.")
    again = told_again()
    kind = next_letter.questions_of(desk(), reference, step.id, again)
    given = again | {field.id: text for field in kind.fields if (text := form_text(f"answer-{field.id}"))}
    if form_text("look") == "yes":
        return _asked(reference, step, kind, given, Mistakes())
    try:
        with PRESS:
            done = next_letter.compose(desk(), reference, _wish(step, given))
            kept = _as_made(done)
            next_letter.keep(desk(), done, desk().today)
            kept = memory().same(kept)
    except WrongInput as error:
        return _asked(reference, step, kind, given, mistakes.told_by(error, kind)), 422 if _sent() else 200
    except NoAddress as error:
        return _asked(reference, step, kind, given, Mistakes(others=(str(error),))), 422 if _sent() else 200
    return redirect(url_for("letter.ready", made_id=kept.id), 303)


@pages.post("/<reference>/federal")
def federal(reference: str) -> Page:
    """Begins the federal letter that the log allows next: it is a letter of its own, with what the log knows of it."""
    seen = outlook.outlook(desk(), reference, told_again())
    if seen.federal is None:
        raise WrongInput("There is no such next letter.")
    kind = desk().catalogue.type(seen.federal.request_type)
    known = {field.id for field in kind.fields}
    kept = {name: text for name, text in seen.request.answers.items() if name in known}
    begun = Draft(
        memory().new_id(),
        request_type=kind.id,
        agency=seen.federal.agency,
        given=kept | dict(seen.federal.given),
    )
    memory().keep(begun)
    asked = address.known(desk(), begun.agency, kind.id).asked
    return redirect(url_for("begin.where" if asked else "begin.before", draft_id=begun.id), 303)


def _sent() -> bool:
    return "asked" in request.form


def _wish(step: Step, given: Mapping[str, str]) -> NextWish:
    to_self = step.to == "self"
    typed = form_text("address")
    return NextWish(
        step.id,
        given,
        desk().today,
        tone="firm" if form_text("tone") == "firm" else "plain",
        email=not to_self,
        companions=not to_self,
        address=typed or None,
        address_confirmed=form_text("address_confirmed") == "yes" and not typed,
    )


def _asked(reference: str, step: Step, kind: RequestType, given: Mapping[str, str], told: Mistakes) -> str:
    """What the letter needs that is not in the log; with `look`, what may be added to it too."""
    look = form_text("look") or form_text("looked")
    offered = {*step.required, *step.optional} if look else set()
    shown = {*told.fields, *given, *offered}
    to = None if step.to == "self" else desk().registry.get(_body(reference, step))
    return render_template(
        "next.html",
        step=step,
        reference=reference,
        fields=[field for field in kind.fields if field.id in shown],
        needed=set(kind.required) | set(told.fields),
        told=told,
        given=given,
        again=told_again(),
        sent=_sent(),
        looked=bool(look),
        tone=form_text("tone"),
        body=to,
        known=address.of_body(desk(), to.id) if to else None,
        typed=form_text("address"),
    )


def _body(reference: str, step: Step) -> str:
    return outlook.outlook(desk(), reference, told_again()).request.agency if step.to == "agency" else step.to


def _as_made(done: Composed) -> Made:
    step = done.step
    body = desk().registry.agencies.get(done.request.agency if step.to == "agency" else step.to)
    files = {done.name: File(done.content, MEDIA[".pdf"])}
    files |= {name: File(content, MEDIA[".pdf"]) for name, content in done.beside.items()}
    if done.draft:
        files[done.draft.name] = File(done.draft.content, MEDIA[".eml"])
    return Made(
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
        entries=len(done.request.events),
    )
