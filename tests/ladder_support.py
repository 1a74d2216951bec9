"""A request and what happened to it, as the log has it, and the words of what is written from that."""

import re
from dataclasses import dataclass
from datetime import date
from html import unescape

from support import CATALOGUE, examples, wish_for

from letters.workflow import reply, track
from letters.workflow import write as write_letter
from letters.workflow.workspace import Workspace

REF = "L-TEST22"
SENT, LATE = date(2026, 10, 2), date(2026, 12, 1)
AUDIT, AGREEMENTS = "own-record-audit-trail", "data-sharing-agreements-mous"
CHALLENGE = "challenge-accuracy-of-data"
HEALTH, NOTICE, FOOTAGE = "own-health-records", "victim-witness-identity-protection", "body-camera-home-or-property"


@dataclass(frozen=True)
class Log:
    """A request and what happened to it: events, or replies by their id, with what goes along."""

    request_type: str
    happened: tuple[tuple[str, dict[str, str]], ...]
    answers: tuple[tuple[str, str], ...] = ()


def log(request_type: str, *happened: str | tuple[str, dict[str, str]], **answers: str) -> Log:
    return Log(request_type, tuple(h if isinstance(h, tuple) else (h, {}) for h in happened), tuple(answers.items()))


REMINDED = ("reminder-sent", {"step": "reminder"})
DEMANDED = ("escalated", {"step": "demand-determination"})
REFUSED = ("denied-with-section", {"citation": "Minn. Stat. 13.82"})
MORE = {
    "clarify": {"clarification": "Of item 1, only the look-ups of 2026."},
    "opinion-request": {"question_for_commissioner": "Was my request answered in time?", "not_in_court": "yes"},
    "appeal": {name: CATALOGUE.fields[name].example for name in ("data_challenged", "why_wrong", "correction_sought")},
    "renewal": {"end_date": "2027-06-30"},
}


def written(desk: Workspace, made: Log) -> None:
    """The letter, and all that happened to it."""
    signer = dict(made.answers).get("signer")
    given = examples(CATALOGUE.types[made.request_type], signer) | dict(made.answers)
    wish = wish_for(made.request_type, given=given, dated=date(2026, 10, 1), reference=REF, track=True)
    write_letter.write(desk, wish)
    for kind, detail in made.happened:
        if kind in CATALOGUE.replies:
            reply.record(desk, REF, kind, date(2026, 10, 20), detail)
        else:
            track.happened(desk, REF, kind, SENT if kind == "sent" else date(2026, 11, 10), detail)


def plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html[html.index("<main>") :])).replace(" .", ".").split())
