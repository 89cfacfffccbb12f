"""Mail that no robot may answer: what a person must read before anybody writes back.

A table of rules, gravest class first. A rule fires where all its word lists meet within a few sentences and none of the lists that
excuse it does: what a programme teaches, plays or jokes about did not happen. Words alone miss what is said without them and are
taken in by jokes, so a model may judge the mail's sentences as well (bot/alarm.py); this module weighs both.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.sensitive import danger, harm, office, people
from handlers.sensitive import words as said
from handlers.types import Judged, Sensitive

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: No person writes more; what is longer is a log or a list, of which head and tail are read.
MAX_SENTENCES = 4000
#: A sentence without a full stop is cut here.
MAX_SENTENCE = 600
WORDS_SHOWN = 200
#: A model reads so many windows of so many characters; each costs it some milliseconds.
MAX_WINDOWS = 40
USUAL_SENTENCES = 24
MAX_WINDOW = 400

_Words = re.Pattern[str]


@dataclass(frozen=True)
class Found:
    """What was found, and the words that it was found in."""

    kind: Sensitive
    words: str
    named: bool = False  #: a law or a right was named: no model overrules that


@dataclass(frozen=True)
class Rule:
    """All of `needs` within `span` sentences, the first of them in the first sentence, and none of `unless` there."""

    name: str
    kind: Sensitive
    needs: tuple[_Words, ...]
    unless: tuple[_Words, ...] = ()
    span: int = 2
    #: Excuses do not count where a person tells what they saw or heard.
    unless_told: bool = False


#: So many signs make a mail the offer of a programme.
OFFERS_OF_A_PROGRAMME = 2

SAFETY, RIGHTS, LEGAL = Sensitive.SAFETY, Sensitive.CIVIL_RIGHTS, Sensitive.LEGAL
RECORDS, PRESS, COMPLAINT = Sensitive.RECORDS, Sensitive.PRESS, Sensitive.COMPLAINT

RULES: tuple[Rule, ...] = (
    Rule("self_harm", SAFETY, (danger.SELF_HARM,), (said.TEACHES, said.FIGURE), 1, unless_told=True),
    Rule("weary", SAFETY, (danger.WEARY, danger.WEARY), (said.FIGURE,), 3),
    Rule("threat", SAFETY, (danger.THREAT,), (said.TEACHES, said.FIGURE, harm.TOY_WEAPON), 1, unless_told=True),
    Rule("weapon", SAFETY, (harm.WEAPON, harm.WEAPON_HERE), (harm.TOY_WEAPON, said.TEACHES, said.FIGURE), 1),
    Rule("marks", SAFETY, (harm.MARKS, said.SOMEONE), (said.TEACHES,), 2, unless_told=True),
    Rule("struck", SAFETY, (harm.STRIKES, said.ADULT, said.CHILD), (said.TEACHES, said.FIGURE), 1, unless_told=True),
    Rule("struck_near", SAFETY, (harm.STRIKES, said.ADULT, said.SOMEONE, said.TELLS), (said.TEACHES, said.FIGURE), 2),
    Rule("crime", SAFETY, (harm.CRIME, said.SOMEONE), (said.TEACHES, said.CLEARED), 2, unless_told=True),
    Rule("touched", SAFETY, (harm.TOUCH, said.SOMEONE), (said.TEACHES, said.FIGURE), 2, unless_told=True),
    Rule("alone", SAFETY, (harm.ALONE, said.STAFF, said.CHILD), (said.TEACHES,), 2, unless_told=True),
    Rule("alone_secret", SAFETY, (harm.ALONE, harm.SECRET), (harm.NICE_SECRET,), 3),
    Rule("taken_home", SAFETY, (harm.ALONE, said.CHILD, said.TELLS), (said.TEACHES,), 2),
    Rule("messages", SAFETY, (harm.NIGHT_MESSAGES,), (said.TEACHES,), 1, unless_told=True),
    Rule("secret", SAFETY, (harm.SECRET, said.CHILD), (harm.NICE_SECRET, said.TEACHES), 2, unless_told=True),
    Rule("sent_away", SAFETY, (harm.SENT_AWAY, harm.WITH_CHILDREN), (said.TEACHES,), 1),
    Rule("drugs", SAFETY, (harm.SUBSTANCE, said.SOMEONE), (said.TEACHES, said.FIGURE), 2, unless_told=True),
    Rule("injury", SAFETY, (danger.INJURY, danger.HAPPENED, said.SOMEONE), (danger.SCRATCH, said.TEACHES, said.FIGURE), 2),
    Rule("lost", SAFETY, (danger.LOST_CHILD, said.SOMEONE), (said.TEACHES, said.FIGURE), 2, unless_told=True),
    Rule("stranger", SAFETY, (danger.STRANGER, danger.LURKS), (said.TEACHES, danger.NO_SAFE_STRANGER), 1),
    Rule("hazard", SAFETY, (danger.HAZARD,), (said.TEACHES, said.FIGURE), 1),
    Rule("neglect", SAFETY, (danger.NEGLECT, said.SOMEONE), (said.TEACHES, said.FIGURE), 2),
    Rule("afraid", SAFETY, (danger.AFRAID, said.CHILD, said.ADULT), (said.TEACHES, said.FIGURE), 2),
    Rule("peers", SAFETY, (danger.PEER_HARM, said.CHILD), (said.TEACHES, said.FIGURE), 2, unless_told=True),
    Rule("pregnant", SAFETY, (danger.PREGNANT, danger.OLDER), (said.TEACHES,), 2),
    Rule("rights_named", RIGHTS, (people.RIGHTS,), (people.RIGHTS_OFFER, said.TEACHES, office.FOOTER), 1, unless_told=True),
    Rule("refused", RIGHTS, (people.GROUP, people.REFUSED), (people.RIGHTS_OFFER, said.TEACHES, office.FOOTER), 2, unless_told=True),
    Rule("law", LEGAL, (office.LAW,), (office.LAW_OFFER, office.FOOTER, said.TEACHES), 1),
    Rule("records_named", RECORDS, (office.RECORDS_STRONG,), (office.OWN_PAPERS, office.FOOTER, office.DISCLOSURE), 1),
    Rule("records_asked", RECORDS, (office.PAPERS, office.ASKS_FOR, office.PUBLIC), (office.OWN_PAPERS,), 3),
    Rule("press", PRESS, (office.PRESS, office.PRESS_ASKS), (office.PRESS_OFFER,), 3),
    Rule("complaint", COMPLAINT, (people.COMPLAIN, people.PERSON), (people.COMPLAIN_JOKE, said.TEACHES), 1, unless_told=True),
)  # fmt: skip

_SPACES = re.compile(r"[^\S\n]+")
#: What a rule adds to a model's opinion, and where the sum is held (docs/reading.md has the measurements).
WEIGHT_OF_A_RULE = 0.6
ALARMING = 0.4
#: Where names and figures tell, not the drift of the words.
NO_VETO = frozenset({Sensitive.STUDENT_DATA})
#: Rules that fire where a law or a right is named.
NAMED = frozenset({"records_named", "rights_named"})

#: What an offer may speak of without meaning it.
MEANT_BY_OFFERS = frozenset({SAFETY, RIGHTS, COMPLAINT, PRESS})

_END = re.compile(r"(?<=[.!?]) |[\n;]+|(?<=[a-z][.!?])(?=[A-Z])")
_QUOTES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " ", "\u2013": "-", "\u2014": " - "})


def find(text: str, judged: Sequence[Judged] = ()) -> Found | None:
    """The gravest class that a mail belongs to, or nothing. Reads the whole text; linear, whatever is in it.

    `judged` holds a model's opinion of `windows(text)`. Without it the rules decide alone.
    """
    sentences = list(_sentences(text))
    by_rule = _by_rule(sentences)
    if not judged or (by_rule and (by_rule.kind in NO_VETO or by_rule.named)):
        return by_rule
    worst = max(judged, key=lambda each: each.alarm)
    if worst.alarm + (WEIGHT_OF_A_RULE if by_rule else 0) < ALARMING:
        return None
    return by_rule or Found(worst.kind, worst.words[:WORDS_SHOWN])


def windows(text: str) -> tuple[str, ...]:
    """What a model is to judge: each sentence with the next, of a long mail the first and the last."""
    sentences = list(_sentences(text))
    # Overlapping windows in a mail of usual length; in a long one each sentence is judged once.
    step = 1 if len(sentences) <= USUAL_SENTENCES else 2
    starts = range(0, max(len(sentences) - 2 + step, min(1, len(sentences))), step)
    pairs = list(dict.fromkeys(" ".join(sentences[at : at + 2])[:MAX_WINDOW] for at in starts))
    return tuple(pairs if len(pairs) <= MAX_WINDOWS else [*pairs[: MAX_WINDOWS * 3 // 4], *pairs[-MAX_WINDOWS // 4 :]])


def _by_rule(sentences: list[str]) -> Found | None:
    plain = [_plain(each) for each in sentences]
    matcher = _Matcher(plain)
    for rule in RULES:
        at = matcher.first(rule)
        if at is not None:
            return Found(rule.kind, " ".join(sentences[at : at + rule.span])[:WORDS_SHOWN], rule.name in NAMED)
    return _student_data(sentences, plain)


def _sentences(text: str) -> Iterator[str]:
    parts = [part.strip() for part in _END.split(_SPACES.sub(" ", text.translate(_QUOTES))) if part.strip()]
    if len(parts) > MAX_SENTENCES:
        parts = [*parts[: MAX_SENTENCES * 3 // 4], *parts[-MAX_SENTENCES // 4 :]]
    for part in parts:
        for start in range(0, min(len(part), MAX_SENTENCE * 20), MAX_SENTENCE):
            yield part[start : start + MAX_SENTENCE]


def _plain(sentence: str) -> str:
    """Lower case without accents; `ñ` becomes `n`."""
    letters = unicodedata.normalize("NFD", sentence.lower())
    return "".join(char for char in letters if not unicodedata.combining(char))


class _Matcher:
    """Looks word lists up in sentences, each at most once."""

    def __init__(self, sentences: list[str]) -> None:
        self._sentences = sentences
        self._seen: dict[tuple[int, int], bool] = {}
        offers = {match for sentence in sentences[:60] for match in said.OFFERS.findall(sentence)}
        self._is_offer = len(offers) >= OFFERS_OF_A_PROGRAMME

    def has(self, pattern: _Words, at: int) -> bool:
        if at >= len(self._sentences):
            return False
        key = (id(pattern), at)
        if key not in self._seen:
            self._seen[key] = pattern.search(self._sentences[at]) is not None
        return self._seen[key]

    def near(self, pattern: _Words, at: int, span: int) -> bool:
        return any(self.has(pattern, each) for each in range(max(0, at - span + 1), at + span))

    def first(self, rule: Rule) -> int | None:
        return next((at for at in range(len(self._sentences)) if self._fires(rule, at)), None)

    def _fires(self, rule: Rule, at: int) -> bool:
        first, *others = rule.needs
        if not self.has(first, at):
            return False
        if others == [first]:
            return sum(self.has(first, each) for each in range(at, at + rule.span)) > 1
        if not all(self.near(each, at, rule.span) for each in others):
            return False
        if self._is_offer and rule.kind in MEANT_BY_OFFERS and not self.near(said.TELLS, at, rule.span):
            return False
        if any(self.near(each, at, 1) for each in rule.unless):
            return (
                rule.unless_told
                and self.has(said.TELLS, at)
                and not any(self.has(each, at) for each in (said.FIGURE, people.COMPLAIN_JOKE))
            )
        return True


#: Two or more capitalised words, the first of them no title and no word that begins a sentence or a place.
_CAPITALISED = r"[A-ZÁÉÍÓÚÑ][a-záéíóúñ'’]+"
_NAME = re.compile(
    r"(?<![\w.])(?!(?:Mr|Mrs|Ms|Dr|Sra?|The|Our|And|Room|Grade|For|San|Santa|New|Los|Las|El|La)\b)"
    rf"{_CAPITALISED}(?:[- ]{_CAPITALISED}){{1,3}}"
)


def _student_data(sentences: list[str], plain: list[str]) -> Found | None:
    """Named children with what belongs into no mail: a full name beside a datum, or a list of such data."""
    for at, sentence in enumerate(sentences):
        if people.ADULT_DATA.search(plain[at]):
            continue
        names = _names(sentence)
        strong = bool(names) and people.DATUM.search(plain[at])
        hinted = (len(names) > 1 or (names and said.CHILD.search(plain[at]))) and people.HINT.search(plain[at])
        if strong or hinted or people.ROSTER.search(plain[at]):
            return Found(Sensitive.STUDENT_DATA, sentence[:WORDS_SHOWN])
    return None


def _names(sentence: str) -> tuple[str, ...]:
    return tuple(name for name in dict.fromkeys(_NAME.findall(sentence)) if not people.PLACE.search(_plain(name)))
