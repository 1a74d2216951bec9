"""What is hostile or broken comes to a clear error: no traceback, no hang, no changed store, no file elsewhere.

A sample of what `make fuzz` tries at length; docs/hostile-input.md says how much that was, and what it found.
"""

import csv
import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hostile
import hostile_files
import pikepdf
import pytest
import seeds
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import Ran

from letters.errors import FileMistakes
from letters.tables import read_table
from letters.workflow.attach import show

# The same inputs in each run; `make fuzz` looks for others.
SAME = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
SAMPLE = 250


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[hostile.Bench]:
    with hostile.Bench(tmp_path_factory.mktemp("bench") / "root") as bench:
        yield bench


def test_every_parameter_is_among_those_that_are_tried() -> None:
    names = {(name, tried.name) for name, _, tried in hostile.places()}
    assert len(names) > 100
    assert {("write", "answers"), ("deadline", "start"), ("import", "file")} <= names


def test_no_argument_breaks_a_command(bench: hostile.Bench) -> None:
    every = list(hostile.calls())
    assert len(every) > 7_000
    for arguments in random.Random(9).sample(every, SAMPLE):
        assert bench.call(arguments) is None, arguments


TEXTS = st.sampled_from(hostile.NASTY) | st.text(max_size=40)


@SAME
@given(data=st.data())
def test_no_arguments_together_break_a_command(bench: hostile.Bench, data: st.DataObject) -> None:
    name, command = data.draw(st.sampled_from(sorted(hostile.commands())))
    tried = [each.name or "" for one, _, each in hostile.places() if one == name]
    arguments = hostile.call(name, command, data.draw(st.dictionaries(st.sampled_from(tried or ["x"]), TEXTS)))
    if name != "web":
        assert bench.call(arguments) is None, arguments


def changed(content: bytes) -> st.SearchStrategy[bytes]:
    """The content with some bytes put in, taken out or written over."""
    change = st.tuples(st.integers(0, len(content)), st.integers(0, 8), st.binary(max_size=8))

    def apply(changes: list[tuple[int, int, bytes]]) -> bytes:
        found = content
        for at, gone, new in changes:
            found = found[:at] + new + found[at + gone :]
        return found

    return st.lists(change, min_size=1, max_size=6).map(apply)


@pytest.mark.parametrize("reader", hostile_files.READERS)
@SAME
@given(data=st.data())
def test_no_changed_file_breaks_a_reader(reader: str, data: st.DataObject, tmp_path: Path) -> None:
    content = data.draw(st.sampled_from(seeds.of(reader)).flatmap(changed))
    hostile_files.harmless(reader, tmp_path, content)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=6,
)


def _paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value in JSON."""
    yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield from _paths(inner, (*path, key))


@SAME
@given(data=st.data())
def test_no_export_of_others_breaks_the_import_or_what_comes_after(data: st.DataObject, bench: hostile.Bench) -> None:
    export = json.loads(json.dumps(seeds.EXPORT))
    *way, last = data.draw(st.sampled_from([path for path in _paths(export) if path]))
    inner = export
    for key in way:
        inner = inner[key]
    if isinstance(inner, dict) and data.draw(st.booleans()):
        inner[data.draw(st.text(max_size=9))] = data.draw(JSON)
    else:
        inner[last] = data.draw(JSON)
    Path("other.json").write_text(json.dumps(export))
    assert bench.call(("import", "other.json"), then=(("list",), ("due",), ("show", "L-A"))) is None


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"letters": ' + "9" * 5000 + "}", "this is not JSON"),
        (json.dumps(seeds.EXPORT).replace('"full_name"', r'"\u001b[31m"'), "requests.0.answers"),
        (json.dumps(seeds.EXPORT).replace('"until"', r'"\ud800"'), "requests.0.events.0.detail"),
    ],
)
def test_an_import_names_nothing_that_could_not_be_typed(
    content: str, message: str, letters: Callable[..., Ran]
) -> None:
    Path("file.json").write_text(content)
    done = letters("import", "file.json")
    assert done.code == 2
    assert message in done.err
    assert "\x1b" not in done.err


def test_an_error_shows_what_hides_in_a_file(letters: Callable[..., Ran]) -> None:
    Path("answers.yaml").write_text('"\\e[31mx\\u202e": [{}]\n')
    done = letters("write", "mn-dps", "own-record-audit-trail", "--answers", "answers.yaml")
    assert done.code == 2
    assert "[U+001B][31mx[U+202E]: write a text" in done.err


def test_of_very_many_mistakes_the_first_are_told() -> None:
    told = str(FileMistakes("a.csv", (f"row {number}: {'x' * 5000}" for number in range(5000))))
    assert len(told) < 1_100_000
    assert "row 999: xxx" in told
    assert told.endswith("and 4,000 more")


@pytest.mark.parametrize("word", ["x" * 10_001, "a\0b"])
def test_a_word_that_cannot_be_meant_is_refused(word: str, letters: Callable[..., Ran]) -> None:
    done = letters("list", "--campaign", word)
    assert done.code == 2
    assert "Word 3 of the command" in done.err
    assert len(done.err) < 500


def test_half_a_character_is_refused(letters: Callable[..., Ran]) -> None:
    done = letters("list", "--campaign", "\udcff")
    assert done.code == 2
    assert "is not UTF-8" in done.err


def test_a_state_file_of_others_is_damaged(letters: Callable[..., Ran]) -> None:
    Path("out").mkdir()
    Path("out/batch.json").write_text("[" * 100_000)
    done = letters("batch", "--agencies", "sheriff", "--type", "jail-ice-statistics", "--out", "out")
    assert "batch.json is damaged" in done.err


def test_a_table_of_10_000_columns_is_told(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([[f"c{number}" for number in range(10_000)], ["x"] * 10_000])
    with pytest.raises(FileMistakes, match="more than 1,000 columns"):
        read_table(path)


def _workbook(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (
            dict(hostile_files.parts()) | {k.replace("__", "/"): v for k, v in parts.items()}
        ).items():
            archive.writestr(name, content)
    return file.getvalue()


def test_a_cell_far_away_takes_no_room(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    path.write_bytes(_workbook(**{"xl__worksheets__sheet1.xml": seeds.SHEET.replace(b"B2", b"XFD1048576")}))
    with pytest.raises(FileMistakes):
        read_table(path)


def test_a_script_in_a_paper_is_not_run_and_is_not_in_the_packet(
    letters: Callable[..., Ran], write: Callable[..., Ran]
) -> None:
    Path("script.pdf").write_bytes(seeds.pdf())
    assert len(show(seeds.pdf(), "application/pdf")) == 2
    (row,) = write("mn-dps", "own-record-audit-trail", "--out", "a.pdf", "--json").json
    assert letters("attach", row["reference"], "script.pdf").code == 0
    assert letters("packet", row["reference"], "--out", "packet.pdf").code == 0
    with pikepdf.open("packet.pdf") as packet:
        assert "/OpenAction" not in packet.Root
        assert not any(
            "/JavaScript" in str(each.get("/S", "")) for each in packet.objects if isinstance(each, pikepdf.Dictionary)
        )
