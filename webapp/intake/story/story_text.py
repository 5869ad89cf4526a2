"""A story's text: tidied, its edges read (dateline, byline, credit, end marks) and taken off, and made safe."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.html import HtmlElement

from webapp.intake.importing.documents import SourcePicture
from webapp.intake.story.blocks import Blocks, text_of, tidy, trimmed
from webapp.intake.story.text import core
from webapp.intake.wire import wire_copy
from webapp.intake.wire.agencies import agency
from webapp.newsroom.articles.sanitize import check_html, clean

FIRST, LAST = 4, 8
"""So many blocks at either end are looked at for what is no story text."""

EDGE_TEXT = 400


@dataclass(frozen=True)
class StoryText:
    """`html` is safe to show; `text` is the same as plain lines. The rest was read off its edges."""

    html: str = ""
    text: str = ""
    byline: str | None = None
    agency: str | None = None
    place: str | None = None
    credit: str | None = None
    shots: tuple[SourcePicture, ...] = ()


def read_text(html: str, title: str, base: str | None) -> StoryText:
    """Raises `TooWild` for HTML that no article is made of."""
    check_html(html)
    blocks = tidy(html, base)
    byline, by_agency = _lead(blocks, title)
    credits = _tail(blocks)
    dateline = _dateline(blocks)
    safe = clean(blocks.html())
    return StoryText(
        html=safe,
        text=blocks.text(),
        byline=byline,
        agency=(dateline.agency if dateline else None) or by_agency,
        place=dateline.place if dateline else None,
        credit=" ".join(credits) or None,
        shots=tuple(blocks.shots),
    )


def _lead(blocks: Blocks, title: str) -> tuple[str | None, str | None]:
    """Takes off what stands before the story: its title again, its byline, when it was published."""
    byline: str | None = None
    by_agency: str | None = None
    kept: list[HtmlElement] = []
    for element in blocks.elements[:FIRST]:
        text = text_of(element)
        if len(text) > EDGE_TEXT or element.tag not in ("p", "h2", "h3", "h4"):
            kept.append(element)
        elif core(text) == core(title) or wire_copy.is_when(text):
            continue
        elif wire_copy.is_byline(text):
            byline = byline or wire_copy.byline(text)
        elif known := agency(text):
            by_agency = by_agency or known
        else:
            kept.append(element)
    blocks.elements[:FIRST] = kept
    return byline, by_agency


def _tail(blocks: Blocks) -> list[str]:
    """Takes off what stands after the story; what says whose it is comes back, in its order."""
    credits: list[str] = []
    for _ in range(LAST):
        if not blocks.elements:
            break
        last = blocks.elements[-1]
        text = text_of(last)
        if last.tag != "hr" and len(text) > EDGE_TEXT:
            break
        if wire_copy.is_credit(text):
            credits.insert(0, text)
        elif agency(text.strip("()[]–—- ")) and len(blocks.elements) > 1:
            credits.insert(0, text.strip("()[]–—- "))
        elif not (last.tag == "hr" or wire_copy.is_end(text) or _leads_on(blocks.elements)):
            break
        blocks.elements.pop()
    return credits


def _leads_on(elements: list[HtmlElement]) -> bool:
    """Whether the last block is links to other stories: under `Related`, after `Related:`, or a line each."""
    last, text = elements[-1], text_of(elements[-1])
    links = list(last.iter("a"))
    unlinked = len(text) - sum(len(text_of(link)) for link in links)
    if not links or unlinked > 40:
        return False
    label = text.partition(":")[0]
    if last.tag in ("ul", "ol"):
        return len(elements) > 1 and wire_copy.is_end(text_of(elements[-2]))
    return (":" in text[:40] and wire_copy.is_end(label)) or (len(links) > 1 and any(True for _ in last.iter("br")))


def _dateline(blocks: Blocks) -> wire_copy.Dateline | None:
    for element in blocks.elements[:2]:
        if element.tag != "p":
            continue
        found = wire_copy.dateline(text_of(element))
        if found:
            _cut(element, found.length)
            trimmed(element)
        return found
    return None


def _cut(element: HtmlElement, count: int) -> None:
    """Takes `count` characters of text off the front; runs of space count as one, as in `text_of`."""
    left, spaced = count, True
    for holder, part in _in_order(element):
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


def _in_order(element: HtmlElement) -> list[tuple[HtmlElement, str]]:
    """Where an element's text stands, in reading order."""
    places = [(element, "text")]
    for child in element:
        places += _in_order(child)
        places.append((child, "tail"))
    return places
