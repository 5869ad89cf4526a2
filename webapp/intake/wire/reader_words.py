"""The words with which pages address their readers, in the languages of the Philippines and of the agencies.

Each pattern fits a whole line. What stands open in it (`[^.!?]{0,80}`) ends with the sentence.
"""

from __future__ import annotations

from webapp.newsroom.articles.sanitize import word_set


def either(*patterns: str) -> str:
    return f"(?:{'|'.join(patterns)})"


_STORIES = either(
    r"stor(?:y|ies)|articles?|posts?|news|reads?|reading|coverage|content|topics?|links?|videos?|balita|ulat",
    r"noticias?|notas?|contenidos?|art[íi]culos?|informaci[óo]n|temas?|not[íi]cias?|mat[ée]rias?|sujets?",
    r"artikel|beitr[äa]ge|themen|nachrichten|meldungen|infos?|informationen|contenuti|articoli|notizie|artyku[łl]y",
)

# -- pointers to other stories ----------------------------------------------------------------------------------------
POINTING_VERBS = either(
    r"read(?: here)?|see|watch(?: now)?|listen|look|click here",
    r"basahin|panoorin|pakinggan|tingnan|alamin",
    r"lea|lee|leer|vea|ve|ver|mire|mira|escuche|conozca|leia|veja|assista|saiba|confira|temas|m[áa]s",
    r"lire|voir|[ée]couter|d[ée]couvrir",
)
"""Ordinary words: they point only if they stand alone, or before the title of what is linked."""

POINTERS = either(
    rf"(?:also )?read(?: also| more(?: {_STORIES})?| next| on| the (?:full|whole|rest of the) (?:story|article))",
    r"(?:more|also|elsewhere|previously) (?:on|from|in|about)|also read|(?:see|watch|listen) (?:also|more|next)|"
    r"(?:read|up) next|keep reading|continue reading|further "
    r"reading|icymi",
    rf"(?:related|recommended|featured|trending|popular|similar|other|more|latest|top) {_STORIES}(?: for you)?|"
    rf"suggested reading",
    r"related|recommended(?: for you)?|trending(?: now)?|most (?:read|popular|shared|viewed)|must[- ]reads?|"
    r"editor.?s.? picks?",
    r"you (?:may|might)(?: also)? (?:like|enjoy|be interested in)(?: this| these)?|in case you missed it",
    r"(?:basahin|panoorin|pakinggan|tingnan)(?: din| rin| pa| dito| ang buong (?:ulat|istorya|balita))|magbasa pa",
    r"(?:kaugnay na|iba pang) (?:mga )?(?:balita|ulat|istorya|kuwento)",
    r"(?:lea|lee|leer|vea|ve|ver|mire|mira|escuche|conozca)(?: tambi[ée]n| adem[áa]s| m[áa]s| aqu[íi])|no (?:te|se) "
    r"lo pierdas?",
    r"(?:tambi[ée]n )?(?:te|le|les) (?:puede|podr[íi]a)n?(?: leer| interesar)|(?:te|le|les) recomendamos(?: leer)?",
    rf"(?:otras|[úu]ltimas|m[áa]s) {_STORIES}(?: sobre .{{2,40}})?|{_STORIES} relacionad[ao]s?|m[áa]s sobre",
    rf"(?:leia|veja|assista|saiba|confira)(?: tamb[ée]m| mais)|(?:mais|outras) {_STORIES}",
    r"(?:[àa] )?(?:lire|voir|[ée]couter|d[ée]couvrir)(?: aussi| [ée]galement| la suite| plus)|[àa] (?:lire|voir)|en "
    r"savoir plus",
    r"sur le m[êe]me sujet|pour aller plus loin|vous aimerez aussi|articles? (?:li[ée]s?|connexes?|similaires?)",
    r"auch (?:lesen|interessant|auf [\w.-]{3,30})|mehr (?:lesen|dazu|erfahren|zum thema)|hier weiterlesen|weiterlesen|"
    r"siehe auch",
    r"(?:lesen sie|lies) (?:auch|dazu|mehr|hier)|zum (?:thema|weiterlesen)|passend dazu|meist[- ](?:gelesen|"
    r"diskutiert|kommentiert)",
    r"(?:das|dies|diese)(?: \w{1,20}){0,3} k[öo]nnten? (?:dich|sie|euch|ihnen)(?: auch)? (?:interessieren|gefallen)",
    rf"(?:mehr|weitere|empfohlene|[äa]hnliche|verwandte|passende|beliebte|weiterf[üu]hrende)(?: aktuelle)? "
    rf"{_STORIES}(?: zum thema)?",
    r"lees (?:ook|meer|verder)|bekijk ook|leggi (?:anche|tutto|di pi[ùu])|guarda anche|(?:ti )?potrebbero? "
    r"interessarti(?: anche)?",
    r"(?:czytaj|zobacz|przeczytaj|sprawd[źz])(?: tak[żz]e| te[żz]| r[óo]wnie[żz]| wi[ęe]cej)|dowiedz si[ęe] wi[ęe]cej",
    r"もっと読む|続きを読む|関連記事",
)

POINTERS_TO_READ = either(
    r"(?:read|see|watch|listen) also|also (?:read|see|watch)|read (?:more|next|here)",
    r"related (?:story|stories|article|articles|news|reading|video)",
    r"(?:basahin|panoorin|pakinggan|tingnan) (?:din|rin|dito)|(?:kaugnay na|iba pang) (?:mga )?(?:balita|ulat|istorya)",
    r"(?:lea|lee|leer|vea|ver) (?:tambi[ée]n|adem[áa]s|m[áa]s)|(?:leia|veja) (?:tamb[ée]m|mais)|[àa] lire (?:aussi|[ée]galement)|"
    r"lire aussi|auch interessant|lesen sie auch|lees ook|leggi anche|czytaj (?:tak[żz]e|te[żz])",
)
"""These point to a story even where the link was lost; `more on`, `related` alone begin lists of the story's own."""

VERBS_IN_CAPITALS = r"(?-i:READ|WATCH|LISTEN|BASAHIN|PANOORIN|PAKINGGAN|TINGNAN|LEE|LEA|MIRA|LIRE)"
"""`BASAHIN: …`. In other letters, and `SEE:`, they begin sentences and notes."""

# -- appeals ----------------------------------------------------------------------------------------------------------
_MEDIUM = (
    r"(?:newsletters?|e-?mails?|inbox|channels?|apps?|podcasts?|alerts?|updates|notifications|membership|community|"
    r"digest|bulletin|"
    r"e?-?edition|e-?paper|subscriptions?|page|group|feed|website|social media)"
)
_SERVICE = (
    r"(?:newsletters?|inbox|e-?edition|e-?paper|facebook|twitter|instagram|youtube|tiktok|telegram|viber|whatsapp|"
    r"messenger|linkedin|"
    r"bluesky|google news|apps? (?:for|on) (?:ios|android))"
)
_OPEN = r"[^.!?:;]{0,70}"

APPEALS = either(
    rf"(?:please |click (?:here )?to |tap to )?(?:subscribe|sign up|register|follow|like|join|add|download|get|find|"
    rf"visit)\b"
    rf"{_OPEN}\b(?:our|us|my|this|[a-z]*news[a-z]*)\b{_OPEN}\b{_MEDIUM}\b[^.!?]{{0,90}}",
    rf"(?:please |click (?:here )?to )?(?:subscribe|sign up|follow|like us|download|get|join "
    rf"us)\b{_OPEN}\b{_SERVICE}\b[^.!?]{{0,90}}",
    rf"(?:for (?:the )?(?:latest|more|breaking)|never miss|don.?t miss|stay (?:informed|up to date|updated|connected|"
    rf"tuned)|want more)\b"
    rf"[^.!?]{{0,120}}\b(?:{_SERVICE}|apps?|follow us|our (?:website|page)|subscribe|sign(?:ing)? up)\b[^.!?]{{0,60}}",
    r"(?:please )?(?:follow|like|find|support|e-?mail|connect with|visit) us(?: (?:on|at|via|by|in|here|"
    r"today)\b[^.!?]{0,80})?",
    r"(?:already a |become a |be a )(?:subscriber|member|patron|supporter)\b[^.!?]{0,60}(?:[.!?]\s*(?:log|sign) in(?: "
    r"here)?)?",
    r"(?:subscribe|sign up|log in|sign in|register|donate)(?: now| today| here| free| for free| to (?:continue|read|"
    r"comment)\b[^.!?]{0,40})?",
    r"(?:subscribe|sign up|register) (?:now|today|here|free)\b[^.!?]{0,80}\b(?:newsletter|edition|story|stories|"
    r"access|offer|us)\b[^.!?]{0,40}",
    r"(?:support|help)\b[^.!?]{0,30}\b(?:independent|local|quality|our) (?:journalism|newsroom|"
    r"reporting)\b[^.!?]{0,60}",
    r"share (?:this|the) (?:story|article|post|page|news|video|entry)(?: (?:on|via|with|by) [\w ,/&]{2,60})?|share "
    r"this",
    r"share(?: on [\w ,/&]{2,60}| via [\w ,/&]{2,60})?|tweet|(?:e-?mail|print)(?: this)?(?: (?:article|story|page))?|"
    r"copy link",
    r"(?:i-?click (?:dito|ito)|click here)(?: (?:to|for|para) [^.!?]{2,60})?|"
    r"sundan (?:kami|po kami|ninyo kami|ang (?:aming|ating)) (?:sa|ang)?\b[^.!?]{2,80}|"
    r"para sa iba pang (?:mga )?balita\b[^.!?]{0,100}",
    r"ibahagi(?: ito| mo)?(?: sa [\w ,/&]{2,40})?|(?:i-?follow|mag-?subscribe|i-?like|i-?download) (?:kami|na|kayo|"
    r"ang aming|sa aming)\b[^.!?]{0,80}",
    rf"(?:s[íi]guenos|suscr[íi]be(?:te|ase)|[úu]nete a nuestr[ao]|apoya el|ap[óo]yanos|hazte (?:miembro|socio)|"
    rf"descarga nuestr[ao]|comp[áa]rt[ei]\w*)"
    rf"\b[^.!?]{{0,120}}|(?:recibe|mira|visita)\b{_OPEN}\bnuestr[ao]s? (?:canal|bolet[íi]n|newsletter|grupo|"
    rf"whatsapp)\b[^.!?]{{0,60}}",
    r"(?:siga-nos|inscreva-se|assine (?:nossa|o))\b[^.!?]{0,120}|compartilh\w+(?: [\w ,/&]{2,40})?",
    r"(?:abonnez-vous|suivez-nous|inscrivez-vous|recevez (?:notre|nos|toute))\b[^.!?]{0,120}|partager(?: (?:sur|cet|"
    r"par) [\w ,/&]{2,40})?",
    r"(?:abonnieren sie|folgen? sie uns|folgt? uns|melden sie sich|jetzt (?:abonnieren|anmelden|spenden|"
    r"registrieren))\b[^.!?]{0,120}"
    r"|(?:teilen|diesen (?:artikel|beitrag) teilen|artikel teilen)(?: (?:mit|auf|via) ?[\w ,/&]{0,40})?",
    r"(?:(?:got|have) (?:a|any) (?:news |story |confidential )?tips?|"
    r"(?:may|mayroon) (?:(?:ka|kayo)ng? )?tip)\b[^.!?]{0,60}\?.{0,100}",
    r"(?:iscriviti|seguici|abbonati|condividi|obserwuj nas|zapisz si[ęe]|subskrybuj|volg ons|schrijf je "
    r"in)\b[^.!?]{0,120}",
)  # fmt: skip

WRITE_TO = word_set(
    "contact reach email e mail mailto write follow twitter x tel telephone phone fax mobile viber the reporter "
    "writer author "
    "him her them us he she they can may be reached contacted followed at on and or to via by"
)
"""Words that may stand around an address: `Contact the reporter at …`."""

# -- comment rules, rights, advertisements ----------------------------------------------------------------------------
RULES = either(
    r"(?:reader )?comments? (?:are|will be) (?:moderated|closed|disabled|subject to|reviewed)\b.{0,200}|comments? "
    r"policy\b.{0,100}",
    r"(?:please )?keep (?:your |all |the )?(?:comments?|discussions?|remarks) "
    r"(?:civil|respectful|courteous|polite|on[- ]topic)\b.{0,160}",
    r"(?:please )?be (?:civil|respectful|courteous|polite) (?:in|to) (?:your |the |others in the )?comments?\b.{0,160}",
    r"(?:leave|post|add|write) (?:a|your) (?:comment|reply)\b.{0,60}|(?:be the first|log ?in|sign in) to "
    r"comment.{0,60}",
    r"(?:view|show|hide) comments?|(?:\d+ |no )?comments?|(?:kommentare?|comentarios?|commentaires?)(?: \(?\d+\)?| "
    r"geschlossen| cerrados)?",
    r"your (?:e-?mail )?address will not be (?:published|shared|made public).{0,80}|required fields are marked.{0,20}",
    r"(?:we want to hear|tell us|let us know) what you think\b.{0,160}|(?:views|opinions) expressed (?:here|in "
    r"th(?:is|e) \w+) (?:are|do not)\b.{0,200}",
    r"(?:this|the) (?:article|story|material|content|post|page) (?:is|may not be|"
    r"contains)\b[^.]{0,40}\b(?:copyrighted|affiliate|sponsored)\b.{0,250}",
    r"(?:no part of this|written permission|reproduction|unauthori[sz]ed)\b.{0,40}\b(?:may|must|is|"
    r"without)\b.{0,120}\b(?:permission|"
    r"prohibited|reprint|consent)\b.{0,60}",
    r"we may (?:earn|receive) (?:a )?(?:small )?(?:commission|compensation)\b.{0,200}|(?:alle angaben ohne gew[äa]hr)",
    r"(?:the )?(?:article|story|content|post|text|reading) (?:continues|resumes) (?:after|below|under)\b[^.!?]{0,40}|"
    r"(?:continue|keep) reading (?:after|below)\b[^.!?]{0,40}|"
    r"scroll (?:down )?(?:to|for) (?:continue|more|the (?:rest|story))\b[^.!?]{0,40}|"
    r"advertisement\W+(?:continue|scroll|article|story)\b[^.!?]{0,60}",
    r"our standards?:? the thomson reuters trust principles|this slideshow requires javascript",
    r"(?:werbung|anzeige|advertisement|publicidad|publicit[ée]|sponsored(?: content)?|advertorial|patalastas|reklama)"
    r"(?:[,.:]? [^.!?]{0,60}(?:affiliate|werbung)[^.!?]{0,40})?",
)  # fmt: skip

# -- labels of the page -----------------------------------------------------------------------------------------------
_SERVICES = (
    r"(?:facebook|twitter|x|whatsapp|messenger|viber|telegram|linkedin|pinterest|reddit|e-?mail|mail|print|copy link|"
    r"google news|instagram|"
    r"youtube|tiktok|threads|bluesky|tumblr|line|skype|pocket|flipboard|share|tweet)"
)

LABELS = either(
    r"like this|#\w{2,40}(?:[\s,]+#\w{2,40}){0,20}",
    rf"{_SERVICES}(?:[\s,|/•·+]*{_SERVICES}){{0,12}}",
    r"info-?graphics?(?: ?(?:by|:) [^.!?]{2,80})?|infograf[íi]a(?: ?: [^.!?]{2,80})?",
    r"(?:back to|nach|zur[üu]ck nach|zur[üu]ck zu[mr]?|volver|retour)(?: the)? ?(?:top|oben|[üu]bersicht|"
    r"listenansicht|liste|startseite|anfang|"
    r"arriba|en haut|home ?page)|scroll (?:down|to top)",
    r"loading|wird geladen|cargando|chargement|naglo-?load|play|pause|mute|skip ad|skip to content|close|menu|search|"
    r"next|previous|show more",
    r"load more|read less|view gallery|see gallery|view all|more|expand|print|tags?|topics?|filed under|getty images",
    r"(?:last (?:modified|updated?|changed?)|updated|posted|published|letzte [äa]nderung|aktualisiert(?: am)?|zuletzt "
    r"aktualisiert|stand|"
    r"ver[öo]ffentlicht(?:ung)?(?: am)?|publicado|actualizado|mis [àa] jour(?: le)?)\s*:?(?: on| am| el| le)?:? [\d "
    r".,:/apmuhr-]{4,40}",
    r"\d+ (?:min(?:ute)?s?|minuten|minutos)(?: read| lesezeit| de lectura)|(?:reading|lese)[- ]?(?:time|"
    r"zeit)\W{0,3}\d+.{0,12}",
)  # fmt: skip
