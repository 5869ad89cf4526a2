"""The first run: the link that is good once, the browser that has it, and what the search has found so far."""

from __future__ import annotations

import secrets
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest

import orjson

from webapp.newsroom.settings.first_run import LINK_LASTS, FirstRunLink, SiteSearch
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors
from webapp.store.core.stored import parse_stored

LINK, BROWSER, SEARCH = "link", "browser", "search"


class FirstRun:
    """Raises `StoreAway` when the store does not answer."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def new_link(self, now: datetime) -> str:
        """The secret of a new link, in place of the one before. Only the answer contains it."""
        secret = secrets.token_urlsafe(24)
        link = FirstRunLink(hashed=_hashed(secret), until=now + LINK_LASTS)
        with store_errors():
            self.end()
            self._store.hset(keys.FIRST_RUN, LINK, orjson.dumps(link.dump()))
            self._store.expire(keys.FIRST_RUN, int(LINK_LASTS.total_seconds()))
        return secret

    def is_open(self, now: datetime) -> bool:
        """Whether there is a link, and its time is not over."""
        link = self._link()
        return link is not None and now < link.until

    def opens(self, secret: str, now: datetime) -> bool:
        """Whether `secret` is that of the link, while it holds."""
        link = self._link()
        return link is not None and now < link.until and compare_digest(link.hashed, _hashed(secret))

    def take(self, browser: str) -> bool:
        """Gives the link to `browser`; `False` where another one has it."""
        with store_errors():
            if self._store.hsetnx(keys.FIRST_RUN, BROWSER, browser):
                return True
        return self.is_taken_by(browser)

    def is_taken_by(self, browser: str) -> bool:
        with store_errors():
            taken = self._store.hget(keys.FIRST_RUN, BROWSER)
        return bool(browser) and taken is not None and compare_digest(taken, browser.encode())

    def search(self) -> SiteSearch | None:
        with store_errors():
            text = self._store.hget(keys.FIRST_RUN, SEARCH)
        return parse_stored(SiteSearch, text) if text else None

    def note(self, search: SiteSearch) -> None:
        """Keeps how far the search is; nothing where the first run is over."""
        with store_errors():
            if self._store.hexists(keys.FIRST_RUN, LINK):
                self._store.hset(keys.FIRST_RUN, SEARCH, orjson.dumps(search.dump()))
                self._store.expire(keys.FIRST_RUN, int(LINK_LASTS.total_seconds()), nx=True)

    def end(self) -> None:
        """The link opens nothing any more."""
        with store_errors():
            self._store.delete(keys.FIRST_RUN)

    def _link(self) -> FirstRunLink | None:
        with store_errors():
            text = self._store.hget(keys.FIRST_RUN, LINK)
        return parse_stored(FirstRunLink, text) if text else None


def _hashed(secret: str) -> str:
    return sha256(secret.encode("utf-8", "replace")).hexdigest()
