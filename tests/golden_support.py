"""The letters that are approved: one of each type and signer, and what differs by holder, by answers and by options."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from support import ANSWERS, CATALOGUE, body_for

FOLDER = Path(__file__).parent / "golden"


@dataclass(frozen=True)
class Case:
    """A letter: to whom, of what type, with what besides the fewest answers, and with what options."""

    agency: str
    request_type: str
    answers: dict[str, str] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    signer: str | None = None


# One of each type, by the usual signer, with the fewest answers; and one by each other signer.
CASES = {name: Case(body_for(name), name) for name in ANSWERS}
CASES |= {
    f"{name}-by-{signer}": Case(body_for(name), name, signer=signer)
    for name in ANSWERS
    for signer in CATALOGUE.types[name].signers[1:]
}
# What differs by holder, by answers, and by options.
CASES |= {
    "audit-trail-department": Case("mn-dps", "own-record-audit-trail"),
    "audit-trail-bca": Case("mn-dps-bca", "own-record-audit-trail", {"prior_names": "Maya Lindquist"}),
    "audit-trail-police": Case("st-paul-police", "own-record-audit-trail", {"inspect_or_copy": "both"}),
    "audit-trail-copies": Case("mn-dps-dvs", "own-record-audit-trail", {"inspect_or_copy": "copies"}),
    "license-record-representative": Case(
        "mn-dps-dvs",
        "own-driver-license-record",
        {"representative_name": "Jordan Reyes", "representative_address": "200 Example Ave, Minneapolis, MN 55411"},
        {"enclosures": ("Copy of a tribal ID, number blacked out",)},
    ),
    "license-record-safe-at-home": Case(
        "mn-dps-dvs", "own-driver-license-record", {"safe_at_home_address": "Lot 0000\nPO Box 99\nSaint Paul, MN 55101"}
    ),
    "child-court-order": Case(
        "mn-dps-dvs", "parent-or-guardian-request", {"court_order": "yes", "court_order_allows": "yes"}
    ),
    "child-guardian": Case("mn-dps-dvs", "parent-or-guardian-request", {"relationship": "guardian"}),
    "release-with-notary": Case(
        "mn-dps-dvs", "informed-consent-release", {"notary": "yes", "interpreter_declaration": "yes"}
    ),
    "follow-up-public": Case(
        "mn-dps-dvs", "denial-followup-and-remedies", {"earlier_capacity": "public data", "date_denied": "2026-10-20"}
    ),
    "follow-up-subject": Case(
        "mn-dps-dvs",
        "denial-followup-and-remedies",
        {"earlier_capacity": "data about me", "full_name": "Maya Lindqvist"},
    ),
    "agreements-signed": Case(
        "mn-dps-dvs",
        "data-sharing-agreements-mous",
        {
            "full_name": "Maya Lindqvist",
            "fee_limit": "$25",
            "partner_names": "Example County Sheriff\nExample City Police",
        },
    ),
    "agreements-anonymous": Case(
        "hennepin-county-sheriff",
        "data-sharing-agreements-mous",
        {"mailing_or_reply_address": "reply@example.org", "inspect_or_copy": "copies"},
        {"anonymous": True, "skip_items": (2,), "extra_items": ("The policy on who may sign such agreements.",)},
    ),
}
# Each holder whose items are not those of the first.
CASES |= {
    f"{name}-to-{holder}": Case(body_for(name, holder), name)
    for name in ANSWERS
    for holder in CATALOGUE.types[name].holders[1:]
    if f'"{holder}"' in CATALOGUE.templates[f"requests/{name}.html"].text
}
