"""Threats, self-harm, injuries, lost children, unsafe places and need: the word lists of handlers/sensitive.py for danger."""

from __future__ import annotations

from handlers.sensitive.words import words

THREAT = words(r"""
    (?:i|we|i'm|we're|he|she|they)(?:'ll| will| am going to|'m going to|'m gonna| is going to|'s going to|'s gonna| are going to| would|\
    'd| gonna| was going to) (?:\w+ ){0,3}(?:kill|shoot|stab|hurt|burn (?:it|this|the|that|your|down)|blow (?:up|it|the)|bomb|end (?:him|\
    her|you|them)|beat (?:him|her|you|them|his|the)|get (?:him|her|you|them)(?! (?:a|the|some|to|in|into|ready|started|something|all))|\
    come (?:for|after|looking for) (?:you|him|her|them)|make (?:you|him|her|them|somebody|someone) (?:all )?pay|put (?:him|her|you|\
    them) (?:in the (?:ground|hospital)|down|through)|break (?:his|her|your|their) (?:\w+ )?(?:neck|legs?|face|jaw|arms?|windows?)|\
    find (?:him|her|you|them|out where))
    threat(?:en|ens|ened|ening|s)?\b(?: (?:to|him|her|them|me|us|my|our|the|a|one|another|with|that|message|note|voicemail)\b.{0,40})
    (?:death|bomb|violent|a) threats?
    (?:said|says|wrote|posted|drew|texted|told (?:him|her|them|me|us|everyone|\w+)|talk(?:s|ed|ing) about|joked? about|promised to|\
    plans? to|planning to|wants? to|going to|list of) (?:\w+ ){0,8}(?:kill(?:ing)?|shoot(?:ing)?(?! (?:a|the|some|our|hoops|video|film|\
    for|photos))|stab(?:bing)?|shoot up|blow(?:ing)? up (?:the|my|his|this)|burn(?:ing)? down|hurt(?:ing)? (?:him|her|them|some|any|every|\
    people|others|\w+self|a|the|one|his|that))
    (?:you(?:'ll| will| are going to| all)? |they(?:'ll| will) )(?:will )?(?:regret|be sorry|pay for this|wish you (?:had|hadn't))
    watch your (?:back|step)
    (?:i|we) know (?:where|which|what) (?:\w+ ){0,5}(?:lives?|car|drives?|parks?|house|kids|school|leaves?|works?)
    know where (?:you|he|she|they|your)\b.{0,20}live  (?:we'll|i'll|let's|you'll) see how (?:you|they|he|she) (?:like|feel)  last warning
    or else (?:i|we|you|somebody|someone)\b  hit list  kill list
    (?:someone|somebody|people|you|kids?) (?:is|are|'s|will) ?(?:going to |gonna )?(?:get|be|end up) (?:hurt|dead|killed|shot)
    what happens? (?:next )?(?:is|will be) on you  shoot up  school shoot\w+  not responsible for what (?:i|happens)
    burn (?:it|this|that|the) (?:\w+ )?(?:place |school |building )?down  (?:come|coming) down there (?:and|with|myself)
    you (?:won't|will not) (?:like|see it coming)  i have nothing (?:left )?to lose  blood (?:is|will be) on your hands
    (?:se|te|os) (?:van?|vas) a arrepentir  (?:van?|vas) a ver(?: lo que| de lo que| quien)\b.{0,20}  me las (?:va|van|vas) a pagar
    me las (?:paga|pagan|pagas)  se las (?:va|van) a ver
    (?:l[oae]s?|te) (?:voy|vamos|va|van) a (?:matar|golpear|quemar|romper|partir|buscar|hacer pagar|meter un|dar)\b.{0,15}
    voy a (?:matar|quemar|golpear|romperle|partirle|agarrar|acabar)\b.{0,20}  amenaz(?:a|o|an|aba|aron|ado|ada|ando|as)
    se donde (?:viv|estaciona|trabaja|estudia)\w*  cuid(?:ense|ate|ese)(?: mucho)? (?:la espalda|porque|en la calle)  atengan?se a
    no respondo  (?:quiere|queria|dijo que (?:iba|va) a|va a|iba a) (?:matar|lastimar|golpear|quemar|apunalar|disparar)\w*  tirotear
    balacera  lista de (?:los )?que va a
    (?:won't|will not|not|never) (?:be )?(?:walk(?:ing)? (?:out|away|home)|leave|leaving|make it|go home|wake)(?: \w+){0,4} (?:legs|alive|\
    feet|own|again|one piece|home)
    (?:if|next time|the next time) (?:\w+ ){0,8}(?:again|near (?:my|me|us|our)|(?:his|her|your|their) face|comes? (?:back|near|around)|\
    shows? up|touch\w*|set foot)\b.{0,60}\b(?:i'll|i will|i'm going|we'll|sorry|ground|hospital|teeth|legs|regret|consequences|police|gun|\
    blood|happen)  every(?:body|one) will (?:see|know|pay|remember|be sorry)
    (?:passed|passing|found|made|has|have|keeps?) (?:\w+ ){0,3}(?:list|notebook) (?:\w+ ){0,3}(?:with )?(?:names|kids|people|who)\b.{0,40}
    skulls?  (?:teach|show) (?:him|her|you|them|that \w+) a lesson (?:he|she|you|they|he'll|you'll)  get what'?s coming
    (?:he|she|you|they)(?:'s| is|'re| are|'ve) (?:got it )?(?:coming|dead)(?= |$|[.,!])  blood will
    someone (?:should|ought to|needs to) (?:shoot|hurt|burn|beat|slap|punch|take (?:him|her|them|you) out)
    bring (?:a|my|his) (?:gun|friends|brothers|bat|uncle)s? (?:next|on|to)  slash(?:ed|ing)? (?:\w+ )?tires?  brick through
    (?:va|van) a (?:pasar|suceder|correr) (?:algo|una desgracia|sangre)  todos (?:van a|lo van a|la van a) (?:ver|pagar|saber)
    si (?:\w+ ){0,8}(?:otra vez|de nuevo|se acerca|se le acerca|vuelve a)\b.{0,60}\b(?:mato|rompo|parto|golpeo|voy a|vera|van a|\
    va a saber|consecuencias|quien soy)  (?:le|les) voy a (?:partir|romper|ensenar quien|quebrar|dar (?:una|un))
    wait(?:ing)? (?:for (?:her|him|you|us|me) )?by (?:her|his|your|my) (?:car|house|door)  deserve(?:s)? (?:it|to die|what)
    (?:i'll|i will|i'm going to|we'll) come (?:there|over|down|by) and (?:make|show|see|deal|handle)  make you listen
    (?:lighter|matches) and (?:gas\w*|gasoline)  sacar la (?:pistola|navaja)  con un (?:bate|palo|machete|cuchillo)
    with a (?:bat|knife|gun|crowbar|hammer)  ya sab(?:ia|e|en|ian) (?:quienes eramos|donde viv\w+|quien soy)
    wav(?:ed|ing) (?:something|a) (?:\w+ ){0,5}gun  hit (?:her|him|me|them) with a
""")
SELF_HARM = words(r"""
    kill(?:ing)? (?:my|him|her|them|your)sel(?:f|ves)  suicid(?:e|al)  unalive  kms
    end (?:it all|it|my life|his life|her life|things)(?= (?:all|soon|tonight|now|for good|with)|$|[.,!?])
    end (?:my|his|her|their) (?:own )?life  tak(?:e|es|ing) (?:my|his|her|their) (?:own )?life
    want(?:s|ed)? to (?:just )?(?:die|disappear|be dead|sleep forever|go to sleep and|not (?:wake|be here|exist))
    wish(?:es|ed)? (?:i|he|she|they)(?:'d)? (?:was|were|wasn't|weren't|had)? ?(?:dead|not (?:here|alive|around)|never (?:been )?born|gone|\
    wouldn't wake|could disappear|didn't exist|here anymore)  better off (?:without (?:me|him|her|them)|dead|if (?:i|he|she))
    no (?:reason|point|use) (?:\w+ ){0,3}(?:to live|living|for (?:me|her|him|them) to (?:be|stay|go|keep)|in (?:living|going on|\
    being here|trying anymore))
    (?:don't|doesn't|didn't|do not|does not|not) want to (?:be (?:here|alive|around|in this world)|live|wake up|exist|go on|keep going|\
    see (?:christmas|tomorrow|\d+))
    (?:won't|will not|wouldn't|might not|may not|not gonna) be (?:here|around|alive) (?:\w+ ){0,3}(?:anymore|any ?more|longer|after|\
    for (?:christmas|graduation|her|his|my|long|much)|by|next|when|to (?:see|worry|bother))
    won't have to (?:worry about|deal with|put up with) (?:me|him|her)
    (?:nobody|no one|noone)(?:'d| would| will|'ll)? (?:even )?(?:miss|notice|care) (?:me|him|her|them|if|when)\b.{0,30}  self[- ]?harm\w*
    cut(?:s|ting)? (?:her|him|them|my)sel(?:f|ves)(?= (?:again|on purpose|at|in|since|when|to|because|lately)|$|[.,!?])
    cut(?:s|ting)? (?:on|up|along|all over|across|down) (?:\w+ )?(?:his|her|their|the|my|both) (?:\w+ )?{BODY}
    (?:rows?|lines) of (?:\w+ )?(?:cuts|scars|scratches)  cutting (?:his|her|their) {BODY}  burning (?:her|him|my)self
    (?:giv(?:es|ing|en)|gave) (?:\w+ ){0,3}(?:her|his|their|all|everything|my) ?(?:\w+ ){0,3}away (?=.{0,200})(?!to (?:charity|goodwill|\
    the poor))  giving (?:her|his|their) (?:stuff|things|toys|books|clothes) away
    t(?:ook|akes|aken|aking|ake) (?:a (?:bunch|lot|handful|bottle)|all|too many|whole bottle|the whole) (?:of )?(?:\w+ )?(?:pills|meds|\
    tylenol|advil|tablets|medication|medicine)  (?:goodbye|suicide) (?:note|letter|message|video)  by the time you (?:read|get|see) this
    tell (?:the kids|my (?:family|kids|mom|daughter|son)|them|everyone|everybody|her|him) (?:that )?(?:i'm sorry|i am sorry|i love|goodbye)
    hurt(?:s|ing)? (?:herself|himself|myself|themsel\w+)  jump (?:off|from|in front of)  hang (?:himself|herself|myself)  dark thoughts
    thoughts of (?:dying|death|ending)  tired of (?:living|being alive|life|everything)  life (?:isn't|is not|ain't) worth
    (?:ya )?no (?:quier[eo]|queria|tiene ganas de|tengo ganas de|le encuentra sentido a?|vale la pena) (?:seguir )?(?:vivir|viviendo|\
    estar (?:aqui|viva|vivo|en este mundo)|despertar|seguir(?: aqui| adelante)?|la vida)
    (?:se )?quier(?:e|o|es) (?:morir|matar|desaparecer|quitar la vida|dormir y no)(?:se|me)?  morir(?:se|me)(?! de)  matarse|matarme
    quitarse la vida|quitarme la vida  suicid\w+
    se (?:esta |anda |ha estado )?cort(?:a|ando|o) (?:los|las|el|la|sus|a proposito|en) (?:\w+ )?(?:brazos?|piernas?|munecas?|proposito|\
    cuerpo)  cort(?:es|adas|aditas|ada) en (?:el|la|los|las|sus) {CUERPO}  nadie (?:me|la|lo|le) (?:va a |iba a )?extrana\w*
    estaria mejor (?:muert[oa]|sin (?:mi|ella|el))  mejor (?:muert[oa]|no haber nacido)
    (?:se )?tom(?:o|e|arse) (?:un monton de|muchas|todas las|un frasco de|unas|el frasco de) (?:las )?(?:pastillas|medicinas)
    hacerse dano|se hace dano|se lastima sol[oa]  carta de despedida  despedirse de tod[oa]s
    no (?:voy|va) a estar (?:aqui )?(?:para|despues|en (?:navidad|enero))  cansad[oa] de (?:vivir|la vida|todo esto y)
    found (?:a )?(?:good )?home for (?:the|my|his|her) (?:cat|dog|pets?|bird|fish)  put(?:ting)? (?:my|his|her) affairs in order
    (?:won't|will not|don't|no) need to (?:answer|reply|write back|look for me)  count(?:ed|ing) (?:the|my|her|his|out) (?:\w+ )?pills
    (?:last|final) (?:e-?mail|message|letter|report|month) (?:from me|you'll|i'll|you will|i will|i'm)
    (?:see|find) (?:no|any|a) (?:way out|reason (?:left|anymore|to))  (?:can't|don't) see (?:a|any|the) (?:way out|point|future)
    rather be dead
    (?:everyone|everybody|they|you all|you'd all|the world|mom|my family)(?:'d| would| will|'ll) be (?:better|happier|fine|\
    relieved) (?:off )?(?:without|when|once|if)
    go(?:ing)? to (?:be with|join|see) (?:his|her|my) (?:\w+ )?(?:mom|dad|mother|father|brother|sister|grandma|grandpa) (?:in heaven|soon|\
    up there|who)  never wak(?:e|ing) up  (?:a|the) noose
    (?:talk(?:s|ed|ing)?|writ(?:es|ing)|wrote|draw(?:s|ing)|drew|obsessed|ask(?:s|ed)?) (?:\w+ ){0,4}(?:about|of|with|\
    what) (?:\w+ ){0,3}(?:death|dying|being dead|heaven|her funeral|his funeral|her own funeral|his own funeral|graves?|coffins?)
    no le (?:veo|ve|encuentr[oa]) (?:\w+ )?(?:caso|sentido|chiste)  cont(?:e|o|aba) (?:las|mis|sus) pastillas
    (?:todos|mi familia|ustedes) (?:estarian|van a estar|estaran) mejor sin  mi ultim[oa] (?:mensaje|carta|correo|dia)
    ya no (?:me )?busquen  (?:habla|escribe|dibuja|pregunta) (?:\w+ ){0,3}(?:de|sobre) (?:la |su )?(?:muerte|funeral|morir\w*)
    irse (?:al cielo|con su \w+ al cielo)  no va a (?:llegar|pasar) (?:de|a) (?:navidad|este ano|los \w+)
    (?:how many|enough) (?:of )?(?:\w+ )?(?:mother's |mom's )?pills  pills (?:would|will) (?:be enough|do it|it take)
    (?:be|go) with (?:her|his|my) dead
    (?:not|don't think i'm|isn't) (?:going to |gonna )?make it (?:to|through) (?:spring|summer|christmas|the (?:week|year|night|winter))
    perdon mama
""")
WEARY = words(r"""
    can'?t (?:do this|go on|take (?:it|this)|keep going|live like this) any ?more
    (?:the )?only thing (?:i|she|he|that) (?:had|have|has|kept|keeps|keeping)\b.{0,20}  (?:it )?won't matter  what'?s the point
    nothing (?:matters|left)  no one would (?:even )?(?:know|care)  ya no (?:puedo|aguanto|puede) mas  nada (?:importa|tiene sentido)
    lo unico que (?:tenia|me quedaba)  so alone  i give up on
    (?:escribi|deje|wrote|left) (?:una|a|my|mi) (?:carta|nota|letter|note)\b.{0,30}\b(?:mama|papa|familia|mom|dad|parents|family|everyone)
""")
INJURY = words(r"""
    ambulances?  911  emergency room  e\.?r\.?(?= |$|[.,;])  urgent care  paramedics?  ems  stitch(?:es|ed up)  concuss(?:ion|ed)
    unconscious  pass(?:ed|ing) out  faint(?:ed|ing)  collapsed  seizures?  epi-?pen\w*  anaphyla\w+  allergic reaction
    (?:broke|breaking|broken|fractured|sprained|dislocated) (?:his|her|their|an?|my|the) (?:\w+ )?(?:arm|leg|wrist|ankle|nose|\
    collar ?bone|fingers?|toe|tooth|teeth|elbow|foot|hand|rib|jaw|hip|skull|thumb|neck)  fractur\w+  bleeding
    blood (?:everywhere|all over|on (?:his|her|the)|was|from)  bloody (?:nose|lip|face|shirt|knee|towel)
    (?:hit|hits|bumped|cracked|banged|smacked|split|landed on|cut open|gashed) (?:his|her|their|the|my) (?:\w+ )?(?:head|forehead|skull|\
    chin|face|eyebrow|neck)  head injur\w+  (?:burned|scalded|burnt) (?:his|her|their|himself|herself|a|two|my)  second[- ]degree
    chok(?:ed|ing) on  stopped breathing  couldn't breathe|could not breathe|can't breathe  drown\w*  electrocuted
    got (?:a|an)? ?(?:electric )?shock(?:ed)?  knocked (?:out|unconscious|her teeth|his teeth)  (?:was|were) out (?:cold|for)
    injur(?:y|ed|ies)  hospital(?:ized)?  poison(?:ed|ing)
    (?:threw up|vomit\w+|sick) (?:\w+ ){0,6}(?:after (?:eating|the)|from the|six|seven|eight|ten|half)  food poisoning
    dog (?:bit|bites?|bitten)  (?:was|got|been) bitten  hit by (?:a|the) (?:car|van|truck|bus|bike|swing|bat|ball)
    ran (?:him|her|them) over  crash(?:ed)?  car accident  swallowed (?:a|an|the|some|two)  wouldn't wake
    (?:fingers?|hand) (?:\w+ ){0,3}(?:caught|slammed|crushed|cut off|stuck) in  nail (?:through|in) (?:his|her)
    heat ?stroke|heat exhaustion  blue in the face|turned blue|lips (?:turned|went|were) blue  ambulancia  hospital  urgencias
    (?:sala de )?emergencias  paramedicos  puntadas  puntos en (?:la|el)  desmay(?:o|aron|ada|ado|aba)  convulsion(?:o|es|ando)?
    fractur(?:a|o|ada|ado)
    se (?:quebro|rompio|fracturo|zafo|torcio|disloco) (?:el|la|un|una|los) (?:brazo|pierna|muneca|tobillo|dedo|nariz|diente|dientes|\
    clavicula|pie|mano|codo)  sangr(?:e|ando|o|aba|ado)
    se (?:abrio|pego|golpeo|partio|descalabro)(?: en)?(?: la| el| su)? ?(?:frente|cabeza|ceja|barbilla|cara|boca)?  descalabr\w+
    golpe en la cabeza  se quemo  quemaduras?  reaccion alergica  intoxic\w+  se (?:estaba )?ahog(?:o|aba|ando)  electrocut\w+
    (?:le|les) dio (?:un )?(?:toque|toques|descarga)  perdio el (?:conocimiento|sentido)  no (?:podia|puede) respirar  atropell\w+
    lo mordio|la mordio|mordio a  se lastimo  accidente  herid[oa]s?  conmocion  se machuco  throwing up  threw up  vomit(?:ed|ing|s)
    iv fluids?  icu  surgery (?:on|for|after) (?:his|her)  in a coma  airlift\w*  mucha sangre  vomit(?:o|aron|ando)  suero
    no (?:nos |me )?reconocia  le (?:cayo|pego) (?:encima|en la cabeza|la canasta|un)  terapia intensiva  blood  impaled  run over
    nod(?:ded|ding|s) off  fell asleep (?:at the wheel|driving|while driving)
    (?:texting|on (?:his|her) phone|swerv\w+|speeding|ran (?:a|the) (?:red|stop)|drifted|clipped) (?:while|and|when|with|a|the|all)
    nariz sangr\w+  no despertaba  sangrando  cut (?:\w+ )?(?:on|across) the (?:ear|face|head|arm|leg|hand)  four stitches
    caught (?:the |fire|on fire)  curtain and we put it out
""")
HAPPENED = words(r"""
    fell  falls?  fallen  tripp(?:ed|ing)  slipped  slid
    call(?:ed)? (?:911|an ambulance|the (?:ambulance|paramedics|police|nurse)|ems|for)  had to call
    to(?:ok|ok him|ok her) (?:\w+ ){0,3}to (?:the )?(?:hospital|er|e\.r\.|emergency|urgent|clinic|doctor|nurse)  rushed
    kept (?:him|her|them)? ?overnight  went to (?:the )?(?:hospital|er|e\.r\.|emergency|urgent|nurse)
    (?:ended up|is|was|are|were|still|been) (?:still )?(?:in|at) (?:the )?(?:hospital|er|emergency|icu)
    needed (?:\w+ )?(?:stitches|surgery|an ambulance)  (?:got|gave|with|has|have|had) (?:\w+ ){0,3}stitches
    (?:had|having|has|have|suffered) (?:a|an|another|two|his|her) (?:\w+ )?(?:seizure|concussion|reaction|injur\w+|accident|fracture|fall|\
    asthma)
    (?:broke|fractured|sprained|dislocated|burned|scalded|hit|cracked|bumped|split|cut|knocked|choked|swallowed|fainted|collapsed|slammed|\
    crushed|cut|banged|landed|electrocuted|drowned|vomited) ?\w*  passed out  was out
    got (?:hurt|injured|burned|cut|hit|sick|shocked|bitten|a shock)
    (?:is|was|were|been|are) (?:badly |seriously |slightly |a bit )?(?:hurt|injured|bleeding|unconscious|burned|bitten|hospitalized|\
    poisoned)  last (?:week|month|tuesday|friday|night|session)  on the \d+(?:st|nd|rd|th)?  yesterday  accident  incident  wouldn't wake
    couldn't breathe  stopped breathing  bit  crashed  bleeding  se cay(?:o|eron)  se resbal\w+  se tropez\w+
    l[oa]s? llev(?:aron|amos|o|e)  tuv(?:imos|o|ieron) (?:que )?(?:llamar|llevar|una|un)?  llam(?:amos|aron|o|e) (?:a|al)  hubo
    se (?:quebro|rompio|fracturo|abrio|golpeo|pego|quemo|desmayo|lastimo|corto|descalabro|machuco|ahog\w+|zafo|torcio|partio)
    le (?:pusieron|dieron|dio|cayo)  les (?:dio|cayo)  ayer  la semana pasada  el (?:lunes|martes|miercoles|jueves|viernes|sabado|domingo)
    sigue en  termin(?:o|aron) en  fue a dar  paso que  lo mordio|la mordio  throwing up  vomiting  are on  tardo  traia  took \w+ minutes
    by dinner  clipped  twice  nodded off  driving  driver  the way (?:back|home|there)  (?:el|la) chofer
""")
SCRATCH = words(r"""
    band-?aids?  curitas?  paper cut  skinned  scrap(?:e|ed|es)  blisters?  raspon(?:es)?
    no (?:one|body) (?:was|got) (?:hurt|injured|bitten)  nobody (?:was|got) (?:hurt|injured|bitten|sick)
    no (?:injuries|accidents|emergencies|incidents)  without (?:injury|incident)  sin (?:accidentes|heridos|incidentes)
    nadie (?:se lastimo|salio lastimado|resulto)  zero (?:injuries|accidents)
    hospital(?:'s)? (?:volunteers?|employees|staff|foundation|outreach|tour|gift|clowns?|wing|lobby|auxiliary|offers?|would|wants)
    children's hospital  cards (?:for|to) (?:the )?(?:hospital|kids in)  at the hospital where i work  teddy bear hospital
    hospital de (?:peluches|munecas|ositos)
    stuffed|teddy|dolls?|munec[oa]s?|peluches?|robots?|drone|printer|laptop|puppets?|titeres?|mannequin|maniqui
    tak(?:es|ing) (?:\w+ )?(?:meds|medicine|medication)  toma medicina  allergic to  alergic[oa]  skateboarding
    so (?:i|we) (?:missed|couldn.t|can.t|won.t|had to miss)  hurt his back
""")
LOST_CHILD = words(r"""
    (?:lost|losing|misplaced|left behind|lost track of|forgot) (?:a|an|one|two|one of (?:the|our|my)|our|sight of (?:a|one|the|\
    two)) (?:\w+ )?{CHILD}(?! (?:to|this (?:year|month)))  couldn't find (?:him|her|them|one|a|two|the (?:boy|girl|kid|child))
    went missing  (?:has been|is|was|were|been) missing (?:since|for|from|until)  missing (?:child|student|kid|girl|boy)
    wander(?:ed|s|ing) (?:off|away|out|into)  took (?:us|me) (?:\w+ ){0,4}(?:to find|before we found) (?:him|her|them|one)
    (?:left|forgot|forgotten) (?:him|her|them|a kid|a child|a student|one of the\b.{0,15}|my (?:son|daughter|\
    child)) (?:\w+ ){0,2}(?:behind|there|alone|outside|on the bus|in the (?:van|bus|building|park|dark|rain|cold|hall\w*|lot)|\
    at the (?:park|zoo|museum|curb|stop|pool))
    (?:kids?|children|students?|girls?|boys?|him|her|them|\w+grader) (?:\w+ ){0,4}(?:unsupervised|without (?:an? |any )?(?:adult|\
    supervision|teacher|chaperone)|no adult)
    (?:nobody|no one|no adult|no teacher) (?:was |is )?(?:watching|supervising|with|in charge of|there to watch)\b.{0,20}
    locked (?:in|inside|outside) (?:\w+ ){0,4}(?:the|for|until|alone|room|closet|gym|building|cold|rain|dark)
    (?:nobody|no one|noone) (?:ever |has |had )?(?:came|comes|come|picked|picks|showed|shows|shown)(?: up)? (?:up )?(?:for|to (?:get|pick|\
    collect)) (?:him|her|them|our|a|one|the (?:boy|girl|kid|child|twins|little)|\w+ until|my)  never (?:got )?picked (?:him|her|them)? ?up
    not (?:been )?picked up until  still (?:waiting|here|there) (?:at|when|after) (?:\w+ )?(?:\d|dark|seven|eight|nine)
    not on (?:the|her|his|our|any) (?:\w+[- ]?){0,3}(?:list|card|form|sheet)
    (?:went|left|leave|leaves|let|leaving|go|gone|released?|walked off|got (?:in|into)) (?:\w+[- ]?){0,6}(?:with|to|in|car with|\
    car of) (?:a|some|the|an|two) (?:\w+ )?(?:man|woman|guy|stranger|men|older|adult|boy|person|people)\b.{0,40}  r[au]n away  running away
    got out of the (?:building|gate|yard)  walk(?:s|ed|ing)? home (?:alone|by (?:him|her)self|in the dark)  drove (?:her|him|them) home
    (?:he|she|they|kids?) (?:is|was|are|were) (?:left )?(?:home )?alone (?:until|all|at home|every|after|when|in|for|overnight)
    se (?:nos |me |les )?perdio (?!la (?:mia|tuya|suya|hoja|llave|copia)|el (?:mio|papel))(?:un|una|mi|el|la|uno|en)\b.{0,20}
    se (?:nos )?perdieron (?:dos|tres|unos|los) (?:nin|alumn)\w*
    no (?:aparecia|aparece|aparecio|l[oa] encontra\w+)  anda(?:ba)? perdid[oa]  se escap(?:o|aron)
    nadie (?:vino|viene|paso|pasa|llego|llega|vinieron) (?:por|a (?:recoger|buscar))
    no (?:vinieron|vino nadie|llegaron|pasaron) (?:por|a recoger)
    se (?:fue|subio|lo llevo|la llevo) (?:con|al carro de|a la camioneta de|a un carro con) un[oa]?\b.{0,25}
    se (?:lo|la|los) llev(?:o|aron) un[oa]?\b.{0,25}  l[oa]s? dej(?:aron|o) (?:sol[oa]s?|encerrad[oa]s?|afuera|olvidad[oa]s?)
    sin (?:supervision|que nadie los cuide|ningun adulto|adultos)
    se (?:queda|quedo|quedan|quedaron) sol[oa]s? (?:en|hasta|toda|esperando|afuera)  no estaba en la lista
""")
STRANGER = words(r"""
    strangers?  strange (?:man|men|guy|car|van|person|woman)
    (?:a|some|this|that|the same|an older|one|another) (?:\w+ )?(?:man|men|guy|person|woman|car|van|truck|suv|dude|adult)  someone
    somebody  desconocid[oa]s?  un (?:hombre|senor|tipo|sujeto|carro|individuo|viejo|coche)  una (?:camioneta|van|persona|troca)  alguien
    unos (?:hombres|tipos|muchachos)
""")
LURKS = words(r"""
    follow(?:s|ed|ing) (?:a|one|two|the|her|him|them|our|my|us|some)
    (?:by|at|near|outside|along|through|behind) the (?:\w+ )?(?:fence|playground|gate|bathrooms?|bleachers|park)
    (?:taking|takes|took|snapping|films?|filming|recording|videotap\w+) (?:\w+ )?(?:pictures|photos|videos?|the (?:kids|girls|children)|\
    them|our (?:kids|girls|students))  hang(?:s|ing)? (?:around|out|about)  lurk\w*  circl(?:es|ed|ing)
    parked (?:\w+ ){0,4}(?:outside|across|by|near|every|again)  approach(?:es|ed|ing)
    offer(?:s|ed|ing)? (?:\w+ ){0,4}(?:rides?|candy|money|gifts|cigarettes)  watch(?:es|ing|ed) (?:the|our|them|her|him|us)
    tried to (?:get|pull|grab|take|lure|talk)
    (?:talks?|talking|talked) to (?:the |our |a |one of )?(?:kids|girls|children|students|boys|girl|boy)  sig(?:uio|ue|uiendo|uieron|uen)
    (?:en|junto a|afuera de|por|cerca de) la (?:reja|barda|cerca|salida|entrada|escuela|puerta)
    (?:toma|tomando|tomaba|tomo|tomandoles?|saca|sacando) (?:les )?(?:fotos|video)\w*  graba(?:ndo|ba)? a (?:los|las)  rond(?:a|ando|aba)
    espia(?:ndo|ba)?  se (?:acerc|estacion|par)(?:a|o|aba|ando)\b.{0,30}  ofrec(?:e|io|ia|iendo) (?:\w+ )?(?:dulces|dinero|aventon|regalos)
    merode\w+  se les queda (?:viendo|mirando)
""")
NO_SAFE_STRANGER = words(r"""
    kind  generous  donated  donor  helped  amable  generos[oa]  left (?:us )?a (?:note|cake|check|donation)
    reporter|tribune|news\w*|journalist|periodista|reporter[oa]
""")
HAZARD = words(r"""
    smell(?:s|ed|ing)? (?:\w+ )?(?:of |like )?(?:natural )?(?:gas|smoke|burning|something burning|rotten eggs)  gas leak  carbon monoxide
    (?:exposed|loose|bare|live) wir(?:es?|ing)  wires? (?:\w+ ){0,3}(?:hanging|sticking|coming|exposed|showing)
    spark(?:s|ed|ing) (?:\w+ ){0,4}(?:outlet|wall|plug|ceiling|socket)  outlet (?:\w+ ){0,3}(?:spark|smok|shock)\w*
    (?:black )?mold (?:on|in|all|under|behind)  asbestos
    (?:ceiling|roof|wall|bleachers?|shelf|shelves|stage|railing|swing|goal|hoop|tiles?) (?:\w+ ){0,4}(?:fell|falling|collapsed|came down|\
    caved|gave way|landed|tipped over|coming loose|is loose|about to)
    (?:fire|emergency|exit) (?:exit|door|doors|exits?) (?:\w+ ){0,4}(?:locked|blocked|chained|padlocked|don't open|won't open|doesn't open)
    chain(?:ed)? (?:on|the) (?:\w+ )?(?:exit|doors?)  broken glass (?:on|in|all|by|where|under|everywhere)  lead paint
    no (?:working )?(?:smoke|fire) (?:alarm|detector|extinguisher)s?  seat ?belts? (?:\w+ ){0,3}(?:broken|missing|don't|doesn't)
    (?:no|without) seat ?belts?  bald tires  space heater  caught (?:on )?fire  (?:rats?|needles|bats) in the
    huele? (?:mucho |raro |fuerte )?a (?:gas|humo|quemado)  olor a (?:gas|humo|quemado)  fuga de gas
    cables? (?:\w+ ){0,2}(?:pelados?|sueltos?|colgando|expuestos?|de fuera)
    salida (?:de emergencia )?(?:\w+ ){0,3}(?:bloqueada|con candado|cerrada con|encadenada)
    (?:techo|plafon|reja|grada|canasta|porteria) (?:\w+ ){0,4}(?:se cayo|se esta cayendo|suelt[oa]|flojo|floja)
    se cayo (?:el|un pedazo de|parte del|la) (?:techo|plafon|reja|barda|canasta|porteria|grada)  vidrios? rotos? (?:en|donde)  moho en
    sin cinturon(?:es)?
""")
NEGLECT = words(r"""
    (?:has|have|had|hasn't|haven't|hadn't)(?: not)? eaten (?:since|in|anything|all|for|at home|breakfast)?
    no food (?:at home|in the (?:house|fridge|home)|all|until|since|over)  nothing to eat (?:at home|since|until|all)
    (?:is|are|was|were|always|so|comes?|came|shows? up) (?:\w+ )?(?:hungry|starving) (?:every|again|because|and (?:dirty|asks)|since|\
    on mondays)  (?:nobody|no one|no adult) (?:is |was |'s )?(?:at |ever )?home (?:until|for|at|since|all|when|after|with)
    (?:is|are|was|were|been) (?:sleeping|living|staying|slept) in (?:the|a|their|his|her|my) (?:family )?(?:car|van|truck|garage|shed|\
    tent|motel|street)  sleeps? in (?:the|a|their|his|her) (?:car|van|truck|garage|shed|tub|bathtub)
    (?:wearing |wears |in )?the same clothes  no (?:coat|shoes|heat|water|electricity) (?:at home|all winter|since|in (?:the|this))
    kicked (?:him|her|them|me) out(?: of the house| of home)?  doesn't have (?:anywhere|a place) to (?:go|sleep|live)
    raising (?:him|her|them)sel  takes care of (?:her|his) (?:\w+ )?(?:siblings|brothers|sisters|baby) (?:all|every|alone|because)
    no ha(?:n|bia|bian)? comido  no (?:hay|tienen|tiene|habia) (?:comida|que comer|nada de comer)
    no com(?:e|io|en) (?:nada )?(?:en (?:su )?casa|desde)  (?:llega|viene|esta) (?:\w+ )?con hambre  sol[oa]s? en (?:la|su) casa
    duermen? en (?:el|un|su) (?:carro|coche|camioneta|parque)  la misma ropa  l[oa] corrieron de (?:la|su) casa  l[oa]s? dejan sol[oa]s?
    locks? the (?:fridge|pantry|food)  stopped eating
    (?:not|isn't|hasn't|doesn't) (?:been )?eat(?:ing)?(?: on purpose| lunch| anything| at all| for)  toothbrush in
    sleep(?:s|ing)? in (?:a|the) (?:church|park|bus|school|stairwell|laundromat)  share(?:s)? a (?:couch|bed) with
    where (?:she|he|they) (?:sleeps?|slept|will sleep|is staying)  arms (?:are )?like sticks  so thin  skin and bones  no come  se encierra
    open wound|untreated|infected  herida abierta  misma herida  (?:tired|asleep) (?:in class|every day|because)  falling asleep in class
""")
AFRAID = words(r"""
    (?:afraid|scared|terrified|frightened|fearful|petrified|nervous) (?:to (?:go|walk|be|come|tell|say|ride|sleep|use|change|get)|\
    of (?:him|her|his|her|going|the (?:coach|man|teacher|instructor|older|other|boys|volunteer|driver)|what|being|mr|coach|my|their|them|\
    walking|someone|somebody))
    (?:doesn't|does not|didn't|don't|won't|refuses? to|never) (?:want to )?(?:go|going|get picked up|be) (?:back )?(?:home|\
    alone with)(?! (?:early|late|yet|because (?:it's|they|she|he)(?:'s)? (?:having|so|too) ?(?:much )?fun))
    can i (?:live|stay|come home|go home|sleep) (?:with|at) (?:you|your)  if (?:she|he) could (?:stay|live|sleep|go home) (?:at|with|over)
    flinch(?:es|ed|ing)?  cower\w*  shak(?:es|ing|en|y) (?:when|whenever|every time|every|and crying|because)
    cr(?:ies|ied|ying) (?:when|whenever|every time|because|and (?:wouldn't|won't|said|says|begged))  begged (?:me|us|not)
    hides? (?:when|whenever|under|from|in the)  wets? (?:him|her)self  hasn't (?:spoken|talked|been (?:herself|himself|the same))
    not been (?:herself|himself|the same)  miedo (?:de|a|al|cuando|que)  (?:l[ea]s?|tiene|tenia|da|daba) miedo  asustad[oa]s?
    aterrad[oa]s?  no quier(?:e|en) (?:ir|irse|regresar|volver|estar|quedarse) (?:a (?:su )?casa|con (?:el|ella|su)|sol[oa])  se esconde
    tiembla  llora (?:cuando|cada|mucho|porque|y)  ya no quiere (?:ir|venir|volver|regresar|hablar|platicar|comer)  lleg(?:o|a) llorando
    under the (?:bed|table|desk)  debajo de la (?:cama|mesa)
    (?:drew|draws|drawing|dibuj\w+|un dibujo) (?:\w+ ){0,4}(?:dad|father|papa|mom|mama|himself|herself|family|knife|gun|blood|belt|man|\
    padrastro|tio|familia|ella|senor)  so (?:she|he) (?:stays|sleeps|hides)
    asked (?:me|us) (?:\w+ )?(?:to keep|not to (?:send|take|call)|to stay|if (?:she|he|they) (?:could|can))
    keep (?:the|her|him|my) (?:girl|boy|kid|child|son|daughter)?s? ?(?:till|until|late|longer|overnight)
    if (?:the |her |his )?(?:dad|father|stepdad|boyfriend|uncle|he)(?:'s| is) (?:home|there|around|drinking|mad)
    goes (?:stiff|quiet|white|pale)  stiff as a board  a chair against (?:the|her|his) door  silla contra la puerta
    isn't allowed to (?:tell|say|talk)  asked me to hide
    or (?:his|her) (?:mom|dad|mother|father|stepdad|stepmom|uncle|aunt) (?:would|will)
    want(?:ed|s)? to (?:run|wear (?:sweatpants|long)|quit|sit|change|cover)  asked to (?:run|wear|be moved|sit|switch|not)
    nobody will find (?:her|him|me)|nadie la va a encontrar  ustedes han notado  have you noticed  perdon mama  whisper(?:ed|s)
""")
PEER_HARM = words(r"""
    (?:getting|gets|got|been|being|was|were) (?:\w+ )?(?:jumped|beaten|beat up|bullied|picked on|harassed|attacked|stabbed|shot|robbed|\
    mugged|followed|tormented|cornered)  beat (?:him|her|them|my (?:son|daughter)|a (?:kid|boy|girl|student|classmate)) up  beat(?:en)? up
    gang(?:ed)? up on
    (?:boys|girls|kids|students|they|teens) (?:\w+ ){0,3}(?:wait(?:s|ing)? for (?:him|her|them|my)|corner(?:ed)?|jump(?:ed)? (?:him|her|\
    them|on him))  bull(?:y|ies|ied|ying) (?:him|her|them|my|one of|a |our|the (?:new|little|other|younger))  fist ?fights?  brawl
    gangs? (?:sign|member|is|are|recruit|try)\w*  drive-?by  hazing|hazed  initiation
    (?:l[oae]s?) (?:golpearon|pegaron|patearon|asaltaron|robaron|atacaron|apunalaron|balearon|correten|esperan afuera|esperan a la salida|\
    molestan|acosan|bulean|hacen bullying|traen de bajada)  bullying  se burlan de (?:el|ella|mi|una|un)  pelea (?:a golpes|en|con|entre)
    pandill\w+
""")
PREGNANT = words(r"""
    pregnan(?:t|cy)  expecting a baby  embarazad[oa]  embarazo  missed (?:her|two) periods?
""")
OLDER = words(r"""
    (?:is|he's|she's|who's|was) (?:19|2\d|3\d|4\d)  older (?:man|guy|boyfriend|men|guys)  grown man  boyfriend
    (?:his|her) girlfriend is (?:1\d)  novio (?:de|que tiene) \d\d  (?:hombre|muchacho|senor) (?:mayor|de \d\d|grande)
    tiene (?:19|2\d|3\d) anos  keep it (?:between|quiet)  secret  \d(?:st|nd|rd|th)?[ -]grade\w*  8th  7th  (?:is|she's) 1[1-6]
    de \d+ de (?:primaria|secundaria)  in his car  boyfriend waits  waits for her  thirteen and (?:says )?(?:her|his) (?:boy|girl)friend
    her boyfriend (?:is|waits|picks|drives)
""")
