"""The words that speak for a pathway or tell of the writer, as tables over text without case and accents."""

from __future__ import annotations

from typing import NamedTuple

_KID = r"(?:son|daughter|kid|child|children|boys?|girls?|twins|grandson|granddaughter|hij[oa]s?|nin[oa]s?|niet[oa]s?)"


class Sign(NamedTuple):
    """Words that speak for a pathway, and how loudly: points are added to the logarithm of the score by meaning."""

    pathway: str
    points: float
    says: str
    pattern: str


class About(NamedTuple):
    """A fact about the writer or the matter, and the words that show it. The first row of a fact that matches counts."""

    fact: str
    value: str
    pattern: str


#: Every row that matches adds its points once; the words it matched are shown with the decision.
SIGNS: tuple[Sign, ...] = (
    Sign(
        "checkin_or_data",
        1.5,
        "reports figures or asks how to",
        r"\bcheck[- ]?ins?\b|\b(?:monthly|quarterly|mid-?year|year-?end|annual|impact|progress|outcomes?) (?:report|form|"
        r"figures|numbers|data|log|survey|review|statement|totals?|call)\w*|\b(?:end|close) of (?:semester|year|month|"
        r"quarter) (?:tally|report|numbers)\b|\b(?:informe|reporte|encuesta|datos) (?:de|del|mensual|para|que|impact)|"
        r"\bsurvey\b|\bencuesta\b|\bquestionnaire\b",
    ),
    Sign(
        "checkin_or_data",
        0.8,
        "speaks of figures of its sessions",
        r"\b(?:headcount|attendance (?:sheet|figures|data|records|log|totals)|contact hours|student (?:outcome )?data|"
        r"data[- ]sharing|data set|de-?identified|impact data|students? served|(?:kids|students|children|"
        r"families) (?:we )?(?:served|reached|coach(?:ed)?)|how many (?:students|kids|people|children|came|of (?:our|"
        r"your))|calificaciones de los alumnos|cuantos (?:alumnos|ninos|jovenes|estudiantes)|hoja de asistencia)\b|"
        r"\b(?:sessions?|meetings|hours|kids|children) ?(?::|=) ?\d|\b(?:kids|meetings|sessions|children|students|hours|"
        r"families) \d+\b",
    ),
    Sign(
        "checkin_or_data",
        1.5,
        "asks for measured results",
        r"\b(?:test|reading|math|pre/?post|literacy) (?:scores|results|levels)\b|\b(?:graduation|absence|suspension|"
        r"attendance) (?:rates?|data|records)\b|\bgrades (?:for|of) (?:the|our)\b|\b(?:tally|totals?|figures|dashboard|"
        r"miscounted)\b|\bour numbers\b|\bmy numbers\b|\b(?:last|this) (?:month|quarter|semester) (?:i|we|to)\b|"
        r"\bmes pasado\b|\bmandar(?:les)? cuantos\b|\bresearch(?:er|ers)?\b|\bdissertation\b|\bevaluat(?:or|ion)\b|"
        r"\bstatistics\b",
    ),
    Sign(
        "documents",
        1.3,
        "is about papers",
        r"\bw-?9\b|\bcoi\b|\bcertificates? of (?:liability )?insurance\b|\binsurance (?:certificate|requirement|sheet|"
        r"policy)\w*|\b(?:liability|umbrella|renewed|our) policy\b|\bfinger ?print\w*|\bbackground (?:checks?|"
        r"screening)\b|\bclearances?\b|\bcriminal (?:history|record)\w*|\btb tests?\b|\badditional insured\b|\bhuellas\b|"
        r"\bantecedentes\b|\bpoliza\b|\bcertificado de seguro\b|\bseguro de responsabilidad\b|\btuberculosis\b|"
        r"\baffidavit\b|\bhold harmless\b|\b(?:get|be|been|are|were) (?:screened|cleared|inked|printed)\b|\b(?:her|his|"
        r"their|our) fingers\b|\bpermission slips?\b|\bphoto releases?\b|\bnecesito seguro\b|\b(?:insurance|seguro) (?:to|"
        r"si|for|para)\b|\badjunto (?:la|el)\b",
    ),
    Sign(
        "existing_partner_support",
        1.5,
        "already works with the district",
        r"\b(?:current|existing|approved|long-?standing|active|already an?(?: approved)?) partners?\b|"
        r"\bas (?:a )?partners? (?:of|with|since|already)\b|\bour (?:current |district |school )?(?:liaison|go-to|"
        r"contact (?:person|at))\b|\b(?:ya|somos) (?:somos )?soci[oa]s\b|\bya (?:trabajamos|colaboramos)\b|"
        r"\bnuestro enlace\b|\bpartner portal\b|\bwe(?:'ve| have) been (?:in|at|with|a partner|teaching|running|working|"
        r"coming)\b|\bllevamos \w+ anos\b",
    ),
    Sign(
        "existing_partner_support",
        0.5,
        "asks for the state of its application or agreement",
        r"\b(?:status|state|update|word|news|heard|progress)\b[^.!?\n]{0,40}\b(?:application|agreement|mou|packet|"
        r"paperwork|yet)\b|\b(?:our|my) application\b|\bwe (?:applied|submitted|handed in|sent in)\b|\b(?:nuestra|"
        r"mi) solicitud\b|\b(?:renew|renewal|renovar|renovamos|extend)\b|\b(?:our|nuestro) (?:agreement|mou|convenio|"
        r"acuerdo)\b|\badd (?:another|a second|a third) (?:school|site|campus)\b|\bagregar (?:otra|una|esa|un)\b|\b(?:we|"
        r"i) (?:\w+ )?(?:handed|sent|turned|mailed) in\b|\bnot a peep\b|\bheard (?:nothing|back)\b|\bwaiting (?:for|"
        r"on) (?:approval|an answer|a reply|word)\b|\bwe already (?:serve|work|have|run)\b|\bwe serve \w+|\b(?:where|"
        r"school where) we (?:are already|already|tutor|run|work|teach)\b|\btaken over from\b|\b(?:nos den|"
        r"den) respuesta\b|\bour (?:mentors|tutors|sessions|kids|group|program|students) (?:at|lost|keep|feel|have been|"
        r"has been|is|are)\b|\bwe were (?:approved|green-?lighted)\b",
    ),
    Sign(
        "flyer",
        2.5,
        "wants something shared with families or staff",
        r"\bpeach ?jar\b|\bfl[iy]er\w*\b|\bleaflets?\b|\bhand ?outs?\b|\bvolantes?\b|\bfolletos?\b|\b(?:take-?home|"
        r"thursday|friday) (?:folder|envelope|packet)s?\b|\bbackpack mail\b|\bspread the word\b|\bget the word out\b|"
        r"\bposters?\b|\bbrochures?\b|\bcartel(?:es)?\b",
    ),
    Sign(
        "flyer",
        2.3,
        "wants people to hear of it",
        r"\badvertis\w+|\bpromot(?:e|ing)\b|\b(?:reach|tell|inform|notify|e-?mail|text) (?:all |your |the |"
        r"every )*(?:families|parents|moms|households)\b|\blet (?:your |the )?(?:families|parents|teachers|moms|staff|"
        r"students|kids)\b[^.!?\n]{0,20}\bknow\b|\b(?:parents|families|moms|dads|teachers) (?:to )?(?:know|hear|see|"
        r"find out|learn)\b|\bgo(?:es|ing)? home\b|\bsend (?:it |this |them |things )?home\b|\bhear (?:of|about) (?:it|"
        r"us)\b|\bdifundir\b|\bannounce\w*\b|\bpass (?:this|it|that|the attached \w+) (?:on|along) to\b|\b(?:mention|"
        r"include) (?:it|us|our|my)\b|\bcompart\w+ con (?:los|las) (?:padres|familias)\b|\b(?:sepan|enterarse|aviso|"
        r"avisos)\b|\b(?:share|put|send)\b[^.!?\n]{0,30}\b(?:to|with|out to) (?:all |the |your |every )*(?:families|"
        r"parents|staff|teachers|principals|households)\b|\blleg(?:ue|ara|ar) a (?:las casas|los hogares|todas|"
        r"las familias)\b|\b(?:want|wants|like|so that) (?:\w+ ){0,3}(?:parents|families|moms|people) to know\b|"
        r"\banunci\w+|\bpublicidad\b|\bse enteren\b|\brepartir\b|\b(?:newsletter|bulletin|boletin|email blast)\b",
    ),
    Sign(
        "facility_use",
        1.2,
        "wants a space",
        r"\b(?:rent|renting|rental|book|reserve|reservation|hire|hiring|lease|use|using|"
        r"borrow)\b[^.!?\n]{0,30}\b(?:gym\w*|auditorium|cafeteria|classrooms?|fields?|stadium|stage|theat(?:er|re)|pool|"
        r"library|room|hall|kitchen|courts?|diamond|lot|space|building|facilit\w+|turf|lunchroom)\b|\b(?:alquil\w+|"
        r"rent(?:ar|an?)|reservar|prestan)\b|\bfacilit(?:y|ies) use\b|\b(?:place|space|room|somewhere) (?:to (?:meet|"
        r"worship|pray|gather|rehearse|practi[cs]e|hold)|for (?:our|a) (?:meetings?|party|reunion|wedding))\b",
    ),
    Sign(
        "facility_use",
        0.8,
        "has an occasion of its own",
        r"\b(?:wedding|reunion|quincean\w+|party|fiesta|recital|worship|pray|church services?|congregation|banquet|"
        r"bautizo|baptism|polling|filming|rehearsals?|ensayos|(?:quilt|talent|dog|craft) show)\b|\bnowhere to\b|\b(?:hold|"
        r"have|host) (?:my|our|a|the) [^.!?\n]{0,40}\b(?:in|at) (?:the|your|a|one of your) (?:\w+ )?(?:school|gym|hall|"
        r"auditorium|cafeteria|courtyard|buildings?|field|library)\b|\b(?:fiesta|bodas?)\b|\b(?:adult|men's|"
        r"women's) (?:league|basketball|volleyball|soccer)\b|\b(?:gym|field|auditorium|court|pitch|cancha|gimnasio|"
        r"auditorio) (?:is |be )?(?:available|availability|free|taken|rates?|permit|disponible)\b",
    ),
    Sign(
        "donation_funding",
        1.8,
        "gives or seeks money or goods",
        r"\bdonat\w+|\bsponsor(?:s|ed|ing|ship)?\b|\bgiv(?:e|ing) away\b|\bnaming rights\b|\bscholarships? in\b|"
        r"\bin memory of\b|\btax receipt\b|\bcorporate giving\b|\blunch debt\b|\bdonar\b|\bdonaci\w+|\bdonativos?\b|"
        r"\bpatrocin\w+|\bregalar\b|\bletter of support\b|\bcarta de apoyo\b|\bmatching (?:gift|grant)\b",
    ),
    Sign(
        "donation_funding",
        0.8,
        "speaks of funds or things to hand over",
        r"\b(?:apply for|seek\w*|looking for|write|writing|any|offer) (?:\w+ )?(?:grants?|funds|funding)\b|\b(?:used|old|"
        r"new|extra) (?:laptops|computers|ipads|instruments|furniture|books|coats|shoes|desks|equipment|violins)\b|"
        r"\b(?:coats|toys|backpacks|school supplies|groceries|canned goods|diapers|turkeys?|zapatos|mochilas|utiles|"
        r"juguetes|abrigos|cobijas)\b|\bmake a gift\b|\b(?:to spare|unneeded|no longer need|in my will|inherit\w*|"
        r"herencia|left us an?|set aside)\b|\b(?:we've |have |we )?(?:collected|raised|gathered|juntamos|recolectamos|"
        r"reunio)\b|\b(?:want|wants|like|love) to (?:give|leave|pay for|buy|cover)\b|\bqueremos (?:pagar|dar|comprar)\b|"
        r"\b(?:any )?takers\b|\bgood shape\b|\bbuen estado\b|\bwants? to give\b|\b(?:district|school|board) (?:chip in|"
        r"contribute|fund|finance|give)\b|\bfondos\b|\bgive \$",
    ),
    Sign(
        "internship_host",
        2.5,
        "takes students in at work",
        r"\bintern(?:s|ships?)?\b|\bextern(?:s|ships?)?\b|\bapprentic\w+|\b(?:job[- ]?)?shadow(?:s|ing)?\b|\bpasant\w+|"
        r"\bpracticantes?\b|\bpracticas? (?:profesional|laboral)\w*|\bhagan practicas\b|\baprendices\b|"
        r"\bwork[- ](?:experience|based|site)\b|\btrainees?\b|\bon-the-job\b|\bco-?op placement\b|\bplacements?\b|"
        r"\bclinical rotations?\b|\bpracticum\b",
    ),
    Sign(
        "internship_host",
        0.6,
        "would let students learn at its workplace",
        r"\b(?:students?|seniors|juniors|teens?|teenagers?|high ?schoolers?|seventeen-year-old|somebody young|youngsters?|"
        r"muchachos|jovenes)\b[^.!?\n]{0,60}\b(?:with|in|at|alongside|beside|to) (?:our|my) (?:\w+ )?(?:shop|kitchen|"
        r"lab\w*|clinic|office|plant|firm|company|nurses|engineers|surveyors|technicians|developers|hotel|salon|garage|"
        r"business|warehouse|bank|architects|newsroom|desks?|staff|farm|store)\b|\blearn (?:the|a) trade\b|\bel oficio\b|"
        r"\bpaid (?:summer|positions|eight)\b",
    ),
    Sign(
        "volunteer",
        1.8,
        "a person offers time",
        r"\b(?:i|my (?:husband|wife|mother|mom|teen|dad))\b[^.!?\n]{0,50}\bvolunteer\b|\bvolunteer(?:ing)? (?:sign|at|in|"
        r"for|opportunit\w+|application|form)|\bto (?:be a )?volunteer\b|\bchaperon\w*|\bservice hours\b|\broom (?:parent|"
        r"mom)\b|\blunch buddy\b|\bvoluntari[oa]\b|\bser voluntari\w+|\bhoras de servicio\b|"
        r"\b(?:field )?trips?\b(?=[^.!?\n]*\b(?:dad|mom|parent|come|go|chaperon))",
    ),
    Sign(
        "volunteer",
        0.6,
        "speaks of itself as one person with time",
        r"\bi(?:'m|'ve| am| would|'d| could| can| speak| want| have)\b[^.!?\n]{0,60}\b(?:help(?: out)?|lend a hand|of use|"
        r"of service|read (?:to|with)|retired|free (?:mornings?|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?)|"
        r"tutor a|sit with|coach the)\b|\bput me to use\b|\b(?:soy|estoy) jubilad\w+|\b(?:me gustaria|quiero|puedo|"
        r"quisiera) (?:ayudar|leer|apoyar|acompanar)\b|\bwhat does a (?:dad|mom|parent) (?:do|need)\b|\bextra hands\b|"
        r"\bcrossing guards?\b|\b(?:service|community) hours\b|\b(?:could|can|may) i (?:help|come|sew|walk|water|read|"
        r"coach|judge|bring|be)\b|\bi(?:'d| would) (?:\w+ )?(?:coach|read|judge|walk|water|tutor|help|interpret|fix|"
        r"play)\b|\bechar una mano\b|\bcoworkers\b|\bcompaneros del trabajo\b",
    ),
    Sign(
        "pta",
        1.5,
        "is about a parent organisation",
        r"\bpt[ao]c?s?\b|\bptsa\b|\bparent[- ]teacher (?:association|organi[sz]ation|group|council)s?|"
        r"\bparents?['’]?s? (?:group|association|organi[sz]ation|council|committee|club)s?\b|\bbooster(?:s| club| parents|"
        r" group)?\b|\b(?:asociacion|asociaciones|sociedad|comite|consejo|mesa directiva|grupos) de padres\b|"
        r"\bparents (?:have no|as an) \w+|\bmoms? (?:group|organi[sz]ed)|\bmamas organizadas\b",
    ),
    Sign(
        "vendor",
        0.8,
        "sells or wants to be paid",
        r"\bvend[oe]rs?\b|\bvendors?\b|\binvo[iy]ces?\b|\bpurchase orders?\b|\brfps?\b|\bprocurement\b|\btenders?\b|"
        r"\bbids?\b|\bsupplier\b|\bwe sell\b|\bvend(?:o|emos)\b|\bproveedor\w*|\bfacturas?\b|\blicitacion\w*|"
        r"\bcotizacion\w*|\bprice list\b|\bget paid\b|\bsales (?:demo\w*|rep)\b|\b(?:bill|invoice) is still\b|\b(?:not|"
        r"never|haven't been|hasn't been|got) paid\b|\bno (?:me|nos) (?:pagan|han pagado)\b|\b(?:el|mi) pago del?\b|"
        r"\bme compren?\b|\b(?:queremos|quiero|quisiera) vender\b|\bquote\b|\bsettled my bill\b|\bpay(?:ed|"
        r"ment)? for (?:a|the|our) (?:assembly|workshop|training)",
    ),
    Sign(
        "vendor",
        0.5,
        "offers a product",
        r"\bour (?:software|product|app|platform|curriculum|licen[cs]e|solution|catalog\w*|company|firm|agency|rates)\b|"
        r"\bdemonstrat(?:e|ion)\b|\b(?:contract|contrato)\b|\bstaffing\b|\bcater\w+|\bconsultants?\b|\b(?:who|"
        r"quien) (?:buys|purchases|orders|compra)\b|\bdistrict contracts?\b|\b(?:order|buy|purchase)s? from (?:it|us|"
        r"local)\b|\bdemonstrate our\b|\brepresent (?:a|an) (?:maker|publisher|manufacturer|company)\b|"
        r"\bapproved (?:companies|list|list of)\b|\bproposal\b|\bplataforma\b|\bnuestra (?:empresa|compania)\b",
    ),
    Sign(
        "before_after_school",
        2.0,
        "is about the hours before or after school",
        r"\b(?:before|after|b4)[- ]?(?:and[- ]after[- ]?)?(?:school|care|hours)\b|\baftercare\b|\bextended[- ]day\b|"
        r"\bwrap-?around\b|\bout[- ]of[- ]school[- ]time\b|\b(?:school-age |licensed |day|private day )?child ?care\b|"
        r"\bextraescolar\w*|\b(?:antes y |antes o )?despues de (?:clases|la escuela)\b|\bguarderia\b|\bvespertin\w+|"
        r"\bprograma de la tarde\b|\b(?:before|once|when|after|from) (?:the )?(?:doors?|dismissal|(?:last |final )?bell|"
        r"classes? (?:end|let)|school (?:lets out|day (?:ends|is over))|buses have)\b|\bschool (?:lets|is) out\b|"
        r"\blate[- ](?:bus|day|pickup|afternoon)s?\b|\bearly release\b|\bsalgo del trabajo\b|\bsalga del trabajo\b|"
        r"\bal salir de (?:la escuela|clases)\b|\bhomework (?:club|room|help)\b|\b(?:vacation|spring break|"
        r"summer) (?:camps?|care)\b|\bteacher workdays?\b|\b(?:watch|look after|looks after|keep) (?:\w+ ){0,3}(?:kids|"
        r"children|twins)\b|\bstays? open (?:till|until|late)\b",
    ),
    Sign(
        "before_after_school",
        1.0,
        "a parent whose work and school hours do not meet",
        r"\b(?:i|shift|job|work|clock in|get off|trabajo|turno)\b[^.!?\n]{0,60}\b(?:(?:at|until|till|by|a las|"
        r"hasta las) (?:\d|five|six|seven|cinco|seis))[^.!?\n]*|\b(?:until|till|hasta las) (?:6|six|5|five|5:30|6:00|seis|"
        r"las seis)\b|\bcuid(?:ar?|e|en|an|ado)\b|\bwatch(?:es)? my\b|\bopen(?:s)? early\b",
    ),
    Sign(
        "partnership",
        0.4,
        "wants to become a partner",
        r"\b(?:become|becoming|be|get to be|as) (?:an? |one of your )?(?:\w+ )?partners?\b(?! since)|"
        r"\bpartner(?:ing)? with (?:you|the|your|us)\b|\bpartnership application\b|\bnew partners?\b|\bhacernos socios\b|"
        r"\bser soci[oa]s?\b|\b(?:colaborar|alianza|colaboracion) \b|\bcollaborat\w+|\bwork(?:ing)? together\b|"
        r"\bjoin forces\b|\b(?:organi[sz]ations?|groups?|nonprofits?|charit(?:y|ies)) (?:like ours|that (?:want|wish|"
        r"work)|work with|get in|get permission|before)\b|\b(?:letting|let) (?:it|them|a group|an organization) work\b|"
        r"\bcriteria\b|\b(?:vets?|approves?|oks|clear) (?:it with you|outside|us first|it first|free programs?)\b|"
        r"\b(?:ser parte de|aliarnos)\b|\bpartner (?:organi[sz]ations?|application)\b|\borganizaciones\b|"
        r"\borganizacion socia\b|\b(?:sign|need) an? (?:mou|agreement)\b|\bmemorandum of understanding\b",
    ),
    Sign(
        "out_of_scope",
        2.0,
        "a family's or pupil's own matter",
        r"\bmy (?:\w+ )?"
        + _KID
        + r"(?:'s)?\b[^.!?\n]{0,60}\b(?:bus|teacher|grades?|bull\w+|suspen\w+|lunch|absent|iep|jacket|phone|enroll|"
        r"picked on|classroom teacher|transfer|speech|report card|homework)\b|\b(?:enrol+|enrollment|registration) (?:my|"
        r"for kindergarten|in kindergarten)|\b(?:inscrib\w+|matricul\w+)\b[^.!?\n]{0,20}\b(?:hij|nin)|\btranscripts?\b|"
        r"\bdiploma\b|\bbus (?:\d+|driver|stop|was|is|late)\b|\bautobus\b|\b(?:school )?calendar\b(?! or email)|"
        r"\bdress code\b|\blost and found\b|\bsubstitute teacher\b|\bsnow\b|\bvacaciones\b|\bmaestra\b[^.!?\n]{0,20}\bhij",
    ),
    Sign(
        "out_of_scope",
        1.3,
        "not a matter of this office",
        r"\b(?:apply for a job|job (?:opening|application)|vacantes?|hiring bus|openings? for (?:bus|a cafeteria|custod)|"
        r"employment verif\w+)\b|\b(?:click here|gift card|google ranking|seo|website's traffic|unsubscribe)\b|"
        r"\bcomplain\w*\b|\bbull(?:y|ied|ying)\b(?! prevention)|\bsuperintendent about\b|\bschool board meeting\b|"
        r"\bproperty tax\w*|\bwrong number\b|\bi'm a parent and\b|\bhalf day\b|\bparent portal\b|\bpassword\b|\bzoned\b|"
        r"\b(?:report cards?|lost and found|field trip form|school supplies list|first day of school|bell schedule|"
        r"school menu|lunch menu|graduation|homecoming|bus route|school hours|boleta|calificaciones de mi)\b|"
        r"\bopening for\b|\b(?:yours?|the) website is\b|\b(?:business loan|best rates|first month half off|act now|"
        r"reply now|limited time)\b|\bi (?:graduated|finished high school)\b|\bwhat time does\b|\ba que hora\b|"
        r"\bin your (?:parking )?lot\b|\bmarked absent\b",
    ),
)

ABOUT: tuple[About, ...] = (
    About(
        "who",
        "parent_group",
        r"\b(?:i'm|i am|we are|we're|as|soy|somos)\b[^.!?\n]{0,40}\b(?:pt[ao]|parent[- ]teacher|booster|"
        r"parents?['’]? (?:group|association|organi[sz]ation)|asociacion de padres)\b",
    ),
    About(
        "who",
        "nonprofit",
        r"\b(?:non-?profit|not-for-profit|charity|501\(?c|foundation|church|ministry|ministries|mosque|temple|synagogue|"
        r"parish|library|museum|university|college|hospital|health department|county|sin fines de lucro|fundacion|iglesia|"
        r"parroquia|universidad|rotary|kiwanis|lions club|ymca|ywca|4-h)\b",
    ),
    About(
        "who",
        "business",
        r"\b(?:our|my|we're an?|we are an?|i own an?|i own|somos una?|nuestra|mi|"
        r"soy due[nñ][oa] de)\b[^.!?\n]{0,25}\b(?:company|firm|business|startup|start-up|studio|agency|franchise|shop|"
        r"store|restaurant|salon|practice|dealership|enterprise|bank|bakery|empresa|negocio|compania|tienda|despacho|"
        r"restaurante)\b|\b(?:llc|l\.l\.c|for-profit|s\.a\. de c\.v)\b|\b(?:owner|ceo|founder and ceo|sales|"
        r"franchisee)\b(?=[^.!?\n]{0,30}$)",
    ),
    About(
        "who",
        "parent",
        r"\b(?:my|mi|mis) (?:\w+ )?"
        + _KID
        + r"\b|\b(?:i'm|i am|soy) an? (?:single )?(?:mom|dad|mother|father|parent|grandparent)\b|\bsoy (?:mama|papa|madre|"
        r"padre)\b",
    ),
    About(
        "when",
        "outside_hours",
        r"\b(?:before|after)[- ]?school\b|\bdismissal\b|\b(?:last|final) bell\b|\bclasses (?:let out|end)\b|"
        r"\bafternoons?\b|\bevenings?\b|\bpor las tardes\b|\bdespues de clases\b|\bsummer\b|\bverano\b",
    ),
    About(
        "standing",
        "partner",
        r"\b(?:current|existing|approved|long-?standing|active) partners?\b|\bour (?:liaison|mou|agreement)\b|"
        r"\bya somos\b|\b(?:ya trabajamos|nuestro (?:convenio|enlace|acuerdo))\b|\bwe(?:'ve| have) been (?:in|at|with|"
        r"teaching|running|coming)\b",
    ),
    About(
        "standing",
        "applicant",
        r"\b(?:our|my) application\b|\bwe (?:applied|handed in|submitted)\b|\bnuestra solicitud\b",
    ),
    About(
        "where",
        "school_space",
        r"\b(?:gym(?:nasium)?|auditorium|cafeteria|stadium|lunchroom|fields?|gimnasio|auditorio|cafeteria|cancha)\b",
    ),
)

#: Words with which a writer says that only sharing is wanted, whatever the thing costs.
ONLY_SHARING = (
    r"\b(?:only|just|all) (?:\w+ ){0,4}(?:want|wants|need|ask|asking|after|looking|parents|families|"
    r"for moms)\b[^.!?\n]{0,60}\b(?:flyer|know|hear|share|info|reach|reaches|tell|telling|word|see|sheet|announc\w+|"
    r"notice|poster)\b|\bno queremos dar\b|\bsolo que (?:las familias|los padres|los alumnos|sepan)\b"
)
