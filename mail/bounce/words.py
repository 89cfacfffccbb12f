"""The words by which delivery reports, automatic answers and complaints are known: data only."""

from __future__ import annotations

import re

#: Where mail servers say who they are, in the address or the display name of From.
ROBOT_SENDER = re.compile(
    r"mailer[-_.]?daemon|\bpoo?st_?master\b|mail[- ]?delivery[- ]?(?:sub)?system|mail(?:er)? deliver|\bmdaemon\b|internet mail delivery|"
    r"delivery (?:subsystem|service|agent)|mail[-_]?daemon\b|mailadm\b|undeliverable@|no[-_]?delivery@",
    re.IGNORECASE,
)
#: Names that people and other programs bear as well: the subject and the words must say it too.
MAYBE_ROBOT = re.compile(
    r"mail (?:system )?administrator|system administrator|mail[-_ ]?(?:admin|robot|service)\b|smtp[-_ ]?(?:gateway|daemon|server|mail)|"
    r"ndr administrator|bounces?@|bounced@|bounce[-_]handler|virus[-_ ]?(?:wall|scan)|antivirus|microsoft outlook|\bimss@",
    re.IGNORECASE,
)

#: How delivery reports begin or end their subjects, in the languages of the large providers.
BOUNCE_SUBJECT = re.compile(
    r"undeliver(?:able|ed)|non[- ]?deliver|undelivery|not (?:be )?delivered|un(?:able|successful) to (?:be )?deliver|"
    r"delivery (?:status )?(?:notification|report|failure|failed|has (?:failed|been delayed)|problem|error|delayed|warning|incomplete"
    r"|unsuccessful)|"
    r"delivery of .{0,80} (?:failed|delayed)|(?:mail|message|e-?mail)s? (?:delivery|system|server|processing|status) "
    r"(?:failed|failure|error|problem|warning|status|report|notification|notice)|"
    r"(?:mail|message|e-?mail) (?:delivery )?(?:failed|failure|was not delivered|could not be delivered|not sent|delayed|"
    r"rejected|refused|returned|bounced|undelivered)|failed mail|mail failed|fail(?:ure|ed)? (?:notice|mail|to deliver)|"
    r"returned (?:mail|message|e-?mail|to sender)|returning (?:mail|message|to sender)|delayed mail|still being retried|"
    r"has not (?:yet )?been delivered|message (?:.{0,40} )?delayed|delivery .{0,20}(?:time ?out|expired)|user unknown|unknown user|"
    r"(?:invalid|unknown|bad|wrong) (?:recipient|address|user|mailbox)|recipient (?:unknown|not found|rejected)|mailbox (?:full"
    r"|unavailable|not found)|"
    r"no such user|error sending (?:your )?(?:mail|message|email)|error during delivery|processing error|(?:your )?mail could not|"
    r"unzustellbar|nicht zugestellt|zustell(?:ung|fehler)|unbekannter empf|"
    r"no se (?:pudo|puede|ha podido) entregar|no entregad|no se entreg|error de entrega|devuelto al remitente|"
    r"correo devuelto|mensaje (?:devuelto|rechazado|no entregado)|entrega (?:fallida|demorada|retrasada)|"
    r"non (?:remis|distribu|d[ée]livr)|[ée]chec (?:de )?(?:la )?(?:remise|distribution|livraison|d'envoi)|non recens|"
    r"mancat[oa] (?:recapito|consegna)|impossibile (?:recapitare|consegnare)|non recapitabile|"
    r"n[ãa]o (?:entregue|foi entregue|p[ôo]de ser)|falha (?:na|de) entrega|"
    r"onbestelbaar|niet (?:bezorgd|afgeleverd)|ej levere|kan ikke leveres|kunne ikke levere|kunde inte levere|"
    r"toimitus ep[äa]onnistui|niedostarcz|nie dostarczono|niet zugestellt|nedoru[čc]|k[ée]zbes[íi]thetetlen|teslim edil|"
    r"недоставлен|не доставлен|ошибка доставки|не может быть доставлен|не вдалося|配信(?:不能|エラー|できません)|"
    r"配達(?:不能|できません|エラー)|送信(?:エラー|できません)|未配信|退信|无法投递|無法傳遞|无法送达|未傳遞|投递失败|"
    r"배달되지|전송 실패|반송",
    re.IGNORECASE,
)

#: What only a mail server says to the one whose mail it could not deliver.
BOUNCE_BODY = re.compile(
    r"(?:could|can)(?:\s?not|n't) be (?:delivered|sent|reached|found|processed)|(?:was|were|is|has) (?:not"
    r"|un)[ -]?(?:been )?(?:able to be )?delivered|"
    r"unable to (?:be )?(?:deliver|send|reach|relay|route|forward|locate|find the (?:user|recipient|mailbox|host))|"
    r"undeliver(?:able|ed)\b|unsuccessful deliver|"
    r"permanent(?:ly)? (?:fatal )?(?:error|fail)|fatal errors?|delivery (?:to the following|has (?:failed|been delayed)|failed|attempt"
    r"|status|error|failure)|"
    r"(?:wasn't|was not|weren't|not been|hasn't been|has not been) (?:yet )?(?:delivered|sent)|did not reach|"
    r"(?:failed|error|problem|unable)\b.{0,40}\bdeliver|rejected (?:your|the) (?:mail|message|e-?mail)|(?:message|mail"
    r"|e-?mail)\b.{0,40}\b(?:was|were|been) "
    r"(?:rejected|returned|refused|bounced|postponed|undeliverable)|user(?: is)? unknown|unknown (?:user|recipient|address|local)"
    r"|no such (?:user|recipient|mailbox|address|person)|"
    r"(?:mailbox|quota|inbox)\b.{0,30}\b(?:full|exceed|unavailable|disabled)|over quota|account (?:has been |is )?(?:disabled|suspended"
    r"|inactive)|"
    r"not listed in|(?:invalid|bad|unrout\w+) (?:recipient|address|mailbox|domain)|address(?:ee)?s? (?:rejected|unknown|not found|failed"
    r"|had|is invalid)|"
    r"recipients? (?:rejected|unknown|not found|address|could)|does ?n[o']t (?:exist|like recipient)|host (?:not found|unknown)|"
    r"(?:\b[45]\d\d[ -](?:#?[45]\.\d{1,3}\.\d{1,3}|<|requested action|sorry|user|mailbox|recipient|relay))|"
    r"\bfinal-recipient:|failure reasons|transcript of session|returned to (?:you|sender)|"
    r"nicht (?:zugestellt|ausgeliefert)|unzustellbar|no (?:se )?(?:pudo|puede|ha podido|ha sido).{0,30}entrega|no existe|"
    r"n'a pas (?:pu|été).{0,30}(?:remis|distribu|livr|envoy)|impossible de (?:remettre|distribuer|livrer)|non [èe] stato.{0,30}(?:recapita"
    r"|consegna)|"
    r"n[ãa]o (?:p[ôo]de|foi).{0,30}entreg|не (?:может быть |был[оа]? )?доставлен|"
    r"送信できません|配信(?:できません|に失敗)|送信に失敗|届けることができません|"
    r"無法(?:傳送|投遞|送達)|无法(?:投递|送达|发送)|不存在|退信",
    re.IGNORECASE,
)

#: How programs speak of mail, and people hardly: asked for where neither From nor the return path names a mail server.
TECHNICAL = re.compile(
    r"\b[45]\d\d[ -]|\b[45]\.\d{1,3}\.\d{1,3}\b|\bsmtp\b|\brecipients?\b|following (?:address|mail|message|user)|message headers?"
    r"|original (?:mail|message)|"
    r"returned message|unsent message|message follows|postmaster|mail (?:server|system)|automatic(?:ally)? (?:generated|created)"
    r"|virus(?:wall)?",
    re.IGNORECASE,
)

#: From here on the text is the mail that came back, and its addresses are not failed ones.
ORIGINAL_FOLLOWS = re.compile(
    r"^(?:"
    r"[-=_*#\s>]{0,60}(?:(?:begin|start) of )?(?:the )?(?:(?:original|returned|undelivered|unsent|bounced|rejected|failed) (?:message|mail"
    r"|e-?mail)"
    r"(?! (?:was|were|from|to|could|had|has|id|identifier|that|which|size|will|delivery|system)\b)|"
    r"(?:original )?message (?:text|headers?|header follows|body|follows)|below this line is a copy|this is a copy of|"
    r"(?:(?:below|this|here|following|attached) is )?a? ?copy of (?:the|your) (?:message|mail|original)|(?:the )?(?:first|last) \d+ lines"
    r"|unsent message|included is a copy|"
    r"(?:here )?(?:is|are) (?:a copy|the headers?)|your (?:original )?(?:message|mail) (?:follows|is|reads|begins)|original mail info"
    r"|forwarded message|"
    r"mensaje original|message d'origine|urspr[üu]ngliche nachricht)\b.{0,80}|"
    r"(?:received|return-path|x-originating-ip|mime-version|dkim-signature)\s*:.{0,400}"
    r")$",
    re.IGNORECASE | re.MULTILINE,
)

#: A line that names the failed address outright.
LABELLED = re.compile(
    r"(?:(?:failed|final|original|intended|bad|invalid|unknown|rejected|bounced|target)?[ -]?(?:mail )?(?:recipient|addressee|user"
    r"|address)s?"
    r"(?:[ -](?:address|e-?mail|name))?|rcpt(?: to)?|mailbox|to|sent to|destinatario|destinataire|empf[äa]nger|an|para|宛先)"
    r"\s*[:=]+\s*(?:rfc822\s*;\s*)?[<\"'(\[]{0,2}(?P<address>[^\s<>\"'()\[\];,:]{1,64}@[^\s<>\"'()\[\];,:]{1,190})",
    re.IGNORECASE,
)

#: A line about whom to ask, not about who was not reached.
CONTACT_LINE = re.compile(
    r"contact|assistance|questions|please (?:e-?mail|write|send|forward|refer)|help ?desk|for (?:more|further)|\bsender\b|^from\b|^reply|"
    r"mail from|return[- ]path|message[- ]?id|\bid\b|x-[\w-]+:|https?://|generated by|envelope-from|^by\b|^cc\b",
    re.IGNORECASE,
)

#: Mailboxes that are never the failed recipient of ours unless nothing else is named.
ROBOT_LOCAL = re.compile(r"(?:mailer-?daemon|postmaster|abuse|no-?reply|mdaemon|hostmaster)@", re.IGNORECASE)

#: What a server says of a mailbox or a mail, not of the address: another day or another text may pass (T11).
SOFT_WORDS = re.compile(
    r"quota|(?:mail ?box|inbox|storage|disk)\b.{0,40}\b(?:full|exceed|insufficient)|\bfull\b|insufficient (?:system )?(?:storage|disk)"
    r"|too (?:large|big|many)|"
    r"size (?:limit|exceed)|exceed|spam|junk|unsolicited|virus|malware|content|block(?:ed|list)|black ?list|\brbl\b|\bdnsbl\b|reputation"
    r"|policy|policies|"
    r"spf\b|dkim\b|dmarc\b|authenticat|not (?:authori[sz]ed|permitted|allowed)|relay|denied|gr[ea]ylist|temporar|try (?:again|later)"
    r"|deferred|delayed|"
    r"time[d ]?[- ]?out|throttl|rate limit|connection (?:refused|reset|lost|dropped)|restricted|service unavailable|loop|too many hops",
    re.IGNORECASE,
)

#: What a server says of an address that will not come back.
HARD_WORDS = re.compile(
    r"user (?:is )?unknown|unknown (?:user|recipient|address|mailbox|local)|no such (?:user|recipient|mailbox|address|person|domain)"
    r"|not a valid (?:user|mailbox|recipient)|"
    r"does ?n[o']t exist|doesn't have an? [\w.]{1,40} account|no longer (?:valid|exists?|available|employed|with|in use|active)|"
    r"(?:address|recipient|user|mailbox|account|domain|host)\b.{0,40}\b(?:not found|unknown|invalid|does not exist|disabled|inactive"
    r"|deactivated|not listed|closed|discontinued)|"
    r"invalid (?:recipient|mailbox|user|address)|(?:account|mailbox|user)\b.{0,20}\b(?:has been |is )?(?:disabled|suspended|deactivated"
    r"|inactive)|"
    r"disabled (?:recipient|account|mailbox)|not listed in|unrout\w+ address|bad (?:destination )?(?:mailbox|address)"
    r"|recipient address rejected: (?:user|undeliverable)|"
    r"no mailbox here|usuario desconocido|no existe|utilisateur inconnu|unbekannt",
    re.IGNORECASE,
)

#: Enhanced status codes that state a fact about the address (RFC 3463; RFC 7505 for 5.1.10).
HARD_STATUS = frozenset({"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4", "5.0.0", "5.0.1"})
#: Codes of the mailbox's state, of the sender, of the text or of a policy: they never kill an address, whatever words stand beside them.
SOFT_STATUS = re.compile(r"4\.|5\.(?:1\.[78]|2\.[234]|3\.|4\.[1-35-9]|5\.|6\.|7\.)")
#: Codes too broad to kill an address without words beside them.
VAGUE_STATUS = frozenset({"5.0.0", "5.0.1", "5.1.0"})

#: Automatic answers by header: name, and what its value must look like.
AUTO_HEADERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("auto-submitted", re.compile(r"^(?!\s*no\b)\s*\S")),
    ("x-autoreply", re.compile(r"^(?!\s*no\b)")),
    ("x-auto-reply", re.compile(r"^(?!\s*no\b)")),
    ("x-autoreply-from", re.compile(r"")),
    ("x-autoreply-domain", re.compile(r"")),
    ("x-mail-autoreply", re.compile(r"")),
    ("x-autorespond", re.compile(r"")),
    ("x-autoresponder", re.compile(r"")),
    ("x-auto-respond", re.compile(r"")),
    ("x-autogenerated", re.compile(r"^\s*(?:auto-?)?repl", re.IGNORECASE)),
    ("x-vacation", re.compile(r"")),
    ("x-vacation-message", re.compile(r"")),
    ("x-apple-action", re.compile(r"vacation", re.IGNORECASE)),
    ("x-post-messageclass", re.compile(r"autoresponder", re.IGNORECASE)),
    ("x-ms-exchange-generated-message-source", re.compile(r"(?:mailbox rules|oof|out of office)", re.IGNORECASE)),
    ("x-mailer", re.compile(r"vacation|auto-?respond|auto-?repl", re.IGNORECASE)),
    ("precedence", re.compile(r"^\s*auto[-_]?reply", re.IGNORECASE)),
    ("preference", re.compile(r"^\s*auto[-_]?reply", re.IGNORECASE)),
    ("delivered-to", re.compile(r"^\s*autoresponder\b", re.IGNORECASE)),
    ("x-cron-env", re.compile(r"")),
)

#: Automatic answers by subject alone. What could begin a person's subject too must be followed by a colon, a dash or nothing.
AUTO_SUBJECT = re.compile(
    r"^\s*(?:\[[^\]]{1,30}\]\s*|(?:re|aw|sv|rv|fw|r|antw|tr)\s*:\s*){0,3}[\[(*#\s]{0,3}(?:(?:"
    r"automatic (?:reply|response|answer|email|e-mail)|auto(?:mated|matic)?[- ]?(?:reply|repl|response|respond|responder"
    r"|answer)(?: (?:message|e-?mail))?|auto|"
    r"(?:i am |i'm |we are |currently )?(?:out[- ]of[- ](?:the[- ])?office|out of town|away from (?:the |my )?(?:office|desk|email|e-mail)"
    r"|on vacation|on leave|on holiday)"
    r"(?: (?:auto)?[- ]?(?:reply|response|notification|notice|message|assistant))?|ooo|oof|office closed|"
    r"(?:vacation|holiday|absence|leave) (?:reply|response|notice|message|notification|auto-?reply|auto-?response)|"
    r"r[ée]ponse automatique|absence du bureau|absent(?:e)? du bureau|message d'absence|(?:avis|notification) d'absence|absence"
    r"|absent(?:e)?|"
    r"respuesta autom[áa]tica|contestaci[óo]n autom[áa]tica|mensaje autom[áa]tico|fuera de (?:la )?oficina|ausente(?: de la oficina)?"
    r"|estoy de vacaciones|de vacaciones|"
    r"aviso de ausencia|auto[- ]?respuesta|resposta autom[àa]tica|"
    r"abwesenheit(?:snotiz|sbenachrichtigung|smeldung|sassistent)?|automatische antwort|automatische r[üu]ckantwort|abwesend"
    r"|nicht im (?:b[üu]ro|hause)|"
    r"risposta automatica|fuori (?:ufficio|sede)|assenza(?: dall'ufficio)?|messaggio automatico|"
    r"resposta autom[áa]tica|fora do escrit[óo]rio|ausência tempor[áa]ria|"
    r"automatisch antwoord|automatisch bericht|afwezig(?:heid)?(?:sbericht|smelding)?|niet aanwezig|"
    r"automatiskt? svar|autosvar|fr[åa]nvaro(?:meddelande)?|frav[æe]r|ikke til stede|ikke p[åa] kontoret|"
    r"automaattinen vastaus|poissa(?: toimistosta)?|poissaolo(?:viesti)?|"
    r"automatyczna odpowied[źz]|autoodpowied[źz]|odpowied[źz] automatyczna|poza biurem|nieobecno[śs][ćc]|"
    r"automatick[áa] odpov[ěe][dď]|mimo kancel[áa][řr]|automatikus v[áa]lasz|h[áa]zon k[íi]v[üu]l|r[ăa]spuns automat|"
    r"otomatik (?:yan[ıi]t|cevap)|ofis d[ıi][şs][ıi]nda|αυτόματη απάντηση|εκτός γραφείου|"
    r"автоответ(?:чик)?|автоматический ответ|отсутстви[ея]|нет на месте|автоматична відповідь|автоматичен отговор|"
    r"tr[ảa] l[ờo]i t[ựu] [đd][ộo]ng|balasan otomatis|jawapan automatik"
    r")\s*(?:[:\]\)\-–—!.*|：(（]|$|re\b|fw|until|till|through|from|hasta|jusqu|bis\b)|"
    r"(?:i am|i'm|i will be) (?:currently |now )?(?:out of (?:the )?office|on (?:vacation|leave|holiday))\b|"
    r"自动(?:回复|答复)|自動(?:回覆|返信|応答|回復|送信)|不在(?:通知|の)|外出通知|자동 ?(?:회신|응답)|부재 ?중|"
    r"رد تلقائي|الرد التلقائي|מענה אוטומטי|תשובה אוטומטית"
    r"|ตอบกลับอัตโนมัติ)",
    re.IGNORECASE,
)

#: Subjects with which Hotmail and others return a complaint around the mail itself, without a feedback report.
COMPLAINT_SUBJECT = re.compile(
    r"^\s*(?:complaint about message from|(?:e-?mail )?(?:abuse|spam) report\b|email feedback report|feedback[- ]loop report)",
    re.IGNORECASE,
)

#: Feedback types that speak of our authentication or of a wrong verdict: nobody complained (RFC 6591, RFC 5965).
NO_COMPLAINT = frozenset({"auth-failure", "not-spam", "dkim", "virus", "fraud"})

#: Feedback types by which a provider hands on that somebody wants no more mail.
WISHES = frozenset({"opt-out", "opt-out-list"})
