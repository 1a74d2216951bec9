"""Warnings about what a person typed: things that no letter to a Minnesota body needs, and that can harm the writer.

From the project's safety rules: never state an immigration status, an A-number or a Social Security number, and name no
immigration agency in a request for one's own record, since that tells the office that the agency may want this person.
"""

import re
from collections.abc import Iterator, Mapping

SOCIAL_SECURITY = re.compile(r"(?<!\d)(\d{3}[-.\u2010-\u2015 ]\d{2}[-.\u2010-\u2015 ]\d{4}|\d{9})(?!\d)")
A_NUMBER = re.compile(r"(?<![A-Za-z0-9])A[-# ]{0,2}\d{3}[- ]?\d{3}[- ]?\d{2,3}(?!\d)", re.IGNORECASE)
STATUS_WORDS = re.compile(
    r"\b(undocumented|unauthorized immigrant|visas?|asylum|asylees?|refugees?|A-numbers?|alien numbers?|deport\w*|"
    r"removal (order|case|proceeding)s?|my (immigration )?status|green cards?|immigration|immigrants?|(non)?citizen\w*|"
    r"nationality|naturali[sz]\w*|foreign nationals?|permanent residen\w*|overstay\w*)\b|\b(?-i:DACA|TPS)\b",
    re.IGNORECASE,
)
PASSPORT = re.compile(r"\bpassports?\b", re.IGNORECASE)
IMMIGRATION_AGENCIES = re.compile(r"\b(ICE|CBP|USCIS|HSI|DHS|Homeland Security)\b")


def cautions(typed: Mapping[str, str], *, own_record: bool) -> Iterator[str]:
    """A warning for each risky thing in what was typed, by the name of its field; it never repeats the text."""
    for name, text in typed.items():
        if SOCIAL_SECURITY.search(text):
            yield f"{name}: this looks like a Social Security number. No Minnesota letter needs one: take it out."
        if A_NUMBER.search(text):
            yield f"{name}: this looks like an A-number. No Minnesota letter needs one: take it out."
        if STATUS_WORDS.search(text):
            yield f"{name}: this seems to speak of immigration status. No Minnesota letter needs that: take it out."
        if PASSPORT.search(text):
            yield f"{name}: a passport shows your nationality. Use it last, or give another proof."
        if own_record and IMMIGRATION_AGENCIES.search(text):
            yield (
                f"{name}: this names an immigration agency. It tells the office that the agency may want you: "
                "'any outside agency' gives the same right."
            )
