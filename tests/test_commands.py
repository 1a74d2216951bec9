"""The list and show commands, and the command line itself."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from support import ANSWERS, CATALOGUE, Ran, wish_for

from letters import reference
from letters.workflow import look_up, plan
from letters.workflow.workspace import Workspace


def test_lists_and_shows_are_lists_of_objects(letters: Callable[..., Ran]) -> None:
    (agency,) = letters("agency", "mn-dps-dvs", "--json").json
    assert (agency["id"], agency["kind"], agency["writes_to"]) == ("mn-dps-dvs", "state-agency", "mn-dps")
    agencies = letters("agencies", "--json").json
    assert len(agencies) > 3600
    assert all({"id", "name", "kind"} <= set(row) for row in agencies)
    types = letters("types", "--json").json
    assert {row["id"] for row in types} == set(CATALOGUE.types)
    assert all({"id", "title", "capacity", "holders"} <= set(row) for row in types)


@pytest.mark.parametrize("request_type", ANSWERS)
def test_the_fields_of_a_type_are_enough_to_write_it(request_type: str, workspace: Workspace) -> None:
    """A script that fills what is required, one of each group, with the examples, gets a letter."""
    row = look_up.show_type(workspace, request_type)
    chosen = {f["id"]: f["example"] for f in row["fields"] if f["required"] or f["required_for"]}
    groups = {field["one_of"]: field for field in row["fields"] if field["one_of"]}
    chosen |= {field["id"]: field["example"] for field in groups.values()}
    every = {field["id"]: field["example"] for field in row["fields"]}
    for given in (chosen, every | {"court_order": "no"}):
        planned = plan.plan(workspace, replace(wish_for(request_type), given=given))
        assert planned.order.items


def test_a_field_says_what_a_form_needs(letters: Callable[..., Ran]) -> None:
    (row,) = letters("type", "own-record-audit-trail", "--json").json
    fields = {field["id"]: field for field in row["fields"]}
    assert fields["full_name"]["required"] is True
    assert fields["date_of_birth"]["sensitive"] is True
    assert fields["date_of_birth"]["one_of"] == fields["license_plate_or_vin"]["one_of"] == "group-1"
    assert fields["full_name"]["one_of"] is None
    assert fields["inspect_or_copy"]["choices"] == ["inspect", "copies", "both"]
    assert fields["date_from"]["type"] == "date"


def test_types_of_one_agency_are_those_it_may_hold(letters: Callable[..., Ran]) -> None:
    def held(agency: str) -> set[str]:
        return {row["id"] for row in letters("types", "--agency", agency, "--json").json}

    both = {"own-record-audit-trail", "data-sharing-agreements-mous"}
    assert both | {"own-driver-license-record"} <= held("mn-dps-dvs")
    assert both <= held("mn-dps-bca")
    assert "own-driver-license-record" not in held("mn-dps-bca")
    assert held("mn-dps") >= held("mn-dps-dvs") | held("mn-dps-bca")
    assert "own-jail-calls-visits-mail" in held("hennepin-county-sheriff")
    assert held("ada") == {kind.id for kind in CATALOGUE.types.values() if "city" in kind.holders}


def test_a_query_for_types_needs_every_word(letters: Callable[..., Ran]) -> None:
    assert "own-record-audit-trail" in letters("types", "looked", "up").out
    nothing = letters("types", "zebra")
    assert (nothing.out, nothing.code) == ("", 0)
    assert "No type of request like that" in nothing.err


def test_text_shows_what_json_shows(letters: Callable[..., Ran]) -> None:
    out = letters("type", "own-record-audit-trail").out
    for words in ("Asks mn-dps-dvs for:", "date_of_birth (one of these is needed; printed, never kept)", "Take care:"):
        assert words in out
    assert "[not-subject]" in letters("agencies", "white", "earth").out
    assert "445 Minnesota St., Suite 1000" in letters("agency", "dvs").out


def test_what_may_be_refused_says_whether_the_ground_was_read(letters: Callable[..., Ran]) -> None:
    out = letters("type", "own-driver-license-record").out
    assert "§ 171.07, subd. 1a, not verified)" in " ".join(out.replace("\N{NO-BREAK SPACE}", " ").split())


def test_check_reports_libraries_fonts_and_the_age_of_the_data(letters: Callable[..., Ran]) -> None:
    done = letters("check", "--as-of", "2026-12-02")
    assert done.code == 0, done.out
    for words in (
        "Pango: 1.",
        "HarfBuzz-Subset: ",
        "Source Serif Pro",
        "Font for Karen",
        "2026-11-22 (10 days ago)",
        "Address data: 3650",
    ):
        assert words in done.out
    assert all({"subject", "found", "ok"} <= set(row) for row in letters("check", "--json").json)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["agencies", "dvs"],
        ["agency", "mn-dps"],
        ["types"],
        ["type", "own-record-audit-trail"],
        ["write", "--help"],
    ],
)
def test_only_a_letter_imports_the_engine(arguments: list[str]) -> None:
    program = "import sys; from letters.cli import main\ntry: main()\nfinally: assert 'weasyprint' not in sys.modules"
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout


@pytest.mark.parametrize(
    "arguments",
    [["nonsense"], ["write"], ["agency"], ["type", "x"], ["agencies", "--nonsense"], ["agencies", "--kind", "bogus"]],
)
def test_wrong_usage_exits_with_2(arguments: list[str], letters: Callable[..., Ran]) -> None:
    done = letters(*arguments)
    assert done.code == 2
    assert done.out == ""
    assert done.err


def test_references_depend_on_the_request_and_on_a_key_that_stays_at_home() -> None:
    what = {"agency": "mn-dps", "request_type": "x", "answers": {"full_name": "Pat"}, "dated": date(2026, 11, 25)}
    key, other = b"k" * 32, b"o" * 32
    first = reference.derive(key, **what)
    assert first == reference.derive(key, **what)
    changed = [
        reference.derive(other, **what),
        reference.derive(key, **what, campaign="spring"),
        *(
            reference.derive(key, **{**what, name: value})
            for name, value in [
                ("agency", "mn-doc"),
                ("request_type", "y"),
                ("answers", {"full_name": "Sam"}),
                ("dated", date(2026, 11, 26)),
            ]
        ),
    ]
    assert len({first, *changed}) == 1 + len(changed)
    for each in (first, *changed):
        assert each.startswith("L-")
        assert len(each) == 8
        assert not set("01OILBSZUAE") & set(each[2:])


def test_the_key_is_made_once_and_is_private(
    workspace: Workspace, letters: Callable[..., Ran], write: Callable[..., Ran]
) -> None:
    from letters.places import home

    one = write("mn-dps", "own-driver-license-record", "--json").json[0]["reference"]
    two = write("mn-dps", "own-driver-license-record", "--json").json[0]["reference"]
    assert one == two
    assert (home() / "reference.key").stat().st_mode & 0o777 == 0o600
    assert home().stat().st_mode & 0o777 == 0o700
    (home() / "reference.key").write_bytes(b"short")
    damaged = write("mn-dps", "own-driver-license-record")
    assert damaged.code == 1
    assert "reference.key is damaged" in damaged.err


def test_a_profile_and_a_file_and_the_command_line_each_outweigh_the_one_before(letters: Callable[..., Ran]) -> None:
    from letters.places import home

    (home() / "profiles").mkdir(parents=True)
    (home() / "profiles" / "maya.yaml").write_text(
        "full_name: Maya Lindqvist\nmailing_or_reply_address: [PO Box 1, 'Ada, MN 56510']\n"
    )
    Path("answers.yaml").write_text("date_from: 2026-01-01\nfull_name: Maya L. Lindqvist\n")
    done = letters(
        *("write", "mn-dps", "data-sharing-agreements-mous", "--profile", "maya", "--answers", "answers.yaml"),
        *("--set", "date_from=2026-02-02", "--html", "--out", "a.html"),
    )
    assert done.code == 0, done.err
    html = Path("a.html").read_text()
    for words in ("Maya L. Lindqvist", "PO Box 1", "February 2, 2026"):
        assert words in html
