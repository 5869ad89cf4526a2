"""The panel's pages: signing in and out, the panel itself, and what it shows beside the public board."""

from __future__ import annotations

from hashlib import sha256
from secrets import token_hex

from flask import Blueprint, Response, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_limiter import Limiter
from flask_login import current_user, login_user, logout_user
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as AnyResponse

from webapp.health import of_all
from webapp.newsroom.schedule import day, day_bounds, local_date
from webapp.newsroom.times import rfc3339
from webapp.panel.auth import Guard, SignedIn
from webapp.panel.page import inside_page, panel_page
from webapp.panel.words import panel_words
from webapp.site import Site
from webapp.web import answer

PER_ADDRESS = "10 per minute; 60 per hour"
PER_NAME = "10 per 5 minutes"
LOG_ROWS = 60


def blueprint(site: Site, guard: Guard, limiter: Limiter) -> Blueprint:
    """`/panel/`, `/panel/sign-in`, `/panel/sign-out`, `/panel/state.json`."""
    doors = Blueprint("panel", __name__, url_prefix="/panel")
    doors.before_request(guard.protect)

    def too_many() -> str:
        return str(_("Too many tries. Wait a few minutes, then try again."))

    def was_wrong(response: Response) -> bool:
        # A newsroom shares one address: only wrong passwords count.
        return response.status_code == 401

    def tried_name() -> str:
        # Hashed: a name may be anything, and the limiter's store takes not everything for a key.
        return sha256(request.form.get("name", "").strip().casefold().encode("utf-8", "replace")).hexdigest()

    @doors.get("/")
    def panel() -> Response | AnyResponse:
        return inside_page("panel/panel.html", site, panel_words=panel_words())

    @doors.get("/sign-in")
    def sign_in() -> Response | AnyResponse:
        if current_user.is_authenticated:
            return redirect(url_for("panel.panel"))
        return panel_page("panel/sign_in.html", site)

    @doors.post("/sign-in")
    @limiter.limit(PER_ADDRESS, error_message=too_many, deduct_when=was_wrong)
    @limiter.limit(PER_NAME, key_func=tried_name, error_message=too_many, deduct_when=was_wrong)
    def signing_in() -> Response | AnyResponse:
        name = request.form.get("name", "")
        account = site.staff.sign_in(name, request.form.get("password", ""))
        if account is None:
            return panel_page("panel/sign_in.html", site, 401, name=name, wrong=True)
        session.clear()  # nothing from before: whoever knew the old CSRF token knows nothing
        login_user(SignedIn(account, token_hex(8)))
        return redirect(url_for("panel.panel"))

    @doors.post("/sign-out")
    def sign_out() -> AnyResponse:
        if current_user.is_authenticated:
            site.staff.end_session(current_user.sitting)
        logout_user()
        session.clear()
        return redirect(url_for("panel.sign_in"))

    @doors.get("/state.json")
    def state() -> Response:
        """What the panel shows beside the board: who is listening, what is held by whom, the day, who did what."""
        guard.actor()
        now, grid = site.now(), site.replica.grid
        today = day(grid, *day_bounds(grid, local_date(grid.tz, now)))
        holds = site.rundown.holds()
        processes = site.presence.processes(now)
        return answer(
            {
                "now": rfc3339(now),
                "csrf": generate_csrf(),  # another one since somebody signed in again in another tab
                "listeners": sum(process["listeners"] for process in processes.values()),
                "processes": len(processes),
                "degraded": [one.dump() for one in of_all(processes.values())],
                "holds": holds.dump(),
                "today": [show.dump() for show in today],
                "log": site.log.audit(LOG_ROWS),
            }
        )

    return doors
