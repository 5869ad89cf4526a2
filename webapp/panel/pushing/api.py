"""What becomes of headlines that wait, over HTTP: for the panel and for newsroom systems."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from webapp.newsroom.drafts import Approval, BreakingDraft, DraftChange, Release, Reviewed, TakeBack, read_draft
from webapp.newsroom.headlines.templates import with_template
from webapp.panel.auth import Guard
from webapp.panel.write_api import idempotency_key, receipt_answer
from webapp.web.answers import answer, parse_json, read_body
from webapp.web.site import Site


def blueprint(site: Site, guard: Guard) -> Blueprint:
    """`GET /waiting`, `POST /drafts`, `PUT /drafts/<id>`, `POST /breaking/<id>/approve|undo|release|review`."""
    views = Blueprint("waiting_api", __name__, url_prefix="/api/v1")
    desk = site.desk

    @views.get("/waiting")
    def waiting() -> Response:
        guard.actor("breaking")
        return answer(waiting_of(site))

    @views.post("/drafts")
    def keep() -> Response:
        by = guard.actor("breaking")
        draft = read_draft(BreakingDraft, with_template(_body(), site.station.templates))
        return receipt_answer(desk.keep_draft(draft, by, site.now(), idempotency_key()))

    @views.put("/drafts/<item_id>")
    def change(item_id: str) -> Response:
        by = guard.actor("breaking")
        return receipt_answer(
            desk.change_draft(item_id, read_draft(DraftChange, _body()), by, site.now(), idempotency_key())
        )

    @views.post("/breaking/<item_id>/approve")
    def approve(item_id: str) -> Response:
        by = guard.actor("breaking")
        approval = read_draft(Approval, _body())
        return receipt_answer(desk.approve_breaking(item_id, approval, by, site.now(), idempotency_key()), 201, False)

    @views.post("/breaking/<item_id>/release")
    def release(item_id: str) -> Response:
        by = guard.actor("breaking")
        asked = read_draft(Release, _body())
        return receipt_answer(desk.release_breaking(item_id, asked, by, site.now(), idempotency_key()), 201, False)

    @views.post("/breaking/<item_id>/undo")
    def undo(item_id: str) -> Response:
        by = guard.actor("breaking")
        asked = read_draft(TakeBack, _body())
        return receipt_answer(desk.take_back_breaking(item_id, asked, by, site.now(), idempotency_key()))

    @views.post("/breaking/<item_id>/review")
    def review(item_id: str) -> Response:
        by = guard.actor("breaking")
        seen = read_draft(Reviewed, _body())
        return receipt_answer(desk.review_flash(item_id, seen, by, site.now(), idempotency_key()))

    return views


def waiting_of(site: Site) -> dict[str, Any]:
    """`{waiting[], sent_alone[]}`: headlines that are not out, and flashes that nobody but their author has looked at."""
    now = site.now()
    return {
        "waiting": [one.for_staff() for one in site.waiting_headlines.every()],
        "sent_alone": [one.for_staff(now) for one in site.waiting_headlines.sent_alone()],
    }


def _body() -> Any:
    """The request's body as JSON; without one `{}`: what is asked for stands in the address."""
    body = read_body()
    return parse_json(body) if body.strip() else {}
