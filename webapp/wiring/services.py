"""The wiring: from settings to everything a process needs. Nothing here starts by itself."""

from __future__ import annotations

import json
import secrets
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from os import getpid
from pathlib import Path
from typing import TYPE_CHECKING

from webapp.clock import Clock
from webapp.desk import Desk
from webapp.newsroom.errors import StoreAway
from webapp.newsroom.station import FeedConfig, Station
from webapp.store.articles.articles import Articles
from webapp.store.articles.feed_state import Feeds
from webapp.store.board.log import Log
from webapp.store.board.replica import Replica
from webapp.store.board.revisions import Revisions
from webapp.store.core.connection import Store, connect
from webapp.store.core.lease import Lease, LeaseWatch
from webapp.store.people.audit import Audit
from webapp.store.people.presence import Presence, ProcessKind
from webapp.store.people.rate_counters import RateCounters
from webapp.store.people.staff import Staff
from webapp.store.reads.pins import Choices
from webapp.store.reads.reads import Reads
from webapp.store.reads.story import ReadStories
from webapp.store.schedule.rundown import Rundown
from webapp.store.stream.notices import Notices
from webapp.store.stream.streams import StreamRecords
from webapp.web.site import utc_now
from webapp.wiring.config import KEY_COMMAND, Config, ConfigError, read_station

if TYPE_CHECKING:
    from webapp.intake.feeds.polling import FeedPolling
    from webapp.intake.importing.held_stories import HeldStoryPublisher
    from webapp.outlets.webhooks import Webhooks

PRESENCE_S = 5.0

RUN_FILE = "run.json"
"""In the data folder: how to reach what `airwire up` runs."""


@dataclass(frozen=True)
class Services:
    """Each part is made when it is first asked for, once a process."""

    config: Config
    station: Station
    now: Callable[[], datetime] = utc_now

    @cached_property
    def store(self) -> Store:
        return connect(self.redis_url)

    @cached_property
    def redis_url(self) -> str:
        """`REDIS_URL`, else the store of a running `airwire up`. Raises `ConfigError` where there is neither."""
        if self.config.redis_url:
            return self.config.redis_url
        return str(_run_file(self.config)["redis_url"])

    @cached_property
    def secret_key(self) -> str:
        """`SECRET_KEY`, else the one that `airwire up` keeps in its data folder."""
        if self.config.secret_key:
            return self.config.secret_key
        if self.config.redis_url:
            raise ConfigError(
                f"SECRET_KEY: needed once REDIS_URL is set, the same on every server; this makes one: {KEY_COMMAND}"
            )
        path = self.config.airwire_data / "secret_key"
        try:
            return path.read_text().strip()
        except OSError:
            return secrets.token_hex(32)

    @cached_property
    def log(self) -> Log:
        """By connections of its own: whoever publishes or follows waits for no crowd of readers."""
        return Log(connect(self.redis_url))

    @cached_property
    def articles(self) -> Articles:
        return Articles(self.store)

    @cached_property
    def rundown(self) -> Rundown:
        return Rundown(self.store, self.station.zone)

    @cached_property
    def revisions(self) -> Revisions:
        return Revisions(self.store)

    @cached_property
    def reads(self) -> Reads:
        return Reads(self.store, self.articles, self.secret_key, self.station.reads)

    @cached_property
    def read_stories(self) -> ReadStories:
        return ReadStories(self.store)

    @cached_property
    def choices(self) -> Choices:
        return Choices(self.store)

    @cached_property
    def staff(self) -> Staff:
        return Staff(self.store, self.now)

    @cached_property
    def counts(self) -> RateCounters:
        return RateCounters(self.store)

    @cached_property
    def audit(self) -> Audit:
        return Audit(self.store)

    @cached_property
    def desk(self) -> Desk:
        return Desk(self.log, self.articles, self.rundown, self.revisions, self.choices, self.counts)

    @cached_property
    def replica(self) -> Replica:
        return Replica(self.station.zone)

    @cached_property
    def lease(self) -> Lease:
        return Lease(self.store, self.process_name)

    @cached_property
    def lease_watch(self) -> LeaseWatch:
        return LeaseWatch(self.lease, self.now())

    @cached_property
    def process_name(self) -> str:
        """Unique among all processes on all servers; first asked for in the process itself, not before its fork."""
        return f"{socket.gethostname()}:{getpid()}:{secrets.token_hex(3)}"

    @cached_property
    def presence(self) -> Presence:
        return Presence(self.store)

    def keep_present(self, part: ProcessKind) -> None:
        """Starts telling, in a thread, that this process is here; web processes tell more, by themselves."""

        def tell() -> None:
            while True:
                with suppress(StoreAway):
                    writes = self.log.builds.unread is None
                    self.presence.announce(self.process_name, 0, 0, self.now(), part=part, writes=writes)
                threading.Event().wait(PRESENCE_S)

        threading.Thread(target=tell, name="presence", daemon=True).start()

    @cached_property
    def streams(self) -> StreamRecords:
        return StreamRecords(self.store)

    @cached_property
    def feeds(self) -> Feeds:
        return Feeds(self.store)

    @cached_property
    def polling(self) -> FeedPolling:
        """The station's feeds, asked by the clock that acts."""
        # Only here: web processes need none of what reads strangers' documents.
        from webapp.intake.feeds.hubs import Hubs
        from webapp.intake.feeds.polling import FeedPolling
        from webapp.intake.feeds.reader import FeedReader
        from webapp.intake.importing.importer import Importer
        from webapp.intake.story.picture_size import measured
        from webapp.newsroom.articles.feed_state import feed_id

        sized = partial(measured, private_hosts=self.station.private_hosts)

        def importer(source: FeedConfig) -> Importer:
            first = (source.language,) if source.language else ()
            zone = source.zone or self.station.zone
            station = self.station.model_copy(update={"languages": (*first, *self.station.languages), "zone": zone})
            return Importer(self.desk, self.articles, station, sized, feed_id(source.url))

        hubs = Hubs(self.feeds, self.station.url)
        return FeedPolling(self.station.feeds, FeedReader(importer), self.feeds, self.now, self.clock.acting, hubs)

    @cached_property
    def letting_out(self) -> HeldStoryPublisher:
        """Stories that wait for their time or for a person, put out by the clock that acts."""
        from webapp.intake.importing.held_stories import HeldStoryPublisher
        from webapp.intake.importing.importer import Importer

        def importer(feed: str | None) -> Importer:
            return Importer(self.desk, self.articles, self.station, feed=feed)

        return HeldStoryPublisher(self.articles.waiting, importer)

    @cached_property
    def notices(self) -> Notices:
        return Notices(self.store)

    @cached_property
    def webhooks(self) -> Webhooks:
        """Whom the clock that acts tells of the station's status."""
        from webapp.outlets.webhooks import Webhooks

        return Webhooks(self.station.webhooks, self.notices, self.station.name, self.now, self.clock.acting)

    @cached_property
    def clock(self) -> Clock:
        return Clock(self.desk, self.log, self.rundown, self.lease, self.reads, self.now)


def build(config: Config, now: Callable[[], datetime] = utc_now) -> Services:
    """Raises `ConfigError` for a station file that cannot be used."""
    config = _as_it_runs(config)
    return Services(config, read_station(config), now)


def _as_it_runs(config: Config) -> Config:
    """`config` with the station of the `airwire up` that runs on its data folder, where it names none itself."""
    if config.redis_url or config.airwire_station or config.airwire_demo:
        return config
    try:
        running = _run_file(config)
    except ConfigError:
        return config
    return config.model_copy(
        update={
            "airwire_demo": bool(running.get("demo")),
            "airwire_station": Path(str(running["station"])) if running.get("station") else None,
        }
    )


def _run_file(config: Config) -> dict[str, object]:
    path = config.airwire_data / RUN_FILE
    try:
        running: dict[str, object] = json.loads(path.read_text())
    except OSError:
        raise ConfigError(
            f"no REDIS_URL, and no 'airwire up' runs on {config.airwire_data.absolute()}: start it, or set AIRWIRE_DATA"
        ) from None
    return running
