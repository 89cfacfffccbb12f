"""Words that act, and what free prose asks for: to withdraw, to speak to a person, a yes with a change, only thanks."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from handlers.reading.lines import body_and_tail, fold, tidy

Intent = Literal["withdraw", "person", "yes_but", "thanks", ""]

#: A whole first line that is one of these acts; compared without case, accents and punctuation.
WORDS_THAT_ACT: dict[str, frozenset[str]] = {
    word: frozenset(forms.split(","))
    for word, forms in {
        "help": "help,help me,ayuda,ayudenme,ayudame,auxilio",
        "status": "status,my status,estado,estatus,mi estado",
        "stop": "stop,stop it,alto,detener,deten,parar,basta,pare",
        "withdraw": (
            "withdraw,withdraw it,withdraw my application,withdraw our application,retirar,retiro,retirar mi solicitud,"
            "retirar solicitud,retirar la solicitud"
        ),
        "person": "person,a person,human,persona,una persona",
        "yes": "yes,yep,yeah,yes yes,yes sir,yes maam,si,si senor,si senora,si claro",
        "none": "none,ninguno,ninguna,nada,nothing",
        "later": "later,luego,mas tarde,despues",
        "unsubscribe": (
            "unsubscribe,unsubscribe me,cancelar suscripcion,cancelar la suscripcion,cancelar mi suscripcion,darse de baja,"
            "darme de baja,dar de baja,baja,desuscribir"
        ),
        "subscribe": "subscribe,subscribe me,subscribe again,resubscribe,suscribir,suscribirme,suscribame,suscribir otra vez",
    }.items()
}  # fmt: skip

_POLITE = re.compile(
    r"(?:[\s,]+(?:please|pls|thanks|thank you|thanks so much|thank you so much|thank you very much|many thanks|thx|now|por favor|"
    r"porfa|gracias|muchas gracias|sir|maam|senor|senora|dear))+$"
)
_CONFIRMS = re.compile(
    r"(?:[\s,]+(?:that is|thats|it is|its|this is|everything is|everything looks|all is|all of it is|looks|look|all looks|it all looks|"
    r"it looks|that looks|todo esta|esta|todo|es)?[\s,]*"
    r"(?:all )?(?:correct|right|good|great|perfect|fine|accurate|okay|ok|bien|correcto|perfecto|de acuerdo|go ahead|please go ahead|"
    r"submit|submit it|please submit|please submit it|send it|"
    r"confirmed|i confirm|confirmo|confirmado|adelante|envielo|enviela|mandelo|mandela))+$"
)
_BUT = re.compile(
    r"\b(?:but|except|however|although|just (?:one|change|fix)|one (?:change|thing|correction|fix)|change|wrong|instead|"
    r"correct the|pero|excepto|salvo|solo|cambi\w+|corrij\w+|corregir|equivocad\w|un (?:cambio|detalle))\b"
)
_YES_FIRST = re.compile(r"^\W*(?:yes|yep|yeah|ok|okay|looks good|all good|si|de acuerdo|todo bien|perfect|perfecto)\b")

_WITHDRAW = re.compile(
    r"\b(?:please |kindly )?(?:disregard|ignore) (?:(?:my|our|this|the|that) (?:\w+ )?(?:application|request|email|e-mail|mail|message|"
    r"inquiry|submission|form)|it|this|us|everything)\b|"
    r"\bplease disregard\b|"
    r"\b(?:withdraw|cancel|pull|retract|rescind|scrap) (?:it|this|(?:my|our|the|this) (?:\w+ )?(?:application|request|submission|form|"
    r"proposal|inquiry))\b|"
    r"\b(?:we|i)(?:'re| are|'m| am)? (?:withdrawing|pulling out|backing out|no longer (?:interested|able|applying|pursuing|want))\b|"
    r"\b(?:want|wish|need|like|have|decided|going) to (?:withdraw|pull out|back out|cancel (?:the|our|my|this))\b|"
    r"\b(?:wrong|different) (?:school )?district(?: altogether| entirely)?\b.{0,40}\b(?:sorry|meant|disregard|apolog)|"
    r"\bmeant (?:to (?:write|email|send|apply)(?: this)? )?(?:to|for) (?:the |a |another )?(?:\w+ )?(?:other )?district\b|"
    r"\b(?:retir(?:o|amos|en|e)|cancel(?:en|e|o|amos|ar)) (?:(?:mi|nuestra|la|esta|esa) )?(?:solicitud|aplicacion|peticion)\b|"
    r"\bquier(?:o|emos) retirar|\bretir(?:ela|arla|arme|arnos)\b|"
    r"\b(?:haga|hagan) caso omiso\b|\b(?:olvid(?:e|en|elo|enlo)|ignor(?:e|en)) (?:mi|nuestr[oa]|est[ea]|el|la) (?:correo|mensaje|"
    r"solicitud)|"
    r"\bya no (?:queremos|quiero|vamos a|voy a|nos interesa|me interesa|podemos|deseamos) ?(?:participar|seguir|continuar|aplicar|"
    r"solicitar|hacerlo)?\b|\bdistrito equivocado\b|\bme equivoque de distrito\b"
)
_NOT_WITHDRAW = re.compile(
    r"\b(?:not|don't|didn't|never|no|sin|if|si|before|unless|whether|how (?:do|can|would)|can (?:we|i)|could (?:we|i)|may (?:we|i)|"
    r"como|puedo|podemos)\b[^.!?\n]{0,30}$|"
    r"\b(?:previous|earlier|last|first|prior|duplicate) $"
)
_NARROW = re.compile(
    r"^(?:please |kindly )?(?:disregard|ignore)\b[^.!?\n]{0,40}\b(?:previous|earlier|last|first|prior|duplicate|typo|attachment|"
    r"column|columns|numbers?|draft|signature|anterior)\b"
)
_PERSON = re.compile(
    r"\b(?:speak|talk|chat|meet|get on (?:the|a) (?:phone|call)) (?:to|with) (?:someone|somebody|a (?:real |live |actual )?(?:person|"
    r"human|staff|representative)|an actual (?:person|human)|"
    r"one of you|anyone|whoever is in charge|your (?:office|team|supervisor|boss|director)|the (?:coordinator|director|"
    r"person in charge|office)|a manager|a supervisor)\b|"
    r"\b(?:want|need|like|prefer|get) (?:to (?:have|hear from) )?a (?:real |live |actual )?(?:person|human)\b(?: being)?(?! to\b| who\b)|"
    r"\b(?:can|could|would|please have|have) (?:someone|somebody|a (?:real )?person|a human|one of you)(?: from your (?:office|"
    r"team))?(?: please)? (?:call|phone|ring|contact|reach out to|get back to|email|talk (?:to|with)) (?:me|us)\b|"
    r"\b(?:please|kindly|can you|could you|would you) (?:please )?(?:call|phone|ring) (?:me|us)\b|\bis (?:this|"
    r"there) a (?:real )?(?:bot|robot|person|human)\b|\bam i (?:talking|writing) to a (?:bot|robot|machine|person|human)\b|"
    r"\bhablar con (?:alguien|una persona|un humano|la persona|el encargado|la encargada|el coordinador|la coordinadora|"
    r"ustedes por telefono|alguna persona|un representante)\b|"
    r"\bque (?:alguien|una persona) (?:me|nos) (?:llame|hable|contacte|marque|atienda|escriba)\b|\b(?:me|nos) (?:puede|pueden|podria|"
    r"podrian) (?:llamar|marcar|hablar por telefono)\b|\bpersona real\b"
)
_NOT_PERSON = re.compile(r"\b(?:not|don't|didn't|no|already|ya|students?|kids|youth|alumnos|estudiantes|ninos)\b[^.!?\n]{0,25}$")
_THANKS = re.compile(
    r"^\W*(?:(?:ok|okay|great|perfect|got it|wonderful|awesome|sounds good|will do|received|noted|hi|hello|perfecto|excelente|muy bien|"
    r"recibido|entendido|de acuerdo|listo|hola)\W+){0,3}"
    r"(?:(?:thank you|thanks|thx|ty|many thanks|much appreciated|appreciate it|gracias|muchas gracias|mil gracias|se lo agradezco|"
    r"agradecid[oa])\b"
    r"(?:[\s,]+(?:so much|very much|a lot|again|for (?:your|the|all (?:of )?(?:your|the)|everything|this|that|getting back|"
    r"letting)[^.?!\n]{0,40}|you|all|everyone|both|por (?:todo|su|la|el)[^.?!\n]{0,40}|de nuevo|a todos))*)\W*$"
)
_REST = 2_000  # characters that one looks into for what a yes leaves out


def word_that_acts(text: str) -> str:
    """help, status, stop, withdraw, person, yes, none, later, unsubscribe, subscribe, or an empty string; by the whole first line."""
    lines = [line for line in tidy(text).split("\n") if line.strip()]
    if not lines:
        return ""
    plain = _plain(lines[0])
    word = _listed(plain) or _listed(_POLITE.sub("", plain))
    if not word and plain.startswith(("yes", "si ", "yep", "yeah", "si,")):
        word = "yes" if _listed(_CONFIRMS.sub("", _POLITE.sub("", plain))) == "yes" else ""
    if word == "yes" and _BUT.search(fold("\n".join(lines[1:])[:_REST])):
        return ""
    return word


@lru_cache(maxsize=32)
def intent(text: str) -> Intent:
    """What prose asks for beyond answers; precise, so that a doubt is none."""
    body, _ = body_and_tail(tidy(text))
    folded = fold(body)
    if _asks(folded, _WITHDRAW, _NOT_WITHDRAW):
        return "withdraw"
    if _asks(folded, _PERSON, _NOT_PERSON):
        return "person"
    first = _YES_FIRST.match(folded)
    if first and _BUT.search(folded, first.end()):
        return "yes_but"
    return "thanks" if _THANKS.match(fold(tidy(text).split("\n")[0])) and (not body.count("\n") or _THANKS.match(folded)) else ""


def _asks(folded: str, wanted: re.Pattern[str], unless: re.Pattern[str]) -> bool:
    return any(
        not unless.search(folded[max(0, match.start() - 60) : match.start()])
        and not _NARROW.match(folded[match.start() : match.end() + 60])
        for match in wanted.finditer(folded)
    )


def _plain(line: str) -> str:
    """Quotes, asterisks and full stops go; commas stay as a space."""
    return " ".join(re.sub(r"[^a-z0-9\s]", " ", fold(line).replace("'", "")).split())


def _listed(plain: str) -> str:
    return next((word for word, forms in WORDS_THAT_ACT.items() if plain in forms), "")
