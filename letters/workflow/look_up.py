"""Finding a body to ask and a type of request, and telling all that is known of them, as plain values."""

from collections.abc import Callable
from typing import Any

from letters import signing
from letters.models import Agency
from letters.request_types import FieldDef, RequestType
from letters.workflow import address, entries
from letters.workflow.workspace import Workspace

TRUST = {
    "request-contact": "The contact for data requests was read at the source.",
    "main-office": "An official main address: write to the Responsible Authority there.",
    "main-office-unconfirmed": "A main address that was not confirmed: check it before you mail anything.",
    "route": "Letters go to the body that it is a part of, and name this office.",
    "name-only": "No address is known: look it up before you write.",
}


# The three headings of the list of types, by capacity.
GROUPS = ("own", "act", "public")


def find_agencies(workspace: Workspace, query: str | None = None, kind: str | None = None) -> list[dict[str, Any]]:
    """Bodies that answer the query, the best first; without one, all of them."""
    registry = workspace.registry
    found = registry.search(query) if query else list(registry.agencies.values())
    return [_agency(workspace, agency) for agency in found if kind in (None, agency.kind)]


def find_holders(workspace: Workspace, type_id: str, query: str | None = None, most: int = 20) -> list[dict[str, Any]]:
    """Bodies to which such a letter can go, those that are known to hold such data first; `fits` says which do,
    `page` where the body's own page is, `checked` the newest day of the sources of what is known.

    Without a query, the bodies that the type names, and a few of each kind that it names. Raises WrongInput.
    """
    registry, kind = workspace.registry, workspace.catalogue.type(type_id)
    if query:
        found = [body for body in registry.search(query) if _can_answer(workspace, body, kind)]
    else:
        named = [registry.agencies[name] for name in kind.holders if name in registry.agencies]
        of_kind = [b for b in registry.agencies.values() if b.kind in kind.holders and b.trust == "request-contact"]
        every = {body.id: body for body in (*named, *of_kind)}
        found = [body for body in every.values() if _can_answer(workspace, body, kind)]
    rows = [
        _agency(workspace, body)
        | {"fits": bool(registry.holders(body, kind.holders))}
        | {"page": known.page, "checked": known.checked}
        for body in found
        for known in [address.of_body(workspace, body.id)]
    ]
    return sorted(rows, key=lambda row: not row["fits"])[:most]


def _can_answer(workspace: Workspace, agency: Agency, kind: RequestType) -> bool:
    """Whether the law of the type reaches the body; a federal letter goes only where its type says."""
    if kind.federal:
        return agency.id in kind.holders
    return not (agency.not_subject or workspace.registry.department(agency).not_subject)


def show_agency(workspace: Workspace, name: str) -> dict[str, Any]:
    """All that is known of one body; raises WrongInput with the nearest names."""
    return _agency(workspace, workspace.registry.get(name))


def _agency(workspace: Workspace, agency: Agency) -> dict[str, Any]:
    registry = workspace.registry
    department = registry.department(agency)
    address = department.address
    shown = agency.model_dump(mode="json", exclude_defaults=True)
    return {
        "id": agency.id,
        "name": agency.name,
        "kind": agency.kind,
        "calendar": agency.calendar,
        "chapter_13": "not-subject" if agency.not_subject else "subject",
        "trust": agency.trust,
        "trust_means": TRUST[agency.trust],
        "stale": agency.stale or department.stale,
        "writes_to": department.id,
        "address_lines": [line for line in (address.building, address.street, address.last_line) if line]
        if address
        else [],
        **{
            key: value
            for key, value in shown.items()
            if key not in ("id", "name", "kind", "calendar", "trust", "stale")
        },
    }


def find_types(
    workspace: Workspace, query: str | None = None, agency: str | None = None, *, say: Callable[[str], str] = str
) -> list[dict[str, Any]]:
    """Request types that answer the query, in English or in the language of `say`, and that this agency may hold data
    for.
    """
    catalogue = workspace.catalogue
    found = catalogue.search(query, say) if query else list(catalogue.types.values())
    if agency:
        body = workspace.registry.get(agency)
        found = [kind for kind in found if workspace.registry.holders(body, kind.holders)]
    order = {name: number for number, name in enumerate(catalogue.situations)}
    place = {name: number for each in catalogue.situations.values() for number, name in enumerate(each.first)}
    # Three groups, and in each the situations in their own order and what most people want first; what is not offered
    # stays last.
    return [
        _type(workspace, kind)
        for kind in sorted(
            found,
            key=lambda kind: (
                kind.not_offered is not None,
                GROUPS.index(group(kind)),
                order[kind.situation],
                place.get(kind.id, len(place)),
            ),
        )
    ]


def offers(
    workspace: Workspace, query: str | None = None, situation: str | None = None, *, say: Callable[[str], str] = str
) -> list[dict[str, Any]]:
    """The types that are offered, with what a person weighs: `days` (number and unit, None where the law sets none),
    `fees`, `safety`.
    """
    rows = [row for row in find_types(workspace, query, say=say) if "not_offered" not in row]
    kinds = workspace.catalogue.types
    if query:  # the best match first
        best = [kind.id for kind in workspace.catalogue.search(query, say)]
        rows.sort(key=lambda row: best.index(row["id"]))
    return [
        row
        | {"days": _days(workspace, kinds[row["id"]]), "fees": kinds[row["id"]].fees, "safety": kinds[row["id"]].safety}
        for row in rows
        if situation in (None, row["situation"])
    ]


def _days(workspace: Workspace, kind: RequestType) -> tuple[int, str] | None:
    clock = workspace.law.clocks.get(entries.answer_clock(workspace, kind))
    return (clock.number, clock.unit) if clock and clock.number and clock.unit else None


def group(request_type: RequestType) -> str:
    """The heading under which a type is listed: whose data it asks for, or what else it does."""
    if request_type.capacity in ("data_subject", "nonpublic_subject", "health_record"):
        return "own"
    return "public" if request_type.capacity == "public" else "act"


def _type(workspace: Workspace, request_type: RequestType) -> dict[str, Any]:
    return {
        "id": request_type.id,
        "title": request_type.title,
        "summary": request_type.summary,
        "capacity": request_type.capacity,
        "group": group(request_type),
        "situation": request_type.situation,
        "situation_title": workspace.catalogue.situations[request_type.situation].title,
        "needs_name": request_type.needs_name,
        "holders": list(request_type.holders),
        "signers": list(request_type.signers),
        **({"not_offered": request_type.not_offered} if request_type.not_offered else {}),
    }


def show_type(workspace: Workspace, type_id: str, signer: str | None = None) -> dict[str, Any]:
    """All that is known of one type: what it asks of whom, on which law, with which answers; what may be refused.

    As that signer asks it, by default the usual one. Raises WrongInput.
    """
    shared = workspace.catalogue
    found = signing.tailored(
        shared.type(type_id), signer, signers=shared.signers, fields=shared.fields, holders=frozenset()
    )
    texts = workspace.catalogue.texts
    # What the signer must prove, and what this type asks for besides.
    own = shared.type(type_id).identity
    proofs = [found.identity] if own in texts else list(dict.fromkeys([found.identity, own]))

    def say(text: str) -> str:
        return workspace.stationery.sentence(text, workspace.today)

    return {
        **_type(workspace, found),
        "items": {holder: _items(workspace, found, holder) for holder in found.holders},
        "law": [
            {"cite": workspace.law.statutes[law].cite, "about": workspace.law.statutes[law].about} for law in found.law
        ],
        "fields": [_field(found, field) for field in found.fields],
        "fees": found.fees,
        "identity": " ".join(say(texts[each].say if each in texts else each) for each in proofs),
        "clocks": list(found.clocks),
        "safety": list(found.safety),
        "pitfalls": list(found.pitfalls),
        "who_may_sign": [_signer(workspace, name) for name in found.signers],
        "enclosures": list(found.enclosures),
        "also": [also.model_dump(exclude={"when"}) for also in found.also],
        "denials": [
            {
                **_ground(workspace, denial.law),
                "why": denial.why,
                "answer": say(texts[denial.answer].say if denial.answer else str(denial.say)),
            }
            for denial in found.denials
        ],
        "sources": [source.url for source in found.sources],
    }


def _field(found: RequestType, field: FieldDef) -> dict[str, Any]:
    """A question as this type asks it."""
    return {
        "id": field.id,
        "label": field.label,
        "type": field.type,
        **({"choices": list(field.choices)} if field.choices else {}),
        "required": field.id in found.required,
        "one_of": f"group-{group}" if (group := found.group_of(field.id)) else None,
        "sensitive": field.sensitivity == "sensitive",
        "required_for": [holder for holder, names in found.required_by_holder.items() if field.id in names],
        "must_be_yes": field.id in found.gates,
        "example": field.example,
        "help": field.help,
    }


def _signer(workspace: Workspace, name: str) -> dict[str, Any]:
    signer = workspace.catalogue.signers[name]
    fields = [*signer.gates, *signer.required, *signer.optional]
    return {"signer": name, "who": signer.title, "fields": fields, "advice": list(signer.advice)}


def _ground(workspace: Workspace, law: str | None) -> dict[str, Any]:
    """The law on which data may be refused, if the ground is one, and whether it was read."""
    if law is None:
        return {"law": None, "verified": True}
    statute = workspace.law.statutes[law]
    return {"law": statute.cite, "verified": statute.printable_on(workspace.today)}


def _items(workspace: Workspace, request_type: RequestType, holder: str) -> list[str]:
    """What is asked of one holder, as plain words."""
    body = workspace.registry.agencies.get(holder)
    asked = workspace.registry.holders(body, request_type.holders) if body else {holder}
    items = workspace.stationery.items(request_type, asked, (), workspace.today)
    return [item.striptags() for item in items]
