"""Rows of the office's own lists, checked one by one: what fits goes in, what does not is told by line and reason."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError, field_validator

from handlers.types import Party, PartyStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def _address(value: str) -> str:
    try:
        return validate_email(value.strip(), check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError as error:
        if value.strip().endswith((".example", ".invalid", ".localhost")) and value.count("@") == 1:
            return value.strip().lower()
        raise ValueError(f"is no mail address: {error}") from None


def _address_or_nothing(value: str) -> str:
    return _address(value) if value else ""


def _nothing(value: object) -> object:
    return None if value == "" else value


#: A cell that may stay empty.
Maybe = BeforeValidator(_nothing)
MaybeDate = Annotated[date | None, Maybe]
Email = Annotated[str, AfterValidator(_address)]
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


ROWS: Mapping[str, type[Row]] = {"partners": PartnerRow, "schools": SchoolRow, "people": PersonRow}


def read_row(kind: str, cells: Mapping[str, str]) -> Row | str:
    """Check one row; returns the row, or in one line why it is rejected."""
    if any(not value.isprintable() for value in " ".join(cells.values()).split()):
        return "row: a cell holds a control character; retype it"
    known = {_column(name): value for name, value in cells.items() if name}
    try:
        return ROWS[kind].model_validate(known)
    except ValidationError as error:
        return "; ".join(_reason(each["loc"], each["type"], each["msg"], each.get("ctx", {})) for each in error.errors())


def problem_with_columns(kind: str, names: Sequence[str]) -> str:
    """Say what is wrong with the first line of a list, or nothing: a column that is missing, or named twice."""
    columns = [_column(name) for name in names]
    twice = sorted({name for name in columns if columns.count(name) > 1})
    if twice:
        return f"the column {twice[0]} stands twice; take one out"
    missing = [name for name, field in ROWS[kind].model_fields.items() if field.is_required() and name not in columns]
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
