"""The proxies that are believed in this process: what the environment says of them, else what the settings in force say."""

from __future__ import annotations

from webapp.newsroom.settings.current import CurrentStation
from webapp.newsroom.settings.proxy_rules import ProxyRules
from webapp.newsroom.station import Station


class TrustedProxies:
    """`hops` is how many proxies of ours add to `X-Forwarded-For`; entries before theirs are not trusted. `country_field` is the
    WSGI name of the header in which they say the country. Both change with the settings, so whoever lives longer keeps this.

    `fixed` is what the environment says, which goes before the settings, field by field.
    """

    hops: int
    country_field: str | None

    def __init__(self, current: CurrentStation, fixed: ProxyRules = ProxyRules()) -> None:  # noqa: B008
        self.fixed = fixed
        self._use(current.station)
        current.follow(lambda _, station: self._use(station))

    def in_force(self, rules: ProxyRules) -> ProxyRules:
        """What `rules` of the settings come to here."""
        return ProxyRules.load({**rules.model_dump(exclude_none=True), **self.fixed.model_dump(exclude_none=True)})

    def _use(self, station: Station) -> None:
        rules = self.in_force(station.proxies)
        self.hops = rules.hops or 0
        header = rules.country_header if self.hops else None
        self.country_field = "HTTP_" + header.upper().replace("-", "_") if header else None


class FixedProxies:
    """Proxies that no setting changes, such as none at all."""

    def __init__(self, hops: int = 0, country_field: str | None = None) -> None:
        self.hops = hops
        self.country_field = country_field


DIRECT = FixedProxies()
"""No proxy is believed."""
