"""The station as its operator describes it (`AIRWIRE_STATION`, TOML)."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, field_validator

from webapp.newsroom.articles.picture_paths import SMALLEST_WIDTH_PX, STATION_OWNER
from webapp.newsroom.model import Language, Picture, Slug, StreamSource, StreamStatus, Value


class StreamConfig(Value):
    """One stream. `probe` is asked instead of `url` where that is set (an Icecast `status-json.xsl`).

    A private or loopback address is refused unless `private` says that the operator means it. `delay_s` is how long the
    sound takes from the studio to the server: encoder, link, delay against slips of the tongue. `proxied` says that the
    proxy before us serves it to listeners under our own address, as browsers want it where `url` has no TLS.
    """

    id: Slug
    title: str
    url: str
    kind: Literal["hls", "icecast", "audio"]
    probe: str | None = None
    mount: str | None = Field(default=None, pattern="^/")
    language: Language | None = None
    bitrate_kbps: int | None = Field(default=None, gt=0, le=10_000)
    delay_s: float = Field(default=0.0, ge=0, le=60)
    proxied: bool = False
    private: bool = False

    @property
    def path(self) -> str:
        """Where a proxy serves it. A playlist keeps its name: the segments beside it are asked for by theirs."""
        parts = urlsplit(self.url)
        name = parts.path.rpartition("/")[2] + (f"?{parts.query}" if parts.query else "")
        return f"/stream/{self.id}/{name}" if self.kind == "hls" else f"/stream/{self.id}"

    @property
    def address(self) -> str:
        """Where listeners get it."""
        return self.path if self.proxied else self.url

    def source(self) -> StreamSource:
        told = self.model_dump(include={"id", "title", "kind", "language", "bitrate_kbps", "delay_s"})
        return StreamSource.load({**told, "url": self.address})


def known_zone(zone: str) -> str:
    """Raises `ValueError` where there is no such zone."""
    if zone not in available_timezones():
        raise ValueError(f"{zone!r} is no time zone; an example of one is 'Asia/Manila'")
    return zone


class FeedConfig(Value):
    """A source of articles, asked every `every_s` seconds. `language` is that of stories which do not say theirs,
    `zone` that of their dates, and the one whose names (`PST`) they mean.

    A private or loopback address is refused unless `private` says that the operator means it.
    """

    url: str
    title: str | None = None
    every_s: int = Field(default=120, ge=15)
    language: Language | None = None
    zone: str | None = None
    private: bool = False

    @field_validator("zone")
    @classmethod
    def _a_known_zone(cls, zone: str | None) -> str | None:
        return zone if zone is None else known_zone(zone)


class WebhookConfig(Value):
    """Who is told when the station's status becomes one of `on`; `secret` signs what is sent."""

    url: str
    secret: str = Field(min_length=16)
    on: tuple[StreamStatus, ...] = ("on_air", "silent", "off_air")
    private: bool = False


class ReadRules(Value):
    """How reads are counted.

    An article is listed as most read from `floor` reads on. Readers who send Do-Not-Track or Global Privacy Control
    are not counted while `honour_privacy_signals`. From one address so many new readers are told apart at once and in
    an hour; those beyond count as one, so that nobody counts twice by throwing their cookie away, and a carrier's
    shared address has room. One address may open articles, and tell reads, so often at once and then a second; more
    is refused with 429 before anything is looked at, in each web process by itself.
    """

    floor: int = Field(default=1, ge=1)
    honour_privacy_signals: bool = True
    new_readers_at_once: int = Field(default=30, ge=1, le=100_000)
    new_readers_per_hour: int = Field(default=360, ge=1, le=1_000_000)
    reports_at_once: int = Field(default=300, ge=1, le=1_000_000)
    reports_per_second: float = Field(default=50, gt=0, le=1_000_000)


class Station(Value):
    """Name, zone, languages (the first is the default), streams (in order of preference), feeds."""

    name: str = "Airwire"
    tagline: str | None = None
    zone: str = "Asia/Manila"
    languages: tuple[Language, ...] = ("en", "fil")
    url: str | None = None
    other_hosts: tuple[str, ...] = Field(default=(), max_length=50)
    streams: tuple[StreamConfig, ...] = ()
    feeds: tuple[FeedConfig, ...] = ()
    webhooks: tuple[WebhookConfig, ...] = Field(default=(), max_length=10)
    reads: ReadRules = ReadRules()
    logo: Picture | None = None
    demo: bool = False

    @field_validator("zone")
    @classmethod
    def _a_known_zone(cls, zone: str) -> str:
        return known_zone(zone)

    def shown_logo(self) -> Picture | None:
        """Its logo as pages show it: a line of words high."""
        return self.logo and self.logo.shown(STATION_OWNER, SMALLEST_WIDTH_PX)

    def shared_logo(self) -> Picture | None:
        """Its logo as feeds show it."""
        return self.logo and self.logo.shared(STATION_OWNER)

    def refused_streams(self, https: bool = False) -> tuple[StreamConfig, ...]:
        """Those that browsers refuse on our pages: without TLS, where the pages have it (`https`, or by `url`)."""
        secure = https or (self.url or "").startswith("https:")
        return tuple(stream for stream in self.streams if secure and stream.address.startswith("http:"))

    @property
    def private_hosts(self) -> frozenset[str]:
        """Where the operator means it that we go, though it is inside a network: of the sources, host and port."""
        return frozenset(urlsplit(feed.url).netloc for feed in self.feeds if feed.private)

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)
