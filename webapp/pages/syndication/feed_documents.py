"""Articles as RSS 2.0 and as JSON Feed 1.1. Pure: the same feed makes the same bytes, so that its ETag stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from mimetypes import guess_type
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import orjson

from webapp.newsroom.articles.authors import split_byline
from webapp.newsroom.model import Article, Picture, Recording
from webapp.newsroom.station import Station
from webapp.newsroom.times import rfc3339
from webapp.pages.syndication.entries import add_text, entry_id, id_host
from webapp.pages.syndication.live_items import PODCAST, LiveItem, add_live_items

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
MEDIA = "http://search.yahoo.com/mrss/"


@dataclass(frozen=True)
class FeedDocument:
    """What a feed is made of. `home` is the site's address without a slash at the end, `address` the feed's own;
    `changed_at` is when an article last came, changed or was withdrawn; `title` is another than the station's name."""

    station: Station
    home: str
    address: str
    articles: Sequence[Article]
    changed_at: datetime | None
    language: str
    live: Sequence[LiveItem] = ()
    title: str | None = None

    def page(self, article: Article) -> str:
        return f"{self.home}/articles/{article.slug}"

    def id(self, article: Article) -> str:
        return entry_id(self.station, self.home, f"/articles/{article.slug}")

    def absolute(self, url: str) -> str:
        return f"{self.home}{url}" if url.startswith("/") else url


def rss(feed: FeedDocument) -> bytes:
    """RSS 2.0 in UTF-8, with Atom, Dublin Core, content and Media RSS elements."""
    spaces = {"atom": ATOM, "content": CONTENT, "dc": DC, "media": MEDIA, **({"podcast": PODCAST} if feed.live else {})}
    document = Element("rss", {"version": "2.0", **{f"xmlns:{name}": space for name, space in spaces.items()}})
    channel = SubElement(document, "channel")
    add_live_items(channel, feed.live, feed.station, feed.home, id_host(feed.station))
    add_text(channel, "title", feed.title or feed.station.name)
    add_text(channel, "link", f"{feed.home}/")
    add_text(channel, "description", feed.station.tagline or feed.station.name)
    add_text(channel, "language", feed.language)
    if feed.changed_at:
        add_text(channel, "lastBuildDate", format_datetime(feed.changed_at))
    add_text(channel, "ttl", "1")
    SubElement(channel, "atom:link", {"href": feed.address, "rel": "self", "type": "application/rss+xml"})
    for article in feed.articles:
        _item(SubElement(channel, "item"), feed, article)
    indent(document)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(document, "unicode").encode() + b"\n"


def _item(item: Element, feed: FeedDocument, article: Article) -> None:
    add_text(item, "title", article.title)
    add_text(item, "link", feed.page(article))
    name = feed.id(article)
    add_text(item, "guid", name, isPermaLink="true" if name == feed.page(article) else "false")
    add_text(item, "pubDate", format_datetime(article.published_at))
    if article.updated_at and article.updated_at > article.published_at:
        add_text(item, "atom:updated", rfc3339(article.updated_at))
    if article.summary:
        add_text(item, "description", article.summary)
    for author in _authors(article):
        add_text(item, "dc:creator", author)
    if article.language != feed.language:
        add_text(item, "dc:language", article.language)
    for topic in article.topics:
        add_text(item, "category", topic)
    if article.body_html:
        add_text(item, "content:encoded", article.body_html)
    if article.recording:
        # RSS wants a length in bytes; 0 stands for one that is not known.
        SubElement(item, "enclosure", {"url": article.recording.url, "type": article.recording.kind, "length": "0"})
    # After the text: some readers take the first description or content for the article's.
    if picture := article.shared_picture():
        _picture(item, feed, picture)


def _picture(item: Element, feed: FeedDocument, picture: Picture) -> None:
    about = {
        "url": feed.absolute(picture.url),
        "medium": "image",
        "width": str(picture.width),
        "height": str(picture.height),
    }
    kind = guess_type(picture.url.split("?")[0])[0]
    media = SubElement(item, "media:content", {**about, **({"type": kind} if kind else {})})
    if picture.caption or picture.alt:
        add_text(media, "media:description", picture.caption or picture.alt, type="plain")
    if picture.credit:
        add_text(media, "media:credit", picture.credit)


def json_feed(feed: FeedDocument) -> bytes:
    """JSON Feed 1.1 (https://jsonfeed.org/version/1.1)."""
    about = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.station.name,
        "home_page_url": f"{feed.home}/",
        "feed_url": feed.address,
        "description": feed.station.tagline,
        "language": feed.language,
        "icon": feed.absolute(logo.url) if (logo := feed.station.shared_logo()) else None,
    }
    return orjson.dumps({**_without_nulls(about), "items": [_json_item(feed, article) for article in feed.articles]})


def _json_item(feed: FeedDocument, article: Article) -> dict[str, Any]:
    text = (
        {"content_html": article.body_html} if article.body_html else {"content_text": article.summary or article.title}
    )
    entry = {
        "id": feed.id(article),
        "url": feed.page(article),
        "external_url": article.canonical if article.canonical != feed.page(article) else None,
        "title": article.title,
        **text,
        "summary": article.summary,
        "image": feed.absolute(picture.url) if (picture := article.shared_picture()) else None,
        "date_published": rfc3339(article.published_at),
        "date_modified": rfc3339(article.updated_at) if article.updated_at else None,
        "authors": [{"name": author} for author in _authors(article)] or None,
        "tags": list(article.topics) or None,
        "attachments": [_attachment(article.recording)] if article.recording else None,
        "language": article.language,
    }
    return _without_nulls(entry)


def _attachment(recording: Recording) -> dict[str, Any]:
    about = {"url": recording.url, "mime_type": recording.kind, "duration_in_seconds": recording.seconds}
    return _without_nulls(about)


def _authors(article: Article) -> tuple[str, ...]:
    return split_byline(article.byline) or tuple(filter(None, (article.agency,)))


def _without_nulls(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if value is not None}
