"""Answers that a person keeps in files: for one letter, or as a profile for all of them."""

from collections.abc import Mapping
from pathlib import Path

import yaml

from letters import tracker
from letters.answers import read_answer
from letters.errors import FileMistakes, FileTrouble, WrongInput
from letters.kept import is_name
from letters.workflow.workspace import Workspace
from letters.yaml_files import MOST_BYTES, Document, decoded, parse_yaml, read_yaml

STANDARD_INPUT = Path("standard input")
# What a profile may keep: who one is and how one is reached. Nothing sensitive, and nothing of one request.
KEPT = ("full_name", "mailing_or_reply_address", "phone", "email", "organization")


def read_answers(path: Path) -> dict[str, str]:
    """An answers file: field ids with texts, or lists of lines; raises FileMistakes and FileTrouble."""
    return _answers(read_yaml(path))


def read_bytes(content: bytes) -> dict[str, str]:
    """The same, as it came on standard input; raises FileMistakes."""
    if len(content) > MOST_BYTES:
        raise FileMistakes(STANDARD_INPUT, [f"it is larger than {MOST_BYTES // 1_000_000} MB"])
    return _answers(parse_yaml(decoded(content, STANDARD_INPUT), STANDARD_INPUT))


def _answers(document: Document) -> dict[str, str]:
    path = document.path
    if document.data is None:
        return {}
    # The answers themselves are never repeated in an error.
    if not isinstance(document.data, dict):
        raise FileMistakes(path, ["line 1: write one `field: answer` a line, with a colon"])
    odd = [name for name, value in document.data.items() if not _is_answer(value)]
    if odd:
        raise FileMistakes(path, [f"line {document.line((n,))}: {n}: write a text, or a list of lines" for n in odd])
    given: dict[str, str | list[str]] = document.data
    return {name: "\n".join(value) if isinstance(value, list) else value for name, value in given.items()}


def _is_answer(value: object) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(line, str) for line in value))


def profiles(home: Path) -> list[str]:
    """The names of all kept profiles."""
    return names(home, "profile")


def names(home: Path, kind: str) -> list[str]:
    """The names of all that is kept of a kind: profile or mapping."""
    with tracker.keeping(home) as kept:
        return [Path(name).stem for name in kept.names() if name.startswith(f"{kind}s/")]


def read_profile(home: Path, name: str) -> dict[str, str]:
    """What a profile keeps; raises FileTrouble when there is none of that name."""
    return read_kept(home, "profile", name)


def read_kept(home: Path, kind: str, name: str) -> dict[str, str]:
    """What a profile or a mapping keeps; raises FileTrouble where there is none of that name, and FileMistakes."""
    place = _place(kind, name)
    with tracker.keeping(home) as kept:
        content = kept.read(place)
    if content is None:
        raise FileTrouble(f"There is no file {home / place}.")
    return _answers(parse_yaml(decoded(content, home / place), home / place))


def keep_profile(workspace: Workspace, name: str, given: Mapping[str, str]) -> dict[str, str]:
    """Adds answers to a profile (an empty one takes an answer out) and keeps it, readable by its owner only.

    Raises WrongInput for a field that a profile does not keep, or an answer that is malformed.
    """
    kept = read_profile(workspace.home, name) if name in profiles(workspace.home) else {}
    wrong = [f"{field}: a profile keeps only {', '.join(KEPT)}." for field in given if field not in KEPT]
    for field in given:
        try:
            if field in KEPT and given[field].strip():
                kept[field] = read_answer(workspace.catalogue.fields[field], given[field]).text
        except ValueError as error:
            wrong += [f"{field}: {problem}" for problem in str(error).splitlines()]
    if wrong:
        raise WrongInput("\n".join(wrong))
    kept = {field: text for field, text in kept.items() if given.get(field, text).strip()}
    keep(workspace.home, "profile", name, kept)
    return kept


def keep(home: Path, kind: str, name: str, said: Mapping[str, str]) -> None:
    """Keeps texts by name as a profile or mapping, readable by its owner only; raises FileTrouble and WrongInput."""
    content = yaml.safe_dump(dict(said), allow_unicode=True, sort_keys=False).encode()
    with tracker.keeping(home, to_write=True) as kept:
        kept.write(_place(kind, name), content)


def forget_profile(home: Path, name: str) -> None:
    """Removes a profile; raises FileTrouble when there is none of that name."""
    read_profile(home, name)
    with tracker.keeping(home, to_write=True) as kept:
        kept.remove(_place("profile", name))


def _place(kind: str, name: str) -> str:
    """Where a profile or mapping of that name is kept; raises WrongInput for what is no name."""
    place = f"{kind}s/{name}.yaml"
    if not is_name(place):
        raise WrongInput(f"A {kind}'s name is letters, digits, - and _.")
    return place
