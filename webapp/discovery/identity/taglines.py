"""The station's one line: stated for machines, or shown below its name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from webapp.discovery.broadcast.servers import RadioServer
from webapp.discovery.facts import CONCLUDED, DISAGREES, Fact
from webapp.discovery.identity.names import GREETING, STATIONS, headed, parts_of
from webapp.discovery.site.others import is_akin, names_of
from webapp.discovery.site.site_page import SitePage
from webapp.intake.formats.json_values import as_text
from webapp.intake.story.clean_text import clean_line, match_key
from webapp.intake.story.html.tree import line_of

MAX_TAGLINE_CHARS, MAX_DESCRIPTION_CHARS, MAX_TAGLINE_WORDS = 120, 60, 9
_NO_TAGLINE = re.compile(
    r"\b(?:listen|website|web site|homepage|welcome|click|subscribe|cookies?|copyright|all rights|now playing|live stream|"
    r"on air now|powered|menu|search|loading|lorem|description|subtitle|coming soon|radio station|estasyon ng radyo|"
    r"himpilan ng radyo|stasiun radio|official|campus radio of)\b|https?:|@|©",
    re.IGNORECASE,
)
_SUBTITLE = re.compile(
    r"(?:^|[-_\s])(?:tag-?line|slogan|motto|site-description|sub-?title|strap-?line|brand-text)(?:$|[-_\s])",
    re.IGNORECASE,
)
_HERO = re.compile(r"hero|banner|jumbotron|masthead|header|intro|cover|brand", re.IGNORECASE)
_TAGLINE_KEYS = ("tagline", "tag_line", "sitetagline", "site_tagline", "slogan", "motto")


def taglines(page: SitePage, wordpress: dict[str, Any], server: RadioServer | None, name: str) -> Iterator[Fact]:
    """One line of its own. A description of more than a line is no tagline.

    A slogan is one by its name. Of other lines that differ, the one that stands in two places counts; else none is sure. A short
    description, or a line below the name, may be anything, so that it counts only beside another sign.
    """
    for thing in page.things(*STATIONS, "NewsMediaOrganization", "Organization"):
        if slogan := clean_line(as_text(thing.get("slogan")), MAX_TAGLINE_CHARS):
            yield Fact("tagline", slogan, f"JSON-LD slogan at {page.url}")
    found = [*_stated(page, wordpress, server, name), *_shown_taglines(page, name)]
    weak = list(_weak(page, name))
    signs = Counter(line for line, _ in {(match_key(fact.value), fact.where) for fact in (*found, *weak)})
    lines = {match_key(fact.value) for fact in found}
    for fact in found:
        agreed = len(lines) == 1 or signs[match_key(fact.value)] == max(signs[line] for line in lines) > 1
        yield fact if agreed else fact.unsure(DISAGREES)
    for fact in weak:
        alone = signs[match_key(fact.value)] == 1 or bool(lines)
        yield fact.unsure(CONCLUDED) if alone else fact


def _stated(page: SitePage, wordpress: dict[str, Any], server: RadioServer | None, name: str) -> Iterator[Fact]:
    """What systems have as the site's line below its name."""
    for path, value in page.embedded:
        if path[-1] in _TAGLINE_KEYS and (line := _tagline(value, name)):
            yield Fact("tagline", line, f"data in a script at {page.url}")
    if line := _tagline(as_text(wordpress.get("description")), name):
        yield Fact("tagline", line, f"WordPress' REST root of {page.url}")
    for thing in page.things("WebSite"):
        if line := _tagline(as_text(thing.get("description")), name, MAX_DESCRIPTION_CHARS):
            yield Fact("tagline", line, f"JSON-LD WebSite at {page.url}")
    if server and (line := _tagline(server.description, name)):
        yield Fact("tagline", line, f"AzuraCast at {server.url}")


def _weak(page: SitePage, name: str) -> Iterator[Fact]:
    """Short descriptions, and the line below the name."""
    described = {clean_line(page.meta(one), 300) for one in ("description", "og:description", "twitter:description")}
    described |= {
        clean_line(as_text(thing.get("description")), 300) for kind in STATIONS for thing in page.things(kind)
    }
    for text in sorted(described - {""}):
        if name and (line := _tagline(text, name, MAX_DESCRIPTION_CHARS)):
            yield Fact("tagline", line, f"description at {page.url}", "likely")
    for heading in list(page.tree.iter("h1"))[:1]:
        below = heading.getnext()
        if below is None or not is_akin(line_of(heading), [name]):
            continue
        kind = below.tag in ("p", "h2", "h3", "small", "em", "span", "div")
        line = _tagline(line_of(below), name, MAX_DESCRIPTION_CHARS) if kind else ""
        if line and len(line.split()) <= MAX_TAGLINE_WORDS:
            yield Fact("tagline", line, f"line below the name at {page.url}", "likely")


def _shown_taglines(page: SitePage, name: str) -> Iterator[Fact]:
    """A line that its box calls one, the other part of the title, what stands in small letters below the name."""
    for element in page.tree.xpath("//*[@class or @id]"):
        if _SUBTITLE.search(names_of(element)) and (line := _tagline(line_of(element), name)):
            yield Fact("tagline", line, f"line below the name at {page.url}", "likely")
            break
    for title in dict.fromkeys((page.title, page.meta("og:title"), page.meta("twitter:title"))):
        parts = parts_of(title)
        other = next((part for part in parts if part != name), "") if len(parts) == 2 and name in parts else ""
        # The other part may be whoever owns the site: unless the address is the station's, the page must show the line too.
        own_site = not headed(page) or is_akin(urlsplit(page.url).hostname or "", [name])
        if (line := _tagline(other, name)) and (own_site or _stands_alone(page, line)):
            yield Fact("tagline", line, f"title of {page.url}", "likely")
    for heading in list(page.tree.iter("h1"))[:1]:
        box, below = heading.getparent(), heading.getnext()
        near = box is not None and (box.tag in ("header", "hgroup") or bool(_HERO.search(names_of(box))))
        if near and below is not None and below.tag == "p" and is_akin(line_of(heading), [name]):
            line = _tagline(line_of(below), name, MAX_DESCRIPTION_CHARS)
            if line and len(line.split()) <= MAX_TAGLINE_WORDS and not re.search(r"\d", line):
                yield Fact("tagline", line, f"line below the name at {page.url}", "likely")


def _stands_alone(page: SitePage, line: str) -> bool:
    key = match_key(line)
    return any(
        match_key(one.text) == key and one.element.tag != "a" and one.element.find(".//a") is None for one in page.lines
    )


def _tagline(text: str, name: str, max_chars: int = MAX_TAGLINE_CHARS) -> str:
    """`text` if it can be a tagline: a line of two words or more that neither greets nor only repeats the name."""
    line = clean_line(text, 300).strip(" |–—-\"“”'«»")
    words = [word for word in line.split() if sum(map(str.isalpha, word)) >= 3]
    if not 3 < len(line) <= max_chars or len(words) < 2 or GREETING.fullmatch(line) or _NO_TAGLINE.search(line):
        return ""
    key, own = match_key(line), match_key(name)
    repeats = bool(own) and (own in key or key in own)
    return "" if repeats else line
