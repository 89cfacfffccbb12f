"""Words that close a letter and lines that devices, clients and lawyers append: tables only."""

from __future__ import annotations

#: A closing is the whole line, apart from its punctuation and perhaps a name; case folded.
CLOSING = (
    # en
    r"(?:(?:with|many|my|our|warm|warmest|kind|kindest|best|very best|sincere|cordial|friendly|all the|and|&|"
    r"gratefully|respectfully|high|good|cheers|in|"
    r"as always|as ever|again) ?,? ?){0,5}"
    r"(?:regards|wishes|best|greetings|gratitude|appreciation|respect|sincerely|love|rgds|yours)(?: to all|"
    r" and thanks| and thank you|, thanks| always)?|"
    r"(?:yours|very|most)?(?: very)? ?(?:truly|sincerely|faithfully|respectfully|cordially|gratefully)(?: yours| submitted)?|"
    r"(?:warmly|fondly|cheers|cheerio|br|kr|take care|be well|stay well|stay safe|peace|blessings|many blessings|"
    r"in service|in partnership|in solidarity|onward|"
    r"talk soon|talk to you soon|see you soon|until then|xo|xoxo|hugs|respectfully|cordially|gratefully|sincerely|"
    r"appreciatively|in community|go [a-z]+)|"
    r"(?:have|hope you have|enjoy) (?:a|an|the rest of your|your)? ?(?:great|good|nice|wonderful|lovely|blessed|"
    r"fantastic|awesome|restful|happy)? ?"
    r"(?:rest of (?:the|your) )?(?:day|week|weekend|one|evening|afternoon|morning|night|holiday|break|summer)(?: ahead)?|"
    # es ca gl
    r"(?:(?:muchos?|un|unos|mis|con|reciba|reciban|mil) ){0,2}(?:cordial(?:es)? |atentos? |afectuosos? |"
    r"respetuosos? )?(?:saludos?|abrazos?|bendiciones)"
    r"(?: cordiales?| atentos?| afectuosos?| y gracias| a todos| fuerte| grande)?|(?:muy )?(?:atentamente|"
    r"cordialmente|respetuosamente|sinceramente|afectuosamente)|atte|"
    r"(?:que )?(?:tenga|tengan|pase|pasen|ten)(?: (?:un|una|usted|ustedes))*(?: (?:lindo|linda|buen|buena|excelente|"
    r"bonito|feliz|bello))? (?:d[íi]a|tarde|semana|fin de semana|noche)|"
    r"quedo (?:atent[ao]|a sus [óo]rdenes|pendiente|al pendiente)|salutacions|salutacions cordials|atentament|salut|"
    # fr
    r"(?:bien |tr[èe]s |meilleures? |sinc[èe]res? |mes |avec mes |nos )*(?:cordialement|salutations|amiti[ée]s|"
    r"respectueusement|sentiments|à bientôt|amicalement|bises|cdlt|cdt)"
    r"(?: distinguées| à vous| les meilleurs)?|bonne (?:journ[ée]e|soir[ée]e|r[ée]ception|fin de journ[ée]e|"
    r"semaine)(?: à vous)?|bien à (?:vous|toi)|"
    # de
    r"(?:(?:mit|viele|liebe|beste|herzliche|freundliche|sch[öo]ne|sonnige|ganz|den|besten|vielen|lieben|freundlichen|"
    r"herzlichen|beste[nr]?) ){0,4}"
    r"(?:gr(?:ü|ue)(?:ß|ss)(?:en?|le)?|gru(?:ß|ss))(?: aus \w+| und dank)?|mfg|lg|vg|hochachtungsvoll|ihr|ihre|euer|dein|deine|"
    # it
    r"(?:(?:i|un|con|i miei|porgo|molti|tanti|i più) )?(?:cordiali|distinti|cari|migliori)? ?(?:saluti|saluto|"
    r"cordialit[àa])(?: cordiali)?|cordialmente|buona (?:giornata|serata)|a presto|"
    # pt
    r"(?:(?:os|com|meus|nossos|um|grande) ){0,2}(?:melhores |cordiais |atenciosos )?(?:cumprimentos|atenciosamente|"
    r"abra[çc]os?|sauda[çc][õo]es|cordialmente|att|abs|beijos)|"
    # nl af
    r"(?:(?:met|hartelijke|vriendelijke|vriendelijk|veel|lieve|beste|hoogachtend|mvg) ?){0,3}(?:groet(?:en|jes)?|mvg|hoogachtend)|"
    # sv no da is
    r"(?:(?:med|de|mange|bedste|beste|b[äe]sta|många|vennlige?|venlige?|vänlig[ae]?|kære|hjertelige?|hyggelige?|varma|varme|gode) ){0,4}"
    r"(?:h[äi]lsning(?:ar|er)?|hilsner|hilsen|hilsner|häls(?:n)?)(?: fra \w+| från \w+)?|mvh|vh|dbh|kh|hilsen|knus|"
    r"kram|ha en (?:god|fin|bra|trevlig) (?:dag|helg|kväll)|"
    # fi et
    r"(?:(?:ystävällisin|parhain|lämpimin|hyvin|terveisin|parimate|lugupidamisega|heade) ?){0,2}(?:terveisin|"
    r"terveiset|tervitades|tervitustega|soovidega|lugupidamisega)|t\.|"
    # pl cs sk
    r"(?:(?:z|serdecznie|gorąco|ciepło|łączę|wyrazami|najlepszymi) ){0,3}(?:pozdrawiam|pozdrawiamy|pozdrowienia|"
    r"pozdrowieniami|poważaniem|powazaniem|szacunkiem|wyrazy szacunku|pozdr|życzeniami)"
    r"(?: serdecznie| ciepło)?|(?:s |se |srdečný |srdečne |srdečně |přátelským |pekným ){0,3}(?:pozdravem|pozdravom|"
    r"pozdrav|úctou|zdravím|pozdravy|pozdravujem)|"
    # ru uk bg sr hr sl
    r"(?:с |з |із |со |искренне |щиро )?(?:наилучшими |найкращими |добрыми |глубоким |лучшими )?(?:уважением|уважение|"
    r"пожеланиями|побажаннями|повагою|почитание|ваш|ваша|поздрави|поздрав|поздоров)|"
    r"(?:s |srdačan |srdačno |lijep |lep |lepo? )?(?:pozdrav|poštovanjem|štovanjem|spoštovanjem|pozdravi|pozdravljeni)|"
    # zh ja ko vi
    r"此致|敬礼|敬禮|祝好|顺颂(?:商祺|时祺)|順頌商祺|此致敬礼|"
    r"谨上|敬上|致敬|祝商祺|よろしくお願い(?:いた|致)?します|"
    r"以上、?よろしくお願い(?:いた|致)します|宜しくお願い(?:いた|致)?します|敬具|草々|"
    r"(?:감사합니다|고맙습니다)?[. ,]*(?:드림|올림|안녕히 계세요|수고하세요|좋은 하루 되세요)|"
    r"trân trọng|thân mến|kính thư|trân trọng cảm ơn|thân|"
    # tr ro hu el ar he
    r"(?:en iyi |iyi |içten )?(?:saygılarımla|saygılarımızla|sevgiler|selamlar|dileklerimle|çalışmalar|günler|sevgilerimle)|"
    r"(?:cu |o zi )?(?:stimă|respect|drag|toate cele bune|cele mai bune gânduri|salut[ăa]ri|bună)|"
    r"(?:szívélyes |baráti |tisztelettel )?(?:üdvözlettel|tisztelettel|köszönettel|üdv)|(?:με )?(?:εκτίμηση|εκτιμηση|"
    r"φιλικούς χαιρετισμούς|χαιρετισμούς|φιλικά)|"
    r"مع (?:أطيب )?(?:التحيات|التحية|تحياتي|الشكر)|تحياتي|وتفضلوا بقبول فائق الاحترام|مع خالص (?:التحية|الشكر)|ב?ברכה|בכבוד רב|"
    r"hormat saya|salam(?: hormat)?|"
    # Wishes for the day, as people close with them.
    r"que (?:est[ée]n?|te vaya|les vaya) (?:muy )?bien|feliz (?:d[íi]a|tarde|noche|semana|fin de semana)|buen(?:a|os|"
    r"as)? (?:d[íi]as?|tarde|"
    r"semana|fin de semana)|hasta (?:pronto|luego|ma[ñn]ana)|un fuerte abrazo|dios (?:les?|los?|te) bendiga|"
    r"avec (?:tous )?(?:mes|nos) (?:sinc[èe]res )?(?:remerciements|salutations)|bon(?:ne)? (?:week-?end|fin de semaine|continuation)|"
    r"[àa] (?:bient[ôo]t|tr[èe]s vite|demain|plus)|sch[öo]ne[nrs]? (?:abend|tag|wochenende|woche|feierabend|restwoche)(?: noch)?|"
    r"alles (?:gute|liebe)|bis (?:bald|dann|morgen)|herzlich(?:st)?|(?:een )?(?:fijne|prettige) (?:dag|avond|week)(?: verder)?|"
    r"(?:fijn|prettig) weekend|tot (?:snel|ziens|dan|gauw)|un (?:caro|cordiale|affettuoso) saluto|un abbraccio|buon (?:lavoro|pomeriggio|"
    r"weekend|fine settimana)|buona (?:domenica|settimana|giornata a tutti)|(?:um )?(?:grande |forte )?abra[çc]o|"
    r"at[ée] (?:breve|logo|j[áa]|"
    r"amanh[ãa])|bom (?:dia|fim de semana|trabalho)|boa (?:semana|tarde|noite)|allt gott|(?:trevlig|fin) (?:helg|dag|kv[äa]ll)|vi h[öo]rs|"
    r"ha det (?:s[åa] )?(?:bra|gott|godt)|(?:ha |hav )?en? ?(?:god|fin|dejlig) (?:dag|weekend|aften|helg|kveld|uke)(?: videre)?|"
    r"ha en (?:god|fin) (?:dag|helg|uke) videre|alt godt|vi ses|(?:mukavaa|hyvää|aurinkoista) (?:päivää|viikonloppua|viikkoa|iltaa|"
    r"päivänjatkoa|viikonjatkoa)|terkuin|ystävällisesti|miłego (?:dnia|weekendu|tygodnia|wieczoru|popołudnia)|"
    r"(?:hezk[ýy]|p[ěe]kn[ýy]) (?:den|v[íi]kend|ve[čc]er|zbytek dne)|s p[řr][áa]n[íi]m (?:hezk[ée]ho|p[ěe]kn[ée]ho|kr[áa]sn[ée]ho) dne|"
    r"mějte se(?: hezky)?|pekn[ýy] (?:deň|v[íi]kend)|szép (?:napot|hetet|estét|hétvégét)|minden jót|jó (?:hétvégét|munkát)|"
    r"kolay gelsin|iyi (?:günler|çalışmalar|akşamlar|haftalar|hafta sonları)(?: dilerim)?|selamlarımla|hoşça kalın|"
    r"(?:хорошего|доброго|приятного) (?:дня|вечера)|всего (?:доброго|хорошего|наилучшего)|(?:гарного|чудового) (?:дня|вечора)|"
    r"(?:всього|на все) (?:найкращого|доброго|добре)|хубав ден|(?:o )?(?:zi|seară|săptămână) (?:frumoasă|bună|excelentă)|numai bine|"
    r"cu (?:prietenie|drag)|καλή (?:συνέχεια|σας μέρα)|יום (?:טוב|נעים|מקסים)|שבוע טוב|בברכה|"
    r"مع (?:التقدير|الاحترام|فائق الاحترام)|تحية طيبة|دمتم بخير|thân ái|kính chào|salam hangat|hormat kami|"
    r"(?:lubos na )?gumagalang|ingat(?: po)?|(?:どうぞ)?(?:よろしく|宜しく)(?:お願い(?:申し上げ|いたし|致し|し)ます|どうぞ)?|"
    r"祝(?:您|你|大家)?(?:工作|生活|一切|身体)?(?:顺利|愉快|安好|健康|好)|順祝商祺|顺祝商祺"
)

#: Those of them that only end a letter, as office manuals give them: with no more than a name beneath they are cut.
FORMAL = (
    r"(?:(?:best|kind|warm|many) ?)?(?:thanks|thank you|thx|regards|cheers|best|sincerely)(?: and regards| again| in advance)?|"
    r"saludos(?: cordiales)?|un (?:cordial )?saludo|atentamente|atte|cordialement|(?:mit (?:freundlichen|besten) )gr(?:ü|ue)(?:ß|ss)en|"
    r"(?:viele |beste |liebe )?gr(?:ü|ue)(?:ß|ss)e|mfg|(?:cordiali|distinti) saluti|atenciosamente|cumprimentos|"
    r"met vriendelijke groet(?:en)?|groeten|mvg|z (?:poważaniem|powazaniem)|pozdrawiam|vänliga hälsningar|(?:med )?venlige? hilsen|"
    r"med vennlig hilsen|hilsen|mvh|kh|ystävällisin terveisin|terveisin|s pozdravem|üdvözlettel|saygılarımla|с уважением|з повагою|"
    r"此致|此致敬礼|敬礼|敬具|trân trọng"
)

#: Thanks close a letter only where a name stands beneath.
THANKS = (
    r"(?:many |much |so many |a million |again,? )?(?:thanks|thank you|thx|tks|ty|much appreciated|thank u)"
    r"(?: (?:so much|again|very much|a lot|a bunch|kindly|in advance|for everything|for all you do|all|everyone|much|"
    r"and (?:best|kind|warm) ?regards|& regards|and regards|and best|"
    r"for your (?:time|help|support|patience|consideration)|for (?:reaching out|checking in|asking)))*|"
    r"(?:muchas|mil|mucha|un mill[óo]n de)? ?gracias(?: (?:por (?:todo|su (?:ayuda|apoyo|atenci[óo]n|tiempo))|"
    r"de antemano|nuevamente|otra vez|y saludos))*|gr[àa]cies|"
    r"merci(?: (?:beaucoup|d'avance|et bonne journ[ée]e|bien))*|(?:vielen|besten|herzlichen)? ?dank(?: im voraus|"
    r" und (?:viele|beste|liebe) gr[üu](?:ß|ss)e)?|danke(?: schön)?|"
    r"(?:grazie|grazie mille|molte grazie)(?: in anticipo| e saluti)?|(?:muito )?obrigad[ao](?: desde já)?|(?:alvast |"
    r"hartelijk |heel erg )?(?:bedankt|dank (?:u|je)(?: wel)?)|"
    r"(?:stort |mange |tusen |tusind )?(?:tack|takk|tak)(?: på forhånd| på förhand| så mycket)?|på forhånd tak|"
    r"kiitos(?: paljon| etukäteen)?|"
    r"(?:z góry )?dziękuję(?: i pozdrawiam)?|(?:předem )?děkuji|ďakujem|(?:заранее )?(?:большое )?спасибо|(?:щиро )?дякую|благодаря|"
    r"谢谢|謝謝|多谢|ありがとうございます|ありがとうございました|감사합니다|고맙습니다|"
    r"(?:xin )?cảm ơn|teşekkürler|teşekkür ederim|(?:vă )?mulțumesc|"
    r"köszönöm(?: szépen)?|köszi|(?:σας )?ευχαριστώ(?: πολύ)?|(?:و?شكرا|شكراً)(?: جزيلا| جزيلاً| لكم| لك)?|תודה(?: רבה)?|"
    r"terima kasih(?: banyak)?|hvala(?: lepa| lijepa| puno)?|(?:maraming )?salamat(?: po)?|asante(?: sana)?|mahalo"
)

#: What stands in the line that a phone or its mail program appends, in whatever language; a device or program, and a word for sending.
DEVICE = (
    r"iphone|ipad|ipod|apple watch|android|galaxy|samsung|huawei|xiaomi|redmi|小米|华为|oppo|oneplus|motorola|pixel|blackberry|nokia|"
    r"lumia|smartphone|windows phone|outlook|yahoo|gmail|aol|proton ?mail|tuta(?:nota| mail)?|zoho|spark|superhuman|k-9|fairemail|bluemail|"
    r"aqua ?mail|thunderbird|mailbird|mailspring|edison|gmx|web\.de|mail\.ru|yandex|libero|orange|telekom|sfr|free mail|qq邮箱|網易|网易"
)
SENT = (
    r"enviad[oa]s?|enviat|envoy[ée]e?|inviat[oa]|gesendet|gesandt|verzonden|verstuurd|skickat|sendt|sent úr|lähetetty|wysłan[eoa]|"
    r"odesl[aá]no|odoslané|отправлен[оа]?|надіслано|изпратено|послато|elküldve|küldve|gönderildi|trimis|στάλθηκε|εστάλη|στάλη|"
    r"أُ?رسلت?|مرسلة?|تم الإرسال|נשלחה?|được gửi|gửi từ|ส่ง(?:จาก)?|发自|發自|发送|發送|傳送|寄自|送信|보낸|보냄|보냈습니다|poslano|"
    r"dikirim|ipinadala|nosūtīts|išsiųsta|saadetud|भेजा गया|ارسال شده|გამოგზავნილია|ուղարկված"
)
#: "Get Outlook for iOS": a program, a system, and hardly a word more.
PROGRAM = r"outlook|yahoo|gmail|aol|proton ?mail|bluemail|spark|zoho"
SYSTEM = r"ios|android|iphone|ipad|mac"

#: Lines that phones and programs append.
FOOTER = (
    r"(?:(?:message |e-?mail )?(?:sent|posted|written|typed|composed)(?: securely| automatically)? (?:from|via|with|using|through)"
    r"(?! (?:the )?\d)(?: [^\s,?]+){1,9}(?:, an? [^,?]{1,40}(?:phone|device|tablet))?"
    r"(?:\.|[.,;:]? ?[-–(]? {0,2}(?:please|excuse|pardon|forgive|apologies|sorry|brevity|typos?|autocorrect|"
    r"so\b).{0,80})?)|(?:from|via) my (?:i?phone|ipad|android|mobile|cell|galaxy|blackberry).{0,40}|"
    r"(?:get|download|try) (?:\[?outlook|yahoo mail|the new|gmail|spark|bluemail|airmail).{0,120}|"
    r"get \[?outlook.{0,120}|yahoo mail: .{1,80}|"
    r"sent (?:by|on) (?:my )?\w+|"
    r"(?:please )?(?:excuse|forgive|pardon) (?:any |the |my )?(?:typos?|brevity|spelling|mistakes|errors).{0,60}|"
    r"enviad[oa] (?:desde|do|a partir do|con|via|com|pelo) .{1,80}|obt[eé]n(?:er|ha)? (?:o )?outlook .{1,80}|enviat des del? .{1,60}|"
    r"envoy[ée] (?:de|depuis|via|avec|[àa] partir) .{1,80}|obtenez outlook .{1,80}|t[ée]l[ée]charge[rz] outlook .{1,80}|"
    r"(?:von|aus) .{1,60} gesendet|gesendet (?:von|mit|aus|via|über) .{1,80}|"
    r"diese nachricht wurde .{1,80} gesendet\.?|holen sie sich outlook .{1,80}|outlook (?:for|für|pour|para|per|voor|"
    r"till) .{1,40}(?:herunterladen|beziehen)?|"
    r"inviato (?:da|dal|con|tramite) .{1,80}|scarica outlook .{1,80}|ottieni outlook .{1,80}|verzonden (?:vanaf|met|"
    r"via|vanuit) .{1,80}|verstuurd vanaf .{1,80}|outlook voor .{1,60}|"
    r"skickat (?:från|via|med) .{1,80}|hämta outlook .{1,80}|sendt (?:fra|via|med) .{1,80}|(?:få|hent|"
    r"skaff) outlook .{1,80}|lähetetty .{1,80}|hanki outlook .{1,80}|"
    r"wysłan[eoa] (?:z|przy|za|ze) .{1,80}|pobierz (?:program )?outlook .{1,80}|odesláno z .{1,80}|odoslané z .{1,80}|"
    r"získat outlook .{1,80}|"
    r"отправлено (?:с|из|со|через|от) .{1,80}|надіслано (?:з|із|від) .{1,80}|отримати outlook .{1,80}|"
    r"скачать outlook .{1,80}|изпратено от .{1,80}|"
    r"(?:发自|來自|来自|從|从|傳送自|寄自|發自)我?的?.{1,40}|(?:从|從)我的.{1,30}(?:发送|傳送)|获取适用于 .{1,40}|"
    r"取得 outlook .{1,40}|使用.{1,20}发送|"
    r"(?:.{1,20}の)?(?:iphone|ipad|android|スマートフォン|携帯)から(?:送信|の送信).{0,10}|"
    r"outlook .{1,20}を(?:入手|取得).{0,10}|(?:나의|"
    r"내) .{1,20}에서 보냄|.{1,20}에서 보냈습니다\.?|"
    r"(?:đã )?gửi từ .{1,60}|tải outlook .{1,60}|.{1,40}(?:'?(?:den|dan|ımdan|umdan|imden)) gönderildi\.?|"
    r"trimis (?:de pe|din|de la) .{1,60}|elküldve .{1,60}|.{1,30}(?:készülékről|készülékemről) küldve|"
    r"εστάλη από .{1,60}|στάλθηκε από .{1,60}|(?:أُ?رسلت?|تم الإرسال|مرسل) من .{1,60}|נשלח מ.{1,60}|poslano (?:s|z|"
    r"sa) .{1,60}|dikirim dari .{1,60}"
)

#: Paragraphs that organisations append to every mail.
DISCLAIMER = (
    r"(?:\W{0,4}(?:important |legal |email |e-mail )?(?:confidentiality|privacy|privileged|"
    r"privileged and confidential|confidential|legal)\b[ -](?:and privileged )?(?:notice|note|statement|disclaimer|"
    r"information|warning)\b)|"
    r"\W{0,4}(?:email )?disclaimer\b\s*[:.-]|\W{0,4}(?:notice|caution|warning|confidential|confidentiality|"
    r"privileged)\s*[:-]\s+this (?:e-?mail|message|communication|transmission)|"
    r"(?:the )?(?:information|contents?) (?:contained )?(?:in|of|transmitted (?:in|by|with)) this (?:e-?mail|message|"
    r"communication|transmission)\b|"
    r"this (?:e-?mail|message|communication|transmission|electronic (?:mail|message))(?: message)?,?(?: \(?(?:and|"
    r"including|together with) (?:any|all|its)[^.]{0,40})?"
    r" (?:is|are|may|contains?|was|has been|and any)\b.{0,60}\b(?:confidential|intended|privileged|sole|virus|scanned|solely)|"
    r"please consider the environment before printing|if you (?:are not|have received).{0,60}(?:intended recipient|in error)|"
    r"(?:under|pursuant to) (?:florida|california|texas|the freedom of).{0,80}(?:public record|law)|"
    r"(?:aviso (?:legal|de confidencialidad|de privacidad|importante))|(?:este (?:correo|mensaje|"
    r"e-?mail)(?: electr[óo]nico)?).{0,80}(?:confidencial|destinatario|privilegiad|contiene)|"
    r"(?:ce (?:message|courriel|mail|e-mail)).{0,80}(?:confidentiel|destinataire|exclusif)|avis de confidentialit[ée]|"
    r"(?:diese (?:e-?mail|nachricht)).{0,80}(?:vertraulich|bestimmt)|(?:questo (?:messaggio|e-?mail)|"
    r"le informazioni contenute).{0,80}(?:riservat|confidenzial|destinatari)|"
    r"(?:esta (?:mensagem|comunica[çc][ãa]o)).{0,80}(?:confidencia|destinat)|(?:dit (?:bericht|e-?mail)|"
    r"deze e-?mail).{0,80}(?:vertrouwelijk|bestemd|uitsluitend)|"
    r"(?:denne (?:e-?post|e-?mail|mail|melding)|detta (?:meddelande|mejl)).{0,80}(?:fortrolig|konfidentiell|beregnet)|"
    r"this e-?mail is a service (?:from|of)|(?:delivered|powered) by (?:zendesk|freshdesk|jira|help scout|intercom|hubspot|zoho|kayako)|"
    r"(?:virus-?free|avast|this email has been (?:checked|scanned)).{0,80}|(?:scanned|checked) (?:by|with) .{1,40}virus.{0,60}|"
    r"th(?:is|e) (?:e-?mail|message|communication|transmission)\b.{0,80}\b(?:confidential|intended (?:solely|only|for)|privileged)|"
    r"(?:questo|questa|il presente) (?:messaggio|e-?mail|comunicazione).{0,80}(?:riservat|confidenzial|destinatari)|"
    r"(?:las? )?informaci[óo]n contenida en este.{0,80}(?:confidencial|destinatari)|"
    r"(?:de informatie in (?:dit|deze)|aan dit (?:bericht|e-?mail)).{0,80}(?:vertrouwelijk|bestemd|rechten)|"
    r"(?:ta|niniejsza) wiadomość.{0,80}(?:poufn|przeznaczon)|(?:tento|tato) (?:e-?mail|zpráva|správa).{0,80}(?:důvěrn|dôvern|určen)|"
    r"(?:это|данное) (?:сообщение|письмо).{0,80}конфиденциальн|bu e-?posta.{0,80}gizli|ez az (?:e-?mail|üzenet).{0,80}bizalmas|"
    r"(?:tämä|tämän) (?:viesti|sähköposti).{0,80}luottamuksel|本(?:邮件|郵件|メール).{0,60}(?:机密|機密|保密)|본 (?:메일|"
    r"이메일).{0,60}(?:기밀|비밀)"
)

#: Phrases of paragraphs that organisations append beneath a signature or a quote; none is enough beneath typed prose.
BOILERPLATE = (
    r"intended (?:recipient|solely|only|for)|confidential|privileged|received this .{0,30}in error|public records?|open records|"
    r"protected health information|hipaa|ferpa|before printing|print (?:it|this) (?:e-?mail )?(?:unless|only)|save (?:a tree|paper)|"
    r"views? (?:or opinions? )?expressed|opinions? (?:expressed|of the)|equal[- ](?:opportunity|housing)|(?:not|never) discriminate|"
    r"regist(?:ered (?:office|in|charity|company|no)|ration (?:no|number))|tax advice|circular 230|scanned (?:for|by)|virus|"
    r"monitor (?:e-?mail|all)|unauthori[sz]ed (?:use|disclosure|review|copying)|e-?mail (?:traffic|policy)|"
    r"this (?:e-?mail|message) is a service|"
    r"delivered by|powered by|unsubscribe|manage (?:your )?(?:preferences|subscription)|you (?:are receiving|received) this|"
    r"subscribed to|posted by:|view (?:request|this ticket|ticket|it on|this email)|ticket:? https?:|mailing list|"
    r"confidencia|destinatari|imprimir|antes de imprimir|medio ambiente|privilegiad|protecci[óo]n de datos|no discrimina|"
    r"confidentiel|destinataire|avant d.imprimer|pi[èe]ces jointes|vertraulich|adressat|empf[äa]nger|rechtlich gesch|"
    r"riservat|d\.?lgs|vertrouwelijk|geadresseerde|disclaimer|konfidentiell|fortrolig|luottamuksel|poufn|d[ůu]v[ěe]rn|конфиденциальн|"
    r"机密|機密|保密|비밀|기밀|gizli|סודי|سري"
)

#: Labels that stand in a signature; any other label, such as *Students: 48*, is an answer.
CONTACT = (
    r"tel|telephone|phone|ph|p|t|o|c|m|d|f|e|w|a|v|cell|cellphone|mobile|mob|office|direct|main|fax|desk|work|home|"
    r"ext|email|e-mail|mail|web|website|site|url|www|address|"
    r"twitter|x|facebook|fb|instagram|ig|linkedin|skype|whatsapp|zoom|youtube|tik ?tok|follow us|visit us|pronouns|"
    r"my pronouns|hours|office hours|ein|"
    r"tel[ée]fono|tfno|celular|m[óo]vil|correo|correo electr[óo]nico|sitio|p[áa]gina|direcci[óo]n|oficina|"
    r"t[ée]l[ée]phone|t[ée]l|portable|bureau|courriel|"
    r"telefon|handy|mobil|telefono|cellulare|telefone|telemóvel|celular|telefoon|puh|gsm|kom|tlf|mob|тел|телефон|моб|电话|手机|電話|전화"
)
