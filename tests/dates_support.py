"""The calendars by which dates are counted in the tests."""

from datetime import date

from letters.calendars import Reach, calendar_of
from letters.models import Holidays

D = date.fromisoformat


def local(friday: str = "unknown", october: str = "unknown") -> Reach:
    choices = {"friday_after_thanksgiving": friday, "indigenous_peoples_day": october}
    return calendar_of("mn-local", Holidays.model_validate(choices))


# As the examples name them.
CALENDARS = {
    "state": calendar_of("mn-state"),
    "plain": local("declined", "declined"),
    "fri": local("adopted", "declined"),
    "ipd": local("declined", "adopted"),
    "both": local("adopted", "adopted"),
}
