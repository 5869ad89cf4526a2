"""What judges of HTML call an error: each of these once stood on a page."""

from __future__ import annotations

from typing import Any

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
LABELABLE = ("button", "input", "meter", "output", "progress", "select", "textarea")


def wrong_in_structure(page: Any) -> str | None:
    """The first fault, or `None`: headings that are empty or leave out a level, links that lead nowhere, times without an
    instant, buttons and fields without a type, labels of two fields, navigation without a name."""
    above = 1  # a flash stands above the page's own heading
    for element in page.iter(*HEADINGS, "a", "time", "button", "input", "label", "nav"):
        tag, named = element.tag, element.get("class") or element.get("name") or ""
        words = "".join(element.itertext()).strip()
        if tag in HEADINGS:
            if not words and element.find(".//img") is None:
                return f"<{tag} class={named!r}> has no words"
            if int(tag[1]) > above + 1:
                return f"<{tag} class={named!r}> ({words[:40]!r}) follows a heading of level {above}"
            above = int(tag[1])
        elif tag == "a" and element.get("href") is None and (element.get("rel") or element.get("target")):
            return f"<a class={named!r}> leads nowhere"
        elif tag == "time" and not element.get("datetime"):
            return f"<time data-f={element.get('data-f')!r}> has no instant"
        elif tag in ("button", "input") and not element.get("type"):
            return f"<{tag} {named!r}> has no type"
        elif tag == "label" and sum(1 for part in element.iter(*LABELABLE) if part.get("type") != "hidden") > 1:
            return f"<label class={named!r}> is of more than one field"
        elif tag == "nav" and not (element.get("aria-label") or element.get("aria-labelledby")):
            return f"<nav class={named!r}> has no name"
    return None
