"""The pages in a real browser: the whole way by keyboard, without scripts, in narrow windows, in each language."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from support import ANSWERS, CATALOGUE, examples, pdf_text
from web_browser_support import AUDIT, Checker, Typist, Visitor, browser, link, narrow, saved, window

from letters import speech

__all__ = ["browser", "link"]  # fixtures


def test_a_keyboard_alone_goes_from_the_first_page_to_the_next_letter(browser: Browser, link: str) -> None:
    with window(browser) as page:
        typist = Typist(page, link)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        typist.asks(AUDIT, "mn-dps-dvs", ANSWERS[AUDIT])
        typist.presses("button[name=make]")
        assert "Your letter is ready" in page.title()
        typist.presses("form[action*=requests] button.main")
        assert "An answer is due." in page.inner_text("main")
        typist.marks("#reply-denied-without-section")
        typist.presses("form[action$=answer] button")
        assert "must name the specific section" in page.inner_text("main")
        typist.presses("button[value=objection-no-section]")
        assert "Your letter is ready" in page.title()
        assert typist.troubles == []


def test_without_scripts_in_a_narrow_window_everything_works(browser: Browser, link: str) -> None:
    with window(browser, java_script_enabled=False, viewport={"width": 320, "height": 700}) as page:
        visitor = Visitor(page, link)
        visitor.asks(AUDIT, "mn-dps-dvs", ANSWERS[AUDIT])
        page.uncheck("#item-2")
        page.click("#look")
        assert not page.is_checked("#item-2")
        page.click("button[name=make]")
        letter = pdf_text(saved(page, "a[href*=save]"))
        assert "Maya Lindqvist" in letter
        assert "revocation of access" not in letter
        page.click("form[action*=requests] button.main")
        page.click("nav a >> nth=1")
        assert b"BEGIN:VCALENDAR" in saved(page, "form[action$=calendar] button")


SITUATIONS = [
    ("own-driver-license-record", "mn-dps-dvs", "self"),
    ("own-vehicle-registration-record", "mn-dps-dvs", "self"),
    (AUDIT, "mn-dps-bca", "self"),
    ("body-camera-as-subject", "st-paul-police", "self"),
    ("jail-and-detainer-own", "sherburne-county-jail", "self"),
    ("parent-or-guardian-request", "mn-dps", "parent"),
    ("data-sharing-agreements-mous", "hennepin-county", "self"),
    ("foia-pa-own-uscis", "us-uscis", "self"),
]


@pytest.mark.parametrize(("request_type", "agency", "signer"), SITUATIONS, ids=[row[0] for row in SITUATIONS])
def test_each_situation_leads_to_a_letter(
    browser: Browser, link: str, request_type: str, agency: str, signer: str
) -> None:
    kind = CATALOGUE.types[request_type]
    with window(browser) as page:
        visitor = Visitor(page, link)
        visitor.asks(request_type, agency, examples(kind, signer if kind.signers else None), signer)
        assert page.locator("img.paper").evaluate_all("(all) => all.every((one) => one.complete || one.loading)")
        page.click("button[name=make]")
        page.locator("h1", has_text="Your letter is ready").wait_for()
        assert saved(page, "a[href*=save]").startswith(b"%PDF-")
        assert visitor.troubles == []


def test_the_letter_is_set_again_while_items_are_marked_and_words_are_typed(browser: Browser, link: str) -> None:
    with window(browser) as page:
        visitor = Visitor(page, link)
        visitor.asks(AUDIT, "mn-dps-dvs", ANSWERS[AUDIT])
        before = page.get_attribute("img.paper", "src")
        page.uncheck("#item-2")
        page.locator("#paper-status", has_text="set again").wait_for(state="attached")
        assert page.get_attribute("img.paper", "src") != before
        assert page.url.endswith("/review")
        assert visitor.troubles == []


def test_leaving_fast_shows_nothing_of_it_also_with_the_back_button(browser: Browser, link: str) -> None:
    with window(browser) as page:
        visitor = Visitor(page, link)
        visitor.asks(AUDIT, "mn-dps-dvs", ANSWERS[AUDIT])
        review = page.url
        page.click("#leave")
        page.locator("h1", has_text="Snow").wait_for()
        page.goto(review)
        assert "Maya" not in page.content()
        assert "no longer here" in page.inner_text("main")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", list(speech.names()))
def test_no_page_breaks_a_rule_of_accessibility(browser: Browser, link: str, language: str, scheme: Any) -> None:
    with window(browser, **narrow(scheme)) as page:
        checker = Checker(page, link, language)
        checker.asks(AUDIT, "mn-dps-dvs", ANSWERS[AUDIT])
        review = page.url
        wrong = review.replace("/review", "/ask/4")
        page.goto(wrong)
        page.fill("#date_to", "tomorrow")
        page.click("button.main")
        checker.looks()
        page.goto(review)
        checker.looks()
        page.goto(wrong)
        page.fill("#date_to", "2026-01-31")
        page.click("button.main")
        page.goto(review)
        page.click("a[href$=read]")
        checker.looks()
        page.goto(review)
        page.click("button[name=make]")
        checker.looks()
        page.click("form[action*=requests] button.main")
        page.locator("summary").first.click()
        checker.looks()
        request = page.url
        page.check("#reply-denied-without-section")
        page.click("form[action$=answer] button")
        checker.looks()
        checker.looks_at("/requests/", "/requests/month?of=2026-12", "/nowhere", "/letter/x/what")
        page.goto(request)
        page.click("form[action$=next] button[value=opinion-request]")
        checker.looks()
        page.goto(request)
        page.click("form[action$=forget] button")
        checker.looks()
        assert len(checker.shown) > 20


def test_the_check_of_accessibility_finds_what_is_wrong(browser: Browser) -> None:
    with window(browser) as page:
        page.set_content("<html><body><input><p style='color: #ccc; background: #fff'>pale</p></body></html>")
        found = {each["id"] for each in Axe().run(page).response["violations"]}
        assert {"label", "color-contrast", "html-has-lang", "document-title"} <= found
