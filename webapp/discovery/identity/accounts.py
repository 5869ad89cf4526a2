"""The station's own pages on networks: none of those who made its site, of its people and partners, and no button that shares."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from urllib.parse import parse_qs, urlsplit

from lxml.html import HtmlElement

from webapp.discovery.facts import DISAGREES, OF_OTHERS, Fact
from webapp.discovery.identity.names import akin_things
from webapp.discovery.site.others import in_article, is_akin, is_of_others, is_sample_handle, of_the_maker
from webapp.discovery.site.site_page import SitePage
from webapp.intake.formats.json_values import as_text
from webapp.intake.story.html.tree import line_of

NETWORKS = {
    "facebook.com", "instagram.com", "x.com", "twitter.com", "youtube.com", "tiktok.com", "threads.net", "threads.com",
    "bsky.app", "t.me", "linkedin.com", "soundcloud.com", "mixcloud.com", "twitch.tv", "viber.com", "whatsapp.com", "vk.com",
    "fb.com",
}  # fmt: skip
_SAME = {"twitter.com": "x.com", "threads.com": "threads.net", "fb.com": "facebook.com"}
_NOT_AN_ACCOUNT = re.compile(
    r"/(?:sharer?|share|sharearticle|intent|dialog|embed|plugins|watch|status|posts?|photos?|videos?|events?|"
    r"permalink|story|p|reel|reels|"
    r"shorts|hashtag|search|home|login|playlist|tr|ads|privacy|terms|legal|about|policies|help|send|v|groups/join|"
    r"oauth)(?:[/.?]|$)|"
    r"[?&](?:u|url|text|v|story_fbid)=",
    re.IGNORECASE,
)
MAX_LINKED = 60
"""Of one page, whatever it holds."""

_SOCIAL_KEYS = re.compile(
    r"social|sameas|profile|facebook|instagram|twitter|youtube|tiktok|threads|links?$|accounts?|follow"
)
_FEDIVERSE = re.compile(r"mastodon|fediverse|pixelfed|peertube|friendica", re.IGNORECASE)
_REL_ME_PATH = re.compile(r"/(?:@|users?/)[\w.-]+/?")


def accounts(pages: Sequence[SitePage], names: Sequence[str]) -> Iterator[Fact]:
    """Stated ones first. Of several on one network those whose names are not akin to the station's are not sure; nor are accounts
    of the same names elsewhere.
    """
    page = pages[0]
    stated = [
        Fact("account", _bare(text), f"JSON-LD sameAs at {page.url}")
        for thing in akin_things(page, names)
        for address in _listed(thing.get("sameAs"))
        if is_account(text := as_text(address))
    ]
    linked = [fact for one in pages for fact in islice(_linked(one), MAX_LINKED)]
    linked += [*islice(_in_data(page, names), MAX_LINKED), *islice(_in_widgets(page), MAX_LINKED)]
    shortest = [fact.value for fact in linked]
    linked = [fact for fact in linked if not any(fact.value.startswith(f"{other}/") for other in shortest)]
    yield from _sorted_out([*stated, *linked], names)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _sorted_out(found: list[Fact], names: Sequence[str]) -> Iterator[Fact]:
    by_network: dict[str, set[str]] = defaultdict(set)
    for fact in found:
        by_network[_network(fact.value)].add(fact.value)
    akin = {fact.value for fact in found if is_akin(_handle(fact.value), names)}
    several = {network for network, values in by_network.items() if len(values) > 1}
    strange = {
        _handle(fact.value)
        for fact in found
        if _network(fact.value) in several and fact.value not in akin and by_network[_network(fact.value)] & akin
    }
    for fact in found:
        if fact.value in akin:
            yield fact
        elif _handle(fact.value) in strange:
            yield fact.unsure(OF_OTHERS)
        elif _network(fact.value) in several and fact.sure != "certain":
            yield fact.unsure(DISAGREES)
        else:
            yield fact


def _network(address: str) -> str:
    host = (urlsplit(address).hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("web.")
    return _SAME.get(host, host)


def _handle(address: str) -> str:
    return urlsplit(address).path.strip("/").removeprefix("@").casefold()


def _linked(page: SitePage) -> Iterator[Fact]:
    for link in page.tree.iter("a"):
        address = (link.get("href") or "").strip()
        if not (is_account(address) or _is_elsewhere(link, address)):
            continue
        if not (of_the_maker(link) or is_of_others(link) or in_article(link) or _in_a_station_of_several(link)):
            yield Fact("account", _bare(address), f"link at {page.url}", "likely")


def _is_elsewhere(link: HtmlElement, address: str) -> bool:
    """Whether it is an account on one of the many servers of the fediverse, by what the link says of itself."""
    says = "me" in (link.get("rel") or "").lower().split() or bool(
        _FEDIVERSE.search(f"{line_of(link, 60)} {link.get('class') or ''}")
    )
    return says and address.startswith("https://") and bool(_REL_ME_PATH.fullmatch(urlsplit(address).path))


def _in_a_station_of_several(link: HtmlElement) -> bool:
    """Whether it stands in one of several boxes of one kind that each have a heading and sound of their own."""
    for box in link.iterancestors("section", "div", "li", "article", "td"):
        kind = (box.get("class") or "").strip()
        if kind and box.find(".//audio") is not None:
            beside = (box.getnext(), box.getprevious())
            return any(
                one is not None and (one.get("class") or "").strip() == kind and one.find(".//audio") is not None
                for one in beside
            )
    return False


def _in_widgets(page: SitePage) -> Iterator[Fact]:
    """Facebook's and Twitter's boxes name the page that they show; the head may name its publisher's."""
    named = [(box.get("data-href") or "", "box", box) for box in page.tree.xpath("//*[contains(@class, 'fb-page')]")]
    for frame in page.tree.iter("iframe"):
        parts = urlsplit(frame.get("src") or "")
        if (parts.hostname or "").endswith("facebook.com") and "/plugins/page" in parts.path:
            named.append((parse_qs(parts.query).get("href", [""])[0], "box", frame))
    for address, where, box in named:
        if is_account(address) and not is_of_others(box):
            yield Fact("account", _bare(address), f"{where} at {page.url}", "likely")
    for relations, _, address in page.links:
        if "me" in relations and (is_account(address) or _REL_ME_PATH.fullmatch(urlsplit(address).path)):
            yield Fact("account", _bare(address), f"link at {page.url}", "likely")
    publisher = page.meta("article:publisher")
    if is_account(publisher):
        yield Fact("account", _bare(publisher), f"article:publisher at {page.url}", "likely")


def _in_data(page: SitePage, names: Sequence[str]) -> Iterator[Fact]:
    """Those that the data says to be its own, and those in scripts that have a name akin to the station's."""
    for path, value in page.embedded:
        if is_account(value) and any(_SOCIAL_KEYS.search(key) for key in path[-3:]):
            yield Fact("account", _bare(value), f"data in a script at {page.url}", "likely")
    for address in page.script_addresses:
        if is_account(address) and is_akin(_handle(address), names):
            yield Fact("account", _bare(address), f"script at {page.url}", "likely")


def is_account(address: str) -> bool:
    """Whether an address is an account's, and no button, post or sample."""
    try:
        parts = urlsplit(address)
        host = _network(address)
    except ValueError:
        return False
    path = parts.path.strip("/")
    known = host in NETWORKS and parts.scheme in ("http", "https")
    is_page = host == "facebook.com" and path.startswith("p/")  # which is a post on Instagram
    return known and len(path) > 1 and (is_page or not _NOT_AN_ACCOUNT.search(address)) and not is_sample_handle(path)


def _bare(address: str) -> str:
    parts = urlsplit(address)
    query = f"?{parts.query}" if parts.path.endswith("profile.php") else ""
    host = (parts.hostname or "").lower()
    return f"https://{host}{parts.path.rstrip('/')}{query}"
