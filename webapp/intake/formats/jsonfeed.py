"""JSON Feed 1 and 1.1 (jsonfeed.org)."""

from __future__ import annotations

from html import escape
from itertools import islice
from typing import Any

from webapp.intake.formats.values import rows, table, text, texts
from webapp.intake.importing.documents import MOST_STORIES, Found, SourcePicture
from webapp.intake.story.identity import address, site
from webapp.intake.story.text import names_alone, paragraphs


def is_json_feed(data: Any) -> bool:
    return "jsonfeed.org/version" in text(table(data).get("version")) or (
        isinstance(table(data).get("items"), list) and "feed_url" in data
    )


def read(feed: dict[str, Any], url: str | None) -> list[Found]:
    """The feed's items. An item without authors has the feed's."""
    home = text(feed.get("home_page_url")) or text(feed.get("feed_url")) or url or ""
    authors, language = _authors(feed), text(feed.get("language"))
    return [
        _item(item, home, authors, language, text(feed.get("title")))
        for item in islice(rows(feed.get("items") or []), MOST_STORIES + 1)
    ]


def _item(item: dict[str, Any], home: str, authors: tuple[str, ...], language: str, name: str) -> Found:
    plain = text(item.get("content_text"))
    body = text(item.get("content_html")) or paragraphs(escape(plain))
    base = text(item.get("url")) or home or None
    said = [item.get("image"), item.get("banner_image")]
    said += [f.get("url") for f in rows(item.get("attachments") or []) if text(f.get("mime_type")).startswith("image/")]
    return Found(
        title=text(item.get("title")),
        body=body,
        summary=escape(text(item.get("summary"))),
        link=text(item.get("url")),
        guid=text(item.get("id")),
        scope=site(home),
        base=base,
        bylines=_authors(item) or authors,
        topics=tuple(names_alone(texts(item.get("tags") or []))),
        shots=tuple(SourcePicture(picture) for url in map(text, said) if url and (picture := address(url, base))),
        language=text(item.get("language")) or language,
        published=text(item.get("date_published")),
        updated=text(item.get("date_modified")),
        sites=(name,),
    )


def _authors(of: dict[str, Any]) -> tuple[str, ...]:
    """Version 1.1 has `authors`, version 1 `author`."""
    said = [*rows(of.get("authors") or []), *rows(of.get("author") or [])]
    return tuple(dict.fromkeys(filter(None, names_alone(text(author.get("name")) for author in said))))
