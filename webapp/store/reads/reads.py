"""Reads: tokens, counting, and the most-read lists made of the counts."""

from __future__ import annotations

import secrets
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from webapp.newsroom.errors import FieldError, Invalid, StoreAway
from webapp.newsroom.model import Article, MostRead, MostReadItem, Via, Window, primary_language
from webapp.newsroom.reads.identity import Reader, ReaderSeals, by_cookie, salted_mark
from webapp.newsroom.reads.pins import EditorChoice, apply_choices
from webapp.newsroom.reads.ranking import MOST_READ_LENGTH, WINDOWS, Tally, by_reads, ranked_list
from webapp.newsroom.station import ReadRules
from webapp.newsroom.times import unix_ms
from webapp.store.articles.articles import Articles
from webapp.store.core import keys
from webapp.store.core.batches import OnResult, wait_for_result
from webapp.store.core.client import Store
from webapp.store.core.connection import ANSWER_TIMEOUT_S, script, store_errors
from webapp.store.reads.counting import Counting, Outcome, Read
from webapp.store.reads.pins import Choices
from webapp.store.reads.salts import DaySalts

MAX_LIST_LENGTH = 50
"""The longest list that can be requested."""

LIST_REUSE = timedelta(seconds=5)
"""How long a process reuses a window's list."""

SEED_HOURS = 12

Listing = tuple[Window, str | None]
"""A window, and a language when the list is limited to one."""


@dataclass(frozen=True)
class Opening:
    """What a reader gets with an article: a read token, and the value of a new reader cookie if one is set."""

    token: str
    cookie: str | None = None


class Reads:
    """Methods raise `StoreAway`, except `most_read`. `secret` seals tokens and cookies; all servers must share it."""

    def __init__(
        self, store: Store, articles: Articles, secret: str, rules: Callable[[], ReadRules] = ReadRules
    ) -> None:
        self._store = store
        self._articles = articles
        self._seals = ReaderSeals(secret)
        self._rules = rules
        self._rank = script(store, "rank_reads")
        self._newcomer = script(store, "newcomer")
        self._salts = DaySalts(store)
        self._counting = Counting(store, self._salts)
        self._choices = Choices(store)
        self._lists: dict[Listing, tuple[object, MostRead]] = {}
        self._listing: dict[Listing, threading.Lock] = defaultdict(threading.Lock)

    def reader(self, address: str | None, agent: str | None, cookie: str | None) -> Reader:
        """The reader of a request; a `cookie` without our seal is ignored."""
        return Reader(address or "", agent or "", self._seals.id_in(cookie))

    def reader_by_header(self, address: str, agent: str, cookies: str) -> Reader:
        """As `reader`, of a whole `Cookie` header."""
        return Reader(address, agent, self._seals.id_in_header(cookies) if cookies else None)

    def open(self, article: str, reader: Reader, now: datetime) -> Opening:
        """A token for one read of `article`. The store is asked only about a new reader.

        A new reader's token is valid with the cookie that comes with it or, when that is not kept, from the same
        network with the same user agent. When a network brings too many new readers, the others share one identity.
        """
        nonce = secrets.token_urlsafe(9)
        if reader.cookie:
            return Opening(self._seals.token(article, [by_cookie(reader.cookie)], now, nonce))
        if reader.is_bot or not self._room_for_newcomer(reader, now):
            return Opening(self._seals.token(article, [reader.crowd], now, nonce))
        new = secrets.token_urlsafe(12)
        return Opening(
            self._seals.token(article, [by_cookie(new), reader.place], now, nonce), self._seals.cookie(new)
        )  # fmt: skip

    def count(self, article: object, token: object, reader: Reader, now: datetime, via: Via = "direct") -> Outcome:
        """Counts one read of a reader who came `via`, and waits for the outcome.

        Raises `Invalid` for an article that is not published or a malformed token, `TokenRefused`, `TokenUsed`; then
        nothing is counted. Repeating the request after a lost answer counts nothing twice.
        """
        return cast("Outcome", wait_for_result(lambda on_result: self.put(article, token, reader, now, via, on_result)))

    def put(self, article: object, token: object, reader: Reader, now: datetime, via: Via, on_result: OnResult) -> None:
        """As `count`, without waiting for the store: `on_result` receives the outcome, or the exception in its place.

        Raises what can be decided without the store, and `StoreAway` when too many reads wait.
        """
        self._counting.put(self._vouched(article, token, reader, now, via), on_result)

    def _vouched(self, article: object, token: object, reader: Reader, now: datetime, via: Via) -> Read:
        if not isinstance(article, str) or not 0 < len(article) <= 200:
            raise Invalid("article: expected a slug", fields=[FieldError("article", "expected the slug of an article")])
        if not isinstance(token, str) or not token:
            raise Invalid(
                "token: expected a text", fields=[FieldError("token", "expected a token of /api/v1/read-token")]
            )
        return Read(article, self._seals.check(token, article, reader, now), reader, unix_ms(now), via)

    def top(
        self,
        window: Window,
        now: datetime,
        count: int = MOST_READ_LENGTH,
        language: str | None = None,
        floor: int | None = None,
    ) -> list[Tally]:
        """The `count` most read published articles, and all that equal the last of them. By default of any language,
        from the station's floor on.
        """
        of = WINDOWS[window]
        with store_errors():
            found = self._rank(
                keys=[
                    keys.newest_in(language) if language else keys.NEWEST,
                    *(keys.tally(of.width_s, start) for start in of.starts(now)),
                ],
                args=[self._rules().floor if floor is None else floor, count],
            )
        rows = zip(found[::3], found[1::3], found[2::3], strict=True)
        return [Tally(slug.decode(), int(reads), int(float(published))) for slug, reads, published in rows]

    def rank(
        self,
        now: datetime,
        window: Window = "24h",
        limit: int = MOST_READ_LENGTH,
        language: str | None = None,
        choices: Iterable[EditorChoice] | None = None,
    ) -> MostRead:
        """The list as the counts and the editors' `choices` (default: those in force) have it now."""
        choices = self._choices.in_force(now) if choices is None else list(choices)
        # A few more than are shown, in case one is withdrawn between the two queries.
        more = limit + 5 + len(choices)
        tallies = by_reads(self.top(window, now, more, language))[:more]
        pins = {choice.article for choice in choices if choice.action == "pin"}
        stories = self._articles.some({tally.article for tally in tallies} | pins)
        out = {story.slug: story for story in stories if story.withdrawn is None}
        titles = {slug: story.title for slug, story in out.items()}
        languages = {slug: story.language for slug, story in out.items()}
        listed = ranked_list(window, tallies, titles, now, self._rules().floor, more, languages)
        unlisted = pins & out.keys() - {item.article for item in listed.items}
        if language:
            unlisted = {slug for slug in unlisted if primary_language(out[slug].language) == primary_language(language)}
        reads = self.of(unlisted, window, now)
        pinned = {
            slug: MostReadItem(article=slug, title=titles[slug], language=languages[slug], reads=reads[slug], rank=1)
            for slug in unlisted
        }
        return apply_choices(listed, choices, pinned, limit)

    def of(self, articles: Iterable[str], window: Window, now: datetime) -> dict[str, int]:
        """The reads of each of `articles` in `window`, even below the floor."""
        wanted, of = sorted(articles), WINDOWS[window]
        if not wanted:
            return {}
        with store_errors(), self._store.pipeline(transaction=False) as pipe:
            for start in of.starts(now):
                pipe.zmscore(keys.tally(of.width_s, start), wanted)
            columns = pipe.execute()
        return {slug: sum(int(column[n] or 0) for column in columns) for n, slug in enumerate(wanted)}

    def ranked_at(self, now: datetime) -> None:
        """Notes when the clock ranked, so that an unchanged list has an age."""
        with store_errors():
            self._store.hset(keys.COUNTING, "ranked", unix_ms(now))

    def most_read(
        self,
        window: Window,
        now: datetime,
        limit: int = MOST_READ_LENGTH,
        language: str | None = None,
        since: object = None,
    ) -> MostRead | None:
        """The list, at most a few seconds old; while the store is away the last one, if there is one.

        It may name an article withdrawn meanwhile: callers show published articles only. A list made before `since`
        changed (any value compared by equality, such as the board's own list) is made anew, so that an editor's choice
        shows in every window at once.
        """
        known_since, listed = self._lists.get((window, language), (None, None))
        if listed is None or known_since != since or not timedelta(0) <= now - listed.as_of < LIST_REUSE:
            listed = self._listed_anew((window, language), now, listed, since)
        return listed and listed.model_copy(update={"items": listed.items[:limit]})

    def seed(self, counts: Mapping[str, int], articles: Iterable[Article], now: datetime) -> None:
        """Adds past reads for the demo: `counts` spread over the last hours."""
        out = {article.slug for article in articles if article.withdrawn is None} & counts.keys()
        with store_errors(), self._store.pipeline() as pipe:
            for hour in range(SEED_HOURS):
                at = now - timedelta(hours=hour)
                for of in WINDOWS.values():
                    start = of.start(at)
                    left_s = start + of.keep_s - int(now.timestamp())
                    if left_s > 0:
                        key = keys.tally(of.width_s, start)
                        shares = {slug: (counts[slug] + hour) // SEED_HOURS for slug in sorted(out)}
                        for slug, reads in shares.items():
                            pipe.zincrby(key, reads, slug)
                        pipe.expire(key, left_s)
            pipe.execute()

    def put_past(self, reads: Mapping[int, Mapping[str, int]], now: datetime) -> None:
        """Adds past reads by five minutes (`first second → article → reads`), for an invented past. `articles` have to be out."""
        tallies: dict[tuple[int, int], dict[str, int]] = {}
        for at, counts in reads.items():
            for of in WINDOWS.values():
                tally = tallies.setdefault((of.width_s, at - at % of.width_s), {})
                for slug, count in counts.items():
                    tally[slug] = tally.get(slug, 0) + count
        kept = {of.width_s: of.keep_s for of in WINDOWS.values()}
        with store_errors(), self._store.pipeline() as pipe:
            for (width_s, start), tally in tallies.items():
                left_s, known = (
                    start + kept[width_s] - int(now.timestamp()),
                    {slug: n for slug, n in tally.items() if n},
                )
                if left_s > 0 and known:
                    pipe.zadd(keys.tally(width_s, start), known)
                    pipe.expire(keys.tally(width_s, start), left_s)
            pipe.execute()

    def _room_for_newcomer(self, reader: Reader, now: datetime) -> bool:
        interval = 3_600_000 // self._rules().new_readers_per_hour
        salts = self._salts.at(now)
        # Around midnight an address has yesterday's mark too, whose count still applies.
        marks = [salted_mark(salt, reader.crowd) for salt in (salts.today, salts.before) if salt]
        used = [keys.newcomers(of) for of in marks]
        with store_errors():
            return bool(self._newcomer(keys=used, args=[unix_ms(now), interval, self._rules().new_readers_at_once]))

    def _listed_anew(self, of: Listing, now: datetime, listed: MostRead | None, since: object) -> MostRead | None:
        # One caller asks the store; the others use the old list, or wait for the new one when there is none yet.
        lock = self._listing[of]
        if lock.acquire(blocking=False):
            try:
                self._lists[of] = (since, self.rank(now, of[0], MAX_LIST_LENGTH, of[1]))
            except StoreAway:
                pass
            finally:
                lock.release()
        elif listed is None and lock.acquire(timeout=ANSWER_TIMEOUT_S):
            lock.release()
        return self._lists.get(of, (None, None))[1]
