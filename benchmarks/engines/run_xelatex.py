"""XeLaTeX, one run a letter: `python run_xelatex.py CORPUS OUT NUMBER`."""

import subprocess
import sys
from pathlib import Path


def main() -> None:
    corpus, out, number = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    for name in (corpus / "names.txt").read_text().split()[:number]:
        command = ["xelatex", "-interaction=batchmode", "-halt-on-error", f"-output-directory={out}"]
        subprocess.run([*command, str(corpus / f"tex/{name}.tex")], check=True, stdout=subprocess.DEVNULL)
        for ending in ("aux", "log"):
            (out / f"{name}.{ending}").unlink()


if __name__ == "__main__":
    main()
