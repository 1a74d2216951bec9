"""WeasyPrint in a loop, fonts and the style sheet read once: `python run_weasyprint.py CORPUS OUT NUMBER [VARIANT]`."""

import logging
import sys
from pathlib import Path

import weasyprint
from weasyprint.text.fonts import FontConfiguration


def main() -> None:
    corpus, out, number = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    variant = sys.argv[4] if len(sys.argv) > 4 else None
    logging.getLogger("weasyprint").handlers = [logging.NullHandler()]
    fonts = FontConfiguration()
    style = (corpus / "letter.css").read_text(encoding="utf-8")
    sheets = [weasyprint.CSS(corpus / "faces.css", font_config=fonts), weasyprint.CSS(string=style, font_config=fonts)]
    for name in (corpus / "names.txt").read_text().split()[:number]:
        html = (corpus / f"html/{name}.html").read_text(encoding="utf-8")
        # What is left of the style is a letter's own: the foot of its pages.
        page = weasyprint.HTML(string=html.replace(style, "", 1))
        page.write_pdf(out / f"{name}.pdf", stylesheets=sheets, font_config=fonts, pdf_variant=variant)


if __name__ == "__main__":
    main()
