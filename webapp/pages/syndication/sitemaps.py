"""Documents for search engines: `/robots.txt`, `/sitemap.xml` and its parts, `/news-sitemap.xml`."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime, timedelta
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Blueprint, Response

from webapp.newsroom.errors import NotFound
from webapp.newsroom.model import Article
from webapp.newsroom.plain_text import without_non_xml
from webapp.newsroom.times import rfc3339
from webapp.pages.html.addresses import host_url, is_original, site_url
from webapp.web.answer_cache import AnswerCache
from webapp.web.site import Site

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"

PART_SIZE = 10_000
"""Addresses in one part; the protocol allows 50,000."""

NEWS_MAX_AGE = timedelta(days=2)
MAX_NEWS = 1_000

FIXED_PAGES = ("/", "/articles", "/breaking", "/schedule", "/programmes", "/most-read")
DISALLOWED = ("/panel/", "/api/", "/socket.io/", "/embed/ticker", "/articles?q=", "/breaking?q=")


def blueprint(site: Site) -> Blueprint:
    views = Blueprint("sitemaps", __name__)
    remembered = AnswerCache(100)
    replica = site.replica

    def version() -> tuple[object, ...]:
        # Other events change nothing here; an article dated in the future appears within a minute.
        return (replica.board.epoch, replica.edition, int(site.now().timestamp()) // 60)

    def out() -> list[Article]:
        """Published articles whose own page is here, the oldest first, so that full parts do not change when new ones come."""
        now = site.now()
        return [
            a
            for a in reversed(replica.newest(replica.articles_out))
            if a.published_at <= now and is_original(a, site_url(site))
        ]

    def document(name: Hashable, render: Callable[[], bytes]) -> Response:
        return remembered.answer(
            name, version(), "application/xml", render, lane=site.lanes.front, host_url=host_url(site)
        )

    @views.get("/robots.txt")
    def robots() -> Response:
        def render() -> bytes:
            lines = ["User-agent: *", *(f"Disallow: {path}" for path in DISALLOWED), ""]
            lines += [f"Sitemap: {site_url(site)}/{name}" for name in ("sitemap.xml", "news-sitemap.xml")]
            return ("\n".join(lines) + "\n").encode()

        return remembered.answer("robots", site.current.revision, "text/plain", render, host_url=host_url(site))

    @views.get("/sitemap.xml")
    def index() -> Response:
        def render() -> bytes:
            articles, written = out(), Element("sitemapindex", xmlns=SITEMAP)
            for number in range(_parts(len(articles))):
                entry = SubElement(written, "sitemap")
                SubElement(entry, "loc").text = f"{site_url(site)}/sitemap-{number + 1}.xml"
                _changed(entry, articles[number * PART_SIZE : (number + 1) * PART_SIZE])
            return _document(written)

        return document("index", render)

    @views.get("/sitemap-<int:number>.xml")
    def part(number: int) -> Response:
        if not 1 <= number <= _parts(replica.articles_out):
            raise NotFound("there is no such part of the sitemap")

        def render() -> bytes:
            written = Element("urlset", xmlns=SITEMAP)
            for path in FIXED_PAGES if number == 1 else ():
                SubElement(SubElement(written, "url"), "loc").text = f"{site_url(site)}{path}"
            for article in out()[(number - 1) * PART_SIZE : number * PART_SIZE]:
                entry = SubElement(written, "url")
                SubElement(entry, "loc").text = f"{site_url(site)}/articles/{article.slug}"
                _changed(entry, [article])
            return _document(written)

        return document(("part", number), render)

    @views.get("/news-sitemap.xml")
    def news() -> Response:
        def render() -> bytes:
            written = Element("urlset", {"xmlns": SITEMAP, "xmlns:news": NEWS})
            since = site.now() - NEWS_MAX_AGE
            for article in [a for a in reversed(out()) if a.published_at >= since][:MAX_NEWS]:
                entry = SubElement(written, "url")
                SubElement(entry, "loc").text = f"{site_url(site)}/articles/{article.slug}"
                item = SubElement(entry, "news:news")
                publication = SubElement(item, "news:publication")
                SubElement(publication, "news:name").text = without_non_xml(site.station.name)
                SubElement(publication, "news:language").text = article.language.split("-")[0]
                SubElement(item, "news:publication_date").text = rfc3339(article.published_at)
                SubElement(item, "news:title").text = without_non_xml(article.title)
            return _document(written)

        return document("news", render)

    return views


def _parts(articles: int) -> int:
    return max(1, -(-articles // PART_SIZE))


def _changed(entry: Element, articles: Iterable[Article]) -> None:
    changed: datetime | None = max((a.updated_at or a.published_at for a in articles), default=None)
    if changed:
        SubElement(entry, "lastmod").text = rfc3339(changed)


def _document(document: Element) -> bytes:
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(document, "unicode").encode() + b"\n"
