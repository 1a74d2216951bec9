"""A letter that is in the log, and the words of a sheet that goes with it."""

from datetime import date
from pathlib import Path

from support import TODAY, pdf_text, wish_for

from letters.workflow import companion
from letters.workflow import write as write_letter
from letters.workflow.companion import CompanionWish
from letters.workflow.workspace import Workspace

AUDIT, AGREEMENTS = "own-record-audit-trail", "data-sharing-agreements-mous"
REF = "L-TEST22"


def entered(desk: Workspace, request_type: str = AUDIT, signer: str | None = None, **answers: str) -> Path:
    wish = wish_for(request_type, signer, track=True, reference=REF, answers=answers, out=Path("letter.pdf"))
    return write_letter.write(desk, wish).path


def text_of(desk: Workspace, name: str, on: date = TODAY, **given: str) -> str:
    desk = desk.on(on)
    return pdf_text(companion.make(desk, CompanionWish(name, REF, given)).path.read_bytes())
