"""Structured data for search engines, as schema.org's JSON-LD."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from webapp.newsroom.articles.authors import split_byline
from webapp.newsroom.headlines.record import HeadlineRecord
from webapp.newsroom.headlines.wording import worded
from webapp.newsroom.model import Article, Programme
from webapp.newsroom.station import Station
from webapp.newsroom.times import rfc3339


@dataclass(frozen=True)
class Show:
    """A programme at a time; `live` while it is on the air."""

    programme: Programme
    starts_at: datetime
    ends_at: datetime
    live: bool = False


def news_article(article: Article, station: Station, address: str, picture: str | None) -> dict[str, Any]:
    """A NewsArticle, whose page is the one that the article names as canonical. `address` is the page's here, `picture`
    that of its shared picture; both are absolute.
    """
    publisher = {"@type": "NewsMediaOrganization", "name": station.name}
    document: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title[:110],
        "datePublished": rfc3339(article.published_at),
        "dateModified": rfc3339(article.corrected_at or article.updated_at or article.published_at),
        "inLanguage": article.language,
        "mainEntityOfPage": article.canonical or address,
        "author": _authors(article, station),
        "publisher": publisher,
    }
    if article.summary:
        document["description"] = article.summary
    if picture and (shared := article.shared_picture()):
        document["image"] = {
            "@type": "ImageObject",
            "url": picture,
            "width": shared.width,
            "height": shared.height,
        }
    if article.recording:
        document["audio"] = {
            "@type": "AudioObject",
            "contentUrl": article.recording.url,
            "encodingFormat": article.recording.kind,
            **({"duration": f"PT{article.recording.seconds}S"} if article.recording.seconds else {}),
        }
    if article.topics:
        document["keywords"] = list(article.topics)
    if article.agency:
        document["sourceOrganization"] = {"@type": "NewsMediaOrganization", "name": article.agency}
    if article.place:
        document["dateline"] = article.place
    if article.correction:
        document["correction"] = {
            "@type": "CorrectionComment",
            "text": article.correction,
            "datePublished": rfc3339(article.corrected_at or article.updated_at or article.published_at),
        }
    return document


def headline_article(
    record: HeadlineRecord, station: Station, address: str, now: datetime, language: str
) -> dict[str, Any]:
    """A breaking headline as a NewsArticle of its own, in the page's `language`. `address` is its page's, absolute; each
    correction is a CorrectionComment with its reason.
    """
    item, ended_at = record.item, record.ended_at(now)
    shown = worded(item.dump(), language)
    document: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": shown["headline"][:110],
        "articleBody": shown.get("body") or shown["headline"],
        "datePublished": rfc3339(item.published_at),
        "dateModified": rfc3339(item.corrected_at or item.published_at),
        "mainEntityOfPage": address,
        "author": {"@type": "Organization", "name": station.name},
        "publisher": {"@type": "NewsMediaOrganization", "name": station.name},
    }
    if ended_at or item.expires_at:
        document["expires"] = rfc3339(ended_at or item.expires_at or now)
    if record.corrections:
        document["correction"] = [
            {"@type": "CorrectionComment", "text": one.item.reason or "", "datePublished": rfc3339(one.at)}
            for one in record.corrections
        ]
    return document


def _authors(article: Article, station: Station) -> list[dict[str, str]] | dict[str, str]:
    """A Person for each name; without any, the agency or the station."""
    people = [
        {"@type": "Organization" if name == article.agency else "Person", "name": name}
        for name in split_byline(article.byline)
    ]
    if not people:
        return {"@type": "Organization", "name": article.agency or station.name}
    return people if len(people) > 1 else people[0]


def broadcasts(station: Station, home: str, shows: Iterable[Show]) -> list[dict[str, Any]]:
    """A BroadcastEvent for each of `shows`; `home` is the site's address without a slash at the end."""
    service = {"@type": "BroadcastService", "name": station.name, "url": f"{home}/"}
    return [
        {
            "@context": "https://schema.org",
            "@type": "BroadcastEvent",
            "name": show.programme.title,
            "startDate": rfc3339(show.starts_at),
            "endDate": rfc3339(show.ends_at),
            "isLiveBroadcast": show.live,
            "publishedOn": service,
            "workPerformed": _series(show.programme),
        }
        for show in shows
    ]


def radio_series(programme: Programme, station: Station, address: str) -> dict[str, Any]:
    """A programme as a RadioSeries. `address` is its page's, absolute."""
    known = {"@context": "https://schema.org", **_series(programme), "url": address, "mainEntityOfPage": address}
    if programme.language:
        known["inLanguage"] = programme.language
    return {**known, "publisher": {"@type": "NewsMediaOrganization", "name": station.name}}


def _series(programme: Programme) -> dict[str, Any]:
    document: dict[str, Any] = {"@type": "RadioSeries", "name": programme.title}
    if programme.description:
        document["description"] = programme.description
    if programme.hosts:
        document["actor"] = [{"@type": "Person", "name": host} for host in programme.hosts]
    return document
