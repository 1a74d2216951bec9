"""Two clicks on a button in a real browser: they count once."""

import io
import threading
from contextlib import suppress
from pathlib import Path

import pikepdf
import pytest
from packet_support import photograph
from playwright.sync_api import Browser, Page
from web_browser_support import Visitor, browser, link, saved, window
from web_groups_browser_support import given
from web_groups_support import ALEX, MAYA, logged
from web_letter_browser_support import MAILED, REFUSED, reviewed, words
from web_support import Days, Seconds

from letters.errors import WrongInput
from letters.web.memory import Memory

__all__ = ["browser", "link"]  # fixtures of the other pages
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
    # The second click may break off what the first began: what counts is the page that comes.
    with page.expect_event("load"):
        button.dblclick()


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
