"""Other pages of the site which are read beside its front: frames, players, contact, the programmes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from webapp.discovery.facts import Budget
from webapp.discovery.site.site_page import SitePage
from webapp.fetch.client import Fetched
from webapp.intake.story.encoding import decode

MAX_FRAMES, MAX_PLAYERS, MAX_CONTACTS, MAX_PROGRAMMES = 4, 4, 2, 2
MAX_PAGE_BYTES = 1_000_000
MAX_REFRESH_S = 15
MAX_SCRIPTS = 2
MIN_WORDS = 40
"""A page with fewer is made by its scripts."""

_PLAYER = re.compile(
    r"(?:listen|live|player|on-?air|stream|makinig|pakinggan|radyo|escuch|ecoute|écoute|dengar)", re.IGNORECASE
)
_NO_PAGE = re.compile(
    r"\.(?:pls|m3u8?|xspf|asx|ram|mp3|aac|ogg|opus|jpe?g|png|gif|pdf|zip|ics|xml|rss)(?:$|[?#])", re.IGNORECASE
)
_CONTACT = re.compile(
    r"contact|kontak|contacto|ugnayan|sulatan|reach[- ]us|hubungi|impressum|get[- ]in[- ]touch|sumulat|kumontak|tawagan",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"about|tungkol|tentang|nosotros|acerca|quienes|a-propos|à propos|qui-sommes|sino[- ]kami", re.IGNORECASE
)
_PROGRAMMES = re.compile(
    r"schedule|program(?:me|a|mas|as|ming|acion|ación)?s?\b|iskedyul|palatuntunan|talatakdaan|jadwal|acara|grille|emisi|line-?up|"
    r"on-air-guide|palabas|timetable|horario|sendeplan|shows\b|parrilla",
    re.IGNORECASE,
)
_APP = re.compile(r"(?:app|main|index|bundle|config|site|settings|data|station)[\w.-]*\.m?js$", re.IGNORECASE)
_WATCHING = ("youtube.com", "facebook.com", "google.com", "twitter.com", "spotify.com", "soundcloud.com", "vimeo.com")


def front_page(came: Fetched, budget: Budget) -> SitePage:
    """The page, with what its frames show where it is a set of them; of one that only leads on, the page to which it does.

    Raises `ValueError` for what is no page.
    """
    page = SitePage(came)
    if (next_address := _leads_on(page)) and next_address != page.url:
        page = next(_read([next_address], page, budget, 1), page)
    taken = 0
    waiting = [page.absolute(frame.get("src") or "") for frame in page.tree.iter("frame")]
    while waiting and taken < MAX_FRAMES:
        for other in _read(filter(None, [waiting.pop(0)]), page, budget, 1):
            waiting += [other.absolute(frame.get("src") or "") for frame in other.tree.iter("frame")]
            page.take_in(other)
            taken += 1
    if sum(len(line.text.split()) for line in page.lines) < MIN_WORDS:
        _take_in_scripts(page, budget)
    return page


def _take_in_scripts(page: SitePage, budget: Budget) -> None:
    """An app's page is empty until its script has run: what it will say stands in the script."""
    own = [
        address
        for script in page.tree.iter("script")
        if (address := page.absolute(script.get("src") or "")) and same_site(address, page.url)
    ]
    named = [address for address in own if _APP.search(urlsplit(address).path)]
    for address in named[:MAX_SCRIPTS]:
        came = budget.fetch(address, max_bytes=MAX_PAGE_BYTES)
        if came and "html" not in came.content_type:
            page.take_in_script(decode(came.body, came.content_type))


def _leads_on(page: SitePage) -> str:
    """The address to which a page sends its readers by itself; empty if it stays."""
    for meta in page.tree.iter("meta"):
        if (meta.get("http-equiv") or "").lower() == "refresh" and (
            found := re.match(
                r"\s*(\d+)\s*[;,]\s*url\s*=\s*['\"]?([^'\"\s]+)", meta.get("content") or "", re.IGNORECASE
            )
        ):
            address = page.absolute(found[2])
            return address if int(found[1]) <= MAX_REFRESH_S and same_site(address, page.url) else ""
    return ""


def player_pages(page: SitePage, budget: Budget) -> Iterator[SitePage]:
    """Pages that the front calls its player, windows of their own, and frames that hold one."""
    wanted = [address for address in page.frames if _may_hold_a_player(address, page)]
    wanted += page.popups
    for address, text in page.anchors:
        path = urlsplit(address).path
        if (_PLAYER.search(text) or _PLAYER.search(path)) and path.count("/") <= 3 and not _NO_PAGE.search(path):
            wanted.append(address)
    yield from _read(wanted, page, budget, MAX_PLAYERS)


def _may_hold_a_player(address: str, page: SitePage) -> bool:
    host = urlsplit(address).hostname or ""
    if any(host == known or host.endswith(f".{known}") for known in _WATCHING):
        return False
    return same_site(address, page.url) or bool(_PLAYER.search(address)) or "/public/" in address


def contact_pages(page: SitePage, budget: Budget) -> Iterator[SitePage]:
    """The page that says how to reach the station, and the one about it."""
    for pattern in (_CONTACT, _ABOUT):
        yield from _read(_own_links(page, pattern), page, budget, MAX_CONTACTS // 2)


def programme_pages(page: SitePage, budget: Budget) -> Iterator[SitePage]:
    """Pages and frames that may have the week's programmes."""
    framed = [
        address
        for address in page.frames
        if same_site(address, page.url) and _PROGRAMMES.search(urlsplit(address).path)
    ]
    yield from _read([*framed, *_own_links(page, _PROGRAMMES)], page, budget, MAX_PROGRAMMES)


def _own_links(page: SitePage, pattern: re.Pattern[str]) -> list[str]:
    named = [
        (address, text)
        for address, text in page.anchors
        if same_site(address, page.url) and not _NO_PAGE.search(urlsplit(address).path) and len(text) <= 60
    ]
    by_text = [address for address, text in named if pattern.search(text)]
    return by_text + [
        address
        for address, _ in named
        if pattern.search(urlsplit(address).path.rpartition("/")[2] or urlsplit(address).path)
    ]


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one site: the same host, or one below the other."""
    hosts = [(urlsplit(address).hostname or "").removeprefix("www.") for address in (one, other)]
    return hosts[0] == hosts[1] or hosts[0].endswith(f".{hosts[1]}") or hosts[1].endswith(f".{hosts[0]}")


def _read(addresses: Iterable[str], page: SitePage, budget: Budget, most: int) -> Iterator[SitePage]:
    seen = {page.url.partition("#")[0]}
    for address in addresses:
        bare = address.partition("#")[0]
        if bare in seen:
            continue
        if len(seen) > most:
            return
        seen.add(bare)
        came = budget.fetch(bare, max_bytes=MAX_PAGE_BYTES)
        if came and ("html" in came.content_type or not came.content_type):
            try:
                yield SitePage(came)
            except ValueError:
                continue
