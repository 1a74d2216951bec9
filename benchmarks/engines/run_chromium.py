"""Headless Chromium, one browser and one page for all: `python run_chromium.py CORPUS OUT NUMBER BROWSER`."""

import os
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright


def main() -> None:
    corpus, out, number = Path(sys.argv[1]).resolve(), Path(sys.argv[2]), int(sys.argv[3])
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=sys.argv[4], args=as_root)
        page = browser.new_page()
        for name in (corpus / "names.txt").read_text().split()[:number]:
            page.goto((corpus / f"html/{name}.html").as_uri())
            page.pdf(path=out / f"{name}.pdf", prefer_css_page_size=True, tagged=True)
        browser.close()


if __name__ == "__main__":
    main()
