"""What single answers cannot tell: dates in order, a designated address, a release with bounds, a request too large."""

import re
from collections.abc import Iterator
from datetime import date

from dateutil.relativedelta import relativedelta

from letters.answers import Answer, Answers
from letters.request_types import RequestType

BOX = re.compile(r"(P\.?\s*O\.?|Post Office)\s*Box\s+[\w-]+", re.IGNORECASE)
# What may hold a number in a designated address besides the box: a lot or unit, and the ZIP.
BESIDE_BOX = re.compile(r"(Lot|PMB|Unit|#)\s*[\w-]+|\D*\b[A-Z]{2}\.?\s+\d{5}(-\d{4})?", re.IGNORECASE)
# Words that name no data in particular.
UNBOUNDED = frozenset(
    {
        *("any", "all", "every", "everything", "entire", "whole", "complete"),
        *("and", "of", "my", "the", "about", "on", "me"),
        *("you", "have", "hold", "that", "which", "private", "public"),
        *("government", "data", "record", "records", "information", "file", "files"),
    }
)
KIN = frozenset({"surviving spouse", "child", "parent"})
OF_AGE = relativedelta(years=18)
# The project's own bound on a release, printed as the signer's choice: no law.
LONGEST_CONSENT = relativedelta(years=1)
IN_ORDER = (
    ("date_from", "date_to"),
    ("date_of_birth", "date_of_death"),
    ("date_of_birth", "appointment_date"),
    ("base_request_date", "date_denied"),
    ("booking_date", "release_date"),
    ("booking_date", "date_of_death"),
)
# How an answer looks that may be right, and what is said of one that does not.
SHAPES = {
    "email": (re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$"), "this does not look like an e-mail address: is it right?"),
    "phone": (re.compile(r"(\d\D*){7}"), "this has fewer than seven digits: is it right?"),
    "mailing_or_reply_address": (re.compile(r"[\d@]"), "this has no number, and is no e-mail address: is it right?"),
}
PARENTS_SCOPES = ("the parent", "the student and the parent")


def odd(request_type: RequestType, answers: Answers, dated: date) -> Iterator[str]:
    """What is wrong between answers, and between them and the date of the letter."""
    for field_id, answer in answers.items():
        if answer.field.past and answer.day and answer.day > dated:
            yield f"{field_id}: lies after the date of the letter"
    for earlier, later in IN_ORDER:
        first, second = _day(answers, earlier), _day(answers, later)
        if first and second and second < first:
            yield f"{later}: lies before {earlier}"
    for one, other in (
        ("representative_name", "representative_address"),
        ("representative_address", "representative_name"),
    ):
        if one in answers and other not in answers:
            yield f"{other}: missing, though {one} is given"
    yield from _certified(request_type, answers)
    yield from _people(request_type, answers, dated)
    yield from _ends(answers, dated)


def _certified(request_type: RequestType, answers: Answers) -> Iterator[str]:
    """A lawyer's office is no home: a page signed as true may give it only as care of."""
    mine, office = answers.get("current_address"), answers.get("representative_address")
    if not (mine and office and "current_address" in request_type.certified):
        return
    own, theirs = (re.sub(r"[\W_]+", " ", answer.text.casefold()).strip() for answer in (mine, office))
    if (own in theirs or theirs in own) and not mine.text.casefold().startswith("c/o "):
        yield "current_address: this is your representative's address, and you sign it as true: begin it with c/o"


def _people(request_type: RequestType, answers: Answers, dated: date) -> Iterator[str]:
    """Minn. Stat. 13.02, subd. 8: a parent stands in for a minor, and nobody for an adult who can act."""
    for name in ("minor_date_of_birth", "student_date_of_birth"):
        born = _day(answers, name)
        by_parent = request_type.signer is not None and request_type.signer.subject != "full_name"
        if born and by_parent and born + OF_AGE <= dated:
            yield f"{name}: somebody of 18 or more signs his or her own letter (signer=self)"
    # A notice asks for no records, so an order on records does not stand in its way.
    ordered = _says(answers, "court_order", "yes") and request_type.capacity != "notice"
    allowed = _says(answers, "court_order_allows", "yes")
    if (ordered and not allowed) or _says(answers, "court_order_allows", "no"):
        yield (
            "court_order_allows: an order on custody, contact or records can take away a parent's access. Have it read "
            "with a lawyer; answer yes only if it leaves you the right to these records"
        )
    kin = "decedent_representative" in answers and answers["decedent_representative"].text in KIN
    if kin and not _says(answers, "nobody_before_me", "yes"):
        yield (
            "nobody_before_me: a spouse, child or parent acts only where nobody stands before: a personal "
            "representative, then the spouse, then a child. Answer yes if that is so"
        )
    if request_type.signer and request_type.signer.id == "self" and _says(answers, "refusal_scope", *PARENTS_SCOPES):
        yield "refusal_scope: a student who signs refuses for the student"


def _ends(answers: Answers, dated: date) -> Iterator[str]:
    """A release has bounds: named data, and an end within a year. What continues ends after it begins."""
    if "data_released" in answers and not _names_data(answers["data_released"]):
        yield "data_released: name the data and their dates; a release of everything is too broad"
    for name in ("expiry_date", "end_date"):
        end = _day(answers, name)
        if end and end <= dated:
            yield f"{name}: would end before it begins"
    end = _day(answers, "expiry_date")
    if end and end > dated + LONGEST_CONSENT:
        yield "expiry_date: at most one year after you sign"
    until = answers.get("release_until")
    if until and until.day and until.day <= dated:
        yield "release_until: the client's release has ended on the date of the letter: have a new one signed first"
    if until and until.day and until.day > dated + LONGEST_CONSENT:
        yield "release_until: at most one year ahead. That is our own rule, no law: have a new release signed then"


def _names_data(answer: Answer) -> bool:
    return bool(set(re.findall(r"[a-z]+|\d+", answer.text.casefold())) - UNBOUNDED)


def designated(answers: Answers) -> Iterator[str]:
    """What is wrong with the addresses of a Safe at Home participant, who gives the designated one and no other."""
    if "safe_at_home_address" not in answers:
        return
    if not _is_box(answers["safe_at_home_address"]):
        yield "safe_at_home_address: only the designated address with its P.O. box, never a street address"
    for name in ("mailing_or_reply_address", "mailing_address_for_service"):
        if name in answers and not _is_box(answers[name]):
            yield f"{name}: a participant's letter has only the designated address: leave this out, or give that one"
    own_name = "full_name" in answers and "representative_name" in answers
    if own_name and answers["full_name"].text.casefold() == answers["representative_name"].text.casefold():
        yield "representative_name: that is you, and the address would be your own: leave both out"


def _is_box(answer: Answer) -> bool:
    """Whether an address has a box, and no number that could be a house's."""
    parts = [part.strip() for line in answer.lines for part in line.split(",")]
    plain = (part for part in parts if any(character.isdigit() for character in part))
    return any(map(BOX.fullmatch, parts)) and all(BOX.fullmatch(part) or BESIDE_BOX.fullmatch(part) for part in plain)


def large(request_type: RequestType, answers: Answers, dated: date) -> Iterator[str]:
    """Warnings about a request that takes long to answer, and about a place that may be a participant's home."""
    limits = request_type.limits
    begin, end = _day(answers, "date_from"), _day(answers, "date_to")
    if limits.max_days and begin and ((end or dated) - begin).days >= limits.max_days:
        yield f"date_from, date_to: more than {limits.max_days} days. A shorter period is answered sooner."
    for field_id, most, parts in (("custodians", limits.max_custodians, "\n"), ("search_terms", limits.max_terms, ";")):
        if most and field_id in answers and len(answers[field_id].text.split(parts)) > most:
            yield f"{field_id}: more than {most}. Fewer are answered sooner."
    for field_id in ("incident_place", "place"):
        if field_id in answers and "safe_at_home_address" in answers:
            yield f"{field_id}: be sure that this is not where you live."


def shapes(answers: Answers) -> Iterator[str]:
    """Warnings about answers that do not look like what they are: no answer reaches a mistyped address."""
    for field_id, (shape, told) in SHAPES.items():
        if field_id in answers and not shape.search(answers[field_id].text):
            yield f"{field_id}: {told}"


def _day(answers: Answers, field_id: str) -> date | None:
    return answers[field_id].day if field_id in answers else None


def _says(answers: Answers, field_id: str, *words: str) -> bool:
    return field_id in answers and answers[field_id].text in words
