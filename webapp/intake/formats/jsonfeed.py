"""JSON Feed 1 and 1.1 (jsonfeed.org)."""

from __future__ import annotations

from html import escape
from itertools import islice
from typing import Any

from webapp.intake.formats.feed.media import audio_kind, seconds_in
from webapp.intake.formats.json_values import as_object, as_text, objects_in, texts_in
from webapp.intake.importing.documents import MAX_STORIES, RawStory, SourceAudio, SourcePicture
from webapp.intake.story.clean_text import paragraphs, without_broken_markup
from webapp.intake.story.urls import normalize_url, site_of


def is_json_feed(data: Any) -> bool:
    """Whether the JSON is a JSON Feed, also without its `version`."""
    return "jsonfeed.org/version" in as_text(as_object(data).get("version")) or (
        isinstance(as_object(data).get("items"), list) and "feed_url" in data
    )


def read(feed: dict[str, Any], url: str | None) -> list[RawStory]:
    """The feed's items. An item without authors gets the feed's authors."""
    home = as_text(feed.get("home_page_url")) or as_text(feed.get("feed_url")) or url or ""
    authors, language = _authors(feed), as_text(feed.get("language"))
    return [
        _item(item, home, authors, language, as_text(feed.get("title")))
        for item in islice(objects_in(feed.get("items") or []), MAX_STORIES + 1)
    ]


def _item(item: dict[str, Any], home: str, authors: tuple[str, ...], language: str, name: str) -> RawStory:
    plain = as_text(item.get("content_text"))
    body = as_text(item.get("content_html")) or paragraphs(escape(plain))
    base = as_text(item.get("url")) or home or None
    addresses = [item.get("image"), item.get("banner_image")]
    addresses += [
        f.get("url")
        for f in objects_in(item.get("attachments") or [])
        if as_text(f.get("mime_type")).startswith("image/")
    ]
    return RawStory(
        title=as_text(item.get("title")),
        body=body,
        summary=escape(as_text(item.get("summary"))),
        link=as_text(item.get("url")),
        guid=as_text(item.get("id")),
        scope=site_of(home),
        base=base,
        bylines=_authors(item) or authors,
        topics=tuple(without_broken_markup(texts_in(item.get("tags") or []))),
        pictures=tuple(
            SourcePicture(picture) for url in map(as_text, addresses) if url and (picture := normalize_url(url, base))
        ),
        audio=_audio(item, base),
        language=as_text(item.get("language")) or language,
        published=as_text(item.get("date_published")),
        updated=as_text(item.get("date_modified")),
        sites=(name,),
    )


def _audio(item: dict[str, Any], base: str | None) -> SourceAudio | None:
    for attached in objects_in(item.get("attachments") or []):
        url = normalize_url(as_text(attached.get("url")), base)
        if url and (kind := audio_kind(as_text(attached.get("mime_type")), "", url)):
            return SourceAudio(url, kind, seconds_in(as_text(attached.get("duration_in_seconds"))))
    return None


def _authors(of: dict[str, Any]) -> tuple[str, ...]:
    """Version 1.1 has `authors`, version 1 `author`."""
    authors = [*objects_in(of.get("authors") or []), *objects_in(of.get("author") or [])]
    return tuple(dict.fromkeys(filter(None, without_broken_markup(as_text(author.get("name")) for author in authors))))
