"""A letter from its parts: templates and law go in once, then an order gives a page of HTML. No file, no clock."""

import re
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

import jinja2
from markupsafe import Markup

from letters import wording
from letters.addressee import Block
from letters.answers import Answers, written
from letters.errors import TemplateBroken
from letters.models import Statute
from letters.particulars import Row, certified, particulars
from letters.request_types import RequestType
from letters.sandbox import Sandbox

SHARED = "A text in texts.yaml or signers.yaml, or a sentence of a request type"

_PARAGRAPHS = re.compile(r"\n\s*\n")
_BLANK_LINES = re.compile(r"\n\s*\n+")


Render = Callable[[Callable[[], str]], str]


class Source(Protocol):
    """The text of a template, and the file it came from."""

    @property
    def text(self) -> str: ...

    @property
    def path(self) -> Any: ...


@dataclass(frozen=True)
class Earlier:
    """The request that a follow-up is about: its capacity, and whether the last day for an answer has passed."""

    capacity: str
    overdue: bool


@dataclass(frozen=True)
class Order:
    """All that one letter says, apart from how it is set."""

    request_type: RequestType
    answers: Answers
    items: tuple[str, ...]
    dated: date
    reference: str
    statement: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    enclosures: tuple[str, ...] = ()
    earlier: Earlier | None = None
    subject: str = ""
    log: tuple[Row, ...] = ()
    regulation: str | None = None

    @property
    def signed_by(self) -> str | None:
        """The name under the letter; None where it names nobody."""
        return self.answers["full_name"].text if "full_name" in self.answers else None


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

    def __init__(
        self, templates: Mapping[str, Source], law: Mapping[str, Statute], render: Render = lambda make: make()
    ) -> None:
        """`render` may set bounds to templates that are not ours."""
        self._templates, self._law, self._rendered = templates, law, render
        self._texts: dict[str, jinja2.Template] = {}
        self._items: dict[Any, list[Markup]] = {}
        self._environment = Sandbox(jinja2.FunctionLoader(self._load))

    def items(
        self, request_type: RequestType, asked: Iterable[str], answered: Iterable[str], day: date
    ) -> list[Markup]:
        """What is asked, a paragraph of the template an item, of a body that answers for these holders."""
        signer = request_type.signer.id if request_type.signer else None
        # Letters of a batch ask the same of the same body.
        key = (request_type.id, signer, frozenset(asked), frozenset(answered), day)
        if key not in self._items:
            about = wording.about(request_type, *key[2:4])
            self._items[key] = self._paragraphs(f"requests/{request_type.id}.html", day, **about)
        return self._items[key]

    def step(self, step_id: str, day: date, **context: Any) -> tuple[Markup, ...]:
        """The paragraphs of a next letter, for what the log says of the request."""
        return tuple(self._paragraphs(f"steps/{step_id}.html", day, **context))

    def companion(self, companion_id: str, day: date, **context: Any) -> str:
        """The page of HTML of a companion, for what is known of the letter."""
        style = Markup(self._templates["letter.css"].text)
        return _BLANK_LINES.sub("\n", self._render(f"companions/{companion_id}.html", day, style=style, **context))

    def message(self, companion_id: str, day: date, **context: Any) -> str:
        """The paragraphs of a companion that is plain text."""
        return "\n\n".join(p.striptags() for p in self._paragraphs(f"companions/{companion_id}.html", day, **context))

    def filled(self, text: str, day: date, **context: Any) -> Markup:
        """A line of a next letter or of what the law says of a reply, filled in."""
        return Markup(wording.one_line(self._fill(self._text(text), day, context)))

    def sentences(
        self, texts: Iterable[str], request_type: RequestType, asked: Iterable[str], answered: Iterable[str], day: date
    ) -> tuple[Markup, ...]:
        """Sentences of a type, filled in as its items are; those that come out empty are left out."""
        return self._said(texts, wording.about(request_type, asked, answered), day)

    def sentence(self, text: str, day: date) -> str:
        """A shared text as plain words, its citations filled in."""
        return Markup(self._fill(self._text(text), day, {})).striptags()

    def enclosed(self, request_type: RequestType, answers: Answers, day: date) -> tuple[str, ...]:
        """The papers that go with the letter of this signer."""
        signer = request_type.signer
        return (*request_type.enclosures, *(self._signed(signer.encloses, answers, day) if signer else ()))

    def _paragraphs(self, name: str, day: date, **context: Any) -> list[Markup]:
        rendered = self._render(name, day, **context)
        paragraphs = (wording.one_line(paragraph) for paragraph in _PARAGRAPHS.split(rendered))
        return [Markup(paragraph) for paragraph in paragraphs if paragraph]

    def compose(self, order: Order, setting: Setting) -> Letter:
        """The letter; raises TemplateBroken with the file and line."""
        answers, kind = order.answers, order.request_type
        rows, passages = particulars(kind, answers)
        signer, form = kind.signer, answers.get("inspect_or_copy")
        html = self._render(
            f"capacities/{kind.capacity}.html",
            order.dated,
            style=Markup(self._templates["letter.css"].text),
            reference=order.reference,
            dated=written(order.dated),
            sender=wording.sender(answers),
            signed_by=order.signed_by,
            addressee=setting.addressee,
            spacing=setting.spacing,
            pages=setting.pages,
            statement=order.statement,
            items=order.items,
            remarks=order.remarks,
            particulars=rows,
            certified=certified(kind, answers),
            regulation=order.regulation,
            passages=passages,
            form=form.text if form else None,
            **wording.given(answers),
            by=wording.by(kind),
            creates_data=kind.creates_data,
            about_self=signer is None or signer.id == "self",
            standing=self._one(signer.standing, answers, order.dated) if signer else "",
            signs_as=self._one(signer.signs_as, answers, order.dated) if signer else "",
            proof=self._one(signer.proof, answers, order.dated) if signer else "",
            enclosures=order.enclosures,
            earlier=order.earlier,
            own_subject=order.subject,
            log=order.log,
        )
        return Letter(order.reference, _BLANK_LINES.sub("\n", html))

    def page(self, name: str, day: date, style: str, **context: Any) -> str:
        """A page that is no letter, from its template and style sheet; raises TemplateBroken."""
        return self._render(name, day, style=Markup(self._templates[style].text), **context)

    def _one(self, text: str, answers: Answers, day: date) -> Markup:
        return Markup(" ").join(self._signed([text], answers, day))

    def _signed(self, texts: Iterable[str], answers: Answers, day: date) -> tuple[Markup, ...]:
        """What a signer says, in words that fit the answers; what comes out empty is left out."""
        return self._said(texts, wording.given(answers), day)

    def _said(self, texts: Iterable[str], about: Mapping[str, Any], day: date) -> tuple[Markup, ...]:
        said = (Markup(wording.one_line(self._fill(self._text(text), day, about))) for text in texts)
        return tuple(sentence for sentence in said if sentence)

    def _text(self, text: str) -> jinja2.Template:
        if text not in self._texts:
            self._texts[text] = self._compile(lambda: self._environment.from_string(text))
        return self._texts[text]

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
        except (RecursionError, MemoryError, SyntaxError, ValueError):  # of Python's own compiler
            raise TemplateBroken("A template has too much in one another, or a number that is too long.") from None

    def _fill(self, template: jinja2.Template, day: date, context: Mapping[str, Any]) -> str:
        context = {**context, "cite": lambda *a, **k: self._cite(day, *a, **k)}
        try:
            return self._rendered(lambda: template.render(context))
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
        return wording.unbroken(statute.cite.removeprefix("Minn. Stat. ") if short else statute.cite)
