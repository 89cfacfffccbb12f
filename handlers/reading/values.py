"""One piece of text read as the answer to one question, by the question's type."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from handlers.reading import choices, contacts, dates, tallies
from handlers.reading.documents import is_paper, judge
from handlers.reading.intents import intent
from handlers.reading.lines import fold, sentences
from handlers.reading.places import listed_schools
from handlers.reading.readings import Heard, Papers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from handlers.playbook import Question
    from handlers.reading.readings import Reader
    from handlers.types import Attachment

NO_PAPERS = Papers()

#: Questions of type text that hold a name, and the most words such a name has.
NAMES = {"organization_name": 14, "program_name": 14, "contact_name": 12}

#: The paper that a document question wants; any paper where its id is not here.
WANTED = {"insurance_certificate": "insurance"}

_COUNTING = frozenset({"integer", "decimal"})
_SHORT_ASK = 4

_LEAD = re.compile(
    r"^(?:(?:it's|it is|its|that's|that is|that would be|this is|we are|we're|i am|i'm|my name is|the name is|name is|(?:our|"
    r"the) (?:organization|organisation|group|program|programme|nonprofit|club|church|company)(?:'s name)?"
    r"(?: name)? is(?: called| named)?|it's called|it is called|we call it|called|named|(?:sure|hi|hello|hey|ok|okay|yes)[,!.]|"
    r"se llama|somos|soy|me llamo|mi nombre es|es|"
    r"(?:nuestr[oa]|el|la) (?:organizacion|programa|grupo) (?:es|se llama)|le llamamos|hola[,!.])\s+(?:called |named )?)+"
)
_POLITE_END = re.compile(
    r"[\s,.;!-]+(?:please|thanks(?: so much| again| a lot)?|thank you(?: so much| very much)?|thx|por favor|(?:muchas |"
    r"mil )?gracias|sorry for the delay|hope that helps|let me know if .{0,60})[\s.!]*$"
)
_CORRECTIVE = re.compile(
    r"^(?:(?:actually|sorry|oops|no|correction|perdon|en realidad|disculpe)[,:]?\s+|(?:is |was |es |esta |era )?(?:wrong|incorrect|mal|"
    r"equivocad[oa]|incorrect[oa])[,.:;]*\s*|"
    r"(?:it's|it is|it should be|should be|should read|should say|must be|is now|is actually|is|are|now|to|es|son|debe ser|deberia ser|"
    r"ahora es|a)\s+(?:actually\s+|now\s+|really\s+)?)+"
)
_ATTACHED = re.compile(
    r"\b(?:attach\w*|enclosed|here (?:it )?is|here's|this is|sent (?:it|that|this)?|already|first (?:e-?mail|message)|previous|"
    r"see (?:the )?(?:pdf|file)|adjunt\w*|anex\w*|aqui (?:esta|va|lo)|mand[ea]\w*|envi[eo]\w*|ya lo)\b"
)
_REQUEST = re.compile(
    r"(?:^|[:,;-]\s|\b(?:and|but|also|question|y|pero|tambien|pregunta)\s)\W{0,3}(?:can|could|may|do|does|did|is|are|will|should|must|"
    r"what|when|where|"
    r"who|whom|how (?!about)|which|why|puedo|puede[ns]?|podemos|podria\w*|hay|es necesario|tenemos que|debo|debemos|que|cual(?:es)?|"
    r"cuando|donde|"
    r"quien(?:es)?|como|cuant[oa]s?)\b(?![^?]*\b(?:start|begin|meet|empezar|comenzar|reunirnos)\b)"
)
_ABOUT_INSURANCE = re.compile(r"\binsur|liabilit|segur|poliza|acord")


def heard(question: Question, text: str, reader: Reader, papers: Papers = NO_PAPERS) -> Heard:
    """Read a piece meant for this question: a value, a problem, a question back, or nothing where it is left open."""
    words = _trimmed(text)
    if question.type == "document":
        return document(question, words, papers)
    if not words or choices.is_put_off(words):
        return Heard(words=words)
    if question.type != "yes_no" and choices.is_blank(words):
        return _blank(question, words)
    if question.type in {"integer", "decimal"} and _NONE_BUT.match(fold(words)):
        return Heard(value=0, words=words, reason="guess") if question.maximum is None else Heard(words=words)
    if question.type == "long_text":
        return Heard(value=_without_politeness(words), words=words)
    told, asks = without_questions(words)
    if not told:
        return Heard(words=words, asks=asks)
    if question.type in {"text", "list"} and intent(told) in {"withdraw", "person"}:
        return Heard(words=words, asks=words)
    read = _READERS[question.type](question, told, reader)
    if read.is_read:
        return Heard(value=read.value, words=read.words or words, reason=read.reason, asks=asks)
    is_aside = bool(asks) or intent(told) != ""
    return Heard(words=words, problem="" if is_aside else read.problem, asks=asks or (words if is_aside else ""))


def without_questions(text: str, *, feeling: bool = True) -> tuple[str, str]:
    """Part what is told from what is asked; *Tuesdays?* alone is an answer that feels its way."""
    spans = sentences(text)
    asked = [span for span in spans if _is_question(span.text)]
    if feeling and len(spans) == 1 and asked and len(text.split()) <= _SHORT_ASK:
        return text, ""
    told = " ".join(span.text for span in spans if not _is_question(span.text)) if asked else text
    return told.strip(), " ".join(span.text for span in asked)


def without_requests(text: str) -> str:
    """The text less what plainly asks us for something: *can our church rent the gym on Sundays?* tells nothing of an application."""
    asked = [span for span in sentences(text) if _is_question(span.text) and _REQUEST.search(fold(span.text))]
    for span in reversed(asked):
        text = text[: span.start] + text[span.end :]
    return text


#: *None, staff only*.
_NONE_BUT = re.compile(r"^\W*(?:none|zero|cero|ningun[oa]?)\b\W+[^\d]{1,60}$")
#: *Forty kids came, which, what??*: nothing is asked.
_AMAZED = re.compile(
    r"\b(?:what|wow|who knew|right|huh|eh|crazy|wild|can you believe it|verdad|no)\s?(?:\?{2,}|[?!]*\?![?!]*|![?!]*\?[?!]*)\W*$"
)


def asks_us(sentence: str) -> bool:
    """Whether a sentence asks a question of more than a word or two."""
    return _is_question(sentence) and len(sentence.split()) > _SHORT_ASK


def _is_question(sentence: str) -> bool:
    if _AMAZED.search(fold(sentence[-24:])):
        return False
    return sentence[-8:].rstrip(")\"' ").endswith("?")


def document(question: Question, words: str, papers: Papers) -> Heard:
    """Judge what came attached; where nothing came with this mail, what came with earlier ones, if the words point there."""
    wanted = WANTED.get(question.id, "")
    here = [each for each in papers.here if is_paper(each)]
    if here:
        return _paper(here, wanted, words)
    earlier = [each for each in papers.earlier if is_paper(each)]
    if earlier and _ATTACHED.search(fold(words)):
        return _paper(earlier, wanted, words)
    return Heard(words=words, problem="no_document")


def quiet_document(question: Question, papers: Papers) -> Heard:
    """A paper that came without a word: taken only if it is what the question wants."""
    found = _paper([each for each in papers.here if is_paper(each)], WANTED.get(question.id, ""), "")
    named = any(judge(each).kind == WANTED.get(question.id) for each in papers.here)
    return found if found.is_read and named else Heard()


def plain_text(question: Question, text: str) -> Heard:
    """The partner's own words without *our organization is called* before and *thanks* behind them."""
    words = _without_politeness(text)
    if question.id not in NAMES:
        return Heard(value=words, words=text.strip())
    lead = _LEAD.match(fold(words))
    name = words[lead.end() :] if lead and lead.end() < len(words) else words
    if len(sentences(name)) > 1 and len(name.split()) > _SHORT_ASK:
        return Heard(words=text.strip(), problem="unclear")
    name = name.strip().rstrip(".!,;").strip("\"“”'«» ")
    if question.id == "contact_name":
        name = next(filter(None, map(contacts.person, [name, *name.split(",")])), name)
    if not name or len(name.split()) > NAMES[question.id] or contacts.emails(name) or not re.search(r"[^\W\d_]", name):
        return Heard(words=text.strip(), problem="unclear")
    return Heard(value=name, words=text.strip())


def correction_of(question: Question, text: str, reader: Reader) -> Heard:
    """Read what stands behind a question's name in *the phone is wrong, it's 555…* or *change the end date to May 5*."""
    rest = text.strip(" :,-–—=>")
    lead = _CORRECTIVE.match(fold(rest))
    rest = rest[lead.end() :] if lead else rest
    return heard(question, rest, reader) if rest.strip(" .!") else Heard()


def _trimmed(text: str) -> str:
    text = text.strip().strip("\u200b").strip()
    if re.match(r"^[-*•>]\s", text) and "\n" not in text:
        text = text[1:].strip()
    return text.strip("*_ ").strip()


def _without_politeness(text: str) -> str:
    match = _POLITE_END.search(fold(text))
    return (text[: match.start()] if match and match.start() > 0 else text).strip()


def _blank(question: Question, words: str) -> Heard:
    """*None*: zero where something is counted, a blank where a blank may stand, else nothing."""
    if question.type in _COUNTING:
        folded = fold(words)
        counts = not re.fullmatch(r"\W*x?\W*", folded) and (question.minimum is None or question.minimum <= 0)
        return (
            Heard(value=0, words=words, reason="guess" if re.match(r"\W*n\W?/?\W?a|\W*no(?:t)? appl?ic", folded) else "")
            if counts
            else Heard(words=words)
        )
    if question.type in {"text", "long_text", "url"} and (question.type == "long_text" or not question.required):
        return Heard(value="", words=words)
    return Heard(words=words)


def _paper(found: Sequence[Attachment], wanted: str, words: str) -> Heard:
    """The paper that is wanted: by its content sure, by its name or the writer's word alone a guess."""
    judged = [(each, judge(each)) for each in found]
    by_content = [each for each, verdict in judged if verdict.by_content and (verdict.kind == wanted or not wanted)]
    if by_content:
        return Heard(value=_proof(by_content[-1]), words=words or by_content[-1].name)
    maybe = [each for each, verdict in judged if not verdict.by_content and verdict.kind in {wanted, ""}]
    maybe.sort(key=lambda each: judge(each).kind == wanted)
    maybe += [each for each, verdict in judged if verdict.by_content and not verdict.kind and _ABOUT_INSURANCE.search(fold(each.text))]
    if maybe:
        return Heard(value=_proof(maybe[-1]), words=words or maybe[-1].name, reason="guess")
    return Heard(words=words, problem="wrong_document" if found else "no_document")


def _proof(attachment: Attachment) -> Mapping[str, str]:
    return {"name": attachment.name, "sha256": attachment.sha256}


def _integer(question: Question, text: str, _: Reader) -> Heard:
    return tallies.count(question, text)


def _date(question: Question, text: str, reader: Reader) -> Heard:
    return dates.day(text, reader, last=question.id.startswith("end"))


def _site(_question: Question, text: str, _: Reader) -> Heard:
    if re.search(r"\b(?:(?:don't|do not|no) (?:have|tenemos|hay|cuenta)|no (?:web)?\s?site|sin (?:pagina|sitio))\b", fold(text)):
        return Heard(value="", words=text.strip())
    return contacts.site(text)


def _schools(_question: Question, text: str, reader: Reader) -> Heard:
    undecided = bool(re.search(r"\b(?:or|either|whichever|haven't decided|not decided|undecided|o bien|ya sea)\b", fold(text)))
    if undecided:
        text = re.sub(r"(?i)^\W*either\s|,?\s(?:whichever|we haven't|we have not|not decided|undecided).*$", "", text)
        text = re.sub(r"(?i),?\s(?:or|o)\s", ", ", text)
    found = listed_schools(text, reader)
    return (
        Heard(value=tuple(found), words=text.strip(), reason="guess" if undecided else "")
        if found
        else Heard(words=text.strip(), problem="unclear")
    )


_READERS: Mapping[str, Callable[[Question, str, Reader], Heard]] = {
    "text": lambda question, text, _: plain_text(question, text),
    "integer": _integer,
    "decimal": _integer,
    "yes_no": lambda question, text, _: choices.yes_or_no(question, text),
    "choice": lambda question, text, _: choices.choice(question, text),
    "choices": lambda question, text, _: choices.choices(question, text),
    "date": _date,
    "email": lambda _, text, __: contacts.email(text),
    "phone": lambda _, text, reader: contacts.phone(text, reader),
    "url": _site,
    "list": _schools,
}
