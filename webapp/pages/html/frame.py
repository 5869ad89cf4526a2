"""What all pages share, and the rendering of listeners' pages: once per event, language, theme and data-saving choice."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from datetime import timedelta
from typing import Any

from flask import Response, current_app, request
from markupsafe import escape

from webapp.newsroom.reads.ranking import MAX_LIST_AGE, is_too_old
from webapp.newsroom.times import rfc3339
from webapp.pages.html.addresses import host_url, shown_link_card, site_url
from webapp.pages.html.closed_flashes import closed_flashes
from webapp.pages.html.page_links import page_links, station_pages
from webapp.pages.html.reader_settings import headlines_language, text_size
from webapp.pages.html.saver import saves_data
from webapp.pages.html.words import script_words
from webapp.web.answer_cache import AnswerCache
from webapp.web.answers import LIVE
from webapp.web.assets.served_files import Assets
from webapp.web.catalogs import locale_of
from webapp.web.languages import LANGUAGE_COOKIE, languages, page_language
from webapp.web.link_cards import station_card
from webapp.web.site import Site
from webapp.web.work_lanes import WorkLane

STALE_AFTER = timedelta(seconds=12)
"""A board that the store has not confirmed for longer is shown with its age."""

RERENDER_S = 10
"""Pages are rendered again this often without any event, for texts such as "3 minutes ago"."""

MESSAGE_HERE = "\ue000message\ue001"
"""Where an error's message goes, in letters that no text has."""

WHILE_AWAY = "stale-if-error=86400"

THEMES = ("light", "dark")

PARTS = {
    "offline": "js/installed/offline.js",
    "notify": "js/installed/notify.js",
    "follow": "js/follow/follow.js",
    "hls": "js/player/engines/hls.js",
    "video": "js/studio/video.js",
}
"""Our own scripts that are fetched when they are needed, by the names that scripts know them by."""

VENDORS = ("socket.io.esm.min.js", "hls.light.min.js")
"""Scripts of others under static/vendor/, which ours fetch by these names."""


class PageFrame:
    """Renders the pages of one site. `asset` makes the address of a static file."""

    def __init__(self, site: Site, assets: Assets) -> None:
        self._site = site
        self.asset = assets.address
        self._shared = {
            "asset": assets.address,
            "imported": assets.imported,
            "build": assets.build,
            "parts": {name: assets.address(file) for name, file in PARTS.items()},
            "vendors": {file: assets.address(f"vendor/{file}") for file in VENDORS},
        }
        self._remembered = AnswerCache(dictionaries=site.dictionaries)
        self._article_pages = AnswerCache(200, dictionaries=site.dictionaries)

    def page(
        self,
        template: str,
        name: Any,
        context: Callable[[], Mapping[str, Any]],
        status: int = 200,
        depends: Any = None,
        shows_age: bool = False,
        lane: WorkLane | None = None,
        path: str | None = None,
        embed: str | None = None,
        personal: bool = False,
    ) -> Response:
        """`template` as the page `name`, from memory where possible. `context` is called only to render it, in a thread, and
        may not ask the store; `depends` is what else the page is made of, beside the board.

        `lane` is for pages of which there are more than fit into memory, such as articles; by default a page is one of the
        few that everybody opens. One that `shows_age` says of what time it is, so that a cache may show it while we do not
        answer. `path` is the one, with its query, by which search engines are to know it, `embed` the one that oEmbed
        knows; `None` where the template says that itself or there is none. `personal` as in `AnswerCache.answer`.
        Raises `Busy` and `TooMany` where the lane is full.
        """
        site = self._site
        asked = request.args.get("lang")
        asked = asked if asked in languages(site.station) else None

        def whole() -> Mapping[str, Any]:
            return {**page_links(site, site_url(site), path, embed, asked), **context()}

        response = (self._article_pages if lane else self._remembered).answer(
            self._name(template, name, asked if path else None), (*self._version(), depends), "text/html",
            self._renders(template, whole),
            f"{LIVE}, {WHILE_AWAY}" if shows_age else LIVE,
            lane=lane or site.lanes.front, host_url=host_url(site), personal=personal,
        )  # fmt: skip
        dictionary = site.dictionaries.to_fetch(request.environ, self.language)
        if dictionary:
            response.headers["Link"] = f'<{dictionary.path}>; rel="compression-dictionary"'
        if response.status_code == 200:
            response.status_code = status
        response.headers.add("Vary", "Cookie")
        response.headers.add("Vary", "Accept-Language")
        response.headers.add("Vary", "Save-Data")
        if asked and request.cookies.get(LANGUAGE_COOKIE) != asked:
            response.headers["Cache-Control"] = "private, no-cache"  # the cookie is for this reader
            response.set_cookie(LANGUAGE_COOKIE, asked, max_age=31_536_000, samesite="Lax", path="/")
        return response

    def error(self, code: int, title: str, message: str) -> bytes:
        """The page for an error in words. It is rendered once, and the message, which may be a stranger's, put in each time."""
        context = {"code": code, "title": title, "message": MESSAGE_HERE}
        name = self._name("error.html", (code, title))
        page = self._remembered.body(
            name, self._version(), self._renders("error.html", lambda: context), self._site.lanes.front, host_url(self._site)
        )  # fmt: skip
        return page.replace(MESSAGE_HERE.encode(), escape(message).encode())

    def _name(self, template: str, *name: Any) -> Hashable:
        return (
            template,
            *name,
            page_language(self._site.station),
            self._theme(),
            saves_data(),
            text_size(),
            headlines_language(self._site.station),
            self._closed(),
        )

    def _version(self) -> tuple[Any, ...]:
        now = self._site.now()
        return (self._site.replica.version(now), int(now.timestamp()) // RERENDER_S, self.stale_since() is not None)

    def _renders(self, template: str, context: Callable[[], Mapping[str, Any]]) -> Callable[[], bytes]:
        # Not `render_template`: its context processors would load the signed-in account from the store.
        return lambda: (
            current_app.jinja_env.get_template(template).render({**self.page_context(), **context()}).encode()
        )

    def page_context(self) -> dict[str, Any]:
        """The context of base.html: the board, its age, and what `shared_context` has."""
        site, now = self._site, self._site.now()
        board = site.replica.visible(now)
        listed = board.most_read
        return {
            **self.shared_context(),
            "most_read_hidden": int(MAX_LIST_AGE["24h"].total_seconds()),
            "most_read_old": listed is not None and is_too_old(listed, now),
            "board": board.public(now),
            "closed_flashes": self._closed(),
            "headlines_in": headlines_language(site.station),
            "now": now,
            "stale_since": self.stale_since(),
            "logo": site.station.shown_logo(),
            "link_card": shown_link_card(site, station_card(site.station)),
        }

    def shared_context(self) -> dict[str, Any]:
        """The context of every template, also of the panel's and the embeds'."""
        station = self._site.station
        return {
            "station": station,
            "lang": page_language(station),
            "formats": locale_of(page_language(station)).language,
            "languages": languages(station),
            "theme": self._theme(),
            "saver": saves_data(),
            "text_size": text_size(),
            "demo": station.demo,
            **self._shared,
            "words": script_words,
            "article_language": self._site.replica.article_language,
            "station_pages": station_pages(station),
        }

    @property
    def language(self) -> str:
        return page_language(self._site.station)

    @property
    def station_name(self) -> str:
        return self._site.station.name

    def _closed(self) -> tuple[str, ...]:
        return closed_flashes(self._site.replica.board.breaking)

    def _theme(self) -> str:
        theme = request.cookies.get("theme", "")
        return theme if theme in THEMES else ""

    def stale_since(self) -> str | None:
        """RFC 3339 time since which the store has not confirmed the board; `None` while it does."""
        heard, now = self._site.replica.heard_at, self._site.now()
        if heard is None:
            return rfc3339(now)
        return rfc3339(heard) if now - heard > STALE_AFTER else None
