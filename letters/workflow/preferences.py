"""What a person sets once for every command: preferences.yaml in the own folder."""

from pathlib import Path

from letters import files, folder
from letters.errors import FileMistakes, WrongInput
from letters.workflow import given

FILE_NAME = "preferences.yaml"
LOW_TRACE = "low-trace"
NAMES = (LOW_TRACE,)
ON, OFF = "on", "off"


def read(home: Path) -> dict[str, bool]:
    """Each setting, on or off; raises FileMistakes, since a setting that protects is not passed over."""
    path = home / FILE_NAME
    said = given.read_answers(path) if path.exists() else {}
    wrong = [f"{name}: write on or off" for name in NAMES if said.get(name, OFF) not in (ON, OFF)]
    wrong += [f"there is no setting {name!r}" for name in said if name not in NAMES]
    if wrong:
        raise FileMistakes(path, wrong)
    return {name: said.get(name) == ON for name in NAMES}


def low_trace(home: Path) -> bool:
    """Whether everything is written with low trace."""
    return read(home)[LOW_TRACE]


def keep(home: Path, name: str, value: str) -> dict[str, bool]:
    """Sets one, and gives all; raises WrongInput and FileTrouble."""
    if name not in NAMES:
        raise WrongInput(f"There is no setting {name!r}: it is one of {', '.join(NAMES)}.")
    found = {**read(home), name: value == ON}
    folder.make(home)
    said = "".join(f"{each}: {ON if on else OFF}\n" for each, on in found.items())
    files.replace_whole(home / FILE_NAME, said.encode())
    return found
