"""The press and the ordinary way, compared for as many invented people as you like: press.py COUNT [TYPE …]."""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import press_proof
from support import OFFERED, TODAY

from letters.workflow.workspace import Workspace


def run(count: int, types: list[str]) -> int:
    """Prints what differs, and at the end how many letters were compared and came from the press; 1 if any differs."""
    with tempfile.TemporaryDirectory() as home:
        single = Workspace(Path(home), TODAY)
        press = single.on_a_press()
        pressed = differ = 0
        for request_type in types:
            for seed in range(1000, 1000 + count):
                alone, printed = press_proof.both(single, press, press_proof.invented(request_type, seed))
                pressed += press_proof.pressed(printed)
                if found := press_proof.differences(alone, printed):
                    differ += 1
                    print(f"{request_type} {seed}: {', '.join(found)} differ", flush=True)
    print(f"{count * len(types)} letters compared, {pressed} from the press, {differ} differ")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(run(int(sys.argv[1]), sys.argv[2:] or OFFERED))
