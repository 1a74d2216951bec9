"""The engine that prints: which versions of its parts are here, and which scripts it can write."""

import ctypes
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import weasyprint

from letters.pdf import MissingGlyphs, lay_out, write

HARFBUZZ = ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll")
SUBSET = ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll")
PANGO = ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll")

SAMPLES = {
    "Latin": "Núñez",
    "Vietnamese": "Nguyễn",
    "Greek": "Ελένη",
    "Cyrillic": "Олена",
    "Arabic": "مريم",
    "Karen and Burmese": "ကညီ",
    "Ethiopic": "ሰላም",
    "Khmer": "សុខ",
    "Lao": "ລາວ",
    "Hmong": "𖬌𖬣𖬵",
    "Devanagari": "माया",
    "Chinese": "王小明",
    "Korean": "김민지",
}

_SAMPLE_PAGE = '<html lang="en"><title>{}</title><style>{}</style><p>{}</p>'


def versions() -> Iterator[tuple[str, str, bool]]:
    """The engine's parts: name, version, whether letters come out as they should with it."""
    yield "WeasyPrint", weasyprint.__version__, True
    yield "Pango", _version(PANGO, "pango_version_string") or "version unknown", True
    if _library(SUBSET):
        yield "HarfBuzz-Subset", _version(HARFBUZZ, "hb_version_string") or "version unknown", True
    else:
        yield "HarfBuzz-Subset", "missing: each letter takes about three times as long", False
    yield "Source Serif Pro", metadata.version("font-source-serif-pro"), True


def scripts(style: str) -> Iterator[tuple[str, str | None]]:
    """Each script that a name may be written in, and the font that would print it here in that style, or None."""
    for script, sample in SAMPLES.items():
        pages = lay_out(_SAMPLE_PAGE.format(script, style, sample), (Path(),))
        try:
            write(pages)
        except MissingGlyphs:
            yield script, None
        else:
            yield script, ", ".join(sorted(font.family for font in pages.document.fonts.values()))


def _library(names: tuple[str, ...]) -> ctypes.CDLL | None:
    for name in names:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None


def _version(names: tuple[str, ...], function: str) -> str | None:
    library = _library(names)
    if library is None:
        return None
    call = getattr(library, function)
    call.restype = ctypes.c_char_p
    return str(call().decode())
