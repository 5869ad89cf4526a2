"""The newsroom's parts once more, upon keys of the rehearsal's own."""

from __future__ import annotations

from functools import cached_property

from webapp.desk import Desk
from webapp.store.articles.articles import Articles
from webapp.store.board.log import Log
from webapp.store.board.rehearsal import RehearsalKeys
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import connect
from webapp.store.people.presence import Presence
from webapp.store.people.rate_counters import RateCounters
from webapp.store.people.staff import Staff
from webapp.store.schedule.rundown import RehearsedRundown
from webapp.web.parts import Parts


class RehearsalParts(Parts):
    """Every part stands upon a client that reaches no key of the newsroom (`MovedKeys`), so nothing that is done here can be read
    by what serves listeners. Staff, processes and articles are the newsroom's own: they are read, and what the desk writes goes
    by its log, and so under the rehearsal's keys.
    """

    def __init__(self, newsroom: Parts) -> None:
        super().__init__(
            newsroom.current, newsroom.now, lambda: newsroom.redis_url, lambda: newsroom.secret_key, replicas=0
        )
        self._newsroom = newsroom

    @cached_property
    def store(self) -> Store:
        return connect(self.redis_url, moved_to=keys.REHEARSAL)

    @cached_property
    def log(self) -> Log:
        return Log(self.store, self.chains)

    @cached_property
    def rehearsal_keys(self) -> RehearsalKeys:
        return RehearsalKeys(self.store)

    @cached_property
    def rundown(self) -> RehearsedRundown:
        return RehearsedRundown(self.store, lambda: self.station.zone, self._newsroom.rundown)

    @cached_property
    def articles(self) -> Articles:
        return self._newsroom.articles

    @cached_property
    def staff(self) -> Staff:
        return self._newsroom.staff

    @cached_property
    def counts(self) -> RateCounters:
        return self._newsroom.counts

    @cached_property
    def presence(self) -> Presence:
        return self._newsroom.presence

    @cached_property
    def desk(self) -> Desk:
        return Desk(
            self.log, self.articles, self.rundown, self.revisions, self.choices, self.alerts,
            self.waiting_headlines, self.colleagues, self.current, rehearsal=True,
        )  # fmt: skip
