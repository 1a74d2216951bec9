"""What a group gives to the pages: addresses do not tell it, it stays text, and it is not too large."""

import gc
import io
import re
import warnings

from web_groups_support import (
    ALL,
    AUDIT,
    COLUMNS,
    KIM,
    MAYA,
    app,
    cells,
    checked,
    gives,
    kim,
    makes,
    mends,
    sheet,
    spring,
)
from web_support import Person

__all__ = ["app", "kim", "spring"]  # fixtures


def test_addresses_tell_nothing(kim: Person, spring: tuple[str, list[str]]) -> None:
    campaign, _ = spring
    kim.get("/groups/")
    links = " ".join([*kim.seen[1:], campaign, *re.findall(r'(?:href|action)="(/[^"]*)"', kim.page.text)])
    for told in ("spring", "Maya", AUDIT, "clients", "mn-dps"):
        assert told.casefold() not in links.casefold()


def test_numbers_and_names_that_no_page_sends_are_no_bug(kim: Person) -> None:
    found = gives(kim, sheet(MAYA, KIM))
    mends(
        kim,
        f"{found}/check",
        {"leave": ["x", "-1", "9" * 30], "cell-x-y": "z", "cell-3-Nowhere": "z", "cell-2-Name": "z"},
    )
    checked(kim, found)
    assert cells(kim) == ["cell-3-City", "cell-3-From"]
    run = makes(kim, found)
    for name in ("../letters.sqlite", "..%2f..%2fetc%2fpasswd", "batch.json", "nothing.pdf", "."):
        assert kim.get(f"{run}/file/{name}").status_code in (404, 303, 308), name
    for path in ("/groups/campaign/x", "/groups/run/x", "/groups/x/check", "/groups/x/empty.xlsx"):
        assert kim.get(path).status_code in (404, 410)


def test_what_stands_in_a_sheet_stays_text(kim: Person) -> None:
    script = "<script>alert(1)</script>"
    wrong = (f"{script}", *KIM[1:6], script, script)
    found = gives(kim, sheet(wrong, columns=(*COLUMNS[:-1], "To")), campaign=script)
    assert script not in kim.page.text
    assert "&lt;script&gt;" in kim.page.text
    gives(kim, sheet(MAYA, columns=(script, *COLUMNS[1:])))
    assert script not in kim.page.text
    kim.get(f"{found}/sheet")
    assert script not in kim.page.text


def test_a_sheet_that_is_too_large_is_not_taken_in(kim: Person) -> None:
    found = kim.goes("/groups/", {"way": "sheet", "type": AUDIT}).rpartition("/")[0]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the test client leaves what it sent in a file that nobody closes
        kim.post(f"{found}/sheet", {**ALL, "sheet": (io.BytesIO(bytes(11_000_000)), "a.csv")})
        assert kim.page.status_code == 413
        kim.page = None  # type: ignore[assignment]
        gc.collect()
