"""What a first mail plainly says of an application: precision first, since what is recorded is not asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.reading import identity, prose, values
from handlers.reading.contacts import person, phones, sites
from handlers.reading.earlier import newly_said
from handlers.reading.lines import body_and_tail, fold, squash, worth_reading
from handlers.reading.places import is_school
from handlers.reading.readings import Heard, Papers
from handlers.reading.segments import pieces

if TYPE_CHECKING:
    from handlers.playbook import Form, Question
    from handlers.reading.readings import Reader
    from handlers.types import Inbound

#: Told by sentences alone and never guessed: what happens, which area; a label in the mail still names them.
_NOT_FROM_PROSE = frozenset({"program_description", "support_area"})


def first_told(inbound: Inbound, form: Form, reader: Reader) -> tuple[dict[str, Heard], str]:
    """Read a first mail: labels where it has them, sentences, the signature and the sender. Returns the text as well."""
    body, tail = body_and_tail(newly_said(inbound.visible, doubtful=inbound.doubtful))
    signature = "\n".join(filter(None, [tail, newly_said(inbound.signature)]))
    labelled, rest = pieces(worth_reading(body), (), form)
    found: dict[str, Heard] = {}
    for piece in labelled:
        heard = values.heard(piece.question, piece.text, reader, Papers(here=inbound.attachments))
        if heard.is_read and heard.value not in ("", ()):
            found.setdefault(piece.question.id, heard)
    sender = inbound.sender.email if inbound.sender else ""
    open_questions = [
        question for question in form.questions if question.id not in found and question.id not in _NOT_FROM_PROSE and question.ask
    ]
    found |= prose.told(rest, [each for each in open_questions if each.id not in _IDENTITY], reader, strictly=True, sender=sender)
    found |= {key: heard for key, heard in _who(inbound, rest, signature, reader).items() if key not in found and form.question(key)}
    found |= _papers(inbound, [each for each in open_questions if each.type == "document"])
    return {key: heard for key, heard in found.items() if form.question(key)}, rest


_IDENTITY = frozenset({"organization_name", "contact_name", "contact_email", "program_name"})


def _who(inbound: Inbound, body: str, signature: str, reader: Reader) -> dict[str, Heard]:
    """Who writes: the signature before the From name, which is often an office's and never tells the organisation."""
    found: dict[str, Heard] = {}
    sender = inbound.sender
    signed = identity.signed(signature, body)
    organization = identity.organization(body, signature, signed)
    contact = signed or _not_a_group(person(sender.name) if sender else "", organization) or identity.name_said(body)
    program = identity.program_said(body)
    if contact:
        found["contact_name"] = Heard(value=contact, words=contact)
    if sender:
        found["contact_email"] = Heard(value=sender.email, words=sender.email)
    if organization and not is_school(organization, reader):
        found["organization_name"] = Heard(value=organization, words=organization)
    if program and fold(program) not in {fold(organization), fold(contact)}:
        found["program_name"] = Heard(value=program, words=program)
    return found | _reach(signature, sender.email if sender else "", reader)


def _not_a_group(name: str, organization: str) -> str:
    """A From name is nobody's where it is the group's own."""
    return "" if f" {squash(name)} " in f" {squash(organization)} " else name


def _reach(signature: str, sender: str, reader: Reader) -> dict[str, Heard]:
    """A telephone and a site in the signature; of several telephones none is plainly the one."""
    found: dict[str, Heard] = {}
    numbers = phones(signature, reader)
    if len(numbers) == 1:
        number, words = next(iter(numbers.items()))
        found["contact_phone"] = Heard(value=number, words=words)
    addresses = sites(signature, sender)
    if len(addresses) == 1:
        address, words = next(iter(addresses.items()))
        found["website"] = Heard(value=address, words=words)
    return found


def _papers(inbound: Inbound, questions: list[Question]) -> dict[str, Heard]:
    """A paper that came along is taken only where its own content says what it is."""
    found = {question.id: values.quiet_document(question, Papers(here=inbound.attachments)) for question in questions}
    return {key: heard for key, heard in found.items() if heard.is_read and heard.reason == ""}
