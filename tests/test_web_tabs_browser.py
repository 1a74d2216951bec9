"""Two tabs in a real browser: their letters stay apart, and what one says is not lost by the other."""

from pathlib import Path

from playwright.sync_api import Browser
from support import ANSWERS, pdf_text
from web_browser_support import AUDIT, Visitor, browser, link, saved, window
from web_groups_support import logged
from web_letter_browser_support import REFUSED, mailed, reviewed, words

__all__ = ["browser", "link"]  # fixtures of the other pages


# Two tabs.


def test_two_letters_in_two_tabs_stay_apart(browser: Browser, link: str, home: Path) -> None:
    with window(browser) as page:
        first = Visitor(page, link)
        second = Visitor(page.context.new_page(), link)
        first.asks(AUDIT, "mn-dps-dvs", ANSWERS[AUDIT])
        second.asks(AUDIT, "mn-dps-bca", ANSWERS[AUDIT] | {"full_name": "Alex Morgan"})
        page.reload()
        for visitor, name in ((first, "Maya Lindqvist"), (second, "Alex Morgan")):
            visitor.page.click("button[name=make]")
            assert name in pdf_text(saved(visitor.page, "a[href*=save]"))
        assert list(logged(home).values()) == [["written"], ["written"]]
        assert first.troubles + second.troubles == []


def test_answers_of_one_tab_are_not_lost_by_another(browser: Browser, link: str) -> None:
    with window(browser) as page:
        reviewed(page, link)
        asked = page.url.replace("/review", "/ask/2")
        page.goto(asked)
        other = page.context.new_page()
        other.goto(asked)
        page.fill("#full_name", "Maya Lindqvist Berg")
        page.fill("#email", "maya@example.org")
        page.click("#answers button.main")
        other.fill("#phone", "651-555-0100")
        other.click("#answers button.main")
        assert other.url.endswith("/ask/3")
        page.goto(asked)
        shown = [page.input_value(f"#{name}") for name in ("full_name", "email", "phone")]
        assert shown == ["Maya Lindqvist Berg", "maya@example.org", "651-555-0100"]
        page.fill("#phone", "")
        page.click("#answers button.main")
        page.goto(asked)
        assert page.input_value("#phone") == ""


def test_a_letter_made_in_one_tab_is_said_to_be_made_in_another(browser: Browser, link: str, home: Path) -> None:
    with window(browser) as page:
        reviewed(page, link)
        other = page.context.new_page()
        other.goto(page.url)
        page.uncheck("#item-2")
        page.click("button[name=make]")
        page.locator("h1", has_text="Your letter is ready").wait_for()
        assert "made already" not in words(page)
        other.uncheck("#item-1")
        other.click("button[name=make]")
        assert "This letter was made already" in words(other)
        assert saved(other, "a[href*=save]") == saved(page, "a[href*=save]")
        assert list(logged(home).values()) == [["written"]]


def test_what_is_taken_back_is_what_the_page_showed(browser: Browser, link: str, home: Path) -> None:
    with window(browser) as page:
        mailed(page, link)
        request = page.url
        page.check("#reply-denied-without-section")
        page.click(REFUSED)
        page.goto(request)
        other = page.context.new_page()
        other.goto(request)
        page.click("form[action$=undo] button")
        page.locator("li.undone").wait_for()
        other.click("form[action$=undo] button")
        assert "has changed since" in words(other)
        assert list(logged(home).values()) == [["written", "sent", "denied", "undone"]]
