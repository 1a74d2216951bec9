"""The back button and pages loaded again in a real browser: nothing is lost, and nothing is doubled."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from web_browser_support import browser, link, window
from web_groups_browser_support import MANY, given
from web_groups_support import logged
from web_letter_browser_support import MAILED, REFUSED, mailed, reviewed, words

__all__ = ["browser", "link"]  # fixtures of the other pages


# The back button.


def test_back_from_every_post_brings_a_page_of_ours_and_doubles_nothing(
    browser: Browser, link: str, home: Path
) -> None:
    with window(browser) as page:
        reviewed(page, link)
        review = page.url
        page.goto(review.replace("/review", "/ask/4"))
        page.fill("#date_to", "tomorrow")
        page.click("#answers button.main")
        page.locator("#wrong").wait_for()
        page.fill("#date_to", "2026-10-31")
        page.click("#answers button.main")
        page.go_back()
        assert page.input_value("#date_to") == "2026-10-31"
        page.goto(review)
        page.uncheck("#item-2")
        page.click("#look")
        page.go_back()
        assert not page.is_checked("#item-2")
        page.click("button[name=make]")
        page.locator("h1", has_text="Your letter is ready").wait_for()
        page.go_back()
        assert "Your letter is ready" in words(page)
        page.click(MAILED)
        page.wait_for_url("**/requests/L-*")
        request = page.url
        page.go_back()
        assert "You said that it was sent" in words(page)
        assert page.locator(MAILED).count() == 0
        page.goto(request)
        page.check("#reply-denied-without-section")
        page.click(REFUSED)
        page.locator("h1", has_text="Recorded").wait_for()
        page.click("main a[href*=requests]")
        page.go_back()
        assert "they refused" in words(page)
        page.click("button[value=objection-no-section]")
        page.locator("h1", has_text="Your letter is ready").wait_for()
        page.go_back()
        page.click("button[value=objection-no-section]")
        page.locator("h1", has_text="Your letter is ready").wait_for()
        page.click(MAILED.replace("sent", "step-sent"))
        page.wait_for_url("**/requests/L-*")
        page.go_back()
        assert "You said that it was sent" in words(page)
        assert list(logged(home).values()) == [["written", "sent", "denied", "next-written", "escalated"]]
        page.goto(request.rpartition("/")[0] + "/")
        assert page.locator("#unsaved ~ ul li").count() == 2


@pytest.mark.parametrize("scripts", [True, False])
def test_a_page_that_answered_a_form_can_be_loaded_again(
    browser: Browser, link: str, home: Path, scripts: bool
) -> None:
    with window(browser, java_script_enabled=scripts) as page:
        mailed(page, link)
        request = page.url
        page.check("#reply-denied-without-section")
        page.click(REFUSED)
        page.locator("h1", has_text="Recorded").wait_for()
        page.click("button[value=es]")
        assert page.url == request
        page.click("button[value=en]")
        page.check("#reply-denied-without-section")
        page.click(REFUSED)
        page.locator("h1", has_text="Recorded").wait_for()
        page.reload()
        assert page.url == request
        assert list(logged(home).values()) == [["written", "sent", "denied", "denied"]]


# Loaded again in the middle.


def test_loading_again_in_the_middle_loses_nothing_that_was_said(
    browser: Browser, link: str, home: Path, tmp_path: Path
) -> None:
    with window(browser) as page:
        visitor = reviewed(page, link)
        review = page.url
        page.uncheck("#item-2")
        page.click("#look")
        page.reload()
        assert not page.is_checked("#item-2")
        page.goto(review.replace("/review", "/ask/2"))
        page.reload()
        assert page.input_value("#full_name") == "Maya Lindqvist"
        page.goto(review)
        page.click("button[name=make]")
        page.locator("h1", has_text="Your letter is ready").wait_for()
        page.reload()
        assert "Your letter is ready" in words(page)
        page.click(MAILED)
        page.wait_for_url("**/requests/L-*")
        page.reload()
        assert list(logged(home).values()) == [["written", "sent"]]
        page.goto(re.sub(r"/requests/.*", "/", page.url))
        given(visitor, tmp_path / "clients.csv", *MANY)
        page.click("#make")
        page.locator("progress").wait_for()
        page.reload()
        page.locator("a[href$='print.pdf']").wait_for()
        page.reload()
        assert "Letters made: 20" in words(page)
        assert len(logged(home)) == 21
