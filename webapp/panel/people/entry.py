"""From the password to the session: who is waiting for their second step, and letting in who has passed it."""

from __future__ import annotations

from flask import redirect, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp.newsroom.errors import TooMany
from webapp.newsroom.people.account import Account
from webapp.newsroom.people.second_factors import matching_step, without_recovery_code
from webapp.newsroom.people.sign_in_limits import code_counters
from webapp.panel.people.access import Access
from webapp.panel.people.browser_sessions import BrowserSessions
from webapp.panel.people.known_browser import KnownBrowsers
from webapp.web.site import Site

SECOND_STEP_S = 600
"""How long the password is remembered for the second step."""

WITH_CODE, WITH_RECOVERY, WITH_PASSKEY = "with a code", "with a recovery code", "with a passkey"


class Entry:
    """Raises `StoreAway`."""

    def __init__(self, site: Site, sessions: BrowserSessions, browsers: KnownBrowsers, access: Access) -> None:
        self._site = site
        self._sessions = sessions
        self._browsers = browsers
        self.access = access

    def after_password(self, account: Account) -> AnyResponse:
        """Where to go with the right password: the second step, for who has a second factor."""
        if not account.has_second_factor:
            return self.let_in(account)
        session.clear()
        session["second"] = [account.name, account.session, int(self._site.now().timestamp())]
        return redirect(url_for("sign_in.second"))

    def waiting(self) -> Account | None:
        """The account that this browser has given the password of, and whose second step is still to be made."""
        name, generation, at = session.get("second") or ("", "", 0)
        if not name or self._site.now().timestamp() - at > SECOND_STEP_S:
            return None
        account = self._site.staff.account(name)
        return account if account and account.session == generation and account.opens else None

    def let_in(self, account: Account, how: str = "") -> AnyResponse:
        """Starts the session, and leads to the panel; `how` names the second factor."""
        self._sessions.start(account)
        known = self._browsers.id_for(request, account.name) is not None
        self.access.signed_in(account.actor, request.remote_addr or "", known=known, how=how)
        response = redirect(url_for("panel.panel"))
        self._browsers.remember(request, response, account.name)
        return response

    def takes_code(self, account: Account, code: str) -> str | None:
        """How `code` was right: as one of the app, or a recovery code, each good once; `None` for a wrong one. Raises
        `TooMany`."""
        address, now = request.remote_addr or "", self._site.now()
        counted = code_counters(account.name, address, self._browsers.id_for(request, account.name))
        try:
            self._site.counts.count(counted, now)
        except TooMany as error:
            self.access.held(account.name, address, error.extra["retry_after_s"])
            raise
        app = account.code_app
        secret = self._site.code_apps.secret(app.id) if app else None
        how: list[str] = []

        def used(before: Account, others: object) -> Account:
            how.clear()
            if secret and before.code_app and app and before.code_app.id == app.id:
                step = matching_step(secret, code, now, before.code_app.last_step)
                if step is not None:
                    how.append(WITH_CODE)
                    return before.with_(code_app=before.code_app.model_copy(update={"last_step": step, "used_at": now}))
            if (after := without_recovery_code(before, code)) is not None:
                how.append(WITH_RECOVERY)
                return after
            return before

        self._site.staff.change(account.name, used)
        if not how:
            self.access.wrong_code(account.name, address)
            return None
        self._site.counts.take_back(counted, now)
        return how[0]
