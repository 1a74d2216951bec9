"""When a clock runs out, with the count shown: from what was given to a date, day by day.

Minn. Stat. 645.15: the first day is left out, the last is counted, and a last day on a Saturday, a Sunday or a legal
holiday is left out too. Where the law leaves a date open there are two, an earliest and a latest.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from dateutil.relativedelta import relativedelta

from letters.calendars import DAY, BusinessCalendar, Reach, calendar_of
from letters.models import Clock

# Our allowance for the mail where the day of receipt is not known. It is no law.
MAIL_ALLOWANCE = 3


@dataclass(frozen=True)
class Count:
    """One count to its end: the last day by the number, where it comes to lie, each day left out and why."""

    unrolled: date
    end: date
    skipped: tuple[tuple[date, str], ...]


@dataclass(frozen=True)
class Deadline:
    """When a clock runs out: the earliest and the latest day, and for a requester the day by which to act.

    All days are None where the law sets no number; `reminder` is then the user's own follow-up.
    """

    clock: Clock
    start: date
    reach: Reach
    earliest: date | None
    latest: date | None
    do_by: date | None = None
    reminder: date | None = None
    early_count: Count | None = None
    late_count: Count | None = None

    @property
    def open(self) -> bool:
        """Whether the law, or what is known of the calendar, leaves more than one day."""
        return self.earliest != self.latest


def deadline(clock: Clock, start: date, reach: Reach, latest_start: date | None = None) -> Deadline:
    """When the clock runs out that was set off on `start`, or at the latest on `latest_start`.

    Earliest counts from `start` with every day on which the body may be open; latest from `latest_start` without any
    day on which it may be closed.
    """
    reach = calendar_of(clock.calendar) if clock.calendar else reach
    if clock.number is None:
        reminder = _business_days(start, clock.reminder, reach.open).end if clock.reminder else None
        return Deadline(clock, start, reach, None, None, reminder=reminder)
    early = count(clock, start, reach.open)
    # What binds the requester runs from the earliest day that could have set it off.
    late = count(clock, start if clock.binds == "requester" else latest_start or start, reach.closed)
    # Nobody should lean on a roll-forward: act by the last business day on or before the unrolled date.
    acts = clock.binds == "requester" and clock.ends == "rolls"
    do_by = reach.open.last_business_day(early.unrolled) if acts else None
    return Deadline(clock, start, reach, early.end, late.end, do_by, None, early, late)


def count(clock: Clock, start: date, calendar: BusinessCalendar) -> Count:
    """The clock's number of days, months or years after `start`; it rolls off a closed day unless it expires."""
    assert clock.number is not None
    if clock.unit == "business days":
        return _business_days(start, clock.number, calendar)
    step = {
        "calendar days": relativedelta(days=clock.number),
        "months": relativedelta(months=clock.number),
        "years": relativedelta(years=clock.number),
    }[str(clock.unit)]
    unrolled = start + step
    if clock.ends == "expires":
        return Count(unrolled, unrolled, ())
    end = calendar.next_business_day(unrolled)
    return Count(unrolled, end, tuple(_closed_days(unrolled, end - DAY, calendar)))


def received_at_latest(sent: date, received: date | None, calendar: BusinessCalendar) -> date:
    """The day of receipt or, where that is not known, the day sent and our allowance for the mail."""
    return received or _business_days(sent, MAIL_ALLOWANCE, calendar).end


@lru_cache(maxsize=100_000)
def _business_days(start: date, number: int, calendar: BusinessCalendar) -> Count:
    """The n-th business day after `start`, which is itself never counted."""
    day = start
    for _ in range(number):
        day = calendar.next_business_day(day + DAY)
    return Count(day, day, tuple(_closed_days(start + DAY, day, calendar)))


def _closed_days(first: date, last: date, calendar: BusinessCalendar) -> Iterator[tuple[date, str]]:
    day = first
    while day <= last:
        if reason := calendar.closed(day):
            yield day, reason
        day += DAY
