"""Fills a store with open requests, for the benchmarks: `python benchmarks/fill.py FOLDER 10000`."""

import random
import sys
import uuid
from datetime import date, timedelta
from pathlib import Path

from letters import tracker
from letters.events import Event, Request
from letters.workflow.workspace import Workspace

TODAY = date(2026, 11, 25)


def requests(number: int, agencies: list[str]) -> list[Request]:
    """Invented requests to many bodies, sent over the last month, some received, some with data ready."""
    chance = random.Random(1)

    def happened(kind: str, day: date) -> Event:
        return Event(uuid.UUID(int=chance.getrandbits(128)).hex, kind, day, "2026-11-25T12:00:00+00:00")  # type: ignore[arg-type]

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
                events=tuple(events),
            )
        )
    return found


def main() -> None:
    home, number = Path(sys.argv[1]), int(sys.argv[2])
    agencies = [agency.id for agency in Workspace(home, TODAY).registry.agencies.values() if agency.kind != "federal"]
    with tracker.writing(home) as store:
        for request in requests(number, agencies):
            store.add(request)


if __name__ == "__main__":
    main()
