"""One HTML page with one article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from webapp.intake.formats.page import metadata
from webapp.intake.formats.page.main_text import MIN_SHARE_FOUND, MainText, find_main_text, story_elements
from webapp.intake.formats.page.page_kind import lists_stories
from webapp.intake.formats.page.parsed_page import Page
from webapp.intake.formats.page.paywall import has_paywall
from webapp.intake.formats.page.pictures import pictures_of
from webapp.intake.importing.documents import RawStory, UnreadableDocument
from webapp.intake.story.clean_text import clean_line, match_key
from webapp.newsroom.articles.sanitize import TooComplex, check_html

MAX_PAGE_CHARS = 2_000_000
MAX_TAGS = 25_000
"""Opening and closing tags. The largest news pages have 8,000, tables of results 20,000."""

MIN_STORY_LETTERS = 200
"""A page with less text is an article only if it says so itself."""

MIN_WORDS_BEHIND_PAYWALL = 150
"""A page of subscribers' stories with fewer words shows only how its story begins."""

MIN_HEADLINE_LETTERS = 20
"""Of a headline that nobody repeats by chance."""

MIN_FRONT_LETTERS = 400
"""A site's front page with less text of its own than this is a greeting."""

_ERROR_TITLE = re.compile(
    r"(?:(?:error )?[45]\d\d\b|30[1278]\b|(?:document|object|page) (?:has )?moved|moved permanently|(?:page )?not found|"
    r"access denied|forbidden|just a moment|attention required|are you (?:a )?(?:human|robot)|(?:log|sign) ?in$|index of )",
    re.IGNORECASE,
)


def read(html: str, url: str | None) -> RawStory:
    """The page's article. Raises `UnreadableDocument` for a page without one, or one beyond the parsers' bounds."""
    try:
        check_html(html, MAX_PAGE_CHARS, MAX_TAGS, max_depth=None)  # libxml2 has a limit of its own
    except TooComplex as wild:
        raise UnreadableDocument(f"the page is no page to read: {wild}") from None
    page = Page(html, url)
    if _ERROR_TITLE.match(page.title):
        raise UnreadableDocument(f"a page, but no article: {page.title!r}")
    main_text = find_main_text(page)
    body = main_text.html
    if not page.says_article:
        _check_tells_one_story(page, body)
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
        doubts=tuple(_doubts(page, main_text)),
        guessed_day="" if published or updated else metadata.guess_date(page),
        sites=tuple(page.sites()),
    )


def _check_tells_one_story(page: Page, body: str) -> None:
    letters = len(match_key(clean_line(body, MAX_PAGE_CHARS)))
    if page.is_front and (letters < MIN_FRONT_LETTERS or lists_stories(page, body)):
        raise UnreadableDocument(f"a site's front page, not an article: {page.title!r}")
    if letters < MIN_STORY_LETTERS:
        raise UnreadableDocument(f"a page, but no article: {page.title!r}")
    if lists_stories(page, body):
        raise UnreadableDocument(f"a page that lists stories, not an article: {page.title!r}")


def _doubts(page: Page, main_text: MainText) -> Iterator[str]:
    if page.is_front and not page.says_article:
        yield "taken from a site's front page"
    if main_text.share < MIN_SHARE_FOUND:
        yield f"much of the page's text was left out: perhaps {main_text.share:.0%} of the story is here"
        return
    text = clean_line(main_text.html, MAX_PAGE_CHARS)
    words, headline = len(text.split()), match_key(page.title)
    if words >= MIN_WORDS_BEHIND_PAYWALL:
        return
    if has_paywall(page):
        yield f"the page is for subscribers: perhaps its {words} words are only how the story begins"
    elif len(headline) >= MIN_HEADLINE_LETTERS and match_key(text).count(headline) > 1:
        yield f"the page's headline stands in its {words} words again and again: perhaps they are the page's frame, not the story"
