"""Reads, counted once a reader and article in half an hour, in buckets that expire by themselves."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime
from hashlib import sha256
from typing import Literal, get_args

from webapp.newsroom.errors import FieldError, Invalid, TooMany
from webapp.newsroom.model import Article, MostRead, Window
from webapp.newsroom.ranking import SHOWN, ranked
from webapp.newsroom.readers import OLDEST_S, Reader, check_token, make_token
from webapp.store import keys
from webapp.store.articles import Articles
from webapp.store.connection import Store, script, told_when_away

Outcome = Literal["counted", "repeat", "crowd", "bot"]

COOKIELESS = 20
"""So many readers without a cookie may share one address per article and half hour; phones behind a carrier do."""

NEW_COOKIES = 300
"""So many new cookies an address gets in an hour."""

_SPANS: dict[Window, tuple[keys.Span, int]] = {"1h": ("five", 12), "24h": ("hour", 24), "7d": ("day", 7)}
"""Of which buckets, and how many besides the one that is filling, a window is made."""


class Reads:
    """Raises `StoreAway`. `secret` makes tokens that hold on every server that knows it."""

    def __init__(self, store: Store, articles: Articles, secret: str) -> None:
        self._store = store
        self._articles = articles
        self._secret = secret
        self._count = script(store, "count_read")
        self._rank = script(store, "rank_reads")

    def token(self, article: str, reader: Reader, now: datetime) -> str:
        """A token for one read of `article` by `reader`. Needs no store."""
        return make_token(self._secret, article, reader, now, secrets.token_bytes(9))

    def count(self, article: object, token: object, reader: Reader, now: datetime) -> Outcome:
        """Counts one read. Raises `Invalid` for a token or an article that is none; then nothing is counted."""
        if not isinstance(article, str) or not article:
            raise Invalid("article: expected the slug of an article", fields=[FieldError("article", "expected a slug")])
        nonce = check_token(self._secret, article, token, reader, now)
        if reader.is_bot:
            self._aside("bot", article, now)
            return "bot"
        crowd = "" if reader.cookie else keys.reads_crowd(self._veiled(reader.address), article)
        spans = get_args(keys.Span)
        with told_when_away():
            answer = self._count(
                keys=[
                    keys.NEWEST, keys.reads_nonce(nonce), keys.reads_seen(reader.name(self._salt(now)), article),
                    *(keys.reads_bucket(span, now) for span in spans), keys.reads_aside(now), crowd,
                ],
                args=[article, OLDEST_S, *(keys.READS_TTL_S[span] for span in spans), COOKIELESS],
            )  # fmt: skip
        outcome = answer.decode()
        if outcome == "unknown":
            raise Invalid("article: not out", fields=[FieldError("article", f"there is no article {article[:120]!r}")])
        if outcome == "used":
            raise Invalid("token: was used before", fields=[FieldError("token", "was used before")])
        return outcome  # type: ignore[no-any-return]

    def may_have_cookie(self, address: str) -> None:
        """Raises `TooMany` where an address asks for more new cookies than many phones behind it would."""
        key = keys.reads_cookies(self._veiled(address))
        with told_when_away(), self._store.pipeline() as pipe:
            asked, _ = pipe.incr(key).expire(key, 3600, nx=True).execute()
        if asked > NEW_COOKIES:
            raise TooMany("too many new readers from this address", extra={"retry_after_s": 600})

    def most_read(self, window: Window, now: datetime, limit: int = SHOWN) -> MostRead:
        """The list of a window as the counts have it now."""
        span, count = _SPANS[window]
        buckets = keys.reads_buckets(span, now, count)
        with told_when_away():
            flat = self._rank(keys=[keys.NEWEST, keys.READS_SCRATCH, *buckets], args=[max(limit, SHOWN)])
        counts = [(flat[i].decode(), int(float(flat[i + 1]))) for i in range(0, len(flat), 2)]
        titles = {article.slug: article.title for article in self._articles.some(slug for slug, _ in counts)}
        return ranked(window, counts, titles, now, limit)

    def rank(self, now: datetime) -> MostRead:
        """The list that pages show: 24 hours."""
        return self.most_read("24h", now)

    def seed(self, counts: dict[str, int], articles: list[Article], now: datetime) -> None:
        """Puts counts in as they stand, for the demo's first minute."""
        out = {article.slug for article in articles}
        with told_when_away(), self._store.pipeline() as pipe:
            for span in get_args(keys.Span):
                key = keys.reads_bucket(span, now)
                for slug in sorted(out & counts.keys()):
                    pipe.zincrby(key, counts[slug], slug)
                pipe.expire(key, keys.READS_TTL_S[span])
            pipe.execute()

    def _veiled(self, address: str) -> str:
        """An address as a name that cannot be guessed back without our secret. No raw address is kept."""
        return hmac.new(self._secret.encode(), address.encode(), sha256).hexdigest()[:24]

    def _salt(self, now: datetime) -> bytes:
        """Today's salt, the same in every process; gone tomorrow."""
        key = keys.reads_salt(now)
        with told_when_away(), self._store.pipeline() as pipe:
            pipe.set(key, secrets.token_bytes(32), nx=True, ex=keys.SALT_TTL_S)
            salt: bytes = pipe.get(key).execute()[1]
        return salt

    def _aside(self, why: str, article: str, now: datetime) -> None:
        key = keys.reads_aside(now)
        with told_when_away(), self._store.pipeline() as pipe:
            pipe.hincrby(key, f"{why}:{article}", 1).expire(key, keys.READS_TTL_S["day"]).execute()
