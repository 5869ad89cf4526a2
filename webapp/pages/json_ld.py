"""What search engines are told of a page, in schema.org's words."""

from __future__ import annotations

from typing import Any

from webapp.newsroom.model import Article
from webapp.newsroom.station import Station
from webapp.newsroom.times import rfc3339


def news_article(article: Article, station: Station, address: str, picture: str | None) -> dict[str, Any]:
    """A NewsArticle; `address` and `picture` are absolute."""
    publisher = {"@type": "NewsMediaOrganization", "name": station.name}
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title[:110],
        "datePublished": rfc3339(article.published_at),
        "dateModified": rfc3339(article.updated_at or article.published_at),
        "inLanguage": article.language,
        "mainEntityOfPage": address,
        "author": {"@type": "Organization" if not article.byline else "Person", "name": article.byline or station.name},
        "publisher": publisher,
    }
    if article.summary:
        told["description"] = article.summary
    if picture and article.picture:
        told["image"] = {
            "@type": "ImageObject",
            "url": picture,
            "width": article.picture.width,
            "height": article.picture.height,
        }
    if article.topics:
        told["keywords"] = list(article.topics)
    if article.agency:
        told["sourceOrganization"] = {"@type": "NewsMediaOrganization", "name": article.agency}
    if article.place:
        told["dateline"] = article.place
    return told
