"""Where a newsletter is made: from a draft to its design, its findings, and the press that prints it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot import newsletter_items
from bot.newsletter_items import NewsletterError
from handlers import audience as audiences
from handlers.cadences import between
from handlers.newsletters import Addressee
from handlers.types import Outbound
from mail.build import BuildError
from mail.issue import source as sources
from mail.issue.design import Design, Designer, Setting
from mail.issue.lint import WORST, Finding, lint
from mail.issue.press import Facts, FillError, Press, Sender, picture_type

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from bot.clock import Clock
    from bot.desk import Desk
    from bot.playbooks import Loaded
    from handlers.newsletters import Issue
    from store.unit import Store, Unit

#: A picture travels in every copy.
LARGEST_PICTURE = 500_000

#: Rows of tests, which are in no table, are numbered from here on.
TESTS = 2**47

#: The next check-in is looked for this far ahead.
AHEAD = timedelta(days=62)

#: One of everything that may be a recipient's own: a preview of the worst case shows all sections.
EVERYTHING: Mapping[str, Any] = {
    "requests": [{"words": "a projector for the reading room", "asked": "2026-10-03"}],
    "proofs": [],
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Studio:
    store: Store
    loaded: Loaded
    desk: Desk
    clock: Clock
    folder: Path  #: of the templates
    public_url: str = ""

    def read(self, text: str) -> sources.Source:
        try:
            return sources.read(text)
        except sources.SourceError as error:
            raise NewsletterError(str(error)) from error

    def audience(self, expression: str) -> audiences.Audience:
        try:
            return audiences.parse(expression)
        except audiences.AudienceError as error:
            raise NewsletterError(f"--audience: {error}") from error

    def kept_pictures(self, pictures: Mapping[str, bytes]) -> dict[str, str]:
        for name, data in pictures.items():
            if len(data) > LARGEST_PICTURE:
                raise NewsletterError(
                    f"the picture {name} has {len(data) / 1e6:.1f} MB and would travel in every copy: "
                    f"make it smaller than {LARGEST_PICTURE // 1000} KB, or link to it by https://"
                )
            try:
                picture_type(data)
            except BuildError as error:
                raise NewsletterError(f"{name}: {error}") from error
        with self.store.unit() as unit:
            return {name: unit.blobs.put(data) for name, data in pictures.items()}

    def press_of(self, issue: Issue) -> Press:
        """Make the press of an issue as its source and the templates are now."""
        return self.press(issue, self.design(self.read(issue.source), issue.pictures, issue.created_at), self.facts())

    def design(self, source: sources.Source, pictures: Mapping[str, str], made_at: datetime) -> Design:
        office = self.loaded.playbook.office
        named = {"name": office.name, "district": office.district, "postal_address": office.postal_address}
        one_click = bool(self.sender.public_url)
        with self.store.view() as unit:
            items = newsletter_items.ticked(unit, sources.items_of(source), self.desk.intake)
        setting = Setting(office=named, time_zone=office.time_zone, one_click=one_click, pictures=pictures, items=items, made_at=made_at)
        try:
            return Designer(self.folder).design(source, setting)
        except sources.SourceError as error:
            raise NewsletterError(str(error)) from error

    def facts(self) -> Facts:
        playbook, now = self.loaded.playbook, self.clock.now()
        titles = {kind: {"en": proof.title.en, "es": proof.title.es} for kind, proof in playbook.proofs.items()}
        with self.store.view() as unit:
            calendar = unit.calendar.all()
        zone = playbook.office.time_zone
        due = [
            each.due
            for cadence in playbook.cadences
            if cadence.kind == "checkin"
            for each in between(cadence, now, now + AHEAD, zone, calendar)
        ]
        return Facts(titles=titles, checkin=min(due).date().isoformat() if due else "")

    def linted(self, issue: Issue, press: Press) -> tuple[Finding, ...]:
        pages, found = [], []
        for name, language in WORST:
            to = Addressee(id=0, address="somebody@example.org", name=name, organization="Example", language=language, data=EVERYTHING)
            try:
                _, text, html = press.words(to)
                pages.append((text, html))
            except FillError as error:
                found.append(Finding("no_default", str(error)))
        office = {"postal_address": self.loaded.playbook.office.postal_address}
        return (*lint(self.read(issue.source), press.design, pages, office), *dict.fromkeys(found))

    def addressee(self, unit: Unit, partner: str, samples: Sequence[tuple[str, str]], *, worst: bool) -> Addressee:
        if worst:
            name, language = WORST[-1]
            return Addressee(id=0, address="somebody@example.org", name=name, organization="Example", language=language, data=EVERYTHING)
        wanted = partner or (samples[0][1] if samples else "")
        found = (*unit.partners.by_email(wanted), *unit.partners.find(wanted, limit=1)) if wanted else ()
        if not found:
            if partner:
                raise NewsletterError(f"there is no partner {partner}; `liaison slash find WORDS` looks for one.")
            return Addressee(id=0, address="somebody@example.org", organization="Example", data=EVERYTHING)
        party = found[0]
        facets = audiences.facets_of(party.details)
        own = unit.audiences.of_their_own(party.contact_email)
        return Addressee(
            id=0,
            address=party.contact_email,
            name=party.contact_name,
            organization=party.organization,
            language=audiences.language_in(facets),
            facets=facets,
            data=own,
        )

    def opened(self, issue: Issue) -> Press:
        """The press of an approved issue, from what was frozen with it."""
        with self.store.view() as unit:
            raw = unit.blobs.get(issue.frozen)
        if raw is None:
            raise LookupError(f"{issue.id}: what was approved is not in the store")
        kept = json.loads(raw)
        return self.press(issue, Design.load(kept["design"]), Facts(**kept["facts"]))

    def press(self, issue: Issue, design: Design, facts: Facts) -> Press:
        at = issue.starts_at or self.clock.now()
        with self.store.view() as unit:
            pictures = {name: unit.blobs.get(digest) or b"" for name, digest in design.pictures.items()}
        return Press(design, facts, self.sender, at=at, pictures=pictures)

    def owe_test(self, unit: Unit, issue: Issue, press: Press, who: str, now: datetime) -> str:
        """Put one copy into the outbox for somebody of the office; who has no address gets none. Returns its id there, or nothing.

        The address of somebody in Slack is the one that the district's list of people names.
        """
        known = (email for email, each in unit.partners.people().items() if each.get("slack_id", "").casefold() == who.casefold())
        who = who if "@" in who else next(known, "")
        if not who:
            return ""
        # No row has such a number, so that each test has a Message-ID of its own and its links do nothing.
        row = TESTS + int(now.timestamp())
        to = Addressee(id=row, address=who, name=who.partition("@")[0], organization=self.loaded.playbook.office.name, data=EVERYTHING)
        try:
            printed, (subject, text, _) = press.print(to), press.words(to)
        except FillError as error:
            raise NewsletterError(str(error)) from error
        outbound = Outbound(key=f"newsletter_test/{issue.id}/{who}/{row}", to=(who,), template="newsletter_test", context={}, to_staff=True)
        return unit.outbox.add(outbound, message_id=printed.message_id, raw=printed.raw, subject=subject, text=text, now=now) or ""

    @property
    def sender(self) -> Sender:
        url = self.public_url.rstrip("/") if self.public_url.startswith("https://") else ""
        return Sender(intake=self.desk.intake, name=self.loaded.playbook.office.name, secret=self.desk.secret, public_url=url)


def frozen(press: Press) -> bytes:
    """What is kept of an issue at its approval."""
    kept = {"design": press.design.dump(), "facts": {"titles": press.facts.titles, "checkin": press.facts.checkin}}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True).encode()
