"""Sessions of signed-in people: a cookie that names the account, its generation and the session, checked at each request."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from secrets import token_hex

from flask import request, session
from flask_login import UserMixin, current_user, login_user

from webapp.newsroom.errors import StoreAway
from webapp.newsroom.people.account import Account
from webapp.newsroom.people.sessions import MAX_SESSION_AGE, MAX_SESSION_IDLE, StaffSession, device_name
from webapp.newsroom.reads.identity import network_of
from webapp.web.site import Site

SESSION_TOUCH_S = 300
"""How often a session's time of use is updated, so that its cookie is not sent with every answer."""

JUST_NOW_S = 600
"""Whoever signed in within this time is not asked for the password again to look after the own account."""

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


class SignedIn(UserMixin):  # type: ignore[misc]
    """The account of this session. Its id changes with the password, so that older cookies become invalid; `session_id`
    is new with each sign-in, so that a copy of the cookie becomes invalid with the sign-out. `must_set_up` until the second
    factor is there that the role needs: until then the own account is all that there is.
    """

    def __init__(self, account: Account, session_id: str, *, must_set_up: bool = False, just_now: bool = False) -> None:
        self.account = account
        self.actor = account.actor
        self.session_id = session_id
        self.must_set_up = must_set_up
        self.just_now = just_now

    def get_id(self) -> str:
        return f"{self.account.session}:{self.session_id}:{self.account.name}"


def signed_in() -> SignedIn | None:
    """The account of this request's session, `None` for a visitor. Asks the store once a request. Threads may be given it."""
    user: SignedIn = current_user._get_current_object()
    return user if user.is_authenticated else None


class BrowserSessions:
    """Begins sessions and loads them. Raises `StoreAway`."""

    def __init__(self, site: Site) -> None:
        self._staff = site.staff
        self._sessions = site.sessions
        self._site = site
        self._now = site.now

    def start(self, account: Account) -> None:
        """Starts a session of `account` in this browser."""
        now = self._now()
        must_set_up = account.needs_second_factor(self._site.station.people)
        session.clear()  # with the CSRF token of before, which somebody else may know
        session["began"] = session["used"] = int(now.timestamp())
        if must_set_up:
            session["set_up"] = True
        user = SignedIn(account, token_hex(8), must_set_up=must_set_up, just_now=True)
        login_user(user)
        self._note(user, now)

    def go_on(self, user: SignedIn, account: Account) -> None:
        """Lets this browser's session go on as one of `account`, whose other sessions have become void."""
        going_on = SignedIn(account, user.session_id, must_set_up=user.must_set_up, just_now=user.just_now)
        login_user(going_on)
        self._note(going_on, self._now())

    def load(self, user_id: str) -> SignedIn | None:
        """The session of a cookie, while it lasts."""
        generation, _, rest = user_id.partition(":")
        session_id, _, name = rest.partition(":")
        now = int(self._now().timestamp())
        began, used = session.get("began", 0), session.get("used", 0)
        if now - began > MAX_SESSION_AGE.total_seconds() or now - used > MAX_SESSION_IDLE.total_seconds():
            return None
        account = self._staff.account(name)
        if account is None or account.session != generation or not account.opens or self._sessions.is_ended(session_id):
            return None
        must_set_up = "set_up" in session and account.needs_second_factor(self._site.station.people)
        user = SignedIn(account, session_id, must_set_up=must_set_up, just_now=now - began < JUST_NOW_S)
        if now - used > SESSION_TOUCH_S and not _asked_by_a_script():
            session["used"] = now
            with suppress(StoreAway):  # a store that takes no changes can still be asked
                self._note(user, self._now())
        return user

    def _note(self, user: SignedIn, now: datetime) -> None:
        began = datetime.fromtimestamp(session["began"], UTC)
        device = device_name(request.headers.get("User-Agent", ""))
        begun = StaffSession(
            id=user.session_id, name=user.account.name, began=began, used=now, device=device,
            network=network_of(request.remote_addr or ""), generation=user.account.session,
        )  # fmt: skip
        self._sessions.note(begun)


def _asked_by_a_script() -> bool:
    """Whether an open page made this request by itself, perhaps with nobody in front of it."""
    by_itself = request.path.endswith((".json", "/wall")) or request.path.startswith("/api/")
    return request.method in SAFE_METHODS and by_itself
