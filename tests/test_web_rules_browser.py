"""The rules of accessibility on the pages that are seldom seen, in a narrow window, each language and both themes."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser
from support import ANSWERS, TODAY, Ran
from web_browser_support import AUDIT, Checker, browser, link, narrow, served, window
from web_groups_browser_support import given
from web_groups_support import ALEX, KIM, MAYA
from web_support import Days

from letters import in_memory, speech
from letters.errors import CannotPrint
from letters.web.serve import Desks

__all__ = ["browser", "link"]  # fixtures of the other pages
NAME = "Maya Lindqvist of the Very Long Name That Does Not End"
looked_at = pytest.mark.parametrize(
    ("language", "scheme"), [(code, scheme) for code in speech.names() for scheme in ("light", "dark")]
)


@pytest.fixture
def shared_link() -> Iterator[str]:
    """The start link on a computer that others use too."""
    desks = Desks(in_memory.begin(), lambda: TODAY)
    with served(desks, desks.erase) as found:
        yield found
    desks.close()


@pytest.fixture
def sent(write: Callable[..., Ran], letters: Callable[..., Ran]) -> str:
    """The reference of a letter that was mailed on November 25."""
    reference = str(write("mn-dps-dvs", AUDIT, "--json").json[0]["reference"])
    assert letters("happened", reference, "sent", "--on", str(TODAY)).code == 0
    return reference


@looked_at
def test_what_is_kept_and_what_is_brought_along(
    browser: Browser, link: str, letters: Callable[..., Ran], sent: str, language: str, scheme: Any
) -> None:
    assert letters("export", "taken.json").code == 0
    Path("odd.json").write_text("{}")
    letters("profile", "me", "--set", f"full_name={NAME}", "--set", f"email={'m' * 50}@example.org")
    with window(browser, **narrow(scheme)) as page:
        checker = Checker(page, link, language)
        page.fill("#search", AUDIT)
        page.click(".search button")
        draft = page.url.rpartition("/")[0]
        page.click(f"button[value={AUDIT}]")
        page.click("button[value=mn-dps-dvs]")
        if checker.there("#known"):
            page.check("#known")
            page.click("button.main")
        page.click("button.main")
        page.goto(f"{draft}/ask/2")
        assert page.input_value("#full_name") == NAME
        checker.looks()
        letters("profile", "mother", "--set", "full_name=Ana")
        page.reload()
        checker.looks()
        page.fill("#full_name", NAME)
        page.fill("#mailing_or_reply_address", MAYA[1] + "\nDuluth, MN 55802")
        page.check("#keep")
        page.fill("#keep_as", "../x")
        page.click("#answers button.main")
        page.locator("#keep_as-wrong").wait_for()
        checker.looks()
        checker.looks_at("/profile/")
        for _ in range(2):
            page.click("form[action$=forget] button >> nth=0")
        checker.looks()
        checker.looks_at("/requests/")
        for name in ("taken.json", "odd.json"):
            page.goto(link.partition("/start")[0] + "/requests/")
            page.click("[aria-labelledby=elsewhere] summary")
            checker.looks()
            page.set_input_files("#file", name)
            page.click("form[action$=bring] button")
            checker.looks()
        assert page.locator("[role=alert]").count() == 1


@looked_at
def test_the_pages_of_a_shared_computer(browser: Browser, shared_link: str, language: str, scheme: Any) -> None:
    with window(browser, **narrow(scheme)) as page:
        checker = Checker(page, shared_link, language)
        checker.asks(AUDIT, "mn-dps-dvs", ANSWERS[AUDIT])
        assert page.locator("main > .note").count() == 1 + (language != speech.ENGLISH)
        page.click("button[name=make]")
        page.locator("a[href*=save]").first.wait_for()
        checker.looks()
        page.click("form[action*=requests] button.main")
        page.wait_for_url("**/requests/L-*")
        checker.looks()
        checker.looks_at("/requests/", "/made/x", "/profile/")


@looked_at
def test_what_went_wrong(
    browser: Browser, link: str, sent: str, language: str, scheme: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise CannotPrint("This letter would come out wrong: " + "nowhere to break it" * 3)

    with window(browser, **narrow(scheme)) as page:
        checker = Checker(page, link, language)
        for place in ("/requests/L-ABCDEF", "/made/x", "/nowhere", "/groups/x/check", "/letter/x/ask/1"):
            checker.looks_at(place)
            assert page.locator("main [role=alert]").count() == 1
        page.goto(link.partition("/start")[0])
        page.fill("#search", "zzzz qqqq")
        page.click(".search button")
        checker.looks()
        with monkeypatch.context() as broke:
            broke.setattr("letters.workflow.packet.compose", broken)
            page.goto(f"{link.partition('/start')[0]}/requests/{sent}")
            page.click("form[action$=packet] button")
            page.locator("[role=alert]").wait_for()
            checker.looks()
        page.context.clear_cookies()
        page.context.add_cookies([{"name": "letters-language", "value": language, "url": link.partition("/start")[0]}])
        checker.looks_at("/requests/", "/start?token=x")
        assert page.locator("main [role=alert]").count() == 1


@looked_at
def test_seldom_seen_pages_of_a_request(
    browser: Browser, link: str, letters: Callable[..., Ran], sent: str, language: str, scheme: Any, days: Days
) -> None:
    letters("setting", "low-trace", "on")
    Path("answers.yaml").write_text("\n".join(f"{name}: {text!r}" for name, text in ANSWERS[AUDIT].items()))
    low = letters("write", "mn-dps", AUDIT, "--answers", "answers.yaml", "--dated", str(TODAY), "--json")
    assert low.code == 0, low.err
    letters("setting", "low-trace", "off")
    Image.new("L", (10, 10)).save("small.png")
    with window(browser, **narrow(scheme)) as page:
        checker = Checker(page, link, language)
        checker.looks_at(f"/requests/{low.json[0]['reference']}")
        for words in ("zzzz qqqq", "public safety"):
            page.fill("#agency", words)
            page.click("form[action$=again] button")
            page.locator("[role=status], #agency-1").wait_for()
            checker.looks()
        checker.looks_at(f"/requests/{sent}/release")
        page.click("button.main")
        page.locator("#wrong").wait_for()
        checker.looks()
        checker.looks_at(f"/requests/{sent}")
        page.set_input_files("#file", "small.png")
        page.click("form[action$=attach] button")
        checker.looks()
        page.goto(f"{link.partition('/start')[0]}/requests/{sent}")
        page.check("#reply-denied-without-section")
        page.click("form[action$=answer] button")
        page.locator("button[value=objection-no-section]").wait_for()
        page.click("button[value=objection-no-section]")
        page.locator("form[action$=step-sent]").wait_for()
        checker.looks()
        page.click("form[action$=step-sent] button.main")
        page.wait_for_url("**/requests/L-*")
        page.go_back()
        checker.looks()
        page.goto(f"{link.partition('/start')[0]}/requests/{sent}")
        page.click("button[name=look] >> nth=0")
        page.locator("#address").wait_for()
        checker.looks()
        page.fill("#address", "nowhere")
        page.click("button.main")
        page.locator("#wrong").wait_for()
        checker.looks()


@looked_at
def test_seldom_seen_pages_for_groups(
    browser: Browser,
    link: str,
    tmp_path: Path,
    days: Days,
    language: str,
    scheme: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object) -> None:
        raise ValueError

    with window(browser, **narrow(scheme)) as page:
        checker = Checker(page, link, language)
        given(checker, tmp_path / "clients.csv", MAYA, ALEX, KIM)
        with monkeypatch.context() as broke:
            broke.setattr("letters.workflow.batch.run", broken)
            page.click("#make")
            page.locator("main [role=alert]").wait_for()
            checker.looks()
        page.click("main a.main")
        page.click("#make")
        page.locator("a[href$='errors.csv']").wait_for()
        checker.looks()
        page.click("a[href$='#mailed']")
        campaign = page.url
        page.fill("#sent-on", "2027-01-01")
        page.set_input_files("#numbers", tmp_path / "clients.csv")
        page.click("form[action$=sent] button")
        page.locator("#wrong").wait_for()
        checker.looks()
        page.goto(campaign)
        page.click("form[action$=sent] button")
        page.locator("#remind").wait_for()
        days.comes("2026-12-28")
        page.reload()
        checker.looks()
        page.click("form[action$=remind] button")
        page.locator("a[href$='print.pdf']").wait_for()
        checker.looks()
        (tmp_path / "odd.csv").write_bytes(b"\xd0\xcf\x11\xe0")
        page.goto(link.partition("/start")[0])
        page.click("a[href='/groups/']")
        page.click("button[value=sheet]")
        page.set_input_files("#sheet", tmp_path / "odd.csv")
        page.fill("#agency", "st paul")
        page.fill("#campaign", "x" * 80)
        page.click("form[enctype] button.main")
        page.locator("#wrong").wait_for()
        checker.looks()
