"""Where a newsletter is made: from a draft to its design, its findings, and the press that prints it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot import newsletter_items
from bot.newsletter_items import NewsletterError
from handlers import audience as audiences
from handlers.cadences import between
from handlers.newsletters import Addressee
from handlers.types import Address, Outbound
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

#: Check-ins are looked for this far ahead: what comes round each month tells of the next one for a year.
AHEAD = timedelta(days=400)

#: A request such as a recipient may have: a preview of the worst case shows all sections.
REQUEST: Mapping[str, str] = {"words": "a projector for the reading room", "asked": "2026-10-03"}


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
        due = {
            each.due.date().isoformat()
            for cadence in playbook.cadences
            if cadence.kind == "checkin"
            for each in between(cadence, now, now + AHEAD, zone, calendar)
        }
        return Facts(titles=titles, checkins=tuple(sorted(due)))

    def linted(self, issue: Issue, press: Press) -> tuple[Finding, ...]:
        pages, found = [], []
        for to in self.worst(press):
            try:
                _, text, html = press.words(to)
                pages.append((text, html))
            except FillError as error:
                found.append(Finding("no_default", str(error)))
        office = {"postal_address": self.loaded.playbook.office.postal_address}
        return (*lint(self.read(issue.source), press.design, pages, office), *dict.fromkeys(found))

    def worst(self, press: Press) -> tuple[Addressee, ...]:
        """Recipients that show the worst of it: no name, the longest one, Spanish; each with every section."""
        return tuple(replace(self._somebody(press), name=name, language=language) for name, language in WORST)

    def _somebody(self, press: Press) -> Addressee:
        """Whoever has one of everything that may be a recipient's own."""
        terms = [term for each in press.design.conditions for term in each.get("for", ())]
        facets = "".join(audiences.mark(facet, value) for facet, values, no in terms if not no for value in values)
        soon = (self.clock.now() + timedelta(days=30)).date().isoformat()
        proofs = [{"kind": kind, "until": soon} for kind in list(press.facts.titles)[:1]]
        data = {"requests": [REQUEST], "proofs": proofs}
        return Addressee(id=0, address="somebody@example.org", organization="Example", facets=facets, data=data)

    def addressee(self, unit: Unit, press: Press, partner: str, samples: Sequence[tuple[str, str]]) -> Addressee:
        wanted = partner or (samples[0][1] if samples else "")
        found = (*unit.partners.by_email(wanted), *unit.partners.find(wanted, limit=1)) if wanted else ()
        if not found:
            if partner:
                raise NewsletterError(f"there is no partner {partner}; `liaison slash find WORDS` looks for one.")
            return self._somebody(press)
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
        facts = Facts(titles=kept["facts"]["titles"], checkins=tuple(kept["facts"]["checkins"]))
        sender = Sender(intake=Address(**kept["sender"].pop("intake")), secret=self.desk.secret, **kept["sender"])
        return self.press(issue, Design.load(kept["design"]), facts, sender)

    def press(self, issue: Issue, design: Design, facts: Facts, sender: Sender | None = None) -> Press:
        at = issue.starts_at or self.clock.now()
        with self.store.view() as unit:
            pictures = {name: unit.blobs.get(digest) or b"" for name, digest in design.pictures.items()}
        return Press(design, facts, sender or self.sender, at=at, pictures=pictures)

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
        office = self.loaded.playbook.office.name
        to = replace(self._somebody(press), id=row, address=who, name=who.partition("@")[0], organization=office)
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
    sender = {"intake": asdict(press.sender.intake), "name": press.sender.name, "public_url": press.sender.public_url}
    kept = {"design": press.design.dump(), "facts": asdict(press.facts), "sender": sender}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True).encode()
