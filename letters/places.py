"""Where things are: what was shipped, and what is the user's own."""

import os
from pathlib import Path

import platformdirs


def shipped(name: str) -> Path:
    """`agencies.yaml`, `jurisdictions.csv` or `templates`: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parent
    inside = package / name
    return inside if inside.exists() else package.parent / name


def home() -> Path:
    """The one folder that holds everything of the user's: `LETTERS_HOME`, or the system's place for such data."""
    if named := os.environ.get("LETTERS_HOME"):
        return Path(os.path.expanduser(named))  # noqa: PTH111 - leaves the name of an unknown user as it is
    return platformdirs.user_data_path("letters", appauthor=False)
