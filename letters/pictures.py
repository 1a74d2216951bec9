"""pdfium and Pillow: from a PDF, a photograph or a scan to pictures of its pages, to be printed in another document."""

import io
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pypdfium2
from PIL import Image, ImageFile, ImageOps

from letters.errors import WrongInput

DPI = 150
# A letter page at that density is 1275 by 1650 dots; a larger sheet is brought down to its height.
MOST_DOTS = 11 * DPI
POINTS_PER_INCH = 72
QUALITY = 80
MOST_PAGES = 200
MOST_PIXELS = 100_000_000
TOO_LARGE = f"This image has more than {MOST_PIXELS // 1_000_000} million dots: make it smaller."

_WRONG_PASSWORD = 4
# pdfium is made for one thread at a time, and how lenient Pillow is holds for the whole process.
_ONE = threading.RLock()
_GPS = 0x8825


@dataclass(frozen=True)
class Picture:
    """A page as PNG or JPEG."""

    content: bytes
    media: str


def of_pdf(content: bytes) -> tuple[Picture, ...]:
    """Each page of a PDF; raises WrongInput when it is damaged, locked with a password, empty or very long."""
    with _ONE, _pdf(content) as document:
        return tuple(_picture(_drawn(document, number)) for number in range(len(document)))


def _drawn(document: pypdfium2.PdfDocument, number: int) -> Image.Image:
    try:
        page = document[number]
        scale = min(DPI / POINTS_PER_INCH, MOST_DOTS / max(*page.get_size(), 1))
        image: Image.Image = page.render(scale=scale, may_draw_forms=True).to_pil()
        page.close()
    except (pypdfium2.PdfiumError, ValueError):
        raise WrongInput(f"Page {number + 1} of this PDF is damaged: print it to a new PDF.") from None
    return image


@contextmanager
def _pdf(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code == _WRONG_PASSWORD:
            raise WrongInput("This PDF is locked with a password: print it to a new PDF without one.") from None
        raise WrongInput("This PDF is damaged: print or download it again.") from None
    try:
        if not 0 < len(document) <= MOST_PAGES:
            raise WrongInput(f"This PDF has {len(document):,} pages; 1 to {MOST_PAGES} can be kept: split it.")
        document.init_forms()  # what was filled in shows too
        yield document
    finally:
        document.close()


def of_image(content: bytes) -> Picture:
    """A photograph or scan, upright; raises WrongInput when it is damaged or very large."""
    with _opened(content) as image:
        image.draft("RGB", (2 * MOST_DOTS, 2 * MOST_DOTS))
        upright = ImageOps.exif_transpose(image)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        paper = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(paper, upright.convert("RGBA"))
    if upright.mode.startswith("I"):  # a scan in 16 bits: its upper half
        upright = upright.point(lambda value: value / 256).convert("L")
    upright = upright.convert("RGB")
    upright.thumbnail((MOST_DOTS, MOST_DOTS), Image.Resampling.LANCZOS)
    return _picture(upright)


def tells_place(content: bytes) -> bool:
    """Whether a photograph says where it was taken; raises WrongInput when it is damaged or very large."""
    with _opened(content) as image:
        return bool(image.getexif().get_ifd(_GPS))


@contextmanager
def _opened(content: bytes) -> Iterator[Image.Image]:
    with _ONE, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's own word on large images and odd notes: ours is below
        lenient = ImageFile.LOAD_TRUNCATED_IMAGES  # WeasyPrint sets it for the process; half an image is no exhibit
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise WrongInput(TOO_LARGE)
                yield image
        except Image.DecompressionBombError:
            raise WrongInput(TOO_LARGE) from None
        except (OSError, SyntaxError, ValueError):
            raise WrongInput("This image is damaged: save or photograph it again.") from None
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def _picture(image: Image.Image) -> Picture:
    """As PNG or as JPEG, whichever is smaller: pages of text are the one, photographs the other."""
    if image.mode != "L" and _is_grey(image):
        image = image.convert("L")
    drawings = []
    for name, media, options in (("PNG", "image/png", {}), ("JPEG", "image/jpeg", {"quality": QUALITY})):
        file = io.BytesIO()
        image.save(file, name, optimize=True, **options)
        drawings.append(Picture(file.getvalue(), media))
    return min(drawings, key=lambda picture: len(picture.content))


def _is_grey(image: Image.Image) -> bool:
    red, green, blue = image.convert("RGB").split()
    return red.tobytes() == green.tobytes() == blue.tobytes()
