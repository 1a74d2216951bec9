"""Guided writing in a real terminal, and profiles."""

from collections.abc import Callable
from pathlib import Path

import pytest
from support import DOWN, ENTER, INTERRUPT, SPACE, Ran, Terminal, pdf_text


def test_a_person_is_led_to_a_letter() -> None:
    terminal = Terminal("write", "--out", "letter.pdf", "--dated", "2026-11-25", "--skip-item", "1")
    terminal.on("Which agency?", "xqzzy", ENTER)
    terminal.on("No agency of such a name", "dvs", ENTER)
    terminal.on("Driver and Vehicle Services", ENTER)
    terminal.on("What is it about?", DOWN, ENTER)
    terminal.on("What do you want?", ENTER)
    terminal.on("Who signs?", ENTER)
    terminal.on("Do not say which agency you fear")
    terminal.on("Do you take part in Safe at Home", "n")
    terminal.on("Your full name", "Maya Lindqvist", ENTER)
    terminal.on("Where the answer should go", "PO Box 1234, Saint Paul, MN 55101", ENTER)
    terminal.on("From (such as", "yesterday", ENTER)
    terminal.on("not a date", "\x15", "2025-01-01", ENTER)
    terminal.on("To (such as", "2026-10-31", ENTER)
    terminal.on("One of these is needed", DOWN, SPACE, ENTER)
    terminal.on("License plate or vehicle", "XYZ 987", ENTER)
    terminal.on("Look at the data, get copies, or both", DOWN, ENTER)
    for label in ("Phone (such as", "E-mail (such as", "Lawyer or advocate", "That person's address"):
        terminal.on(label, ENTER)
    terminal.on("Other spellings of your own name: seldom needed", "n")
    terminal.on("This is what you ask for", DOWN, SPACE, ENTER)
    terminal.on("License plate or vehicle identification number: XYZ 987")
    terminal.on("Write this letter?", "y")
    terminal.on("This needs another letter too: Who looked up my driver or vehicle record")
    terminal.on("Write that too?", "n")
    code, said = terminal.ends()
    assert code == 0
    assert "Wrote letter.pdf" in said
    text = pdf_text(Path("letter.pdf").read_bytes())
    assert "Please send me copies of the following" in text
    assert "XYZ 987" in text
    assert "account review" not in text
    assert "Each logged query" not in text  # left out from the beginning
    assert "records-retention schedule" in text


def test_an_unsure_address_is_asked_for() -> None:
    terminal = Terminal("write", "scott-county-sheriff", "data-sharing-agreements-mous", "--out", "letter.pdf")
    # with both given it does not ask, and the error says what to do
    code, said = terminal.ends()
    assert code == 1
    assert "--address-confirmed" in said
    terminal = Terminal("write", "scott-county-sheriff", "--out", "letter.pdf")
    terminal.on("What is it about?", *[DOWN] * 7, ENTER)
    terminal.on("What do you want?", ENTER)
    terminal.on("is not sure")
    terminal.on("Have you checked that address", "n")
    terminal.on("The agency's address", "1 Example Ave, Shakopee, MN 55379", ENTER)
    terminal.on("Leave your name out", "y")
    terminal.on("Do you take part in Safe at Home", "n")
    terminal.on("Where the answer should go", "reply@example.org", ENTER)
    terminal.on("From (such as", "2024-01-01", ENTER)
    terminal.on("Partner agencies", ENTER)
    terminal.on("Office or division", ENTER)
    terminal.on("Look at the data", DOWN, DOWN, DOWN, ENTER)
    terminal.on("Most you will pay", "$25", ENTER)
    terminal.on("Phone (such as", ENTER)
    terminal.on("E-mail (such as", ENTER)
    terminal.on("This is what you ask for", ENTER)
    terminal.on("Write this letter?", "y")
    code, said = terminal.ends()
    assert code == 0, said
    text = pdf_text(Path("letter.pdf").read_bytes())
    assert "1 Example Ave Shakopee, MN 55379" in text
    assert "The requester" in text


@pytest.mark.parametrize("keys", [INTERRUPT, "n"])
def test_whoever_stops_gets_no_letter(keys: str, home: Path) -> None:
    profile = home / "profiles" / "maya.yaml"
    profile.parent.mkdir(parents=True)
    profile.write_text("full_name: Maya Lindqvist\nmailing_or_reply_address: PO Box 1234\n")
    terminal = Terminal(
        "write", "mn-dps-dvs", "--out", "letter.pdf", "--set", "date_of_birth=1990-02-28", "--set", "phone=1"
    )
    terminal.on("What is it about?", ENTER)
    terminal.on("What do you want?", ENTER)
    terminal.on("Who signs?", ENTER)
    terminal.on("For whom?", ENTER)
    terminal.on("Do you take part in Safe at Home", "n")
    for label in ("From (such as", "To (such as"):
        terminal.on(label, ENTER)
    terminal.on("Look at the data", ENTER)
    for label in ("E-mail (such as", "Lawyer or advocate", "That person's address"):
        terminal.on(label, ENTER)
    terminal.on("Other spellings", "n")
    terminal.on("This is what you ask for", ENTER)
    terminal.on("Write this letter?", keys)
    code, said = terminal.ends()
    assert code == 1
    assert "Aborted" in said
    assert not Path("letter.pdf").exists()


def test_a_gate_answered_with_no_ends_it() -> None:
    terminal = Terminal("write", "mn-dps-dvs", "privacy-classification-request", "--out", "letter.pdf")
    # with both given it does not ask
    assert terminal.ends()[0] == 2
    terminal = Terminal("write", "mn-dps-dvs", "--out", "letter.pdf")
    terminal.on("What is it about?", DOWN, DOWN, DOWN, ENTER)
    terminal.on("What do you want?", DOWN, DOWN, ENTER)
    terminal.on("Before you go on")
    terminal.on("Do you take part in Safe at Home", "n")
    terminal.on("Is it true that you need this for your safety", DOWN, ENTER)
    code, said = terminal.ends()
    assert code == 1
    assert "Without a yes no such letter is written" in said
    assert not Path("letter.pdf").exists()


def test_a_participant_is_asked_for_no_other_address() -> None:
    terminal = Terminal("write", "mn-dps-dvs", "--out", "letter.pdf", "--set", "date_of_birth=1990-02-28")
    terminal.on("What is it about?", ENTER)
    terminal.on("What do you want?", ENTER)
    terminal.on("Who signs?", ENTER)
    terminal.on("Do you take part in Safe at Home", "y")
    terminal.on("Your designated Safe at Home address", "12 Example Street, Saint Paul, MN 55101", ENTER)
    terminal.on("never a street address")
    terminal.on("Your designated Safe at Home address", "Lot 0000, PO Box 99, Saint Paul, MN 55101", ENTER)
    terminal.on("Your full name", "Maya Lindqvist", ENTER)
    for label in ("From (such as", "To (such as"):
        terminal.on(label, ENTER)
    terminal.on("Look at the data", DOWN, ENTER)
    for label in ("Phone (such as", "E-mail (such as", "Lawyer or advocate", "That person's address"):
        terminal.on(label, ENTER)
    terminal.on("Other spellings", "n")
    terminal.on("This is what you ask for", ENTER)
    terminal.on("Write this letter?", "y")
    code, said = terminal.ends()
    assert code == 0, said
    assert "PO Box 99" in pdf_text(Path("letter.pdf").read_bytes())


def test_without_a_terminal_both_must_be_given(letters: Callable[..., Ran]) -> None:
    done = letters("write", "mn-dps")
    assert done.code == 2
    assert "Give AGENCY and TYPE" in done.err


def test_a_profile_keeps_name_and_address_and_nothing_sensitive(home: Path, letters: Callable[..., Ran]) -> None:
    address = "PO Box 1234, Saint Paul, MN 55101"
    kept = letters(
        "profile", "maya", "--set", "full_name=Maya Lindqvist", "--set", f"mailing_or_reply_address={address}"
    )
    assert kept.out == "full_name: Maya Lindqvist\nmailing_or_reply_address: PO Box 1234, Saint Paul, MN 55101\n"
    path = home / "profiles" / "maya.yaml"
    assert path.stat().st_mode & 0o777 == 0o600
    refused = letters("profile", "maya", "--set", "date_of_birth=1990-02-28")
    assert refused.code == 2
    assert "date_of_birth: a profile keeps only full_name" in refused.err
    changed = letters(
        "profile", "maya", "--set", "phone=651-555-0142", "--set", "mailing_or_reply_address=", "--json"
    ).json
    assert changed == {"full_name": "Maya Lindqvist", "phone": "651-555-0142"}
    assert letters("profile", "maya", "--forget").code == 0
    assert not path.exists()
    assert letters("profile", "maya").code == 1
