"""The table `[mos]` of the station's file: the newsroom's system, and which programme a running order belongs to."""

from __future__ import annotations

from fnmatch import fnmatchcase
from ipaddress import ip_address, ip_network
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, field_validator

from webapp.newsroom.links import HostName
from webapp.newsroom.model import Slug, Value
from webapp.newsroom.times import known_zone

LOWER_PORT, UPPER_PORT = 10540, 10541


def _mos_id(text: str) -> str:
    if not (1 <= len(text) <= 128 and text.isascii() and text.isprintable() and " " not in text):
        raise ValueError(
            f"{text[:60]!r} is no MOS ID; it has up to 128 letters and no spaces, such as 'airwire.station.mos'"
        )
    return text


MosId = Annotated[str, AfterValidator(_mos_id)]
Port = Annotated[int, Field(ge=1, le=65535)]
Pattern = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class MosProgramme(Value):
    """Running orders whose slug (or `roChannel`) matches `match`, with `*` and `?`, belong to `programme` of the grid."""

    match: Pattern
    programme: Slug


class MosConfig(Value):
    """How running orders come in.

    `id` is this station's MOS ID, `ncs_id` that of the newsroom's system at `ncs_host`, which is asked for running orders;
    without a host they only come unasked. `ports` (lower, upper) are listened to at `bind`, `ncs_ports` are the other end's.
    Only `ncs_host` and the addresses in `allow` may connect. `zone` is that of times which name none; without it, the
    station's. A story whose status becomes one of `play` is put on the air. Stories whose slug matches `hidden` take their
    time and are not shown. With `wait_for_ready` a running order is shown once it is said to be ready.
    """

    id: MosId
    ncs_id: MosId
    ncs_host: HostName | None = None
    bind: str = "127.0.0.1"
    ports: tuple[Port, ...] = (LOWER_PORT, UPPER_PORT)
    ncs_ports: tuple[Port, ...] = (LOWER_PORT, UPPER_PORT)
    allow: tuple[str, ...] = Field(default=(), max_length=50)
    zone: str | None = None
    play: tuple[Annotated[str, StringConstraints(min_length=1, max_length=128)], ...] = Field(
        default=("PLAY",), max_length=20
    )
    hidden: tuple[Pattern, ...] = Field(default=(), max_length=50)
    wait_for_ready: bool = False
    programmes: tuple[MosProgramme, ...] = Field(default=(), max_length=200)

    @field_validator("zone")
    @classmethod
    def _a_known_zone(cls, zone: str | None) -> str | None:
        return zone if zone is None else known_zone(zone)

    @field_validator("ports", "ncs_ports")
    @classmethod
    def _two_ports(cls, ports: tuple[int, ...]) -> tuple[int, ...]:
        if len(ports) != 2:
            raise ValueError("two ports are needed, the lower and the upper, such as [10540, 10541]")
        return ports

    @field_validator("bind")
    @classmethod
    def _an_address(cls, address: str) -> str:
        try:
            ip_address(address)
        except ValueError:
            raise ValueError(f"{address[:60]!r} is no address of this machine, such as '192.168.1.30'") from None
        return address

    @field_validator("allow")
    @classmethod
    def _networks(cls, allow: tuple[str, ...]) -> tuple[str, ...]:
        for network in allow:
            try:
                ip_network(network)
            except ValueError as error:
                raise ValueError(f"{error}; an address or a network is meant, such as '10.0.5.0/24'") from None
        return allow

    def programme_of(self, slug: str, channel: str) -> str | None:
        """The programme of a running order; `None` when no pattern matches. Upper and lower case are alike."""
        for one in self.programmes:
            if any(fnmatchcase(text.lower(), one.match.lower()) for text in (slug, channel) if text):
                return one.programme
        return None

    def hides(self, slug: str) -> bool:
        """Whether listeners see nothing of a story with this slug."""
        return not slug or any(fnmatchcase(slug.lower(), pattern.lower()) for pattern in self.hidden)

    def may_connect(self, address: str) -> bool:
        """Whether the peer at `address` is in `allow`; `ncs_host` is looked up by whoever listens."""
        peer = ip_address(address)
        return any(peer in ip_network(network) for network in self.allow)
