"""Which days count: Minnesota's legal holidays as rules, the federal ones, and the calendar that a body keeps.

Minn. Stat. 645.44, subd. 5, names the legal holidays. Five of them move when they fall on a weekend: from Sunday to the
day after, from Saturday to the day before. For the executive branch of the state, holidays also include the Friday
after Thanksgiving, and not Indigenous Peoples Day; other branches and political subdivisions choose about both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import product
from typing import Literal, get_args

from dateutil.relativedelta import MO, TH, relativedelta

from letters.models import Adoption, Calendar, Holidays

# The rules were checked for these years.
FIRST_YEAR, LAST_YEAR = 2000, 2100

DAY = timedelta(days=1)
SATURDAY, SUNDAY = 5, 6

ADOPTIONS: tuple[Adoption, ...] = get_args(Adoption)
OptionalDay = Literal["friday-after-thanksgiving", "indigenous-peoples-day"]
FRIDAY_AFTER: OptionalDay = "friday-after-thanksgiving"
INDIGENOUS_PEOPLES: OptionalDay = "indigenous-peoples-day"


@dataclass(frozen=True)
class Holiday:
    """A holiday: a fixed day of the year that moves off weekends, or a day by its weekday; from some year on."""

    name: str
    month: int
    day: int = 1
    weekday: relativedelta | None = None
    days_after: int = 0
    since: int = 0

    def on(self, year: int) -> date:
        """The day on which it is kept; of a fixed day, the weekday that stands for it."""
        if self.weekday is not None:
            by_weekday: date = date(year, self.month, self.day) + self.weekday
            return by_weekday + self.days_after * DAY
        kept = date(year, self.month, self.day)
        # 645.44, subd. 5, and 5 U.S.C. 6103(b): Saturday to the day before, Sunday to the day after.
        return kept + {SATURDAY: -DAY, SUNDAY: DAY}.get(kept.weekday(), timedelta(0))

    def label(self, day: date) -> str:
        """Its name, with a word on that it was moved."""
        moved = self.weekday is None and (day.month, day.day) != (self.month, self.day)
        return f"{self.name} (observed)" if moved else self.name


COMMON = (
    Holiday("New Year's Day", 1, 1),
    Holiday("Martin Luther King's Birthday", 1, weekday=relativedelta(weekday=MO(3))),
    Holiday("Washington's and Lincoln's Birthday", 2, weekday=relativedelta(weekday=MO(3))),
    Holiday("Memorial Day", 5, 31, weekday=relativedelta(weekday=MO(-1))),
    Holiday("Independence Day", 7, 4),
    Holiday("Labor Day", 9, weekday=relativedelta(weekday=MO(1))),
    Holiday("Veterans Day", 11, 11),
    Holiday("Thanksgiving Day", 11, weekday=relativedelta(weekday=TH(4))),
    Holiday("Christmas Day", 12, 25),
)
# Juneteenth: in Minnesota from 19 June 2023, in the federal law from 2021.
MINNESOTA = (*COMMON, Holiday("Juneteenth", 6, 19, since=2023))
OPTIONAL: Mapping[OptionalDay, Holiday] = {
    FRIDAY_AFTER: Holiday("Friday after Thanksgiving", 11, weekday=relativedelta(weekday=TH(4)), days_after=1),
    INDIGENOUS_PEOPLES: Holiday(
        "Indigenous Peoples Day (formerly Columbus Day)", 10, weekday=relativedelta(weekday=MO(2))
    ),
}
FEDERAL = (
    *COMMON,
    Holiday("Juneteenth", 6, 19, since=2021),
    Holiday("Columbus Day", 10, weekday=relativedelta(weekday=MO(2))),
)


class BusinessCalendar:
    """The days on which a body is closed: weekends and these holidays. Each calendar is made once and kept."""

    def __init__(self, holidays: tuple[Holiday, ...]) -> None:
        self.holidays = holidays
        self._years: dict[int, dict[date, str]] = {}

    def closed(self, day: date) -> str | None:
        """Why a day does not count: the name of the weekday or of the holiday; None for a business day."""
        if day.weekday() in (SATURDAY, SUNDAY):
            return "Saturday" if day.weekday() == SATURDAY else "Sunday"
        if day.year not in self._years:
            self._years[day.year] = _observed(self.holidays, day.year)
        return self._years[day.year].get(day)

    def business_days(self, after: date, to: date) -> int:
        """How many business days there are after one day up to another, which is counted; 0 where it is not later."""
        days = (after + number * DAY for number in range(1, (to - after).days + 1))
        return sum(self.closed(day) is None for day in days)

    def next_business_day(self, day: date) -> date:
        """That day if it is a business day, else the next one."""
        while self.closed(day):
            day += DAY
        return day

    def last_business_day(self, day: date) -> date:
        """That day if it is a business day, else the last one before it."""
        while self.closed(day):
            day -= DAY
        return day


def _observed(holidays: tuple[Holiday, ...], year: int) -> dict[date, str]:
    """The holidays kept in a year, among them New Year's Day of the next one when that is a Saturday."""
    found: dict[date, str] = {}
    for holiday in holidays:
        for of_year in (year, year + 1):
            day = holiday.on(of_year)
            if day.year == year and of_year >= holiday.since:
                found[day] = holiday.label(day)
    return found


@dataclass(frozen=True)
class Reach:
    """A body's calendar as far as it is known: open whenever it may be, and closed whenever it may be."""

    open: BusinessCalendar
    closed: BusinessCalendar


def calendar_of(kind: Calendar, holidays: Holidays | None = None) -> Reach:
    """The calendar of a state agency, a federal one, or a local body with what is known of its two optional days."""
    known = holidays or Holidays()
    return _reach(kind, known.friday_after_thanksgiving, known.indigenous_peoples_day)


def calendar_name(kind: Calendar, holidays: Holidays) -> str:
    """Which calendar that is, in a word that tells nothing else of the body; `calendar_named` reads it."""
    optional = (holidays.friday_after_thanksgiving, holidays.indigenous_peoples_day) if kind == "mn-local" else ()
    return "/".join((kind, *optional))


def calendar_named(name: str) -> Reach:
    """The calendar of that name; the widest, a local body of which nothing is known, for a name that is none."""
    return CALENDARS.get(name) or calendar_of("mn-local")


@cache
def _reach(kind: Calendar, friday: Adoption, october: Adoption) -> Reach:
    if kind == "federal":
        return _between(FEDERAL, FEDERAL)
    if kind == "mn-state":
        state = (*MINNESOTA, OPTIONAL[FRIDAY_AFTER])
        return _between(state, state)
    choices = {FRIDAY_AFTER: friday, INDIGENOUS_PEOPLES: october}
    adopted = tuple(OPTIONAL[day] for day, choice in choices.items() if choice == "adopted")
    perhaps = tuple(OPTIONAL[day] for day, choice in choices.items() if choice != "declined")
    return _between((*MINNESOTA, *adopted), (*MINNESOTA, *perhaps))


def _between(surely: tuple[Holiday, ...], perhaps: tuple[Holiday, ...]) -> Reach:
    certain = BusinessCalendar(surely)
    return Reach(certain, certain if perhaps == surely else BusinessCalendar(perhaps))


def _every_calendar() -> dict[str, Reach]:
    locally = [
        Holidays(friday_after_thanksgiving=f, indigenous_peoples_day=o) for f, o in product(ADOPTIONS, ADOPTIONS)
    ]
    plain: list[tuple[Calendar, Holidays]] = [
        ("mn-state", Holidays()),
        ("federal", Holidays()),
        *(("mn-local", each) for each in locally),
    ]
    return {calendar_name(kind, each): calendar_of(kind, each) for kind, each in plain}


CALENDARS: Mapping[str, Reach] = _every_calendar()
