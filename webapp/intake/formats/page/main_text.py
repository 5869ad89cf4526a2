"""Which part of a page is the story: its text, found by trafilatura, and the elements that text comes from."""

from __future__ import annotations

import copy
from collections import Counter

import lxml.html
from lxml.html import HtmlElement

from webapp.intake.formats.page.parsed_page import Page
from webapp.intake.importing.documents import UnreadableDocument
from webapp.intake.story.clean_text import clean_line, match_key
from webapp.intake.story.html_tree import is_extra, text_of, visible_text_length

_MARKED_BODY = (
    "//*[contains(@itemprop,'articleBody') or contains(@property,'content:encoded')"
    " or contains(@property,'articleBody')]"
)
MIN_MARKED_CHARS = 200
MAX_TEXT_CHARS = 400_000

_TEXT_BLOCKS = ("p", "li", "blockquote", "td", "dd", "h2", "h3", "h4")
_DROPPED_INLINE = ("time", "output", "data", "ins", "mark")
"""Elements within a sentence that trafilatura 2.3 takes out together with their words."""


def story_html(page: Page) -> str:
    """The story's text as HTML. Raises `UnreadableDocument` where there is none."""
    tree = copy.deepcopy(page.tree)
    marked = max(tree.xpath(_MARKED_BODY), key=lambda element: len(text_of(element)), default=None)
    region = tree if marked is None or len(text_of(marked)) < MIN_MARKED_CHARS else marked
    if len(region.text_content()) > 3 * MAX_TEXT_CHARS:
        raise UnreadableDocument("more text than an article has")
    _remove_extras(region, visible_text_length(region))
    _keep_words_of_sentences(region)
    found = _extract_main_text(region if region is tree else _as_page(region))
    if (
        region is not tree
        and len(match_key(clean_line(found, MAX_TEXT_CHARS))) * 5 < len(match_key(text_of(region))) * 2
    ):
        return str(lxml.html.tostring(region, encoding="unicode"))
    if not found:
        raise UnreadableDocument("no article was found on the page")
    return found


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


def _text_holder(page: Page, body: str) -> HtmlElement | None:
    """The element whose own paragraphs make up most of `body`."""
    whole = match_key(clean_line(body, MAX_TEXT_CHARS))
    weights: Counter[HtmlElement] = Counter()
    for paragraph in page.tree.iter("p"):
        key = match_key(text_of(paragraph))
        if len(key) >= 30 and key[:200] in whole and (parent := paragraph.getparent()) is not None:
            weights[parent] += len(key)
    return weights.most_common(1)[0][0] if weights else None


def _remove_extras(region: HtmlElement, whole: int) -> None:
    for element in list(region.iter()):
        if not isinstance(element.tag, str) or element is region or element.getparent() is None:
            continue
        if is_extra(element) and len(element.text_content()) * 2 < whole:
            element.drop_tree()


def _keep_words_of_sentences(region: HtmlElement) -> None:
    """Takes the tags off elements within a text block whose words would be lost, and writes out quotation marks of `q`."""
    for hidden in region.xpath(".//*[@hidden] | .//template"):
        if hidden.getparent() is not None:
            hidden.drop_tree()
    for block in region.iter(*_TEXT_BLOCKS):
        for element in list(block.iter(*_DROPPED_INLINE, "q")):
            if element.tag == "time" and not _goes_on_from_words(element):
                continue  # a line of its own says when the page was made, not what the story tells
            if element.tag == "q":
                element.text = f"“{element.text or ''}"
                if len(element):
                    element[-1].tail = f"{element[-1].tail or ''}”"
                else:
                    element.text += "”"
            element.drop_tag()


def _goes_on_from_words(element: HtmlElement) -> bool:
    """Whether words stand right before `element` in its sentence, rather than a label, a separator or nothing."""
    before, parent = element.getprevious(), element.getparent()
    lead = (before.tail if before is not None else parent.text if parent is not None else "") or ""
    return len(lead.strip()) >= 3 and lead.strip()[-1].isalnum()


def _as_page(region: HtmlElement) -> HtmlElement:
    """A page that consists of `region` alone."""
    page = lxml.html.document_fromstring("<html><body><article></article></body></html>")
    next(page.iter("article")).append(region)
    return page


def _extract_main_text(tree: HtmlElement) -> str:
    import trafilatura  # the import takes a quarter of a second; feeds do not need it

    found = trafilatura.extract(
        tree, output_format="html", include_comments=False, include_images=False, include_links=True,
        include_formatting=True, include_tables=True, with_metadata=False, deduplicate=False,
    )  # fmt: skip
    return found or ""
