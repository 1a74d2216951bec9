"""Request types as data: what they say is known, what they never say, and how mistakes in them are told."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from support import ANSWERS, TODAY, Ran

from letters.models import PRINTABLE_GRADES
from letters.workflow.workspace import Workspace

TEMPLATES = Path(__file__).parent.parent / "templates"

# No letter for one's own record names an immigration agency or speaks of status: safety rules of the catalogue.
NEVER_IN_OWN_RECORD = (
    r"\b(ICE|CBP|USCIS|HSI|DHS|Homeland Security)\b"
    r"|(?i:\bimmigration|undocumented|noncompliant|deport|asylum|citizen|lawful presence|nationality)"
)


def test_every_type_has_answers_to_test_it_with(workspace: Workspace) -> None:
    assert set(workspace.catalogue.types) == set(ANSWERS)


def test_every_holder_is_an_agency_or_a_kind(workspace: Workspace) -> None:
    kinds = {agency.kind for agency in workspace.registry.agencies.values()} | {"jail"}
    for request_type in workspace.catalogue.types.values():
        for holder in request_type.holders:
            assert holder in kinds or holder in workspace.registry.agencies, (request_type.id, holder)


def test_every_law_of_a_type_is_known_and_may_be_printed(workspace: Workspace) -> None:
    for request_type in workspace.catalogue.types.values():
        for law in request_type.law:
            assert workspace.law.statutes[law].printable_on(TODAY), (request_type.id, law)
        for denial in request_type.denials:
            assert denial.law in workspace.law.statutes, (request_type.id, denial.law)


def test_printable_law_has_sources_and_was_checked(workspace: Workspace) -> None:
    for statute_id, statute in workspace.law.statutes.items():
        assert statute.checked <= TODAY, statute_id
        if statute.grade in PRINTABLE_GRADES:
            assert statute.sources, statute_id


def test_every_shared_text_is_used_and_can_be_said(workspace: Workspace) -> None:
    used = {kind.identity for kind in workspace.catalogue.types.values()}
    used |= {denial.answer for kind in workspace.catalogue.types.values() for denial in kind.denials if denial.answer}
    assert set(workspace.catalogue.texts) == used
    for text in workspace.catalogue.texts.values():
        assert workspace.stationery.sentence(text.say, TODAY)


def test_every_field_is_asked_or_refused(workspace: Workspace) -> None:
    asked = {field.id for kind in workspace.catalogue.types.values() for field in kind.fields}
    refused = {field.id for field in workspace.catalogue.fields.values() if field.sensitivity == "forbidden"}
    assert set(workspace.catalogue.fields) == asked | refused


def items_of(workspace: Workspace, request_type: str) -> list[str]:
    kind = workspace.catalogue.type(request_type)
    every = [field.id for field in kind.fields]
    return [
        item
        for holder in kind.holders
        for answered in ([], every)
        for item in workspace.stationery.items(kind, [holder], answered, TODAY)
    ]


@pytest.mark.parametrize("request_type", ANSWERS)
def test_items_are_sentences_and_never_questions(request_type: str, workspace: Workspace) -> None:
    for item in items_of(workspace, request_type):
        assert "?" not in item
        assert item[0].isupper()
        assert item.endswith("."), item
        assert "{" not in item


@pytest.mark.parametrize("request_type", [name for name in ANSWERS if name.startswith("own-")])
def test_an_own_record_letter_names_no_immigration_agency(request_type: str, workspace: Workspace) -> None:
    kind = workspace.catalogue.type(request_type)
    answers = [
        workspace.stationery.sentence(workspace.catalogue.texts[d.answer].say, TODAY) for d in kind.denials if d.answer
    ]
    printed = [*items_of(workspace, request_type), *answers, *(str(d.say) for d in kind.denials)]
    printed.append((TEMPLATES / "capacities" / "data_subject.html").read_text())
    for text in printed:
        assert not re.search(NEVER_IN_OWN_RECORD, text), text


MISCONCEPTIONS = (
    "Driver's Privacy Protection Act",
    "180 days",
    "300,000",
    "DMV",
    "no more than the actual cost",
    "Office of Administrative Hearings",
    "Privacy Act",
    "171.12",
    "business days to respond",
)


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.*")), ids=lambda path: path.name)
def test_no_template_repeats_a_known_misconception(path: Path) -> None:
    text = path.read_text()
    for claim in MISCONCEPTIONS:
        assert claim not in text


def own_type(home: Path, name: str, text: str) -> Path:
    path = home / "templates" / "requests" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


FRONT = """---
title: Parking records
summary: Parking permits that I was given.
capacity: data_subject
holders: [city]
law: ['13.04-3']
required: [full_name, mailing_or_reply_address]
fees: none
identity: identity-subject
---
"""


def test_a_new_file_is_a_new_type(home: Path, letters: Callable[..., Ran]) -> None:
    own_type(home, "own-parking-record.html", FRONT + "Each permit ({{ cite('13.04-3') }}).\n\nEach fine & fee.\n")
    (row,) = letters("type", "own-parking-record", "--json").json
    assert row["items"]["city"] == ["Each permit (Minn. Stat. § 13.04, subd. 3).", "Each fine & fee."]
    done = letters(
        *("write", "st-paul", "own-parking-record", "--html", "--out", "a.html"),
        *("--set", "full_name=Pat Example", "--set", "mailing_or_reply_address=reply@example.org"),
    )
    assert done.code == 0, done.err
    assert "Each permit (Minn. Stat. § 13.04, subd. 3)." in Path("a.html").read_text().replace(
        "\N{NO-BREAK SPACE}", " "
    )


def test_a_file_of_the_same_name_stands_in_for_the_shipped_one(home: Path, letters: Callable[..., Ran]) -> None:
    own_type(home, "own-driver-license-record.html", FRONT + "Each permit.\n")
    (row,) = letters("type", "own-driver-license-record", "--json").json
    assert row["title"] == "Parking records"


# name: (text of the file, what the message says)
BROKEN = {
    "no front matter": ("Each permit.\n", "line 1: a request type begins with a line ---"),
    "unknown key": (FRONT.replace("fees: none", "fees: none\ncolour: blue"), "line 9: colour"),
    "missing keys": ("---\ntitle: x\n---\nEach.\n", "summary: Field required"),
    "unknown capacity": (FRONT.replace("data_subject", "anyone"), "line 4: capacity"),
    "unknown field": (
        FRONT.replace("fees: none", "optional: [shoe_size]\nfees: none"),
        "line 8: optional: there is no field shoe_size",
    ),
    "field twice": (FRONT.replace("fees: none", "optional: [full_name]\nfees: none"), "full_name stands in two lists"),
    "no name": (FRONT.replace("full_name, ", ""), "line 7: required: every type takes full_name"),
    "unknown text": (FRONT.replace("identity-subject", "nobody"), "line 9: there is no text nobody"),
    "unknown law": (FRONT.replace("13.04-3", "99.99"), "law: there is no statute 99.99"),
    "unknown clock": (
        FRONT.replace("fees: none", "clocks: [egg-timer]\nfees: none"),
        "clocks: there is no clock egg-timer",
    ),
    "an id of its own": (
        FRONT.replace("title: P", "id: other\ntitle: P"),
        "line 2: id: the name of the file is the id",
    ),
    "not YAML": (FRONT.replace("[city]", "[city"), "this is not YAML"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_mistake_in_the_front_matter_names_file_and_line(name: str, home: Path, letters: Callable[..., Ran]) -> None:
    text, message = BROKEN[name]
    path = own_type(home, "own-parking-record.html", text)
    done = letters("types")
    assert done.code == 2
    assert str(path) in done.err
    assert message in done.err


# name: (body of the template, line counted from the front matter's end, what the message says)
BROKEN_BODIES = {
    "syntax": ("Each permit {% if %}\n", 11, "Expected an expression"),
    "never closed": ("{% if True %}\nEach permit\n", 11, "Unexpected end of template"),
    "unknown name": ("Each permit\n\n{{ colour }}\n", 13, "'colour' is undefined"),
    "unknown statute": ("\n{{ cite('99.99') }}\n", 12, "there is no statute '99.99'"),
    "unverified statute": ("{{ cite('171.07-1a') }}\n", 11, "may not be cited"),
    "division by zero": ("{{ 1 // 0 }}\n", 11, "by zero"),
    "sandbox: attribute": ("{{ ''.__class__.__mro__ }}\n", 11, "unsafe"),
    "sandbox: format": ("{{ '{0.__class__}'.format(1) }}\n", 11, "unsafe"),
    "sandbox: function globals": ("{{ asks.__globals__ }}\n", 11, "unsafe"),
    "no such template": ("{% include '../../../../etc/passwd' %}\n", 11, "there is no template ../../../../etc/passwd"),
}


@pytest.mark.parametrize("name", BROKEN_BODIES)
def test_a_template_that_breaks_names_file_and_line(name: str, home: Path, letters: Callable[..., Ran]) -> None:
    body, line, message = BROKEN_BODIES[name]
    path = own_type(home, "own-parking-record.html", FRONT + body)
    done = letters(
        *("write", "st-paul", "own-parking-record", "--out", "a.pdf"),
        *("--set", "full_name=Pat Example", "--set", "mailing_or_reply_address=reply@example.org"),
    )
    assert done.code == 1
    assert f"{path}: line {line}" in done.err
    assert message in done.err
    assert not Path("a.pdf").exists()
