"""One HTML page with one article on it: what its head, its JSON-LD and the marks in its body say.

Where they disagree the more exact one counts: JSON-LD (dates with zones, authors by reference), then OpenGraph, then
plain `meta`, then what the page shows. The text itself is found by trafilatura.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

import lxml.html
import trafilatura
from lxml import etree
from lxml.html import HtmlElement

from webapp.intake import wire_copy
from webapp.intake.agencies import agency
from webapp.intake.blocks import is_extra, shot_of, text_of
from webapp.intake.documents import Found, Shot, Unreadable
from webapp.intake.formats.json_ld import JsonLd
from webapp.intake.formats.values import pixels
from webapp.intake.identity import address, is_home, site
from webapp.intake.text import core, line
from webapp.newsroom.sanitize import TooWild, check_html

LONGEST = 2_000_000
SHORTEST = 200
"""Letters; a page with fewer is an article only if it says so."""

MOST_TAGS = 40_000

_PUBLISHED = (
    "article:published_time", "article:published", "datepublished", "dc.date.issued", "dcterms.created", "dcterms.date",
    "dc.date", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date", "date", "og:pubdate",
)  # fmt: skip
_MODIFIED = ("article:modified_time", "datemodified", "dcterms.modified", "og:updated_time", "lastmod")
_AUTHORS = ("author", "article:author", "og:article:author", "parsely-author", "sailthru.author", "dc.creator", "byl")

_NO_STORY = re.compile(
    r"(?:(?:error )?[45]\d\d\b|30[1278]\b|(?:document|object|page) (?:has )?moved|moved permanently|(?:page )?not found|"
    r"access denied|forbidden|just a moment|attention required|are you (?:a )?(?:human|robot)|(?:log|sign) ?in$|index of )",
    re.IGNORECASE,
)
_TEXT_HERE = "//*[contains(@itemprop,'articleBody') or contains(@property,'content:encoded') or contains(@property,'articleBody')]"
_NUMERIC_DATE = re.compile(
    r"(?P<y>20\d\d|19\d\d|25\d\d)\s*[-/.年\s]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})(?:日)?(?:[T\s,]+(?P<t>\d{1,2}:\d{2}(?::\d{2})?))?"
)
_WORDED_DATE = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]{2,8},?\s+\d{4}|\b[A-Z][a-z]{2,8}\s+\d{1,2},?\s+\d{4}"
)
_DATED = re.compile(r"\b(?:submitted|published|posted|date|pubdate|time|timestamp|updated|created)\b")
_MAY_BE_BYLINE = ("a", "address", "div", "p", "span")
_BYLINE_NAMED = re.compile(r"\b(?:byline|authors?)\b")
_BY_LABEL = re.compile(r"^(?:posted by|written by|by|author|auteur|autor|von|par|por|ni)\s*:?\s*", re.IGNORECASE)
_RENDITION = re.compile(r"[-_]\d{2,4}x\d{2,4}(?=\.\w+$|$)|\.\w{3,4}$")


def read(html: str, url: str | None) -> Found:
    """The page's article. Raises `Unreadable` where there is none, or where the page is one that parsers choke on."""
    try:
        check_html(html, LONGEST, MOST_TAGS)
    except TooWild as wild:
        raise Unreadable(f"the page is no page to read: {wild}") from None
    return _Page(html, url).found()


class _Page:
    def __init__(self, html: str, url: str | None) -> None:
        parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True)
        try:
            self.tree: HtmlElement = lxml.html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
        except (etree.ParserError, ValueError):
            raise Unreadable("an empty page") from None
        self.ld = JsonLd(
            script.text or "" for script in self.tree.iter("script") if "ld+json" in script.get("type", "")
        )
        self.url = url
        self.metas: dict[str, list[str]] = {}
        for meta in self.tree.iter("meta"):
            for name in (meta.get("property"), meta.get("name"), meta.get("itemprop")):
                if name and meta.get("content", "").strip():
                    self.metas.setdefault(name.strip().lower(), []).append(meta.get("content", "").strip())

    def found(self) -> Found:
        body, title = self.body, self.title()
        if _NO_STORY.match(title) or (len(core(body)) < SHORTEST and not self._says_article()):
            raise Unreadable(f"a page, but no article: {title!r}")
        return Found(
            title=title,
            body=body,
            summary=self.meta("og:description", "description"),
            link=self.canonical or "",
            guid=self.canonical or self.url or "",
            base=self.url or self.canonical,
            bylines=tuple(self.bylines()),
            agencies=tuple(self.agencies()),
            topics=tuple(self.topics()),
            shots=tuple(self.shots()),
            language=self.tree.get("lang") or self.ld.text("inLanguage") or self.meta("og:locale", "content-language"),
            published=self.published(),
            updated=self.ld.text("dateModified") or self.meta(*_MODIFIED),
            sites=tuple(self.sites()),
        )

    def _says_article(self) -> bool:
        return self.ld.is_article or self.meta("og:type") == "article" or bool(self.meta("article:published_time"))

    def meta(self, *names: str) -> str:
        return next((said for name in names for said in self.metas.get(name, ())), "")

    @cached_property
    def canonical(self) -> str | None:
        """Where the page says it lives. It cannot say that it is another site's: that would overwrite their story."""
        linked = [
            link.get("href", "")
            for link in self.tree.iter("link")
            if "canonical" in link.get("rel", "").lower().split()
        ]
        said = [*linked, self.meta("og:url"), self.ld.text("mainEntityOfPage", "@id"), self.ld.text("url")]
        claims = [claim for raw in said if (claim := address(raw, self.url)) and not is_home(claim)]
        if self.url:
            return next((claim for claim in claims if site(claim) == site(self.url)), address(self.url))
        sites = Counter(site(claim) for claim in dict.fromkeys(claims))
        hosts = Counter(map(site, claims))
        return max(claims, key=lambda claim: (hosts[site(claim)], sites[site(claim)]), default=None)

    def sites(self) -> Iterator[str]:
        yield from self.metas.get("og:site_name", ())
        yield from filter(
            None, (self.ld.name("publisher"), self.meta("application-name", "apple-mobile-web-app-title"))
        )

    def title(self) -> str:
        """The heading that the page's title begins with; a page's title often has the site's name at its end."""
        stated = [
            line(said)
            for said in (self.meta("og:title"), self.tree.findtext(".//title") or "", self.ld.text("headline"))
            if said
        ]
        headings = [line(text_of(heading)) for heading in self.tree.iter("h1")]
        for heading in headings:
            if len(core(heading)) >= 8 and any(core(title).startswith(core(heading)) for title in stated):
                return heading
        return next(iter([*stated, *headings]), "")

    @cached_property
    def body(self) -> str:
        tree = copy.deepcopy(self.tree)
        marked = max(tree.xpath(_TEXT_HERE), key=lambda element: len(text_of(element)), default=None)
        marked_text = text_of(marked) if marked is not None else ""
        region = marked if marked is not None and len(marked_text) >= 200 else tree
        whole = len(region.text_content())
        for element in list(region.iter()):
            if isinstance(element.tag, str) and is_extra(element) and len(element.text_content()) * 2 < whole:
                element.drop_tree() if element.getparent() is not None and element is not region else None
        if region is not tree:
            wrapped = lxml.html.document_fromstring("<html><body><article></article></body></html>")
            next(wrapped.iter("article")).append(region)
        else:
            wrapped = tree
        text = trafilatura.extract(
            wrapped, output_format="html", include_comments=False, include_images=False, include_links=True,
            include_formatting=True, include_tables=True, with_metadata=False, deduplicate=False,
        )  # fmt: skip
        if region is not tree and len(core(line(text or "", LONGEST))) < len(core(marked_text)) * 0.4:
            return str(lxml.html.tostring(region, encoding="unicode"))
        if not text:
            raise Unreadable("no article was found on the page")
        return text

    def published(self) -> str:
        """The first date there is, one with a zone before one without."""
        said = [self.ld.text("datePublished"), *(value for name in _PUBLISHED for value in self.metas.get(name, ()))]
        said += [
            time.get("datetime", "")
            for time in self.tree.iter("time")
            if "pubdate" in time.attrib or "datePublished" in time.get("itemprop", "")
        ]
        said += [time.get("datetime", "") for time in self.tree.iter("time")][:1]
        zoned = [date for date in said if re.search(r"\d(?:Z|[+-]\d{2}:?\d{2})$", date.strip())]
        return next(filter(None, [*zoned, *said]), "") or self._date_shown()

    def _date_shown(self) -> str:
        for element in self.tree.iter("span", "div", "p", "td", "li"):
            named = f"{element.get('class', '')} {element.get('id', '')}".lower()
            if not _DATED.search(named):
                continue
            text = text_of(element)[:120]
            if found := _NUMERIC_DATE.search(text):
                year = int(found["y"])
                return f"{year:04}-{int(found['m']):02}-{int(found['d']):02}T{found['t'] or '00:00'}"
            if found := _WORDED_DATE.search(text):
                return found[0].replace(",", "")
        return ""

    def bylines(self) -> list[str]:
        """From the first place that names a person; from the first that names an agency where none does."""
        metas = [said for name in _AUTHORS for said in self.metas.get(name, ())]
        places = [
            [name for raw in said if (name := wire_copy.byline(raw))] for said in (self.ld.names("author"), metas)
        ]
        places.append([name for raw in self._bylines_shown() if (name := wire_copy.byline(raw))])
        people = ([name for name in names if agency(name) is None] for names in places)
        return list(dict.fromkeys(next(filter(None, [*people, *places]), [])))

    def _bylines_shown(self) -> Iterator[str]:
        """What is marked as a byline or reads like one with the story; then what is marked so anywhere."""
        for element in self._story:
            named = f"{element.get('class', '')} {element.get('id', '')} {element.get('itemprop', '')}".lower()
            text = text_of(element) if element.tag in _MAY_BE_BYLINE else ""
            if not text or len(text) > 90:
                continue
            if element.get("rel") == "author" or wire_copy.is_byline(text):
                yield text
            elif _BYLINE_NAMED.search(named):
                yield _BY_LABEL.sub("", text)
        marked = self.tree.xpath("//*[@rel='author' or contains(@class,'author') or contains(@class,'byline')]")
        yield from (_BY_LABEL.sub("", text) for element in marked[:20] if 0 < len(text := text_of(element)) <= 90)

    def agencies(self) -> Iterator[str]:
        """Known ones only: a `source` can be anything."""
        shown = (
            text_of(e)
            for e in self.tree.xpath(
                "//*[contains(@class,'credit') or contains(@class,'source') or contains(@class,'agency')]"
            )[:20]
        )
        said = [
            self.meta("source", "article:source", "dc.source"),
            self.ld.name("sourceOrganization"),
            *shown,
            *self.sites(),
        ]
        yield from (known for text in said if len(text) <= 60 and (known := agency(text)))

    def topics(self) -> Iterator[str]:
        yield from self.metas.get("article:section", ())[:1]
        said = [self.ld.words("keywords"), self.metas.get("article:tag", [])]
        said += [self.meta(name).split(",") for name in ("news_keywords", "keywords")]
        said.append(
            [
                text_of(link)
                for link in self.tree.iter("a")
                if "tag" in link.get("rel", "").split() or "skos:Concept" in link.get("typeof", "")
            ]
        )
        said.append([text_of(link) for link in self.tree.xpath("//*[contains(@class,'tags')]//a")][:12])
        yield from next(filter(None, ([word for word in words if word.strip()] for words in said)), [])

    def shots(self) -> Iterator[Shot]:
        """The picture the head names, with what the page says of it; then those that stand with the story."""
        base = self.url or self.canonical
        within = [shot for image in self._images() if (shot := shot_of(image, base))]
        captioned = [*self._captioned(base), *within]
        for shot in self._stated(base):
            told = (other for other in captioned if _same_picture(other.url, shot.url) and (other.caption or other.alt))
            same = next(told, None)
            yield replace(shot, alt=same.alt, caption=same.caption, credit=same.credit) if same else shot
            yield from (other for other in captioned if other.width and _same_picture(other.url, shot.url))
        yield from within

    def _images(self) -> Iterator[HtmlElement]:
        story = set(self._story)
        for element in self._story:
            boxes = (box for box in element.iterancestors() if box in story)
            if element.tag == "img" and not any(is_extra(box) or box.tag in ("aside", "nav") for box in boxes):
                yield element

    @cached_property
    def _story(self) -> list[HtmlElement]:
        """Every element from the heading to the end of the text, so that teasers around it do not count."""
        order = [element for element in self.tree.iter() if isinstance(element.tag, str)]
        holder = self._text_holder
        if holder is None:
            return order
        place = {element: number for number, element in enumerate(order)}
        end = max(place[element] for element in holder.iter() if element in place)
        start = place[holder]
        headings = [
            place[h] for h in self.tree.iter("h1") if place[h] < start and core(text_of(h)) == core(self.title())
        ]
        return order[(headings[-1] if headings else start) : end + 1]

    @cached_property
    def _text_holder(self) -> HtmlElement | None:
        """The element whose own paragraphs make up most of the text found."""
        whole = core(line(self.body, LONGEST))
        weights: Counter[HtmlElement] = Counter()
        for paragraph in self.tree.iter("p"):
            said = core(text_of(paragraph))
            if len(said) >= 30 and said[:200] in whole and (parent := paragraph.getparent()) is not None:
                weights[parent] += len(said)
        return weights.most_common(1)[0][0] if weights else None

    def _stated(self, base: str | None) -> Iterator[Shot]:
        for image in self.ld.objects("image"):
            if url := address(str(image.get("url") or image.get("contentUrl") or ""), base):
                yield Shot(
                    url,
                    pixels(image.get("width")),
                    pixels(image.get("height")),
                    "",
                    str(image.get("caption") or "") or None,
                )
        if url := address(self.meta("og:image", "og:image:secure_url", "og:image:url", "twitter:image"), base):
            yield Shot(
                url,
                pixels(self.meta("og:image:width")),
                pixels(self.meta("og:image:height")),
                self.meta("og:image:alt"),
            )

    def _captioned(self, base: str | None) -> Iterator[Shot]:
        """Galleries keep the caption on the link around the picture, lazy loaders address and size on a `source`."""
        for element in self.tree.xpath("//a[@data-fresco-caption or @data-caption] | //picture[@title]"):
            said = element.get("data-fresco-caption") or element.get("data-caption") or element.get("title") or ""
            shown = [(element.get("href", ""), "")]
            shown += [
                (s.get("data-srcset") or s.get("srcset") or "", s.get("data-aspectratio", ""))
                for s in element.iter("source")
            ]
            for addresses, ratio in shown:
                width, _, height = ratio.partition("/")
                if url := address(addresses.strip().split(" ")[0], base):
                    yield Shot(url, pixels(width), pixels(height), caption=line(said, 1000))


def _same_picture(one: str, other: str) -> bool:
    """Whether two addresses are renditions of one picture: the same file name but for its size."""
    stems = [_RENDITION.sub("", url.split("?")[0].rsplit("/", 1)[-1]) for url in (one, other)]
    stems = [_RENDITION.sub("", stem) for stem in stems]
    return len(min(stems, key=len)) >= 6 and (stems[0].endswith(stems[1]) or stems[1].endswith(stems[0]))
