"""What is said beside a letter: risky answers warn, ordinary ones do not, and the end says how to send it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from support import AUDIT, Ran


def test_a_confirmed_address_is_used_and_the_flag_is_silent_elsewhere(write: Callable[..., Ran]) -> None:
    for agency in ("scott-county-sheriff", "st-paul-police"):
        done = write(agency, AUDIT, "--address-confirmed", "--out", "letter.pdf")
        assert done.code == 0
        assert "address" not in done.err


def test_a_given_address_is_used(write: Callable[..., Ran]) -> None:
    done = write(
        "pequot-lakes", AUDIT, "--address", "4638 Example Rd, Pequot Lakes, MN 56472", "--html", "--out", "a.html"
    )
    assert done.code == 0, done.err
    assert "<p>4638 Example Rd</p>\n<p>Pequot Lakes, MN 56472</p>" in Path("a.html").read_text()


@pytest.mark.parametrize(
    ("answers", "options", "message"),
    [
        ({"prior_names": "123-45-6789"}, (), "prior_names: this looks like a Social Security number"),
        ({"prior_names": "A 012 345 678"}, (), "prior_names: this looks like an A-number"),
        ({"prior_names": "my visa"}, (), "prior_names: this seems to speak of immigration status"),
        ({"prior_names": "U.S. citizens"}, (), "prior_names: this seems to speak of immigration status"),
        ({"prior_names": "on DACA"}, (), "prior_names: this seems to speak of immigration status"),
        ({"full_name": "Maya 123.45.6789"}, (), "full_name: this looks like a Social Security number"),
        (
            {"mailing_or_reply_address": "A012345678, PO Box 1"},
            (),
            "mailing_or_reply_address: this looks like an A-number",
        ),
        ({}, ("--item", "What was sent to ICE"), "--item 1: this names an immigration agency"),
        ({}, ("--enclose", "Copy of my passport"), "--enclose 1: a passport shows your nationality"),
        ({"fee_limit": "$5"}, (), "fee_limit: this request type does not use it"),
        ({"date_too": "2026-01-01"}, (), "Did you mean date_to?"),
    ],
)
def test_risky_or_useless_answers_warn(
    answers: dict[str, str], options: tuple[str, ...], message: str, write: Callable[..., Ran]
) -> None:
    done = write("mn-dps", AUDIT, "--out", "letter.pdf", *options, **answers)
    assert done.code == 0
    assert f"Warning: {message}" in done.err or message in done.err
    assert "123-45" not in done.err


@pytest.mark.parametrize("answers", [{}, {"license_plate_or_vin": "XYZ 987"}, {"phone": "651-555-0142"}])
def test_ordinary_answers_do_not_warn(answers: dict[str, str], write: Callable[..., Ran]) -> None:
    assert write("mn-dps", AUDIT, "--out", "letter.pdf", **answers).err == ""


def test_a_letter_that_asks_to_look_at_a_police_counter_warns(write: Callable[..., Ran]) -> None:
    assert "choose copies" in write("st-paul-police", AUDIT, "--out", "letter.pdf").err
    assert "choose copies" not in write("st-paul-police", AUDIT, "--out", "letter.pdf", inspect_or_copy="copies").err
    assert "choose copies" not in write("mn-dps-dvs", AUDIT, "--out", "letter.pdf").err


def test_a_body_that_does_not_hold_such_data_warns_and_says_who_does(write: Callable[..., Ran]) -> None:
    done = write("st-paul", AUDIT, "--out", "letter.pdf")
    assert done.code == 0
    assert "not known to hold such data; known to hold it: st-paul-police" in done.err


def test_the_end_says_how_to_print_fold_and_send(write: Callable[..., Ran]) -> None:
    done = write("hennepin-county-sheriff", AUDIT, "--out", "letter.pdf")
    for words in ("100 %", "sign", "printed side out", "top panel showing", "online at https://hennepinsheriff.org"):
        assert words in done.out


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"email": "maya at example"}, "email: this does not look like an e-mail address"),
        ({"phone": "abc"}, "phone: this has fewer than seven digits"),
        ({"mailing_or_reply_address": "nowhere"}, "mailing_or_reply_address: this has no number, and is no e-mail"),
        ({"email": "maya@example.org", "phone": "612-555-0100"}, ""),
    ],
)
def test_an_answer_that_does_not_look_like_what_it_is_is_doubted(
    answers: dict[str, str], told: str, write: Callable[..., Ran]
) -> None:
    done = write("mn-dps-dvs", AUDIT, "--html", "--out", "a.html", **answers)
    assert done.code == 0
    assert told in done.err if told else "is it right?" not in done.err
