"""The words that mark agencies' notices to editors, and the phrases in them, in several languages.

Patterns written in capitals match capitals only: in other letters they are ordinary words.
"""

from __future__ import annotations

import re


def either(*patterns: str) -> str:
    return f"(?:{'|'.join(patterns)})"


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile(either(*patterns), re.IGNORECASE | re.DOTALL)


STOP = r"\s*(?:[-–—]+|:)+\s*"
"""Separators after a mark: `KILL-`, `KILL:`, `KILL --`."""

# -- kills ------------------------------------------------------------------------------------------------------------
KILL_MARKS = either(
    r"(?:MANDATORY|BULLETIN|STORY|TEXT) KILL(?:S|ED)?\b",
    r"KILL(?:[ ,]+KILL)+\b",
    r"KILL (?:NOTICE|ADVISORY|STORY|ORDER)\b",
    r"KILL\b",
    r"(?:STORY|ARTICLE|ITEM|REPORT|ALERT) (?:REMOVED|WITHDRAWN|KILLED|RETRACTED|DELETED|CANCELL?ED)\b",
    "WITHDRAWN", "WITHDRAWAL", "WITHDRAWS", "RETRACTION", "RETRACTED", "(?:PLEASE )?DISREGARD",
)  # fmt: skip

_GONE = either(
    KILL_MARKS, r"(?:STORY )?(?:KILLED|REMOVED|DELETED)", "ANNUL[ÉE]E", "ANULAD[AO]", "RETIRAD[AO]", "ZUR[ÜU]CKGEZOGEN", "BINAWI"
)  # fmt: skip
KILL_IN_BRACKETS = rf"[(\[]\s*{_GONE}\s*[)\]]"
"""`[WITHDRAWN] Storm leaves the Visayas`, or behind the title."""

BEFORE_A_KILL = either(
    "URGENT", "UPDATE", "REFILE", "RPT", "BULLETIN", "ADVISORY", "ATTENTION", "AP", "AFP", "UPI", "PNA", "REUTERS"
)

KILL_COMPOUNDS = _words(
    r"KILL-(?:SWITCH|OR|TEAM|ZONE|CHAIN|LIST|JOY|OFF|SHOT|STREAK|ALL|RATE|FLOOR|ORDER|SPREE|BILL)\b"
)

KILL_NAMES_CERTAIN = either(
    "(?:story|article|item|report) (?:removed|withdrawn|killed|retracted|deleted)", "kill notice",
    "(?:mandatory|bulletin|story) kill",
    "publication annul[ée]e",
    "meldung (?:wird |ist )?zur[üu]ckgezogen", "d[ée]p[êe]che annul[ée]e",
    "(?:noticia|nota|informaci[óo]n) (?:anulada|retirada|eliminada)",
)  # fmt: skip
KILL_NAMES_UNCERTAIN = either(
    "retraction",
    "withdrawn",
    "withdrawal",
    "removed",
    "deleted",
    "take ?down",
    "do not use",
    "please ignore",
    "elimination",
)
"""In any letters. Certain ones suffice; uncertain ones count only if the text confirms them."""

KILL_MARKS_OTHER_LANGUAGES = either(
    "ANNULATION", "PUBLICATION ANNUL[ÉE]E", "ANNUL[ÉE]E?", r"(?:ATENCI[ÓO]N|URGENTE)?[,:]?\s*ANULAR", "SE ANULA",
    "RETRAIT", "ANULACI[ÓO]N", "ANULAD[AO]", "ANULA", "RETIRAD[AO]", "STORNO", "STORNIERUNG",
    "ZUR[ÜU]CKGEZOGEN", "BINAWI", "BAWI", "INALIS", "PAGBAWI", "HUWAG GAMITIN",
)  # fmt: skip
KILL_MARKS_OF_AGENCIES = (
    "ANNULATION",
    "PUBLICATION ANNULÉE",
    "ANULAR",
    "ATENCIÓN ANULAR",
    "ATENCIÓN, ANULAR",
    "SE ANULA",
    "ANULACIÓN",
    "ANULACION",
    "STORNIERUNG",
    "HUWAG GAMITIN",
    "PAGBAWI",
)
"""Of the marks in other languages, those that suffice before a dash. All others, or before a colon, need more evidence."""

WITHDRAWS = _words(
    r"\bwithdraw(?:al|s|n)?\b", r"\bkill(?:s|ed)?\b", r"\bretract(?:s|ed|ion)?\b", r"\belimination\b", r"\bdisregard\b",
    r"\bdo not (?:use|publish)\b", r"\bannul(?:ation|er|[ée]e?s?)\b", r"\banul(?:aci[óo]n|en|ad[ao])\b", r"\bretirad[ao]\b",
    r"\bzur[üu]ckgezogen\b", r"\bnicht (?:zu )?verwenden\b", r"\bgestrichen\b", r"\bstorniert\b",
    r"\bbina(?:ba)?wi\b", r"\bhuwag\b",
    r"\b(?:taken down|removed from (?:our|the|this) (?:web ?site|site|wire|archives?|service|feed|page))\b",
)  # fmt: skip

WITHDRAWS_BY_OPENING = _words(
    r"\bkill is mandatory\b",
    r"\bmake certain (?:that )?the story is not (?:published|used|broadcast)\b",
    r"\bthere will be no (?:substitute|replacement)(?: story| version)?\b",
    r"^\W*(?:(?:attention|editors|eds|clients|please|subscribers|note)\W+){1,4}"
    r"(?:kill|disregard|withdraw|do not (?:use|publish|broadcast))"
    r"(?: (?:the|this|our|all|above|following|previous|earlier|immediately|[\w/]+-[\w/-]+))*,? "
    r"(?:stor(?:y|ies)|article|item|report|dispatch|copy)\b",
    r"\b(?:story|article|item|report|dispatch)\b.{0,200}?\b(?:is|was|has been) (?:(?:wrong|incorrect|erroneous) and (?:is )?)?"
    r"(?:withdrawn|killed|retracted) by (?:the (?:agency|source|wire|desk)|reuters|ap|afp|efe|dpa)\b",
    r"\b(?:pri[èe]re (?:de ne pas|d.)|merci de ne pas|veuillez ne pas) ?(?:utiliser|publier|diffuser|annuler|reprendre)",
    r"\bcette d[ée]p[êe]che est annul[ée]e",
    r"\b(?:rogamos|se ruega|por favor),?(?: a (?:los |nuestros )?\w+,?)? (?:que )?"
    r"(?:no (?:usar|utilicen|utilizar|publicar|publiquen|difundan|difundir)|anul\w+|eliminen)\b",
    r"\b(?:queda|est[áa]) anulada (?:la|esta) (?:noticia|informaci[óo]n|nota)\b",
    r"\bbitte (?:diese |die )?(?:meldung |text )?nicht (?:mehr )?verwenden\b",
    r"\bdie meldung\b.{0,200}?\b(?:wird|ist) (?:hiermit )?zur[üu]ckgezogen\b",
    r"\bhuwag (?:na(?:ng)? |po )?(?:gamitin|ilathala|i-?ere)\b.{0,40}\b(?:balita|istorya|ulat|artikulo)\b",
)
"""A text that begins with one of these withdraws a story, whatever its title is."""

TITLE_ASKS_TO_KILL = _words(
    r"(?:please\s+|(?:(?:attention|note),?:?\s+)?(?:editors?|eds|clients|subscribers|news desks?)"
    r"(?:\s*[:–—-]+\s*|,\s*)(?:please\s+)?)"
    r"(?:kill|disregard|withdraw|retract|do not (?:use|publish|broadcast))"
    r"(?: (?:the|this|our|all|above|following|previous|earlier|immediately|[\w/]+-[\w/-]+))*,? "
    r"(?:stor(?:y|ies)|article|item|report|dispatch|copy)\b(?P<rest>.*)"
)
"""A title that gives editors an order. "Editors withdraw article" tells of one."""

TAKE_BACK_HINTS = (
    "kill", "disregard", "withdraw", "do not", "retract", "substitute", "replacement", "not published", "not used",
    "not broadcast", "prière", "priere", "merci", "veuillez", "annul", "rogamos", "por favor", "anulada", "verwenden",
    "zurückgezogen", "zuruckgezogen", "huwag", "se ruega",
)  # fmt: skip
"""A text without one of these matches no `WITHDRAWS_BY_OPENING`; this plain search is a hundred times as fast."""

TITLE_SAYS_THAT_IT_IS_GONE = _words(
    r"(?:this|the) (?:news )?(?:story|article|report|item|post) (?:has been|was|is|had to be) "
    r"(?:removed|withdrawn|retracted|deleted|killed|taken down)"
    r"(?: (?:by (?:the|its) \w+|from (?:our|the|this) \w+))?\W*",
    r"(?:inalis|binawi|tinanggal) na (?:po )?(?:ang|itong) (?:balita|artikulo|ulat|istorya)(?:ng ito)?\W*",
    r"esta (?:noticia|nota|publicaci[óo]n) (?:ha sido|fue) (?:retirada|eliminada)\W*",
    r"cet(?:te)? (?:article|d[ée]p[êe]che) a [ée]t[ée] (?:retir[ée]e?|supprim[ée]e?)\W*",
)
"""What a site puts in the place of a title, whole: "The story was removed from textbooks" tells of something else."""

SLUG_KILL = _words(r"(?:[A-Z]{2}-\S.*,\s*|\bADVISORY-)(?:MANDATORY |BULLETIN )?KILL\b", r",\s*KILL(?: ADVISORY)?$")
SLUG_KILL_MARK = re.compile(
    r"\bADVISORY-(?:MANDATORY |BULLETIN )?KILL\b\W*|,\s*(?:MANDATORY |BULLETIN )?KILL(?: ADVISORY)?\W*$", re.IGNORECASE
)
"""What of such a slug line is not the story's name."""

MENTIONS_A_STORY = _words(
    r"\b(?:stor(?:y|ies)|article|dispatch|copy|slug(?:line|ged)?|headlined?|graf|para(?:graph)?s?|editors|clients|subscribers|substitute)\b",
    r"\b(?:d[ée]p[êe]che|papier|alerte|r[ée]daction|clients?|titr[ée]e?)\b",
    r"\b(?:despacho|noticia|nota|teletipo|titulad[ao]|redacci[óo]n|abonados)\b",
    r"\b(?:meldung|bericht|text|redaktionen|kunden)\b",
    r"\b(?:balita|istorya|ulat|artikulo|patnugot)\b",
)
"""How agencies speak of stories to those who publish them."""

BEGINS_A_FEATURE = _words(
    r"(?:how|why|what|when|where|who|inside|the story of|comment|pourquoi|warum|wie|c[óo]mo|por qu[ée]|paano|bakit)\b"
)

# -- corrections ------------------------------------------------------------------------------------------------------
CORRECTION_MARKS = either(
    "(?:URGENT )?CORRECTION", "CORRECTIVE", "CORRECTING", "RECTIFICATIF", "RECTIFICACI[ÓO]N", "CORRECCI[ÓO]N", "FE DE ERRORES",
    "BERICHTIGUNG", "KORREKTUR", "PAGTUTUWID", "PAGWAWASTO", "PAGTATAMA",
)  # fmt: skip

POINTS_INTO_TEXT = _words(
    r"\b(?:reads?|should (?:read|say|have)|delete|insert)\b.{0,60}"
    r"\b(?:para(?:graph)?s?|grafs?|headline|slug(?:line)?|lead|lede)\b",
    r"\bin (?:the )?(?:\w+ )?(?:para(?:graph)?|graf|headline|lead|lede)\b",
    r"\b(?:para(?:graph)?|graf) (?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)\b",
    r"\b(?:first|second|third|fourth|fifth|sixth|last|1st|2nd|3rd|\dth) (?:para(?:graph)?|graf)\b",
    r"\b(?:au|dans le) (?:\w+|\d+\w*) paragraphe\b",
    r"\b(?:bien lire|lire bien)\b",
    r"\ben el (?:\w+ )?p[áa]rrafo\b",
    r"\bp[áa]rrafo \w+\b",
    r"\b(?:l[ée]ase|debe decir)\b",
    r"\bim (?:\w+|\d+\.) absatz\b",
    r"\bes muss (?:richtig )?hei(?:ß|ss)en\b",
    r"\bsa (?:ika-?\w+|unang|\w+) talata\b",
)
"""Points to a place in the text, as only editors need it."""

CORRECTION_OF_A_STORY = _words(r".{3,80}\b(?:story|stories|brief|briefs|item)\W*")

# -- embargoes, notes, advisories, tests ------------------------------------------------------------------------------
EMBARGO = re.compile(
    r"[(\[]?"
    + either(
        r"(?:STRICTLY |UNDER )?EMBARGOED(?: (?:UNTIL|FOR|TO|TILL)\b|\s*[:)\]–—-])",
        r"EMBARGO (?:UNTIL|TILL|JUSQU|HASTA|BIS)\b",
        r"EMBARGO\s*[:–—-]\s*(?:NOT FOR|UNTIL|\d)",
        r"SOUS EMBARGO JUSQU",
        r"EMBARGAD[AO] HASTA",
        r"HOLD FOR RELEASE\b",
        r"NOT FOR (?:PUBLICATION|RELEASE|BROADCAST) (?:BEFORE|UNTIL)\b",
        r"(?:ACHTUNG\W+)?SPERRFRIST\s*(?::|BIS\b|\d)",
        r"Embargoed (?:until|for release)\b",
    )
)

NOTE_MARKS = either(
    r"EDITOR(?:['’]S|S['’]?) NOTE", "NOTES? TO EDITORS", "ATTENTION,? EDITORS", "ATTN:?,? EDITORS", "ADVISORY TO EDITORS", "EDS",
    "(?:NOTE|AVIS) AUX R[ÉE]DACTIONS?", "(?:NOTA|AVISO) A (?:LA REDACCI[ÓO]N|LOS (?:EDITORES|ABONADOS))",
    "(?:PHOTO|PICTURE|GRAPHIC|VIDEO) KILL(?:S|ED)?",
    "ACHTUNG,? REDAKTIONEN", "HINWEIS AN DIE REDAKTIONEN?",
    "PAALALA SA MGA (?:EDITOR|PATNUGOT)", "TALA (?:NG|SA MGA) (?:EDITOR|PATNUGOT)",
)  # fmt: skip

TO_EDITORS = _words(
    r"\bembargo(?:ed)?\b",
    r"\bstor(?:y|ies) (?:slugged|headlined|moved|will|has|have|is|below|above)\b",
    r"\b(?:slug(?:line|ged)?|graf|para(?:graph)?|clients|subscribers)\b",
    r"\bphotos? (?:will|moved|available)\b",
    r"\b(?:will (?:move|be transmitted|be filed)|moving shortly|moved (?:earlier|separately)|resending|for your information)\b",
    r"\bplease (?:note|use|hold|kill|disregard)\b",
    r"\b(?:(?:is|are) withdrawn|hold (?:for|until))\b",
)

TO_CLIENTS = _words(
    r"\b(?:editors|clients|subscribers|coverage|story|stories|slug(?:ged|line)?|headline|writethru|transmission)\b",
    r"\b(?:resend(?:ing)?|refile|newsroom|wire|files?)\b",
)

ADVISES_EDITORS = re.compile(
    r"(?:ADVISORY|ATTENTION EDITORS|ACHTUNG REDAKTIONEN|AVIS|AVISO|EDITORS|EDS)\b\s*(?:[-–—:]|$)|ACHTUNG\s*[-–—:]"
)

SLUG_ADVISORY = _words(
    r"(?:BC|AP|AM|PM|US|EU|AS)-.*(?:,\s*ADVISORY\b|\b(?:NEWS|COVERAGE) (?:ADVISORY|DIGEST)\b)",
    r"AP NEWS (?:DIGEST|ADVISORY)\b",
)

_TEST_SAID = r"(?:this is (?:only )?a )?(?:wire |system |feed |line )?"

TEST = _words(
    _TEST_SAID
    + r"(?:test|tests|testing|prueba|essai|pagsubok)\b.{0,60}?"
    + either(
        r"\b(?:please )?(?:ignore|disregard)\b",
        r"\bdo not (?:use|publish|broadcast)\b",
        r"\bne pas (?:tenir compte|publier|diffuser|utiliser)\b",
        r"\b(?:ignorar|hacer caso omiso|no (?:publicar|usar))\b",
        r"\b(?:bitte )?(?:ignorieren|nicht (?:beachten|verwenden|ver[öo]ffentlichen))\b",
        r"\b(?:huwag|wag) (?:pansinin|gamitin|ilathala)\b",
        r"\bbalewalain\b",
    ),
    _TEST_SAID + r"test(?:[ -](?:message|item|story|article|post|only|test|advisory|alert|headline|please|\d+))*\W*$",
    r"(?:please )?(?:ignore|disregard)(?:\W+(?:this )?(?:test|message|item))*\W*$",
)

# -- the story that is meant ------------------------------------------------------------------------------------------
QUOTED = re.compile(r"[“\"«„]\s*([^”\"»“„]{8,200}?)\s*[”\"»“]")
REPLACEMENT_FOLLOWS = _words(
    r"\b(?:use|see|instead|replaced?|replacement|substitut\w+|remplac\w+|sustitu\w+|ersetz\w+|palit\w*)\b"
)
"""A quotation after one of these is the replacement, not the withdrawn story."""

SLUGGED = re.compile(r"\bslugged\s+[“\"]?(\w[\w/.\- ]{3,80})", re.IGNORECASE)

BEFORE_A_TITLE = _words(
    r"(?:the )?(?:withdrawal|retraction|elimination|kill(?:ing)?|annulation|anulaci[óo]n)(?: of| on| de(?: la| l)?)?[\s:,'’]+",
    r"(?:withdraws?|retracts?|kills?|of|on|re|about|the|our|la|le|die|ang)[\s:,'’]+",
    r"(?:story|stories|article|item|report|d[ée]p[êe]che|noticia|nota|meldung|balita)"
    r"(?: headlined| titled| slugged| on| about| titr[ée]e| titulada| sur| sobre| tungkol sa)?[\s:,'’]+",
)
AFTER_A_TITLE = re.compile(
    r"[\s,;:–—-]+"
    + either(
        r"(?:stor(?:y|ies)|article|item|report)(?: (?:is|was|has been))?(?: withdrawn| killed| retracted)?",
        r"(?:is|was|has been) (?:withdrawn|killed|retracted)",
        r"(?:wird )?zur[üu]ckgezogen",
        r"annul[ée]e?",
        r"anulada",
    )
    + r"\W*$",
    re.IGNORECASE,
)
