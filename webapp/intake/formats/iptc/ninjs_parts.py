"""Chooses among several headlines, bodies and descriptions of a ninjs item: by role, then by content type.

Providers name roles freely (`main`, `drol:caption`, `headline/short`); the last part of a role decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape
from typing import Any

from webapp.intake.formats.iptc import nitf_body
from webapp.intake.formats.json_values import as_object, as_text, objects_in

Part = dict[str, Any]

_ROLE = re.compile(r"[:/#.]")
_HEADLINES = (("main", "headline", "title", "hl1"), ("", "long", "full", "web", "online", "display"))
_BODIES = (("main", "body", "story", "content", "article", "full"), ("", "html", "text", "web", "online", "long"))
_DESCRIPTIONS = (
    ("summary", "abstract", "lead", "standfirst", "main", "description", "intro"),
    ("", "text", "long", "teaser"),
)
_LEAST_WANTED = ("short", "brief", "sms", "push", "seo", "social", "mobile", "ticker", "summary", "abstract", "teaser")
_NOT_STORY_TEXT = (
    "slug",
    "slugline",
    "keyword",
    "kicker",
    "caption",
    "credit",
    "byline",
    "ednote",
    "note",
    "editorsnote",
    "title",
    "headline",
)
"""Texts about the story or its picture. A caption serves as text if there is nothing else."""


def lower_keys(data: Any) -> Part:
    """The object with lower-case names: ninjs 3.x writes camelCase."""
    return {name.lower(): value for name, value in as_object(data).items()}


def headline(item: Part) -> str:
    """ninjs 1.x has one headline, 2.x and 3.x several."""
    parts = sorted(_parts(item.get("headlines")), key=_rank_by_role(_HEADLINES))
    headlines = (
        as_text(part.get("value")) for part in parts if _role(part) not in ("slug", "slugline", "kicker", "keyword")
    )
    return (
        as_text(item.get("headline"))
        or next((one for one in headlines if one.strip()), "")
        or as_text(item.get("title"))
    )


def body(item: Part) -> str:
    """The story's text as HTML."""
    return _best_html(item, "body", "bodies", _rank_by_role(_BODIES), ("caption",))


def description(item: Part) -> str:
    return _best_html(item, "description", "descriptions", _rank_by_role(_DESCRIPTIONS), ())


def caption(picture: Part) -> str:
    return _best_html(
        picture, "description", "descriptions", _rank_by_role((("caption",), ("", "main", "text"))), ("caption",)
    )


def _best_html(item: Part, name: str, several: str, rank: Callable[[Part], int], in_need: tuple[str, ...]) -> str:
    parts = [part for part in _parts(item.get(several)) if as_text(part.get("value")).strip()]
    of_story = [part for part in parts if _role(part) not in _NOT_STORY_TEXT or rank(part) == 0]
    of_story.sort(key=lambda part: (rank(part), _rank_by_type(part)))
    for part in of_story:
        if _rank_by_type(part) < NOT_TEXT_RANK and (html := _as_html(as_text(part.get("value")), _type(part))):
            return html
    for kind in ("html", "xhtml", "nitf", "xml", "text"):
        if (value := as_text(item.get(f"{name}_{kind}"))).strip() and (html := _as_html(value, kind)):
            return html
    for part in parts:
        if _role(part) in in_need and (html := _as_html(as_text(part.get("value")), _type(part))):
            return html
    return ""


def _parts(value: Any) -> Iterator[Part]:
    yield from (lower_keys(part) for part in objects_in(value or []))


def _role(part: Part) -> str:
    return _ROLE.split(as_text(part.get("role")).strip().lower())[-1].replace("-", "").replace("_", "")


def _rank_by_role(best: tuple[tuple[str, ...], ...]) -> Callable[[Part], int]:
    def rank(part: Part) -> int:
        role = _role(part)
        known = next((at for at, roles in enumerate(best) if role in roles), None)
        return known if known is not None else len(best) + (role in _LEAST_WANTED)

    return rank


def _type(part: Part) -> str:
    return as_text(part.get("contenttype")).lower().partition(";")[0].strip()


NOT_TEXT_RANK = 9


def _rank_by_type(part: Part) -> int:
    """HTML before NITF before plain text; files come last."""
    kind = _type(part)
    if "html" in kind:
        return 0
    if "nitf" in kind or kind.endswith("xml"):
        return 1
    return 2 if kind in ("", "text/plain", "text") or kind.startswith("text/") else NOT_TEXT_RANK


def _as_html(value: str, kind: str) -> str:
    if nitf_body.is_nitf(value) or "nitf" in kind or (kind.endswith("xml") and "html" not in kind):
        return nitf_body.nitf_to_html(value) or value
    return value if "html" in kind else _paragraphs(value)


def _paragraphs(plain: str) -> str:
    return "".join(f"<p>{escape(part)}</p>" for part in plain.splitlines() if part.strip())
