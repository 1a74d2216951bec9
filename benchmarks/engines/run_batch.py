"""`letters batch`, or that without print run and labels: `python run_batch.py [--no-print-run] TABLE …`."""

import sys

from letters.cli import main
from letters.workflow import print_run

if __name__ == "__main__":
    if "--no-print-run" in sys.argv:
        sys.argv.remove("--no-print-run")
        print_run.write_print_run = lambda *_: iter(())
    sys.argv.insert(1, "batch")
    main()
