"""What the Yoast plugin tells of a WordPress post (`yoast_head_json`): author, picture, topics, also without `_embed`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from webapp.intake.formats.json_values import as_object, as_text, objects_in, pixels, texts_in
from webapp.intake.importing.documents import SourcePicture


@dataclass(frozen=True)
class Head:
    """Empty where the plugin is not installed, or does not tell."""

    authors: tuple[str, ...] = ()
    pictures: tuple[SourcePicture, ...] = ()
    topics: tuple[str, ...] = ()
    language: str = ""
    site: str = ""


def read(head: dict[str, Any]) -> Head:
    """The values of `yoast_head_json`."""
    nodes = list(objects_in(as_object(head.get("schema")).get("@graph") or []))
    article = next((node for node in nodes if any("Article" in kind for kind in texts_in(node.get("@type") or []))), {})
    return Head(
        authors=_authors(head, article, nodes),
        pictures=tuple(
            SourcePicture(
                as_text(image.get("url")), pixels(image.get("width")), pixels(image.get("height")), _alt(image, nodes)
            )
            for image in objects_in(head.get("og_image") or [])
            if as_text(image.get("url"))
        ),
        topics=(*texts_in(article.get("articleSection") or []), *texts_in(article.get("keywords") or [])),
        language=as_text(head.get("og_locale")) or as_text(article.get("inLanguage")),
        site=as_text(head.get("og_site_name")),
    )


def _authors(head: dict[str, Any], article: dict[str, Any], nodes: list[dict[str, Any]]) -> tuple[str, ...]:
    by_id = {as_text(node.get("@id")): node for node in nodes if "name" in node}
    named = [{**by_id.get(as_text(one.get("@id")), {}), **one} for one in objects_in(article.get("author") or [])]
    names = [as_text(one.get("name")) for one in named] or [as_text(head.get("author"))]
    return tuple(filter(None, names))


def _alt(image: dict[str, Any], nodes: list[dict[str, Any]]) -> str:
    """The caption that the same picture has in the page's graph."""
    url = as_text(image.get("url"))
    return next(
        (as_text(node.get("caption")) for node in nodes if url and url in (node.get("url"), node.get("contentUrl"))), ""
    )
