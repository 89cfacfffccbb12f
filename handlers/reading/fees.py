"""Who pays whom, and what makes an answer about a fee unsure: a condition, a guess, a price beside a *no*."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from handlers.reading.lines import fold, sentences
from handlers.routing.facts import fee_of

if TYPE_CHECKING:
    from handlers.routing.facts import Fee

#: The question that is read by who pays whom rather than by the first word.
FEE = "charges_fee"
#: No price: the rules of who pays whom take seconds over such a run of figures.
_ENDLESS = re.compile(r"[\d,.]{20,}")
#: *No to the fee, yes to the checks*.
_NO_TO_FEE = re.compile(r"\bno(?:pe)? (?:to|on|for|a) (?:the |any |la )?(?:fees?|charges?|costs?|cuota)\b", re.IGNORECASE)
#: *If the gym is free* is said of a room or an hour.
_AVAILABLE = re.compile(
    r"\b(?:gym|room|classroom|space|library|cafeteria|field|stage|slot|period|calendar|schedule|kids|students|she|he)"
    r"(?: is|'s| are| isn't| aren't)? free\b|\bfree (?:time|period|block|play|until|all day|any (?:day|time))\b",
    re.IGNORECASE,
)
#: Nobody is paid for the work; what families pay is another matter.
_UNPAID = re.compile(r"\b(?:unpaid|un-paid)\b", re.IGNORECASE)
GUESSES = re.compile(r"\b(?:i guess|i think|i suppose|i'd guess|i believe|maybe|probably|perhaps|not sure|creo|quizas?|tal vez|supongo)\b")
_OPEN = re.compile(
    r"\b(?:discuss|negotia\w+|talk about|not sure|not decided|undecided|depend\w*|tbd|to be determined|open to|might|may|could|"
    r"haven't|have not|hasn't|decid\w+|yet|consider\w*|thinking|todavia|aun no|pensando|would like to|as long as|if|unless|provided|"
    r"assuming|for now|this year|until|contingent|donations?|optional|suggested|voluntary|"
    r"sliding|whoever can|"
    r"those who can|siempre que|por ahora|este ano|hasta que|donativos?|voluntari[oa]|sugerid[oa]|opcional|quien pueda|el que pueda|"
    r"los que puedan|cooperacion|"
    r"hablar de|platicar|no sabemos|depende|por definir|quiza\w*)\b"
)
NOT_A_CENT = re.compile(
    r"^\W*(?:[$€£]\s?0+(?:\.0+)?|0 (?:dollars|pesos)|zero dollars|cero pesos)\W*$|"
    r"^\W*(?:zero|cero|nothing at all|it's on us|our treat|on the house|va por nuestra cuenta)\W*$|\bwe (?:pay for|"
    r"cover) (?:everything|it all|all of it)\b[^$\d]{0,40}$|"
    r"\b(?:fee|cost|charge|price|costo|cuota|precio)\s(?:is|would be|will be|es|sera)\s(?:zero|0|nothing|none|nada|cero)\b|"
    r"\bzero (?:fees?|costs?|charges?)\b|"
    r"^[^$€£\d]{0,60}\b(?:charges?|costs?|pays?|cobramos|cobra|cuesta|pagan?)\s(?:(?:you|families|them|kids|students|anyone|"
    r"absolutely|exactly|les|nos)\s){0,2}"
    r"(?:nothing|zero|no money|not a (?:cent|dime|penny)|nada)\b[^$€£\d;]{0,60}$"
)
#: *Free, except the end-of-year trip*; *the first month is free*.
_PARTLY = re.compile(
    r"\b(?:except|other than|aside from|apart from|besides|beyond|after that|(?:first|one|trial) (?:month|session|week|class|lesson|"
    r"visit)|paid by|get paid|pays us|"
    r"excepto|salvo|aparte de|fuera de|(?:el )?primer (?:mes|taller)|la primera (?:clase|sesion|semana)|nos paga)\b"
)
UNDECIDED = re.compile(
    r"\b(?:haven't|have not|hasn't|not|still) (?:yet )?(?:decid\w+|figur\w+|settled|set)\b|\b(?:undecided|no (?:hemos|"
    r"lo hemos) decidido|todavia no (?:sabemos|decid\w+))\b"
)
#: *The grant covers year one; year two the school would chip in*; *we do need the district to cover overtime*.
_LATER_ON = re.compile(
    r"\b(?:chip in|pilot|after (?:that|the (?:first|grant|pilot))|(?:first|second|next|year) (?:year|one|two)|down the road|"
    r"eventually|(?:need|ask|want) (?:the|you|your|them) "
    r"[^.;]{0,40}\b(?:cover|pay|fund|reimburse)|el primer ano|mas adelante|despues)\b"
)
#: *Families pay what they can*, *we charge other districts*, *they reimburse our mileage*: paid, and perhaps no fee.
_PERHAPS = re.compile(
    r"\b(?:what they can|as they can|waive\w*|who(?:ever)? can|reimburs\w*|mileage|snacks?|other (?:districts?|schools?|places)|"
    r"but not (?:yours|you|here)|optional|voluntary|"
    r"if they (?:like|want|can)|no (?:student|family|child|kid|one|body) (?:ever )?pays?|nobody pays|lo que puedan?|si pueden|"
    r"otros distritos)\b"
)
#: A price beside a *no*, unless it is what the writers themselves spend or are given.
_PRICED = re.compile(r"[$€£]\s?[1-9]|\b[1-9]\d*\s?(?:dollars|bucks|dolares|pesos)\b")
_THEIR_OWN = re.compile(
    r"\b(?:cost us|costs us|we (?:spend|pay|raise|cover)|budget|grants?|sponsor\w*|fund\w*|worth|nos cuesta|"
    r"gastamos|beca|presupuesto|patrocin\w*)\b"
)


def who_pays(text: str) -> Fee:
    """Who pays whom in a text, by the rules that routing goes by."""
    text = _NO_TO_FEE.sub("no fee", text)
    return fee_of(_AVAILABLE.sub(" ", _UNPAID.sub(" ", _ENDLESS.sub(" ", text))))


def fee_doubt(said: str, text: str, *, paid: bool) -> str:
    """Why a fee that was read is not sure: a condition, a guess, or a price in a text that says that nobody pays."""
    folded = fold(text)
    is_priced = not paid and bool(_PRICED.search(folded)) and not _THEIR_OWN.search(folded)
    is_partly = not paid and bool(_PARTLY.search(fold(said)) or _LATER_ON.search(folded))
    is_partly = is_partly or (paid and bool(_PERHAPS.search(folded)))
    return "hedge" if is_priced or is_partly or is_open(said) or is_guess(said) else ""


def around(text: str, words: str) -> str:
    """The sentence that holds some words, and the next one if that makes a condition."""
    spans = sentences(text)
    at = next((place for place, span in enumerate(spans) if words and words in span.text), 0)
    beyond = (
        spans[at + 1].text if at + 1 < len(spans) and re.match(r"(?:if|unless|but|si|pero|a menos)\b", fold(spans[at + 1].text)) else ""
    )
    return f"{spans[at].text} {beyond}" if spans else text


def is_guess(text: str) -> bool:
    """Whether a text only supposes."""
    return bool(GUESSES.search(fold(text)))


def is_open(text: str) -> bool:
    """Whether a text leaves a price to be talked over."""
    return bool(_OPEN.search(fold(text)))
