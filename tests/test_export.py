"""Export and import: the same store on another machine, and a file that is no export is told."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from support import Ran
from tracking_support import tracked

__all__ = ["tracked"]  # fixtures


def test_export_and_import_give_the_same_store(
    home: Path,
    letters: Callable[..., Ran],
    tracked: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    reference = tracked()
    letters("sent", reference, "--on", "2026-11-16")
    letters("undo", reference)
    tracked("st-paul-police")
    assert letters("export", "one.json").code == 0
    monkeypatch.setenv("LETTERS_HOME", str(tmp_path / "other"))
    assert letters("import", "one.json").out == "New: 2 requests, 4 events.\n"
    assert letters("import", "one.json").out == "New: 0 requests, 0 events.\n"
    letters("export", "two.json")
    assert Path("one.json").read_text() == Path("two.json").read_text()


EXPORT = (
    '{"letters": 1, "requests": [{"uid": "00000000000000000000000000000000", "reference": "L-A", "agency": "mn-dps", '
    '"type": "x", "capacity": "public", "clock": "public-response", "dated": "2026-11-16", "campaign": "", '
    '"answers": {}, '
    '"events": [{"uid": "00000000000000000000000000000001", "event": "agreed-date", "on": "%s", '
    '"recorded": "2026-11-16T12:00:00+00:00", "detail": %s}]}]}'
)


def _answered(**answers: str) -> str:
    """A file whose one request has these answers."""
    return (EXPORT % ("2026-11-16", "{}")).replace('"answers": {}', f'"answers": {json.dumps(answers)}')


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("not JSON", "this is not JSON"),
        ("[" * 100_000, "this is not JSON"),
        ("[]", "the file: "),
        ('{"letters": 2, "requests": []}', "newer version"),
        ('{"letters": 1, "requests": [{"uid": "x"}]}', "requests.0.uid"),
        ('{"letters": 1, "requests": [], "more": 1}', "more: Extra inputs"),
        (EXPORT % ("0001-01-01", "{}"), "requests.0.events.0.on"),
        (EXPORT % ("2026-11-16", '{"until": "soon"}'), "requests.0.events.0.detail"),
        (EXPORT % ("2026-11-16", '{"until": "1769817600"}'), "requests.0.events.0.detail"),
        (EXPORT % ("2026-11-16", '{"until": "1/31/2026"}'), "until: write it like 2026-01-31"),
        ((EXPORT % ("2026-11-16", "{}")).replace("T12:00:00", "T99:99:99"), "requests.0.events.0.recorded"),
        (_answered(release_until="soon"), "requests.0.answers.release_until: not a date"),
        (_answered(full_name="x" * 200), "requests.0.answers.full_name: a line is longer"),
        (EXPORT % ("2026-11-16", '{"note": "\\u001b[31m"}'), "is a control character"),
    ],
)
def test_a_file_that_is_no_export_is_told(content: str, message: str, letters: Callable[..., Ran]) -> None:
    Path("file.json").write_text(content)
    done = letters("import", "file.json")
    assert done.code == 2
    assert message in done.err


def test_answers_of_an_import_are_read_and_unknown_ones_stay(letters: Callable[..., Ran]) -> None:
    Path("file.json").write_text(_answered(release_until="1/31/2027", of_a_newer_version="as it is"))
    assert letters("import", "file.json").code == 0
    assert letters("show", "L-A", "--json").json["answers"] == {
        "release_until": "2027-01-31",
        "of_a_newer_version": "as it is",
    }


def test_an_import_never_mixes_two_requests(letters: Callable[..., Ran], tracked: Callable[..., str]) -> None:
    tracked()
    letters("export", "file.json")
    data = json.loads(Path("file.json").read_text())
    data["requests"][0]["uid"] = "0" * 32
    Path("other.json").write_text(json.dumps(data))
    done = letters("import", "other.json")
    assert done.code == 2
    assert "is the reference of another request" in done.err
