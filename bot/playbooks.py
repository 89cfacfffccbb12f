"""Loads a district's playbook from TOML, lays the office's own file over it, and says in one line each what is wrong."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from bot.samples import envelope, samples
from handlers.playbook import Playbook
from handlers.wording import Citation, Wording
from mail.render import RenderError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from mail.render import Templates

Model = TypeVar("Model", bound=BaseModel)

FILE = "playbook.toml"

#: What a wording may refer to, and what looks as if it did.
_REFERENCE = re.compile(r"\{(?:(?P<kind>link|person):(?P<name>[a-z][a-z0-9_]*)|[^{}]*)\}")
#: The playbook's check of the whole tells several problems in one message, each with its path.
_NEXT_PROBLEM = re.compile(r"; (?=[a-z_]+(?:\.\w+)+: )")
_STRONG = re.compile(r"\*\*([^*]+)\*\*")

#: pydantic's words for the mistakes that people make most; its own message serves for the rest.
_MISTAKES = {
    "extra_forbidden": "no such key (a typo?)",
    "missing": "missing",
    "string_too_short": "must not be empty",
}


class PlaybookError(Exception):
    """A playbook that cannot be used: one line for each problem, with file, table and key."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, kw_only=True, slots=True)
class Loaded:
    """A playbook, the text that stands for this version of it, and where it lies."""

    playbook: Playbook
    hash: str  #: SHA-256 of `source_text`
    source_text: str  #: canonical JSON, which `Playbook.model_validate_json` reads again
    folder: Path


def district_names(folders: Sequence[Path]) -> tuple[str, ...]:
    return tuple(sorted({file.parent.name for folder in folders for file in folder.glob(f"*/{FILE}")}))


def load_playbook(name: str, folders: Sequence[Path], office_file: Path | None = None) -> Loaded:
    """Read, overlay and validate. Where two folders have the same district, the first one wins."""
    if name not in district_names(folders):
        raise PlaybookError([f"no playbook is called {name!r}; there are: {', '.join(district_names(folders)) or 'none'}"])
    folder = next(each / name for each in folders if (each / name / FILE).is_file())
    data = _read(folder / FILE)
    overlay = _read(office_file) if office_file else {}
    try:
        playbook = Playbook.model_validate(_laid_over(data, overlay))
    except ValidationError as error:
        raise PlaybookError(list(_problems(error, folder / FILE, data, office_file, overlay))) from error
    text = json.dumps(playbook.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Loaded(playbook=playbook, hash=hashlib.sha256(text.encode()).hexdigest(), source_text=text, folder=folder)


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:  # Its message ends with line and column.
        raise PlaybookError([f"{file}: {error}"]) from error
    except (OSError, UnicodeDecodeError) as error:
        raise PlaybookError([f"{file}: cannot be read: {error}"]) from error


def _laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Merge tables key by key; any other value of the office's file replaces the playbook's."""
    merged = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        merged[key] = _laid_over(under, value) if isinstance(under, dict) and isinstance(value, dict) else value
    return merged


def _problems(
    error: ValidationError, file: Path, data: Mapping[str, Any], office: Path | None, overlay: Mapping[str, Any]
) -> Iterator[str]:
    merged = _laid_over(data, overlay)
    for each in error.errors(include_url=False, include_context=False, include_input=False):
        words = _MISTAKES.get(each["type"], each["msg"].removeprefix("Value error, "))
        at = office if office and _is_of_the_office(each["loc"], data, overlay) else file
        where = _path(each["loc"], merged)
        if where:
            yield f"{at}: {where}: {words}"
        else:
            yield from (f"{at}: {problem}" for problem in _NEXT_PROBLEM.split(words))


def _is_of_the_office(loc: Sequence[str | int], data: Mapping[str, Any], overlay: Mapping[str, Any]) -> bool:
    """Whether the mistake was made in the office's file: the value stands there, or a key is missing in a table that only it has."""
    said = _at(overlay, loc)
    if said is not None:
        return not isinstance(said, dict) or _at(data, loc) is None
    return _at(overlay, loc[:-1]) is not None and _at(data, loc[:-1]) is None


def _at(data: object, loc: Sequence[str | int]) -> object:
    for step in loc:
        table = dict(enumerate(data)) if isinstance(data, list) else data
        if not isinstance(table, dict) or step not in table:
            return None
        data = table[step]
    return data


def _path(loc: Sequence[str | int], data: object) -> str:
    """Write `pathways.vendor.answer.es`; an entry of a list by its id, else by its number counted from 1."""
    path = ""
    for step in loc:
        if isinstance(step, int):
            entry = data[step] if isinstance(data, list) and step < len(data) else None
            path += f"[{entry['id']}]" if isinstance(entry, dict) and "id" in entry else f"[{step + 1}]"
            data = entry
        else:
            path += f".{step}" if path else step
            data = data.get(step) if isinstance(data, dict) else None
    return path


def check_playbook(loaded: Loaded, templates: Templates) -> list[str]:
    """Tell what would fail later: a reference that leads nowhere, a quotation that is not in its source, a mail that does not render."""
    file = loaded.folder / FILE
    found = [*_references(loaded.playbook), *_corrections(loaded.playbook), *_forms(loaded.playbook), *_quotations(loaded)]
    found += _agreement(loaded.playbook)
    found += [f"replies.{name}: no mail is called so" for name in loaded.playbook.replies if name not in templates.names()]
    return [f"{file}: {problem}" for problem in found] + ([] if found else list(_mails(loaded.playbook, templates)))


def _references(playbook: Playbook) -> Iterator[str]:
    """Names of links and people in wordings, and names of sources beside links and people."""
    known: dict[str, Mapping[str, object]] = {"link": playbook.links, "person": playbook.people}
    for path, wording in _find(playbook, Wording):
        for language in ("en", "es"):
            for match in _REFERENCE.finditer(wording.in_language(language)):
                if match["kind"] is None or match["name"] not in known[match["kind"]]:
                    yield f"{path}.{language}: nothing is called {match[0]}"
    for table, entries in (("links", playbook.links), ("people", playbook.people)):
        for name, entry in entries.items():
            if entry.source and entry.source not in playbook.sources:
                yield f"{table}.{name}.source: no source is called {entry.source}"


def _corrections(playbook: Playbook) -> Iterator[str]:
    """A correction leads to a pathway, by the very words that it tells people to reply with."""
    for name, pathway in playbook.pathways.items():
        path = f"pathways.{name}.correction"
        if pathway.correction_to and pathway.correction_to not in playbook.pathways:
            yield f"{path}_to: no pathway is called {pathway.correction_to}"
        if bool(pathway.correction_to) != bool(pathway.correction_words.all):
            yield f"{path}_words: correction_to and correction_words need each other"
        for language, words in (("en", pathway.correction_words.en), ("es", pathway.correction_words.es)):
            told = _STRONG.findall(pathway.correction.in_language(language)) if pathway.correction else []
            yield from (f"{path}.{language}: nobody hears **{each}**; add it to correction_words" for each in told if each not in words)


def _forms(playbook: Playbook) -> Iterator[str]:
    for cadence in playbook.cadences:
        if cadence.form and cadence.form not in playbook.forms:
            yield f"cadences[{cadence.id}].form: no form is called {cadence.form}"
    for name, form in playbook.forms.items():
        for group in dict.fromkeys(each.group for each in form.questions):
            asked = [each.id for each in form.questions if each.group == group and each.ask]
            if len(asked) > form.per_mail:
                yield f"forms.{name}: group {group} asks {len(asked)} questions, but per_mail is {form.per_mail}"


def _agreement(playbook: Playbook) -> Iterator[str]:
    """A gate that waits for an agreement needs the rules by which one is made."""
    for stage in playbook.stages if playbook.agreement is None else ():
        yield from (f"stages.{stage.id}.gates.{gate.id}: there is no [agreement]" for gate in stage.all_gates if gate.kind == "agreement")


def _quotations(loaded: Loaded) -> Iterator[str]:
    """An exact quotation stands in its source's text, whatever the line breaks."""
    sources = loaded.playbook.sources
    for path, cite in _find(loaded.playbook, Citation):
        if not cite.quote:
            continue
        file = loaded.folder / (sources[cite.source].text_file or ".")
        if not file.is_file() or not file.resolve().is_relative_to(loaded.folder.resolve()):
            yield f"{path}.quote: sources.{cite.source} names no text_file that lies beside the playbook"
        elif _one_line(cite.quote) not in _one_line(file.read_text(encoding="utf-8")):
            yield f"{path}.quote: these words do not stand in {file.name}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _find(value: object, kind: type[Model], path: str = "") -> Iterator[tuple[str, Model]]:
    """Walk the playbook for values of one kind, each with its path as the file writes it."""
    if isinstance(value, kind):
        yield path, value
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _find(getattr(value, name), kind, f"{path}.{name}" if path else name)
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _find(each, kind, f"{path}.{name}")
    elif isinstance(value, tuple):
        for number, each in enumerate(value, 1):
            yield from _find(each, kind, f"{path}[{getattr(each, 'id', number)}]")


def _mails(playbook: Playbook, templates: Templates) -> Iterator[str]:
    """Render every mail in every language that it is sent in, with answers that nobody gave."""
    told = set[str]()
    for sample in samples(playbook):
        try:
            templates.render(sample, envelope(sample))
        except RenderError as error:
            if str(error) not in told:
                yield f"{templates.folder}: {error}"
            told.add(str(error))
