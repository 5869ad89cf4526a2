"""Makes the compression dictionaries of the pages: one for each language, anew when the live page has become another.

Of all web processes one at a time looks whether the newest still fits; all take over what the store has. So a browser's
dictionary is known to whichever process and host it comes back to. A new one costs who has the last no more than what is new.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import Any

import structlog
from flask import Flask
from werkzeug.test import Client

from webapp.newsroom.errors import StoreAway
from webapp.store.board.replica import Version
from webapp.store.core.keys import DICTIONARIES_KEPT
from webapp.web.answer_cache import ANY_HOST
from webapp.web.compression.codings import brotli_thoroughly
from webapp.web.compression.dictionary import Dictionary
from webapp.web.languages import languages
from webapp.web.site import Site

LOOK_S = 20
"""How often the store is asked for dictionaries that other processes have made."""

FIRST_LOOK_AFTER_S = 3.0
MIN_AGE = timedelta(minutes=10)
"""A dictionary is replaced no sooner, unless it has become nearly useless."""

MAX_DELTA_BYTES, USELESS_DELTA_BYTES = 600, 2_500
"""The difference of the live page from which on there is to be another dictionary: after `MIN_AGE`, and at once."""

MAX_BYTES = 400_000
"""Of a dictionary: a browser has to have room for it. What is too much of longer pages is left off before the live page."""

STORIES = 5
"""Articles in a dictionary: most of what stories have in common is in five."""

LIVE_PAGE = "/"
log = structlog.get_logger("pages")


class DictionaryMaker:
    """`look_once` is the step; `start` repeats it in a thread. `app` has the pages of `site`; `run_in_thread(f)` returns what `f`
    returns."""

    def __init__(
        self,
        app: Flask,
        site: Site,
        run_in_thread: Callable[[Callable[[], Any]], Any] = lambda do: do(),
    ) -> None:
        self._app, self._site, self._run_in_thread = app, site, run_in_thread
        self._store, self._known = site.page_dictionaries, site.dictionaries
        self._by_name: dict[str, Dictionary] = {}
        self._fits: Version | None = None

    def start(self) -> None:
        threading.Thread(target=self._run, name="dictionaries", daemon=True).start()

    def _run(self) -> None:
        time.sleep(FIRST_LOOK_AFTER_S)
        while True:
            try:
                self.look_once()
            except StoreAway:
                log.debug("dictionaries not looked at")
            except Exception:
                log.exception("dictionaries are not made")
            time.sleep(LOOK_S)

    def look_once(self) -> None:
        """Takes over what the store has, and makes what is missing, where that is this process's turn. Raises `StoreAway`."""
        self._take_over()
        now = self._site.now()
        version = self._site.replica.version(now)
        if not self._site.replica.board.epoch or version == self._fits or not self._store.take_turn(LOOK_S - 1):
            return
        self._take_over()  # somebody else may just have made one
        fits = [self._see_to(language, now) for language in languages(self._site.station)]
        if all(fits):
            self._fits = version

    def _take_over(self) -> None:
        names = self._store.names()
        for name in names:
            packed = None if name in self._by_name else self._store.packed(name)
            if packed and (dictionary := self._run_in_thread(partial(_read, name, packed))):
                self._by_name[name] = dictionary
        self._by_name = {name: self._by_name[name] for name in names if name in self._by_name}
        self._known.replace(self._by_name.values())

    def _see_to(self, language: str, now: datetime) -> bool:
        """Has a new dictionary made where the newest does not fit. Whether all is well until the board changes."""
        newest = self._known.newest(language)
        age = now - datetime.fromtimestamp(newest.made_ms / 1000, now.tzinfo) if newest else MIN_AGE
        page = self._page(LIVE_PAGE, language)
        if newest and page is not None:
            delta = len(self._run_in_thread(lambda: newest.delta(page)))
            if delta <= MAX_DELTA_BYTES:
                return True
            if age < MIN_AGE and delta < USELESS_DELTA_BYTES:
                return False
        if page is not None:
            self._make(language, now)
        return True

    def _make(self, language: str, now: datetime) -> None:
        body = b"\n".join(self._samples(language))[-MAX_BYTES:]
        packed = self._run_in_thread(lambda: brotli_thoroughly(body))
        dictionary = Dictionary(language, int(now.timestamp() * 1000), sha256(body).hexdigest(), packed)
        ours = sorted((name for name in self._by_name if name.startswith(f"{language}:")), key=_made_ms)
        self._store.add(_name(dictionary), packed, ours[: max(0, len(ours) + 1 - DICTIONARIES_KEPT)])
        log.info("a dictionary for pages", language=language, bytes=len(body), packed=len(packed))
        self._take_over()

    def _samples(self, language: str) -> Iterator[bytes]:
        """What pages have in common, the live page last: what is nearest the end is named in the fewest bytes."""
        stories = [f"/articles/{story.slug}" for story in self._site.replica.newest(STORIES)]
        for path in (*stories, "/articles", LIVE_PAGE):
            if (page := self._page(path, language)) is not None:
                yield page

    def _page(self, path: str, language: str) -> bytes | None:
        """The page as everybody gets it; `None` where it is none. Made as any other is, in its lane."""
        home = self._site.station.url or ANY_HOST
        answer = Client(self._app).get(path, base_url=home, headers={"Accept-Language": language})
        return answer.get_data() if answer.status_code == 200 else None


def _name(dictionary: Dictionary) -> str:
    return f"{dictionary.language}:{dictionary.made_ms}:{dictionary.name}"


def _made_ms(name: str) -> int:
    return int(name.split(":")[1])


def _read(name: str, packed: bytes) -> Dictionary | None:
    """The dictionary that the store has under `name`; `None` where it is damaged or of a build that does it otherwise."""
    language, _, rest = name.partition(":")
    made_ms, _, digest = rest.partition(":")
    try:
        dictionary = Dictionary(language, int(made_ms), digest, packed)
        _ = dictionary.body
    except ValueError:
        return None
    return dictionary
