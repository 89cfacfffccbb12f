"""What one person does to a child: the word lists of handlers/sensitive.py for abuse, misconduct, drugs and weapons."""

from __future__ import annotations

from handlers.sensitive.words import words

MARKS = words(r"""
    bruis(?:e|es|ing)  bruised (?:{BODY}|up|all)  welts?  black eye  burn marks?  cigarette burns?  belt marks?  hand ?prints? on
    bite marks?  split lip  fat lip  busted lip  marks? (?:on|around|across|down|all over) (?:his|her|their|the) {BODY}
    scratches (?:on|all over|down) (?:his|her|their) {BODY}  moreton\w*  moratones?  verdugones?
    marcas? en (?:el|la|los|las|su|sus) {CUERPO}  golpes en (?:el|la|los|las)  ojo morado  labio (?:roto|partido)
    quemaduras? en (?:el|la|los|las|su|sus) {CUERPO}  tiene la marca  rasgun\w+ en (?:el|la|los|las) {CUERPO}  cicatrices
    (?:neck|arms?|face|back|cheeks?|legs?|wrists?|eyes?|ears?|lips?|hands?) (?:\w+ ){0,3}(?:red|swollen|purple|puffy|black and blue|raw|\
    scratched up|bandaged)(?! (?:paint|marker|ink|from (?:the )?(?:sun|paint|cold)))  red (?:neck|marks?|lines)
    long sleeves (?:\w+ ){0,4}(?:heat|hot|summer|every)  pull(?:s|ed) (?:down |up )?(?:his|her|their) (?:sleeves?|hood|collar)
    limp(?:s|ing|ed)  winc(?:es|ed|ing)  (?:won't|wouldn't|didn't want (?:to|me to)) (?:sit|let (?:me|us|anyone) (?:see|look|touch))
    hand-?shaped  like fingers
    (?:el|la|los|las|su) (?:cuello|brazo|cara|ojo|espalda|pierna)s? (?:\w+ ){0,2}(?:roj[oa]s?|hinchad[oa]s?|morad[oa]s?)
    se (?:tapa|baja|jala) (?:las|la|el) (?:mangas?|capucha|gorra)  coje(?:a|ando)  un (?:chichon|golpe) en
""")
STRIKES = words(r"""
    hits?  hitting  hurts?  hurting  beats?  beating  slap(?:s|ped|ping)?  kick(?:s|ed|ing)?  punch(?:es|ed|ing)?  chok(?:es|ed|ing)
    grab(?:s|bed|bing)?  shov(?:es?|ed|ing)  push(?:es|ed|ing)?  drag(?:s|ged|ging)?  yank(?:s|ed|ing)?  spank(?:s|ed|ing)?
    whip(?:s|ped|ping)  pinch(?:es|ed|ing)?  smack(?:s|ed|ing)?  shak(?:es|ing)|shook  shook (?:him|her)
    lock(?:s|ed) (?:him|her|them|a|the|my|one|\w+) (?:\w+ )?(?:in|out|up)  threw (?:a|an|his|her|something|the) .{0,30}at
    burn(?:s|ed|t) (?:him|her|them)  gets? (?:mean|violent|physical|rough)  twist(?:s|ed) (?:his|her|their)  pinned
    taped (?:his|her|their)  peg(?:a|o|aba|an|aron)  golpe(?:a|o|aba|an|aron)  encierr(?:a|an)  encerro  jal(?:a|o|on|onea|oneo|aba)
    empuj(?:a|o|aba|on|aron)  apret(?:o|aba)  aprieta  cachete(?:a|o)  abofete\w+  maltrat(?:a|o|an|aron|ando)  pellizc(?:a|o)
    zarande(?:a|o)  pate(?:a|o|aron)  arrastr(?:a|o)  nalguea  se enoja  se pone (?:agresivo|violento|como loco)
    avent(?:o|aron) (?:contra|al|a la|un)  lastim(?:a|o|an|aron)  goes after  takes? it out on  los(?:es|t|ing) (?:his|her) temper
    when (?:he|she|they)(?:'s| is| are|'ve been)? ?(?:drinks?|drinking|drunk|mad|angry)  throws (?:things|stuff|him|her|them|chairs?)
    threw (?:him|her|a chair|a ball|a book|a shoe)  beats? on  (?:with|by|took|takes|gets|uses) (?:a|the|his) belt
    fights? (?:with|at home)  rough with  manhandl\w+  hair pulled|pulls? (?:his|her|their) (?:hair|ear)
    con (?:el|un) (?:cinturon|cinto|palo|cable|chancla)  jal(?:o|a|on) (?:de )?(?:las|la|el|los) (?:orejas?|pelo|brazo|cabello)
    se desquita  los castiga (?:con|parad\w+|sin|hincad\w+)  toma(?:do)? y (?:grita|pega|se)  les avienta  sacud(?:e|io)
    (?:cover(?:ed)?|tap(?:ed|o)) (?:his|her|la) (?:mouth|boca)  tie[ds]? (?:him|her|them|a|to)  amarr(?:o|aron|a)  tap(?:o|aron|a) la boca
    arrebat(?:a|o)  upside down  over the (?:railing|fence|balcony)  los pone a pelear  until (?:one|he|she|they) cr(?:y|ies)
    hasta que (?:uno )?llora  held (?:him|her) (?:down|upside|under|by)
    make(?:s)? (?:him|her|them|the little one) (?:drink|eat|kneel|stand|run until)
""")
SECRET = words(r"""
    (?:not to|don't|dont|do not|never to|wouldn't|won't|would not) (?:tell|say|mention|report)\b.{0,25}
    (?:our|a|their|his|little) (?:little )?secret
    keep (?:it|this|that) (?:between us|quiet|to (?:myself|ourselves|yourself)|secret|private)  between (?:us|you and me)
    (?:made|make) (?:me|us|him|her) promise  begged (?:me|us) not  in confidence  swore me
    decided not to (?:tell|upset|report|worry|bother)
    (?:won't|wouldn't|refuses? to|will not|won't) (?:say|tell|talk about) (?:who|how|what|why|the school|anyone|us)
    no (?:le|les|se lo) (?:diga|digan|digas|cuente|cuenten)\b.{0,25}
    que no (?:diga|dijera|digamos|dijeramos|cuente|contara|contaramos)\b.{0,25}  en secreto  (?:nuestro|un|su) secret(?:o|ito)
    en confianza  entre nosotros  no quiere que (?:se sepa|nadie sepa|le diga)
""")
NICE_SECRET = words(r"""
    surprise  recipe  santa  gift  party  sorpresa  receta  fiesta  regalo  present  ingredient  password
""")
ALONE = words(r"""
    alone (?:with|together|in (?:the|a|his|her|my)|in there)  by (?:him|her)self with
    one (?:at a time|by one|kid at a time)\b.{0,60}\b(?:room|door|closet|office|bathroom|car)
    (?:clos|shut|lock)(?:e|es|ed|ing|s|ting) the (?:\w+ )?door  (?:with the|behind a?) ?(?:\w+ )?doors? (?:closed|shut|locked)
    behind (?:closed|locked) doors?  door (?:is |was )?(?:always |usually )?(?:closed|shut|locked)(?! (?:at|on|until|when we))
    lights? (?:off|out|turned off)  behind the curtain
    (?:in|to) (?:the|a) (?:back room|storage (?:room|closet)|supply closet|closet|equipment room|shed|locker room)  rides? home
    (?:drov?e|driv(?:es|ing)|tak(?:es|ing)|took) (?:her|him|them|the girls?|the boys?|one of (?:the|our)\b.{0,20}|kids|a student|\
    students) (?:\w+ ){0,2}(?:home|to (?:his|her|their|my) (?:house|home|place|apartment|car|truck))
    (?:to|at|in) his (?:house|place|apartment|car|truck|van|trailer)  sleep ?overs?
    stay(?:s|ed|ing)? (?:at|over|with) (?:my|his|our) (?:place|house|home)  sits? on (?:his|my) lap  on his lap  a solas
    (?:se queda|quedarse|esta|estar) sol[oa]s? con  cierr(?:a|an) (?:la puerta|con llave|con seguro)
    cerr(?:o|aba|ada|ado) (?:la puerta|con llave|con seguro)  puerta cerrada
    de un[oa] en un[oa]\b.{0,60}\b(?:salon|cuarto|bano|oficina|bodega)  luz apagada  luces apagadas
    (?:l[oae]s?) (?:lleva|llevaba|da aventon|sube|subio) (?:\w+ ){0,2}(?:a su (?:casa|carro|cuarto)|en su (?:carro|camioneta)|aventon)
    en sus piernas  al (?:cuartito|bano|vestidor|cuarto de atras|salon de atras)  a su casa a (?:solas|escondidas)  a escondidas
""")
NIGHT_MESSAGES = words(r"""
    (?:text|messag|dm|snapchat|facetim|call|email|whatsapp|write|writ)(?:s|es|ed|ing|'?s|e)? (?:\w+ ){0,3}(?:girls?|boys?|kids?|students?|\
    players?|my (?:daughter|son)|her|him|them|minors?|teens?)\b.{0,60}\b(?:night|midnight|late|private\w*|pictures?|photos?|selfies?|\
    after hours|weekends?|a\.?m\.?|secret|snapchat|instagram)
    (?:texting|messaging|dming|snapchatting|facetiming) (?:the |our |my |some |one of (?:the|our|my) )?(?:girls?|boys?|kids?|students?|\
    players?|daughter|son|minors?|teens?|mentees?|\w+ graders?)
    (?:text|messag)\w* (?:\w+ ){0,3}(?:at|after) (?:night|midnight|\d{1,2}(?::\d\d)? ?(?:pm|am|p\.m\.|a\.m\.)?)
    (?:pictures?|photos?|selfies?) of (?:herself|himself|themselves|her body|his body)
    ask(?:s|ed|ing)? (?:\w+ ){0,3}for (?:pictures?|photos?|selfies?|nudes?|her number|their numbers)
    (?:sends?|sent|sending) (?:\w+ ){0,3}(?:pictures?|photos?|messages|videos?|gifts?|money|hearts|texts) (?:\w+ ){0,5}(?:late|night|\
    midnight|private\w*|to (?:the|my|a|one of) \w+)  secret (?:account|chat|phone)  private (?:messages?|chats?|dms?)
    (?:le|les) (?:manda|mandaba|escribe|escribia|esta mandando|ha mandado|mando) (?:\w+ ){0,3}(?:mensajes?|fotos?|corazones|audios?|\
    whatsapps?)\b.{0,60}\b(?:noche|madrugada|solas|escondidas|tarde|su cuerpo|nin[oa]s?|alumn[oa]s?|hij[oa]|muchach[oa]s?)
    mensajes (?:\w+ ){0,4}(?:en la noche|de noche|en la madrugada|a (?:las|los|mi|una) (?:nin[oa]s?|alumn[oa]s?|hij[oa]|muchach[oa]s?))
    (?:le|les) pid(?:e|io) (?:\w+ ){0,2}fotos?  le manda fotos
""")
TOUCH = words(r"""
    touch(?:es|ed|ing)? (?:her|him|them|me|the (?:girls|boys|kids|children)|my (?:daughter|son|grand\w+)|a (?:girl|boy|student|child)|\
    students|girls|boys|kids|each of|their {BODY}|inappropriate\w*)  kiss(?:es|ed|ing)? (?:her|him|them|the|a|my|one)
    rub(?:s|bed|bing)? (?:her|his|their|my|the|a) (?:girls?'?|boys?'?)? ?(?:\w+ )?(?:back|shoulders?|legs?|neck|feet|thighs?)
    massag(?:es|ed|ing) (?:her|his|their|the|my)
    hug(?:s|ged|ging)? (?:her|him|them|the (?:girls|boys|kids)) (?:\w+ ){0,3}(?:too long|long|tight\w*|when|from behind|alone|every|\
    before|and)
    hands? (?:on|around|up|down|under) (?:her|his|their|the|my) (?:\w+ )?(?:waist|legs?|thighs?|shirt|skirt|pants|shorts|back|hips?|neck|\
    chest)  (?:makes?|made|making|feels?|felt) (?:\w+ ){0,3}(?:uncomfortable|uneasy|unsafe|dirty|weird|gross)  creep(?:s|y|ed)\b.{0,30}
    gives? (?:me|us|her|them) (?:the creeps|a bad feeling)  inappropriate(?:ly)?
    change (?:their )?(?:clothes|outfits|costumes) (?:in front of|while (?:he|she)|behind|with)  undress\w*  naked  nudes?
    in (?:the|his|her) underwear
    watch(?:es|ed|ing) (?:the|them|her|him) (?:\w+ )?(?:girls? |boys? |kids? )?(?:change|shower|undress|dress)
    walks? in (?:on|while) (?:the|them|her)
    (?:le|la|lo|les|las|los|me|nos) (?:toc(?:a|o|aba|aron|ando)|agarr(?:a|o|aba)|sob(?:a|o|aba)|acarici(?:a|o|aba)) (?:la|el|las|los|su|\
    sus|de la|del) (?:\w+ )?{CUERPO}  manose\w+  tocamientos?
    (?:un|l[oa]s?|les d[ae]|les pide un|pide un) abrazos? (?:antes|a solas|largo|muy)  bes(?:o|a|aba|ar) a (?:las|una|mi|la)  desnud\w+
    incomod(?:a|as|o|os|idad)\b.{0,20}  se cambien? (?:de ropa )?(?:enfrente|delante)  mirad?as? (?:rara|feo)  morbos\w+
    tickl(?:es|ed|ing) (?:\w+ ){0,3}(?:where|under|her|him|them|the)  where (?:he|she|they) shouldn't  donde no (?:debe|se debe|deberia)
    cosquillas
    (?:in|into|inside|near|around|enters?|hangs? (?:out )?(?:in|by)|stands? (?:in|by|outside)) the (?:\w+ )?(?:shower|showers|changing|\
    dressing|locker) (?:room|area|stall)?s?
    (?:goes|go|going|follows?|walks?|went|took|takes|comes|came|stays|steps) (?:\w+ ){0,4}(?:in|into|to|inside) the (?:girls?'?|boys?'?|\
    kids'?|student|\w+) ?(?:bathroom|restroom|toilets?|stalls?|lockers?) with  (?:in|into|inside) the (?:girls|boys|girls'|boys')
    bath(?:e|es|ing|tub)
    (?:films?|filming|records?|recording|photographs?|(?:takes?|taking|took|snaps) (?:\w+ )?(?:photos?|pictures|videos?|\
    selfies)) (?:\w+ ){0,5}(?:girls|stretch\w*|chang\w+|swimsuits?|leotards?|skirts?|own phone|his phone|her phone|private)
    on his (?:own |personal )?phone
    (?:toma|tomando|saca|sacando|tomo) (?:\w+ )?(?:fotos?|videos?) (?:\w+ ){0,4}(?:nin[oa]s|muchachas|alumnas|hija|se estiran|cambian|\
    celular|traje)  se las guarda  en las regaderas  al vestidor  en el bano con  les da besos
    comments? (?:about|on) (?:her|his|their|the girls'?|my daughter's) (?:\w+ )?(?:body|legs|figure|looks|chest|clothes|outfits?)
    stares? at  calls? (?:her|them|the girls|my daughter) (?:\w+ )?(?:beautiful|sexy|baby|babe|princess|sweetheart|gorgeous|hot)
    comentarios (?:sobre|de) (?:su|el|los) cuerpos?  les dice (?:\w+ )?(?:mamacita|mi amor|princesa|guapa|bonita|mi reina|preciosa)
    gifts? (?:for|to) (?:just |only )?(?:her|him|one|the girls|my)
    gave (?:her|him|my daughter|my son|one of the girls) (?:a|an) (?:\w+ )?(?:phone|necklace|bracelet|ring|gift|hotel|underwear|bikini)
    le regal(?:o|a) (?:un|una) (?:celular|collar|pulsera|telefono|anillo)  sneak\w* (?:out|off|away|her|him|them)
    fix(?:es|ing|ed)?'? their (?:hips|posture|straps|hair|legs|skirts?|uniforms?)  (?:just|only) the two of them
    invited (?:my (?:son|daughter)|her|him|one|a|them) (?:\w+ )?(?:to|over)
    (?:buying|buys|bought|gives|giving|gave) (?:one|the|that|a|my) (?:\w+ )?(?:girl|boy|daughter|son|student|her|\
    him) (?:\w+ )?(?:presents|gifts|money|a phone|jewelry|clothes)  alone with the same
    waits? for (?:her|him|them) in (?:his|her) (?:car|truck)  (?:on|in|off) (?:the )?(?:camp |hidden |security )?camera
    (?:man|men|guy|hombre|senor) (?:\w+ ){0,3}(?:inside|in|en) (?:the|el) (?:girls'?|women's|ladies'?|bano)  se mete (?:a|al)
    a ver a las ninas  borr(?:en|es|e) los mensajes  delete (?:the|their|her|his) (?:messages|texts|chat)  wink(?:s|ed) at
""")
CRIME = words(r"""
    molest(?:s|ed|er|ing|ation)  rape[ds]?  raping  rapist
    sexual(?:ly)? (?:abus\w*|assault\w*|harass\w*|contact|misconduct|active|comments?|jokes?|photos?|messages?)
    sex (?:with|offender|tape|trafficking)  (?:sex |registered )offender  assault(?:ed|ing|s)?  abus(?:e|ed|es|er|ing|ive)  pedo\w*
    predators?  pervert\w*  groom(?:ing|ed) (?!salon|dogs?|tables?|tools?|ponies|horses)  traffick(?:ed|ing|er)  child porn\w*
    exposed (?:himself|herself)  indecent  kidnap\w*  abduct\w*  stalk(?:s|ed|er|ing)
    abus(?:o|os|a|an|aba|ado|ada|aron|ador) (?:sexual(?:mente)?|de (?:una|un|la|mi|su|las|los|menores)|de)  abus[oa](?:n|ron|do|da)?
    viol(?:o|aron|acion|ador|ada|ado)  acos(?:a|o|an|aba|ador|ando)  depredador  pederasta  secuestr\w+  pornografia
""")
SENT_AWAY = words(r"""
    (?:let|made) (?:him|her|them) go  fired  was (?:asked|told) to (?:leave|resign|stop coming)
    (?:he|she) was (?:removed|banned|dismissed)  got rid of (?:him|her)  arrest(?:ed|s)?  charged with  convicted  out on bail
    (?:on|in) (?:the )?(?:registry|police report|jail|prison|probation|parole)  mug ?shot  failed (?:his|her|the) (?:background|check)
    never (?:got )?(?:screened|fingerprinted|cleared|background)  didn't (?:clear|pass) (?:his|her|the) background  has a record
    not (?:been )?(?:fingerprinted|cleared|screened)  under investigation  lo (?:corrieron|corrimos|despidieron|despedimos|sacaron)
    arrest(?:aron|ado)  detuvieron  estuvo preso  antecedentes penales  en la carcel
    (?:isn't|is not|wasn't|not|aren't) (?:on|in) (?:our|the|your|any) (?:list|roster|volunteer list|system|paperwork)
    never (?:signed in|signs in|wears a badge|showed (?:id|any id))  no (?:badge|id|background check)
    without (?:a |any )?(?:badge|background check|clearance|id)  fake name  under (?:another|a different) name
    no tiene (?:gafete|identificacion|antecedentes|permiso)  sin (?:gafete|identificacion|revision)  nadie sabe quien es
    (?:nobody|no one) knows who he  (?:isn't|not|no longer) welcome (?:here|back|at|on)
    supposed to be (?:near|around) (?:them|her|him|kids|children)
    not (?:allowed|supposed) (?:to be )?(?:near|around) (?:them|her|him|kids|children|schools?)  on the news for  what he did to
    was found out  take (?:him|mr\.? \w+) off
""")
WITH_CHILDREN = words(r"""
    minors?  kids?  child(?:ren)?  girls?  boys?  students?  players?  locker room  volunteers?  coach\w*  tutors?  mentors?  drivers?
    instructors?  the thing (?:in|with|at)  wrote it down  volunt\w+  nin[oa]s?  menor(?:es)?  alumn[oa]s?  entrenador  maestr[oa]  camera
    them  here  list  emails  boys
""")
SUBSTANCE = words(r"""
    drunk  drinking (?:on|before|during|in the|again|at)
    smell(?:s|ed|ing)? (?:\w+ ){0,3}(?:alcohol|liquor|booze|beer|whiskey|weed|pot|marijuana)  reek(?:s|ed) of
    (?:wine|whiskey|beer|alcohol) on (?:his|her) breath  intoxicated  stoned  slurr(?:ing|ed)  vap(?:e|es|ing|ed)  weed  marijuana  thc
    edibles?  fentanyl  cocaine  meth  overdos\w+  xanax  percocets?  adderall
    (?:selling|sells|sold|passing|passed|giv(?:ing|es)|gave|bag of|found|hand(?:s|ed|ing) out) (?:\w+ ){0,4}(?:pills|drugs|joints?|\
    cigarettes|vodka|beers?|alcohol|gummies)  flask  needles? (?:in|by|behind|near|on)  syringes?  borrach[oa]s?
    (?:olia|huele|ole?r|apesta(?:ba)?) (?:\w+ ){0,2}(?:alcohol|cerveza|mariguana|marihuana|tequila)  aliento (?:a|alcoholico)
    tomad[oa](?:s)?(?= (?:a|al|y|con|otra|cuando))  drog(?:a|as|ado|ada|arse|andose)  mariguana|marihuana  \bmota\b
    vapeando|vapear|vapeadores?  jeringas?  fentanilo  cristal y  pastillas (?:a|que|en el bano)
    (?:vino|llego|lleg[oa]) (?:\w+ ){0,6}(?:bien |medio |muy )?tomad[oa]
    (?:bien|medio|muy|andaba|estaba|venia) (?:tomad[oa]|ebri[oa]|pasad[oa]|drogad[oa]|crudo)  ebri[oa]s?  high (?:as|on|at|when|again|in)
    hungover  wasted  tipsy  bloodshot  buzzed  empty bottles?  bottles? of (?:vodka|whiskey|wine|liquor|beer|tequila)
    botellas? de (?:tequila|vodka|cerveza|mezcal)  vodka  whiskey  shrooms  lean and  mezcal
    (?:get|buy|bought|got) them (?:beer|alcohol|vapes?|weed|cigarettes|vodka)  beer in (?:his|her) hand  cerveza en la mano
    polvo (?:blanco)?  bolsita de polvo  white powder
""")
WEAPON = words(r"""
    guns?  pistols?  rifles?  shotgun  firearms?  knife  knives  switchblade  box ?cutter  machete  weapons?  bombs?  explosives?  ammo
    ammunition  bullets?  blade  brass knuckles  taser  razor blades?  razor  pipe bomb  molotov  gunshots?  shots fired  pistolas?  armas?
    navajas?  cuchillos?  bombas?  balas?  balazos?  tiros  machetes  explosivos?  punal  cutter  escopeta
""")
TOY_WEAPON = words(r"""
    (?:hot |the |a |one )?glue guns?  nerf  water (?:guns?|balloons?|pistols?)  squirt  t-?shirt (?:gun|cannon)  heat guns?  massage guns?
    (?:bath|seed|cherry|photo|f|cocoa|glitter) ?bombs?  bomb(?:ed)? (?:the|a|my|his|her) (?:test|quiz|joke)  butter kni\w+
    kni(?:fe|ves) skills  pumpkins?  carv(?:e|ing|ed)  kitchen  chefs?  cook(?:s|ing)?  cake  cut the  jump(?:ed|ing)? the gun  top gun
    stick to (?:our|your|my) guns  starter (?:gun|pistol)  toy  prop  props  cardboard  plastic  foam  wooden  lego  cannon  silver bullet
    bullet (?:points?|journal\w*)  dodge\w* bullets?  sharpest knife  roller ?blades?  blades? of grass  clay  pottery  sculpt\w+
    wood ?(?:carving|work\w*)  whittl\w+  scout\w*  dramatic  history  museum  civil war  world war  chess  videogames?  video games?
    fortnite  board game  silicon  pistolas? de (?:agua|silicon|juguete|pegamento|pintura)  cocina  pastel  calabazas?
    bomba de (?:agua|aire|bano|inflar|jabon)  bombas? de (?:jabon|semillas)  de juguete  de carton
    armas? (?:el|la|los|las|un|una) (?:rompecabezas|robot|equipo|mesa|tienda|escenario)  utileria  fork  mural  spoon
""")
WEAPON_HERE = words(r"""
    brought  brings?  bringing  has  had  have  having  got  gets  carr(?:y|ies|ied|ying)  back ?pack  book ?bag  lunch ?box  locker
    pocket  waistband  show(?:s|ed|ing|n)?  pull(?:s|ed)?  threat\w*  load(?:ed)?  found  find  saw  seen  called
    there (?:was|is|are|were)  took  keeps?  under (?:the|his|her)  point(?:ed|s|ing)  waving  heard  use (?:it|one)  planted  said  says
    told  talk(?:s|ed|ing) about  get (?:a|one|his|my)  access to  in (?:his|her|the) (?:bag|car|desk|room|jacket|hoodie|sock)  trajo  trae
    traia  trajeron  tra(?:er|iendo)  mochila  tiene  tenia  enseno  ensenaba  saco  saca  amenaz\w+  encontr\w+  vi  vimos  bolsa
    bolsillo  carga  cargaba  lleva  llevaba  hubo  habia  hay una  dijo  dice  escuch\w+  oimos  presumi\w+  apunt\w+
""")
