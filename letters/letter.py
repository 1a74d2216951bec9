"""A letter from its parts: templates and law go in once, then an order gives a page of HTML. No file, no clock."""

import re
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from letters.addressee import Block
from letters.answers import Answers, written
from letters.errors import TemplateBroken
from letters.models import RequestType, Statute
from letters.particulars import particulars

SUBJECTS = {
    "data_subject": Markup("Request for data about me under the Data Practices Act, {}"),
    "public": Markup("Request for public data under the Data Practices Act, {}"),
}
SHARED = "A text in texts.yaml, or the sentence of a denial"
ACT = {"data_subject": "13.04", "public": "13.03"}

_PARAGRAPHS = re.compile(r"\n\s*\n")
_BLANK_LINES = re.compile(r"\n\s*\n+")


class Source(Protocol):
    """The text of a template, and the file it came from."""

    @property
    def text(self) -> str: ...

    @property
    def path(self) -> Any: ...


@dataclass(frozen=True)
class Order:
    """All that one letter says, apart from how it is set."""

    request_type: RequestType
    answers: Answers
    items: tuple[str, ...]
    dated: date
    reference: str
    anonymous: bool = False
    enclosures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Setting:
    """How a letter is set: the address block, open or close lines, and on how many pages (1: no page numbers)."""

    addressee: Block
    spacing: str = "open"
    pages: int = 1

    def on_pages(self, pages: int) -> "Setting":
        """The same, numbered as so many pages."""
        return replace(self, pages=pages)


@dataclass(frozen=True)
class Letter:
    """A finished letter: one HTML page with its style inside."""

    reference: str
    html: str


class Stationery:
    """Compiled templates and the law that they cite; made once, used for any number of letters."""

    def __init__(self, templates: Mapping[str, Source], law: Mapping[str, Statute]) -> None:
        self._templates = templates
        self._law = law
        self._environment = ImmutableSandboxedEnvironment(
            loader=jinja2.FunctionLoader(self._load),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            lstrip_blocks=True,
        )

    def items(
        self, request_type: RequestType, asked: Iterable[str], answered: Iterable[str], day: date
    ) -> list[Markup]:
        """What is asked, a paragraph of the template an item, of a body that answers for these holders."""
        held, given = frozenset(asked), frozenset(answered)
        rendered = self._render(
            f"requests/{request_type.id}.html",
            day,
            asks=lambda *holders: not held.isdisjoint(holders),
            answered=lambda field_id: field_id in given,
        )
        paragraphs = (" ".join(paragraph.split()) for paragraph in _PARAGRAPHS.split(rendered))
        return [Markup(paragraph) for paragraph in paragraphs if paragraph]

    def sentence(self, text: str, day: date) -> str:
        """A shared text as plain words, its citations filled in."""
        template = self._compile(lambda: self._environment.from_string(text))
        return Markup(self._fill(template, day, {})).striptags()

    def compose(self, order: Order, setting: Setting) -> Letter:
        """The letter; raises TemplateBroken with the file and line."""
        answers, capacity = order.answers, order.request_type.capacity
        rows, passages = particulars(order.request_type, answers)
        form = answers.get("inspect_or_copy")
        html = self._render(
            f"capacities/{capacity}.html",
            order.dated,
            subject=SUBJECTS[capacity].format(self._cite(order.dated, ACT[capacity])),
            style=Markup(self._templates["letter.css"].text),
            reference=order.reference,
            dated=written(order.dated),
            sender=sender(answers, order.anonymous),
            signer=None if order.anonymous else answers["full_name"].text,
            addressee=setting.addressee,
            spacing=setting.spacing,
            pages=setting.pages,
            items=order.items,
            particulars=rows,
            passages=passages,
            form=form.text if form else None,
            fee_limit="fee_limit" in answers,
            representative="representative_name" in answers,
            enclosures=order.enclosures,
        )
        return Letter(order.reference, _BLANK_LINES.sub("\n", html))

    def _load(self, name: str) -> tuple[str, str, None] | None:
        source = self._templates.get(name)
        return (source.text, str(source.path), None) if source else None

    def _render(self, name: str, day: date, **context: Any) -> str:
        return self._fill(self._compile(lambda: self._environment.get_template(name)), day, context)

    def _compile(self, get: Callable[[], jinja2.Template]) -> jinja2.Template:
        try:
            return get()
        except jinja2.TemplateSyntaxError as error:
            where = f"{error.filename or error.name}: line {error.lineno}" if error.filename or error.name else SHARED
            raise TemplateBroken(f"{where}: {error.message}") from None
        except jinja2.TemplateNotFound as error:
            raise TemplateBroken(f"There is no template {error.name}.") from None

    def _fill(self, template: jinja2.Template, day: date, context: Mapping[str, Any]) -> str:
        try:
            return template.render(**context, cite=lambda *a, **k: self._cite(day, *a, **k))
        except TemplateBroken as error:
            raise TemplateBroken(f"{self._where(error, template)}: {error}") from None
        except jinja2.TemplateNotFound as error:
            raise TemplateBroken(f"{self._where(error, template)}: there is no template {error.name}.") from None
        except jinja2.TemplateSyntaxError as error:
            raise TemplateBroken(f"{error.filename or error.name}: line {error.lineno}: {error.message}") from None
        except Exception as error:  # a template can raise anything that Python can
            raise TemplateBroken(f"{self._where(error, template)}: {error}") from None

    def _where(self, error: Exception, template: jinja2.Template) -> str:
        """The file and line of a template in which an error came up."""
        files = {str(source.path) for source in self._templates.values()}
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in files]
        return (
            f"{frames[-1].filename}: line {frames[-1].lineno}"
            if frames
            else str(template.filename if template.filename in files else SHARED)
        )

    def _cite(self, day: date, statute_id: str, *, short: bool = False) -> str:
        """The citation of a statute by its id; `short` drops 'Minn. Stat.' from it."""
        statute = self._law.get(statute_id)
        if statute is None:
            raise TemplateBroken(f"there is no statute {statute_id!r} in the law data")
        if not statute.printable_on(day):
            raise TemplateBroken(f"{statute.cite} may not be cited on {day}: see its grade and dates in the law data")
        return _unbroken(statute.cite.removeprefix("Minn. Stat. ") if short else statute.cite)


def _unbroken(cite: str) -> str:
    """A citation whose signs and words keep to their numbers at the end of a line: '§ 13.04', 'subd. 3'."""
    return re.sub(r"(§|subds?\.|subps?\.|Minn\. R\.) ", "\\1\N{NO-BREAK SPACE}", cite)


def sender(answers: Answers, anonymous: bool) -> list[str]:
    """The lines of the sender's block: name, organization, address, telephone, e-mail."""
    name = answers["full_name"].text if "full_name" in answers else None
    lines = [] if anonymous or name is None else [name]
    for field_id in ("organization", "mailing_or_reply_address", "phone", "email"):
        lines += answers[field_id].lines if field_id in answers else ()
    # People begin an address with their own name: once is enough.
    return lines[:1] + [line for line in lines[1:] if name is None or line.casefold() != name.casefold()]


def edit_items(items: Iterable[str], skip: Iterable[int], add: Iterable[str]) -> tuple[str, ...]:
    """The items without those numbers (counted from 1), and with texts of the user's own after them."""
    left_out = set(skip)
    return (*(item for number, item in enumerate(items, 1) if number not in left_out), *add)
