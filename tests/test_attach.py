"""Papers kept with a request: what is refused, what is warned of, and what is gone when it is forgotten."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from packet_support import MAIL, mail, photograph, tracked
from PIL import Image
from support import Ran

__all__ = ["tracked"]  # fixtures


def test_a_warning_is_given_of_what_a_file_carries(letters: Callable[..., Ran], tracked: Callable[..., str]) -> None:
    reference = tracked()
    assert "where it was taken" in letters("attach", reference, str(photograph(place=True))).err
    assert letters("attach", reference, str(photograph("other.png"))).err == ""
    part = 'Content-Type: application/pdf; name="d.pdf"\nContent-Disposition: attachment; filename="d.pdf"\n\nx'
    plain = "Content-Type: text/plain\n\nHello"
    head = MAIL.partition("\n\n")[0].replace("text/plain; charset=utf-8", "multipart/mixed; boundary=b")
    head = head.replace("Content-Transfer-Encoding: 8bit", "MIME-Version: 1.0")
    assert "(d.pdf)" in letters("attach", reference, str(mail(f"{head}\n\n--b\n{plain}\n--b\n{part}\n--b--\n"))).err


def _encrypted() -> bytes:
    file = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(file, encryption=pikepdf.Encryption(owner="one", user="two"))
    return file.getvalue()


def _many_pages() -> bytes:
    file = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(201):
            document.add_blank_page()
        document.save(file)
    return file.getvalue()


def _huge_image() -> bytes:
    file = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(file, "PNG")
    return file.getvalue()


def _half_image() -> bytes:
    file = io.BytesIO()
    Image.effect_noise((400, 400), 50).save(file, "JPEG")
    return file.getvalue()[:2000]


TROUBLE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a damaged PDF": ("a.pdf", lambda: b"%PDF-1.7\nnothing more", "is damaged"),
    "a PDF with a password": ("a.pdf", _encrypted, "locked with a password"),
    "a long PDF": ("a.pdf", _many_pages, "201 pages"),
    "a huge image": ("a.png", _huge_image, "more than 100 million dots"),
    "half an image": ("a.jpg", _half_image, "image is damaged"),
    "the head of an image": ("a.png", lambda: b"\x89PNG\r\n\x1a\n", "image is damaged"),
    "a Word file": ("a.docx", lambda: b"PK\x03\x04", "A PDF, JPG, PNG or EML file can be attached"),
    "text named as a PDF": ("a.pdf", lambda: b"hello", "A PDF, JPG, PNG or EML file can be attached"),
    "no e-mail": ("a.eml", lambda: b"hello", "no saved e-mail"),
    "an endless e-mail": ("a.eml", (MAIL + "x" * 200_000).encode, "200,000 characters"),
    "an empty file": ("a.pdf", lambda: b"", "A PDF, JPG, PNG or EML file can be attached"),
    "a very large file": ("a.pdf", lambda: b"%PDF-" + bytes(25_000_000), "larger than 25 MB"),
}


@pytest.mark.parametrize("case", TROUBLE)
def test_what_cannot_be_shown_is_refused_and_nothing_is_kept(
    case: str, letters: Callable[..., Ran], tracked: Callable[..., str], home: Path
) -> None:
    reference = tracked()
    name, content, told = TROUBLE[case]
    Path(name).write_bytes(content())
    done = letters("attach", reference, name)
    assert done.code in (1, 2)
    assert told in done.err
    assert name in done.err
    _nothing_is_kept(letters, reference, home)


def test_a_file_that_is_not_there_or_no_file_is_refused(
    letters: Callable[..., Ran], tracked: Callable[..., str], home: Path
) -> None:
    reference = tracked()
    assert "There is no file" in letters("attach", reference, "gone.pdf").err
    assert "no ordinary file" in letters("attach", reference, ".").err
    assert letters("attach", "L-XXXXXX", "letter.pdf").code == 2
    assert "--as" in letters("attach", reference, "letter.pdf", "--as", "a\u202eb").err
    _nothing_is_kept(letters, reference, home)


def _nothing_is_kept(letters: Callable[..., Ran], reference: str, home: Path) -> None:
    assert not (home / "attachments").exists()
    assert "attached" not in {event["event"] for event in letters("show", reference, "--json").json["events"]}


def test_a_copy_is_its_owners_alone_and_goes_when_nothing_needs_it(
    letters: Callable[..., Ran], tracked: Callable[..., str], home: Path
) -> None:
    one, two = tracked(), tracked("mn-dps-bca")
    paper = str(photograph())
    for reference in (one, two):
        letters("attach", reference, paper)
    letters("attach", one, str(mail()))
    folder = home / "attachments"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
    assert len(list(folder.iterdir())) == 2
    assert letters("undo", one).out.startswith("Undone: attached.")
    assert len(list(folder.iterdir())) == 1
    letters("forget", one, "--yes")
    assert [file.read_bytes() for file in folder.iterdir()] == [Path(paper).read_bytes()]
    letters("forget", two, "--yes")
    assert not folder.exists()


def test_the_same_file_is_attached_once(letters: Callable[..., Ran], tracked: Callable[..., str]) -> None:
    reference = tracked()
    assert letters("attach", reference, "letter.pdf").code == 0
    again = letters("attach", reference, "letter.pdf")
    assert again.code == 2
    assert "attached already" in again.err


def test_an_attachment_moves_no_clock(letters: Callable[..., Ran], tracked: Callable[..., str]) -> None:
    reference = tracked()
    before = letters("show", reference, "--as-of", "2026-11-20", "--json").json
    letters("attach", reference, "letter.pdf", "--on", "2026-11-18")
    after = letters("show", reference, "--as-of", "2026-11-20", "--json").json
    assert {**before, "events": None} == {**after, "events": None}


def test_a_file_that_may_not_be_read_is_told_as_others_are(
    letters: Callable[..., Ran], tracked: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = tracked()

    def refuse(*_arguments: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.access", lambda *_arguments, **_options: False)
    monkeypatch.setattr("pathlib.Path.open", refuse)
    done = letters("attach", reference, "letter.pdf")
    assert (done.code, done.err) == (1, "Error: Cannot read letter.pdf: Permission denied.\n")


def test_only_our_own_copies_are_removed(
    letters: Callable[..., Ran], tracked: Callable[..., str], home: Path, tmp_path: Path
) -> None:
    reference = tracked()
    letters("attach", reference, "letter.pdf")
    folder, elsewhere = home / "attachments", tmp_path / "elsewhere"
    folder.rename(elsewhere)
    folder.symlink_to(elsewhere)
    for name in ("mine.txt", ".letter-draft"):
        (elsewhere / name).write_text("x")
    (elsewhere / ("a" * 64)).mkdir()
    (elsewhere / ("b" * 64)).symlink_to("mine.txt")
    done = letters("undo", reference)
    assert (done.code, done.err) == (0, "")
    assert sorted(path.name for path in elsewhere.iterdir()) == ["a" * 64, "b" * 64, "mine.txt"]


def test_what_could_not_be_removed_is_a_warning(
    letters: Callable[..., Ran], tracked: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = tracked()
    letters("attach", reference, "letter.pdf")
    letters("attach", reference, str(photograph()))

    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    with monkeypatch.context() as patched:
        patched.setattr("pathlib.Path.unlink", refuse)
        undone, forgotten = letters("undo", reference), letters("forget", reference, "--yes")
    for done, word in ((undone, "Undone"), (forgotten, "Forgotten")):
        assert done.code == 0
        assert done.out.startswith(word)
        assert "Warning: Cannot remove" in done.err
    assert letters("show", reference).code == 2


@pytest.mark.parametrize(("key", "value"), [("sha256", "../../secret"), ("media", "text/html"), ("size", "many")])
def test_an_imported_attachment_is_checked_as_if_it_were_ours(
    key: str, value: str, letters: Callable[..., Ran], tracked: Callable[..., str]
) -> None:
    reference = tracked()
    letters("attach", reference, "letter.pdf")
    letters("export", "backup.json")
    data = json.loads(Path("backup.json").read_text())
    data["requests"][0]["events"][-1]["detail"][key] = value
    Path("changed.json").write_text(json.dumps(data))
    done = letters("import", "changed.json")
    assert done.code == 2
    assert key in done.err
