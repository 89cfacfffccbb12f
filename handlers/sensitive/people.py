"""Who was refused, who complains, whose data it is: the word lists of handlers/sensitive.py for civil rights, complaints and students."""

from __future__ import annotations

from handlers.sensitive.words import words

GROUP = words(r"""
    wheelchairs?  disab(?:ility|ilities|led)  autis(?:m|tic)  down(?:'s)? syndrome  deaf  blind  hard of hearing  cerebral palsy
    special (?:needs|ed(?:ucation)?)  iep  504  adhd  dyslexi\w+  epilep\w+  diabet\w+  service (?:dog|animal)  crutches  walker  stutters?
    hearing aids?  black  brown  white  african[- ]american  latin[oaxe]s?  hispanic  mexicans?  asian  native american  indigenous  navajo
    arab  somali  race  racis[tm]\w*  skin  ethnicity  braids  locs  (?:her|his|natural) hair  muslims?  jewish  jews?  sikh  hindu  hijab
    head ?scar(?:f|ves)  scarf  turban  religio(?:n|us)  faith  christian  jehovah\w*  prayer  pray  halal  kosher  ramadan
    trans(?:gender)?  gay  lesbian  nonbinary  non-binary  lgbt\w*  queer  two (?:moms|dads)  pronouns?  old name  dead ?name
    pregnan(?:t|cy)  expecting  (?:for|because) (?:i'm|i am|she's|she is) (?:a )?(?:girl|woman|female)  girls?  females?  gender  sex
    immigra(?:nt|nts|tion)  undocumented  citizen(?:s|ship)?  green card  papers  social security (?:number|card)  accent
    (?:speak|speaks|speaking|in) (?:spanish|english|arabic|somali|vietnamese)  spanish  english  language  foreign(?:er)?s?  refugees?
    interpreter  translat\w+  people like (?:us|them|me|him|her|that)  you people  those people  kids like (?:that|him|her|them|mine)
    our kind  (?:my|his|her|your) age  older  at (?:6|7)\d  younger faces  silla de ruedas  discapacidad\w*  autis(?:mo|ta)
    sindrome de down  sord[oa]s?  cieg[oa]s?  muletas  necesidades especiales  paralisis  negr[oa]s?  negrit[oa]s?  moren[oa]s?
    mexican[oa]s?  hispan[oa]s?  latin[oa]s?  indi[oa]s?  indigenas?  raza  racis\w+  color  religion  musulman\w*  velo  evangelic[oa]s?
    transgenero  lesbiana  homosexual  embarazad[oa]
    por ser (?:nina|mujer|mexican\w+|de|hispan\w+|pobre|inmigrante|indocumentad\w+|moren\w+)  (?:es|soy|sea) (?:nina|mujer)  migracion
    migratori[oa]s?  inmigrantes?  papeles  indocumentad[oa]s?  sin papeles  seguro social
    (?:habla|hablan|hablar|platican|platicar|en) (?:en )?(?:espanol|ingles|mixteco|nahuatl)  interprete  traduc\w+  acento
    gente como (?:nosotros|uno|ellos)  nuestra edad  mi edad  (?:my|our|her|his|their) (?:last )?names?  twists  afro  dreads?\w*
    (?:doesn't|don't) take chairs  his chair|her chair  women (?:coaches|instructors|staff|tutors)  hr  de rancho  de la colonia  apellido
    lengua de senas  sign language  feeding tube  oxygen  insulin  selective mut\w+  nonverbal|non-verbal  eid  sabbath  kippah|yarmulke
    native(?: kids| speakers?)?  vietnamese  communication device  large[- ]print  two moms|dos mamas  mi pareja  same three  boys' team
    las ninas no  citizens  born here  without it  magnifying  reservation  (?:christian|jewish|muslim|church) club
""")
REFUSED = words(r"""
    (?:won't|will not|wouldn't|refus\w+ to|didn't|doesn't|don't|not|can't|cannot|couldn't) (?:take|let|allow|admit|accept|serve|include|\
    enroll|register|sign (?:him|her|us|them|my\b.{0,15}) up|give (?:me|us|him|her) (?:an?|the)|provide|accommodate|welcome|have (?:him|\
    her|them)|come (?:in|along|with)|join|go (?:on|with)|be in|participate|get in(?:to)?|play|attend|enter|use the|ride|fit|equipped|\
    set up for|made for|work with)
    (?:was|were|been|got|is|are|being|get) (?:\w+ )?(?:turned away|turned down|denied|refused|excluded|left out|kept out|sent (?:home|\
    away|back|out)|passed over|rejected|uninvited|not (?:allowed|permitted|invited|welcome|picked|asked)|told (?:to|that|she|he|they|we|i|\
    it|not)|asked (?:to (?:leave|sit|wait|take|remove)|for (?:our|my|his|her|their) (?:\w+ )?(?:papers|immigration|documents|status|\
    social|green|passport|birth)))  turn(?:s|ed|ing)? (?:him|her|us|them|me|\w+ families|kids|people) (?:away|down)
    (?:stay|wait|watch|sit|do it|learn) (?:at home|outside|in the (?:hall|lobby|office|car|back)|out|it out|from home|on the side)
    no (?:elevator|ramp|interpreter|lift|accessible|place for|one to (?:help|sign))
    only (?:in english|english|for boys|for (?:white|american|citizens)|take|the (?:black|brown|white|boys|latino|mexican)|boys|white)
    (?:for|just) boys  bring (?:a|your own|my own|her own|his own) (?:friend|interpreter|aide|nurse|translator)  equipped for
    singl(?:ed|ing|es) (?:him|her|them|us|out)  follow(?:s|ed)? (?:only |just )?(?:the |our |my )?(?:black|brown|latino|mexican|muslim)
    (?:calls?|called|calling) (?:him|her|them|me|us|my\b.{0,12}|the\b.{0,25}) (?:a|an|names|'|\"|you|those|\w+ (?:racist|ethnic))  slurs?
    n[- ]word  mock(?:s|ed|ing) (?:his|her|their|my|the)  imitat(?:es|ed|ing) (?:his|her|their|my)
    make fun of|makes fun of|made fun of|making fun of  take (?:it |that |her |his |the )?(?:\w+ )?off  (?:had|have|has) to take off
    go back to  slow (?:them|us|everyone|the others|it) down  separate (?:table|room|line|group)s?
    different (?:line|table|rules|treatment)  treated (?:\w+ )?(?:differently|worse|like|unfairly)  weren't asked  nobody else (?:was|had)
    the others (?:get|got|were|weren't|don't)  not (?:a good |the right )?(?:fit|example|place) for  bad example
    what about (?:the )?(?:kids|students) (?:who|like)  don't belong  doesn't belong  sets a bad  keeps? (?:using|calling)  retaliat\w+
    stopped inviting  second floor  stairs  janitor'?s? closet  sat (?:it )?out  hung up  too (?:loud|old|slow|ethnic|distracting)
    no (?:l[oae]s?|nos|me|se|quiso|quisieron|quieren|hay|puede|pueden|podia|podian|aceptan|acepto|admiten|dejan|dejaron|dejo|tienen|\
    tenian|hubo|habia) (?:\w+ )?(?:dejaron|dejan|dejo|quisieron|quieren|quiso|aceptaron|aceptan|acepto|admitieron|permitieron|permiten|\
    permitio|atendieron|atienden|recibieron|reciben|invitaron|invitan|entrar|inscribir\w*|quien|rampa|elevador|interprete|lugar|traductor|\
    cupo|poner|dar|participar|subir|jugar|inscribieron|tocan|toca)
    l[oae]s? (?:regresan|regresaron|sacaron|sacan|mandan|mandaron|corren|corrieron|apartan|separan|sientan|cambiaron|rechazaron|\
    excluyeron|discriminan|humillan|humillo)
    (?:nos|me|le|les) (?:pidieron|piden|exigieron|exigen|pidio) (?:los |nuestros |mis |sus )?(?:papeles|documentos|el seguro|\
    identificacion|pasaporte|actas?)  nomas se habla  solo (?:en ingles|se habla|hablan|para (?:ninos|hombres)|aceptan|atienden|es para)
    (?:permiso|papel|formulario|todo|hoja|aviso) (?:venia|viene|estaba|esta|era) (?:solo |nomas )?en ingles
    (?:le|les|nos|me) dicen? '?(?:negr|indi|prieto|mojad|naco|india)\w*  se (?:burlan?|rien?|rio|burlo) de (?:su|como|el|ella|mi)
    se vayan? a su pais  trata(?:n|ron)? (?:diferente|distinto|peor|mal)  quitarse el  no era para  no es para (?:nin[oa]s|gente)
    mal ejemplo  a los otros ninos  a los demas no  por su nombre  humillad[oa]  segundo piso  escaleras  doesn't take|don't take
    said (?:that|the|it|we|she|he|they)? ?(?:\w+ )?(?:was|is|were|are) (?:full|closed|not for)  program was full
    (?:color|sit|wait|stay|eat|stand) (?:\w+ ){0,3}(?:in|at|by|outside) the (?:office|hall\w*|back|car|corner|secretary)
    look (?:neater|cleaner|more|normal|american)  in the back  pick one or the other  off the team  make less  paid less
    (?:shifts|hours) (?:\w+ )?(?:cut|gone|taken)  al ultimo  nos atienden  hasta atras  wasn't a reason|not a reason  cried the whole way
    (?:got|gets) (?:her|his|their) kids? in  native speakers only  didn't even get to  leave it outside
    leave (?:her|his|their|the) \w+ outside  check (?:the|their|his) (?:bags|pockets|backpacks) of  guess which
    mejor no (?:fueramos|vinieramos|viniera|fuera)  (?:left|leave) (?:at|behind|back|out) (?:at )?(?:school|home|while)  takes too long
    isn't a real  get told to|got told to|was told to|been told to  go sit outside  come in (?:her|his) color  laughed at  have to clean up
    never get the  sign(?:ing)? up  imitates  at one table  called it  que aprendiera  l[oa] sacaron del  mejor decorara  le quitaron
    no armaban?|no arman  no hay forma de  nobody hires  because it (?:beeps|makes)
""")
RIGHTS = words(r"""
    discriminat\w+(?! on the basis)  title (?:ix|vi|9|6)(?! school)
    (?:under|violat\w+|rights? (?:under)?|comply|complian\w+|options under) (?:of )?(?:the )?(?:ada|americans with disabilities|\
    section 504|idea|civil rights)  ada (?:complaint|coordinator|violation|accommodation|request|grievance)
    civil rights (?:complaint|violation|office|act|investigat\w+|law)  office (?:of|for) civil rights
    \bocr (?:complaint|letter|investigat\w+)  racis[tm]\w*
    racial(?:ly)? (?:profil\w+|slur\w*|insult\w*|comment\w*|harass\w*|charged|motivated)  sexis[tm]  homophob\w+  islamophob\w+
    antisemit\w+|anti-semit\w+  xenophob\w+  hostile environment  hate (?:speech|crime|symbol|group)s?  swastikas?  noose  slurs?
    n[- ]word  retaliat(?:ion|ed|ing|e|ory)  reasonable accommodations?  equal access  segregat\w+  sexual(?:ly)? harass\w+
    on account of (?:her|his|my|their|our) (?:race|religion|sex|color|disability|age|accent|faith)
    not accessible|inaccessible|isn't accessible  human rights (?:commission|complaint|office)  eeoc
    discrimin(?:a|an|o|aron|aba|acion|ado|ada|ando|atori[oa])  derechos civiles  racis(?:ta|tas|mo)  titulo (?:ix|vi)  represalias?
    acoso sexual  igualdad de (?:acceso|trato)  xenofob\w+  ley de (?:discapacidades|estadounidenses con)
""")
RIGHTS_OFFER = words(r"""
    (?:do|does|shall) not discriminate  non-?discriminat\w+  without regard to  equal (?:opportunity|employment)  regardless of
    on the basis of race  no discrimin(?:a|amos|acion por)  sin distincion  museum  history  unit on  lessons? (?:on|about)  curricul\w+
    anti-?(?:racis\w+|discriminat\w+|bias)  workshops?  trainings?  field trip  exhibit  martin luther king  mlk  rosa parks  ruby bridges
    black history  book (?:club|about|list)  play about  film about  documentary about  speakers?
    we (?:welcome|include|serve|accommodate|offer|provide|teach|help)
    our (?:building|space|site|studio|program|tutors|camp|center|center's) (?:is|has|are|welcomes?|serves?)
    everyone (?:plays|is welcome|belongs)
    girls'? (?:coding|robotics|stem|basketball|soccer|group|club|camp|night|team|circle|on the run|who code|inc)
    all (?:kids|students|abilities) (?:are )?welcome  bilingual  esl  tenemos (?:rampa|interprete|elevador)  recibe a  taller  museo
    historia  bienvenid[oa]s
""")
COMPLAIN = words(r"""
    (?:file|filing|make|making|lodge|lodging|submit|submitting|register|registering|have|bring|formal|official|written|\
    following up on (?:my|the|our)) (?:\w+ ){0,2}(?:complaint|grievance)s?(?! (?:at all|whatsoever))
    complaints? (?:about|against|regarding|concerning) (?!(?:the )?(?:weather|snacks?|food|heat|cold|parking|temperature|cafeteria))
    (?:want|need|like|have|wish) to complain  (?:who|whom|where) (?:do|can|should|would) (?:i|we) (?:complain|report|go to (?:about|with))
    how (?:do|can|would|should) (?:i|we) (?:complain|file a|report (?:\w+ )?(?:one of|him|her|them|this|someone|somebody|a (?:coach|\
    teacher|tutor|person|partner|volunteer|staff)|your|the (?:coach|teacher|tutor|instructor|woman|man)))
    complain(?:ing)? (?:about|to (?:someone|somebody|the|your|whoever))  unacceptable  inexcusable  disgrace(?:ful)?  appall(?:ed|ing)
    outrage(?:d|ous)  disgust(?:ed|ing)  furious  fed up  livid  beyond (?:frustrat\w+|upset|angry|disappoint\w+)
    (?:extremely|very|deeply|so|really|bitterly|profoundly) (?:disappointed|frustrated|upset|angry|dissatisfied|unhappy|offended|insulted)
    (?:how|who) (?:dare|does (?:he|she) think)  shame on  unprofessional  a (?:joke|scam|sham|rip-?off|fraud)  ripped (?:us|me|them) off
    (?:your|his|her|their) (?:supervisor|boss|manager|superior)(?:\?|'s| |$|\.|,)
    speak to (?:your|a|the|whoever) (?:supervisor|manager|boss|superior|person in charge)
    (?:going|go|take (?:this|it)|bring (?:this|it)|write|complain|report (?:this|it|him|her|you)) to the (?:school )?(?:board|\
    superintendent|principal|state|media|mayor)
    (?:want|wants|demand|expect|deserve|owed?|waiting for|unless (?:\w+ )?) ?(?:an|a|some)? ?(?:apology|explanation|refund|answers?)
    apologiz(?:es|e) (?:to|for)?
    (?:want|ask|asking|like) (?:him|her|them|that (?:man|woman|person|teacher|coach)) (?:gone|removed|replaced|fired|disciplined|out)
    (?:someone|somebody) else(?:,)? (?:please|and|as our|to be)?\b(?=.{0,60}\b(?:looked into|liaison|assigned))  looked into
    investigat(?:e|ed) (?:this|him|her|the|what|how)
    (?:never|hasn't|haven't|nobody|no one|not one|no) (?:\w+ ){0,4}(?:answer(?:s|ed)|repl(?:ies|ied)|called? (?:me|us)? ?back|return(?:s|\
    ed)? (?:my|our|a|calls|any)|show(?:s|ed)? up|respond(?:s|ed)|decency|courtesy)  out of line  never been (?:treated|spoken|so)
    treat(?:s|ed|ing)? (?:us|our|me|my|the|volunteers|people|parents|them|everyone) (?:\w+ ){0,3}(?:like (?:dirt|trash|garbage|the help|\
    criminals|servants|a|we|i|children|second)|badly|poorly|terribly|rudely|with (?:contempt|disrespect))  disrespect(?:ful|ed|s|ing)?
    (?:was|were|is|are|been|so|very|extremely|incredibly) (?:\w+ )?rude(?:ly)?  rude (?:to|and|with|about)
    bull(?:y|ied|ying) (?:our|my) (?:staff|volunteers?|team)  (?:lied|lying|lies) to (?:us|me|my|the|everyone|our)
    broke(?:n)? (?:his|her|their|your|every) (?:promise|word)s?  wast(?:e|ed|ing) (?:of )?(?:my|our|everyone'?s) (?:time|money)
    stood (?:us|me|them|the kids) up  no[- ]show  propaganda  indoctrinat\w+
    (?:get|got|kicked|threw|throw|thrown) (?:us |me |my volunteers? |them |him |her )?out of (?:my|the|their|his|her) (?:building|office|\
    room|school|classroom)  incompeten\w+  negligen\w+  mistreat\w+  belittl\w+  condescend\w+  dismissive  hostile
    (?:scream|yell|shout|swear|curs|snap|laugh|sneer)(?:s|ed|ing|es)? (?:\w+ )?(?:at|in the face of) (?:me|us|my|our|the (?:kids|children|\
    students|volunteers|boys|girls|parents)|a (?:parent|volunteer|child|student)|her|him|them|every\w+)
    call(?:s|ed) (?:my|our|the|me|a|him|her|us|one of) (?:\w+ ){0,4}(?:lazy|stupid|dumb|idiots?|a liar|worthless|fat|slow|names|hopeless|\
    morons?|incompetent|crazy|unprofessional|a baby)
    in front of (?:everyone|everybody|the (?:whole|entire|class|other|group|kids|children|parents)|all|his|her)  humiliat\w+
    (?:on|glued to|playing (?:on|with)|staring at|looking at) (?:their|his|her) (?:phone|phones|cell)  learned nothing
    didn't (?:learn|teach) (?:a thing|anything)  worst (?:\w+ )?(?:experience|program|service|coach|teacher)
    (?:want|like) (?:my|our) money back  (?:asked for|want|demand) (?:it|the money|my money|a refund) back  laughed (?:at me|in my face)
    our fault  third (?:such|time)  charged (?:me|us|them) (?:\$?\d+ )?(?:for|extra|twice)  the school (?:a )?1(?=$|[.,!])  swears at
    hour late  always late  (?:it's|is|was) not (?:fair|right|okay|ok)(?= |$|[.,!])
    quej(?:a|as|arme|arnos|o|amos) (?:de|del|contra|sobre|formal|por|con|a|por escrito)
    (?:poner|presentar|levantar|meter|hacer|tengo) una queja  con quien me quejo  donde (?:me quejo|pongo (?:una|la) queja|reporto)
    (?:muy|bien|super|sumamente|bastante) (?:molest[oa]s?|enojad[oa]s?|decepcionad[oa]s?|indignad[oa]s?|disgustad[oa]s?|inconforme)
    indignad[oa]s?  inconform(?:e|idad)  groser[oa]s?  grosera?mente  falta de respeto  faltas? de respeto
    (?:nos|me|l[eo]s?|la) (?:falto|faltan|faltaron) al respeto  pesim[oa]  inaceptable  vergonzos[oa]  una verguenza
    (?:nos|l[oa]s|me) (?:dej(?:o|aron) (?:plantad[oa]s?|esperando|con la palabra)|trat(?:a|an|o|aron) (?:muy )?(?:mal|como|feo|con)|\
    habl(?:a|an|o|aron) (?:muy )?(?:feo|mal|golpeado)|corr(?:e|en|io|ieron)|grit(?:a|an|o|aron)|insult\w+|humill\w+|mint(?:io|ieron|\
    iendo)|cobr(?:o|aron)|estaf\w+|ignor\w+|colg(?:o|aron))  tratan? (?:muy )?mal a  les? grit(?:a|an|o|aron|ando)
    grit(?:a|o|aba) a (?:mi|los|las|mis|nuestr\w+)
    l[ea]s? (?:dijo|dice|dijeron) (?:\w+ ){0,4}(?:burr[oa]|tont[oa]|floj[oa]|inutil|que no (?:servia|sirve)|gord[oa]|estupid[oa])
    exij(?:o|imos)  exigimos  que (?:l[oa] )?(?:cambien|corran|quiten|despidan|saquen|remuevan)  tome[n]? cartas
    (?:hablar|quiero|necesito) (?:hablar )?con (?:el|la|su|un) (?:responsable|supervisor[a]?|jef[ea]|superior|encargad[oa] de todo)
    (?:nadie|nunca|no) (?:me |nos )?(?:contesta|contestan|responde|responden|contesto|respondieron|hace(?:n)? nada|dan? la cara|\
    regresa\w* (?:la|mi|las) llamada\w*)  mal trato|malos tratos|maltrat\w+  prepotente  abusiv[oa]  una burla|se burl(?:a|o|an)
    estafa|robo|fraude  no es justo  me(?:rezco|recemos)  disculpas?  en el celular  llega(?:n)? tarde (?:siempre|todos)
    (?:siempre|todos los dias) llega(?:n)? tarde  llega tarde  roll(?:ed|s|ing) (?:her|his|their) eyes  expected better  circle back
    don't want another form  (?:want|need) a (?:human(?: being)?|person|real person) to (?:explain|call|answer)
    told (?:us|me|my \w+|her|him) (?:where to go|to shut up|to get lost|off|in front of)  do something about (?:them|him|her|this|it|these)
    leave(?:s)? (?:\w+ )?(?:trash|garbage|a mess) (?:all|every|behind|on)  park(?:s|ed|ing)? on (?:the|our|my) (?:lawn|grass|yard|driveway)
    you promised  promised (?:it|us|to|that) .{0,40}(?:and then|but|never|still)  no deberia (?:estar|trabajar|dar)  patan  apodos
    los compara  cut(?:s|ting)? (?:me|us|her|him) off  hung up on  slammed the door  ignor(?:es|ed|ing) (?:us|me|my|our)
    brush(?:ed|es) (?:me|us) off  run ?around  passed (?:around|from)  talk(?:s|ed) down to  attitude  barked at  scolded  berat\w+
    four months of|months of  enough is enough  last straw  sick (?:and tired )?of  tired of (?:being|waiting|hearing|your|the)
    not what (?:we|i) (?:were|was) (?:told|promised|paid)  harta|harto  ya estuvo  ya basta  me tiene cansad[oa]  se porto (?:muy )?mal
    nos cerr(?:o|aron) la puerta  nos prometieron  spoken to like  don't appreciate  the help  took our deposit  and canceled|and cancelled
    still on your list  somebody should be (?:embarrassed|ashamed)  i have it in writing  quien l[oa]s? supervisa  metiche
    treats? (?:our|my|the) (?:ladies|volunteers|parents|families|staff|kids) like
    report a (?:tutor|coach|teacher|volunteer|partner|vendor|program)  sleeps during  never amount to
    waste of (?:my|our) (?:tax|time|money)  was disrespected|felt disrespected
    not be (?:coming|going) back (?:as long|until|while|because|after)  won't be back  being ignored  apologized  blames us
    como nos atendio  se burla de (?:los|las)  da la cara  como si fueramos  regresen mi dinero  nunca hubo clase  nos cobraron
    es una verguenza  left (?:forty|thirty|twenty|\d+|our|the) (?:\w+ )?(?:children|kids|students) waiting
""")
PERSON = words(r"""
    he  she  they  him  her  you(?:r)?  coach\w*  teachers?  tutors?  instructors?  leaders?  coordinators?  liaison  director  principals?
    vice principal  assistant principal  secretary  lady  woman  man  guy  staff  office  partners?  vendor  program  club  camp
    organi[sz]ation  company  volunteers?  mentors?  ms\.?  mrs\.?  mr\.?  supervisor  assembly  district  school  somebody  someone
    nobody  anyone  custodian  aide  who  whoever  el  ella  ellos  senor(?:a|as|es)?  maestr[oa]s?  entrenador(?:a)?  instructor(?:a)?
    coordinador(?:a)?  encargad[oa]s?  director[a]?  secretaria  programa  taller  oficina  ustedes  su  voluntari[oa]s  tallerista
    alguien  nadie  quien  responsable  responsables  escuela  distrito  people  we  i  my mother  lead  nosotros  yo  nos  me
""")
COMPLAIN_JOKE = words(r"""
    no complaints?  zero complaints?  not (?:a )?complain\w*  can'?t complain  (?:only|biggest|one|number one|main|sole) (?:\w+ )?complaint
    nobody (?:has |is )?complain\w*  no one (?:has |is )?complain\w*
    (?:kids|children|students|they|parents|everyone) (?:\w+ )?(?:complain(?:s|ed)? (?:that|when|it|because)|begged|want(?:ed)? more|\
    demand(?:ed)? (?:more|an encore|seconds|a rematch|another|to))  taken care of  (?:sorted|worked) (?:it )?out
    made up (?:over|with|after)  all (?:good|fine) now  resolved  fixed (?:it|now)  thank(?:s)? (?:you )?for (?:sorting|fixing|the quick)
    letter of complaint  complaint letters?  angry customer  customer service  role[- ]?play  practice  villain  the cat  the dog
    (?:sock|puppet|hamster|goat|llama|chicken|rabbit|dragon)s?  howls  manager\. i am  joking  kidding  jk  haha+  lol  ninguna queja
    sin quejas  ni una queja  la unica queja  unica queja  no me quejo  no nos quejamos  no hay queja  in the play  obra  titeres?
    unless you count  too short  they want two  surgery  food  too loud  cried (?:in|happy|with joy)  mayor  horchata  pancartas
    on the lawn  loudly  hero  cute
""")
#: What only a file on a child says of somebody: one full name beside it is enough.
DATUM = words(r"""
    iep  504(?: plan)?  gpa  (?:below|above|at) grade level  d\.?o\.?b\.?  birth ?(?:date|day|dates|days)  born (?:on )?(?:\w+ )?\d
    student (?:id|number|no)s?\b.{0,3}  id(?: number| no\.?| #|:)? ?#?\d{3,}  lunch (?:no|number|id|pin)\.?  ssn  adhd  autis\w+
    dyslexi\w+  (?:free|reduced)(?: lunch|-lunch|\b(?=[.,;]|$))  diagnosed  ritalin  adderall  zoloft  prozac  risperidon[ae]  meds
    inhaler  allergic  (?:peanut|nut|severe|no|milk|bee) allerg\w+  epipen  seizures?  diabetic  insulin  evaluated for  suspended
    suspensions?  expelled  detention  foster (?:care|child|home|family)  mckinney  held back
    fail(?:s|ed|ing) (?:math|reading|english|algebra|science|two|three|hearing)  from an? \d\d to an? \d\d  truan\w+  absent \w+ times
    \d+ absences  wida  hospital program  meds changed  incarcerated  in (?:jail|prison)
    (?:mother|mom|father|dad|guardian|grandma|parent)(?:'s)? (?:\w+ )?(?:\(?\d{3}\)?[-. ]\d{3}|cell|phone)  bipolar  wets  undocumented
    moved to (?:her|his) (?:aunt|uncle|grand\w+|dad|mom|father|mother)'?s?  out of seat  hit a peer  needs glasses
    behavior (?:log|plan|report)  goals for  matricula \w+  nacid[oa] (?:el )?\w+  nacio el  fecha de nacimiento  tdah  autis(?:mo|ta)
    dislexia  diagnostico  alergic[oa]s?  (?:toma|tomando|su) (?:medicinas?|medicamentos?)  convulsiones  diabetes  insulina  epilepsia
    educacion especial  reprob\w+  orinandose  l[oa] repitieron  suspendid[oa]  expulsad[oa]  curp  promedio  se marea  deportacion
    deport\w+  de \d+(?:\.\d)? a \d+(?:\.\d)?  gana \d
""")
#: The heads of a pasted sheet.
NAME_COLUMN = words(r"""
    (?:(?:student|child|kid)(?:'?s)? ?)?(?:full |first |last )?names?  last  first  students?  alumn[oa]s?  nombres?(?: completos?)?
    apellidos?
""")
DATA_COLUMN = words(r"""
    grades?  gr  dob  birth\w*  tests?  scores?  lunch  absen\w+  iep  504  ell  guardians?  parents?  allerg\w+  grados?  nacimiento
    examen(?:es)?  notas?  calificaci\w+  promedio  asistencia  faltas  lonche  almuerzo  tutor  alergias?  curp  matricula
""")
#: What a directory or a timetable says as well: it counts beside two names, or where children are spoken of.
HINT = words(r"""
    grade \d+  (?<!through )(?<!to )(?<!and )\d+(?:st|nd|rd|th)[- ]grade
    (?:an?|to|from|got|has|with|two|three) [a-f][+-]?(?='s| to| in|,|\.|$)  [abcdf][+-]
    level [a-z\d]+  reading (?:level|score)s?  asthma  diagnos\w+  medicat\w+  special ed(?:ucation)?  speech (?:iep|therapy)  probation
    homeless  retained  \d\d to (?:a )?\d\d  scor(?:e|es|ed) (?:of )?\d+  (?:got|scored) (?:a |an )?\d+ (?:on|in)  test scores?  esl level
    home address(?:es)?  lives (?:with|at|on|in)  apt\.? \w+
    \d+ \w+ (?:st|street|ave|avenue|rd|road|lane|ln|dr|drive|blvd|court|ct|way|pl|place)\b  therap(?:y|ist)  counselor  depress\w+  anxiety
    custody  referred  works nights  nee?ds rides?  \d{1,3}(?=, [a-z]+ [a-z]+ \d)  calificacion(?:es)?  \d+[o°º] ?(?:de|grado|[a-d]\b)
    (?:primer|segundo|tercer|cuarto|quinto|sexto) grado  medicinas?  domicilio  vive (?:con|en)  terapia  repit(?:io|ieron)
    (?<=[a-z] )\d\.\d(?= a| y|,|$)  on the quiz  passed  alergias?  asma
""")
#: Words in the names of schools, bodies and places, which are no child's.
PLACE = words(r"""
    elementary  school  high  middle  academy  center  centre  foundation  inc  llc  church  club  university  college  street  st  ave
    avenue  park  county  program  project  house  services  partners?  tutors?  friends  youth  kids  community  health  national
    american  district  office  department  association  alliance  council  institute  library  museum  ymca  north  south  east  west
    lane  road  drive  january  february  march  april  may  june  july  august  september  october  november  december  monday  tuesday
    wednesday  thursday  friday  saturday  sunday  special  down  syndrome  plan  reading  math  big  brothers  sisters  boys  girls  team
    cross  red  escuela  primaria  secundaria  centro  fundacion  iglesia  calle  parque  condado  taller  casa  asociacion  programa
""")
ROSTER = words(r"""
    (?:roster|list|spreadsheet|sheet|file)s? (?:\w+ ){0,4}(?:with|of|including|showing|that has) (?:\w+ |, ){0,6}(?:birth ?dates?|\
    birthdays|dobs?|dates of birth|student ids?|id numbers|grades|addresses|home addresses|medical|allergies|ieps?|test scores|\
    names and (?:grades|birth\w*|addresses|ids?|phone)|kids' names and|children's names and|social security)
    (?:kids'?|children'?s?|students'?|student) (?:home addresses|birth ?dates?|dates of birth|medical (?:forms|info\w*|records)|\
    ids?(?: numbers)?|test scores|report cards|iep)
    (?:home addresses|birth ?dates?|dates of birth|report cards|medical forms|test scores|emergency cards) (?:of|for) (?:all |the |our |\
    my |every |each )*(?:kids|children|students|boys|girls)  birth ?dates? and (?:student )?ids?(?: numbers)?
    (?:lista|listado|hoja|archivo) (?:\w+ ){0,4}con (?:\w+ ){0,6}(?:fechas? de nacimiento|matriculas?|calificaciones|direcciones|\
    domicilios|alergias|curp|diagnosticos)
    (?:names?|sheet|list|attached|roster)\b.{0,40}\b(?:dobs?|birth ?dates?|lunch status|student ids?|race|ieps?)\b.{0,60}\b(?:race|\
    lunch status|scores?|star|ids?|addresses|grades?|iep|allergies)
    (?:names|nombres)\b.{0,40}\b(?:birth ?dates?|dobs?|fechas? de nacimiento|phones?|telefonos?)\b.{0,40}
    (?:list|lista|sheet|roster)\b.{0,30}\bnames\b.{0,20}\bbirth ?dates?
""")
ADULT_DATA = words(r"""
    volunteers?(?: list)?  staff  background checks?  both adults  adults  drivers  our (?:director|founder|board|instructors|tutors|team)
    employees?  voluntari[oa]s  personal  instructores  mascot  dog  cat  horse  rabbit  turtle  hamster  perr[oa]  gat[oa]  conejo
    tortuga  mascota  author  scientist  inventor  president  hero  poet  artist  history  museum  character  puppet  titere  personaje
    autor  pretend  made[- ]up  fictional  imaginary  example  18\d\d  19[0-8]\d
""")
