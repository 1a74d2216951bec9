"""A participant of Safe at Home: only the designated address is used, and the log keeps neither it nor a name."""

from collections.abc import Callable
from pathlib import Path

import pytest
from ladder_support import AGREEMENTS, AUDIT, LATE, NOTICE, REF, REFUSED, log, written
from next_letters_support import late, words
from support import MAYA, Ran, pdf_text

from letters import tracker
from letters.errors import WrongInput
from letters.workflow import forget, outlook
from letters.workflow.workspace import Workspace

__all__ = ["late"]  # fixtures
DESIGNATED = "Lot 0000\nPO Box 99\nSaint Paul, MN 55101"


def test_a_participant_uses_the_designated_address_and_no_other(late: Workspace) -> None:
    """Minn. R. 8290.0400. The log keeps that there is one, and neither the address nor a name."""
    written(late, log(AUDIT, "sent", safe_at_home_address=DESIGNATED))
    name = {"full_name": MAYA["full_name"]}
    with pytest.raises(WrongInput, match="safe_at_home_address: Your designated"):
        words(late, "reminder", **name)
    with pytest.raises(WrongInput, match="mailing_or_reply_address: a participant's letter has only"):
        words(late, "reminder", **name, safe_at_home_address=DESIGNATED, mailing_or_reply_address="1 Elm St")
    text = words(late, "reminder", **name, safe_at_home_address=DESIGNATED)
    page = Path("next.html").read_text()
    assert "<p>PO Box 99</p>" in page
    assert "Designated" not in page
    assert "Maya Lindqvist" in text
    with tracker.reading(late.home) as store:
        assert "PO Box 99" not in repr(store.get(REF))


def test_a_profiles_address_is_dropped_for_the_designated_one(letters: Callable[..., Ran], desk: Workspace) -> None:
    written(desk, log(AUDIT, "sent", safe_at_home_address=DESIGNATED))
    pairs = [part for name, text in MAYA.items() for part in ("--set", f"{name}={text.replace(chr(10), ', ')}")]
    assert letters("profile", "maya", *pairs).code == 0
    own = ("--profile", "maya", "--set", f"safe_at_home_address={DESIGNATED}")
    done = letters("next", REF, "--as-of", str(LATE), "--html", "--out", "next.html", *own)
    assert done.code == 0, done.err
    assert "PO Box 1234" not in Path("next.html").read_text()
    assert "safe_at_home_address stands in its place" in done.err
    slip = letters("companion", "mailing", REF, "--set", f"safe_at_home_address={DESIGNATED}")
    assert slip.code == 0, slip.err
    assert letters("companion", "mailing", REF, "--out", "empty.pdf").code == 0
    empty = pdf_text(Path("empty.pdf").read_bytes())
    assert "P.O. box:" in empty
    assert "Address:" not in empty


def test_a_name_that_the_log_does_not_keep_makes_nobody_anonymous(late: Workspace) -> None:
    given = {"safe_at_home_address": DESIGNATED, "full_name": MAYA["full_name"]}
    written(late, log(AGREEMENTS, "sent", REFUSED, **given))
    seen = outlook.outlook(late, REF)
    assert "full_name" not in seen.request.answers
    assert "anonymous" not in seen.facts
    assert "complaint-worksheet" in {step.id for step in seen.open}
    with pytest.raises(WrongInput, match="full_name: "):
        words(late, "objection-certification", safe_at_home_address=DESIGNATED)
    forget.forget(late, REF)
    with pytest.raises(WrongInput, match="full_name: "):
        words(late, "reminder", log(NOTICE, "sent", safe_at_home_address=DESIGNATED), safe_at_home_address=DESIGNATED)


def test_a_packet_marks_no_participant(letters: Callable[..., Ran], desk: Workspace) -> None:
    import pikepdf

    written(desk, log(AUDIT, "sent", safe_at_home_address=DESIGNATED))
    assert letters("packet", REF, "--out", "packet.pdf").code == 0
    with pikepdf.open("packet.pdf") as document:
        case = document.attachments["case.json"].get_file().read_bytes().decode()
    assert '"event": "written"' in case
    assert "designated" not in case
