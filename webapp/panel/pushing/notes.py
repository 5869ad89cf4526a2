"""Notes at the desk, over HTTP."""

from __future__ import annotations

from flask import Blueprint, Response

from webapp.newsroom.drafts import read_draft
from webapp.newsroom.people.notes import NoteDraft
from webapp.panel.auth import Guard
from webapp.panel.write_api import idempotency_key, receipt_answer
from webapp.web.answers import read_json
from webapp.web.site import Site


def blueprint(site: Site, guard: Guard) -> Blueprint:
    """`POST /desk/notes` `{text, handover?}`, `POST /desk/notes/<id>/taken`."""
    views = Blueprint("desk_notes", __name__, url_prefix="/api/v1/desk/notes")

    @views.post("")
    def leave() -> Response:
        by = guard.actor("breaking")
        draft = read_draft(NoteDraft, read_json())
        return receipt_answer(site.desk.leave_note(draft, by, site.now(), idempotency_key()), 201, follow=False)

    @views.post("/<item_id>/taken")
    def take(item_id: str) -> Response:
        by = guard.actor("breaking")
        return receipt_answer(site.desk.take_handover(item_id, by, site.now(), idempotency_key()), follow=False)

    return views
