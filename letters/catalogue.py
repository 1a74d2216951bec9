"""The request types: one file each in `templates/requests/`, with what they share beside them.

A file of the same name in the user's own template folder stands in for the shipped one; a new name adds a type.
"""

import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from letters.characters import unaccented
from letters.errors import FileMistakes, WrongInput
from letters.request_types import Companion, FieldDef, RequestType, Signer, Situation, Text
from letters.steps import FACTS, Reply, Step
from letters.yaml_files import Document, checked, parse_yaml, read_text, read_yaml

FRONT_MATTER = re.compile(r"---\n(.*?\n)---\n", re.DOTALL)

SHORT_WORD, SENTENCE = 3, 4
# Whoever asks is named by the first, if need be, and reached by the second, in every type.
ALWAYS_ASKED = ("full_name", "mailing_or_reply_address")
# Letters about oneself: signed by the data subject, unless the type names others.
OWN = frozenset({"data_subject", "nonpublic_subject", "correction", "health_record", "consent"})
# A participant of Safe at Home gives the designated address in place of another (Minn. R. 8290.0400).
DESIGNATED = {"mailing_or_reply_address": "safe_at_home_address"}


@dataclass(frozen=True)
class Template:
    """The text of a template and the file it came from, whose line numbers it keeps."""

    text: str
    path: Path


@dataclass(frozen=True)
class Catalogue:
    """Request types by id, their questions, signers, situations and shared texts, and every template by its name."""

    types: Mapping[str, RequestType]
    fields: Mapping[str, FieldDef]
    texts: Mapping[str, Text]
    signers: Mapping[str, Signer]
    situations: Mapping[str, Situation]
    steps: Mapping[str, Step]
    replies: Mapping[str, Reply]
    companions: Mapping[str, Companion]
    log_words: Mapping[str, str]
    templates: Mapping[str, Template]

    def type(self, type_id: str) -> RequestType:
        """The request type of that id; raises WrongInput with the nearest ids."""
        if found := self.types.get(type_id):
            return found
        near = difflib.get_close_matches(type_id, self.types, n=3, cutoff=0.4)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise WrongInput(f"There is no request type {type_id!r}.{hint} `letters types` lists them all.")

    def search(self, query: str, say: Callable[[str], str] = str) -> list[RequestType]:
        """The types that hold every word of the query; where none does, and after them for a sentence, those that hold
        half of its longer words or more, the best first. `say` gives titles and summaries in its language too.
        """
        words = unaccented(query).split()
        told = {
            name: unaccented(" ".join((name, *said, *map(say, said), found.also_found_by)))
            for name, found in self.types.items()
            for said in [(found.title, found.summary)]
        }
        exact = [name for name, text in told.items() if all(_holds(text, word) for word in words)]
        if exact and len(words) < SENTENCE:
            return [self.types[name] for name in exact]
        # A sentence has words that no title has: what is left of "who looked up my plates" is "look" and "plate".
        stems = [re.sub(r"(ing|ed|e?s)$", "", word) for word in re.findall(r"\w{4,}", " ".join(words))]
        hits = {name: sum(stem in text for stem in stems) for name, text in told.items()}
        near = [name for name in sorted(hits, key=lambda name: -hits[name]) if hits[name] >= max(1, len(stems) / 2)]
        return [self.types[name] for name in dict.fromkeys((*exact, *near))]


def _holds(text: str, word: str) -> bool:
    """Whether a text has a word, or one that it is a part of: not a short one such as ICE, which is in "notice"."""
    return word in text if len(word) > SHORT_WORD else re.search(rf"\b{re.escape(word)}\b", text) is not None


def load(folders: Sequence[Path]) -> Catalogue:
    """The catalogue from these template folders, of which the first wins; raises FileMistakes."""
    shared = Catalogue(
        types={},
        fields=_shared(FieldDef, "fields.yaml", folders, add_id=True),
        texts=_shared(Text, "texts.yaml", folders),
        signers=_shared(Signer, "signers.yaml", folders, add_id=True),
        situations=_shared(Situation, "situations.yaml", folders),
        steps={},
        replies=_shared(Reply, "replies.yaml", folders),
        companions={},
        log_words=_shared(str, "log.yaml", folders, rows_of=str),
        templates={},
    )
    types: dict[str, RequestType] = {}
    steps: dict[str, Step] = {}
    companions: dict[str, Companion] = {}
    templates: dict[str, Template] = {}
    for name, path in _files(folders).items():
        text = read_text(path)
        if name.startswith("requests/"):
            found, text = _request_type(path, text, shared)
            types[found.id] = found
        elif name.startswith("steps/"):
            step, text = _step(path, text, shared)
            steps[step.id] = step
        elif name.startswith("companions/"):
            document, front, text = _front_matter(path, text)
            companions[path.stem] = checked(Companion, document, front)
        templates[name] = Template(text, path)
    _check_signers(shared, folders)
    sorted_types = dict(sorted(types.items()))
    return replace(shared, types=sorted_types, steps=steps, companions=companions, templates=templates)


def _check_signers(shared: Catalogue, folders: Sequence[Path]) -> None:
    """Raises FileMistakes for a field or text that a signer names and that is not there."""
    mistakes = []
    for signer in shared.signers.values():
        named = {signer.subject, *signer.gates, *signer.required, *signer.optional, *signer.without}
        mistakes += [
            f"{signer.id}: there is no field {name} in fields.yaml" for name in sorted(named - set(shared.fields))
        ]
        if signer.identity and signer.identity not in shared.texts:
            mistakes.append(f"{signer.id}: there is no text {signer.identity} in texts.yaml")
        if set(signer.words) != {"I", "me", "my"}:
            mistakes.append(f"{signer.id}: words gives I, me and my")
    if mistakes:
        path = next(folder / "signers.yaml" for folder in folders if (folder / "signers.yaml").exists())
        raise FileMistakes(path, mistakes)


def _files(folders: Sequence[Path]) -> dict[str, Path]:
    """Template name to file, over all folders."""
    files: dict[str, Path] = {}
    for folder in reversed(folders):
        for path in sorted([*folder.glob("*.html"), *folder.glob("*.css"), *folder.glob("*/*.html")]):
            if not path.name.startswith("."):  # an editor's own file
                files[path.relative_to(folder).as_posix()] = path
    return files


def _shared(
    as_type: Any, name: str, folders: Sequence[Path], *, add_id: bool = False, rows_of: Any = dict[str, Any]
) -> dict[str, Any]:
    """The entries of a shared YAML file by id, over all folders."""
    entries: dict[str, Any] = {}
    for folder in reversed(folders):
        path = folder / name
        if not path.exists():
            continue
        document = read_yaml(path)
        rows = checked(dict[str, rows_of], document)
        if add_id:
            rows = {key: {"id": key, **row} for key, row in rows.items()}
        entries |= checked(dict[str, as_type], document, rows)
    return entries


def _front_matter(path: Path, text: str) -> tuple[Document, dict[str, Any], str]:
    """The front matter of a template, its values with the id, and the template, blank where the front matter stood."""
    match = FRONT_MATTER.match(text)
    if not match:
        raise FileMistakes(path, ["line 1: such a file begins with a line ---, its front matter, and a line ---"])
    document = parse_yaml(match[1], path, first_line=2)
    front = checked(dict[str, Any], document)
    if "id" in front:
        raise FileMistakes(path, [f"line {document.line(('id',))}: id: the name of the file is the id"])
    return document, {**front, "id": path.stem}, "\n" * match[0].count("\n") + text[match.end() :]


def _request_type(path: Path, text: str, shared: Catalogue) -> tuple[RequestType, str]:
    """The type that a file describes, and its template."""
    document, front, body = _front_matter(path, text)
    found = checked(RequestType, document, front)
    if mistakes := list(_mismatches(found, document, shared)):
        raise FileMistakes(path, mistakes)
    return _with_fields(found, shared), body


def _step(path: Path, text: str, shared: Catalogue) -> tuple[Step, str]:
    """The next letter that a file describes, and its template."""
    document, front, body = _front_matter(path, text)
    found = checked(Step, document, front)
    mistakes = [
        f"line {document.line(('required',))}: there is no field {name} in fields.yaml"
        for name in (*found.required, *found.optional)
        if name not in shared.fields
    ]
    unknown = {fact for wanted in found.when for fact in wanted} | set(found.never)
    mistakes += [f"line {document.line(('when',))}: there is no fact {fact}" for fact in sorted(unknown - set(FACTS))]
    if mistakes:
        raise FileMistakes(path, mistakes)
    return found, body


def _with_fields(found: RequestType, shared: Catalogue) -> RequestType:
    """The type with its questions looked up, as it asks them: what needs a yes comes first."""
    designated = next(iter(DESIGNATED.values()))
    grouped = [field_id for group in found.one_of for field_id in group]
    own = [*found.gates, *ALWAYS_ASKED, *grouped, *found.required, *found.optional]
    asked = [field_id for field_id in dict.fromkeys(own) if field_id in {*found.required, *grouped, *found.optional}]
    questions = [_as_asked(found, shared.fields[field_id]) for field_id in asked]
    if found.federal:
        return found.model_copy(update={"fields": tuple(questions)})
    if designated not in asked and not found.fill_from:
        questions.append(
            shared.fields[designated].model_copy(update={"in_table": False, "never_by_default": True}),
        )
    changes: dict[str, Any] = {"fields": tuple(questions), "fill_from": found.fill_from or DESIGNATED}
    if not found.signers and found.capacity in OWN:
        changes["signers"] = ("self",)
    return found.model_copy(update=changes)


def _as_asked(found: RequestType, field: FieldDef) -> FieldDef:
    """A field as this type asks it: with fewer choices, or kept nowhere."""
    changes: dict[str, Any] = {}
    if field.id in found.choices_here:
        changes["choices"] = found.choices_here[field.id]
    if field.id in DESIGNATED.values() and found.capacity != "notice":
        changes["in_table"] = False  # the address is at the head; a row of its own would mark a participant
    if field.id in found.certified:
        changes["in_table"] = False
    if found.federal:
        changes |= {"help": field.federal_help or field.help, "example": field.federal_example or field.example}
    if field.id in found.sensitive_here:
        changes["sensitivity"] = "sensitive"
    return field.model_copy(update=changes) if changes else field


def _mismatches(found: RequestType, document: Document, shared: Catalogue) -> Iterator[str]:
    """What a single value cannot tell: unknown ids, a field in two lists, the ones that every type asks."""
    named = [("required", found.required), ("optional", found.optional), *(("one_of", g) for g in found.one_of)]
    seen: set[str] = set()
    for key, names in named:
        line = document.line((key,))
        for name in names:
            if name not in shared.fields:
                yield f"line {line}: {key}: there is no field {name} in fields.yaml"
            elif shared.fields[name].sensitivity == "forbidden" and not found.federal:
                yield f"line {line}: {key}: {name} is asked in no letter to a Minnesota body"
            if name in seen:
                yield f"line {line}: {key}: {name} stands in two lists"
            seen.add(name)
    for name in ALWAYS_ASKED:
        if name not in seen:
            yield f"line {document.line(('required',))}: required: every type takes {name}"
    for key, names in _about_fields(found).items():
        for name in sorted(set(names) - seen):
            yield f"line {document.line((key,))}: {key}: the type does not ask for {name}"
    yield from _unknown(found, document, shared)
    yield from _unanswered(found, document, shared.texts)


def _about_fields(found: RequestType) -> dict[str, tuple[str, ...]]:
    """The keys that say something of a field which the type must ask for, and those fields."""
    return {
        "gates": found.gates,
        "fill_from": (*found.fill_from, *found.fill_from.values()),
        "choices_here": tuple(found.choices_here),
        "sensitive_here": found.sensitive_here,
        "certified": found.certified,
        "required_by_holder": tuple(name for names in found.required_by_holder.values() for name in names),
    }


def _unknown(found: RequestType, document: Document, shared: Catalogue) -> Iterator[str]:
    """Names of situations, signers and texts that are not there, and gates that could not be kept."""
    for name in found.gates:
        if name in shared.fields and (shared.fields[name].type != "yes_no" or name not in found.required):
            yield f"line {document.line(('gates',))}: gates: {name} must be a required yes_no field"
    if found.situation not in shared.situations:
        yield f"line {document.line(('situation',))}: there is no situation {found.situation} in situations.yaml"
    for number, also in enumerate(found.also):
        if also.agency is None and also.type in (None, found.id):
            yield f"line {document.line(('also', number))}: also: name another agency or another type"
    for signer in found.signers:
        if signer not in shared.signers:
            yield f"line {document.line(('signers',))}: there is no signer {signer} in signers.yaml"
    # Proof can be told in a sentence of the type's own, which has spaces; an id has none.
    if found.identity not in shared.texts and " " not in found.identity:
        yield f"line {document.line(('identity',))}: there is no text {found.identity} in texts.yaml"


def _unanswered(found: RequestType, document: Document, texts: Mapping[str, Text]) -> Iterator[str]:
    for number, denial in enumerate(found.denials):
        line = document.line(("denials", number))
        if (denial.answer is None) == (denial.say is None):
            yield f"line {line}: a denial has an answer (the id of a text) or a sentence in say, not both"
        if denial.answer and denial.answer not in texts:
            yield f"line {line}: there is no text {denial.answer} in texts.yaml"
        elif denial.answer and texts[denial.answer].audience != "letter":
            yield f"line {line}: {denial.answer} is for the person, and cannot stand in a letter"
