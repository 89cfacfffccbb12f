"""Why an order is not taken, and what to do instead: one sentence for each reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: `{id}` is the application's reference; the other words are the refusal's own.
SENTENCES: Mapping[str, str] = {
    "no_partnership": "No application of that name has been handed in; `/partners applications` lists them.",
    "over": "{id} is over: it is {detail}{by}. Nothing was changed; the organization may apply again.",
    "nothing_to_rule": "Nobody has to rule on {id} now: it stands at {detail}. `/partners show {id}` tells what is missing.",
    "not_yours": "This is for {detail} to decide, not for you. Nothing was changed.",
    "reason_needed": "Say why, in words that the partner may read: the reason comes after the id.",
    "which_school": "Say for which school: it is one of {detail}.",
    "ruled_before": "You have ruled on this before{by}. Nothing was changed.",
    "already_approved": "{detail} was already approved{by}. Nothing was changed."
    " It now waits at {stage}; to rule on that, name the gate: `/partners approve {id} {gates}`.",
    "already_open": "{detail} was already approved{by}. Nothing was changed; nothing more waits for a ruling here.",
    "out_of_order": "{detail} comes later: {id} still waits at {stage}. Nothing was changed.",
    "unknown_questions": "There is no question {detail}. The questions are: {known}.",
    "which_questions": "Say which questions to ask again, with commas between them: {known}.",
    "no_conversation": "{id} was not handed in by mail, so there is nothing to ask again in it; write to the partner yourself.",
    "no_such_task": "Nothing here is called {detail}. What can be done now: {known}.",
    "done_before": "{detail} was done before{by}. Nothing was changed.",
    "same_liaison": "{detail} is the liaison already. Nothing was changed.",
    "not_from_here": "{id} is {detail}, and only {known} can be changed so. Nothing was changed.",
    "nothing_to_undo": "You have no ruling on {id} to take back; only the newest one can be, by whoever gave it.",
    "too_late_to_undo": "This cannot be taken back any more: ten minutes have passed, or more has happened since. Rule anew.",
    "no_agreement": "Nothing asks for an agreement with {id}: neither the playbook nor what the partner has answered. Nothing was made.",
    "no_address": "No mail address is known of {detail}. Add it, by `liaison import schools FILE` or under [people] in office.toml,"
    " and give the command again. Nothing was made.",
    "draft_is_old": "The answers have changed at this very moment. Nothing was made; give the command again.",
    "same_agreement": "{detail} says the same already; still to accept: {known}. Nothing was made.",
    "no_text_yet": "There is no text to sign yet: `/partners agreement {id}` makes it.",
    "no_party": "The office is no party to this {detail}. Nothing was changed.",
    "signed_before": "{detail} was signed before{by}. Nothing was changed.",
    "role_needed": "This needs the role {detail}. Nothing was changed.",
}


def sentence(code: str, words: Mapping[str, str]) -> str:
    return SENTENCES[code].format_map({"id": "", "by": "", "detail": "", "stage": "", "gates": "", "known": "", **words})
