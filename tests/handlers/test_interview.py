"""What the interview asks, takes, asks again, and leaves alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from handlers import interview
from handlers.playbook import Form, Question
from handlers.reading import Reading
from handlers.types import Answer, Conversation
from handlers.wording import Wording

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
TALK = Conversation(id="c-1", party="luz@readers.example", opened_at=NOW, updated_at=NOW)


def question(name: str, group: str = "one", *, required: bool = True, ask: bool = True) -> Question:
    words = Wording(en=name, es=name)
    return Question(id=name, type="text", prompt=words, label=words, group=group, required=required, ask=ask)


def form(*questions: Question, per_mail: int = 6) -> Form:
    return Form(title=Wording(en="t", es="t"), per_mail=per_mail, questions=questions)


def reading(**answers: Answer) -> Reading:
    return Reading(answers=answers, problems={}, leftover="", question="")


def unread(**problems: str) -> Reading:
    return Reading(answers={}, problems=problems, leftover="", question="")


def said(value: str, reason: str = "") -> Answer:
    return Answer(value=value, words=value, message_id="m", reason=reason)


def names(questions: tuple[Question, ...]) -> list[str]:
    return [each.id for each in questions]


def test_whole_groups_are_asked_together_as_long_as_they_fit() -> None:
    asked = form(*(question(f"a{n}", "a") for n in range(4)), *(question(f"b{n}", "b") for n in range(3)), question("c0", "c"))

    assert names(interview.next_group(asked, TALK)) == ["a0", "a1", "a2", "a3"]


def test_a_group_larger_than_a_mail_is_cut_and_goes_on_in_the_next() -> None:
    asked = form(*(question(f"a{n}") for n in range(8)))
    first = interview.next_group(asked, TALK)
    answered = replace(TALK, answers={each.id: said("x") for each in first})

    assert len(first) == 6
    assert names(interview.next_group(asked, answered)) == ["a6", "a7"]


def test_what_is_never_asked_holds_nothing_back() -> None:
    asked = form(question("a"), question("nice", required=False, ask=False))
    answered = replace(TALK, answers={"a": said("x")})

    assert interview.next_group(asked, answered) == ()
    assert interview.missing(asked, answered) == ()


def test_an_optional_question_is_offered_once() -> None:
    asked = form(question("website", required=False))
    offered = interview.asking(TALK, interview.next_group(asked, TALK))

    assert names(interview.next_group(asked, TALK)) == ["website"]
    assert interview.next_group(asked, offered) == ()


def test_an_optional_question_that_was_passed_over_comes_along_until_it_is_declined() -> None:
    asked = form(question("name"), question("website", required=False))
    offered = interview.asking(TALK, asked.questions)
    declined = interview.take(offered, reading(website=said("")), "luz", asked).conversation

    assert names(interview.next_group(asked, offered)) == ["name", "website"]
    assert names(interview.next_group(asked, declined)) == ["name"]


def test_nothing_is_no_answer_to_a_required_question() -> None:
    asked = form(question("name"))
    talk = interview.asking(TALK, asked.questions)
    beyond = []
    for _ in range(3):
        taken = interview.take(talk, reading(name=said("")), "luz", asked)
        talk = taken.conversation
        beyond.append(interview.beyond_us(talk, taken.problems))

    assert beyond == [(), (), ("name",)]


def test_a_range_is_asked_again_twice_and_then_said_back() -> None:
    asked = form(question("students"))
    talk = interview.asking(TALK, asked.questions)
    open_after = []
    for _ in range(3):
        talk = interview.take(talk, reading(students=said("20-25", "range")), "luz").conversation
        open_after.append(bool(interview.next_group(asked, talk)))

    assert open_after == [True, False, False]


def test_a_hedge_is_not_asked_again() -> None:
    talk = interview.take(TALK, reading(students=said("45", "hedge")), "luz").conversation

    assert interview.next_group(form(question("students")), talk) == ()
    assert set(talk.unsure) == {"students"}


def test_a_later_answer_corrects_and_is_recorded_with_what_stood_before() -> None:
    first = interview.take(TALK, reading(phone=said("1")), "luz")
    second = interview.take(first.conversation, reading(phone=said("2")), "luz")

    assert (first.new, second.changed) == (("phone",), ("phone",))
    assert second.records[0].kind == "answer.corrected"
    assert second.records[0].data["before"] == "1"


def test_the_same_answer_again_changes_nothing_and_a_guess_never_unsettles_it() -> None:
    first = interview.take(TALK, reading(phone=said("1")), "luz").conversation

    again = interview.take(first, reading(phone=said("1", "guess")), "luz")

    assert not again.progressed
    assert again.conversation.answers["phone"].sure


def test_three_failures_are_beyond_us() -> None:
    talk = interview.asking(TALK, (question("start"),))
    beyond = []
    for _ in range(3):
        taken = interview.take(talk, unread(start="not_a_date"), "luz")
        talk = taken.conversation
        beyond.append(interview.beyond_us(talk, taken.problems))

    assert beyond == [(), (), ("start",)]


def test_yes_makes_sure_what_the_summary_showed() -> None:
    talk = interview.take(TALK, reading(students=said("45", "hedge"), name=said("x")), "luz").conversation

    assert interview.confirmed(talk).unsure == {}


@given(st.lists(st.dictionaries(st.sampled_from("abcdef"), st.text(max_size=3)), max_size=8))
def test_blank_never_erases_and_every_answer_is_the_last_that_was_said(replies: list[dict[str, str]]) -> None:
    talk = TALK
    last: dict[str, str] = {}
    for reply in replies:
        talk = interview.take(talk, reading(**{key: said(value) for key, value in reply.items()}), "luz").conversation
        last |= {key: value for key, value in reply.items() if value}

    assert {key: answer.value for key, answer in talk.answers.items()} == last


@given(st.sets(st.integers(0, 19)), st.integers(1, 6))
def test_asking_goes_on_until_nothing_required_is_missing(known: set[int], per_mail: int) -> None:
    asked = form(*(question(f"q{n}", f"g{n // 3}", required=n % 5 != 0) for n in range(20)), per_mail=per_mail)
    talk = replace(TALK, answers={f"q{n}": said("x") for n in known})
    for _ in range(21):
        group = interview.next_group(asked, talk)
        if not group:
            break
        assert len(group) <= per_mail
        talk = interview.asking(talk, group)
        talk = interview.take(talk, reading(**{each.id: said("y") for each in group if each.required}), "luz").conversation

    assert interview.next_group(asked, talk) == ()
    assert interview.missing(asked, talk) == ()
