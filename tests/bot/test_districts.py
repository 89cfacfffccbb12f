"""Every shipped district speaks from its own source alone, and a fifth one needs no line of code."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import pytest

from bot.playbooks import check_playbook, district_names, load_playbook
from bot.samples import LANGUAGES, envelope
from bot.settings import load_settings
from handlers.playbook import Playbook
from tests.bot.districts import (
    BESIDE_THE_DEFAULT,
    DISTRICTS,
    PARTNER,
    PROOFS,
    ROOT,
    SELLS_KITS,
    SHIPPED,
    TEMPLATES,
    WITH_A_FORM,
    mails_of,
    playbook_of,
)
from tests.scenarios.office import open_office

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from handlers.types import Outbound

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
    # What a person of the office has written does not call itself automatic.
    footer = next((n for n, each in enumerate(paragraphs) if re.search("mail is automatic|correo es automático", each)), len(paragraphs))
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


def test_clocks_are_those_of_each_district() -> None:
    zones = {name: playbook_of(name).office.time_zone for name in DISTRICTS}

    assert zones == {**dict.fromkeys(DISTRICTS, "America/New_York"), "albuquerque": "America/Denver"}


# --- A fifth district -----------------------------------------------------------------------------------------------------------------

#: What the guide has an office write: its `[office]`, its source, who rules, a stage, until when gaps are fine, and its `office.toml`.
GUIDE = (ROOT / "docs" / "writing-a-playbook.md").read_text(encoding="utf-8")
OFFICE, SOURCE, AUTHORITIES, STAGE, GAPS, OVERLAY = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)


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
    assert 'Reply "person" for Maria and Sam.\n1 School Street, Springfield' in told_to_them
    assert not re.search(r"\bDPS\b|Durham|560-2000", told_to_them)


def test_the_guides_stage_and_its_day_for_gaps_are_valid() -> None:
    durham = tomllib.loads((SHIPPED / "durham" / "playbook.toml").read_text(encoding="utf-8"))
    written = tomllib.loads(f"{SOURCE}\n{AUTHORITIES}\n{STAGE}")
    office = durham["office"] | tomllib.loads(GAPS)["office"]
    del durham["agreement"], durham["entries"]  # they name authorities and gates of its own

    playbook = Playbook.model_validate(durham | written | {"sources": durham["sources"] | written["sources"], "office": office})

    assert [stage.id for stage in playbook.stages] == ["review"]
    assert playbook.office.gaps_until is not None
