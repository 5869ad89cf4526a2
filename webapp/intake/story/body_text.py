"""A story's body: tidied, its edges (dateline, byline, credit, end marks) read and removed, and made safe."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.html import HtmlElement

from webapp.intake.importing.documents import SourcePicture
from webapp.intake.story.blocks import Blocks, to_blocks, trimmed
from webapp.intake.story.clean_text import match_key
from webapp.intake.story.html_tree import text_of
from webapp.intake.wire import wire_copy
from webapp.intake.wire.agencies import known_agency
from webapp.newsroom.articles.sanitize import check_html, clean_html

MAX_LEAD_BLOCKS, MAX_TAIL_BLOCKS = 4, 8
"""How many blocks at the start and at the end may be something else than story text."""

MAX_EDGE_BLOCK_CHARS = 400


@dataclass(frozen=True)
class BodyText:
    """`html` is safe to show; `text` is the same as plain lines; the other fields were read at its edges."""

    html: str = ""
    text: str = ""
    byline: str | None = None
    agency: str | None = None
    place: str | None = None
    credit: str | None = None
    pictures: tuple[SourcePicture, ...] = ()


def read_body(html: str, title: str, base: str | None) -> BodyText:
    """Reads a story's body; `title` is removed where the body repeats it, `base` makes links absolute.

    Raises `TooComplex` for HTML beyond the bounds of an article.
    """
    check_html(html)
    blocks = to_blocks(html, base)
    byline, by_agency = _take_lead(blocks, title)
    credits = _take_tail(blocks)
    dateline = _take_dateline(blocks)
    safe = clean_html(blocks.html())
    return BodyText(
        html=safe,
        text=blocks.text(),
        byline=byline,
        agency=(dateline.agency if dateline else None) or by_agency,
        place=dateline.place if dateline else None,
        credit=" ".join(credits) or None,
        pictures=tuple(blocks.pictures),
    )


def _take_lead(blocks: Blocks, title: str) -> tuple[str | None, str | None]:
    """Removes what precedes the story (its title, byline, date); returns byline and agency."""
    byline: str | None = None
    by_agency: str | None = None
    kept: list[HtmlElement] = []
    for element in blocks.elements[:MAX_LEAD_BLOCKS]:
        text = text_of(element)
        if len(text) > MAX_EDGE_BLOCK_CHARS or element.tag not in ("p", "h2", "h3", "h4"):
            kept.append(element)
        elif match_key(text) == match_key(title) or wire_copy.is_date_only(text):
            continue
        elif wire_copy.is_byline(text):
            byline = byline or wire_copy.parse_byline(text)
        elif known := known_agency(text):
            by_agency = by_agency or known
        else:
            kept.append(element)
    blocks.elements[:MAX_LEAD_BLOCKS] = kept
    return byline, by_agency


def _take_tail(blocks: Blocks) -> list[str]:
    """Removes what follows the story; returns the credits among it in order."""
    credits: list[str] = []
    for _ in range(MAX_TAIL_BLOCKS):
        if not blocks.elements:
            break
        last = blocks.elements[-1]
        text = text_of(last)
        if last.tag != "hr" and len(text) > MAX_EDGE_BLOCK_CHARS:
            break
        if wire_copy.is_credit(text):
            credits.insert(0, text)
        elif known_agency(text.strip("()[]–—- ")) and len(blocks.elements) > 1:
            credits.insert(0, text.strip("()[]–—- "))
        elif not (last.tag == "hr" or wire_copy.is_end_matter(text) or _is_list_of_links(blocks.elements)):
            break
        blocks.elements.pop()
    return credits


def _is_list_of_links(elements: list[HtmlElement]) -> bool:
    """Whether the last block links to other stories: under `Related`, after `Related:`, or one link a line."""
    last, text = elements[-1], text_of(elements[-1])
    links = list(last.iter("a"))
    unlinked = len(text) - sum(len(text_of(link)) for link in links)
    if not links or unlinked > 40:
        return False
    label = text.partition(":")[0]
    if last.tag in ("ul", "ol"):
        return len(elements) > 1 and wire_copy.is_end_matter(text_of(elements[-2]))
    return (":" in text[:40] and wire_copy.is_end_matter(label)) or (
        len(links) > 1 and any(True for _ in last.iter("br"))
    )


def _take_dateline(blocks: Blocks) -> wire_copy.Dateline | None:
    for element in blocks.elements[:2]:
        if element.tag != "p":
            continue
        found = wire_copy.parse_dateline(text_of(element))
        if found:
            _cut_front(element, found.length)
            trimmed(element)
        return found
    return None


def _cut_front(element: HtmlElement, count: int) -> None:
    """Removes the first `count` characters of text; runs of white space count as one, as in `text_of`."""
    left, spaced = count, True
    for holder, part in _text_positions(element):
        text = getattr(holder, part) or ""
        at = 0
        while at < len(text) and (left > 0 or text[at].isspace()):
            space = text[at].isspace()
            if not (space and spaced):
                left -= 1
            spaced = space
            at += 1
        setattr(holder, part, text[at:])
        if left <= 0 and text[at:]:
            return


def _text_positions(element: HtmlElement) -> list[tuple[HtmlElement, str]]:
    """Where an element's text is stored, in reading order."""
    places = [(element, "text")]
    for child in element:
        places += _text_positions(child)
        places.append((child, "tail"))
    return places
