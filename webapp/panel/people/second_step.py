"""The second step of signing in (a code, or a passkey), and signing in with a passkey alone."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.newsroom.errors import Invalid, TooMany
from webapp.newsroom.people.account import Account
from webapp.newsroom.people.sign_in_limits import passkey_counters
from webapp.panel.frame import panel_page
from webapp.panel.people.browser_sessions import signed_in
from webapp.panel.people.entry import WITH_PASSKEY, Entry
from webapp.panel.people.passkeys import REFUSED, Assertion, Passkeys
from webapp.panel.people.refusals import refusal, wait_in_words, wait_s
from webapp.web.answers import answer
from webapp.web.site import Site


def add_second_step(views: Blueprint, site: Site, entry: Entry, passkeys: Passkeys) -> None:
    """`/panel/sign-in/second`, `/panel/sign-in/passkey`, and what the browser is asked for: `/panel/sign-in/passkey/options`."""

    def second_page(account: Account, status: int = 200, problem: str = "") -> Response:
        by_passkey = bool(account.passkeys) and passkeys.site(request.host) is not None
        return panel_page(
            "panel/people/second_step.html", site, status, account=account, by_passkey=by_passkey, problem=problem
        )

    @views.get("/sign-in/second")
    def second() -> Response | AnyResponse:
        if signed_in():
            return redirect(url_for("panel.panel"))
        account = entry.waiting()
        return second_page(account) if account else redirect(url_for("sign_in.sign_in"))

    @views.post("/sign-in/second")
    def submit_code() -> Response | AnyResponse:
        account = entry.waiting()
        if account is None:
            return redirect(url_for("sign_in.sign_in"))
        try:
            how = entry.takes_code(account, request.form.get("code", "")[:100])
        except TooMany as error:
            response = second_page(account, 429, wait_in_words(error))
            response.headers["Retry-After"] = str(wait_s(error))
            return response
        if how is None:
            return second_page(account, 401, _("This code is not right, or was used before. Wait for the next one."))
        return entry.let_in(site.staff.account(account.name) or account, how)

    @views.post("/sign-in/passkey/options")
    def passkey_options() -> Response:
        try:
            place = passkeys.asked_site(request.host)
            site.counts.count(passkey_counters(request.remote_addr or ""), site.now())
        except (Invalid, TooMany) as error:
            return answer({"problem": refusal(error)}, error.status)
        return answer(passkeys.begin_sign_in(place, entry.waiting()))

    @views.post("/sign-in/passkey")
    def submit_passkey() -> Response | AnyResponse:
        waiting = entry.waiting()
        account = None
        try:
            given = passkeys.read_assertion(
                request.form.get("ceremony", "")[:100],
                request.form.get("credential", ""),
                waiting.name if waiting else None,
            )
            account = waiting or _owner(given)
            account = _use(account, given)
        except Invalid as error:
            entry.access.wrong_passkey(account.name if account else None, request.remote_addr or "")
            if waiting:
                return second_page(waiting, 401, _(error.message))
            return panel_page("panel/sign_in.html", site, 401, passkeys=True, problem=_(error.message))
        return entry.let_in(account, WITH_PASSKEY)

    def _owner(given: Assertion) -> Account | None:
        """The account that a passkey says that it is of."""
        return next((one for one in site.staff.accounts() if one.handle and one.handle == given.handle), None)

    def _use(account: Account | None, given: Assertion) -> Account:
        if account is None or not account.opens:
            raise Invalid(REFUSED)
        now = site.now()
        return site.staff.change(
            account.name, lambda before, others: before.with_passkey(passkeys.used(before, given, now))
        )
