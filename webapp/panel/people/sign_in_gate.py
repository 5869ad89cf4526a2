"""Bounds how many sign-ins are under way at once. The others get 429 before their request is parsed any further.

Rendering a page for each of five hundred tries would block the event loop longer than verifying their passwords takes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from flask import Flask, render_template
from werkzeug.wrappers import Request, Response

from webapp.newsroom.station import Station
from webapp.panel.people.known_browser import KnownBrowsers
from webapp.web.languages import negotiated_language

WsgiApp = Callable[[dict[str, Any], Any], Iterable[bytes]]

SIGN_IN_PATH = "/panel/sign-in"

MAX_NEW_BROWSERS, MAX_SIGN_INS = 8, 16
"""Sign-ins under way from new browsers, and from all. Each takes some 30 ms of a thread."""

CROWD_SIZE, CROWD_SLOT_S = 4, 0.25
"""Above `CROWD_SIZE` each sign-in keeps its place for this long, so that the loop has time for others."""

MAX_DELAYED, DELAY_S = 200, 1.0
"""Refused requests wait this long for their answer, up to `MAX_DELAYED` of them: such clients ask again at once."""

RETRY_AFTER_S = 2


class SignInGate:
    """WSGI middleware around `app`. Known browsers have places of their own, which a crowd of strangers cannot take."""

    def __init__(self, app: Flask, station: Callable[[], Station], browsers: KnownBrowsers) -> None:
        self._inner: WsgiApp = app.wsgi_app
        self._app = app
        self._station = station
        self._pages: dict[str, bytes] = {}
        self._pages_of: Station | None = None
        self._browsers = browsers
        self._under_way = self._delayed = 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "POST" or environ.get("PATH_INFO") != SIGN_IN_PATH:
            return self._inner(environ, start_response)
        if self._under_way >= MAX_NEW_BROWSERS:
            request = Request(environ)
            if self._under_way >= MAX_SIGN_INS or not self._browsers.knows(request):
                self._delay()
                return self._full(request)(environ, start_response)
        self._under_way += 1
        try:
            answer = self._inner(environ, start_response)
            if self._under_way > CROWD_SIZE:
                time.sleep(CROWD_SLOT_S)
            return answer
        finally:
            self._under_way -= 1

    def _delay(self) -> None:
        if self._delayed >= MAX_DELAYED:
            return
        self._delayed += 1
        try:
            time.sleep(DELAY_S)
        finally:
            self._delayed -= 1

    def _full(self, request: Request) -> Response:
        headers = {"Retry-After": str(RETRY_AFTER_S), "Cache-Control": "no-store", **self._safe}
        return Response(self._page(negotiated_language(request, self._station())), 429, headers, mimetype="text/html")

    def _page(self, language: str) -> bytes:
        """The page for 429 in `language`, rendered once for the settings in force."""
        station = self._station()
        if self._pages_of is not station:
            self._pages_of = station
            self._pages.clear()
        if language not in self._pages:
            with self._app.test_request_context(f"{SIGN_IN_PATH}?lang={language}"):
                self._pages[language] = render_template("panel/sign_in_full.html", csrf="").encode()
        return self._pages[language]

    @cached_property
    def _safe(self) -> dict[str, str]:
        """The security headers that all our pages have."""
        with self._app.test_request_context(SIGN_IN_PATH):
            return dict(self._app.process_response(self._app.response_class("", mimetype="text/html")).headers)
