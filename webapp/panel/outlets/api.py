"""`GET /api/v1/breaking/<id>/outlets`: surface by surface what became of a headline."""

from __future__ import annotations

from flask import Blueprint, Response

from webapp.newsroom.errors import NotFound
from webapp.newsroom.outlets.overview import surface_row, surfaces
from webapp.panel.auth import Guard
from webapp.web.answers import answer
from webapp.web.site import Site


def blueprint(site: Site, guard: Guard) -> Blueprint:
    views = Blueprint("outlets_api", __name__, url_prefix="/api/v1")

    @views.get("/breaking/<headline_id>/outlets")
    def outlets(headline_id: str) -> Response:
        """`{id, rev, state, red, outlets: [surface_row]}`; `red` says that some surface shows what was withdrawn."""
        guard.actor()
        record = site.replica.headlines.get(headline_id)
        if record is None:
            raise NotFound(f"there is no headline {headline_id!r}")
        named = surfaces(site.station.outlets, site.ledger.states())
        entries = site.ledger.entries([one.id for one in named], [headline_id])[headline_id]
        rows = [surface_row(record, entries.get(one.id), one) for one in named]
        about = {"id": record.id, "rev": record.item.rev, "state": record.state(site.now())}
        return answer({**about, "red": any(row["red"] for row in rows), "outlets": rows})

    return views
