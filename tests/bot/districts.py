"""What tests of the districts share: their playbooks, and their answers as partners read them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot.playbooks import load_playbook
from bot.samples import envelope, samples
from mail.render import Templates

if TYPE_CHECKING:
    from handlers.playbook import Playbook
    from handlers.types import Outbound

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "templates" / "playbooks"
TEMPLATES = Templates(ROOT / "templates" / "email")
DISTRICTS = ("acps", "albuquerque", "arlington", "durham")
BESIDE_THE_DEFAULT = DISTRICTS[1:]
WITH_A_FORM = ("acps", "albuquerque", "durham")

PARTNER = "luz@readingclub.example"
FREE_CLUB = "We are a nonprofit and offer a free reading club at Lincoln Elementary; nobody ever pays. How do we become a partner?"
SELLS_KITS = "Our company sells a STEM kit programme for $40 per student, paid by the school. Who do we talk to?"

#: Papers that only some sources name.
PROOFS = {"background_check", "insurance_certificate"}


@cache
def playbook_of(name: str) -> Playbook:
    return load_playbook(name, [SHIPPED]).playbook


@cache
def mails_of(name: str) -> tuple[Outbound, ...]:
    return tuple(samples(playbook_of(name)))


def told(name: str, pathway: str, language: str = "en") -> str:
    """Return the mail that answers a pathway, as a partner reads it, on one line."""
    mail = next(each for each in mails_of(name) if each.key == f"answer/{pathway}" and each.language == language)
    return " ".join(TEMPLATES.render(mail, envelope(mail)).text.split())


def in_this_order(text: str, *words: str) -> bool:
    places = [text.find(each) for each in words]
    return -1 not in places and places == sorted(places)
