"""Which of a story's pictures is shown with it: the first one over https whose size is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from webapp.intake.importing.documents import SourcePicture
from webapp.intake.story.clean_text import clean_line, match_key
from webapp.newsroom.model import Picture

MIN_SIDE_PX = 100
THUMBNAIL_WIDTH_PX = 300
MAX_WIDTH_PX = 2400
"""A wider original is taken only if there is no smaller rendition."""

_NOT_A_PHOTO = re.compile(
    r"logo|avatar|gravatar|sprite|placeholder|blank\.gif|favicon|/icons?/|spacer|pixel|\.svg(?:$|\?)", re.IGNORECASE
)
_ASKED_WIDTH = re.compile(r"[?&](?:w|width|resize)=(\d{1,4})(?!\d)")
_CREDITED = (
    r"(?:(?:photo(?:graph)?s?|picture|image|foto|credit|kuha|larawan)\s*(?:\b(?:by|courtesy of|courtesy|credit|ni|von)\b|:|/)+\s*"
    r"|courtesy(?: of\b|:)\s*)"
)
_CREDIT_AT_END = re.compile(
    rf"^(?P<caption>.*?)[\s|–—-]*[(\[]?\b(?P<credit>{_CREDITED}[^()\[\]]{{2,120}}?)[)\].]*$", re.IGNORECASE | re.DOTALL
)
_CREDIT_AFTER_BAR = re.compile(r"^(?P<caption>.+?)\s+\|\s+(?P<credit>[^|]{2,80})$", re.DOTALL)
_CREDIT_LABEL = re.compile(rf"^{_CREDITED}", re.IGNORECASE)


def choose_picture(pictures: Sequence[SourcePicture], title: str) -> tuple[Picture | None, SourcePicture | None]:
    """The picture to show, or, if no size is known, the best candidate for measuring. At most one of both is set."""
    candidates = _candidates(pictures)
    sized = [picture for picture in candidates if picture.width and picture.height]
    if sized:
        shown = next((picture for picture in sized if not _is_too_wide(picture)), sized[0])
        return to_picture(shown, shown.width or 0, shown.height or 0, title), None
    narrow = [picture for picture in candidates if not _is_too_wide(picture)]
    best = max(
        narrow or candidates, key=lambda picture: (not _is_thumbnail(picture.url), picture.width or 0), default=None
    )
    return None, best


def _candidates(pictures: Sequence[SourcePicture]) -> list[SourcePicture]:
    """Photos, not icons; those that the source names by https first."""
    by_https = [picture for picture in pictures if picture.url.startswith("https://")]
    by_http = [_by_https(picture) for picture in pictures if picture.url.startswith("http://")]
    return [
        picture
        for picture in (*by_https, *by_http)
        if not _NOT_A_PHOTO.search(picture.url) and not _is_too_small(picture)
    ]


def _is_too_wide(picture: SourcePicture) -> bool:
    return (picture.width or 0) > MAX_WIDTH_PX


def _by_https(picture: SourcePicture) -> SourcePicture:
    """The same address over https. It may not exist there, so its size has to be measured."""
    return replace(picture, url=f"https://{picture.url.removeprefix('http://')}", width=None, height=None)


def _is_too_small(picture: SourcePicture) -> bool:
    return any(side is not None and side < MIN_SIDE_PX for side in (picture.width, picture.height))


def _is_thumbnail(url: str) -> bool:
    """Whether the address asks for a thumbnail, as `?w=150` does."""
    asked_width = _ASKED_WIDTH.search(url)
    return asked_width is not None and int(asked_width[1]) < THUMBNAIL_WIDTH_PX


def to_picture(picture: SourcePicture, width: int, height: int, title: str) -> Picture:
    """`picture` as the newsroom stores it; a credit at the end of the caption becomes a field of its own."""
    caption, credit = split_credit(picture.caption or "", picture.credit or "")
    alt = split_credit(picture.alt, "")[0] or caption
    if match_key(alt) == match_key(title):
        alt = caption
    return Picture(
        url=picture.url,
        width=width,
        height=height,
        alt=clean_line(alt),
        caption=clean_line(caption, 1000) or None,
        credit=clean_line(credit) or None,
    )


def split_credit(caption: str, credit: str) -> tuple[str, str]:
    """(`… on Monday. Photo: Ana Cruz/PNA`, ``) → (`… on Monday.`, `Ana Cruz/PNA`)."""
    caption, credit = clean_line(caption, 1000), clean_line(credit)
    found = _CREDIT_AT_END.match(caption) or _CREDIT_AFTER_BAR.match(caption)
    if found and (not credit or match_key(_without_label(found["credit"])) == match_key(_without_label(credit))):
        text = found["caption"].strip(" |–—-,;(")
        caption, credit = text, found["credit"].strip(" .")
    return caption, _without_label(credit)


def _without_label(credit: str) -> str:
    return _CREDIT_LABEL.sub("", credit) or credit
