"""`/panel/rehearsal`: the desk, its alerts, the card to read aloud and the surfaces, for practice."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from webapp.newsroom.errors import StoreAway
from webapp.newsroom.outlets.rehearsed import rehearsed_rows
from webapp.panel import wall
from webapp.panel.alerts import page as alerts_page
from webapp.panel.audit import page as audit_page
from webapp.panel.auth import Guard
from webapp.panel.desk_page import desk_state
from webapp.panel.frame import staff_page
from webapp.panel.outlets.page import SHOWN_HEADLINES, surface_kinds, surface_words
from webapp.panel.people.browser_sessions import SAFE_METHODS, signed_in
from webapp.panel.pushing import read_aloud
from webapp.panel.pushing.form import pushing_context
from webapp.panel.words import panel_words
from webapp.web.answers import answer
from webapp.web.rehearsal.site import RehearsalSite

FRESH_FLASH = timedelta(minutes=20)
"""As long as a flash lies over every page, who rehearses is told of a real one."""


def blueprint(site: RehearsalSite, guard: Guard) -> Blueprint:
    """`GET ""`, `/state.json`, `/outlets`, `/alerts…`, `/read…`, `/wall`, `/audit…`; `POST /clear`."""
    views = Blueprint("rehearsal_pages", __name__, url_prefix="/panel/rehearsal")
    views.register_blueprint(alerts_page.blueprint(site, guard), url_prefix="/alerts")
    views.register_blueprint(read_aloud.blueprint(site, guard), url_prefix="/read")
    views.register_blueprint(wall.blueprint(site, None), url_prefix="")
    views.register_blueprint(audit_page.blueprint(site, guard), url_prefix="")

    @views.before_request
    def begin() -> None:
        if request.method not in SAFE_METHODS:
            site.expect_act()
        site.catch_up()

    @views.after_request
    def note(response: Response) -> Response:
        if request.method not in SAFE_METHODS and response.status_code < 400 and not request.path.endswith("/clear"):
            with suppress(StoreAway):
                site.note_act(guard.actor())
        return response

    @views.get("")
    def desk() -> Response | AnyResponse:
        return staff_page("panel/panel.html", site, panel_words=panel_words(), **pushing_context(site))

    @views.get("/state.json")
    def state() -> Response:
        """As the desk's, with nobody listening, and what happens in the `newsroom` meanwhile."""
        guard.actor()
        return answer({**desk_state(site), "listeners": 0, "newsroom": _newsroom(site)})

    @views.get("/outlets")
    def outlets() -> Response | AnyResponse:
        station, now = site.station, site.now()
        shown = [
            (record, record.state(now), rehearsed_rows(record, station.outlets, station.name, station.url))
            for record in site.replica.headlines.newest(SHOWN_HEADLINES)
        ]
        return staff_page(
            "panel/rehearsal/surfaces.html", site, shown=shown, kinds=surface_kinds(), words=surface_words(),
            configured=bool(station.outlets), alerts=site.replica.visible(now).alerts,
        )  # fmt: skip

    @views.post("/clear")
    def clear() -> AnyResponse:
        site.clear(guard.actor("breaking"))
        return redirect("/panel/rehearsal", 303)

    return views


def _newsroom(site: RehearsalSite) -> dict[str, Any]:
    """`{flash, approvals}`: the last real flash while it is fresh, and how many wait for this person's approval."""
    now, user = site.now(), signed_in()
    me = user.actor.name if user else ""
    flashes = (
        item.headline
        for item in site.newsroom.replica.visible(now).breaking
        if item.priority == "flash" and now - item.published_at < FRESH_FLASH
    )
    waiting = site.newsroom.waiting_headlines.every()
    approvals = [one for one in waiting if one.state == "pending" and one.by != me]
    return {"flash": next(flashes, None), "approvals": len(approvals)}
