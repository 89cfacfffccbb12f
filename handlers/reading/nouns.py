"""The nouns that stand beside a count, by what they count, and what makes a number by them no total: a rate, a noun of another kind."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from handlers.reading.lines import fold

if TYPE_CHECKING:
    from handlers.playbook import Question
    from handlers.reading.numbers import Quantity

#: The nouns that stand beside a count, in folded text.
NOUNS = {
    "students": (
        r"students?|kids?|kiddos?|children|child|youths?|teens?|teenagers?|scholars?|pupils?|participants?|learners?|attendees?|boys|girls|"
        r"juniors|seniors|freshmen|sophomores|graders|preschoolers|schoolers|mentees|young (?:people|men|women|ladies)|estudiantes?|"
        r"alumn[oa]s?|nin[oa]s?|jovenes|muchach[oa]s?|chic[oa]s?|chamac[oa]s?|chav[oa]s?|chiquill[oa]s?|participantes?|adult[oa]?s|"
        r"adolescentes?|pequen[oa]s|escolares|asistentes|youngsters?|heads|little ones|tots|toddlers|campers|enrollees|tweens|"
        r"kindergart[ne]+ers|pequenit[oa]s|menores|integrantes|cabezas|minors"
    ),
    "sessions": (
        r"sessions?|meetings?|classes|visits?|workshops?|rehearsals?|practices?|lessons?|gatherings?|meet-?ups?|"
        r"(?:work|club|session|program|tutoring|site|lab|field|practice|separate|different) days?|occasions?|outings?|get-?togethers?|"
        r"ocasiones|dates|rounds|afternoons|evenings|mornings|tardes|mananas|saturdays|sundays|mondays|tuesdays|wednesdays|thursdays|"
        r"fridays|"
        r"sesion(?:es)?|clases?|taller(?:es)?|reunion(?:es)?|visitas?|ensayos?|encuentros?|juntas?|practicas?|sabados|jornadas?|times|veces"
    ),
    "hours": r"hours?|hrs?|horas?|horitas|hs|volunteer time|tiempo voluntario",
    "volunteers": (
        r"volunteers?|vols?|mentors?|tutors?|adults?|people|members?|staff|coaches|readers|parents|handlers?|teachers?|voluntari[oa]s?|"
        r"mentor[ea]s|"
        r"tutor[ea]s|personas?|maestr[oa]s|padres|mamas|papas|of us"
    ),
}


_FAMILY_OF = {"students_served": "students", "students_expected": "students", "sessions_held": "sessions", "volunteer_hours": "hours"}


_GLUE = (
    r"(?:of|in|for|at|from|by|to|on|per|with|and|or|but|were|was|is|are|who|that|the|our|a|de|en|para|por|con|y|o|que|fueron|del|al|"
    r"the|los|las|nuestr[oa]s|came|got|had|x|each|every|cada)"
)


_ANY_NOUN = "|".join(NOUNS.values())


ADJECTIVES = rf"(?:(?!(?:{_GLUE}|{_ANY_NOUN}|across|over|during|durante|more|mas|additional|extra|another)\b)[a-z'-]+ ){{0,3}}?"


PER = (
    r"(?:a (?:pop|shot|piece|go)|(?:per|each|every|cada)\s(?!one\b|of\b|un[oa]\b|person|volunteer|mentor|tutor)[a-z]+|(?:each|every|per|"
    r"an?|por|cada|al?)\s(?:session|meeting|week|month|day|time|visit|class|saturday|sunday|monday|tuesday|wednesday|"
    r"thursday|friday|evening|night|afternoon|sesion|semana|mes|dia|vez|visita|clase|sabado|tarde|noche|ensayo|rehearsal|workshop|"
    r"taller))\b"
)


RATE = re.compile(rf"^[^,.;(\d]{{0,30}}?\b{PER}|^\S*\s?(?:weekly|daily|semanales|diari[oa]s)\b")


EACH = re.compile(
    r"^.{0,24}?\b(?:each|apiece|per (?:person|volunteer|mentor|tutor)|cada un[oa]|por (?:persona|voluntari[oa])|por cabeza)\b"
)


#: What a session may be called where nothing plainer is counted: never sure by these.
OCCASIONS = (
    r"(?:assembl(?:y|ies)|(?:field )?trips?|events?|performances?|presentations?|shows?|concerts?|games|matches|tournaments?|camps?|fairs?|"
    r"cook-?offs?|screenings?|excursion(?:s|es)?|eventos?|funcion(?:es)?|presentacion(?:es)?|partidos|paseos?|salidas?|asambleas?)"
)


#: What is counted once it has been; of what is planned, *we expect 40* is the answer.
COUNTED_PAST = frozenset({"students_served", "sessions_held", "volunteer_hours"})


def counts_other(question: Question, text: str, each: Quantity) -> bool:
    """Whether a noun of another kind stands behind the number, or right before one that ends its clause: *6 volunteers* are no students."""
    folded = fold(text)
    if re.match(rf"^\s{ADJECTIVES}(?:{others(question)})\b", folded[each.end : each.end + 50]):
        return True
    ahead = re.search(
        rf"\b(?:{others(question)})(?:\s?[:=]|\s(?:were|was|are|is|fueron|son))?\s?$", folded[max(0, each.start - 24) : each.start]
    )
    return bool(ahead) and ends_clause(folded[each.end : each.end + 60])


def family(question: Question) -> str:
    """The nouns a question counts, or its own id where its words are all we know."""
    return _FAMILY_OF.get(question.id, question.id)


@lru_cache(maxsize=256)
def _nouns(name: str, extra: tuple[str, ...]) -> str:
    """The nouns of a family with the playbook's own words for it; a phrase of several words counts by its last."""
    own = [re.escape(fold(each)) for each in extra if len(each) > 2 and " " not in each.strip()]  # noqa: PLR2004  `de` is no noun
    return "|".join(filter(None, [NOUNS.get(name, ""), *own])) or r"(?!)"


def pattern(question: Question) -> str:
    return _nouns(family(question), question.words.all)


def others(question: Question) -> str:
    return "|".join(pattern for name, pattern in NOUNS.items() if name != family(question))


def rivals(question: Question) -> str:
    """Nouns that break the tie between a noun and a later number; volunteers give hours, so they do not break that one."""
    own = {family(question)} | ({"volunteers"} if family(question) == "hours" else set())
    return "|".join(pattern for name, pattern in NOUNS.items() if name not in own)


def is_rate(question: Question, after: str) -> bool:
    """*2 sessions a week*, *2 hours each*: no total."""
    return bool(RATE.match(after)) or (family(question) == "hours" and bool(EACH.match(after)))


def ends_clause(after: str) -> bool:
    """Nothing but a hedge, a bracket or punctuation stands behind: no noun of another kind."""
    return bool(
        re.match(
            r"^\s?(?:ish|\+|or so|something|in all|all told|altogether|all together|total|in total|en total|y pico|this (?:time|"
            r"month)|esta vez|este mes)?\s*(?:$|[.,;:!?()\n/|-]|(?:and|y|but|pero|from|because|since|porque)\b)",
            after,
        )
    )
