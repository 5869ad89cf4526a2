"""What becomes of an article that is sent before it is the desk's: its text is rendered, in a thread."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import request

from webapp.desk import Receipt
from webapp.newsroom.articles.writing.articles import ArticleEdit, article_of
from webapp.newsroom.articles.writing.from_html import html_to_markdown
from webapp.newsroom.articles.writing.in_work import KeptArticleChange
from webapp.newsroom.drafts import ArticleDraft
from webapp.newsroom.errors import Stale
from webapp.newsroom.model import Article
from webapp.newsroom.staff import Actor
from webapp.web.site import Site


def in_a_thread(site: Site, work: Callable[[], Any]) -> Any:
    """What `work` returns, done off the event loop. Raises what it raises, and `Busy` and `TooMany`."""
    return site.lanes.reading.do(object(), work, request.remote_addr or "")


def written(site: Site, draft: ArticleDraft, published_at: datetime) -> Article:
    """The article of `draft`. Raises `Invalid`."""
    article: Article = in_a_thread(site, lambda: article_of(draft, published_at))
    return article


def rendered(site: Site, edit: ArticleEdit) -> ArticleEdit:
    """`edit` with its text as HTML. Raises `Invalid`."""
    done: ArticleEdit = in_a_thread(site, edit.rendered)
    return done


def keep_article(site: Site, draft: ArticleDraft, by: Actor, now: datetime, key: str | None) -> Receipt:
    """Keeps `draft`, in place of the shared draft that it comes from where there is one. A text that could not go out is refused
    now. Raises what the desk raises.
    """
    written(site, draft, now)
    if draft.draft is None:
        return site.desk.keep_article(draft, by, now, key)
    fields = draft.model_dump(exclude={"draft"}) | {"rev": draft.draft.rev}
    return change_kept(site, draft.draft.id, KeptArticleChange.load(fields), by, now, key)


def change_kept(
    site: Site, item_id: str, change: KeptArticleChange, by: Actor, now: datetime, key: str | None
) -> Receipt:
    """Changes an article in work. Raises what the desk raises."""
    written(site, change, now)
    return site.desk.change_kept_article(item_id, change, by, now, key)


def with_markdown(site: Site, error: Stale) -> Stale:
    """`error` with the `text` of the article as it is now, as an editor has it."""
    current = error.extra.get("current")
    if isinstance(current, dict) and "text" not in current:
        html = str(current.get("body_html", ""))
        error.extra["current"] = {
            **current,
            "text": in_a_thread(site, lambda: html_to_markdown(html)),
        }
    return error
