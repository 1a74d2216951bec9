"""Letters of a group in the making: what was chosen, the table in memory, and what a check of it found."""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from werkzeug.exceptions import Gone

from letters.tables import Table
from letters.web.here import memory
from letters.web.memory import Kept
from letters.web.printing import PrintRun
from letters.web.work import Work
from letters.workflow import batch, mending
from letters.workflow.batch import Report
from letters.workflow.batch_rows import BatchWish
from letters.workflow.mending import Fault
from letters.workflow.workspace import Workspace

# A check that is done so soon is shown without a page of waiting.
SOON_SECONDS = 1.5


@dataclass
class Group(Kept):
    """Many letters in the making: from a table, or one to each of `agencies`."""

    id: str
    request_type: str
    from_sheet: bool
    table: Table | None = field(default=None, repr=False)
    agency: str | None = None
    agencies: tuple[str, ...] = ()
    kind: str = ""
    county: str = ""
    signer: str = ""
    given: dict[str, str] = field(default_factory=dict, repr=False)
    addresses: dict[str, str] = field(default_factory=dict, repr=False)
    mapping: dict[str, str] = field(default_factory=dict, repr=False)
    campaign: str = ""
    address_confirmed: bool = False
    anonymous: bool = False
    understood: bool = False
    companions: bool = False
    again: bool = False
    check: Work[Report] | None = field(default=None, repr=False)
    printing: PrintRun | None = field(default=None, repr=False)
    made: Report | None = field(default=None, repr=False)

    def close(self) -> None:
        """Ends a check; the print run is kept and ended by itself."""
        if self.check:
            self.check.stop()

    def wish(self, desk: Workspace, out: Path) -> BatchWish:
        """What the group wants written, as it stands."""
        return BatchWish(
            out=out,
            dated=desk.today,
            table=self.table,
            agencies=self.agencies,
            agency=self.agency,
            request_type=self.request_type or None,
            given=self.given | ({"signer": self.signer} if self.signer else {}),
            campaign=self.campaign,
            mapping=self.mapping,
            addresses=self.addresses,
            address_confirmed=self.address_confirmed,
            anonymous=self.anonymous,
            understood=self.understood,
            companions=self.companions,
            again=self.again,
            start_method="spawn",
        )

    def checks(self, desk: Workspace) -> None:
        """Begins to check all rows as they stand now."""
        self.close()
        wish = self.wish(desk, Path(tempfile.gettempdir()))  # nothing is written there
        self.check = Work(lambda progress: batch.dry_run(desk, wish, progress))
        self.check.wait(SOON_SECONDS)

    def faults(self, desk: Workspace, report: Report) -> tuple[Fault, ...]:
        """The rows to put right."""
        return mending.faults(desk, report.bad, report.matching)


def group(group_id: str) -> Group:
    """The letters in the making; raises Gone where they were forgotten."""
    found = memory().find(group_id)
    if not isinstance(found, Group):
        raise Gone
    return found
