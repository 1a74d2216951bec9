"""For groups: many letters from a spreadsheet, or one question to many agencies; checked, put right, made."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from flask import Blueprint, redirect, render_template, request, url_for

from letters import tables
from letters.characters import refused, tidy_line
from letters.errors import WrongInput
from letters.models import Kind
from letters.request_types import RequestType
from letters.web import campaigns
from letters.web.begin import Page
from letters.web.group import Group, group
from letters.web.here import desk, form_text, lines_of, memory, saved
from letters.web.languages import in_english, say
from letters.workflow import batch_rows, batch_template, federal, interview, look_up, mistakes
from letters.workflow.plan import SIGNER

pages = Blueprint("groups", __name__, url_prefix="/groups")
KINDS = tuple(kind for kind in get_args(Kind) if kind != "federal")
LONGEST_NAME = 80
Wrong = dict[str, str]


@pages.get("/")
def home() -> Page:
    """The two ways to write many letters, and all campaigns."""
    return render_template("groups.html", rows=look_up.offers(desk()), campaigns=campaigns.listed())


@pages.post("/")
def new() -> Page:
    """Begins many letters, of a type or of those that a sheet names."""
    from_sheet = form_text("way") == "sheet"
    name = form_text("type")
    if name or not from_sheet:
        name = desk().catalogue.type(name).id
    begun = Group(memory().new_id(), name, from_sheet)
    memory().keep(begun)
    return redirect(url_for(".sheet" if from_sheet else ".agencies", group_id=begun.id), 303)


@pages.get("/<group_id>/sheet")
def sheet(group_id: str) -> Page:
    """The empty sheet, and where a filled one is given."""
    return sheet_page(group(group_id), {})


@pages.get("/<group_id>/empty.xlsx")
def empty(group_id: str) -> Page:
    """A sheet with the columns of the type and nothing filled in."""
    found = group(group_id)
    signer = request.args.get(SIGNER) or None
    content, _ = batch_template.template(
        desk(), found.request_type, signer=signer, agency_column="agency" in request.args
    )
    media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return saved(content, media, "letters.xlsx")


@pages.post("/<group_id>/sheet")
def upload(group_id: str) -> Page:
    """Takes a sheet and what holds for all its rows; then checks every row."""
    found = group(group_id)
    wrong = _chosen(found)
    given = request.files.get("sheet")
    if given is not None and given.filename:
        suffix = Path(given.filename).suffix.lower()
        name = Path(f"{say('Your sheet')}{suffix if suffix in ('.csv', '.xlsx', '.xlsm') else ''}")
        try:
            found.table = tables.parse_table(name, given.stream.read(), sheet=form_text("tab") or None)
            found.mapping = {}
        except WrongInput as error:
            wrong["sheet"] = lines_of(error)
    elif found.table is None:
        wrong["sheet"] = "Choose a file: CSV or XLSX, of at most 10 MB."
    try:
        found.agency = _agency(form_text("agency"))
    except WrongInput as error:
        wrong["agency"] = str(error)
    if wrong:
        return sheet_page(found, wrong), 422
    found.checks(desk())
    return redirect(url_for("checking.check", group_id=found.id), 303)


def sheet_page(found: Group, wrong: Wrong) -> str:
    """The page of a sheet, with what is wrong by field."""
    kind = desk().catalogue.types.get(found.request_type)
    holders = look_up.find_holders(desk(), kind.id, most=100) if kind else []
    typed = form_text("agency") or (desk().registry.get(found.agency).name if found.agency else "")
    return render_template("sheet.html", group=found, wrong=wrong, holders=holders, typed=typed, **_about(kind))


def _about(kind: RequestType | None) -> dict[str, Any]:
    """What a page says of the type and asks for all its letters."""
    signers = [desk().catalogue.signers[name] for name in kind.signers] if kind and len(kind.signers) > 1 else []
    return {
        "type": kind,
        "signers": signers,
        "warning": federal.warning(kind, {}) if kind else None,
        "may_be_anonymous": kind is not None and not kind.needs_name,
    }


def _chosen(found: Group) -> Wrong:
    """Takes what both ways ask for all letters."""
    found.campaign = tidy_line(form_text("campaign"))
    for name in ("address_confirmed", "anonymous", "understood", "companions"):
        setattr(found, name, form_text(name) == "yes")
    signer = form_text(SIGNER)
    found.signer = signer if signer in desk().catalogue.signers else ""
    if not found.campaign or len(found.campaign) > LONGEST_NAME or any(refused(found.campaign)):
        return {"campaign": "Give these letters a name, of at most 80 characters: you find them again by it."}
    return {}


def _agency(text: str) -> str | None:
    """The agency that was meant; None where none was named. Raises WrongInput with those that come near."""
    if not text:
        return None
    registry = desk().registry
    same = [body.id for body in registry.agencies.values() if text.casefold() in (body.id, body.name.casefold())]
    if len(same) == 1:
        return same[0]
    near = registry.search(in_english(text), 5)
    if len(near) == 1:
        return near[0].id
    if not near:
        raise WrongInput("No agency of that name is known.")
    raise WrongInput(f"Write the whole name of one of these: {'; '.join(body.name for body in near)}")


@pages.get("/<group_id>/agencies")
def agencies(group_id: str) -> Page:
    """Which agencies are asked, and what goes into every letter."""
    return agencies_page(group(group_id), {})


@pages.post("/<group_id>/agencies")
def ask_agencies(group_id: str) -> Page:
    """Takes the agencies and the answers; then checks every letter."""
    found = group(group_id)
    kind = desk().catalogue.type(found.request_type)
    wrong: dict[str, Any] = dict(_chosen(found))
    found.given = {field.id: text for field in kind.fields if (text := form_text(field.id))}
    found.kind, found.county = form_text("kind"), form_text("in_county")
    if found.kind not in KINDS:
        wrong["kind"] = "Choose what kind of agency is asked."
    else:
        named = f"{found.kind}:{found.county}" if found.county else found.kind
        try:
            found.agencies = tuple(batch_rows.agencies_of(desk(), [named]))
        except WrongInput as error:
            wrong["kind"] = str(error)
    told = mistakes.of_answers(desk(), kind, found.given, desk().today, anonymous=found.anonymous)
    wrong |= told.fields
    if wrong:
        return agencies_page(found, wrong), 422
    found.checks(desk())
    return redirect(url_for("checking.check", group_id=found.id), 303)


def agencies_page(found: Group, wrong: Mapping[str, Any]) -> str:
    """The page of the agencies, with what is wrong by field."""
    kind = desk().catalogue.type(found.request_type)
    every = interview.topics(kind, found.given, anonymous=found.anonymous)
    counties = sorted(body.name for body in desk().registry.agencies.values() if body.kind == "county")
    return render_template(
        "agencies.html",
        group=found,
        wrong=wrong,
        topics=every,
        kinds=KINDS,
        counties=counties,
        labels={field.id: field.label for field in kind.fields},
        **_about(kind),
    )
