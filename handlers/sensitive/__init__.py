"""Mail that no robot may answer: what a person must read before anybody writes back.

A table of rules, gravest class first. A rule fires where all its word lists meet within a few sentences and none of the lists that
excuse it does: what a programme teaches, plays or jokes about did not happen. Words alone miss what is said without them and are
taken in by jokes, so a model may judge the mail's sentences as well (bot/alarm.py); this module weighs both.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.sensitive import danger, harm, office, people
from handlers.sensitive import words as said
from handlers.types import Judged, Sensitive

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

#: No person writes more; what is longer is a log or a list, of which head and tail are read.
MAX_SENTENCES = 4000
#: A sentence without a full stop is cut here.
MAX_SENTENCE = 400
WORDS_SHOWN = 200
#: A model is offered so many windows of so many characters; it may choose among them.
MAX_WINDOWS = 200
WINDOW = 3  #: sentences
USUAL_SENTENCES = 24
MAX_WINDOW = 400

_Words = re.Pattern[str]


@dataclass(frozen=True)
class Found:
    """What was found, and the words that it was found in."""

    kind: Sensitive
    words: str
    certain: bool = False  #: no model overrules it


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
#: A text is held from here on (docs/reading.md has the measurements), and what a rule adds to a model's opinion.
ALARMING = 0.0
WEIGHT_OF_A_RULE = 0.2
#: More is asked where a programme is offered: nothing, one and several signs of it. Few who report something offer something too.
OFFERING = (0.0, 0.1, 0.15)
#: To overlook a child in danger costs most.
ADVANTAGE: Mapping[Sensitive, float] = {SAFETY: 0.1}
#: Rules that fire where a law or a right is named, or where what is said leaves hardly another meaning: of 2,000 ordinary texts
#: none of these took more than two.
CERTAIN = frozenset(
    {
        "records_named",
        "rights_named",
        "refused",
        "self_harm",
        "marks",
        "struck",
        "afraid",
        "neglect",
        "drugs",
        "alone_secret",
        "crime",
        "peers",
    }
)

#: What an offer may speak of without meaning it.
MEANT_BY_OFFERS = frozenset({SAFETY, RIGHTS, COMPLAINT, PRESS})

_END = re.compile(r"(?<=[.!?]) |[\n;]+|(?<=[a-z][.!?])(?=[A-Z])")
_QUOTES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " ", "\u2013": "-", "\u2014": " - "})


def find(text: str, judged: Sequence[Judged] = ()) -> Found | None:
    """The gravest class that a mail belongs to, or nothing. Reads the whole text; linear, whatever is in it.

    `judged` holds a model's opinion of `windows(text)`. Without it the rules decide alone.
    """
    by_rule = _by_rules(text)
    if not judged:
        return by_rule[0] if by_rule else None
    worst = max(judged, key=lambda each: each.alarm)
    enough = ALARMING + OFFERING[min(len(_offers(_plain(each) for each in sentences(text))), len(OFFERING) - 1)]
    found: dict[Sensitive, tuple[float, Found]] = {}
    for each in judged:
        found[each.kind] = _stronger(found.get(each.kind), each.alarm, Found(each.kind, each.words[:WORDS_SHOWN]))
    for rule in by_rule:
        alarm = max(worst.alarm + WEIGHT_OF_A_RULE, enough if rule.certain else -1.0)
        found[rule.kind] = _stronger(found.get(rule.kind), alarm, rule)
    held = [(alarm, each) for kind, (alarm, each) in found.items() if alarm + ADVANTAGE.get(kind, 0.0) >= enough]
    return max(held, key=lambda pair: pair[0])[1] if held else None


def _stronger(known: tuple[float, Found] | None, alarm: float, found: Found) -> tuple[float, Found]:
    return known if known is not None and known[0] > alarm else (alarm, found)


def windows(text: str) -> tuple[str, ...]:
    """What a model is to judge: each sentence with the next two, of a long mail the first and the last."""
    parts = sentences(text)
    # In a mail of usual length each sentence begins a window; the longer a mail, the less they overlap.
    step = min(WINDOW, 1 + len(parts) // USUAL_SENTENCES)
    starts = range(0, max(len(parts) - WINDOW + step, min(1, len(parts))), step)
    judged = list(dict.fromkeys(" ".join(parts[at : at + WINDOW])[:MAX_WINDOW] for at in starts))
    return tuple(judged if len(judged) <= MAX_WINDOWS else [*judged[: MAX_WINDOWS * 3 // 4], *judged[-MAX_WINDOWS // 4 :]])


def _by_rules(text: str) -> list[Found]:
    """What the rules find, each class once and what is certain before what is not, the gravest class first."""
    parts = sentences(text)
    plain = [_plain(each) for each in parts]
    matcher = _Matcher(plain)
    found: dict[Sensitive, Found] = {}
    for rule in RULES:
        known = found.get(rule.kind)
        if known and (known.certain or rule.name not in CERTAIN):
            continue
        at = matcher.first(rule)
        if at is not None:
            found[rule.kind] = Found(rule.kind, " ".join(parts[at : at + rule.span])[:WORDS_SHOWN], rule.name in CERTAIN)
    listed = _table(text) or _student_data(parts, plain)
    return [*found.values(), *([listed] if listed else [])]


def sentences(text: str) -> list[str]:
    """A mail in sentences and lines, of a very long one the head and the tail."""
    return list(_sentences(text))


def _sentences(text: str) -> Iterator[str]:
    parts = [part.strip() for part in _END.split(_SPACES.sub(" ", text.translate(_QUOTES))) if part.strip()]
    if len(parts) > MAX_SENTENCES:
        parts = [*parts[: MAX_SENTENCES * 3 // 4], *parts[-MAX_SENTENCES // 4 :]]
    for part in parts:
        for start in range(0, min(len(part), MAX_SENTENCE * 20), MAX_SENTENCE):
            yield part[start : start + MAX_SENTENCE]


def _offers(plain: Iterable[str]) -> set[str]:
    return {match for sentence in itertools.islice(plain, 60) for match in said.OFFERS.findall(sentence)}


def _plain(sentence: str) -> str:
    """Lower case without accents; `ñ` becomes `n`."""
    letters = unicodedata.normalize("NFD", sentence.lower())
    return "".join(char for char in letters if not unicodedata.combining(char))


class _Matcher:
    """Looks word lists up in sentences, each at most once."""

    def __init__(self, sentences: list[str]) -> None:
        self._sentences = sentences
        self._seen: dict[tuple[int, int], bool] = {}
        self._is_offer = len(_offers(sentences)) >= OFFERS_OF_A_PROGRAMME

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
            return Found(Sensitive.STUDENT_DATA, sentence[:WORDS_SHOWN], certain=True)
    return None


def _table(text: str) -> Found | None:
    """A pasted sheet: a head that has a column of names and one of what a file says, and two rows of as many columns."""
    lines = [
        line
        for line in text[: MAX_SENTENCE * MAX_SENTENCES].splitlines()
        if line.count(";") > 1 or line.count(",") > 1 or line.count("\t") > 1
    ]
    for at, line in enumerate(lines[:-2]):
        mark = max(";,\t", key=line.count)
        columns = [_plain(each.strip()) for each in line.split(mark)]
        rows = lines[at + 1 : at + 3]
        if all(abs(row.count(mark) - line.count(mark)) <= 1 for row in rows) and _heads(columns):
            return Found(Sensitive.STUDENT_DATA, " ".join(lines[at : at + 3])[:WORDS_SHOWN], certain=True)
    return None


def _heads(columns: Sequence[str]) -> bool:
    return any(people.NAME_COLUMN.fullmatch(each) for each in columns) and any(people.DATA_COLUMN.search(each) for each in columns)


def _names(sentence: str) -> tuple[str, ...]:
    return tuple(name for name in dict.fromkeys(_NAME.findall(sentence)) if not people.PLACE.search(_plain(name)))
