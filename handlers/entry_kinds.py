"""What people write down of calls, visits and sessions: kinds of entries with typed fields, as a playbook names them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Self

from pydantic import model_validator

from handlers.wording import Citation, Id, Strict, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

#: `partners` are partners by name or id, `people` names of anybody; `choices` are several of a list.
FieldType = Literal["text", "number", "choice", "choices", "people", "partners"]

#: Words that say how an entry is written, so that no field may be called so.
TAKEN = frozenset({"on", "note", "kind", "about"})


class EntryField(Strict):
    title: Text
    type: FieldType = "text"
    choices: tuple[Id, ...] = ()
    required: bool = False

    @model_validator(mode="after")
    def _has_its_choices(self) -> Self:
        if (self.type in {"choice", "choices"}) != bool(self.choices):
            msg = "a choice names its choices, and nothing else does"
            raise ValueError(msg)
        return self


class EntryKind(Strict):
    """Staff alone read it, so it is in one language."""

    title: Text
    about: Literal["partner", "school", "office"]  #: whom an entry is about: a name is needed for the first two
    fields: dict[Id, EntryField] = {}
    done: str = ""  #: a gate of kind `task` that is done for each of the partners in `attended`
    cites: tuple[Citation, ...] = ()

    @model_validator(mode="after")
    def _names_fit(self) -> Self:
        taken = sorted(TAKEN & set(self.fields))
        if taken:
            msg = f"no field may be called {taken[0]}"
            raise ValueError(msg)
        attended = self.fields.get("attended")
        if self.done and (attended is None or attended.type != "partners"):
            msg = "`done` needs a field `attended` of type partners"
            raise ValueError(msg)
        return self


#: The entry of `/partners log`, which every office has: channels and support types as one office's board item lists them (B06, B07).
LOG = EntryKind(
    title="What was said or done",
    about="partner",
    fields={
        "channel": EntryField(
            title="channel", type="choice", choices=("in_person", "virtual", "phone", "email", "newsletter"), required=True
        ),
        "support": EntryField(title="support", type="choice", choices=("support", "information", "data_request")),
    },
)


def kinds(named: Mapping[str, EntryKind]) -> dict[str, EntryKind]:
    """All kinds that an office has; its own `log` takes the place of ours."""
    return {"log": LOG, **named}
