"""What is wrong with an issue before anybody gets it: some of it forbids to send, the rest is told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from mail.issue import plain
from mail.issue.design import FIELD, LANGUAGES
from mail.issue.source import MERGE, unclosed_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from selectolax.lexbor import LexborNode

    from mail.issue.design import Design
    from mail.issue.source import Block, Source

#: Gmail cuts a message off behind this much html.
LONGEST_HTML = 102 * 1024

#: A phone shows about so much of a subject.
LONGEST_SUBJECT = 60

#: WCAG 2.1, 1.4.3: text of ordinary size on its ground.
LEAST_CONTRAST = 4.5

_HEX = re.compile(r"#(?P<hex>[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")
_STYLE = re.compile(r"(?:^|;)\s*(?P<key>color|background|background-color)\s*:\s*(?P<value>[^;]+)")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing, and whether it forbids to send."""

    rule: str
    says: str
    forbids: bool = False


def lint(source: Source, design: Design, pages: Sequence[tuple[str, str]], office: Mapping[str, str]) -> tuple[Finding, ...]:
    """Findings, those that forbid first. `pages` are the text and html of some recipients, as they will read them."""
    found = [*_subjects(source), *_of_blocks(source), *_of_pages(pages), *_postal_address(design, office)]
    if "es" not in source.bodies:
        found.append(Finding("no_spanish", "there is no Spanish half (`=== es ===`): who reads Spanish gets the English one"))
    found += _halves(source)
    unique = dict.fromkeys(found)
    return tuple(sorted(unique, key=lambda each: not each.forbids))


def _halves(source: Source) -> Iterator[Finding]:
    """What one half tells with a block and the other does not."""
    told = {language: {each.kind for each in _all(source.bodies.get(language, ()))} for language in LANGUAGES}
    for kind in sorted(told["en"] ^ told["es"]) if "es" in source.bodies else ():
        has, lacks = ("English", "Spanish") if kind in told["en"] else ("Spanish", "English")
        yield Finding("halves_differ", f"the {has} half has a block {kind or 'of text'}, and the {lacks} one has none")


def _subjects(source: Source) -> Iterator[Finding]:
    for language, subject in source.subjects.items():
        shown = MERGE.sub("", subject)
        if len(shown) > LONGEST_SUBJECT:
            yield Finding("subject_length", f"the {language} subject has {len(shown)} characters; a phone shows about {LONGEST_SUBJECT}")
        if not shown.strip():
            yield Finding("subject_empty", f"the {language} subject says nothing", forbids=True)
        yield from _dead(subject)


def _dead(text: str) -> Iterator[Finding]:
    for each in unclosed_fields(text):
        yield Finding("dead_field", f"this is no merge field, and would be sent as it stands: {each.strip()}", forbids=True)


def _all(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        yield from _all(block.inner)


def _of_blocks(source: Source) -> Iterator[Finding]:
    for block in (each for language in source.bodies for each in _all(source.bodies[language])):
        yield from _dead(block.markdown)
        for value in block.options.values():
            yield from _dead(value)
        for address, words in plain.images(block.markdown):
            if not words.strip():
                yield Finding(
                    "missing_alt",
                    f"line {block.line}: the picture {address} needs words for who cannot see it: ![words]({address})",
                    forbids=True,
                )
        for href in (*plain.links(block.markdown), block.options.get("url", "")):
            if "{{" in href or "%7B" in href or FIELD in href:
                yield Finding("field_in_link", f"line {block.line}: a merge field may not stand in a link", forbids=True)
            elif href and not href.startswith(("https://", "mailto:", "tel:")):
                yield Finding("no_https", f"line {block.line}: {href} is no https:// address")


def _of_pages(pages: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    for text, html in pages:
        size = len(html.encode())
        if size > LONGEST_HTML:
            yield Finding(
                "too_big", f"the page has {size // 1024} KB; mail programs cut it off behind {LONGEST_HTML // 1024} KB", forbids=True
            )
        if not f"\n{text}".split("\n--\n")[0].strip():
            yield Finding("no_text", "the text part says nothing", forbids=True)
        yield from _contrasts(html)


def _postal_address(design: Design, office: Mapping[str, str]) -> Iterator[Finding]:
    if not office.get("postal_address"):
        says = "no postal address: set [office] postal_address in office.toml; advertising must carry one (15 USC 7704)"
        yield Finding("no_postal_address", says, forbids=design.commercial)


def _contrasts(html: str) -> Iterator[Finding]:
    body = LexborHTMLParser(html).body
    if body is not None:
        yield from _contrasts_in(body, "#000000", "#ffffff")


def _contrasts_in(node: LexborNode, ink: str, ground: str) -> Iterator[Finding]:
    for match in _STYLE.finditer(str((node.attributes or {}).get("style") or "")):
        value = _HEX.search(match["value"])
        if value:
            ink, ground = (value[0], ground) if match["key"] == "color" else (ink, value[0])
    if (node.text(deep=False) or "").strip() and contrast(ink, ground) < LEAST_CONTRAST:
        yield Finding(
            "contrast", f"{ink} on {ground} is hard to read: {contrast(ink, ground):.1f} to 1, at least {LEAST_CONTRAST} is needed"
        )
    for child in node.iter(include_text=False):
        yield from _contrasts_in(child, ink, ground)


def contrast(ink: str, ground: str) -> float:
    """The ratio of WCAG 2.1 between two colours such as #1a1a1a."""
    one, other = sorted((_luminance(ink), _luminance(ground)), reverse=True)
    return (one + 0.05) / (other + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(each * 2 for each in digits) if len(digits) == 3 else digits  # noqa: PLR2004  the short form
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)  # noqa: PLR2004  as WCAG has it
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


#: Recipients that show the worst of an issue: no name, the longest one, Spanish.
WORST = (("", "en"), ("Maximiliana Guadalupe Fernández-Villanueva de la Santísima Concepción", "en"), ("", "es"))
assert {language for _, language in WORST} == set(LANGUAGES)
