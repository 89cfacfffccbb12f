"""A reply that was spoken into a telephone: one long run of words without a stop, cut where its speaker goes on to the next thing."""

from __future__ import annotations

import re

from handlers.reading.lines import fold

#: A line of so many words with hardly a stop in it was spoken.
_FEWEST_WORDS, _WORDS_A_STOP = 24, 24
_STOPS = re.compile(r"[.!?;:,](?=\s|$)")
_JOINED = r"(?:(?:and|so|um|uh|oh|but|then|also|anyway|well|y|pues|entonces|bueno|este)\s){0,3}"
_NEXT = re.compile(
    rf"\s(?={_JOINED}(?:"
    r"the (?:best|nicest|sweetest|funniest|worst|hardest|toughest|trouble|problem|challenge|highlight|big (?:win|thing)|high|low|tough|"
    r"hard|good|bad|fun|only (?:problem|trouble|thing))\b|"
    r"what (?:went|was)\b|we (?:had|met|served|held|did|gave|need|could use|don't|dont|saw|worked|ran|logged)\b|"
    r"(?:no )?i (?:would|d|'d|dont|don't|give|need|rate)\b|"
    r"(?:the|our|my) (?:ladies|volunteers|mentors|tutors|coaches|helpers|moms|dads|parents)\b|"
    r"no (?:we|i)\b|(?:overall|rating|satisfaction|score|highlights?|challenges?|support)\b|"
    r"(?:ok |okay )?(?:bye|thanks|thank you|gracias|adios)\b|"
    r"lo (?:mejor|bueno|bonito|peor|malo|dificil|mas (?:bonito|dificil))\b|lo que (?:nos )?(?:cost|batall)\w+|"
    r"(?:tuvimos|fueron|hicimos|atendimos|vinieron)\b|(?:no )?necesitamos\b|(?:de )?calificacion\b|(?:le|les) (?:pongo|doy|ponemos)\b|"
    r"(?:los|las|mis|nuestr[oa]s) (?:voluntari[oa]s|mamas|companer[oa]s|tutor[ea]s|mentor[ea]s)\b))"
)


def in_lines(text: str) -> str:
    """The text with a line for each thing that a dictated run goes on to; any other text as it is. Its length never changes."""
    return "\n".join(_cut(line) if _is_spoken(line) else line for line in text.split("\n"))


def _is_spoken(line: str) -> bool:
    words = len(line.split())
    return words >= _FEWEST_WORDS and len(_STOPS.findall(line)) * _WORDS_A_STOP <= words


def _cut(line: str) -> str:
    letters = list(line)
    upto = 0
    for match in _NEXT.finditer(fold(line)):
        if match.start() - upto > 1 and not re.fullmatch(
            rf"{_JOINED}(?:(?:no|de|y)\s){{0,2}}", fold(line[upto : match.start()]).strip() + " "
        ):
            letters[match.start()] = "\n"
            upto = match.start()
    return "".join(letters)
