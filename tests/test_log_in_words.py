"""What happened, in the words of letters, packets and commands: each entry is told as what it was, and on its day."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from ladder_support import (
    AGREEMENTS,
    AUDIT,
    CHALLENGE,
    DEMANDED,
    LATE,
    MORE,
    REF,
    REFUSED,
    REMINDED,
    Log,
    log,
    plain,
    written,
)
from next_letters_support import late, words
from support import Ran, pdf_text

from letters.errors import WrongInput
from letters.workflow import forget, next_letter, outlook, track
from letters.workflow.next_letter import NextWish
from letters.workflow.workspace import Workspace

__all__ = ["late"]  # fixtures


def test_nothing_says_that_no_answer_came_when_the_body_wrote(late: Workspace) -> None:
    for made, step in (
        (log(AUDIT, "sent", "acknowledged"), "reminder"),
        (log(AGREEMENTS, "sent", "acknowledged"), "reminder"),
        (log(AUDIT, "sent", "acknowledged", REMINDED), "demand-determination"),
    ):
        text = words(late, step, made)
        assert "no answer" not in text
        assert "have none yet" not in text
        assert "I do not yet have what I asked for" in text or "You have made no determination that I know of" in text
        forget.forget(late, REF)


def test_nothing_is_late_while_an_agreed_day_lies_ahead(late: Workspace) -> None:
    written(late, log(AUDIT, "sent", ("agreed-date", {"until": "2026-12-20"})))
    assert not {"late", "overdue"} & outlook.outlook(late, REF).facts
    assert "overdue" in outlook.outlook(late.on(date(2026, 12, 21)), REF).facts


@pytest.mark.parametrize(
    ("happened", "row"),
    [
        (("no-data", {}), "Said that there are no such data October 20, 2026"),
        (("elsewhere", {}), "Told to ask elsewhere October 20, 2026"),
        (("wants-id", {}), "Proof of identity asked for October 20, 2026"),
        (("wants-name", {}), "A name or a reason asked for October 20, 2026"),
        (("own-form", {}), "Own form asked for October 20, 2026"),
        (("fee-copies", {"amount": "$40"}), "Charge named for copies October 20, 2026, $40"),
        (DEMANDED, "Further letter sent November 10, 2026, Demand for a written determination"),
        (("escalated", {"step": "complaint-worksheet"}), "Complaint filed November 10, 2026"),
        (
            ("escalated", {"step": "opinion-accepted"}),
            "The Commissioner accepted the request for an opinion November 10",
        ),
        (("agreed-date", {"until": "2026-12-20"}), "Date agreed November 10, 2026, until December 20, 2026"),
    ],
)
def test_a_row_of_the_log_says_what_it_was(happened: tuple[str, dict[str, str]], row: str, late: Workspace) -> None:
    assert row in words(late, "withdrawal", log(AUDIT, "sent", happened))


@pytest.mark.parametrize(
    ("happened", "says", "stands"),
    [
        ("no-data", "The body said that there are no such data.", "The body answered."),
        ("wants-id", "The body asked for proof of identity.", "The body answered."),
        ("wants-clarification", "The body asked what is meant.", "The body asked what is meant."),
        (("escalated", {"step": "complaint-worksheet"}), "The requester filed a complaint.", "No answer is recorded."),
        (
            ("escalated", {"step": "opinion-accepted"}),
            "The Commissioner accepted the request",
            "No answer is recorded.",
        ),
    ],
)
def test_a_packet_says_what_each_entry_was(
    happened: str | tuple[str, dict[str, str]], says: str, stands: str, letters: Callable[..., Ran], desk: Workspace
) -> None:
    written(desk, log(AUDIT, "sent", happened))
    text = packet(letters)
    assert says in text
    assert f"{stands} (As of" in text
    assert "The body refused" not in text


def packet(letters: Callable[..., Ran]) -> str:
    assert letters("packet", REF, "--as-of", str(LATE), "--out", "packet.pdf").code == 0
    return pdf_text(Path("packet.pdf").read_bytes())


def test_a_packet_gives_a_requester_the_day_that_is_safe(letters: Callable[..., Ran], desk: Workspace) -> None:
    """Row C of the law file: a notice of May 5, 2026 gives 60 days to Saturday, July 4, and July 3 is a holiday."""
    written(desk, log(CHALLENGE, "sent", ("denied", {})))
    track.undo(desk, REF)
    track.happened(desk, REF, "denied", date(2026, 5, 5), {})
    text = packet(letters)
    assert "do it by Thursday, July 2, 2026" in text
    assert text.index("July 2, 2026") < text.index("Monday, July 6, 2026")
    assert "It is safer not to lean on that" in text


def test_a_request_that_was_answered_once_is_not_told_of_as_unanswered(
    letters: Callable[..., Ran], desk: Workspace
) -> None:
    written(desk, log(AUDIT, "sent", "wants-clarification", ("clarification-given", {})))
    assert "The request was sent. It is not settled." in packet(letters)


def test_what_the_commissioner_decides_has_an_entry_of_its_own(letters: Callable[..., Ran], desk: Workspace) -> None:
    written(desk, log(AUDIT, "sent", REFUSED))
    entry = f"letters happened {REF} escalated --step opinion-accepted"
    own = [part for name, text in MORE["opinion-request"].items() for part in ("--set", f"{name}={text}")]
    done = letters("next", REF, "--step", "opinion-request", "--as-of", str(LATE), "--out", "next.pdf", *own)
    assert f"If the Commissioner accepts it, record it: {entry}" in done.out, done.err
    assert entry in letters("next", REF, "--list", "--as-of", str(LATE)).out
    assert "--step opinion-accepted" in (Path(__file__).parent.parent / "README.md").read_text()


def test_a_complaint_is_filed_and_not_sent(letters: Callable[..., Ran], desk: Workspace) -> None:
    written(desk, log(AUDIT, "sent", REFUSED))
    done = letters("next", REF, "--step", "complaint-worksheet", "--as-of", str(LATE), "--out", "next.pdf")
    assert "When you have filed the complaint with the court, record it: letters happened" in done.out
    assert "When you have sent it" not in done.out


@pytest.mark.parametrize(
    ("kind", "step", "says"),
    [
        ("reminder-sent", "opinion-accepted", "opinion-accepted is recorded as escalated, and not as reminder-sent"),
        ("escalated", "reminder", "reminder is recorded as reminder-sent"),
        ("clarification-given", "demand-determination", "demand-determination is recorded as escalated"),
        ("escalated", "lawyer-notes", "lawyer-notes is a sheet for yourself"),
    ],
)
def test_a_step_is_recorded_as_what_it_is(kind: str, step: str, says: str, desk: Workspace) -> None:
    written(desk, log(AUDIT, "sent"))
    with pytest.raises(WrongInput, match=says):
        track.happened(desk, REF, kind, LATE, {"step": step})


def test_a_body_is_given_ten_business_days_after_a_demand(desk: Workspace) -> None:
    """From November 10, 2026, without Veterans Day."""
    written(desk, log(AUDIT, "sent", REMINDED, DEMANDED))
    for day, asked in ((date(2026, 11, 10), False), (date(2026, 11, 25), False), (date(2026, 11, 26), True)):
        seen = outlook.outlook(desk.on(day), REF)
        assert {"opinion-request", "complaint-worksheet"}.issubset({step.id for step in seen.open}) == asked
    assert "our own rule" in outlook.outlook(desk.on(date(2026, 11, 10)), REF).closed["opinion-request"]
    assert desk.law.clocks["demand-answer"].grade == "HOUSE"


@pytest.mark.parametrize(
    ("step", "made", "day", "says"),
    [
        ("appeal", log(CHALLENGE, "sent", REFUSED), LATE, "Do it by December 18, 2026."),
        (
            "appeal",
            log(CHALLENGE, "sent", REFUSED),
            date(2027, 1, 4),
            "December 18, 2026, has passed: the Commissioner may",
        ),
        ("complaint-worksheet", log(AUDIT, "sent", REFUSED), LATE, "Do it by October 20, 2028."),
        ("complaint-worksheet", log(AUDIT, "sent", REFUSED), date(2028, 10, 23), "two years have passed by our count"),
    ],
)
def test_a_step_with_a_day_to_act_by_says_so(step: str, made: Log, day: date, says: str, desk: Workspace) -> None:
    written(desk, made)
    given = MORE.get(step, {})
    wish = NextWish(step, given, day, out=Path("next.html"), html=True)
    done = next_letter.write_next(desk.on(day), REF, wish)
    assert says in " ".join(done.warnings)
    if step == "complaint-worksheet":
        assert "October 20, 2028" in plain(done.path.read_text())
