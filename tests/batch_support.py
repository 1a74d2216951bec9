"""Tables of invented people, a batch of them, and what it wrote."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from support import Ran

AUDIT, STATISTICS = "own-record-audit-trail", "jail-ice-statistics"
COLUMNS = ("Name", "Street", "City", "State", "Zip", "DL number", "From", "To")
MAYA = ("Maya Lindqvist", "PO Box 1234", "Saint Paul", "MN", "55101", "T123456789012", "1/1/2025", "10/31/2026")
ALEX = ("Alex Morgan", "12 Elm St, Apt 3", "Duluth", "MN", "55802", "T223456789012", "2025-01-01", "2026-10-31")
DVS = ("--agency", "mn-dps-dvs", "--type", AUDIT)
GROUP = (
    *("--set", "full_name=Jordan Reyes", "--set", "organization=Northside Legal Aid"),
    *("--set", "mailing_or_reply_address=200 Example Ave, Minneapolis, MN 55411"),
    *("--set", "date_from=2025-01-01", "--set", "date_to=2026-10-31"),
)


def table(*rows: tuple[str, ...], columns: tuple[str, ...] = COLUMNS, name: str = "clients.csv") -> str:
    with Path(name).open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([columns, *rows])
    return name


def people(number: int) -> list[tuple[str, ...]]:
    return [(f"Person {n} Example", *MAYA[1:5], f"T{n:012}", *MAYA[6:]) for n in range(number)]


def listed(path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(Path(path).read_bytes().decode("utf-8-sig"))))


@pytest.fixture
def batch(letters: Callable[..., Ran]) -> Callable[..., Ran]:
    """`batch(table, …)` writes into out, as of the day of the tests' letters."""

    def run(*arguments: str, out: str = "out") -> Ran:
        return letters("batch", *arguments, "--out", out, "--dated", "2026-11-25")

    return run
