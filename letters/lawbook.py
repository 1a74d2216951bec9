"""The law as data: statutes and clocks by id, from `letters/law/*.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from letters.models import Clock, Noun, Statute
from letters.yaml_files import checked, read_yaml

LAW = Path(__file__).parent / "law"


class _LawFile(Noun):
    statutes: dict[str, Statute]
    clocks: dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Lawbook:
    """All statutes that a letter may cite, and all clocks, by id."""

    statutes: Mapping[str, Statute]
    clocks: Mapping[str, Clock]


@cache
def load(folder: Path = LAW) -> Lawbook:
    """All law data, read once in a program; raises FileMistakes."""
    statutes: dict[str, Statute] = {}
    clocks: dict[str, Clock] = {}
    for path in sorted(folder.glob("*.yaml"), reverse=True):
        document = read_yaml(path)
        file = checked(_LawFile, document)
        rows = {key: {"id": key, **row} for key, row in file.clocks.items()}
        clocks |= checked(dict[str, Clock], document, rows, at=("clocks",))
        statutes |= file.statutes
    return Lawbook(statutes, clocks)
