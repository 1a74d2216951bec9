"""Messages that name options of the command line, in the words of a page."""

import re

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
    (re.compile(r"(The letter that comes next|Choose one): letters .*"), ""),
    (re.compile(r" \(--anonymous\)"), ""),
    (re.compile(r"^--[a-z-]+: "), ""),
)


def for_page(message: str) -> str:
    """The message without the command line."""
    for found, instead in _INSTEAD:
        message = found.sub(instead, message)
    return message.strip()
