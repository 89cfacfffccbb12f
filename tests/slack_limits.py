"""Slack's limits on blocks and views (docs.slack.dev/reference/block-kit), checked as Slack checks them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

INPUTS = frozenset({"plain_text_input", "static_select", "multi_static_select", "datepicker", "datetimepicker"})


def problem_of_blocks(blocks: Sequence[Mapping[str, Any]], *, most: int) -> str:
    """Why Slack would refuse these; empty where it takes them."""
    return next(_problems(blocks, most), "")


def problem_of_view(view: Mapping[str, Any]) -> str:
    problems = [*_problems(view.get("blocks", []), 100)]
    if view.get("type") not in {"modal", "home"}:
        problems.append(f"unknown view {view.get('type')}")
    for name in ("title", "submit", "close"):
        if name in view:
            problems += _text(view[name], 24, name, kinds=("plain_text",))
    if view.get("type") == "modal" and "title" not in view:
        problems.append("a modal needs a title")
    if any(block["type"] == "input" for block in view.get("blocks", [])) and "submit" not in view:
        problems.append("inputs need a submit")
    if len(view.get("private_metadata", "")) > 3000 or len(view.get("callback_id", "")) > 255:
        problems.append("metadata or callback is too long")
    return problems[0] if problems else ""


def _problems(blocks: Sequence[Mapping[str, Any]], most: int) -> Iterator[str]:
    if len(blocks) > most:
        yield f"no more than {most} blocks"
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)) or any(not 0 < len(each) <= 255 for each in ids):
        yield "block ids are unique and have up to 255 characters"
    for block in blocks:
        yield from CHECKS.get(block.get("type", ""), _unknown)(block)


def _unknown(block: Mapping[str, Any]) -> Iterator[str]:
    yield f"unknown block {block.get('type')}"


def _section(block: Mapping[str, Any]) -> Iterator[str]:
    if "text" in block:
        yield from _text(block["text"], 3000, "section")
    elif not block.get("fields"):
        yield "a section needs text or fields"
    fields = block.get("fields", [])
    if len(fields) > 10:
        yield "no more than 10 fields"
    for each in fields:
        yield from _text(each, 2000, "field")
    if "accessory" in block:
        yield from _element(block["accessory"])


def _header(block: Mapping[str, Any]) -> Iterator[str]:
    yield from _text(block["text"], 150, "header", kinds=("plain_text",))


def _context(block: Mapping[str, Any]) -> Iterator[str]:
    if not 0 < len(block["elements"]) <= 10:
        yield "1 to 10 context elements"
    for each in block["elements"]:
        yield from _text(each, 3000, "context")


def _actions(block: Mapping[str, Any]) -> Iterator[str]:
    elements = block["elements"]
    if not 0 < len(elements) <= 25:
        yield "1 to 25 actions"
    ids = [each.get("action_id") for each in elements]
    if len(ids) != len(set(ids)):
        yield f"action ids are unique within a block: {ids}"
    for each in elements:
        yield from _element(each)


def _input(block: Mapping[str, Any]) -> Iterator[str]:
    yield from _text(block["label"], 2000, "label", kinds=("plain_text",))
    if "hint" in block:
        yield from _text(block["hint"], 2000, "hint", kinds=("plain_text",))
    if block["element"].get("type") not in INPUTS:
        yield f"unknown input {block['element'].get('type')}"
    yield from _element(block["element"])


def _element(element: Mapping[str, Any]) -> Iterator[str]:
    if not 0 < len(element.get("action_id", "")) <= 255:
        yield "an action id has 1 to 255 characters"
    if "confirm" in element:
        yield from _text(element["confirm"]["title"], 100, "confirm title", kinds=("plain_text",))
        yield from _text(element["confirm"]["text"], 300, "confirm text")
    if "placeholder" in element:
        yield from _text(element["placeholder"], 150, "placeholder", kinds=("plain_text",))
    yield from ELEMENTS_CHECKED.get(element.get("type", ""), _unknown)(element)


def _button(element: Mapping[str, Any]) -> Iterator[str]:
    yield from _text(element["text"], 75, "button", kinds=("plain_text",))
    if len(element.get("value", "")) > 2000 or element.get("style", "primary") not in {"primary", "danger"}:
        yield "a button's value or style"


def _select(element: Mapping[str, Any]) -> Iterator[str]:
    if not 0 < len(element.get("options", [])) <= 100:
        yield "1 to 100 options"
    for option in element.get("options", []):
        yield from _text(option["text"], 75, "option", kinds=("plain_text",))
        if not 0 < len(option["value"]) <= 150:
            yield "an option's value has 1 to 150 characters"


def _typed(element: Mapping[str, Any]) -> Iterator[str]:
    if len(element.get("initial_value", "")) > 3000 or element.get("max_length", 1) > 3000:
        yield "an input holds 3,000 characters"


def _text(text: Mapping[str, Any], most: int, where: str, *, kinds: Sequence[str] = ("plain_text", "mrkdwn")) -> Iterator[str]:
    if text.get("type") not in kinds:
        yield f"{where}: {text.get('type')} is not one of {kinds}"
    if not 0 < len(text.get("text", "")) <= most:
        yield f"{where}: 1 to {most} characters, not {len(text.get('text', ''))}"
    if text.get("type") == "plain_text" and "verbatim" in text:
        yield f"{where}: verbatim is for mrkdwn"


def _nothing(_: Mapping[str, Any]) -> Iterator[str]:
    return iter(())


ELEMENTS_CHECKED = {
    "button": _button,
    "static_select": _select,
    "multi_static_select": _select,
    "plain_text_input": _typed,
    "datepicker": _nothing,
    "datetimepicker": _nothing,
}

CHECKS = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "input": _input,
    "divider": _nothing,
}
