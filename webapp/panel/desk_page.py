"""The panel's first page, and the data that it shows beside the public board."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as AnyResponse

from webapp.newsroom.schedule.days import day_bounds, local_date, planned_broadcasts
from webapp.newsroom.settings.first_steps import first_steps
from webapp.newsroom.times import rfc3339
from webapp.panel.auth import Guard
from webapp.panel.frame import staff_page
from webapp.panel.people.browser_sessions import signed_in
from webapp.panel.pushing.api import waiting_of
from webapp.panel.pushing.form import pushing_context
from webapp.panel.pushing.people import people_at_the_desk
from webapp.panel.settings.words import step_words
from webapp.panel.words import panel_words
from webapp.web.answers import answer
from webapp.web.health.checks import degraded_of_all
from webapp.web.site import Site

LOG_ROWS = 60


def blueprint(site: Site, guard: Guard) -> Blueprint:
    """`/panel/`, `/panel/state.json`."""
    views = Blueprint("panel", __name__, url_prefix="/panel")

    @views.get("/")
    def panel() -> Response | AnyResponse:
        context: dict[str, Any] = {"panel_words": panel_words(), **pushing_context(site)}
        user = signed_in()
        if user is not None and user.actor.may("settings") and not site.station.demo:
            steps = first_steps(site.station, len(site.replica.grid.programmes), len(site.staff.accounts()))
            if any(not one.done and one.step != "backup" for one in steps):
                context |= {"steps": steps, "step_words": step_words()}
        return staff_page("panel/panel.html", site, **context)

    @views.get("/state.json")
    def state() -> Response:
        guard.actor()
        return answer(desk_state(site))

    return views


def desk_state(site: Site) -> dict[str, Any]:
    """What the desk shows beside the board: listeners, faults, holds, the day's programmes, the audit log."""
    now, grid = site.now(), site.replica.grid
    today = planned_broadcasts(grid, *day_bounds(grid, local_date(grid.tz, now)))
    processes = site.presence.processes(now)
    here = {"degraded": [one.dump() for one in site.health.degraded]}  # a full store has no word of it
    return {
        "now": rfc3339(now),
        "csrf": generate_csrf(),  # a sign-in in another tab has changed it
        "listeners": sum(process["listeners"] for process in processes.values()),
        "processes": len(processes),
        "degraded": [one.dump() for one in degraded_of_all([here, *processes.values()])],
        "holds": site.rundown.holds().dump(),
        "today": [show.dump() for show in today],
        "log": site.audit.newest(LOG_ROWS),
        "alerts_waiting": site.alerts.count("draft"),
        **waiting_of(site),
        **people_at_the_desk(site),
    }
