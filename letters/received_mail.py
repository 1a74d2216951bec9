"""A saved e-mail (.eml) as plain words: headers, text, the names of what it carries. Nothing in it is followed."""

import re
from codecs import BOM_UTF8
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from html.parser import HTMLParser

from letters.characters import visible
from letters.errors import WrongInput

HEADERS = ("From", "To", "Cc", "Date", "Subject")
MOST_TEXT = 200_000
MOST_LINES = 2_000

# Our own words on the page, in brackets.
REST = "[Only the first {:,} lines are shown here. The rest is in the embedded file.]"
GUESSED = "[This e-mail names an unknown character set, {}: its words are shown as {}, and some may be wrong.]"

_BLOCKS = frozenset({"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "blockquote", "table"})
_UNSEEN = frozenset({"style", "script", "head", "title"})


@dataclass(frozen=True)
class Mail:
    """An e-mail to be shown: `headers` by name, `text` with its lines, `carries` the names of its attachments.

    `from_html` says that it has no plain text, and that this one is its HTML without the form.
    """

    headers: tuple[tuple[str, str], ...]
    text: str
    carries: tuple[str, ...]
    from_html: bool


def read(content: bytes) -> Mail:
    """The e-mail; raises WrongInput when it is none, or too long to print."""
    try:
        message = message_from_bytes(content.removeprefix(BOM_UTF8), policy=policy.default)
        assert isinstance(message, EmailMessage)
        headers = tuple((name, visible(str(message[name]))) for name in HEADERS if message[name])
        text, from_html = _text(message)
        carries = tuple(visible(part.get_filename() or part.get_content_type()) for part in message.iter_attachments())
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError, AssertionError):
        # What the standard library raises on mail that keeps to no standard.
        raise WrongInput("This e-mail cannot be read: print it to a PDF.") from None
    if not {"From", "Date"} <= {name for name, _ in headers}:
        raise WrongInput("This is no saved e-mail: it names no sender and no date.")
    if len(text) > MOST_TEXT:
        raise WrongInput(f"This e-mail has more than {MOST_TEXT:,} characters of text: print it to a PDF.")
    return Mail(headers, _first_lines(visible(text)), carries, from_html)


def _first_lines(text: str) -> str:
    lines = text.split("\n")
    return text if len(lines) <= MOST_LINES else "\n".join([*lines[:MOST_LINES], "", REST.format(MOST_LINES)])


def _text(message: EmailMessage) -> tuple[str, bool]:
    """The words of the plain part, or else of the HTML part, and whether it was that."""
    part = message.get_body(("plain", "html"))
    if part is None:
        return "", False
    content, remark = _decoded(part)
    if part.get_content_type() == "text/plain":
        return remark + content.strip(), False
    words = _Words()
    words.feed(content)
    words.close()
    return remark + re.sub(r"\s*\n\s*\n\s*", "\n\n", "".join(words.found)).strip(), True


def _decoded(part: MIMEPart) -> tuple[str, str]:
    """The text of a part, and what is to be remarked of it: how it was read where its character set is unknown."""
    try:
        return str(part.get_content()), ""
    except LookupError:
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
    charset = part.get_content_charset("none")
    try:
        return content.decode(), GUESSED.format(charset, "UTF-8") + "\n\n"
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace"), GUESSED.format(charset, "Windows-1252") + "\n\n"


class _Words(HTMLParser):
    """The text of HTML, a line for each block; styles and scripts are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.found.append(re.sub(r"\s+", " ", data))
