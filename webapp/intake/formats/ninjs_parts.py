"""Which of several headlines, bodies and descriptions of a ninjs item is the story's: by role, then by content type.

Providers name roles as they like (`main`, `drol:caption`, `headline/short`); the last part counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape
from typing import Any

from webapp.intake.formats import nitf
from webapp.intake.formats.values import rows, table, text

Part = dict[str, Any]

_ROLE = re.compile(r"[:/#.]")
_HEADLINES = (("main", "headline", "title", "hl1"), ("", "long", "full", "web", "online", "display"))
_BODIES = (("main", "body", "story", "content", "article", "full"), ("", "html", "text", "web", "online", "long"))
_DESCRIPTIONS = (
    ("summary", "abstract", "lead", "standfirst", "main", "description", "intro"),
    ("", "text", "long", "teaser"),
)
_LAST = ("short", "brief", "sms", "push", "seo", "social", "mobile", "ticker", "summary", "abstract", "teaser")
_NEVER = (
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
"""Texts about the story, or about its picture, that are no text of it; a caption stands in where there is nothing else."""


def lower(data: Any) -> Part:
    """3.x writes its names in camelCase; here all are lower-case."""
    return {name.lower(): value for name, value in table(data).items()}


def headline(item: Part) -> str:
    """1.x has one, 2.x and 3.x several."""
    parts = sorted(_parts(item.get("headlines")), key=_by_role(_HEADLINES))
    said = (text(part.get("value")) for part in parts if _role(part) not in ("slug", "slugline", "kicker", "keyword"))
    return text(item.get("headline")) or next((one for one in said if one.strip()), "") or text(item.get("title"))


def body(item: Part) -> str:
    """The story as HTML."""
    return _html(item, "body", "bodies", _by_role(_BODIES), ("caption",))


def description(item: Part) -> str:
    return _html(item, "description", "descriptions", _by_role(_DESCRIPTIONS), ())


def caption(picture: Part) -> str:
    return _html(picture, "description", "descriptions", _by_role((("caption",), ("", "main", "text"))), ("caption",))


def _html(item: Part, name: str, several: str, rank: Callable[[Part], int], in_need: tuple[str, ...]) -> str:
    parts = [part for part in _parts(item.get(several)) if text(part.get("value")).strip()]
    of_story = [part for part in parts if _role(part) not in _NEVER or rank(part) == 0]
    of_story.sort(key=lambda part: (rank(part), _by_type(part)))
    for part in of_story:
        if _by_type(part) < NO_TEXT and (html := _as_html(text(part.get("value")), _type(part))):
            return html
    for kind in ("html", "xhtml", "nitf", "xml", "text"):
        if (said := text(item.get(f"{name}_{kind}"))).strip() and (html := _as_html(said, kind)):
            return html
    for part in parts:
        if _role(part) in in_need and (html := _as_html(text(part.get("value")), _type(part))):
            return html
    return ""


def _parts(value: Any) -> Iterator[Part]:
    yield from (lower(part) for part in rows(value or []))


def _role(part: Part) -> str:
    return _ROLE.split(text(part.get("role")).strip().lower())[-1].replace("-", "").replace("_", "")


def _by_role(best: tuple[tuple[str, ...], ...]) -> Callable[[Part], int]:
    def rank(part: Part) -> int:
        role = _role(part)
        known = next((at for at, roles in enumerate(best) if role in roles), None)
        return known if known is not None else len(best) + (role in _LAST)

    return rank


def _type(part: Part) -> str:
    return text(part.get("contenttype")).lower().partition(";")[0].strip()


NO_TEXT = 9


def _by_type(part: Part) -> int:
    """HTML before NITF before plain text; what is a file counts for nothing."""
    kind = _type(part)
    if "html" in kind:
        return 0
    if "nitf" in kind or kind.endswith("xml"):
        return 1
    return 2 if kind in ("", "text/plain", "text") or kind.startswith("text/") else NO_TEXT


def _as_html(said: str, kind: str) -> str:
    if nitf.is_nitf(said) or "nitf" in kind or (kind.endswith("xml") and "html" not in kind):
        return nitf.as_html(said) or said
    return said if "html" in kind else _paragraphs(said)


def _paragraphs(plain: str) -> str:
    return "".join(f"<p>{escape(part)}</p>" for part in plain.splitlines() if part.strip())
