"""Absolute addresses of this site: from the station's file, else from the request."""

from __future__ import annotations

from typing import Any

from flask import request

from webapp.newsroom.articles.link_card import HEIGHT_PX, WIDTH_PX, LinkCard
from webapp.newsroom.model import Article
from webapp.web.answer_cache import ANY_HOST, rendering_for_any_host
from webapp.web.site import Site


def site_url(site: Site) -> str:
    """Scheme and host of the site, without a slash at the end; `ANY_HOST` in what is rendered for all hosts."""
    if site.station.url:
        return site.station.url.rstrip("/")
    return ANY_HOST if rendering_for_any_host() else request.host_url.rstrip("/")


def host_url(site: Site) -> str | None:
    """What replaces `ANY_HOST` in a cached answer; `None` where the station's file has the address."""
    return None if site.station.url else request.host_url.rstrip("/")


def is_original(article: Article, home: str) -> bool:
    """Whether the article's page here is the one that search engines are to show: it names no other as canonical."""
    return article.canonical in (None, f"{home}/articles/{article.slug}")


def absolute(site: Site, url: str) -> str:
    """`url` with the site's address before it where it is a path."""
    return f"{site_url(site)}{url}" if url.startswith("/") else url


def shown_link_card(site: Site, card: LinkCard) -> dict[str, Any]:
    """The picture of a link, for `open_graph.html`: its absolute address, its size, and what it says."""
    return {
        "url": absolute(site, card.path),
        "width": WIDTH_PX,
        "height": HEIGHT_PX,
        "alt": f"{card.station}: {card.text}",
    }
