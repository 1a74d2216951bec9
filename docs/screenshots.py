"""Pictures of the pages for README.md: `make screenshots` drives them with invented data."""

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from pathlib import Path

import waitress
from PIL import Image
from playwright.sync_api import Page, sync_playwright
from waitress import wasyncore

from letters.web import serve
from letters.web.app import create_app
from letters.web.safety import Guard

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
IMAGES = Path(__file__).parent / "images"
DAY = date(2026, 11, 25)
COLORS = 96
AGENCY, REQUEST_TYPE, SITUATION = "mn-dps-dvs", "own-record-audit-trail", "who-looked"
ANSWERS = {
    "full_name": "Maya Lindqvist",
    "mailing_or_reply_address": "PO Box 1234\nSaint Paul, MN 55101",
    "driver_license_or_id_number": "T123456789012",
    "date_from": "2025-01-01",
    "date_to": "2026-10-31",
}


@contextmanager
def pages(home: Path) -> Iterator[str]:
    """The start link of a server on this machine, on the day of the pictures."""
    taken = serve.listen(0)
    guard = Guard(taken.getsockname()[1])
    server = waitress.create_server(create_app(serve.Desks(home, lambda: DAY), guard), sockets=[taken], threads=4)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield guard.link
    finally:
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map, ignore_all=True))  # noqa: SLF001
        thread.join()
        server.task_dispatcher.shutdown()


def take(page: Page, name: str) -> None:
    """Keeps a picture of what is shown, in few colours, which text does not miss."""
    shown = Image.open(BytesIO(page.screenshot()))
    IMAGES.mkdir(exist_ok=True)
    shown.convert("RGB").quantize(COLORS).save(IMAGES / f"{name}.png", optimize=True)


def write_letter(page: Page) -> None:
    """From the first page to the letter as it will print."""
    page.click(f"button[value={SITUATION}]")
    page.click(f"button[value={REQUEST_TYPE}]")
    page.click(f"button[value={AGENCY}]")
    page.check("#known")
    page.click("button.main")
    page.check("input[value=self]")
    page.click("button.main")
    while "/ask/" in page.url:
        for name, text in ANSWERS.items():
            if page.locator(f"textarea[name={name}], input[name={name}]").count():
                page.fill(f"[name={name}]", text)
        page.click("button.main")


def main() -> None:
    """All pictures."""
    with tempfile.TemporaryDirectory() as home, pages(Path(home)) as link, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 900, "height": 1000})
        page.goto(link)
        take(page, "home")
        write_letter(page)
        page.wait_for_load_state("networkidle")
        page.evaluate("document.getElementById('letter').scrollIntoView()")
        take(page, "letter")
        page.click("button[name=make]")
        page.click("form[action*=requests] button.main")
        take(page, "request")
        browser.close()


if __name__ == "__main__":
    main()
