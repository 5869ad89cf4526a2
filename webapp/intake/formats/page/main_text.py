"""Which part of a page is the story: its text, found by trafilatura, and the elements that text comes from."""

from __future__ import annotations

import copy
from collections import Counter
from dataclasses import dataclass
from html import escape

import lxml.html
from lxml.html import HtmlElement

from webapp.intake.formats.page.parsed_page import Page
from webapp.intake.formats.page.readied_region import ready_for_extraction, without_names
from webapp.intake.importing.documents import UnreadableDocument
from webapp.intake.story.clean_text import clean_line, match_key, paragraphs
from webapp.intake.story.html.extras import is_linked_line, running_text
from webapp.intake.story.html.tree import parse_html, remove_element, text_of

_MARKED_BODY = (
    "//*[contains(@itemprop,'articleBody') or contains(@property,'content:encoded')"
    " or contains(@property,'articleBody')]"
)
MIN_MARKED_CHARS = 200
MAX_TEXT_CHARS = 400_000

MAX_BLOCKS_COMPARED = 2_000
"""Up to so many blocks trafilatura asks other libraries too: justext needs time with the square of their number."""

MIN_SHARE_FOUND = 0.5
"""If less of the running text was found, names in the markup may have misled the search."""


@dataclass(frozen=True)
class MainText:
    """The story's text as HTML, and the share of the page's running text that it has."""

    html: str
    share: float


def find_main_text(page: Page) -> MainText:
    """The story's text. Raises `UnreadableDocument` where there is none."""
    tree = copy.deepcopy(page.tree)
    region = _marked_region(tree)
    if len(region.text_content()) > 3 * MAX_TEXT_CHARS:
        raise UnreadableDocument("more text than an article has")
    ready_for_extraction(region)
    told = page.ld.text("articleBody")
    running = len(match_key(told if len(told) >= MIN_MARKED_CHARS else running_text(region)))
    whole = region if region is tree else _as_page(region)
    found = _extract_main_text(whole)
    share = _share(found, running)
    if share < MIN_SHARE_FOUND:
        other = _extract_main_text(without_names(whole))
        if _share(other, running) > share and _holds(other, found):
            found, share = other, _share(other, running)
    if share < MIN_SHARE_FOUND and region is not tree:
        found, share = str(lxml.html.tostring(region, encoding="unicode")), 1.0
    elif share < MIN_SHARE_FOUND and len(told) >= MIN_MARKED_CHARS:
        found, share = paragraphs(escape(told)), 1.0
    if not found:
        raise UnreadableDocument("no article was found on the page")
    return MainText(_without_linked_lines(found), share)


def _without_linked_lines(html: str) -> str:
    """Without paragraphs that are nothing but a link: these lead to other stories. A whole sentence stays."""
    root = parse_html(html)
    if root is None:
        return html
    lines = [block for block in root.iter("p") if is_linked_line(block)]
    if not lines or sum(len(text_of(line)) for line in lines) * 3 > len(text_of(root)):
        return html
    for line in lines:
        remove_element(line)
    return str(lxml.html.tostring(root, encoding="unicode"))


def story_elements(page: Page, body: str) -> list[HtmlElement]:
    """The elements from the heading to the end of the text, without teasers around the story."""
    order = [element for element in page.tree.iter() if isinstance(element.tag, str)]
    holder = _text_holder(page, body)
    if holder is None:
        return order
    place = {element: number for number, element in enumerate(order)}
    start = place[holder]
    end = max(place[element] for element in holder.iter() if element in place)
    before = [heading for heading in page.tree.iter("h1") if place[heading] < start]
    headings = [place[heading] for heading in before if match_key(text_of(heading)) == match_key(page.title)]
    return order[max(headings, default=start) : end + 1]


def _marked_region(tree: HtmlElement) -> HtmlElement:
    """What the page marks as its article's body, be it one element or several in a row; else the whole tree."""
    marked = [box for box in tree.xpath(_MARKED_BODY) if len(text_of(box)) > 0]
    outermost = [box for box in marked if not any(around in marked for around in box.iterancestors())]
    if sum(len(text_of(box)) for box in outermost) < MIN_MARKED_CHARS:
        return tree
    if len(outermost) == 1:
        return outermost[0]
    together = lxml.html.Element("div")
    for box in outermost:
        box.tail = None
        together.append(box)
    return together


def _text_holder(page: Page, body: str) -> HtmlElement | None:
    """The element whose own paragraphs make up most of `body`."""
    whole = match_key(clean_line(body, MAX_TEXT_CHARS))
    weights: Counter[HtmlElement] = Counter()
    for paragraph in page.tree.iter("p"):
        key = match_key(text_of(paragraph))
        if len(key) >= 30 and key[:200] in whole and (parent := paragraph.getparent()) is not None:
            weights[parent] += len(key)
    return weights.most_common(1)[0][0] if weights else None


def _holds(html: str, other: str) -> bool:
    """Whether most of the paragraphs of `other` are in `html` too."""
    whole = match_key(clean_line(html, MAX_TEXT_CHARS))
    keys = [match_key(clean_line(part, 2000)) for part in other.split("</p>")]
    return sum(len(key) for key in keys if key in whole) >= 0.8 * sum(map(len, keys))


def _share(html: str, running: int) -> float:
    return min(1.0, len(match_key(clean_line(html, MAX_TEXT_CHARS))) / running) if running else 1.0


def _as_page(region: HtmlElement) -> HtmlElement:
    """A page that consists of `region` alone."""
    page = lxml.html.document_fromstring("<html><body><article></article></body></html>")
    next(page.iter("article")).append(region)
    return page


def _extract_main_text(tree: HtmlElement) -> str:
    import trafilatura  # the import takes a quarter of a second; feeds do not need it

    blocks = sum(1 for _ in tree.iter("p", "li", "td", "th", "tr", "div", "dd", "dt", "br"))
    found = trafilatura.extract(
        tree, fast=blocks > MAX_BLOCKS_COMPARED, output_format="html",
        include_comments=False, include_images=False, include_links=True,
        include_formatting=True, include_tables=True, with_metadata=False, deduplicate=False,
    )  # fmt: skip
    return found or ""
