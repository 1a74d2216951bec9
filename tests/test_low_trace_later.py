"""Later letters with low trace: what was not kept is said again, in a file, a table, a terminal or on a page."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support import Ran, Terminal, pdf_text
from traces_support import AGENCY, ANSWERS, TYPE, answers_file, low_written
from web_support import PORT, Person, text

from letters.web.app import create_app
from letters.web.safety import Guard
from letters.workflow.workspace import Workspace

# Later letters.


def test_a_later_letter_takes_the_rest_from_a_file(letters: Callable[..., Ran]) -> None:
    reference = low_written(letters)
    letters("sent", reference, "--on", "2026-10-01")
    bare = letters("next", reference, "--as-of", "2026-11-25")
    assert bare.code == 0
    assert "--answers FILE" in bare.out
    assert letters("next", reference, "--as-of", "2026-11-25", "--step", "reminder").code == 2
    done = letters("next", reference, "--answers", "a.yaml", "--as-of", "2026-11-25", "--out", "next.pdf")
    assert done.code == 0, done.err
    words = pdf_text(Path("next.pdf").read_bytes())
    assert "Zyxwina Quillfeather" in words
    assert "Enclosure: Copy of my request" in words
    assert "Z555000111222" not in words


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"agency": "hennepin-county"}, "was another letter"),
        ({"type": "data-inventory-and-access-policies"}, "was another letter"),
        ({"agency": "nobody"}, "nobody"),
        ({"nonsense": "x"}, "no such question"),
        ({"date_from": "never"}, "date_from"),
    ],
)
def test_what_is_told_again_must_be_of_that_letter(
    changed: dict[str, str], message: str, letters: Callable[..., Ran]
) -> None:
    reference = low_written(letters)
    letters("sent", reference, "--on", "2026-10-01")
    done = letters("next", reference, "--answers", answers_file(**changed), "--as-of", "2026-11-25")
    assert done.code == 2
    assert message in done.err


def test_an_answer_is_recorded_without_it_and_its_law_told_with_it(letters: Callable[..., Ran]) -> None:
    reference = low_written(letters)
    letters("sent", reference, "--on", "2026-10-01")
    bare = letters("answer", reference, "--reply", "silence", "--as-of", "2026-11-25", "--json").json
    assert "say again" in bare["law"]
    told = letters(
        "answer", reference, "--reply", "silence", "--as-of", "2026-11-25", "--answers", "a.yaml", "--json"
    ).json
    assert "say again" not in told["law"]
    assert "reminder" in {each["step"] for each in told["open"]}


def test_many_are_reminded_from_a_table(letters: Callable[..., Ran]) -> None:
    reference = low_written(letters)
    letters("sent", reference, "--on", "2026-10-01")
    head = "reference,agency,type,full_name,mailing_or_reply_address,driver_license_or_id_number,date_from,date_to"
    who = 'Zyxwina Quillfeather,"PO Box 98717, Saint Paul, MN 55101"'
    row = f"{reference},{AGENCY},{TYPE},{who},Z555000111222,2025-01-01,2026-10-31"
    Path("late.csv").write_text(f"{head}\n{row}\n")
    done = letters(
        "next", "--table", "late.csv", "--overdue", "--out", "late", "--record", "--as-of", "2026-11-25", "--json"
    )
    assert done.code == 0, done.err
    assert done.json["written"] == {reference: "reminder"}
    assert "Zyxwina" in pdf_text(Path("late/print.pdf").read_bytes())
    assert "reminder-sent" in {each["event"] for each in letters("show", reference, "--json").json["events"]}
    Path("late.csv").write_text(f"{head}\n{row.replace(reference, '')}\n")
    assert "no reference" in letters("next", "--table", "late.csv", "--overdue", "--out", "other").err


def test_answers_come_on_standard_input() -> None:
    command = [sys.executable, "-m", "letters", "write", "--low-trace", "--answers", "-"]
    with Path(answers_file()).open("rb") as answers:
        done = subprocess.run(command, stdin=answers, capture_output=True, text=True, check=False)
    assert "Wrote L-" in done.stdout, done.stderr


def test_in_a_terminal_the_rest_is_asked(letters: Callable[..., Ran]) -> None:
    reference = low_written(letters)
    letters("sent", reference, "--on", "2026-10-01")
    person = Terminal("next", reference, "--as-of", "2026-11-25", "--set", f"agency={AGENCY}", "--set", f"type={TYPE}")
    person.on("Who signs?", "\r")
    person.on("Safe at Home", "n")
    person.on("address", "PO Box 98717, Saint Paul, MN 55101\r")
    person.on("name", "Zyxwina Quillfeather\r")
    code, said = person.ends()
    assert code == 0, said
    assert "Wrote" in said


def test_papers_and_packets_are_no_part_of_it(letters: Callable[..., Ran], home: Path) -> None:
    reference = low_written(letters)
    for arguments in (
        ("attach", reference, f"{reference}.pdf"),
        ("packet", reference, "--out", "packet.pdf"),
        ("labels", reference, "--out", "labels.pdf"),
        ("companion", "email", reference, "--pdf", f"{reference}.pdf", "--answers", "a.yaml"),
    ):
        done = letters(*arguments)
        assert done.code in (1, 2), arguments
        assert "low trace" in done.err
    assert not list(home.rglob("*.pdf"))
    letters("export", "all.json")
    letters("forget", reference, "--yes")
    assert letters("import", "all.json").code == 0
    assert letters("show", reference, "--json").json["agency"] == ""


def test_the_pages_ask_again_what_it_was(letters: Callable[..., Ran], desk: Workspace) -> None:
    reference = low_written(letters)
    letters("sent", reference, "--on", "2026-10-01")
    guard = Guard(PORT)
    person = Person(create_app(lambda: desk, guard), guard)
    own = f"/requests/{reference}"
    assert "Of this letter only the dates are kept" in text(person.get(own))
    said = {"agency": AGENCY, "type": TYPE, "full_name": ANSWERS["full_name"]}
    assert "Make it" in text(person.post(f"{own}/again", said))
    assert person.post(f"{own}/next", {**said, "step": "reminder"}).status_code == 200  # the address is asked
    assert "Quillfeather" in person.page.text
    told = {
        **said,
        "step": "reminder",
        "asked": "yes",
        "answer-mailing_or_reply_address": "PO Box 98717, Saint Paul, MN 55101",
    }
    assert person.post(f"{own}/next", told).status_code == 303
