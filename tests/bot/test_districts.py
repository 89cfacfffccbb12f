"""Every shipped district speaks from its own source alone, and a fifth one needs no line of code."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.playbooks import check_playbook, district_names, load_playbook
from bot.samples import LANGUAGES, envelope, samples
from bot.settings import load_settings
from handlers.playbook import PATHWAYS
from mail.render import Templates
from tests.scenarios.office import STAFF, open_office

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from handlers.playbook import Playbook
    from handlers.types import Outbound

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "templates" / "playbooks"
TEMPLATES = Templates(ROOT / "templates" / "email")
DISTRICTS = ("acps", "albuquerque", "arlington", "durham")
BESIDE_THE_DEFAULT = DISTRICTS[1:]
WITH_A_FORM = ("acps", "albuquerque", "durham")

PARTNER = "luz@readingclub.example"
FREE_CLUB = "We are a nonprofit and offer a free reading club at Lincoln Elementary; nobody ever pays. How do we become a partner?"
SELLS_KITS = "Our company sells a STEM kit programme for $40 per student, paid by the school. Who do we talk to?"

REQUIRED_EVERYWHERE = {
    "organization_name",
    "contact_name",
    "contact_email",
    "contact_phone",
    "organization_type",
    "program_name",
    "program_description",
    "support_area",
    "schools",
    "grade_levels",
    "start_date",
    "meeting_times",
    "students_expected",
    "charges_fee",
}
PROOFS = {"background_check", "insurance_certificate"}

#: What only one district's source says: its names, authorities, documents, cadences and wording (X02-X06). Links, people, places and
#: documents of the playbooks themselves are added below.
MARKS: Mapping[str, tuple[str, ...]] = {
    "acps": (r"\bACPS\b", "Alexandria", "PeachJar", "PTAC", "memorandums? of understanding", r"\bKQ\b", "impact data", "quarter"),
    "albuquerque": ("Albuquerque", "fingerprint", "huellas", "proof of insurance", "final word", "technical help"),
    "arlington": ("Arlington", "Your Voice Matters", "externship", "healthcare", "95%", r"objectives? 2[123]"),
    "durham": (
        r"\bDPS\b",
        "Durham",
        r"\bIMPACT\b",
        r"\bMOA\b",
        "Memorandum of Agreement",
        "Chief of Staff",
        "560-2000",
        "requires? (?:no )?funding",
        "2023-2028",
        "Department of Community Engagement",
        "on-boarding",
    ),
}

#: Numbers that a source gives (X06). Whatever else is a number would be a rule of our own making.
NUMBERS = {"albuquerque": set(), "arlington": {"90%", "95%", "21", "22", "23"}, "durham": {"919", "560-2000", "2023-2028"}}


@cache
def playbook_of(name: str) -> Playbook:
    return load_playbook(name, [SHIPPED]).playbook


@cache
def mails_of(name: str) -> tuple[Outbound, ...]:
    return tuple(samples(playbook_of(name)))


def told(name: str, pathway: str, language: str = "en") -> str:
    """Return the mail that answers a pathway, as a partner reads it, on one line."""
    mail = next(each for each in mails_of(name) if each.key == f"answer/{pathway}" and each.language == language)
    return " ".join(TEMPLATES.render(mail, envelope(mail)).text.split())


def in_this_order(text: str, *words: str) -> bool:
    places = [text.find(each) for each in words]
    return -1 not in places and places == sorted(places)


def spoken(value: object) -> Iterator[str]:
    """All that a playbook says; not the words that it only hears, nor the ids."""
    if isinstance(value, dict):
        for key, each in value.items():
            if key not in {"words", "correction_words", "id", "source"} or (isinstance(each, str) and key == "words"):
                yield from spoken(each)
    elif isinstance(value, list):
        for each in value:
            yield from spoken(each)
    elif isinstance(value, str):
        yield value


def marks_of(name: str) -> tuple[str, ...]:
    playbook = playbook_of(name)
    own = [playbook.office.district, *(each.name for each in playbook.people.values())]
    own += [each.words for each in playbook.links.values()] + [each.document for each in playbook.sources.values()]
    return (*MARKS[name], *map(re.escape, own))


def fixed_words(mail: Outbound) -> list[str]:
    """What stands in a mail beside questions, listed values, sources and footer."""
    paragraphs = TEMPLATES.render(mail, envelope(mail)).text.split("\n\n")
    footer = next(n for n, each in enumerate(paragraphs) if re.search("mail is automatic|correo es automático", each))
    kept = [each for each in paragraphs[:footer] if not re.match("This rests on:|Esto se basa en:", each)]
    return [word for line in "\n".join(kept).split("\n") if not re.match(r"\d+\. |   |- [^:\"]+: ", line) for word in line.split()]


def test_four_districts_are_shipped_and_each_can_do_its_work() -> None:
    problems = [problem for name in DISTRICTS for problem in check_playbook(load_playbook(name, [SHIPPED]), TEMPLATES)]

    assert district_names([SHIPPED]) == DISTRICTS
    assert problems == []


def test_the_default_is_the_folder_named_first_and_the_example_says_so(tmp_path: Path) -> None:
    default = load_settings(tmp_path).district

    assert default == min(folder.name for folder in SHIPPED.iterdir() if folder.is_dir())
    assert f"\n#LIAISON_DISTRICT={default}\n" in (ROOT / ".env.example").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", DISTRICTS)
def test_no_playbook_says_what_only_another_district_says(name: str) -> None:
    text = "\n".join(spoken(playbook_of(name).model_dump(mode="json")))
    others = [mark for other in DISTRICTS if other != name for mark in marks_of(other)]

    assert all(re.search(mark, text) for mark in MARKS[name])
    assert [mark for mark in others if re.search(mark, text)] == []


@pytest.mark.parametrize("name", BESIDE_THE_DEFAULT)
def test_no_address_link_person_or_number_is_made_up(name: str) -> None:
    playbook = playbook_of(name)
    rules = playbook.model_dump(mode="json", include={"pathways", "criteria", "stages", "cadences", "tags"})

    assert playbook.people == {}
    assert {each.url for each in playbook.links.values()} | {each.url for each in playbook.sources.values()} <= {""}
    assert (playbook.office.website, playbook.office.postal_address, playbook.office.domains) == ("", "", ())
    assert set(re.findall(r"\d[\d-]*%?", "\n".join(spoken(rules)))) - {"1", "2", "3", "4"} == NUMBERS[name]


@pytest.mark.parametrize("name", DISTRICTS)
def test_a_citation_is_one_sentence_in_each_language(name: str) -> None:
    playbook = playbook_of(name)
    cites = [cite for pathway in playbook.pathways.values() for cite in pathway.cites]
    for judged in (playbook.criteria, playbook.stages, playbook.cadences):
        cites += [cite for each in judged for cite in each.cites]
    sentences = [cite.says.in_language(language) for cite in cites for language in LANGUAGES]

    assert sentences
    assert [each for each in sentences if not each.endswith(".") or re.search(r"[.!?] [A-ZÁÉÍÓÚ¿]", each)] == []


@pytest.mark.parametrize("name", DISTRICTS)
def test_what_the_source_does_not_say_reaches_staff(name: str) -> None:
    silent = {key: each for key, each in playbook_of(name).pathways.items() if each.silent}

    assert silent
    assert [key for key, each in silent.items() if not each.tell_staff] == []


@pytest.mark.parametrize("name", BESIDE_THE_DEFAULT)
def test_every_mail_to_a_partner_is_short_and_calm(name: str) -> None:
    mails = [each for each in mails_of(name) if not each.to_staff]
    lengths = {f"{each.key}/{each.language}": len(fixed_words(each)) for each in mails}

    assert {key: length for key, length in lengths.items() if length >= 130} == {}
    assert not any(re.search("!!|!.*!", TEMPLATES.render(each, envelope(each)).text) for each in mails)


@pytest.mark.parametrize("name", WITH_A_FORM)
def test_every_form_asks_who_pays_first_and_requires_what_all_districts_share(name: str) -> None:
    form = playbook_of(name).application

    assert form is not None
    required = {question.id for question in form.required}
    assert form.questions[0].id == "charges_fee"
    assert REQUIRED_EVERYWHERE <= required <= REQUIRED_EVERYWHERE | PROOFS
    assert {question.id for question in form.questions if question.ask} == required | {"website", "end_date"}


@pytest.mark.parametrize("name", ["albuquerque", "durham"])
def test_offices_beyond_the_default_take_the_same_application_answers(name: str) -> None:
    form, shared = playbook_of(name).application, playbook_of("acps").application

    assert form is not None
    assert shared is not None
    assert {question.id for question in form.questions} == {question.id for question in shared.questions}


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
    assert re.search(r'"Before any of our staff or volunteers .* will hold an APS fingerprint clearance\."', question.prompt.en)
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


def test_clocks_are_those_of_each_district() -> None:
    zones = {name: playbook_of(name).office.time_zone for name in DISTRICTS}

    assert zones == {**dict.fromkeys(DISTRICTS, "America/New_York"), "albuquerque": "America/Denver"}


# --- A fifth district -----------------------------------------------------------------------------------------------------------------

#: What the guide has an office write: its `[office]`, its source, and its `office.toml`.
GUIDE = (ROOT / "docs" / "writing-a-playbook.md").read_text(encoding="utf-8")
OFFICE, SOURCE, OVERLAY = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)


def fifth_district(tmp_path: Path, copied: str, **replaced: str) -> Path:
    """Copy a shipped playbook as the guide says: a folder of its own, a new [office], and other words replaced."""
    text = (SHIPPED / copied / "playbook.toml").read_text(encoding="utf-8")
    text, tables = re.subn(r"(?ms)^\[office\]\n.*?(?=^# ---)", OFFICE + "\n", text, count=1)
    assert tables == 1
    for old, new in replaced.items():
        assert old in text
        text = text.replace(old, new)
    folder = tmp_path / "districts" / "springfield"
    folder.mkdir(parents=True)
    (folder / "playbook.toml").write_text(text, encoding="utf-8")
    return folder.parent


@pytest.mark.parametrize("copied", DISTRICTS)
def test_a_copy_with_a_new_office_answers_in_its_own_name(copied: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = fifth_district(tmp_path, copied)
    office = open_office(tmp_path, monkeypatch, DISTRICT="springfield", PLAYBOOKS=str(folder))

    decided = office.write(SELLS_KITS, subject="STEM kits")
    answer = office.newest(PARTNER)
    office.reply("person")
    person = office.newest(PARTNER)

    office.app.close()
    assert decided.disposition == "accepted"
    assert answer.subject == "Your mail to the SPS partnerships desk"
    assert "The Springfield desk, SPS" in answer.text
    assert "(217) 555-0100" in person.text


def test_the_guide_followed_to_the_letter_makes_a_district(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old_source = '[sources.application_page]\ndocument = "SPS Partnership Engagement Application page"\nas_of = 2026-11-01\n'
    names = {"Durham": "Springfield", "DPS": "SPS", "(919) 560-2000": "(217) 555-0100"}
    edits = {'id = "durham"': 'id = "springfield"', **names, old_source: SOURCE, '"application_page"': '"partner_page"'}
    folder = fifth_district(tmp_path, "durham", **edits)
    (tmp_path / "office.toml").write_text(OVERLAY, encoding="utf-8")
    office = open_office(tmp_path, monkeypatch, DISTRICT="springfield", PLAYBOOKS=str(folder), OFFICE="office.toml")

    office.write(SELLS_KITS, subject="STEM kits")

    told_to_them = office.newest(PARTNER).text
    problems = check_playbook(office.app.loaded, TEMPLATES)
    office.app.close()
    assert problems == []
    assert "SPS Vendor Registration Link: https://sps.example/vendors" in told_to_them
    assert "SPS Partner page" in told_to_them
    assert 'Reply "person" to reach Maria and Sam.\n1 School Street, Springfield' in told_to_them
    assert not re.search(r"\bDPS\b|Durham|560-2000", told_to_them)
