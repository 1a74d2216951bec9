"""The address data, its own lint, and finding the right body in it."""

import csv
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from support import TODAY, Ran

from letters import registry
from letters.workflow.workspace import Workspace

ROOT = Path(__file__).parent.parent


def test_every_body_is_there(workspace: Workspace) -> None:
    kinds = Counter(agency.kind for agency in workspace.registry.agencies.values())
    assert kinds["county"] == 87
    assert kinds["sheriff"] == 87
    assert kinds["city"] == 856
    assert kinds["township"] == 1777
    assert kinds["school-district"] > 500


def test_ids_and_former_ids_are_unique_over_both_files(workspace: Workspace) -> None:
    shipped = [agency.id for agency in workspace.registry.agencies.values()]
    former = [old for agency in workspace.registry.agencies.values() for old in agency.former_ids]
    with (ROOT / "jurisdictions.csv").open() as file:
        listed = [row["id"] for row in csv.DictReader(file)]
    assert len(listed) > 3000
    assert [name for name, number in Counter([*shipped, *former]).items() if number > 1] == []
    # A row that stands in both files would be hidden by the other.
    in_full = {
        agency.id for agency in workspace.registry.agencies.values() if agency.sources or agency.trust == "route"
    }
    assert in_full.isdisjoint(listed)


def test_parents_and_routes_exist_and_routes_end(workspace: Workspace) -> None:
    agencies = workspace.registry.agencies
    for agency in agencies.values():
        for other in (agency.parent, agency.route_to):
            assert other is None or other in agencies, agency.id
        if agency.route_to:
            assert agency.trust == "route", agency.id
            assert agencies[agency.route_to].route_to is None, agency.id
        else:
            assert agency.trust != "route", agency.id


def test_facts_have_sources(workspace: Workspace) -> None:
    for agency in workspace.registry.agencies.values():
        if agency.address or agency.phone or agency.email:
            office_of = agency.parent or agency.route_to
            assert agency.sources or office_of, agency.id
        if agency.trust in ("request-contact", "main-office") and not agency.sources:
            assert agency.parent, agency.id


def test_an_address_has_a_basis_and_a_trust_level(workspace: Workspace) -> None:
    for agency in workspace.registry.agencies.values():
        assert (agency.address is None) == (agency.address_basis is None), agency.id
        if agency.trust in ("name-only", "route"):
            assert agency.address is None, agency.id
        if agency.trust.startswith("main-office"):
            assert agency.address is not None, agency.id
        if agency.email:
            assert agency.email_basis, agency.id


def test_zips_are_of_the_state_and_phones_of_the_country(workspace: Workspace) -> None:
    for agency in workspace.registry.agencies.values():
        if agency.address and agency.address.state == "MN":
            assert re.match(r"55[01]|55[3-9]|56[0-7]", agency.address.zip), agency.id
        for number in (agency.phone, agency.fax):
            assert number is None or re.match(r"[2-9]\d\d-[2-9]\d\d-\d{4}$", number), agency.id


def test_calendars_follow_from_kinds(workspace: Workspace) -> None:
    calendars = {agency.id: agency.calendar for agency in workspace.registry.agencies.values()}
    assert calendars["mn-dps"] == "mn-state"
    assert calendars["us-fbi"] == "federal"
    assert calendars["hennepin-county"] == "mn-local"
    assert workspace.registry.agencies["st-paul"].holidays.friday_after_thanksgiving == "adopted"
    assert workspace.registry.agencies["ada"].holidays.friday_after_thanksgiving == "unknown"


def test_chapter_13_reaches_towns_of_the_seven_counties_only(workspace: Workspace) -> None:
    towns = [agency for agency in workspace.registry.agencies.values() if agency.kind == "township"]
    reached = {agency.county for agency in towns if not agency.not_subject}
    assert reached == {"Anoka", "Carver", "Dakota", "Ramsey", "Scott", "Washington"}  # Hennepin has no town left
    assert len([town for town in towns if not town.not_subject]) == 40


def test_the_schema_in_docs_is_the_present_one() -> None:
    assert json.loads((ROOT / "docs" / "agencies.schema.json").read_text()) == registry.schema()


def test_no_entry_has_a_null_or_says_a_default(workspace: Workspace) -> None:
    text = (ROOT / "agencies.yaml").read_text()
    assert not re.search(r":\s*(null|~)?\s*\n(?!\s)", text.partition("agencies:")[2])
    for default in ("stale: false", "state: MN", "aka: []", "accepts: []"):
        assert default not in text


# What a person types, and the id that must come first.
SEARCHES = {
    "dvs": "mn-dps-dvs",
    "DPS": "mn-dps",
    "driver and vehicle": "mn-dps-dvs",
    "bca": "mn-dps-bca",
    "hennepin sherif": "hennepin-county-sheriff",
    "hennepin county": "hennepin-county",
    "St Paul police": "st-paul-police",
    "saint paul": "st-paul",
    "minneapolis": "minneapolis",
    "metro transit": "metro-transit-police",
    "ISD 625": "sd-01-0625",
    "town of aastad": "aastad-township-otter-tail",
    "Ada": "ada",
    "st louis county": "saint-louis-county",
    "lac qui parle": "lac-qui-parle-county",
    "supreme court": "mn-courts",
    "white earth": "white-earth-reservation",
    "department of human services": "mn-dhs",
    "secretary of state": "mn-sos",
    "dmv": "mn-dps-dvs",
    "trial courts": "mn-courts",
    "white earth tribe": "white-earth-reservation",
}


@pytest.mark.parametrize("query", SEARCHES)
def test_a_search_finds_the_body_first(query: str, workspace: Workspace) -> None:
    found = [agency.id for agency in workspace.registry.search(query, limit=5)]
    assert found[0] == SEARCHES[query], found


@pytest.mark.parametrize("query", ["", "   ", "xqzzy", "?!"])
def test_a_search_for_nothing_finds_nothing(query: str, workspace: Workspace) -> None:
    assert workspace.registry.search(query) == []


def test_former_ids_and_exact_names_still_find_a_body(workspace: Workspace) -> None:
    assert workspace.registry.get("carver").id == "carver-city"
    assert workspace.registry.get("BCA").id == "mn-dps-bca"
    assert workspace.registry.get("city of saint paul").id == "st-paul"


def test_own_entries_add_and_override(home: Path, letters: Callable[..., Ran]) -> None:
    home.mkdir()
    (home / "agencies.yaml").write_text(
        """
agencies:
- id: pequot-lakes
  address: {street: 4638 Example Rd, city: Pequot Lakes, zip: '56472'}
- id: example-watershed
  name: Example Watershed District
  kind: special-district
  trust: main-office
  address: {street: 1 Example Ave, city: Ada, zip: '56510'}
"""
    )
    (changed,) = letters("agency", "pequot-lakes", "--json").json
    assert changed["address_lines"] == ["4638 Example Rd", "Pequot Lakes, MN 56472"]
    assert changed["name"] == "City of Pequot Lakes"
    assert changed["trust"] == "main-office"
    assert letters("agencies", "example", "watershed", "--json").json[0]["id"] == "example-watershed"


def test_all_mistakes_of_an_own_file_are_told_at_once_with_their_lines(home: Path, letters: Callable[..., Ran]) -> None:
    home.mkdir()
    (home / "agencies.yaml").write_text(
        """agencies:
- id: Example
  name: Example Watershed District
  kind: watershed
  trust: main-office
  phone: 651 555 0142
- id: example-two
  name: Example Two
  kind: city
  trust: route
  route_to: nowhere
  colour: blue
"""
    )
    done = letters("agencies", "example")
    assert done.code == 2
    for line in (
        "line 2: agencies.0.id",
        "line 4: agencies.0.kind",
        "line 6: agencies.0.phone",
        "line 12: agencies.1.colour",
    ):
        assert line in done.err


def test_an_own_entry_that_routes_nowhere_is_told(home: Path, letters: Callable[..., Ran]) -> None:
    home.mkdir()
    (home / "agencies.yaml").write_text(
        "agencies:\n- {id: example, name: Example, kind: city, trust: route,\n   route_to: nowhere}\n"
    )
    done = letters("agencies", "example")
    assert done.code == 2
    assert "line 3: route_to: there is no agency nowhere" in done.err


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "agencies:\n- {id: a, name: Example, kind: city, trust: name-only}\n" * 1
            + "- {id: a, name: B, kind: city, trust: name-only}\n",
            "line 3: a stands twice",
        ),
        (
            "agencies:\n- {id: a, name: Example, kind: city, trust: route, route_to: mn-dps-dvs}\n",
            "routes on to mn-dps",
        ),
        (
            'agencies:\n- id: a\n  name: "1 New\\u202E St"\n  kind: city\n  trust: name-only\n',
            "line 3: agencies.0.name",
        ),
    ],
)
def test_what_an_own_entry_cannot_be(text: str, message: str, home: Path, letters: Callable[..., Ran]) -> None:
    home.mkdir()
    (home / "agencies.yaml").write_text(text)
    done = letters("agencies", "example")
    assert done.code == 2
    assert message in done.err


def test_an_own_file_of_comments_is_no_mistake(home: Path, letters: Callable[..., Ran]) -> None:
    home.mkdir()
    (home / "agencies.yaml").write_text("# mine\n")
    assert letters("agency", "mn-dps").code == 0


def test_checked_on_is_not_in_the_future(workspace: Workspace) -> None:
    assert workspace.registry.checked_on is not None
    assert workspace.registry.checked_on <= TODAY
