"""Whether a grade, a text, a yes, a day or a name is told plainly: by a cue that nobody mistakes, and nothing takes it back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from handlers.reading import choices
from handlers.reading.contacts import emails, phones, sites
from handlers.reading.context import TAKES_BACK
from handlers.reading.dates import days
from handlers.reading.lines import clauses, fold, sentences
from handlers.reading.numbers import quantities
from handlers.reading.places import times_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.playbook import Question
    from handlers.reading.context import Context
    from handlers.reading.dates import Day
    from handlers.reading.readings import Heard

#: How likely the model must find that a sentence with a cue answers its question, and with the cues of two.
_AGREES_WITH_CUE, _AGREES = 0.3, 0.5
_SOME, _MORE_WORDS, _FEW_WORDS = 4, 3, 8

_OF_FIVE = re.compile(r"(?:out of|outta|of|/|de|sobre)\s?(?:5|five|cinco)\b")
_GRADED = re.compile(
    r"\b(?:rat\w+|satisf\w+|scor\w+|overall|give|giving|grade|stars?|calific\w+|pong\w+|doy|damos|estrellas?|i'd say|say)\b"
)
_NO_GRADE = re.compile(
    r"\b(?:give or take|call it|it was|was an?|not|n't|last|wish|would be|would have|almost|nearly|maybe|perhaps|probably|guess|if|or|"
    r"before|used to|until|casi|quiza\w*|seria|si|o|pasado)\b|\?"
)


def grade(_: Question, heard: Heard, context: Context) -> bool:
    """A figure out of five or called a grade, or one that alone closes the reply."""
    folded, words = fold(context.text), fold(heard.words)
    if context.is_meant:
        return not _NO_GRADE.search(folded) and len({each.value for each in quantities(context.text)} - {5.0, float(heard.value)}) == 0  # type: ignore[arg-type]  # a grade is a number
    at = folded.rfind(words)
    if at < 0:
        return False
    clause = next((each.text for each in clauses(context.text) if each.start <= at + len(words) - 1 < each.end), context.text)
    if _NO_GRADE.search(fold(clause)) or _NO_GRADE.search(words):
        return False
    if _OF_FIVE.search(words) or _GRADED.search(words) or _GRADED.search(fold(clause)):
        return True
    several = len(re.findall(r"[a-z]{2,}", folded)) >= _SOME
    closes = len(re.findall(r"[a-z]{3,}", folded[at + len(words) :])) < _MORE_WORDS
    return closes and several


_CUES = {
    "highlights": re.compile(
        r"\b(?:best (?:moment|part|thing|news|day|bit)|high(?:light|lights| point)|went (?:really |very |so )?well|proud\w*|lo mejor|"
        r"lo bueno|lo mas (?:bonito|lindo|bello)|logros?|(?:big|huge) wins?|success(?:es)?|favou?rite|good news|bright spot|we loved|"
        r"nos encanto|orgullos\w+|salio (?:muy )?bien)\b"
    ),
    "challenges": re.compile(
        r"\b(?:challeng\w+|hard(?:est)?|difficult\w*|struggl\w+|worst|problems?|obstacles?|troubl\w+|frustrat\w+|"
        r"lo malo|lo (?:mas )?dificil|dificultad\w*|retos?|desafios?|batall\w+|nos c(?:ost|uest)\w+|low point|tough\w*|"
        r"downside|unfortunately)\b"
    ),
    "support_needed": re.compile(
        r"\b(?:any chance (?:you|we|of)|nos ayud\w+|ojala (?:puedan|nos)|(?:could|can) (?:you|someone|somebody|the office|anybody)|"
        r"would (?:love|appreciate)|we (?:could use|need|do need|really need)|"
        r"i need|need (?:help|someone|more|a|an|some)|please (?:help|send)|help (?:us )?(?:with|find|get)|looking for|in need of|"
        r"podri(?:a|an)|pueden|nos? (?:hace falta|hacen falta|falta|faltan)|necesit(?:amos|o)|ayud(?:a|en|arnos|enos) (?:con|a|para))\b"
    ),
}
_IS_DENIED = re.compile(r"\b(?:no|not|nothing|without|none|sin|nada|ningun\w*)\b")
_DENIAL = {
    "highlights": re.compile(r"\b(?:highlights?|wins?|logros?|news)\b"),
    "challenges": re.compile(
        r"\b(?:challenges?|problems?|issues?|complaints?|troubles?|difficult\w+|obstacles?|hiccups?|hard|retos?|problemas?|dificultad\w*|"
        r"quejas?|dificil|inconvenientes?)\b"
    ),
    "support_needed": re.compile(
        r"\b(?:needs?|needed|support|help|requests?|asks?|asking|anything|assistance|necesit\w+|peticion(?:es)?|apoyos?|ayuda|falta|ocupamos)\b"
    ),
}


#: Beneath a label or a number: nothing is told yet, or it stands elsewhere.
_PUTS_OFF = re.compile(
    r"^\W*(?:see|same|ditto|as (?:above|before)|ask|later|will|i'll|we'll|tbd|to be|not sure|unsure|don't know|do not know|no idea|idk|"
    r"hard to say|"
    r"pending|skip\w*|pass|let me|ver|vea|igual|lo mismo|despues|luego|no se|no sabemos|por definir|preguntar?)\b|"
    r"\b(?:get back to you|let you know|will send|i'll send|don't have (?:it|that|this|those|these)|see (?:above|below|attached)|"
    r"wrong (?:number|one|line)|not (?:mine|ours)|ignore|scratch that|le aviso|les aviso|le mando)\b|^[^.!]{0,80}\?\W*$"
)


def text(question: Question, heard: Heard, context: Context) -> bool:
    """A sentence by a cue that nobody mistakes, which the model does not take for another's; or a plain word that there is nothing."""
    if context.is_meant or heard.by == "place":
        is_asked = heard.by == "alone" and ("?" in heard.words or TAKES_BACK.search(fold(heard.words)))
        return heard.value == "" or not (is_asked or _PUTS_OFF.search(fold(heard.words)))
    if question.id not in _CUES:
        return False
    if heard.value == "":
        words = fold(heard.words)
        return (
            words.strip(" .!") != "no problem"
            and bool(_IS_DENIED.search(words) and _DENIAL[question.id].search(words))
            and len(words.split()) <= _FEW_WORDS
        )
    return any(_is_cued(question, span.text, context) for span in sentences(heard.words))


def _is_cued(question: Question, sentence: str, context: Context) -> bool:
    folded = fold(sentence)
    if not _CUES[question.id].search(folded):
        return False
    if question.id != "support_needed" and sentence.rstrip().endswith("?"):
        return False
    if any(pattern.search(folded) for key, pattern in _CUES.items() if key != question.id):
        return bool(context.opinions) and context.opinions.of_sentence(sentence).get(question.id, 0.0) >= _AGREES
    scores = context.opinions.of_sentence(sentence)
    return not scores or scores.get(question.id, 0.0) >= _AGREES_WITH_CUE


_PERHAPS = re.compile(
    r"\b(?:if|unless|except|but|although|though|once|will|they'll|we'll|going to|pending|wait\w*|process|most|some|almost|few|half|"
    r"our own|their own|through|yet|soon|should|would|could|can|might|may|think|believe|guess|probably|hopefully|hope|plan\w*|before|"
    r"until|after|new|rest|others?|expired?|ago|need\w*|same|not sure|depends?|working on|scheduled|starting|applied|submitted|when|"
    r"(?<!all )(?:one|two|three|four|five|six|\d+) (?:of|are|is|were|have|has)|"
    r"si (?:es|hay|nos|se|pued\w+)|pero|excepto|salvo|aunque|pendiente\w*|tramite|proceso|esper\w+|todavia|aun|falta\w*|vamos|"
    r"cuando|antes|despues|algun\w*|creo|supongo|quiza\w*|tal vez|mayoria|casi|van a)\b|\?"
)
#: One sentence that tells it, and one beside it.
_WITH_A_COMMENT = 2
_START_AND_END = 2
_OF_CHECKS = re.compile(
    r"\b(?:checks?|checked|cleared|clearances?|fingerprint\w*|screen\w*|vetted|live ?scan\w*|antecedentes|huellas|verificad\w+)\b"
)
_OF_MONEY = re.compile(
    r"[$€£]|\b(?:charg\w+|fees?|free|costs?|pay\w*|paid|price\w*|dollars?|bucks|money|donat\w*|scholarships?|tuition|fund\w*|grants?|"
    r"gratis|gratuit\w+|cobr\w+|cuotas?|pag\w+|costo|cuesta\w*|dolares|pesos|dinero|becas?|donativ\w+)\b"
)
_FEE_UNPLAIN = re.compile(
    r"\b(?:if|unless|except|but|although|though|maybe|might|could|would(?! (?:buy|pay|cost|charge|be free)\b)|may|probably|perhaps|"
    r"think|guess|believe|some|most|sliding|"
    r"scholarships?|optional|suggest\w*|voluntary|donat\w*|deposit|materials?|kits?|trips?|uniforms?|books?|snacks?|t-?shirts?|supplies|"
    r"first|then|after|later|once|until|yet|decid\w*|depends?|usually|normally|for now|this year|next year|currently|beyond|extra|"
    r"district|schools?|pta|cover\w*|reimburs\w*|waive\w*|can|afford|other|only|just|instead|technically|not sure|"
    r"pero|excepto|salvo|aunque|quiza\w*|tal vez|creo|algun\w*|material(?:es)?|donativ\w+|cooperacion|voluntari\w+|primer\w*|despues|"
    r"todavia|por ahora|si|pued\w+|escuela|distrito|solo)\b|\?"
)
_PRICE = re.compile(r"[$€£]\s?[1-9]|\b[1-9]\d*\s?(?:dollars|bucks|dolares|pesos)\b")


def yes_or_no(_: Question, heard: Heard, context: Context) -> bool:
    """A yes or a no to which nothing is added but whom it holds for."""
    about = (
        context.text if context.is_meant else " ".join(span.text for span in sentences(context.text) if _OF_CHECKS.search(fold(span.text)))
    )
    return not _PERHAPS.search(fold(f"{about} {heard.words}")) and len(sentences(about)) <= _WITH_A_COMMENT


def fee(_: Question, heard: Heard, context: Context) -> bool:
    """Who pays, without condition, exception or price beside a *no*."""
    about = (
        context.text if context.is_meant else " ".join(span.text for span in sentences(context.text) if _OF_MONEY.search(fold(span.text)))
    )
    folded = fold(f"{about} {heard.words}")
    return (
        not _FEE_UNPLAIN.search(folded) and (heard.value is True or not _PRICE.search(folded)) and len(sentences(about)) <= _WITH_A_COMMENT
    )


_DAY_UNPLAIN = re.compile(
    r"\b(?:about|around|roughly|maybe|perhaps|probably|hop(?:e|ing|efully)|ideally|after|before|any time|anytime|earliest|latest|not|"
    r"no later|unless|if|or|could|might|should|think|guess|tentativ\w+|either|depend\w*|flexible|except|skip\w*|off|holiday|"
    r"quiza\w*|tal vez|creo|despues|antes|alrededor|cerca|o|si|depende|no)\b|\?|\bn't"
)


def day(_: Question, heard: Heard, context: Context) -> bool:
    """A day by its own cue, in a sentence with no other days than the start and the end."""
    about = context.text if context.is_meant else heard.words
    found = days(about, context.reader)
    every = days(context.text, context.reader)
    most = 1 if context.is_meant else _START_AND_END
    taken_back = (span.text for span in sentences(context.whole) if TAKES_BACK.search(fold(span.text)))
    if any(days(words, context.reader) for words in taken_back):
        return False
    return (
        len(found) <= most
        and len({each.value for each in every}) <= _START_AND_END
        and not _DAY_UNPLAIN.search(fold(_near_days(about, found)))
    )


def _near_days(about: str, found: Sequence[Day]) -> str:
    """The clauses that name a day; a sentence of one clause whole."""
    named = [each.text for each in clauses(about) if any(each.start <= one.start < each.end for one in found)]
    return " ".join(named) if named else about


_A_TIME = re.compile(
    r"\b(?:(?:mon|tues?|wed(?:nes)?|thurs?|fri|satur|sun)(?:days?)?|lunes|martes|miercoles|jueves|viernes|sabados?|domingos?|"
    r"\d{1,2}:\d\d|\d{1,2}\s?[ap]\.?m|noon|bell|dismissal|lunch|recess|weekly|every other)\b"
)


_A_DATE = re.compile(
    r"\b(?:(?:mon|tues?|wed(?:nes)?|thurs?|fri|satur|sun)(?:day)?|lunes|martes|miercoles|jueves|viernes|sabado|domingo),?\s"
    r"(?:the\s|el\s)?(?=(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec|\d))"
)


_SOME_GRADES = re.compile(
    r"\b(?:mostly|some|about|up to|and up|or|younger|older|also|plus|but|few|mainly|not|except|usually|ages?|years? old|last|would|could|"
    r"sobre todo|algun\w*|hasta|o|tambien|pero|menos|edad(?:es)?)\b|\?"
)
_ENDS_TIMES = re.compile(
    r"\s?(?:$|[.,;:)!\n]|\b(?:in|at|for|with|starting|beginning|from (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|and we|we|our|"
    r"en|para|con|desde el|empezando)\b)"
)


def times(question: Question, heard: Heard, context: Context) -> bool:
    """Days and hours, or grades, of which nothing stands outside of what was taken."""
    if context.is_meant:
        return not re.search(r"\b(?:maybe|perhaps|or|either|not|quiza\w*|o)\b|\?", fold(context.text))
    rest = _A_DATE.sub(" ", fold(context.text).replace(fold(str(heard.value)), " ", 1))
    behind = fold(context.text).partition(fold(str(heard.value)))[2]
    if question.id == "meeting_times" and not _ENDS_TIMES.match(behind):
        return False
    if re.search(r"\b(?:maybe|perhaps|either|not sure|flexible|depend\w*|quiza\w*|tal vez)\b|\?", fold(heard.words)):
        return False
    if question.id == "grade_levels" and any(
        _SOME_GRADES.search(fold(each.text)) for each in clauses(heard.words) if str(heard.value) in each.text
    ):
        return False
    if question.id == "grade_levels":
        return not re.search(r"\b(?:grades?|graders?|grados?)\b", fold(heard.words).replace(fold(str(heard.value)), " ", 1)) or bool(
            re.search(r"\b(?:grades?|grados?)\b[^.\d]{0,6}$", fold(heard.words).partition(fold(str(heard.value)))[0])
        )
    return not _A_TIME.search(rest) and bool(times_in(str(heard.value)))


_NAMES_UNPLAIN = re.compile(
    r"\b(?:or|either|maybe|perhaps|whichever|whatever|any|another|not|near|probably|hopefully|decid\w*|think|possibly|if|"
    r"o|quiza\w*|tal vez|cualquier\w*|no|si)\b|\?|\bn't"
)


_CHOOSES = re.compile(
    r"\b(?:all|every|any|both|except|but|also|only|plus|near|other|todas?|cada|menos|"
    r"or|either|maybe|perhaps|whichever|decid\w*|not|possibly|if|o|quiza\w*|tal vez|si)\b|\bn't"
)


#: A name of its own within a sentence; days and months are none.
_A_NAME = re.compile(r"(?<=[a-z,;]\s)[A-ZÁÉÍÓÚÑ][a-záéíóúñ]{2,}")
_CAPITALS = re.compile(
    r"\b(?:Mon|Tues?|Wed(?:nes)?|Thurs?|Fri|Satur|Sun)(?:days?)?\b|\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)[a-z]*\b|"
    r"\b(?:Elementary|Middle|High|School|Schools|Academy|K|Grades?)\b"
)


def _without(words: str, values: Sequence[object]) -> str:
    """The words less the names that were taken."""
    for each in values:
        words = words.replace(str(each), " ")
    return words


def names(_: Question, heard: Heard, context: Context) -> bool:
    """Schools that are named and not chosen between."""
    values = heard.value if isinstance(heard.value, tuple) else ()
    if context.is_meant:
        about = " ".join(span.text for span in sentences(context.text) if not span.text.endswith("?"))
        are_short = all(str(each)[:1].isupper() and len(str(each).split()) <= _A_SCHOOL for each in values)
        return bool(values) and are_short and not _CHOOSES.search(fold(about)) and not TAKES_BACK.search(fold(about))
    beyond = _CAPITALS.sub(" ", _without(heard.words, values))
    if _A_NAME.search(beyond):
        return False
    are_names = all(str(each)[:1].isupper() or each in context.reader.schools for each in values)
    return bool(values) and are_names and not _NAMES_UNPLAIN.search(fold(heard.words))


_INTRODUCES = {
    "contact_name": r"(?:i'm|i am|my name is|this is|name is|name's|contact (?:is|person is|would be|:)|"
    r"soy|me llamo|mi nombre es|contact|contacto(?: es)?)",
    "organization_name": r"(?:we are|we're|i'm with|i am with|i'm from|from|with|organization is|group is|called|named|"
    r"we call ourselves|somos|represento a|"
    r"de|on behalf of|i run|it's)",
    "program_name": r"(?:called|named|it's|it is|is|name is|call it|program:?|programme|se llama|llamamos|titled)",
}


_NAME_WORDS, _A_CHOICE, _A_SCHOOL = 14, 8, 5
_EITHER_NAME = re.compile(r"\b(?:or|either|maybe|perhaps|formerly|used to|now|not|aka|o|quiza\w*|tal vez|antes|ahora)\b|\?|/")
_PARTIAL = re.compile(
    r"\b(?:or|either|maybe|perhaps|also|both|sort of|kind of|kinda|partly|between|not sure|think|guess|mix|could|might|mostly|with|"
    r"for|o|tambien|ambos|quiza\w*|tal vez|creo|entre|mezcla)\b|\?|/"
)


def choice(question: Question, heard: Heard, context: Context) -> bool:
    """One choice in a few words, and no other beside it."""
    said = context.text
    if not context.is_meant:
        said = next((each.text for each in clauses(heard.words) if choices.named(question, each.text)), heard.words)
    few = len(said.split())
    return few <= _MORE_WORDS or (few <= _A_CHOICE and not _PARTIAL.search(fold(said)))


_NOT_THIS = re.compile(
    r"\b(?:not|old|no longer|don't|instead|former\w*|was|used to|except|unless|changed?|changing|soon|wrong|antigu[oa]|viej[oa]|ya no|no)\b"
)


def reach(question: Question, heard: Heard, context: Context) -> bool:
    """The one number, address or site of its kind, not called an old one."""
    said = next((span.text for span in sentences(context.text) if heard.words and heard.words in span.text), heard.words)
    parts = [each.text for each in clauses(said) if re.search(r"\d{3}|@|\.\w{2}", each.text)] or [said]
    kinds = {"phone": lambda text: phones(text, context.reader), "email": emails, "url": sites}
    every = kinds[question.type](context.whole)
    if heard.value == "":
        return context.is_meant
    return len(set(every)) <= 1 and not _NOT_THIS.search(fold(" ".join(parts)))


def name(question: Question, heard: Heard, context: Context) -> bool:
    """A name right behind the words that introduce it, and ended by its sentence's own marks."""
    value = fold(str(heard.value))
    if question.id not in _INTRODUCES:
        return not _PUTS_OFF.search(fold(heard.words))
    if context.is_meant or heard.by == "place":
        said = context.text if context.is_meant else heard.words
        return len(said.split()) <= _NAME_WORDS and len(sentences(said)) == 1 and not _EITHER_NAME.search(fold(said))
    folded = fold(heard.words)
    before, said, after = folded.partition(value)
    return bool(
        said
        and re.search(rf"\b{_INTRODUCES[question.id]}\s(?:the |la |el |los |las )?[\"']?$", before)
        and re.match(r"[\"']?\s?(?:$|[.,;:!()\n-]|and\b|y\b|from\b|with\b|at\b)", after)
        and not choices.denies(heard.words)
    )
