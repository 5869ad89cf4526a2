"""The station as its operator describes it (`AIRWIRE_STATION`, TOML)."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Annotated, Literal, Self, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, StringConstraints, field_validator, model_validator

from webapp.newsroom.alerts.cap import CapMessage
from webapp.newsroom.alerts.coverage import AlertArea
from webapp.newsroom.articles.picture_paths import ICON_WIDTH_PX, SMALLEST_WIDTH_PX, STATION_OWNER
from webapp.newsroom.backup.schedule import BackupConfig
from webapp.newsroom.headlines.names import StationName
from webapp.newsroom.headlines.push_rules import PushRules
from webapp.newsroom.headlines.templates import HeadlineTemplate
from webapp.newsroom.links import HostName, HttpAddress, web_link
from webapp.newsroom.model import Language, Picture, Slug, StreamSource, StreamStatus, Value
from webapp.newsroom.outlets.settings import AnyOutlet, RadioDns, RadioVisOutlet, distinct
from webapp.newsroom.people.account import PeopleRules
from webapp.newsroom.rundowns.settings import MosConfig
from webapp.newsroom.settings.proxy_rules import ProxyRules
from webapp.newsroom.station_pages.colours import Colours
from webapp.newsroom.station_pages.contact import Contact
from webapp.newsroom.station_pages.security_txt import SecurityConfig
from webapp.newsroom.station_pages.texts import StationPages
from webapp.newsroom.station_pages.video import StudioVideo
from webapp.newsroom.stream.signing import checked_secret
from webapp.newsroom.times import known_zone

StationTitle = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
V = TypeVar("V", bound=Value)


class StreamConfig(Value):
    """One stream. `probe` is asked instead of `url` where it is set (an Icecast `status-json.xsl`).

    Private and loopback addresses are refused unless `private` allows them. `delay_s` is the time from the studio to
    the server (encoder, link, profanity delay). `proxied` means that the proxy in front of the application serves the
    stream to listeners under the site's own address, which browsers need when `url` has no TLS.
    """

    id: Slug
    title: StationTitle
    url: Annotated[str, AfterValidator(web_link)]
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
        """The path under which a proxy serves it. A playlist keeps its file name, because segments are addressed
        relative to it.
        """
        parts = urlsplit(self.url)
        name = parts.path.rpartition("/")[2] + (f"?{parts.query}" if parts.query else "")
        return f"/stream/{self.id}/{name}" if self.kind == "hls" else f"/stream/{self.id}"

    @property
    def address(self) -> str:
        """The address that listeners use."""
        return self.path if self.proxied else self.url

    def source(self) -> StreamSource:
        """The stream as the board shows it before anything is known of its status."""
        public = self.model_dump(include={"id", "title", "kind", "language", "bitrate_kbps", "delay_s"})
        return StreamSource.load({**public, "url": self.address})


def settings_key(config: Value) -> str:
    """A short text that changes with any setting in `config`."""
    return sha256(config.model_dump_json().encode()).hexdigest()[:12]


class FeedConfig(Value):
    """A source of articles, polled every `every_s` seconds. `language` and `zone` apply to stories and dates that name
    none; `zone` also decides what an abbreviation such as `PST` means.

    Private and loopback addresses are refused unless `private` allows them.
    """

    url: HttpAddress
    title: str | None = None
    every_s: int = Field(default=120, ge=15)
    language: Language | None = None
    zone: str | None = None
    private: bool = False

    @field_validator("zone")
    @classmethod
    def _a_known_zone(cls, zone: str | None) -> str | None:
        return zone if zone is None else known_zone(zone)


class AlertSourceConfig(FeedConfig):
    """A source of alerts (CAP), polled like a feed: an index (Atom, RSS), or one document.

    `in_force` names the kinds that are in force without a person, by the event's name or by an event code, if they apply to
    the station's area. `certificate` (PEM) is that by which the source signs its documents; those that are not are refused.
    """

    every_s: int = Field(default=60, ge=15)
    in_force: tuple[str, ...] = Field(default=(), max_length=500)
    certificate: str | None = Field(default=None, max_length=20_000)

    @field_validator("certificate")
    @classmethod
    def _is_pem(cls, certificate: str | None) -> str | None:
        if certificate and not certificate.lstrip().startswith("-----BEGIN CERTIFICATE-----"):
            raise ValueError("a certificate is written as PEM, beginning with -----BEGIN CERTIFICATE-----")
        return certificate

    def puts_in_force(self, message: CapMessage) -> bool:
        """Whether `message` is of a kind that needs no person: all that it warns of must be."""
        kinds = {kind.casefold() for kind in self.in_force}
        return bool(message.active) and all(
            not kinds.isdisjoint({info.event.casefold(), *map(str.casefold, info.codes)}) for info in message.active
        )


class WebhookConfig(Value):
    """A receiver that is notified when the station's status becomes one of `on`.

    `secret` signs the requests (`signing_key`): `whsec_` and the key in base64, as in Standard Webhooks, or a plain text.
    """

    url: HttpAddress
    secret: str = Field(min_length=16)
    on: tuple[StreamStatus, ...] = ("on_air", "silent", "off_air")
    private: bool = False

    _secret = field_validator("secret")(checked_secret)


def each_has_its_own(name: str) -> Callable[[tuple[V, ...]], tuple[V, ...]]:
    """Checks that no two of a list have the same `name`."""

    def checked(rows: tuple[V, ...]) -> tuple[V, ...]:
        seen = set()
        for row in rows:
            value = getattr(row, name)
            if value in seen:
                raise ValueError(f"{value!r} is there twice; each has its own {name}")
            seen.add(value)
        return rows

    return checked


class ReadRules(Value):
    """How reads are counted.

    An article enters the most-read list at `floor` reads. While `honour_privacy_signals` is set, readers who send
    Do-Not-Track or Global Privacy Control are not counted. The `new_readers_*` limits bound how many new readers one
    address may bring, at once and per hour: those beyond count as one reader, so that dropping the cookie gains nothing
    and a carrier's shared address still has room. The `reports_*` limits bound how often one address may open articles
    and report reads, in each web process; requests beyond get 429 before anything else is looked at.
    """

    floor: int = Field(default=1, ge=1)
    honour_privacy_signals: bool = True
    new_readers_at_once: int = Field(default=30, ge=1, le=100_000)
    new_readers_per_hour: int = Field(default=360, ge=1, le=1_000_000)
    reports_at_once: int = Field(default=300, ge=1, le=1_000_000)
    reports_per_second: float = Field(default=50, gt=0, le=1_000_000)


class Station(Value):
    """Name, zone, languages (the first is the default), streams (in order of preference), feeds."""

    name: StationTitle = "Airwire"
    tagline: str | None = None
    zone: str = "Asia/Manila"
    languages: tuple[Language, ...] = Field(default=("en", "fil"), min_length=1, max_length=20)
    url: HttpAddress | None = None
    other_hosts: tuple[HostName, ...] = Field(default=(), max_length=50)
    streams: tuple[StreamConfig, ...] = ()
    feeds: tuple[FeedConfig, ...] = ()
    alerts: tuple[AlertSourceConfig, ...] = ()
    alert_area: AlertArea = AlertArea()
    webhooks: tuple[WebhookConfig, ...] = Field(default=(), max_length=10)
    radiodns: RadioDns = RadioDns()
    outlets: tuple[AnyOutlet, ...] = Field(default=(), max_length=50)
    reads: ReadRules = ReadRules()
    mos: MosConfig | None = None
    pushing: PushRules = PushRules()
    people: PeopleRules = PeopleRules()
    proxies: ProxyRules = ProxyRules()
    backup: BackupConfig | None = None
    status_page: bool = False
    security: SecurityConfig | None = None
    templates: tuple[HeadlineTemplate, ...] = Field(default=(), max_length=100)
    names: tuple[StationName, ...] = Field(default=(), max_length=1000)
    logo: Picture | None = None
    contact: Contact = Contact()
    video: StudioVideo | None = None
    colours: Colours = Colours()
    pages: StationPages = StationPages()
    demo: bool = False

    @field_validator("zone")
    @classmethod
    def _a_known_zone(cls, zone: str) -> str:
        return known_zone(zone)

    _outlets = field_validator("outlets")(distinct)
    _streams = field_validator("streams")(each_has_its_own("id"))
    _sources = field_validator("feeds", "alerts", "webhooks")(each_has_its_own("url"))

    @model_validator(mode="after")
    def _an_address_for_pictures(self) -> Self:
        if self.url is None and any(isinstance(one, RadioVisOutlet) for one in self.outlets):
            raise ValueError("'url' is missing: receivers of the outlet of kind 'radiovis' fetch pictures from it")
        return self

    def shown_logo(self) -> Picture | None:
        """Its logo as pages show it, one line of text high."""
        if self.logo is None:
            return None
        is_wide = self.logo.width > 2 * self.logo.height
        return self.logo.shown(STATION_OWNER, SMALLEST_WIDTH_PX if is_wide else ICON_WIDTH_PX)

    def shared_logo(self) -> Picture | None:
        """Its logo for feeds."""
        return self.logo and self.logo.shared(STATION_OWNER)

    def refused_streams(self, https: bool = False) -> tuple[StreamConfig, ...]:
        """The streams that browsers refuse on our pages: those without TLS when the pages have it (`https`, or by
        `url`).
        """
        secure = https or (self.url or "").startswith("https:")
        return tuple(stream for stream in self.streams if secure and stream.address.startswith("http:"))

    @property
    def private_hosts(self) -> frozenset[str]:
        """The `host:port` of feeds inside a private network that the operator allowed."""
        return frozenset(urlsplit(feed.url).netloc for feed in self.feeds if feed.private)

    def for_feed(self, source: FeedConfig) -> Station:
        """The station as stories of `source` are read for: its language comes first, and its zone counts."""
        first = (source.language,) if source.language else ()
        return self.model_copy(update={"languages": (*first, *self.languages), "zone": source.zone or self.zone})

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)
