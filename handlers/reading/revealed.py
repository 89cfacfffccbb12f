"""A fee that comes to light unasked: only a plain statement that somebody pays the writer is one."""

from __future__ import annotations

import re

from handlers.reading import fees
from handlers.reading.lines import fold, sentences
from handlers.reading.readings import Heard

_AMOUNT = re.compile(r"\$ ?\d|\d ?\$|\b\d[\d,.]{0,14} ?(?:dollars?|bucks|dolares|pesos|usd)\b")
_PAYS = re.compile(
    r"\bpay(?:s|ing)? us\b|\bpay(?:s|ing)?\b[^.;\n]{0,40}\b(?:fees?|tuition|dues|monthly|weekly|for (?:it|the (?:program|club|"
    r"class\w*)))\b|"
    r"\b(?:nos|les?) (?:pagan?|cobr\w+)\b|\bpagan? (?:una )?cuota\b"
)
_WE_CHARGE = re.compile(
    r"\b(?:we|i|it|they|program(?:me)?|class(?:es)?|club|camp|lessons?|workshops?|organi[sz]ation)(?: (?:do|does|also|would|will|"
    r"have to|actually|"
    r"only|just|currently|now|still))*(?: \w+)? (?:charge|bill|invoice|cost)s?\b|\bthere(?:'s| is|'ll be| will be)(?: \w+){0,3} "
    r"(?:fee|charge|cost)\b|\b(?:our|a|an|the) (?:\w+ ){0,2}(?:fee|tuition|dues)s? (?:is|are|of|for|per)\b|\bcobra(?:mos|remos|n)?\b|"
    r"\btiene (?:un )?costo\b|\b(?:not|no es|isn't|no sera) (?:actually |really |entirely |totalmente )?(?:free|gratis|gratuit\w)|"
    r"\bcuota de\b|\b(?:fee|tuition|cuota|costo|price)\b[^.;\n]{0,20}\$"
)
_NOT_NOW = re.compile(
    r"\?|\b(?:if|unless|whether|used to|last (?:year|month|spring|fall)|previous(?:ly)?|in the past|normally|usually|otherwise|other "
    r"(?:districts?|schools?|places)|another district|elsewhere|no longer|never|not charge|don't (?:charge|bill)|before the|si|"
    r"antes|normalmente|"
    r"el ano pasado|otr[oa]s (?:distritos|escuelas)|field trip|donat\w+|raised|reimburs\w+|some ?day|might|may|maybe|quizas?)\b"
)


def fee(text: str) -> Heard:
    """The first sentence that plainly says that somebody pays the writer, as a yes."""
    for span in sentences(text):
        folded = fold(span.text)
        if _NOT_NOW.search(folded):
            continue
        said = fees.who_pays(span.text)
        if said.fee == "yes" and (_is_paid(folded, said.payer) or _WE_CHARGE.search(folded)):
            return Heard(value=True, words=span.text)
    return Heard()


def _is_paid(folded: str, payer: str) -> bool:
    """Families, a school or a parent group pay, and an amount or the writer stands beside it."""
    return payer in {"family", "school", "pta"} and bool(_AMOUNT.search(folded) or _PAYS.search(folded))
