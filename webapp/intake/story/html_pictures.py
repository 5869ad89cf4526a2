"""Pictures in HTML, with their captions."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from webapp.intake.importing.documents import SourcePicture
from webapp.intake.story.clean_text import clean_line
from webapp.intake.story.html_tree import is_caption, text_of
from webapp.intake.story.urls import normalize_url

_PIXELS = re.compile(r"(?<![\w-])(width|height)\s*:\s*(\d{1,5})px", re.IGNORECASE)


def picture_of(image: HtmlElement, base: str | None) -> SourcePicture | None:
    """The picture of an `img` element, or `None` for trackers, icons and images without an address."""
    sources = [image.get(name, "") for name in ("src", "data-src", "data-lazy-src", "data-original")]
    url = next(
        (found for source in sources if not source.startswith("data:") and (found := normalize_url(source, base))), None
    )
    if url is None:
        return None
    style = dict(_PIXELS.findall(image.get("style", "")))
    width, height = (_int(image.get(side)) or _int(style.get(side)) for side in ("width", "height"))
    if (width is not None and width < 50) or (height is not None and height < 50):
        return None
    caption = image.get("data-caption", "") or _caption(image)
    return SourcePicture(
        url,
        width,
        height,
        clean_line(image.get("alt", "")),
        clean_line(caption, 1000) or None,
        clean_line(image.get("data-credit", "")) or None,
    )


def _caption(image: HtmlElement) -> str:
    """From the `figure` around it, or from a caption element that follows it or its parent."""
    for parent in image.iterancestors("figure"):
        for caption in parent.iter("figcaption"):
            return text_of(caption)
    for holder in (image, image.getparent()):
        after = holder.getnext() if holder is not None else None
        if after is not None and is_caption(after):
            return text_of(after)
    return ""


def _int(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and 0 < int(text[:6]) <= 20_000 else None
