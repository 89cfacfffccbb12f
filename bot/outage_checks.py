"""What `liaison check` says of outages: what the running program has found away, and certificates that end soon."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.outages import LOW_BYTES
from handlers import outage_notices, outages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from bot.app import App

#: A certificate that ends within so many days fails the check.
SOON = 3


def outage_checks(app: App, now: datetime) -> Iterator[tuple[str, bool, str]]:
    """Each a name, whether it is well, and a line; one line that all is well where it is."""
    with app.store.view() as unit:
        known, shown = unit.outages.all(), unit.outages.certificates()
    playbook, room = app.loaded.playbook, app.store.room()
    if room is not None and room < LOW_BYTES:
        yield "disk", False, f"{room // 2**20} MB are left on the disk of {app.store.place}; make room there before it is full"
    for each in known:
        headline = app.watch.headline(replace(each, told=()), now)
        since = outage_notices.moment(each.since, playbook)
        yield "outages", False, f"{headline}, since {since}, as `liaison run` saw it last. {each.words}"
    for certificate in shown:
        days = outages.warning(replace(certificate, told=None), now)
        if days is not None:
            verb = "ended" if certificate.ends <= now else "ends"
            told = f"that of {certificate.where} {verb} on {outage_notices.moment(certificate.ends, playbook)}"
            yield "certificate", days > SOON, told
    if not known:
        yield "outages", True, "`liaison run` has found nothing away"
