"""Mail for the district's lawyers, its records officer and its press office: word lists of handlers/sensitive.py."""

from __future__ import annotations

from handlers.sensitive.words import words

LAW = words(r"""
    subpoena\w*  summons  duces tecum  depos(?:ed|ition|e)  interrogator(?:y|ies)  affidavit  litigation  lawsuit  law ?suits?
    legal (?:action|proceedings?|hold|notice|remed\w+|claim|dispute|department|counsel (?:has|will|advis\w+)|recourse|steps|options)
    cease(?: and desist|,? and desist| within| using| all| immediately)  must cease
    (?:sue|suing|sued) (?:you|the|them|him|her|over|us|for|if|my|everyone|your)  (?:will|going to|gonna|could|can|may|to) sue
    tak(?:e|ing) (?:you|them|this|the matter|it|the district|him|her) to (?:court|small claims|arbitration)  see you in court  small claims
    notice of (?:claim|intent|breach|default|deposition|appearance|representation|infringement)  tort claims?
    claim (?:for|of) (?:damages|injur\w+|compensation)  (?:statutory|punitive|monetary|seek|seeking|for|pay) damages
    breach(?:ed)? (?:of|the|our|your) (?:contract|agreement|mou|memorandum|duty|warranty)  breach of \w+  pursuant to  infring\w+
    copyright (?:violation|claim|holder|owner|notice|office)
    without (?:a )?(?:licen[sc]e|my permission|permission or|authorization|our consent)
    (?:owns?|registered|our|my) (?:the )?(?:trade)?mark  trademark  indemnif\w+ (?:us|me|our|my|him|her)
    (?:my|our|an?|his|her|their|the family's|the parents'?|wife's|your) (?:attorney|lawyer|counsel|solicitor)s?(?='s| |,|\.|$)
    (?:from|through|to) (?:my|our|a|an|his|her|their) (?:lawyer|attorney)s?
    retained (?:counsel|an attorney|a lawyer|us|this (?:firm|office))  legal representation
    represent(?:s|ing|ed)? (?:the (?:family|parents|estate|interests|minor|plaintiff|mother|father|child|owner)|ms|mr|mrs|a (?:former|\
    minor|parent|student|family)|\w+ (?:\w+ )?(?:in|regarding|with respect|in connection))  (?:my|our) clients?
    on behalf of (?:my|our|the) (?:client|insured|insurer|estate)s?  (?:this|our) (?:office|firm) represents  statute of limitations
    preserve (?:all|any|the|every|emails?|records|evidence|documents)  preservation (?:letter|notice|demand|of evidence)
    (?:suspend|halt) (?:any |all )?(?:routine )?(?:deletion|destruction)  service of process  registered agent
    (?:be|been|being|was|were|got) served(?: with| on|$|[.,;!])  serv(?:e|ing) (?:papers|you|the district|process|notice)
    papers (?:for|to serve|on) (?:the|you)  court orders?  restraining order  protective order  order of protection
    custody (?:order|agreement|dispute|case|battle|papers|hearing|arrangement)  injunction
    settle(?:ment)? (?:the (?:claim|matter|case)|offer|demand|out of court|before|conference)  mediation (?:date|before)  arbitration
    claims? adjuster  adjuster  (?:our|the|my) insured  recorded statement
    (?:claim|file|policy|case|cause|docket)(?: no\.?| number| #|:)? ?#?[\d]{2,}[-\w]*  date of loss  reported a loss  subrogat\w+
    liabilit(?:y|ies) (?:for (?:the|his|her|my|what)|claim|insurer|carrier)
    hold (?:you|the district|them|your office) (?:legally )?(?:liable|responsible|accountable)  (?:liable|negligen(?:t|ce))  plaintiffs?
    defendants?  demand letter  (?:final|formal) (?:demand|notice)  grand jury
    (?:family|superior|district|circuit|federal|juvenile|probate) court (?:order|hearing|case|judge|wants|asked|requires|clerk)
    guardian ad litem  reserve(?:s)? all rights  all rights reserved (?:under|to)  time is of the essence
    (?:paralegal|attorney) (?:to|for) (?!our nonprofit|the nonprofit)  testify  witness (?:statement|list|in (?:a|the|my))
    mechanic'?s lien  collections? agency|sent to collections  workers'? comp\w*  bankruptcy  legally (?:obligated|required|bound|entitled)
    police report  press(?:ing)? charges  district attorney  detective  (?:mi|nuestro|un|una|su|el|la) abogad[oa](?:s)?
    soy (?:el |la )?abogad[oa] (?:de|y represento|del)  represento a
    (?:mi|nuestr[oa]|a mi) (?:client[ea]s?|representad[oa]s?|defendid[oa])  mi clienta
    demanda(?:r|rlos|rlas|rl[oa]|remos|re)(?: (?:a|al|por|civil|legal|judicial|en|si|ante))?  los (?:voy a|puedo|vamos a|podemos) demandar
    (?:una|la|presentar|interponer|poner) (?:una )?(?:demanda|denuncia)  citatorio  citacion judicial  juzgado  tribunal(?:es)?
    (?:el|la|un|una) juez[a]?  orden (?:judicial|de (?:restriccion|custodia|proteccion|alejamiento))
    notificacion(?:es)? (?:judicial|legal)\w*  recibir notificaciones  emplaza\w+  via(?:s)? legal(?:es)?  accion(?:es)? legal(?:es)?
    medidas legales  proceder legalmente  danos y perjuicios  indemnizacion  incumplimiento (?:de|del) (?:contrato|convenio|acuerdo)
    incumplimiento  carta (?:notarial|poder legal)  derechos de autor  sin (?:mi|nuestra) (?:autorizacion|permiso|consentimiento)
    marca registrada  aseguradora  ajustador  declaracion jurada  comparecer  ministerio publico
    despacho (?:juridico|legal|\w+ y (?:asociados|\w+))  bufete  custodia (?:legal|total|de (?:mis|los|mi))  arreglo antes de
    en nombre de (?:mi|nuestro) client\w+  peritaje  poner el caso en manos  final demand  without further notice
    goes to (?:\w+ )?(?:&|and) \w+  (?:the |a |our |my )?judge (?:in|wants|ordered|asked|said|needs|requires|has)
    (?:by|before|at|for) the hearing  (?:my|our|his|her|their) insurance (?:company )?(?:wants|needs|says|asked|is asking|carrier|adjuster)
    name of (?:their|your|the) (?:insurance )?carrier  who(?:'s| is) (?:responsible|liable) for  take (?:down|it down) the
    (?:until|by|before) (?:monday|tuesday|wednesday|thursday|friday|noon|the \w+) to (?:take|remove|stop|pay|return|respond|cease|comply)
    it's (?:ours|mine),? it's registered  licenciad[oa] (?:me|nos|dice|pidio|va)  (?:no|que no) borren  audiencia  divorc(?:e|io)
    court date  parole officer|probation officer  guardianship  eviction  collections  mi seguro  en (?:la )?corte
    license (?:fee|violation)  plagiari\w+  stolen our (?:logo|curriculum|work|song)
    our (?:logo|curriculum|song|design) (?:is|was|without|and)  our letter of  instructions are to  commence (?:on|proceedings|action)
    late (?:wife|husband|mother|father)'s estate  (?:the )?estate of  the court needs  reproduces? our  insurance carrier
    (?:please )?forward (?:this )?to (?:your )?(?:counsel|legal)  reimbursement of medical  (?:medical|hospital) (?:bills?|costs?|expenses)
    (?:file|filed|filing) (?:for my bills|with the court|a claim|a case|suit)  hereby (?:notified|given|terminate\w*|advised|demand\w*)
    terminated for cause  trial date  give testimony  the arbitrator  patent(?:ed|s)?  legal consequences
    hurt on your (?:steps|property|stairs|lot)  we represent (?!the (?:rotary|lions|pta|kiwanis|neighborhood|students|families))\w+
    factura del hospital  procederemos  el juez nos  constancia de que  sin permiso y  exigimos que lo retiren  ustedes pagan
    de mi abogado
""")
LAW_OFFER = words(r"""
    mock (?:trial|court)  moot court  street law  teen court  youth court  law (?:club|class|day|related|camp)  mentor\w*
    volunteer(?:s|ing)?  (?:would|could|to) (?:like to |love to )?(?:speak|read|coach|tutor|mentor|visit|talk to (?:your )?students)
    career (?:day|fair|talk)s?  intern(?:s|ship|ships)?  shadow(?:ing)?  juniors  court reporter  court ?house tour
    judge (?:\w+ )?(?:for the|presides|at the|of the|the (?:science|bake|fair))  pro bono  legal aid (?:clinic|offers)
    know[- ]your[- ]rights  free (?:legal )?(?:clinic|workshop|class)  bathrobe  cookie  in the play  basketball  tennis  volleyball
    pickleball  food court  wills? in  profesiones  charlas  voluntari[oa]s?  jubilad[oa]  leerles?  simulacro de juicio  juicio simulado
    mentor(?:ia|es)?  gratuit[oa]s?  practicas profesionales  reviewed the (?:agreement|contract|mou)  edits? to (?:section|the)
    then we sign  before we sign  ready to sign  attorney(?:'s office)? need  broker  certificate  change of name  name change
    nonprofit status  bylaws  art(?:icles)? of incorporation  background checks?  revis(?:o|a|aron) el convenio  poliza  certificado  kids
    ruled for  scooter  retired judge  never had a claim  no claims  rotary  dictionaries  tamika  appeals will not  beekeeper  pie
    additional insured  our insurer needs  stories  de su trabajo  contarles
""")
FOOTER = words(r"""
    (?:may be|is|are) (?:legally )?(?:privileged|confidential)  attorney[- ]client (?:privilege|relationship)
    intended (?:only |solely )?for (?:the )?(?:addressee|recipient|use|person|named)  intended recipient
    (?:if|in case) (?:it|you|this)\b.{0,60}\b(?:in error|meant for you|by mistake)  confidentiality (?:notice|note|statement)
    confidential(?:ly)? and (?:may|intended)  disclosure,? copying
    this (?:e-?mail|message|communication) (?:comes from|and any|is|contains|may)  circular 230  virus(?:es)? (?:scan|free)
    este (?:correo|mensaje) (?:es|contiene|puede)  aviso de (?:confidencialidad|privacidad)  informacion confidencial
    equal opportunity (?:employer|provider|organization)  (?:do|does) not discriminate (?:on|against)  partner, litigation
""")
PAPERS = words(r"""
    e-?mails?  correspondence  communications?  records?  documents?  documentation  contracts?  agreements?  invoices?  receipts?
    payments?  expens(?:e|es)  budgets?  spending  spent  paid  minutes  agendas?  memos?  notes  logs?  sign-?in sheets?  badge lists?
    reports?  complaints (?:on file|filed|against|about|made)  files?  personnel  background checks?
    applications? (?:they|it|he|she|filed|submitted|of|from|for)  applications  votes?
    list(?:s)? of (?:all|every|the|partners|vendors|names|guests|people|companies|organizations|who|everyone|which)  guest lists?
    contact information  (?:security |camera )?(?:footage|video)  recordings?  text messages  amounts?  salary|salaries  evaluations?
    (?:audit|inspection|incident)s? reports?  policies  rosters? of (?:staff|employees|volunteers)  bids?  proposals?  scores? sheets?
    data (?:on|about)  everything you have  anything you have  all (?:you|the paperwork)  calendars?  correos?  documentos?  contratos?
    convenios?  facturas?  recibos?  pagos?  gast(?:o|os|aron)  pagaron  presupuestos?  actas?  minutas?  registros?  expedientes?
    informes?  reportes?  archivos?  lista de (?:las|los|todos|todas|empresas|organizaciones|invitados|proveedores)  solicitudes  videos?
    grabacion(?:es)?  bitacoras?  nominas?  quejas (?:que|presentadas|contra)  comunicacion(?:es)?
    informacion (?:publica|sobre (?:los|el|las) (?:gastos|contratos|pagos))  evaluaciones
    cuanto (?:se|le|les) (?:pago|gasto|paga|pagaron|gastaron|dio|dieron)  cuanto (?:dinero|cobr\w+)  whatever was (?:written|said|sent)
    rosters?  scor(?:e|ing) sheets?  rubrics?  who got what  line by line  money (?:go|goes|went|spent)
    names of (?:the|those|everyone|all)  recibo  quien lo (?:firmo|aprobo|autorizo)  bidders?  rankings?  who was let in
    names and salaries  paperwork  memorandum of understanding|memoranda  what you wrote  calendars of  lo que cobra  fecha y hora
    consultants?  log
""")
ASKS_FOR = words(r"""
    (?:please |kindly )?(?:send|provide|forward|supply|furnish|produce|release|disclose|share with) (?:me|us|copies|all|any|every|a copy|\
    the)
    (?:i|we)(?:'d| would|'m| am| are|'re)? (?:\w+ )?(?:like|want|need|request(?:ing)?|ask(?:ed|ing)?|seek(?:ing)?|wish|\
    ask(?:ing)? for) (?:to (?:see|get|inspect|review|have|look at|request|know (?:how much|what|who))|for|a cop(?:y|ies)|copies|all|any|\
    every|the|everything|this|access)
    (?:could|can|may) (?:i|we|you) (?:please )?(?:get|have|see|inspect|obtain|review|look at|send|provide|tell me (?:how much|who (?:was|\
    got|approved)))  copies (?:of|would|are)  a copy of  i (?:asked|requested) (?:for|to)
    (?:who|how much|what) (?:approved|did|was|were|does|got)\b.{0,60}\b(?:paid|pay|cost|spend|spent|charge|invited|receive)
    request(?:ing|ed)? (?:for|access|copies|all|any|the)  (?:inspect|review) (?:the|all|any)
    quiero (?:pedir|ver|una copia|copias?|los|las|saber cuanto|la lista|revisar)
    quisiera (?:pedir|ver|una copia|copias?|copia|los|las|saber cuanto|la lista|revisar|consultar)  solicit(?:o|amos|ar|e)  pido  pedimos
    (?:me|nos) (?:pueden?|podrian?|puede) (?:\w+ )?(?:dar|mandar|enviar|mostrar|entregar|facilitar|proporcionar)  copias? de
    necesito (?:ver|copias?|los|las|una copia)  donde puedo (?:ver|consultar|revisar|pedir)  tengo derecho a  requesting  produce
    (?:like|want|wish) to be (?:provided with|given|sent)  i'd like to see  send it to  quiero (?:ver|saber)
    cuanto le (?:dieron|pagaron)  forward  where does the money
    who (?:signed|approved|voted|scored|decided)  release  i am requesting  may i (?:look|see|have|inspect)  provide  i want to see
    entitled to (?:see|have)  give me the  pick up the copies  would like (?:every|all|any)  let me know when i can  pido que me
    necesito copia  quisiera ver  donde puedo consultar  i'd like to inspect  send me all
""")
PUBLIC = words(r"""
    tax ?payers?  resident(?:s)?  citizens?
    public (?:body|record|records|information|money|funds|meeting law|document|documents|agency|has a right|right|interest|dollars)
    right to (?:know|see|inspect|a copy)  transparen(?:cy|t)  exempt(?:ion|ions|ed)?  redact\w*  withh(?:old|eld|olding)  business days
    (?:working|calendar) days  set number of days  (?:days|time) to respond  by law  under the law  statute  foia  foil\b  ipra
    freedom of information  sunshine law  open (?:records|meetings|government)  public records?
    records (?:request|officer|custodian|act|law)  ferpa  neighborhood association  watchdog  my professor  union  for copies
    formal (?:ask|request)  copying (?:fee|cost|charge)s?  per page
    searchable|electronic (?:form|format|is fine|copies)|spreadsheet form|native format
    on what grounds  how (?:do )?i appeal  appeal (?:the|this|that|it)  second request  third request
    don't (?:have|need) to (?:say|explain|tell|give)  no need to (?:say|explain)  curious where  what goes on
    where (?:the|our|my) (?:money|tax\w*) (?:goes|go|went)  our schools  we, the  concerned (?:citizen|parent|resident|taxpayer)
    contribuyentes?  vecin[oa](?:s)? (?:del|de)  ciudadan[oa]s?  public[oa]s?  transparencia  derecho a (?:saber|ver|la informacion)
    ley de  acceso a la informacion  no (?:tengo|necesito) que? ?(?:explicar|decir|dar)  cualquiera puede  cuantos dias  por escrito
    dias habiles  impuestos  dinero publico  por este medio  no necesito explicar  sin dar (?:motivo|razones)  i vote  voter
    (?:live|lives|living) (?:two|three|a few|down|across|on|near|around)  rcw  (?:section|chapter|act|code|statute|\u00a7) ?\d+[\d.]*
    fy ?\d\d  fiscal year  three years|five years|last year's  where does the money  quien lo firmo  under (?:the )?\w+ \d+\.\d+  vendors?
    bid  district (?:money|funds|paid)  closing the  who approved  cost of copying  turned down this year  thirty days  in writing why not
    tell me in writing  informacion publica  entitled  signed off  cuanto se gasto  lo que cobra  inspect  salaries  come in person
    the director for  between the director|entre la directora  since 20\d\d  with churches  consultants  como papa
""")
RECORDS_STRONG = words(r"""
    records? sought  requester  statutory (?:period|deadline)  extension letter
    foia  freedom of information  ipra request  public (?:records?|information) (?:request|act|law|officer)
    open records?(?: law| act| request)?  sunshine (?:law|request|act)  records request  request (?:for|under|pursuant)\b.{0,30}\brecords
    inspection of public records  cite the exemption  visitor logs?  badge lists?
    (?:every|all|any) (?:e-?mails?|communications?|correspondence|texts?|messages|records|documents|complaints)(?: \w+)? (?:between|from|\
    to|about|with|concerning|regarding|related|relating|mentioning|sent|in which|that mention|on)
    emails? (?:between|in which|that mention|exchanged)
    everything (?:you have )?(?:with|about|on|mentioning) (?:my|me|him|her|us|our|this|that|coach)\b
    (?:security|camera|surveillance) (?:camera )?(?:footage|video)  complaints on file
    (?:my|his|her) (?:\w+ )?(?:personnel|disciplinary|cumulative|complete|whole|entire|student|education\w*) (?:file|records?)
    (?:my|our) (?:son|daughter|child|kid|grandson|granddaughter|grandchild)(?:'s|s) (?:\w+ )?(?:file|records?|transcripts?)
    (?:how much|what) (?:\w+ ){0,8}(?:was|were|is|are|did|does|has|have|got|get) (?:\w+ ){0,6}(?:paid|pay|cost|costs|spend|\
    spent)\b(?= (?:to|for|on|by|each|last|the|in|them|him|her|it|and|\w+)|\?|$|,|\.)(?=.{0,200}\b(?:district|you|your|public|receipts|\
    invoices|taxpayer|schools?))  acceso a la informacion  ley de (?:transparencia|registros|acceso|informacion)  informacion publica
    (?:los|todos los) correos (?:en|entre|que|donde|sobre|de)  (?:mi|el|su) expediente  actas de (?:las|la) (?:reunion|junta|sesion)\w*
    registros publicos  solicitud de (?:informacion|registros|transparencia|documentos)  (?:el )?(?:registro|bitacora) de visit\w+
    under [a-z]{2,5} ?\d+[.\d]+  i'm entitled to (?:see|have|know)
    tengo derecho a ver  complaints received (?:about|against|since)  emails of the (?:committee|director|board|office|principal)
    names and salaries  what did the district (?:pay|spend|give)  either give me
""")
#: Public bodies say so beneath each of their mails.
DISCLOSURE = words(r"""
    (?:may be|is|are) subject to  subject to (?:disclosure|release)  disclosure under
""")
OWN_PAPERS = words(r"""
    (?:our|my) (?:own |signed |current |latest |completed |original |old |partnership |certificate |insurance )*(?:agreement|contract|\
    application|certificate|reports?|w-?9|paperwork|check-?ins?|mou|form|file|submission|numbers|figures|materials|proposal|flyer|record|\
    invoice|records)  blank (?:copy|form|application|template)
    (?:a|the|new|current) (?:flyer|form|template|handbook|calendar|newsletter|logo|application|brochure|checklist|guide\w*)
    reports? (?:that )?we (?:sent|submitted|filed)  we (?:sent|submitted|filed|mailed|keep|kept)  auditor
    our (?:funder|foundation|board|grant|bank|insurer|landlord)  nosotros mismos  nuestro (?:convenio|contrato|informe|expediente)
    nuestra (?:solicitud|poliza)  nuestros  los nuestros  attached  copies attached  adjunt\w+
    (?:world|school|track|team|personal|new) record  broke (?:the|our|a|every) (?:\w+ )?record
    record (?:time|turnout|attendance|number|crowd|high|player|store|a|an|the|our|your)  recorder  en blanco  mi solicitud
""")
PRESS = words(r"""
    (?:i'm|i am|we're|this is|as|am) (?:\w+ ){0,6}(?:a |an |the )?(?:\w+ )?(?:reporter|journalist|correspondent|columnist|\
    news (?:producer|editor|director)|assignment editor|freelance(?:r| writer| journalist)?|investigative \w+|editor (?:at|of|with)|\
    staff writer|documentar\w+)(?! (?:who|retired|turned|and (?:would|i'd|want)))  reporter (?:with|at|for|from|here)
    journalist (?:with|at|for|from|here)  freelance (?:writer|journalist|reporter) here  student (?:journalist|reporter)
    i (?:cover|write about|report on) (?:education|schools|k-?12|the (?:district|school board)|local|city|county)
    i (?:write|report|produce|work|freelance|shoot|film) (?:for|at|with) (?:the |a )?(?:\w+ ){0,3}(?:news\w*|times|post|tribune|ledger|\
    herald|gazette|beacon|chronicle|journal|courier|sun|star|globe|observer|register|sentinel|press|dispatch|examiner|bulletin|daily|\
    weekly|magazine|channel|station|radio|tv|television|npr|wire|show|paper|blog|network|morning|breakfast|evening)
    i produce (?:the|a) (?:\w+ ){0,3}(?:news|show|segment|podcast|hour)  (?:i|we) host a (?:\w+ )?(?:podcast|radio|show|talk)  on deadline
    (?:we do|i do|we've got|i have|i've) (?:a )?(?:\w+ )?(?:podcast|substack)  \d+k (?:downloads|followers|listeners|subscribers|readers)
    (?:my|our|the) (?:deadline|editor|newsroom|producer|viewers|listeners|readers|audience)  i file (?:tomorrow|today|by|at|tonight)
    for comment
    (?:request|seeking|looking|asking|like|want|get|give|offer) (?:\w+ ){0,3}(?:a |for |your |for a |the |an )?(?:comment|statement|\
    quote from|interview|response to|side of)\b(?=.{0,160})
    (?:your|the district'?s) (?:side of|version|comment|response|position|reaction)(?: of (?:it|the story|this|events))?
    (?:working on|writing|doing|preparing|reporting|running) (?:a|an|the|our) (?:\w+ ){0,3}(?:story|piece|article|segment|feature|expose|\
    series|report|investigation|documentary|profile|episode|column)\b
    (?:story|piece|article|segment|episode) (?:runs|airs|publishes|drops|goes (?:live|up|to print)|is running|will run|will air|about|\
    on (?:the|your|how|why|school|volunteers))  before (?:it|we|the story|this) (?:runs|airs|publish\w*|goes)  (?:news|tv|camera|film) crew
    (?:bring|send|have) (?:a|one|our|the) (?:\w+ )?(?:crew|camera|photographer|cameraman)  (?:on|off) camera  (?:on|off) the record
    on background  spokes(?:person|man|woman|people)  press (?:officer|office|contact|inquiry|inquiries|pass|conference|credentials|office)
    media (?:request|inquiry|inquiries|contact|relations|query|outlet)  (?:channel|news|kob|abc|nbc|cbs|fox|wusa|kqre) ?\d+  newsroom
    fact[- ]check(?:ing|er)?  go(?:es|ing)? live  live (?:shot|on air|broadcast|interview)  on (?:the )?air
    (?:woman|man|someone|person|guy|lady|reporter|crew) (?:from|with) (?:the |a )?(?:\w+ )?(?:tribune|news\w*|times|post|ledger|herald|\
    gazette|beacon|chronicle|channel \d+|tv|television|radio|paper|press|station)
    (?:reporter|journalist|news crew|tv crew)s? (?:\w+ ){0,3}(?:called|calling|came|contacted|emailed|asked|asking|wants?|showed|is|was|\
    keeps|has|approached|outside|at)
    interview (?:the |a |an |your |some |someone |somebody |with |one of |him|her|students|kids|parents|you)
    documentary (?:film\w*|about|on|crew|series|maker)?  periodistas?  reporter[oa]s?  reportaje  noticiero  noticias (?:del|de|canal)
    (?:canal|radio|diario|periodico|semanario|telemundo|univision) (?:\d+|\w+)  cierr[eo] (?:la nota|de edicion|hoy|a las)
    (?:una|la|mi|esta) nota (?:sobre|que sale|para|de)  entrevist(?:a|ar|arl[oa]|as)
    (?:la|su|una) (?:version|postura|declaracion|declaraciones|posicion) (?:del distrito|oficial|de (?:ustedes|su oficina))  declaraciones
    al aire  en vivo  vocer[oa]  conferencia de prensa  medio(?:s)? de comunicacion  documental  (?:grabar|filmar) (?:dentro|en|con)
    se (?:transmite|publica|emite)  prensa  articulo sobre  (?:minute|second)[- ]package  b-?roll  sound ?bites?  six o'clock (?:news|show)
    tonight's (?:six|five|ten|eleven|news|broadcast|show)  a source (?:says|told|tells|close)  i publish
    (?:newsletter|substack|blog) (?:at|for|about) (?:city|education|local|the)  captions?  our photographer will
    salimos (?:a las|al aire|manana|hoy)  de radio \w+  soy de (?:radio|el diario|la revista|canal|tv|television|el periodico)
    que opina el distrito  me pasaron su correo  the (?:daily|weekly|morning|evening) (?:\w+)  la (?:gaceta|jornada|prensa|voz)\b
    (?:sunday|front|tomorrow|today|monday)'?s? (?:'s )?(?:front page|edition|paper|issue|story)  front page
    (?:i'm|we're|am|are) (?:\w+ )?with (?:the )?(?:associated press|ap|reuters|\w+ (?:standard|times|post|news|tribune|herald|gazette|\
    journal|star|sun|ledger|press|beacon|chronicle|courier|weekly|review))  associated press  stringer  news service  tv crew
    phone interview  photographer (?:come|will|would|to come)  for the paper  quote from your (?:office|director)
    talk to us on (?:air|camera)  on air tomorrow  conductor[a]? de  canal de youtube  seguidores  transmitir  youtube (?:news )?channel
    vino un reportero  if you'd like it included  reply before \d  hear your side  is it true that
""")
PRESS_ASKS = words(r"""
    comment  statement  quote  interview\w*  questions?  confirm  true\??  why  who (?:signs|approved|can|is|should|do)  whoever
    someone (?:from|at|on)  somebody (?:from|at|on|in)  talk (?:to|with)  speak (?:to|with)  minutes with  call (?:me|back)
    by (?:noon|thursday|friday|monday|tuesday|wednesday|5|five|tomorrow|tonight|the end|end)  deadline  file  camera  film(?:ing)?  crew
    access  permission  come (?:out|by|to)  visit  (?:your|the district's) side  what happened  anything you'd like  respon(?:d|se)  runs?
    airs?  drops  publish\w*  on the record  side of it  asking (?:parents|kids|about|us|questions)  want(?:s|ed) to talk
    confirm(?:ar|e|a|en)  entrevist\w+  version  postura  declaracion(?:es)?  preguntas?  cuant[oa]s  por que  quien  permiso  grabar
    filmar  al aire  cierr[eo]  hablar con  lo que paso  que paso  pendiente  reportaje  nota  accurate  need  window  names and titles
    que opina  salimos  official  publish at  can you confirm  before \d  unas palabras  preguntar  included  was told that you're  tonight
    available  opinan  attribut\w+  (?:your|ur) side  hop on  use what you (?:said|told)
""")
PRESS_OFFER = words(r"""
    press releases?  boletin de prensa  comunicado(?: de prensa)?  retired  jubilad[oa]  former (?:reporter|journalist|editor)
    ex-?(?:reporter|periodista)  used to (?:be|work|write)  volunteer(?:s|ing)?  mentor(?:s|ing)?  tutor(?:s|ing)?  intern(?:s|ship|ships)?
    studio tours?  tours?  club  class(?:es)?  workshops?  camp  taller  voluntari[oa]  teach(?:es|ing)?  train(?:s|ing)?
    program (?:for|that|where)  our (?:students|kids|teens|youth|campers|members|sixth|fifth|seventh|eighth|fourth)
    the kids (?:made|interviewed|wrote|run|produce|film)
    (?:ran|published|wrote|did|aired) (?:a|an|the) (?:\w+ )?(?:story|article|piece|segment) (?:on|about) (?:us|our|the garden|the kids)
    (?:lovely|nice|great|wonderful|sweet) (?:story|article|piece|write-?up|segment)  (?:feel free|please feel)  in your newsletter
    school (?:newspaper|paper|news|radio)  podcast (?:club|class|about|with|where)  student (?:newspaper|paper|podcast)
    newspapers? (?:for|in) (?:education|crafts?|class)  old newspapers?  papier  invite (?:the )?(?:choir|students|kids)  invitar al coro
    a cantar  quedo (?:preciosa|bonit\w+|linda)  weather (?:school|visit|talk)  pretend  mock  play reporter  como reporteros
    (?:interviewed|interview) (?:their|a|our|the|each other|grandparents|veterans|elders|local|\d+) ?(?:grandparents|veterans|elders|\
    neighbors|firefighters|business|each other|grandmother|family|families)?  abuel[oa]s  mock interviews?  job interviews?
    practice interviews?  interview skills  college interviews?  entrevistas de trabajo  de mentiras  salimos en el  printed  cute
""")
