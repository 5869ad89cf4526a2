"""A parsed HTML page: its tree, its head, its own address and title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from lxml.html import HtmlElement

from webapp.intake.formats.page.json_ld import JsonLd
from webapp.intake.importing.documents import UnreadableDocument
from webapp.intake.story.clean_text import clean_line, match_key
from webapp.intake.story.html.tree import depth_of, line_of, parse_html
from webapp.intake.story.urls import is_front_page, normalize_url, site_of

MAX_DEPTH = 200
"""Pages of news have 30 levels of elements. From 256 on, libxml2 leaves out the rest of a page."""


class Page:
    """`url` is where it was fetched from, if known. Raises `UnreadableDocument` for an empty page, or one nested too deeply."""

    def __init__(self, html: str, url: str | None) -> None:
        tree = parse_html(html)
        if tree is None:
            raise UnreadableDocument("an empty page")
        if depth_of(tree) > MAX_DEPTH:
            raise UnreadableDocument("the page is no page to read: nested too deeply")
        self.tree: HtmlElement = tree
        self.url = url
        scripts = (script for script in self.tree.iter("script") if "ld+json" in script.get("type", ""))
        self.ld = JsonLd(script.text or "" for script in scripts)
        self.metas: dict[str, list[str]] = {}
        for meta in self.tree.iter("meta"):
            content = meta.get("content", "").strip()
            for name in (meta.get("property"), meta.get("name"), meta.get("itemprop")):
                if name and content:
                    self.metas.setdefault(name.strip().lower(), []).append(content)

    def meta(self, *names: str) -> str:
        """The first non-empty value among the meta elements called `names`."""
        return next((content for name in names for content in self.metas.get(name, ())), "")

    @property
    def says_article(self) -> bool:
        return self.ld.is_article or self.meta("og:type") == "article" or bool(self.meta("article:published_time"))

    @property
    def base(self) -> str | None:
        """Resolves the page's relative links."""
        return self.url or self.canonical

    @property
    def is_front(self) -> bool:
        """Whether the page says, or its address shows, that it is a site's front page."""
        links = (link for link in self.tree.iter("link") if "canonical" in link.get("rel", "").lower().split())
        addresses = [next((link.get("href", "") for link in links), ""), self.meta("og:url"), self.url or ""]
        claims = [claim for raw in addresses if (claim := normalize_url(raw, self.url))]
        return bool(claims) and all(map(is_front_page, claims))

    @cached_property
    def canonical(self) -> str | None:
        """The address that the page gives itself. Another site's address is ignored: it would overwrite that site's story.

        For a page from a file, the site that most of its statements name is believed.
        """
        links = (link for link in self.tree.iter("link") if "canonical" in link.get("rel", "").lower().split())
        addresses = [*(link.get("href", "") for link in links), self.meta("og:url")]
        addresses += [self.ld.text("mainEntityOfPage", "@id"), self.ld.text("url")]
        claims = [claim for raw in addresses if (claim := normalize_url(raw, self.url)) and not is_front_page(claim)]
        if self.url:
            return next((claim for claim in claims if site_of(claim) == site_of(self.url)), normalize_url(self.url))
        claimed = Counter(map(site_of, claims))
        return max(claims, key=lambda claim: claimed[site_of(claim)], default=None)

    def sites(self) -> Iterator[str]:
        """Names of the site; the part of the page's title after the heading is one."""
        whole, title = clean_line(self.tree.findtext(".//title") or ""), self.title
        if title and whole.startswith(title):
            yield whole[len(title) :].strip(" |–—-_｜")
        yield from self.metas.get("og:site_name", ())
        yield from (self.ld.name("publisher"), self.meta("application-name"), self.meta("apple-mobile-web-app-title"))

    @cached_property
    def title(self) -> str:
        """The heading with which the page's title begins; that title often ends with the site's name."""
        titles = (self.meta("og:title"), self.tree.findtext(".//title") or "", self.ld.text("headline"))
        stated = [clean_line(title) for title in titles if title]
        headings = [line_of(heading) for heading in self.tree.iter("h1")]
        for heading in headings:
            if len(match_key(heading)) >= 8 and any(
                match_key(title).startswith(match_key(heading)) for title in stated
            ):
                return heading
        return next(iter([*stated, *headings]), "")
