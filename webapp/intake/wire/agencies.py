"""Names of news agencies, as they stand in datelines, bylines and credits."""

from __future__ import annotations

import re

from webapp.intake.story.clean_text import clean_line

_NAMES = (
    "PNA|Philippine News Agency|PIA|Philippine Information Agency|AFP|Agence France-Presse|AP|Associated Press|"
    "The Associated Press|Reuters|Thomson Reuters|dpa|dpa-AFX|Xinhua|新华社|新华网|中新社|中央社|CNA|Kyodo|Kyodo News|共同|"
    "共同通信|Jiji|Jiji Press|時事|時事通信|ロイター|Yonhap|Yonhap News|Yonhap News Agency|연합뉴스|Newsis|뉴시스|News1|뉴스1|"
    "CNN|CNN Wire|The-CNN-Wire|Canadian Press|The Canadian Press|La Presse canadienne|PA|PA Media|Press Association|"
    "UPI|Bloomberg|EFE|Europa Press|ANSA|Adnkronos|AGI|TASS|Interfax|RIA Novosti|Ukrinform|NTB|TT|TT News Agency|"
    "Ritzau|STT|BNS|ETA|LETA|AAP|Australian Associated Press|NZ Newswire|360info|IANS|PTI|Press Trust of India|ANI|"
    "Bernama|Antara|VNA|Vietnam News Agency|TNA|Thai News Agency|MCOT|Anadolu|Anadolu Agency|AA|IRNA|WAM|SPA|QNA|MENA|"
    "ČTK|CTK|PAP|MTI|Agerpres|BTA|HINA|Tanjug|STA|APA|Keystone-SDA|SDA|ATS|Belga|ANP|Lusa|Agência Lusa|Estadão "
    "Conteúdo|"
    "Agência Brasil|ACAN-EFE|EFE News|ANDINA|Andina|ABI|AVN|Télam|Notimex|Prensa Latina|NAN|GNA|KNA|epd|SID|ABS-CBN "
    "News|GMA Integrated News|"
    "Caribbean Media Corporation|CMC"
)
_BY_NAME = {name.casefold(): name for name in _NAMES.split("|")}
_BETWEEN = re.compile(r"\s*(?:/|,|;| with | and | mit | et | via |\bin\b)\s*", re.IGNORECASE)


def known_agency(text: str) -> str | None:
    """The agency that is named by all of `text`, in its own spelling (`JIJI` → `Jiji`), or `None`."""
    return _BY_NAME.get(text.strip(" .()[]").casefold())


def find_agency(byline: str) -> str | None:
    """The agency in a byline such as `AFP/The Local` or `Von Christian Hollmann, dpa`, or `None`."""
    byline = clean_line(byline, 200)
    return known_agency(byline) or next(
        (known for part in _BETWEEN.split(byline) if (known := known_agency(part))), None
    )
