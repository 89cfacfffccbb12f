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
    "same_application": "{id} cannot be joined to itself. Nothing was changed.",
    "joined_before": "{detail} was joined to {known} before. Nothing was changed.",
    "not_to_join": "{detail} is {known}: only an application that is open or under review can be joined to another. Nothing was changed.",
    "no_such_task": "Nothing here is called {detail}. What can be done now: {known}.",
    "done_before": "{detail} was done before{by}. Nothing was changed.",
    "same_holder": "{detail} is the {known} already. Nothing was changed.",
    "who_takes_over": "Nobody is proposed as {detail} of {id}: name the address after the id. Nothing was changed.",
    "no_handover": "No sign was seen that the {detail} of {id} leaves. Nothing was changed.",
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
    "no_proof_kind": "There is no proof called {detail} here; it is one of: {known}. Nothing was changed.",
    "no_such_proof": "{id} has no proof {detail}; `/partners show {id}` lists what it has. Nothing was changed.",
    "date_needed": "Say until when, such as `until 2027-06-30`, or `until never` for a paper without an end; {detail} is no day."
    " Nothing was changed.",
    "past_date": "{detail} is past, and a paper that has ended is no proof. Nothing was changed;"
    " reject it with a reason that the partner reads, or give the day that stands on the newest one.",
    "far_date": "{detail} is more than ten years away: is the year right? `until never` is for one without an end. Nothing was changed.",
    "no_grace": "No grace can be given for the {detail}. {known} Nothing was changed.",
    "no_grace_yet": "A grace is for a paper that was good before, or for a partner that is active; no {detail} of {id} was ever checked."
    " Nothing was changed.",
    "not_per_person": "The {detail} is the organization's, not one person's: leave the names out. Nothing was changed.",
    "whose": "Say whose: `/partners proof {id} {detail} for NAME; NAME until DATE`. On the roster: {known}. Nothing was changed.",
    "not_on_roster": "{detail} is not on the roster, which is said to be complete: {known}."
    " Put them on it first: `/partners people {id} add {detail}`. Nothing was changed.",
    "nothing_waits": "No paper of the kind {detail} waits to be looked at; there is: {known}. Name one by its id. Nothing was changed.",
    "checked_before": "{detail} was checked before{by}, until the same day. Nothing was changed.",
    "just_checked": "{detail} was checked a moment ago{by}, until {known}. Nothing was changed; if that is wrong, say it by its id:"
    " `/partners proof {detail} until DATE`.",
    "filed_before": "What is attached to it is here already: {detail}. Nothing was changed.",
    "which_kind": "What is attached to {detail} does not tell what it is. Say which proof it is: {known}. Nothing was changed.",
    "no_paper": "Nothing attached to {detail} is a paper that can be kept as a proof. Nothing was changed.",
    "no_roster": "The playbook asks for no proof of each person, so there is no roster. Nothing was changed.",
    "no_name": "“{detail}” is no name. Nothing was changed.",
    "on_roster": "Of one name on the roster: {detail}. The same person? Leave the name out. Another one? Tell both apart by a mark:"
    " `/partners people {id} remove {known}`, then `add {known} (born 1990); {known} (born 2001)`. Nothing was changed.",
    "which_person": "The roster tells people called {detail} apart: {known}. Name one as the roster does. Nothing was changed.",
    "off_roster": "{detail} is not on the roster: {known}. Nothing was changed.",
    "nobody_on_roster": "Nobody is on the roster yet: `/partners people {id} add NAME; NAME`. Nothing was changed.",
    "complete_before": "The roster was said to be complete before{by}. Nothing was changed.",
    "not_complete": "Nobody has said that the roster is complete. Nothing was changed.",
    "people_missing": "{known} people were spoken of, and the roster has {detail}. Add the others, or say how many there are:"
    " `/partners people {id} complete {detail}`. Nothing was changed.",
    "no_entry_kind": "There is no kind of entry called {detail}; it is one of: {known}. Nothing was kept.",
    "not_yet": "{detail} lies ahead; write down what has happened. Nothing was kept.",
    "whom_about": "An entry of the kind {detail} is about: {known}. Name it behind the kind; for the office leave the name out."
    " Nothing was kept.",
    "odd_field": "{detail}. It goes so: {known}. Nothing was kept.",
    "empty_entry": "Say what happened: {known}. Nothing was kept.",
    "struck_before": "{detail} is struck, or is itself what strikes another entry. Nothing was changed.",
    "role_needed": "This needs the role {detail}. Nothing was changed.",
}


def sentence(code: str, words: Mapping[str, str]) -> str:
    return SENTENCES[code].format_map({"id": "", "by": "", "detail": "", "stage": "", "gates": "", "known": "", **words})
