"""`/panel/sign-in` and `/panel/sign-out`. Tries are counted before passwords are verified, off the event loop."""

from __future__ import annotations

from contextlib import suppress

from flask import Blueprint, Response, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import logout_user
from werkzeug.wrappers import Response as AnyResponse

from webapp.newsroom.errors import StoreAway, TooMany
from webapp.newsroom.people.account import Account
from webapp.newsroom.people.sign_in_limits import counters
from webapp.panel.frame import panel_page
from webapp.panel.people.browser_sessions import signed_in
from webapp.panel.people.entry import Entry
from webapp.panel.people.invitation import add_invitation
from webapp.panel.people.known_browser import KnownBrowsers
from webapp.panel.people.passkeys import Passkeys
from webapp.panel.people.refusals import wait_in_words, wait_s
from webapp.panel.people.second_step import add_second_step
from webapp.panel.people.verifier import Verifier
from webapp.web.site import Site

MAX_NAME_CHARS = 60


def blueprint(
    site: Site, browsers: KnownBrowsers, entry: Entry, passkeys: Passkeys, verifier: Verifier
) -> Blueprint:  # fmt: skip
    """`/panel/sign-in` and what is below it, `/panel/sign-out`."""
    views = Blueprint("sign_in", __name__, url_prefix="/panel")
    access = entry.access
    add_second_step(views, site, entry, passkeys)
    add_invitation(views, site, entry, verifier)

    def page(status: int = 200, name: str = "", problem: str = "") -> Response:
        offered = passkeys.site(request.host) is not None
        return panel_page("panel/sign_in.html", site, status, name=name, problem=problem, passkeys=offered)

    @views.get("/sign-in")
    def sign_in() -> Response | AnyResponse:
        if signed_in():
            return redirect(url_for("panel.panel"))
        session.pop("second", None)
        return page()

    @views.post("/sign-in")
    def submit() -> Response | AnyResponse:
        name, password = request.form.get("name", ""), request.form.get("password", "")
        try:
            account = _account_of(name, password)
        except TooMany as error:
            response = page(429, name, wait_in_words(error))
            response.headers["Retry-After"] = str(wait_s(error))
            return response
        return entry.after_password(account) if account else page(401, name, _("Wrong name or password."))

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

    @views.post("/sign-out")
    def sign_out() -> AnyResponse:
        if user := signed_in():
            site.sessions.end(user.session_id)
            with suppress(StoreAway):
                site.colleagues.leave(user.actor.name)
            access.signed_out(user.actor, request.remote_addr or "")
        logout_user()
        session.clear()
        return redirect(url_for("sign_in.sign_in"))

    return views
