"""Posts of WordPress' REST API (`/wp-json/wp/v2/posts`), one or a list."""

from __future__ import annotations

from itertools import islice
from typing import Any

from webapp.intake.formats import yoast
from webapp.intake.formats.json_values import as_object, as_text, objects_in, pixels
from webapp.intake.importing.documents import (
    MAX_STORIES,
    OwnId,
    ParsedItem,
    RawStory,
    Refusal,
    SourcePicture,
    SourceWithdrawal,
)
from webapp.intake.story.clean_text import clean_line
from webapp.intake.story.urls import normalize_url, site_of, source_for_url

_PUBLIC = ("publish", "")


def is_wordpress(data: Any) -> bool:
    """Whether the JSON is a post of WordPress' REST API, or a list of posts."""
    posts = list(objects_in(data))
    return bool(posts) and all(
        "id" in post and ("date_gmt" in post or "guid" in post) and "title" in post for post in posts
    )


def read(data: Any, url: str | None) -> list[ParsedItem]:
    """The posts; one that is no longer public becomes a withdrawal."""
    return [_post(post, url) for post in islice(objects_in(data), MAX_STORIES + 1)]


def _post(post: dict[str, Any], url: str | None) -> ParsedItem:
    title, status, kind = clean_line(_rendered(post, "title")), as_text(post.get("status")), as_text(post.get("type"))
    link = normalize_url(as_text(post.get("link")), url)
    number = as_text(post.get("id"))
    own = OwnId(f"post {number}", site_of(url or "")) if number else None
    if status == "trash" and link:
        return SourceWithdrawal(source_for_url(link), title, "withdrawn by its source", own_id=own)
    if status not in (*_PUBLIC, "future"):
        return _held(link, own, title, f"its status is {status!r}, not 'publish'")
    if kind not in ("post", "") and not _rendered(post, "content"):
        return Refusal(title, f"an entry of type {kind!r} without content", refusal="no story")
    if as_object(post.get("content")).get("protected") is True:
        return _held(link, own, title, "is protected by a password")
    embedded = as_object(post.get("_embedded"))
    seo = yoast.read(as_object(post.get("yoast_head_json")))
    return RawStory(
        title=_rendered(post, "title"),
        body=_rendered(post, "content"),
        summary=_rendered(post, "excerpt"),
        link=as_text(post.get("link")),
        guid=_rendered(post, "guid") or as_text(post.get("id")),
        post=number,
        scope=site_of(url or ""),
        base=link or url,
        bylines=tuple(as_text(author.get("name")) for author in objects_in(embedded.get("author") or []))
        or seo.authors,
        topics=_topics(embedded) or seo.topics,
        pictures=(*_pictures(post, embedded), *seo.pictures),
        language=seo.language or as_text(post.get("lang")),
        published=_date(post, "date"),
        embargoed=_date(post, "date") if status == "future" else "",
        updated=_date(post, "modified"),
        sites=(seo.site,),
    )


def _held(link: str | None, own: OwnId | None, title: str, reason: str) -> SourceWithdrawal | Refusal:
    if not link:
        return Refusal(title, reason, refusal="no story")
    return SourceWithdrawal(source_for_url(link), title, "no longer public where it came from", reason, own_id=own)


def _date(post: dict[str, Any], name: str) -> str:
    """`date_gmt` is in UTC without saying so; `date` is in the site's zone, which the API does not state."""
    gmt = as_text(post.get(f"{name}_gmt"))
    return f"{gmt}Z" if gmt and not gmt.startswith("0000") else as_text(post.get(name))


def _rendered(post: dict[str, Any], name: str) -> str:
    value = post.get(name)
    return as_text(as_object(value).get("rendered")) if isinstance(value, dict) else as_text(value)


def _topics(embedded: dict[str, Any]) -> tuple[str, ...]:
    """Names of embedded terms; without them (`?_embed` in the address) a post has only numbers."""
    groups = embedded.get("wp:term")
    return tuple(
        as_text(term.get("name"))
        for group in (groups if isinstance(groups, list) else [])
        for term in objects_in(group)
    )


def _pictures(post: dict[str, Any], embedded: dict[str, Any]) -> tuple[SourcePicture, ...]:
    pictures = []
    for media in objects_in(embedded.get("wp:featuredmedia") or []):
        details = as_object(media.get("media_details"))
        caption = _rendered(media, "caption")
        sizes = [as_object(size) for size in as_object(details.get("sizes")).values()]
        full = {"source_url": media.get("source_url"), "width": details.get("width"), "height": details.get("height")}
        large = sorted(
            (size for size in sizes if (pixels(size.get("width")) or 0) >= 800),
            key=lambda s: pixels(s.get("width")) or 0,
        )
        pictures += [
            SourcePicture(
                as_text(size.get("source_url")),
                pixels(size.get("width")),
                pixels(size.get("height")),
                as_text(media.get("alt_text")),
                caption,
            )
            for size in [*large[:1], full]
        ]
    if not pictures and (plain := as_text(post.get("jetpack_featured_media_url"))):
        pictures.append(SourcePicture(plain))
    return tuple(pictures)
