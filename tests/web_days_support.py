"""Maya at the pages, on a day that is set by hand."""

import pytest
from web_support import PORT, Days, Person

from letters.web.app import create_app
from letters.web.safety import Guard


@pytest.fixture
def maya(days: Days) -> Person:
    guard = Guard(PORT)
    return Person(create_app(days, guard), guard)
