"""What a letter can be written with, but a person should know first."""

from letters.answers import Answers
from letters.models import Agency
from letters.request_types import RequestType
from letters.workflow.workspace import Workspace

COUNTER = (
    "inspect_or_copy: the letter asks to look at the data, at that office. If going to a police counter is a risk for "
    "you, choose copies."
)
# State bodies that are police.
POLICE = ("mn-dps-bca", "mn-dps-msp")
APPEAL_ADDRESS = "--address: only if your decision letter gives it. The appeal goes where and how that letter says."
NAMELESS = (
    "Without a name nobody can later swear a complaint to the Court of Administrative Hearings about this letter."
)


def counter(agency: Agency, request_type: RequestType, given: Answers) -> list[str]:
    """A warning where the letter asks to look at data at a police counter because nothing else was chosen."""
    asks = any(field.id == "inspect_or_copy" for field in request_type.fields) and "inspect_or_copy" not in given
    police = agency.kind in ("sheriff", "police", "jail") or agency.id in POLICE
    if not (asks and police and request_type.needs_name):
        return []
    return [COUNTER]


def mismatch(workspace: Workspace, agency: Agency, request_type: RequestType) -> list[str]:
    """A warning when this body is not known to hold such data, with who is."""
    registry = workspace.registry
    if registry.holders(agency, request_type.holders):
        return []
    parts = [
        body.id for body in registry.agencies.values() if body.parent == agency.id and body.kind in request_type.holders
    ]
    who = ", ".join(parts or request_type.holders)
    return [
        f"{agency.name} is not known to hold such data; known to hold it: {who}. The letter is written all the same."
    ]
