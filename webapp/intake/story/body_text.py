"""A story's body: tidied, its edges (dateline, byline, credit, end marks) read and removed, and made safe."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.intake.importing.documents import SourcePicture
from webapp.intake.story import edges
from webapp.intake.story.html.blocks import to_blocks
from webapp.newsroom.articles.sanitize import check_html, clean_html


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
    byline, by_agency = edges.take_lead(blocks, title)
    credits = edges.take_tail(blocks)
    within = edges.drop_lines_for_readers(blocks)
    dateline = edges.take_dateline(blocks)
    safe = clean_html(blocks.html())
    return BodyText(
        html=safe,
        text=blocks.text(),
        byline=byline or within,
        agency=(dateline.agency if dateline else None) or by_agency,
        place=dateline.place if dateline else None,
        credit=" ".join(credits) or None,
        pictures=tuple(blocks.pictures),
    )
