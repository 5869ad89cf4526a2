"""Settings, read once from the environment into a frozen value. docs/reference/settings.md lists every name."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from webapp.newsroom.errors import Invalid
from webapp.newsroom.outlets.settings import AppriseOutlet
from webapp.newsroom.schedule.grid.problem import Problem
from webapp.newsroom.settings.layers import SettingsLayers
from webapp.newsroom.settings.proxy_rules import MAX_HOPS, ProxyRules
from webapp.newsroom.station import Station
from webapp.newsroom.toml.station_toml import parse_station
from webapp.store.core.address import parse_address
from webapp.web.folders import PACKAGE

MIN_SECRET_KEY_CHARS = 32
KEY_COMMAND = "python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"


class ConfigError(Exception):
    """A setting that cannot be used; the message says which, what is wrong and what would be right."""


class Config(BaseSettings):
    """`PORT`, `HOST`, `REDIS_URL`, … as docs/reference/settings.md lists them. Build it with `read_config`."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    port: int = Field(default=8000, ge=1, le=65535)
    host: str = "127.0.0.1"
    redis_url: str | None = None
    airwire_replicas: int | None = Field(default=None, ge=0, le=16)
    secret_key: str | None = None
    airwire_former_secret_keys: str | None = None
    airwire_audit_days: int = Field(default=400, ge=1, le=36_500)
    airwire_audit_entries: int = Field(default=100_000, ge=1_000, le=10_000_000)
    web_concurrency: int = Field(default=1, ge=1, le=64)
    log_level: str = Field(default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$")
    airwire_data: Path = Path(".airwire")
    airwire_demo: bool = False
    airwire_admin_password: str | None = Field(default=None, min_length=10)
    airwire_station: Path | None = None
    airwire_proxy_hops: int | None = Field(default=None, ge=0, le=MAX_HOPS)
    airwire_https: bool = False
    airwire_country_header: str | None = Field(default=None, pattern="^[A-Za-z0-9-]{1,60}$")
    airwire_max_connections: int = Field(default=20_000, ge=1)
    airwire_max_per_address: int = Field(default=2_000, ge=1)
    airwire_io_uring: bool = True
    airwire_stale_s: float = Field(default=10.0, ge=2, le=300)
    airwire_leave_s: float = Field(default=0.0, ge=0, le=60)
    airwire_front_url: str | None = Field(default=None, pattern="^https?://")
    airwire_bundled: bool = True
    airwire_hung_s: float = Field(default=20.0, ge=0, le=3600)

    @field_validator("redis_url")
    @classmethod
    def _names_a_store(cls, url: str | None) -> str | None:
        if url:
            parse_address(url)  # raises BadAddress, a ValueError that says what would be right
        return url

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, key: str | None) -> str | None:
        if key is not None and len(key) < MIN_SECRET_KEY_CHARS:
            raise ValueError(
                f"has {len(key)} characters, and needs {MIN_SECRET_KEY_CHARS} or more; this makes one: {KEY_COMMAND}"
            )
        return key

    @property
    def proxies(self) -> ProxyRules:
        """What the environment says of the proxies in front; it goes before the settings."""
        return ProxyRules(hops=self.airwire_proxy_hops, country_header=self.airwire_country_header)

    @property
    def former_keys(self) -> list[str]:
        """Values that `SECRET_KEY` had before; with none of them anything is signed."""
        return (self.airwire_former_secret_keys or "").replace(",", " ").split()

    @property
    def replicas(self) -> int:
        """How many replicas must have a change on their disks before it is confirmed: one, where Sentinels may fail over."""
        if self.airwire_replicas is not None:
            return self.airwire_replicas
        return int(bool(self.redis_url and parse_address(self.redis_url).service))


def read_config(**given: object) -> Config:
    """The environment's settings, `given` ones first. Raises `ConfigError` naming each wrong setting."""
    try:
        return Config(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        wrong = (
            f"{'.'.join(str(part) for part in e['loc']).upper()}: {e['msg'].removeprefix('Value error, ')}"
            for e in error.errors()
        )
        raise ConfigError("; ".join(wrong)) from None


def read_layers(config: Config) -> SettingsLayers:
    """What `AIRWIRE_STATION` sets, and below it the demo's station in the demo. Raises `ConfigError`."""
    brought = _tables(PACKAGE / "demo" / "station.toml") if config.airwire_demo and not config.airwire_station else {}
    if config.airwire_station is None:
        return SettingsLayers(brought=brought)
    return SettingsLayers(_tables(config.airwire_station), brought, config.airwire_station.absolute())


def read_station(config: Config) -> Station:
    """The station of `AIRWIRE_STATION`, the demo's in the demo, else one without streams; without what was changed in the panel.
    Raises `ConfigError`."""
    return read_layers(config).station({})


def _tables(path: Path) -> Mapping[str, Any]:
    try:
        text = path.read_text("utf-8-sig")
        parse_station(text, _unknown_services)
        return tomllib.loads(text)
    except OSError as error:
        raise ConfigError(f"AIRWIRE_STATION: {path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"AIRWIRE_STATION: {path}: is not UTF-8; save the file in that encoding") from None
    except Invalid as error:
        raise ConfigError(f"AIRWIRE_STATION: {path}: {'; '.join(wrong['problem'] for wrong in error.fields)}") from None


def _unknown_services(station: Station) -> Iterator[Problem]:
    """Addresses of chat services that apprise does not know."""
    for number, outlet in enumerate(station.outlets):
        if isinstance(outlet, AppriseOutlet):
            from webapp.outlets.networks.apprise import knows  # only here: it brings a hundred services

            for at, url in enumerate(outlet.urls):
                if not knows(url):
                    scheme = url.partition(":")[0]
                    text = f"address {at + 1}: '{scheme}://…' is none that apprise knows, such as 'slack://…'; or it is not whole"
                    yield Problem(("outlets", number, "urls"), text)


def base_url(config: Config) -> str:
    """Where this machine serves the paths of its own site, such as the demo's stream."""
    host = "127.0.0.1" if config.host in ("0.0.0.0", "::") else config.host  # noqa: S104 - asked, not bound
    return f"http://[{host}]:{config.port}" if ":" in host else f"http://{host}:{config.port}"
