"""Who the station is: name, tagline, languages, zone, logo, how to reach it, and its accounts elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

import orjson
from babel.core import get_global

from webapp.discovery.facts import Budget, Fact
from webapp.discovery.site_page import SitePage
from webapp.intake.formats.json_values import as_object, as_text
from webapp.intake.story.clean_text import clean_line, match_key
from webapp.intake.story.html.tree import line_of, text_of
from webapp.intake.story.language import decide_language, parse_language_tag
from webapp.intake.story.picture_size import size_of
from webapp.newsroom.model import primary_language
from webapp.newsroom.times import known_zone

STATIONS = ("RadioStation", "BroadcastService", "RadioBroadcastService")
OWNERS = (*STATIONS, "NewsMediaOrganization", "Organization", "LocalBusiness", "Corporation", "WebSite")

NETWORKS = {
    "facebook.com", "instagram.com", "x.com", "twitter.com", "youtube.com", "tiktok.com", "threads.net", "bsky.app",
    "t.me", "linkedin.com", "soundcloud.com", "viber.com", "whatsapp.com",
}  # fmt: skip
_SHARING = re.compile(
    r"/(?:sharer?|share|intent|dialog|embed|plugins|watch|status|p|reel|hashtag|search|home|login)\b|[?&](?:u|url|text)="
)
_SEPARATORS = re.compile(r"\s+[-–—|·:•»]\s+|\s*[|｜]\s*")
_GREETING = re.compile(
    r"(?:home(?: ?page)?|welcome(?: to)?|front page|main|index|live|listen(?: live| now)?|official (?:web)?site|blog|news|"
    r"just another wordpress site|inicio|accueil|startseite|untitled|my site|site title|bahay|tahanan)\W*",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\b(?:(?:web)?site|design(?:ed)?|developed|built|made|powered|theme|hosted|situs|gawa|dise[ñn](?:o|ado)|sitio)"
    r" (?:by|oleh|ni|ng|por|web)\b",
    re.IGNORECASE,
)
MIN_LOGO_PX = 48


def names(page: SitePage, wordpress: dict[str, Any]) -> Iterator[Fact]:
    """The station's name: stated for machines, else what the front page's title has in common with what it says elsewhere."""
    for thing in page.things(*STATIONS):
        if name := _own(clean_line(as_text(thing.get("name")), 80)):
            yield Fact("name", name, f"JSON-LD {thing.get('@type')} at {page.url}")
    if name := _headed(page):
        yield Fact("name", name, f"heading and title of {page.url}")
    site_name = _own(clean_line(page.meta("og:site_name"), 80))
    if site_name:
        yield Fact("name", site_name, f"og:site_name at {page.url}")
    if name := _own(clean_line(as_text(wordpress.get("name")), 80)):
        yield Fact("name", name, f"WordPress' REST root of {page.url}")
    for thing in page.things(*OWNERS):
        if name := _own(clean_line(as_text(thing.get("name")), 80)):
            yield Fact("name", name, f"JSON-LD {thing.get('@type')} at {page.url}")
    if name := _own(clean_line(page.meta("application-name", "apple-mobile-web-app-title"), 80)):
        yield Fact("name", name, f"application name at {page.url}", "likely")
    parts = [own for part in _SEPARATORS.split(page.title) if (own := _own(part))]
    host = match_key(urlsplit(page.url).hostname or "")
    named = max(parts, key=lambda part: _letters_in(host, part), default="")
    known = named if named and _letters_in(host, named) else None
    if parts:
        sure = "likely" if known or len(parts) == 1 else "perhaps"
        yield Fact("name", known or parts[0], f"title of {page.url}", sure)  # type: ignore[arg-type]


def _headed(page: SitePage) -> str:
    """The first part of the title where the page's only heading says the same: the page is about that, whoever owns the site."""
    first = _own(_SEPARATORS.split(page.title)[0])
    headings = [line_of(heading) for heading in page.tree.iter("h1")]
    same = len(headings) == 1 and first and match_key(_own(headings[0])) == match_key(first)
    return first if same and page.meta("og:type") != "article" else ""


def _letters_in(host: str, name: str) -> int:
    """How many letters of a name's words stand in the host's name."""
    words = (match_key(word) for word in name.split())
    return sum(len(word) for word in words if len(word) >= 3 and word in host)


def _own(name: str) -> str:
    """Without the ornaments around it; empty for what greets instead of naming."""
    name = name.strip(" .:*~|-–—•»«=_")
    return "" if not name or _GREETING.fullmatch(name) else name


def _owner(page: SitePage) -> list[dict[str, Any]]:
    """What the page says of the station itself; of whoever owns it, where it says nothing of that."""
    return page.things(*STATIONS) or page.things(*OWNERS)


def taglines(page: SitePage, wordpress: dict[str, Any], name: str) -> Iterator[Fact]:
    """One line of its own. A description of more than a line is no tagline."""
    for thing in page.things(*STATIONS, "NewsMediaOrganization", "Organization"):
        if slogan := clean_line(as_text(thing.get("slogan")), 120):
            yield Fact("tagline", slogan, f"JSON-LD slogan at {page.url}")
    described = clean_line(as_text(wordpress.get("description")), 200)
    if 3 < len(described) <= 120 and not _GREETING.fullmatch(described):
        yield Fact("tagline", described, f"WordPress' REST root of {page.url}")
    parts = [own for part in _SEPARATORS.split(page.title) if (own := _own(part))]
    if len(parts) == 2 and name in parts and parts[0] != parts[1] and not _headed(page):
        other = next(part for part in parts if part != name)
        if sum(len(word) >= 3 and word.isalpha() for word in other.split()) >= 2:
            yield Fact("tagline", other, f"title of {page.url}", "likely")


def languages(page: SitePage) -> Iterator[Fact]:
    """The page's own language first; versions of it in others after it."""
    stated = [(page.tree.get("lang") or page.tree.get("xml:lang") or "", "html lang")]
    stated += [(value, "og:locale") for value in page.metas.get("og:locale", ())]
    stated += [(value, "content-language") for value in page.metas.get("content-language", ())]
    stated += [(as_text(thing.get("inLanguage")), "JSON-LD inLanguage") for thing in page.things("WebSite", *STATIONS)]
    for link in page.tree.iter("link"):
        if "alternate" in (link.get("rel") or "") and (code := link.get("hreflang")) and code != "x-default":
            stated.append((code, "hreflang"))
    stated += [(value, "og:locale:alternate") for value in page.metas.get("og:locale:alternate", ())]
    usual = parse_language_tag((stated[0][0] or "").replace("_", "-"))
    spoken = (
        decide_language(usual or "", text_of(page.tree)[:20_000], (usual or "en",)) if usual in (None, "en") else None
    )
    if spoken and usual == "en" != primary_language(spoken):
        # Systems say English of every page, unless somebody sets it.
        yield Fact("language", primary_language(spoken), f"the page's words at {page.url}", "certain")
        stated = [one for one in stated if not one[0].lower().startswith("en")]
    for tag, where in stated:
        if code := parse_language_tag(tag.replace("_", "-")):
            yield Fact("language", primary_language(code), f"{where} at {page.url}", "certain")


def zones(page: SitePage, wordpress: dict[str, Any]) -> Iterator[Fact]:
    """The time zone. One concluded from a country counts only if that country has one zone."""
    if zone := _zone(as_text(wordpress.get("timezone_string"))):
        yield Fact("zone", zone, f"WordPress' REST root of {page.url}")
    for country, where in _countries(page):
        known = get_global("territory_zones").get(country, [])
        own = [zone for zone in known if _zone(zone)]
        if len(own) == 1:
            yield Fact("zone", own[0], f"{where}: the only zone of {country}", "likely")


def _countries(page: SitePage) -> Iterator[tuple[str, str]]:
    for thing in page.things("PostalAddress"):
        country = thing.get("addressCountry")
        code = as_text(as_object(country).get("name") if isinstance(country, dict) else country).strip()
        named = {"philippines": "PH", "pilipinas": "PH"}.get(code.lower(), code.upper())
        if len(named) == 2:
            yield named, f"JSON-LD address at {page.url}"
    for value in page.metas.get("og:locale", ()):
        if re.fullmatch(r"[a-z]{2,3}_(?!US|GB)[A-Z]{2}", value):
            yield value[-2:], f"og:locale at {page.url}"
    last = (urlsplit(page.url).hostname or "").rpartition(".")[2].upper()
    if len(last) == 2 and last not in ("FM", "TV", "IO", "AM", "CO", "ME", "AI", "CC", "WS", "EU", "TO", "LY", "GG"):
        yield {"UK": "GB"}.get(last, last), f"the address {urlsplit(page.url).hostname}"


def _zone(text: str) -> str:
    try:
        return known_zone(text) if "/" in text else ""
    except ValueError:
        return ""


def logos(page: SitePage, budget: Budget) -> Iterator[Fact]:
    """A picture that is said to be the logo, with its size as measured."""
    named: list[tuple[str, str]] = []
    for thing in _owner(page):
        logo = thing.get("logo")
        for one in logo if isinstance(logo, list) else [logo]:
            address = as_text(one.get("url") or one.get("contentUrl")) if isinstance(one, dict) else as_text(one)
            named.append((page.absolute(address), "JSON-LD logo"))
    for image in page.tree.iter("img"):
        marks = " ".join(filter(None, (image.get("class"), image.get("id"), image.get("alt"), image.get("src"))))
        if re.search(r"\blogo\b|[-_/]logo|logo[-_.]", marks, re.IGNORECASE) and not _in_a_list(image):
            named.append((page.absolute(image.get("data-src") or image.get("src") or ""), "picture called a logo"))
            break
    named += [(address, "apple-touch-icon") for relations, _, address in page.links if "apple-touch-icon" in relations]
    tried = 0
    for address, where in named:
        if not address or tried == 4:
            continue
        tried += 1
        came = budget.fetch(address, max_bytes=2_000_000)
        size = size_of(came.body) if came else None
        if came and size and min(size) >= MIN_LOGO_PX:
            value = {"url": came.url, "width": size[0], "height": size[1]}
            yield Fact(
                "logo", value, f"{where} at {page.url}", "certain" if where != "picture called a logo" else "likely"
            )


def _in_a_list(image: Any) -> bool:
    """A row of sponsors' logos is none of its own."""
    marks = [box.get("class") for box in image.iterancestors()] + [
        image.get("alt"),
        image.get("src"),
        image.get("class"),
    ]
    return bool(
        re.search(
            r"sponsor|partner|client|affiliate|footer|fund|donor|award|payment",
            " ".join(filter(None, marks)),
            re.IGNORECASE,
        )
    )


def accounts(page: SitePage) -> Iterator[Fact]:
    """Its own pages on networks, by JSON-LD and by links; not the buttons that share this one."""
    for thing in _owner(page):
        same = thing.get("sameAs")
        for address in same if isinstance(same, list) else [same]:
            if _is_account(text := as_text(address)):
                yield Fact("account", _bare(text), f"JSON-LD sameAs at {page.url}")
    named = [
        _bare(a.get("href")) for a in page.tree.iter("a") if _is_account(a.get("href") or "") and not _of_the_maker(a)
    ]
    for address in named:
        if not any(address.startswith(f"{other}/") for other in named):
            yield Fact("account", address, f"link at {page.url}", "likely")


def _of_the_maker(link: Any) -> bool:
    """Whether it is a credit: `Site by …`, `Powered by …`."""
    around = line_of(link.getparent()) if link.getparent() is not None else ""
    return len(around) < 120 and bool(_CREDIT.search(around))


def _is_account(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    return host in NETWORKS and len(parts.path.strip("/")) > 1 and not _SHARING.search(address)


def _bare(address: str) -> str:
    parts = urlsplit(address)
    query = f"?{parts.query}" if parts.path.endswith("profile.php") else ""
    return f"https://{(parts.hostname or '').lower()}{parts.path.rstrip('/')}{query}"


def contacts(page: SitePage) -> Iterator[Fact]:
    """Telephone numbers and mail addresses that it links to or states."""
    for thing in _owner(page):
        if phone := clean_line(as_text(thing.get("telephone")), 40):
            yield Fact("call", phone, f"JSON-LD telephone at {page.url}")
        if mail := as_text(thing.get("email")).removeprefix("mailto:").strip():
            yield Fact("email", mail, f"JSON-LD email at {page.url}")
    for href in page.raw_anchors:
        kind, _, rest = href.partition(":")
        value = unquote(rest.partition("?")[0]).strip()
        if kind.lower() == "tel" and sum(map(str.isdigit, value)) >= 7:
            yield Fact("call", value, f"link at {page.url}", "likely")
        elif kind.lower() == "sms" and value:
            yield Fact("text", value, f"link at {page.url}", "likely")
        elif kind.lower() == "mailto" and re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
            yield Fact("email", value, f"link at {page.url}", "likely")


def wordpress_root(page: SitePage, budget: Budget) -> dict[str, Any]:
    """What WordPress' REST root says of the site; empty where there is none."""
    root = next((address for relations, _, address in page.links if "https://api.w.org/" in relations), "")
    came = budget.fetch(root) if root else None
    if came is None:
        return {}
    try:
        return as_object(orjson.loads(came.body))
    except orjson.JSONDecodeError:
        return {}
