"""One's own account: password, sessions, second factors."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request, session, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from webapp.newsroom.errors import N_, Invalid, NewsroomError, TooMany
from webapp.newsroom.people.account import Account
from webapp.newsroom.people.sign_in_limits import code_counters
from webapp.panel.auth import OWN_ACCOUNT, Guard
from webapp.panel.frame import staff_page
from webapp.panel.people.browser_sessions import BrowserSessions, SignedIn
from webapp.panel.people.pages.factors import add_factors
from webapp.panel.people.pages.person import note, person
from webapp.panel.people.pages.proof import Proof
from webapp.panel.people.passkeys import Passkeys
from webapp.panel.people.refusals import refusal
from webapp.panel.people.verifier import Verifier
from webapp.web.answers import answer
from webapp.web.site import Site


def blueprint(
    site: Site, guard: Guard, sessions: BrowserSessions, passkeys: Passkeys, proof: Proof, verifier: Verifier
) -> Blueprint:
    """`/panel/me`."""
    views = Blueprint(OWN_ACCOUNT, __name__, url_prefix="/panel/me")

    def page(status: int = 200, place: str = "", problem: str | Markup = "") -> Response | AnyResponse:
        user = person()
        account = user.account
        return staff_page(
            "panel/people/me.html", site, status=status, account=account, user=user, place=place, problem=problem,
            sessions=site.sessions.of(account, site.now()), done=request.args.get("done", ""),
            offers_passkeys=passkeys.site(request.host) is not None,
            required=account.role in site.station.people.require_second_factor,
        )  # fmt: skip

    def refused(place: str, error: NewsroomError) -> Response | AnyResponse:
        return page(error.status, place, refusal(error))

    add_factors(views, site, proof, passkeys, refused)

    @views.get("")
    def me() -> Response | AnyResponse:
        guard.actor()
        return page()

    @views.post("/proof")
    def begin_proof() -> Response:
        """What the browser is asked for, to prove by a passkey who is here: the answer goes with the act's own form."""
        guard.actor()
        user = person()
        try:
            return answer(proof.begin(user, passkeys.asked_site(request.host)))
        except Invalid as error:
            return answer({"problem": refusal(error)}, error.status)

    @views.post("/password")
    def password() -> Response | AnyResponse:
        guard.actor()
        user = person()
        account, old, new = user.account, request.form.get("old", ""), request.form.get("new", "")
        counted = code_counters(account.name, request.remote_addr or "", None)
        try:
            site.counts.count(counted, site.now())
            if not verifier.run(lambda: site.staff.verifies(account, old)):
                raise Invalid(N_("This is not your password of now."))
            site.counts.take_back(counted, site.now())
            hashed = verifier.run(lambda: site.staff.hashed_password(new, [account.name, site.station.name]))
        except (Invalid, TooMany) as error:
            return refused("password", error)
        changed = site.staff.change(account.name, lambda before, others: before.with_password(hashed))
        _end_others(user, changed)
        note(site, user, "password changed", account.name)
        return redirect(url_for("own_account.me", done="password"), 303)

    @views.post("/sessions")
    def end_sessions() -> AnyResponse:
        guard.actor()
        user, which = person(), request.form.get("end", "")
        own = {one.id: one for one in site.sessions.of(user.account, site.now())}
        if which == "others":
            _end_others(user, site.staff.change(user.account.name, lambda before, others: before.signed_out()))
            note(site, user, "sessions ended", f"{user.account.name}: all others")
        elif which in own and which != user.session_id:
            site.sessions.end(which)
            note(site, user, "sessions ended", f"{user.account.name}: {own[which].device or 'one'}")
        return redirect(url_for("own_account.me", done="sessions"), 303)

    def _end_others(user: SignedIn, account: Account) -> None:
        """With the account's new generation all cookies are void; this browser's goes on."""
        site.sessions.forget(one.id for one in site.sessions.of(user.account, site.now()))
        session.pop("csrf_token", None)
        sessions.go_on(user, account)

    return views
