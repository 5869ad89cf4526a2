"""A page's metadata: dates, authors, agencies, topics.

The most exact place counts: JSON-LD (dates with zones, authors by reference), then `meta`, then visible text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from lxml.html import HtmlElement

from webapp.intake.dates.date_parts import parse_written_date
from webapp.intake.formats.page.parsed_page import Page
from webapp.intake.story.clean_text import match_key
from webapp.intake.story.html.extras import is_extra
from webapp.intake.story.html.tree import short_text, text_of
from webapp.intake.wire.agencies import known_agency
from webapp.intake.wire.bylines import is_byline, parse_byline

_PUBLISHED = (
    "article:published_time", "article:published", "datepublished", "dc.date.issued", "dcterms.created", "dcterms.date",
    "dc.date", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date", "date", "og:pubdate",
)  # fmt: skip
_MODIFIED = ("article:modified_time", "datemodified", "dcterms.modified", "og:updated_time", "lastmod")
_AUTHORS = ("author", "article:author", "og:article:author", "parsely-author", "sailthru.author", "dc.creator", "byl")

_ZONED = re.compile(r"\d(?:Z|[+-]\d{2}:?\d{2})$")
_NUMERIC_DATE = re.compile(
    r"(?P<y>20\d\d|19\d\d|25\d\d)\s*[-/.年\s]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})(?:日)?"
    r"(?:[T\s,]+(?P<t>\d{1,2}:\d{2}(?::\d{2})?))?"
)
_NAMED_DATE = re.compile(r"\b(?:submitted|published|posted|date|pubdate|time|timestamp|updated|created)\b")
_WORD = re.compile(r"[^\W\d_]{3,}")
_NAMED_BYLINE = re.compile(r"\b(?:byline|authors?)\b")
_BY_LABEL = re.compile(r"^(?:posted by|written by|by|author|auteur|autor|von|par|por|ni)\s*:?\s*", re.IGNORECASE)
_MAY_BE_BYLINE = ("a", "address", "div", "p", "span")

_TOPICS_HEADING = re.compile(r"(?:related )?(?:topics|tags)\s*:?", re.IGNORECASE)

MAX_BYLINE_CHARS = 90
MAX_DATE_CHARS = 100
MAX_TEASER_CHARS = 600
MAX_WORDS_BESIDE_DATE = 8
"""A text with more words than this mentions the date and is not the story's date."""


def published(page: Page, story: Sequence[HtmlElement]) -> str:
    """The first date that the page states, one with a zone before one without."""
    times = list(page.tree.iter("time"))
    exact = [time for time in times if "pubdate" in time.attrib or "datePublished" in time.get("itemprop", "")]
    dates = [page.ld.text("datePublished"), *(value for name in _PUBLISHED for value in page.metas.get(name, ()))]
    dates += [time.get("datetime", "") for time in [*exact, *times[:1]]]
    zoned = [date for date in dates if _ZONED.search(date.strip())]
    return next(filter(None, [*zoned, *dates]), "") or _visible_date(page, story)


def updated(page: Page) -> str:
    return page.ld.text("dateModified") or page.meta(*_MODIFIED)


def bylines(page: Page, story: Sequence[HtmlElement]) -> list[str]:
    """The authors from the first place that names a person, else from the first that names an agency, else the site."""
    places = [
        [name for raw in place if (name := parse_byline(raw))]
        for place in (
            page.ld.names("author"),
            _named_in_head(page),
            _bylines_within(story),
            _marked_bylines(page, story),
        )
    ]
    of_site = {match_key(site) for site in page.sites()}
    people = [[name for name in names if known_agency(name) is None] for names in places]
    others = [[name for name in names if match_key(name) not in of_site] for names in people]
    agencies_named = [[name for name in names if known_agency(name)] for names in places]
    return list(dict.fromkeys(next(filter(None, [*others, *agencies_named, *places]), [])))


def _named_in_head(page: Page) -> list[str]:
    return [name for meta in _AUTHORS for name in page.metas.get(meta, ())]


def agencies(page: Page) -> Iterator[str]:
    """Known agencies only: a `source` can be anything."""
    marked = page.tree.xpath("//*[contains(@class,'credit') or contains(@class,'source') or contains(@class,'agency')]")
    shown = [short_text(element, 60) for element in marked[:20]]
    names = [page.meta("source", "article:source", "dc.source"), page.ld.name("sourceOrganization"), *shown]
    names += [*page.ld.names("author"), *_named_in_head(page)]
    yield from (known for name in [*names, *page.sites()] if len(name) <= 60 and (known := known_agency(name)))


def topics(page: Page) -> Iterator[str]:
    """The section, and the topics of the first place that has any."""
    yield from page.metas.get("article:section", ())[:1]
    links = list(page.tree.iter("a"))
    places = [
        page.ld.words("keywords"),
        page.metas.get("article:tag", []),
        page.meta("news_keywords").split(","),
        page.meta("keywords").split(","),
        [text_of(a) for a in links if "tag" in a.get("rel", "").split() or "skos:Concept" in a.get("typeof", "")],
        [text_of(a) for a in page.tree.xpath("//*[contains(@class,'tags')]//a")[:12]],
        [text_of(a) for a in _links_under_heading(page, _TOPICS_HEADING)],
    ]
    yield from next(filter(None, ([word for word in words if word.strip()] for words in places)), [])


def _visible_date(page: Page, story: Sequence[HtmlElement]) -> str:
    """A date that stands with the story, else in an element whose name says that it holds a date."""
    named = (
        element for element in page.tree.iter("span", "div", "p", "td", "li") if _NAMED_DATE.search(_names_of(element))
    )
    shown = (short_text(element, 120) for element in (*story[:60], *named))
    return next(
        filter(None, (find_date_text(text) for text in shown if len(_WORD.findall(text)) <= MAX_WORDS_BESIDE_DATE)), ""
    )


def _links_under_heading(page: Page, heading: re.Pattern[str]) -> Iterator[HtmlElement]:
    """The links between a heading and the next one."""
    for element in page.tree.iter("h2", "h3", "h4", "h5"):
        if heading.fullmatch(short_text(element, 40)):
            for after in element.itersiblings():
                if after.tag in ("h1", "h2", "h3", "h4", "h5"):
                    return
                yield from after.iter("a")


def find_date_text(text: str) -> str:
    """`text` itself if `parse_moment` reads it, else the numeric date in it, else empty."""
    if len(text) <= MAX_DATE_CHARS and parse_written_date(text):
        return text
    if found := _NUMERIC_DATE.search(text):
        return f"{found['y']}-{int(found['m']):02}-{int(found['d']):02} {found['t'] or ''}".strip()
    return ""


def guess_date(page: Page) -> str:
    """The day that the htmldate library finds in the markup. Plain text is not searched: it may mention any day."""
    from htmldate import find_date  # the import takes a quarter of a second; pages with a date do not need it

    return find_date(page.tree, extensive_search=False, original_date=True) or ""


def _bylines_within(story: Sequence[HtmlElement]) -> Iterator[str]:
    """What is marked as a byline, or reads like one, with the story."""
    for element in story:
        text = short_text(element, MAX_BYLINE_CHARS) if element.tag in _MAY_BE_BYLINE else ""
        if not text or _is_beside(element, ()):
            continue
        if element.get("rel") == "author" or is_byline(text):
            yield text
        elif _NAMED_BYLINE.search(_names_of(element)):
            yield _BY_LABEL.sub("", text)


def _marked_bylines(page: Page, story: Sequence[HtmlElement]) -> Iterator[str]:
    """What is marked as a byline anywhere on the page but in a comment or another story's teaser."""
    around = set(story[0].iterancestors()) if story else set()
    marked = page.tree.xpath("//*[@rel='author' or contains(@class,'author') or contains(@class,'byline')]")
    for element in marked[:20]:
        if not _is_beside(element, around):
            yield _BY_LABEL.sub("", short_text(element, MAX_BYLINE_CHARS))


def _is_beside(element: HtmlElement, around: Collection[HtmlElement]) -> bool:
    """Whether an element stands in a box of extras, or in one with a heading that leads elsewhere, and not in those `around`."""
    for box in (element, *element.iterancestors()):
        if box in around or box.tag in ("body", "html", "main"):
            return False
        if is_extra(box) or box.tag in ("aside", "nav", "footer"):
            return True
        if box is not element and box.tag in ("li", "article", "div", "a") and _heads_elsewhere(box):
            return True
    return False


def _heads_elsewhere(box: HtmlElement) -> bool:
    """Whether the box begins with a heading that is a link, as a teaser does."""
    heading = next(box.iter("h1", "h2", "h3", "h4", "h5"), None)
    if heading is None or heading.tag == "h1":
        return False
    linked = heading.find(".//a") is not None or next(heading.iterancestors("a"), None) is not None
    return linked and len(text_of(box)) < MAX_TEASER_CHARS


def _names_of(element: HtmlElement) -> str:
    return f"{element.get('class', '')} {element.get('id', '')} {element.get('itemprop', '')}".lower()
