"""A letter as plain text, for pasting into an agency's online form: the same words, without the page to be signed."""

from html.parser import HTMLParser

LINES = frozenset({"p", "h1", "h2", "caption", "tr", "li", "ol", "table", "div"})
# What a blank line follows; at the head of a letter a paragraph is a line of an address.
SPACED = frozenset({"div", "h1", "h2", "caption", "ol", "table"})
APART = "certification"


def text_of(html: str, reference: str) -> str:
    """The words of a composed letter, a blank line between paragraphs; its reference stands first."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    first = f"Reference {reference}\n"
    return first + "\n" + reader.text().replace(first, "", 1)


class _Reader(HTMLParser):
    """Reads the body of a letter, down to the part that stands apart."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = [""]
        self._number = 0
        self._reads = self._in_main = False

    def text(self) -> str:
        """What was read, without spaces at the ends of lines and without more than one blank line."""
        lines = [" ".join(line.split(" ")).strip() for line in self._lines]
        kept = [line for number, line in enumerate(lines) if line or (number and lines[number - 1])]
        return "\n".join(kept).strip() + "\n"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("body", "main"):
            self._reads, self._in_main = True, tag == "main"
        elif dict(attrs).get("id") == APART:
            self._reads = False
        elif not self._reads:
            return
        elif tag in ("br", "tr"):
            self._break()
        elif tag == "ol":
            self._number = 0
        elif tag == "li":
            self._number += 1
            self._break()
            self._lines[-1] = f"{self._number}. "
        elif tag == "td":
            self._lines[-1] += ": "

    def handle_endtag(self, tag: str) -> None:
        if tag in LINES:
            self._break()
        if tag in SPACED or (tag == "p" and self._in_main):
            self._lines.append("")

    def handle_data(self, data: str) -> None:
        if self._reads:
            self._lines[-1] += data.replace("\n", " ").replace("\N{NO-BREAK SPACE}", " ")

    def _break(self) -> None:
        if self._lines[-1].strip():
            self._lines.append("")
