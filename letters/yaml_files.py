"""YAML, read as text: a ZIP is not a number, `no` is not false, and every mistake has its line.

Standard loaders forget line numbers, take the last of two equal keys and turn scalars into numbers; so the nodes are
read here, and pydantic checks what they hold.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from letters.errors import FileMistakes, FileTrouble

Loc = tuple[str | int, ...]
T = TypeVar("T")

MOST_BYTES = 5_000_000
DEEPEST = 20

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Document:
    """What a YAML file says: text, lists and mappings, and the line on which each of them stands."""

    path: Path
    data: Any
    lines: Mapping[Loc, int]

    def line(self, loc: Loc) -> int:
        """The line of the nearest thing that stands there."""
        while loc not in self.lines:
            loc = loc[:-1]
        return self.lines[loc]


def read_text(path: Path, most_bytes: int = MOST_BYTES) -> str:
    """A text file.

    Raises FileTrouble (missing, unreadable, too large) and FileMistakes (not UTF-8).
    """
    try:
        if path.exists() and not path.is_file():
            raise FileTrouble(f"{path} is no ordinary file.")
        if path.stat().st_size > most_bytes:
            raise FileTrouble(f"{path} is larger than {most_bytes // 1_000_000} MB: it cannot be the right file.")
        return decoded(path.read_bytes(), path)
    except FileNotFoundError:
        raise FileTrouble(f"There is no file {path}.") from None
    except OSError as error:
        raise FileTrouble(f"Cannot read {path}: {error.strerror}.") from None


def decoded(content: bytes, path: Path) -> str:
    """The text of a file; raises FileMistakes when it is not UTF-8."""
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise FileMistakes(path, [f"byte {error.start + 1} is not UTF-8: save the file as UTF-8"]) from None


def read_yaml(path: Path) -> Document:
    """A YAML file; raises what `read_text` and `parse_yaml` raise."""
    return parse_yaml(read_text(path), path)


def parse_yaml(text: str, path: Path, first_line: int = 1) -> Document:
    """YAML that begins on `first_line` of the file; raises FileMistakes (not YAML, a key twice, an alias, too deep)."""
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + first_line if error.problem_mark else first_line
        raise FileMistakes(path, [f"line {line}: this is not YAML: {error.problem}"]) from None
    except yaml.YAMLError as error:
        raise FileMistakes(path, [f"this is not YAML: {str(error).splitlines()[0]}"]) from None
    except RecursionError:
        raise FileMistakes(path, ["lists or mappings stand too deep in one another"]) from None
    reader = _Reader(first_line)
    data = reader.plain(node, ()) if node else None
    if reader.mistakes:
        raise FileMistakes(path, reader.mistakes)
    return Document(path, data, {(): first_line, **reader.lines})


class _Reader:
    """Turns nodes into plain values, and notes lines and mistakes on the way."""

    def __init__(self, first_line: int) -> None:
        self.first_line = first_line
        self.lines: dict[Loc, int] = {}
        self.mistakes: list[str] = []
        self._seen: set[int] = set()

    def plain(self, node: yaml.Node, loc: Loc) -> Any:
        line = self.lines[loc] = node.start_mark.line + self.first_line
        if id(node) in self._seen:
            self.mistakes.append(f"line {line}: aliases (*name) are not used here: write the text again")
            return None
        self._seen.add(id(node))
        if len(loc) > DEEPEST:
            self.mistakes.append(f"line {line}: lists or mappings stand too deep in one another")
            return None
        if isinstance(node, yaml.MappingNode):
            return dict(self._pairs(node, loc))
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(child, (*loc, number)) for number, child in enumerate(node.value)]
        return "" if node.tag.endswith(":null") else node.value

    def _pairs(self, node: yaml.MappingNode, loc: Loc) -> Iterator[tuple[str, Any]]:
        keys: set[str] = set()
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + self.first_line
            if not isinstance(key_node, yaml.ScalarNode):
                self.mistakes.append(f"line {line}: a key must be a plain word")
            elif key_node.value in keys:
                self.mistakes.append(f"line {line}: {key_node.value} stands twice")
            else:
                keys.add(key_node.value)
                yield key_node.value, self.plain(value_node, (*loc, key_node.value))
                self.lines[(*loc, key_node.value)] = line


def checked(as_type: type[T], document: Document, data: Any = None, at: Loc = ()) -> T:
    """The document's data as the given type, or `data` that was drawn from it `at` some place.

    Raises FileMistakes with all that is wrong.
    """
    try:
        return TypeAdapter(as_type).validate_python(document.data if data is None else data)
    except ValidationError as error:
        mistakes = sorted(_mistakes(error, document, at))
        raise FileMistakes(document.path, [f"line {line}: {what}" for line, what in mistakes]) from None


def _mistakes(error: ValidationError, document: Document, at: Loc) -> Iterator[tuple[int, str]]:
    for detail in error.errors(include_url=False):
        loc = (*at, *detail["loc"])
        found = f" (found: {detail['input']!r})" if isinstance(detail["input"], str) else ""
        place = ".".join(str(part) for part in loc)
        yield document.line(loc), f"{place}: {detail['msg']}{found}"
