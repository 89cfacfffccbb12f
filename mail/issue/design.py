"""A source becomes a design, which is what is approved: text and html in each language, with places for what one recipient alone has."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import css_inline
import jinja2
from babel.dates import format_date, format_time
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from handlers.audience import AudienceError, parse
from mail.issue import plain
from mail.issue.calendar import calendar_of
from mail.issue.source import FIELDS, MERGE, Block, Source, SourceError, merge_field

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

#: Marks in a design, from an area of Unicode that no source may use: a field with its number; the lines where a condition begins and ends;
#: the lines around what is repeated for each item, and the item.
FIELD, FIELD_END = "\ue000", "\ue001"
IF, IF_END, ENDIF = "\ue002", "\ue003", "\ue004"
EACH, EACH_END, NEXT = "\ue005", "\ue006", "\ue008"
ITEM = "\ue007"
A, B = "\ue010", "\ue011"

_BLANKS = re.compile(r"\n{3,}")
_AT_END = re.compile(r"[ \t]+$", re.MULTILINE)
LANGUAGES = ("en", "es")


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """What a design rests on beside its source."""

    office: Mapping[str, str]  #: name, district, postal_address
    time_zone: str
    one_click: bool  #: whether links lead to our own web application
    pictures: Mapping[str, str] = field(default_factory=dict)  #: file name to SHA-256
    items: Mapping[str, tuple[str, str]] = field(
        default_factory=dict
    )  #: what partners wrote and staff ticked: id to organisation and words
    made_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Design:
    """Plain data, so that it can be kept, hashed and read again."""

    list: str
    commercial: bool
    one_click: bool
    fields: tuple[tuple[str, str | None], ...]
    conditions: tuple[Mapping[str, Any], ...]
    subject: Mapping[str, str]
    text: Mapping[str, str]
    html: Mapping[str, str]
    patterns: Mapping[str, Mapping[str, str]]  #: how an item of one's own is worded, by language and kind
    calendars: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  #: by language
    pictures: Mapping[str, str] = field(default_factory=dict)

    def dump(self) -> str:
        return json.dumps({name: getattr(self, name) for name in self.__dataclass_fields__}, ensure_ascii=False, sort_keys=True)

    @classmethod
    def load(cls, text: str) -> Design:
        kept = json.loads(text)
        kept["fields"] = tuple((name, default) for name, default in kept["fields"])
        calendars = {language: tuple(each) for language, each in kept["calendars"].items()}
        return cls(**kept | {"conditions": tuple(kept["conditions"]), "calendars": calendars})

    def hash(self, audience: str) -> str:
        """What is previewed and approved: all that goes out, and to whom."""
        return hashlib.sha256(f"{audience}\0{self.dump()}".encode()).hexdigest()[:16]


class Designer:
    """Makes designs from sources by the templates of an office. Nothing that somebody wrote is ever run as a template (T40)."""

    def __init__(self, folder: Path) -> None:
        loader = jinja2.FileSystemLoader(folder)
        self._templates = ImmutableSandboxedEnvironment(
            loader=loader,
            undefined=jinja2.ChainableUndefined,
            autoescape=jinja2.select_autoescape(["html"], default=False),
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._style = (folder / "style.css").read_text(encoding="utf-8")

    def design(self, source: Source, setting: Setting) -> Design:
        """Make it, or raise SourceError with the line to mend."""
        work = _Work(source=source, setting=setting, render=self._render)
        subject, text, html = {}, {}, {}
        for language in LANGUAGES:
            subject[language] = work.marked(source.subjects.get(language) or source.subjects["en"])
            blocks = source.bodies.get(language) or source.bodies["en"]
            shown = self._context(setting, language, work)
            typed = self._render("page.txt", {**shown, "subject": subject[language], "body": work.body(blocks, language, "txt")})
            text[language] = tidy(typed)
            page = self._render(
                "page.html",
                {
                    **shown,
                    "subject": subject[language],
                    "style": Markup(self._style),  # noqa: S704  the office's own file
                    "body": Markup(work.body(blocks, language, "html")),  # noqa: S704  its parts were cleaned or escaped
                },
            )
            html[language] = tidy(css_inline.inline(page, load_remote_stylesheets=False, keep_style_tags=False))
        return Design(
            list=source.list,
            commercial=source.commercial,
            one_click=setting.one_click,
            fields=tuple(work.fields),
            conditions=tuple(work.conditions),
            subject=subject,
            text=text,
            html=html,
            patterns={language: work.patterns(language) for language in LANGUAGES},
            calendars={language: tuple(dict.fromkeys(work.calendars[language])) for language in LANGUAGES},
            pictures={name: setting.pictures[name] for name in sorted(work.pictures)},
        )

    def _context(self, setting: Setting, language: str, work: _Work) -> dict[str, Any]:
        unsubscribe = work.field_mark("unsubscribe", None)
        return {"lang": language, "office": setting.office, "one_click": setting.one_click, "unsubscribe": unsubscribe}

    def _render(self, file: str, context: Mapping[str, Any]) -> str:
        return self._templates.get_template(file).render(context)


@dataclass(slots=True)
class _Work:
    """What comes together while a design is made."""

    source: Source
    setting: Setting
    render: Callable[[str, Mapping[str, Any]], str]
    fields: list[tuple[str, str | None]] = field(default_factory=list)
    conditions: list[dict[str, Any]] = field(default_factory=list)
    calendars: dict[str, list[str]] = field(default_factory=lambda: {language: [] for language in LANGUAGES})
    pictures: set[str] = field(default_factory=set)

    def field_mark(self, name: str, default: str | None) -> str:
        if (name, default) not in self.fields:
            self.fields.append((name, default))
        return f"{FIELD}{self.fields.index((name, default))}{FIELD_END}"

    def marked(self, words: str) -> str:
        """Put marks where merge fields stand."""

        def put(match: re.Match[str]) -> str:
            name, default = merge_field(match)
            if name not in FIELDS:
                raise SourceError(f"there is no merge field {name}; there is {', '.join(FIELDS)}")
            return self.field_mark(name, default)

        return MERGE.sub(put, words)

    def body(self, blocks: Sequence[Block], language: str, form: str) -> str:
        """All blocks one after another, each with a blank line behind it, the last one without."""
        return "".join(self._shown(block, language, form) for block in blocks)[:-1]

    def _shown(self, block: Block, language: str, form: str) -> str:
        try:
            if block.kind == "for":
                return self._conditional(self._whom(block), self.body(block.inner, language, form) + "\n")
            shown = self._block(block, language, form).strip("\n") + "\n\n"
            return self._conditional({"mine": block.options["what"]}, shown) if block.kind == "mine" else shown
        except SourceError as error:
            raise error if "line " in str(error) else SourceError(str(error), block.line) from error

    def _whom(self, block: Block) -> dict[str, Any]:
        try:
            audience = parse(block.options["whom"])
        except AudienceError as error:
            raise SourceError(str(error), block.line) from error
        if audience.statuses or audience.list or audience.not_sent or not audience.terms:
            raise SourceError("`for` takes what a partner is: tag, school, support_area, language, organization_type", block.line)
        return {"for": [[term.facet, list(term.values), term.no] for term in audience.terms]}

    def _conditional(self, condition: dict[str, Any], shown: str) -> str:
        if condition not in self.conditions:
            self.conditions.append(condition)
        return f"{IF}{self.conditions.index(condition)}{IF_END}\n{shown}{ENDIF}\n"

    def _block(self, block: Block, language: str, form: str) -> str:
        if not block.kind:
            return self._words(block.markdown, form)
        options: dict[str, Any] = {key: self.marked(value) for key, value in block.options.items()}
        if not block.options.get("url", "https://").startswith(("https://", "http://", "mailto:")) or FIELD in options.get("url", ""):
            raise SourceError("url is an address such as https://… without a merge field", block.line)
        inner = self._inner(block, language, form)
        if block.kind == "button":
            inner = plain.in_line(lambda words: self._words(words, form), "\n".join(each.markdown for each in block.inner).strip())
        if block.kind == "item":
            organization, words = self._item(block)
            options, inner = {"from": organization}, self._quoted(words, form)
        if block.kind == "grant" and "deadline" in options:
            options["deadline"] = _date(_day(block.options["deadline"], block.line), language)
        if block.kind == "event":
            options["when"] = self._when(block, language)
        safe = Markup(inner) if form == "html" else inner  # noqa: S704  cleaned by plain.html
        kind = "update" if block.kind == "item" else block.kind
        places = {"item_begin": f"{EACH}{options.get('what', '')}{EACH_END}\n", "item_end": f"{NEXT}", "item": ITEM}
        return self.render(f"blocks.{form}", {"kind": kind, "lang": language, "inner": safe, **options, **places})

    def _inner(self, block: Block, language: str, form: str) -> str:
        return "".join(self._shown(each, language, form) for each in block.inner).strip("\n")

    def _words(self, markdown: str, form: str) -> str:
        marked = self.marked(markdown)
        if form == "txt":
            return plain.text(marked)
        for address, _ in plain.images(marked):
            if not address.startswith("https://"):
                if address not in self.setting.pictures:
                    raise SourceError(f"there is no picture {address} beside the file")
                self.pictures.add(address)
        inside = {name: f"cid:{digest[:20]}@liaison" for name, digest in self.setting.pictures.items()}
        return plain.html(marked, inside).strip("\n")

    def _quoted(self, words: str, form: str) -> str:
        """What a partner wrote is quoted as it stands: no Markdown, no field and no html of theirs has any effect."""
        rows = [" ".join(row.split()) for row in words.splitlines() if row.strip()]
        if form == "txt":
            return "\n".join(f"> {row}" for row in rows)
        return f"<blockquote>{'<br>'.join(str(escape(row)) for row in rows)}</blockquote>"

    def _item(self, block: Block) -> tuple[str, str]:
        known = self.setting.items.get(block.options["id"].casefold())
        if known is None:
            raise SourceError(
                f"{block.options['id']}: nobody has ticked this; `liaison newsletter items` lists what partners wrote", block.line
            )
        return known

    def _when(self, block: Block, language: str) -> str:
        zone = ZoneInfo(self.setting.time_zone)
        starts = _instant(block.options["starts"], zone, block.line)
        ends = _instant(block.options["ends"], zone, block.line) if "ends" in block.options else None
        if ends is not None and ends <= starts:
            raise SourceError("an event ends after it starts", block.line)
        self.calendars[language].append(
            calendar_of(
                title=MERGE.sub("", block.options["title"]).strip(),
                starts=starts,
                ends=ends,
                place=block.options.get("place", ""),
                url=block.options.get("url", ""),
                stamp=self.setting.made_at,
            )
        )
        until = f" – {_time(ends, language)}" if ends and ends.date() == starts.date() else f" – {_moment(ends, language)}" if ends else ""
        return _moment(starts, language) + until

    def patterns(self, language: str) -> dict[str, str]:
        """How an item is worded, with places for its two parts."""
        return {
            kind: self.render("items.txt", {"kind": kind, "lang": language, "a": A, "b": B}).strip()
            for kind in ("requests", "proofs", "checkin")
        }


def tidy(body: str) -> str:
    return _BLANKS.sub("\n\n", _AT_END.sub("", body.replace("\r", ""))).strip("\n") + "\n"


def _day(text: str, line: int) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise SourceError(f"{text!r} is no day; write it as 2026-12-03", line) from None


def _instant(text: str, zone: ZoneInfo, line: int) -> datetime:
    try:
        read = datetime.fromisoformat(text.replace(" ", "T"))
    except ValueError:
        raise SourceError(f"{text!r} is no time; write it as 2026-12-03T17:30", line) from None
    return read.astimezone(zone) if read.tzinfo else read.replace(tzinfo=zone)


def _date(day: date, language: str) -> str:
    return str(format_date(day, "long", locale=language))


def _time(at: datetime, language: str) -> str:
    # Babel parts the figure from its AM by a narrow blank, which old mail programs show as a box.
    return str(format_time(at, "short", tzinfo=at.tzinfo, locale="es" if language == "es" else "en_US")).replace("\u202f", " ")


def _moment(at: datetime, language: str) -> str:
    day = str(format_date(at.date(), "full", locale=language))
    return f"{day}, {_time(at, language)}"
