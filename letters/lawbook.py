"""The law as data: statutes by id, from `letters/law/*.yaml`."""

from collections.abc import Mapping
from pathlib import Path

from letters.models import Noun, Statute
from letters.yaml_files import checked, read_yaml

LAW = Path(__file__).parent / "law"


class _LawFile(Noun):
    statutes: dict[str, Statute]


def load(folder: Path = LAW) -> Mapping[str, Statute]:
    """All statutes by id; raises FileMistakes."""
    return {
        statute_id: statute
        for path in sorted(folder.glob("*.yaml"))
        for statute_id, statute in checked(_LawFile, read_yaml(path)).statutes.items()
    }
