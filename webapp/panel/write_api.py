"""The write half of `/api/v1`, for the panel and for newsroom systems."""

from __future__ import annotations

from typing import Any, get_args

from flask import Blueprint, Response, current_app, request

from webapp.desk import Receipt
from webapp.newsroom.drafts import (
    ArticleDraft,
    BreakingDraft,
    Correction,
    OnAirHoldDraft,
    PromoDraft,
    Reason,
    StreamHoldDraft,
    Withdrawal,
    read_draft,
)
from webapp.newsroom.errors import FieldError, Invalid
from webapp.newsroom.headlines.templates import with_template
from webapp.newsroom.headlines.waiting import WaitingState
from webapp.newsroom.model import Value
from webapp.newsroom.reads.pins import EditorChoiceDraft
from webapp.panel.articles.writing import keep_article, written
from webapp.panel.auth import Guard
from webapp.panel.reads.pinning import choose_most_read, release_most_read
from webapp.web.answers import answer, read_json
from webapp.web.site import Site

FOLLOWED_WITHIN_S = 0.5

WAITING_STATES = frozenset(get_args(WaitingState))


class ReasonBody(Value):
    """The body of a withdrawal."""

    reason: Reason


def blueprint(site: Site, guard: Guard) -> Blueprint:
    """The calls of `board_blueprint`, `PUT /most-read/<slug>`, `POST|PUT|DELETE /articles`."""
    views = board_blueprint(site, guard)
    _add_articles(views, site, guard)
    return views


def board_blueprint(site: Site, guard: Guard) -> Blueprint:
    """`POST|PATCH|DELETE /breaking`, `PUT /stream|/on-air|/promo`."""
    views = Blueprint("write_api", __name__, url_prefix="/api/v1")
    desk = site.desk

    @views.post("/breaking")
    def publish() -> Response:
        by = guard.actor("breaking")
        draft = read_draft(BreakingDraft, with_template(read_json(), site.station.templates))
        # An anchor's push is answered as soon as it is out.
        return receipt_answer(desk.publish_breaking(draft, by, site.now(), idempotency_key()), 201, follow=False)

    @views.patch("/breaking/<item_id>")
    def correct(item_id: str) -> Response:
        by = guard.actor("breaking")
        return receipt_answer(
            desk.correct_breaking(item_id, read_draft(Correction, read_json()), by, site.now(), idempotency_key())
        )

    @views.delete("/breaking/<item_id>")
    def withdraw(item_id: str) -> Response:
        by = guard.actor("breaking")
        return receipt_answer(
            desk.withdraw_breaking(item_id, read_draft(Withdrawal, read_json()), by, site.now(), idempotency_key())
        )

    @views.get("/breaking/<item_id>/revisions")
    def revisions(item_id: str) -> Response:
        guard.actor("breaking")
        return answer({"id": item_id, "revisions": site.revisions.of(item_id)})

    @views.put("/stream")
    def stream() -> Response:
        by, body = guard.actor("stream"), read_json()
        if _is_auto(body):
            return receipt_answer(desk.release_stream(by, site.now(), idempotency_key()))
        return receipt_answer(desk.hold_stream(read_draft(StreamHoldDraft, body), by, site.now(), idempotency_key()))

    @views.put("/on-air")
    def on_air() -> Response:
        by, body = guard.actor("on_air"), read_json()
        if _is_auto(body):
            return receipt_answer(desk.release_on_air(by, site.now(), idempotency_key()))
        return receipt_answer(desk.hold_on_air(read_draft(OnAirHoldDraft, body), by, site.now(), idempotency_key()))

    @views.put("/promo")
    def promo() -> Response:
        by, body = guard.actor("promo"), read_json()
        draft = None if body is None or _is_auto(body) else read_draft(PromoDraft, body)
        return receipt_answer(desk.set_promo(draft, by, site.now(), idempotency_key()))

    return views


def _add_articles(views: Blueprint, site: Site, guard: Guard) -> None:
    desk = site.desk

    @views.put("/most-read/<slug>")
    def choose(slug: str) -> Response:
        by, body, now = guard.actor("articles"), read_json(), site.now()
        if _is_auto(body):
            return receipt_answer(release_most_read(site, slug, by, now, idempotency_key()))
        return receipt_answer(
            choose_most_read(site, slug, read_draft(EditorChoiceDraft, body), by, now, idempotency_key())
        )

    @views.post("/articles")
    def put_out() -> Response:
        by, now = guard.actor("articles"), site.now()
        draft = read_draft(ArticleDraft, read_json())
        if draft.at:
            return receipt_answer(keep_article(site, draft, by, now, idempotency_key()))
        receipt = desk.put_written_article(written(site, draft, now), draft, by, now, idempotency_key())
        return receipt_answer(receipt, 201 if receipt.rev == 1 else 200)

    @views.put("/articles/<slug>")
    def update(slug: str) -> Response:
        by, now = guard.actor("articles"), site.now()
        body = read_json()
        if isinstance(body, dict) and body.setdefault("slug", slug) != slug:
            raise Invalid(
                "slug: differs from the address", fields=[FieldError("slug", "must be the address's or absent")]
            )
        draft = read_draft(ArticleDraft, body)
        for name in ("at", "draft"):
            if getattr(draft, name) is not None:
                raise Invalid(
                    f"{name}: only where an article is new",
                    fields=[FieldError(name, "not with an article that is out")],
                )
        known = site.articles.get(slug)
        article = written(site, draft, known.published_at if known else now)
        if known:
            article = article.model_copy(update={"source": known.source})
        return receipt_answer(desk.put_article(article, by, now, idempotency_key(), at_slug=True, asked=draft))

    @views.delete("/articles/<slug>")
    def pull(slug: str) -> Response:
        by = guard.actor("articles")
        reason = read_draft(ReasonBody, read_json()).reason
        return receipt_answer(desk.withdraw_article(slug, reason, by, site.now(), idempotency_key()))


def idempotency_key() -> str | None:
    """The request's `Idempotency-Key`. Raises `Invalid` for one that is no printable ASCII, or too long."""
    key = request.headers.get("Idempotency-Key")
    if key is not None and not (key.isascii() and key.isprintable() and 0 < len(key) <= 200):
        raise Invalid("Idempotency-Key: 1 to 200 printable ASCII characters")
    return key


def _is_auto(body: Any) -> bool:
    """Whether the body is `{"auto": true}`, which releases a hold. Raises `Invalid` for `auto` beside other fields."""
    if not isinstance(body, dict) or "auto" not in body:
        return False
    if body != {"auto": True}:
        raise Invalid("auto: stands alone, as true", fields=[FieldError("auto", 'expected {"auto": true}')])
    return True


def receipt_answer(receipt: Receipt, status: int = 200, follow: bool = True) -> Response:
    """The public fields of a receipt as JSON; 202 where the headline waits and is not out.

    With `follow` only once this process's own copy of the board has the change, so that whoever reads here next finds it; after
    `FOLLOWED_WITHIN_S` at the latest.
    """
    if receipt.state in WAITING_STATES:
        status, follow = 202, False
    if follow:
        current_app.extensions["airwire"].site.replica.wait_for(receipt.epoch, receipt.seq, FOLLOWED_WITHIN_S)
    return answer(receipt.model_dump(mode="json", exclude_none=True, exclude={"changed"}), status)
