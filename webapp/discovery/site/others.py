"""What stands on a station's page and is not the station's: makers' credits, partners, people, stories, samples of a template.

A fact of somebody else's is worse than none, so in doubt something is another's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml.html import HtmlElement

from webapp.intake.story.html.tree import line_of, short_text
from webapp.newsroom.articles.sanitize import word_set
from webapp.newsroom.slugs import ascii_letters

_MARKS = re.compile(
    r"(?:^|[-_\s])(?:sponsors?|partners?|clients?|affiliates?|funders?|fund|donors?|awards?|payments?|sisters?|"
    r"blogroll|team|staff|"
    r"hosts?|djs?|presenters?|announcers?|authors?|byline|members?|comments?|tweet|media-embed|instagram-media|share|sharing|"
    r"sharedaddy|addtoany|addthis|related|testimonials?|ads?|advert\w*|credits?)(?:$|[-_\s])",
    re.IGNORECASE,
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "dt", "legend", "summary")
_OF_OTHERS = re.compile(
    r"\b(?:sister|partner|affiliate|sponsor|friend|team|staff|djs?|hosts?|presenters?|announcers?|other stations|our network|"
    r"links|recommend|supported by|kaibigan|kasosyo|katuwang|kapatid na|iba pang|anawnser|tagapagbalita|mamamahayag|gagayyem|"
    r"kauban|higala|s(?:oe|œ)ur|partenaire|amis|equipe|équipe|hermana|socios?|aliad\w+|equipo|locutores|mitra|"
    r"sahabat|penyiar|tim kami)",
    re.IGNORECASE,
)
_SECTIONS = ("header", "footer", "nav", "main", "aside", "section", "article", "body")
_CREDIT = re.compile(
    r"\b(?:(?:web)?site|design(?:ed)?|developed|built|made|powered|secured|theme|template|hosted|situs|gawa|"
    r"dise[ñn](?:o|ado)|sitio)"
    r" (?:by|oleh|ni|ng|por|web)\b",
    re.IGNORECASE,
)
_SAMPLE_NAMES = re.compile(
    r"your[\w.-]*|user(?:name)?|profile|handle|example|wix(?:com|-com)?|squarespace|word ?press(?:dot)?(?:com|org)?|elementor|"
    r"automattic|blogger|ghost|weebly|joomla|drupal|envato|themeforest|codecanyon|colorlib|bootstrap|facebook|instagram|twitter|"
    r"youtube|tiktok|google|azuracast|radiostation|#",
    re.IGNORECASE,
)
_SAMPLE_HOSTS = re.compile(
    r"(?:^|\.)(?:my-?site|your-?(?:site|domain|company|email|station)|domain|company|email|site|website|example|"
    r"test|demo)\.(?:com|org|net|fm)$",
    re.IGNORECASE,
)
_COMMON_WORDS = word_set(
    "radyo radio fm am mhz khz news balita tv ph live online official station himpilan estasyon the ng sa ang "
    "mga of de la le el and "
    "at network stream streaming audio server icecast shoutcast default name my this is no unspecified untitled "
    "unknown autodj main "
    "high low quality hd hq mp3 aac ogg mobile kbps test www com org net http https music voice"
)


MAX_NAMES_CHARS, MAX_HEADING_CHARS = 200, 120
MAX_BESIDE = 60
"""So far up a heading is looked for, whatever a stranger's page holds."""


def is_of_others(element: HtmlElement | None) -> bool:
    """Whether a part of the page is about somebody else, by the names of its boxes and the heading above it."""
    if element is None:
        return False
    for box in (element, *element.iterancestors()):
        if box.tag == "blockquote" or _MARKS.search(names_of(box)):
            return True
    return bool(_OF_OTHERS.search(heading_above(element)))


def names_of(box: HtmlElement) -> str:
    """Its class and id."""
    return f"{(box.get('class') or '')[:MAX_NAMES_CHARS]} {(box.get('id') or '')[:MAX_NAMES_CHARS]}"


def heading_above(element: HtmlElement) -> str:
    """The text of the nearest heading before it in its own section."""
    for box in (element, *element.iterancestors()):
        if box.tag in _SECTIONS and box is not element:
            first = box[0] if len(box) else None
            if first is not None and first.tag in _HEADINGS and first is not element:
                return short_text(first, MAX_HEADING_CHARS)
        before = box.getprevious()
        for _ in range(MAX_BESIDE):
            if before is None:
                break
            if before.tag in _HEADINGS:
                return short_text(before, MAX_HEADING_CHARS)
            before = before.getprevious()
        if box.tag in _SECTIONS:
            return ""
    return ""


def in_article(element: HtmlElement) -> bool:
    """Whether it stands in a story."""
    return any(box.tag == "article" or "hentry" in names_of(box).split() for box in (element, *element.iterancestors()))


def of_the_maker(link: HtmlElement) -> bool:
    """Whether it is a credit: `Site by …`, `Powered by …`."""
    parent, beside = link.getparent(), link.getprevious()
    if parent is None:
        return False
    before = (beside.tail if beside is not None else parent.text) or ""
    around = line_of(parent) if len(parent) <= MAX_BESIDE else ""
    return bool(_CREDIT.search(before[-60:] + " x")) or (len(around) < 120 and bool(_CREDIT.search(around)))


def is_sample_handle(handle: str) -> bool:
    """Whether an account's name is one that templates come with."""
    return bool(_SAMPLE_NAMES.fullmatch(handle.strip("/@").partition("/")[0])) or bool(
        _SAMPLE_NAMES.fullmatch(handle.strip("/@").rpartition("/")[2])
    )


def is_sample_mail(address: str) -> bool:
    """Whether a mail address is one that templates come with."""
    local, _, host = address.partition("@")
    return bool(_SAMPLE_HOSTS.search(host)) or local.lower() in ("name", "username", "your", "youremail", "yourname")


def is_sample_number(digits: str) -> bool:
    """Whether a telephone number is one that templates come with."""
    return "1234567" in digits or len(set(digits[-7:])) == 1 or digits.endswith("23456789")


def own_words(text: str) -> set[str]:
    """What tells one station from another in a text: words of three letters and more, and frequencies as digits."""
    found = re.findall(r"[a-z]{3,}|\d{3,}", re.sub(r"(?<=\d)\.(?=\d)", "", ascii_letters(text)))
    return {word for word in found if word not in _COMMON_WORDS}


def is_akin(text: str, names: Iterable[str]) -> bool:
    """Whether a text, an account's name or a host's, has a word in common with the station's names."""
    glued = re.sub(r"[^a-z0-9]", "", ascii_letters(text))
    ours = " ".join(names)
    ours_glued = re.sub(r"[^a-z0-9]", "", ascii_letters(ours))
    return any(word in glued for word in own_words(ours)) or any(word in ours_glued for word in own_words(text))
