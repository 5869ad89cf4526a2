"""What every listener's page has around it, and how pages are rendered: once per event, language, theme and
whether pictures are wanted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from flask import Response, current_app, request

from webapp.newsroom.reads.ranking import MAX_LIST_AGE, is_too_old
from webapp.newsroom.times import rfc3339
from webapp.pages.html.addresses import home
from webapp.pages.html.closed import closed_flashes
from webapp.pages.html.saver import saves_data
from webapp.pages.html.words import script_words
from webapp.web.assets import ROOT
from webapp.web.languages import COOKIE, language, languages
from webapp.web.module_graph import module_graph
from webapp.web.remembered import Remembered
from webapp.web.site import Site
from webapp.web.turns import Turns

STALE = timedelta(seconds=12)
"""A board that the store has not confirmed for longer is shown with its age."""

FRESH_S = 10
"""Texts such as "3 minutes ago" are rendered anew this often, without any event."""

THEMES = ("light", "dark")


class PageFrame:
    """Renders pages of one site; `asset` makes the address of a static file."""

    def __init__(self, site: Site, asset: Callable[[str], str], build: str) -> None:
        self._site = site
        self.asset = asset
        self._build = build
        self._modules = module_graph(ROOT, "js/app.js")
        self._remembered = Remembered()
        self._passing = Remembered(200)

    def page(
        self,
        template: str,
        name: Any,
        context: Callable[[], Mapping[str, Any]],
        status: int = 200,
        depends: Any = None,
        turns: Turns | None = None,
    ) -> Response:
        """`template` as the page `name`; `context` is asked for only when it is rendered, in a thread: of the store it may
        ask nothing.

        `turns` is the lane of what there are more of than can be remembered, such as articles: by default a page is one
        of the few that everybody opens. Raises `Busy`, `TooMany`.
        """
        site, now = self._site, self._site.now()
        lang, theme, saver = language(site.station), self._theme(), saves_data()
        version = (site.replica.version(now), int(now.timestamp()) // FRESH_S, self.stale_since() is not None, depends)

        def render() -> bytes:
            # Not `render_template`: whoever is signed in would be asked for, and of the store.
            return current_app.jinja_env.get_template(template).render(**self.base(), **context()).encode()

        response = (self._passing if turns else self._remembered).answer(
            (template, name, lang, theme, saver, self._closed()), version, "text/html", render, "private, no-cache",
            turns=turns or site.lanes.front, home=home(site),
        )  # fmt: skip
        if response.status_code == 200:
            response.status_code = status
        response.headers.add("Vary", "Cookie")
        response.headers.add("Vary", "Accept-Language")
        response.headers.add("Vary", "Save-Data")
        asked = request.args.get("lang")
        if asked in languages(site.station) and request.cookies.get(COOKIE) != asked:
            response.set_cookie(COOKIE, asked, max_age=31_536_000, samesite="Lax", path="/")
        return response

    def base(self) -> dict[str, Any]:
        """What base.html needs."""
        site, now = self._site, self._site.now()
        board = site.replica.visible(now)
        listed = board.most_read
        return {
            **self.frame(),
            "most_read_hidden": int(MAX_LIST_AGE["24h"].total_seconds()),
            "most_read_old": listed is not None and is_too_old(listed, now),
            "board": board.public(now),
            "closed_flashes": self._closed(),
            "now": now,
            "stale_since": self.stale_since(),
            "logo": site.station.shown_logo(),
        }

    def frame(self) -> dict[str, Any]:
        """What every template knows, the panel's and the embeds' too."""
        station = self._site.station
        return {
            "station": station,
            "lang": language(station),
            "languages": languages(station),
            "theme": self._theme(),
            "saver": saves_data(),
            "demo": station.demo,
            "asset": self.asset,
            "build": self._build,
            "modules": self._modules,
            "words": script_words,
        }

    @property
    def language(self) -> str:
        return language(self._site.station)

    @property
    def station_name(self) -> str:
        return self._site.station.name

    def _closed(self) -> tuple[str, ...]:
        return closed_flashes(self._site.replica.board.breaking)

    def _theme(self) -> str:
        theme = request.cookies.get("theme", "")
        return theme if theme in THEMES else ""

    def stale_since(self) -> str | None:
        """Since when the store has not confirmed what we show; `None` while it does."""
        heard, now = self._site.replica.heard_at, self._site.now()
        if heard is None:
            return rfc3339(now)
        return rfc3339(heard) if now - heard > STALE else None
