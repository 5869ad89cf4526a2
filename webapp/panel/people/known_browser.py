"""Cookies that mark browsers which have signed in under a name before; their tries are counted apart from strangers'.

They do not replace the password. Each is sealed, holds for one name, and is sent with the sign-in form only.
"""

from __future__ import annotations

from secrets import token_urlsafe

from werkzeug.wrappers import Request, Response

from webapp.newsroom.people.sign_in_limits import hashed_name
from webapp.newsroom.reads.identity import SigningKey

COOKIE_DAYS = 400
"""The longest time that browsers keep a cookie."""

MAX_COOKIES = 8
"""Cookies of a request that are checked at most."""


class KnownBrowsers:
    """Makes and checks these cookies, with a key derived from `secret_key`."""

    def __init__(self, secret_key: str, https: bool) -> None:
        self._key = SigningKey(secret_key, "known browser")
        self._https = https
        self._prefix = f"{'__Secure-' if https else ''}airwire_known_"

    def id_for(self, request: Request, name: str) -> str | None:
        """The id of a browser that has signed in as `name`; `None` for a new one, and for a made-up cookie."""
        return self._sealed(self._cookie(name), request.cookies.get(self._cookie(name), ""))

    def knows(self, request: Request) -> bool:
        """Whether anybody has signed in with this browser before."""
        mine = (item for item in request.cookies.items() if item[0].startswith(self._prefix))
        return any(self._sealed(*item) for _, item in zip(range(MAX_COOKIES), mine, strict=False))

    def remember(self, request: Request, response: Response, name: str) -> None:
        """Sets the cookie for `name` on `response`."""
        cookie = self._cookie(name)
        browser = self.id_for(request, name) or token_urlsafe(12)
        value = f"{browser}.{self._key.seal(browser, cookie)}"
        response.set_cookie(
            cookie,
            value,
            max_age=COOKIE_DAYS * 86_400,
            path="/panel/sign-in",
            secure=self._https,
            httponly=True,
            samesite="Strict",
        )

    def _sealed(self, cookie: str, value: str) -> str | None:
        browser, _, seal = value.partition(".")
        return browser if 0 < len(browser) < 40 and self._key.same(seal, self._key.seal(browser, cookie)) else None

    def _cookie(self, name: str) -> str:
        return self._prefix + hashed_name(name)[:16]
