"""Why a figure by the right noun may still not be the count: it is estimated, hoped for, lost, of another time, of a part, or of each."""

from __future__ import annotations

import re

_HEDGED_BEFORE = re.compile(
    r"\b(?:stopped counting|lost count|neighbou?rhood of|ballpark|(?:from|if) memory(?: serves)?|guess\w*|must have (?:been|had)|"
    r"a (?:little|bit|touch|"
    r"hair) (?:over|under|above|"
    r"below|more|less)|just (?:over|under|shy of)|had,? what|fairly|pretty (?:sure|certain)|thinks?|believes?|reckons?|suppose|"
    r"says it was|recall|"
    r"remember\w*|figure|estimat\w*|"
    r"off the top|can't be far|a few|several|some\s?where|supposedly|apparently|i want to say|recuerdo|calculo|calculamos|"
    r"han de (?:ser|haber)|debieron|"
    r"deben (?:de )?(?:ser|haber)|a ojo|no se|yo digo|supongo|creo|a lo mejor|parece|me parece|segun yo|"
    r"estim\w+)\b(?!\s?,)[^.;!?\d\n]{0,40}$"
)
_HEDGED_BEHIND = re.compile(
    r"^(?:\s?-some\b|\s?odd\b|[^.;!?\d\n]{0,30}?[,(]?\s?\b(?:don't quote|from memory|if (?:i|memory)|est(?:\.|imate\w*|imad\w*)|"
    r"roughly|ballpark|at a guess|"
    r"(?:or )?there\s?abouts|best guess|as i recall|as far as i|i'd guess|i'd say|i think|i believe|i guess|not (?:exact|certain|"
    r"sure|100)|unconfirmed|"
    r"tentative|si (?:mal )?no (?:mal )?recuerdo|a ojo|segun (?:yo|recuerdo)|creo|supongo|calculo|aproximad\w+)|[^.;!\d\n]{0,30}\?)"
)
_NOT_SO_BEFORE = re.compile(
    r"\b(?:there should(?: have)? be(?:en)?|(?:we|i|they|it|there)'d (?:have|be|get|see|serve|need|want)|might|may (?:be|have)|"
    r"must (?:be|have)|hop(?:e|ed|ing) (?:to|for)|roster (?:is|of|has|at)|enrol?lment (?:is|of|at)|expect\w*|"
    r"next (?:month|week|year|time|term)|will|would|could|should(?! (?:be|read|say|"
    r"have been))|plan\w*|goal|target|aim\w*|capacity|room for|"
    r"need(?:s|ed)?|want(?:s|ed)?|usually|normally|typically|used to|last (?:month|year|time|spring|fall|summer)|previous\w*|before that|"
    r"lost|lose|missed|miss|missing|turned away|cancel\w*|skipp\w+|short|minus|without|postponed|except|all but|"
    r"(?:half|most|some|each|none|one|two|three|\d+) of (?:our|the|my|those|these)?|instead of|rather than|out of|"
    r"esperamos|vamos a|quer\w+|meta|cupo|necesit\w+|faltaron|falto|perdimos|cancel\w+|se fueron|el mes pasado|el ano pasado|"
    r"antes (?:eran|teniamos)|"
    r"normalmente|la mitad de|proxim[oa])\b(?:(?!\b(?:held|actually|only|got|managed|ended)\b)[^.;!?,\d\n]){0,30}$"
)
_NOT_SO_BEHIND = re.compile(
    r"^\s(?:planned|scheduled|intended|planning|prep\w*|staff|board|parent) (?=meetings?|sessions?)|^\s(?:planned|scheduled|intended|"
    r"planead\w+|programad\w+)\b|^\s?(?:[a-z'-]+\s){0,4}?(?:quit|left us|dropped out|dropped|"
    r"moved(?: away)?|got hurt|nearly|joined|(?:was|were|got) (?:cancel\w*|rained|called off|sick|ill|"
    r"absent|missing|turned)|rained out|cancel\w*|on the wait\w*|(?:is|are) (?:new|waiting|standing|sick|absent|missing|on the)|"
    r"standing|waiting|"
    r"would (?:be|like|love)|signed up for|missing|absent|no-shows?|short|next (?:month|week|year|time)|(?<!as )last (?:month|year|"
    r"time)|want\w*|to go|left\b|"
    r"renunciaron|se fueron|faltaron|canceladas?|en lista de espera|el mes pasado|el ano pasado|nuev[oa]s|quieren)\b"
)
#: Fewer come than sign up: where another number stands beside it, that one is likelier.
_SIGNED_UP = re.compile(
    r"^\s?(?:[a-z'-]+\s){0,3}?(?:sign(?:ed)? up|register(?:ed)?|enroll(?:ed)?|rsvp\w*|on (?:the|our|a) (?:books|list|roster|(?:sign-?up|"
    r"sign-?in|waiting) (?:sheet|list))|"
    r"se (?:inscribieron|apuntaron)|"
    r"inscrit[oa]s)\b"
)
#: *Since 2019 we have taught 1,400*; *we did not have 30*; *if you count the drive, 45*; *that is a county contract, 60 kids there*.
_LONG_AGO = re.compile(
    r"(?:^|[.!?,;]\s)(?:of|de) (?:our|the|these|those|my|los|las|nuestr[oa]s)\s$|(?:^|[.!?]\s)(?:if|si)\s[^.!?]{3,110}$|"
    r"\b(?:since|desde) (?:19|20)\d\d\b[^.;\n]{0,60}$|\b(?:began|started|founded|born|empez\w+|nacio)\b[^.;\n]{0,50}\b(?:19|"
    r"20)\d\d\b[^.;\n]{0,40}$|\b(?:to date|over the years|all these years|in our history|"
    r"ever since)\b[^.;\n]{0,40}$|"
    r"\b(?:did not|didn't|do not|don't|never|no) (?:have|had|get|see|serve|reach|hold|tuvimos|llegaron|vinieron|son|fueron|"
    r"eran)\s(?:[a-z]+\s)?$|"
    r"\b(?:if (?:you|we|i|one)|not counting|si (?:se )?(?:cuentan?|contamos|incluimos))\b[^.;\d\n]{0,40}$|"
    r"\b(?:isn't|aren't|not|no es|no son) (?:yours|for you|part of (?:this|your)|under (?:this|your)|suy[oa]s?|parte)\b[^.\n]{0,80}$"
)
_AS_HOPED = re.compile(
    r"^\s(?:[a-z'-]+\s){0,3}?since (?:(?:19|20)\d\d|we )|"
    r"^\s(?:[a-z'-]+\s){0,4}?(?:(?:like|as|that|than) (?:i|we) (?:had )?(?:hop|plann|expect|want|thought)|(?:there|elsewhere)\b|(?:if|"
    r"when) you (?:count|include|add)|"
    r"if (?:we|i) (?:count|include|add)|(?:is|are|was|were) the (?:goal|target|cap|limit|max)|capacity|maximum|como (?:queria|esperab|"
    r"planea))"
)
_YEARLY = re.compile(
    r"^\s?(?:[a-z'-]+\s){0,3}?(?:(?:a|per|each|every) year|annually|yearly|across (?:the|all|our)|nationwide|elsewhere|"
    r"at (?:our )?other|this (?:school |academic |calendar )?year|year to date|ytd|so far this year|to date|este ano(?: escolar)?|"
    r"en lo que va|al ano|por ano|cada ano|"
    r"en otr[oa]s?)\b"
)
_OF_EACH = re.compile(
    r"^\s?(?:[a-z'-]+\s){0,3}?(?:each|every|per|a|an|por|cada)\s(?:time|session|class|meeting|week|day|visit|saturday|sunday|monday|"
    r"tuesday|wednesday|"
    r"thursday|friday|afternoon|evening|practice|rehearsal|sesion|clase|semana|dia|vez|sabado|reunion|tarde)\b"
)
_IN_EACH = re.compile(r"^\s?(?:[a-z'-]+\s){0,3}?(?:(?:in|at|for) each|en cada|per class|per group)\b")
_PER_ANY = re.compile(r"^\s?(?:[a-z'-]+\s){0,3}?(?:per|each|cada)\s(?!one\b|of\b|un[oa]\b|other\b)[a-z]+\b")
_EACH_HAS = re.compile(
    r"\b(?:each|every|cada|per) (?:session|class|meeting|visit|day|week|time|one|sesion|clase|semana|vez)\b[^.;!?,\d\n]{0,20}$|"
    r"\baverag\w+\b[^.;!?,\d\n]{0,20}$"
)
_OTHER_HOURS = re.compile(
    r"^\s?(?:paid|staff|instruction\w*|programming|training|contact|class|program|office|credit)\s(?:hours?|hrs?)|"
    r"^\s?(?:hours?|hrs?|horas?)\s(?:of|de)\s(?:paid|staff|program\w*|instruction\w*|training|class\w*|lessons?|practice|sleep|"
    r"clases?|instruccion|capacitacion|ensayo)\b|"
    r"^\s?(?:hours?|hrs?|horas?)\s(?:long|each|a (?:day|week)|ahead|late|early|away|apart|before|after)\b"
)


#: Of what is planned: how many there were another time.
_HAD_BEFORE = re.compile(
    r"\b(?:last (?:year|time|spring|fall|summer|semester)|el ano pasado|la vez pasada|antes|used to)\b[^.;!?,\d\n]{0,24}$"
)
_HAD_BEHIND = re.compile(r"^\s(?:[a-z'-]+\s){0,3}?(?:last (?:year|time|spring|fall|summer|semester)|el ano pasado|la vez pasada)\b")


def is_list_only(folded: str, end: int) -> bool:
    """Whether so many signed up, of whom perhaps fewer came."""
    return bool(_SIGNED_UP.match(folded[end : end + 60]))


def doubt(folded: str, start: int, end: int, family: str, *, told: bool) -> str:
    """The reason for which a figure there is not sure, or an empty string; `told` where a sentence and no label gives it."""
    before, behind = folded[max(0, start - 60) : start], folded[end : end + 60]
    if told and _YEARLY.match(behind):
        return "guess"
    longer = folded[max(0, start - 130) : start]
    if told and (_LONG_AGO.search(longer) or _AS_HOPED.match(behind)):
        return "guess"
    if told and family == "students_expected" and (_HAD_BEFORE.search(before) or _HAD_BEHIND.match(behind)):
        return "guess"
    if told and family != "students_expected" and (_NOT_SO_BEFORE.search(before) or _NOT_SO_BEHIND.match(behind)):
        return "guess"
    if family == "students" and _IN_EACH.match(behind):
        return "guess"
    if family == "students" and told and (_OF_EACH.match(behind) or _PER_ANY.match(behind) or _EACH_HAS.search(before)):
        return "guess"
    if family == "hours" and (_OTHER_HOURS.match(behind) or (told and _EACH_HAS.search(before))):
        return "guess"
    return "hedge" if _HEDGED_BEFORE.search(before) or _HEDGED_BEHIND.match(behind) else ""
