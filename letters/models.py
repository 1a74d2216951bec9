"""The nouns that stand outside: agencies, statutes, clocks. Frozen values, checked where they come in."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from letters.characters import refused

Kind = Literal[
    "state-agency",
    "county",
    "sheriff",
    "jail",
    "city",
    "police",
    "township",
    "school-district",
    "special-district",
    "university",
    "federal",
    "other",
]
Calendar = Literal["mn-state", "mn-local", "federal"]
Trust = Literal["request-contact", "main-office", "main-office-unconfirmed", "route", "name-only"]
Adoption = Literal["adopted", "declined", "unknown"]
Channel = Literal["mail", "email", "portal", "fax", "in-person", "phone"]

Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


def _printable(text: str) -> str:
    if problems := list(refused(text)):
        raise ValueError("; ".join(problems))
    return text


Line = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^\S(.*\S)?$"), AfterValidator(_printable)]
Prose = Annotated[str, AfterValidator(_printable)]
Phone = Annotated[str, Field(pattern=r"^\d{3}-\d{3}-\d{4}$")]
Url = Annotated[str, Field(pattern=r"^https?://\S+$")]
Email = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]

CALENDAR_BY_KIND: dict[str, Calendar] = {"state-agency": "mn-state", "federal": "federal"}


class Noun(BaseModel):
    """A frozen value; a key that it does not know is a mistake, not a surprise."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Noun):
    """Where a fact was read, and the date of that page (a year, a month or a day) if it has one."""

    url: Url
    date: Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")] | None = None


class Address(Noun):
    """A postal address in the United States."""

    building: Line | None = Field(None, description="Building or room, where it is not part of the street line")
    street: Line = Field(description="Street and suite, or the P.O. box")
    city: Line
    state: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] = "MN"
    zip: Annotated[str, Field(pattern=r"^\d{5}(-\d{4})?$")] = Field(description="In quotes: a ZIP is not a number")

    @property
    def last_line(self) -> str:
        """City, state and ZIP, as the post wants them."""
        return f"{self.city}, {self.state} {self.zip}"


class Holidays(Noun):
    """What a local body does on the two days that Minn. Stat. 645.44, subd. 5, leaves to it."""

    friday_after_thanksgiving: Adoption = "unknown"
    indigenous_peoples_day: Adoption = "unknown"


class Agency(Noun):
    """A body that can be asked for data, or a known body that the Data Practices Act does not reach."""

    id: Id = Field(description="Lasts for good: letters and trackers refer to it")
    name: Line = Field(description="As it should stand in the address of a letter")
    aka: tuple[Line, ...] = Field((), description="Other names that people search for")
    former_ids: tuple[Id, ...] = Field((), description="Earlier ids, still found")
    kind: Kind = Field(description="What the body is")
    calendar: Calendar = Field("mn-local", description="Legal holidays that it keeps; by default from its kind")
    holidays: Holidays = Field(Holidays(), description="The two optional holidays of a local body")
    county: Line | None = Field(None, description="County of a city, township or district, to tell namesakes apart")
    parent: Id | None = Field(None, description="The body that this one is a part of")
    route_to: Id | None = Field(None, description="Letters go to this body and name the division")
    trust: Trust = Field(description="How sure the address is")
    stale: bool = Field(
        default=False, description="The newest source is old, or a move is known: confirm before mailing"
    )
    not_subject: Prose | None = Field(None, description="Why chapter 13 does not reach this body")
    attention: Line | None = Field(None, description="Office or role that takes data requests")
    responsible_authority: Line | None = Field(None, description="Title of the responsible authority")
    compliance_official: Line | None = Field(None, description="Title of the data practices compliance official")
    address: Address | None = None
    address_basis: Literal["data-practices-contact", "main-office"] | None = None
    phone: Phone | None = None
    fax: Phone | None = None
    email: Email | None = None
    email_basis: (
        Literal[
            "data-practices-contact",
            "data-practices-contact-unconfirmed",
            "records-office",
            "general",
            "breach-report-requests",
            "complaint-intake",
            "accessibility-help",
        ]
        | None
    ) = Field(None, description="What the e-mail address is for; only a data-practices-contact takes requests")
    accepts: tuple[Channel, ...] = Field((), description="How it takes data requests")
    data_practices_page: Url | None = None
    web_form: Url | None = None
    web_form_note: Prose | None = None
    website: Url | None = None
    official_ids: dict[str, str] = Field({}, description="Ids in official lists: gnis, fips, district_number …")
    notes: Prose | None = None
    sources: tuple[Source, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _calendar_from_kind(cls, data: Any) -> Any:
        if isinstance(data, dict) and "calendar" not in data:
            return {**data, "calendar": CALENDAR_BY_KIND.get(str(data.get("kind")), "mn-local")}
        return data


Grade = Literal["A", "B", "C", "UNVERIFIED", "UNSETTLED", "HOUSE"]
PRINTABLE_GRADES: frozenset[str] = frozenset({"A", "B", "C"})


class Statute(Noun):
    """A citation that a letter may print, if its grade and the date of the letter allow."""

    cite: Line
    about: str = Field(description="What it says, in our own words")
    grade: Grade
    checked: date
    effective_from: date | None = None
    until: date | None = None
    sources: tuple[Source, ...] = ()

    def printable_on(self, day: date) -> bool:
        """Whether a letter of that day may cite it: graded A to C, and in force."""
        begun = self.effective_from is None or self.effective_from <= day
        ended = self.until is not None and day > self.until
        return self.grade in PRINTABLE_GRADES and begun and not ended


Unit = Literal["business days", "calendar days", "months", "years"]


class Clock(Noun):
    """A time limit: whom it binds, what sets it off, how long it is, and what happens when it lapses."""

    id: Id
    title: Line
    cite: str
    binds: Literal["agency", "requester", "commissioner", "judge"]
    starts: Id = Field(description="What sets it off: request, receipt, notice, determination, act …")
    number: Annotated[int, Field(gt=0)] | None = Field(None, description="None where the law sets no number")
    unit: Unit | None = None
    calendar: Calendar | None = Field(None, description="Whose days count, where it is not the body that was asked")
    ends: Literal["rolls", "expires"] = Field("rolls", description="Rolls off a day that does not count, or stands")
    lapse: str
    note: str = ""
    reminder: int | None = Field(None, description="The user's own follow-up, in business days: no law")
    grade: Grade
    checked: date
    effective_from: date | None = None
    until: date | None = None
    sources: tuple[Source, ...] = ()

    @model_validator(mode="after")
    def _number_with_unit(self) -> "Clock":
        if (self.number is None) != (self.unit is None):
            raise ValueError("a number goes with a unit")
        return self
