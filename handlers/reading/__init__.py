"""The one reader: free text of a mail to typed answers, with the words they came from and how sure we are."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from handlers.reading import bare, candidates, cards, choices, dictation, fees, narrative, nothing_counted, prose, revealed, values
from handlers.reading.contacts import person
from handlers.reading.corrections import corrections
from handlers.reading.earlier import newly_said
from handlers.reading.evidence import Evidence
from handlers.reading.first_mail import first_told
from handlers.reading.intents import intent, word_that_acts
from handlers.reading.lines import MAX_CHARS, body_and_tail, fold, sentences, tidy, worth_reading
from handlers.reading.notes import Notes
from handlers.reading.places import times_in
from handlers.reading.readings import Heard, Papers, Reader, Reading
from handlers.reading.second_looks import whole_group
from handlers.reading.segments import Piece, by_place, from_pairs, pieces, typed_beneath
from handlers.reading.settled import settled
from handlers.reading.spelling import mended
from handlers.reading.tables import table
from handlers.reading.typed import as_typed
from handlers.reading.weighing import Opinions
from handlers.types import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from handlers.playbook import Form, Question
    from handlers.reading.spelling import Mended
    from handlers.types import Attachment, Inbound

__all__ = ["Reader", "Reading", "intent", "read_first", "read_reply", "word_that_acts"]

#: Types whose answer can be told by its shape alone, without a word of the question.
_SHAPED = ("phone", "email", "url", "date", "integer", "decimal", "choice", "yes_no")
_COUNTS = frozenset({"integer", "decimal"})
_TEXTS = frozenset({"text", "long_text", "list"})
_FEW_WORDS = 12
_SAYS_BENEATH = re.compile(r"\b(?:answers?|repl(?:y|ies)|comments|respuestas?|contest\w+)\b")
#: How likely the model must find that a sentence describes the programme.
_DESCRIBES, _OTHERWISE = 0.6, 0.4
_NAME_WORDS = 8
_MUCH = 4
_BEST_GRADE = 5
_BRIEF = 300  #: characters above a quote
_A_SENTENCE = 6
_SHORT_CHOICE = 4

#: A sentence with one of these tells how somebody is reached and describes nothing.
_REACHING = ("contact_phone", "contact_email", "contact_name")

#: `9-12` or `K-5` and nothing else; a name in capitals.
_GRADES = re.compile(r"^\W*(?:(?:pre-?)?k|[1-9]|1[0-2])\s?(?:-|to|a)\s?(?:[1-9]|1[0-2])\W*$")
_TITLE = re.compile(r"^(?:[A-ZÁÉÍÓÚÑ][\w'’&-]*\s)+(?:(?:of|the|for|and|de|del|la|para|y)\s)*[A-ZÁÉÍÓÚÑ][\w'’&-]*\W*$")

#: The writer puts a misunderstanding right instead of answering.
_PUSHES_BACK = re.compile(
    r"\b(?:(?:in|see) (?:the |my )?attach\w+|adjunt[oa]s?|wrong idea|misunderst\w+|not what (?:we|i)|only (?:want|need)|just (?:want|"
    r"need)|nothing like that|no entend\w+|"
    r"solo (?:quer|necesit)\w+|no es lo que|we're not|that's not|i think you|disregard|por favor ignore)\b"
)


def read_first(inbound: Inbound, form: Form, reader: Reader) -> Reading:
    """Read what a first mail plainly says. Questions in it are the request itself, so none is reported."""
    found, rest = first_told(inbound, form, reader)
    notes = Notes(heard=found)
    _check_dates(notes, {}, form)
    return _reading(notes, inbound, rest)


def read_reply(
    inbound: Inbound,
    asked: Sequence[Question],
    form: Form,
    reader: Reader,
    *,
    held: Mapping[str, Answer],
    attachments: tuple[Attachment, ...] = (),
) -> Reading:
    """Read a reply to a mail that asked these questions, in this order; `attachments` came with earlier mails."""
    body, tail = body_and_tail(dictation.in_lines(newly_said(inbound.visible, doubtful=inbound.doubtful)))
    spelt = mended(body)
    body = spelt.text
    papers = Papers(here=inbound.attachments, earlier=attachments)
    notes = Notes()
    cells, body = table(body, asked, form, reader.now)
    for cell in cells:
        read = values.heard(cell.question, cell.text, reader, papers)
        notes.take(cell.question, replace(read, reason=read.reason or ("" if cell.sure else "two_candidates")), Evidence.CELL, cell.text)
    found, rest = _pieces(inbound, body, asked, form, reader)
    wants = intent(body)
    alone = asked[0] if len(asked) == 1 and not found and not cells else None
    for piece in found:
        by = Evidence.NUMBER if piece.numbered else Evidence.PLACE if piece.by_place else Evidence.LABEL
        notes.take(piece.question, values.heard(piece.question, piece.text, reader, papers), by, piece.text)
    notes.add(_beside_labels(found, asked, reader, notes), Evidence.LABEL)
    changes = corrections(rest, form, asked, held, reader)
    if alone and wants not in {"withdraw", "person", "yes_but"} and not changes and rest:
        notes.take(alone, _alone(alone, rest, reader, papers), Evidence.ALONE, rest)
    notes.add(_unasked_fee(worth_reading(body), asked, form), Evidence.UNASKED)
    notes.add(changes, Evidence.CHANGED)
    if not notes.heard and wants not in {"withdraw", "person"}:
        notes.add(bare.in_order(rest, asked, reader), Evidence.PLACE)
    notes.put_right(rest, asked)
    known = set(notes.heard)
    if wants != "withdraw":
        _settled_prose(notes, rest, asked, form, reader, held=held)
    told_ones = set(notes.heard) - known
    _closing_figure(notes, rest, asked)
    if not notes.heard:
        _beneath(notes, inbound, asked, form, reader)
    if not notes.heard and not notes.problems and not wants:
        _bare(notes, rest, asked, reader)
    notes.add(
        _signed(notes, "\n".join(filter(None, [tail, newly_said(inbound.signature)])) or cards.within(body), body, asked, reader),
        Evidence.CARD,
    )
    notes.weigh(notes.heard.keys() - told_ones, body, asked, form, reader)
    _documents(notes, [*asked, *form.questions], papers, held)
    _check_dates(notes, held, form)
    _drop_blanks(notes, held)
    _doubt_asides(notes, body, asked)
    notes.heard |= {key: whole_group(notes.heard[key], body) for key in ("students_served", "students_expected") if key in notes.heard}
    _as_written(notes, spelt)
    return _reading(notes, inbound, rest, alone=bool(alone and alone.id in notes.heard))


def _pieces(inbound: Inbound, body: str, asked: Sequence[Question], form: Form, reader: Reader) -> tuple[list[Piece], str]:
    """Pieces that say whom they answer: in-line replies first, then marks, then as many lines as questions."""
    found, strays = from_pairs(inbound.pairs, asked, form)
    for pair in inbound.pairs:
        body = body.replace(tidy(pair.typed).strip(), "", 1) if found else body
    body = "\n".join([body, *(stray for stray in strays if stray.strip() and stray.strip() not in body)]).strip()
    marked, rest = pieces(body, asked, form)
    taken = {piece.question.id for piece in found}
    found += [piece for piece in marked if piece.question.id not in taken]
    if found:
        return found, rest
    placed = by_place(rest, asked) or by_place(newly_said(inbound.visible, doubtful=inbound.doubtful), asked)
    return (placed, "") if _fits(placed, reader) else ([], rest)


def _fits(placed: Sequence[Piece], reader: Reader) -> bool:
    """Lines answer by their place only if each shaped one reads, and at least one of them is shaped."""
    shaped = [piece for piece in placed if piece.question.type in _SHAPED]
    read = [values.heard(piece.question, piece.text, reader) for piece in shaped]
    return bool(shaped) and all(heard.is_read or not heard.problem for heard in read)


def _alone(question: Question, text: str, reader: Reader, papers: Papers) -> Heard:
    """The whole reply to a single question. A story with a question in it may say nothing of this one."""
    first = text.partition("\n\n")[0] if question.type not in {"long_text", "list"} else text
    heard = values.heard(question, first, reader, papers)
    if question.type in {"text", "list"} and _PUSHES_BACK.search(fold(text)):
        return Heard(words=text, problem="unclear")
    if heard.is_read and question.type in {"text", "list"} and question.id in prose.RECOGNISED and len(first.split()) > _FEW_WORDS:
        said = prose.told(first, [question], reader, strictly=False)
        return said.get(question.id, heard)
    return heard


def _prose(notes: Notes, text: str, asked: Sequence[Question], form: Form, reader: Reader, *, held: Mapping[str, Answer]) -> None:
    """Read the sentences that no mark claimed: for what was asked and, strictly, for what is not known yet."""
    opinions = Opinions.of(reader.told)
    rest = worth_reading(text)
    still = [question for question in asked if question.id not in notes.heard]
    ids = {question.id for question in asked} | set(notes.heard) | set(held)
    others = [question for question in form.questions if question.id not in ids]
    clear = values.without_requests(rest)
    told = prose.told(clear, still, reader, strictly=False)
    counts = [question for question in still if question.type in _COUNTS]
    if all(told[each.id].reason for each in counts if each.id in told):
        in_a_row = bare.runs(clear, counts)
        told |= {key: replace(heard, reason="guess") for key, heard in in_a_row.items() if told}
    figures = {heard.words for key, heard in told.items() if key in narrative.COUNTS}
    notes.add(told | narrative.narrated(rest, still, opinions, figures), Evidence.TOLD)
    unasked = prose.told(clear, others, reader, strictly=True)
    notes.add({key: heard for key, heard in unasked.items() if key != fees.FEE or heard.value is False}, Evidence.UNASKED)
    claimed = {heard.words for heard in notes.heard.values()} | {str(heard.value) for heard in notes.heard.values()}
    open_ones = [question for question in asked if question.id not in notes.heard]
    notes.add(bare.runs(clear, open_ones), Evidence.RUN)
    notes.add(bare.by_shape(clear, open_ones, reader, claimed), Evidence.SHAPE)
    notes.add(nothing_counted.zeros(clear, [question for question in still if question.id not in notes.heard]), Evidence.TOLD)
    notes.add(candidates.allotted(clear, still, notes.heard, opinions), Evidence.TOLD)
    idle = narrative.idle(rest, still)
    notes.add({key: heard for key, heard in idle.items() if key not in notes.heard}, Evidence.TOLD)
    if not idle and any(key in notes.heard for key in narrative.COUNTS):
        notes.add(
            narrative.stories(_unclaimed(rest, notes), [question for question in still if question.id not in notes.heard], opinions),
            Evidence.LEFT,
        )
    _described(notes, rest, asked, opinions)


def _settled_prose(notes: Notes, text: str, asked: Sequence[Question], form: Form, reader: Reader, *, held: Mapping[str, Answer]) -> None:
    """Read the text as it stands once its writer has put it right; the words of each answer stay the writer's own."""
    final, before = settled(text, reader), set(notes.heard)
    _prose(notes, final.text, asked, form, reader, held=held)
    notes.weigh(set(notes.heard) - before, final.text, asked, form, reader)
    for key in set(notes.heard) - before:
        notes.heard[key] = replace(notes.heard[key], words=final.own_words(notes.heard[key].words))


def _beneath(notes: Notes, inbound: Inbound, asked: Sequence[Question], form: Form, reader: Reader) -> None:
    """Nothing was read, and the mail says that its answers stand between the quoted lines."""
    if len(inbound.visible) < _BRIEF and _SAYS_BENEATH.search(fold(inbound.visible)):
        for piece in typed_beneath(inbound.quoted, asked, form):
            notes.take(piece.question, values.heard(piece.question, piece.text, reader), Evidence.NUMBER, piece.text)


def _closing_figure(notes: Notes, rest: str, asked: Sequence[Question]) -> None:
    """A figure that alone is left of a reply with other answers grades the whole, where a grade was asked for."""
    grade = next((question for question in asked if question.maximum == _BEST_GRADE and question.id not in notes.heard), None)
    match = re.fullmatch(r"\W*([1-5])\W*", rest)
    if grade and match and notes.heard:
        notes.add({grade.id: Heard(value=int(match[1]), words=match[1])}, Evidence.PLACE)


def _beside_labels(found: Sequence[Piece], asked: Sequence[Question], reader: Reader, notes: Notes) -> dict[str, Heard]:
    """*Contact: Jimena Ortega, 571 555 0119*: ways to reach somebody that stand behind another label, where they were asked for."""
    still = [question for question in asked if question.type in {"phone", "email", "url"} and question.id not in notes.heard]
    beside = [piece.text for piece in found if piece.question.type == "text" and "\n\n" not in piece.text]
    return prose.told("\n".join(beside), still, reader, strictly=False) if still and beside else {}


def _signed(notes: Notes, card: str, body: str, asked: Sequence[Question], reader: Reader) -> dict[str, Heard]:
    """What the signature says of who writes, where that was asked and the text does not say it."""
    still = [question for question in asked if question.id not in notes.heard]
    return cards.read(card, body, still, reader) if card else {}


def _as_written(notes: Notes, spelt: Mended) -> None:
    """What was mended for reading is kept as its writer spelt it."""
    for key, heard in notes.heard.items() if spelt.written else ():
        value = spelt.as_written(heard.value) if isinstance(heard.value, str) else heard.value
        notes.heard[key] = replace(heard, value=value, words=spelt.as_written(heard.words))


def _unasked_fee(text: str, asked: Sequence[Question], form: Form) -> dict[str, Heard]:
    """A fee that is told unasked corrects an earlier *no*; that there is none is taken from anything but a price."""
    question = form.question(fees.FEE)
    if question is None or question in asked:
        return {}
    heard = revealed.fee(text)
    return {question.id: heard} if heard.is_read else {}


def _described(notes: Notes, rest: str, asked: Sequence[Question], opinions: Opinions) -> None:
    """Of one long question among those asked, sentences that nothing else claimed are the answer, to be confirmed.

    Where a model takes some of them for it, only those are, and then it is sure.
    """
    long = [question for question in asked if question.type == "long_text"]
    if len(long) != 1 or len(asked) == 1 or long[0].id in notes.heard or _PUSHES_BACK.search(fold(rest)) or intent(rest):
        return
    claims = [fold(heard.words) for heard in notes.heard.values()]
    reaching = {fold(notes.heard[key].words) for key in _REACHING if key in notes.heard}
    naming = {fold(notes.heard[key].words) for key in values.NAMES if key in notes.heard}
    telling = [
        span.text
        for span in sentences(rest)
        if sum(fold(span.text) == words for words in claims) <= 1
        and fold(span.text) not in reaching
        and not (fold(span.text) in naming and len(span.text.split()) <= _NAME_WORDS)
    ]
    likely = [words for words in telling if opinions.of_sentence(words).get(long[0].id, 0.0) >= _DESCRIBES]
    if likely:
        likely = [words for words in telling if words in likely or opinions.of_sentence(words).get("other", 1.0) < _OTHERWISE]
    if likely and not any(words.endswith("?") for words in likely):
        notes.add({long[0].id: Heard(value=" ".join(likely), words=" ".join(likely))}, Evidence.LEFT)
        return
    left, _ = values.without_questions(" ".join(telling))
    if len(left.split()) >= _A_SENTENCE:
        notes.add({long[0].id: Heard(value=left, words=left, reason="guess")}, Evidence.LEFT)


def _bare(notes: Notes, text: str, asked: Sequence[Question], reader: Reader) -> None:
    """One short answer to several questions: placed by its shape, as a guess where two would fit; else at the first."""
    told, asks = values.without_questions(text)
    if not told or asks or len(told.split()) > _FEW_WORDS or "\n" in told or len(asked) < 2:  # noqa: PLR2004  one question was read before
        return
    for question in asked:
        if (question.id == "grade_levels" and _GRADES.match(fold(told))) or (question.id == "meeting_times" and times_in(told)):
            notes.add({question.id: Heard(value=told, words=told)}, Evidence.ALONE)
            return
    for kind in _SHAPED:
        fitting = [question for question in asked if question.type == kind and _plainly(question, told, reader)]
        if fitting:
            read = values.heard(fitting[0], told, reader)
            is_only = len(fitting) == 1 and read.is_read and (kind != "choice" or len(told.split()) < _SHORT_CHOICE)
            notes.add({fitting[0].id: replace(read, reason=read.reason or ("" if is_only else "guess"))}, Evidence.ALONE)
            return
    first = next((each for each in asked if each.id == "contact_name" and person(told)), asked[0])
    is_answer = (
        len(told.split()) <= _NAME_WORDS and not told.endswith(":") and not _PUSHES_BACK.search(fold(told)) and not choices.is_blank(told)
    )
    if first.type in _TEXTS and is_answer:
        read = values.heard(first, told, reader)
        notes.add({first.id: replace(read, reason=read.reason or "guess")} if read.is_read else {}, Evidence.ALONE)


def _plainly(question: Question, text: str, reader: Reader) -> bool:
    """Whether a short text has the shape of this question's answer and says something."""
    if choices.is_blank(text) and question.type in _COUNTS | {"url", "choice", "date", "phone", "email"}:
        return False
    if question.type == "choice" and (question.id in {"support_area", "organization_type"}) and _TITLE.match(text):
        return False
    if question.type in _COUNTS and len(text.split()) > _NAME_WORDS // 2:
        return False
    read = values.heard(question, text, reader)
    return read.is_read and read.value != ""


def _doubt_asides(notes: Notes, text: str, asked: Sequence[Question]) -> None:
    """A mail that asks us something and tells next to nothing of much that was asked: what it mentions may not be meant as an answer."""
    figures = [question.id for question in asked if question.type in _COUNTS]
    asks = any(values.asks_us(span.text) for span in sentences(text))
    if not asks or len(asked) <= _MUCH or sum(key in notes.heard for key in figures) > 1:
        return
    for key in [question.id for question in asked if question.id in notes.heard]:
        heard = notes.heard[key]
        if heard.value != "" and not values.asks_us(heard.words):
            notes.heard[key] = replace(heard, reason=heard.reason or "guess")


def _documents(notes: Notes, questions: Sequence[Question], papers: Papers, held: Mapping[str, Answer]) -> None:
    """A paper that came without a word about it."""
    for question in questions:
        if question.type == "document" and question.id not in notes.heard and question.id not in held:
            heard = values.quiet_document(question, papers)
            if heard.is_read:
                notes.add({question.id: heard}, Evidence.PAPER)


def _check_dates(notes: Notes, held: Mapping[str, Answer], form: Form) -> None:
    """An end before the start cannot be taken: what was said now is asked again. One and the same day is never sure."""
    if not (form.question("start_date") and form.question("end_date")):
        return
    start, end = (
        notes.heard[key].value if key in notes.heard else held[key].value if key in held else None for key in ("start_date", "end_date")
    )
    if not (isinstance(start, str) and isinstance(end, str) and start and end and end <= start):
        return
    later = _next_year(start, end) if "end_date" in notes.heard else ""
    if later and not re.search(r"20\d\d|/\d\d\b", notes.heard["end_date"].words):
        notes.heard["end_date"] = replace(notes.heard["end_date"], value=later, reason=notes.heard["end_date"].reason or "guess")
        return
    wrong = next((key for key in ("end_date", "start_date") if key in notes.heard), "")
    if not wrong:
        return
    said = notes.heard.pop(wrong)
    if end < start:
        notes.problems[wrong] = "out_of_range"
    elif "start_date" not in notes.heard or notes.heard["start_date"].words != said.words:
        notes.heard[wrong] = replace(said, reason=said.reason or "guess")


def _next_year(start: str, end: str) -> str:
    """The end a year later, where it was said without a year and so lies behind the start then, by less than a year."""
    later = f"{int(end[:4]) + 1}{end[4:]}"
    return later if end < start < later and not end.endswith("02-29") else ""


def _drop_blanks(notes: Notes, held: Mapping[str, Answer]) -> None:
    """Blank never erases what is held."""
    for key in [key for key, heard in notes.heard.items() if heard.value in ("", ()) and key in held]:
        del notes.heard[key]


def _unclaimed(text: str, notes: Notes) -> str:
    """The sentences in whose words nothing was read."""
    claimed = [fold(heard.words) for heard in notes.heard.values() if heard.words]
    kept = [span.text for span in sentences(text) if not any(fold(span.text) in words or (words in fold(span.text)) for words in claimed)]
    return " ".join(kept)


def _reading(notes: Notes, inbound: Inbound, rest: str, *, alone: bool = False) -> Reading:
    texts = (inbound.visible, *(pair.typed for pair in inbound.pairs), inbound.subject, inbound.signature)
    answers = {
        key: as_typed(Answer(value=heard.value, words=heard.words, message_id=inbound.message_id, reason=heard.reason), texts)
        for key, heard in notes.heard.items()
        if heard.value is not None
    }
    left = "" if alone else _unclaimed(rest, notes)
    told, asks = values.without_questions(left, feeling=False)
    beyond = tidy_rest(inbound.visible)
    question = " ".join(dict.fromkeys([*notes.asks, *([asks] if asks else [])]))
    return Reading(answers=answers, problems=notes.problems, leftover=" ".join(filter(None, [told, beyond])), question=question)


def tidy_rest(text: str) -> str:
    """What lies beyond the longest text that is read: kept, never looked into."""
    return text[MAX_CHARS:] if len(text) > MAX_CHARS else ""
