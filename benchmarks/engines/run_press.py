"""The press that `letters batch` prints with, from finished pages: `python run_press.py CORPUS OUT NUMBER`."""

import sys
from pathlib import Path

from letters import places
from letters.press import Press


def main() -> None:
    corpus, out, number = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    press, folders = Press(), (places.shipped("templates"),)
    for name in (corpus / "names.txt").read_text().split()[:number]:
        pages = press.lay_out((corpus / f"html/{name}.html").read_text(encoding="utf-8"), folders)
        (out / f"{name}.pdf").write_bytes(press.write(pages))


if __name__ == "__main__":
    main()
