"""What an agreement says, what an amendment shows, and which replies are a yes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playbooks import load_playbook
from bot.settings import SHIPPED_PLAYBOOKS
from handlers import agreements
from handlers.agreement_replies import says_yes
from handlers.partnership import Acceptance, Agreement, Dossier, Partnership, Standing
from handlers.process import AgreementRules
from handlers.types import Answer, Conversation, ConversationKind
from handlers.wording import Wording
from mail import papers
from mail.render import RenderError

if TYPE_CHECKING:
    from handlers.playbook import Playbook
    from handlers.types import Value

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
DISTRICTS = ("acps", "durham", "albuquerque", "arlington")
PLAYBOOKS: dict[str, Playbook] = {each: load_playbook(each, [SHIPPED_PLAYBOOKS]).playbook for each in DISTRICTS}
CORA = "cora@district.example"


def talk(language: Any = "en", **answers: Value) -> Conversation:
    told: dict[str, Value] = {"start_date": "2027-02-01", "end_date": "2027-05-28", "meeting_times": "Tuesdays 3 to 4 pm", **answers}
    return Conversation(
        id="c-one",
        kind=ConversationKind.APPLICATION,
        party="luz@readingclub.example",
        language=language,
        answers={key: Answer(value=value, words=str(value)) for key, value in told.items()},
        opened_at=NOW,
        updated_at=NOW,
    )


def dossier(**more: Any) -> Dossier:
    at = Partnership(
        id="c-one",
        organization="Reading Buddies",
        contact="luz@readingclub.example",
        standing=Standing.UNDER_REVIEW,
        stage="agreement",
        schools=("Cora Kelly", "Lincoln"),
        opened_at=NOW,
        updated_at=NOW,
    )
    return Dossier(partnership=at, heads={"Cora Kelly": (CORA,)}, **more)


def text_of(district: str, conversation: Conversation) -> str:
    drafts = agreements.draft(PLAYBOOKS[district], dossier(), conversation)
    return "\n".join(papers.words("agreement", said, language=language) for language, said in drafts.items())


@pytest.mark.parametrize(
    ("district", "expected"),
    [
        ("acps", ("organization", "Cora Kelly", "Lincoln", "office")),
        ("durham", ("organization", "Cora Kelly", "Lincoln", "office", "chief_of_staff")),
        ("albuquerque", ()),
        ("arlington", ()),
    ],
)
def test_the_parties_are_those_of_the_district_and_no_other(district: str, expected: tuple[str, ...]) -> None:
    found = agreements.sides(PLAYBOOKS[district], dossier(), talk())

    assert tuple(side.id for side in found) == expected


def test_a_party_whose_address_nobody_knows_has_none() -> None:
    found = {side.id: side.addresses for side in agreements.sides(PLAYBOOKS["durham"], dossier(), talk())}

    assert found["Cora Kelly"] == (CORA,)
    assert found["Lincoln"] == ()
    assert found["chief_of_staff"] == ()
    assert found["organization"] == ("luz@readingclub.example",)


@pytest.mark.parametrize("district", ["acps", "durham"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_text_says_the_answers_the_terms_and_leaves_what_nobody_said_blank(district: str, language: str) -> None:
    rules = PLAYBOOKS[district].agreement
    assert rules is not None

    text = text_of(district, talk(language))

    assert "Tuesdays 3 to 4 pm" in text
    assert "May 28, 2027" in text
    for each in {"en", language}:
        assert text.count(f": {rules.blank.in_language(each)}") + text.count(f"- {rules.blank.in_language(each)}") == 2
        for term in rules.terms:
            assert term.says.in_language(each) in text
    assert (rules.title.es in text) == (language == "es" or rules.title.es == rules.title.en)


def test_the_same_answers_give_the_same_text_and_digest() -> None:
    assert agreements.digest(text_of("acps", talk())) == agreements.digest(text_of("acps", talk()))


def test_outcomes_and_deliverables_stand_in_it_once_somebody_has_said_them() -> None:
    text = text_of("durham", talk(outcomes="Readers gain a level.", deliverables="Two sessions a week."))

    assert "- Readers gain a level." in text
    assert "- Two sessions a week." in text


def test_words_of_a_partner_make_no_heading_and_no_template_of_the_text() -> None:
    text = text_of("acps", talk(program_name="x\n\n# Another agreement\n- {{ 7 * 7 }}", outcomes="# Heading"))

    assert text.count("\n# ") + text.startswith("# ") == 1
    assert "49" not in text
    assert "- # Heading" in text


def test_a_change_of_one_answer_is_one_change_of_the_text() -> None:
    before, after = text_of("acps", talk()), text_of("acps", talk(meeting_times="Wednesdays 2 to 3 pm"))

    found = agreements.changes(before, after)

    assert found == [{"was": "Days and hours: Tuesdays 3 to 4 pm", "now": "Days and hours: Wednesdays 2 to 3 pm"}]


@given(st.lists(st.sampled_from("abcdef"), max_size=8), st.lists(st.sampled_from("abcdef"), max_size=8))
def test_every_paragraph_that_is_new_or_gone_is_shown(before: list[str], after: list[str]) -> None:
    found = agreements.changes("\n".join(before), "\n".join(after))

    assert {each["now"] for each in found} >= set(after) - set(before)
    assert {each["was"] for each in found} >= set(before) - set(after)
    assert bool(found) == (before != after)


def test_the_term_is_that_of_the_answers_else_so_many_months_else_unknown() -> None:
    open_end = replace(talk(), answers={key: each for key, each in talk().answers.items() if key != "end_date"})
    rules = PLAYBOOKS["acps"].agreement
    assert rules is not None
    for_months = rules.model_copy(update={"months": 12})

    assert agreements.term_of(for_months, talk()) == (date(2027, 2, 1), date(2027, 5, 28))
    assert agreements.term_of(for_months, open_end) == (date(2027, 2, 1), date(2028, 2, 1))
    assert agreements.term_of(rules, open_end) == (date(2027, 2, 1), None)


def test_a_month_on_from_its_last_day_is_the_last_day_of_the_next() -> None:
    assert agreements.later(date(2028, 2, 29), 12) == date(2029, 2, 28)
    assert agreements.later(date(2027, 1, 31), 1) == date(2027, 2, 28)


def test_a_yes_to_another_text_is_none_to_this() -> None:
    agreement = Agreement(
        id="g-1", partnership="c-one", number=2, title="A", text="t", text_sha256="new", parties=("organization", "office"), made_at=NOW
    )
    old = Acceptance(party="organization", who="luz", at=NOW, text_sha256="old")
    new = Acceptance(party="office", who="ana", at=NOW, text_sha256="new")

    signed = replace(agreement, acceptances=(old, new))

    assert agreements.still_to_accept(signed) == ("organization",)
    assert not signed.accepted
    assert agreements.acceptance_of(signed, "organization") is None


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "Yes.",
        "1. Yes",
        "1) yes, thank you",
        "I accept",
        "We accept this agreement.",
        "Sí",
        "sí, de acuerdo",
        "Acepto el acuerdo",
        "agreed\n\nLuz",
    ],
)
def test_a_plain_yes_is_one(text: str) -> None:
    assert says_yes(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no",
        "yes, but change the date",
        "Yes\n\nBut please change the end date first.",
        "yes?",
        "I do not accept",
        "We agree if the school agrees",
        "Yes\nonly for this term",
        "sí, pero no en mayo",
        "Sí, cuando cambien la fecha",
        "Accepted by whom?",
        "yes " + "and so on " * 10,
        "Thank you",
    ],
)
def test_a_yes_with_a_doubt_is_none(text: str) -> None:
    assert not says_yes(text)


def test_days_of_a_renewal_that_do_not_run_down_are_refused() -> None:
    title = Wording(en="Agreement", es="Acuerdo")

    with pytest.raises(ValueError, match="run down"):
        AgreementRules(title=title, parties=("organization",), ask_days_before=30, remind_days_before=(45,))


def test_a_paper_whose_data_is_incomplete_is_refused_with_its_name() -> None:
    with pytest.raises(RenderError, match="agreement"):
        papers.words("agreement", {"title": "A"})
