"""What is kept with low trace: of a request its reference and its dates, and what these cannot be reckoned without.

Not whom it went to, what it asked, in which capacity, of which campaign, any answer, or the hash of the letter; in the
place of agency, type and capacity the names of a calendar and of the clocks. Of an event the day, the kind, and details
that are words of this program or days.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from letters.errors import WrongInput
from letters.events import Event, Request
from letters.ladder import after_clocks

# Details by which dates and next letters are reckoned; each is a word of this program, or a day.
KEPT = frozenset({"by", "after-hours", "until", "about", "step", "letter", "expedite"})
# A refusal names a section or none, and the next letter depends on it: of what was typed only such numbers are kept.
SECTION = re.compile(
    r"\b\d{1,3}[A-Z]?\.\d{2,3}[a-z]?\b(?:, subd\. \d{1,2}[a-z]?\b)?"  # 13.82, subd. 7
    r"|\b\d{1,2} (?:U\.S\.C\.|C\.F\.R\.|CFR|USC) (?:§ ?)?\d{1,4}[a-z]?(?:\([0-9A-Za-z]\))*"  # 5 U.S.C. 552(b)(7)(E)
)


def least(request: Request, calendar: str) -> Request:
    """The request as it is kept with low trace; `calendar` is the name of the calendar that its body keeps."""
    after, again = after_clocks(request)
    about = {"calendar": calendar, "after": after, "again": "yes" if again else ""}
    return Request(
        uid=request.uid,
        reference=request.reference,
        agency="",
        request_type="",
        capacity="",
        clock=request.clock,
        dated=request.dated,
        events=tuple(_least(event, about if event.kind == "written" else {}) for event in request.events),
    )


def _least(event: Event, about: Mapping[str, str]) -> Event:
    return replace(event, detail={**least_detail(event.detail), **{name: text for name, text in about.items() if text}})


def least_detail(detail: Mapping[str, str]) -> dict[str, str]:
    """What is kept of an event's detail; raises WrongInput for a section of law that is no number."""
    kept = {name: text for name, text in detail.items() if text and name in KEPT}
    if cited := detail.get("citation"):
        sections = SECTION.findall(cited)
        if not sections:
            raise WrongInput(
                "citation: with low trace only the number of a section is kept: write it like 13.82, subd. 7, or "
                "5 U.S.C. 552(b)(6)."
            )
        kept["citation"] = "; ".join(sections)
    return kept


def dropped(detail: Mapping[str, str]) -> list[str]:
    """The names of what is not kept of it."""
    return sorted(name for name, text in detail.items() if text and name not in KEPT and name != "citation")
