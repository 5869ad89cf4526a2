"""Which of a story's pictures goes with it: the first the source names that is https and says its size."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from webapp.intake.importing.documents import SourcePicture
from webapp.intake.story.text import core, line
from webapp.newsroom.model import Picture

SMALLEST_PX = 100
SMALL_PX = 300
WIDEST_PX = 2400
"""A larger original is only taken where there is no smaller rendition."""

_NO_PICTURE = re.compile(
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
_LABEL = re.compile(rf"^{_CREDITED}", re.IGNORECASE)


def choose(shots: Sequence[SourcePicture], title: str) -> tuple[Picture | None, SourcePicture | None]:
    """The picture to show, or, where none is fit, the first that lacks only its size."""
    by_https = [shot for shot in shots if shot.url.startswith("https://")]
    by_http = [_secure(shot) for shot in shots if shot.url.startswith("http://")]
    fit = [shot for shot in (*by_https, *by_http) if not _NO_PICTURE.search(shot.url) and not _tiny(shot)]
    if not fit:
        return None, None
    sized = [shot for shot in fit if shot.width and shot.height]
    if not sized:
        told = [shot for shot in fit if (shot.width or 0) <= WIDEST_PX]
        return None, max(told or fit, key=lambda shot: (not _says_small(shot.url), shot.width or 0))
    shown = min(sized, key=lambda shot: ((shot.width or 0) > WIDEST_PX, sized.index(shot)))
    return picture(shown, shown.width or 0, shown.height or 0, title), None


def _secure(shot: SourcePicture) -> SourcePicture:
    """The same by https. Whether it is there by https nobody has said: it has to be measured."""
    return replace(shot, url=f"https://{shot.url.removeprefix('http://')}", width=None, height=None)


def _tiny(shot: SourcePicture) -> bool:
    return any(side is not None and side < SMALLEST_PX for side in (shot.width, shot.height))


def _says_small(url: str) -> bool:
    """Whether its address asks for a thumbnail, as `?w=150` does."""
    said = _ASKED_WIDTH.search(url)
    return said is not None and int(said[1]) < SMALL_PX


def picture(shot: SourcePicture, width: int, height: int, title: str) -> Picture:
    """`shot` as the newsroom keeps it; a credit at the end of its caption is set apart."""
    caption, credit = split_credit(shot.caption or "", shot.credit or "")
    alt = split_credit(shot.alt, "")[0] or caption
    if core(alt) == core(title):
        alt = caption
    return Picture(
        url=shot.url,
        width=width,
        height=height,
        alt=line(alt),
        caption=line(caption, 1000) or None,
        credit=line(credit) or None,
    )


def split_credit(caption: str, credit: str) -> tuple[str, str]:
    """`… on Monday. Photo: Ana Cruz/PNA` → (`… on Monday.`, `Ana Cruz/PNA`)."""
    caption, credit = line(caption, 1000), line(credit)
    found = _CREDIT_AT_END.match(caption) or _CREDIT_AFTER_BAR.match(caption)
    if found and (not credit or core(_unlabelled(found["credit"])) == core(_unlabelled(credit))):
        text = found["caption"].strip(" |–—-,;(")
        caption, credit = text, found["credit"].strip(" .")
    return caption, _unlabelled(credit)


def _unlabelled(credit: str) -> str:
    return _LABEL.sub("", credit) or credit
