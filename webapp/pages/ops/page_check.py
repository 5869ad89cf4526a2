"""Checks that every page of the site can be rendered with the current board, before a listener finds that it cannot.

Each web process renders its pages from a copy of its board, in a separate application, one page at a time in a thread. So the
loop serves listeners meanwhile, and nothing is shared with their answers. A round runs once per revision of the board, whether
an event or the time changed it, after the board has settled, and costs at most a small share of a core.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.test import EnvironBuilder

from webapp.newsroom.errors import NewsroomError, StoreAway
from webapp.newsroom.schedule.holds import Holds
from webapp.newsroom.settings.current import CurrentStation
from webapp.newsroom.station import Station
from webapp.store.board.replica import Replica, Version
from webapp.web.languages import languages
from webapp.web.site import Site

FIRST_ROUND_AFTER_S = 10.0
"""After a start all listeners come at once, and are served first."""

SETTLE_S = 2.0
"""From an event to its round: events come in bursts, and listeners are served first."""

MIN_INTERVAL_S = 5.0
"""From one round to the next."""

MAX_CPU_SHARE = 0.02
"""Of one core's time."""

PAGE_PAUSE_S = 0.05
"""Between two pages."""

REPEAT_AFTER = timedelta(minutes=5)
"""A round without any change: pages depend on the time too."""

NOT_PAGES = ("health", "assets", "dictionaries", "reads_api")
"""Blueprints whose answers do not depend on the board."""

log = structlog.get_logger("pages")


@dataclass(frozen=True)
class Page:
    """A path in one of the station's languages."""

    path: str
    language: str

    def __str__(self) -> str:
        return f"{self.path} ({self.language})"


@dataclass
class PageCheck:
    """Runs the rounds. `make_app` builds an application with the listeners' pages of a site; `run_in_thread(f)` returns what
    `f` returns.

    `broken` has the pages that could not be rendered in the last round, with the error; `rounds` counts the rounds.
    """

    site: Site
    make_app: Callable[[Site], Flask]
    run_in_thread: Callable[[Callable[[], Any]], Any] = lambda do: do()
    broken: dict[Page, str] = field(default_factory=dict)
    rounds: int = 0

    def __post_init__(self) -> None:
        self._copy = Replica(self.site.station.zone)
        self._app: Flask | None = None
        self._seen: tuple[Version, datetime] | None = None

    def look(self, now: datetime) -> str | None:
        """For `Health`: which pages do not render, and why, with their languages unless it is all of them; `None` if all do."""
        pages: dict[tuple[str, str], list[str]] = {}
        for page, why in self.broken.items():
            pages.setdefault((page.path, why), []).append(page.language)
        every = len(languages(self.site.station))
        sentences = [
            f"{path}: {why}" if len(spoken) == every else f"{path} ({', '.join(spoken)}): {why}"
            for (path, why), spoken in pages.items()
        ]
        more = f"; and {len(sentences) - 3} more" if len(sentences) > 3 else ""
        return "; ".join(sentences[:3]) + more if sentences else None

    def start(self) -> None:
        threading.Thread(target=self._run, name="page-check", daemon=True).start()

    def _run(self) -> None:
        time.sleep(FIRST_ROUND_AFTER_S)
        while True:
            if not self.is_due(self.site.now()):
                time.sleep(SETTLE_S)
                continue
            time.sleep(SETTLE_S)
            try:
                spent = self.round(pause_s=PAGE_PAUSE_S)
            except Exception:
                log.exception("the page check failed")
                spent = 0.0
            time.sleep(rest_after(spent))

    def is_due(self, now: datetime) -> bool:
        """Whether the board has changed since the last round, or that round is long ago."""
        seen = self._seen
        return seen is None or seen[0] != self.site.replica.version(now) or now - seen[1] > REPEAT_AFTER

    def broken_with(self, station: Station) -> dict[Page, str]:
        """The pages that would not render with these settings, with the error; nothing of it is in force."""
        copy = Replica(station.zone)
        copy.take(self.site.replica)
        site = isolated_site(self.site, copy, current=CurrentStation(station))
        app = self.run_in_thread(lambda: self.make_app(site))
        broken = {}
        for page in pages_of(app, copy, tuple(languages(station))):
            error, _ = self.run_in_thread(partial(try_page, app, page))
            if error is not None:
                broken[page] = f"{type(error).__name__}: {error}"
        return broken

    def round(self, pause_s: float = 0.0) -> float:
        """Renders every page once. Returns the seconds of processor time that it took."""
        now = self.site.now()
        self._seen = (self.site.replica.version(now), now)
        self._copy.take(self.site.replica)
        if self._app is None:  # takes longer than a turn of the loop may
            self._app = self.run_in_thread(lambda: self.make_app(isolated_site(self.site, self._copy)))
        app = self._app
        broken, spent = {}, 0.0
        for page in pages_of(app, self._copy, tuple(languages(self.site.station))):
            error, took = self.run_in_thread(partial(try_page, app, page))
            spent += took
            if error is not None:
                broken[page] = f"{type(error).__name__}: {error}"
                if page not in self.broken:
                    log.error("a page does not render", page=str(page), exc_info=error)
            time.sleep(pause_s)
        self.broken = broken
        self.rounds += 1
        return spent


def rest_after(spent: float) -> float:
    """Seconds to wait after a round that took `spent` seconds of a core, so that `MAX_CPU_SHARE` is kept."""
    return max(MIN_INTERVAL_S, spent / MAX_CPU_SHARE)


def pages_of(app: Flask, replica: Replica, languages: Sequence[str]) -> Iterator[Page]:
    """Every page of `app`; of a rule with a slug, a number, a headline, a programme or a piece to embed one sample."""
    newest = replica.newest(1)
    samples: dict[frozenset[str], dict[str, Any]] = {
        frozenset(): {},
        frozenset({"number"}): {"number": 1},
        frozenset({"piece"}): {"piece": "ticker"},
    }
    if newest:
        samples[frozenset({"slug"})] = {"slug": newest[0].slug}
    for programme in replica.grid.programmes[:1]:
        samples[frozenset({"programme_id"})] = {"programme_id": programme.id}
    for record in replica.headlines.newest(1):
        samples[frozenset({"headline_id"})] = {"headline_id": record.id}
    routes = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        blueprint, _, _ = rule.endpoint.rpartition(".")
        values = samples.get(frozenset(rule.arguments))
        if "GET" in (rule.methods or ()) and blueprint and blueprint not in NOT_PAGES and values is not None:
            path = routes.build(rule.endpoint, values)
            for language in languages:
                yield Page(path, language)


def try_page(app: Flask, page: Page) -> tuple[Exception | None, float]:
    """Renders `page`. Returns the error, or `None`, and the seconds of processor time that it took."""
    began = time.thread_time()
    error: Exception | None = None
    asked = EnvironBuilder(page.path, headers=[("Accept-Language", page.language)])
    with app.request_context(asked.get_environ()):
        try:
            app.full_dispatch_request()
        except (NewsroomError, HTTPException) as refused:  # an answer too, such as 404
            status = refused.status if isinstance(refused, NewsroomError) else refused.code or 500
            error = refused if status >= 500 else None
        except Exception as failed:  # noqa: BLE001 - whatever it is, listeners would get it
            error = failed
    return error, time.thread_time() - began


class _NoReads:
    """Stands in for reads: no page that is rendered here may ask the store."""

    def most_read(self, *_: object) -> None:
        return None


class _NoRecord:
    """Stands in for the rundown, whose record is in the store."""

    @property
    def as_run(self) -> _NoRecord:
        return self

    def ran(self, *_: object) -> tuple[()]:
        return ()

    aired = ran

    def holds(self) -> Holds:
        raise StoreAway("a page is tried without the store")


class _NoStore:
    """Stands in for every other part that asks the store: its connections belong to the event loop, and to no other thread."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def away(*_: object, **__: object) -> Any:
            raise StoreAway("a page is tried without the store")

        return away


def isolated_site(site: Site, replica: Replica, **other: Any) -> Site:
    """`site` with `replica` for its board, without the store, and with `other` parts; its pages are rendered in the
    calling thread."""
    asks = [name for name, part in site.made().items() if type(part).__module__.startswith(("webapp.store.", "redis."))]
    instead = dict.fromkeys(asks, _NoStore()) | {
        "replica": replica,
        "reads": _NoReads(),
        "rundown": _NoRecord(),
        **other,
    }
    return Site(site, site.delivery, site.https, instead=instead, bundled=site.bundled)
