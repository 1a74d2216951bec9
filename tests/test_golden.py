"""Each letter as a person would read it, for every signer. After a change: `make golden`, then read the difference."""

import os
import re
from pathlib import Path

import pytest
from golden_support import CASES, FOLDER
from support import wish_for

from letters.workflow import write
from letters.workflow.workspace import Workspace


@pytest.mark.parametrize("name", CASES)
def test_the_letter_reads_as_it_was_approved(name: str, workspace: Workspace, tmp_path: Path) -> None:
    case = CASES[name]
    wish = wish_for(
        case.request_type,
        case.signer,
        case.agency,
        answers=case.answers,
        out=tmp_path / "letter.html",
        html=True,
        reference="L-TEST22",
        **case.options,
    )
    # The style is one file, read on its own; here the words count.
    html = write.write(workspace, wish).path.read_text()
    html = re.sub(r"<style>.*?</style>", "<style>…</style>", html, flags=re.DOTALL)
    approved = FOLDER / f"{name}.html"
    if os.environ.get("GOLDEN") == "write":
        approved.write_text(html)
    assert html == approved.read_text()


def test_no_golden_letter_is_left_over() -> None:
    assert {path.stem for path in FOLDER.glob("*.html")} == set(CASES)
