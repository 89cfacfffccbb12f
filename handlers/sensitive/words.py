"""Who is spoken of, and in what manner: the word lists that several rules of handlers/sensitive.py share.

A list is text: alternatives in regular expressions, English and Spanish side by side, two spaces between them; a backslash at the end of
a line goes on in the next. They are matched as whole words against lower case without accents (`nina` for niña).
"""

from __future__ import annotations

import re

#: What `{NAME}` stands for in a list.
NAMED = {
    "GRADE": r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d{1,2}(?:st|nd|rd|th))[- ]graders?",
    "CHILD": r"(?:child(?:ren)?|kids?|students?|boys?|girls?|daughters?|sons?|grand(?:son|daughter|child|kid)s?|teens?|minors?|players?)",
    "BODY": r"(?:arms?|wrists?|legs?|thighs?|necks?|throats?|backs?|shoulders?|faces?|cheeks?|waists?|hips?|heads?|ears?|hair|chests?"
    r"|butts?|bottoms?|private parts?|stomachs?|ribs?|lips?|eyes?)",
    "CUERPO": r"(?:brazos?|piernas?|munecas?|cuello|espalda|hombros?|cara|cintura|cadera|cabeza|orejas?|pelo|pecho|nalgas|partes|estomago"
    r"|costillas|labios?|ojos?|manos?|frente)",
}


def words(*lists: str) -> re.Pattern[str]:
    """One pattern that finds any alternative of these lists as whole words."""
    joined = "  ".join(re.sub(r"\\\n\s*", "", text) for text in lists)
    for name, pattern in NAMED.items():
        joined = joined.replace(f"{{{name}}}", pattern)
    alternatives = "|".join(re.split(r" {2,}|\s*\n\s*", joined.strip()))
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)")


_YOUNG = r"""
    child(?:ren)?  kid(?:s|do|dos)?  students?  boys?  girls?  daughters?  sons?  grand(?:son|daughter|child|kid|children)s?  {GRADE}
    kindergart\w+  pre-?k(?:er|ers)?  teens?  teenagers?  mentees?  minors?  pupils?  toddlers?  little (?:ones?|guys?|sister|brother)
    players?  middle schoolers?  freshm[ae]n  sophomores?  (?:is|turns|only|just|about) (?:[5-9]|1[0-7])
    he's (?:eight|nine|ten|[5-9]|1[0-7])  she's (?:eight|nine|ten|[5-9]|1[0-7])  \d{1,2}[- ]year[- ]olds?
    (?:six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen)[- ]year[- ]olds?  nieces?  nephews?  nin[oa]s?
    nini?t[oa]s?  hij[oa]s?  hijit[oa]s?  alumn[oa]s?  muchach[oa]s?  muchachit[oa]s?  estudiantes?  menor(?:es)?  chic[oa]s?
    chiquit[oa]s?  chamac[oa]s?  chav[oa]s?  chavit[oa]s?  niet[oa]s?  hermanit[oa]s?  sobrin[oa]s?  pequen[oa]s?  criaturas?
    jovencit[oa]s?  adolescentes?  escuincles?
"""
_PRONOUNS = r"""
    he  she  him  her  his  they  them  their  one of (?:my|our|the|ours|them)  el  ella  le  les  lo  la  se
    un[oa] de (?:mis|los|las|nuestros)  my mentee
"""
_KIN = r"""
    dad  daddy  father  step-?dad  step-?father  mom  mama  mother  step-?mom  step-?mother
    (?:mom|mother|mama)'s (?:boyfriend|partner|man)  boyfriend  uncle  aunt  grandpa  grandfather  grandma  brother  cousin  parents?
    babysitter  foster (?:mom|dad|mother|father|parent)  guardian  family  papa  padre  padrastro  madrastra  madre  tio  tia  abuel[oa]
    novio  primo  hermano  padrino
"""
_GROWN = r"""
    coach(?:es)?  teachers?  volunteers?  tutors?  instructors?  helpers?  aides?  counsell?ors?  mentors?  drivers?  custodians?
    janitors?  assistants?  leaders?  directors?  coordinators?  photographers?  guards?  staff(?:er)?  adults?  man  men  guy  gentleman
    woman  lady  mr\.?  mrs\.?  ms\.?  miss  coach \w+  (?:vice |assistant )?principals?  pastor  deacon  employees?  chaperones?
    ref(?:eree)?  entrenador(?:a|es)?  maestr[oa]s?  profe(?:sor|sora)?  voluntari[oa]s?  ayudantes?  instructor(?:a)?  encargad[oa]
    chofer  conserje  director[a]?  senor(?:a)?  hombres?  tipo  vigilante  guardia  asistente  coordinador(?:a)?  adult[oa]s?  sr\.?
    sra\.?  don  dona  tallerista
"""
CHILD = words(_YOUNG)
#: A child, or somebody whom a sentence before has named.
SOMEONE = words(_YOUNG, _PRONOUNS)
ADULT = words(_KIN, _GROWN)
STAFF = words(_GROWN)

#: A programme speaks: what it teaches, plays or prevents did not happen.
TEACHES = words(r"""
    workshops?  trainings?  curricul\w+  lessons?  teach(?:es|ing)?  taught  learn(?:s|ed|ing)?  how to  prevent(?:ion|s|ing|ive)?
    awareness  drills?  simulat\w+  pretend\w*  role[- ]?play\w*  act(?:s|ed|ing)? out  skits?  the play  our play  a play  school play
    musical  scripts?  novels?  scenes?  villains?  characters?  movies?  films?  mannequins?  dumm(?:y|ies)  mock  games?  costumes?
    make-?up  puppets?  theat(?:er|re)  dramas?  stage combat  rehears\w+  speaker  assembl(?:y|ies)  certificates?  courses?  cpr
    first[- ]aid  self[- ]defen[sc]e  support groups?  counsel(?:l)?ing (?:groups?|services|sessions)  screenings?  book club  storytelling
    comic  haunted  halloween  zombies?  pirates?  vampires?  monsters?  dragons?  martial arts  karate  taekwondo  boxing  fencing  chess
    checkers  spelling  vocabulary  essay  poems?  bake ?off  debate  exhibit  museum  forensic\w*  whodunit  escape room  shakespeare
    romeo  macbeth  hamlet  rap battle  laser tag  dodgeball  paintball  talleres  taller (?:de|sobre|para|contra|gratuito)
    capacitacion\w*  prevenir  prevencion  cursos?  clases? de  ensen(?:a|amos|an|ar|amos|amos)  aprend(?:e|en|er|emos|ieron)
    obra(?: de teatro)?  titeres?  teatro  platicas?  charlas?  practicar  simulacros?  primeros auxilios  defensa personal  villano
    personajes?  disfra(?:z|ces)  cuento  pelicula  ajedrez  juegos?  zombis?  piratas?  lobo  loteria
    practic(?:e|es|ing|ed) (?:\w+ing|how|what|saying|with)  toy  i play the
""")
#: A person tells of what they saw or were told.
TELLS = words(r"""
    (?:he|she|they|\w+) (?:told|tells) (?:me|us|our|my|the|a)\b.{0,12}  confided  (?:he|she|they) (?:said|says)  show(?:ed|s) (?:me|us)
    (?:i|we) (?:saw|noticed|found|heard|overheard|caught|walked in|have seen|keep seeing)  admitted  mention(?:ed|s) (?:that|to)
    (?:i'm|i am|we're|we are) (?:worried|concerned|scared|afraid|not sure (?:what|if|who)|uneasy|not comfortable)
    what (?:should|do) (?:i|we) do  (?:who|whom) (?:do|should|can) (?:i|we) (?:tell|talk to|report|call)  can't sleep
    (?:i|we) (?:didn't|did not|don't) know (?:who|what|whether|if)  should (?:i|we) (?:say|tell|report|worry|be worried)  again
    (?:third|second|fourth) (?:time|week)  (?:me|nos|le) (?:conto|contaron|dijo|dijeron|ensenaron?|platico|confeso|confio|pidio)
    dice(?:n)? que  (?:le|les) vi(?:mos)?  vi(?:mos)? (?:que|a|como|unos|unas|un)  se le(?:s)? ve(?:n)?
    estoy (?:preocupad[oa]|intranquil[oa])  no (?:estoy tranquil[oa]|se (?:si|que|con quien|a quien)|sabemos (?:si|que|a quien))
    que (?:hago|hacemos|debo|debemos)  (?:con|a) quien (?:hablo|hablamos|le digo|acudo|reporto)  me preocupa  nos preocupa  otra vez
    no me gusta
""")
#: A mail that offers something: two of these make what it tells of an example, unless a person says that they saw or heard it.
OFFERS = words(r"""
    free  no (?:charge|cost|fee)  at no cost  we (?:offer|run|bring|provide|host|teach)  i (?:offer|run|teach|train|lead)
    our (?:program|workshop|course|class|team|kit|camp|organization|nonprofit)
    (?:would|we'd|i'd) (?:like|love|be glad|be happy) to (?:\w+ )?(?:visit|bring|offer|work|come|teach|present|help|mentor|partner|share|\
    run|host|donate|talk|speak)  glad to
    how (?:do|can|would) (?:we|i) (?:apply|set (?:it|this|one) up|sign (?:up|a school up)|start|get started|become|schedule|book|partner)
    who(?:m)? (?:approves|decides|do (?:i|we) talk to|handles|should (?:i|we) talk to)  is this something
    (?:may|could|can|shall) we (?:come|visit|talk|bring|deliver|offer|set)  when may we  become a partner  licensed
    background[- ]check(?:ed|s)?  liability insurance  grades? \w+(?: ?(?:-|to|through) ?\w+)  gratis  gratuit[oa]s?  sin costo  ofrecemos
    queremos (?:dar|ofrecer|llevar|visitar)  damos (?:clases|talleres|platicas)  nuestro (?:taller|programa|curso)
    como (?:nos inscribimos|le hacemos|empezamos|participamos)  a quien le (?:escribo|pregunto)  quien (?:aprueba|decide)  nos gustaria
    me gustaria
""")
FIGURE = words(r"""
    kill(?:ed|s|ing)? (?:it|time|me|two birds|the (?:lights|music|mood|vibe))  killed at  (?:is|are|was|were) killing (?:it|me|us)
    killer (?:costume|app|smile|recipe|tacos|moves)
    shoot(?:s|ing)? (?:a|an|the|some|our|their|for|us|me|you|hoops|baskets|free throws|stars?|photos?|pictures|video|film|footage|over|\
    par|marbles|pool|arrows|rockets?)  shot (?:a|an|the) (?:video|film|movie|short|scene|commercial|documentary|photos?)  photo ?shoot
    di(?:e|ed|es|ying) (?:of )?(?:laugh\w+|to (?:know|try|see|hear|meet)|of (?:cute|boredom))  thought (?:we'd|i'd|we would|i would) die
    (?:scared|bored|frozen|worked|tickled) to death  drop dead gorgeous  over my dead body  to die for
    dead (?:heat|tie|battery|serious|line)  murder(?:ed|s)? (?:mystery|on the|the (?:song|piano|tune|language)|my knees)  heart attack when
    blow(?:ing|n)? (?:up|out) (?:the )?(?:balloons?|candles?|bubbles|tires?)  blew (?:up|out) (?:the )?(?:balloons?|candles?|bubbles)
    (?:volcano|soda|rocket|balloon)\w*  hit (?:it off|the (?:ground|road|books|spot|target|high|right|jackpot))
    beat (?:us|them|him|her|me|the|my|eastside|everyone|everybody|\w+) (?:by|at|in|twice|again|to|\d|for|on|fair)
    beat the (?:heat|clock|odds|rush|record|teachers?)  beat (?:drum|box|making|maker)\w*  heart ?beats?  drum ?beats?
    (?:eggs?|batter|cream|whisk) (?:\w+ )?beat  beat (?:the )?eggs
    attack(?:ed|ing)? (?:the|a) (?:problem|cake|pizza|project|buffet|snack|cookies|ball|net|queen)
    fight(?:s|ing)? (?:for us|like a lion|over (?:the )?(?:last|purple|who|yarn|markers|snacks?|cookies?|pizza))
    muert[oa]s? de (?:risa|hambre|sueno|cansancio|frio|calor|pena|ganas)  mori(?:mos|r|ria)? de (?:risa|hambre|calor|ternura)
    matar el tiempo  dia de (?:los )?muertos  altar  la rompi(?:eron|o|mos)  rompi(?:eron|o) (?:la pinata|el record|el hielo)  pinata
    beat (?:us|them|him|her|me|everyone),? (?:by|at|in|twice|again|to|\d|for|on|fair)
""")
#: Checks that came back clear.
CLEARED = words(r"""
    clear(?:ed|s|ance|ances)?  registry (?:check|search)  background[- ]checks?  fbi  fingerprint\w*  antecedentes  came back  passed
    no history of  policy|policies
""")
