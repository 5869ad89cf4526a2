"""Outlets as the station's file describes them: `[[outlets]]`, each of a `kind` with settings of its own."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field, StringConstraints, field_validator

from webapp.newsroom.links import HostName, HttpAddress
from webapp.newsroom.model import Language, OneLineText, Priority, Slug, Value
from webapp.newsroom.stream.signing import checked_secret

ALL_PRIORITIES: tuple[Priority, ...] = ("flash", "bulletin", "urgent")


def _bearer(text: str) -> str:
    """A bearer, small and without what stands around it. Raises `ValueError`."""
    bearer = text.strip("/").removeprefix("topic/").lower()
    if not _BEARER.fullmatch(bearer):
        examples = "fm/5e0/5abc/09390 (frequencies have five digits), dab/de0/10bc/d210/0, id/radyo.example/radyo"
        raise ValueError(f"{text[:60]!r} is no bearer of RadioDNS; such are {examples}")
    return bearer


_BEARER = re.compile(
    r"fm/[0-9a-f]{3}/[0-9a-f]{4}/(?:\d{5}|\*)|dab/[0-9a-f]{3}/[0-9a-f]{4}/(?:[0-9a-f]{4}|[0-9a-f]{8})/[0-9a-f]{1,3}(?:/[0-9a-f-]+)?"
    r"|(?:drm|amss)/[0-9a-f]{6}|hd/[0-9a-f]{3}/[0-9a-f]{5}(?:/[0-9a-f]{3})?(?:/[0-9a-f]{1})?|id/[a-z0-9.-]{4,253}/[a-z0-9]{1,16}"
)

Bearer = Annotated[str, AfterValidator(_bearer)]


class OutletConfig(Value):
    """What every outlet has. `id` names it in the ledger for good: under another id it is another surface. Only headlines of
    these `priorities` go there. Private and loopback addresses are refused unless `private` allows them.
    """

    id: Slug
    title: OneLineText | None = None
    priorities: tuple[Priority, ...] = ALL_PRIORITIES
    private: bool = False

    @property
    def shown_title(self) -> str:
        return self.title or self.id


class OwnSite(OutletConfig):
    """The site's own surfaces, which need no settings: open pages with embeds, and feeds."""

    kind: Literal["pages", "feeds"]


class PushSurface(OutletConfig):
    """Notices on listeners' phones (web push), which need no settings either."""

    kind: Literal["push"] = "push"


OWN_SURFACES = (
    OwnSite(id="pages", kind="pages"),
    OwnSite(id="feeds", kind="feeds"),
    PushSurface(id="push"),
)


class WebhookOutlet(OutletConfig):
    """A system of somebody's that is sent each headline, its correction and its withdrawal, signed as in Standard Webhooks."""

    kind: Literal["webhook"]
    url: HttpAddress
    secret: str = Field(min_length=16)

    _secret = field_validator("secret")(checked_secret)


class NchanOutlet(OutletConfig):
    """A channel of nchan (a module of nginx), from which a crowd hears the headlines without asking this site. `url` is that of
    its publisher; `token` goes along as a bearer token.
    """

    kind: Literal["nchan"]
    url: HttpAddress
    token: Annotated[str, StringConstraints(pattern=r"^[!-~]{8,500}$")] | None = None


class ReceiverOutlet(OutletConfig):
    """A line of text on listeners' receivers: a headline after `prefix`, and while there is none `between`, in which
    `{programme}`, `{segment}` and `{station}` stand for what is on; empty for nothing, where a receiver can show nothing.
    """

    prefix: str = Field(default="", max_length=40)
    between: str = Field(default="{programme} · {station}", max_length=120)

    @field_validator("between")
    @classmethod
    def _known_places(cls, between: str) -> str:
        try:
            between.format(programme="", segment="", station="")
        except (KeyError, IndexError, ValueError, AttributeError):
            raise ValueError(
                f"{between!r} may have {{programme}}, {{segment}} and {{station}} in it, and no other braces"
            ) from None
        return between


class IcecastOutlet(ReceiverOutlet):
    """The title (ICY) of mounts on an Icecast of our own, whose admin's `user` and `password` these are."""

    kind: Literal["icecast"]
    url: HttpAddress
    mounts: tuple[Annotated[str, StringConstraints(pattern="^/[^?#]+$")], ...] = Field(min_length=1, max_length=20)
    user: str = "admin"
    password: str


class DlsOutlet(ReceiverOutlet):
    """The file that ODR-PadEnc reads DAB's dynamic label from, on the machine of the outlets process."""

    kind: Literal["dls"]
    path: Annotated[str, StringConstraints(pattern="^/.")]


class RdsOutlet(ReceiverOutlet):
    """An RDS encoder's TCP port; `command` stands before the text, as the encoder wants it."""

    kind: Literal["rds"]
    host: HostName
    port: int = Field(ge=1, le=65_535)
    command: Annotated[str, StringConstraints(pattern="^[ -~]{0,40}$")] = "TEXT="
    max_chars: ClassVar[int] = 64


class RadioDns(Value):
    """By what bearers hybrid radios know the station (RadioDNS): for SPI, and for nothing else."""

    bearers: tuple[Bearer, ...] = Field(default=(), max_length=20)


class RadioVisOutlet(ReceiverOutlet):
    """Text and pictures on hybrid radios. `topics` are the station's bearers as RadioDNS has them (`fm/5e0/5abc/09390`); the
    STOMP server listens at `host` and `port`.
    """

    kind: Literal["radiovis"]
    topics: tuple[Bearer, ...] = Field(min_length=1, max_length=20)
    host: HostName = "127.0.0.1"
    port: int = Field(default=61_613, ge=0, le=65_535)


class NetworkOutlet(OutletConfig):
    """An account on a network where people follow the station. With `dry_run` nothing is sent, and the ledger says what would be.

    `language` is that of the few words beside the headline, and what the network is told.
    """

    dry_run: bool = False
    language: Language = "en"


class MastodonOutlet(NetworkOutlet):
    """An account on Mastodon, or whatever else speaks its API, by an access token that may write and read statuses."""

    kind: Literal["mastodon"]
    url: HttpAddress
    token: str = Field(min_length=1)
    visibility: Literal["public", "unlisted", "private"] = "public"
    max_chars: int = Field(default=500, ge=100, le=100_000)


class BlueskyOutlet(NetworkOutlet):
    """An account on Bluesky, or another server of the AT Protocol, by an app password."""

    kind: Literal["bluesky"]
    url: HttpAddress = "https://bsky.social"
    account: str = Field(min_length=3, max_length=253)
    password: str = Field(min_length=1)
    max_chars: ClassVar[int] = 300


class TelegramOutlet(NetworkOutlet):
    """A channel or group on Telegram, by the token of a bot that may post there."""

    kind: Literal["telegram"]
    url: HttpAddress = "https://api.telegram.org"
    token: Annotated[str, StringConstraints(pattern=r"^\d+:[A-Za-z0-9_-]+$")]
    chat: Annotated[str, StringConstraints(pattern=r"^(@\w{4,64}|-?\d{1,20})$")]
    max_chars: ClassVar[int] = 4_096


class AppriseOutlet(NetworkOutlet):
    """Services by their addresses as apprise has them (`slack://…`, `mailto://…`)."""

    kind: Literal["apprise"]
    urls: tuple[Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+://.")], ...] = Field(min_length=1, max_length=20)
    max_chars: int = Field(default=1_000, ge=100, le=100_000)


AnyOutlet = Annotated[
    WebhookOutlet
    | NchanOutlet
    | IcecastOutlet
    | DlsOutlet
    | RdsOutlet
    | RadioVisOutlet
    | MastodonOutlet
    | BlueskyOutlet
    | TelegramOutlet
    | AppriseOutlet,
    Field(discriminator="kind"),
]
"""Each kind; `kind` says which."""

KINDS: dict[str, type[OutletConfig]] = {
    "webhook": WebhookOutlet,
    "nchan": NchanOutlet,
    "icecast": IcecastOutlet,
    "dls": DlsOutlet,
    "rds": RdsOutlet,
    "radiovis": RadioVisOutlet,
    "mastodon": MastodonOutlet,
    "bluesky": BlueskyOutlet,
    "telegram": TelegramOutlet,
    "apprise": AppriseOutlet,
}


def kind_of(config: OutletConfig) -> str:
    """Its `kind`."""
    return str(vars(config)["kind"])


def distinct(outlets: tuple[OutletConfig, ...]) -> tuple[OutletConfig, ...]:
    """Raises `ValueError` where two have one id, or one has that of the site's own surfaces."""
    seen = {own.id for own in OWN_SURFACES}
    for outlet in outlets:
        if outlet.id in seen:
            raise ValueError(
                f"two outlets have the id {outlet.id!r}; each has its own, and pages, feeds, push are this site's"
            )
        seen.add(outlet.id)
    places: dict[tuple[object, ...], str] = {}
    for outlet in outlets:
        for place in _places(outlet):
            if other := places.get(place):
                raise ValueError(
                    f"{other!r} and {outlet.id!r} both use {' '.join(map(str, place))}, and each would undo the other's work"
                )
            places[place] = outlet.id
    return outlets


def _places(outlet: OutletConfig) -> list[tuple[object, ...]]:
    """What only one outlet at a time can write to, or listen on."""
    match outlet:
        case RadioVisOutlet(port=port) if port:
            return [("port", port)]
        case DlsOutlet(path=path):
            return [("the file", path)]
        case RdsOutlet(host=host, port=port):
            return [("the encoder", f"{host.lower()}:{port}")]
        case IcecastOutlet(url=url, mounts=mounts):
            return [("the mount", f"{url.rstrip('/')}{mount}") for mount in mounts]
    return []
