"""What each next letter says, and from which log it is open: its tone, its sections, its bounds, who signs."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from ladder_support import (
    AGREEMENTS,
    AUDIT,
    CHALLENGE,
    FOOTAGE,
    HEALTH,
    LATE,
    REF,
    REFUSED,
    REMINDED,
    Log,
    log,
    written,
)
from next_letters_support import APPLICATION, late, opens, words
from packet_support import tracked
from support import Ran

from letters.errors import WrongInput
from letters.workflow import forget, next_letter, outlook, track
from letters.workflow.next_letter import NextWish
from letters.workflow.workspace import Workspace

__all__ = ["late", "tracked"]  # fixtures


def test_only_a_reminder_has_a_firm_tone(late: Workspace) -> None:
    with pytest.raises(WrongInput, match="only a reminder has a firm tone"):
        words(late, "demand-determination", log(AUDIT, "sent", REMINDED), "firm")


@pytest.mark.parametrize("step", ["opinion-request", "data-practices-office"])
def test_every_subject_of_data_asks_for_a_pseudonym_with_a_reason(step: str, late: Workspace) -> None:
    """Minn. Stat. 13.072, subd. 4; Minn. R. 1205.1600 wants a reason."""
    for made, says in (
        (log(AUDIT, "sent", REFUSED), "refer to me by a pseudonym"),
        (log(FOOTAGE, "sent", REFUSED), "refer to me by a pseudonym"),
        (log(AUDIT, "sent", REFUSED, signer="advocate"), "refer to my client by a pseudonym"),
    ):
        text = words(late, step, made)
        assert says in text
        assert ", because " in text[text.index(says) :]
        forget.forget(late, REF)
    assert "pseudonym" in words(late, "appeal", log(CHALLENGE, "sent", REFUSED))


@pytest.mark.parametrize(
    ("citation", "security"),
    [
        ("13.37", True),
        ("Minn. Stat. § 13.37, subd. 2", True),
        ("13.37, subd. 1(a) and (b)", True),
        ("13.37, subds. 1(b) and 2", True),
        ("13.3731", False),
        ("13.371", False),
        ("113.37", False),
        ("13.37, subd. 1(b)", False),
        ("13.37, subdivision 1, paragraph (b); 13.82, subd. 2", False),
    ],
)
def test_only_the_section_on_security_information_opens_its_letter(
    citation: str, security: bool, late: Workspace
) -> None:
    found = opens(late, log(AUDIT, "sent", ("denied-with-section", {"citation": citation})))
    assert ("objection-security" in found) == security


@pytest.mark.parametrize(
    ("made", "best"),
    [
        (log(FOOTAGE, "sent", "wants-id"), "objection-too-much-id"),
        (log(APPLICATION, "sent", "wants-id"), "objection-too-much-id"),
        (log(HEALTH, "sent", "wants-id"), "objection-too-much-id"),
        (log(AUDIT, "sent", "wants-name"), "objection-name-or-reason"),
        (log(AUDIT, "sent", "fee-copies"), "cost-answer"),
        (log(AGREEMENTS, "sent", "fee-copies"), "cost-answer"),
    ],
)
def test_a_question_of_the_body_has_a_letter_that_answers_it(made: Log, best: str, late: Workspace) -> None:
    written(late, made)
    found = outlook.outlook(late, REF).best
    assert found is not None
    assert found.id == best


@pytest.mark.parametrize(("until", "says"), [("", "release_until: "), ("2027-10-02", "at most one year ahead")])
def test_an_advocates_letter_says_when_the_release_ends_within_a_year(until: str, says: str, desk: Workspace) -> None:
    with pytest.raises(WrongInput, match=says):
        written(desk, log(AUDIT, signer="advocate", release_until=until))


def test_an_opinion_request_has_a_position_sections_and_no_lawsuit(late: Workspace) -> None:
    made = log(AUDIT, "sent", REFUSED)
    more = {"position": "They named no section.", "sections": "13.03, subd. 3"}
    text = words(late, "opinion-request", made, **more)
    for says in (
        "This matter is not before a court.",
        "My position",
        "They named no section.",
        "Sections 13.03, subd. 3",
    ):
        assert says in text
    with pytest.raises(WrongInput, match="not_in_court: without a yes"):
        words(late, "opinion-request", not_in_court="no")
    assert "with your name unless a pseudonym is used" in " ".join(late.catalogue.steps["opinion-request"].warns)


def test_the_worksheet_gives_the_year_after_discovery_its_bounds(late: Workspace) -> None:
    text = words(late, "complaint-worksheet", log(AUDIT, "sent", REFUSED))
    assert "(Only if it was concealed or misrepresented, and could not be found out in those two years" in text
    assert "where the court can reach them" in " ".join(late.catalogue.steps["complaint-worksheet"].warns)


@pytest.mark.parametrize(
    ("request_type", "signer", "as_what"),
    [
        (CHALLENGE, "parent", "parent, guardian or person acting as parent of the child named in the request"),
        (CHALLENGE, "guardian", "legal guardian of the person named in the request"),
        (AUDIT, "decedent", "representative of the decedent named in the request"),
        (AUDIT, "advocate", "representative of the person named in the request"),
    ],
)
def test_whoever_signed_for_another_does_so_again(
    request_type: str, signer: str, as_what: str, late: Workspace
) -> None:
    text = words(late, "withdrawal", log(request_type, "sent", signer=signer))
    assert f"I asked as the {as_what}." in text
    assert f"Maya Lindqvist {as_what[0].upper()}{as_what[1:]}" in text
    assert "named above" not in text


def test_a_continuing_request_goes_on_until_its_end(desk: Workspace) -> None:
    made = log("standing-request", "sent", "data-came", end_date="2026-12-31")
    written(desk, made)
    open_then = {day: {step.id for step in outlook.outlook(desk.on(day), REF).open} for day in (LATE, date(2027, 1, 1))}
    assert "renewal" in open_then[LATE]
    assert not open_then[date(2027, 1, 1)]
    wish = NextWish("renewal", {}, LATE, out=Path("next.html"), html=True)
    with pytest.raises(WrongInput, match="end_date: "):
        next_letter.write_next(desk.on(LATE), REF, wish)
    renewed = NextWish("renewal", {"end_date": "2027-06-30"}, LATE, out=Path("next.html"), html=True)
    done = next_letter.write_next(desk.on(LATE), REF, renewed)
    assert done.record == f"letters happened {REF} escalated --step renewal --until 2027-06-30"
    track.happened(desk.on(LATE), REF, "escalated", LATE, {"step": "renewal", "until": "2027-06-30"})
    assert "renewal" in {step.id for step in outlook.outlook(desk.on(date(2027, 1, 1)), REF).open}


def test_without_a_step_it_is_told_how_a_request_stands_before_why_no_letter_can_be_written(
    letters: Callable[..., Ran], tracked: Callable[..., str]
) -> None:
    reference = tracked()
    wrong = ("next", reference, "--as-of", "2026-12-15", "--set", "mailing_or_reply_address=\N{RIGHT-TO-LEFT OVERRIDE}")
    done = letters(*wrong)
    assert done.code == 2
    assert done.out.startswith(f"{reference}: The time for an answer has passed. (by December 7, 2026)")
    assert "mailing_or_reply_address: " in done.err
    told = letters(*wrong, "--json")
    assert (told.code, told.json["best"], told.json["written"]) == (2, "reminder", None)
    assert letters(*wrong, "--step", "reminder").out == ""
