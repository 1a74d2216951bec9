"""What holds for every letter of a kind, read in the golden letters: each type, each signer, each holder."""

import re
from html import unescape

import pytest
from golden_support import CASES, FOLDER
from support import CATALOGUE

from letters.request_types import RequestType

ACCESS_OF_SUBJECTS = re.compile(r"13\.04(?!\d)(?!, subd\. 2)")  # subd. 2 is of notices to those who are asked
NO_NUMBER_OF_DAYS = re.compile(
    r"\b(\d+|[a-z]+teen|ten|twenty|thirty|sixty|ninety)[ -](business |calendar |working )?days\b"
)


def kind_of(name: str) -> RequestType:
    return CATALOGUE.types[CASES[name].request_type]


def capacity_of(name: str) -> str:
    signer = CASES[name].signer
    own = CATALOGUE.signers[signer].capacity if signer else None
    return own or kind_of(name).capacity


def paragraphs(name: str) -> list[str]:
    """The sentences of a letter, a paragraph each, without the table, which holds answers."""
    html = (FOLDER / f"{name}.html").read_text()
    html = html[html.index("<main>") : html.index('<div class="closing">')]
    html = re.sub(r"<table>.*?</table>|<div class=.passage.>.*?</div>|<h1.*?</h1>", "", html, flags=re.DOTALL)
    found = re.findall(r"<(?:p|li)[^>]*>(.*?)</(?:p|li)>", html, flags=re.DOTALL)
    return [plain(text) for text in found]


def plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def whole(name: str) -> str:
    html = (FOLDER / f"{name}.html").read_text()
    return plain(html[html.index("<main>") :])


def of_capacity(*capacities: str) -> list[str]:
    return [name for name in CASES if capacity_of(name) in capacities]


@pytest.mark.parametrize("name", of_capacity("data_subject"))
def test_a_data_subjects_letter_has_the_subjects_law(name: str) -> None:
    text = whole(name)
    for words in (
        "Minnesota Government Data Practices Act, Minn. Stat. § 13.04, subd. 3",
        "ten days, excluding Saturdays, Sundays and legal holidays",
        "specific statutory section, temporary classification or federal law",
        "or the fee that a specific statute sets",
    ):
        assert words in text
    assert "13.05, subd. 12" not in text


@pytest.mark.parametrize("name", of_capacity("public"))
def test_a_public_letter_has_the_law_of_public_data_and_no_days(name: str) -> None:
    text = whole(name)
    assert "Minnesota Government Data Practices Act, Minn. Stat. § 13.03" in text
    assert "§ 13.05, subd. 12" in text
    assert not ACCESS_OF_SUBJECTS.search(text)
    assert not NO_NUMBER_OF_DAYS.search(" ".join(paragraphs(name)))


@pytest.mark.parametrize("name", of_capacity("nonpublic_subject", "with_consent"))
def test_where_no_time_was_read_none_is_claimed(name: str) -> None:
    text = " ".join(paragraphs(name)).replace("within five business days of your notice", "")
    assert not NO_NUMBER_OF_DAYS.search(text)
    assert not ACCESS_OF_SUBJECTS.search(text)


@pytest.mark.parametrize("name", of_capacity("notice", "application", "consent", "health_record"))
def test_what_is_no_data_request_claims_none_of_its_law(name: str) -> None:
    text = whole(name)
    assert not ACCESS_OF_SUBJECTS.search(text)
    assert "ten days" not in text
    assert "13.03" not in text


@pytest.mark.parametrize("name", of_capacity("correction"))
def test_a_challenge_names_its_thirty_days_and_the_appeal(name: str) -> None:
    text = whole(name)
    assert "§ 13.04, subd. 4" in text
    assert "thirty days from receipt" in text
    assert "appeal to the Commissioner of Administration" in text


@pytest.mark.parametrize("name", CASES)
def test_a_letter_is_whole_and_asks_no_question(name: str) -> None:
    text = whole(name)
    assert "?" not in text
    assert not re.search(r"\{|\}|\bNone\b|undefined| [,;.)]|\( | \.|\.\.|,\.|\bif any are named\b", text)
    for paragraph in paragraphs(name):
        assert paragraph[-1] in ".:", paragraph


@pytest.mark.parametrize("name", CASES)
def test_sentences_are_short(name: str) -> None:
    """Fewer than 25 words on average: an item is a sentence too."""
    text = [
        re.sub(r"Minn\. (Stat|R)\.|subds?\.|subps?\.|\bv\.|N\.W\.2d|Minn\. 20|Apr\.", "law", p)
        for p in paragraphs(name)
    ]
    sentences = [sentence for paragraph in text for sentence in re.split(r"(?<=[.:])\s+(?=[A-Z])", paragraph)]
    words = [len(sentence.split()) for sentence in sentences]
    assert sum(words) / len(words) < 25, sorted(zip(words, sentences, strict=True))[-3:]


@pytest.mark.parametrize("name", CASES)
def test_what_is_easily_got_wrong_is_right(name: str) -> None:
    text = whole(name)
    # a statute can set a fee above the cost
    for found in re.finditer("actual cost", text):
        assert "or the fee that a specific statute sets" in text[found.start() : found.start() + 120]
    # naming these in one's own letter hints at the kind of card; whether 1a is still in force is not known
    if "171.12" in text:
        assert capacity_of(name) == "public"
    for found in re.finditer(r"171\.12, subd\. 1a", text):
        assert "in force" in text[found.end() : found.end() + 60]
    # only the subject of body-camera data can ask for the hold
    if "180 days" in text:
        assert kind_of(name).id == "body-camera-hold"
    assert kind_of(name).federal or "Privacy Act" not in text
