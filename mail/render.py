"""Outbound and template to the bytes of a mail, the same bytes every time."""

from __future__ import annotations

import re
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from mail import build
from mail.addresses import clean
from mail.build import BuildError, check_serializer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from jinja2.runtime import Context

    from handlers.types import Address, Outbound

__all__ = ["Envelope", "RenderError", "Rendered", "Templates", "check_serializer"]

LONGEST_SUBJECT = 120
LONGEST_BODY = 200_000

#: Light markup of a playbook's own words: `[words](https://…)`, where an empty address means that the source gives none, and `**words**`.
_MARKUP = re.compile(r"\[(?P<words>[^\[\]\n]+)\]\((?P<url>(?:https?://|mailto:)[^\s()<>\"]+|)\)|\*\*(?P<strong>[^*\n]+)\*\*")
_NO_ADDRESS: Final = {"en": "our source gives no address", "es": "nuestra fuente no da la dirección"}

_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SPACES_AT_END = re.compile(r"[ \t]+$", re.MULTILINE)
_MANY_BLANK_LINES = re.compile(r"\n{3,}")
_NUMBERED = re.compile(r"^(\d+)\. ", re.MULTILINE)

AUTO_SUBMITTED = frozenset({"auto-replied", "auto-generated"})


class RenderError(Exception):
    """A mail that cannot be written: which template, which file, which line, and why."""

    def __init__(self, template: str, why: str, *, file: str = "", line: int = 0) -> None:
        super().__init__(template, why, file, line)
        self.template, self.why, self.file, self.line = template, why, file, line

    def __str__(self) -> str:
        where = ", ".join(each for each in (self.file, f"line {self.line}" if self.line else "") if each)
        return f"mail {self.template}{f' ({where})' if where else ''}: {self.why}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Envelope:
    """What a mail carries that no template knows."""

    sender: Address
    reply_to: str
    message_id: str  #: without angle brackets; it also fixes the MIME boundary
    date: datetime
    auto_submitted: str
    headers: tuple[tuple[str, str], ...] = ()
    files: tuple[build.Enclosed, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Rendered:
    raw: bytes
    subject: str
    text: str


@jinja2.pass_context
def plain(context: Context, words: str) -> str:
    """Turn light markup into text: `words: https://…`; the words to reply with stand in quotation marks, in html too."""

    def put(match: re.Match[str]) -> str:
        if match["strong"]:
            return f'"{match["strong"]}"'
        return f"{match['words']}: {match['url']}" if match["url"] else f"{match['words']} ({_NO_ADDRESS[context['lang']]})"

    return _MARKUP.sub(put, str(words))


@jinja2.pass_context
def rich(context: Context, words: str) -> Markup:
    """Turn light markup into html; all else is escaped."""
    return Markup("").join(_rich_pieces(str(words), context["lang"]))


def _rich_pieces(words: str, language: str) -> Iterator[Markup]:
    begin = 0
    for match in _MARKUP.finditer(words):
        yield escape(words[begin : match.start()])
        begin = match.end()
        if match["strong"]:
            yield Markup('<strong>"{}"</strong>').format(match["strong"])
        elif match["url"]:
            yield Markup('<a href="{}">{}</a>').format(match["url"], match["words"])
        else:
            yield Markup("{} ({})").format(match["words"], _NO_ADDRESS[language])
    yield escape(words[begin:])


def line(words: object) -> str:
    """Put what a partner wrote on one line, so that it cannot pass for a numbered question or a paragraph of ours."""
    return clean(str(words))


def sentence(words: object) -> str:
    """Begin with a capital letter and leave the rest alone."""
    said = str(words)
    return said[:1].upper() + said[1:]


FILTERS: Mapping[str, Callable[..., str]] = {"plain": plain, "rich": rich, "line": line, "sentence": sentence}


class Templates:
    """One folder per mail: subject.txt, body.txt, body.html, and the same with `.es`; a name that begins with `_` is shared."""

    def __init__(self, folder: Path, *, over: Path | None = None) -> None:
        self.folder = folder
        self._folders = [over, folder] if over else [folder]
        self._bodies = self._environment()
        self._subjects = self._environment(finalize=lambda value: line(value) if isinstance(value, str) else value)

    def _environment(self, **options: Any) -> jinja2.Environment:
        environment = ImmutableSandboxedEnvironment(
            loader=jinja2.FileSystemLoader(self._folders),
            undefined=jinja2.StrictUndefined,
            autoescape=jinja2.select_autoescape(["html"], default=False),
            auto_reload=False,
            cache_size=-1,
            trim_blocks=True,
            lstrip_blocks=True,
            **options,
        )
        environment.filters.update(FILTERS)
        return environment

    def names(self) -> tuple[str, ...]:
        return tuple(sorted(each.name for each in self.folder.iterdir() if each.is_dir() and not each.name.startswith("_")))

    def render(self, outbound: Outbound, envelope: Envelope) -> Rendered:
        """Write the mail, or raise RenderError; nothing half written ever leaves."""
        name = outbound.template
        language = "es" if outbound.language == "es" and not outbound.to_staff else "en"
        suffix = ".es" if language == "es" else ""
        subject = self._subject(f"{name}/subject{suffix}.txt", name, {**outbound.context, "lang": language})
        context = {**outbound.context, "lang": language, "title": subject, "in_copy": outbound.cc, "reply_to": envelope.reply_to}
        text = _tidy(self._filled(self._bodies, f"{name}/body{suffix}.txt", name, context))
        html = _tidy(self._filled(self._bodies, f"{name}/body{suffix}.html", name, context))
        _check_body(outbound, text, f"{name}/body{suffix}.txt")
        _check_body(outbound, html, f"{name}/body{suffix}.html")
        try:
            headers = _headers(outbound, envelope, subject, language)
            raw = build.build(headers, plain=text, html=html, seed=envelope.message_id, files=envelope.files)
        except BuildError as error:
            raise RenderError(name, str(error)) from error
        return Rendered(raw=raw, subject=subject, text=text)

    def words(self, name: str, context: Mapping[str, Any]) -> tuple[str, str]:
        """Subject and text alone, in English, for what is no mail; RenderError where they cannot be written."""
        subject = self._subject(f"{name}/subject.txt", name, {**context, "lang": "en"})
        text = _tidy(self._filled(self._bodies, f"{name}/body.txt", name, {**context, "lang": "en", "title": subject}))
        if len(text) > LONGEST_BODY:
            raise RenderError(name, f"longer than {LONGEST_BODY} characters", file=f"{name}/body.txt")
        return subject, text

    def _subject(self, file: str, name: str, context: Mapping[str, Any]) -> str:
        subject = self._filled(self._subjects, file, name, context).strip()
        if not subject or "\n" in subject:
            raise RenderError(name, "a subject is one line with words in it", file=file)
        return subject if len(subject) <= LONGEST_SUBJECT else subject[: LONGEST_SUBJECT - 1].rstrip() + "…"

    def _filled(self, environment: jinja2.Environment, file: str, name: str, context: Mapping[str, Any]) -> str:
        try:
            return environment.get_template(file).render(context)
        except jinja2.TemplateNotFound as error:
            raise RenderError(name, f"there is no file {error.name}", file=file) from error
        except jinja2.TemplateSyntaxError as error:
            raise RenderError(name, str(error.message), file=error.name or file, line=error.lineno) from error
        except (jinja2.TemplateError, TypeError, ValueError, LookupError, AttributeError, ArithmeticError) as error:
            at, number = self._where(error, file)
            raise RenderError(name, f"{error}" or type(error).__name__, file=at, line=number) from error

    def _where(self, error: Exception, file: str) -> tuple[str, int]:
        """Find the template line: jinja2 writes its own lines into the traceback."""
        found = [
            (str(Path(frame.filename).relative_to(folder)), frame.lineno or 0)
            for frame in traceback.extract_tb(error.__traceback__)
            for folder in self._folders
            if Path(frame.filename).is_relative_to(folder)
        ]
        return found[-1] if found else (file, 0)


def _tidy(body: str) -> str:
    """Drop what shows nothing but could mislead, and blank lines that a condition left behind; end with one line end."""
    body = _HIDDEN.sub("", body.replace("\r\n", "\n").replace("\r", "\n"))
    return _MANY_BLANK_LINES.sub("\n\n", _SPACES_AT_END.sub("", body)).strip("\n") + "\n"


def _check_body(outbound: Outbound, body: str, file: str) -> None:
    """A reply names questions by the numbers of the very mail that it answers: they must stand there, one for each."""
    if len(body) > LONGEST_BODY:
        raise RenderError(outbound.template, f"longer than {LONGEST_BODY} characters", file=file)
    if not outbound.questions:
        return
    shown = body if file.endswith(".txt") else body.replace("<p>", "")
    numbers = [int(number) for number in _NUMBERED.findall(shown)]
    if numbers != list(range(1, len(outbound.questions) + 1)):
        raise RenderError(outbound.template, f"asks {len(outbound.questions)} questions but numbers {numbers}", file=file)


def _headers(outbound: Outbound, envelope: Envelope, subject: str, language: str) -> list[build.Header]:
    """All headers but the MIME ones, in the order in which they go out."""
    if envelope.auto_submitted not in AUTO_SUBMITTED and not outbound.written_by:
        raise BuildError(f"Auto-Submitted: {envelope.auto_submitted!r} is not one of {', '.join(sorted(AUTO_SUBMITTED))}")
    threads = (*outbound.references, outbound.in_reply_to) if outbound.in_reply_to else outbound.references
    found = [
        build.mailbox("From", envelope.sender),
        build.mailboxes("To", outbound.to),
        build.mailboxes("Cc", outbound.cc) if outbound.cc else None,
        build.mailboxes("Reply-To", (envelope.reply_to,)),
        build.text("Subject", subject),
        build.dated(envelope.date),
        build.own_message_id(envelope.message_id),
        build.message_ids("In-Reply-To", (outbound.in_reply_to,)),
        build.message_ids("References", threads),
        build.Header("Auto-Submitted", envelope.auto_submitted) if envelope.auto_submitted else None,
        build.Header("X-Auto-Response-Suppress", "All") if envelope.auto_submitted else None,
        build.Header("X-Liaison-Questions", ",".join(outbound.questions)) if outbound.questions else None,
        build.Header("Content-Language", language),
        *(build.text(name, value) for name, value in envelope.headers),
    ]
    return [header for header in found if header is not None]
