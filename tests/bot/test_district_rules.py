"""What each source says, by the ids of its rules: the answers, stages, cadences and questions that rest on it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from bot.samples import LANGUAGES
from handlers.playbook import PATHWAYS
from tests.bot.districts import FREE_CLUB, PARTNER, PROOFS, SELLS_KITS, in_this_order, playbook_of, told
from tests.scenarios.office import STAFF, open_office

if TYPE_CHECKING:
    from pathlib import Path

# --- Arlington: goals, and no process (C01-C13) ---------------------------------------------------------------------------------------


def test_arlington_has_no_form_no_stage_and_nothing_applies() -> None:  # C13
    playbook = playbook_of("arlington")

    assert (playbook.forms, playbook.stages) == ({}, ())
    assert [key for key, each in playbook.pathways.items() if each.applies or not each.silent] == []


@pytest.mark.parametrize("pathway", PATHWAYS)
def test_arlington_says_that_it_is_not_stated_in_both_languages(pathway: str) -> None:  # C13
    assert "not stated in our Arlington source" in told("arlington", pathway)
    assert "no consta en nuestra fuente de Arlington" in told("arlington", pathway, "es")


def test_arlington_keeps_its_objectives_as_its_source_counts_them() -> None:  # C10-C12, X04
    says = [each.says.en for each in playbook_of("arlington").criteria]

    assert ["90%" in says[0], "95%" in says[1], "no number" in says[2]] == [True] * 3
    assert "internships and externships" in says[2]
    assert [(each.every, each.form) for each in playbook_of("arlington").cadences] == [("year", "")]


def test_arlington_has_the_words_of_its_goals_as_tags() -> None:  # C02-C09
    tags = playbook_of("arlington").tags

    assert tags["opportunities"] == ("internship", "externship", "service", "leadership development")
    assert tags["reach"] == ("local", "state", "national")
    assert tags["record_parts"] == ("definition", "expectations", "monitoring", "quality")
    assert [len(tags[each]) for each in ("goals", "organization_types", "wraparound_services", "capacities")] == [3, 9, 4, 4]


def test_a_partner_of_arlington_hears_that_nothing_can_be_applied_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # C13
    office = open_office(tmp_path, monkeypatch, DISTRICT="arlington")

    talk = office.conversation(office.write(FREE_CLUB, subject="reading club"))

    answer, notice = office.newest(PARTNER), office.newest(STAFF)
    office.app.close()
    assert (talk["kind"], talk["pathway"], talk["status"]) == ("question", "partnership", "routed")
    assert "not stated in our Arlington source" in answer.text
    assert (answer.template, notice.template) == ("answer", "staff_look")


# --- Durham ---------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_durham_registers_a_vendor_first_and_then_a_principal(language: str) -> None:  # D04, D05, X03
    text = told("durham", "vendor", language)
    words = ("requires funding", "application aside", "DPS Vendor Registration Link", "once approved: contact a DPS principal")
    palabras = ("requiere fondos", "no haga la solicitud", "DPS Vendor Registration Link", "ya aprobado: hable con la dirección")

    assert in_this_order(text, *(words if language == "en" else palabras))


def test_durham_says_who_applies_what_is_asked_and_that_nothing_begins_before() -> None:  # D02, D06, D07, D20
    text = told("durham", "partnership")

    assert in_this_order(text, "established organization", "requires no funding", "completes the partnership application", "criteria")
    assert "nothing begins there before approval" in text
    assert "(919) 560-2000" in text
    assert playbook_of("durham").office.phone == "(919) 560-2000"


def test_durham_tells_the_four_steps_and_the_two_empty_lists() -> None:  # D29-D32
    text = told("durham", "partnership")

    assert in_this_order(text, "Vetting:", "Kind of partnership:", "Agreement:", "On-boarding:")
    assert in_this_order(text, "criteria. Our source does not list them", "level of engagement. Our source does not list")
    assert "for an ongoing commitment, the department, the Chief of Staff and you make a Memorandum of Agreement" in text


def test_durham_says_where_it_is_silent() -> None:  # flyers, rooms, gifts, parent groups, papers, volunteers, care: not in its source
    silent = {name for name, each in playbook_of("durham").pathways.items() if each.silent}

    assert silent == {
        "documents",
        "flyer",
        "facility_use",
        "donation_funding",
        "volunteer",
        "pta",
        "before_after_school",
        "out_of_scope",
    }
    assert "at a fee nor free" in told("durham", "flyer")
    assert "MOA" in told("durham", "documents")


def test_durham_asks_both_sides_in_april_and_points_to_the_schools_own_contact() -> None:  # D21, D24, D33, D35
    assert re.search("April: you and each school or department .* must both", told("durham", "checkin_or_data"))
    assert "the person whom your school or department has named" in told("durham", "existing_partner_support")


def test_durham_goes_through_its_stages_and_cadences() -> None:  # D22, D27, D28, D31, D33, X02, X04
    playbook = playbook_of("durham")

    assert [stage.id for stage in playbook.stages] == ["vet", "nature", "agreement", "on_board"]
    assert {"Chief of Staff" in stage.who_rules: stage.id for stage in playbook.stages}[True] == "agreement"
    assert [(each.id, each.every, each.month) for each in playbook.cadences] == [
        ("kick_off", "once", None),
        ("on_boarding_session", "month", None),
        ("impact_survey_partner", "year", 4),
        ("impact_survey_school", "year", 4),
    ]


def test_durham_looks_for_five_characteristics_and_names_seven_areas() -> None:  # D08-D19
    playbook = playbook_of("durham")
    form = playbook.application
    area = form.question("support_area") if form else None

    assert [each.id for each in playbook.criteria][1:] == [
        "through_a_school",
        "agreement_of_three",
        "priorities",
        "joint_deliverables",
        "established",
    ]
    assert area is not None
    assert tuple(choice.label.en for choice in area.choices) == playbook.tags["support_areas"]


def test_durham_requires_no_paper_that_its_source_does_not_name() -> None:  # X05
    form = playbook_of("durham").application

    assert form is not None
    assert [question.id for question in form.questions if question.id in PROOFS and (question.required or question.ask)] == []


def test_a_vendor_of_durham_that_needs_no_funding_after_all_applies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # D04, D06
    office = open_office(tmp_path, monkeypatch, DISTRICT="durham")

    vendor = office.conversation(office.write(SELLS_KITS, subject="STEM kits"))
    answer = office.newest(PARTNER)
    talk = office.conversation(office.reply("No funding. It is a gift."))

    office.app.close()
    assert vendor["pathway"] == "vendor"
    assert "DPS Vendor Registration Link (our source gives no address)" in answer.text
    assert (talk["kind"], talk["pathway"]) == ("application", "partnership")
    assert talk["answers"]["charges_fee"] is False


# --- Albuquerque ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pathway", ["partnership", "vendor", "before_after_school", "volunteer", "facility_use"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_albuquerque_sends_everybody_to_the_principal_first(pathway: str, language: str) -> None:  # E06, E07, E09
    first = {
        "en": "first (?:step is|ask) the principal|the principal of the school for permission first|principal comes first",
        "es": "primer paso es la dirección|primero pida permiso a la dirección|primero va la dirección",
    }

    assert re.search(first[language], told("albuquerque", pathway, language))


def test_albuquerque_gives_the_last_word_to_the_principal_whatever_is_decided_here() -> None:  # E06, X02
    form = playbook_of("albuquerque").application
    (stage,) = playbook_of("albuquerque").stages

    assert "it is the principal who decides, finally" in told("albuquerque", "partnership")
    assert form is not None
    assert form.intro is not None
    assert "final word" in form.intro.en
    assert (stage.id, stage.who_rules) == ("principal", "School principal")


def test_albuquerque_asks_for_its_two_proofs_and_says_what_it_does_not_know_of_them() -> None:  # E10, E11, X05
    form = playbook_of("albuquerque").application
    text = told("albuquerque", "documents")

    assert form is not None
    assert {question.id for question in form.required} >= PROOFS
    assert in_this_order(text, "proof of insurance", "fingerprint clearance for all your staff and volunteers", "before they begin")
    assert "How much insurance, on which form and for how long it does not say" in text


def test_albuquerque_has_the_organization_promise_clearance_in_the_first_person() -> None:  # E10
    form = playbook_of("albuquerque").application
    question = form.question("background_check") if form else None

    assert question is not None
    # In the page's own words.
    page = (
        "all staff and volunteers from my organization will have obtained an APS fingerprint background check clearance "
        "prior to working with students and/or any APS campuses."
    )
    assert page.casefold() in question.prompt.en.casefold()
    assert re.search(r'"Antes de que alguien de nuestro personal o voluntariado .* huellas de APS\."', question.prompt.es)


def test_albuquerque_rents_to_approved_programs_online() -> None:  # E12
    text = told("albuquerque", "facility_use")

    assert in_this_order(
        text, "Approved programs", "online", "free", "request form", "electronically", "by mail", "How to Rent an APS Facility"
    )


def test_albuquerque_names_the_gap_of_both_addresses() -> None:  # E09, E13
    for pathway in ("before_after_school", "partnership"):
        assert "address is missing from our copy" in told("albuquerque", pathway)


def test_albuquerque_is_silent_on_fees_vendors_flyers_and_parent_groups() -> None:  # E14
    playbook = playbook_of("albuquerque")

    assert [playbook.pathways[each].silent for each in ("vendor", "flyer", "pta", "donation_funding", "internship_host")] == [True] * 5
    assert "says nothing about vendors or fees" in told("albuquerque", "vendor")


def test_albuquerque_has_its_tags_and_no_cadence() -> None:  # E01-E05, X04
    playbook = playbook_of("albuquerque")

    assert playbook.cadences == ()
    assert {name: len(tags) for name, tags in playbook.tags.items()} == {"aims": 3, "time": 3, "place": 2, "season": 4, "audience": 3}


def test_an_applicant_of_albuquerque_hears_of_the_principal_before_the_questions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # E06, E07
    office = open_office(tmp_path, monkeypatch, DISTRICT="albuquerque")

    talk = office.conversation(office.write(FREE_CLUB, subject="reading club"))

    asked = office.newest(PARTNER)
    office.app.close()
    assert (talk["kind"], talk["pathway"], talk["status"]) == ("application", "partnership", "asking")
    assert in_this_order(" ".join(asked.text.split()), "ask the principal of each school for permission", "1. ")
    assert set(talk["missing"]) >= PROOFS
