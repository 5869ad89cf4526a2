"""Writing articles, over HTTP: for the panel and for newsroom systems. `write_api.py` puts them out and withdraws them."""

from __future__ import annotations

from secrets import token_hex
from typing import Protocol

from flask import Blueprint, Response

from webapp.newsroom.articles.picture_paths import upload_path
from webapp.newsroom.articles.sanitize import TooComplex
from webapp.newsroom.articles.writing.articles import ArticleEdit, OwnerDraft
from webapp.newsroom.articles.writing.in_work import KeptArticleChange
from webapp.newsroom.articles.writing.markdown import preview
from webapp.newsroom.audit.entry import AuditEntry
from webapp.newsroom.drafts import ArticleDraft, Markdown, read_draft
from webapp.newsroom.errors import FieldError, Invalid, Stale
from webapp.newsroom.model import Value
from webapp.newsroom.people.actor_limits import UPLOADS, counters
from webapp.panel.articles.writing import change_kept, in_a_thread, keep_article, rendered, with_markdown
from webapp.panel.auth import Guard
from webapp.panel.write_api import idempotency_key, receipt_answer
from webapp.web.answers import answer, read_body, read_json
from webapp.web.site import Site

MAX_UPLOAD_BYTES = 10_000_000


class TextToPreview(Value):
    """A text, to be seen as readers would."""

    text: Markdown


class DiscardDraft(Value):
    """Removes an article in work; `rev` is the revision that the caller saw."""

    rev: int


class KeptPicture(Protocol):
    """An upload, re-encoded."""

    @property
    def webp(self) -> bytes: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...


class ReadUpload(Protocol):
    """Re-encodes an uploaded picture where its bytes can do no harm. Raises `Invalid`, and `Busy`."""

    def __call__(self, data: bytes) -> KeptPicture: ...


def blueprint(site: Site, guard: Guard, read_upload: ReadUpload) -> Blueprint:
    """`PATCH /articles/<slug>`, `PUT /articles/<slug>/owner`, `GET|POST /article-drafts`, `PUT|DELETE /article-drafts/<id>`,
    `POST /article-preview`, `POST /pictures`.
    """
    views = Blueprint("articles_api", __name__, url_prefix="/api/v1")
    desk = site.desk

    @views.patch("/articles/<slug>")
    def edit(slug: str) -> Response:
        by = guard.actor("articles")
        asked = rendered(site, read_draft(ArticleEdit, read_json()))
        try:
            return receipt_answer(desk.edit_article(slug, asked, by, site.now(), idempotency_key()))
        except Stale as error:
            raise with_markdown(site, error) from None

    @views.put("/articles/<slug>/owner")
    def own(slug: str) -> Response:
        by = guard.actor("articles")
        owner = read_draft(OwnerDraft, read_json()).owner
        return receipt_answer(desk.own_article(slug, owner, by, site.now(), idempotency_key()))

    @views.get("/article-drafts")
    def drafts() -> Response:
        guard.actor("articles")
        return answer({"drafts": [one.for_staff() for one in site.articles.in_work.every()]})

    @views.post("/article-drafts")
    def keep() -> Response:
        by = guard.actor("articles")
        draft = read_draft(ArticleDraft, read_json())
        return receipt_answer(keep_article(site, draft, by, site.now(), idempotency_key()), 201)

    @views.put("/article-drafts/<item_id>")
    def change(item_id: str) -> Response:
        by = guard.actor("articles")
        draft = read_draft(KeptArticleChange, read_json())
        try:
            return receipt_answer(change_kept(site, item_id, draft, by, site.now(), idempotency_key()))
        except Stale as error:
            raise with_markdown(site, error) from None

    @views.delete("/article-drafts/<item_id>")
    def discard(item_id: str) -> Response:
        by = guard.actor("articles")
        seen = read_draft(DiscardDraft, read_json())
        return receipt_answer(desk.discard_article(item_id, seen.rev, by, site.now(), idempotency_key()))

    @views.post("/article-preview")
    def see() -> Response:
        guard.actor("articles")
        text = read_draft(TextToPreview, read_json()).text
        try:
            html, left_out = in_a_thread(site, lambda: preview(text))
        except TooComplex as error:
            raise Invalid(f"text: {error}", fields=[FieldError("text", str(error), "too_complex")]) from None
        return answer({"html": html, "left_out": left_out})

    @views.post("/pictures")
    def upload() -> Response:
        by, now = guard.actor("articles"), site.now()
        data = read_body(MAX_UPLOAD_BYTES)
        site.counts.count(counters(by, [UPLOADS]), now)
        kept = read_upload(data)
        name = token_hex(16)
        site.articles.uploads.put(name, kept.webp)
        what = f"{kept.width} × {kept.height}, {len(kept.webp) // 1000} kB"
        site.audit.note(AuditEntry(now, by.name, by.role, "picture uploaded", what))
        return answer({"url": upload_path(name), "width": kept.width, "height": kept.height}, 201)

    return views
