"""Ways to reach somebody: telephone numbers, mail addresses, web sites, and names of people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from handlers.reading.lines import fold
from handlers.reading.readings import Heard

if TYPE_CHECKING:
    from handlers.reading.readings import Reader

_EMAIL = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}")
_SITE = re.compile(
    r"(?<![@\w.-])(?:(?P<scheme>https?)://)?(?P<host>(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,6}[A-Za-z]{2,24})"
    r"(?P<path>/[^\s<>()\"',;]{0,300})?(?![\w@])"
)
_ENDINGS_WORDS = """
    com org net edu gov us io co info app biz me tv mx es ca uk museum health church school foundation ngo example test
    """
_ENDINGS = frozenset(_ENDINGS_WORDS.split())
_SITE_CUE = re.compile(
    r"(?:web\s?(?:site|page)?|site|page|url|online|pagina(?: web)?|sitio(?: web)?|visit|find us(?: at)?)\W{1,3}(?:is |at |es )?$"
)

#: Runs of figures too long to be a number; the matcher takes seconds over them.
_NO_NUMBER = re.compile(r"[\d,]{20,}")
_MOST = 4_000
_FEWEST_FIGURES = 6

_TITLE = re.compile(
    r"^(?:(?:deacon|dr|dra|mr|mrs|ms|miss|mx|rev|reverend|pastora?|coach|prof|profesora?|professor|lic|licenciad[oa]|ing|arq|sr|sra|srta|"
    r"maestr[oa]|mtr[oa]|brother|sister|fr|father|rabbi|imam|hon|capt|captain|sgt|officer|don|dona|chef|elder|bishop|minister|"
    r"the|judge|lt|col|major)\.?\s+)+"
)
_AFTER_NAME = re.compile(r"\s*(?:[,|/•·(\n–—]|\s-\s|\b(?:phd|ed\.?d|m\.?ed|msw|lcsw|esq|jr|cpa|m\.?a|mba)\b).*$", re.DOTALL | re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_][\w'’-]*\.?(?:\s(?:[^\W\d_][\w'’-]*\.?)){0,4}")
_PARTICLES = frozenset({"de", "la", "del", "las", "los", "van", "von", "der", "da", "di", "y", "e", "bin", "al", "el", "st", "le", "du"})
_NOT_A_PERSON = re.compile(
    r"\b(?:academ\w+|club|cent(?:er|re|ro)|foundation|fundacion|teams?|office|oficina|ministr(?:y|ies)|ministerio|inc|llc|school|"
    r"escuela|high|"
    r"church|iglesia|group|grupo|association|asociacion|society|sociedad|institut\w+|universi\w+|college|league|liga|company|compania|"
    r"players|theat(?:er|re)|studio|services?|servicios|programs?|programa|project|proyecto|partners\w*|support|info|admin|contact|"
    r"registrar|director\w*|manager|coordinator|president|founder|council|alliance|network|red|coalition|library|museum|hospital|clinic|"
    r"bank|credit|union|youth|community|district|county|city|state|department|education|learning|arts?|music|soccer|football|sports?|"
    r"tutoring|mentors?|volunteers?|committee|pta|ymca|ywca|girl|boy|scouts|forward|collective|initiative|workshop|house|casa|"
    r"thanks|thank|regards|best|hello|hi|gracias|saludos|sincerely|cheers|mobile|cell|phone|tel|email|sent|dear|the|and|for|of|our)\b"
)


#: Figures in the groups of a telephone number.
_SPACED = re.compile(r"\d{3}\)?[\s.-]+\d{3}[\s.-]\d{4}$")


def phone(text: str, reader: Reader) -> Heard:
    """Read the one telephone number of a piece of text, as E.164; one of the right length that no line can have is asked again."""
    found = phones(text, reader)
    if not found:
        maybe = phones(text, reader, leniency=phonenumbers.Leniency.POSSIBLE)
        if len(maybe) == 1 and _SPACED.search(next(iter(maybe.values()))):
            return Heard(value=next(iter(maybe)), words=text.strip(), reason="guess")
        return Heard(words=text.strip(), problem="not_a_phone")
    better = preferred(text, found)
    if better:
        return Heard(value=better, words=text.strip())
    reason = "two_candidates" if len(found) > 1 and not _prefers(text) else ""
    return Heard(value=next(iter(found)), words=text.strip(), reason=reason)


_KIND = r"cell|mobile|home|house|work|office|desk|landline|celular|cel|movil|casa|trabajo|oficina|fijo|first|second|latter|primero|segundo"
_IS_BEST = re.compile(
    rf"\b(?P<kind>{_KIND})(?: (?:one|number|phone))?(?: is|'s| es)? (?:best|better|preferred|the (?:best|better)|quicker|faster|mejor|"
    rf"preferible)\b|"
    rf"\b(?:best|better|prefer\w*|mejor|use|try)(?: is|:| to use| es)? (?:the |my |on (?:the |my )?|el |al )?(?P<other>{_KIND})\b"
)


def preferred(text: str, found: dict[str, str]) -> str:
    """Of several numbers the one that the writer calls the better, *home …, cell …; cell is better*, or an empty string."""
    match = _IS_BEST.search(fold(text)) if len(found) > 1 else None
    if match is None:
        return ""
    kind = match["kind"] or match["other"]
    if kind in {"first", "primero"} or kind in {"second", "latter", "segundo"}:
        return list(found)[0 if kind in {"first", "primero"} else 1]
    ahead = [number for number, raw in found.items() if re.search(rf"\b{kind}\b[^\d,;]{{0,12}}$", fold(text.partition(raw)[0])[-30:])]
    return ahead[0] if len(ahead) == 1 else ""


def phones(text: str, reader: Reader, leniency: int = phonenumbers.Leniency.VALID) -> dict[str, str]:
    """Each valid number as E.164, with the words it was read from; a fax is no telephone."""
    found: dict[str, str] = {}
    if sum(map(text.count, "0123456789")) < _FEWEST_FIGURES:
        return found
    text = _NO_NUMBER.sub(lambda match: " " * len(match[0]), text[:_MOST])
    for match in phonenumbers.PhoneNumberMatcher(text, reader.country, leniency=leniency, max_tries=200):
        if re.search(r"\bfax\W{0,3}$", fold(text[max(0, match.start - 8) : match.start])):
            continue
        found.setdefault(phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164), match.raw_string)
    return found


def _prefers(text: str) -> bool:
    """Of two numbers one was named as the better: *cell is best*, or a second is for texting only."""
    return bool(re.search(r"\b(?:or|o) (?:if|text|si)\b|\bextension\b|\bbest is the first\b", fold(text)))


def email(text: str) -> Heard:
    """Read the one mail address of a piece of text, in lower case."""
    found = emails(text)
    if not found:
        return Heard(words=text.strip(), problem="not_an_email")
    return Heard(value=found[0], words=text.strip(), reason="two_candidates" if len(found) > 1 else "")


def emails(text: str) -> list[str]:
    valid = []
    for match in _EMAIL.finditer(text):
        try:
            checked = validate_email(match[0].strip(".'"), check_deliverability=False, globally_deliverable=False)
        except EmailNotValidError:
            continue
        valid.append(checked.normalized.lower())
    return list(dict.fromkeys(valid))


def site(text: str) -> Heard:
    """Read the one web address of a piece of text that answers with it; any domain will do here."""
    plain = _EMAIL.sub(" ", text)
    found = list(dict.fromkeys(_address(match) for match in _SITE.finditer(plain)))
    if not found:
        return Heard(words=text.strip(), problem="not_a_url")
    return Heard(value=found[0], words=text.strip(), reason="two_candidates" if len(found) > 1 and not _same_site(found) else "")


def sites(text: str, sender: str = "") -> dict[str, str]:
    """Web addresses in prose: with a scheme or www, a usual ending, the sender's own domain, or named as a site."""
    plain = _EMAIL.sub(lambda match: " " * len(match[0]), text)
    domain = sender.rpartition("@")[2].lower()
    found: dict[str, str] = {}
    for match in _SITE.finditer(plain):
        host = match["host"].lower()
        named = _SITE_CUE.search(fold(plain[max(0, match.start() - 24) : match.start()]))
        plainly = match["scheme"] or host.startswith("www.") or host.rpartition(".")[2] in _ENDINGS or host == domain or named
        if plainly and not re.search(r"\.(?:pdf|docx?|xlsx?|jpe?g|png)$", host + (match["path"] or "")):
            found.setdefault(_address(match), match[0])
    return found


def _address(match: re.Match[str]) -> str:
    path = (match["path"] or "").rstrip("/.!?:")
    return f"{match['scheme'] or 'https'}://{match['host'].lower()}{path}"


def _same_site(found: list[str]) -> bool:
    return len({re.sub(r"^https?://(?:www\.)?", "", each).split("/")[0] for each in found}) == 1


def person(text: str) -> str:
    """A person's name without title, office and pronouns; empty where the text is no such name."""
    name = text.strip().strip("-–—~*_>., ")
    title = _TITLE.match(fold(name))
    name = _AFTER_NAME.sub("", name[title.end() if title else 0 :]).strip(" .,-")
    words = name.split()
    if words and re.search(r"['’](?:m|re|s|ll|ve|d)$", words[0]):
        return ""
    if not 1 < len(words) <= 5 or not _NAME.fullmatch(name) or _NOT_A_PERSON.search(fold(name)):  # noqa: PLR2004  one word may be anything
        return ""
    is_capital = [word[0].isupper() or fold(word) in _PARTICLES for word in words]
    return name if all(is_capital) and words[0][0].isupper() and not name.isupper() else _capitalised(name)


def _capitalised(name: str) -> str:
    """A name in capitals only is written as names are; anything else is none."""
    return name.title() if name.isupper() else ""
