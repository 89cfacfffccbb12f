"""How people speak of money: a table that tells who pays whom, over text without case and accents, English and Spanish."""

from __future__ import annotations

from typing import NamedTuple

#: Pieces that many rows share.
_UNIT = (
    r"(?:child|kid|student|pupil|head|person|people|participant|player|famil(?:y|ies)|household|hour|hr|session|class|"
    r"lesson|workshop|month|week|day|year|semester|term|show|visit|school|site|building|campus|team|group|course|set|"
    r"seat|ticket|camper|performance|nino|nina|alumno|estudiante|persona|familia|mes|hora|sesion|clase|semana|ano|"
    r"escuela|funcion|grupo|curso|boleto|cabeza)s?"
)
_MONEY = (
    r"(?:(?:us)?\$ ?\d[\d,.]{0,14}k?|(?<!\d)\d[\d,.]{0,14} ?\$|\b\d[\d,.]{0,14} ?(?:dollars?|bucks|dolares|pesos|usd)\b|\b(?:a|few|"
    r"five|ten|"
    r"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|two|three|four|diez|veinte|treinta|cuarenta|"
    r"cincuenta|cien) (?:dollars?|bucks|dolares))"
)
_SCHOOL = (
    r"(?:(?:the |any |your |each |our |host |la |las |el |sus ){0,3}(?:schools?|districts?|buildings?|campus(?:es)?|"
    r"classrooms?|teachers?|escuelas?|distrito|planteles|plantel))"
)
_FAMILY = (
    r"(?:(?:the |their |your |los |las |el ){0,3}(?:famil(?:y|ies)|parents?|moms(?: and dads)?|mothers|caregivers|"
    r"guardians|children|kids?|students?|pupils?|participants|youth|familias?|papas|padres(?: de familia)?|mamas|"
    r"alumnos?|estudiantes|ninos))"
)
_PTA = (
    r"(?:(?:the |a |each |your |la |el ){0,3}(?:pt[ao]c?s?\b|parent[- ]teacher \w+|parents?'? (?:group|association|"
    r"organi[sz]ation)s?|booster \w+|asociacion de padres|comite de padres|mesa directiva))"
)
_SMALL = (
    r"(?:small |modest |nominal |minimal |low |reasonable |one-time |flat |yearly |annual |monthly |membership |"
    r"registration |materials? |enrollment |entry |kit |supply |extra |additional ){0,4}"
)


#: No row below matches where none of these stands: told in one pass, so that only sentences that speak of money are looked into.
MONEY_WORDS = (
    r"[$]|dollar|dolar|buck|peso|usd|free|cost|charg|fee|pay|paid|paga|pagu|price|pricing|precio|tuition|dues| rate|bill|invoice|"
    r"sell|money| cent|dime|penny|fund|grant|donat|donor|dona|nothing|nada|gift|give|giving|cover|absorb|expens|bought|buy|compra|"
    r"purchas| rent |lease|subscri|licen|contribu|aporta|coopera| chip|cuota|cobr|cuest|gratis|gratui|complimentary|honorari|quote|"
    r"cotiza|tarifa|vend|mensualidad|discount|sliding|bono|financ|sponsor|salar|reimburs|pick up| foot|pocket|love of| order|send me|"
    r"sin pedir|gasto|pena|cuanto|quien|spend|spent| owe|endow|budget|cargo| strings|cubier|cubr|"
    r"bankroll|underwr|subvenc|carry|carries| bear|only parents|only families|only the parents|only the families|just parents|"
    r"just families|just the parents|just the families|dan una|come up with|pide a|deposit|anything|a single|ask each|ask every|"
    r"help|support|looks? after|tiene|regal"
)


class FeeSign(NamedTuple):
    """A way of speaking of money. `fee` is empty where the words look like a price but are none of the writer's."""

    fee: str  #: yes, no, or empty
    payer: str  #: school, family, pta, public, nobody; empty where not said
    pattern: str


#: Read top to bottom; what a row has matched is hidden from the rows beneath it, so that "don't charge" never counts as "charge".
FEE_SIGNS: tuple[FeeSign, ...] = (
    # What the writers spend themselves, what once was, and what others are asked for.
    FeeSign(
        "",
        "",
        r"\b(?:we|i|our (?:volunteers|members|board|staff|tutors|coaches))(?: (?:do|also|all|each|only|even|just|have|had))* (?:rent|spend|"
        r"spent|pay|paid|buy|bought)\b(?! by\b)(?:[^.!?;\n]{0,40}?"
        + _MONEY
        + r"(?: ?(?:per|an?|each|/|apiece) ?\w*)?)?|\b(?:background checks?|finger ?print\w*|live ?scans?|rent|gas|snacks?|pizza|supplies|"
        r"insurance|parking)\b[^.!?;,\n]{0,12}\b(?:costs?|is|are|was|were|runs?|cuestan?)\b[^.!?;,\n]{0,12}?"
        + _MONEY
        + r"(?: ?(?:per|an?|each|/|apiece) ?\w*)?",
    ),
    FeeSign(
        "",
        "",
        r"\b(?:used to|last year (?:we|they|it)|(?:in the past|previously|before),? (?:we|they)|antes|el ano pasado|soliamos)\b"
        r"[^.!?;,\n]{0,30}?\b(?:charg\w+|bill\w*|pay|paid|costs?|cobr\w+|pag\w+|costaba)\b(?:[^.!?;,\n]{0,20}?"
        + _MONEY
        + r"(?: ?(?:per|an?|each|/|al|por) ?\w*)?|(?: (?:the )?(?:families|parents|schools|a (?:small |modest )?fee|una cuota))*)|"
        r"\b(?:other|another|neighbou?ring|otr[oa]s?) (?:districts?|schools?|count(?:y|ies)|distritos?|escuelas?)\b[^.!?;,\n]{0,50}"
        r"(?=[,;][^.!?\n]*\b(?:free|gratis|no (?:cost|charge)))",
    ),
    # Words that only look like money or like free.
    FeeSign(
        "",
        "",
        r"\b(?:feel|are|am|is|be|being|keep|keeps|more|my|have|having|get|with|room|gym|line|space|"
        r"seats?) (?:\w+ )?free(?:ly)? (?:to (?!famil|school|student|all|every|the |partic|parent|kid|child|anyone|you|"
        r"us)|on (?:\w+day|the \d)|time|mornings?|afternoons?|evenings?|at (?:noon|lunch))",
    ),
    FeeSign(
        "",
        "",
        r"\bfree (?:time|period|days?|mornings?|afternoons?|evenings?|hours|hand|speech|will|spot|slot|weekends?|"
        r"and[ -]reduced|(?:or|&) reduced|throws?|play|range|lunch(?:es)?|(?:on |every )?(?:mon|tues|wednes|thurs|fri|"
        r"satur|sun)days?)\b|\bfree on\b|\bfeel free\b|\w-free\b|\btoll.free|\beat free\b|\bsin pena\b",
    ),
    FeeSign(
        "",
        "",
        r"\b(?:how much|what) (?:is|are|does|do|would|will|did|it|you|the|your|for)\b[^.?!\n]{0,60}\b(?:cost|costs|charge|"
        r"charged|fees?|rates?|rent|price|pay|deposit|per hour)\b[^.?!\n]*|\bwhat you(?:'d)? (?:charge|ask)\b|\bwhat(?:'s|"
        r" is| are) (?:the|your) (?:\w+ ){0,2}(?:cost|charge|fees?|rates?|price|deposit)\b[^.?!\n]*",
    ),
    FeeSign(
        "",
        "",
        r"\bcuanto (?:cuesta|cobran|es|sale|vale|cobra|hay que pagar)\b[^.?!\n]*|\bis there an? (?:\w+ )?(?:fee|charge|"
        r"cost)\b|\b(?:do|must|should|can|may|would) (?:i|we) (?:have to |need to )?pay\b|\bwho pays\b|"
        r"\bquien(?:es)? (?:las? |los? )?paga\b",
    ),
    FeeSign(
        "",
        "",
        r"\b(?:we|i)(?:'d|'ll| would| will| can| could)? (?:be )?(?:gladly |happily |happy to |glad to |willing to |"
        r"able to |also )*pay\b(?! us)|\bpodemos pagar\b|\bpagariamos\b|\b(?:please )?charge (?:us|me)\b",
    ),
    FeeSign(
        "",
        "public",
        r"\b(?:tickets?|admission|adults?|boletos?|entradas?)\b[^.!?\n]{0,25}"
        + _MONEY
        + r"[^.!?\n]{0,40}(?:public|publico)|\b(?:public|publico)\b[^.!?\n]{0,30}"
        + _MONEY,
    ),
    FeeSign(
        "",
        "public",
        r"\b(?:now playing|admission|box office|open to the public|tickets? (?:from|start|are|at)|adults)\b[^.!?\n]{0,60}"
        + _MONEY
        + r"(?:[,; ]+(?:children|kids|members|seniors|students)? ?"
        + _MONEY
        + r")*",
    ),
    FeeSign(
        "",
        "",
        r"\b(?:donat\w*|give|giving|gift|grant|award\w*|rais(?:e|ed|ing)|sponsor\w*|worth|value[d]?|contribut\w*|"
        r"liabilit\w*|insur\w*|coverage|policy|cover|occurrence|budget\w*|prize|scholarships?|stipend|wages?|salar\w*|"
        r"endow\w*|match\w*|fund|funding|reward|dona\w*|regal\w*|beca|seguro|poliza|out|pizza|"
        r"convenience fee)\b[^.!?\n]{0,30}?"
        + _MONEY
        + r"(?: ?(?:million|m\b|k\b))?(?! (?:per |a |each |por )?(?:child|kid|student|pupil|family|session|month|class|nino|"
        r"alumno))",
    ),
    FeeSign(
        "",
        "",
        _MONEY + r"(?: ?(?:million|m))? (?:per occurrence|per claim|in (?:total|aggregate)|(?:of )?(?:liability|insurance|coverage|"
        r"cover)|grant|gift|donation|prize|scholarships?|check|convenience fee|for (?:pizza|lunch|snacks|gas|parking)|"
        r"an hour (?:and|plus) lunch|de seguro|de donacion)|\b(?:pay|paying|earn|wage|paid)\b[^.!?\n]{0,12}"
        + _MONEY
        + r" ?(?:an|per|/) ?(?:hour|hr)\b(?=[^.!?\n]*(?:intern|student|teen|trainee|lunch))",
    ),
    FeeSign(
        "no",
        "nobody",
        r"\b(?:no longer|stopped|quit|ya no|dejamos de) (?:les )?(?:charg(?:e|ing)|bill(?:ing)?|cobr\w+)(?: (?:the |las |los )?(?:families|"
        r"parents|schools?|anyone|anything|familias|papas|escuelas?|fees?|a fee))?",
    ),
    FeeSign(
        "",
        "",
        r"\b(?:might|could|would|can|will|does|may) (?:the |your )?(?:districts?|schools?|school board) (?:help|chip in|"
        r"contribute|fund|support|sponsor|give|finance)\b",
    ),
    # Free is denied.
    FeeSign(
        "yes",
        "",
        r"\b(?:isn't|is not|aren't|are not|it's not|not|won't be|no es|no son|no sera) (?:entirely |completely |totally |"
        r"quite |really |totalmente )?(?:free|gratis|gratuit\w+)\b(?! of)",
    ),
    # Nobody pays.
    FeeSign(
        "no",
        "nobody",
        r"\b(?:never|hardly ever) an? (?:fee|charge|cost|bill)\b|\b(?:pays?|owes?|spends?|pagan?) (?:us )?(?:nothing|"
        r"nada)\b(?<!school pays nothing)(?<!schools pay nothing)(?<!escuela paga nada)(?<!district pays nothing)|"
        r"\bno money (?:changes|is|ever)\b|\bno se paga\b",
    ),
    FeeSign(
        "no",
        "nobody",
        r"\b(?:families|parents|schools?|students?|kids|nobody|no one|no-one|anyone|anybody|they|we|you) (?:never|don't|"
        r"do not|won't|will not|wouldn't|would not|doesn't|does not|has never|have never|didn't|need not|isn't|aren't|"
        r"are not|is not) (?:ever )?(?:be |being |have to |need to |had to )?(?:asked to |asked for )?(?:pay|spend|"
        r"charged?|bill(?:ed)?|invoiced?|sell|cost|owe)\b(?: (?:for )?(?:anything|any(?:one|body)|a (?:cent|dime|penny|"
        r"thing)|money|a fee|fees|schools?|families|you|them|it))*(?!,? (?:the )?(?:school|district)s?,? (?:parents|"
        r"families|only))(?! schools?,? (?:just|only|but))",
    ),
    FeeSign(
        "no",
        "nobody",
        r"\b(?:nobody|no one|no-one|neither)\b[^.!?\n]{0,40}\b(?:pays?|charged|billed|spends?|costs?)\b|"
        r"\bwithout (?:any )?(?:charge|cost|charging|fee|pay)\b(?: to "
        + _SCHOOL
        + r"| to "
        + _FAMILY
        + r")?|\bpro bono\b|\bnunca (?:se )?cobra\w*|\bno (?:se )?(?:les? )?(?:cobra\w*|cuesta)(?: (?:nada|ningun\w*|"
        r"a nadie))?|\bnadie paga\b|\bno one is charged\b",
    ),
    FeeSign(
        "no",
        "nobody",
        r"\b(?:won't|wouldn't|will not|would not|never|doesn't|does not|don't|do not|not|can't) (?:ever )?(?:cost|take|"
        r"charge|ask for|ask|accept|want|bill|need|seek)(?: (?:you|anyone|anybody|schools?|families|them|the school|"
        r"for))* (?:a (?:cent|dime|penny|fee)|money|any (?:money|fees?|payment|funds|funding)|anything for|anything|"
        r"payment|a single)\b|\bnot a (?:cent|dime|penny)\b|\bneither (?:you|schools?|families|"
        r"parents)[^.!?\n]{0,30}(?:penny|cent|dime)\b|\bnever take money\b|\bhave never had to (?:pay|spend)\b",
    ),
    FeeSign(
        "no",
        "not_school",
        r"\b(?:no|zero|without|sin|ningun) (?:\w+ )?(?:cost|costs|charge|fee|fees|expense|costo|cargo|"
        r"costos) (?:at all )?(?:to|for|on|para|a) "
        + _SCHOOL
        + r"\b(?!,? (?:or|and|nor|ni|o|y) )|\b(?:free|gratis|gratuit\w+) (?:to|for|para) "
        + _SCHOOL
        + r"\b(?!,? (?:or|and|y) )|\b"
        + _SCHOOL
        + r" (?:pays?|spends?|paga|pagan|gasta) (?:nothing|nada)\b|\bcost (?:"
        + _SCHOOL
        + r") (?:nothing|a (?:cent|penny|dime))|\ba la escuela nada\b|\b(?:wouldn't|won't|doesn't|does not) cost "
        + _SCHOOL
        + r" (?:a (?:cent|dime|penny)|anything)",
    ),
    FeeSign(
        "no",
        "nobody",
        r"\b(?:no|zero|sin|ningun|cero) (?:\w+ )?(?:cost|costs|charges?|fees?|expense|strings|costo|costos|cargo|cargos|"
        r"cuota|cuotas|cobro|tuition)\b(?: (?:to|for|of any kind|para)(?: "
        + _FAMILY
        + r"| "
        + _SCHOOL
        + r"| anyone| anybody)?)?|\b(?:no|ningun)-(?:cost|fee|charge)\b|\bcosts? (?:families |schools |anyone |them |you |"
        r"us )?nothing\b(?! (?:but|apart|except|beyond))|\b(?:is|are|be|all|totally|completely|entirely|always|stays?|"
        r"remains?|offered|provided|come|comes|works?|talks?|sessions?) (?:\w+ )?(?:at )?free\b|"
        r"\bno tiene (?:ningun )?costo\b",
    ),
    FeeSign(
        "no",
        "nobody",
        r"\bfree (?:of (?:cost|charge)|to|for|\w+)|\b(?:4|for|it's|we're|its) free\b|\bfree\b|\bgratis\b|\bgratuit\w+|"
        r"\bat (?:our|its) (?:own )?expense\b|\bcomplimentary\b|\bunpaid\b|\bsin cobrar\b",
    ),
    FeeSign(
        "no",
        "grant",
        r"\b(?:fully |all |already |entirely |wholly |completely |is |are )*(?:paid(?: for)?|funded|covered|financed|"
        r"underwritten|bankrolled|financiad\w+|pagad\w+|cubiert\w+|sponsored) (?:\w+ )?(?:by|through|from|por|"
        r"con) (?:an? |the |our |private |un |una |la |el |state |federal |county )*(?:\w+ )?(?:grants?|donors?|"
        r"donations?|foundations?|state|county|city|trust|endowment|sponsors?|government|beca|fundacion|ciudad|estado|"
        r"condado|donativos|donaciones|subvencion|gobierno|philanthrop\w+|church|members)\b",
    ),
    FeeSign(
        "no",
        "grant",
        r"\b(?:an?|the|our|la|el|un|una) (?:[\w']+ ){0,2}(?:trust|grant|foundation|city|county|state|endowment|hospital|"
        r"university|college|donors?|fund|sponsors?|ciudad|fundacion|condado|universidad|estado|hospital) (?:has |have |"
        r"already |will |would |nos |lo )*(?:pays?|paid|covers?|looks? after|funds?|foots?|salaries|finances?|paga|cubre|"
        r"financia)\b(?! (?:the rest|half|part))|\b(?<!half )paid (?:for )?by (?:the|our|us|an?) ?(?:hospital|university|"
        r"college|company|bank|church|city|county|state|us)?\b(?! (?:school|district|parent|famil|student))|"
        r"\bsalaried by us\b|\b(?:have|has|ve|with|hold|won|received|got|now have|through|by|tenemos) (?:now )?(?:an?|"
        r"una?) (?:[\w']+ ){0,3}(?:grant|subvencion|endowment)\b|\b(?:state|federal|public) money\b",
    ),
    FeeSign(
        "no",
        "nobody",
        r"\bfor nothing\b|\bno money (?:is )?(?:involved|asked|needed)\b|\b(?:which|that) we give away\b|\bas a gift\b|"
        r"\bfor the love of it\b|\bsin pedir nada\b|\bno hay (?:ningun )?gasto\b|\bdon't (?:bill|charge)\b|"
        r"\bout of (?:our own|the church's) pocket\b|\bwe (?:cover|pay(?: for)?|absorb) (?:all|everything|all of it|"
        r"it all)\b|\b(?:are|is) given to the (?:girls|boys|kids|students|children)\b",
    ),
    FeeSign(
        "no",
        "grant",
        r"\b(?:state|grant|donor|foundation|county|federally|city|fully)[- ]funded\b|\bit's all funded\b|\b(?:donors?|"
        r"an? (?:\w+ )?(?:grant|trust|foundation|endowment|fund)|the (?:county|state|city|foundation|grant)|our (?:bank|"
        r"company|church|board|donors|foundation|sponsors?|funders?)|we|la fundacion|nosotros|el condado|"
        r"la ciudad) (?:that |which )?(?:pays?|foots?|covers?|carr(?:y|ies)|funds?|finances?|bears?|absorbs?|paga|cubre|"
        r"financia|cubrimos|pagamos|lo financia)(?: for)? (?:it |los )?(?:all|everything|(?:all )?(?:the|its|their|"
        r"our) (?:\w+ )?(?:costs?|bills?|expenses?|teachers|guides|counselors)|the whole|todo|todos|gastos|instructors?|"
        r"teachers)\b|\blo financia (?:la|el|una?) \w+|\bfoot the bill\b|\bthey have a budget of their own\b",
    ),
    # Somebody pays.
    FeeSign(
        "yes",
        "pta",
        _PTA + r"(?:[^.!?\n]{0,25}) (?:would |will |can |could |to |offered to |is going to |pagaria |pagara )*(?:pays?|cover|"
        r"fund|pick up the (?:bill|tab)|reimburse|sponsor|buy|paga|pagaria)\b",
    ),
    FeeSign(
        "yes",
        "family",
        r"\b" + _FAMILY + r"(?:,? (?:who|which|que|nos|would|will|can|could|do|may|also|each|simply|then|only|just|are|get|have to|must|"
        r"us))* (?:pays?|paid|buys?|purchase|orders?|chip in|contribute|cover (?:the )?(?:cost|fee)|billed|be billed|"
        r"charged|be charged|send me|sign up and pay|pagan|pagarian|compran|dan una|cooperan)\b(?! (?:\w+ )?(?:attention|atencion))|"
        r"\b(?:paid|billed|payable|"
        r"charged|bought|pagad[oa]s?)(?: \w+){0,2} (?:by|to|por) "
        + _FAMILY
        + r"\b|\b(?:only|just) (?:the )?(?:parents|families)\b|\blo pagan? (?:los )?(?:papas|padres|las familias)|"
        r"\ba (?:los papas|las familias|los padres) (?:les )?cobramos\b|\bwhich the (?:families|parents) pay\b|"
        r"\bparents? (?:would|do)\b(?=[^.!?\n]{0,30}\b(?:through|pay))",
    ),
    FeeSign(
        "yes",
        "school",
        r"\b" + _SCHOOL + r"(?:,? (?:who|would|will|can|could|may|also|each|simply|then|only|just|are|is|have to|must|us))* (?:pays?|paid|"
        r"buys?|purchases?|chips? in|contributes?|is billed|be billed|cover(?:s)? (?:the )?(?:cost|fee)|come up with|"
        r"reimburses?|paga|pagan|pagaria|compra)\b(?! (?:nothing|nada))|\b(?:paid|billed|invoiced|charged?|cost|"
        r"payable)(?: \w+){0,3} (?:by|to|for) (?:the |each )?(?:schools?|districts?)\b|"
        r"\bcharge (?:to )?(?:the )?(?:schools?|districts?)\b|\b(?:lo|la|los|las) pagan? (?:la|cada|el) (?:escuela|"
        r"distrito|plantel)|\bask (?:each|every) (?:building|school) for\b",
    ),
    FeeSign(
        "yes",
        "",
        r"\b(?:famil\w+|parents?|each school|every school|schools?|cada escuela)\b[^.!?\n]{0,25}\b(?:gives?|makes?|"
        r"asked for|una aportacion|an? contribution)\b[^.!?\n]{0,25}"
        + _MONEY
        + r"|\b(?:schools?|families|parents|districts?) (?:\w+ )?(?:subscribe|rent|license|lease) |\bpide a cada escuela\b",
    ),
    FeeSign(
        "yes",
        "",
        _MONEY + r"(?: \w+){0,2} ?(?:per|a|an|each|/|por|al|cada|the|x|for each|for every)? ?(?:a )?" + _UNIT + r"\b",
    ),
    FeeSign(
        "yes",
        "",
        r"\b(?:costs?|charges?|chargs|charged|charging|fees?|price[ds]?|pricing|tuition|dues|rates?|registration|runs?|"
        r"pay|pays|bill(?:ed)?|bring|come to|ask for|honorarium|kit|only|extra|materials|cuesta\w*|cuota|cobr\w+|tarifa|"
        r"precio|vale|pagan?|signups?[^.!?\n]{0,20}|it's|at)\b[^.!?\n]{0,30}?"
        + _MONEY
        + r"|"
        + _MONEY
        + r"[^.!?\n]{0,25}?\b(?:fees?|charge|cost|tuition|dues|kit|materials?|each|apiece|registration|plus (?:travel|"
        r"mileage)|de cuota|de inscripcion|por \w+|mensuales|al mes)\b",
    ),
    FeeSign(
        "yes",
        "",
        r"\b(?:we|i|they|company|co\.?|firm|also|currently|only|would|will|do|to|starting to|'d|'ll)(?: \w+)? (?:charge|"
        r"bill|invoice|sell|charges|sells|bills|chargs)\b|\b(?:for|have|has|with|is|be|charge|charging|small|"
        r"modest) (?:an? )(?:"
        + _SMALL
        + r")(?:fee|charge|tuition|price|subscription)\b|\b(?:our|my|the) (?:"
        + _SMALL
        + r")(?:rates?|fees?|prices?|pricing|price list|tuition|licen[cs]e|subscription|invoices?|quotes?)\b",
    ),
    FeeSign(
        "yes",
        "",
        r"\bthere(?:'d| is|'s| would be| will be| are)(?: \w+){0,2} (?:fee|charge|cost)s?\b|\bsliding scale\b|"
        r"\b(?:membership|participation|program|licens\w+|consulting|speaker|speaking|materials?|lab|kit|annual|"
        r"supply) fees?\b|\b(?:paid|fee-based) (?:program|class|course|lesson|service|workshop|enrichment|camp)\w*|"
        r"\bhonorarium\b|\bfor a fee\b|\bat (?:a )?(?:cost|discounted rate)\b|\bvolume discount\b|"
        r"\bsubscription\b",
    ),
    FeeSign(
        "yes",
        "",
        r"\b(?:les )?cobr(?:amos|o|ariamos|aremos)\b|\bcuotas?\b|\bmensualidad\w*|\btiene (?:un )?(?:costo|precio)\b|"
        r"\bcon costo\b|\bvend(?:o|emos)\b|\btarifas?\b|\bcuesta\w*|\bcotizacion|\bde paga\b",
    ),
)
