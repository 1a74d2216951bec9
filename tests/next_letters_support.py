"""The words of a next letter, and which letters are open, on a day when an answer is late."""

from pathlib import Path

import pytest
from ladder_support import LATE, MORE, REF, Log, plain, written

from letters.workflow import next_letter, outlook
from letters.workflow.next_letter import NextWish
from letters.workflow.workspace import Workspace

APPLICATION, RELEASE = "privacy-classification-request", "informed-consent-release"


def words(desk: Workspace, step: str, made: Log | None = None, tone: next_letter.Tone = "plain", **given: str) -> str:
    """The words of a next letter, after what the log is given."""
    if made is not None:
        written(desk, made)
    told = MORE.get(step, {}) | given
    wish = NextWish(step, told, desk.today, tone, out=Path("next.html"), html=True)
    return plain(next_letter.write_next(desk, REF, wish).path.read_text())


def opens(desk: Workspace, made: Log) -> set[str]:
    written(desk, made)
    return {step.id for step in outlook.outlook(desk, REF).open}


@pytest.fixture
def late(desk: Workspace) -> Workspace:
    return desk.on(LATE)
