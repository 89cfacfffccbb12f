"""What every part of a playbook is written with: texts in two languages, words to match, citations."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Wording(Strict):
    """One text in the languages that Liaison speaks."""

    en: Text
    es: Text

    def in_language(self, language: str) -> str:
        return self.es if language == "es" else self.en


def _for_both(value: object) -> object:
    """One text serves for both languages, as a name may."""
    if not isinstance(value, str):
        return value
    if not value.strip():
        raise PydanticCustomError("string_too_short", "must not be empty")
    return {"en": value, "es": value}


#: A wording that may also be written as one text.
Named = Annotated[Wording, BeforeValidator(_for_both)]


class Words(Strict):
    """Words that point to something, by language; matched without case and accents."""

    en: tuple[Text, ...] = ()
    es: tuple[Text, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        return self.en + self.es


class Citation(Strict):
    """What a rule rests on: says in one sentence of our own what the source says there."""

    source: Id
    section: Text
    says: Wording
    quote: str = ""  #: exact words, which `liaison check` verifies against the source's `text_file`
