"""A letter dated 16 November 2026 that is in the log."""

from collections.abc import Callable

import pytest
from support import ANSWERS, Ran

AUDIT = "own-record-audit-trail"
PUBLIC = "data-sharing-agreements-mous"


@pytest.fixture
def tracked(letters: Callable[..., Ran]) -> Callable[..., str]:
    """`tracked(agency, type)` writes a letter dated Monday 16 November 2026 and gives its reference."""

    def run(agency: str = "mn-dps-dvs", request_type: str = AUDIT, *options: str) -> str:
        given = ANSWERS[request_type].items()
        pairs = [option for name, text in given for option in ("--set", f"{name}={text}")]
        done = letters(
            "write", agency, request_type, "--dated", "2026-11-16", *pairs, "--json", "--out", "l.pdf", *options
        )
        assert done.code == 0, done.err
        return str(done.json[0]["reference"])

    return run
