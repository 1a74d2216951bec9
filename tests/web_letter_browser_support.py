"""A letter in a real browser: answered, made, mailed."""

from playwright.sync_api import Page
from support import ANSWERS
from web_browser_support import AUDIT, Visitor

MAILED = "form[action$=sent] button.main"
REFUSED = "form[action$=answer] button"


def words(page: Page) -> str:
    return " ".join(page.inner_text("main").split())


def reviewed(page: Page, link: str) -> Visitor:
    """A person whose letter is answered and shown."""
    visitor = Visitor(page, link)
    visitor.asks(AUDIT, "mn-dps-dvs", ANSWERS[AUDIT])
    return visitor


def ready(page: Page, link: str) -> Visitor:
    """A person whose letter is made."""
    visitor = reviewed(page, link)
    page.click("button[name=make]")
    page.locator("h1", has_text="Your letter is ready").wait_for()
    return visitor


def mailed(page: Page, link: str) -> Visitor:
    """A person who mailed it, at the page of the request."""
    visitor = ready(page, link)
    page.click(MAILED)
    page.wait_for_url("**/requests/L-*")
    return visitor
