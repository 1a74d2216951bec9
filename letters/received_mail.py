"""A saved e-mail (.eml) as plain words: headers, text, the names of what it carries. Nothing in it is followed."""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser

from letters.characters import refused
from letters.errors import WrongInput

HEADERS = ("From", "To", "Cc", "Date", "Subject")
MOST_TEXT = 200_000

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
        message = message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        headers = tuple((name, visible(str(message[name]))) for name in HEADERS if message[name])
        text, from_html = _text(message)
        carries = tuple(visible(part.get_filename() or part.get_content_type()) for part in message.iter_attachments())
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError):
        # What the standard library raises on mail that keeps to no standard.
        raise WrongInput("This e-mail cannot be read: print it to a PDF.") from None
    if not {"From", "Date"} <= {name for name, _ in headers}:
        raise WrongInput("This is no saved e-mail: it names no sender and no date.")
    if len(text) > MOST_TEXT:
        raise WrongInput(f"This e-mail has more than {MOST_TEXT:,} characters of text: print it to a PDF.")
    return Mail(headers, visible(text), carries, from_html)


def visible(text: str) -> str:
    """The text with what hides in it written out, as [U+202E]; line breaks stay."""
    text = text.replace("\r\n", "\n").replace("\t", "    ")
    hidden = {character for character in set(text) - {"\n"} if list(refused(character))}
    return "".join(f"[U+{ord(c):04X}]" if c in hidden else c for c in text)


def _text(message: EmailMessage) -> tuple[str, bool]:
    """The words of the plain part, or else of the HTML part, and whether it was that."""
    part = message.get_body(("plain", "html"))
    if part is None:
        return "", False
    content = str(part.get_content())
    if part.get_content_type() == "text/plain":
        return content.strip(), False
    words = _Words()
    words.feed(content)
    words.close()
    return re.sub(r"\s*\n\s*\n\s*", "\n\n", "".join(words.found)).strip(), True


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
