"""People whom a partner puts in copy stay there, five at most; a first mail's copies count for nothing."""

from __future__ import annotations

import email
from typing import TYPE_CHECKING

from handlers.subscriptions import Suppression
from tests.scenarios.office import INTAKE, STAFF
from tests.scenarios.test_application import ANSWERS, FIRST, answer_all, numbered

if TYPE_CHECKING:
    from store.outbox import OutboxItem
    from tests.scenarios.office import Office

LUZ, MAX = "luz@readingclub.example", "max@readingclub.example"
OTHERS = tuple(f"board{n}@readingclub.example" for n in range(1, 8))


def in_copy(office: Office, item: OutboxItem) -> list[str]:
    with office.app.store.view() as unit:
        raw = unit.blobs.get(item.raw_sha256)
    assert raw is not None
    return [each.strip() for each in str(email.message_from_bytes(raw)["Cc"] or "").split(",") if each.strip()]


def newest_to_luz(office: Office) -> list[str]:
    return in_copy(office, office.newest(LUZ))


def test_a_first_mails_copies_count_for_nothing_and_a_replys_stay_in_copy(office: Office) -> None:
    office.write(FIRST, subject="Reading club", cc=OTHERS[0])
    assert newest_to_luz(office) == []

    office.reply(numbered(office.newest(LUZ).questions), cc=f"Max <{MAX}>")
    assert newest_to_luz(office) == [MAX]

    answer_all(office)
    assert newest_to_luz(office) == [MAX]
    done = office.reply("Yes")
    assert newest_to_luz(office) == [MAX]
    assert f"In copy, as a reply to us asked: {MAX}" in " ".join(office.newest(LUZ).text.split())
    assert done.conversation is not None

    office.slash(f"decline {done.conversation.id} Two programs already read there.", STAFF)
    assert office.newest(LUZ).template == "application_declined"
    assert newest_to_luz(office) == [MAX]


def test_there_are_five_at_most_and_none_of_them_is_us_or_staff(office: Office) -> None:
    office.write(FIRST, subject="Reading club")

    office.reply("later", cc=", ".join((INTAKE, STAFF, LUZ, "no-reply@readingclub.example", *OTHERS)))

    assert newest_to_luz(office) == list(OTHERS[:5])
    with office.app.store.view() as unit:
        (added,) = [each.record for each in unit.records.items(limit=1000) if each.record.kind == "copy.added"]
    assert added.data == {"added": list(OTHERS[:5]), "left_out": list(OTHERS[5:])}


def test_whoever_is_in_copy_may_answer_and_everybody_gets_what_comes_of_it(office: Office) -> None:
    office.write(FIRST, subject="Reading club")
    office.reply("status", cc=MAX)
    asked = office.newest(LUZ)

    heard = office.write(
        numbered(asked.questions),
        sender=MAX,
        to=office.reply_address(asked),
        in_reply_to=asked.message_id,
        subject=f"Re: {asked.subject}",
    )

    assert set(asked.questions) <= set(office.conversation(heard)["answers"])
    assert office.newest(MAX).to == (MAX,)
    assert in_copy(office, office.newest(MAX)) == [LUZ]
    assert [item for item in office.sent_to(LUZ) if item.template == "other_address"] == []


def test_one_word_takes_leave_of_the_copies_and_ends_nothing(office: Office) -> None:
    office.write(FIRST, subject="Reading club")
    office.reply("later", cc=f"{MAX}, {OTHERS[0]}")
    asked = office.newest(LUZ)

    left = office.write("stop", sender=MAX, to=office.reply_address(asked), in_reply_to=asked.message_id, subject=f"Re: {asked.subject}")

    assert office.newest(MAX).template == "copy_ended"
    assert office.conversation(left)["status"] == "asking"
    office.reply("later")
    assert newest_to_luz(office) == [OTHERS[0]]


def test_somebody_in_copy_withdraws_nothing(office: Office) -> None:
    office.write(FIRST, subject="Reading club")
    office.reply("later", cc=MAX)
    asked = office.newest(LUZ)

    heard = office.write("withdraw", sender=MAX, to=office.reply_address(asked), in_reply_to=asked.message_id, subject="Re: yours")

    assert office.conversation(heard)["status"] == "held"
    assert "Somebody in copy writes that the application is withdrawn" in " ".join(office.newest(STAFF).text.split())


def test_a_strangers_copies_are_not_taken_over(office: Office) -> None:
    office.write(FIRST, subject="Reading club")
    asked = office.newest(LUZ)

    office.write(
        f"It is {ANSWERS['website']}",
        sender="mallory@elsewhere.example",
        to=office.reply_address(asked),
        cc=OTHERS[0],
        in_reply_to=asked.message_id,
    )
    office.reply("later")

    assert newest_to_luz(office) == []


def test_a_copy_that_comes_back_for_good_is_left_out_from_then_on(office: Office) -> None:
    office.write(FIRST, subject="Reading club")
    office.reply("later", cc=f"{MAX}, {OTHERS[0]}")
    with office.app.store.unit() as unit:
        unit.suppressions.save(Suppression(address=MAX, reason="bounced", source="o-1", at=office.clock.at))

    office.reply("status")

    assert newest_to_luz(office) == [OTHERS[0]]
