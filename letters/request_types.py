"""The nouns of the catalogue: request types, their questions, who may sign. Checked where they come in."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from letters.models import Id, Line, Noun, Prose, Source

FieldId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Capacity = Literal[
    "data_subject",
    "nonpublic_subject",
    "correction",
    "with_consent",
    "consent",
    "application",
    "notice",
    "health_record",
    "inherit",
    "public",
    # under federal law
    "foia_pa",
    "foia",
    "foia_followup",
    "privacy_act",
    "court_party",
    # the next letter of a request, and a sheet for the person: made by the program, not by a request type
    "step",
    "sheet",
]
# Letters to federal agencies.
FEDERAL: frozenset[Capacity] = frozenset({"foia_pa", "foia", "foia_followup", "privacy_act", "court_party"})
# How identity is certified where the agency has a form: the answer to certification_of_identity.
OWN_FORM = "the agency's own form"
Sensitivity = Literal["ordinary", "personal", "sensitive", "forbidden"]


class FieldDef(Noun):
    """One question, wherever it is asked."""

    id: FieldId
    label: Line
    in_letter: Line | None = None
    type: Literal["text", "multiline", "address", "date", "choice", "yes_no"]
    choices: tuple[Line, ...] = ()
    example: str
    sensitivity: Sensitivity
    in_table: bool = True
    past: bool = Field(default=False, description="A day that cannot lie after the date of the letter")
    never_by_default: bool = False
    help: str
    federal_help: str | None = Field(None, description="Instead of help, in a letter to a federal agency")
    federal_example: str | None = Field(None, description="Instead of the example, in such a letter")


class Text(Noun):
    """A sentence or two that several request types share; `say` is a template."""

    audience: Literal["letter", "person"] = Field(alias="for")
    say: str


class Situation(Noun):
    """Why a person comes, in plain words; request types are listed under it, those that most people want first."""

    title: Line
    first: tuple[Id, ...] = ()


class Signer(Noun):
    """Who signs, if a letter about somebody is written: each has a standing of its own, and a proof.

    `I`, `me` and `my` stand for the data subject in the items. The templates `standing`, `signs_as`, `proof` and
    `encloses` see the answers; one that comes out empty is left out.
    """

    id: Id
    title: Line
    capacity: Capacity | None = Field(None, description="Instead of the type's own, where the law is another")
    law: tuple[str, ...] = ()
    subject: FieldId = Field("full_name", description="The field that names the data subject")
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    gates: tuple[str, ...] = ()
    without: tuple[str, ...] = Field((), description="Fields of the type that this signer is not asked")
    without_law: tuple[str, ...] = ()
    without_clocks: tuple[str, ...] = ()
    words: dict[str, str] = Field(description="I, me and my, of the data subject")
    standing: str
    signs_as: str = ""
    later: Line | None = Field(None, description="What he or she was, in a next letter: the log keeps no answer of it")
    proof: str
    encloses: tuple[str, ...] = ()
    identity: str | None = Field(None, description="Id of the text on proof, instead of the type's own")
    advice: tuple[str, ...] = ()


class Companion(Noun):
    """A paper that goes with a letter: what it is for, and beside which letters it is written unasked."""

    id: Id
    title: Line
    does: Prose
    beside: tuple[Capacity, ...] = Field((), description="Capacities of the letters that --companions writes it with")
    translated: bool = Field(default=False, description="It is for oneself alone, and is there in other languages")


class Denial(Noun):
    """A ground on which data may be refused, and the answer to it: the id of a shared text, or a sentence."""

    law: str | None = None
    why: Line
    answer: str | None = None
    say: str | None = None


class Also(Noun):
    """Another letter that the same wish needs: to another agency, or of another type."""

    when: tuple[Id, ...] = Field((), description="Only with a letter to one of these holders")
    agency: Id | None = None
    type: Id | None = None
    first: bool = Field(default=False, description="To be mailed before")
    why: Prose


class Limits(Noun):
    """Beyond these the program warns that a request is large."""

    max_days: int | None = None
    max_custodians: int | None = None
    max_terms: int | None = None


class RequestType(Noun):
    """A kind of request: who may ask whom for what, on which law, with which answers."""

    id: Id
    title: Line
    also_found_by: str = Field("", description="Other words by which people look for it; they are shown nowhere")
    summary: str
    capacity: Capacity
    situation: Id
    signers: tuple[Id, ...] = Field((), description="Who may sign, the usual one first; none where no name is needed")
    not_offered: str | None = Field(None, description="Why no such letter is written yet")
    holders: tuple[Id, ...] = Field(description="Agency ids, or kinds of agency")
    law: tuple[str, ...]
    required: tuple[str, ...]
    one_of: tuple[Annotated[tuple[str, ...], Field(min_length=2)], ...] = ()
    optional: tuple[str, ...] = ()
    required_by_holder: Mapping[Id, tuple[str, ...]] = Field({}, description="Needed where the letter goes to these")
    gates: tuple[str, ...] = Field((), description="Questions that must be answered with yes")
    fill_from: dict[str, str] = Field({}, description="Field: field that its answer is taken from")
    choices_here: Mapping[str, tuple[Line, ...]] = Field({}, description="Field: fewer choices than elsewhere")
    certified: tuple[str, ...] = Field((), description="Fields that a certification of identity states, not the table")
    sensitive_here: tuple[str, ...] = Field((), description="Fields that are kept nowhere here")
    limits: Limits = Limits()
    clocks: tuple[str, ...] = ()
    fees: str
    identity: str = Field(description="Id of a text, or a sentence")
    enclosures: tuple[Line, ...] = ()
    statement: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    creates_data: bool = Field(default=False, description="A table is to be made: the letter asks for new data")
    also: tuple[Also, ...] = ()
    denials: tuple[Denial, ...] = ()
    pitfalls: tuple[str, ...] = ()
    safety: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    fields: tuple[FieldDef, ...] = Field((), description="The questions it asks, in order: looked up, not written")
    signer: Signer | None = Field(None, description="Who signs this one: chosen, not written")

    @property
    def needs_name(self) -> bool:
        """Whether the letter must say who writes it; where not, it can be anonymous."""
        return "full_name" in self.required

    @property
    def federal(self) -> bool:
        """Whether federal law governs it, and not chapter 13."""
        return self.capacity in FEDERAL

    @property
    def about_writer(self) -> bool:
        """Whether a federal letter is, or may follow up, one about the person who signs it."""
        return self.federal and self.capacity != "foia"

    def needed(self, certification: str | None) -> tuple[str, ...]:
        """The fields without which there is no letter: what the agency's own form states need not be told here."""
        on_the_form = set(self.certified) - {"full_name"} if certification == OWN_FORM else set()
        return tuple(name for name in self.required if name not in on_the_form)

    def group_of(self, field_id: str) -> int | None:
        """The number of the group of which one answer will do, counted from 1; None where there is none."""
        return next((n for n, group in enumerate(self.one_of, 1) if field_id in group), None)


def questions(
    id: str,
    title: str,
    *,
    capacity: Capacity,
    holder: str,
    fields: Iterable[FieldDef],
    required: tuple[str, ...] = (),
    **more: Any,
) -> RequestType:
    """The questions of a next letter or a sheet, which are checked and laid out as those of a request are."""
    return RequestType(
        id=id,
        title=title,
        summary=title,
        capacity=capacity,
        situation="follow-up",
        holders=(holder,),
        law=(),
        required=required,
        fees="",
        identity="",
        fields=tuple(fields),
        **more,
    )
