"""What single answers cannot tell: dates in order, a designated address, a release with bounds, a request too large."""

import re
from collections.abc import Iterator
from datetime import date

from dateutil.relativedelta import relativedelta

from letters.answers import Answer, Answers
from letters.request_types import RequestType

BOX = re.compile(r"\bP\.?\s?O\.?\s*Box\b", re.IGNORECASE)
HOUSE = re.compile(
    r"^\d+\w?\s+\S+.*\b(st|street|ave|avenue|rd|road|blvd|dr|drive|ln|lane|ct|court|way|pl|place)\b", re.IGNORECASE
)
BLANKET = re.compile(
    r"(any|all|every|everything)( and all)?( of)?( (my|the))?( (data|records?|information|files?))?( about me)?\.?",
    re.IGNORECASE,
)
OF_AGE = relativedelta(years=18)
# The project's own bound on a release, printed as the signer's choice: no law.
LONGEST_CONSENT = relativedelta(years=1)


def odd(answers: Answers, dated: date) -> Iterator[str]:
    """What is wrong between answers, and between them and the date of the letter."""
    for field_id, answer in answers.items():
        if answer.field.past and answer.day and answer.day > dated:
            yield f"{field_id}: lies after the date of the letter"
    begin, end = answers.get("date_from"), answers.get("date_to")
    if begin and end and begin.day and end.day and end.day < begin.day:
        yield "date_to: lies before date_from"
    for one, other in (
        ("representative_name", "representative_address"),
        ("representative_address", "representative_name"),
    ):
        if one in answers and other not in answers:
            yield f"{other}: missing, though {one} is given"
    yield from _people(answers, dated)
    yield from _release(answers, dated)


def _people(answers: Answers, dated: date) -> Iterator[str]:
    """Minn. Stat. 13.02, subd. 8: a parent stands in for a minor, and nobody for an adult who can act."""
    child = answers.get("minor_date_of_birth")
    if child and child.day and child.day + OF_AGE <= dated:
        yield "minor_date_of_birth: somebody of 18 or more signs his or her own letter (signer=self)"
    if _says(answers, "court_order", "yes") and not _says(answers, "court_order_allows", "yes"):
        yield (
            "court_order_allows: an order on custody, contact or records can take away a parent's access. Have it read "
            "with a lawyer; answer yes only if it leaves you the right to these records"
        )


def _release(answers: Answers, dated: date) -> Iterator[str]:
    """A release has bounds: named data, and an end within a year."""
    if "data_released" in answers and BLANKET.fullmatch(" ".join(answers["data_released"].lines)):
        yield "data_released: name the data and their dates; a release of everything is too broad"
    end = answers.get("expiry_date")
    if end and end.day and end.day <= dated:
        yield "expiry_date: the consent would end before it begins"
    if end and end.day and end.day > dated + LONGEST_CONSENT:
        yield "expiry_date: at most one year after you sign"


def designated(answers: Answers) -> Iterator[str]:
    """What is wrong with the address of a Safe at Home participant, who gives the designated one and no other."""
    if "safe_at_home_address" not in answers:
        return
    if not _is_box(answers["safe_at_home_address"]):
        yield "safe_at_home_address: only the designated address with its P.O. box, never a street address"
    if "mailing_or_reply_address" in answers and not _is_box(answers["mailing_or_reply_address"]):
        yield "mailing_or_reply_address: leave it out; a participant's letter has only the designated address"


def _is_box(answer: Answer) -> bool:
    return any(BOX.search(line) for line in answer.lines) and not any(HOUSE.search(line) for line in answer.lines)


def large(request_type: RequestType, answers: Answers, dated: date) -> Iterator[str]:
    """Warnings about a request that takes long to answer."""
    limits = request_type.limits
    begin, end = answers.get("date_from"), answers.get("date_to")
    if limits.max_days and begin and begin.day:
        last = end.day if end and end.day else dated
        if (last - begin.day).days >= limits.max_days:
            yield f"date_from, date_to: more than {limits.max_days} days. A shorter period is answered sooner."
    for field_id, most, parts in (("custodians", limits.max_custodians, "\n"), ("search_terms", limits.max_terms, ";")):
        if most and field_id in answers and len(answers[field_id].text.split(parts)) > most:
            yield f"{field_id}: more than {most}. Fewer are answered sooner."


def _says(answers: Answers, field_id: str, word: str) -> bool:
    return field_id in answers and answers[field_id].text == word
