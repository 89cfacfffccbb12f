"""Rows of the office's own lists, checked one by one: what fits goes in, what does not is told by line and reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from handlers.partnership import Partnership, Standing
from handlers.playbook import PATHWAYS
from handlers.school_year import DayKind
from handlers.types import Party, PartyStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from pydantic.fields import FieldInfo

    from handlers.playbook import Playbook


def address(value: str) -> str:
    try:
        return validate_email(value.strip(), check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError as error:
        if value.strip().endswith((".example", ".invalid", ".localhost")) and value.count("@") == 1:
            return value.strip().lower()
        raise ValueError(f"is no mail address: {error}") from None


def _address_or_nothing(value: str) -> str:
    return address(value) if value else ""


def _nothing(value: object) -> object:
    return None if value == "" else value


#: Of an example; a request that was learnt is kept no longer than this.
LONGEST_EXAMPLE = 4_000

#: A cell that may stay empty.
Maybe = BeforeValidator(_nothing)
MaybeDate = Annotated[date | None, Maybe]
Email = Annotated[str, AfterValidator(address)]
MaybeEmail = Annotated[str, AfterValidator(_address_or_nothing)]


class Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, str_max_length=4000)


class PartnerRow(Row):
    """`import partners`: the key is organization and contact_email together."""

    organization: str
    contact_name: str = ""
    contact_email: Email
    status: Annotated[Literal["applicant", "active", "paused", "ended"] | None, Maybe] = None
    stage: str = ""
    support_area: str = ""
    schools: str = ""
    liaison: str = ""
    language: Annotated[Literal["en", "es"] | None, Maybe] = None
    large_scale: Annotated[Literal["yes", "no", "true", "false"] | None, Maybe] = None
    start_date: MaybeDate = None
    end_date: MaybeDate = None
    phone: str = ""
    organization_type: str = ""
    website: str = ""
    agreement_signed: MaybeDate = None
    agreement_ends: MaybeDate = None
    insurance_ends: MaybeDate = None
    tags: str = ""
    notes: str = ""

    @field_validator("organization")
    @classmethod
    def _is_named(cls, value: str) -> str:
        if not value:
            raise ValueError("is empty")
        return value


class SchoolRow(Row):
    school: str
    short_names: str = ""
    level: str = ""
    principal_name: str = ""
    principal_email: MaybeEmail = ""
    designee_name: str = ""
    designee_email: MaybeEmail = ""
    delegates: str = ""

    @field_validator("school")
    @classmethod
    def _is_named(cls, value: str) -> str:
        if not value:
            raise ValueError("is empty")
        return value


class PersonRow(Row):
    name: str
    email: Email
    role: str = ""
    school: str = ""
    slack_id: str = ""


class ClearanceRow(Row):
    """`import clearances`: a person with no day is on the roster, and not cleared."""

    organization: Annotated[str, StringConstraints(min_length=1)]
    person: Annotated[str, StringConstraints(min_length=2, max_length=80)]
    cleared_until: MaybeDate = None


class ExampleRow(Row):
    """`import examples`: a text and the pathway that it belongs to; further columns of an export are read over."""

    pathway: str
    text: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_EXAMPLE)]
    language: Annotated[Literal["en", "es", "other"] | None, Maybe] = None
    source: str = ""
    who: str = ""
    at: str = ""

    @field_validator("pathway")
    @classmethod
    def _is_one(cls, value: str) -> str:
        if value not in PATHWAYS:
            raise ValueError(f"is one of {', '.join(PATHWAYS)}")
        return value


class CheckinRow(Row):
    """`import checkins`: what a partner reported before Liaison, or on paper; further columns of an export are read over."""

    organization: Annotated[str, StringConstraints(min_length=1)] = Field(validation_alias=AliasChoices("organization", "partner"))
    contact_email: Email
    period: Annotated[str, StringConstraints(pattern=r"^20\d\d-(0[1-9]|1[0-2])$")]
    students_served: Annotated[int | None, Maybe] = Field(default=None, ge=0)
    sessions_held: Annotated[int | None, Maybe] = Field(default=None, ge=0)
    volunteer_hours: Annotated[float | None, Maybe] = Field(default=None, ge=0)
    highlights: str = ""
    challenges: str = ""
    support_needed: str = ""
    satisfaction: Annotated[int | None, Maybe] = Field(default=None, ge=1, le=5)
    answers: str = ""
    unsure: str = ""
    sources: str = ""
    status: str = ""


class CalendarRow(Row):
    """`import calendar`: a day, or the days up to `until`; `kind` is holiday, break, closed, first_day or last_day."""

    kind: DayKind
    day: date = Field(validation_alias=AliasChoices("date", "day", "from"))
    until: MaybeDate = None
    name: str = ""

    @field_validator("until")
    @classmethod
    def _is_later(cls, value: date | None, known: ValidationInfo) -> date | None:
        if value and "day" in known.data and value < known.data["day"]:
            raise ValueError("is before date")
        return value


class FigureRow(Row):
    """`import figures`: a result that somebody else has published, such as that of a survey of families."""

    figure: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    value: float
    unit: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    of: Annotated[int | None, Maybe] = Field(default=None, ge=0)
    period: str = ""
    source: Annotated[str, StringConstraints(min_length=1, max_length=400)]
    published_on: date
    url: str = ""


ROWS: Mapping[str, type[Row]] = {
    "checkins": CheckinRow,
    "calendar": CalendarRow,
    "figures": FigureRow,
    "partners": PartnerRow,
    "schools": SchoolRow,
    "people": PersonRow,
    "clearances": ClearanceRow,
    "examples": ExampleRow,
}


def read_row(kind: str, cells: Mapping[str, str]) -> Row | str:
    """Check one row; returns the row, or in one line why it is rejected."""
    if any(not value.isprintable() for value in " ".join(cells.values()).split()):
        return "row: a cell holds a control character; retype it"
    known = {_column(name): value for name, value in cells.items() if name}
    try:
        return ROWS[kind].model_validate(known)
    except ValidationError as error:
        return "; ".join(_reason(each["loc"], each["type"], each["msg"], each.get("ctx", {})) for each in error.errors())


def _names_of(name: str, field: FieldInfo) -> set[str]:
    alias = field.validation_alias
    return {str(each) for each in alias.choices} if isinstance(alias, AliasChoices) else {name}


def problem_with_columns(kind: str, names: Sequence[str]) -> str:
    """Say what is wrong with the first line of a list, or nothing: a column that is missing, or named twice."""
    columns = [_column(name) for name in names]
    twice = sorted({name for name in columns if columns.count(name) > 1})
    if twice:
        return f"the column {twice[0]} stands twice; take one out"
    missing = [name for name, field in ROWS[kind].model_fields.items() if field.is_required() and not _names_of(name, field) & {*columns}]
    return f"the first line names the columns, and {', '.join(missing)} is missing" if missing else ""


def party_of(row: PartnerRow, country: str, known: Party | None) -> Party:
    """Lay a row over what is known of that organization and contact: a blank cell never erases."""
    details = {name: str(value) for name, value in row.model_dump().items() if name not in _OWN_FIELDS and value not in {"", None}}
    if row.phone:
        details["phone"] = _dialled(row.phone, country)
    return Party(
        id="",
        organization=row.organization,
        contact_name=row.contact_name or (known.contact_name if known else ""),
        contact_email=row.contact_email,
        status=PartyStatus(row.status or (known.status if known else "active")),
        details={**(known.details if known else {}), **details},
    )


#: What the list says of a partner, as its partnership stands; an applicant has none until it applies.
STANDINGS: Mapping[PartyStatus, Standing] = {
    PartyStatus.ACTIVE: Standing.ACTIVE,
    PartyStatus.PAUSED: Standing.PAUSED,
    PartyStatus.ENDED: Standing.ENDED,
}


def listed_partnership(party: Party, playbook: Playbook, known: Partnership | None, liaison: str, now: datetime) -> Partnership:
    """The partnership of a partner that was there before Liaison: active without rulings of ours, so with gaps that may last a while.

    It has the partner's id, since no application led to it. Since when it is active, the list does not say.
    """
    at = known or Partnership(
        id=party.id,
        organization=party.organization,
        contact=party.contact_email,
        stage=_stage(playbook, party.details.get("stage", "")),
        gaps_until=playbook.office.gaps_until,
        opened_at=now,
        updated_at=now,
    )
    schools = tuple(name.strip() for name in party.details.get("schools", "").split(";") if name.strip())
    listed = replace(at, standing=STANDINGS[party.status], schools=schools or at.schools, liaison=liaison or at.liaison)
    return listed if listed == known else replace(listed, updated_at=now)


def _stage(playbook: Playbook, named: str) -> str:
    """The stage that a list names, else the one at which partnerships are active."""
    if playbook.stage(named) is not None:
        return named
    active = next((stage.id for stage in playbook.stages if stage.active), "")
    return active or (playbook.stages[-1].id if playbook.stages else "")


def short_names(row: SchoolRow) -> tuple[str, ...]:
    return tuple(name.strip() for name in row.short_names.split(";") if name.strip())


#: Columns that a party has fields for.
_OWN_FIELDS = frozenset({"organization", "contact_name", "contact_email", "status"})


def _column(name: str) -> str:
    return name.strip().lstrip("\ufeff").casefold().replace(" ", "_")


def _dialled(text: str, country: str) -> str:
    """Write a number in E.164 where it is one; keep what was given where it is not, for a person to read."""
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return text
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if phonenumbers.is_possible_number(number) else text


#: What pydantic says of a cell, in an office's words; {} are filled from the error's own context.
_IN_OUR_WORDS = {
    "extra_forbidden": "there is no such column",
    "missing": "this column is missing",
    "literal_error": "is one of {expected}, or empty",
    "date_from_datetime_parsing": "is no date such as 2026-11-23",
    "date_parsing": "is no date such as 2026-11-23",
    "string_too_long": "is longer than {max_length} characters",
}


def _reason(where: tuple[int | str, ...], kind: str, says: str, context: Mapping[str, object]) -> str:
    column = str(where[0]) if where else "row"
    return f"{column}: {_IN_OUR_WORDS.get(kind, says.removeprefix('Value error, ')).format_map(context)}"
