"""A sheet of a group that is given in a real browser."""

from pathlib import Path

from web_browser_support import Visitor
from web_groups_support import AUDIT, COLUMNS, MAYA, sheet

MANY = [(f"Person {n} Example", *MAYA[1:5], f"T{n:012}", *MAYA[6:]) for n in range(20)]


def given(visitor: Visitor, path: Path, *rows: tuple[str, ...], columns: tuple[str, ...] = COLUMNS) -> None:
    """Goes from the first page to what the check of a sheet found."""
    path.write_bytes(sheet(*rows, columns=columns))
    page = visitor.page
    visitor.presses("a[href='/groups/']")
    visitor.looks()
    page.select_option("#sheet-type", AUDIT)
    visitor.presses("button[value=sheet]")
    visitor.looks()
    page.set_input_files("#sheet", path)
    visitor.types("#agency", "mn-dps-dvs")
    visitor.types("#campaign", "Spring clinic")
    visitor.presses("form[enctype] button.main")
    page.locator("h1", has_not_text="being checked").wait_for()
