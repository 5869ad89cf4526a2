"""`/api/v1/rehearsal/…`: the same calls as the newsroom's, upon a board that nobody outside can see."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from flask import Blueprint, Response, request

from webapp.newsroom.errors import NotFound, StoreAway
from webapp.newsroom.outlets.rehearsed import rehearsed_rows
from webapp.newsroom.times import rfc3339
from webapp.panel.alerts import api as alerts_api
from webapp.panel.auth import Guard
from webapp.panel.people.browser_sessions import SAFE_METHODS
from webapp.panel.pushing import api as waiting_api
from webapp.panel.pushing import notes
from webapp.panel.write_api import board_blueprint
from webapp.web.answers import answer
from webapp.web.query import limit_in_query
from webapp.web.rehearsal.clock import EMPTIED_AFTER
from webapp.web.rehearsal.site import RehearsalSite

DEFAULT_HEADLINES, MAX_HEADLINES = 20, 100


def blueprint(site: RehearsalSite, guard: Guard) -> Blueprint:
    """The newsroom's write calls, and for staff what they make: `GET ""`, `DELETE ""` (clears it), `/snapshot`, `/breaking`,
    `/breaking/<id>`, `/breaking/<id>/outlets`, `/alerts`.
    """
    views = Blueprint("rehearsal", __name__, url_prefix="/api/v1/rehearsal")
    _only_for_staff(views, site, guard)
    for part in (board_blueprint(site, guard), waiting_api.blueprint(site, guard)):
        views.register_blueprint(part, url_prefix="")
    views.register_blueprint(alerts_api.blueprint(site, guard, site.desk), url_prefix="")
    views.register_blueprint(notes.blueprint(site, guard), url_prefix="/desk/notes")

    @views.get("")
    def about() -> Response:
        return answer(_about(site))

    @views.delete("")
    def clear() -> Response:
        site.clear(guard.actor("breaking"))
        return answer(_about(site))

    @views.get("/snapshot")
    def snapshot() -> Response:
        now = site.now()
        return answer({**site.replica.visible(now).public(now), "rehearsal": True})

    @views.get("/alerts")
    def alerts() -> Response:
        return answer({"alerts": [one.dump() for one in site.replica.visible(site.now()).alerts]})

    @views.get("/breaking")
    def headlines() -> Response:
        now, limit = site.now(), limit_in_query(DEFAULT_HEADLINES, MAX_HEADLINES)
        return answer({"headlines": [record.public(now) for record in site.replica.headlines.newest(limit)]})

    @views.get("/breaking/<headline_id>")
    def headline(headline_id: str) -> Response:
        return answer(_record(site, headline_id).public(site.now()))

    @views.get("/breaking/<headline_id>/outlets")
    def outlets(headline_id: str) -> Response:
        """Where it would have gone, and with what words. `red` is always false: nothing is anywhere."""
        record, station = _record(site, headline_id), site.station
        rows = rehearsed_rows(record, station.outlets, station.name, station.url)
        state = record.state(site.now())
        return answer({"id": record.id, "rev": record.item.rev, "state": state, "red": False, "outlets": rows})

    return views


def _only_for_staff(views: Blueprint, site: RehearsalSite, guard: Guard) -> None:
    """Each request is one of staff, finds the board as it is, and is noted where it changed something."""

    @views.before_request
    def begin() -> None:
        guard.actor()
        if request.method not in SAFE_METHODS:
            site.expect_act()
        site.catch_up()

    @views.after_request
    def note(response: Response) -> Response:
        changed = request.method not in SAFE_METHODS and response.status_code < 400
        if changed and request.endpoint != "rehearsal.clear":
            with suppress(StoreAway):
                site.note_act(guard.actor())
        response.headers["Cache-Control"] = "no-store"
        return response


def _about(site: RehearsalSite) -> dict[str, Any]:
    """`{began_at, acted_at, empties_at}`, each `null` where there is no rehearsal."""
    began, acted = site.rehearsal_keys.began_at(), site.rehearsal_keys.acted_at()
    return {
        "began_at": rfc3339(began) if began else None,
        "acted_at": rfc3339(acted) if acted else None,
        "empties_at": rfc3339(acted + EMPTIED_AFTER) if acted else None,
    }


def _record(site: RehearsalSite, headline_id: str) -> Any:
    found = site.replica.headlines.get(headline_id)
    if found is None:
        raise NotFound(f"there is no headline {headline_id!r} in the rehearsal")
    return found
