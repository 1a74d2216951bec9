"""Federal citations on a page that a person reads: each section is named once, or the page is full of them."""

import re
from collections.abc import Iterable, Mapping

from markupsafe import Markup

_CITE = r"\d+ (?:U\.S\.C\.|C\.F\.R\.) §\s[\w.]+(?:\(\w+\))*"
_CITED = re.compile(rf"\s\(({_CITE}(?:; {_CITE})*)\)")


def named_once(texts: Mapping[str, Markup], elsewhere: Iterable[str]) -> dict[str, Markup]:
    """The texts without the citations that stand in an earlier one, or elsewhere on the page."""
    seen = list(elsewhere)

    def first(found: re.Match[str]) -> str:
        cites = [cite for cite in found[1].split("; ") if not any(each.startswith(_spaced(cite)) for each in seen)]
        seen.extend(_spaced(cite) for cite in cites)
        return f" ({'; '.join(cites)})" if cites else ""

    return {name: Markup(_CITED.sub(first, text)) for name, text in texts.items()}


def _spaced(cite: str) -> str:
    return cite.replace("\N{NO-BREAK SPACE}", " ")
