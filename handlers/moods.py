"""Words of a reply that no cheerful receipt may answer: somebody is angry, or in grief. A table of words, precise rather than complete."""

from __future__ import annotations

import re
from typing import Literal

from handlers.reading.lines import fold

Mood = Literal["grief", "anger", ""]

_GRIEF = re.compile(
    r"\b(?:passed away|has died|have died|died (?:last|this|on|in|yesterday|suddenly)|(?:the|his|her|sudden) death of|funeral|in mourning|"
    r"grieving|memorial service|we lost (?:a|our|one of) \w+ (?:this|last)|lost (?:his|her|their|my|our) (?:life|father|mother|husband|"
    r"wife|son|daughter|brother|sister|partner|colleague|founder)|"
    r"fallecio|fallecimiento|murio|funeral|de luto|duelo|perdimos a (?:nuestr|un|mi)\w*)\b"
)
_ANGER = re.compile(
    r"\b(?:unacceptable|ridiculous|furious|outrag\w+|disgust\w+|fed up|sick of|had enough|waste of (?:our |my |everyone's )?time|"
    r"(?:a|complete|total|absolute) (?:disaster|joke|mess|farce)|nobody (?:ever )?(?:answers|replies|responds|calls|cares|listens)|"
    r"no one (?:ever )?(?:answers|replies|responds|calls|cares|listens)|stop (?:bothering|wasting|harassing)|"
    r"we are (?:very |so |really )?angry|"
    r"i am (?:very |so |really )?angry|how dare|shame on you|never again|we(?:'re| are) done with (?:you|this)|"
    r"inaceptable|ridiculo|furios[oa]s?|hart[oa]s? de|una verguenza|una burla|perdida de tiempo|"
    r"nadie (?:nos )?(?:contesta|responde|escucha|llama)|"
    r"dejen de|estamos (?:muy )?enojad[oa]s|estoy (?:muy )?enojad[oa]|un desastre)\b"
)
_SHOUTS = re.compile(r"(?:\b[A-Z]{3,}\b[\s,!]*){4,}!|!{3,}")


def mood(text: str) -> Mood:
    """Grief goes before anger: who mourns is not to be taken for a complaint."""
    folded = fold(text)
    if _GRIEF.search(folded):
        return "grief"
    return "anger" if _ANGER.search(folded) or _SHOUTS.search(text) else ""
