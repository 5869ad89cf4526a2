"""The station's live streams: addresses of players and links, followed through playlists, each listened to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urljoin, urlsplit, urlunsplit

from webapp.discovery.broadcast.stream_addresses import PLAYLIST, Found, stream_addresses
from webapp.discovery.facts import OF_OTHERS, Budget, Fact
from webapp.discovery.site.more_pages import same_site
from webapp.discovery.site.others import is_akin, own_words
from webapp.discovery.site.site_page import SitePage
from webapp.fetch.client import Fetched
from webapp.monitor.probes.playlist import NoPlaylist, read_playlist

MAX_STREAMS_TRIED = 12
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


def streams(
    page: SitePage, players: Sequence[SitePage], known: Sequence[tuple[str, str]], names: Sequence[str], budget: Budget
) -> Iterator[Fact]:
    """Each stream that sends sound, those that play in a browser first. `value` is a `TriedStream`.

    `known` are (address, by which sign) of those which the station's server lists, `names` what the station is called. A stream
    that says to be somebody else's, or stands where others are linked, is not sure.
    """
    found: dict[str, Fact] = {}
    tried: dict[str, str] = {}
    named = [Found(url, where) for url, where in known]
    named += [one for at in (page, *players) for one in stream_addresses(at, is_player=at is not page)]
    for one in sorted(named, key=lambda one: one.of_others):
        for target in _followed(one.url, budget):
            if target in tried or len(tried) >= MAX_STREAMS_TRIED:
                continue
            tried[target] = one.where
            if stream := try_stream(target, page.url, budget):
                where = one.where if " at " in one.where else f"{one.where} at {page.url}"
                fact = Fact("stream", stream, where)
                doubtful = one.of_others or _is_anothers(stream, page.url, names)
                found.setdefault(_same(stream.url), fact.unsure(OF_OTHERS) if doubtful else fact)
            else:
                budget.note_unusable("stream", target, "it answers, and sends no sound without an end")
    yield from sorted(found.values(), key=lambda fact: fact.value.plays != "plays")


def _is_anothers(stream: TriedStream, home: str, names: Sequence[str]) -> bool:
    """Whether a stream on another host calls itself something that has nothing in common with the station."""
    if same_site(stream.url, home) or not own_words(stream.title):
        return False
    return not (is_akin(stream.title, names) or _has_initials(stream.title, names))


def _has_initials(title: str, names: Sequence[str]) -> bool:
    """Whether a title has the first letters of a name's words, as `RSL` of `Radio Suara Lembah`."""
    words = {word.casefold() for word in re.findall(r"[A-Za-z]{2,}", title)}
    return any(
        "".join(word[0] for word in name.split() if word[0].isalpha()).casefold() in words
        for name in names
        if " " in name
    )


def _followed(url: str, budget: Budget) -> list[str]:
    """The streams that a playlist file names; the address itself where it is none."""
    if not PLAYLIST.search(url):
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
