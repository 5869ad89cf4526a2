"""Before sign-ins: so many are under way at once, and who finds no place is told so before anything is looked at.

A page made for each of five hundred would take the event loop longer than their passwords take two threads.
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
from webapp.web.languages import languages, wanted_by

WsgiApp = Callable[[dict[str, Any], Any], Iterable[bytes]]

PATH = "/panel/sign-in"

STRANGERS, ALL = 8, 16
"""So many sign-ins at once of browsers that are new, and of all: each of them takes some 30 ms of a thread."""

CROWD, CROWD_S = 4, 0.25
"""With more than so many under way each keeps its place so long, that the loop has time for others …"""

HELD, HELD_S = 200, 1.0
"""… and whoever finds no place waits so long for the answer, of so many: they ask again at once."""

BACK_IN_S = 2


class SignInGate:
    """Stands before `app`; browsers that somebody has signed in by before have room behind a crowd of strangers."""

    def __init__(self, app: Flask, station: Station, browsers: KnownBrowsers) -> None:
        self._inner: WsgiApp = app.wsgi_app
        self._app = app
        self._station = station
        self._browsers = browsers
        self._under_way = self._held = 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "POST" or environ.get("PATH_INFO") != PATH:
            return self._inner(environ, start_response)
        if self._under_way >= STRANGERS:
            request = Request(environ)
            if self._under_way >= ALL or not self._browsers.knows(request):
                self._hold()
                return self._full(request)(environ, start_response)
        self._under_way += 1
        try:
            answer = self._inner(environ, start_response)
            if self._under_way > CROWD:
                time.sleep(CROWD_S)
            return answer
        finally:
            self._under_way -= 1

    def _hold(self) -> None:
        if self._held >= HELD:
            return
        self._held += 1
        try:
            time.sleep(HELD_S)
        finally:
            self._held -= 1

    def _full(self, request: Request) -> Response:
        headers = {"Retry-After": str(BACK_IN_S), "Cache-Control": "no-store", **self._safe}
        return Response(self._pages[wanted_by(request, self._station)], 429, headers, mimetype="text/html")

    @cached_property
    def _pages(self) -> dict[str, bytes]:
        """The page that says so, by language; made once."""
        made = {}
        for language in languages(self._station):
            with self._app.test_request_context(f"{PATH}?lang={language}"):
                made[language] = render_template("panel/sign_in_full.html", csrf="").encode()
        return made

    @cached_property
    def _safe(self) -> dict[str, str]:
        """The headers that all our pages have."""
        with self._app.test_request_context(PATH):
            return dict(self._app.process_response(self._app.response_class("", mimetype="text/html")).headers)
