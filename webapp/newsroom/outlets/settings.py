"""Outlets as the station's file describes them: `[[outlets]]`, each of a `kind` with settings of its own."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator

from webapp.newsroom.model import OneLineText, Priority, Slug, Value
from webapp.newsroom.stream.signing import checked_secret

ALL_PRIORITIES: tuple[Priority, ...] = ("flash", "bulletin", "urgent")


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


OWN_SURFACES = (OwnSite(id="pages", kind="pages"), OwnSite(id="feeds", kind="feeds"))


class WebhookOutlet(OutletConfig):
    """A system of somebody's that is sent each headline, its correction and its withdrawal, signed as in Standard Webhooks."""

    kind: Literal["webhook"]
    url: str
    secret: str = Field(min_length=16)

    _secret = field_validator("secret")(checked_secret)


AnyOutlet = Annotated[WebhookOutlet, Field()]
"""Each kind; `kind` says which."""

KINDS: dict[str, type[OutletConfig]] = {"webhook": WebhookOutlet}


def kind_of(config: OutletConfig) -> str:
    """Its `kind`."""
    return str(vars(config)["kind"])


def distinct(outlets: tuple[OutletConfig, ...]) -> tuple[OutletConfig, ...]:
    """Raises `ValueError` where two have one id, or one has that of the site's own surfaces."""
    seen = {own.id for own in OWN_SURFACES}
    for outlet in outlets:
        if outlet.id in seen:
            raise ValueError(
                f"two outlets have the id {outlet.id!r}; each has its own, and pages and feeds are this site's"
            )
        seen.add(outlet.id)
    return outlets
