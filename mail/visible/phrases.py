"""Words by which mail clients, in some forty languages, announce what is quoted: tables only, sources are the clients' own wording."""

from __future__ import annotations

#: Verbs that end an attribution line, before its colon ("On Monday Ana wrote:"). Alternatives of one regular expression, case folded.
WROTE_LAST = (
    r"wrote|writes|has written|wrote the following|"  # en
    r"schrieb(?: folgendes)?|hat geschrieben|geschrieben|"  # de
    r"a [ée]crit|[ée]crit|"  # fr
    r"escribi[óo]|ha escrito|escribiu|va escriure|ha escrit|idatzi du|"  # es gl ca eu
    r"ha scritto|scrive|scritto|escreveu|"  # it pt
    r"schreef|(?:het volgende )?geschreven|het geskryf|"  # nl af
    r"skrev(?: følgende| följande)?|skreiv|skrifaði|kirjoitti|"  # sv no da is fi
    r"napisał(?:\(a\)|/a|a|\(-a\))?|pisze|nadesłał(?:\(a\)|a)?|"  # pl
    r"napsal(?:\(a\)|/a|a)?|napísal(?:\(a\)|/a|a)?|"  # cs sk
    r"написал(?:\(а\)|а)?|писал(?:\(а\)|а)?|пишет|"  # ru
    r"написав(?:\(-ла\)|\(ла\))?|написала|пише|пише:|написа|напиша|"  # uk bg mk
    r"(?:je )?napisao(?:/la|\(la\))?(?: je)?|(?:je )?napisala|je napisal|је написао(?:/ла)?|написао је|"  # hr sl sr
    r"写道|寫道|写到|写了|のメッセージ|(?:さん)?は書きました|님이 작성(?:하였습니다)?|작성|님이 쓴 글|씀|"  # zh ja ko
    r"đã viết|viết|เขียนว่า|เขียน|ने लिखा|লিখেছেন|"  # vi th hi bn
    r"(?:şunu |şunları )?yazdı|a scris|(?:ezt )?írta|έγραψε|"  # tr ro hu el
    r"كتب(?:ت)?|نوشت|כתבה?|"  # ar fa he
    r"գրել է|დაწერა|aliandika|sinulat ni|rašė|parašė|rakstīja|kirjutas|menulis|shkroi"  # lt lv et id sq
)

#: Verbs that a name may follow ("Am 3.10. schrieb Ana:").
WROTE_INSIDE = (
    r"schrieb|schreef|skrev|skreiv|napsal|napsala|napsal\(a\)|napísal|írta|kirjoitti|escreveu|wrote on|wrote at|"
    r"geschreven door|şunları yazdı|كتب"
)

#: Words that open an attribution, so that a wrapped one is taken from its first line.
OPENERS = (
    "on|at|in message|in article|quoting|the|"  # en
    "am|vom|le|le:|el|el dia|el día|dia|il|il giorno|em|no dia|op|az|"  # de fr es it pt nl hu
    "a|den|d.|på|dne|dňa|dnia|w dniu|v|dana|u|pada|kuupäeval|datums|ekde|"  # sv no da cs sk pl sl hr id et lv eo
    "на|в|во|у|от|vào|lúc|la|pe|în|în data|στις|την|tarihinde|"  # bg ru mk uk vi ro el tr
    "בתאריך|ב|في|در|在|于|เมื่อ|ในวันที่|2"  # he ar fa zh th ja
)

#: Names of the fields of a quoted header block, by the part they play.
FIELDS: dict[str, str] = {
    "from": (
        "from von de da di van fra från lähettäjä od от від от_кого від_кого 发件人 寄件者 寄件人 差出人 送信者 보낸_사람 보낸사람 từ "
        "người_gửi kimden gönderen de_la expeditor "
        "feladó από من مرسل מאת expéditeur remitente mittente remetente afzender absender avsändare afsender avsender "
        "nadawca odesílatel odosielateľ pošiljatelj "
        "šalje nuo no saatja kellelt dari จาก del nga frá प्रेषक از од mula_kay de_către ot"
    ),
    "sent": (
        "sent date gesendet gesendet_am datum envoyé envoyé_le date_d'envoi date_d’envoi enviado enviado_el "
        "enviado_em enviada enviada_em enviat fecha "
        "fecha_de_envío message_du data inviato inviata data_invio verzonden verstuurd verzonden_op verzenddatum "
        "skickat skickat_den sendt dato sent_on sent_at "
        "lähetetty päivämäärä päiväys pvm wysłano wysłane data_wysłania odesláno odoslané dátum отправлено дата "
        "дата_отправки надіслано отправка изпратено "
        "发送时间 发送日期 日期 時間 时间 發送時間 寄件日期 傳送時間 傳送日期 送信日時 日付 日時 보낸_날짜 보낸날짜 날짜 "
        "ngày đã_gửi gửi thời_gian_gửi tarih gönderildi gönderme_tarihi "
        "gönderilme_tarihi trimis dată data_trimiterii elküldve küldve στάλθηκε ημερομηνία التاريخ تاريخ أُرسلت أرسلت "
        "تم_الإرسال תאריך נשלח נשלח_ב poslano išsiųsta "
        "nosūtīts saadetud kuupäev dikirim terkirim tanggal ส่ง วันที่ sent_date date_sent послато भेजा_गया दिनांक "
        "ارسال_شده ipinadala petsa enviado_a_las posted изпратена"
    ),
    "to": (
        "to an à a para per aan til till vastaanottaja do komu кому до 收件人 收件者 宛先 받는_사람 받는사람 đến tới người_nhận kime "
        "alıcı către către: címzett προς إلى إلي ל אל "
        "kam kellele kepada ถึง pour destinataire destinatario za prima al destinataires empfänger mottagare modtager "
        "mottaker ontvanger destinatar per_a प्रति به за kay adressaat adresatas saņēmējs príjemca příjemce"
    ),
    "cc": (
        "cc bcc kopie copie copia kopia kopi dw udw копия копія 抄送 副本 参照 참조 bilgi másolatot_kap másolat kopio cópia "
        "κοιν. κοινοποίηση نسخة עותק "
        "kópia kopija cópia_para copie_à c.c. cci cco"
    ),
    "subject": (
        "subject betreff betr. objet sujet asunto oggetto assunto onderwerp ämne emne aihe otsikko temat předmět "
        "predmet тема относно 主题 主題 主旨 标题 件名 제목 chủ_đề "
        "tiêu_đề konu subiect tárgy विषय paksa tēma ogg ogg. θέμα الموضوع موضوع נושא assumpte zadeva tema teema perihal "
        "subjek เรื่อง efni naslov"
    ),
    "other": (
        "reply-to reply_to antwort_an répondre_à responder_a rispondi_a risposta importance wichtigkeit priorität "
        "priority priorità prioridad prioridade attachments "
        "anlagen pièces_jointes adjuntos datos_adjuntos allegati bijlagen vedhæftet vedhæftede_filer bilagor vedlegg "
        "załączniki přílohy вложения 附件 添付ファイル 첨부 organization "
        "organisation organización mailing_list list-id message-id on_behalf_of"
    ),
}

#: What stands between dashes, or before a colon, above a quoted or forwarded message.
ORIGINAL = (
    r"(?:original|forwarded|fwd|initial|begin forwarded|start of forwarded)[ -]?(?:message|mail|e-mail|email|"
    r"msg)(?: follows)?|message from .{1,40}|"
    r"urspr(?:ü|ue)ngliche (?:nachricht|e-mail|mail)|original-?nachricht|weitergeleitete (?:nachricht|e-mail|mail)|"
    r"anfang der weitergeleiteten (?:nachricht|e-?mail)|"
    r"message (?:d'origine|d’origine|original|initial|transf[ée]r[ée]|r[ée]exp[ée]di[ée])|"
    r"d[ée]but du message (?:transf[ée]r[ée]|r[ée]exp[ée]di[ée])|mail original|"
    r"mensaje (?:original|reenviado)|correo original|inicio del mensaje reenviado|missatge (?:original|reenviat)|"
    r"messaggio (?:originale|inoltrato)|inizio messaggio inoltrato|mensagem (?:original|encaminhada|reencaminhada)|"
    r"in[íi]cio da mensagem (?:encaminhada|reencaminhada)|"
    r"oorspronkelijk bericht|origineel bericht|doorgestuurd bericht|begin doorgestuurd bericht|"
    r"ursprungligt meddelande|originalmeddelande|vidarebefordrat (?:meddelande|brev)|vidarebefordrat mejl|"
    r"b[öo]rjan på vidarebefordrat (?:meddelande|brev|mejl)|"
    r"oprindelig (?:meddelelse|besked|mail)|videresendt (?:meddelelse|besked|melding)|start på videresendt (?:meddelelse|besked)|"
    r"opprinnelig (?:melding|e-post)|original melding|videresendt e-post|begynnelse på videresendt melding|"
    r"alkuperäinen viesti|välitetty viesti|välitetty viesti alkaa|edelleenlähetetty viesti|"
    r"(?:oryginalna )?wiadomość (?:oryginalna|przekazana|pierwotna)|oryginalna wiadomość|przekazana wiadomość|"
    r"treść przekazanej wiadomości|początek przekazywanej wiadomości|"
    r"p[ůu]vodní (?:zpráva|e-mail)|přeposlaná zpráva|pôvodná správa|preposlaná správa|začátek přeposílané zprávy|"
    r"(?:исходное|оригинальное|первоначальное) сообщение|пересылаемое сообщение|пересланное сообщение|"
    r"начало переадресованного сообщения|конец пересылаемого сообщения|"
    r"(?:початкове|оригінальне|вихідне) повідомлення|переслане повідомлення|оригинално съобщение|препратено съобщение|"
    r"原始邮件|原始郵件|转发的?邮件|轉寄的?郵件|转发邮件信息|回复的原邮件|邮件原件|下面是被转发的邮件|開始轉寄郵件|"
    r"元のメッセージ|転送メッセージ|転送されたメッセージ|オリジナルメッセージ|원본 메일|원본 메시지|전달된 메시지|전달된 메일|받은 메시지|"
    r"tin nhắn gốc|thư gốc|thư được chuyển tiếp|thông điệp gốc|orijinal (?:mesaj|ileti)|özgün ileti|i̇letilen ileti|"
    r"iletilen (?:mesaj|ileti)|yönlendirilmiş ileti|"
    r"mesaj (?:original|ini[țt]ial|redirec[țt]ionat)|eredeti üzenet|továbbított (?:üzenet|levél)|továbbított levél kezdete|"
    r"αρχικό μήνυμα|προωθημένο μήνυμα|الرسالة الأصلية|رسالة أصلية|رسالة معاد توجيهها|הודעה מקורית|ההודעה המקורית|הודעה שהועברה|"
    r"izvorna poruka|originalna poruka|proslijeđena poruka|izvirno sporočilo|posredovano sporočilo|pesan asli|"
    r"pesan terusan|ข้อความเดิม|ข้อความต้นฉบับ"
)

#: Lines that ask to type above them; what stands below was never typed.
REPLY_ABOVE = (
    r"(?:please )?(?:type your |write your |enter your )?repl(?:y|ies) (?:above|over) (?:this|the) line|add your reply above here|"
    r"(?:bitte )?antworten sie (?:über|oberhalb) dieser (?:zeile|linie)|r[ée]pon(?:dez|dre) au-dessus de cette ligne|"
    r"(?:por favor,? )?(?:escriba su respuesta|responda|responder) (?:por )?(?:encima|arriba) de esta l[íi]nea|"
    r"rispond(?:i|ere) sopra questa (?:riga|linea)|"
    r"(?:responda|responder) acima desta linha|(?:gelieve )?(?:uw antwoord )?boven deze (?:lijn|regel)(?: te typen)?|"
    r"skriv (?:dit |ditt )?svar (?:over|ovenfor|ovanför) denne? (?:linje|rad)"
)

#: A typed line that says how the answers are set apart within the quoted mail.
SET_APART = (
    r"\b(?:(?:in|en|em|in het|i) )?(?:red|blue|green|purple|orange|pink|colou?r(?:ed)?|highlight(?:ed)?|yellow|rojo|azul|"
    r"verde|morado|color|"
    r"amarillo|resaltad[oa]s?|rouge|bleu|vert|surlign[ée]e?s?|rot|blau|gr[üu]n|farbig|gelb|rosso|blu|vermelho|"
    r"destacad[oa]s?|rood|blauw|röd|rød)\b"
)
IN_BOLD = r"\bbold(?:ed)?\b|negritas?\b|\bgras\b|\bfett\b|grassetto|negrito|\bvet(?:gedrukt)?\b|\bfet stil\b"

#: A typed line that says the answers stand further down, in the quoted mail.
SEE_BELOW = (
    r"(?:see|answers?|answered|responses?|responded|comments?|repl(?:y|ies|ied)|notes?|mine)\b.{0,50}\b"
    r"(?:below|inline|in-line|in line|in (?:red|blue|green|purple|bold|caps|color|colour|orange|pink)|within|embedded|"
    r"under each|next to each|beneath|in the (?:body|text))|"
    r"(?:respuestas?|respond[íoi]|contest[éeo]|contesto|vea|ver|comentarios|van|respondido|contestado)\b.{0,50}\b"
    r"(?:abajo|debajo|en (?:rojo|azul|verde|negritas?|may[úu]sculas)|entre l[íi]neas|en l[íi]nea|en el texto|m[áa]s abajo)|"
    r"(?:r[ée]ponses?|voir).{0,30}(?:ci-dessous|en rouge|en bleu)|(?:antworten?|siehe).{0,30}(?:unten|inline|in rot|"
    r"in blau)|(?:risposte|vedi).{0,30}(?:sotto|in rosso|in blu)|"
    r"(?:respostas|ver|veja).{0,30}(?:abaixo|em vermelho|em azul)|(?:antwoorden|zie).{0,30}(?:hieronder|in rood|in blauw)"
)
