"""Request types as data: what they say is known and may be printed, what they never say, and how one is found."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from support import ANSWERS, CATALOGUE, TEMPLATES, TODAY, Ran

from letters import signing
from letters.models import PRINTABLE_GRADES
from letters.request_types import FEDERAL
from letters.workflow.workspace import Workspace

# No letter for one's own record names an immigration agency or speaks of status: safety rules of the catalogue.
NEVER_IN_OWN_RECORD = re.compile(r"\b(ICE|CBP|USCIS|HSI|DHS|Homeland Security)\b|(?i:immigration)")
NEVER_PRINTED_IN_OWN_RECORD = re.compile(
    r"\b(undocumented|noncompliant|deport\w*|removal (order|case)|aliens?|visas?|asylum|citizen\w*|lawful presence"
    r"|lawfully present|nationality|country of birth|place of birth|A-number|green card)\b",
    re.IGNORECASE,
)
OWN = [name for name, kind in CATALOGUE.types.items() if kind.signers]


def test_every_holder_is_an_agency_or_a_kind(workspace: Workspace) -> None:
    kinds = {agency.kind for agency in workspace.registry.agencies.values()} | {"jail"}
    for request_type in workspace.catalogue.types.values():
        for holder in request_type.holders:
            assert holder in kinds or holder in workspace.registry.agencies, (request_type.id, holder)


def test_every_law_of_a_type_is_known_and_may_be_printed(workspace: Workspace) -> None:
    for name in ANSWERS:
        for law in workspace.catalogue.types[name].law:
            assert workspace.law.statutes[law].printable_on(TODAY), (name, law)
    for signer in workspace.catalogue.signers.values():
        for law in signer.law:
            assert workspace.law.statutes[law].printable_on(TODAY), (signer.id, law)


def test_a_type_is_held_back_only_where_its_law_was_not_read(workspace: Workspace) -> None:
    (held,) = [kind for kind in workspace.catalogue.types.values() if kind.not_offered]
    assert not workspace.law.statutes[held.law[0]].printable_on(TODAY)


def test_printable_law_has_sources_and_was_checked(workspace: Workspace) -> None:
    for statute_id, statute in workspace.law.statutes.items():
        assert statute.checked <= date.today(), statute_id
        if statute.grade in PRINTABLE_GRADES:
            assert statute.sources, statute_id


def test_every_shared_text_is_used_and_can_be_said(workspace: Workspace) -> None:
    types, signers = workspace.catalogue.types.values(), workspace.catalogue.signers.values()
    used = {kind.identity for kind in types} | {signer.identity for signer in signers}
    used |= {denial.answer for kind in types for denial in kind.denials}
    assert set(workspace.catalogue.texts) <= used
    for text in workspace.catalogue.texts.values():
        assert workspace.stationery.sentence(text.say, TODAY)


def test_every_field_is_asked_or_refused(workspace: Workspace) -> None:
    asked = {field.id for kind in workspace.catalogue.types.values() for field in kind.fields}
    for signer in workspace.catalogue.signers.values():
        asked |= {*signer.gates, *signer.required, *signer.optional}
    for step in workspace.catalogue.steps.values():
        asked |= {*step.required, *step.optional}
    refused = {field.id for field in workspace.catalogue.fields.values() if field.sensitivity == "forbidden"}
    assert set(workspace.catalogue.fields) == asked | refused


def test_every_situation_and_signer_is_used(workspace: Workspace) -> None:
    types = workspace.catalogue.types.values()
    assert {kind.situation for kind in types} == set(workspace.catalogue.situations)
    assert {signer for kind in types for signer in kind.signers} == set(workspace.catalogue.signers)


def items_of(workspace: Workspace, request_type: str) -> list[str]:
    """All that a type can ask and say, of any holder, for any signer, with and without the optional answers."""
    asked = workspace.catalogue.type(request_type)
    every = [field.id for field in asked.fields]
    said = []
    for signer in asked.signers or (None,):
        for holder in asked.holders:
            kind = signing.tailored(
                asked,
                signer,
                signers=workspace.catalogue.signers,
                fields=workspace.catalogue.fields,
                holders=frozenset({holder}),
            )
            for answered in ([], every):
                said += workspace.stationery.items(kind, [holder], answered, TODAY)
                about = (kind, [holder], answered, TODAY)
                said += workspace.stationery.sentences((*kind.statement, *kind.remarks), *about)
    return list(dict.fromkeys(said))


@pytest.mark.parametrize("request_type", ANSWERS)
def test_items_are_sentences_and_never_questions(request_type: str, workspace: Workspace) -> None:
    for item in items_of(workspace, request_type):
        assert "?" not in item
        assert item[0].isupper(), item
        assert item.endswith("."), item
        assert "{" not in item
        assert "  " not in item
        assert not re.search(r" [.,;]|[,;]\.|\.\.|\bif any\b", item), item


@pytest.mark.parametrize("request_type", ANSWERS)
def test_every_holder_is_asked_for_something(request_type: str, workspace: Workspace) -> None:
    kind = workspace.catalogue.type(request_type)
    for holder in kind.holders:
        assert workspace.stationery.items(kind, [holder], [], TODAY), holder


@pytest.mark.parametrize("request_type", OWN)
def test_an_own_record_type_names_no_immigration_agency(request_type: str, workspace: Workspace) -> None:
    """Nowhere in the file, not even in advice; and nothing that is printed hints at a status."""
    kind = workspace.catalogue.type(request_type)
    text = (TEMPLATES / "requests" / f"{request_type}.html").read_text()
    assert not NEVER_IN_OWN_RECORD.search(text.partition("\nsources:")[0])
    if kind.not_offered:
        return
    answers = [
        workspace.stationery.sentence(workspace.catalogue.texts[d.answer].say if d.answer else str(d.say), TODAY)
        for d in kind.denials
    ]
    for printed in (*items_of(workspace, request_type), *answers, *kind.enclosures):
        assert not NEVER_IN_OWN_RECORD.search(printed), printed
        assert not NEVER_PRINTED_IN_OWN_RECORD.search(printed), printed


@pytest.mark.parametrize(
    "path",
    [p for p in (*TEMPLATES.glob("capacities/*.html"), TEMPLATES / "signers.yaml") if p.stem not in FEDERAL],
    ids=lambda p: p.stem,
)
def test_what_letters_share_names_no_immigration_agency(path: Path) -> None:
    assert not NEVER_IN_OWN_RECORD.search(path.read_text())
    assert not NEVER_PRINTED_IN_OWN_RECORD.search(path.read_text())


# Claims that circulate and are wrong, or that were never read: no file of ours makes them, not even in advice.
MISCONCEPTIONS = re.compile(
    r"Driver[’']s Privacy Protection Act|300,000|\bDMV\b|Office of Administrative Hearings|ICE has (no )?access"
    r"|must (obtain|get) an audit|every two years|no more than the actual cost|business days to respond|REAL ID"
    r"|opinions? (is|are) (private|confidential)|law in 2019|2019 law|180-day hold",
    re.IGNORECASE,
)


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.*")), ids=lambda path: path.name)
def test_no_template_repeats_a_known_misconception(path: Path) -> None:
    text = re.sub(r"https?://\S+", "", path.read_text())
    assert not MISCONCEPTIONS.search(text), MISCONCEPTIONS.search(text)


def test_each_situation_lists_its_types_in_the_order_that_most_people_want(letters: Callable[..., Ran]) -> None:
    for name, situation in CATALOGUE.situations.items():
        assert set(situation.first) == {kind.id for kind in CATALOGUE.types.values() if kind.situation == name}
    rows = [row for row in letters("types", "--json").json if row["situation"] == "who-looked"]
    assert [row["id"] for row in rows] == list(CATALOGUE.situations["who-looked"].first)
    assert rows[0]["id"] == "own-record-audit-trail"


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("who looked up my license plate", "alpr-own-plate"),
        ("my child at school", "school-directory-information-refusal"),
        ("body camera", "body-camera-as-subject"),
        ("xyzzy", None),
    ],
)
def test_a_sentence_finds_types_too(letters: Callable[..., Ran], said: str, found: str | None) -> None:
    rows = [row["id"] for row in letters("types", said, "--json").json]
    assert (found in rows) if found else not rows
