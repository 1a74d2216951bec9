"""A print run that is made in the background: how far it is, and its files to download."""

import tempfile
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from flask import Blueprint, abort, jsonify, redirect, render_template, send_file, url_for
from werkzeug.exceptions import Gone, NotFound
from werkzeug.wrappers import Response

from letters.web.begin import Page
from letters.web.here import desk, memory
from letters.web.languages import say
from letters.web.memory import Kept, Memory
from letters.web.work import Progress, Work
from letters.workflow import batch_folder, print_run
from letters.workflow.batch import Report
from letters.workflow.campaign import Reminded

pages = Blueprint("printing", __name__, url_prefix="/groups/run")
LISTS = (print_run.PRINT, print_run.LABELS, print_run.ENVELOPES, print_run.MANIFEST, print_run.ERRORS)
Made = Report | Reminded
# Two clicks on one button begin one print run.
ONE_AT_A_TIME = threading.Lock()


class PrintRun(Kept):
    """The folder of a print run, which is removed when it is forgotten, and the work that fills it."""

    def __init__(
        self, memory: Memory, run_id: str, of: Literal["letters", "reminders"], campaign: str, draft_id: str = ""
    ) -> None:
        self.id, self.of, self.campaign, self.draft_id = run_id, of, campaign, draft_id
        self.work: Work[Made] | None = None
        self._memory = memory
        self._folder = tempfile.TemporaryDirectory(prefix="letters-", ignore_cleanup_errors=True)
        self._closed = False
        self._lock = threading.Lock()
        memory.keep(self)

    @property
    def folder(self) -> Path:
        """Where its files are; nobody else may read there."""
        return Path(self._folder.name)

    @property
    def failed(self) -> bool:
        """Whether it went wrong as a whole."""
        return self.work is not None and not self.work.running and self.work.error is not None

    def begin(self, task: Callable[[Progress], Made]) -> bool:
        """Begins to make it, unless that goes on already; says whether it did."""

        def go(progress: Progress) -> Made:
            def told(done: int, whole: int) -> None:
                self._memory.find(self.id)  # it is in use as long as it is being made
                progress(done, whole)

            return task(told)

        with self._lock:
            if self._closed or (self.work and self.work.running):
                return False
            self.work = Work(go, self._ended)
            return True

    def _ended(self) -> None:
        if self._closed:
            self._remove()

    def _remove(self) -> None:
        for _ in range(10):  # a process may write one more letter while the others are removed
            self._folder.cleanup()
            if not self.folder.exists():
                return

    def close(self) -> None:
        """Ends the work, and removes the folder now and when the work has ended."""
        with self._lock:
            self._closed = True
            if self.work:
                self.work.stop()
        self._remove()

    def files(self) -> list[str]:
        """The names of its files: what is printed and the lists first, then each letter."""
        there = {path.name for path in self.folder.iterdir() if not path.name.startswith(".")}
        return [*(name for name in LISTS if name in there), *sorted(there - {*LISTS, batch_folder.STATE})]


def print_run_of(run_id: str) -> PrintRun:
    """The print run; raises Gone where it was forgotten."""
    found = memory().find(run_id)
    if not isinstance(found, PrintRun) or found.work is None:
        raise Gone
    return found


def said(work: Work[Made]) -> str:
    """How far it is, in words."""
    if not work.whole:
        return say("It is being prepared.")
    if work.done < work.whole:
        return say("{done} of {whole} letters are made.", done=work.done, whole=work.whole)
    return say("All letters are made; they are put together for printing.")


@pages.get("/<run_id>")
def run(run_id: str) -> Page:
    """How far it is; when it is done, what came of it."""
    found = print_run_of(run_id)
    work = found.work
    assert work
    if work.running:
        return render_template(
            "wait.html", work=work, said=said(work), status=url_for(".status", run_id=run_id), title="run"
        )
    if work.error:
        return render_template("run_failed.html", run=found, message=str(work.error)), 400
    return render_template("run_done.html", run=found, made=work.result, files=found.files(), today=desk().today)


@pages.get("/<run_id>/status")
def status(run_id: str) -> Response:
    """The same for the script of the page."""
    work = print_run_of(run_id).work
    assert work
    return progress_of(work, said(work))


def progress_of(work: Work[Any], words: str) -> Response:
    """How far it is, as the script of a page reads it."""
    return jsonify(done=work.done, whole=work.whole, said=words, running=work.running)


@pages.get("/<run_id>/file/<name>")
def file(run_id: str, name: str) -> Page:
    """One of its files, to save."""
    found = _done(run_id)
    if name not in found.files():
        raise NotFound
    return send_file(found.folder / name, as_attachment=True, download_name=name)


@pages.get("/<run_id>/all.zip")
def every(run_id: str) -> Page:
    """All its files in one."""
    found = _done(run_id)
    packed = tempfile.TemporaryFile()  # noqa: SIM115 (it is closed when it was sent)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in found.files():
            archive.write(found.folder / name, name)
    packed.seek(0)
    return send_file(packed, mimetype="application/zip", as_attachment=True, download_name="letters.zip")


def _done(run_id: str) -> PrintRun:
    found = print_run_of(run_id)
    if found.work and found.work.running:
        abort(redirect(url_for(".run", run_id=run_id), 303))
    return found
