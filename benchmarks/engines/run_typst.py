"""Typst, its compiler and fonts loaded once: `python run_typst.py CORPUS OUT NUMBER TEMPLATE [STANDARD]`."""

import sys
from pathlib import Path

import typst


def main() -> None:
    corpus, out, number = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    standards = sys.argv[5:]
    fonts = (corpus / "fonts.txt").read_text()
    compiler = typst.Compiler(sys.argv[4], font_paths=[fonts], ignore_system_fonts=True)
    for name in (corpus / "names.txt").read_text().split()[:number]:
        words = (corpus / f"words/{name}.json").read_text(encoding="utf-8")
        options = {"pdf_standards": standards} if standards else {"pdf_tags": False}
        compiler.compile(output=str(out / f"{name}.pdf"), format="pdf", sys_inputs={"letter": words}, **options)


if __name__ == "__main__":
    main()
