"""Whether this machine can print letters as they should be, and how old the law and address data are."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from letters.workflow import lock
from letters.workflow.workspace import Workspace

LOCKED = "locked with a passphrase"
NOT_LOCKED = "not locked: who can use this account can read them (`letters lock`)"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: `ok` is False when letters suffer from it."""

    subject: str
    found: str
    ok: bool


def check(workspace: Workspace) -> list[Finding]:
    """Libraries and fonts, then the data."""
    from letters import engine

    style = workspace.catalogue.templates["letter.css"].text
    return [
        *(Finding(*row) for row in engine.versions()),
        *(_font(script, found) for script, found in engine.scripts(style)),
        _law(workspace),
        _addresses(workspace),
        Finding("Your own folder", str(workspace.home), ok=True),
        Finding("Your requests", LOCKED if lock.is_locked(workspace.home) else NOT_LOCKED, ok=True),
    ]


def _font(script: str, found: str | None) -> Finding:
    return Finding(f"Font for {script}", found or "missing: install the Noto fonts", ok=found is not None)


def _law(workspace: Workspace) -> Finding:
    law = workspace.law
    checked = [*(row.checked for row in law.statutes.values()), *(row.checked for row in law.clocks.values())]
    age = _age(min(checked), workspace.today)
    counted = f"{len(law.statutes)} statutes and {len(law.clocks)} clocks"
    return Finding("Law data", f"{counted}, {age}, in copies that may be older than the law", ok=True)


def _addresses(workspace: Workspace) -> Finding:
    registry = workspace.registry
    count = Counter(agency.trust for agency in registry.agencies.values())
    stale = sum(agency.stale for agency in registry.agencies.values())
    levels = ", ".join(f"{number} {trust}" for trust, number in count.most_common())
    age = _age(registry.checked_on, workspace.today) if registry.checked_on else "of unknown age"
    return Finding("Address data", f"{len(registry.agencies)} bodies ({levels}; {stale} stale), {age}", ok=True)


def _age(day: date, today: date) -> str:
    return f"gone through on {day} ({(today - day).days} days ago)"
