"""Templates that somebody else wrote: nothing of the machine is reached, and a bomb is told of instead of going off."""

import io
import os
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pytest
from catalogue_support import FRONT, own_type
from hostile_files import READERS
from PIL import Image
from support import TODAY, Ran

from letters import bounds, pdf
from letters.bounds import bounded
from letters.catalogue import Template
from letters.errors import TemplateBroken
from letters.letter import Stationery

UNSAFE = "is unsafe"
# template: what the message says
ESCAPES = {
    "{{ ''['__class__'] }}": UNSAFE,
    "{{ ''|attr('__class__') }}": UNSAFE,
    "{{ ''|attr('__cl' ~ 'ass__') }}": UNSAFE,
    r"{{ ''|attr('\x5f\x5fclass\x5f\x5f') }}": UNSAFE,
    "{{ cycler.__init__.__globals__ }}": UNSAFE,
    "{{ joiner.__init__.__globals__ }}": UNSAFE,
    "{{ lipsum.__globals__['os'] }}": "'lipsum' is undefined",
    "{{ self.__init__.__globals__ }}": UNSAFE,
    "{{ self._TemplateReference__context }}": UNSAFE,
    "{{ cite.__globals__ }}": UNSAFE,
    "{{ cite.__closure__ }}": UNSAFE,
    "{{ ''.join.__self__ }}": UNSAFE,
    "{{ dict.mro() }}": UNSAFE,
    "{{ ([]|map('upper')).gi_frame }}": UNSAFE,
    "{{ [1]|sum(attribute='__class__') }}": UNSAFE,
    "{{ [1]|unique(attribute='__class__.__mro__')|list }}": UNSAFE,
    "{% macro m() %}x{% endmacro %}{{ m._func.__globals__ }}": UNSAFE,
    "{{ '{0.__class__}'.format(1) }}": UNSAFE,
    "{{ '{0.__class__}'|attr('format')(1) }}": UNSAFE,
    "{{ '{x.__class__}'.format_map({'x': 1}) }}": UNSAFE,
    "{{ '{0.__class__}'|format(1) }}": "No filter named 'format'",
    "{{ '%s' % cite }}": "too large",
    "{{ [].append(1) }}": UNSAFE,
    "{{ {}.update({1: 2}) }}": UNSAFE,
    "{% include '/etc/passwd' %}": "no template /etc/passwd",
    "{% import '../../etc/passwd' as x %}": "no template ../../etc/passwd",
    "{% extends 'letter.html' %}": "no template letter.html",
}
TOO_LARGE, STEPS, MEMORY, DEPTH = "too large", "more than 1,000,000 steps", "too much memory", "recursion depth"
GROW = "{%% set n = namespace(x='aaaaaaaaaa') %%}{%% for a in range(60) %%}{%% set n.x = %s %%}{%% endfor %%}"
BOMBS = {
    "{{ 'a' * 10**9 }}": TOO_LARGE,
    "{{ 1000000000 * ['a'] }}": TOO_LARGE,
    "{{ 10 ** 100000000 }}": TOO_LARGE,
    "{{ '%1000000000d' % 1 }}": TOO_LARGE,
    "{% set n = namespace(x=7) %}{% for a in range(99) %}{% set n.x = n.x * n.x %}{% endfor %}": TOO_LARGE,
    "{{ '{:1000000000}'.format(1) }}": UNSAFE,
    "{{ 'a'.center(1000000000) }}": UNSAFE,
    "{{ 'a'.ljust(1000000000) }}": UNSAFE,
    "{{ 'a'.zfill(1000000000) }}": UNSAFE,
    "{{ 'a'|center(1000000000) }}": "No filter named",
    "{{ 'a'|indent(1000000000) }}": "No filter named",
    "{{ [1]|batch(1000000000, 'x')|list }}": "No filter named",
    "{{ range(1000000000)|list }}": "Range too big",
    "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}": STEPS,
    GROW % "n.x ~ n.x": MEMORY,
    GROW % "n.x + n.x": MEMORY,
    GROW % "n.x|replace('a', n.x)": MEMORY,
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}": DEPTH,
    "{% for a in [1] recursive %}{{ loop([1]) }}{% endfor %}": DEPTH,
    "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}": "too much in one another",
    "{% for a in [1] %}" * 30 + "{% endfor %}" * 30: "too much in one another",
    "{{ " + "9" * 5000 + " }}": "a number that is too long",
    "x" * (bounds.MOST_WRITTEN + 1): "writes more than",
}


@pytest.mark.parametrize(("text", "message"), (ESCAPES | BOMBS).items(), ids=lambda text: text[:60])
def test_a_template_reaches_nothing_and_takes_no_more_than_its_share(text: str, message: str) -> None:
    stationery = Stationery({"own.html": Template(text, Path("own.html"))}, {}, bounded)
    with pytest.raises(TemplateBroken, match=message):
        stationery.filled(text, TODAY)


def test_what_templates_need_still_works(tmp_path: Path) -> None:
    READERS["template"](tmp_path, b"{{ 3 * 4 }} {{ '-' * 20 }} {{ 7 % 3 }} {{ 2 ** 8 }} {{ 1234|thousands }}")


def test_templates_of_the_users_own_have_bounds(home: Path, letters: Callable[..., Ran]) -> None:
    bomb = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}\n"
    path = own_type(home, "own-parking-record.html", FRONT + bomb)
    answers = ("--set", "full_name=Pat Example", "--set", "mailing_or_reply_address=reply@example.org")
    done = letters("write", "st-paul", "own-parking-record", *answers, "--out", "a.pdf")
    assert done.code == 1
    assert f"{path}: line 13: it takes more than 1,000,000 steps" in done.err


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="40">{}</svg>'
)
TENFOLD = "".join(f'<g id="g{n}">{f"""<use href="#g{n - 1}"/>""" * 10}</g>' for n in range(1, 9))
ENDLESS = {
    "floating boxes": '<div style="float:left">x</div>' * 9000,
    "a picture of pictures": SVG.format(f'<defs><g id="g0"><rect/></g>{TENFOLD}</defs><use href="#g8"/>'),
}


@pytest.mark.parametrize("page", ENDLESS.values(), ids=ENDLESS)
def test_a_page_of_the_users_own_has_its_time(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_SECONDS", 1)
    folders = (tmp_path, tmp_path)
    with pytest.raises(TemplateBroken, match=r"^A template or style of your own .* more than 1 seconds"):
        pdf.write(pdf.lay_out(page, folders))
    assert pdf.write(pdf.lay_out("<p>And the next one is made.", folders))


def test_a_page_of_the_users_own_has_its_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_MEMORY_OF_PAGES", 20_000_000)
    with pytest.raises(TemplateBroken, match=r"^A template or style of your own .* more than 20 MB of memory"):
        pdf.lay_out("<p>x " * 50_000, (tmp_path, tmp_path))


class Endless:
    def __del__(self) -> None:
        while True:
            pass


def test_what_is_ended_in_a_finalizer_is_ended_again_after_it_and_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_SECONDS", 0)

    def work() -> None:
        del [Endless()][0]
        while True:
            pass

    with pytest.raises(TemplateBroken, match="more than 0 seconds"):
        bounds.watched(work)


OUTSIDE, NETWORK, ORDINARY = "a file outside the template folder", "an address on the network", "no ordinary file"
# what stands on the page (HERE is a folder beside that of the template): what the message says
PAGES = {
    '<img src="HERE/secret.png">': OUTSIDE,
    '<img src="../secret.png">': OUTSIDE,
    '<img src="%2e%2e/secret.png">': OUTSIDE,
    '<img src="..%2fsecret.png">': OUTSIDE,
    '<img src="file://localhostHERE/secret.png">': OUTSIDE,
    '<img src="file://example.org/secret.png">': OUTSIDE,
    '<img src="link.png">': OUTSIDE,
    '<img src="file:///dev/zero">': OUTSIDE,
    '<img src="pipe.png">': ORDINARY,
    '<img src="missing.png">': ORDINARY,
    '<img src="http://127.0.0.1:9/x.png">': NETWORK,
    '<img src="ftp://127.0.0.1/x.png">': NETWORK,
    '<object data="HERE/secret.png"></object>': OUTSIDE,
    '<embed src="HERE/secret.png">': OUTSIDE,
    '<base href="HERE/"><img src="secret.png">': OUTSIDE,
    '<link rel="stylesheet" href="HERE/secret.css">': OUTSIDE,
    '<style>@import url("HERE/secret.css");</style>': OUTSIDE,
    "<style>p{}</style><style>@import '../secret.css';</style>": OUTSIDE,
    '<style>@font-face{font-family:x;src:url("HERE/secret.png")}</style>': OUTSIDE,
    '<p style="background:url(HERE/secret.png)">': OUTSIDE,
    '<ul style="list-style-image:url(HERE/secret.png)"><li>x</ul>': OUTSIDE,
    '<link rel="attachment" href="HERE/secret.txt">': OUTSIDE,
    '<a rel="attachment" href="../secret.txt">x</a>': OUTSIDE,
    "<b>" * 500: "The engine fails on this page",
    "<style>" + "a{" * 5000 + "</style>": "The engine fails on this page",
}
# What the engine passes over by itself; nothing of it is on the page.
PASSED_OVER = (
    '<iframe src="HERE/secret.txt"></iframe>',
    '<img srcset="HERE/secret.png 1x">',
    '<img src="inside.svg">',
    '<img src="entity.svg">',
    '<img src="style.svg">',
    '<svg width="9" height="9"><image href="HERE/secret.png" width="9" height="9"></svg>',
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A template folder, beside it what is nobody's business."""
    folder = tmp_path / "templates"
    folder.mkdir()
    Image.new("L", (40, 40)).save(tmp_path / "secret.png")
    (tmp_path / "secret.txt").write_text("SECRET")
    (tmp_path / "secret.css").write_text("p::after { content: 'SECRET' }")
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    os.mkfifo(folder / "pipe.png")
    inside = f'<image xlink:href="file://{tmp_path}/secret.png" width="40" height="40"/>'
    (folder / "inside.svg").write_text(SVG.format(inside))
    entity = f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file://{tmp_path}/secret.txt">]>'
    (folder / "entity.svg").write_text(entity + SVG.format("<text y='30'>&x;</text>"))
    (folder / "style.svg").write_text(SVG.format(f"<style>@import url(file://{tmp_path}/secret.css);</style>"))
    return folder


def laid_out(html: str, folder: Path) -> bytes:
    page = f"<html lang=en><title>A letter</title><p>x</p>{html.replace('HERE', str(folder.parent))}"
    return pdf.write(pdf.lay_out(page.replace('"/', '"file:///').replace("(/", "(file:///"), (folder, folder)))


@pytest.mark.parametrize("html", PAGES, ids=lambda html: html[:60])
def test_a_page_reads_nothing_outside_its_folder(html: str, folder: Path) -> None:
    with pytest.raises(TemplateBroken, match=PAGES[html]):
        laid_out(html, folder)


@pytest.mark.parametrize("html", PASSED_OVER, ids=lambda html: html[:60])
def test_what_the_engine_passes_over_is_not_on_the_page(html: str, folder: Path) -> None:
    with pdfplumber.open(io.BytesIO(laid_out(html, folder))) as document:
        assert "SECRET" not in "".join(page.extract_text() for page in document.pages)
        assert not any(page.images for page in document.pages)


def test_a_page_of_ours_that_breaks_the_engine_is_a_bug(folder: Path) -> None:
    with pytest.raises(RecursionError):
        pdf.lay_out(f"<html lang=en><title>x</title>{'<b>' * 500}", (folder,))
