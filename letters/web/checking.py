"""For groups: what a check of all rows found, put right cell by cell, and made."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from letters.errors import ColumnMistakes, WrongInput
from letters.web import groups
from letters.web.begin import Page
from letters.web.group import Group, group
from letters.web.here import desk, form_text, lines_of, memory
from letters.web.languages import say
from letters.web.printing import ONE_AT_A_TIME, PrintRun, progress_of
from letters.workflow import address, batch, mending
from letters.workflow.batch import Report

pages = Blueprint("checking", __name__, url_prefix="/groups")
# So many rows are put right on a page; the others come when these are right.
MOST_FAULTS = 50


@pages.get("/<group_id>/check")
def check(group_id: str) -> Page:
    """What a check of all rows found: cells to put right, and what can be made."""
    found = group(group_id)
    work = found.check
    if work is None:
        return redirect(url_for("groups.sheet" if found.from_sheet else "groups.agencies", group_id=found.id), 303)
    if work.running:
        return render_template(
            "wait.html", work=work, said=_said(work), status=url_for(".status", group_id=group_id), title="check"
        )
    if work.error is None:
        assert work.result
        return _checked(found, work.result)
    if isinstance(work.error, ColumnMistakes):
        return _columns(found, work.error), 422
    if not isinstance(work.error, WrongInput):
        raise work.error
    wrong = {"sheet" if found.from_sheet else "kind": lines_of(work.error)}
    return (groups.sheet_page if found.from_sheet else groups.agencies_page)(found, wrong), 422


@pages.get("/<group_id>/status")
def status(group_id: str) -> Response:
    """How far the check is, for the script of the page."""
    work = group(group_id).check
    if work is None:
        raise NotFound
    return progress_of(work, _said(work))


def _said(work: Any) -> str:
    return say("{done} of {whole} rows are checked.", done=work.done, whole=work.whole)


def _columns(found: Group, error: ColumnMistakes) -> str:
    kind = desk().catalogue.types.get(found.request_type)
    fields = kind.fields if kind else tuple(desk().catalogue.fields.values())
    return render_template("columns.html", group=found, error=error, fields=fields)


@pages.post("/<group_id>/columns")
def columns(group_id: str) -> Page:
    """Takes what the columns answer that were not known."""
    found = group(group_id)
    names = found.table.columns if found.table else ()
    for number, name in enumerate(names):
        answers = request.form.get(f"column-{number}")
        if answers is not None and answers != "same":
            found.mapping[name] = answers
    found.checks(desk())
    return redirect(url_for(".check", group_id=found.id), 303)


def _checked(found: Group, report: Report, wrong: Mapping[str, str] | None = None) -> str:
    faults = found.faults(desk(), report)
    return render_template(
        "check.html",
        group=found,
        report=report,
        faults=faults[:MOST_FAULTS],
        more=len(faults) - len(faults[:MOST_FAULTS]),
        names={name: body.name for name, body in desk().registry.agencies.items()},
        wrong=wrong or {},
        type=desk().catalogue.types.get(found.request_type),
    )


@pages.post("/<group_id>/check")
def mend(group_id: str) -> Page:
    """Takes what was written into the cells, leaves out the rows that are not wanted, and checks again."""
    found = group(group_id)
    report = found.check.result if found.check else None
    if report is None:
        return redirect(url_for(".check", group_id=found.id), 303)
    faults = found.faults(desk(), report)
    left_out = set(request.form.getlist("leave", int))
    found.address_confirmed = found.address_confirmed or form_text("address_confirmed") == "yes"
    found.again = form_text("again") == "yes"
    wrong = {}
    if found.table is not None:
        written = {
            fault.number: {
                cell.column: request.form[name].strip()
                for cell in fault.cells
                if (name := f"cell-{fault.number}-{cell.column}") in request.form
            }
            for fault in faults
        }
        found.table = mending.mended(found.table, written, left_out)
    else:
        gone = {fault.agency for fault in faults if fault.number in left_out}
        found.agencies = tuple(name for name in found.agencies if name not in gone)
        for fault in faults:
            if typed := form_text(f"address-{fault.agency}"):
                try:
                    address.check(typed)
                    found.addresses[fault.agency] = typed
                except WrongInput as error:
                    wrong[fault.agency] = str(error)
    if wrong:
        return _checked(found, report, wrong), 422
    found.checks(desk())
    return redirect(url_for(".check", group_id=found.id), 303)


@pages.post("/<group_id>/make")
def make(group_id: str) -> Page:
    """Makes the print run in the background, once however often this is asked."""
    found = group(group_id)
    report = found.check.result if found.check else None
    if report is None or not report.written:
        return redirect(url_for(".check", group_id=found.id), 303)
    with ONE_AT_A_TIME:
        printing = found.printing
        if printing is None or memory().find(printing.id) is None:
            printing = PrintRun(memory(), memory().new_id(), "letters", found.campaign, found.id)
        elif found.made is report and not printing.failed:
            return redirect(url_for("printing.run", run_id=printing.id), 303)
        today, found.printing = desk(), printing
        wish = found.wish(today, printing.folder)
        if printing.begin(lambda progress: batch.run(today, wish, progress)):
            found.made = report
    return redirect(url_for("printing.run", run_id=printing.id), 303)
