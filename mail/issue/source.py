"""Reads what somebody wrote: settings at the top, Markdown, building blocks between `:::` lines, and a Spanish half."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: What a block may be set to, by its kind; the first ones are required.
BLOCKS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "notice": (frozenset(), frozenset({"title"})),
    "grant": (frozenset({"title"}), frozenset({"deadline", "url"})),
    "event": (frozenset({"title", "starts"}), frozenset({"ends", "place", "url"})),
    "update": (frozenset({"from"}), frozenset()),
    "item": (frozenset({"id"}), frozenset()),
    "button": (frozenset({"url"}), frozenset()),
    "mine": (frozenset({"what"}), frozenset()),
    "for": (frozenset({"whom"}), frozenset()),
}

#: What a section may tell a recipient of their own.
MINE = ("requests", "proofs", "checkin")

#: Settings at the top of the file.
SETTINGS = frozenset({"subject", "subject.es", "list", "commercial"})

#: Names that a merge field may have.
FIELDS = ("first_name", "name", "organization", "email")

LONGEST = 200_000

_SETTING = re.compile(r"(?P<key>[A-Za-z]+(?:\.[a-z]{2})?)\s*:\s*(?P<value>.*)")
_SPANISH = re.compile(r"^\s*(?:===\s*es\s*===|<!--\s*es\s*-->)\s*$", re.IGNORECASE | re.MULTILINE)
_OPENS = re.compile(r"^:::+\s*(?P<kind>[a-z]+)\s*(?P<options>.*)$")
_CLOSES = re.compile(r"^:::+\s*$")
_OPTION = re.compile(r"(?P<key>[a-z]+)=(?:\"(?P<quoted>[^\"]*)\"|(?P<bare>[^\s\"]+))")
_HEADING = re.compile(r"^#[ \t]+(?P<words>.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
#: `{{ first_name | friend }}`; what other programs write for a default is read too.
MERGE = re.compile(r"\{\{\s*(?P<name>[A-Za-z_.]+)\s*(?:(?:\||\bor\b)\s*(?P<default>[^{}]*?)\s*)?\}\}")
_DEFAULT = re.compile(r"default\s*[:(]\s*(.*?)\s*\)?\s*$")
#: Ours to mark places with: whoever writes them means nothing by them.
_PRIVATE = re.compile("[\ue000-\uf8ff\x00-\x08\x0b-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class SourceError(ValueError):
    """A source that cannot become a newsletter: what is wrong, and in which line."""

    def __init__(self, why: str, line: int = 0) -> None:
        super().__init__(f"line {line}: {why}" if line else why)


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A building block, or plain Markdown where `kind` is empty."""

    kind: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    markdown: str = ""  #: of a plain one
    inner: tuple[Block, ...] = ()
    line: int = 0  #: in the file


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    subjects: Mapping[str, str]  #: by language
    bodies: Mapping[str, tuple[Block, ...]]  #: by language; `en` is always there
    list: str = "newsletter"
    commercial: bool = False


def read(text: str, name: str = "") -> Source:
    """Read a source, or raise SourceError. Without a `subject:` the first heading is it, and is not said twice."""
    if len(text) > LONGEST:
        raise SourceError(f"longer than {LONGEST} characters")
    text = _PRIVATE.sub("", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    settings, body, begin = _settings(text)
    halves = list(_SPANISH.split(body, maxsplit=1))
    bodies = {"en": halves[0]}
    begins = {"en": begin}
    if len(halves) > 1:
        bodies["es"] = halves[1]
        begins["es"] = begin + body[: body.index(halves[1], len(halves[0]))].count("\n")
    subjects = {}
    for language, half in bodies.items():
        heading = _HEADING.search(half)
        said = settings.get("subject" if language == "en" else "subject.es", "")
        if not said and heading:
            said, bodies[language] = heading["words"], half[: heading.start()] + half[heading.end() :]
        subjects[language] = said or settings.get("subject", "")
    if not subjects["en"]:
        raise SourceError(f"no subject: begin {name or 'the file'} with a line `subject: …` or a heading `# …`")
    if "subject.es" in settings:
        subjects["es"] = settings["subject.es"]
    return Source(
        subjects=subjects,
        bodies={language: _blocks(half, begins[language]) for language, half in bodies.items()},
        list=_list(settings.get("list", "")),
        commercial=settings.get("commercial", "no").casefold() in {"yes", "true", "1"},
    )


def items_of(source: Source) -> tuple[str, ...]:
    """Ids of what partners wrote and the source would tell."""
    blocks = [each for half in source.bodies.values() for each in half]
    found = []
    while blocks:
        block = blocks.pop()
        blocks += block.inner
        if block.kind == "item":
            found.append(block.options["id"])
    return tuple(dict.fromkeys(found))


def _settings(text: str) -> tuple[dict[str, str], str, int]:
    """Settings, the rest, and the number of the line before the rest."""
    lines = text.split("\n")
    fenced = lines[0].strip() == "---"
    at = 1 if fenced else 0
    found: dict[str, str] = {}
    while at < len(lines):
        line = lines[at].strip()
        match = _SETTING.fullmatch(line)
        if match and match["key"].casefold() in SETTINGS:
            found[match["key"].casefold()] = match["value"].strip().strip("\"'")
        elif match and fenced:
            raise SourceError(f"{match['key']} is no setting; there is {', '.join(sorted(SETTINGS))}", at + 1)
        elif line != "---" or not (fenced or found):
            break
        at += 1
        if line == "---":
            break
    return (found, "\n".join(lines[at:]), at) if found or fenced else ({}, text, 0)


def _list(name: str) -> str:
    known = re.sub(r"[^a-z0-9-]+", "-", name.casefold()).strip("-")
    return known or "newsletter"


def _blocks(text: str, begin: int) -> tuple[Block, ...]:
    return tuple(_until_closed(iter(enumerate(text.split("\n"), begin + 1)), 0))


def _until_closed(lines: Iterator[tuple[int, str]], opened_at: int) -> Iterator[Block]:
    plain: list[str] = []
    begin = opened_at + 1
    for number, line in lines:
        opens = _OPENS.match(line)
        if opens or _CLOSES.match(line):
            if "".join(plain).strip():
                yield Block(markdown="\n".join(plain), line=begin)
            plain, begin = [], number + 1
        if opens:
            yield _block(opens["kind"], opens["options"], lines, number)
        elif _CLOSES.match(line):
            if opened_at:
                return
            raise SourceError("this `:::` closes nothing", number)
        else:
            plain.append(line)
    if opened_at:
        raise SourceError("the block that begins here is not closed by a line `:::`", opened_at)
    if "".join(plain).strip():
        yield Block(markdown="\n".join(plain), line=begin)


def _block(kind: str, told: str, lines: Iterator[tuple[int, str]], number: int) -> Block:
    if kind not in BLOCKS:
        raise SourceError(f"there is no block {kind}; there is {', '.join(BLOCKS)}", number)
    options = _options(kind, told.strip())
    required, more = BLOCKS[kind]
    missing, unknown = sorted(required - options.keys()), sorted(options.keys() - required - more)
    if missing or unknown or any(not options[each] for each in required):
        wants = ", ".join(f'{each}="…"' for each in sorted(required))
        raise SourceError(f"a block {kind} needs {wants or 'nothing'}" + (f", may have {', '.join(sorted(more))}" if more else ""), number)
    if kind == "mine" and options["what"] not in MINE:
        raise SourceError(f"mine is one of {', '.join(MINE)}", number)
    return Block(kind=kind, options=options, inner=tuple(_until_closed(lines, number)), line=number)


def _options(kind: str, told: str) -> dict[str, str]:
    if kind in {"for", "mine"} and not told.startswith(("whom=", "what=")):
        return {"whom" if kind == "for" else "what": told}
    return {match["key"]: (match["quoted"] or match["bare"] or "").strip() for match in _OPTION.finditer(told)}


def merge_field(match: re.Match[str]) -> tuple[str, str | None]:
    """The name and the default of a field; None where it has none."""
    default = match["default"]
    if default is None:
        return match["name"].casefold(), None
    wrapped = _DEFAULT.fullmatch(default)
    return match["name"].casefold(), (wrapped[1] if wrapped else default).strip().strip("\"'")


def unclosed_fields(text: str) -> tuple[str, ...]:
    """What looks like a merge field and is none."""
    return tuple(re.findall(r"\{\{[^\n]{0,40}|\{%[^\n]{0,40}", MERGE.sub("", text)))
