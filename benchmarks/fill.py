"""Fills a store with requests, for the benchmarks: `python benchmarks/fill.py FOLDER 10000 [EVENTS]`.

With EVENTS, each request has that many, some are answered, and each event has the detail that a real one has.
"""

import random
import sys
import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from letters import tracker
from letters.events import Event, Request
from letters.workflow.workspace import Workspace

TODAY = date(2026, 11, 25)
# What can happen while an answer is awaited, with a detail of the length that a real one has.
MEANWHILE = (
    ("acknowledged", {"note": "They wrote that the request came, and gave it a number of their own."}),
    ("clarification-asked", {"about": "scope"}),
    ("clarification-given", {"step": "clarifying-reply"}),
    ("estimate", {"amount": "$12.50"}),
    ("reminder-sent", {"step": "reminder"}),
    ("note", {"note": "Called; the clerk said that it is being worked on, and will call back."}),
)
ENDS = ("denied", "received", "data-ready", "part-received", "closed")


def requests(number: int, agencies: list[str], events_each: int = 0) -> list[Request]:
    """Invented requests to many bodies, sent over the last month, some received, some with data ready."""
    chance = random.Random(1)

    def happened(kind: str, day: date, detail: Mapping[str, str] | None = None) -> Event:
        uid = uuid.UUID(int=chance.getrandbits(128)).hex
        return Event(uid, kind, day, "2026-11-25T12:00:00+00:00", detail or {})  # type: ignore[arg-type]

    def more(events: list[Event], sent: date) -> list[Event]:
        """Further events until the request has as many as wanted; one request in five has an end."""
        ended = events_each and chance.random() < 0.2
        while len(events) < events_each - bool(ended):
            kind, detail = chance.choice(MEANWHILE)
            events.append(happened(kind, sent + timedelta(days=len(events)), detail))
        return [*events, happened(chance.choice(ENDS), TODAY)] if ended else events

    found = []
    for n in range(number):
        sent = TODAY - timedelta(days=chance.randrange(30))
        events = [happened("written", sent), happened("sent", sent)]
        if chance.random() < 0.5:
            events.append(happened("delivered", sent + timedelta(days=chance.randrange(1, 4))))
        if chance.random() < 0.1:
            events.append(happened("data-ready", sent + timedelta(days=5)))
        subject = chance.random() < 0.7
        found.append(
            Request(
                uid=uuid.UUID(int=chance.getrandbits(128)).hex,
                reference=f"L-{n:06d}",
                agency=chance.choice(agencies),
                request_type="own-record-audit-trail" if subject else "data-sharing-agreements-mous",
                capacity="data_subject" if subject else "public",
                clock="subject-access" if subject else "public-response",
                dated=sent,
                answers={"full_name": "Maya Lindqvist", "date_from": "2025-01-01"} if events_each else {},
                events=tuple(more(events, sent)),
            )
        )
    return found


def main() -> None:
    home, number, events_each = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0
    agencies = [agency.id for agency in Workspace(home, TODAY).registry.agencies.values() if agency.kind != "federal"]
    with tracker.writing(home) as store:
        for request in requests(number, agencies, events_each):
            store.add(request)


if __name__ == "__main__":
    main()
