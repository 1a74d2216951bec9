"""All that is tracked, to a file and back: JSON with a version number."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError, field_validator, model_validator

from letters import files, tracker
from letters.answers import parse_day, read_answer
from letters.errors import FileMistakes, WrongInput
from letters.events import Event, EventKind, Request, kept
from letters.models import Noun, Prose
from letters.workflow.workspace import Workspace
from letters.yaml_files import read_text

VERSION = 1

Uid = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
# A file may come from anywhere: texts as they could have been typed, days that can be counted from.
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2100, 12, 31))]
Text = Annotated[Prose, Field(max_length=10_000)]
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,60}$")]


class _Attached(Noun):
    name: Text = ""  # of older files; it is not entered
    what: Text = ""
    media: Literal["application/pdf", "image/jpeg", "image/png", "message/rfc822"]
    size: Annotated[str, Field(pattern=r"^\d{1,12}$")]
    pages: Annotated[str, Field(pattern=r"^\d{1,6}$")] = ""
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Event(Noun):
    uid: Uid
    event: EventKind
    on: Day
    recorded: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT[\d:]{8}\+00:00$")]
    detail: dict[Name, Text]
    undoes: Uid | None = None

    @field_validator("detail")
    @classmethod
    def _until_is_a_day(cls, detail: dict[str, str]) -> dict[str, str]:
        if "until" in detail and parse_day(detail["until"]).isoformat() != detail["until"]:
            raise ValueError("until: write it like 2026-01-31")
        return detail

    @field_validator("recorded")
    @classmethod
    def _recorded_is_a_time(cls, recorded: str) -> str:
        datetime.fromisoformat(recorded)
        return recorded

    @model_validator(mode="after")
    def _attached_is_told_whole(self) -> "_Event":
        if self.event == "attached":
            TypeAdapter(_Attached).validate_python(self.detail)
        return self


class _Request(Noun):
    uid: Uid
    reference: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,20}$")]
    agency: Text
    type: Text
    capacity: Text
    clock: Text
    dated: Day
    campaign: Text
    answers: dict[Name, Text]
    events: tuple[_Event, ...]


class _File(Noun):
    letters: Literal[1]
    requests: tuple[_Request, ...]


def export(workspace: Workspace, path: Path) -> int:
    """Writes all requests to a file, whole; says how many. Raises FileTrouble."""
    content, count = exported(workspace)
    files.write_whole(path, content)
    return count


def exported(workspace: Workspace) -> tuple[bytes, int]:
    """All requests as the content of such a file, and how many they are."""
    with tracker.reading(workspace.home) as store:
        requests = store.all()
    file = _File(letters=VERSION, requests=tuple(_written(request) for request in requests))
    return (file.model_dump_json(indent=1) + "\n").encode(), len(requests)


def read(workspace: Workspace, path: Path) -> tuple[int, int]:
    """Enters what a file holds and the store does not; says how many requests and events were new.

    Raises FileTrouble, FileMistakes (it is not such a file) and WrongInput (a reference that stands for two requests);
    then nothing was entered.
    """
    return take_in(workspace, read_text(path, most_bytes=files.MOST_EXPORT_BYTES), path)


def take_in(workspace: Workspace, text: str, path: Path) -> tuple[int, int]:
    """The same with the text of a file; `path` is what a message calls it."""
    checked = _checked(text, path)
    answers = _answers(workspace, path, checked)
    requests = [_request(each, read) for each, read in zip(checked.requests, answers, strict=True)]
    new_requests = new_events = 0
    with tracker.writing(workspace.home) as store:
        for request in requests:
            if store.find(request.reference) is None:
                store.add(request)
                new_requests += 1
                new_events += len(request.events)
            else:
                store.add(Request(**{**request.__dict__, "events": ()}))
                new_events += store.append(request.reference, request.events)
    return new_requests, new_events


def require_sound(path: Path, requests: Iterable[Request]) -> None:
    """Raises FileMistakes for requests of a file that could not have been entered here."""
    try:
        for request in requests:
            _written(request)
    except ValidationError as error:
        raise _mistakes(path, error) from None


def _checked(text: str, path: Path) -> _File:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):  # ValueError: a number of thousands of digits, too
        raise FileMistakes(path, ["this is not JSON: it is no file that `letters export` made"]) from None
    if isinstance(data, dict) and isinstance(data.get("letters"), int) and data["letters"] > VERSION:
        raise WrongInput(f"{path} was made by a newer version of Letters: install that one to import it.")
    try:
        return TypeAdapter(_File).validate_python(data)
    except ValidationError as error:
        raise _mistakes(path, error) from None


def _mistakes(path: Path, error: ValidationError) -> FileMistakes:
    places = [(".".join(map(str, detail["loc"])), detail["msg"]) for detail in error.errors(include_url=False)]
    return FileMistakes(path, [f"{place or 'the file'}: {message}" for place, message in places])


def _answers(workspace: Workspace, path: Path, file: _File) -> list[dict[str, str]]:
    """The answers to each request, as if they were given now; those to questions that are not known stay texts.

    Raises FileMistakes.
    """
    found: list[dict[str, str]] = []
    mistakes: list[str] = []
    for number, request in enumerate(file.requests):
        found.append(dict(request.answers))
        for name, text in request.answers.items():
            try:
                if name in workspace.catalogue.fields:
                    found[-1][name] = read_answer(workspace.catalogue.fields[name], text).text
            except ValueError as error:
                mistakes += [f"requests.{number}.answers.{name}: {problem}" for problem in str(error).splitlines()]
    if mistakes:
        raise FileMistakes(path, mistakes)
    return found


def _written(request: Request) -> _Request:
    return _Request(
        uid=request.uid,
        reference=request.reference,
        agency=request.agency,
        type=request.request_type,
        capacity=request.capacity,
        clock=request.clock,
        dated=request.dated,
        campaign=request.campaign,
        answers=dict(request.answers),
        events=tuple(
            _Event(uid=e.uid, event=e.kind, on=e.on, recorded=e.recorded, detail=dict(e.detail), undoes=e.undoes)
            for e in request.events
        ),
    )


def _request(row: _Request, answers: dict[str, str]) -> Request:
    events = tuple(Event(e.uid, e.event, e.on, e.recorded, kept(e.event, e.detail), e.undoes) for e in row.events)
    return Request(
        uid=row.uid,
        reference=row.reference,
        agency=row.agency,
        request_type=row.type,
        capacity=row.capacity,
        clock=row.clock,
        dated=row.dated,
        campaign=row.campaign,
        answers=answers,
        events=events,
    )
