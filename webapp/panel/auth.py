"""Authentication: a signed-in session with CSRF, or a token. Nothing else may write, and only staff may read staff pages."""

from __future__ import annotations

from typing import Protocol

from flask import Flask, Request, g, redirect, request, url_for
from flask_login import LoginManager
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.wrappers import Response as AnyResponse

from webapp.newsroom.errors import N_, NewsroomError, NotAllowed
from webapp.newsroom.staff import Actor, Duty
from webapp.panel.people.access import Access
from webapp.panel.people.browser_sessions import SAFE_METHODS, BrowserSessions, signed_in
from webapp.web.site import Site

OPEN_WRITES = frozenset(
    {"reads_api.reads", "websub.notify", "gone_api.gone", "push_api.subscribe", "push_api.unsubscribe"}
)
"""Endpoints of public writes: they use no session, and each has a seal or a signature of its own, says only what its
author alone knows, or only asks."""

VISITORS = frozenset({"sign_in", "first_run"})
"""Blueprints for who has no session yet; their writes need a CSRF token all the same."""

OWN_ACCOUNT = "own_account"
"""The blueprint that is all there is for who must set a second factor up first."""


class SignInFirst(NewsroomError):
    status = 401
    code = "sign-in-first"


class SecondFactorFirst(NotAllowed):
    """The role needs a second factor, and the person has not set one up yet."""

    code = "second-factor-first"


class Pass(Protocol):
    def opens(self, request: Request) -> bool:
        """Whether this request may read its page without a session."""


class Guard:
    """Authenticates requests and checks what they may do. One for an app; `protect` runs before each of its requests."""

    def __init__(self, app: Flask, site: Site, access: Access, wall: Pass, sessions: BrowserSessions) -> None:
        self._staff = site.staff
        self._wall = wall
        self._access = access
        self._csrf = CSRFProtect()
        app.config["WTF_CSRF_CHECK_DEFAULT"] = False
        app.config["WTF_CSRF_TIME_LIMIT"] = None
        app.config["WTF_CSRF_SSL_STRICT"] = site.https
        self._csrf.init_app(app)
        login = LoginManager()
        login.session_protection = None  # phones change their address
        login.user_loader(sessions.load)
        # No context processor: a page that says the store is away must not load an account from the store.
        login.init_app(app, add_context_processor=False)
        app.before_request(self.protect)

    def protect(self) -> AnyResponse | None:
        """Lets through public reads, staff pages for staff, and writes with a token or with a session's CSRF token.

        Returns a redirect where a page needs a sign-in first. Raises `SignInFirst` (401) for a write without credentials,
        `NotAllowed` (403) for a wrong CSRF token.
        """
        if request.endpoint is None or request.endpoint in OPEN_WRITES:
            return None
        visiting = request.blueprint in VISITORS
        if request.method in SAFE_METHODS:
            return self._page_redirect() if request.path.startswith("/panel") and not visiting else None
        if not visiting:
            self._asking()  # a missing sign-in is reported before a missing CSRF token
        if _token() is None or visiting:  # browsers never send tokens by themselves, so these need no CSRF token
            try:
                self._csrf.protect()
            except CSRFError as error:
                wrong = f"the X-CSRFToken header is missing or wrong: {error.description}"
                user = signed_in()
                self._note_refusal(user.actor if user else None, wrong)
                raise NotAllowed(wrong) from None
        return None

    def _page_redirect(self) -> AnyResponse | None:
        """The redirect to the sign-in page where a panel page needs it. Panel pages accept sessions only, no tokens."""
        if request.path.endswith((".json", ".jsonl", ".csv")):
            self.actor()
        elif (user := signed_in()) is None:
            if self._wall.opens(request):
                return None
            return redirect(url_for("sign_in.sign_in"))
        elif user.must_set_up and request.blueprint != OWN_ACCOUNT:
            return redirect(url_for("own_account.me"))
        else:
            self._require(user.actor, "read")
        return None

    def actor(self, duty: Duty = "read") -> Actor:
        """The person or system behind this request. Raises `SignInFirst` (401) without credentials, `NotAllowed` (403) where
        their role does not include `duty`."""
        actor = self._asking()
        self._require(actor, duty)
        return actor

    def _require(self, actor: Actor, duty: Duty) -> None:
        try:
            actor.must(duty)
        except NotAllowed as error:
            self._note_refusal(actor, error.message)
            raise

    def _note_refusal(self, by: Actor | None, why: str) -> None:
        self._access.refused(by, request.remote_addr or "", f"{request.method} {request.path}", why)

    def _asking(self) -> Actor:
        token = _token()
        if token is not None:
            if "bearer" not in g:  # needed twice in a write; the store is asked once
                g.bearer = self._staff.bearer(token)
            if g.bearer is None:
                self._access.unknown_token(request.remote_addr or "", request.path)
                raise SignInFirst("this token is not known here, or has expired")
            return g.bearer  # type: ignore[no-any-return]
        user = signed_in()
        if user is None:
            raise SignInFirst("sign in at /panel/, or send 'Authorization: Bearer …'")
        if user.must_set_up and request.blueprint != OWN_ACCOUNT:
            raise SecondFactorFirst(N_("Your role needs a second factor. Set one up first, at /panel/me."))
        return user.actor


def _token() -> str | None:
    """The bearer token; or the password of HTTP Basic, since Icecast can send nothing else."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return token.strip()
    basic = request.authorization
    return basic.password or "" if basic is not None and basic.type == "basic" else None
