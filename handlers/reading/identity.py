"""Who writes and what their programme is called: names that sentences and signatures give."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from handlers.reading.contacts import person
from handlers.reading.lines import fold, sentences, squash

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = r"[A-ZÁÉÍÓÚÑ][\w'’&-]*"
_CAP = (
    rf"(?:(?:St|Mt|Dr|Ft)\.\s)?{_WORD}(?:\s(?:(?:of|the|for|and|de|del|la|las|los|el|y|e|a|in|at|to|que|con|on|"
    rf"with)\s){{0,2}}(?:{_WORD}|&|\d+)){{0,7}}"
)
_TWO = rf"{_WORD}(?:\s(?:(?:of|the|for|and|de|del|la|las|los|y|to|in)\s){{0,2}}(?:{_WORD}|&)){{1,7}}"

_ORG_WORD = re.compile(
    r"\b(?:academ(?:y|ia)|club|cent(?:er|re|ro)|foundation|fundacion|ministr(?:y|ies)|ministerios?|inc|llc|church|iglesia|group|grupo|"
    r"association|asociacion|society|sociedad|institute|instituto|university|"
    r"universidad|college|league|liga|company|compania|players|theat(?:er|re)|studios?|services|project|proyecto|partners|council|"
    r"alliance|network|coalition|library|museum|hospital|clinic|bank|union|scouts|"
    r"collective|initiative|house|casa|corps|trust|works|lab|labs|arts|committee|ymca|ywca|orchestra|farm|farms|ballet|symphony|soccer|"
    r"baseball|band|choir|parish|temple|chapter|corporation|cooperative|coop|forward|org)\b"
)
#: What stands before the name of one's own group and is no part of it: *at Harbor Readers we…*, *con Casa Puente ofrecemos…*.
_LEADS_IN = (
    r"(?:[Hh]ere at|[Aa]quí en|[Aa]cá en|[Aa]t|[Ww]ith|[Ff]rom|[Tt]hrough|[Oo]ver at|[Dd]own at|[Ee]n|[Cc]on|[Dd]esde|[Dd]e parte de|"
    r"[Pp]or medio de|[Aa] través de)"
)

#: The plainest words there are for the name, so that they also correct an earlier one.
_RENAMES = (
    rf"\b(?:[Oo]ur|[Tt]he|[Nn]uestra|[Ll]a|[Nn]uestro) (?:organi[sz]ation|nonprofit|organización|organizacion|(?:legal |full |"
    rf"official )?(?=name\b|"
    rf"nombre\b))(?:(?:'s|’s)? ?name|nombre)?"
    rf"(?: is| es| se llama|, |'s)(?: actually| now| really)?(?: called| named)? (?:the |The )?({_CAP})"
    r"(?=\s*(?:[.!,;(]|$)|\s(?:not|and|but|now|no|y|pero)\b)"
)
_RENAMED = re.compile(_RENAMES)

#: Cues and how much they tell; read against the text as written, since a name is known by its capitals.
_ORGANIZATION: tuple[tuple[int, re.Pattern[str]], ...] = tuple(
    (weight, re.compile(pattern))
    for weight, pattern in (
        (3, rf"(?:^|[,.!]\s)(?:[Tt]he\s)?({_CAP}) here\b"),
        (3, (
            rf"\b(?:[Oo]n behalf of|[Ww]riting (?:for|from)|[Ii]'m with|[Ii] am with|[Ww]e are with|[Ww]e're with|[Ii] represent|"
            rf"[Ww]e represent|"
            rf"[Rr]epresenting)\s(?:the\s|a\s)?({_CAP})"
        )),
        (3, (
            rf"\b(?:[Dd]e parte de|[Rr]epresento a|[Ee]n nombre de|[Ll]es escrib\w+ (?:de|desde)|[Ee]scribo (?:de|desde)|"
            rf"[Hh]ablo de)\s(?:la\s|el\s|los\s)?({_CAP})"
        )),
        (3, (
            rf"\b(?:(?:[Tt]he name of )?[Oo]ur (?:organization|nonprofit|group|company|church|club|ministry|congregation|charity|"
            rf"agency)|[Nn]uestra (?:organización|organizacion|"
            rf"asociación|fundación|iglesia|empresa)|[Nn]uestro grupo)(?: name)?(?: is| es|, |\s(?:called|named)|"
            rf"\s?se llama)\s?(?:called |named )?({_CAP})"
        )),
        (2, (
            rf"\b(?:[Ii] (?:run|direct|lead|founded|coordinate|manage|work for|work with|work at|produce for|volunteer with|"
            rf"volunteer for|started|"
            rf"work)(?:\s[a-z]+){{0,3}}?(?:\s(?:for|at|with))?|"
            rf"[Tt]rabajo (?:en|para|con)|[Dd]irijo|[Cc]oordino|[Ff]undé)\s(?:the\s|la\s|el\s)?({_CAP})"
        )),
        (2, (
            rf"\b(?:director|founder|president|coordinator|manager|chair|secretary|head|pastor|owner|registrar|[Dd]irectora?|"
            rf"[Ff]undadora?|[Cc]oordinadora?|[Pp]residenta?|[Dd]ueñ[oa])\s(?:of|for|at|with|de|del)\s(?:the\s|la\s|el\s)?({_CAP})"
        )),
        (2, (
            rf"\b(?:[Ii]'m|[Ii] am|[Tt]his is|[Mm]y name is|[Ss]oy|[Mm]e llamo|[Mm]i nombre es)\s{_CAP},?\s(?:[a-z]+\s){{0,5}}?(?:from|"
            rf"with|of|at|for|de|del)\s(?:the\s|la\s|el\s)?({_CAP})"
        )),
        (2, (
            rf"(?:^|[.!,]\s)[A-ZÁÉÍÓÚÑ][\w'-]+(?:\s{_WORD})?(?: here)? (?:from|with|at|de) (?:the\s|la\s)?({_TWO})"
            rf"(?=\s?[(,.!]|\s(?:and|y|here)\b)"
        )),
        (3, (
            rf"\b(?:[Ii]'m|[Ii] am|[Tt]his is|[Mm]y name is|[Ss]oy|[Mm]e llamo|"
            rf"[Mm]i nombre es)\s{_WORD}(?:\s{_WORD}){{0,2}},?\s(?:from|with|at|de|"
            rf"del)\s(?:the\s|la\s|el\s)?({_TWO})"
        )),
        (3, (
            rf"(?:^|[.!]\s)(?:The\s|La\s|El\s)?({_TWO})(?:,? (?:is|are|es|somos) (?:an?|una?|your|"
            rf"the) (?:[\w-]+ ){{0,3}}?(?:nonprofit|non-profit|"
            rf"charity|choir|coro|band|club|group|grupo|compan(?:y|ia|ía)|business|firm|organi[sz]a\w+|church|iglesia|ministry|"
            rf"coalition|collective|"
            rf"network|red|foundation|fundaci[oó]n|asociaci[oó]n|association|troupe|league|studio|museum|museo|library|orchestra|"
            rf"theater|theatre)\b)"
        )),
        (3, (
            rf"\b(?:[Cc]oordino|[Dd]irijo|[Ff]undé|[Rr]epresento|[Ii] (?:run|lead|direct|coordinate|founded|"
            rf"started)) (?:the|la|el|los|las) ({_TWO})"
        )),
        (3, (
            rf"(?:^|[.,!]\s)(?:The\s|La\s|El\s)?({_CAP}),? (?:is|are|es) (?:an?|una?) (?:[a-z-]+ ){{0,2}}?"
            r"(?:(?:nonprofit|non-profit|charity)\b|501\s?\(?[cC])"
        )),
        (3, rf"\b(?:business|nonprofit|non-profit|charity|company|organización|asociación|empresa|fundación), ({_CAP})(?=[.,;]|$)"),
        (3, _RENAMES),
        (3, (
            rf"\b(?:[Oo]rg(?:ani[sz]ation)?(?: name)?|[Gg]roup|[Nn]onprofit|[Cc]ompany|[Oo]rganización|[Gg]rupo|[Aa]sociación|[Ee]mpresa)"
            rf"(?: is| es|:| se llama)\s(?:the\s|la\s|el\s)?({_CAP})"
        )),
        (3, rf"(?:^|[.!]\s)(?:[Ii]t[’']s|[Tt]his is for|[Ee]s para)\s(?:the\s|la\s|el\s)?({_TWO})(?=\s?(?:[.,;]|$))"),
        (3, rf"\b(?:[Ww]e are|[Ww]e're|[Ss]omos)\s(?:the\s|la\s|el\s|los\s)?({_CAP})"),
        (3, (
            rf"(?:^|[.,;:!]\s){_LEADS_IN}\s(?:the\s|la\s|el\s|los\s|las\s)?({_TWO}),?\s(?:we\b|we'\w+|our\b|damos\b|somos\b|vamos\b|"
            rf"estamos\b|nos\b|"
            rf"[a-záéíóúñ]{{2,12}}[aei]mos\b|nuestr[oa]s?\b)"
        )),
        (2, (
            rf"(?:^|[.!]\s)(?:The\s|La\s|El\s)?({_TWO})(?:,? (?:is an?|is the|mentors?|provides?|offers?|runs?|has been|would like|"
            rf"would love|wants|helps?|serves?|works|teach\w*|brings?|es una?|ofrece|brinda|trabaja|quisiera|gives|tutors|hosts|trains|"
            rf"sends))\b"
        )),
    )
)  # fmt: skip

#: What a group is called; and weak cues, which count only for a name with a word that organisations have.
_WEAK: tuple[tuple[int, re.Pattern[str]], ...] = (
    (
        3,
        re.compile(
            r"\b(?:(?:group|nonprofit|organi[sz]ation|company|church|charity|ministry|business|organización|asociación|grupo|empresa|"
            r"fundación)\s"
            rf"(?:called|named|llamad[oa])|(?:we|We)(?:'re|’re| are) called|(?:we|We) (?:call ourselves|go by|are known as|"
            rf"are called)|(?:nos llamamos|"
            rf"Nos llamamos))\s(?:the\s)?({_CAP})"
        ),
    ),
    (1, re.compile(rf"\bfrom (?:the )?({_TWO})")),
    (1, re.compile(rf"(?:^|[.!]\s)(?:The\s)?({_TWO}) [a-z]+s\s")),
    (1, re.compile(rf"\bde (?:la |el |los )?({_TWO})")),
)

_A_GROUP = re.compile(
    r"\b(?:group|nonprofit|organi[sz]ation|company|church|charity|ministry|business|club|organizacion|asociacion|grupo|empresa|"
    r"fundacion)(?:'s)?(?: name)?(?: is| es)?\s$"
)

_PROGRAM: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:[Oo]ur|[Nn]uestro)\s[\"“]?({_TWO})[\"”]? (?:[Pp]rogram(?:me)?|[Ww]orkshops?|[Cc]urriculum|[Ss]eries|[Cc]lub)\b",
        (
            rf"\b[Pp]rogram(?:me)?(?:'s)?(?: name| title)?,?\s(?:is\s)?(?:called|named|titled|name is|name|"
            rf"is called)[:\s]+[\"“'‘]?(?:the\s)?({_CAP})"
        ),
        rf"\b(?:called|named|titled|known as|llamad[oa]|[Ss]e llama(?:rá|ría)?|titulad[oa]|denominad[oa])\s[\"“'‘«]?(?:the\s)?({_CAP})",
        (
            rf"\b(?:[Ww]e(?:'re|’re|'ll|’ll| are| will)? call(?:ing)?|[Cc]all(?= it\b)|[Ll]o llamamos|[Ll]e llamamos)"
            rf"(?: (?:it|this|(?:the|our) (?:program(?:me)?|club|workshop|series|project|camp)))? [\"“'‘«]?(?:the\s)?({_CAP})"
        ),
        rf"\b[Nn]ombre del programa(?: es)?[:\s]+[\"“'‘«]?({_CAP})",
        rf"\b(?:[Ll]e pusimos|[Ll]e puse|[Ww]e named it|[Ii] named it|[Ww]e'd call it)\s[\"“'‘«]?(?:the\s)?({_CAP})",
        rf"\b[Pp]rogram(?:me|a)?(?:\s[a-z]+){{0,4}}\s(?:is|es|será)\s(?:called\s)?[\"“'‘«]?({_TWO})(?=[.,;\"”]|$)",
        rf"\b(?:how|when|así|cuando)\s(?:the\s)?({_TWO}) (?:began|started|was born|got its start|came about|nació|empezó)\b",
        (
            rf"\b[Oo]ur\s[a-z][\w\s'’-]{{3,80}}?(?:program|programme|visits?|workshops?|club|series|lessons|classes|curriculum|project|"
            rf"initiative|tutoring|camp|residency)s?, ({_TWO})(?=[.,;]|\s(?:is|has|would|at|in|to)\b|$)"
        ),
        (
            rf"\b[Nn]uestr[oa]s?\s(?:[a-z][\w-]*\s){{0,5}}?(?:programas?|talleres|taller|proyecto|visitas|clases|"
            rf"curso)(?:\s[a-z][\w-]*){{0,5}},? [\"“«]?({_TWO})"
        ),
        rf"\b(?:[Pp]rograma|[Pp]royecto|[Tt]aller|[Cc]urso)\s[\"“«]?({_TWO})",
        rf"[\"“«]({_CAP})[\"”»](?:,)? (?:is|es|program|workshop|our|nuestro|programa)",
        rf"\b(?:program|workshop|club|course|series|programa|taller|curso|proyecto),? [\"“«]({_CAP})[\"”»]",
        (
            rf"(?:^|[.!]\s)({_TWO}), (?:our|a|an|nuestro|un) (?:[a-z][\w-]*\s){{0,5}}(?:program|workshop|club|series|curriculum|"
            rf"programa|taller)\b"
        ),
    )
)  # fmt: skip
_PROGRAM_ASKED = (
    re.compile(rf"^\W*(?:[Ii]t(?:'s|’s| is)|[Tt]his is|[Tt]hat(?:'s|’s| would be)|[Ee]s|[Ss]er[ií]a)\s(?:the\s|el\s|la\s)?[\"“«]?({_CAP})"),
    re.compile(rf"\b(?:[Tt]he|[Ii]ts|[Ee]l) (?:name|nombre)(?:'s| is| es)\s[\"“«]?({_CAP})"),
    re.compile(
        rf"\b(?:[Oo]ur|[Tt]he|[Nn]uestro|[Ee]l) (?:program(?:me)?|club|workshop|programa|taller|project|proyecto),? (?:is |"
        rf"es )?[\"“«]?({_CAP})"
    ),
)
#: *You can call me, Iris Vale, at…*
_REACH_ME = re.compile(
    rf"\b(?:[Cc]all|[Rr]each|[Cc]ontact|[Tt]ext|[Pp]hone|[Ee]-?mail|[Ww]rite(?: to)?) me,\s({_WORD}(?:\s{_WORD}){{1,3}})"
    r"(?=,?\s(?:at|on|by|via)\b)"
)
_JUST_ME = re.compile(
    rf"\b(?:down|not me|contact(?: person)?(?: for (?:this|that|it))?|coordinator|director|chair|person|lead|president|contacto|"
    rf"directora|encargada):\s({_WORD}(?:\s{_WORD}){{1,3}})(?=[.,;(]|$)|\b(?:me|myself|yo),\s({_WORD}(?:\s{_WORD}){{1,3}})(?=[.,;(]|$)"
)
_NAME_SAID = re.compile(rf"\b(?:[Mm]y name is|[Mm]e llamo|[Mm]i nombre es|[Ii]'m|[Ii] am|[Tt]his is|[Ss]oy)\s((?:[A-Z][a-z]+\.\s)?{_TWO})")

#: *You want Dr. Iris Vale*, *the contact is Iris Vale*, *for the paperwork it's Iris Vale*: where a name was asked for.
_TITLED = (
    r"(?:(?:Dr|Dra|Mr|Mrs|Ms|Mx|Rev|Prof|Sr|Sra|Srta|Lic|Ing|Padre|Pastora?|Coach|Father|Sister|Brother|Deacon|Don|Doña|Maestr[oa])\.?\s)?"
)
_ASK_FOR = re.compile(
    r"\b(?:[Yy]ou want|[Aa]sk for|[Cc]all|[Ee]-?mail|[Ww]rite(?: to)?|[Rr]each(?: out to)?|[Tt]alk to|[Cc]ontact(?: person)?(?: is|"
    r" will be| would be)?:?|"
    r"(?:[Nn]ame|person) is|[Ii]t(?:'s|’s| is)|[Tt]hat(?:'s|’s| would be| is)|[Uu]se|[Pp]ut(?: down)?|[Ll]ist|[Ss]igned(?: by)?,?|"
    r"[Cc]olleague(?: as the contact)?:|"
    r"[Ss]oy yo,?|[Cc]ontacto(?: es)?:?|[Pp]regunte por|[Ll]lame a|[Hh]able con|[Ee]s|[Cc]on|[Cc]ontact:)\s"
    rf"(?:(?:our|my|the|your|nuestr[oa]|mi|la|el|su)\s(?:[a-z-]+\s){{1,4}})?({_TITLED}{_TWO})"
)
#: *I am Leroy Winfield, but please write to Odessa Grange*.
_WRITE_INSTEAD = re.compile(
    r"\b(?:but|pero)\s(?:please\s|por favor\s)?(?P<ask>(?:(?:the|our|my|el|la|mi)\s(?=contact)|write|e-?mail|call|contact|reach|talk|ask|"
    r"address|escrib\w+|llam\w+|"
    r"contact\w+|habl\w+|pregunt\w+)\b)"
)
#: *Sister Iris Vale is the contact*.
_IS_CONTACT = re.compile(
    rf"\b({_TITLED}{_TWO}),? (?:is who\b|(?:is|will be|would be|es|sera|será) (?:the|our|your|my|el|la|su|nuestr[oa]) "
    r"(?:[a-z]+ ){0,2}?(?:contacto?|person|one|director\w*|coordinador\w*|coordinator|lead|encargad[oa])\b)"
)

_NO_NAME_WORDS = """
    i we hi hello hey dear good thanks thank you the our my it this that they he she there a an yes no please sorry so
    and but if when monday tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september october november december buenos buenas estimados estimada estimado hola soy somos esta este nos me
    mi q a pdf w9 pta hs english spanish
    """
_NO_NAME = frozenset(_NO_NAME_WORDS.split())
_SCHOOL = re.compile(
    r"\b(?:high|middle|elementary|hs|ms|es)(?:\sschool)?$|\bpublic schools?\b|\bschool district\b|^(?:primaria|secundaria|"
    r"preparatoria|escuela)\b|\bpartnerships? (?:desk|office|team)\b"
)


#: The first patterns name a programme as such; behind the others two words may be a person.
_PLAIN_CUES = 9
_TWO_NAMES = 2


def organization_said(sentence: str) -> str:
    """The organisation that a sentence speaks for, or an empty string."""
    return _first(Counter(dict(_votes_of(sentence))))


def renamed(sentence: str) -> str:
    """The organisation's name where a sentence gives nothing else: *our organization is called Code Quay*."""
    match = _RENAMED.search(sentence)
    return _tidied(match[1]) if match else ""


def organization(text: str, signature: str, contact: str) -> str:
    """The organisation of a first mail, by what the text says and what the signature shows."""
    votes: Counter[str] = Counter()
    for name, weight in _votes(text):
        votes[name] += weight
    for line in signature.split("\n"):
        for part in re.split(r"\s*[|•·]\s*|\s-\s|,\s", line):
            name = _tidied(part.strip(" -–—*_"))
            is_name = bool(re.fullmatch(rf"(?:the |The |La |El )?{_CAP}", part.strip(" -–—*_.")))
            if (
                name
                and is_name
                and not set(squash(name).split()) <= set(squash(contact).split())
                and (_ORG_WORD.search(fold(name)) or squash(name) in squash(text))
                and not _OFFICE.search(fold(name))
            ):
                votes[name] += 2
    return _first(Counter({name: weight for name, weight in votes.items() if squash(name) != squash(contact)}))


_OFFICE = re.compile(
    r"\b(?:director\w*|manager|coordinator|president|founder|registrar|officer|assistant|specialist|secretary|treasurer|chair|"
    r"teacher|instructor|liaison|pastor|producer|owner|gerente|coordinadora?|secretari[oa]|maestr[oa])\b"
)


#: *It's called Second Language, First Friends.*
_NAME_GOES_ON = re.compile(rf",\s{_WORD}(?:\s(?:{_WORD}|of|the|and|for|de|y))*\s{_WORD}(?=[.!\"”]|$)")


def program_said(text: str, *, asked: bool = False) -> str:
    """The name of a programme that a text gives, or an empty string; `asked` also takes *it's Knight School*."""
    for pattern in (*_PROGRAM, *_PROGRAM_ASKED) if asked else _PROGRAM:
        for match in pattern.finditer(text):
            more = _NAME_GOES_ON.match(text, match.end(1))
            name = (
                ""
                if _A_GROUP.search(fold(text[max(0, match.start() - 30) : match.start()]))
                else _tidied(match[1] + (more[0] if more else ""))
            )
            is_quoted = bool(re.search(r"[\"“«']", match[0]))
            if name and (
                is_quoted or pattern in (*_PROGRAM[:_PLAIN_CUES], *_PROGRAM_ASKED) or len(name.split()) != _TWO_NAMES or not person(name)
            ):
                return name
    return ""


def name_said(text: str, *, asked: bool = False) -> str:
    """The name of a person where a sentence gives it in full, or an empty string; `asked` also takes whom it says to ask for."""
    instead = _WRITE_INSTEAD.search(text) if asked else None
    if instead and (named := name_said(text[instead.end() - len(instead["ask"]) :], asked=True)):
        return named
    for match in (
        *_NAME_SAID.finditer(text),
        *_REACH_ME.finditer(text),
        *((*_JUST_ME.finditer(text), *_IS_CONTACT.finditer(text), *_ASK_FOR.finditer(text)) if asked else ()),
    ):
        said = next(filter(None, match.groups()), "")
        name = person(re.split(r"\s(?:of|from|with|and|de la|for|at)\s", said)[0])
        if name:
            return name
    return ""


def signed(tail: str, body: str) -> str:
    """The name at the end of a mail: the first line of the tail that is one, else the last line of the body."""
    for line in tail.split("\n")[:8]:
        name = person(re.sub(r"^\W*(?:thanks|thank you|best|regards|sincerely|gracias|saludos)\W+", "", line, flags=re.IGNORECASE))
        if name:
            return name
    lines = [line for line in body.split("\n") if line.strip()]
    return person(lines[-1]) if len(lines) > 1 else ""


def _votes(text: str) -> Iterator[tuple[str, int]]:
    for span in sentences(text):
        yield from _votes_of(span.text)


def _votes_of(sentence: str) -> Iterator[tuple[str, int]]:
    for weight, pattern in (*_ORGANIZATION, *_WEAK):
        for match in pattern.finditer(sentence):
            name = _tidied(match[1])
            if name and weight == 1 and not _ORG_WORD.search(fold(name)):
                continue
            if name and not (person(name) and not _ORG_WORD.search(fold(name)) and weight < 3):  # noqa: PLR2004  a weak cue before what may be a person
                yield name, weight


def _first(votes: Counter[str]) -> str:
    """The name with the most votes; a longer form of the same name lends it its own."""
    merged: Counter[str] = Counter()
    for name, weight in votes.items():
        kin = [other for other in votes if other != name and f" {squash(name)} " in f" {squash(other)} "]
        merged[max(kin, key=len) if kin else name] += weight
    if not merged:
        return ""
    ranked = merged.most_common(2)
    return "" if len(ranked) > 1 and ranked[0][1] == ranked[1][1] and ranked[0][1] < 3 else ranked[0][0]  # noqa: PLR2004  a plain cue settles it


def _tidied(name: str) -> str:
    name = re.sub(r"(?:'s|’s)$", "", name.strip(" .,!?:;\"'“”«»"))
    name = re.sub(rf"^(?:(?:{_LEADS_IN}|In|De|Of|For|Para)\s)?(?:(?:The|the|La|El|Los|Las)\s)?(?=\S+\s)", "", name)
    words = name.split()
    if not words or fold(words[0]) in _NO_NAME or len(name) < 3 or _SCHOOL.search(fold(name)):  # noqa: PLR2004  initials tell nothing
        return ""
    return name
