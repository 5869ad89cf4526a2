"""Whether a page leaves texts from outside in their own direction, by the rules of HTML's `dir="auto"`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from unicodedata import bidirectional

UNSEEN = {"script", "style", "title", "template", "option"}
"""What no reader sees in the page, or the browser draws by itself."""


def is_directed(element: Any) -> bool:
    return bool(element.tag == "bdi" or element.get("dir") == "auto")


def first_strong(text: str) -> str | None:
    """`L`, or `R` for letters that run from right to left; `None` where there is neither."""
    kinds = (bidirectional(letter) for letter in text)
    return next(("L" if kind == "L" else "R" for kind in kinds if kind in ("L", "R", "AL")), None)


def own_text(element: Any) -> str:
    """The text that decides an element's direction: without that of parts which have one of their own."""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in UNSEEN and child.tag != "bdi" and child.get("dir") is None:
            parts.append(own_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def left_to_the_page(element: Any, around: Any = None) -> Iterator[str]:
    """Texts with letters that run from right to left, which would be drawn in the page's own direction. `around` is the
    nearest element that says its texts' direction."""
    if not isinstance(element.tag, str) or element.tag in UNSEEN:
        return
    if element.tag == "textarea" and element.get("dir") == "ltr":
        return  # code to be copied, whatever names stand in it
    inner = element if is_directed(element) else around
    isolated = element.get("type") not in ("hidden", "submit", "checkbox", "radio") and element.tag in (
        "input",
        "textarea",
    )
    if isolated and first_strong(element.get("value", "") + (element.text or "")) == "R" and not is_directed(element):
        yield f"<{element.tag} name={element.get('name')}>"
    yield from _wrong(element.text, inner, element)
    for child in element:
        yield from left_to_the_page(child, inner)
        yield from _wrong(child.tail, inner, element)


def _wrong(text: str | None, around: Any, element: Any) -> Iterator[str]:
    turns = any(bidirectional(letter) in ("R", "AL") for letter in text or "")
    if turns and (around is None or first_strong(own_text(around)) != "R"):
        yield f"<{element.tag} class={element.get('class')}> {(text or '').strip()[:60]}"
