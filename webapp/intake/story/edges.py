"""What stands around and between a story's blocks and is no story text: title, byline, dateline, credits, lines for readers."""

from __future__ import annotations

from lxml.html import HtmlElement

from webapp.intake.story.clean_text import match_key
from webapp.intake.story.html.blocks import Blocks, trimmed
from webapp.intake.story.html.tree import BREAKS, text_of
from webapp.intake.wire.agencies import find_agency, known_agency
from webapp.intake.wire.bylines import is_byline, parse_byline
from webapp.intake.wire.datelines import Dateline, parse_dateline
from webapp.intake.wire.endings import is_credit, is_date_only, is_end_matter
from webapp.intake.wire.reader_lines import is_for_readers, is_pointer

MAX_LEAD_BLOCKS, MAX_TAIL_BLOCKS = 4, 8
"""How many blocks at the start and at the end may be something else than story text."""

MAX_EDGE_BLOCK_CHARS = 400
MAX_INITIALS_CHARS = 30
MIN_SHARE_OF_LINKS = 0.75

_LINES = ("p", "h2", "h3", "h4")
"""Blocks of which one line may be something else than story text."""


def take_lead(blocks: Blocks, title: str) -> tuple[str | None, str | None]:
    """Removes what precedes the story (its title, byline, date); returns byline and agency."""
    byline: str | None = None
    by_agency: str | None = None
    kept: list[HtmlElement] = []
    for element in blocks.elements[:MAX_LEAD_BLOCKS]:
        text = text_of(element)
        if len(text) > MAX_EDGE_BLOCK_CHARS or element.tag not in _LINES:
            kept.append(element)
        elif match_key(text) == match_key(title) or is_date_only(text):
            continue
        elif is_byline(text):
            byline = byline or parse_byline(text)
        elif known := known_agency(text):
            by_agency = by_agency or known
        else:
            kept.append(element)
    blocks.elements[:MAX_LEAD_BLOCKS] = kept
    return byline, by_agency


def take_tail(blocks: Blocks) -> list[str]:
    """Removes what follows the story; returns the credits among it in order."""
    credits: list[str] = []
    for _ in range(MAX_TAIL_BLOCKS):
        if not blocks.elements:
            break
        last = blocks.elements[-1]
        text = text_of(last)
        if last.tag != "hr" and len(text) > MAX_EDGE_BLOCK_CHARS:
            break
        if is_credit(text):
            credits.insert(0, text)
        elif (agency := _agency_at_end(text)) and len(blocks.elements) > 1:
            credits.insert(0, agency)
        elif not (last.tag == "hr" or is_end_matter(text, linked_chars(last)) or _is_list_of_links(blocks.elements)):
            break
        blocks.elements.pop()
    return credits


def _agency_at_end(text: str) -> str | None:
    """`(PNA)` → `PNA`, and `(jdc/PNA)`, an editor's initials before the agency."""
    bare = text.strip("()[]–—- ")
    if known_agency(bare):
        return bare
    return find_agency(bare) if "/" in bare and " " not in bare and len(bare) <= MAX_INITIALS_CHARS else None


def drop_lines_for_readers(blocks: Blocks) -> str | None:
    """Removes what only addresses readers, the links under pointers to other stories, and bylines; returns the first byline."""
    kept: list[HtmlElement] = []
    byline, after_pointer = None, False
    for number, element in enumerate(blocks.elements):
        text = text_of(element)
        if element.tag in _LINES and len(text) > MAX_EDGE_BLOCK_CHARS:
            after_pointer = False
            kept.append(element)
            continue
        linked = linked_chars(element)
        if _is_for_readers(element, text, linked, blocks.elements[number + 1 : number + 2]):
            after_pointer = is_pointer(text, linked, heading=element.tag != "p")
        elif after_pointer and linked >= MIN_SHARE_OF_LINKS * len(text):
            continue
        elif element.tag in _LINES and is_byline(text):
            byline = byline or parse_byline(text)
        else:
            after_pointer = False
            kept.append(element)
    if kept:
        blocks.elements = kept
    return byline


def _is_for_readers(element: HtmlElement, text: str, linked: int, following: list[HtmlElement]) -> bool:
    if element.tag in ("ul", "ol"):
        return all(is_for_readers(text_of(item), linked_chars(item)) for item in element.iter("li"))
    if element.tag not in _LINES:
        return False
    if is_for_readers(text, linked):
        return True
    after = following[0] if following else None
    before_links = after is None or linked_chars(after) >= MIN_SHARE_OF_LINKS * len(text_of(after))
    return element.tag != "p" and before_links and is_pointer(text, linked, heading=True)


def linked_chars(element: HtmlElement) -> int:
    """How much of the element's text stands in links."""
    if not len(element):
        return 0
    return sum(len(text_of(link)) for link in element.iter("a"))


def _is_list_of_links(elements: list[HtmlElement]) -> bool:
    """Whether the last block links to other stories: under `Related`, after `Related:`, or one link a line."""
    last, text = elements[-1], text_of(elements[-1])
    links = list(last.iter("a"))
    unlinked = len(text) - sum(len(text_of(link)) for link in links)
    if not links or unlinked > 40:
        return False
    if last.tag in ("ul", "ol"):
        return len(elements) > 1 and is_end_matter(text_of(elements[-2]))
    return (":" in text[:40] and is_end_matter(text.partition(":")[0])) or (
        len(links) > 1 and any(True for _ in last.iter("br"))
    )


def take_dateline(blocks: Blocks) -> Dateline | None:
    """Removes the dateline of one of the first paragraphs, and returns it."""
    for number, element in enumerate(blocks.elements[:2]):
        if element.tag != "p":
            continue
        text = text_of(element)
        if found := parse_dateline(text):
            found = parse_dateline(text, " ".join(map(text_of, blocks.elements[number + 1 :])))
        if found:
            _cut_front(element, found.length)
            trimmed(element)
        return found
    return None


def _cut_front(element: HtmlElement, count: int) -> None:
    """Removes the first `count` characters of text; runs of white space count as one, as in `text_of`."""
    left, spaced = count, True
    for holder, part in _text_positions(element):
        if holder is None:
            left -= not spaced
            spaced = True
            continue
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


def _text_positions(element: HtmlElement) -> list[tuple[HtmlElement | None, str]]:
    """Where an element's text is stored, in reading order; `None` for the space that a break makes, as in `text_of`."""
    places: list[tuple[HtmlElement | None, str]] = [(element, "text")]
    for child in element:
        space: list[tuple[HtmlElement | None, str]] = [(None, "")] if child.tag in BREAKS else []
        places += [*space, *_text_positions(child), *space, (child, "tail")]
    return places
