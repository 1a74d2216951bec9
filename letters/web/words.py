"""Messages that name options of the command line, in the words of a page."""

import re
from collections.abc import Mapping

# What a message says, and what a page says instead; in this order.
_INSTEAD = (
    (re.compile(r"--item (\d+)"), r"Your own item \1"),
    (re.compile(r"--item"), "Your own item"),
    (re.compile(r"--address: "), "The address: "),
    (re.compile(r"Give a shorter one with --address\."), "Go back and give a shorter one."),
    (re.compile(r"then give --address \"[^\"]*\"\."), "then write it below."),
    (re.compile(r"If it is right, say so with --address-confirmed; "), "If it is right, say so below; "),
    (re.compile(r"give the right one with --address \"[^\"]*\"\."), "write the right one below."),
    (re.compile(r"\s*If you have, say so with --understood\."), ""),
    (re.compile(r"\s*`letters [^`]*`[^.]*\."), ""),
    (re.compile(r"\s*\(letters [^)]*\)"), ""),
    (re.compile(r"\s*If you have, record it: letters .*"), ""),
    (re.compile(r": see letters next .*"), ""),
    (re.compile(r"(The letter that comes next|Choose one): letters .*"), ""),
    (
        re.compile(r"If it is right, give --address-confirmed; if not, fill [^.]*\."),
        "If it is right, mark that you have checked it; if not, write the right one.",
    ),
    (re.compile(r" Then give --map \"[^\"]*\"\."), ""),
    (re.compile(r"\s*To leave the column out: --map \"[^\"]*\"\."), ""),
    (re.compile(r", with --map \"COLUMN=\"\."), "."),
    (re.compile(r"\s*Give --map \"[^\"]*\" or --map \"[^\"]*\"\."), " Choose it below."),
    (re.compile(r"add a column '(agency|type)', or give --\1 ID"), r"add a column '\1', or choose it for all rows"),
    (re.compile(r" \(--again writes (both|it too)\)"), ""),
    (re.compile(r"Give --encoding windows-1252, or save"), "Save"),
    (re.compile(r" with --until\."), " below."),
    (re.compile(r"--agencies [^:]*(:[^:]*)?: no agency"), "No agency"),
    (re.compile(r" \(--anonymous\)"), ""),
    (re.compile(r"Use --anonymous"), "Leave your name out"),
    (re.compile(r"--skip-item \S+: "), ""),
    (re.compile(r"--(skip-item|email|reference|until|step|text|enclose): "), ""),
    (re.compile(r"^(--[a-z-]+|citation): "), ""),
)


# An id as messages name it: of a type (own-vehicle-registration-record), a question (date_from), a body (mn-dps).
# Not that of a list, where the name stands beside it: there it is what is to be typed.
_ID = re.compile(r"(?<!\n  )\b[a-z0-9]+(?:[-_][a-z0-9]+)+")


def for_page(message: str, called: Mapping[str, str] | None = None, quotes: str = "“{words}”") -> str:
    """The message without the command line; ids are replaced by what they are called, where that is given."""
    for found, instead in _INSTEAD:
        message = found.sub(instead, message)
    if called:
        message = _ID.sub(lambda word: quotes.format(words=called[word[0]]) if word[0] in called else word[0], message)
    return message.strip()
