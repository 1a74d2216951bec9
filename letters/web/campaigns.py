"""A campaign: how its requests stand, its report, mailed on a day, reminded."""

import hashlib
import secrets
from pathlib import Path

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest, NotFound

from letters import tables
from letters.errors import WrongInput
from letters.events import HOW
from letters.tally import TIMINGS
from letters.web.begin import Page
from letters.web.here import desk, form_day, form_text, lines_of, memory, saved
from letters.web.languages import say
from letters.web.printing import ONE_AT_A_TIME, PrintRun
from letters.web.work import Progress
from letters.workflow import campaign as many
from letters.workflow import due, report, track
from letters.workflow.campaign import Campaign, Reminded
from letters.workflow.next_letter import Tone

pages = Blueprint("campaigns", __name__, url_prefix="/groups/campaign")
# A name can tell what the letters are about: addresses have this in its place, another one each time we are started.
_SECRET = secrets.token_bytes(16)
# A random id of a form of ours is at least so long.
LEAST_ID = 16
ORDER = (*due.GROUPS, "done")


def key(name: str) -> str:
    """What stands in addresses for a campaign."""
    return hashlib.blake2b(name.encode(), key=_SECRET, digest_size=12).hexdigest()


def listed() -> list[tuple[str, Campaign]]:
    """All campaigns, each with what stands for it in addresses."""
    return [(key(each.name), each) for each in many.campaigns(desk())]


def _named(found: str) -> Campaign:
    for name, each in listed():
        if name == found:
            return each
    raise NotFound


@pages.get("/<campaign_id>")
def one(campaign_id: str) -> Page:
    """How all requests of a campaign stand."""
    return _one(campaign_id, {})


def _one(campaign_id: str, wrong: dict[str, str]) -> str:
    found = _named(campaign_id)
    rows = track.listed(desk(), campaign=found.name)
    rows.sort(key=lambda row: (ORDER.index(row["group"]), row["by"] or "9999", row["reference"]))
    return render_template(
        "campaign.html",
        campaign=found,
        id=campaign_id,
        rows=rows,
        numbers=report.compose(desk(), found.name).numbers,
        timings=TIMINGS,
        how=HOW,
        today=desk().today,
        wrong=wrong,
    )


@pages.get("/<campaign_id>/report.html")
def report_page(campaign_id: str) -> Page:
    """The report, to save: a page with a style of its own."""
    found = report.compose(desk(), _named(campaign_id).name)
    return saved(found.page, "text/html", "report.html")


@pages.get("/<campaign_id>/report.csv")
def report_table(campaign_id: str) -> Page:
    """The same as a table."""
    found = report.compose(desk(), _named(campaign_id).name)
    return saved(found.table, "text/csv", "report.csv")


@pages.post("/<campaign_id>/sent")
def sent(campaign_id: str) -> Page:
    """Records that all its letters were sent that were not before, with their tracking numbers where they are given."""
    found = _named(campaign_id)
    by = form_text("by")
    given = request.files.get("numbers")
    try:
        day = form_day("on", desk().today)
        named = Path(say("Your table of tracking numbers"))
        numbers = tables.parse_table(named, given.stream.read()) if given and given.filename else None
        with memory().once(form_text("once")) as first:
            if first:
                many.sent(desk(), found.name, day, {"by": by if by in HOW else "mail"}, numbers)
    except WrongInput as error:
        return _one(campaign_id, {"numbers" if given and given.filename else "sent-on": lines_of(error)}), 422
    return redirect(url_for(".one", campaign_id=campaign_id), 303)


@pages.post("/<campaign_id>/remind")
def remind(campaign_id: str) -> Page:
    """Makes the next letter to each body that is late, in the background."""
    found, today = _named(campaign_id), desk()
    tone: Tone = "firm" if form_text("tone") == "firm" else "plain"
    confirmed, record = form_text("address_confirmed") == "yes", form_text("record") == "yes"

    def task(progress: Progress) -> Reminded:
        folder = printing.folder
        return many.remind(
            today,
            many.of_campaign(today, found.name, {}),
            folder,
            tone=tone,
            address_confirmed=confirmed,
            record=record,
            progress=progress,
        )

    run_id = form_text("once")
    if len(run_id) < LEAST_ID:
        raise BadRequest
    with ONE_AT_A_TIME:
        if memory().find(run_id) is None:
            printing = PrintRun(memory(), run_id, "reminders", found.name)
            printing.begin(task)
    return redirect(url_for("printing.run", run_id=run_id), 303)
