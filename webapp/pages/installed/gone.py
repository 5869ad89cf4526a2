"""`POST /api/v1/gone`: which of the articles and headlines that a browser keeps no longer stand."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from webapp.newsroom.errors import Busy, FieldError, Invalid
from webapp.web.answers import answer, read_json
from webapp.web.site import Site

MAX_EACH = 1000
MAX_CHARS = 200
MAX_BYTES = 200_000


def blueprint(site: Site) -> Blueprint:
    """Asked with `{articles: [slug], headlines: [id]}`, it answers in the same form with those that were withdrawn or never were.
    Raises `Busy` before the board is loaded, when nothing can be said."""
    views = Blueprint("gone_api", __name__, url_prefix="/api/v1")
    replica = site.replica

    @views.post("/gone")
    def gone() -> Response:
        asked = read_json(MAX_BYTES)
        if replica.heard_at is None:
            raise Busy("the board is not loaded yet", extra={"retry_after_s": 5})
        now = site.now()

        def is_headline(name: str) -> bool:
            record = replica.headlines.get(name)
            return record is not None and record.state(now) != "withdrawn"

        def is_article(name: str) -> bool:
            article = replica.article(name)
            return article is not None and article.withdrawn is None

        return answer(
            {
                "articles": [name for name in _names(asked, "articles") if not is_article(name)],
                "headlines": [name for name in _names(asked, "headlines") if not is_headline(name)],
            }
        )

    return views


def _names(asked: Any, field: str) -> list[str]:
    names = asked.get(field, []) if isinstance(asked, dict) else None
    if not isinstance(names, list) or len(names) > MAX_EACH or not all(_is_name(name) for name in names):
        problem = f"expected a list of at most {MAX_EACH} texts"
        raise Invalid(f"{field}: {problem}", fields=[FieldError(field, problem)])
    return names


def _is_name(name: Any) -> bool:
    return isinstance(name, str) and 0 < len(name) <= MAX_CHARS
