"""Addresses on a page that may be streams: of players, links, scripts, and put together from a server and its mounts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import parse_qs, urljoin, urlsplit

from lxml.html import HtmlElement

from webapp.discovery.site.others import in_article, is_of_others
from webapp.discovery.site.site_page import SitePage

PLAYLIST = re.compile(r"\.(?:pls|m3u|xspf|asx|wax|ram)(?:$|[?#])", re.IGNORECASE)
STREAM = re.compile(
    r"\.m3u8(?:$|[?#])|/;|;stream|/listen/[^/]+/|:(?:8[0-9]{3}|9[0-9]{3})/|/(?:live|stream|radio|listen|icecast|shoutcast|"
    r"mount|broadcast)[\w.-]*(?:\.(?:mp3|aac|ogg|opus))?(?:$|[?#])|stream[\w-]*\.|\.radio\.co/|zeno\.fm/|radiojar\.com/|"
    r"streamtheworld\.com/|\.out\.airtime\.pro/|/[\w-]+\.(?:mp3|aac|aacp|ogg|opus)(?:$|[?#])|live365\.com/",
    re.IGNORECASE,
)
NO_STREAM = re.compile(
    r"\.(?:js|css|png|jpe?g|gif|svg|webp|avif|ico|woff2?|ttf|json|xml|xsl|html?|php|pdf|mp4|webm|map|zip)(?:$|"
    r"[?#])|/wp-json/|/api/",
    re.IGNORECASE,
)
_QUOTED = r"""["']((?:https?:)?//[^\s"'<>]{4,300}|/[^\s"'<>/][^\s"'<>]{0,200}|[\w.-]+\.(?:mp3|aac|ogg|m3u8?|pls))["']"""
_KEYED = re.compile(
    r"""["']?(?:stream(?:_?url|_?src|ing_?url)?|audio(?:_?url|_?src)?|mp3|m4a|oga|aac|hls(?:_?url)?|m3u8|listen_?url|radio_?url|"""
    r"""live_?url|playback_?url|file|src)["']?\s*[:=]\s*\[?\s*""" + _QUOTED,
    re.IGNORECASE,
)
_SERVER = re.compile(
    r"""["']?(?:server|host|base(?:_?url)?|icecast|shoutcast|ice)["']?\s*[:=]\s*["']((?:https?://)?[\w.-]+(?::\d{2,5})?)/?["']""",
    re.IGNORECASE,
)
_PORT = re.compile(r"""["']?port["']?\s*[:=]\s*["']?(\d{2,5})""", re.IGNORECASE)
_MOUNTS = re.compile(
    r"""["']?mount(?:s|_?point|_?name|_?path)?["']?\s*[:=]\s*(\[[^\]]{0,300}\]|["'][^"']{1,80}["'])""", re.IGNORECASE
)
_MOUNT = re.compile(r"""["'](/?[\w./;-]{1,80})["']""")
_TRITON = re.compile(r"td-?sdk|tdPlayer|streamtheworld|listenlive|triton", re.IGNORECASE)
_TRITON_MOUNT = re.compile(r"""["']?(?:station|mount)["']?\s*[:=]\s*["']([A-Z0-9_]{4,24})["']""")
_RADIO_CO = re.compile(r"radio\.co/(?:stations/)?(s[0-9a-f]{9,10})\b")
_LIVE365 = re.compile(r"live365\.com/(?:embeds?/v1/player/|station/[\w-]*-|)(a\d{4,6})\b")
_RADIOJAR = re.compile(r"""radiojar|streamName["']?\s*[:=]""", re.IGNORECASE)
_RADIOJAR_NAME = re.compile(r"""streamName["']?\s*[:=]\s*["'](\w{8,20})["']""")
_DATA_NAMES = re.compile(r"stream|src|url|mp3|file|audio|href|hls|source|media", re.IGNORECASE)
MAX_SCRIPT_CHARS = 300_000
MAX_OF_ELEMENTS = 200


@dataclass(frozen=True)
class Found:
    """An address that may be a stream, by which sign, and whether it stands among what is somebody else's."""

    url: str
    where: str
    of_others: bool = False


def stream_addresses(page: SitePage, *, is_player: bool) -> Iterator[Found]:
    """Those of the page. On a page that is a player every address of its scripts may be one."""
    yield from islice(_of_elements(page), MAX_OF_ELEMENTS)
    for thing in page.things("AudioObject", "ListenAction", "BroadcastService", "RadioStation", "RadioChannel"):
        for name in ("contentUrl", "embedUrl", "target", "urlTemplate", "streamUrl"):
            if isinstance(value := thing.get(name), str) and STREAM.search(value):
                yield Found(value, f"JSON-LD {name}")
    yield from islice(_of_links(page), MAX_OF_ELEMENTS)
    for text in page.script_texts:
        for found in _KEYED.finditer(text[:MAX_SCRIPT_CHARS]):
            address = page.absolute(found[1])
            if address and not NO_STREAM.search(address) and urlsplit(address).path.strip("/"):
                yield Found(address, "script")
        yield from _put_together(text[:MAX_SCRIPT_CHARS], page)
    for path, value in page.embedded:
        address = page.absolute(value) if value.startswith(("http", "/")) else ""
        keyed = any(re.search(r"stream|audio|listen|hls|mp3|player", key) for key in path)
        if address and keyed and not NO_STREAM.search(address) and urlsplit(address).path.strip("/"):
            yield Found(address, "data in a script")
    for address in page.script_addresses:
        if NO_STREAM.search(address):
            continue
        if PLAYLIST.search(address) or STREAM.search(address) or (is_player and _may_be_of_a_player(address)):
            yield Found(address, "script")
    yield from _hosted(page)


def _of_links(page: SitePage) -> Iterator[Found]:
    for link in page.tree.iter("a", "area"):
        address = page.absolute(link.get("href") or "")
        if address and (PLAYLIST.search(address) or (STREAM.search(address) and not NO_STREAM.search(address))):
            yield Found(address, "link", is_of_others(link) or in_article(link))


def _of_elements(page: SitePage) -> Iterator[Found]:
    """Players: media elements, old plug-ins with their parameters, and attributes that name an address."""
    for element in page.tree.iter():
        if not isinstance(element.tag, str):
            continue
        media = element.tag in ("audio", "video", "source", "embed", "object", "bgsound")
        for name, value in element.attrib.items():
            if media and name in ("src", "data", "flashvars"):
                yield from _of_attribute(value if name != "flashvars" else _of_flash(value), page, element)
            elif name.startswith("data-") and _names_an_address(name, value):
                yield from _of_attribute(value, page, element)
        if element.tag == "param" and (element.get("name") or "").lower() in (
            "url",
            "filename",
            "src",
            "file",
            "flashvars",
            "movie",
        ):
            yield from _of_attribute(_of_flash(element.get("value") or ""), page, element)


def _of_attribute(value: str, page: SitePage, element: HtmlElement) -> Iterator[Found]:
    address = page.absolute(value)
    if address and not NO_STREAM.search(address) and element.tag != "iframe":
        yield Found(address, "player", is_of_others(element))


def _names_an_address(name: str, value: str) -> bool:
    if "http" in value[:8] or value.startswith("//"):
        return True
    return value.startswith("/") and bool(_DATA_NAMES.search(name)) and bool(STREAM.search(value))


def _of_flash(value: str) -> str:
    """The stream in the variables of an old player: `file=http://…&autostart=true`."""
    if "=" not in value.partition("?")[0]:
        return value
    query = parse_qs(value)
    return next((query[name][0] for name in ("file", "mp3", "url", "stream", "src") if name in query), "")


def _put_together(text: str, page: SitePage) -> Iterator[Found]:
    """A server, perhaps a port, and its mounts, each by itself in one script."""
    mounts = [mount[1] for group in _MOUNTS.findall(text) for mount in _MOUNT.finditer(group)]
    server = _SERVER.search(text)
    if not server or not mounts:
        return
    base = server[1] if "//" in server[1] else f"{urlsplit(page.url).scheme}://{server[1]}"
    port = _PORT.search(text)
    if port and not re.search(r":\d+$", base):
        base += f":{port[1]}"
    for mount in mounts[:4]:
        yield Found(urljoin(base, f"/{mount.lstrip('/')}"), "script")


def _hosted(page: SitePage) -> Iterator[Found]:
    """Streams of hosts whose players name a station by a code."""
    texts = [
        *page.script_texts,
        *(script.get("src") or "" for script in page.tree.iter("script")),
        *page.frames,
        *page.players,
    ]
    whole = "\n".join(texts)[: 2 * MAX_SCRIPT_CHARS]
    if _TRITON.search(whole):
        for mount in dict.fromkeys(_TRITON_MOUNT.findall(whole)):
            yield Found(
                f"https://playerservices.streamtheworld.com/api/livestream-redirect/{mount}.mp3", "Triton's player"
            )
    for code in dict.fromkeys(_RADIO_CO.findall(whole)):
        yield Found(f"https://streaming.radio.co/{code}/listen", "Radio.co's player")
    for code in dict.fromkeys(_LIVE365.findall(whole)):
        yield Found(f"https://streaming.live365.com/{code}", "Live365's player")
    if _RADIOJAR.search(whole):
        for code in dict.fromkeys(_RADIOJAR_NAME.findall(whole)):
            yield Found(f"https://stream.radiojar.com/{code}", "Radiojar's player")


def _may_be_of_a_player(address: str) -> bool:
    parts = urlsplit(address)
    return bool(parts.path.strip("/")) and not re.search(
        r"google|gstatic|facebook|cloudflare|jsdelivr|unpkg|jquery|w3\.org|schema\.org|sentry|doubleclick|gravatar",
        parts.hostname or "",
    )
