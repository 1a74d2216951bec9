"""The bodies that can be asked: `agencies.yaml`, the jurisdictions known by name only, and the user's own entries."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from pydantic import Field

from letters.characters import unaccented
from letters.errors import FileMistakes, WrongInput
from letters.models import Agency, Noun
from letters.yaml_files import Document, checked, read_text, read_yaml

# Towns of these counties are subject to chapter 13; other towns are not (Data Practices Office, slides for the public).
METROPOLITAN = frozenset({"Anoka", "Carver", "Dakota", "Hennepin", "Ramsey", "Scott", "Washington"})

NOT_SUBJECT = {
    "township": (
        "The Data Practices Act does not reach townships outside Anoka, Carver, Dakota, Hennepin, Ramsey, Scott and "
        "Washington counties."
    ),
    "tribal": "The Data Practices Act does not reach tribal governments.",
    "unorganized-territory": "Unorganized territory has no government of its own: write to the county.",
}


class AgencyFile(Noun):
    """`agencies.yaml`, the shipped one or a user's own."""

    checked: date | None = Field(None, description="The day on which the facts were last gone through")
    agencies: tuple[Agency, ...]


class _OwnFile(Noun):
    """A user's file before its entries are merged with the shipped ones."""

    checked: date | None = None
    agencies: tuple[dict[str, Any], ...]


MOST_WORDS = 12
_LEAST_LIKENESS = 78
_WORD = re.compile(r"[a-z0-9]+")
_SAME = {
    "st": "saint",
    "ste": "sainte",
    "mt": "mount",
    "ft": "fort",
    "dept": "department",
    "pd": "police",
    "co": "county",
    "town": "township",
}
_FILLERS = frozenset({"of", "the", "and", "s"})


class Registry:
    """All known bodies, by id and by name."""

    def __init__(self, agencies: Iterable[Agency], checked_on: date | None = None) -> None:
        self.checked_on = checked_on
        self.agencies: Mapping[str, Agency] = {agency.id: agency for agency in agencies}

    def known(self, agency_id: str) -> Agency | None:
        """The body of an id of the log, which may be a former one; None where there is none any more."""
        return self.agencies.get(agency_id) or self._formerly.get(agency_id)

    def get(self, name: str) -> Agency:
        """The body of that id, former id, or exact name; raises WrongInput with the nearest ones."""
        if found := self.agencies.get(name):
            return found
        if len(exact := self._by_name.get(" ".join(_words(name)), [])) == 1:
            return self.agencies[exact[0]]
        near = self.search(name, limit=3) or self._alike(name)
        hint = "".join(f"\n  {agency.id}: {agency.name}" for agency in near)
        raise WrongInput(
            f"There is no agency {name!r}."
            + (f" The nearest:{hint}" if near else " `letters agencies WORDS` searches for one.")
        )

    def search(self, query: str, limit: int | None = None) -> list[Agency]:
        """Bodies whose names hold every word of the query, or something much like it; the best first."""
        wanted = _words(query)[:MOST_WORDS]
        if not wanted:
            return []
        like = [self._like(word) for word in wanted]
        scored: list[tuple[float, float, int, str]] = []
        for order, (agency_id, names) in enumerate(self._names.items()):
            best = max(((_score(like, name), _closeness(wanted, name)) for name in names), default=(0.0, 0.0))
            if best[0] > 0:
                scored.append((-best[0], -best[1], order, agency_id))
        return [self.agencies[agency_id] for *_, agency_id in sorted(scored)[:limit]]

    def _alike(self, name: str) -> list[Agency]:
        """The bodies whose id looks most like this, for one that was mistyped."""
        from rapidfuzz import fuzz, process

        near = process.extract(name.casefold(), list(self.agencies), scorer=fuzz.ratio, limit=3, score_cutoff=60)
        return [self.agencies[agency_id] for agency_id, _, _ in near]

    def department(self, agency: Agency) -> Agency:
        """The body to which letters for this one go: itself, or the one it routes to."""
        return self.agencies[agency.route_to] if agency.route_to else agency

    def whole(self, agency: Agency) -> Agency | None:
        """The body that letters for this one go to, or that it is a part of; None if it stands alone."""
        found = agency.route_to or agency.parent
        return self.agencies[found] if found else None

    def holders(self, agency: Agency, holders: Iterable[str]) -> frozenset[str]:
        """Which of a type's holders (ids or kinds) this body answers for: a department answers for its divisions."""
        mine = {agency.id, agency.kind}
        if agency.kind == "federal":  # each component of a federal department is asked by itself
            return frozenset(mine.intersection(holders))
        return frozenset(holder for holder in holders if holder in mine or agency.id in self._above(holder))

    def _above(self, agency_id: str) -> set[str]:
        above: set[str] = set()
        found = self.agencies.get(agency_id)
        while found and found.parent and found.parent not in above:
            above.add(found.parent)
            found = self.agencies.get(found.parent)
        return above

    @cached_property
    def _names(self) -> dict[str, list[tuple[str, ...]]]:
        """Every name of every body, as words."""
        return {
            agency.id: [tuple(words) for text in _texts(agency) if (words := _words(text))]
            for agency in self.agencies.values()
        }

    @cached_property
    def _formerly(self) -> dict[str, Agency]:
        return {former: agency for agency in self.agencies.values() for former in agency.former_ids}

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for agency in self.agencies.values():
            for text in {" ".join(_words(text)) for text in (agency.name, *agency.aka, *agency.former_ids)}:
                found.setdefault(text, []).append(agency.id)
        return found

    @cached_property
    def _vocabulary(self) -> list[str]:
        return sorted({word for names in self._names.values() for name in names for word in name})

    def _like(self, word: str) -> dict[str, float]:
        """The words in use that are like this one, or begin with it, and how much (0 to 1)."""
        from rapidfuzz import fuzz, process

        matches = process.extract(word, self._vocabulary, scorer=fuzz.ratio, limit=None, score_cutoff=_LEAST_LIKENESS)
        like = {found: score / 100 for found, score, _ in matches}
        if len(word) >= 3:
            like |= {found: max(0.9, like.get(found, 0)) for found in self._vocabulary if found.startswith(word)}
        return like | ({word: 1.0} if word in like else {})


def load(shipped: Path, jurisdictions: Path, own: Path) -> Registry:
    """The shipped entries, the jurisdictions known by name, and the user's own file, which adds and overrides.

    What was shipped is read once in a program. Raises FileMistakes with the line of each mistake.
    """
    known = _shipped(shipped, jurisdictions)
    if not own.exists():
        return known
    return Registry((*known.agencies.values(), *_own(read_yaml(own), known.agencies)), known.checked_on)


@lru_cache(maxsize=1)
def _shipped(path: Path, jurisdictions: Path) -> Registry:
    file = checked(AgencyFile, read_yaml(path))
    agencies = {agency.id: agency for agency in file.agencies}
    for agency in _jurisdictions(jurisdictions):
        agencies.setdefault(agency.id, agency)
    return Registry(agencies.values(), file.checked)


def schema() -> dict[str, Any]:
    """The JSON Schema of `agencies.yaml`, by which an editor completes it."""
    return AgencyFile.model_json_schema()


def _jurisdictions(path: Path) -> list[Agency]:
    """The rows of the compact list; its columns are id, name, kind, county, official_id, website."""
    return [
        Agency(
            id=row["id"],
            name=row["name"],
            kind="other" if row["kind"] in ("tribal", "unorganized-territory") else row["kind"],
            county=row["county"] or None,
            trust="name-only",
            not_subject=_why_not(row["kind"], row["county"]),
            official_ids=dict([row["official_id"].split(":", 1)]) if row["official_id"] else {},
            website=row["website"] or None,
        )
        for row in csv.DictReader(read_text(path).splitlines())
    ]


def _why_not(kind: str, county: str) -> str | None:
    if kind == "township" and not METROPOLITAN.isdisjoint(re.split(r", | and ", county)):
        return None
    return NOT_SUBJECT.get(kind)


def _own(document: Document, shipped: Mapping[str, Agency]) -> Iterable[Agency]:
    """The user's entries. One with a known id changes what it names and keeps the rest; an address is taken as sure."""
    merged: list[dict[str, Any]] = []
    if document.data is None:  # nothing but comments
        return ()
    for entry in checked(_OwnFile, document).agencies:
        known = shipped.get(str(entry.get("id")))
        base = known.model_dump(mode="json", exclude_defaults=True) if known else {}
        if "address" in entry:
            base |= {"trust": "main-office", "stale": False}
            base.pop("route_to", None)
        merged.append({**base, **entry})
    agencies = checked(AgencyFile, document, {"agencies": merged}).agencies
    if mistakes := list(_own_mistakes(document, agencies, shipped)):
        raise FileMistakes(document.path, mistakes)
    return agencies


def _own_mistakes(document: Document, agencies: tuple[Agency, ...], shipped: Mapping[str, Agency]) -> Iterator[str]:
    """What one entry cannot tell: an id twice, a body that is not there, a route that leads on to another."""
    every = {**shipped, **{agency.id: agency for agency in agencies}}
    seen: set[str] = set()
    for number, agency in enumerate(agencies):
        if agency.id in seen:
            yield f"line {document.line(('agencies', number))}: {agency.id} stands twice"
        seen.add(agency.id)
        for key, target in (("parent", agency.parent), ("route_to", agency.route_to)):
            line = document.line(("agencies", number, key))
            if target and target not in every:
                yield f"line {line}: {key}: there is no agency {target}"
            elif key == "route_to" and target and every[target].route_to:
                yield f"line {line}: route_to: {target} routes on to {every[target].route_to}: name that one"


def _texts(agency: Agency) -> tuple[str, ...]:
    """What a body is called: its name with its county, its other names, its ids."""
    where = f" {agency.county}" if agency.county else ""
    where += " tribe tribal government" if agency.not_subject == NOT_SUBJECT["tribal"] else ""
    return (agency.name + where, *agency.aka, agency.id, *agency.former_ids)


def _words(text: str) -> list[str]:
    """A name as plain words: no accents, no possessives, 'St.' as 'Saint'."""
    plain = unaccented(text.casefold().replace("'s", "").replace("\u2019s", ""))
    return [_SAME.get(word, word) for word in _WORD.findall(plain) if word not in _FILLERS]


def _score(like: list[dict[str, float]], name: tuple[str, ...]) -> float:
    """How well a name answers the query: the mean over its words, or 0 when one of them is not there at all."""
    scores = [max((found.get(word, 0.0) for word in name), default=0.0) for found in like]
    return sum(scores) / len(scores) if all(scores) else 0.0


def _closeness(wanted: list[str], name: tuple[str, ...]) -> float:
    """How much of a name the query covers, so that 'Hennepin County' comes before its sheriff's office."""
    from rapidfuzz import fuzz

    return fuzz.ratio(" ".join(wanted), " ".join(name))
