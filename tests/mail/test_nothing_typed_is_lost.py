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
