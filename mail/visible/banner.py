"""Recognises the warnings that gateways set above mail from outside, in a dozen languages."""

from __future__ import annotations

import re

from mail.visible.lines import GLANCE

_ORIGIN = (
    r"outside|external|untrusted|extern[aeo]?[nrs]?|fuera|ext[ée]rieure?|exterior|esterno|esterna|buiten|fora|utanf[öo]r|udefra|utenfor|"
    r"uden for|ulkopuol|zewn[ęa]trz|vn[ěe]j|внешн|извне|外部|외부|dış"
)
_THING = (
    r"e-?mail|message|sender|source|organi[sz]ation|district|company|domain|network|correo|mensaje|remitente|organizaci[óo]n|empresa|"
    r"distrito|courriel|exp[ée]diteur|nachricht|absender|organisation|messaggio|mittente|organizzazione|mensagem|remetente|"
    r"organiza[çc][ãa]o|bericht|afzender|organisatie|avs[äa]ndare|meddelande|afsender|avsender|viesti|wiadomo|zpráv|письмо|邮件|郵件|メール|메일"
)
_CAUTION = (
    r"caution|warning|attention|alert|notice|external|precauci[óo]n|atenci[óo]n|advertencia|aviso|cuidado|aten[çc][ãa]o|achtung|vorsicht|"
    r"warnung|hinweis|let op|attenzione|avviso|avertissement|prudence|obs|varning|advarsel|varoitus|uwaga|upozorn[ěe]n[íi]|"
    r"внимание|увага|注意|警告|주의|dikkat"
)
_RISK = (
    r"(?:do not|don't|never|avoid|before you|be careful|careful|cautio\w+|think before|verify|report)\b.{0,80}"
    r"(?:click|link|attachment|sender|open|content|reply|suspicious|phish)|"
    r"(?:links?|attachments?)\b.{0,60}(?:unless|trust|recogni[sz]e|caution|expect)|"
    r"(?:no|evite)\b.{0,30}(?:haga clic|abra|abrir|responda).{0,60}(?:enlace|archivo|adjunto|remitente)|"
    r"(?:ne|n')\b.{0,30}(?:cliquez|ouvrez|répondez).{0,60}(?:lien|pi[èe]ce|exp)|"
    r"(?:keine|nicht)\b.{0,60}(?:links?|anh[äa]nge|klick|[öo]ffnen)|(?:non|n[ãa]o)\b.{0,30}(?:clic|apr|abr).{0,60}(?:link|allegat|anex)|"
    r"(?:geen|niet)\b.{0,40}(?:klik|link|bijlage|open)|(?:klicka|klik|klikk)\b.{0,40}(?:inte|ikke|lenk|länk)"
)
#: A line that a gateway begins its warning with.
FIRST = re.compile(
    rf"[\W_]*(?:(?:{_CAUTION})\b.{{0,60}}(?:\b(?:{_ORIGIN})\b.{{0,40}}(?:{_THING})|(?:{_THING}).{{0,50}}\b(?:{_ORIGIN}))|"
    rf"(?:{_CAUTION})\W{{1,4}}(?:{_RISK})|"
    rf"(?:this|the|este|esta|ce|cet|cette|diese|dieser|questa|questo|dit|deze|detta|denne)\s(?:{_THING})\b.{{0,60}}\b(?:{_ORIGIN})\b(?:.{{0,40}}(?:{_THING})|\W*$)|"
    rf"(?:{_ORIGIN})[- ](?:{_THING})\b.{{0,60}}(?:{_RISK}|$)|\W*(?:external|extern|externe|externo|ext)\W*$|"
    r"you don't often get email|you have not previously corresponded|no suele recibir correo|vous n'obtenez pas souvent|"
    r"vous ne recevez pas souvent|sie erhalten nicht (?:oft|häufig)|non si ricevono spesso|você não costuma receber|u ontvangt niet vaak|"
    r"zjqcm|first[- ]time sender|report suspicious)",
    re.IGNORECASE,
)
#: A line that goes on with it.
MORE = re.compile(
    rf"[\W_]*(?:{FIRST.pattern}|.{{0,60}}(?:{_RISK})|learn (?:more|why)|.{{0,30}}not previously corresponded|.{{0,40}}\bis safe\b)",
    re.IGNORECASE,
)
#: Wider lines may have been wrapped, so that the next one ends their sentence.
WRAPPED = 50
BLANKS = 2
LONGEST = 9
DRAWN = re.compile(r"[\s*_=~‐–—\u2500-\u2501|-]{3,}")


def banner_lines(texts: list[str]) -> int:
    """How many lines at the top a gateway put there to warn of mail from outside; 0 where nothing else would be left."""
    end = start = _next(texts, 0)
    if start >= len(texts) or not FIRST.match(texts[start][:GLANCE]):
        return 0
    place, above = start, ""
    while place < len(texts) and place - start < LONGEST:
        text = texts[place].strip()[:GLANCE]
        adjoins = place == end and place > start
        continued = adjoins and len(above) >= WRAPPED and above[-1:] not in ".!?*]>"
        if not (place == start or MORE.match(text) or (continued and text) or (DRAWN.fullmatch(text) and place - end < BLANKS)):
            break
        above, end = text, place + 1
        place = _next(texts, end)
        if place - end > BLANKS:
            break
    return end if _next(texts, end) < len(texts) else 0


def _next(texts: list[str], start: int) -> int:
    while start < len(texts) and not texts[start].strip(" \t|"):
        start += 1
    return start
