"""Figures that count nobody: rooms, years, prices, grades, clock times and their kind, blanked before numbers are read."""

from __future__ import annotations

import re
from functools import lru_cache

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|"
    r"dec(?:ember)?|enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre|ene|abr|ago|dic)"
)
_DAY = r"(?:mon|tues?|wed(?:nes)?|thurs?|thur|fri|satur|sat|sun)(?:days?)?|(?:lunes|martes|miercoles|jueves|viernes|sabados?|domingos?)"
_SMALL = r"(?:\d[\d.,]{0,14}|one|two|three|four|five|six|eight|ten|twelve|un|una|dos|tres|cuatro|cinco|seis|ocho|diez|doce)"
_THING = (
    r"(?:room|rm|salon|aula|suite|ste|apt|bldg|building|edificio|bus|route|ruta|chapters?|chs?|capitulos?|pages?|paginas?|district|"
    r"distrito|troop|tropa|post|lodge|level|nivel|week|semana|phase|fase|title|titulo|section|seccion|question|pregunta|step|paso|"
    r"version|lesson|leccion|table|mesa|box|bin|number|numero|page|area|zone|zona|period|gate|form|formulario)"
)

_SOMEBODY = (
    r"(?:[a-z]+\s)?(?:students|kids|children|youths?|teens|pupils|people|learners|scholars|girls|boys|participants|sessions|hours|"
    r"volunteers|"
    r"estudiantes|alumn[oa]s|nin[oa]s|jovenes|sesiones|horas)"
)

#: Read top to bottom: what a figure is not counted for, and how it looks in folded text.
NOT_COUNTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("list", r"\n[ \t]*\d{1,2}\s?[.)](?=\s+[^\W\d])"),
        #: *One correction: 18, not 24*: the word is blanked, what it opens stays to be heard.
        ("opening", (
            r"\b(?:one|una?)(?=\s(?:[a-z]+\s){0,2}?(?:correction|change|fix|thing|update|edit|mistake|error|typo|detail|clarification|"
            r"correccion|cambio|cosa|arreglo|detalle|aclaracion|equivocacion)\b)"
        )),
        #: *Don't have these two with me*, *on your five-point scale*, *the three of us*.
        ("pronoun", (
            r"\b(?:these|those|both|the other|the last|the first|your|estas|estos|esas|esos|l[oa]s otr[oa]s|los|las)\s(?:two|three|four|"
            r"dos|tres|cuatro)"
            r"(?=\s(?:with|from|later|tomorrow|yet|questions?|answers?|numbers?|figures?|ones?|things?|for|to|preguntas?|numeros?|"
            r"cosas?|para|despues|"
            r"luego)\b|\W*$)|\b(?:five|5|ten|10|four|4)[ -](?:points?|stars?)[ -]scale\b|\bescala de (?:\d+|cinco|diez)\b|"
            r"\b(?:(?:two|three|four|five|six|[2-6])|(?:dos|tres|cuatro|cinco|seis))\s(?:of us|de nosotr[oa]s)\b"
        )),
        #: *Between me and the other two grad students 31 hours*.
        ("givers", (
            r"\b(?:me|myself|i|yo)\s(?:and|y)\s(?:(?:the|my|our|mis|los|las)\s)?(?:other\s|otr[oa]s\s)?(?:two|three|four|dos|tres|cuatro|\d)\b"
        )),
        #: *With two hours' notice*.
        ("notice", r"\b(?:\d{1,2}|one|two|three|four|five|six)\s(?:hour|minute|day|week|month)s?'s?\s[a-z]+"),
        #: In English an adverb, in Spanish eleven.
        ("once", (
            r"\b(?:at|than|only|just|met|meet|more|came|come|been|went|visited|gathered|attend\w*|even|but|if|when|maybe|least|"
            r"done)\sonce\b|"
            r"\bonce\s(?:a (?:day|week|month|year|term)|per|we|i|they|the|you|it|he|she|in|again|every|upon|more|this|that|there|"
            r"or twice)\b"
        )),
        ("address", r"\S{1,80}@\S{1,120}|https?://\S{1,200}|www\.\S{1,120}"),
        ("phone", r"(?:\+?1[\s.-]?)?\(?\b\d{3}\)?[\s.-]{1,2}\d{3}[\s.-]\d{4}\b(?:\s?(?:x|ext\.?)\s?\d+)?"),
        ("charity", r"\b501\s?\(?c\)?\s?\(?\d{0,2}\)?"),
        ("price", r"(?:[$€£]|\busd\s)\s?\d[\d,.]{0,14}(?:\s?k\b)?(?:\s?-\s?\$?\d[\d,.]{0,14})?"),
        ("price", r"\b\d[\d,.]{0,14}\s?(?:dollars?|bucks|usd|dlls?|dolares|pesos|cents?|centavos|euros?)\b"),
        #: *4 of 5 sessions*: the second is how many there should have been.
        ("planned", (
            r"(?<=\d)\s(?:out )?(?:of|de)\s(?:the\s|our\s|las\s)?\d{1,2}(?=\s(?:planned\s|scheduled\s|possible\s)?(?:sessions?|"
            r"meetings?|classes|visits?|"
            r"practices|workshops?|sesiones|clases|reuniones|talleres)\b)"
        )),
        ("rating", r"\b(?!1/2)\d{1,2}(?:\.\d)?\s?(?:out of|of|de|sobre|/)\s?(?:our|the|los|las|nuestr[oa]s|a possible)?\s?\d{1,3}\b"),
        ("date", r"\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})\b"),
        ("date", r"\b(?:el|los)\sdias?\s\d{1,2}(?:(?:,\s\d{1,2})*\sy\s\d{1,2})?\b"),
        ("date", rf"\b{_MONTH}\.?\s\d{{1,2}}(?:,\s\d{{1,2}}){{1,6}},?\s(?:and|y|&)\s\d{{1,2}}\b(?=\s?[.,;)\n]|\s?$)"),
        ("date", (rf"\b{_MONTH}(?:(?:(?<=\b[a-z]{{3}})|(?<=\b[a-z]{{4}}))\.)?\s\d{{1,2}}(?:st|nd|rd|th)?(?:\s?(?:-|to|a|and|y|"
            rf"&)\s?\d{{1,2}}(?:st|nd|rd|th)?)?\b(?!\s(?:{_SOMEBODY})\b)(?:,?\s\d{{4}}\b)?")),
        ("date", rf"\b\d{{1,2}}(?:o|ro|st|nd|rd|th)?(?:\s?(?:-|al?|y)\s?\d{{1,2}})?\s(?:de\s|of\s)?{_MONTH}\b(?:,?\s(?:del?\s)?\d{{4}})?"),
        ("clock", (
            r"\b\d{1,2}(?::\d{2})?\s?[ap]?\.?m?\.?\s?(?:-|to|a|until|til|till|"
            r"hasta)\s?(?:las\s)?\d{1,2}:\d{2}(?:\s?[ap]\.?\s?m\b\.?)?"
        )),
        ("clock", (
            r"\b\d{1,2}:\d{2}(?:\s?[ap]\.?\s?m\b\.?)?(?:\s?(?:-|to|a|until|"
            r"hasta)\s?(?:las\s)?\d{1,2}(?::\d{2})?)?(?:\s?[ap]\.?\s?m\b)?"
        )),
        ("clock", r"\b\d{1,2}(?:\s?(?:-|to|a|until|hasta)\s?(?:las\s)?\d{1,2})?\s?(?:[ap]\.?\s?m\b\.?|o'clock)"),
        ("clock", r"\b(?:a|de|desde|hasta)\slas?\s\d{1,2}\b(?:\s(?:a|hasta)\slas?\s\d{1,2})?"),
        ("clock", rf"\b(?:{_DAY})(?:\s(?:from|de|at))?\s\d{{1,2}}\s?(?:-|to|a)\s?\d{{1,2}}\b"),
        ("verse", r"\b\d{1,3}:\d{1,3}\b"),
        ("fraction", r"\b(?!1/2\b)\d{1,2}/\d{1,2}\b"),
        ("grade", (
            r"\b(?:grades?|grados?|gr)\.?\s?(?:k|\d{1,2})(?:st|nd|rd|th|o)?(?:\s?(?:-|to|through|thru|a|al|and|y|&|,)\s?\d{1,2}(?:st|"
            r"nd|rd|th|o)?\b)*"
        )),
        ("grade", r"\b(?:pre-?)?k\s?(?:-|to|through|thru)\s?\d{1,2}\b"),
        ("ordinal", r"\b\d{1,3}(?:st|nd|rd|th|o|a|er|ro|do|to|vo|mo)\b(?:\s?(?:-|to|through|and|a|y)\s?\d{1,2}(?:st|nd|rd|th|o)\b)?"),
        ("age", r"\b(?:ages?|aged|edad(?:es)?(?:\sde)?)\s\d{1,2}(?:\s?(?:-|to|a|and|y)\s?\d{1,2})?\b"),
        ("span", (
            rf"\b{_SMALL}(?:\s?(?:-|to|a|or|o)\s?{_SMALL})?[\s-](?:minutes?|mins?|minutos?|weeks?|semanas?|months?|mes(?:es)?|miles?|"
            r"millas|years?|yrs?|anos?|feet|pages?|paginas|grado|grade|lbs?|pounds|times (?:a|per)|veces (?:a|por))\b"
        )),
        ("span", r"\b\d{1,2}(?:\.\d)?-(?:hours?|hrs?|min(?:ute)?|day|week|month|year)\b"),
        ("share", r"\b\d[\d.,]{0,14}\s?(?:%|percent\b|por ciento)"),
        ("year", (
            r"(?<![\d,.])(?:19|20)\d{2}(?:\s?[-/]\s?(?:20)?\d{2})?\b(?!\s(?:students|kids|children|people|hours|estudiantes|alumnos|"
            r"ninos|horas))"
        )),
        ("zip", r"(?<![\d,.])\d{5}(?:-\d{4})?\b(?![.,]\d)"),
        ("street", r"\b\d{1,5}\s(?:[nsew]\.?\s)?[a-z]+(?:\s[a-z]+)?\s(?:st|street|ave|avenue|rd|road|blvd|drive|lane|ln|way|court)\b"),
        ("street", r"\b(?:calle|avenida|av)\.?\s(?:[a-z]+\s){0,3}\d+\b|\bp\.?\s?o\.?\sbox\s\d+"),
        ("thing", rf"\b(?:{_THING}|(?:rm|apt|ste|bldg|chs?|pp?)\.)[ \t]?#?\d+[a-z]?(?:\s?-\s?\d+)?\b|#\s?\d+|\bno\.\s?\d+"),
    )
)  # fmt: skip


@lru_cache(maxsize=64)
def blanked(folded: str) -> str:
    """The same text, as long as before, with spaces where a figure counts nobody."""
    for _, pattern in NOT_COUNTS:
        folded = pattern.sub(lambda match: " " * len(match[0]), folded)
    return folded
