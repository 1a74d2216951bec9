"""Requests locked with a passphrase: they are used as before, nothing readable stays, a wrong one changes nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from kills import PASSPHRASE, SECRETS, every_byte, is_locked, unlocked_by, whole
from PIL import Image
from support import ANSWERS, AUDIT, ENTER, INTERRUPT, Ran, Terminal

from letters import vault
from letters.cli import main
from letters.workflow import lock


def test_locked_requests_are_used_with_the_passphrase_and_nothing_readable_stays(
    home: Path, letters: Callable[..., Ran], store: str, passphrase: tuple[str, str]
) -> None:
    before = whole(home)
    done = letters("lock", *passphrase)
    assert done.code == 0, done.err
    assert "If you forget the passphrase, nobody can open it again" in done.err
    assert "Locked: 1 request and 4 files." in done.out
    assert sorted(path.name for path in home.iterdir()) == [".in-use", "letters.locked"]
    assert not any(secret in every_byte(home) for secret in SECRETS)

    (row,) = letters("list", "--json", *passphrase).json
    assert row["reference"] == store
    assert letters(*passphrase, "profile", "maya", "--json").json == {"full_name": "Maya Lindqvist"}
    assert letters("sent", store, "--on", "2026-11-26", *passphrase).code == 0
    assert letters("packet", store, "--out", "packet.pdf", *passphrase, "--json").code == 0
    Image.new("L", (50, 50)).save("other.png")
    assert letters("attach", store, "other.png", *passphrase).code == 0
    assert letters("undo", store, *passphrase).code == 0
    assert letters("profile", "sam", "--set", "full_name=Sam Lindqvist", *passphrase).code == 0
    assert letters("profile", "sam", "--forget", *passphrase).code == 0
    assert not any(secret in every_byte(home) for secret in SECRETS)

    assert letters("unlock", *passphrase).code == 0
    assert not is_locked(home)
    assert [event.kind for event in whole(home)[0][0].events] == [
        "written",
        "note",
        "attached",
        "sent",
        "attached",
        "undone",
    ]
    assert whole(home)[1] == before[1]
    assert letters("list", "--json").json[0]["reference"] == store


def test_without_the_passphrase_nothing_is_told_and_nothing_changes(
    home: Path, letters: Callable[..., Ran], store: str, passphrase: tuple[str, str], wrong: tuple[str, str]
) -> None:
    letters("lock", *passphrase)
    before = {path: path.read_bytes() for path in home.rglob("*")}
    for command in (("list",), ("sent", store), ("unlock",), ("profile", "maya"), ("forget", "--all", "--yes")):
        refused = letters(*command, *wrong)
        assert (refused.code, refused.out) == (2, ""), command
        assert "That is not the passphrase" in refused.err
        unasked = letters(*command)
        assert (unasked.code, unasked.out) == (1, "")
        assert "--passphrase-file FILE" in unasked.err
    assert {path: path.read_bytes() for path in home.rglob("*")} == before
    # What needs no request needs no passphrase.
    assert letters("types").code == 0
    assert "locked with a passphrase" in letters("check").out


def test_the_passphrase_comes_by_standard_input_too(
    home: Path, letters: Callable[..., Ran], store: str, passphrase: tuple[str, str]
) -> None:
    def by_input(*arguments: str, given: str) -> int:
        return CliRunner().invoke(main, arguments, input=given).exit_code

    assert by_input("lock", "--passphrase-file", "-", given=f"{PASSPHRASE}\n") == 0
    assert by_input("--passphrase-file", "-", "list", given=PASSPHRASE) == 0
    assert by_input("list", "--passphrase-file", "-", given=f"{PASSPHRASE}\nand more\n") == 2
    assert by_input("list", "--passphrase-file", "-", given="") == 2
    assert letters("unlock", *passphrase).code == 0


@pytest.mark.parametrize("short", ["", "hunter2", "a " * 5, "éèêëàâä"])
def test_a_short_passphrase_is_refused(
    short: str, home: Path, letters: Callable[..., Ran], store: str, tmp_path: Path
) -> None:
    file = tmp_path / "short"
    file.write_text(short)
    before = every_byte(home)
    assert letters("lock", "--passphrase-file", str(file)).code == 2
    assert every_byte(home) == before
    assert not is_locked(home)


def test_it_is_one_passphrase_however_a_keyboard_composes_it(home: Path, store: str) -> None:
    lock.lock(home, "Zoë café naïve")
    unlocked_by("Zoe\u0308 cafe\u0301 nai\u0308ve")
    assert len(whole(home)[0]) == 1


def test_a_person_is_asked_at_a_terminal(home: Path, store: str) -> None:
    typed = (PASSPHRASE, ENTER)
    code, said = Terminal("lock").on("new passphrase", *typed).on("same again", "correct horse", ENTER).ends()
    assert (code, is_locked(home)) == (2, False)
    assert "The two are not the same" in said
    code, said = Terminal("lock").on("new passphrase", "short", ENTER).ends()
    assert (code, is_locked(home)) == (2, False)
    assert "at least 12 characters" in said
    code, said = Terminal("lock").on("nobody can open it").on("new passphrase", *typed).on("again", *typed).ends()
    assert (code, is_locked(home)) == (0, True)
    assert PASSPHRASE not in said
    code, said = Terminal("list").on("Passphrase", *typed).ends()
    assert code == 0
    assert store in said
    code, said = Terminal("list").on("Passphrase", "correct horse", ENTER).ends()
    assert code == 2
    web = Terminal("web", "--no-browser").on("Passphrase", *typed).on("http://127.0.0.1", INTERRUPT)
    assert web.ends()[0] == 0
    assert Terminal("web", "--no-browser").on("Passphrase", "correct horse", ENTER).ends()[0] == 2


def test_what_is_not_locked_is_named(
    home: Path, letters: Callable[..., Ran], store: str, passphrase: tuple[str, str]
) -> None:
    (home / "agencies.yaml").write_text("agencies: []\n")
    (home / "templates").mkdir()
    (home / "profiles" / "notes.txt").write_text("mine\n")
    (home / "profiles" / "link.yaml").symlink_to("notes.txt")
    done = letters("lock", *passphrase, "--json")
    assert done.json["not_locked"] == ["agencies.yaml", "profiles/link.yaml", "profiles/notes.txt", "templates"]
    assert (home / "profiles" / "notes.txt").read_text() == "mine\n"
    assert letters("list", *passphrase).code == 0
    assert letters("lock", *passphrase).code == 2


def test_two_forms_at_once_are_not_guessed_between(
    home: Path, letters: Callable[..., Ran], store: str, passphrase: tuple[str, str]
) -> None:
    letters("lock", *passphrase)
    old = (home / "letters.locked").read_bytes()
    letters("unlock", *passphrase)
    letters("sent", store, "--on", "2026-11-26")
    after = whole(home)
    (home / "letters.locked").write_bytes(old)  # a copy that came back from elsewhere
    for command in (("list",), ("unlock",), ("lock",)):
        refused = letters(*command, *passphrase)
        assert refused.code in (1, 2), command
    assert "are both there" in letters("list", *passphrase).err
    (home / "letters.locked").unlink()
    assert whole(home) == after


def test_a_batch_of_several_processes_reads_the_locked_key(
    letters: Callable[..., Ran], store: str, passphrase: tuple[str, str]
) -> None:
    names = list(ANSWERS[AUDIT])
    rows = [{**ANSWERS[AUDIT], "full_name": f"Maya {letter}"} for letter in "ABCDEFGHIJKLMNOPQR"]
    lines = [names, *([f'"{row[name]}"' for name in names] for row in rows)]
    Path("people.csv").write_text("\n".join(",".join(line) for line in lines) + "\n")
    options = ("--agency", "mn-dps", "--type", AUDIT, "--dated", "2026-11-25", "--jobs", "2")
    assert letters("lock", *passphrase).code == 0
    done = letters("batch", "people.csv", "--out", "many", *options, *passphrase)
    assert done.code == 0, done.err
    assert len(letters("list", "--json", *passphrase).json) == 19


def test_the_key_is_derived_once_in_a_command(
    home: Path, letters: Callable[..., Ran], store: str, passphrase: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    letters("lock", *passphrase)
    derived: list[bytes] = []
    real = vault.raw_key
    monkeypatch.setattr(vault, "raw_key", lambda text, salt: derived.append(salt) or real(text, salt))
    assert letters("packet", store, "--out", "packet.pdf", *passphrase).code == 0
    assert len(derived) == 1
