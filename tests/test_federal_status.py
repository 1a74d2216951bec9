"""No letter to a federal agency states the status of the writer, whatever is typed."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from federal_support import ABOUT_WRITER, FEDERAL, html_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import CATALOGUE, examples, wish_for

from letters.errors import LettersError, WrongInput
from letters.workflow import plan
from letters.workflow.workspace import Workspace

OWN_FILE = [name for name in FEDERAL if CATALOGUE.types[name].capacity == "foia_pa"]
SAID = (
    "under the Freedom of Information Act and, to the extent that it applies to me, the Privacy Act. "
    "I make no statement here about my citizenship or immigration status."
)
NO_STATEMENT = "I make no statement here about my citizenship or immigration status."
STATEMENTS = (
    "I am a U.S. citizen",
    "I am a citizen of Exampleland",
    "as a lawful permanent resident",
    "my green card",
    "undocumented",
    "I overstayed",
    "I was lawfully admitted",
    "I entered unlawfully",
    "my status is pending",
    "I am an asylee",
    "born in Exampleland",
    "a noncitizen",
    "I was naturalized",
    "legal resident",
    "soy residente permanente",
    "una persona indocumentada",
    "sin papeles",
    "I am Exampleland born, un documented",
    "\u042f \u0433\u0440\u0430\u0436\u0434\u0430\u043d\u0438\u043d",
    "\u6211\u662f\u516c\u6c11",
    "\u0623\u0646\u0627 \u0645\u0648\u0627\u0637\u0646",
)
OF_STATUS = re.compile(
    r"citi.?zen|permanent.resident|green.card|un.?documented|overstay|lawful|asylee|born in|naturali|legal.resident|"
    r"status|c.i.t.i.z.e.n|residente|indocumentad|papeles|\u0441itizen|\u1d04\u026a\u1d1b|"
    "\u0433\u0440\u0430\u0436\u0434\u0430\u043d|\u516c\u6c11|\u0645\u0648\u0627\u0637\u0646",
    re.IGNORECASE,
)


@pytest.mark.parametrize("request_type", OWN_FILE)
def test_an_own_file_letter_says_that_it_makes_no_statement(request_type: str, workspace: Workspace) -> None:
    assert SAID in html_of(workspace, wish_for(request_type))


@pytest.mark.parametrize("request_type", FEDERAL)
def test_no_federal_file_says_who_may_use_the_privacy_act(request_type: str) -> None:
    text = (Path(__file__).parent.parent / "templates" / "requests" / f"{request_type}.html").read_text()
    told = re.sub(r"https?://\S+", "", text)
    assert not re.search(r"only (for )?citizens|permanent resident|lawfully|right belongs", told, re.IGNORECASE)


def typed_fields(request_type: str) -> list[str]:
    """The questions that are answered in words."""
    return [f.id for f in CATALOGUE.types[request_type].fields if f.type in ("text", "multiline", "address")]


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_letter_about_the_writer_states_a_status_whatever_is_typed(
    data: st.DataObject, workspace: Workspace
) -> None:
    """Into any question, option or name, in any case, spacing and disguise: refused, or not there."""
    request_type = data.draw(st.sampled_from(ABOUT_WRITER))
    said = data.draw(st.sampled_from(STATEMENTS))
    spaced, homoglyph = " ".join("citizen"), "\u0441itizen"
    disguises = [said, said.upper(), said.replace(" ", "  "), said.replace(" ", "-"), f"I am a {spaced}"]
    said = data.draw(
        st.sampled_from([*disguises, f"I am a {homoglyph}", "I am a \u1d04\u026a\u1d1b\u026a\u1d22\u1d07\u0274"])
    )
    text = data.draw(st.text("abc 123", max_size=8)) + " " + said + " " + data.draw(st.text("abc 123", max_size=8))
    where = data.draw(st.sampled_from([*typed_fields(request_type), "--item", "--enclose", "--reference", "--address"]))
    wish = wish_for(request_type)
    if where == "--reference":
        wish = replace(wish, reference=re.sub(r"[^A-Za-z0-9]+", "-", said).strip("-")[:20])
    elif where == "--address":
        wish = replace(wish, address=f"{text}, St. Paul, MN 55101")
    elif where.startswith("--"):
        wish = replace(wish, **{{"--item": "extra_items", "--enclose": "enclosures"}[where]: (text,)})
    else:
        wish = replace(wish, given={**wish.given, where: text})
    try:
        shown = html_of(workspace, wish)
    except LettersError:
        return
    assert not OF_STATUS.search(shown.replace(NO_STATEMENT, "")), (where, text)


@pytest.mark.parametrize("request_type", ABOUT_WRITER)
def test_a_letter_about_the_writer_states_no_status_of_itself(request_type: str, workspace: Workspace) -> None:
    every = {f.id: f.example for f in CATALOGUE.types[request_type].fields}
    for given_answers in (examples(CATALOGUE.types[request_type]), every):
        wish = replace(wish_for(request_type), given=given_answers)
        assert not OF_STATUS.search(html_of(workspace, wish).replace(NO_STATEMENT, ""))


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("mailing_or_reply_address", "Immigrant Law Center\n200 Example Ave\nMinneapolis, MN 55411"),
        ("representative_name", "The Refugee and Asylum Project of Example City"),
        ("full_name", "Maya Citizen"),
        ("detention_site", "Example County Jail, Legal Street"),
    ],
)
def test_names_that_only_hold_such_a_word_are_taken(field: str, text: str, workspace: Workspace) -> None:
    representative = {
        "representative_name": "Jordan Reyes",
        "representative_address": "200 Example Ave, Minneapolis, MN",
    }
    wish = wish_for("foia-pa-own-ice", answers={**representative, field: text})
    assert text.split("\n", maxsplit=1)[0] in html_of(workspace, wish)


def test_a_refusal_says_why_and_does_not_repeat_the_words(workspace: Workspace) -> None:
    with pytest.raises(WrongInput) as caught:
        plan.plan(workspace, wish_for("foia-pa-own-uscis", answers={"documents_wanted": "My green card of 2019"}))
    assert "documents_wanted" in str(caught.value)
    assert "lawyer or accredited representative" in str(caught.value)
    assert "2019" not in str(caught.value)
