"""Whatever somebody types, in whatever client: no typed line is lost, and no quoted question is taken for typed."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import pytest

from mail.visible import visible_text

if TYPE_CHECKING:
    from collections.abc import Callable

QUOTED = (
    "Hello Ana,", "Thank you for your work.", "1. How many students took part?", "2. How many sessions were held?", "Best regards,",
    "Dana Ruiz", "Partnership Office",
)  # fmt: skip
WROTE = "On Wed, Nov 4, 2026 at 9:15 AM Dana Ruiz <dana@schools.example> wrote:"
HEADER = (
    "From: Dana Ruiz <dana@schools.example>\nSent: Wednesday, November 4, 2026 9:15 AM\nTo: Ana Reyes <ana@club.example>\nSubject: Check-in"
)
#: What closes a mail may be cut, and is kept beside it.
CLOSING = frozenset({"Thanks,", "Best,", "Ana", "Ana Reyes", "Reading Club", "703-555-0199", "Warmly,", "Sent from my iPhone"})

TYPED = {
    "a postscript below the name": "We had 45 kids.\n\nThanks,\nAna\n\nP.S. We need a key to room 9.",
    "a postscript that asks": "45 kids, 6 sessions.\n\nAna\n\nPS can you call me Friday?",
    "more below a signature": "45 kids.\n\nBest,\nAna Reyes\nReading Club\n703-555-0199\n\nOh, and we moved to room 9.",
    "more below a device's footer": "45 kids.\n\nSent from my iPhone\n\nForgot: 6 sessions.",
    "rules between answers": "45 kids\n---\n6 sessions\n---\n12 hours",
    "numbers": "1. 45\n2. 6\n3. 12.5\n7. 4",
    "labels like a header": "Subject: reading\nGrades: K-2\nTo: all families\nFrom: 3 to 5 pm\nDate: Nov 3",
    "somebody wrote": "The kids wrote:\nDear mayor, we want trees.",
    "on a day they wrote": "On Tuesday the kids wrote letters.\nSix of them wrote two.",
    "sent from a kitchen": "Sent from my kitchen table: 45 kids.\n6 sessions.",
    "more than": "45 kids\n> 50 hours\nnot bad",
    "best and thanks as words": "Best,\nthe mural. Worst, the rain.\nThanks!\n45 kids.",
    "regards within a sentence": "With kind regards to the custodian who let us in 6 times.\n45 kids.",
    "names as answers": "Maria Lopez\nJose Ortiz\nReading Rams",
    "a contact as an answer": "Our contact is:\n\nMaria Lopez\nDirector\n703-555-0142\nmaria@rams.example",
    "one figure": "45",
    "a rule of one's own": "---------- my notes ----------\n45 kids\n6 sessions",
    "many paragraphs": "\n\n".join(f"Paragraph {number}: we had {number} kids that day and it went well." for number in range(12)),
    "a heading below dashes": "Numbers:\n45\n--\nNotes:\nroom was cold",
    "a disclaimer of one's own": "45 kids.\nDisclaimer: I only counted twice.",
    "a word of confidence": "45 kids.\n\nConfidential: two boys fought over the drum.",
    "figures sent from a phone": "From my phone so short: 45 kids",
    "a thank-you before the answer": "Gracias,\n45 alumnos vinieron",
    "a name between answers": "45 kids\nAna\n6 sessions",
    "a question back": "How many sessions do you mean?\nWe had 6.",
    "two thanks": "Thanks!\n\nWe served 45 kids.\n\nThanks again\nAna\n\nCell: call after 3, I teach until then",
    "schedule below sign-off": "See you soon,\nAna\n\nMon 3-4 Rm 12\nWed 3-4 Rm 9",
    "name with title as answer": "Ana Reyes, Executive Director\nana@club.example\n(703) 555-0199",
    "address as an answer": "We meet here:\n\nReading Club\n12 Main St\nArlington, VA 22201",
    "best time": "Best time to call: 4pm\n45 kids",
    "cheers story": "Cheers from the kids!\n45 of them came.",
    "links only": "https://club.example/november.pdf",
    "asterisks": "*45* kids, *6* sessions\n* cold room\n* late bus",
    "bullets dash": "- 45 kids\n- 6 sessions\n- 12 hours",
    "bullets dash dash": "-- 45 kids\n-- 6 sessions",
    "hyphen signature then text": "45 kids\n- Ana\n\nAlso we need chairs.",
    "em dash name and more": "45 kids\n— Ana\nroom 9 was locked",
    "equal line": "==========\nNOVEMBER\n==========\n45 kids",
    "underscore form": "Students: __45__\nSessions: ____6____\nHours: _____",
    "star separated": "45 kids\n*****\n6 sessions",
    "table pipes": "| kids | sessions |\n|---|---|\n| 45 | 6 |",
    "tabs": "Kids\tSessions\n45\t6",
    "colon wrote": "My colleague wrote: 45 kids came.\nI think it was 54.",
    "cc thoughts": "Cc: my board (they asked)\n45 kids",
    "date line": "Nov 4, 2026\n45 kids\nNov 11, 2026\n39 kids",
    "forwarded words": "I forwarded your message to Luis.\n45 kids",
    "begin forwarded": "Begin with 45 kids.\nForwarded the flyer too.",
    "reply inline arrow": "-> 45\n-> 6\n=> 12",
    "guillemets": "« Merci » dijo un niño.\n45 niños",
    "original": "The original message of the mural: peace.\n45 kids",
    "unsubscribe": "Two parents want to unsubscribe from the list.\n45 kids",
    "this email": "This email is late, sorry.\n45 kids, 6 sessions",
    "virus": "Virus went around, 6 sessions cancelled.\n45 kids",
    "please consider": "Please consider the environment club, too.\n45 kids",
    "confidential note": "This message is about room 9.\nIt is confidential: a boy cried.",
    "get outlook": "Get the key from Luis.\n45 kids",
    "sent via": "Sent via my daughter because my phone broke\n45 kids",
    "enviado": "Enviado desde la cocina\n45 niños",
    "phone as the answer": "703-555-0199",
    "email as the answer": "ana@club.example",
    "name as only answer": "Ana Reyes",
    "my name and more": "Ana Reyes\nReading Club\nEvery Tuesday",
    "sincerely question": "Sincerely wondering: who pays?\n45 kids",
    "love": "Love,\nkindness, and 45 kids",
    "yours": "Yours is the best office.\n45 kids",
    "many ps": "45 kids\nAna\nPS room 9\nPPS key",
    "nb": "45 kids\nBest,\nAna\nNB: closed on Nov 26",
    "correction below the name": "45 kids\n\nThanks\nAna\n\nedit: 54 kids",
    "asterisk note below the name": "45* kids\n\nAna\n\n* counted twice",
    "long card and request": "45 kids\n\nAna Reyes\nReading Club\n12 Main St\n703-555-0199\n\nPlease send the form to the address above",
    "numbers beneath thanks": "Thank you for asking,\n45\n6\n12",
    "attorney": "Regards to your team. We had 45.\n\nRegards",
    "quoted speech": '"It was the best day", said a girl\n"More!", said another\n45 kids',
    "gt in text": "kids > adults\n45 > last month",
    "hello start": "Hello Ana,\nsorry I mean hello Dana\n45 kids",
    "le": "Le 4 novembre nous avons compté 45 enfants.\nElle a écrit : bravo",
    "el": "El 4 de noviembre escribió un padre:\nGracias por todo\n45 niños",
    "am schrieb": "Am 4. schrieb ein Kind: mehr!\n45 Kinder",
    "signature in the middle": "45 kids\n\nAna Reyes\nReading Club\n703-555-0199\n\n6 sessions\n12 hours",
    "thanks in advance": "45 kids\nThanks in advance for the key\nto room 9\nand chairs",
    "emoji": "45 kids 🎉\n👍\n6 sessions",
    "trailing short": "45 kids\n\nok?",
    "looking forward": "45 kids\n\nLooking forward to the meeting on Friday at 3,\nAna",
    "mobile": "45 kids\nMobile library came twice\nTel Aviv trip raised 50 dollars",
    "www": "45 kids\nwww.club.example has the photos\nsee it",
    "sent on": "Sent on Monday: 45 forms\nReceived: 40",
    "to be": "To: be clear, 45\nFrom: now on, 6",
    "attachments": "Attached: roster.pdf\n45 kids",
    "cell": "Cell phones were a problem\nOffice hours moved to 4\n45 kids",
}


def lines(text: str) -> str:
    return "".join(f"<div>{escape(line) or '<br>'}</div>" for line in text.split("\n"))


MARKED = "\n".join(f"> {line}" for line in QUOTED)
PLAIN = "\n".join(QUOTED)
RICH = "<br>".join(map(escape, QUOTED))
BOLD = (
    "<b>From:</b> Dana Ruiz &lt;dana@schools.example&gt;<br><b>Sent:</b> Wednesday, November 4, 2026 9:15 AM<br><b>To:</b> Ana<br>"
    "<b>Subject:</b> Check-in"
)
TOP = '<div style="border:none;border-top:solid #E1E1E1 1.0pt">'
ATTRIBUTED = f'<div class="gmail_attr">{escape(WROTE)}</div><blockquote class="gmail_quote">{RICH}</blockquote>'

CLIENTS: dict[str, Callable[[str], tuple[str | None, str | None]]] = {
    "nothing quoted": lambda typed: (f"{typed}\n", None),
    "gmail, above": lambda typed: (f"{typed}\n\n{WROTE}\n\n{MARKED}\n", None),
    "gmail, below": lambda typed: (f"{WROTE}\n\n{MARKED}\n\n{typed}\n", None),
    "outlook text": lambda typed: (f"{typed}\n\n{HEADER}\n\n{PLAIN}\n", None),
    "outlook rule": lambda typed: (f"{typed}\n\n________________________________\n{HEADER}\n\n{PLAIN}\n", None),
    "original message": lambda typed: (f"{typed}\n\n-----Original Message-----\n{HEADER}\n\n{PLAIN}\n", None),
    "iphone": lambda typed: (f"{typed}\n\nSent from my iPhone\n\n> {WROTE}\n>\n{MARKED}\n", None),
    "gmail html": lambda typed: (None, f'<div dir="ltr">{lines(typed)}</div><div class="gmail_quote">{ATTRIBUTED}</div>'),
    "outlook html": lambda typed: (None, f'<div class="WordSection1">{lines(typed)}{TOP}<p>{BOLD}</p></div><p>{RICH}</p></div>'),
    "owa": lambda typed: (
        None,
        f'<div>{lines(typed)}</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg">{BOLD}</div><div>{RICH}</div>',
    ),
    "apple": lambda typed: (
        None,
        f'<div>{lines(typed)}</div><blockquote type="cite"><div>{escape(WROTE)}</div><div>{RICH}</div></blockquote>',
    ),
    "yahoo": lambda typed: (None, f'<div>{lines(typed)}</div><div class="yahoo_quoted"><div>{escape(WROTE)}</div><div>{RICH}</div></div>'),
    "thunderbird, below": lambda typed: (
        None,
        f'<div class="moz-cite-prefix">{escape(WROTE)}</div><blockquote type="cite" cite="mid:x">{RICH}</blockquote>{lines(typed)}',
    ),
}


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("habit", TYPED)
def test_no_typed_line_is_lost_and_no_quoted_question_kept(habit: str, client: str) -> None:
    text, html = CLIENTS[client](TYPED[habit])

    seen = visible_text(text, html, name="Ana Reyes", email="ana@club.example", recipients=("dana@schools.example",))

    held = letters(seen.text)
    assert [line for line in TYPED[habit].split("\n") if letters(line) not in held and line not in CLOSING] == []
    assert seen.doubtful or letters(QUOTED[3]) not in held
