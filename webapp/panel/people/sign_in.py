"""`/panel/sign-in` and `/panel/sign-out`: tries are counted before they are verified, and verified beside the event loop."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user, logout_user
from werkzeug.wrappers import Response as AnyResponse

from webapp.newsroom.errors import TooMany
from webapp.newsroom.people.sign_in_limits import counters
from webapp.panel.auth import Guard
from webapp.panel.frame import panel_page
from webapp.panel.people.access import Access
from webapp.panel.people.known_browser import KnownBrowsers
from webapp.panel.people.verifier import Verifier
from webapp.store.people.staff import Account
from webapp.web.site import Site

LONGEST_NAME = 60


def blueprint(site: Site, guard: Guard, browsers: KnownBrowsers, access: Access) -> Blueprint:
    views = Blueprint("sign_in", __name__, url_prefix="/panel")
    verifier = Verifier()

    @views.get("/sign-in")
    def sign_in() -> Response | AnyResponse:
        if current_user.is_authenticated:
            return redirect(url_for("panel.panel"))
        return panel_page("panel/sign_in.html", site)

    @views.post("/sign-in")
    def signing_in() -> Response | AnyResponse:
        name, password = request.form.get("name", ""), request.form.get("password", "")
        try:
            account = _who(name, password)
        except TooMany as held:
            return _wait(name, held)
        if account is None:
            problem = _("Name and password do not fit together. Check both and try again.")
            return panel_page("panel/sign_in.html", site, 401, name=name, problem=problem)
        guard.begin(account)
        address = request.remote_addr or ""
        access.signed_in(account.actor, address, known=browsers.id_for(request, account.name) is not None)
        response = redirect(url_for("panel.panel"))
        browsers.remember(request, response, account.name)
        return response

    def _who(name: str, password: str) -> Account | None:
        """Whose name and password these are. Raises `TooMany`."""
        if len(name) > LONGEST_NAME:
            return None
        browser = browsers.id_for(request, name)
        address, now = request.remote_addr or "", site.now()
        counted = counters(name, address, browser)
        account = site.staff.account(name)
        try:
            site.counts.count(counted, now)
        except TooMany as error:
            access.held(account.name if account else None, address, error.extra["retry_after_s"])
            raise
        if not verifier.run(lambda: site.staff.verifies(account, password)):
            access.wrong_password(account.name if account else None, address)
            return None
        site.counts.take_back(counted, now)
        return account

    def _wait(name: str, held: TooMany) -> Response:
        wait_s = int(held.extra["retry_after_s"])
        if wait_s < 60:
            problem = ngettext("Too many tries. Wait %(num)s second, then try again.",
                               "Too many tries. Wait %(num)s seconds, then try again.", wait_s)  # fmt: skip
        else:
            problem = ngettext("Too many tries. Wait %(num)s minute, then try again.",
                               "Too many tries. Wait %(num)s minutes, then try again.", -(-wait_s // 60))  # fmt: skip
        response = panel_page("panel/sign_in.html", site, 429, name=name, problem=problem)
        response.headers["Retry-After"] = str(wait_s)
        return response

    @views.post("/sign-out")
    def sign_out() -> AnyResponse:
        if current_user.is_authenticated:
            site.staff.end_session(current_user.sitting)
            access.signed_out(current_user.actor, request.remote_addr or "")
        logout_user()
        session.clear()
        return redirect(url_for("sign_in.sign_in"))

    return views
