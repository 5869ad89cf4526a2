"""`/panel/sign-in` and `/panel/sign-out`. Tries are counted before passwords are verified, off the event loop."""

from __future__ import annotations

from contextlib import suppress

from flask import Blueprint, Response, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import logout_user
from werkzeug.wrappers import Response as AnyResponse

from webapp.newsroom.errors import StoreAway, TooMany
from webapp.newsroom.people.sign_in_limits import counters
from webapp.panel.auth import Guard, signed_in
from webapp.panel.frame import panel_page
from webapp.panel.people.access import Access
from webapp.panel.people.known_browser import KnownBrowsers
from webapp.panel.people.verifier import Verifier
from webapp.store.people.staff import Account
from webapp.web.site import Site

MAX_NAME_CHARS = 60


def blueprint(site: Site, guard: Guard, browsers: KnownBrowsers, access: Access) -> Blueprint:
    views = Blueprint("sign_in", __name__, url_prefix="/panel")
    verifier = Verifier()

    @views.get("/sign-in")
    def sign_in() -> Response | AnyResponse:
        if signed_in():
            return redirect(url_for("panel.panel"))
        return panel_page("panel/sign_in.html", site)

    @views.post("/sign-in")
    def submit() -> Response | AnyResponse:
        name, password = request.form.get("name", ""), request.form.get("password", "")
        try:
            account = _account_of(name, password)
        except TooMany as error:
            return _try_later(name, error)
        if account is None:
            problem = _("Wrong name or password.")
            return panel_page("panel/sign_in.html", site, 401, name=name, problem=problem)
        guard.start_session(account)
        address = request.remote_addr or ""
        access.signed_in(account.actor, address, known=browsers.id_for(request, account.name) is not None)
        response = redirect(url_for("panel.panel"))
        browsers.remember(request, response, account.name)
        return response

    def _account_of(name: str, password: str) -> Account | None:
        """The account with this name and password, `None` where they do not fit. Raises `TooMany` after too many tries."""
        if len(name) > MAX_NAME_CHARS:
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

    def _try_later(name: str, error: TooMany) -> Response:
        wait_s = int(error.extra["retry_after_s"])
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
        if user := signed_in():
            site.staff.end_session(user.session_id)
            with suppress(StoreAway):
                site.colleagues.leave(user.actor.name)
            access.signed_out(user.actor, request.remote_addr or "")
        logout_user()
        session.clear()
        return redirect(url_for("sign_in.sign_in"))

    return views
