"""Mail that no robot may answer, and the mail that only sounds like it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import sensitive
from handlers.sensitive import ADVANTAGE, ALARMING, CERTAIN, OFFERING, RULES, WEIGHT_OF_A_RULE, Found, find, windows
from handlers.types import Judged, Sensitive

HERE = Path(__file__).parent / "sensitive"


def load(name: str) -> list[dict[str, str | None]]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


EXAMPLES = load("examples.jsonl")

#: One plain case for each rule.
BY_RULE = {
    "self_harm": "She says that she wants to die.",
    "weary": "I can't do this anymore. It won't matter to anyone.",
    "threat": "I will kill him if he comes back.",
    "weapon": "A boy brought a gun in his backpack.",
    "marks": "He has bruises and one of our girls has them too.",
    "struck": "The coach grabbed a boy.",
    "struck_near": "He told me about the coach. She hits him.",
    "crime": "A volunteer molested her.",
    "touched": "He touched her and she did not like it.",
    "alone": "The coach is always alone with a girl.",
    "alone_secret": "He gives rides home. Do not tell anyone about it.",
    "taken_home": "I drove her home again, our kindergartner.",
    "messages": "He is texting the girls.",
    "secret": "The boy begged me not to say what his brother does.",
    "sent_away": "That coach was arrested.",
    "drugs": "The volunteer was drunk and the kids saw him.",
    "injury": "She fell and passed out.",
    "lost": "We lost track of two kids at the zoo.",
    "stranger": "A man we do not know was taking pictures by the fence.",
    "hazard": "It smells of gas in the classroom.",
    "neglect": "He has not eaten since Friday.",
    "afraid": "The girl is afraid of her stepfather.",
    "peers": "Our student was beaten up after school.",
    "pregnant": "She is pregnant and in 8th grade.",
    "rights_named": "I want to file a complaint of discrimination.",
    "refused": "They would not take him because he is deaf.",
    "law": "You will hear from my lawyer about it.",
    "records_named": "This is a public records request.",
    "records_asked": "As a taxpayer I would like to see the contracts.",
    "press": "I am a reporter with the Daily Ledger. Any comment?",
    "complaint": "I want to file a complaint about the instructor.",
}


def fired(text: str) -> set[str]:
    matcher = sensitive._Matcher([sensitive._plain(each) for each in sensitive._sentences(text)])
    return {rule.name for rule in RULES if matcher.first(rule) is not None}


@pytest.mark.parametrize(("rule", "text"), BY_RULE.items(), ids=list(BY_RULE))
def test_a_plain_case_fires_its_rule(rule: str, text: str) -> None:
    assert rule in fired(text)
    assert find(text) is not None


def test_every_rule_has_a_plain_case() -> None:
    assert {rule.name for rule in RULES} == set(BY_RULE)


def test_of_our_own_mails_nearly_all_are_found_and_of_look_alikes_hardly_any() -> None:
    sensitive_mails = [each for each in EXAMPLES if each["sensitive"]]
    look_alikes = [each for each in EXAMPLES if not each["sensitive"]]

    missed = [each["id"] for each in sensitive_mails if find(str(each["text"])) is None]
    taken = [each["id"] for each in look_alikes if find(str(each["text"])) is not None]

    assert len(missed) <= len(sensitive_mails) * 0.1, missed
    assert len(taken) <= len(look_alikes) * 0.05, taken


@pytest.mark.parametrize(
    "text",
    [
        "Jaylen read a whole page out loud and everybody clapped. 14 students, 4 sessions.",
        "Kids killed it on stage!",
        "We are shooting a video on Thursday.",
        "Our law firm would like to mentor seniors and coach mock trial, free.",
        "We offer a free anti-bullying workshop for grades 3 to 5. How do we apply?",
        "Please find our press release about the reading program.",
        "No complaints at all this month.",
        "Title I schools are our focus.",
        "Could you resend our signed agreement?",
        "Bright Futures, 120 Main Street. Contact Maria Lopez, grades 3 to 5.",
        "Ninguna queja, todo muy bien.",
        "",
    ],
)
def test_what_only_sounds_like_it_passes(text: str) -> None:
    assert find(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "18 kids, 6 sessions, 9 hours, 5. All great.\n\nA boy told our tutor that he has his uncle's gun at home.\n\nThanks!",
            Sensitive.SAFETY,
        ),
        ("Todo bien, 12 niños. Una niña dijo que ya no quiere vivir. Satisfacción 5.", Sensitive.SAFETY),
        ("Owen Castellano, born 3/14/2015, student ID 884213.", Sensitive.STUDENT_DATA),
        ("Attached is the roster with birthdates and student ID numbers.", Sensitive.STUDENT_DATA),
        ("Renata Villaseñor Paz, nacida el 3 de mayo, alérgica al cacahuate.", Sensitive.STUDENT_DATA),
    ],
)
def test_one_buried_sentence_is_enough(text: str, kind: Sensitive) -> None:
    found = find(text)

    assert found is not None
    assert found.kind is kind
    assert found.words


def test_the_gravest_class_comes_first() -> None:
    text = "My lawyer will call you. I want to file a complaint about the coach. He molested a student."

    assert find(text) == Found(Sensitive.SAFETY, "He molested a student.", certain=True)


CALM = "We painted the fence and sang. Then we had soup."


def test_a_model_finds_what_no_word_betrays() -> None:
    judged = (Judged("We painted.", -0.9, Sensitive.PRESS), Judged("Then we had soup.", ALARMING + 0.01, Sensitive.SAFETY))

    assert find(CALM, judged) == Found(Sensitive.SAFETY, "Then we had soup.")


def test_a_calm_model_changes_nothing_in_calm_mail() -> None:
    assert find(CALM, (Judged(CALM, ALARMING - 0.01, Sensitive.PRESS),)) is None


def test_less_is_enough_where_a_child_may_be_in_danger() -> None:
    less = ALARMING - ADVANTAGE[Sensitive.SAFETY] + 0.01

    assert find(CALM, (Judged(CALM, less, Sensitive.SAFETY),)) == Found(Sensitive.SAFETY, CALM)
    assert find(CALM, (Judged(CALM, less - 0.02, Sensitive.SAFETY),)) is None


def test_more_is_asked_of_a_model_where_a_programme_is_offered() -> None:
    offer = "We offer a free class and would be glad to visit."

    assert find(offer, (Judged(offer, ALARMING + OFFERING[-1] - 0.01, Sensitive.PRESS),)) is None
    assert find(offer, (Judged(offer, ALARMING + OFFERING[-1] + 0.01, Sensitive.PRESS),)) == Found(Sensitive.PRESS, offer)


def test_of_two_classes_the_one_with_more_evidence_is_named() -> None:
    judged = (Judged("We painted.", 0.3, Sensitive.SAFETY), Judged("Then we had soup.", 0.9, Sensitive.CIVIL_RIGHTS))

    found = find(CALM, judged)

    assert found is not None
    assert found.kind is Sensitive.CIVIL_RIGHTS


@pytest.mark.parametrize("rule", sorted(CERTAIN))
def test_no_model_overrules_a_rule_that_leaves_hardly_another_meaning(rule: str) -> None:
    text = BY_RULE[rule]

    found = find(text, (Judged(text, -1.0, Sensitive.PRESS),))

    assert found is not None
    assert found.certain


@pytest.mark.parametrize(
    "text",
    [
        "Last,First,Gr,Test,Absences\nOrtiz,Carla,5,42%,11\nWebb,Omar,5,77%,2",
        "nombre;grado;examen;faltas\nRuiz Carla;5;42%;11\nVera Tomás;4;77%;2",
        "Hi, the export:\n\nname\tbirthday\tguardian\nLena Voss\t3/3/15\taunt\nAbe Costa\t9/9/14\tdad\n\nThanks",
    ],
)
def test_a_pasted_sheet_of_students_is_students_data(text: str) -> None:
    found = find(text, (Judged(text, -1.0, Sensitive.PRESS),))

    assert found is not None
    assert found.kind is Sensitive.STUDENT_DATA


@pytest.mark.parametrize(
    "text",
    [
        "Name, phone, room\nDana Whitlock, 555-0100, 4\nRuth Amaya, 555-0101, 5",
        "We read, sang, and ate.\nThey painted, glued, and cut.\nAll happy, all clean, all tired.",
        "Month;kids;hours\nOctober;22;9\nNovember;24;11",
    ],
)
def test_another_list_is_not(text: str) -> None:
    assert find(text, (Judged(text, -1.0, Sensitive.PRESS),)) is None


def test_a_rule_and_a_model_in_doubt_hold_together_what_neither_holds_alone() -> None:
    text = BY_RULE["law"]
    doubt = ALARMING - WEIGHT_OF_A_RULE

    assert find(text, (Judged(text, doubt + 0.01, Sensitive.PRESS),)) == Found(Sensitive.LEGAL, text)
    assert find(text, (Judged(text, doubt - 0.01, Sensitive.PRESS),)) is None


def test_no_model_overrules_names_with_personal_data() -> None:
    text = "Owen Castellano, born 3/14/2015, student ID 884213."

    found = find(text, (Judged(text, -1.0, Sensitive.PRESS),))

    assert found is not None
    assert found.kind is Sensitive.STUDENT_DATA


def test_a_long_mail_is_judged_by_its_first_and_last_windows() -> None:
    parts = windows(" ".join(f"Sentence number {number}." for number in range(900)))

    assert len(parts) == sensitive.MAX_WINDOWS
    assert parts[0] == "Sentence number 0. Sentence number 1. Sentence number 2."
    assert parts[-1].endswith("Sentence number 899.")


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "unit",
    [
        "a",
        " ",
        "\n",
        ". ",
        "Aa ",
        "the kids told me ",
        "\"'",
        "1 ",
        "he said that she said ",
        "One of the kids met the coach. ",
        "Ñoño ñandú; ",
        "-\u2019",
    ],
)
def test_a_megabyte_of_anything_is_read_in_linear_time(unit: str) -> None:
    text = (unit * (1_000_000 // len(unit) + 1))[:1_000_000]

    assert find(text) is None


@given(st.text(max_size=500))
def test_any_text_is_read(text: str) -> None:
    found = find(text)

    assert found is None or found.kind in Sensitive
    assert all(len(part) <= sensitive.MAX_WINDOW for part in windows(text))


@pytest.mark.parametrize("count", [0, 1, 2, 3, 24, 25, 26, 27, 60])
def test_every_sentence_of_a_mail_stands_in_a_window(count: int) -> None:
    text = " ".join(f"Sentence number {each} stands here." for each in range(count))

    judged = windows(text)

    assert all(any(f"number {each} " in window for window in judged) for each in range(count))
