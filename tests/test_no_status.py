"""What may not be typed into a federal letter: words of status, however they are disguised; and what may."""

from dataclasses import replace

import pytest
from support import CATALOGUE, wish_for

from letters.cli import guide
from letters.errors import WrongInput
from letters.no_status import statements
from letters.workflow import plan
from letters.workflow.workspace import Workspace

FREE = "documents_wanted"
STATUS = (
    *("US person", "a foreign national", "foreign born", "stateless", "no papers", "without inspection", "work permit"),
    *("PR card", "conditional resident", "LPR", "L.P.R.", "un documented", "came legally", "I am American", "EWI"),
    *("I am a Mexican national", "resident of the United States", "I was deported", "my case status"),
    *("The Privacy Act applies to me", "I am entitled to use the Privacy Act", "citizenship and immigration services"),
    *("I have U.S. citizenship and immigration services", "my US citizenship and immigration services"),
    *("soy mexicano", "ciudadanía", "residencia permanente", "indocumentada", "sin papeles", "tarjeta verde"),
    *("tarjeta de residencia", "situación migratoria", "nacionalidad", "refugiada", "asilado", "ilegal"),
    *("muwaadin", "pej xeem", "sans papiers", "citoyen"),
)
DISGUISED = (
    *("c i t i z e n", "citi zen", "c1tizen", "\u1d04\u026a\u1d1b\u026a\u1d22\u1d07\u0274", "c\u0131tizen"),
    *("c\u20ddi\u20ddtizen", "\U0001f172\U0001f178tizen", "Green-Card", "perma nent resi dent"),
)
OTHER_LETTERS = ("\u0441itizen", "\u0433\u0440\u0430\u0436\u0434\u0430\u043d\u0438\u043d", "\u516c\u6c11")
OF_ONESELF = (
    ("full_name", "Maya Lindqvist, permanent resident"),
    ("full_name", "Maya (green card holder)"),
    ("full_name", "ciudadana mexicana"),
    ("organization", "undocumented"),
    ("representative_name", "I am a citizen"),
    ("mailing_or_reply_address", "I am a US citizen\n200 Law Street"),
    ("mailing_or_reply_address", "DACA recipient clinic"),
    ("place_of_birth", "Mexico, I am a Mexican national"),
    ("alias", "soy ciudadana"),
    ("full_name", "\u042f \u0433\u0440\u0430\u0436\u0434\u0430\u043d\u0438\u043d"),
    ("alias", "\u6211\u662f\u516c\u6c11"),
    ("representative_name", "\u0645\u0648\u0627\u0637\u0646"),
)
TAKEN = (
    ("place_of_birth", "Kakuma Refugee Camp"),
    ("place_of_birth", "Ciudad de M\u00e9xico"),
    ("organization", "Catholic Legal Immigration Network"),
    ("organization", "Green Card Voices"),
    ("organization", "Immigrant Law Center"),
    ("representative_name", "Citizenship Clinic"),
    ("representative_name", "DACA Clinic"),
    ("email", "citizenship@example.org"),
    ("full_name", "Jim Lawful"),
    ("full_name", "Sok Im"),
    ("full_name", "Nguy\u1ec5n \u0110\u1ee9c"),
    ("full_name", "\u041e\u043b\u0435\u043d\u0430 \u041a\u043e\u0432\u0430\u043b\u044c"),
    ("court_code", "LPR"),
    ("--address", "200 Citizens Bank Plaza, St. Paul, MN 55101"),
    (FREE, "Notice of U.S. Citizenship and Immigration Services of 2020"),
    (FREE, "The alien registration number and the alien file"),
    (FREE, "The custody status, and the detention status"),
    (FREE, "Unlawful detainer of 2020"),
    (FREE, "The parole office"),
)


@pytest.mark.parametrize(("field", "text"), [*((FREE, t) for t in (*STATUS, *DISGUISED)), *OF_ONESELF])
def test_words_of_status_are_refused_and_named(field: str, text: str) -> None:
    assert "(the word: " in next(statements({field: text}))


@pytest.mark.parametrize("text", OTHER_LETTERS)
def test_what_is_no_persons_name_is_written_in_english_letters(text: str) -> None:
    assert "alphabet" in (said := next(statements({FREE: text}))) or "English letters" in said
    assert not list(statements({"full_name": "\u0441\u043e\u043a"}))
    assert list(statements({"full_name": "M\u0430ya"}))  # a Cyrillic a among Latin letters


@pytest.mark.parametrize(("field", "text"), TAKEN)
def test_what_only_holds_such_a_word_is_taken(field: str, text: str) -> None:
    assert not list(statements({field: text}))


def test_policy_records_take_topics_and_nothing_about_oneself() -> None:
    topics = ("Records on citizenship checks and visa status", "We are an immigrant rights organization")
    assert not [said for topic in topics for said in statements({"--item 1": topic}, about_writer=False)]
    for text in ("I am a U.S. citizen", "as a citizen of Exampleland", "my immigration status is pending"):
        assert list(statements({"fee_waiver_facts": text}, about_writer=False)), text


@pytest.mark.parametrize(
    ("changes", "option"),
    [
        ({"reference": "US-CITI-ZEN"}, "--reference"),
        ({"reference": "LPR-1"}, "--reference"),
        ({"address": "I am undocumented, St. Paul, MN 55101"}, "--address"),
    ],
)
def test_reference_and_address_are_read_too(changes: dict[str, str], option: str, workspace: Workspace) -> None:
    with pytest.raises(WrongInput, match=f"(?m)^{option}: this speaks of citizenship"):
        plan.plan(workspace, replace(wish_for("immigration-court-file"), **changes))


def test_the_guide_tells_of_it_at_the_question(monkeypatch: pytest.MonkeyPatch) -> None:
    told = []

    class Asked:
        def __init__(self, validate) -> None:  # type: ignore[no-untyped-def]
            told.append(validate("My green card"))

        def unsafe_ask(self) -> str:
            return "Decision of 2021"

    monkeypatch.setattr(guide.questionary, "text", lambda _, validate: Asked(validate))
    kind = CATALOGUE.types["foia-pa-own-uscis"]
    guide._ask(kind, next(field for field in kind.fields if field.id == FREE), needed=False)
    assert "the word: green card" in told[0]
