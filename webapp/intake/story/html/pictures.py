"""Pictures in HTML, with their captions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from webapp.intake.importing.documents import SourcePicture
from webapp.intake.story.clean_text import clean_line
from webapp.intake.story.html.tree import is_caption, line_of
from webapp.intake.story.urls import normalize_url

_PIXELS = re.compile(r"(?<![\w-])(width|height)\s*:\s*(\d{1,5})px", re.IGNORECASE)
_LAZY = ("data-src", "data-lazy-src", "data-original", "data-lazyload", "data-lazy", "data-hi-res-src", "data-full-url")
_LAZY_SETS = ("data-srcset", "data-lazy-srcset")
_PLACEHOLDER = re.compile(
    r"/(?:lazy(?:[-_]?load\w{0,10})?|load(?:ing|er)|spinner|transparent|trans|gr[ae]y|empty|clear|dot|spacer|blank|pixel|1x1|"
    r"place-?holder)(?:[-_.]\w{1,20})?\.(?:gif|png|svg|jpe?g|webp)(?:$|\?)|/1x1\.",
    re.IGNORECASE,
)
"""What stands in a page until the picture is in sight."""

_CANDIDATE = re.compile(r"\s*,?\s*(?P<url>[^\s,]\S{0,2000})(?:\s+(?P<size>\d{1,5})(?:\.\d+)?[wx])?\s*(?=,|$)")

MIN_SIDE_PX = 50
MAX_SET_WIDTH = 2400
MAX_SET_CHARS = 10_000


def picture_of(image: HtmlElement, base: str | None) -> SourcePicture | None:
    """The picture of an `img` element, or `None` for trackers, icons and images without an address.

    A picture that is loaded late stands in `data-src` and the like, or in a `source` beside it; `src` then holds a placeholder.
    """
    late = [*(image.get(name, "") for name in _LAZY), *(_largest(image.get(name, "")) for name in _LAZY_SETS)]
    url = _first_address(late, base)
    is_late = url is not None
    url = url or _first_address(
        [image.get("src", ""), _largest(image.get("srcset", "")), *_sources_beside(image)], base
    )
    if url is None:
        return None
    style = dict(_PIXELS.findall(image.get("style", "")))
    width, height = (_int(image.get(side)) or _int(style.get(side)) for side in ("width", "height"))
    if (width is not None and width < MIN_SIDE_PX) or (height is not None and height < MIN_SIDE_PX):
        if not is_late:
            return None
        width = height = None  # those of the placeholder
    caption = image.get("data-caption", "") or _caption(image)
    return SourcePicture(
        url,
        width,
        height,
        clean_line(image.get("alt", "")),
        clean_line(caption, 1000) or None,
        clean_line(image.get("data-credit", "")) or None,
    )


def _first_address(texts: Iterable[str], base: str | None) -> str | None:
    wanted = (text for text in texts if text and not text.startswith("data:"))
    urls = (normalize_url(text, base) for text in wanted)
    return next((url for url in urls if url and not _PLACEHOLDER.search(url)), None)


def _sources_beside(image: HtmlElement) -> Iterator[str]:
    for picture in image.iterancestors("picture"):
        for source in picture.iter("source"):
            yield _largest(source.get("data-srcset", "") or source.get("srcset", ""))


def _largest(candidates: str) -> str:
    """The address of the largest picture in a `srcset` that is not too large to show."""
    found = [(int(one["size"] or 0), one["url"].rstrip(",")) for one in _CANDIDATE.finditer(candidates[:MAX_SET_CHARS])]
    fitting = [one for one in found if one[0] <= MAX_SET_WIDTH] or found
    return max(fitting, key=lambda one: one[0], default=(0, ""))[1]


def _caption(image: HtmlElement) -> str:
    """From the `figure` around it, or from a caption element that follows it or its parent."""
    for parent in image.iterancestors("figure"):
        for caption in parent.iter("figcaption"):
            return line_of(caption, 1000)
    for holder in (image, image.getparent()):
        after = holder.getnext() if holder is not None else None
        if after is not None and is_caption(after):
            return line_of(after, 1000)
    return ""


def _int(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and 0 < int(text[:6]) <= 20_000 else None
