"""The questions of a letter, one topic a page; each says why it is asked."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from letters.errors import WrongInput
from letters.request_types import RequestType
from letters.web.begin import Page
from letters.web.here import chosen, desk, form_text, memory
from letters.web.memory import Draft
from letters.workflow import given, mistakes, plan
from letters.workflow.interview import DESIGNATED, Topic, topics
from letters.workflow.mistakes import NEEDED

pages = Blueprint("questions", __name__)
# The box that keeps the answers, the word under which, and the word where there is none yet.
KEEP, KEEP_AS, MINE = "keep", "keep_as", "me"
ONE_NEEDED = "Answer one of these: without it the record cannot be found."


def asked(found: Draft) -> tuple[RequestType, tuple[Topic, ...]]:
    """The type as this person signs it, and its questions by topic."""
    kind = desk().catalogue.type(found.request_type)
    signed = plan.as_signed(desk(), kind, desk().registry.get(found.agency), found.given)
    return signed, topics(signed, found.given, anonymous=found.anonymous)


def page_of(found: Draft, field_id: str) -> int | None:
    """The number of the page on which a question stands."""
    every = asked(found)[1]
    return next((n for n, topic in enumerate(every, 1) if any(f.id == field_id for f in topic.fields)), None)


@pages.get("/letter/<draft_id>/ask/<int:number>")
def ask(draft_id: str, number: int) -> Page:
    """The questions of one topic."""
    found = chosen(draft_id)
    if not found.ready:
        return redirect(url_for("begin.before", draft_id=found.id))
    _, every = asked(found)
    if not 1 <= number <= len(every):
        return redirect(url_for("letter.review", draft_id=found.id))
    return _page(found, every, number, {})


@pages.post("/letter/<draft_id>/ask/<int:number>")
def answer(draft_id: str, number: int) -> Page:
    """Takes the answers to one topic; with a mistake, shows them again, each mistake beside its question."""
    found = chosen(draft_id)
    kind, every = asked(found)
    if not 1 <= number <= len(every):
        return redirect(url_for("letter.review", draft_id=found.id), 303)
    topic = every[number - 1]
    if profile := form_text("fill"):
        return _page(found, every, number, {}, profile)
    for field in topic.fields:
        text = request.form.get(field.id, "")
        # What was not changed here may have been in another tab meanwhile.
        if text.splitlines() == request.form.get(f"was-{field.id}", "\0").splitlines():
            continue
        if text.strip():
            found.given[field.id] = text
        else:
            found.given.pop(field.id, None)
    if wrong := _wrong(found, kind, topic) or _kept(topic, found):
        return _page(found, every, number, wrong), 422
    # A first answer, such as a designated address, can change which pages follow.
    if number < len(asked(found)[1]) and form_text("then") != "review":
        return redirect(url_for(".ask", draft_id=found.id, number=number + 1), 303)
    return redirect(url_for("letter.review", draft_id=found.id), 303)


def _wrong(found: Draft, kind: RequestType, topic: Topic) -> dict[str, tuple[str, ...]]:
    """What is wrong on this page."""
    told = mistakes.of_answers(desk(), kind, _answers(found), desk().today, anonymous=found.anonymous)
    here = {field.id for field in topic.fields}
    wrong = {}
    for name in here & told.fields.keys():
        lines = tuple(line for line in told.fields[name] if line != NEEDED or _is_needed(topic, name, found))
        if lines:
            wrong[name] = lines
    if topic.one_of and not any(found.given.get(field.id) for field in topic.fields):
        wrong = {topic.fields[0].id: (ONE_NEEDED,)}
    return wrong


def _kept(topic: Topic, found: Draft) -> dict[str, tuple[str, ...]]:
    """Keeps what was said of oneself for the next letter, where that was wished; what is wrong with it."""
    if not offers_profile(topic, found) or form_text(KEEP) != "yes":
        return {}
    said = {field.id: found.given.get(field.id, "") for field in topic.fields if field.id in given.KEPT}
    try:
        given.keep_profile(desk(), form_text(KEEP_AS), said)
    except WrongInput as error:
        return {KEEP_AS: tuple(str(error).splitlines())}
    return {}


def offers_profile(topic: Topic, found: Draft) -> bool:
    """Whether answers about oneself are kept and filled in.

    Not where others see them, nor with low trace, nor for a hidden address.
    """
    hidden = memory().shared or desk().low_trace or found.anonymous or found.given.get(DESIGNATED)
    return topic.id == "writer" and not hidden


def _is_needed(topic: Topic, name: str, found: Draft) -> bool:
    # An anonymous letter needs some way to reply, and any of three will do: the check names the first.
    return name in topic.needed or (found.anonymous and topic.id == "writer")


def _answers(found: Draft) -> dict[str, str]:
    return {name: text for name, text in found.given.items() if name != plan.SIGNER}


def _page(
    found: Draft, every: tuple[Topic, ...], number: int, wrong: dict[str, Any], profile: str | None = None
) -> str:
    topic = every[number - 1]
    profiles = given.profiles(desk().home) if offers_profile(topic, found) else []
    untouched = request.method == "GET" and not any(found.given.get(field.id) for field in topic.fields)
    if untouched and len(profiles) == 1:
        (profile,) = profiles
    filled = given.read_profile(desk().home, profile) if profile in profiles and profile else {}
    return render_template(
        "ask.html",
        draft=found,
        values={**found.given, **filled},
        profiles=profiles,
        profile=profile if filled else "",
        offered=offers_profile(topic, found),
        keep=form_text(KEEP),
        keep_as=form_text(KEEP_AS) or profile or MINE,
        topic=topic,
        number=number,
        count=len(every),
        labels={field.id: field.label for field in topic.fields},
        wrong=wrong,
        then="review" if request.args.get("then") == "review" or form_text("then") == "review" else "",
    )
