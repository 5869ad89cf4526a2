"""Whether a page tells one story, or lists several: a home page, a section, an archive, results of a search."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from webapp.intake.formats.page.parsed_page import Page
from webapp.intake.story.clean_text import clean_line, match_key
from webapp.intake.story.html.extras import is_extra, unlinked_length
from webapp.intake.story.html.tree import text_of
from webapp.intake.story.urls import normalize_url, site_of
from webapp.newsroom.articles.sanitize import word_set

MIN_TEASERS = 3
MIN_TEASERS_OF_A_FRONT = 5
MIN_TEASER_CHARS = 40
MAX_CHARS_BEFORE_HEADING = 150
MAX_TEXT_CHARS = 400_000

_HEADINGS = ("h1", "h2", "h3", "h4", "h5")
_BESIDE = word_set("nav footer aside")
_WORDPRESS_LISTS = word_set("archive blog category tag search-results post-type-archive")


@dataclass(frozen=True)
class _Teaser:
    """A heading with the text under it, in one box."""

    box: HtmlElement
    key: str
    linked: bool


def lists_stories(page: Page, body: str) -> bool:
    """Whether `page` lists stories: by what it says, or because `body` is made of teasers."""
    if page.says_article:
        return False
    if page.ld.is_list:
        return True
    teasers = list(_teasers(page))
    linked = [teaser for teaser in teasers if teaser.linked]
    if page.is_front and len(linked) >= MIN_TEASERS_OF_A_FRONT:
        return True
    if len(linked) >= MIN_TEASERS and not _WORDPRESS_LISTS.isdisjoint(_body_names(page)):
        return True
    whole = match_key(clean_line(body, MAX_TEXT_CHARS))
    shown = [teaser for teaser in linked if teaser.key[:80] in whole]
    if len(shown) >= MIN_TEASERS and _makes_up_half(shown, whole):
        return True
    if len(linked) > MIN_TEASERS and _makes_up_half(shown, whole) and not _has_own_heading(page):
        return True
    alike = [teaser for teaser in _alike(teasers) if teaser.key[:80] in whole]
    return page.is_front and len(alike) > MIN_TEASERS and _makes_up_half(alike, whole)


def _teasers(page: Page) -> Iterator[_Teaser]:
    """Every heading that begins a box of text, leads to another page or not."""
    headings = [heading for heading in page.tree.iter(*_HEADINGS) if _is_in_the_middle(heading) and text_of(heading)]
    within: Counter[HtmlElement] = Counter(box for heading in headings for box in heading.iterancestors())
    for heading in headings:
        box = heading
        for around in heading.iterancestors():
            if within[around] > 1 or around.tag in ("body", "html"):
                break
            box = around
        text, own = text_of(box), text_of(heading)
        before, _, after = text.partition(own)
        key = match_key(after)
        if len(key) >= MIN_TEASER_CHARS and len(before) <= MAX_CHARS_BEFORE_HEADING:
            yield _Teaser(box, key, _leads_elsewhere(heading, page))


def _is_in_the_middle(heading: HtmlElement) -> bool:
    return not any(around.tag in _BESIDE or is_extra(around) for around in heading.iterancestors())


def _leads_elsewhere(heading: HtmlElement, page: Page) -> bool:
    """Whether all of a heading links to another page of the same site."""
    if match_key(text_of(heading)) == match_key(page.title):
        return False
    around = next(heading.iterancestors("a"), None)
    links = [around] if around is not None else list(heading.iter("a"))
    if around is None and unlinked_length(heading) * 4 > len(text_of(heading)):
        return False
    own = {page.url, page.canonical}
    targets = [
        target
        for link in links
        if (target := normalize_url(link.get("href", ""), page.base or "https://here.invalid/"))
    ]
    sites = {site_of(page.base or ""), "here.invalid"}
    return any(target not in own and (site_of(target) in sites or page.base is None) for target in targets)


def _alike(teasers: list[_Teaser]) -> list[_Teaser]:
    """The teasers whose boxes are made alike and stand beside each other."""

    def form(teaser: _Teaser) -> tuple[HtmlElement | None, object, str | None]:
        return teaser.box.getparent(), teaser.box.tag, teaser.box.get("class")

    forms = Counter(map(form, teasers))
    return [teaser for teaser in teasers if forms[form(teaser)] > MIN_TEASERS]


def _makes_up_half(teasers: list[_Teaser], whole: str) -> bool:
    return bool(teasers) and sum(len(teaser.key) for teaser in teasers) * 2 >= len(whole)


def _has_own_heading(page: Page) -> bool:
    """Whether the page's own title, not its site's, stands over its text."""
    title = match_key(page.title)
    if title in {match_key(site) for site in page.sites()}:
        return False
    return any(match_key(text_of(heading)) == title for heading in page.tree.iter("h1", "h2"))


def _body_names(page: Page) -> set[str]:
    body = page.tree.find("body")
    return set(body.get("class", "").split()) if body is not None else set()
