"""Rows of the office's own lists, checked one by one: what fits goes in, what does not is told by line and reason."""

from __future__ import annotations

from datetime import date  # noqa: TC003  pydantic resolves it at run time
from typing import TYPE_CHECKING, Annotated, Literal

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError, field_validator

from handlers.types import Party, PartyStatus

if TYPE_CHECKING:
    from collections.abc import Mapping


def _address(value: str) -> str:
    try:
        return validate_email(value.strip(), check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError as error:
        if value.strip().endswith((".example", ".invalid", ".localhost")) and value.count("@") == 1:
            return value.strip().lower()
        raise ValueError(f"is no mail address: {error}") from None


def _address_or_nothing(value: str) -> str:
    return _address(value) if value else ""


Email = Annotated[str, AfterValidator(_address)]
MaybeEmail = Annotated[str, AfterValidator(_address_or_nothing)]


class Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, str_max_length=4000)


class PartnerRow(Row):
    """`import partners`: the key is organization and contact_email together."""

    organization: str
    contact_name: str = ""
    contact_email: Email
    status: Literal["applicant", "active", "paused", "ended", ""] = ""
    stage: str = ""
    support_area: str = ""
    schools: str = ""
    liaison: str = ""
    language: Literal["en", "es", ""] = ""
    large_scale: Literal["yes", "no", "true", "false", ""] = ""
    start_date: date | Literal[""] = ""
    end_date: date | Literal[""] = ""
    phone: str = ""
    organization_type: str = ""
    website: str = ""
    agreement_signed: date | Literal[""] = ""
    agreement_ends: date | Literal[""] = ""
    insurance_ends: date | Literal[""] = ""
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
    known = {_column(name): value for name, value in cells.items() if name}
    try:
        return ROWS[kind].model_validate(known)
    except ValidationError as error:
        return "; ".join(_reason(each["loc"], each["type"], each["msg"]) for each in error.errors())


def party_of(row: PartnerRow, country: str, known: Party | None) -> Party:
    """Lay a row over what is known of that organization and contact: a blank cell never erases."""
    details = {name: str(value) for name, value in row.model_dump().items() if name not in _OWN_FIELDS and value != ""}
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


def _reason(where: tuple[int | str, ...], kind: str, says: str) -> str:
    column = str(where[0]) if where else "row"
    told = {"extra_forbidden": "there is no such column", "missing": "this column is missing"}
    return f"{column}: {told.get(kind, says.removeprefix('Value error, '))}"
