"""Which language a text is in, as far as its small words tell: English, Spanish, or plainly neither."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handlers.types import Language

#: Small words that each language cannot do without and the other does not have.
_ENGLISH = re.compile(
    r"the|of|and|to|in|is|for|we|our|you|your|are|with|that|have|this|would|like|can|how|do|what|who|where|i|it|be|on|at|my|or"
    r"|from|when|was|were|an|as|us|they|will|if|not|there|need|want|could|any|which|does|did|has|about|please|thanks|hello|hi|by"
)
_SPANISH = re.compile(
    r"de|la|el|que|los|las|para|una|un|con|por|en|del|se|su|al|es|lo|como|nuestra|nuestro|nos|les|mi|si|qué|cómo|quién|dónde"
    r"|cuánto|más|está|somos|tenemos|queremos|quiero|gracias|hola|buenos|buenas|días|tardes|escuela|niños|hay|son|pero|muy|ya|sin"
    r"|y|cuando|quisiera"
)
#: Small words of other languages of American school districts in Latin script, none of them English or Spanish.
_OTHERS = tuple(
    re.compile(words)
    for words in (
        r"je|nous|vous|votre|notre|vos|des|est|et|pour|dans|avec|une|du|aux|qui|sont|sur|pas|merci|bonjour|cette|au|mais|ou",
        r"não|nao|você|vocês|uma|em|os|dos|das|ao|são|meu|minha|nosso|nossa|nossos|obrigado|obrigada|gostaria|também|é|pelo|pela|com|e|olá|da|do|à|às|quanto|custa|gostaríamos|aulas|alunos|crianças",
        r"wir|und|der|die|das|ist|nicht|ein|eine|für|mit|auf|ihre|ihr|sie|ich|unsere|den|von|zu|bei|guten|danke|haben",
        r"noi|il|gli|della|del|che|per|sono|una|è|non|vorrei|vorremmo|nostra|nostro|grazie|buongiorno|siamo|di|nella|scuola|ai",
        r"wij|het|een|niet|van|voor|met|zijn|onze|graag|jullie|bij|ook|naar|hebben|bedankt|de",
        r"tôi|chúng|của|và|không|là|cho|các|có|được|một|trường|con|em|này|với|xin|chào|cảm|ơn|học|muốn|về|người",
        r"mwen|nou|ou|yo|nan|pou|ak|ki|se|lekòl|timoun|tanpri|mèsi|bonjou|kòman|pitit|gen|ap|pa|sa|li|yon|kapab",
        r"jestem|jest|nie|się|do|dla|na|czy|proszę|dziękuję|szkoły|szkole|dzień|dobry|nasz|nasza|mamy|chcemy|oraz|w|z|i|to",
        r"ako|kami|namin|ang|ng|mga|sa|po|kung|paano|ninyo|salamat|hindi|ay|na|para|paaralan|anak|gusto|maaari|kayo",
        r"ve|bir|bu|için|ile|okul|okulda|nasıl|lütfen|merhaba|teşekkürler|istiyoruz|istiyorum|çocuklar|mı|mi|değil|biz|ben|da|de",
        r"tunataka|kwa|na|ya|wa|ni|shule|watoto|habari|asante|tafadhali|sisi|yetu|yangu|kama|katika|cha|za|nataka|jinsi",
        r"waxaan|iyo|ka|ku|waa|oo|inaan|dugsiga|ardayda|mahadsanid|fadlan|sidee|carruurta|ayaa|soo|kuma|wax",
        r"și|este|sunt|nu|pentru|cu|noi|școala|copii|mulțumesc|bună|vrem|dorim|să|la|ale|din|care|o",
    )
)
#: So many of them, and more than of English and of Spanish, make a text plainly neither.
_ENOUGH_OTHERS = 3
_LATIN = re.compile(r"[a-z\u00c0-\u024f\u1e00-\u1eff]+")

_ACCENTED = re.compile(r"[áéíóú]")  #: in a list of names and marks it tells Spanish from English

#: A text in another script needs so many letters to be one.
_ENOUGH_LETTERS = 8
_LONGEST = 3_000


def language_of(text: str) -> Language:
    """English unless the words or the marks speak for Spanish; `other` only where the text is long enough and plainly neither."""
    words = re.findall(r"[^\W\d_]+", text[:_LONGEST].lower())
    english = sum(_ENGLISH.fullmatch(each) is not None for each in words)
    spanish = sum(_SPANISH.fullmatch(each) is not None for each in words) + len(re.findall(r"[¿¡ñ]", text[:_LONGEST].lower()))
    strange = sum(_LATIN.fullmatch(each) is None for each in words)
    if 2 * strange > len(words) and sum(map(len, words)) >= _ENOUGH_LETTERS:
        return "other"
    if max(sum(each.fullmatch(word) is not None for word in words) for each in _OTHERS) >= max(_ENOUGH_OTHERS, english + 1, spanish + 1):
        return "other"
    accented = not english and any(_ACCENTED.search(each) for each in words)
    return "es" if spanish > english or accented else "en"
