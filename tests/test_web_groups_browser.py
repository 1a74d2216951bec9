"""The pages for groups in a real browser: with scripts, without them, in narrow windows, in each language and theme."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from web_browser_support import Checker, Typist, Visitor, browser, link, narrow, saved, window
from web_groups_browser_support import MANY, given
from web_groups_support import ALEX, COLUMNS, GROUP, KIM, MAYA, STATISTICS

from letters.web import languages

__all__ = ["browser", "link"]  # fixtures of the other pages


def made(visitor: Visitor) -> None:
    """Makes the print run, and waits until the page shows that it is done."""
    visitor.presses("#make")
    visitor.page.locator("a[href$='print.pdf']").wait_for()


def test_a_sheet_is_put_right_and_made_by_keyboard(browser: Browser, link: str, tmp_path: Path) -> None:
    with window(browser) as page:
        typist = Typist(page, link)
        given(typist, tmp_path / "clients.csv", MAYA, KIM, *MANY)
        assert page.locator("table.mend input[aria-invalid]").count() == 2
        for name, text in (("City", "Duluth"), ("From", "2025-02-28")):
            typist.reaches(f"input[name='cell-3-{name}']")
            page.keyboard.press("Control+A")
            page.keyboard.insert_text(text)
        typist.presses("#again-check")
        assert "22" in page.inner_text("#make")
        assert page.locator("table.mend").count() == 0
        made(typist)
        assert saved(page, "a[href$='print.pdf']").startswith(b"%PDF-")
        assert saved(page, "a[href$='labels.pdf']").startswith(b"%PDF-")
        assert saved(page, "a[href$='manifest.csv']").count(b"\n") == 23
        assert saved(page, "a[href$='all.zip']").startswith(b"PK")
        typist.presses("a[href$='#mailed']")
        typist.presses("form[action$=sent] button")
        assert "An answer is due." in page.inner_text("main")
        assert b"Spring clinic" in saved(page, "a[href$='report.html']")
        assert typist.troubles == []


def test_without_scripts_the_page_of_a_print_run_looks_again_by_itself(
    browser: Browser, link: str, tmp_path: Path
) -> None:
    with window(browser, java_script_enabled=False, viewport={"width": 320, "height": 700}) as page:
        visitor = Visitor(page, link)
        given(visitor, tmp_path / "clients.csv", MAYA, KIM, *MANY)
        page.click("#make")
        assert page.locator("progress").count() == 1
        page.locator("a[href$='errors.csv']").wait_for()
        assert b"Kim Example" in saved(page, "a[href$='errors.csv']")
        page.click("a[href$='/check']")
        page.fill("input[name='cell-3-City']", "Duluth")
        page.check("input[name=leave]")
        page.click("#again-check")
        assert "21" in page.inner_text("#make")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", list(languages.names()))
def test_no_page_for_groups_breaks_a_rule_of_accessibility(
    browser: Browser, link: str, tmp_path: Path, language: str, scheme: Any
) -> None:
    with window(browser, **narrow(scheme)) as page:
        checker = Checker(page, link, language)
        home = page.url
        given(checker, tmp_path / "odd.csv", (*MAYA, "9"), columns=("Who", *COLUMNS[1:], "Shoe size"))
        checker.looks()
        page.goto(home)
        given(checker, tmp_path / "clients.csv", MAYA, ALEX, KIM, MAYA, *MANY)
        checker.looks()
        page.click("#make")
        page.locator("progress").wait_for()
        checker.looks()
        page.locator("a[href$='print.pdf']").wait_for()
        checker.looks()
        page.click("a[href$='#mailed']")
        checker.looks()
        page.click("form[action$=sent] button")
        checker.looks()
        page.click("form[action$=remind] button")
        page.locator("h1", has_text="No" if language == "en" else "No se").wait_for()
        checker.looks()
        page.goto(f"{home}groups/")
        checker.looks()
        page.select_option("#many-type", STATISTICS)
        page.click("button[value=agencies]")
        checker.looks()
        page.select_option("#kind", "sheriff")
        page.select_option("#in_county", "Aitkin County")
        page.fill("#campaign", "Jails")
        page.click("button.main")
        checker.looks()
        for name, answer in GROUP.items():
            if not page.locator(f"#{name}").is_visible():
                page.locator("summary").click()
            page.fill(f"#{name}", answer)
        page.select_option("#in_county", "")
        page.click("button.main")
        page.locator("#again-check").wait_for()
        checker.looks()
        page.locator("textarea[name^=address]").first.fill("nowhere")
        page.click("#again-check")
        page.locator("#wrong").wait_for()
        checker.looks()
        assert len(checker.shown) > 15
