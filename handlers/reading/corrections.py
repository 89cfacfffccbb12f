"""What a reply changes in answers already held: a figure taken back, more to be added, a field put right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from handlers.reading import dates, prose, tallies, values
from handlers.reading.contacts import emails, phones, sites
from handlers.reading.identity import renamed
from handlers.reading.labels import aliases
from handlers.reading.lines import fold, sentences, squash
from handlers.reading.not_counts import blanked
from handlers.reading.nouns import counts_other
from handlers.reading.numbers import quantities, whole
from handlers.reading.readings import Heard
from handlers.reading.retracted import taken_back

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from handlers.playbook import Form, Question
    from handlers.reading.readings import Reader
    from handlers.types import Answer

_CHANGES = re.compile(
    r"\b(?:actually|instead|change[ds]?|correct(?:ion)?|wrong|incorrect|sorry|oops|should (?:be|read|say)|now|typo|mistake|update|fix|"
    r"make (?:it|that|the)|not|en realidad|cambi\w+|corrij\w+|corregir|corrige|equivoc\w+|perdon|error|"
    r"ahora|debe(?:ria)? ser|mejor|but|except|pero|excepto)\b"
)
#: All but something is right, or it is now otherwise: what follows is read for the questions that are held.
_OTHERWISE = re.compile(
    r"\b(?:(?:looks?|sounds?|seems?|is|are|it's|that's|all|everything) (?:all )?(?:right|good|fine|great|correct|ok|okay|"
    r"perfect)|correct|perfect|"
    r"yes|yep|todo (?:esta )?(?:bien|correcto)|(?:se ve|esta) bien|correcto|si)\b[^.;\n]{0,40}?\b(?:except|but|only|pero|"
    r"excepto|salvo|solo)\b|"
    r"\b(?:except|excepto|salvo)(?: that| que)?\b|^\W*(?:actually|correction|en realidad|correccion)\b|"
    r"\b(?:one|a|an|una?) (?:[a-z]+ ){0,2}?(?:correction|change|fix|thing|update|clarification|correccion|cambio|cosa|aclaracion)\b"
    r"(?: please| por favor)?\W{0,3}[:,-]|"
    r"\bwe (?:now|actually) (?:have|expect)\b|\b(?:ahora|en realidad) (?:tenemos|esperamos|seran)\b"
)
_TOLD = frozenset({"integer", "decimal", "date"})
_TOLD_IN_WORDS = frozenset({"meeting_times", "grade_levels"})
#: What no longer holds, behind what does: *from 4 to 5 pm, not 3 to 4*.
_NO_LONGER = re.compile(r",?\s(?:and |y )?(?:not|instead of|rather than|no|en vez de|en lugar de)\s.*$", re.DOTALL)
_LINK = (
    r"(?:\s(?:number|date|name|address|time|numero|fecha|nombre))?\s?(?:is|are|was|should|must|will be|to|=|:|->|es|son|esta|debe|"
    r"deberia|cambi\w+|ahora|now|a|wrong|incorrect|equivocad[oa])\b|\s?[:=]|\s->"
)


def corrections(text: str, form: Form, asked: Sequence[Question], held: Mapping[str, Answer], reader: Reader) -> dict[str, Heard]:
    """Find what is put right, for answers already held."""
    known = [question for question in form.questions if question.id in held]
    found = _figures(text, known, held) | _days(text, known, held, reader)
    for span in sentences(text):
        found |= {
            key: heard
            for key, heard in (_renamed(span.text, known, held) | _otherwise(span.text, known, reader)).items()
            if key not in found
        }
        if not _CHANGES.search(fold(span.text)):
            continue
        found |= {key: heard for key, heard in _named(span.text, known, reader).items() if key not in found}
        found |= {key: heard for key, heard in _by_shape(span.text, known, reader).items() if key not in found}
    asked_ids = {question.id for question in asked if question.id not in held}
    return {key: heard for key, heard in found.items() if key not in asked_ids and heard.value != held[key].value}


def _renamed(sentence: str, known: Sequence[Question], held: Mapping[str, Answer]) -> dict[str, Heard]:
    """*Our organization is called Code Quay* where another name is held; a short form of the same name changes nothing."""
    name = "" if sentence.endswith("?") else renamed(sentence)
    asked = next((question.id for question in known if question.id == "organization_name"), "")
    if not (name and asked):
        return {}
    is_same = f" {squash(name)} " in f" {squash(str(held[asked].value))} " and not _CHANGES.search(fold(sentence))
    return {} if is_same else {asked: Heard(value=name, words=sentence)}


def _otherwise(sentence: str, known: Sequence[Question], reader: Reader) -> dict[str, Heard]:
    """*Looks right, except we will have 32 students*: counts and dates told behind the word that makes the exception."""
    cue = _OTHERWISE.search(fold(sentence))
    if cue is None or sentence.endswith("?"):
        return {}
    read = [each for each in known if each.type in _TOLD or each.id in _TOLD_IN_WORDS]
    said = sentence[cue.end() :].strip()
    gone = _NO_LONGER.search(fold(said))
    told = prose.told(said[: gone.start()] if gone and gone.start() else said, read, reader, strictly=True)
    return {key: Heard(value=heard.value, words=sentence, reason=heard.reason) for key, heard in told.items()}


def _figures(text: str, known: Sequence[Question], held: Mapping[str, Answer]) -> dict[str, Heard]:
    """*I said 45, it was 54*: for the one held answer that is 45. *Add 7 kids*: never sure."""
    found: dict[str, Heard] = {}
    for old, new in taken_back(blanked(fold(text)), quantities(text)):
        matches = [question for question in known if _number(held[question.id]) == old.value and not counts_other(question, text, new)]
        named = [
            question for question in matches if any(each.start in {old.start, new.start} for each in tallies.positions(question, text))
        ]
        for question in (named or matches)[:1]:
            reason = new.reason or ("" if len(named or matches) == 1 else "two_candidates")
            found.setdefault(question.id, Heard(value=whole(new.value), words=text.strip()[:300], reason=reason))
    for question in known:
        before, more = _number(held[question.id]), tallies.added(question, text)
        if before is not None and more is not None:
            found.setdefault(question.id, Heard(value=whole(before + more), words=text.strip()[:300], reason="arithmetic"))
    return found


def _days(text: str, known: Sequence[Question], held: Mapping[str, Answer], reader: Reader) -> dict[str, Heard]:
    """*We start on March 2, not February 2*: for the held answer that is the day taken back, whatever year either was said with."""
    found: dict[str, Heard] = {}
    for old, new in taken_back(fold(text), dates.days(text, reader)):
        matches = [each for each in known if each.type == "date" and str(held[each.id].value)[5:] == old.value.isoformat()[5:]]
        if len(matches) == 1:
            found.setdefault(matches[0].id, Heard(value=new.value.isoformat(), words=text.strip()[:300], reason=new.reason))
    return found


def _number(answer: Answer) -> float | None:
    value = answer.value
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _named(sentence: str, known: Sequence[Question], reader: Reader) -> dict[str, Heard]:
    """*Change the end date to May 5*, *the phone is wrong: 555…*: what stands behind the longest name of a question."""
    folded = fold(sentence)
    hits: list[tuple[int, int, Question]] = []
    for question in known:
        for name in aliases(question):
            match = re.search(rf"\b{re.escape(name)}\b(?={_LINK})", folded)
            if match:
                hits.append((match.start(), match.end(), question))
                break
    found = {}
    for start, end, question in hits:
        if any(other[0] <= start and end <= other[1] and (other[1] - other[0]) > (end - start) for other in hits):
            continue
        stop = min((other[0] for other in hits if other[0] > end), default=len(sentence))
        rest = re.sub(r"^\s?(?:number|date|name|address|time|numero|fecha|nombre)\b", "", sentence[end:stop], flags=re.IGNORECASE)
        heard = values.correction_of(question, re.sub(r"[\s,;]+(?:and|y)?\s*$", "", rest).rstrip("."), reader)
        if heard.is_read and heard.value not in ("", ()):
            found[question.id] = heard
    return found


def _by_shape(sentence: str, known: Sequence[Question], reader: Reader) -> dict[str, Heard]:
    """A telephone, a mail address or a site in a sentence that changes something can mean one question only."""
    found = {}
    for question in known:
        values_found: list[str] = {
            "phone": lambda: list(phones(sentence, reader)),
            "email": lambda: emails(sentence),
            "url": lambda: list(sites(sentence)),
        }.get(question.type, list)()
        if len(values_found) == 1:
            found[question.id] = Heard(value=values_found[0], words=sentence)
    return found
