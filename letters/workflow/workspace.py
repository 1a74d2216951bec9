"""What every task works with: where things are, what day it is, and the data, each read when first needed."""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from letters import bounds, catalogue, keyfile, lawbook, places, registry
from letters.catalogue import Catalogue
from letters.errors import FileMistakes
from letters.lawbook import Lawbook
from letters.registry import Registry
from letters.request_types import RequestType

if TYPE_CHECKING:
    from letters.addressee import Block, Recipient
    from letters.letter import Stationery
    from letters.press import Press, Single

_TEMPLATES = frozenset({".html", ".css", ".yaml"})
# A tag that is more than words, or has an attribute.
_LOOK = re.compile(r"<(?!/?(?:p|ol|ul|li|strong|em|br)>)[a-z/!]", re.IGNORECASE)


def _changes_the_look(path: Path) -> bool:
    """Whether a template of the user's own is more than the words of a request type."""
    words = path.parent.name == "requests" or path.suffix == ".yaml"
    return not words or _LOOK.search(path.read_text(encoding="utf-8", errors="replace")) is not None


@cache
def _shipped_catalogue(folder: Path) -> Catalogue:
    return catalogue.load((folder,))


@dataclass(frozen=True)
class Workspace:
    """The user's folder and today's date; all data are read from there and from what was shipped.

    On a `press`, letters share the layout of those that were set before them.
    With `low_trace`, what is written keeps no more than `letters.traces` says, and its files have neutral names.
    """

    home: Path
    today: date
    low_trace: bool = False
    press: bool = False

    def on_a_press(self) -> "Workspace":
        """The same, with all that was read, for letters that share their layout."""
        return self._but("engine", press=True)

    def on(self, day: date) -> "Workspace":
        """The same on another day, with all that was read."""
        return self._but("reckoned", today=day)

    def _but(self, anew: str, **changes: Any) -> "Workspace":
        same = replace(self, **changes)
        vars(same).update({name: read for name, read in vars(self).items() if name not in (anew, *changes)})
        return same

    @cached_property
    def registry(self) -> Registry:
        """All bodies; raises FileMistakes for the user's own file."""
        return registry.load(
            places.shipped("agencies.yaml"), places.shipped("jurisdictions.csv"), self.home / "agencies.yaml"
        )

    @cached_property
    def template_folders(self) -> tuple[Path, ...]:
        """Where templates are looked for, the user's own folder first."""
        own = self.home / "templates"
        return (own, places.shipped("templates")) if own.is_dir() else (places.shipped("templates"),)

    @cached_property
    def catalogue(self) -> Catalogue:
        """All request types; raises FileMistakes for the user's own."""
        own = len(self.template_folders) > 1
        found = catalogue.load(self.template_folders) if own else _shipped_catalogue(*self.template_folders)
        for name, signer in found.signers.items():
            if unknown := [law for law in signer.law if law not in self.law.statutes]:
                raise FileMistakes(Path("signers.yaml"), [f"{name}: there is no statute {law}" for law in unknown])
        for request_type in found.types.values():
            self._check_law(found, request_type)
        return found

    def _check_law(self, found: Catalogue, request_type: RequestType) -> None:
        """Raises FileMistakes when a type names law that is not in the law data."""
        path = found.templates[f"requests/{request_type.id}.html"].path
        named = [*request_type.law, *(denial.law for denial in request_type.denials if denial.law)]
        mistakes = [f"law: there is no statute {law} in the law data" for law in named if law not in self.law.statutes]
        mistakes += [f"clocks: there is no clock {c}" for c in request_type.clocks if c not in self.law.clocks]
        if mistakes:
            raise FileMistakes(path, mistakes)

    @cached_property
    def law(self) -> Lawbook:
        """All statutes and clocks by id."""
        return lawbook.load()

    @cached_property
    def fitted(self) -> "dict[Recipient, Block]":
        """The address blocks that were found to fit the window of an envelope."""
        return {}

    @cached_property
    def reference_key(self) -> bytes:
        """The key from which references are derived; raises FileTrouble."""
        return keyfile.reference_key(self.home)

    @cached_property
    def engine(self) -> "Press | Single":
        """What lays out letters and writes them; it takes a second to import.

        The press knows how our letters look. Where the user's own templates could make them look otherwise, each is
        laid out by itself.
        """
        from letters.press import Press, Single

        own = (path for folder in self.template_folders[:-1] for path in folder.rglob("*") if path.suffix in _TEMPLATES)
        return Press() if self.press and not any(map(_changes_the_look, own)) else Single()

    @cached_property
    def reckoned(self) -> dict[str, Any]:
        """By the uid of a request the stamp of its log, and its row of the list as it was reckoned then."""
        return {}

    @cached_property
    def stationery(self) -> "Stationery":
        """Templates and law, ready to compose letters."""
        from letters.letter import Stationery

        own = len(self.template_folders) > 1
        return Stationery(self.catalogue.templates, self.law.statutes, *([bounds.bounded] if own else []))
