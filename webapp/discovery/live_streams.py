"""The station's live streams: addresses of players and links, followed through playlists, each listened to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urljoin, urlsplit, urlunsplit

from webapp.discovery.facts import Budget, Fact
from webapp.discovery.site_page import SitePage
from webapp.fetch.client import Fetched
from webapp.monitor.probes.playlist import NoPlaylist, read_playlist

_PLAYLIST = re.compile(r"\.(?:pls|m3u|xspf|asx)(?:$|[?#])", re.IGNORECASE)
_STREAM = re.compile(
    r"\.m3u8(?:$|[?#])|/;|;stream|/listen/[^/]+/|:(?:8[0-9]{3}|9[0-9]{3})/|/(?:live|stream|radio|listen|icecast|shoutcast|"
    r"mount|broadcast)[\w.-]*(?:\.(?:mp3|aac|ogg|opus))?(?:$|[?#])|stream[\w-]*\.|\.radio\.co/|zeno\.fm/|radiojar\.com/|"
    r"streamtheworld\.com/|/[\w-]+\.(?:mp3|aac|aacp|ogg|opus)(?:$|[?#])",
    re.IGNORECASE,
)
_PLAYER_PAGE = re.compile(r"(?:listen|live|player|on-?air|stream|makinig|pakinggan|radyo)", re.IGNORECASE)
_NO_STREAM = re.compile(
    r"\.(?:js|css|png|jpe?g|gif|svg|webp|ico|woff2?|json|xml|html?|php|pdf|mp4|webm)(?:$|[?#])", re.IGNORECASE
)
MAX_STREAMS_TRIED, MAX_PAGES_FOLLOWED = 12, 3
HEARD_BYTES = 24_000
BROWSER_TYPES = (
    "audio/mpeg",
    "audio/mp3",
    "audio/aac",
    "audio/aacp",
    "audio/mp4",
    "audio/ogg",
    "application/ogg",
    "audio/opus",
)


@dataclass(frozen=True)
class TriedStream:
    """A stream that answered. `plays` says whether browsers play it on the station's own page, and why if not."""

    url: str
    kind: Literal["hls", "icecast", "audio"]
    title: str
    bitrate_kbps: int | None
    plays: str


def streams(page: SitePage, budget: Budget) -> Iterator[Fact]:
    """Each stream that sends sound, those that play in a browser first. `value` is a `TriedStream`."""
    found: dict[str, Fact] = {}
    tried: set[str] = set()
    pages = [page, *_players_pages(page, budget)]
    for at in pages:
        for url, where in _candidates(at):
            for target in _followed(url, budget):
                if target in tried or len(tried) >= MAX_STREAMS_TRIED:
                    continue
                tried.add(target)
                if stream := try_stream(target, page.url, budget):
                    key = _same(stream.url)
                    found.setdefault(key, Fact("stream", stream, f"{where} at {at.url}"))
                else:
                    budget.note_unusable("stream", target, "it answers, and sends no sound without an end")
    yield from sorted(found.values(), key=lambda fact: fact.value.plays != "plays")


def _players_pages(page: SitePage, budget: Budget) -> Iterator[SitePage]:
    """Pages that the front page calls its player, and frames that hold one."""
    wanted = [address for address in page.frames if _PLAYER_PAGE.search(address) or "/public/" in address]
    for address, text in page.anchors:
        path = urlsplit(address).path
        if (
            not _STREAM.search(address)
            and (_PLAYER_PAGE.search(text) or _PLAYER_PAGE.search(path))
            and path.count("/") <= 3
        ):
            wanted.append(address)
    own = [address for address in dict.fromkeys(wanted) if address.partition("#")[0] != page.url.partition("#")[0]]
    for address in own[:MAX_PAGES_FOLLOWED]:
        came = budget.fetch(address, max_bytes=1_000_000)
        if came and "html" in came.content_type:
            try:
                yield SitePage(came)
            except ValueError:
                continue


def _candidates(page: SitePage) -> Iterator[tuple[str, str]]:
    for address in page.players:
        if not _NO_STREAM.search(address):
            yield address, "player"
    for thing in page.things("AudioObject", "ListenAction", "BroadcastService", "RadioStation", "RadioChannel"):
        for name in ("contentUrl", "embedUrl", "target", "urlTemplate", "streamUrl"):
            if isinstance(value := thing.get(name), str) and _STREAM.search(value):
                yield value, f"JSON-LD {name}"
    for address, _ in page.anchors:
        if _PLAYLIST.search(address) or (_STREAM.search(address) and not _NO_STREAM.search(address)):
            yield address, "link"
    for address in page.script_addresses:
        if (_PLAYLIST.search(address) or _STREAM.search(address)) and not _NO_STREAM.search(address):
            yield address, "script"


def _followed(url: str, budget: Budget) -> list[str]:
    """The streams that a playlist file names; the address itself where it is none."""
    if not _PLAYLIST.search(url):
        return [url]
    came = budget.fetch(url, whole=False, max_bytes=50_000)
    if came is None:
        return []
    if came.content_type.startswith("audio/") and not _names_addresses(came.body):
        return [url]
    return playlist_entries(came)


def _names_addresses(body: bytes) -> bool:
    return b"http" in body[:4000]


def playlist_entries(came: Fetched) -> list[str]:
    """The addresses in a `.pls`, `.m3u`, `.xspf` or `.asx` file, in order; of HLS the playlist itself."""
    text = came.body.decode("utf-8", "replace")
    if "#EXT-X-" in text:
        return [came.url]
    named = re.findall(r"^\s*File\d+\s*=\s*(\S+)", text, re.IGNORECASE | re.MULTILINE)
    named += re.findall(r"<location>\s*([^<\s]+)|<ref\s+href\s*=\s*[\"']([^\"']+)", text, re.IGNORECASE) and [
        one or other
        for one, other in re.findall(r"<location>\s*([^<\s]+)|<ref\s+href\s*=\s*[\"']([^\"']+)", text, re.IGNORECASE)
    ]
    if not named:
        named = [
            line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith(("#", "[", "<"))
        ]
    return [urljoin(came.url, name) for name in dict.fromkeys(named) if "=" not in name.partition("?")[0]][:4]


def try_stream(url: str, home: str, budget: Budget) -> TriedStream | None:
    """The stream at that address if it sends sound now. A file has an end: that is a recording, not a stream."""
    secure = _with_tls(url) if url.startswith("http:") and home.startswith("https:") else ""
    for address in filter(None, (secure, url)):
        came = budget.fetch(address, whole=False, max_bytes=HEARD_BYTES)
        if came and (stream := _judged(came, address, home)):
            return stream
    return None


def _with_tls(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(scheme="https"))


def _judged(came: Fetched, address: str, home: str) -> TriedStream | None:
    kind = came.content_type.partition(";")[0].strip().lower()
    headers = came.headers
    title = (headers.get("icy-name") or "").strip()[:80]
    if came.body.lstrip()[:7] == b"#EXTM3U":
        try:
            playlist = read_playlist(came.body, came.url)
        except NoPlaylist:
            return None
        rates = [variant.bandwidth for variant in playlist.variants if variant.bandwidth]
        return TriedStream(
            address, "hls", title, round(max(rates) / 1000) if rates else None, _plays(address, home, "")
        )
    if not kind.startswith(("audio/", "application/ogg")) or not came.body or "content-length" in headers:
        return None
    server = (headers.get("server") or "").lower()
    rate = re.search(r"\d+", headers.get("icy-br") or "") or re.search(
        r"bitrate=(\d+)", headers.get("ice-audio-info") or ""
    )
    bitrate = int(rate[1] if rate and rate.re.groups else rate[0]) if rate else None
    told = "icecast" if "icecast" in server or "icy-br" in headers else "audio"
    return TriedStream(address, told, title, bitrate or None, _plays(address, home, kind))  # type: ignore[arg-type]


def _plays(address: str, home: str, kind: str) -> str:
    if kind and kind not in BROWSER_TYPES:
        return f"no browser plays {kind}"
    if address.startswith("http:") and home.startswith("https:"):
        return "without TLS: browsers refuse it on a page that has it; set proxied = true, or give it TLS"
    return "plays"


def _same(url: str) -> str:
    """One stream at two addresses: with and without TLS, or with something random in its query."""
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.path.rstrip('/;')}"
