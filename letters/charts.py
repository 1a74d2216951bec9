"""matplotlib: bars as an accessible SVG that stands in a page of HTML. Import it only where a chart is drawn."""

import io
import re
import textwrap
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

INK, FILL, PERHAPS = "#111111", "#2a5a8c", "#b5cbe2"
WIDTH = 7.0
LABEL_CHARACTERS = 38
# No date, no salt of chance, text as text: the same bars give the same bytes, and can be read and searched.
STYLE: dict[Any, Any] = {
    "svg.hashsalt": "letters",
    "svg.fonttype": "none",
    "text.parse_math": False,
    "font.family": "sans-serif",
    "font.size": 10,
    "text.color": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}


@dataclass(frozen=True)
class Bar:
    """One bar: its label, its length, how far it may reach (`high`, at least the length), and the words at its end."""

    label: str
    value: float
    high: float
    words: str


def bars(chart_id: str, title: str, description: str, rows: Sequence[Bar]) -> str:
    """The SVG element of horizontal bars, the first on top; `chart_id` begins every id in it.

    It has the role of an image, named by the title and described by the description.
    """
    labels = [textwrap.fill(row.label, LABEL_CHARACTERS) for row in rows]
    lines = sum(max(label.count("\n") + 1, 1.6) for label in labels)
    with mpl.rc_context(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a script that the measuring font lacks is drawn by the reader's own
        mpl.rcdefaults()  # nothing of the user's own settings
        mpl.rcParams.update(STYLE)
        figure = Figure(figsize=(WIDTH, 0.35 + 0.19 * lines), layout="constrained", frameon=False)
        axes = figure.add_subplot()
        places = range(len(rows))
        axes.barh(places, [row.high for row in rows], color=PERHAPS, height=0.62)
        axes.barh(places, [row.value for row in rows], color=FILL, height=0.62)
        for place, row in zip(places, rows, strict=True):
            axes.annotate(row.words, (row.high, place), (4, 0), textcoords="offset points", va="center")
        axes.set_yticks(places, labels)
        axes.set_xticks([])
        axes.set_xlim(0, max(max((row.high for row in rows), default=0), 1) * 1.3)
        axes.invert_yaxis()
        axes.tick_params(length=0)
        axes.spines[["top", "right", "bottom"]].set_visible(False)
        drawn = io.StringIO()
        figure.savefig(drawn, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    return _inline(drawn.getvalue(), chart_id, title, description)


def _inline(svg: str, chart_id: str, title: str, description: str) -> str:
    """The SVG as a part of a page: no header, no style that reaches outside, ids of its own, as wide as its place."""
    body = svg[svg.index("<svg") :]
    body = re.sub(r"<style.*?</style>", "", body, flags=re.DOTALL)
    body = re.sub(r'\bid="', f'id="{chart_id}-', body)
    body = body.replace("url(#", f"url(#{chart_id}-").replace('xlink:href="#', f'xlink:href="#{chart_id}-')
    head, rest = body.split(">", 1)
    box = re.search(r'viewBox="[^"]*"', head)
    assert box is not None
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {box[0]} role="img" '
        f'aria-labelledby="{chart_id}-title {chart_id}-desc">'
        f'<title id="{chart_id}-title">{escape(title)}</title><desc id="{chart_id}-desc">{escape(description)}</desc>'
        f"{rest}"
    )
