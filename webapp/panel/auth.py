"""Who is asking: a signed-in session with CSRF, or a token. Nothing else may write, and only staff may read what is theirs."""

from __future__ import annotations

from datetime import timedelta
from secrets import token_hex
from typing import Any

from flask import Flask, g, redirect, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.wrappers import Response as AnyResponse

from webapp.newsroom.errors import NewsroomError, NotAllowed
from webapp.newsroom.staff import Actor, Duty
from webapp.panel.people.access import Access
from webapp.store.people.staff import Account
from webapp.web.site import Site

SAFE = ("GET", "HEAD", "OPTIONS")

OPEN_WRITES = frozenset({"reads_api.reads", "websub.told"})
"""Endpoints of writes that anybody makes and that go by no session: each has a seal or a signature of its own."""

IDLE = timedelta(hours=12)
"""A session in which nobody did anything for so long is over: a shift, with the panel open. What pages ask by themselves
is no doing."""

WHOLE = timedelta(days=7)
"""So long lasts a session at the most."""

NOTED_S = 300
"""A session notes that it is used this often: its cookie need not be sent with every answer."""


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
    """Tells who is asking. Made once for an app; `protect` goes before every request that the app gets."""

    def __init__(self, app: Flask, site: Site, access: Access) -> None:
        self._staff = site.staff
        self._access = access
        self._now = site.now
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
        app.before_request(self.protect)

    def begin(self, account: Account) -> None:
        """Makes the session of this browser one of `account`."""
        session.clear()  # nothing from before: whoever knew the old CSRF token knows nothing
        session["began"] = session["used"] = int(self._now().timestamp())
        login_user(SignedIn(account, token_hex(8)))

    def protect(self) -> AnyResponse | None:
        """Keeps the panel's pages to staff, refuses a write by nobody, and one in a session without its CSRF token.

        Raises `SignInFirst`, `NotAllowed`.
        """
        if request.endpoint is None or request.endpoint in OPEN_WRITES:
            return None
        signing_in = request.blueprint == "sign_in"
        if request.method in SAFE:
            return self._page() if request.path.startswith("/panel") and not signing_in else None
        if not signing_in:
            self._known()  # nobody writes without signing in: that is said first
        if _token() is None or signing_in:  # no browser sends a token by itself
            try:
                self._csrf.protect()
            except CSRFError as error:
                wrong = f"the X-CSRFToken header is missing or wrong: {error.description}"
                self._refused(current_user.actor if current_user.is_authenticated else None, wrong)
                raise NotAllowed(wrong) from None
        return None

    def _page(self) -> AnyResponse | None:
        """Where somebody is to go first who asks for a page of the panel. Its pages go by sessions alone."""
        if request.path.endswith(".json"):
            self.actor()
        elif not current_user.is_authenticated:
            return redirect(url_for("sign_in.sign_in"))
        else:
            self._must(current_user.actor, "read")
        return None

    def actor(self, duty: Duty = "read") -> Actor:
        """Who is asking, if `duty` is among theirs. Raises `SignInFirst`, `NotAllowed`."""
        actor = self._known()
        self._must(actor, duty)
        return actor

    def _must(self, actor: Actor, duty: Duty) -> None:
        try:
            actor.must(duty)
        except NotAllowed as error:
            self._refused(actor, error.message)
            raise

    def _refused(self, by: Actor | None, why: str) -> None:
        self._access.refused(by, request.remote_addr or "", f"{request.method} {request.path}", why)

    def _known(self) -> Actor:
        token = _token()
        if token is not None:
            if "bearer" not in g:  # asked twice in a request that writes; the store is asked once
                g.bearer = self._staff.bearer(token)
            if g.bearer is None:
                self._access.unknown_token(request.remote_addr or "", request.path)
                raise SignInFirst("this token is not known here, or has expired")
            return g.bearer  # type: ignore[no-any-return]
        user: Any = current_user
        if not user.is_authenticated:
            raise SignInFirst("sign in at /panel/, or send 'Authorization: Bearer …'")
        actor = user.actor
        assert isinstance(actor, Actor)
        return actor

    def _load(self, user_id: str) -> SignedIn | None:
        generation, _, rest = user_id.partition(":")
        sitting, _, name = rest.partition(":")
        now = int(self._now().timestamp())
        began, used = session.get("began", 0), session.get("used", 0)
        if now - began > WHOLE.total_seconds() or now - used > IDLE.total_seconds():
            return None
        account = self._staff.account(name)
        if account is None or account.session != generation or self._staff.session_ended(sitting):
            return None
        if now - used > NOTED_S and not _asked_by_a_script():
            session["used"] = now
        return SignedIn(account, sitting)


def _asked_by_a_script() -> bool:
    """What an open page asks by itself, with nobody before it."""
    return request.method in SAFE and (request.path.endswith(".json") or request.path.startswith("/api/"))


def _token() -> str | None:
    """A token as bearer; or as the password of a name, which is all that Icecast can send."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return token.strip()
    basic = request.authorization
    return basic.password or "" if basic is not None and basic.type == "basic" else None
