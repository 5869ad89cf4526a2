"""Whether every page of the site can be rendered as the board now is: found out here, before a listener does.

Each web process renders the pages of a copy of its board in an application of their own, one page at a time, in a thread,
so that the loop serves listeners meanwhile, and nothing is shared with the answers that these get. That happens once for
a revision of the board, be it by an event or by time, when it has settled, and costs a small share of a core at most.
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

from webapp.newsroom.errors import NewsroomError
from webapp.store.board.replica import Replica, Version
from webapp.web.languages import languages
from webapp.web.site import Site

FIRST_S = 10.0
"""After a start everybody comes at once, and is served first."""

SETTLED_S = 2.0
"""So long after an event the pages are rendered, for events come in bursts, and listeners are served first."""

APART_S = 5.0
"""From one round to the next, at least."""

SHARE = 0.02
"""Of one core's time, at most."""

PAUSE_S = 0.05
"""Between two pages."""

AGAIN = timedelta(minutes=5)
"""Without any change: what a page says depends on the hour too."""

NOT_PAGES = ("health", "assets", "reads_api")
"""Blueprints whose answers are made of nothing on the board."""

log = structlog.get_logger("pages")


@dataclass(frozen=True)
class Page:
    """An address, and in which of the station's languages it is asked for."""

    path: str
    language: str

    def __str__(self) -> str:
        return f"{self.path} ({self.language})"


@dataclass
class PageCheck:
    """`make` builds an application of listeners' pages alone on a site; `elsewhere(f)` runs `f` in a thread.

    `broken` is what could not be rendered in the last round, and why; `rounds` counts them. `start` runs rounds in a
    thread of their own, `round` is one of them.
    """

    site: Site
    make: Callable[[Site], Flask]
    elsewhere: Callable[[Callable[[], Any]], Any] = lambda do: do()
    broken: dict[Page, str] = field(default_factory=dict)
    rounds: int = 0

    def __post_init__(self) -> None:
        self._copy = Replica(self.site.station.zone)
        self._app: Flask | None = None
        self._seen: tuple[Version, datetime] | None = None

    def look(self, now: datetime) -> str | None:
        """For `Health`: which pages do not render, and why; in which language where that is not every one."""
        pages: dict[tuple[str, str], list[str]] = {}
        for page, why in self.broken.items():
            pages.setdefault((page.path, why), []).append(page.language)
        every = len(languages(self.site.station))
        told = [
            f"{path}: {why}" if len(spoken) == every else f"{path} ({', '.join(spoken)}): {why}"
            for (path, why), spoken in pages.items()
        ]
        more = f"; and {len(told) - 3} more" if len(told) > 3 else ""
        return "; ".join(told[:3]) + more if told else None

    def start(self) -> None:
        threading.Thread(target=self._run, name="page-check", daemon=True).start()

    def _run(self) -> None:
        time.sleep(FIRST_S)
        while True:
            if not self.is_due(self.site.now()):
                time.sleep(SETTLED_S)
                continue
            time.sleep(SETTLED_S)
            try:
                spent = self.round(pause_s=PAUSE_S)
            except Exception:
                log.exception("the pages could not be looked at")
                spent = 0.0
            time.sleep(rest_after(spent))

    def is_due(self, now: datetime) -> bool:
        """Whether something else is shown than in the last round, or that was long ago."""
        seen = self._seen
        return seen is None or seen[0] != self.site.replica.version(now) or now - seen[1] > AGAIN

    def round(self, pause_s: float = 0.0) -> float:
        """Renders every page once. Returns for how many seconds."""
        now = self.site.now()
        self._seen = (self.site.replica.version(now), now)
        self._copy.take(self.site.replica)
        app = self._app = self._app or self.make(alone(self.site, self._copy))
        broken, spent = {}, 0.0
        for page in pages_of(app, self._copy, tuple(languages(self.site.station))):
            error, took = self.elsewhere(partial(tried, app, page))
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
    """Seconds from a round that took `spent` seconds of a core to the next, so that `SHARE` is kept."""
    return max(APART_S, spent / SHARE)


def pages_of(app: Flask, replica: Replica, languages: Sequence[str]) -> Iterator[Page]:
    """Every address of `app` that has no part of its own, and the newest of those that have."""
    newest = replica.newest(1)
    samples: dict[frozenset[str], dict[str, Any]] = {frozenset(): {}, frozenset({"number"}): {"number": 1}}
    if newest:
        samples[frozenset({"slug"})] = {"slug": newest[0].slug}
    routes = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        blueprint, _, _ = rule.endpoint.rpartition(".")
        values = samples.get(frozenset(rule.arguments))
        if "GET" in (rule.methods or ()) and blueprint and blueprint not in NOT_PAGES and values is not None:
            path = routes.build(rule.endpoint, values)
            for language in languages:
                yield Page(path, language)


def tried(app: Flask, page: Page) -> tuple[Exception | None, float]:
    """Why `page` could not be made, `None` where it could, and the seconds of processor time that it took."""
    began = time.thread_time()
    error: Exception | None = None
    asked = EnvironBuilder(page.path, headers=[("Accept-Language", page.language)])
    with app.request_context(asked.get_environ()):
        try:
            app.full_dispatch_request()
        except (NewsroomError, HTTPException) as refused:  # an answer: there is no such page, say
            status = refused.status if isinstance(refused, NewsroomError) else refused.code or 500
            error = refused if status >= 500 else None
        except Exception as failed:  # noqa: BLE001 - whatever it is, listeners would get it
            error = failed
    return error, time.thread_time() - began


class _NoCounts:
    """In the place of reads: no page that is rendered here may ask the store."""

    def most_read(self, *_: object) -> None:
        return None


def alone(site: Site, replica: Replica) -> Site:
    """`site` on a copy of its board, with nothing of the store; its pages are made in the thread in which they are asked for."""
    return Site(site, site.delivery, site.https, instead={"replica": replica, "reads": _NoCounts()})
