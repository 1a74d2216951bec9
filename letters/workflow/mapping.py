"""Mappings that are kept: what the columns of a form's export are, so that it is said once."""

from collections.abc import Mapping
from pathlib import Path

from letters.workflow import given


def mappings(home: Path) -> list[str]:
    """The names of all kept mappings."""
    return given.names(home, "mapping")


def read_mapping(home: Path, name: str) -> dict[str, str]:
    """A kept mapping: column names with what they answer, or nothing where a column is left out.

    Raises FileTrouble when there is none of that name, FileMistakes, and WrongInput for what is no name.
    """
    return given.read_kept(home, "mapping", name)


def keep_mapping(home: Path, name: str, mapping: Mapping[str, str]) -> None:
    """Keeps a mapping under a name, in the place of an earlier one; raises FileTrouble and WrongInput."""
    given.keep(home, "mapping", name, mapping)


def chosen(home: Path, name: str | None, given_now: Mapping[str, str]) -> dict[str, str]:
    """The mapping of that name with what is given now; raises FileTrouble and WrongInput."""
    if name is None:
        return dict(given_now)
    kept = read_mapping(home, name) if not given_now or name in mappings(home) else {}
    return {**kept, **given_now}
