"""One HTML page with one article."""

from __future__ import annotations

import re

from webapp.intake.formats.page import metadata
from webapp.intake.formats.page.main_text import story_elements, story_html
from webapp.intake.formats.page.parsed_page import Page
from webapp.intake.formats.page.pictures import pictures_of
from webapp.intake.importing.documents import RawStory, UnreadableDocument
from webapp.intake.story.clean_text import match_key
from webapp.newsroom.articles.sanitize import TooComplex, check_html

MAX_PAGE_CHARS = 2_000_000
MAX_TAGS = 15_000
"""Opening and closing tags; the largest news page seen has 1,900."""

MIN_STORY_LETTERS = 200
"""A page with less text is an article only if it says so itself."""

_ERROR_TITLE = re.compile(
    r"(?:(?:error )?[45]\d\d\b|30[1278]\b|(?:document|object|page) (?:has )?moved|moved permanently|(?:page )?not found|"
    r"access denied|forbidden|just a moment|attention required|are you (?:a )?(?:human|robot)|(?:log|sign) ?in$|index of )",
    re.IGNORECASE,
)


def read(html: str, url: str | None) -> RawStory:
    """The page's article. Raises `UnreadableDocument` for a page without one, or one beyond the parsers' bounds."""
    try:
        check_html(html, MAX_PAGE_CHARS, MAX_TAGS)
    except TooComplex as wild:
        raise UnreadableDocument(f"the page is no page to read: {wild}") from None
    page = Page(html, url)
    if _ERROR_TITLE.match(page.title):
        raise UnreadableDocument(f"a page, but no article: {page.title!r}")
    if page.is_front and not page.says_article:
        raise UnreadableDocument(f"a site's front page, not an article: {page.title!r}")
    body = story_html(page)
    if len(match_key(body)) < MIN_STORY_LETTERS and not page.says_article:
        raise UnreadableDocument(f"a page, but no article: {page.title!r}")
    story = story_elements(page, body)
    published, updated = metadata.published(page, story), metadata.updated(page)
    return RawStory(
        title=page.title,
        body=body,
        summary=page.meta("og:description", "description"),
        link=page.canonical or "",
        base=page.base,
        bylines=tuple(metadata.bylines(page, story)),
        agencies=tuple(metadata.agencies(page)),
        topics=tuple(metadata.topics(page)),
        pictures=tuple(pictures_of(page, story)),
        language=page.tree.get("lang") or page.ld.text("inLanguage") or page.meta("og:locale", "content-language"),
        published=published,
        updated=updated,
        guessed_day="" if published or updated else metadata.guess_date(page),
        sites=tuple(page.sites()),
    )
