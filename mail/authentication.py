"""Whether the office's own mail server vouches for the From of a mail: Authentication-Results, RFC 8601."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from handlers.types import Inbound

#: A server writes a few hundred characters; what is longer was written by somebody else.
MAX_VALUE = 8000

METHOD = re.compile(
    r"^\s*(?P<method>[a-z0-9-]{1,30})(?:\s*/\s*\d{1,5})?\s*=\s*(?P<result>[a-z]{1,30})(?![\w-])(?P<rest>.*)$", re.IGNORECASE | re.DOTALL
)
PROPERTY = re.compile(r"(?<![\w.-])(?P<name>[a-z]{1,20}\.[a-z0-9-]{1,40})\s*=\s*(?P<value>[^\s;]{1,320})", re.IGNORECASE)
#: Where anybody may register a name, two domains are not of one owner. This is the cautious part of a list of public suffixes.
SHARED = re.compile(
    r"^(?:(?:co|com|org|net|gov|edu|ac|or|ne|go|k12|cc|lib)\.)?[a-z]{2}$|^(?:k12\.|lib\.|cc\.|state\.|ci\.|co\.)?[a-z]{2}\.us$|^[^.]+$"
)


class Verdict(StrEnum):
    """What our server says of a mail's From; `UNKNOWN` where no server of ours is named in the settings."""

    PASS = "pass"  # noqa: S105  # a verdict, no password
    FAIL = "fail"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Result:
    """One method's outcome, such as `dkim=pass header.d=example.org`."""

    method: str
    result: str
    properties: Mapping[str, str] = field(default_factory=dict)


def verdict(inbound: Inbound, authserv_id: str) -> Verdict:
    """Judge by the topmost Authentication-Results alone, and only where it bears our server's id.

    Each server writes above what it was given, so whatever a sender forged stands below our server's own header (T02). A mail
    without that header, or whose header names another server, was not vouched for.
    """
    if not authserv_id:
        return Verdict.UNKNOWN
    if inbound.sender is None:
        return Verdict.FAIL
    server, results = parse(inbound.header("authentication-results"))
    if server != authserv_id.strip().lower():
        return Verdict.FAIL
    return Verdict.PASS if _vouches_for(results, inbound.sender.domain) else Verdict.FAIL


def parse(value: str) -> tuple[str, tuple[Result, ...]]:
    """The server's id in lower case, and its results; an empty id where the header is not one."""
    if len(value) > MAX_VALUE:
        return "", ()
    head, *statements = _statements(value)
    words = head.split()
    # An id may be followed by a version, which is 1; anything else is not this header.
    if not words or words[1:] not in ([], ["1"]):
        return "", ()
    return words[0].strip('"').lower(), tuple(_results(statements))


def _results(statements: list[str]) -> Iterator[Result]:
    for statement in statements:
        match = METHOD.match(statement)
        if match:
            properties = {
                each["name"].lower(): each["value"].strip('"').lower() for each in reversed(list(PROPERTY.finditer(match["rest"])))
            }
            yield Result(match["method"].lower(), match["result"].lower(), properties)


def _statements(value: str) -> list[str]:
    """Split at semicolons, without comments (which nest) and without looking into quoted text."""
    statements, depth, is_quoted, is_escaped = [""], 0, False, False
    kept: list[str] = []
    for char in value:
        if is_escaped:
            is_escaped = False
        elif char == "\\":
            is_escaped = True
            continue
        elif char == '"' and not depth:
            is_quoted = not is_quoted
        elif char == "(" and not is_quoted:
            depth += 1
        elif char == ")" and depth and not is_quoted:
            depth -= 1
            kept.append(" ")
            continue
        elif char == ";" and not depth and not is_quoted:
            statements[-1] = "".join(kept)
            statements.append("")
            kept = []
            continue
        if not depth:
            kept.append(char)
    statements[-1] = "".join(kept)
    return statements


def _vouches_for(results: tuple[Result, ...], domain: str) -> bool:
    dmarc = [each for each in results if each.method == "dmarc"]
    for each in dmarc:
        if each.result == "pass":
            return each.properties.get("header.from", domain).rpartition("@")[2] == domain
        if each.result in {"fail", "temperror", "permerror"}:
            return False
    return any(_is_aligned(each, domain) for each in results if each.result == "pass")


def _is_aligned(result: Result, domain: str) -> bool:
    """DKIM or SPF for the very domain of From, or one of the same owner (RFC 7489, relaxed)."""
    names = {"dkim": ("header.d", "header.i"), "spf": ("smtp.mailfrom", "smtp.mfrom")}.get(result.method, ())
    return any(_same_owner(result.properties[name].rpartition("@")[2], domain) for name in names if name in result.properties)


def _same_owner(one: str, other: str) -> bool:
    shorter, longer = sorted((one.strip("."), other.strip(".")), key=len)
    return bool(shorter) and not SHARED.match(shorter) and (shorter == longer or longer.endswith("." + shorter))
