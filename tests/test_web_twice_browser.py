"""Two tabs, the back button, double clicks and reloads in a real browser: nothing is lost, and nothing is doubled."""

import io
import re
import threading
from contextlib import suppress
from pathlib import Path

import pikepdf
import pytest
from packet_support import photograph
from playwright.sync_api import Browser, Page
from support import ANSWERS, pdf_text
from web_browser_support import AUDIT, Visitor, browser, link, saved, window
from web_groups_browser_support import MANY, given
from web_groups_support import ALEX, MAYA, logged
from web_support import Days, Seconds

from letters.errors import WrongInput
from letters.web.memory import Memory

__all__ = ["browser", "link"]  # fixtures of the other pages
MAILED = "form[action$=sent] button.main"
REFUSED = "form[action$=answer] button"
ATTACH = "form[action$=attach] button"
# Sends the form of a button twice at once, as two clicks do where no script holds the second one back.
TWICE = """async (button) => {
  const said = new FormData(button.form, button);
  const body = button.form.enctype.startsWith("multipart") ? said : new URLSearchParams(said);
  const send = () => fetch(button.form.action, { method: "POST", body });
  return (await Promise.all([send(), send()])).map((answer) => [answer.status, answer.url.split("?")[0]]);
}"""


def twice(page: Page, selector: str) -> None:
    """Two clicks on a button: with the script that holds the second one back, and as if there were none."""
    button = page.locator(selector)
    (first, led), (second, led_too) = button.evaluate(TWICE)
    assert (first, second) == (200, 200), selector
    assert led == led_too or selector == REFUSED, selector
    with page.expect_navigation():
        button.dblclick()


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


# Two clicks.


def test_two_clicks_on_any_button_of_a_letter_count_once(
    browser: Browser, link: str, home: Path, tmp_path: Path
) -> None:
    with window(browser) as page:
        visitor = reviewed(page, link)
        twice(page, "button[name=make]")
        page.locator("h1", has_text="Your letter is ready").wait_for()
        twice(page, MAILED)
        page.wait_for_url("**/requests/L-*")
        page.check("#reply-denied-without-section")
        twice(page, REFUSED)
        page.goto(page.url.removesuffix("/answer"))
        page.set_input_files("#file", photograph(str(tmp_path / "receipt.jpg"), place=True))
        twice(page, ATTACH)
        page.get_by_text("This photograph says where it was taken").wait_for()
        page.goto(page.url.removesuffix("/attach"))
        twice(page, "button[value=objection-no-section]")
        page.locator("h1", has_text="Your letter is ready").wait_for()
        twice(page, MAILED.replace("sent", "step-sent"))
        page.wait_for_url("**/requests/L-*")
        (reference,) = logged(home)
        assert logged(home)[reference] == ["written", "sent", "denied", "attached", "next-written", "escalated"]
        twice(page, "form[action$=undo] button")
        page.locator("li.undone").wait_for()
        assert logged(home)[reference][-2:] == ["escalated", "undone"]
        page.goto(page.url.rpartition("/")[0] + "/")
        assert page.locator("#unsaved ~ ul li").count() == 2
        page.goto(f"{page.url}{reference}")
        page.click("form[action$=forget] button")
        twice(page, "button[name=sure]")
        assert "No request is tracked here yet." in words(page)
        assert visitor.troubles == []


@pytest.mark.parametrize("scripts", [True, False])
def test_two_clicks_of_a_group_make_one_print_run_one_mailing_and_one_set_of_reminders(
    browser: Browser, link: str, home: Path, tmp_path: Path, days: Days, scripts: bool
) -> None:
    with window(browser, java_script_enabled=scripts) as page:
        visitor = Visitor(page, link)
        given(visitor, tmp_path / "clients.csv", MAYA, ALEX)
        twice(page, "#make")
        page.locator("a[href$='print.pdf']").wait_for()
        page.click("a[href$='#mailed']")
        twice(page, "form[action$=sent] button")
        page.locator("#remind").wait_for()
        assert list(logged(home).values()) == [["written", "sent"]] * 2
        days.comes("2026-12-28")
        page.check("#record")
        twice(page, "form[action$=remind] button")
        with pikepdf.open(io.BytesIO(saved(page, "a[href$='print.pdf']"))) as printed, printed.open_outline() as found:
            assert len(found.root) == 2
        assert list(logged(home).values()) == [["written", "sent", "next-written", "reminder-sent"]] * 2


def test_the_second_click_waits_and_fares_as_the_first_did() -> None:
    memory, arrived, came = Memory(Seconds()), threading.Event(), []

    class Door:
        lock = threading.Lock()

        def __enter__(self) -> None:
            came.append("click")
            if len(came) == 2:
                arrived.set()
            self.lock.acquire()

        def __exit__(self, *_: object) -> None:
            self.lock.release()

    found = []

    def click() -> None:
        with suppress(WrongInput), memory.once("form") as first:
            found.append(first)
            arrived.wait(5)
            raise WrongInput

    memory._one_form = Door()  # type: ignore[assignment]
    clicks = [threading.Thread(target=click) for _ in range(2)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()
    assert found == [True, True]


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
