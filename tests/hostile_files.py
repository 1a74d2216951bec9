"""Each reader of files that somebody else may have made, as a function of bytes that lets only a LettersError pass."""

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from unittest.mock import patch

from support import TEMPLATES, TODAY

from letters import catalogue, pictures, received_mail, registry, tables
from letters.bounds import bounded
from letters.catalogue import Template
from letters.errors import LettersError
from letters.letter import Stationery
from letters.workflow import given, transfer
from letters.workflow.attach import show
from letters.workflow.workspace import Workspace

Reader = Callable[[Path, bytes], None]
SHARED = ("fields.yaml", "texts.yaml", "signers.yaml", "situations.yaml", "replies.yaml", "log.yaml")


def _at(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def answers(folder: Path, content: bytes) -> None:
    """An answers file or a profile."""
    given.read_answers(_at(folder, "answers.yaml", content))


def agencies(folder: Path, content: bytes) -> None:
    """The user's own agencies.yaml."""
    few = _at(folder, "few.yaml", b"agencies:\n- {id: mn-dps, name: DPS, kind: state-agency, trust: name-only}\n")
    none = _at(folder, "none.csv", b"id,name,kind,county,official_id,website\n")
    registry.load(few, none, _at(folder, "agencies.yaml", content))


def front_matter(folder: Path, content: bytes) -> None:
    """A request type of the user's own: front matter and template."""
    _shared_files(folder)
    _at(folder, "templates/requests/own.html", content)
    with patch("letters.catalogue.read_yaml", _read_once):
        catalogue.load((folder / "templates",))


_read_once = cache(catalogue.read_yaml)


@cache
def _shared_files(folder: Path) -> None:
    for name in SHARED:
        _at(folder, f"templates/{name}", (TEMPLATES / name).read_bytes())


def template(_folder: Path, content: bytes) -> None:
    """What stands below the front matter."""
    text = content.decode(errors="replace")
    stationery = Stationery({"own.html": Template(text, Path("own.html"))}, {}, bounded)
    stationery.filled(text, TODAY)


def csv(folder: Path, content: bytes) -> None:
    """A table as CSV."""
    tables.read_table(_at(folder, "table.csv", content))


def xlsx(folder: Path, content: bytes) -> None:
    """A table as XLSX."""
    tables.read_table(_at(folder, "table.xlsx", content))


def sheet(folder: Path, content: bytes) -> None:
    """A whole workbook whose one sheet has these bytes."""
    made = dict(parts()) | {"xl/worksheets/sheet1.xml": content}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, part in made.items():
            archive.writestr(name, part)
    xlsx(folder, file.getvalue())


@cache
def parts() -> tuple[tuple[str, bytes], ...]:
    """The parts of a small workbook."""
    with zipfile.ZipFile(io.BytesIO(tables.write_xlsx(("Name",), [{"Name": "Maya"}]))) as archive:
        return tuple((name, archive.read(name)) for name in archive.namelist())


def pdf(_folder: Path, content: bytes) -> None:
    """A paper that is attached, as PDF."""
    show(content, "application/pdf")


def image(_folder: Path, content: bytes) -> None:
    """A photograph or scan that is attached."""
    pictures.of_image(content)
    pictures.tells_place(content)


def mail(_folder: Path, content: bytes) -> None:
    """A saved e-mail that is attached."""
    received_mail.read(content)


def export(folder: Path, content: bytes) -> None:
    """A file for `letters import`."""
    transfer.read(_desk(folder), _at(folder, "export.json", content))


@cache
def _desk(folder: Path) -> Workspace:
    return Workspace(folder / "home", date(2027, 6, 30))


READERS: dict[str, Reader] = {
    each.__name__: each
    for each in (answers, agencies, front_matter, template, csv, xlsx, sheet, pdf, image, mail, export)
}


def harmless(name: str, folder: Path, content: bytes) -> None:
    """Anything but a LettersError, which says in words what is wrong, is a fault and is raised."""
    with suppress(LettersError):
        READERS[name](folder, content)
