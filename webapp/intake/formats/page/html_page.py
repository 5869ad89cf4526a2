"""One HTML page with one article on it."""

from __future__ import annotations

import re

from webapp.intake.formats.page import facts
from webapp.intake.formats.page.page import Page
from webapp.intake.formats.page.pictures import shots
from webapp.intake.formats.page.text import story_elements, story_html
from webapp.intake.importing.documents import Found, Unreadable
from webapp.intake.story.text import core
from webapp.newsroom.articles.sanitize import TooWild, check_html

MAX_PAGE_CHARS = 2_000_000
MOST_TAGS = 15_000
"""Opening and closing ones; the largest news page seen has 1,900."""

SHORTEST = 200
"""Letters; a page with fewer is an article only if it says so."""

_NO_STORY = re.compile(
    r"(?:(?:error )?[45]\d\d\b|30[1278]\b|(?:document|object|page) (?:has )?moved|moved permanently|(?:page )?not found|"
    r"access denied|forbidden|just a moment|attention required|are you (?:a )?(?:human|robot)|(?:log|sign) ?in$|index of )",
    re.IGNORECASE,
)


def read(html: str, url: str | None) -> Found:
    """The page's article. Raises `Unreadable` where there is none, or where the page is one that parsers choke on."""
    try:
        check_html(html, MAX_PAGE_CHARS, MOST_TAGS)
    except TooWild as wild:
        raise Unreadable(f"the page is no page to read: {wild}") from None
    page = Page(html, url)
    if _NO_STORY.match(page.title):
        raise Unreadable(f"a page, but no article: {page.title!r}")
    if page.is_front and not page.says_article:
        raise Unreadable(f"a site's front page, not an article: {page.title!r}")
    body = story_html(page)
    if len(core(body)) < SHORTEST and not page.says_article:
        raise Unreadable(f"a page, but no article: {page.title!r}")
    story = story_elements(page, body)
    published, updated = facts.published(page, story), facts.updated(page)
    return Found(
        title=page.title,
        body=body,
        summary=page.meta("og:description", "description"),
        link=page.canonical or "",
        base=page.base,
        bylines=tuple(facts.bylines(page, story)),
        agencies=tuple(facts.agencies(page)),
        topics=tuple(facts.topics(page)),
        shots=tuple(shots(page, story)),
        language=page.tree.get("lang") or page.ld.text("inLanguage") or page.meta("og:locale", "content-language"),
        published=published,
        updated=updated,
        guessed_day="" if published or updated else facts.library_date(page),
        sites=tuple(page.sites()),
    )
