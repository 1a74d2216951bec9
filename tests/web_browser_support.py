"""A person at the pages in a real browser: with a mouse, with a keyboard alone, or who looks closely at each page."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import waitress
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, sync_playwright
from support import CATALOGUE
from waitress import wasyncore
from web_support import Days

from letters import speech
from letters.web import serve
from letters.web.app import create_app
from letters.web.safety import Guard
from letters.workflow.workspace import Workspace

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
AUDIT = "own-record-audit-trail"
MOST_TABS = 120


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@contextmanager
def served(desk: Callable[[], Workspace], erase: Callable[[], None] | None = None) -> Iterator[str]:
    """The start link of a server on this machine."""
    taken = serve.listen(0)
    guard = Guard(taken.getsockname()[1])
    app = create_app(desk, guard, erase=erase)
    server = waitress.create_server(app, sockets=[taken], threads=4)
    thread = threading.Thread(target=server.run)
    thread.start()
    yield guard.link
    # The loop of the server ends when nothing is left to wait for.
    server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map, ignore_all=True))
    thread.join()
    server.task_dispatcher.shutdown()
    app.extensions["letters"][1].clear()


@pytest.fixture
def link(days: Days) -> Iterator[str]:
    """The start link of the pages."""
    with served(days) as found:
        yield found


class Visitor:
    """A person at the pages; `looks` is called with each page that is shown."""

    def __init__(self, page: Page, link: str) -> None:
        self.page = page
        self.shown: list[str] = []
        self.troubles: list[str] = []
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", lambda said: self.troubles.append(said.text) if said.type == "error" else None)
        page.goto(link)

    def looks(self) -> None:
        """Notes the page, which is where each page of a way is checked. A press waits for it, but not for its style."""
        self.page.wait_for_load_state()
        self.shown.append(self.page.title())

    def presses(self, selector: str) -> None:
        self.page.click(selector)

    def types(self, selector: str, text: str) -> None:
        self.page.fill(selector, text)

    def marks(self, selector: str) -> None:
        self.page.check(selector)

    def there(self, selector: str) -> bool:
        return self.page.locator(selector).count() > 0

    def asks(self, request_type: str, agency: str, given: dict[str, str], signer: str = "self") -> None:
        """Goes from the first page to the letter as it will print."""
        self.looks()
        self.presses(f"button[value={CATALOGUE.types[request_type].situation}]")
        self.looks()
        self.presses(f"button[value={request_type}]")
        if not self.there(f"button[value={agency}]"):
            self.types("#search", agency)
            self.presses(".search button")
        self.looks()
        self.presses(f"button[value={agency}]")
        if self.page.url.endswith("/where"):
            self.looks()
            self.marks("#known")
            self.presses("button.main")
        self.looks()
        if self.there(f"input[value={signer}]"):
            self.marks(f"input[value={signer}]")
        if self.there("#understood"):
            self.marks("#understood")
        self.presses("button.main")
        for _ in range(12):
            if "/ask/" not in self.page.url:
                break
            self.looks()
            self.answers(given)
            self.presses("button.main")
        assert self.page.url.endswith("/review"), self.page.inner_text("main")
        self.looks()

    def answers(self, given: dict[str, str]) -> None:
        """Answers what this page asks."""
        for name, text in given.items():
            if self.there(f"textarea[name={name}], input[name={name}]:not([type=radio])"):
                self.types(f"[name={name}]", text)
            elif self.there(f"input[name={name}]"):
                self.marks(f'input[name={name}][value="{text}"]')


class Checker(Visitor):
    """A person in a narrow window, with one of our languages, who looks closely at each page."""

    def __init__(self, page: Page, link: str, language: str) -> None:
        super().__init__(page, link)
        self.language = language
        if language != speech.ENGLISH:
            page.click(f"button[value={language}]")

    def looks(self) -> None:
        super().looks()
        found = Axe().run(self.page)
        assert found.violations_count == 0, (self.page.url, found.generate_report())
        ids = self.page.evaluate("[...document.querySelectorAll('[id]')].map(each => each.id)")
        assert len(ids) == len(set(ids)), (self.page.url, sorted(ids))
        assert self.page.evaluate("document.documentElement.scrollWidth") <= 320, self.page.url
        assert self.page.get_attribute("html", "lang") == self.language

    def looks_at(self, *places: str) -> None:
        """Opens each page by its address, and looks."""
        for place in places:
            self.page.goto("/".join(self.page.url.split("/")[:3]) + place)
            self.looks()


def narrow(scheme: Any) -> dict[str, Any]:
    """A window of 320 dots in a light or a dark theme."""
    return {"viewport": {"width": 320, "height": 700}, "color_scheme": scheme}


class Typist(Visitor):
    """A person with a keyboard alone."""

    def reaches(self, selector: str) -> None:
        """Presses Tab until the focus is there, and sees that it shows."""
        for _ in range(MOST_TABS):
            if self.page.evaluate("(found) => document.activeElement?.matches(found)", selector):
                width = self.page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
                assert width == "3px", f"the focus on {selector} does not show"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no key leads to {selector} on {self.page.url}")

    def presses(self, selector: str) -> None:
        self.reaches(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def types(self, selector: str, text: str) -> None:
        self.reaches(selector)
        self.page.keyboard.insert_text(text)

    def marks(self, selector: str) -> None:
        if self.page.is_checked(selector):
            return
        name = self.page.get_attribute(selector, "name")
        self.reaches(f"input[name={name}]")
        for _ in range(20):
            if self.page.is_checked(selector):
                return
            kind = self.page.get_attribute(selector, "type")
            self.page.keyboard.press("Space" if kind == "checkbox" else "ArrowDown")
        raise AssertionError(f"no key marks {selector}")


@contextmanager
def window(browser: Browser, **settings: Any) -> Iterator[Page]:
    context = browser.new_context(**settings)
    context.route("**/*", elsewhere)
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def elsewhere(route: Route) -> None:
    """Only the server on this machine is asked; the weather is made up here."""
    if "//127.0.0.1:" in route.request.url:
        route.continue_()
    else:
        route.fulfill(body="<title>Weather</title><h1>Snow</h1>", content_type="text/html")


def saved(page: Page, selector: str) -> bytes:
    """The file that a link or button saves."""
    with page.expect_download() as waiting:
        page.click(selector)
    return Path(waiting.value.path()).read_bytes()
