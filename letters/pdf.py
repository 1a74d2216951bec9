"""WeasyPrint: from HTML to pages to a tagged PDF. It takes a second to import: do so only where a PDF is made."""

import io
import logging
import re
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pydyf
import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from letters import bounds
from letters.envelope import Box
from letters.errors import CannotPrint, TemplateBroken

PIXELS_PER_INCH = 96
# Stands in every file, so that one made here is known as ours.
IDENTIFIER = b"letters"

# The flag of an annotation that is printed as it is shown.
PRINT = 4

FACES = {("Source Serif Pro", 400): "SourceSerifPro-Regular", ("Source Serif Pro", 600): "SourceSerifPro-Semibold"}

# The engine is not made for several threads; programs with one, or that part into processes, never wait here.
_ENGINE = threading.RLock()

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)

_logger = logging.getLogger("weasyprint")

T = TypeVar("T")


class MissingGlyphs(CannotPrint):
    """Characters that no installed font can draw."""

    def __init__(self, characters: tuple[str, ...]) -> None:
        self.characters = characters
        super().__init__(f"No installed font has: {', '.join(f'U+{ord(c):04X}' for c in characters)}")


@dataclass(frozen=True)
class Pages:
    """A laid-out letter: how many pages, and where its named blocks landed on the first, in inches.

    `own` says that templates of the user's own may have a part in it.
    """

    count: int
    boxes: Mapping[str, Box]
    warnings: tuple[str, ...]
    document: Any = field(repr=False)
    own: bool = False


@dataclass(frozen=True)
class Embedded:
    """A file inside a PDF, byte for byte; `relationship` (PDF/A-3: Source, Data) says what it is to the pages."""

    name: str
    content: bytes = field(repr=False)
    at: datetime
    relationship: str
    description: str


def lay_out(
    html: str, folders: tuple[Path, ...], pictures: Mapping[str, bytes] | None = None, *, forms: bool = False
) -> Pages:
    """The pages of a letter, which may use files of these template folders and nothing else.

    A page that shows `pictures` names them as picture:NAME. With `forms`, its inputs become fields to be filled in.

    Raises TemplateBroken when it asks for any other file or address, or a template of the user's own breaks the engine.
    """
    own = len(folders) > 1
    base, fetcher = f"{folders[0].resolve()}/", _Fetcher(folders, pictures)
    style = _STYLE.search(html)

    def rendered() -> Any:
        fonts, faces = _fonts()
        sheets = [faces, _style_sheet(style[1], base, folders)] if style else [faces]
        page = weasyprint.HTML(string=_STYLE.sub("", html, 1), base_url=base, url_fetcher=fetcher)
        return page.render(stylesheets=sheets, font_config=fonts, pdf_variant="pdf/ua-1", pdf_forms=forms)

    with notes() as noted:
        document = _only_allowed(rendered, own=own)
    first = {name: _inches(rectangle) for name, rectangle in document.pages[0].anchors.items()}
    return Pages(len(document.pages), first, tuple(noted), document, own)


def boxes(pages: Pages) -> dict[str, Box]:
    """Where the named blocks landed, each on its own page, in inches."""
    return {name: _inches(rectangle) for page in pages.document.pages for name, rectangle in page.anchors.items()}


def write(pages: Pages, take: Callable[[pydyf.PDF], None] | None = None) -> bytes:
    """The PDF: tagged, PDF/UA-1, fonts embedded, printed at its own size; the same bytes for the same pages.

    `take` is handed the objects of the finished file. Raises MissingGlyphs when a character would come out as a box.
    """

    def finish(document: Any, file: pydyf.PDF) -> None:
        _finish(document, file)
        if take:
            take(file)

    return _written(pages, pdf_variant="pdf/ua-1", finisher=finish)


def write_form(pages: Pages, questions: Mapping[str, str]) -> bytes:
    """The PDF of a form: as `write`, each field with its name and the question by that name, to be read aloud.

    The choices of a question are one field; its value is an index into the field's own list /Opt of the choices.

    Raises MissingGlyphs when a character would come out as a box.
    """

    def finish(document: Any, file: pydyf.PDF) -> None:
        _finish(document, file)
        _finish_fields(file, questions)

    return _written(pages, pdf_variant="pdf/ua-1", finisher=finish)


def write_archive(pages: Pages, embedded: Iterable[Embedded]) -> bytes:
    """The PDF for the file of a case: PDF/A-3, tagged too, with these files in it; the same bytes for the same input.

    Raises MissingGlyphs when a character would come out as a box.
    """
    attachments = [
        weasyprint.Attachment(
            file_obj=io.BytesIO(each.content),
            name=each.name,
            description=each.description,
            created=each.at,
            modified=each.at,
            relationship=each.relationship,
        )
        for each in embedded
    ]
    return _written(pages, pdf_variant="pdf/a-3b", pdf_tags=True, attachments=attachments, finisher=_finish_archive)


def _written(pages: Pages, **options: Any) -> bytes:
    with notes() as noted:
        document = _only_allowed(lambda: pages.document.write_pdf(pdf_identifier=IDENTIFIER, **options), own=pages.own)
    if missing := [note.rpartition("(U+")[2].rstrip(")") for note in noted if ".notdef" in note]:
        raise MissingGlyphs(tuple(dict.fromkeys(chr(int(code, 16)) for code in missing)))
    return bytes(document)


class _Fetcher(URLFetcher):  # type: ignore[misc]
    """Reads files of the given folders, paths resolved first, given pictures and data written into the page.

    It refuses all else.
    """

    def __init__(self, folders: tuple[Path, ...], pictures: Mapping[str, bytes] | None = None) -> None:
        super().__init__(allowed_protocols=("file", "data"), allow_redirects=False, fail_on_errors=True)
        self._pictures = pictures or {}
        self._folders = tuple(folder.resolve() for folder in folders)

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        parts = urlsplit(url)
        if parts.scheme == "picture" and parts.path in self._pictures:
            return URLFetcherResponse(url, self._pictures[parts.path])
        if parts.scheme == "file":
            path = Path(url2pathname(parts.path)).resolve()
            if parts.netloc or not any(path.is_relative_to(folder) for folder in self._folders):
                raise FatalURLFetchingError(f"a file outside the template folder: {url[:200]}")
            if not path.is_file():  # a pipe would be waited for
                raise FatalURLFetchingError(f"no ordinary file: {url[:200]}")
        elif parts.scheme != "data":
            raise FatalURLFetchingError(f"an address on the network: {url[:200]}")
        return super().fetch(url, headers)


def _only_allowed(work: Callable[[], T], *, own: bool) -> T:
    """Turns a refused or failed read into our error; it is a BaseException, which nothing else would catch.

    A template that is not ours can make the engine raise anything, and take any time; otherwise that is a bug, and
    shows as one.
    """
    try:
        return bounds.watched(work) if own else work()
    except OSError:  # the engine's temporary files: the machine is to blame
        raise
    except TemplateBroken as error:
        raise TemplateBroken(f"A template or style of your own asks too much of the engine: {error}.") from None
    except Exception as error:
        if not own:
            raise
        raise TemplateBroken(
            f"The engine fails on this page ({type(error).__name__}): a template or style of your own is wrong or deep."
        ) from None
    except FatalURLFetchingError as error:
        raise TemplateBroken(
            f"A template may use files of its own template folder only, and they must be there. This is not: {error}"
        ) from None


@lru_cache(maxsize=64)
def _style_sheet(text: str, base: str, folders: tuple[Path, ...]) -> weasyprint.CSS:
    """The style of a page, read once: letters of a batch have few of them."""
    return weasyprint.CSS(string=text, base_url=base, font_config=_fonts()[0], url_fetcher=_Fetcher(folders))


@cache
def _fonts() -> tuple[FontConfiguration, weasyprint.CSS]:
    """The letter's own fonts, read once a process from their packages."""
    folder = Path(str(resources.files("font_source_serif_pro") / "files"))
    rules = "\n".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("{(folder / name).as_uri()}.otf") }}'
        for (family, weight), name in FACES.items()
    )
    configuration = FontConfiguration()
    return configuration, weasyprint.CSS(string=rules, font_config=configuration, url_fetcher=_Fetcher((folder,)))


def _finish(_document: Any, pdf: pydyf.PDF) -> None:
    """What WeasyPrint leaves out: print at 100 %, print links too, and the scope of header cells (PDF/UA-1, 7.5)."""
    pdf.catalog["ViewerPreferences"]["PrintScaling"] = "/None"
    for item in pdf.objects:
        if isinstance(item, pydyf.Dictionary) and item.get("S") == "/TH":
            item["A"]["Scope"] = "/Row"
        if isinstance(item, pydyf.Dictionary) and item.get("Subtype") == "/Link":
            item["F"] = PRINT


def _finish_fields(file: pydyf.PDF, questions: Mapping[str, str]) -> None:
    """What WeasyPrint leaves out of forms: it names each radio button as if it were a field beside its group."""
    fields = file.catalog["AcroForm"]["Fields"]
    for item in file.objects:
        if not isinstance(item, pydyf.Dictionary) or "TU" not in item:
            continue
        if "Parent" in item:  # one choice: its title says which
            del item["T"]
            fields.remove(item.reference)
        else:
            item["TU"] = pydyf.String(questions[item["T"].string])


def _finish_archive(document: Any, pdf: pydyf.PDF) -> None:
    """What WeasyPrint leaves out of PDF/A-3, besides: it lists each embedded file twice."""
    pdf.catalog.setdefault("ViewerPreferences", pydyf.Dictionary())["DisplayDocTitle"] = "true"
    _finish(document, pdf)
    pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def _inches(rectangle: tuple[float, float, float, float]) -> Box:
    left, top, right, bottom = (number / PIXELS_PER_INCH for number in rectangle)
    return Box(left, top, right, bottom)


@contextmanager
def notes() -> Iterator[list[str]]:
    """Collects what WeasyPrint logs, and keeps it off the terminal, where it would show parts of a letter.

    Whatever uses the engine does so in here: one thread at a time.
    """
    noted: list[str] = []

    def note(record: logging.LogRecord) -> None:
        if isinstance(caught := sys.exc_info()[1], bounds.TooMuch):
            raise caught  # the engine would go on without the picture
        noted.append(record.getMessage())

    handler = logging.Handler(logging.WARNING)
    handler.emit = note  # type: ignore[method-assign]
    with _ENGINE:
        kept, propagate = _logger.handlers, _logger.propagate
        _logger.handlers, _logger.propagate = [handler], False
        try:
            yield noted
        finally:
            _logger.handlers, _logger.propagate = kept, propagate
