"""Who, what and where: the word lists from which the rules of handlers/sensitive.py are made, English and Spanish side by side.

They are matched against text in lower case without accents (`nina` for niña).
"""

from __future__ import annotations

import re


def words(*alternatives: str) -> re.Pattern[str]:
    """One pattern that finds any of these as whole words."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)")


_GRADE = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d{1,2}(?:st|nd|rd|th))[- ]?graders?"
_YOUNG = (
    r"child(?:ren)?", r"kid(?:s|do|dos)?", r"students?", r"boys?", r"girls?", r"daughters?", r"sons?", r"grand(?:son|daughter|child|kid|children)s?", _GRADE,
    r"kindergart\w+", r"pre-?k(?:er|ers)?", r"teens?", r"teenagers?", r"mentees?", r"minors?", r"pupils?", r"toddlers?", r"little (?:ones?|guys?|sister|brother)", r"players?",
    r"middle schoolers?", r"freshm[ae]n", r"sophomores?", r"(?:is|turns|only|just|about) (?:[5-9]|1[0-7])", r"he's (?:eight|nine|ten|[5-9]|1[0-7])", r"she's (?:eight|nine|ten|[5-9]|1[0-7])",
    r"\d{1,2}[- ]year[- ]olds?", r"(?:six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen)[- ]year[- ]olds?", r"nieces?", r"nephews?",
    r"nin[oa]s?", r"nini?t[oa]s?", r"hij[oa]s?", r"hijit[oa]s?", r"alumn[oa]s?", r"muchach[oa]s?", r"muchachit[oa]s?", r"estudiantes?", r"menor(?:es)?", r"chic[oa]s?", r"chiquit[oa]s?",
    r"chamac[oa]s?", r"chav[oa]s?", r"chavit[oa]s?", r"niet[oa]s?", r"hermanit[oa]s?", r"sobrin[oa]s?", r"pequen[oa]s?", r"criaturas?", r"jovencit[oa]s?", r"adolescentes?", r"escuincles?",
)  # fmt: skip
CHILD = words(*_YOUNG)
#: A child, or somebody a sentence before has named.
SOMEONE = words(
    *_YOUNG,
    "he",
    "she",
    "him",
    "her",
    "his",
    "they",
    "them",
    "their",
    "one of (?:my|our|the|ours|them)",
    "el",
    "ella",
    "le",
    "les",
    "lo",
    "la",
    "se",
    "un[oa] de (?:mis|los|las|nuestros)",
    "my mentee",
)

KIN = (
    "dad", "daddy", "father", "step-?dad", "step-?father", "mom", "mama", "mother", "step-?mom", "step-?mother", "(?:mom|mother|mama)'s (?:boyfriend|partner|man)", "boyfriend", "uncle", "aunt",
    "grandpa", "grandfather", "grandma", "brother", "cousin", "parents?", "babysitter", "foster (?:mom|dad|mother|father|parent)", "guardian", "family",
    "papa", "padre", "padrastro", "madrastra", "madre", "tio", "tia", "abuel[oa]", "novio", "primo", "hermano", "padrino",
)  # fmt: skip
GROWN = (
    r"coach(?:es)?", r"teachers?", r"volunteers?", r"tutors?", r"instructors?", r"helpers?", r"aides?", r"counsell?ors?", r"mentors?", r"drivers?", r"custodians?", r"janitors?", r"assistants?",
    r"leaders?", r"directors?", r"coordinators?", r"photographers?", r"guards?", r"staff(?:er)?", r"adults?", r"man", r"men", r"guy", r"gentleman", r"woman", r"lady", r"mr\.?", r"mrs\.?", r"ms\.?", r"miss",
    r"coach \w+", r"(?:vice |assistant )?principals?", r"pastor", r"deacon", r"employees?", r"chaperones?", r"ref(?:eree)?",
    r"entrenador(?:a|es)?", r"maestr[oa]s?", r"profe(?:sor|sora)?", r"voluntari[oa]s?", r"ayudantes?", r"instructor(?:a)?", r"encargad[oa]", r"chofer", r"conserje", r"director[a]?", r"senor(?:a)?", r"hombres?", r"tipo",
    r"vigilante", r"guardia", r"asistente", r"coordinador(?:a)?", r"adult[oa]s?", r"sr\.?", r"sra\.?", r"don", r"dona", r"tallerista",
)  # fmt: skip
ADULT = words(*KIN, *GROWN)
STAFF = words(*GROWN)

BODY = r"(?:arms?|wrists?|legs?|thighs?|necks?|throats?|backs?|shoulders?|faces?|cheeks?|waists?|hips?|heads?|ears?|hair|chests?|butts?|bottoms?|private parts?|stomachs?|ribs?|lips?|eyes?)"
CUERPO = r"(?:brazos?|piernas?|munecas?|cuello|espalda|hombros?|cara|cintura|cadera|cabeza|orejas?|pelo|pecho|nalgas|partes|estomago|costillas|labios?|ojos?|manos?|frente)"

MARKS = words(
    r"bruis(?:e|es|ing)", rf"bruised (?:{BODY}|up|all)", r"welts?", r"black eye", r"burn marks?", r"cigarette burns?", r"belt marks?", r"hand ?prints? on", r"bite marks?", r"split lip", r"fat lip", r"busted lip",
    rf"marks? (?:on|around|across|down|all over) (?:his|her|their|the) {BODY}", rf"scratches (?:on|all over|down) (?:his|her|their) {BODY}",
    r"moreton\w*", r"moratones?", r"verdugones?", rf"marcas? en (?:el|la|los|las|su|sus) {CUERPO}", r"golpes en (?:el|la|los|las)", r"ojo morado", r"labio (?:roto|partido)", rf"quemaduras? en (?:el|la|los|las|su|sus) {CUERPO}",
    r"tiene la marca", rf"rasgun\w+ en (?:el|la|los|las) {CUERPO}", r"cicatrices",
)  # fmt: skip

STRIKES = words(
    r"hits?", r"hitting", r"hurts?", r"hurting", r"beats?", r"beating", r"slap(?:s|ped|ping)?", r"kick(?:s|ed|ing)?", r"punch(?:es|ed|ing)?", r"chok(?:es|ed|ing)", r"grab(?:s|bed|bing)?", r"shov(?:es?|ed|ing)",
    r"push(?:es|ed|ing)?", r"drag(?:s|ged|ging)?", r"yank(?:s|ed|ing)?", r"spank(?:s|ed|ing)?", r"whip(?:s|ped|ping)", r"pinch(?:es|ed|ing)?", r"smack(?:s|ed|ing)?", r"shak(?:es|ing)|shook", r"shook (?:him|her)",
    r"lock(?:s|ed) (?:him|her|them|a|the|my|one|\w+) (?:\w+ )?(?:in|out|up)", r"threw (?:a|an|his|her|something|the) .{0,30}at", r"burn(?:s|ed|t) (?:him|her|them)", r"gets? (?:mean|violent|physical|rough)", r"twist(?:s|ed) (?:his|her|their)", r"pinned", r"taped (?:his|her|their)",
    r"peg(?:a|o|aba|an|aron)", r"golpe(?:a|o|aba|an|aron)", r"encierr(?:a|an)", r"encerro", r"jal(?:a|o|on|onea|oneo|aba)", r"empuj(?:a|o|aba|on|aron)", r"apret(?:o|aba)", r"aprieta", r"cachete(?:a|o)", r"abofete\w+",
    r"maltrat(?:a|o|an|aron|ando)", r"pellizc(?:a|o)", r"zarande(?:a|o)", r"pate(?:a|o|aron)", r"arrastr(?:a|o)", r"nalguea", r"se enoja", r"se pone (?:agresivo|violento|como loco)", r"avent(?:o|aron) (?:contra|al|a la|un)", r"lastim(?:a|o|an|aron)",
)  # fmt: skip

SECRET = words(
    r"(?:not to|don't|dont|do not|never to|wouldn't|won't|would not) (?:tell|say|mention|report)\b.{0,25}", r"(?:our|a|their|his|little) (?:little )?secret", r"keep (?:it|this|that) (?:between us|quiet|to (?:myself|ourselves|yourself)|secret|private)",
    r"between (?:us|you and me)", r"(?:made|make) (?:me|us|him|her) promise", r"begged (?:me|us) not", r"in confidence", r"swore me", r"decided not to (?:tell|upset|report|worry|bother)", r"(?:won't|wouldn't|refuses? to|will not|won't) (?:say|tell|talk about) (?:who|how|what|why|the school|anyone|us)",
    r"no (?:le|les|se lo) (?:diga|digan|digas|cuente|cuenten)\b.{0,25}", r"que no (?:diga|dijera|digamos|dijeramos|cuente|contara|contaramos)\b.{0,25}", r"en secreto", r"(?:nuestro|un|su) secret(?:o|ito)", r"en confianza", r"entre nosotros", r"no quiere que (?:se sepa|nadie sepa|le diga)",
)  # fmt: skip
NICE_SECRET = words(
    r"surprise",
    r"recipe",
    r"santa",
    r"gift",
    r"party",
    r"sorpresa",
    r"receta",
    r"fiesta",
    r"regalo",
    r"present",
    r"ingredient",
    r"password",
)

ALONE = words(
    r"alone (?:with|together|in (?:the|a|his|her|my)|in there)", r"by (?:him|her)self with", r"one (?:at a time|by one|kid at a time)\b.{0,60}\b(?:room|door|closet|office|bathroom|car)", r"(?:clos|shut|lock)(?:e|es|ed|ing|s|ting) the (?:\w+ )?door", r"(?:with the|behind a?) ?(?:\w+ )?doors? (?:closed|shut|locked)",
    r"behind (?:closed|locked) doors?", r"door (?:is |was )?(?:always |usually )?(?:closed|shut|locked)(?! (?:at|on|until|when we))", r"lights? (?:off|out|turned off)", r"behind the curtain", r"(?:in|to) (?:the|a) (?:back room|storage (?:room|closet)|supply closet|closet|equipment room|shed|locker room)",
    r"rides? home", r"(?:drov?e|driv(?:es|ing)|tak(?:es|ing)|took) (?:her|him|them|the girls?|the boys?|one of (?:the|our)\b.{0,20}|kids|a student|students) (?:\w+ ){0,2}(?:home|to (?:his|her|their|my) (?:house|home|place|apartment|car|truck))", r"(?:to|at|in) his (?:house|place|apartment|car|truck|van|trailer)", r"sleep ?overs?",
    r"stay(?:s|ed|ing)? (?:at|over|with) (?:my|his|our) (?:place|house|home)", r"sits? on (?:his|my) lap", r"on his lap",
    r"a solas", r"(?:se queda|quedarse|esta|estar) sol[oa]s? con", r"cierr(?:a|an) (?:la puerta|con llave|con seguro)", r"cerr(?:o|aba|ada|ado) (?:la puerta|con llave|con seguro)", r"puerta cerrada", r"de un[oa] en un[oa]\b.{0,60}\b(?:salon|cuarto|bano|oficina|bodega)", r"luz apagada", r"luces apagadas",
    r"(?:l[oae]s?) (?:lleva|llevaba|da aventon|sube|subio) (?:\w+ ){0,2}(?:a su (?:casa|carro|cuarto)|en su (?:carro|camioneta)|aventon)", r"en sus piernas", r"al (?:cuartito|bano|vestidor|cuarto de atras|salon de atras)", r"a su casa a (?:solas|escondidas)", r"a escondidas",
)  # fmt: skip

NIGHT_MESSAGES = words(
    r"(?:text|messag|dm|snapchat|facetim|call|email|whatsapp|write|writ)(?:s|es|ed|ing|'?s|e)? (?:\w+ ){0,3}(?:girls?|boys?|kids?|students?|players?|my (?:daughter|son)|her|him|them|minors?|teens?)\b.{0,60}\b(?:night|midnight|late|private\w*|pictures?|photos?|selfies?|after hours|weekends?|a\.?m\.?|secret|snapchat|instagram)",
    r"(?:texting|messaging|dming|snapchatting|facetiming) (?:the |our |my |some |one of (?:the|our|my) )?(?:girls?|boys?|kids?|students?|players?|daughter|son|minors?|teens?|mentees?|\w+ graders?)",
    r"(?:text|messag)\w* (?:\w+ ){0,3}(?:at|after) (?:night|midnight|\d{1,2}(?::\d\d)? ?(?:pm|am|p\.m\.|a\.m\.)?)", r"(?:pictures?|photos?|selfies?) of (?:herself|himself|themselves|her body|his body)", r"ask(?:s|ed|ing)? (?:\w+ ){0,3}for (?:pictures?|photos?|selfies?|nudes?|her number|their numbers)",
    r"(?:sends?|sent|sending) (?:\w+ ){0,3}(?:pictures?|photos?|messages|videos?|gifts?|money|hearts|texts) (?:\w+ ){0,5}(?:late|night|midnight|private\w*|to (?:the|my|a|one of) \w+)", r"secret (?:account|chat|phone)", r"private (?:messages?|chats?|dms?)",
    r"(?:le|les) (?:manda|mandaba|escribe|escribia|esta mandando|ha mandado|mando) (?:\w+ ){0,3}(?:mensajes?|fotos?|corazones|audios?|whatsapps?)\b.{0,60}\b(?:noche|madrugada|solas|escondidas|tarde|su cuerpo|nin[oa]s?|alumn[oa]s?|hij[oa]|muchach[oa]s?)",
    r"mensajes (?:\w+ ){0,4}(?:en la noche|de noche|en la madrugada|a (?:las|los|mi|una) (?:nin[oa]s?|alumn[oa]s?|hij[oa]|muchach[oa]s?))", r"(?:le|les) pid(?:e|io) (?:\w+ ){0,2}fotos?", r"le manda fotos",
)  # fmt: skip

TOUCH = words(
    rf"touch(?:es|ed|ing)? (?:her|him|them|me|the (?:girls|boys|kids|children)|my (?:daughter|son|grand\w+)|a (?:girl|boy|student|child)|students|girls|boys|kids|each of|their {BODY}|inappropriate\w*)", r"kiss(?:es|ed|ing)? (?:her|him|them|the|a|my|one)", r"rub(?:s|bed|bing)? (?:her|his|their|my|the|a) (?:girls?'?|boys?'?)? ?(?:\w+ )?(?:back|shoulders?|legs?|neck|feet|thighs?)",
    r"massag(?:es|ed|ing) (?:her|his|their|the|my)", r"hug(?:s|ged|ging)? (?:her|him|them|the (?:girls|boys|kids)) (?:\w+ ){0,3}(?:too long|long|tight\w*|when|from behind|alone|every|before|and)", r"hands? (?:on|around|up|down|under) (?:her|his|their|the|my) (?:\w+ )?(?:waist|legs?|thighs?|shirt|skirt|pants|shorts|back|hips?|neck|chest)",
    r"(?:makes?|made|making|feels?|felt) (?:\w+ ){0,3}(?:uncomfortable|uneasy|unsafe|dirty|weird|gross)", r"creep(?:s|y|ed)\b.{0,30}", r"gives? (?:me|us|her|them) (?:the creeps|a bad feeling)", r"inappropriate(?:ly)?", r"change (?:their )?(?:clothes|outfits|costumes) (?:in front of|while (?:he|she)|behind|with)", r"undress\w*", r"naked", r"nudes?", r"in (?:the|his|her) underwear",
    r"watch(?:es|ed|ing) (?:the|them|her|him) (?:\w+ )?(?:girls? |boys? |kids? )?(?:change|shower|undress|dress)", r"walks? in (?:on|while) (?:the|them|her)",
    rf"(?:le|la|lo|les|las|los|me|nos) (?:toc(?:a|o|aba|aron|ando)|agarr(?:a|o|aba)|sob(?:a|o|aba)|acarici(?:a|o|aba)) (?:la|el|las|los|su|sus|de la|del) (?:\w+ )?{CUERPO}", r"manose\w+", r"tocamientos?", r"(?:un|l[oa]s?|les d[ae]|les pide un|pide un) abrazos? (?:antes|a solas|largo|muy)", r"bes(?:o|a|aba|ar) a (?:las|una|mi|la)", r"desnud\w+", r"incomod(?:a|as|o|os|idad)\b.{0,20}", r"se cambien? (?:de ropa )?(?:enfrente|delante)", r"mirad?as? (?:rara|feo)", r"morbos\w+",
)  # fmt: skip

CRIME = words(
    r"molest(?:s|ed|er|ing|ation)", r"rape[ds]?", r"raping", r"rapist", r"sexual(?:ly)? (?:abus\w*|assault\w*|harass\w*|contact|misconduct|active|comments?|jokes?|photos?|messages?)", r"sex (?:with|offender|tape|trafficking)", r"(?:sex |registered )offender", r"assault(?:ed|ing|s)?", r"abus(?:e|ed|es|er|ing|ive)", r"pedo\w*", r"predators?", r"pervert\w*", r"groom(?:ing|ed) (?!salon|dogs?|tables?|tools?|ponies|horses)", r"traffick(?:ed|ing|er)",
    r"child porn\w*", r"exposed (?:himself|herself)", r"indecent", r"kidnap\w*", r"abduct\w*", r"stalk(?:s|ed|er|ing)",
    r"abus(?:o|os|a|an|aba|ado|ada|aron|ador) (?:sexual(?:mente)?|de (?:una|un|la|mi|su|las|los|menores)|de)", r"abus[oa](?:n|ron|do|da)?", r"viol(?:o|aron|acion|ador|ada|ado)", r"acos(?:a|o|an|aba|ador|ando)", r"depredador", r"pederasta", r"secuestr\w+", r"pornografia",
)  # fmt: skip

SENT_AWAY = words(
    r"(?:let|made) (?:him|her|them) go", r"fired", r"was (?:asked|told) to (?:leave|resign|stop coming)", r"(?:he|she) was (?:removed|banned|dismissed)", r"got rid of (?:him|her)", r"arrest(?:ed|s)?", r"charged with", r"convicted", r"out on bail", r"(?:on|in) (?:the )?(?:registry|police report|jail|prison|probation|parole)", r"mug ?shot", r"failed (?:his|her|the) (?:background|check)", r"never (?:got )?(?:screened|fingerprinted|cleared|background)", r"didn't (?:clear|pass) (?:his|her|the) background", r"has a record", r"not (?:been )?(?:fingerprinted|cleared|screened)", r"under investigation",
    r"lo (?:corrieron|corrimos|despidieron|despedimos|sacaron)", r"arrest(?:aron|ado)", r"detuvieron", r"estuvo preso", r"antecedentes penales", r"en la carcel",
)  # fmt: skip
WITH_CHILDREN = words(
    r"minors?",
    r"kids?",
    r"child(?:ren)?",
    r"girls?",
    r"boys?",
    r"students?",
    r"players?",
    r"locker room",
    r"volunteers?",
    r"coach\w*",
    r"tutors?",
    r"mentors?",
    r"drivers?",
    r"instructors?",
    r"the thing (?:in|with|at)",
    r"wrote it down",
    r"volunt\w+",
    r"nin[oa]s?",
    r"menor(?:es)?",
    r"alumn[oa]s?",
    r"entrenador",
    r"maestr[oa]",
)

SUBSTANCE = words(
    r"drunk", r"drinking (?:on|before|during|in the|again|at)", r"smell(?:s|ed|ing)? (?:\w+ ){0,3}(?:alcohol|liquor|booze|beer|whiskey|weed|pot|marijuana)", r"reek(?:s|ed) of", r"(?:wine|whiskey|beer|alcohol) on (?:his|her) breath", r"intoxicated", r"stoned", r"slurr(?:ing|ed)", r"vap(?:e|es|ing|ed)", r"weed", r"marijuana", r"thc", r"edibles?", r"fentanyl", r"cocaine", r"meth", r"overdos\w+", r"xanax", r"percocets?", r"adderall", r"(?:selling|sells|sold|passing|passed|giv(?:ing|es)|gave|bag of|found|hand(?:s|ed|ing) out) (?:\w+ ){0,4}(?:pills|drugs|joints?|cigarettes|vodka|beers?|alcohol|gummies)", r"flask", r"needles? (?:in|by|behind|near|on)", r"syringes?",
    r"borrach[oa]s?", r"(?:olia|huele|ole?r|apesta(?:ba)?) (?:\w+ ){0,2}(?:alcohol|cerveza|mariguana|marihuana|tequila)", r"aliento (?:a|alcoholico)", r"tomad[oa](?:s)?(?= (?:a|al|y|con|otra|cuando))", r"drog(?:a|as|ado|ada|arse|andose)", r"mariguana|marihuana", r"\bmota\b", r"vapeando|vapear|vapeadores?", r"jeringas?", r"fentanilo", r"cristal y", r"pastillas (?:a|que|en el bano)",
)  # fmt: skip

WEAPON = words(
    r"guns?", r"pistols?", r"rifles?", r"shotgun", r"firearms?", r"knife", r"knives", r"switchblade", r"box ?cutter", r"machete", r"weapons?", r"bombs?", r"explosives?", r"ammo", r"ammunition", r"bullets?", r"blade", r"brass knuckles", r"taser", r"razor blades?", r"razor", r"pipe bomb", r"molotov", r"gunshots?", r"shots fired",
    r"pistolas?", r"armas?", r"navajas?", r"cuchillos?", r"bombas?", r"balas?", r"balazos?", r"tiros", r"machetes", r"explosivos?", r"punal", r"cutter", r"escopeta",
)  # fmt: skip
TOY_WEAPON = words(
    r"(?:hot |the |a |one )?glue guns?", r"nerf", r"water (?:guns?|balloons?|pistols?)", r"squirt", r"t-?shirt (?:gun|cannon)", r"heat guns?", r"massage guns?", r"(?:bath|seed|cherry|photo|f|cocoa|glitter) ?bombs?", r"bomb(?:ed)? (?:the|a|my|his|her) (?:test|quiz|joke)", r"butter kni\w+", r"kni(?:fe|ves) skills", r"pumpkins?", r"carv(?:e|ing|ed)", r"kitchen", r"chefs?", r"cook(?:s|ing)?", r"cake", r"cut the", r"jump(?:ed|ing)? the gun", r"top gun", r"stick to (?:our|your|my) guns", r"starter (?:gun|pistol)", r"toy", r"prop", r"props", r"cardboard", r"plastic", r"foam", r"wooden", r"lego", r"cannon", r"silver bullet", r"bullet (?:points?|journal\w*)", r"dodge\w* bullets?", r"sharpest knife", r"roller ?blades?", r"blades? of grass", r"clay", r"pottery", r"sculpt\w+", r"wood ?(?:carving|work\w*)", r"whittl\w+", r"scout\w*", r"dramatic", r"history", r"museum", r"civil war", r"world war", r"chess", r"videogames?", r"video games?", r"fortnite", r"board game",
    r"silicon", r"pistolas? de (?:agua|silicon|juguete|pegamento|pintura)", r"cocina", r"pastel", r"calabazas?", r"bomba de (?:agua|aire|bano|inflar|jabon)", r"bombas? de (?:jabon|semillas)", r"de juguete", r"de carton", r"armas? (?:el|la|los|las|un|una) (?:rompecabezas|robot|equipo|mesa|tienda|escenario)", r"utileria",
)  # fmt: skip
WEAPON_HERE = words(
    r"brought", r"brings?", r"bringing", r"has", r"had", r"have", r"having", r"got", r"gets", r"carr(?:y|ies|ied|ying)", r"back ?pack", r"book ?bag", r"lunch ?box", r"locker", r"pocket", r"waistband", r"show(?:s|ed|ing|n)?", r"pull(?:s|ed)?", r"threat\w*", r"load(?:ed)?", r"found", r"find", r"saw", r"seen", r"called", r"there (?:was|is|are|were)", r"took", r"keeps?", r"under (?:the|his|her)", r"point(?:ed|s|ing)", r"waving", r"heard", r"use (?:it|one)", r"planted", r"said", r"says", r"told", r"talk(?:s|ed|ing) about", r"get (?:a|one|his|my)", r"access to", r"in (?:his|her|the) (?:bag|car|desk|room|jacket|hoodie|sock)",
    r"trajo", r"trae", r"traia", r"trajeron", r"tra(?:er|iendo)", r"mochila", r"tiene", r"tenia", r"enseno", r"ensenaba", r"saco", r"saca", r"amenaz\w+", r"encontr\w+", r"vi", r"vimos", r"bolsa", r"bolsillo", r"carga", r"cargaba", r"lleva", r"llevaba", r"hubo", r"habia", r"hay una", r"dijo", r"dice", r"escuch\w+", r"oimos", r"presumi\w+", r"apunt\w+",
)  # fmt: skip

THREAT = words(
    r"(?:i|we|i'm|we're|he|she|they)(?:'ll| will| am going to|'m going to|'m gonna| is going to|'s going to|'s gonna| are going to| would|'d| gonna| was going to) (?:\w+ ){0,3}(?:kill|shoot|stab|hurt|burn (?:it|this|the|that|your|down)|blow (?:up|it|the)|bomb|end (?:him|her|you|them)|beat (?:him|her|you|them|his|the)|get (?:him|her|you|them)(?! (?:a|the|some|to|in|into|ready|started|something|all))|come (?:for|after|looking for) (?:you|him|her|them)|make (?:you|him|her|them|somebody|someone) (?:all )?pay|put (?:him|her|you|them) (?:in the (?:ground|hospital)|down|through)|break (?:his|her|your|their) (?:\w+ )?(?:neck|legs?|face|jaw|arms?|windows?)|find (?:him|her|you|them|out where))",
    r"threat(?:en|ens|ened|ening|s)?\b(?: (?:to|him|her|them|me|us|my|our|the|a|one|another|with|that|message|note|voicemail)\b.{0,40})", r"(?:death|bomb|violent|a) threats?", r"(?:said|says|wrote|posted|drew|texted|told (?:him|her|them|me|us|everyone|\w+)|talk(?:s|ed|ing) about|joked? about|promised to|plans? to|planning to|wants? to|going to|list of) (?:\w+ ){0,8}(?:kill(?:ing)?|shoot(?:ing)?(?! (?:a|the|some|our|hoops|video|film|for|photos))|stab(?:bing)?|shoot up|blow(?:ing)? up (?:the|my|his|this)|burn(?:ing)? down|hurt(?:ing)? (?:him|her|them|some|any|every|people|others|\w+self|a|the|one|his|that))",
    r"(?:you(?:'ll| will| are going to| all)? |they(?:'ll| will) )(?:will )?(?:regret|be sorry|pay for this|wish you (?:had|hadn't))", r"watch your (?:back|step)", r"(?:i|we) know (?:where|which|what) (?:\w+ ){0,5}(?:lives?|car|drives?|parks?|house|kids|school|leaves?|works?)", r"know where (?:you|he|she|they|your)\b.{0,20}live", r"(?:we'll|i'll|let's|you'll) see how (?:you|they|he|she) (?:like|feel)", r"last warning", r"or else (?:i|we|you|somebody|someone)\b", r"hit list", r"kill list", r"(?:someone|somebody|people|you|kids?) (?:is|are|'s|will) ?(?:going to |gonna )?(?:get|be|end up) (?:hurt|dead|killed|shot)", r"what happens? (?:next )?(?:is|will be) on you", r"shoot up", r"school shoot\w+", r"not responsible for what (?:i|happens)", r"burn (?:it|this|that|the) (?:\w+ )?(?:place |school |building )?down", r"(?:come|coming) down there (?:and|with|myself)", r"you (?:won't|will not) (?:like|see it coming)", r"i have nothing (?:left )?to lose", r"blood (?:is|will be) on your hands",
    r"(?:se|te|os) (?:van?|vas) a arrepentir", r"(?:van?|vas) a ver(?: lo que| de lo que| quien)\b.{0,20}", r"me las (?:va|van|vas) a pagar", r"me las (?:paga|pagan|pagas)", r"se las (?:va|van) a ver", r"(?:l[oae]s?|te) (?:voy|vamos|va|van) a (?:matar|golpear|quemar|romper|partir|buscar|hacer pagar|meter un|dar)\b.{0,15}", r"voy a (?:matar|quemar|golpear|romperle|partirle|agarrar|acabar)\b.{0,20}", r"amenaz(?:a|o|an|aba|aron|ado|ada|ando|as)", r"se donde (?:viv|estaciona|trabaja|estudia)\w*", r"cuid(?:ense|ate|ese)(?: mucho)? (?:la espalda|porque|en la calle)", r"atengan?se a", r"no respondo", r"(?:quiere|queria|dijo que (?:iba|va) a|va a|iba a) (?:matar|lastimar|golpear|quemar|apunalar|disparar)\w*", r"tirotear", r"balacera", r"lista de (?:los )?que va a",
)  # fmt: skip
FIGURE = words(
    r"kill(?:ed|s|ing)? (?:it|time|me|two birds|the (?:lights|music|mood|vibe))", r"killed at", r"(?:is|are|was|were) killing (?:it|me|us)", r"killer (?:costume|app|smile|recipe|tacos|moves)", r"shoot(?:s|ing)? (?:a|an|the|some|our|their|for|us|me|you|hoops|baskets|free throws|stars?|photos?|pictures|video|film|footage|over|par|marbles|pool|arrows|rockets?)", r"shot (?:a|an|the) (?:video|film|movie|short|scene|commercial|documentary|photos?)", r"photo ?shoot", r"di(?:e|ed|es|ying) (?:of )?(?:laugh\w+|to (?:know|try|see|hear|meet)|of (?:cute|boredom))", r"thought (?:we'd|i'd|we would|i would) die", r"(?:scared|bored|frozen|worked|tickled) to death", r"drop dead gorgeous", r"over my dead body", r"to die for", r"dead (?:heat|tie|battery|serious|line)", r"murder(?:ed|s)? (?:mystery|on the|the (?:song|piano|tune|language)|my knees)", r"heart attack when", r"blow(?:ing|n)? (?:up|out) (?:the )?(?:balloons?|candles?|bubbles|tires?)", r"blew (?:up|out) (?:the )?(?:balloons?|candles?|bubbles)", r"(?:volcano|soda|rocket|balloon)\w*", r"hit (?:it off|the (?:ground|road|books|spot|target|high|right|jackpot))", r"beat (?:us|them|him|her|me|the|my|eastside|everyone|everybody|\w+) (?:by|at|in|twice|again|to|\d|for|on|fair)", r"beat the (?:heat|clock|odds|rush|record|teachers?)", r"beat (?:drum|box|making|maker)\w*", r"heart ?beats?", r"drum ?beats?", r"(?:eggs?|batter|cream|whisk) (?:\w+ )?beat", r"beat (?:the )?eggs", r"attack(?:ed|ing)? (?:the|a) (?:problem|cake|pizza|project|buffet|snack|cookies|ball|net|queen)", r"fight(?:s|ing)? (?:for us|like a lion|over (?:the )?(?:last|purple|who|yarn|markers|snacks?|cookies?|pizza))",
    r"muert[oa]s? de (?:risa|hambre|sueno|cansancio|frio|calor|pena|ganas)", r"mori(?:mos|r|ria)? de (?:risa|hambre|calor|ternura)", r"matar el tiempo", r"dia de (?:los )?muertos", r"altar", r"la rompi(?:eron|o|mos)", r"rompi(?:eron|o) (?:la pinata|el record|el hielo)", r"pinata",
)  # fmt: skip

SELF_HARM = words(
    r"kill(?:ing)? (?:my|him|her|them|your)sel(?:f|ves)", r"suicid(?:e|al)", r"unalive", r"kms", r"end (?:it all|it|my life|his life|her life|things)(?= (?:all|soon|tonight|now|for good|with)|$|[.,!?])", r"end (?:my|his|her|their) (?:own )?life", r"tak(?:e|es|ing) (?:my|his|her|their) (?:own )?life", r"want(?:s|ed)? to (?:just )?(?:die|disappear|be dead|sleep forever|go to sleep and|not (?:wake|be here|exist))", r"wish(?:es|ed)? (?:i|he|she|they)(?:'d)? (?:was|were|wasn't|weren't|had)? ?(?:dead|not (?:here|alive|around)|never (?:been )?born|gone|wouldn't wake|could disappear|didn't exist|here anymore)", r"better off (?:without (?:me|him|her|them)|dead|if (?:i|he|she))", r"no (?:reason|point|use) (?:\w+ ){0,3}(?:to live|living|for (?:me|her|him|them) to (?:be|stay|go|keep)|in (?:living|going on|being here|trying anymore))",
    r"(?:don't|doesn't|didn't|do not|does not|not) want to (?:be (?:here|alive|around|in this world)|live|wake up|exist|go on|keep going|see (?:christmas|tomorrow|\d+))", r"(?:won't|will not|wouldn't|might not|may not|not gonna) be (?:here|around|alive) (?:\w+ ){0,3}(?:anymore|any ?more|longer|after|for (?:christmas|graduation|her|his|my|long|much)|by|next|when|to (?:see|worry|bother))", r"won't have to (?:worry about|deal with|put up with) (?:me|him|her)", r"(?:nobody|no one|noone)(?:'d| would| will|'ll)? (?:even )?(?:miss|notice|care) (?:me|him|her|them|if|when)\b.{0,30}", r"self[- ]?harm\w*", r"cut(?:s|ting)? (?:her|him|them|my)sel(?:f|ves)(?= (?:again|on purpose|at|in|since|when|to|because|lately)|$|[.,!?])", rf"cut(?:s|ting)? (?:on|up|along|all over|across|down) (?:\w+ )?(?:his|her|their|the|my|both) (?:\w+ )?{BODY}", r"(?:rows?|lines) of (?:\w+ )?(?:cuts|scars|scratches)", rf"cutting (?:his|her|their) {BODY}", r"burning (?:her|him|my)self",
    r"(?:giv(?:es|ing|en)|gave) (?:\w+ ){0,3}(?:her|his|their|all|everything|my) ?(?:\w+ ){0,3}away (?=.{0,200})(?!to (?:charity|goodwill|the poor))", r"giving (?:her|his|their) (?:stuff|things|toys|books|clothes) away", r"t(?:ook|akes|aken|aking|ake) (?:a (?:bunch|lot|handful|bottle)|all|too many|whole bottle|the whole) (?:of )?(?:\w+ )?(?:pills|meds|tylenol|advil|tablets|medication|medicine)", r"(?:goodbye|suicide) (?:note|letter|message|video)", r"by the time you (?:read|get|see) this", r"tell (?:the kids|my (?:family|kids|mom|daughter|son)|them|everyone|everybody|her|him) (?:that )?(?:i'm sorry|i am sorry|i love|goodbye)", r"hurt(?:s|ing)? (?:herself|himself|myself|themsel\w+)", r"jump (?:off|from|in front of)", r"hang (?:himself|herself|myself)", r"dark thoughts", r"thoughts of (?:dying|death|ending)", r"tired of (?:living|being alive|life|everything)", r"life (?:isn't|is not|ain't) worth",
    r"(?:ya )?no (?:quier[eo]|queria|tiene ganas de|tengo ganas de|le encuentra sentido a?|vale la pena) (?:seguir )?(?:vivir|viviendo|estar (?:aqui|viva|vivo|en este mundo)|despertar|seguir(?: aqui| adelante)?|la vida)", r"(?:se )?quier(?:e|o|es) (?:morir|matar|desaparecer|quitar la vida|dormir y no)(?:se|me)?", r"morir(?:se|me)(?! de)", r"matarse|matarme", r"quitarse la vida|quitarme la vida", r"suicid\w+", r"se (?:esta |anda |ha estado )?cort(?:a|ando|o) (?:los|las|el|la|sus|a proposito|en) (?:\w+ )?(?:brazos?|piernas?|munecas?|proposito|cuerpo)", rf"cort(?:es|adas|aditas|ada) en (?:el|la|los|las|sus) {CUERPO}", r"nadie (?:me|la|lo|le) (?:va a |iba a )?extrana\w*", r"estaria mejor (?:muert[oa]|sin (?:mi|ella|el))", r"mejor (?:muert[oa]|no haber nacido)", r"(?:se )?tom(?:o|e|arse) (?:un monton de|muchas|todas las|un frasco de|unas|el frasco de) (?:las )?(?:pastillas|medicinas)", r"hacerse dano|se hace dano|se lastima sol[oa]", r"carta de despedida", r"despedirse de tod[oa]s", r"no (?:voy|va) a estar (?:aqui )?(?:para|despues|en (?:navidad|enero))", r"cansad[oa] de (?:vivir|la vida|todo esto y)",
)  # fmt: skip
WEARY = words(
    r"can'?t (?:do this|go on|take (?:it|this)|keep going|live like this) any ?more",
    r"(?:the )?only thing (?:i|she|he|that) (?:had|have|has|kept|keeps|keeping)\b.{0,20}",
    r"(?:it )?won't matter",
    r"what'?s the point",
    r"nothing (?:matters|left)",
    r"no one would (?:even )?(?:know|care)",
    r"ya no (?:puedo|aguanto|puede) mas",
    r"nada (?:importa|tiene sentido)",
    r"lo unico que (?:tenia|me quedaba)",
    r"so alone",
    r"i give up on",
)

INJURY = words(
    r"ambulances?", r"911", r"emergency room", r"e\.?r\.?(?= |$|[.,;])", r"urgent care", r"paramedics?", r"ems", r"stitch(?:es|ed up)", r"concuss(?:ion|ed)", r"unconscious", r"pass(?:ed|ing) out", r"faint(?:ed|ing)", r"collapsed", r"seizures?", r"epi-?pen\w*", r"anaphyla\w+", r"allergic reaction", r"(?:broke|breaking|broken|fractured|sprained|dislocated) (?:his|her|their|an?|my|the) (?:\w+ )?(?:arm|leg|wrist|ankle|nose|collar ?bone|fingers?|toe|tooth|teeth|elbow|foot|hand|rib|jaw|hip|skull|thumb|neck)", r"fractur\w+", r"bleeding", r"blood (?:everywhere|all over|on (?:his|her|the)|was|from)", r"bloody (?:nose|lip|face|shirt|knee|towel)", r"(?:hit|hits|bumped|cracked|banged|smacked|split|landed on|cut open|gashed) (?:his|her|their|the|my) (?:\w+ )?(?:head|forehead|skull|chin|face|eyebrow|neck)", r"head injur\w+", r"(?:burned|scalded|burnt) (?:his|her|their|himself|herself|a|two|my)", r"second[- ]degree", r"chok(?:ed|ing) on", r"stopped breathing", r"couldn't breathe|could not breathe|can't breathe", r"drown\w*", r"electrocuted", r"got (?:a|an)? ?(?:electric )?shock(?:ed)?", r"knocked (?:out|unconscious|her teeth|his teeth)", r"(?:was|were) out (?:cold|for)", r"injur(?:y|ed|ies)", r"hospital(?:ized)?", r"poison(?:ed|ing)", r"(?:threw up|vomit\w+|sick) (?:\w+ ){0,6}(?:after (?:eating|the)|from the|six|seven|eight|ten|half)", r"food poisoning", r"dog (?:bit|bites?|bitten)", r"(?:was|got|been) bitten", r"hit by (?:a|the) (?:car|van|truck|bus|bike|swing|bat|ball)", r"ran (?:him|her|them) over", r"crash(?:ed)?", r"car accident", r"swallowed (?:a|an|the|some|two)", r"wouldn't wake", r"(?:fingers?|hand) (?:\w+ ){0,3}(?:caught|slammed|crushed|cut off|stuck) in", r"nail (?:through|in) (?:his|her)", r"heat ?stroke|heat exhaustion", r"blue in the face|turned blue|lips (?:turned|went|were) blue",
    r"ambulancia", r"hospital", r"urgencias", r"(?:sala de )?emergencias", r"paramedicos", r"puntadas", r"puntos en (?:la|el)", r"desmay(?:o|aron|ada|ado|aba)", r"convulsion(?:o|es|ando)?", r"fractur(?:a|o|ada|ado)", r"se (?:quebro|rompio|fracturo|zafo|torcio|disloco) (?:el|la|un|una|los) (?:brazo|pierna|muneca|tobillo|dedo|nariz|diente|dientes|clavicula|pie|mano|codo)", r"sangr(?:e|ando|o|aba|ado)", r"se (?:abrio|pego|golpeo|partio|descalabro)(?: en)?(?: la| el| su)? ?(?:frente|cabeza|ceja|barbilla|cara|boca)?", r"descalabr\w+", r"golpe en la cabeza", r"se quemo", r"quemaduras?", r"reaccion alergica", r"intoxic\w+", r"se (?:estaba )?ahog(?:o|aba|ando)", r"electrocut\w+", r"(?:le|les) dio (?:un )?(?:toque|toques|descarga)", r"perdio el (?:conocimiento|sentido)", r"no (?:podia|puede) respirar", r"atropell\w+", r"lo mordio|la mordio|mordio a", r"se lastimo", r"accidente", r"herid[oa]s?", r"conmocion", r"se machuco",
)  # fmt: skip
HAPPENED = words(
    r"fell", r"falls?", r"fallen", r"tripp(?:ed|ing)", r"slipped", r"slid", r"call(?:ed)? (?:911|an ambulance|the (?:ambulance|paramedics|police|nurse)|ems|for)", r"had to call", r"to(?:ok|ok him|ok her) (?:\w+ ){0,3}to (?:the )?(?:hospital|er|e\.r\.|emergency|urgent|clinic|doctor|nurse)", r"rushed", r"kept (?:him|her|them)? ?overnight", r"went to (?:the )?(?:hospital|er|e\.r\.|emergency|urgent|nurse)", r"(?:ended up|is|was|are|were|still|been) (?:still )?(?:in|at) (?:the )?(?:hospital|er|emergency|icu)", r"needed (?:\w+ )?(?:stitches|surgery|an ambulance)", r"(?:got|gave|with|has|have|had) (?:\w+ ){0,3}stitches", r"(?:had|having|has|have|suffered) (?:a|an|another|two|his|her) (?:\w+ )?(?:seizure|concussion|reaction|injur\w+|accident|fracture|fall|asthma)", r"(?:broke|fractured|sprained|dislocated|burned|scalded|hit|cracked|bumped|split|cut|knocked|choked|swallowed|fainted|collapsed|slammed|crushed|cut|banged|landed|electrocuted|drowned|vomited) ?\w*", r"passed out", r"was out", r"got (?:hurt|injured|burned|cut|hit|sick|shocked|bitten|a shock)", r"(?:is|was|were|been|are) (?:badly |seriously |slightly |a bit )?(?:hurt|injured|bleeding|unconscious|burned|bitten|hospitalized|poisoned)", r"last (?:week|month|tuesday|friday|night|session)", r"on the \d+(?:st|nd|rd|th)?", r"yesterday", r"accident", r"incident", r"wouldn't wake", r"couldn't breathe", r"stopped breathing", r"bit", r"crashed", r"bleeding",
    r"se cay(?:o|eron)", r"se resbal\w+", r"se tropez\w+", r"l[oa]s? llev(?:aron|amos|o|e)", r"tuv(?:imos|o|ieron) (?:que )?(?:llamar|llevar|una|un)?", r"llam(?:amos|aron|o|e) (?:a|al)", r"hubo", r"se (?:quebro|rompio|fracturo|abrio|golpeo|pego|quemo|desmayo|lastimo|corto|descalabro|machuco|ahog\w+|zafo|torcio|partio)", r"le (?:pusieron|dieron|dio|cayo)", r"les (?:dio|cayo)", r"ayer", r"la semana pasada", r"el (?:lunes|martes|miercoles|jueves|viernes|sabado|domingo)", r"sigue en", r"termin(?:o|aron) en", r"fue a dar", r"paso que", r"lo mordio|la mordio",
)  # fmt: skip
SCRATCH = words(
    r"band-?aids?",
    r"curitas?",
    r"paper cut",
    r"skinned",
    r"scrap(?:e|ed|es)",
    r"blisters?",
    r"raspon(?:es)?",
    r"no (?:one|body) (?:was|got) (?:hurt|injured|bitten)",
    r"nobody (?:was|got) (?:hurt|injured|bitten|sick)",
    r"no (?:injuries|accidents|emergencies|incidents)",
    r"without (?:injury|incident)",
    r"sin (?:accidentes|heridos|incidentes)",
    r"nadie (?:se lastimo|salio lastimado|resulto)",
    r"zero (?:injuries|accidents)",
    r"hospital(?:'s)? (?:volunteers?|employees|staff|foundation|outreach|tour|gift|clowns?|wing|lobby|auxiliary|offers?|would|wants)",
    r"children's hospital",
    r"cards (?:for|to) (?:the )?(?:hospital|kids in)",
    r"at the hospital where i work",
    r"teddy bear hospital",
    r"hospital de (?:peluches|munecas|ositos)",
    r"stuffed|teddy|dolls?|munec[oa]s?|peluches?|robots?|drone|printer|laptop|puppets?|titeres?|mannequin|maniqui",
)

LOST_CHILD = words(
    rf"(?:lost|losing|misplaced|left behind|lost track of|forgot) (?:a|an|one|two|one of (?:the|our|my)|our|sight of (?:a|one|the|two)) (?:\w+ )?(?:{'|'.join(_YOUNG[:14])})(?! (?:to|this (?:year|month)))", r"couldn't find (?:him|her|them|one|a|two|the (?:boy|girl|kid|child))", r"went missing", r"(?:has been|is|was|were|been) missing (?:since|for|from|until)", r"missing (?:child|student|kid|girl|boy)", r"wander(?:ed|s|ing) (?:off|away|out|into)", r"took (?:us|me) (?:\w+ ){0,4}(?:to find|before we found) (?:him|her|them|one)", r"(?:left|forgot|forgotten) (?:him|her|them|a kid|a child|a student|one of the\b.{0,15}|my (?:son|daughter|child)) (?:\w+ ){0,2}(?:behind|there|alone|outside|on the bus|in the (?:van|bus|building|park|dark|rain|cold|hall\w*|lot)|at the (?:park|zoo|museum|curb|stop|pool))", r"(?:kids?|children|students?|girls?|boys?|him|her|them|\w+grader) (?:\w+ ){0,4}(?:unsupervised|without (?:an? |any )?(?:adult|supervision|teacher|chaperone)|no adult)", r"(?:nobody|no one|no adult|no teacher) (?:was |is )?(?:watching|supervising|with|in charge of|there to watch)\b.{0,20}", r"locked (?:in|inside|out|outside) (?:\w+ ){0,4}(?:the|for|until|alone|room|closet|gym|building|cold|rain|dark)", r"(?:nobody|no one|noone) (?:ever |has |had )?(?:came|comes|come|picked|picks|showed|shows|shown)(?: up)? (?:up )?(?:for|to (?:get|pick|collect)) (?:him|her|them|our|a|one|the (?:boy|girl|kid|child|twins|little)|\w+ until|my)", r"never (?:got )?picked (?:him|her|them)? ?up", r"not (?:been )?picked up until", r"still (?:waiting|here|there) (?:at|when|after) (?:\w+ )?(?:\d|dark|seven|eight|nine)", r"not on (?:the|her|his|our|any) (?:\w+[- ]?){0,3}(?:list|card|form|sheet)", r"(?:went|left|leave|leaves|let|leaving|go|gone|released?|walked off|got (?:in|into)) (?:\w+[- ]?){0,6}(?:with|to|in|car with|car of) (?:a|some|the|an|two) (?:\w+ )?(?:man|woman|guy|stranger|men|older|adult|boy|person|people)\b.{0,40}", r"r[au]n away", r"running away", r"got out of the (?:building|gate|yard)", r"walk(?:s|ed|ing)? home (?:alone|by (?:him|her)self|in the dark)", r"drove (?:her|him|them) home", r"(?:he|she|they|kids?) (?:is|was|are|were) (?:left )?(?:home )?alone (?:until|all|at home|every|after|when|in|for|overnight)",
    r"se (?:nos |me |les )?perdio (?:un|una|mi|el|la|uno|en)\b.{0,20}", r"se (?:nos )?perdieron (?:dos|tres|unos|los) (?:nin|alumn)\w*", r"no (?:aparecia|aparece|aparecio|l[oa] encontra\w+)", r"anda(?:ba)? perdid[oa]", r"se escap(?:o|aron)", r"nadie (?:vino|viene|paso|pasa|llego|llega|vinieron) (?:por|a (?:recoger|buscar))", r"no (?:vinieron|vino nadie|llegaron|pasaron) (?:por|a recoger)", r"se (?:fue|subio|lo llevo|la llevo) (?:con|al carro de|a la camioneta de|a un carro con) un[oa]?\b.{0,25}", r"se (?:lo|la|los) llev(?:o|aron) un[oa]?\b.{0,25}", r"l[oa]s? dej(?:aron|o) (?:sol[oa]s?|encerrad[oa]s?|afuera|olvidad[oa]s?)", r"sin (?:supervision|que nadie los cuide|ningun adulto|adultos)", r"se (?:queda|quedo|quedan|quedaron) sol[oa]s? (?:en|hasta|toda|esperando|afuera)", r"no estaba en la lista",
)  # fmt: skip

STRANGER = words(
    r"strangers?",
    r"strange (?:man|men|guy|car|van|person|woman)",
    r"(?:a|some|this|that|the same|an older|one|another) (?:\w+ )?(?:man|men|guy|person|woman|car|van|truck|suv|dude|adult)",
    r"someone",
    r"somebody",
    r"desconocid[oa]s?",
    r"un (?:hombre|senor|tipo|sujeto|carro|individuo|viejo|coche)",
    r"una (?:camioneta|van|persona|troca)",
    r"alguien",
    r"unos (?:hombres|tipos|muchachos)",
)
LURKS = words(
    r"follow(?:s|ed|ing) (?:a|one|two|the|her|him|them|our|my|us|some)",
    r"(?:by|at|near|outside|along|through|behind) the (?:\w+ )?(?:fence|playground|gate|bathrooms?|bleachers|park)",
    r"(?:taking|takes|took|snapping|films?|filming|recording|videotap\w+) (?:\w+ )?(?:pictures|photos|videos?|the (?:kids|girls|children)|them|our (?:kids|girls|students))",
    r"hang(?:s|ing)? (?:around|out|about)",
    r"lurk\w*",
    r"circl(?:es|ed|ing)",
    r"parked (?:\w+ ){0,4}(?:outside|across|by|near|every|again)",
    r"approach(?:es|ed|ing)",
    r"offer(?:s|ed|ing)? (?:\w+ ){0,4}(?:rides?|candy|money|gifts|cigarettes)",
    r"watch(?:es|ing|ed) (?:the|our|them|her|him|us)",
    r"tried to (?:get|pull|grab|take|lure|talk)",
    r"(?:talks?|talking|talked) to (?:the |our |a |one of )?(?:kids|girls|children|students|boys|girl|boy)",
    r"sig(?:uio|ue|uiendo|uieron|uen)",
    r"(?:en|junto a|afuera de|por|cerca de) la (?:reja|barda|cerca|salida|entrada|escuela|puerta)",
    r"(?:toma|tomando|tomaba|tomo|tomandoles?|saca|sacando) (?:les )?(?:fotos|video)\w*",
    r"graba(?:ndo|ba)? a (?:los|las)",
    r"rond(?:a|ando|aba)",
    r"espia(?:ndo|ba)?",
    r"se (?:acerc|estacion|par)(?:a|o|aba|ando)\b.{0,30}",
    r"ofrec(?:e|io|ia|iendo) (?:\w+ )?(?:dulces|dinero|aventon|regalos)",
    r"merode\w+",
    r"se les queda (?:viendo|mirando)",
)
NO_SAFE_STRANGER = words(
    r"kind",
    r"generous",
    r"donated",
    r"donor",
    r"helped",
    r"amable",
    r"generos[oa]",
    r"left (?:us )?a (?:note|cake|check|donation)",
    r"reporter|tribune|news\w*|journalist|periodista|reporter[oa]",
)

HAZARD = words(
    r"smell(?:s|ed|ing)? (?:\w+ )?(?:of |like )?(?:natural )?(?:gas|smoke|burning|something burning|rotten eggs)", r"gas leak", r"carbon monoxide", r"(?:exposed|loose|bare|live) wir(?:es?|ing)", r"wires? (?:\w+ ){0,3}(?:hanging|sticking|coming|exposed|showing)", r"spark(?:s|ed|ing) (?:\w+ ){0,4}(?:outlet|wall|plug|ceiling|socket)", r"outlet (?:\w+ ){0,3}(?:spark|smok|shock)\w*", r"(?:black )?mold (?:on|in|all|under|behind)", r"asbestos", r"(?:ceiling|roof|wall|bleachers?|shelf|shelves|stage|railing|swing|goal|hoop|tiles?) (?:\w+ ){0,4}(?:fell|falling|collapsed|came down|caved|gave way|landed|tipped over|coming loose|is loose|about to)", r"(?:fire|emergency|exit) (?:exit|door|doors|exits?) (?:\w+ ){0,4}(?:locked|blocked|chained|padlocked|don't open|won't open|doesn't open)", r"chain(?:ed)? (?:on|the) (?:\w+ )?(?:exit|doors?)", r"broken glass (?:on|in|all|by|where|under|everywhere)", r"lead paint", r"no (?:working )?(?:smoke|fire) (?:alarm|detector|extinguisher)s?", r"seat ?belts? (?:\w+ ){0,3}(?:broken|missing|don't|doesn't)", r"(?:no|without) seat ?belts?", r"bald tires", r"space heater", r"caught (?:on )?fire", r"(?:rats?|needles|bats) in the",
    r"huele? (?:mucho |raro |fuerte )?a (?:gas|humo|quemado)", r"olor a (?:gas|humo|quemado)", r"fuga de gas", r"cables? (?:\w+ ){0,2}(?:pelados?|sueltos?|colgando|expuestos?|de fuera)", r"salida (?:de emergencia )?(?:\w+ ){0,3}(?:bloqueada|con candado|cerrada con|encadenada)", r"(?:techo|plafon|reja|grada|canasta|porteria) (?:\w+ ){0,4}(?:se cayo|se esta cayendo|suelt[oa]|flojo|floja)", r"se cayo (?:el|un pedazo de|parte del|la) (?:techo|plafon|reja|barda|canasta|porteria|grada)", r"vidrios? rotos? (?:en|donde)", r"moho en", r"sin cinturon(?:es)?",
)  # fmt: skip

NEGLECT = words(
    r"(?:has|have|had|hasn't|haven't|hadn't)(?: not)? eaten (?:since|in|anything|all|for|at home|breakfast)?", r"no food (?:at home|in the (?:house|fridge|home)|all|until|since|over)", r"nothing to eat (?:at home|since|until|all)", r"(?:is|are|was|were|always|so|comes?|came|shows? up) (?:\w+ )?(?:hungry|starving) (?:every|again|because|and (?:dirty|asks)|since|on mondays)", r"(?:nobody|no one|no adult) (?:is |was |'s )?(?:at |ever )?home (?:until|for|at|since|all|when|after|with)", r"(?:is|are|was|were|been) (?:sleeping|living|staying|slept) in (?:the|a|their|his|her|my) (?:family )?(?:car|van|truck|garage|shed|tent|motel|street)", r"sleeps? in (?:the|a|their|his|her) (?:car|van|truck|garage|shed|tub|bathtub)", r"(?:wearing |wears |in )?the same clothes", r"no (?:coat|shoes|heat|water|electricity) (?:at home|all winter|since|in (?:the|this))", r"kicked (?:him|her|them|me) out(?: of the house| of home)?", r"doesn't have (?:anywhere|a place) to (?:go|sleep|live)", r"raising (?:him|her|them)sel", r"takes care of (?:her|his) (?:\w+ )?(?:siblings|brothers|sisters|baby) (?:all|every|alone|because)",
    r"no ha(?:n|bia|bian)? comido", r"no (?:hay|tienen|tiene|habia) (?:comida|que comer|nada de comer)", r"no com(?:e|io|en) (?:nada )?(?:en (?:su )?casa|desde)", r"(?:llega|viene|esta) (?:\w+ )?con hambre", r"sol[oa]s? en (?:la|su) casa", r"duermen? en (?:el|un|su) (?:carro|coche|camioneta|parque)", r"la misma ropa", r"l[oa] corrieron de (?:la|su) casa", r"l[oa]s? dejan sol[oa]s?",
)  # fmt: skip

AFRAID = words(
    r"(?:afraid|scared|terrified|frightened|fearful|petrified|nervous) (?:to (?:go|walk|be|come|tell|say|ride|sleep|use|change|get)|of (?:him|her|his|her|going|the (?:coach|man|teacher|instructor|older|other|boys|volunteer|driver)|what|being|mr|coach|my|their|them|walking|someone|somebody))", r"(?:doesn't|does not|didn't|don't|won't|refuses? to|never) (?:want to )?(?:go|going|get picked up|be) (?:back )?(?:home|alone with)(?! (?:early|late|yet|because (?:it's|they|she|he)(?:'s)? (?:having|so|too) ?(?:much )?fun))", r"can i (?:live|stay|come home|go home|sleep) (?:with|at) (?:you|your)", r"if (?:she|he) could (?:stay|live|sleep|go home) (?:at|with|over)", r"flinch(?:es|ed|ing)?", r"cower\w*", r"shak(?:es|ing|en|y) (?:when|whenever|every time|every|and crying|because)", r"cr(?:ies|ied|ying) (?:when|whenever|every time|because|and (?:wouldn't|won't|said|says|begged))", r"begged (?:me|us|not)", r"hides? (?:when|whenever|under|from|in the)", r"wets? (?:him|her)self", r"hasn't (?:spoken|talked|been (?:herself|himself|the same))", r"not been (?:herself|himself|the same)",
    r"miedo (?:de|a|al|cuando|que)", r"(?:l[ea]s?|tiene|tenia|da|daba) miedo", r"asustad[oa]s?", r"aterrad[oa]s?", r"no quier(?:e|en) (?:ir|irse|regresar|volver|estar|quedarse) (?:a (?:su )?casa|con (?:el|ella|su)|sol[oa])", r"se esconde", r"tiembla", r"llora (?:cuando|cada|mucho|porque|y)", r"ya no quiere (?:ir|venir|volver|regresar|hablar|platicar|comer)", r"lleg(?:o|a) llorando",
)  # fmt: skip
PEER_HARM = words(
    r"(?:getting|gets|got|been|being|was|were) (?:\w+ )?(?:jumped|beaten|beat up|bullied|picked on|harassed|attacked|stabbed|shot|robbed|mugged|followed|tormented|cornered)", r"beat (?:him|her|them|my (?:son|daughter)|a (?:kid|boy|girl|student|classmate)) up", r"beat(?:en)? up", r"gang(?:ed)? up on", r"(?:boys|girls|kids|students|they|teens) (?:\w+ ){0,3}(?:wait(?:s|ing)? for (?:him|her|them|my)|corner(?:ed)?|jump(?:ed)? (?:him|her|them|on him))", r"bull(?:y|ies|ied|ying) (?:him|her|them|my|one of|a |our|the (?:new|little|other|younger))", r"fist ?fights?", r"brawl", r"gangs? (?:sign|member|is|are|recruit|try)\w*", r"drive-?by", r"hazing|hazed", r"initiation",
    r"(?:l[oae]s?) (?:golpearon|pegaron|patearon|asaltaron|robaron|atacaron|apunalaron|balearon|correten|esperan afuera|esperan a la salida|molestan|acosan|bulean|hacen bullying|traen de bajada)", r"bullying", r"se burlan de (?:el|ella|mi|una|un)", r"pelea (?:a golpes|en|con|entre)", r"pandill\w+",
)  # fmt: skip
PREGNANT = words(r"pregnan(?:t|cy)", r"expecting a baby", r"embarazad[oa]", r"embarazo", r"missed (?:her|two) periods?")
OLDER = words(
    r"(?:is|he's|she's|who's|was) (?:19|2\d|3\d|4\d)",
    r"older (?:man|guy|boyfriend|men|guys)",
    r"grown man",
    r"boyfriend",
    r"(?:his|her) girlfriend is (?:1\d)",
    r"novio (?:de|que tiene) \d\d",
    r"(?:hombre|muchacho|senor) (?:mayor|de \d\d|grande)",
    r"tiene (?:19|2\d|3\d) anos",
    r"keep it (?:between|quiet)",
    r"secret",
    r"\d(?:st|nd|rd|th)?[ -]grade\w*",
    r"8th",
    r"7th",
    r"(?:is|she's) 1[1-6]",
    r"de \d+ de (?:primaria|secundaria)",
)

#: A programme speaks: what it teaches, plays or prevents did not happen.
TEACHES = words(
    r"workshops?", r"trainings?", r"curricul\w+", r"lessons?", r"teach(?:es|ing)?", r"taught", r"learn(?:s|ed|ing)?", r"how to", r"prevent(?:ion|s|ing|ive)?", r"awareness", r"drills?", r"simulat\w+", r"pretend\w*", r"role[- ]?play\w*", r"act(?:s|ed|ing)? out", r"skits?", r"the play", r"our play", r"a play", r"school play", r"musical", r"scripts?", r"novels?", r"scenes?", r"villains?", r"characters?", r"movies?", r"films?", r"mannequins?", r"dumm(?:y|ies)", r"mock", r"games?", r"costumes?", r"make-?up", r"puppets?", r"theat(?:er|re)", r"dramas?", r"stage combat", r"rehears\w+", r"speaker", r"assembl(?:y|ies)", r"certificates?", r"courses?", r"cpr", r"first[- ]aid", r"self[- ]defen[sc]e", r"support groups?", r"counsel(?:l)?ing (?:groups?|services|sessions)", r"screenings?", r"book club", r"storytelling", r"comic", r"haunted", r"halloween", r"zombies?", r"pirates?", r"vampires?", r"monsters?", r"dragons?", r"martial arts", r"karate", r"taekwondo", r"boxing", r"fencing", r"chess", r"checkers", r"spelling", r"vocabulary", r"essay", r"poems?", r"bake ?off", r"debate", r"exhibit", r"museum", r"forensic\w*", r"whodunit", r"escape room", r"shakespeare", r"romeo", r"macbeth", r"hamlet", r"rap battle", r"laser tag", r"dodgeball", r"paintball",
    r"talleres", r"taller (?:de|sobre|para|contra|gratuito)", r"capacitacion\w*", r"prevenir", r"prevencion", r"cursos?", r"clases? de", r"ensen(?:a|amos|an|ar|amos|amos)", r"aprend(?:e|en|er|emos|ieron)", r"obra(?: de teatro)?", r"titeres?", r"teatro", r"platicas?", r"charlas?", r"practicar", r"simulacros?", r"primeros auxilios", r"defensa personal", r"villano", r"personajes?", r"disfra(?:z|ces)", r"cuento", r"pelicula", r"ajedrez", r"juegos?", r"zombis?", r"piratas?", r"lobo", r"loteria",
)  # fmt: skip
#: A person tells of what they saw or were told.
TELLS = words(
    r"(?:he|she|they|\w+) (?:told|tells) (?:me|us|our|my|the|a)\b.{0,12}", r"confided", r"(?:he|she|they|who) (?:said|says)", r"show(?:ed|s) (?:me|us)", r"(?:i|we) (?:saw|noticed|found|heard|overheard|caught|walked in|have seen|keep seeing)", r"admitted", r"mention(?:ed|s) (?:that|to)", r"(?:i'm|i am|we're|we are) (?:worried|concerned|scared|afraid|not sure (?:what|if|who)|uneasy|not comfortable)", r"what (?:should|do) (?:i|we) do", r"(?:who|whom) (?:do|should|can) (?:i|we) (?:tell|talk to|report|call)", r"can't sleep", r"(?:i|we) (?:didn't|did not|don't) know (?:who|what|whether|if)", r"should (?:i|we) (?:say|tell|report|worry|be worried)", r"again", r"(?:third|second|fourth) (?:time|week)", r"(?:me|nos|le) (?:conto|contaron|dijo|dijeron|ensenaron?|platico|confeso|confio|pidio)", r"dice(?:n)? que", r"(?:le|les) vi(?:mos)?", r"vi(?:mos)? (?:que|a|como|unos|unas|un)", r"se le(?:s)? ve(?:n)?", r"estoy (?:preocupad[oa]|intranquil[oa])", r"no (?:estoy tranquil[oa]|se (?:si|que|con quien|a quien)|sabemos (?:si|que|a quien))", r"que (?:hago|hacemos|debo|debemos)", r"(?:con|a) quien (?:hablo|hablamos|le digo|acudo|reporto)", r"me preocupa", r"nos preocupa", r"otra vez", r"no me gusta",
)  # fmt: skip
