"""What a server's refusal means: wait, the address is dead, this mail is not wanted, or the server refuses us: pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from mail.bounce.words import HARD_STATUS, HARD_WORDS, SOFT_STATUS, VAGUE_STATUS

#: When it was said: while connecting and logging in, or in answer to a command.
Stage = Literal["connect", "mail", "rcpt", "data"]

#: `later`: try again. `address`: nobody is reached there, whatever the mail. `mail`: this mail is not taken there, another may be.
#: `us`: the server takes nothing from us until its settings, or ours, are mended; that says nothing of the recipient.
Blame = Literal["later", "address", "mail", "us"]

#: Whose refusals we try again, for the mail itself has not been refused.
KEPT: frozenset[Blame] = frozenset({"later", "us"})

_ENHANCED = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])")

_NO_RELAY = (
    r"relay(?:ing)?,? (?:access |is |was )*(?:denied|prohibited|not (?:permitted|allowed|authori[sz]ed))"
    r"|(?:unable|not (?:permitted|allowed|authori[sz]ed)) to relay|do(?:es)? not relay|relaying denied"
)
_NO_SENDER = (
    r"sender (?:address )?(?:rejected|refused|denied|not (?:allowed|owned|authori[sz]ed))|not owned by user"
    r"|sendasdenied|bad outbound sender"
    r"|(?:not (?:allowed|permitted|authori[sz]ed)|permissions?) to send (?:mail |messages? )?(?:as|from|on behalf)"
)
_NO_CLIENT = (
    r"client (?:host|address|was|is|not) ?(?:rejected|blocked|\[|denied|not authenticated|authenticated to send)|helo command rejected"
    r"|client was not authenticated|cannot find your (?:reverse )?hostname|must issue a starttls|authentication (?:is )?required"
)
_QUOTA = r"(?:daily|hourly|sending|submission|outbound|user) (?:user |sending |message |recipient )*(?:quota|limit|rate)\b"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: it applies where the stage is named and each of the patterns is found; an empty pattern asks nothing."""

    why: str
    blame: Blame
    stages: str = "connect mail rcpt data"
    code: str = ""
    status: str = ""
    words: str = ""

    def applies(self, stage: Stage, code: int, status: str, words: str) -> bool:
        return (
            stage in self.stages.split()
            and (not self.code or re.fullmatch(self.code, str(code)) is not None)
            and (not self.status or re.fullmatch(self.status, status) is not None)
            and (not self.words or re.search(self.words, words, re.IGNORECASE) is not None)
        )


#: Read from top to bottom; the first row that applies decides. Codes are those of RFC 5321 and RFC 4954, statuses those of RFC 3463.
RULES: tuple[Rule, ...] = (
    # Postfix refuses strangers' relaying by 454, as a precaution of its own: waiting mends no such setting.
    Rule("it relays nothing for us", "us", code=r"[45]..", words=_NO_RELAY),
    Rule("it says later, or what no standard knows", "later", code=r"[^5].*"),
    Rule("our user or password is refused, or none was given", "us", code=r"530|534|535|538"),
    Rule("it turns us away at the door", "us", "connect"),
    Rule("our mail is bigger than it takes", "mail", "mail", status=r"5\.(?:2|3)\.[34]"),
    Rule("our mail is bigger than it takes", "mail", "mail", code="552"),
    Rule("our address may not send", "us", "mail"),
    Rule("our address may not send", "us", status=r"5\.1\.[78]|5\.7\.60"),
    Rule("our address may not send", "us", words=_NO_SENDER),
    Rule("our machine may not send", "us", status=r"5\.7\.(?:25|27|54|57|64)"),
    Rule("our machine may not send", "us", words=_NO_CLIENT),
    Rule("we have sent as much as it allows", "us", status=r"5\.4\.5"),
    Rule("we have sent as much as it allows", "us", words=_QUOTA),
    Rule("it does not understand us", "us", code=r"50[023]|555"),
    # RFC 5321, 4.5.3.1.10: 552 for too many recipients is an old mistake for 452.
    Rule("it takes fewer recipients at a time", "later", "rcpt", words=r"too many recipients"),
    Rule("it takes fewer recipients at a time", "later", "rcpt", status=r"5\.5\.3"),
    Rule("it speaks of the mailbox, the text or a policy", "mail", status=rf"(?:{SOFT_STATUS.pattern})\d*"),
    Rule("nobody is reached there", "address", words=HARD_WORDS.pattern),
    Rule("nobody is reached there", "address", "rcpt", status="|".join(map(re.escape, sorted(HARD_STATUS - VAGUE_STATUS)))),
    Rule("that domain takes no mail", "address", "rcpt", code=r"521|556"),
    Rule("it does not want this mail", "mail"),
)


def judge(stage: Stage, code: int, words: str) -> Blame:
    """Whose the refusal is. A connection that breaks gives no code (0) and is tried again."""
    if code == 0:
        return "later"
    found = _ENHANCED.search(words)
    return next(rule.blame for rule in RULES if rule.applies(stage, code, found.group() if found else "", words[:2000]))
