"""The release by which somebody else is given the data: a paper beside the letter that has questions of its own."""

from collections.abc import Mapping

from flask import Blueprint, render_template

from letters.errors import NoAddress, WrongInput
from letters.web.begin import Page
from letters.web.here import PRESS, desk, form_text, saved
from letters.workflow import address, companion, mistakes
from letters.workflow.companion import RELEASE, CompanionWish
from letters.workflow.mistakes import Mistakes

pages = Blueprint("releasing", __name__, url_prefix="/requests")


@pages.get("/<reference>/release")
def ask(reference: str) -> Page:
    """What the release must say, as far as the log knows it filled in."""
    return _asked(reference, companion.release_of(desk(), reference)[1], Mistakes())


@pages.post("/<reference>/release")
def make(reference: str) -> Page:
    """The release as a file, or what is missing."""
    kind = desk().catalogue.type(companion.RELEASE_TYPE)
    given = {field.id: form_text(field.id) for field in kind.fields}
    typed = form_text("address")
    confirmed = form_text("address_confirmed") == "yes" and not typed
    wish = CompanionWish(RELEASE, reference, given, address=typed or None, address_confirmed=confirmed)
    try:
        with PRESS:
            name, content = companion.compose_release(desk(), wish)
    except WrongInput as error:
        return _asked(reference, given, mistakes.told_by(error, kind)), 422
    except NoAddress as error:
        return _asked(reference, given, Mistakes(others=(str(error),))), 422
    return saved(content, "application/pdf", name)


def _asked(reference: str, given: Mapping[str, str], told: Mistakes) -> str:
    kind = desk().catalogue.type(companion.RELEASE_TYPE)
    body = companion.release_of(desk(), reference)[0]
    return render_template(
        "release.html",
        reference=reference,
        kind=kind,
        given=given,
        told=told,
        labels={field.id: field.label for field in kind.fields},
        needed={*kind.required, *(name for group in kind.one_of for name in group)},
        body=body,
        known=address.of_body(desk(), body.id),
        typed=form_text("address"),
    )
