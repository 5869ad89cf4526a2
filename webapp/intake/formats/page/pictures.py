"""A page's pictures: the one named in its head, with what the page says about it, and those within the story."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml.html import HtmlElement

from webapp.intake.formats.json_values import as_text, pixels
from webapp.intake.formats.page.parsed_page import Page
from webapp.intake.importing.documents import SourcePicture
from webapp.intake.story.clean_text import clean_line
from webapp.intake.story.html.extras import is_extra
from webapp.intake.story.html.pictures import picture_of
from webapp.intake.story.urls import normalize_url

_RENDITION = re.compile(r"[-_]\d{2,4}x\d{2,4}(?=\.\w+$|$)|\.\w{3,4}$")


def pictures_of(page: Page, story: Sequence[HtmlElement]) -> Iterator[SourcePicture]:
    """Pictures from the head first, each followed by its renditions of known size; then those within the story."""
    within = [picture for image in _images(story) if (picture := picture_of(image, page.base))]
    captioned = [*_captioned_pictures(page), *within]
    for picture in _stated_pictures(page):
        same = [other for other in captioned if is_same_picture(other.url, picture.url)]
        described = next((other for other in same if other.caption or other.alt), None)
        yield (
            replace(picture, alt=described.alt, caption=described.caption, credit=described.credit)
            if described
            else picture
        )
        yield from (other for other in same if other.width)
    yield from within


def is_same_picture(one: str, other: str) -> bool:
    """Whether two addresses are renditions of one picture: file names that differ only by a size."""
    first, second = (
        _RENDITION.sub("", _RENDITION.sub("", url.split("?")[0].rsplit("/", 1)[-1])) for url in (one, other)
    )
    return min(len(first), len(second)) >= 6 and (first.endswith(second) or second.endswith(first))


def _images(story: Sequence[HtmlElement]) -> Iterator[HtmlElement]:
    among = set(story)
    for element in story:
        boxes = (box for box in element.iterancestors() if box in among)
        if element.tag == "img" and not any(is_extra(box) or box.tag in ("aside", "nav") for box in boxes):
            yield element


def _stated_pictures(page: Page) -> Iterator[SourcePicture]:
    for image in page.ld.objects("image"):
        if url := normalize_url(as_text(image.get("url")) or as_text(image.get("contentUrl")), page.base):
            width, height = pixels(image.get("width")), pixels(image.get("height"))
            yield SourcePicture(url, width, height, caption=as_text(image.get("caption")) or None)
    if url := normalize_url(page.meta("og:image", "og:image:secure_url", "og:image:url", "twitter:image"), page.base):
        width, height = pixels(page.meta("og:image:width")), pixels(page.meta("og:image:height"))
        yield SourcePicture(url, width, height, page.meta("og:image:alt"))


def _captioned_pictures(page: Page) -> Iterator[SourcePicture]:
    """Galleries keep the caption on the link around a picture, lazy loaders address and size on a `source`."""
    for element in page.tree.xpath("//a[@data-fresco-caption or @data-caption] | //picture[@title]")[:50]:
        caption = element.get("data-fresco-caption") or element.get("data-caption") or element.get("title") or ""
        sources = [
            (s.get("data-srcset") or s.get("srcset") or "", s.get("data-aspectratio", ""))
            for s in element.iter("source")
        ]
        for addresses, ratio in [(element.get("href", ""), ""), *sources]:
            width, _, height = ratio.partition("/")
            if url := normalize_url(addresses.strip().split(" ")[0], page.base):
                yield SourcePicture(url, pixels(width), pixels(height), caption=clean_line(caption, 1000))
