"""How every card and every modal looks, and that Slack would take each of them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playbooks import load_playbook
from bot.samples import samples
from bot.settings import SHIPPED_PLAYBOOKS
from bot.slack import answers, blocks, home, manifest, modals
from bot.slack.faces import TEMPLATES, faces
from bot.slash.said import Said
from handlers import cards, issue_cards
from handlers.newsletters import Counts, Issue, IssueStatus
from handlers.partnership import Standing
from tests.slack_limits import problem_of_blocks, problem_of_view

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

LOADED = load_playbook("acps", [SHIPPED_PLAYBOOKS])
FACES = faces(LOADED)
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)

STATE = {
    "standing": "under_review",
    "stage": "Partnership Agreement",
    "on_hold": "",
    "waits": [{"what": "the signed agreement", "turn": "both", "named": ""}],
    "liaison": "ana@district.example",
    "rulings": [{"verdict": "approve", "about": "the yes of the office", "who": "u0ana", "at": NOW.isoformat(), "why": "Good fit."}],
    "done": [{"what": "site visit", "who": "bo@district.example"}],
    "over": False,
}
DRAFT = {
    "reference": "o-7",
    "to": "luz@club.example",
    "subject": "Gym",
    "text": "Hello,\n\nYes.",
    "reason": "draft",
    "by": "",
    "talk": "c-1",
}
LEAVING = {"reference": "o-8", "to": "luz@club.example", "subject": "Gym", "text": "Hello,\n\nYes.", "at": NOW.isoformat(), "talk": "c-1"}
MAIL = {"sender": "luz@club.example", "subject": "Re: Gym", "text": "Thank you.", "files": ["plan.pdf"], "reference": "m-3"}


def issue(status: IssueStatus) -> dict[str, Any]:
    """The card of a newsletter in one of its states."""
    written = Issue(
        id="i-3",
        status=status,
        subject="News",
        source="",
        audience="",
        author="u0bo",
        hash="9d1f",
        created_at=NOW,
        updated_at=NOW,
        needs_second=True,
        approved_by="u0ana",
        not_before=NOW if status is IssueStatus.APPROVED else None,
        reason="3 mails in doubt",
    )
    counts = Counts(ready=60, sent=40, failed=2, suppressed=5, held=3 if status is IssueStatus.HELD else 0)
    lint = [{"says": "a link has no https", "forbids": False}, {"says": "a picture has no words", "forbids": True}]
    seen = issue_cards.preview("Hello Luz,\n\nNews.", lint, ["luz@club.example", "bob@chess.example"], {"unsubscribed": 2})
    return {**issue_cards.UNSEEN, **seen, **issue_cards.state(written, counts)}


def notices() -> dict[str, tuple[str, dict[str, Any]]]:
    """Each notice to staff in each of its cases, as its card, and what has templates of its own."""
    found = {
        each.key: (each.template, {**cards.notice("C1", each.template, each.context, key=each.key).context})
        for each in samples(LOADED.playbook)
        if each.to_staff
    }
    application = next(context for template, context in found.values() if template == cards.APPLICATION)
    return {
        **found,
        "application/state": (
            cards.APPLICATION,
            {**application, cards.STATE_KEY: STATE, cards.BUTTONS_KEY: list(cards.BY_STANDING[Standing.UNDER_REVIEW])},
        ),
        "application/over": (cards.APPLICATION, {**application, cards.STATE_KEY: {**STATE, "standing": "declined", "stage": ""}}),
        "draft/answer": (cards.DRAFT, {**DRAFT, cards.BUTTONS_KEY: list(cards.offered(cards.DRAFT, DRAFT))}),
        "draft/reply": (cards.DRAFT, {**DRAFT, "by": "u0bo", cards.BUTTONS_KEY: list(cards.offered(cards.DRAFT, {**DRAFT, "by": "u0bo"}))}),
        "draft/sent": (cards.DRAFT, cards.settled(DRAFT, "released", "u0bo", NOW)),
        **{f"newsletter/{each.value}": (cards.NEWSLETTER, issue(each)) for each in IssueStatus},
        "leaving/waits": (cards.LEAVING, {**LEAVING, cards.BUTTONS_KEY: list(cards.offered(cards.LEAVING, LEAVING))}),
        "leaving/stopped": (cards.LEAVING, cards.settled(LEAVING, "stopped", "u0bo", NOW)),
        "mail/beneath": (cards.MAIL, MAIL),
    }


NOTICES = notices()

KEPT = {"about": "c-1", "channel": "C1", "message": "1.2", "response_url": "https://hooks.slack.com/x"}
MODALS = {
    "decline": modals.decline(KEPT, "Reading Club"),
    "ask": modals.ask(KEPT, "Reading Club", [("students_expected", "students"), ("schools", "schools")]),
    "assign": modals.assign(KEPT, "Reading Club", [("ana@district.example", "Ana Bell ana@district.example")]),
    "assign_typed": modals.assign(KEPT, "Reading Club", []),
    "reply": modals.reply(KEPT, "Reading Club"),
    "correct": modals.correct(KEPT, "Reading Club", ["students_served"]),
    "change": modals.change(KEPT, "Reading Club"),
    "fill_a_day": modals.fill(KEPT, {"command": "proof c-1 insurance until", "fill": "DATE", "label": "Have it already"}),
    "fill_words": modals.fill(KEPT, {"command": "need n-1 close", "fill": "WHAT CAME OF IT", "label": "Say what came of it"}),
    "fill_an_instant": modals.fill(KEPT, {"command": "newsletter schedule i-3", "fill": "INSTANT", "label": "Schedule"}),
    "newsletter": modals.newsletter({**KEPT, "about": ""}, audience="status=active"),
    "newsletter_again": modals.newsletter({**KEPT, "about": "i-3"}, "News", "Hello.", "tag=steam"),
    "edit": modals.reply(KEPT, "Reading Club", "Hello,\n\nYes."),
}


@pytest.mark.parametrize("name", NOTICES)
def test_every_card_is_taken_by_slack(name: str) -> None:
    shown = FACES.render(*NOTICES[name])

    assert problem_of_blocks(shown["blocks"], most=50) == ""
    assert 0 < len(shown["text"]) <= 40_000


@pytest.mark.parametrize("name", NOTICES)
def test_a_card_looks_as_it_did(name: str, snapshot: SnapshotAssertion) -> None:
    shown = FACES.render(*NOTICES[name])

    assert json.dumps(shown, indent=1, ensure_ascii=False) == snapshot


@pytest.mark.parametrize("name", MODALS)
def test_every_modal_looks_as_it_did_and_is_taken_by_slack(name: str, snapshot: SnapshotAssertion) -> None:
    assert problem_of_view(MODALS[name]) == ""
    assert json.dumps(MODALS[name], indent=1, ensure_ascii=False) == snapshot


def test_an_input_of_a_modal_has_its_block_and_its_action_by_one_name() -> None:
    inputs = [block for view in MODALS.values() for block in view["blocks"] if block["type"] == "input"]

    assert {each["block_id"] for each in inputs} == {"reason", "questions", "liaison", "text", "title", "audience"}
    assert all(each["block_id"] == each["element"]["action_id"] for each in inputs)


#: What is read out on the phone is no card; tests/scenarios/test_slack_phone.py reads it.
READ_OUT = {"application_questions"}


def test_every_template_of_a_card_is_shown() -> None:
    own = {each.name for each in (TEMPLATES / "slack").iterdir() if each.is_dir()} - READ_OUT

    assert own <= {template for template, _ in NOTICES.values()}


def test_the_menu_and_a_closed_home_are_taken_by_slack() -> None:
    assert problem_of_blocks(answers.menu()["blocks"], most=50) == ""
    assert problem_of_view(home.closed("Sorry.")) == ""


@given(st.text(max_size=12_000), st.text(max_size=400))
def test_whatever_a_partner_writes_makes_a_card_that_slack_takes(text: str, subject: str) -> None:
    shown = FACES.render(cards.MAIL, {**MAIL, "text": text or "x", "subject": subject, "sender": subject or "x", "files": [subject]})
    said = json.dumps(shown, ensure_ascii=False)

    assert problem_of_blocks(shown["blocks"], most=50) == ""
    assert "<!" not in said
    assert "\u202e" not in said


@given(st.text(max_size=60_000))
def test_whatever_a_command_says_is_an_answer_that_slack_takes(text: str) -> None:
    assert problem_of_blocks(answers.message(Said(text))["blocks"], most=50) == ""


@given(st.text(alphabet="a&<>\n", max_size=9_000))
def test_a_sign_that_was_written_out_is_never_cut_in_two(text: str) -> None:
    for block in blocks.sections(text, most=100):
        said = block.get("text", {}).get("text", "")
        assert said.count("&") == said.count("&amp;") + said.count("&lt;") + said.count("&gt;")


def test_the_manifest_names_every_scope_once_and_the_docs_say_what_for() -> None:
    made = manifest.manifest("Partnerships office")
    docs = (TEMPLATES.parent / "docs" / "slack.md").read_text(encoding="utf-8")

    assert made["oauth_config"]["scopes"]["bot"] == list(manifest.SCOPES)
    assert made["settings"]["socket_mode_enabled"] is True
    assert [each for each in manifest.SCOPES if f"`{each}`" not in docs] == []


def test_the_manifest_for_http_names_the_public_address_three_ways() -> None:
    made = manifest.manifest("Partnerships office", "https://desk.example")

    assert made["settings"]["socket_mode_enabled"] is False
    assert json.dumps(made).count("https://desk.example/slack/events") == 4


def test_a_notice_that_names_one_command_offers_it_as_a_button() -> None:
    context = {"reference": "m-4", "command": "/partners release m-4"}

    assert cards.offered("staff_something_new", context) == ("release",)
    assert cards.offered("staff_something_new", {**context, "command": "/partners proof c-1 insurance until DATE"}) == ()
    assert cards.offered("staff_checkin", {"reference": "c-1", "command": "/partners show c-1"}) == ("reply",)
    assert replace(cards.notice("C1", "staff_x", context, key="k")).lane == "card/k"


def test_commands_that_a_notice_proposes_are_buttons_unless_more_than_one_word_is_still_to_be_filled_in() -> None:
    proposed = [
        {"label": "It holds", "command": "/partners proof c-1 insurance until 2027-06-30"},
        {"label": "Pause", "command": "/partners pause c-1 REASON"},
        {"label": "Resume", "command": "/partners resume c-1"},
    ]
    context = cards.notice("C1", "staff_proof", {"reference": "c-1", "commands": proposed}, key="k").context

    assert context["commands"] == proposed
    assert [each["label"] for each in context[cards.COMMANDS_KEY]] == ["It holds", "Pause", "Resume"]
    assert context[cards.COMMANDS_KEY][1] == {"label": "Pause", "command": "pause c-1", "fill": "REASON"}
