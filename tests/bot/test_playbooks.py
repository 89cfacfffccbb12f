"""A playbook is read, overlaid and checked; whoever makes a mistake is told where."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bot.playbooks import Loaded, PlaybookError, check_playbook, district_names, load_playbook
from handlers.playbook import PATHWAYS, Playbook
from mail.render import Templates

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "templates" / "playbooks"
TEMPLATES = Templates(ROOT / "templates" / "email")

REQUIRED = [
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
    "background_check",
    "insurance_certificate",
]
CHECKIN = ["students_served", "sessions_held", "volunteer_hours", "highlights", "challenges", "support_needed", "satisfaction"]

UNIT = 'unit = { en = "the partnerships desk", es = "el equipo de alianzas" }'


def _changed(tmp_path: Path, old: str, new: str) -> Path:
    """Copy the shipped playbook with one passage changed, and return the folder of folders."""
    shutil.copytree(SHIPPED / "acps", tmp_path / "acps")
    file = tmp_path / "acps" / "playbook.toml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    return tmp_path


def _problems(tmp_path: Path, old: str, new: str) -> list[str]:
    loaded = load_playbook("acps", [_changed(tmp_path, old, new)])
    return [problem.removeprefix(f"{tmp_path / 'acps' / 'playbook.toml'}: ") for problem in check_playbook(loaded, TEMPLATES)]


@pytest.fixture(name="acps", scope="module")
def _acps() -> Loaded:
    return load_playbook("acps", [SHIPPED])


@pytest.mark.parametrize("name", district_names([SHIPPED]))
def test_every_shipped_playbook_loads_and_renders_every_mail(name: str) -> None:
    assert check_playbook(load_playbook(name, [SHIPPED]), TEMPLATES) == []


def test_the_stored_text_gives_the_same_playbook_and_the_hash_is_of_it(acps: Loaded) -> None:
    again = load_playbook("acps", [SHIPPED])

    assert Playbook.model_validate_json(acps.source_text) == acps.playbook
    assert (again.hash, again.source_text) == (acps.hash, acps.source_text)
    assert re.fullmatch("[0-9a-f]{64}", acps.hash)


def test_another_wording_is_another_version(acps: Loaded, tmp_path: Path) -> None:
    other = load_playbook("acps", [_changed(tmp_path, "What is your program called?", "What do you call your program?")])

    assert other.hash != acps.hash


def test_acps_asks_what_every_district_asks(acps: Loaded) -> None:
    form = acps.playbook.application

    assert form is not None
    assert sorted(question.id for question in form.required) == sorted(REQUIRED)
    assert {question.id for question in form.questions if question.ask} == {*REQUIRED, "website", "end_date"}
    assert form.questions[0].id == "charges_fee"
    assert [question.id for question in acps.playbook.forms["checkin"].in_period("2026-10").questions] == CHECKIN
    assert [question.id for question in acps.playbook.forms["checkin"].in_period("2026-06").questions] == [*CHECKIN, "students_year"]


def test_acps_answers_every_pathway_or_says_that_its_sources_are_silent(acps: Loaded) -> None:
    silent = {name for name, pathway in acps.playbook.pathways.items() if pathway.silent}

    assert tuple(acps.playbook.pathways) == PATHWAYS
    assert silent == {
        "documents",
        "facility_use",
        "donation_funding",
        "internship_host",
        "volunteer",
        "before_after_school",
        "out_of_scope",
    }


def test_acps_invents_no_address_number_or_link(acps: Loaded) -> None:
    playbook = acps.playbook

    assert {link.url for link in playbook.links.values()} | {source.url for source in playbook.sources.values()} == {""}
    assert all(not person.email and not person.phone for person in playbook.people.values())
    assert not playbook.office.phone
    assert not playbook.office.website


def test_acps_goes_through_its_stages_in_order(acps: Loaded) -> None:
    assert [stage.id for stage in acps.playbook.stages] == ["review", "agreement", "connect", "implementation", "impact_review"]
    assert [(each.every, each.form) for each in acps.playbook.cadences] == [
        ("month", "checkin"),
        ("quarter", ""),
        ("year", "survey"),
        ("year", ""),
    ]


@pytest.mark.parametrize(
    ("old", "new", "where", "why"),
    [
        ("[pathways.vendor]\n", "[pathways.vendor]\nanswr = 1\n", "pathways.vendor.answr", "no such key"),
        ("[office]\n", '[office]\nfax = "1"\n', "office.fax", "no such key"),
        ('id = "website"\n', 'id = "website"\nasks = true\n', "forms.application.questions[website].asks", "no such key"),
        ('title = { en = "Vendors", es = "Proveedores" }', 'title = { en = "Vendors" }', "pathways.vendor.title.es", "missing"),
        (UNIT, 'unit = " "', "office.unit", "must not be empty"),
        ('given = { fee = "yes" }', 'given = { price = "yes" }', "pathways.flyer.when[1].given.price.[key]", "'fee', 'wants'"),
        ('given = { fee = "yes" }', "given = {}", "pathways.flyer.when[1].given", "at least 1 item"),
        ("as_of = 2026-11-01", 'as_of = "last week"', "sources.partnerships_page.as_of", "date"),
        ("[[pathways.pta.cites]]", "[[pathways.vendor.cites]]", "pathways.pta", "cites nothing"),
        ("[pathways.out_of_scope]", "[pathways.elsewhere]", "pathways.out_of_scope", "missing"),
        ("[pathways.out_of_scope]", "[pathways.elsewhere]", "pathways.elsewhere", "no such pathway; it is one of"),
        ("[facts]\n", "[facts]\n#", "facts.fee", "missing"),
        ('source = "partnerships_page"\nsection', 'source = "web_page"\nsection', "", "no source is called web_page"),
        ('id = "program_name"', 'id = "charges_fee"', "forms.application", "question ids stand twice: charges_fee"),
    ],
)
def test_a_mistake_is_told_by_file_table_and_key(tmp_path: Path, old: str, new: str, where: str, why: str) -> None:
    folder = _changed(tmp_path, old, new)

    with pytest.raises(PlaybookError) as caught:
        load_playbook("acps", [folder])

    file = folder / "acps" / "playbook.toml"
    line = next(each for each in caught.value.problems if why in each)
    assert line.startswith(f"{file}: {where}: " if where else f"{file}: ")
    assert "\n" not in "".join(caught.value.problems)


def test_broken_toml_is_told_by_file_and_line(tmp_path: Path) -> None:
    folder = _changed(tmp_path, 'id = "acps"', 'id = "acps')

    with pytest.raises(PlaybookError, match=r"acps/playbook\.toml: .*line 7") as caught:
        load_playbook("acps", [folder])

    assert len(caught.value.problems) == 1


def test_an_unknown_district_is_told_with_those_that_are_known() -> None:
    with pytest.raises(PlaybookError, match=r"no playbook is called '\.\./acps'; there are: .*acps"):
        load_playbook("../acps", [SHIPPED])


def test_a_folder_of_the_office_comes_before_the_shipped_one(tmp_path: Path) -> None:
    folder = _changed(tmp_path, UNIT, 'unit = "our own desk"')

    assert load_playbook("acps", [folder, SHIPPED]).playbook.office.unit.es == "our own desk"
    assert district_names([folder, SHIPPED]) == district_names([SHIPPED])


def test_office_toml_is_laid_over_the_playbook_table_by_table(acps: Loaded, tmp_path: Path) -> None:
    office = tmp_path / "office.toml"
    office.write_text(
        '[office]\nreaders = ["Maria", "Sam"]\n[links.vendor_page]\nurl = "https://district.example/vendors"\nas_of = 2026-12-01\n'
    )

    playbook = load_playbook("acps", [SHIPPED], office).playbook

    assert playbook.office.readers == ("Maria", "Sam")
    assert playbook.office.name == acps.playbook.office.name
    assert playbook.links["vendor_page"].url == "https://district.example/vendors"
    assert playbook.links["vendor_page"].words == acps.playbook.links["vendor_page"].words


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("[office]\nreader = 1\n", "office.reader"),
        ("[links.shop]\nurl = ''\n", "links.shop.words"),
        ("[office]\nname = 3\n", "office.name"),
    ],
)
def test_a_mistake_in_office_toml_names_that_file(tmp_path: Path, text: str, where: str) -> None:
    office = tmp_path / "office.toml"
    office.write_text(text)

    with pytest.raises(PlaybookError, match=rf"^{re.escape(str(office))}: {re.escape(where)}: "):
        load_playbook("acps", [SHIPPED], office)


def test_an_office_toml_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(PlaybookError, match="cannot be read"):
        load_playbook("acps", [SHIPPED], tmp_path / "office.toml")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("{link:vendor_page}", "{link:shop}", "pathways.vendor.answer.en: nothing is called {link:shop}"),
        ("{person:executive_director}", "{name}", "pathways.partnership.answer.en: nothing is called {name}"),
        ('correction_to = "partnership"', 'correction_to = "partners"', "pathways.flyer.correction_to: no pathway is called partners"),
        ("reply **no fee**", "reply **free**", "pathways.flyer.correction.en: nobody hears **free**; add it to correction_words"),
        ('form = "checkin"', 'form = "nothing"', "cadences[impact_review].form: no form is called nothing"),
        ("per_mail = 6", "per_mail = 3", "forms.application: group program asks 4 questions, but per_mail is 3"),
        (
            'words = "PTA/PTAC organizations"\nas_of = 2026-11-01\nsource = "partnerships_page"',
            'words = "PTA"\nas_of = 2026-11-01\nsource = "web"',
            "links.pta.source: no source is called web",
        ),
    ],
)
def test_what_would_fail_later_is_told_now(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert problem in _problems(tmp_path, old, new)


def _with_quote(tmp_path: Path, quote: str, source_text: str) -> list[str]:
    folder = _changed(tmp_path, 'section = "Important Notes"\n', f'section = "Important Notes"\nquote = "{quote}"\n')
    file = folder / "acps" / "playbook.toml"
    file.write_text(
        file.read_text().replace(
            'document = "ACPS Partnerships page"\n', 'document = "ACPS Partnerships page"\ntext_file = "page.txt"\n', 1
        )
    )
    (folder / "acps" / "page.txt").write_text(source_text)
    return check_playbook(load_playbook("acps", [folder]), TEMPLATES)


def test_a_quotation_that_stands_in_its_source_is_fine(tmp_path: Path) -> None:
    assert _with_quote(tmp_path, "any fee at all", "Programs with any\nfee  at all go elsewhere.") == []


def test_a_quotation_that_does_not_stand_in_its_source_is_told(tmp_path: Path) -> None:
    (problem,) = _with_quote(tmp_path, "any fee at all", "Programs with a fee go elsewhere.")

    assert problem.endswith("pathways.flyer.cites[1].quote: these words do not stand in page.txt")


def test_a_quotation_without_a_text_to_compare_is_told(tmp_path: Path) -> None:
    (problem,) = _problems(tmp_path, 'section = "Important Notes"\n', 'section = "Important Notes"\nquote = "any fee"\n')

    assert problem == "pathways.flyer.cites[1].quote: sources.partnerships_page names no text_file that lies beside the playbook"


@pytest.mark.parametrize("file", ["person/subject.txt", "person/body.es.txt", "answer/body.es.html", "_parts.html"])
def test_a_missing_template_is_told_by_its_file(acps: Loaded, tmp_path: Path, file: str) -> None:
    shutil.copytree(TEMPLATES.folder, tmp_path / "email")
    (tmp_path / "email" / file).unlink()

    problems = check_playbook(acps, Templates(tmp_path / "email"))

    assert problems
    assert all(f"there is no file {file}" in problem for problem in problems)


def test_a_missing_folder_of_a_mail_is_told(acps: Loaded, tmp_path: Path) -> None:
    shutil.copytree(TEMPLATES.folder, tmp_path / "email")
    shutil.rmtree(tmp_path / "email" / "staff_look")

    (problem,) = check_playbook(acps, Templates(tmp_path / "email"))

    assert "mail staff_look" in problem


def test_an_answer_fits_the_facts_that_are_settled(acps: Loaded) -> None:
    flyer = acps.playbook.pathways["flyer"]

    paid, free, unknown = flyer.given({"fee": "yes", "wants": "sharing"}), flyer.given({"fee": "no"}), flyer.given({})

    assert "free" not in paid.answer.en
    assert "{link:flyer_page}" in paid.answer.en
    assert (paid.silent, free.silent, unknown) == (False, True, flyer)
    assert "{link:flyer_page}" not in free.answer.en


def test_an_office_may_promise_when_it_answers_and_none_is_promised_for_it(acps: Loaded, tmp_path: Path) -> None:
    own = tmp_path / "office.toml"
    own.write_text('[office]\nanswers_within = { en = "three working days", es = "tres días hábiles" }\n', encoding="utf-8")
    promising = load_playbook("acps", [SHIPPED], own).playbook

    told = {each.office.answers_within and each.office.answers_within.es for each in (acps.playbook, promising)}

    assert told == {None, "tres días hábiles"}
