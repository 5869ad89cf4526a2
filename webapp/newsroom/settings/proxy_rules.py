"""What the station says of the proxies in front of it."""

from __future__ import annotations

from pydantic import Field

from webapp.newsroom.model import Value

MAX_HOPS = 5


class ProxyRules(Value):
    """`hops` proxies are trusted, each of which adds to `X-Forwarded-For`. `country_header` is where they say by two letters
    a listener's country; without `hops` nobody is believed in it.
    """

    hops: int | None = Field(default=None, ge=0, le=MAX_HOPS)
    country_header: str | None = Field(default=None, pattern="^[A-Za-z0-9-]{1,60}$")
