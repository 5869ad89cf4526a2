"""Who is asking: a signed-in session with CSRF, or a bearer token. Nothing else may write."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, request
from flask_login import LoginManager, UserMixin, current_user
from flask_wtf.csrf import CSRFError, CSRFProtect

from webapp.newsroom.errors import NewsroomError, NotAllowed
from webapp.newsroom.staff import Actor
from webapp.site import Site
from webapp.store.staff import Account


class SignInFirst(NewsroomError):
    status = 401
    code = "sign-in-first"


class SignedIn(UserMixin):  # type: ignore[misc]
    """The account of this session. Its id changes with the password, so that old cookies are void.

    `sitting` names this signing-in; once signed out, a copy of its cookie is void too.
    """

    def __init__(self, account: Account, sitting: str) -> None:
        self.account = account
        self.actor = account.actor
        self.sitting = sitting

    def get_id(self) -> str:
        return f"{self.account.session}:{self.sitting}:{self.account.name}"


class Guard:
    """Tells who is asking. Made once for an app; `protect` goes before every request of a door that writes."""

    def __init__(self, app: Flask, site: Site) -> None:
        self._staff = site.staff
        self._csrf = CSRFProtect()
        app.config["WTF_CSRF_CHECK_DEFAULT"] = False
        app.config["WTF_CSRF_TIME_LIMIT"] = None
        app.config["WTF_CSRF_SSL_STRICT"] = site.https
        self._csrf.init_app(app)
        login = LoginManager()
        login.session_protection = None  # phones change their address
        login.user_loader(self._load)
        # No template asks who is there by itself: a page that says the store is away must not ask the store.
        login.init_app(app, add_context_processor=False)

    def _load(self, user_id: str) -> SignedIn | None:
        session, _, rest = user_id.partition(":")
        sitting, _, name = rest.partition(":")
        account = self._staff.account(name)
        if account is None or account.session != session or self._staff.session_ended(sitting):
            return None
        return SignedIn(account, sitting)

    def protect_signed_in(self) -> None:
        """As `protect`, for doors that nobody uses without signing in: that is told first. Raises `SignInFirst`."""
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            self.actor()
        self.protect()

    def protect(self) -> None:
        """Refuses a request that changes something in a session without the CSRF token of that session."""
        if request.method in ("GET", "HEAD", "OPTIONS") or _bearer() is not None:
            return
        try:
            self._csrf.protect()
        except CSRFError as error:
            raise NotAllowed(f"the X-CSRFToken header is missing or wrong: {error.description}") from None

    def actor(self) -> Actor:
        """Who is asking. Raises `SignInFirst`."""
        token = _bearer()
        if token is not None:
            if "bearer" not in g:  # asked twice in a request that writes; the store is asked once
                g.bearer = self._staff.bearer(token)
            if g.bearer is None:
                raise SignInFirst("this bearer token is not known here")
            return g.bearer  # type: ignore[no-any-return]
        user: Any = current_user
        if not user.is_authenticated:
            raise SignInFirst("sign in at /panel/, or send 'Authorization: Bearer …'")
        actor = user.actor
        assert isinstance(actor, Actor)
        return actor


def _bearer() -> str | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None
