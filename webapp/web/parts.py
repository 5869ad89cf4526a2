"""The one list of a station's parts: all that stands on its store, and the store itself."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cached_property
from os import getpid
from typing import Any

from webapp.desk import Desk
from webapp.newsroom.settings.current import CurrentStation
from webapp.newsroom.station import Station
from webapp.store.alerts.alerts import Alerts
from webapp.store.alerts.sources import AlertSources
from webapp.store.articles.articles import Articles
from webapp.store.articles.feed_state import Feeds
from webapp.store.audit.audit import Audit
from webapp.store.audit.chains import Chains
from webapp.store.backup.made import Backups
from webapp.store.board.dictionaries import PageDictionaries
from webapp.store.board.log import Log
from webapp.store.board.replica import Replica
from webapp.store.board.revisions import Revisions
from webapp.store.board.waiting import WaitingHeadlines
from webapp.store.core.client import Store
from webapp.store.core.connection import connect
from webapp.store.core.lease import OUTLETS_LEASE, Lease, LeaseWatch
from webapp.store.embeds.fleet import EmbedFleet
from webapp.store.embeds.scripts import EmbedScripts
from webapp.store.listeners.deliveries import Deliveries
from webapp.store.listeners.minutes import ListenerMinutes
from webapp.store.outlets.ledger import Ledger
from webapp.store.people.ceremonies import Ceremonies
from webapp.store.people.code_apps import CodeApps
from webapp.store.people.colleagues import Colleagues
from webapp.store.people.presence import Presence
from webapp.store.people.rate_counters import RateCounters
from webapp.store.people.sessions import Sessions
from webapp.store.people.staff import Staff
from webapp.store.push.campaigns import Campaigns
from webapp.store.push.subscriptions import PushSubscriptions
from webapp.store.reads.pins import Choices
from webapp.store.reads.reads import Reads
from webapp.store.reads.story import ReadStories
from webapp.store.schedule.rundown import Rundown
from webapp.store.schedule.running_orders import RunningOrders
from webapp.store.server.checked import LastCheck
from webapp.store.server.watch import StoreWatch
from webapp.store.settings.first_run import FirstRun
from webapp.store.settings.settings import Settings
from webapp.store.stream.notices import Notices
from webapp.store.stream.streams import StreamRecords
from webapp.web.compression.dictionaries import Dictionaries
from webapp.web.health.outlets import OutletsWatch


def utc_now() -> datetime:
    """The current time in UTC."""
    return datetime.now(UTC)


class Parts:
    """Each part is made when it is first asked for, once a process.

    `Services` adds what a process is started with and what background processes do, `Site` what views need beside.
    `redis_url` and `secret_key` are asked for theirs when a part first needs it, and may raise `ConfigError`. `replicas` is how
    many must have a change on their disks before it is confirmed. By `former_keys` older entries of the audit trail are checked.
    """

    def __init__(
        self,
        current: CurrentStation,
        now: Callable[[], datetime],
        redis_url: Callable[[], str],
        secret_key: Callable[[], str],
        replicas: int = 0,
        former_keys: Sequence[str] = (),
    ) -> None:
        self.current = current
        self.now = now
        self._redis_url = redis_url
        self._secret_key = secret_key
        self.replicas = replicas
        self._former_keys = former_keys

    def made(self) -> dict[str, Any]:
        """Every part by its name, made by now: threads that ask for one in the same moment get the same."""
        names = [name for name, made in vars(Parts).items() if isinstance(made, cached_property)]
        return {name: getattr(self, name) for name in ("current", "now", "replicas", *names)}

    @property
    def station(self) -> Station:
        """The settings in force by now."""
        return self.current.station

    @cached_property
    def redis_url(self) -> str:
        return self._redis_url()

    @cached_property
    def secret_key(self) -> str:
        return self._secret_key()

    @cached_property
    def store(self) -> Store:
        return connect(self.redis_url)

    @cached_property
    def log(self) -> Log:
        """By connections of its own: whoever publishes or follows waits for no crowd of readers."""
        return Log(connect(self.redis_url), self.chains, self.replicas)

    @cached_property
    def store_watch(self) -> StoreWatch:
        return StoreWatch(self.store, self.replicas)

    @cached_property
    def articles(self) -> Articles:
        return Articles(self.store)

    @cached_property
    def rundown(self) -> Rundown:
        return Rundown(self.store, lambda: self.station.zone)

    @cached_property
    def running_orders(self) -> RunningOrders:
        return RunningOrders(self.store)

    @cached_property
    def revisions(self) -> Revisions:
        return Revisions(self.store)

    @cached_property
    def reads(self) -> Reads:
        return Reads(self.store, self.articles, self.secret_key, lambda: self.station.reads)

    @cached_property
    def read_stories(self) -> ReadStories:
        return ReadStories(self.store)

    @cached_property
    def choices(self) -> Choices:
        return Choices(self.store)

    @cached_property
    def alerts(self) -> Alerts:
        return Alerts(self.store, lambda: self.station.languages)

    @cached_property
    def alert_sources(self) -> AlertSources:
        return AlertSources(self.store)

    @cached_property
    def staff(self) -> Staff:
        return Staff(self.store, self.now)

    @cached_property
    def sessions(self) -> Sessions:
        return Sessions(self.store)

    @cached_property
    def ceremonies(self) -> Ceremonies:
        return Ceremonies(self.store)

    @cached_property
    def code_apps(self) -> CodeApps:
        return CodeApps(self.store)

    @cached_property
    def counts(self) -> RateCounters:
        return RateCounters(self.store)

    @cached_property
    def audit(self) -> Audit:
        return Audit(self.store, self.chains)

    @cached_property
    def chains(self) -> Chains:
        return Chains(lambda: self.secret_key, self._former_keys)

    @cached_property
    def desk(self) -> Desk:
        return Desk(
            self.log, self.articles, self.rundown, self.revisions, self.choices, self.alerts,
            self.waiting_headlines, self.colleagues, self.current,
        )  # fmt: skip

    @cached_property
    def waiting_headlines(self) -> WaitingHeadlines:
        return WaitingHeadlines(self.store)

    @cached_property
    def colleagues(self) -> Colleagues:
        return Colleagues(self.store)

    @cached_property
    def page_dictionaries(self) -> PageDictionaries:
        return PageDictionaries(self.store)

    @cached_property
    def embed_scripts(self) -> EmbedScripts:
        return EmbedScripts(self.store)

    @cached_property
    def embed_fleet(self) -> EmbedFleet:
        return EmbedFleet(self.store)

    @cached_property
    def dictionaries(self) -> Dictionaries:
        """Those of them that this process knows."""
        return Dictionaries()

    @cached_property
    def replica(self) -> Replica:
        replica = Replica(self.station.zone)
        self.current.follow(lambda _, station: replica.use_settings(station.zone))
        return replica

    @cached_property
    def process_name(self) -> str:
        """Unique among all processes on all servers; first asked for in the process itself, not before its fork."""
        return f"{socket.gethostname()}:{getpid()}:{secrets.token_hex(3)}"

    @cached_property
    def lease(self) -> Lease:
        return Lease(self.store, self.process_name)

    @cached_property
    def lease_watch(self) -> LeaseWatch:
        return LeaseWatch(self.lease, self.now())

    @cached_property
    def outlets_lease(self) -> Lease:
        return Lease(self.store, self.process_name, OUTLETS_LEASE)

    @cached_property
    def ledger(self) -> Ledger:
        return Ledger(self.store)

    @cached_property
    def push_subscriptions(self) -> PushSubscriptions:
        return PushSubscriptions(self.store)

    @cached_property
    def push_campaigns(self) -> Campaigns:
        return Campaigns(self.store)

    @cached_property
    def outlets_watch(self) -> OutletsWatch:
        return OutletsWatch(self.current, self.ledger, self.replica, self.outlets_lease, self.now())

    @cached_property
    def presence(self) -> Presence:
        return Presence(self.store)

    @cached_property
    def listener_minutes(self) -> ListenerMinutes:
        return ListenerMinutes(self.store)

    @cached_property
    def deliveries(self) -> Deliveries:
        return Deliveries(self.store)

    @cached_property
    def streams(self) -> StreamRecords:
        return StreamRecords(self.store)

    @cached_property
    def feeds(self) -> Feeds:
        return Feeds(self.store)

    @cached_property
    def last_check(self) -> LastCheck:
        return LastCheck(self.store)

    @cached_property
    def backups(self) -> Backups:
        return Backups(self.store)

    @cached_property
    def settings(self) -> Settings:
        return Settings(self.store)

    @cached_property
    def first_run(self) -> FirstRun:
        return FirstRun(self.store)

    @cached_property
    def notices(self) -> Notices:
        return Notices(self.store)
