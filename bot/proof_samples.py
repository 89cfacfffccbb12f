"""The cases of the mails about proofs, filled with papers that nobody sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

REFERENCE = "K7Q2M"

TITLES: Mapping[str, tuple[str, str]] = {
    "en": ("proof of insurance", "clearance (Ana Ruiz)"),
    "es": ("comprobante de seguro", "verificación (Ana Ruiz)"),
}
DAYS: Mapping[str, tuple[str, str]] = {"en": ("June 30, 2027", "July 2, 2027"), "es": ("30 de junio de 2027", "2 de julio de 2027")}
WHY: Mapping[str, str] = {"en": "The second page is missing.", "es": "Falta la segunda página."}

STATES = ("received", "ended", "known", "unclear", "no_document")
TOLD = ("arrived", "offered", "nobodys", "named", "link", "newer", "ended")


def proof_cases(language: Literal["en", "es"]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Template, case, context."""
    what, whose = TITLES[language]
    papers = [{"name": f"{state}.pdf", "what": what if state != "unclear" else "", "state": state, "ends": ""} for state in STATES]
    calm: dict[str, Any] = {"link": False, "photo": False, "words": False, "whose": False, "counts": True}
    yield "papers_received", "every_state", {**calm, "papers": papers}
    photo = {"name": "IMG_1043.jpg", "what": what, "state": "photo", "ends": ""}
    yield "papers_received", "photo", {**calm, "papers": [photo], "photo": True, "words": True}
    yield "papers_received", "somebody_else", {**calm, "papers": papers[:1], "whose": True}
    yield "papers_received", "link", {**calm, "papers": [], "link": True, "counts": False}
    items = [{"what": what, "ends": DAYS[language][0]}, {"what": whose, "ends": DAYS[language][1]}]
    for look in ("check", "reject", "grace"):
        context = {"look": look, "items": items, "why": WHY[language] if look == "reject" else "", "reference": REFERENCE}
        yield "proof_looked_at", look, context
    yield "proof_looked_at", "no_end", {"look": "check", "items": [{"what": what, "ends": ""}], "why": "", "reference": REFERENCE}
    yield "proof_reminder", "soon", {"soon": items, "over": [], "paused": False}
    yield "proof_reminder", "over", {"soon": items[1:], "over": items[:1], "paused": False}
    yield "proof_reminder", "paused", {"soon": [], "over": items[:1], "paused": True}


def proof_notices() -> tuple[tuple[str, str, dict[str, Any]], ...]:
    """What staff hear: template, case, context."""
    papers = [{"what": "coi.pdf", "note": "proof of insurance; its text seems to say until 2027-06-30, which nobody has checked"}]
    commands = [{"label": "Have it already", "command": f"/partners proof {REFERENCE} insurance until DATE"}]
    named = {"organization": "Harbor Reading Project", "reference": REFERENCE, "paused": False}
    sent = {"sender": "broker@insurer.example (B. Roker)", "mail": "m-12"}
    told = tuple(
        (
            "staff_proof",
            what,
            {
                **named,
                **(sent if what not in {"newer", "ended"} else {"sender": "", "mail": ""}),
                "organization": "" if what in {"offered", "nobodys"} else named["organization"],
                "what": what,
                "papers": papers if what not in {"link", "named"} else [],
                "commands": commands if what != "link" else [],
            },
        )
        for what in TOLD
    )
    template, _, context = told[-1]
    return (*told, (template, "ended_and_paused", {**context, "paused": True}))
