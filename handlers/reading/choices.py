"""Yes and no, one or several of given choices, and words that leave a question blank or put it off."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from handlers.reading.fees import FEE, GUESSES, NOT_A_CENT, UNDECIDED, around, fee_doubt, who_pays
from handlers.reading.lines import fold, squash
from handlers.reading.readings import Heard

if TYPE_CHECKING:
    from handlers.playbook import Choice, Question

#: What people write for choices that every playbook has, beside the playbook's own words; in folded text.
_COMMON = {
    "nonprofit": (
        r"non-?\s?profits?|not[- ]for[- ]profit|501\s?\(?c\)?\s?\(?3?\)?|charit(?:y|able)(?: organization)?|sin (?:fines|animo|"
        r"animos) de lucro|ong|asociacion civil|fundacion"
    ),
    "business": (
        r"(?:small |local |family |private )?business(?:es)?|(?:private |local )?company|corporation|llc|for[- ]profit|"
        r"sole proprietor\w*|firm|empresa|negocio|compania"
    ),
    "faith_based": (
        r"faith[- ]based|church(?:es)?|ministr(?:y|ies)|congregation|synagogue|mosque|temple|parish|religious|iglesia|ministerio|"
        r"parroquia|templo|religios[ao]|sinagoga|mezquita"
    ),
    "government": (
        r"government(?:al)?|(?:city|county|state|public|federal|town|municipal)(?:'s)? (?:[a-z]+ ){0,2}?(?:agency|department|office|"
        r"library|parks)|agency of the (?:city|county|state)|gobierno|"
        r"gubernamental|agencia publica|dependencia"
    ),
    "higher_education": (
        r"higher ed(?:ucation)?|(?:community )?college|universit(?:y|ies)|universidad|educacion superior|"
        r"instituto tecnologico"
    ),
    "community_group": r"community[- ](?:[a-z]+ )?(?:group|organization|based(?: organization)?)|grass\s?roots|(?:neighborhood|civic|"
                       r"resident\w*) (?:group|association)|grupo (?:comunitario|vecinal|de vecinos)|(?:just |a bunch of |"
                       r"some )(?:neighbou?rs|moms|parents|friends|retirees)|(?:nomas|puros|solo) vecinos|"
                       r"organizacion comunitaria|volunteer group|grupo de (?:voluntari\w+|padres)",
    "academics": (
        r"academics?|academic support|tutoring|literacy|reading|math|stem|academic[oa]s?|apoyo academico|tutorias?|lectura|"
        r"matematicas"
    ),
    "social_emotional": r"social[- /&]*(?:and |y )?emotional|sel|mentoring|socio-?\s?emocional|social y emocional|mentoria",
    "work_based_learning": (
        r"work[- ]based(?: learning)?|careers?(?: (?:readiness|exploration|skills|paths?|day))?|internships?|job (?:shadow\w*|skills|"
        r"training)|"
        r"aprendizaje (?:basado )?en el trabajo|empleo|carreras"
    ),
    "postsecondary": (
        r"post-?\s?secondary|college (?:access|readiness|prep\w*)|after high school|postsecundari[oa]|preparacion para la universidad|"
        r"acceso a la universidad"
    ),
    "health_wellness": (
        r"health(?: (?:and|&) wellness)?|wellness|mental health|nutrition|fitness|salud(?: y bienestar)?|"
        r"bienestar|nutricion"
    ),
    "social_civic_family": r"(?:social,? )?civic(?:,? (?:and|&) family)?|family(?: engagement| involvement)?|famil(?:ies|iar|ias?)|"
                           r"civic[oa]|participacion familiar|"
                           r"social,? civic,? (?:and|&) family",
    "school_life": r"school life|school (?:culture|climate|spirit)|enrichment|vida escolar|ambiente escolar|enriquecimiento",
}  # fmt: skip

_YES = re.compile(
    r"^\W*(?:(?:oh|well|um|ok|okay|pues|bueno|que|it's a|that's a)[\s,]+)?(?:yes+|yep|yup|yeah|yea|ya|aye|absolutely|affirmative|"
    r"sure(?: thing)?|of course|definitely|"
    r"certainly|correct|true|indeed|we (?:do|will|have|are|all (?:do|have|will)|can|did)\b(?!\s?n[o']t|\snot)|they (?:do|will|have|are|"
    r"all (?:do|have|will))\b(?!\snot)|already (?:done|did|have)|"
    r"no problem|not a problem|no hay problema|sin problema|si+|claro(?: que si)?|por supuesto|desde luego|afirmativo|asi es|"
    r"efectivamente|correcto|ya (?:lo|la|los|las) (?:tenemos|hicimos|tienen)|"
    r"will do|y$|s$|x$|all (?:of (?:us|them|our \w+) )?(?:do|have|are|will|cleared|done)|everyone (?:has|does|is|will)|todos? (?:lo |"
    r"la |los |ya )?(?:tienen|tenemos|pasaron|cuentan|pasan)|"
    r"con gusto|completed|done|cleared|hecho)\b"
)
_NO = re.compile(
    r"^\W*(?:(?:oh|well|um|pues|bueno|it's a|that's a)[\s,]+)?(?:no+|nope|nah|naw|negative|never|not (?:at all|a (?:cent|dime|penny)|"
    r"one (?:cent|dime)|really)|none|nothing|we (?:do not|don't|will not|won't|have not|haven't)|"
    r"they (?:do not|don't)|n$|nada|ningun[oa]?|nunca|jamas|para nada|de ninguna manera|negativo|false|incorrect)\b"
)
_NOT_YET = re.compile(
    r"^\W*(?:not yet|no (?:yet|todavia|aun)|todavia no|aun no|no, (?:but|pero)|no pero|no but|not all|no todos|no se\b|no idea|"
    r"not sure|no estoy)"
)
_BUT = re.compile(
    r"\b(?:but|except|unless|if|only|some of|most|once (?:we|you|they|i|the)|as (?:soon|long) as|provided|assuming|until|contingent|"
    r"conditional|"
    r"waiting (?:on|for|to)|still waiting|(?<!every )(?<!each )one of|(?<!all )(?:two|three|four|five|six|seven|eight|nine|ten|"
    r"\d+) of (?:the|our|my|us|them|five|six|"
    r"seven|eight|nine|ten|\d)|half|though|although|expired?|lapsed|renew\w*|almost|nearly|mostly|casi|aunque|vencid\w*|whatever (?:you|"
    r"is)|happy to|una vez que|en cuanto|siempre que|cuando (?:nos|me|la|el)|mientras|esperando|maybe|i think|"
    r"i believe|probably|depends?|"
    r"sometimes|working on|"
    r"in progress|pending|not all|not everyone|"
    r"pero|excepto|salvo|menos un[oa]?|solo|algun[oa]s|la mayoria|quizas?|tal vez|creo|depende|a veces|en proceso|pendiente|no todos|"
    r"if (?:needed|required))\b"
)
_BLANK = re.compile(
    r"^\W*(?:none(?: (?:at this time|right now|for now|yet|thank you|thanks|to report|needed|really|at (?:the|this) moment|of note))?|"
    r"n\s?/\s?a|n\.a\.?|na|not applicable|no aplica|nothing(?: (?:at this time|right now|for now|"
    r"yet|thank you|thanks|to report|really|needed|comes to mind|major|big|new|this month|else|at (?:the|this) moment))?|nil|nope|no|"
    r"not really|nada(?: (?:por (?:el momento|ahora)|de momento|que reportar|este mes|mas|gracias))?|"
    r"ningun[oa]?s?(?: por (?:el momento|ahora))?|no hay|no tenemos|no hubo|sin (?:novedad|novedades|problemas?|comentarios)|"
    r"(?:we )?(?:don't|do not) have (?:one|a (?:web)?site|any)|no (?:web)?site(?: yet)?|no (?:tenemos|hay) (?:pagina|sitio)(?: web)?|"
    r"no problems?|no challenges?|no issues?|todo bien|all good|"
    r"(?:(?:no|nope|nah),? )?(?:all (?:good|set|fine)|we(?:'re| are) (?:all )?(?:good|fine|set)|everything(?:'s| is) (?:good|fine))"
    r"(?: on (?:our|my) end| here| over here)?|estamos bien|zero|cero|blank|leave (?:it )?blank|skip(?: (?:it|this))?|-+|x)?"
    r"(?:[\s,.;!-]*(?:thanks?(?: you)?(?: so much| for asking)?|gracias(?: por preguntar)?|for now|at this time|so far|right now|"
    r"por (?:el momento|ahora)|this (?:month|time)|"
    r"este mes|i think|we're good|estamos bien|sir|ma'am|really|yet))*\W*$"
)
_LATER = re.compile(
    r"^\W*(?:(?:please )?see (?:#?\d|question|answer|number|no\.|below|above|next|further down|my note|the note)\b.{0,40}|(?:ver|vea|"
    r"vease) (?:abajo|arriba|"
    r"mas abajo)\b.{0,40}|"
    r"(?:mas )?abajo|below|(?:it's |that's |phone is |same )?(?:the )?same as (?:before|in|my|last|on|the)\b.{0,60}|"
    r"you (?:already )?have (?:it|our|my|that)\b.{0,60}|"
    r"(?:it |that )?(?:all )?depends\b.{0,60}|depende\b.{0,60}|(?:lo |el |la )?mism[oa]s? (?:que|de)\b.{0,60}|ya (?:lo|la|"
    r"los) tienen?\b.{0,60}|tbd|t\.b\.d\.?|tba|to be (?:determined|decided|announced|confirmed)|coming(?: soon| later)?|later|pending|soon|"
    r"will (?:send|follow|get|let you know|update|confirm|have to (?:check|ask|get back))\b.{0,60}|"
    r"(?:i|we)(?:'ll| will) (?:send|get|let|update|find|check|ask|confirm|have to)\b.{0,80}|(?:i |we )?(?:don't|"
    r"do not) know(?: yet)?.{0,30}|not sure(?: yet)?|no idea(?: yet)?|unsure|unknown|still (?:deciding|working|waiting|"
    r"figuring)\b.{0,60}|"
    r"(?:i|we)(?:'d| would)? (?:have|need) to (?:check|ask|look|get back)\b.{0,60}|let me (?:check|ask|get back|look)\b.{0,60}|(?:can|"
    r"may) (?:i|we) (?:get back|send)\b.{0,60}|"
    r"por (?:definir|confirmar|determinar)|pendiente|luego|despues|mas tarde|(?:todavia|aun) no (?:se|sabemos|lo se|lo tenemos|"
    r"tenemos).{0,30}|no (?:lo )?(?:se|sabemos)(?: todavia| aun)?|"
    r"(?:lo|la|los|las|se lo|te lo|se la) (?:consigo|mando|envio|busco|confirmo|mandamos|enviamos|tramito|pido|conseguimos)\b.{0,60}|"
    r"dejeme (?:ver|checar|preguntar|confirmar)\b.{0,60}|\?+)\W*$"
)


def is_blank(text: str) -> bool:
    """The writer says that there is nothing: *none*, *n/a*, *nada por el momento*, a dash."""
    return bool(_BLANK.match(fold(text.strip())))


def is_put_off(text: str) -> bool:
    """The writer will say it later: *TBD*, *I'll have to check*, *lo consigo*."""
    return bool(_LATER.match(fold(text.strip())))


def yes_or_no(question: Question, text: str) -> Heard:
    """Read a plain yes or no; a yes with a but is unsure, and a story without either is none."""
    words, folded = text.strip(), fold(text.strip())
    if question.id == FEE:
        return _fee(words, folded)
    if _NOT_YET.match(folded):
        return Heard(words=words, problem="not_yes_or_no")
    yes, no = _YES.match(folded), _NO.match(folded)
    if yes:
        return Heard(value=True, words=words, reason="hedge" if _AHEAD.search(folded) or _BUT.search(folded, yes.end()) else "")
    if no:
        return Heard(value=False, words=words, reason="hedge" if _BUT.search(folded, no.end()) else "")
    said = mentions_done(folded)
    return said if said.is_read else Heard(words=words, problem="not_yes_or_no")


#: *They will be done before we start*: not yet.
_AHEAD = re.compile(
    r"\b(?:(?:they|it|checks?|all|we)(?:'ll| will) (?:be|get|have|do)|going to|before (?:we|they|the) (?:start|"
    r"begin|first)|plan(?:ning)? to|van a|vamos a|haran|haremos)\b"
)
_CLEARED = re.compile(
    r"\b(?:live ?scan(?:ned)?|finger\s?print\w*|background[- ]check\w*|(?:fully |all )?(?:cleared|vetted|screened)|clearances?|"
    r"antecedentes|huellas)\b"
)
#: *Checks were done for everyone*, *each of them has passed the state check*.
_CHECKED = re.compile(
    r"\bchecks?\b[^.;?]{0,40}\b(?:done|complete[d]?|current|on file|passed|cleared|run on|in place|up to date)\b|"
    r"\b(?:passed|cleared|completed|had|have|has|undergone|done|ran|run|hold)\b[^.;?]{0,40}\b(?:checks?|clearances?)\b|"
    r"\b(?:antecedentes|huellas)\b[^.;?]{0,30}\b(?:hicimos|hechos|hechas|listos|listas|vigentes|al dia)\b|\b(?:verificad[oa]s|"
    r"investigad[oa]s|carta de no antecedentes)\b"
)
_EVERYBODY = re.compile(
    r"\b(?:yes|si|all|every\w*|each|everybody|we (?:will|do|have|can|already|are)|they (?:will|do|have|are)|will|have|has|is|are|"
    r"hicimos|hech[oa]s|list[oa]s|tod[oa]s|cada|cuentan|tienen|tenemos|ya|pasan|pasaron|haran|haremos)\b"
)
_DENIED = re.compile(
    r"\b(?:not?|none|nobody|never|idk|what that is|does that count|my (?:dad|mom|husband|wife|friend)|ningun[oa]?|nadie|haven't|hasn't|"
    r"don't|won't|aren't|isn't|without|sin|nunca|todavia|aun|yet|conviction|record|failed|rule|"
    r"question|costs?|cuestan?|waiting|pending|in (?:process|progress|the works)|submitted|sent in|went in|applied|apply|appointments?|"
    r"scheduled?|starts?|starting|"
    r"begins?|to hear|hear back|the (?:rest|other|others|last|fourth|third|second|new)\b|en (?:tramite|proceso)|esperando|pendientes?|"
    r"cita|faltan?)\b|\?"
)


#: *Every volunteer is fingerprinted before they start*: done all the same.
_BEFORE_ANYTHING = re.compile(
    r"\b(?:before|antes de que) (?:they|anyone|anybody|we|he|she|working|meeting)?\s?(?:ever )?(?:starts?|begins?|works?|meets?|empie\w+)\b"
)


def mentions_done(folded: str) -> Heard:
    """*All our volunteers are fingerprinted* is a yes to a check; any doubt in the sentence leaves it open."""
    folded = _BEFORE_ANYTHING.sub(" ", folded)
    plainly = (
        (_CLEARED.search(folded) or _CHECKED.search(folded))
        and _EVERYBODY.search(folded)
        and not _DENIED.search(folded)
        and not _BUT.search(folded)
    )
    return Heard(value=True, words=folded) if plainly else Heard()


def _fee(words: str, folded: str) -> Heard:
    if NOT_A_CENT.search(folded):
        return Heard(value=False, words=words)
    if UNDECIDED.search(folded):
        return Heard(words=words, problem="not_yes_or_no")
    fee = who_pays(words)
    if fee.fee in {"yes", "no"}:
        said = around(words, fee.words)
        return Heard(value=fee.fee == "yes", words=fee.words or words, reason=fee_doubt(said, words, paid=fee.fee == "yes"))
    plain = _NO.match(folded) or _YES.match(folded)
    if plain is None or _NOT_YET.match(folded) or _BUT.search(folded, plain.end()):
        return Heard(words=words, problem="not_yes_or_no")
    paid = plain.re is _YES
    return Heard(value=paid, words=words, reason=fee_doubt(words, words, paid=paid))


def has_exception(text: str) -> bool:
    """Whether a text takes something out of what it says: *all but one*."""
    return bool(_BUT.search(fold(text)))


def opens_with_yes_or_no(text: str) -> bool:
    """Whether a text begins with yes or no in any of their forms, and not with *not yet*."""
    folded = fold(text.strip())
    return bool((_YES.match(folded) or _NO.match(folded)) and not _NOT_YET.match(folded))


def denies(text: str) -> bool:
    """Whether a text says what it is not, or that nobody knows."""
    return bool(re.search(r"\b(?:not?|never|isn't|aren't|don't|can't|nor|ni|tampoco)\b", fold(text)))


def choice(question: Question, text: str) -> Heard:
    """Read the one choice that a piece of text names; two of them are two candidates."""
    found = named(question, text)
    if not found:
        return Heard(words=text.strip(), problem="not_a_choice")
    best = _best(found)
    reason = "two_candidates" if len(best) > 1 else "hedge" if GUESSES.search(fold(text)) else ""
    return Heard(value=best[0], words=text.strip(), reason=reason)


def choices(question: Question, text: str) -> Heard:
    """Read every choice that a piece of text names."""
    found = named(question, text)
    return Heard(value=tuple(found), words=text.strip()) if found else Heard(words=text.strip(), problem="not_a_choice")


def named(question: Question, text: str) -> dict[str, int]:
    """Choices that a text names, with the length of the words that name them; negated ones are left out."""
    folded = fold(text)
    found: dict[str, int] = {}
    plain = squash(text)
    exact = [each.id for each in question.choices if plain in _names(each)]
    if len(exact) == 1:
        return {exact[0]: len(text)}
    spans = {
        each.id: [match.span() for pattern in _patterns(each) for match in pattern.finditer(folded) if not _negated(folded, match)]
        for each in question.choices
    }
    every = [span for own in spans.values() for span in own]
    for key, own in spans.items():
        longest = [span for span in own if not any(_within(span, other) for other in every)]
        if longest:
            found[key] = max(end - start for start, end in longest)
    if len(found) > 1:
        found.pop("other", None)
    return found


def _within(span: tuple[int, int], other: tuple[int, int]) -> bool:
    """*College* within *college and career* names nothing of its own."""
    return other[0] <= span[0] and span[1] <= other[1] and other[1] - other[0] > span[1] - span[0]


def names_any(question: Question) -> re.Pattern[str]:
    """What stands in every folded text that names a choice of this question: told in one pass, before each is looked for."""
    return _any_of(question.choices)


@lru_cache(maxsize=128)
def _any_of(choices: tuple[Choice, ...]) -> re.Pattern[str]:
    return re.compile("|".join(pattern.pattern for each in choices for pattern in _patterns(each)) or r"(?!)")


@lru_cache(maxsize=512)
def _names(each: Choice) -> frozenset[str]:
    return frozenset(squash(name) for name in (each.id.replace("_", " "), each.label.en, each.label.es, *each.words.all))


@lru_cache(maxsize=512)
def _patterns(each: Choice) -> tuple[re.Pattern[str], ...]:
    """Its label, its id and its words as whole words, and what people write for it everywhere."""
    own = [r"[\s,/&_-]+".join(map(re.escape, name.split())) for name in _names(each) if name and name not in {"other", "otro", "otra"}]
    patterns = [rf"\b(?:{'|'.join(sorted(own, key=len, reverse=True))})\b"] if own else []
    if each.id in _COMMON:
        patterns.append(rf"(?<!\w)(?:{_COMMON[each.id]})(?!\w)")
    if each.id == "other":
        patterns.append(r"^\W*(?:other|otr[oa]|none of (?:these|those|the above)|ninguna de (?:estas|las anteriores))\b")
    return tuple(re.compile(pattern) for pattern in patterns)


def _negated(folded: str, match: re.Match[str]) -> bool:
    return bool(
        re.search(
            r"\b(?:not|no|isn't|aren't|neither|nor|ni|never|rather than|instead of)\s(?:a |an |una? |the |somos |es )?$",
            folded[max(0, match.start() - 24) : match.start()],
        )
    )


def _best(found: dict[str, int]) -> list[str]:
    """A church that is a nonprofit is a church: what says more of what it is stands before its tax form."""
    narrow = [each for each in found if each not in {"nonprofit", "other"}]
    return narrow if "nonprofit" in found and len(narrow) == 1 else list(found)


def is_name(each: Choice, plain: str, *, by_words: bool = True) -> bool:
    """Whether these squashed words are a name of the choice and nothing else; its label alone, where its words are everyday ones."""
    labels = {squash(each.id.replace("_", " ")), squash(each.label.en), squash(each.label.es)}
    return plain in (_names(each) if by_words else labels)


def places(question: Question, choice_id: str, text: str) -> list[int]:
    """Where a text names a choice."""
    each = next((one for one in question.choices if one.id == choice_id), None)
    return sorted(match.start() for pattern in _patterns(each) for match in pattern.finditer(fold(text))) if each else []
