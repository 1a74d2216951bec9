"""Hostile and unusual text: never markup, never code, never a file read, never a box instead of a letter."""

import io
import string
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import ANSWERS, TODAY, Ran

from letters import addressee, pdf
from letters.errors import LettersError, TemplateBroken, WrongInput
from letters.letter import Setting
from letters.workflow import recipients
from letters.workflow import write as write_letter
from letters.workflow.plan import Wish
from letters.workflow.workspace import Workspace

# Invented people of many scripts.
NAMES = {
    "Spanish": "Íñigo Núñez Peñalosa",
    "Vietnamese": "Nguyễn Thị Ánh Tuyết",
    "Hmong": "Paj Ntaub Xyooj Vwj",
    "Somali": "Cabdiraxmaan Xuseen Ciise",
    "Polish": "Łukasz Święcicki",
    "Turkish": "İpek Yıldırım",
    "Greek": "Ελένη Παπαδοπούλου",
    "Ukrainian": "Олена Ґалаґан",
    "Oromo": "Ga’aa Dhaabaa",
    "Karen": "စီၤဖိ",
    "Burmese": "ကညီ",
    "Arabic": "مريم الحسن",
    "Amharic": "ሰላም ተስፋዬ",
    "Khmer": "សុខ វណ្ណា",
    "Lao": "ລາວ ສີ",
    "Chinese": "王小明",
    "Japanese": "山田花子",
    "Korean": "김민지",
    "Hindi": "माया शर्मा",
    "Pahawh Hmong": "𖬌𖬣𖬵",
}


@pytest.mark.parametrize("script", NAMES)
def test_a_name_in_any_script_is_printed(script: str, write: Callable[..., Ran]) -> None:
    done = write("mn-dps-dvs", "own-driver-license-record", "--out", "letter.pdf", full_name=NAMES[script])
    assert done.code == 0, done.err
    with pdfplumber.open("letter.pdf") as document:
        drawn = {character["text"] for page in document.pages for character in page.chars}
    missing = {c for c in NAMES[script] if c.isalpha() and not any(c in text for text in drawn)}
    # Scripts that reorder or join their letters are drawn as clusters, which a reader splits in its own way.
    assert not missing or script in {"Karen", "Burmese", "Khmer", "Hindi", "Lao", "Arabic"}


HOSTILE = {
    "markup": "<b>bold</b><script>alert(1)</script>",
    "closing tags": "</p></td></table><h1>x</h1>",
    "an image": '<img src="file:///etc/passwd">',
    "template code": "{{ 7 * 7 }}{% include 'letter.html' %}",
    "css": "</style><style>body{display:none}</style>",
    "entities": "&lt;b&gt; &amp; &#65;",
    "css function": "url(file:///etc/passwd)",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_typed_is_printed_as_it_was_typed(name: str, write: Callable[..., Ran]) -> None:
    done = write(
        *("mn-dps-dvs", "own-driver-license-record", "--out", "letter.pdf", "--item", HOSTILE[name]),
        full_name=HOSTILE[name],
        prior_names=HOSTILE[name],
    )
    assert done.code == 0, done.err
    with pdfplumber.open("letter.pdf") as document:
        text = "".join("".join(page.extract_text().split()) for page in document.pages)
    # in the sender, the item, the table (twice) and the signature
    assert text.count("".join(HOSTILE[name].split())) >= 4


REFUSED_FILES = {
    "a parent folder": "../secret.svg",
    "an encoded parent folder": "%2e%2e/secret.svg",
    "twice encoded": "%252e%252e/secret.svg",
    "an absolute path": "/etc/passwd",
    "a file address": "file:///etc/passwd",
    "a file on another host": "file://example.org/etc/passwd",
    "the network": "http://127.0.0.1:9/x.svg",
    "the network, safely": "https://example.org/x.svg",
    "ftp": "ftp://example.org/x.svg",
    "a link that leads out": "link.svg",
}


@pytest.mark.parametrize("name", REFUSED_FILES)
@pytest.mark.parametrize(
    "how", ['<img alt="x" src="{}">', '<p style="background: url({})">x</p>', "<style>@import '{}';</style>"]
)
def test_a_template_reads_no_file_but_its_own(name: str, how: str, tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (tmp_path / "secret.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    (folder / "link.svg").symlink_to(tmp_path / "secret.svg")
    page = f'<html lang="en"><title>x</title>{how.format(REFUSED_FILES[name])}'
    with pytest.raises(TemplateBroken, match="template folder"):
        pdf.lay_out(page, (folder,))


def test_a_template_may_show_a_picture_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96"><rect width="96" height="96"/></svg>'
    )
    page = '<html lang="en"><title>x</title><img alt="logo" src="logo.svg">'
    content = pdf.write(pdf.lay_out(page, (tmp_path,)))
    with pdfplumber.open(io.BytesIO(content)) as document:
        assert document.pages[0].rects


def body_of(html: str) -> str:
    """The letter without the blocks that hold what is typed."""
    main = html[html.index("<main>") :]
    table, end = main.index("<table>"), main.index("</table>")
    rest = main[:table] + main[end:]
    return rest[: rest.index('<p class="signature"')]


@pytest.fixture(scope="session")
def plain_body(workspace: Workspace) -> str:
    return body_of(compose(workspace, ANSWERS["own-record-audit-trail"]))


def compose(workspace: Workspace, typed: dict[str, str]) -> str:
    wish = Wish("mn-dps-dvs", "own-record-audit-trail", typed, TODAY, reference="L-TEST22", track=False)
    planned = write_letter.plan(workspace, wish)
    return workspace.stationery.compose(planned.order, Setting(next(addressee.blocks(planned.recipient)))).html


ANY_TEXT = st.text(max_size=80)
FREE_FIELDS = ["full_name", "mailing_or_reply_address", "driver_license_or_id_number", "prior_names", "phone", "email"]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.dictionaries(st.sampled_from(FREE_FIELDS), ANY_TEXT))
def test_any_text_is_refused_or_leaves_the_body_as_it_is(
    typed: dict[str, str], workspace: Workspace, plain_body: str
) -> None:
    try:
        html = compose(workspace, ANSWERS["own-record-audit-trail"] | typed)
    except WrongInput:
        return
    assert body_of(html) == plain_body


@settings(max_examples=40, deadline=None)
@given(name=st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn")), min_size=1, max_size=30))
def test_any_accepted_name_prints_or_is_refused_by_character(name: str, workspace: Workspace) -> None:
    try:
        html = compose(workspace, ANSWERS["own-record-audit-trail"] | {"full_name": name})
        content = pdf.write(pdf.lay_out(html, workspace.template_folders))
    except LettersError:
        return
    assert content.startswith(b"%PDF-")


@settings(max_examples=200, deadline=None)
@given(text=st.text(string.printable + "äé§’", max_size=200))
def test_an_address_of_the_user_is_read_or_refused(text: str) -> None:
    try:
        address = recipients.parse_address(text)
    except WrongInput:
        return
    assert address.street
    assert address.city
