"""The wiring: from settings to everything a process needs. Nothing here starts by itself."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from webapp.clock import Clock
from webapp.desk.settings import SettingsDesk
from webapp.fetch.endpoints import ANY_PUBLIC, EndpointPolicy
from webapp.newsroom.errors import StoreAway
from webapp.newsroom.settings.current import CurrentStation
from webapp.newsroom.settings.layers import SettingsLayers
from webapp.newsroom.station import AlertSourceConfig, FeedConfig
from webapp.store.people.presence import ProcessKind
from webapp.web.parts import Parts, utc_now
from webapp.web.rehearsal.clock import RehearsalClock
from webapp.web.rehearsal.exercises import AlertsOfBothBoards
from webapp.web.rehearsal.parts import RehearsalParts
from webapp.wiring.config import KEY_COMMAND, Config, ConfigError, read_layers
from webapp.wiring.settings_watch import SettingsWatch

if TYPE_CHECKING:
    from webapp.backup.scheduled import ScheduledBackups
    from webapp.intake.feeds.polling import FeedPolling
    from webapp.intake.importing.held_stories import HeldStoryPublisher
    from webapp.outlets.desk_view import DeskView
    from webapp.outlets.push.sender import PushSender
    from webapp.outlets.push.words import PushWords
    from webapp.outlets.role import OutletsRole
    from webapp.outlets.webhooks import Webhooks
    from webapp.outlets.worker import Surface, Worker
    from webapp.store.audit.checking import AuditCheck
    from webapp.store.audit.trimming import Trimming
    from webapp.web.health.regular import RegularChecks, RegularTrimming

PRESENCE_S = 5.0

RUN_FILE = "run.json"
"""In the data folder: how to reach what `airwire up` runs."""


class Services(Parts):
    """The parts, what the process is started with, and what background processes do."""

    def __init__(self, config: Config, layers: SettingsLayers, now: Callable[[], datetime] = utc_now) -> None:
        current, former = CurrentStation(layers.station({})), config.former_keys
        super().__init__(
            current, now, partial(_redis_url, config), partial(_secret_key, config), config.replicas, former
        )
        self.config = config
        self.layers = layers

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
    def settings_watch(self) -> SettingsWatch:
        """Puts in force in this process what is changed in the panel."""
        return SettingsWatch(self.settings, self.current, self.layers, lambda: self.process_name)

    @cached_property
    def settings_desk(self) -> SettingsDesk:
        """Changes the settings."""
        return SettingsDesk(self.settings, self.layers, self.desk, self.audit)

    def load_settings(self) -> None:
        """Puts in force what was changed in the panel, if there is a store and it answers."""
        with suppress(ConfigError):
            self.settings_watch.step()

    def follow_settings(self) -> None:
        """As `load_settings`, and from now on with every change."""
        self.load_settings()
        self.settings_watch.start()

    @cached_property
    def polling(self) -> FeedPolling[FeedConfig]:
        """The station's feeds, asked by the clock that acts."""
        # Only here: web processes need none of what reads strangers' documents.
        from webapp.intake.feeds.hubs import Hubs
        from webapp.intake.feeds.polling import FeedPolling
        from webapp.intake.feeds.reader import FeedReader
        from webapp.intake.importing.importer import Importer
        from webapp.intake.story.picture_size import measured
        from webapp.newsroom.articles.feed_state import feed_id

        def importer(source: FeedConfig) -> Importer:
            sized = partial(measured, private_hosts=self.station.private_hosts)
            return Importer(self.desk, self.articles, self.station.for_feed(source), sized, feed_id(source.url))

        hubs = Hubs(self.feeds, lambda: self.station.url)
        sources = lambda: self.station.feeds  # noqa: E731
        return FeedPolling(sources, FeedReader(importer), self.feeds, self.now, self.clock.acting, hubs)

    @cached_property
    def alert_polling(self) -> FeedPolling[AlertSourceConfig]:
        """The station's sources of alerts, asked by the clock that acts."""
        from webapp.intake.alerts.reader import AlertReader
        from webapp.intake.feeds.polling import FeedPolling

        both = AlertsOfBothBoards(self.desk, self.rehearsal.desk, self.rehearsal.rehearsal_keys)
        reader = AlertReader(both, lambda: self.station.alert_area)
        return FeedPolling(lambda: self.station.alerts, reader, self.alert_sources, self.now, self.clock.acting)

    @cached_property
    def letting_out(self) -> HeldStoryPublisher:
        """Stories that wait for their time or for a person, put out by the clock that acts."""
        from webapp.intake.importing.held_stories import HeldStoryPublisher
        from webapp.intake.importing.importer import Importer

        def importer(feed: str | None) -> Importer:
            return Importer(self.desk, self.articles, self.station, feed=feed)

        return HeldStoryPublisher(self.articles.waiting, importer)

    @cached_property
    def regular_checks(self) -> RegularChecks:
        """`airwire check` by the clock that acts, for the panel."""
        from webapp.web.health.regular import RegularChecks

        return RegularChecks()

    @cached_property
    def audit_check(self) -> AuditCheck:
        """Whether the audit trail is as it was written."""
        from webapp.store.audit.checking import AuditCheck

        return AuditCheck(self.store, self.chains.key)

    @cached_property
    def rehearsal_check(self) -> AuditCheck:
        """The same of the rehearsal's."""
        from webapp.store.audit.checking import AuditCheck

        return AuditCheck(self.rehearsal.store, self.chains.key, rehearsal=True)

    @cached_property
    def audit_trimmings(self) -> tuple[Trimming, Trimming]:
        """Drop what is older or more than is set, of the newsroom and of the rehearsal."""
        from webapp.store.audit.trimming import Trimming

        entries, days = self.config.airwire_audit_entries, self.config.airwire_audit_days
        return (
            Trimming(self.store, self.chains.key, entries, days),
            Trimming(self.rehearsal.store, self.chains.key, entries, days, rehearsal=True),
        )

    @cached_property
    def regular_trimming(self) -> RegularTrimming:
        """`airwire audit trim` by the clock that acts."""
        from webapp.web.health.regular import RegularTrimming

        return RegularTrimming(lambda now: any(one.is_due(now) for one in self.audit_trimmings))

    @cached_property
    def scheduled_backups(self) -> ScheduledBackups:
        """Backups by the clock that acts, where the station's settings want them."""
        from webapp.backup.scheduled import ScheduledBackups

        return ScheduledBackups(lambda: (self.station.backup, self.station.tz), self.backups)

    @cached_property
    def webhooks(self) -> Webhooks:
        """Whom the outlets process that acts tells of the station's status."""
        from webapp.outlets.webhooks import Webhooks

        return Webhooks(self.current, self.notices, self.now, self.outlets.acting)

    @cached_property
    def desk_view(self) -> DeskView:
        """What the outlets know of the newsroom; the relay feeds it."""
        from webapp.outlets.desk_view import DeskView

        return DeskView(self.replica, self.now)

    @cached_property
    def outlets(self) -> OutletsRole:
        """A worker for each surface beyond our pages, and for the site's own."""
        from webapp.outlets.build import OutletsBuilder
        from webapp.outlets.role import OutletsRole

        builder = OutletsBuilder(
            self.current, self.ledger, self.presence, self.replica, self.desk_view, self.now, self._push_worker
        )
        return OutletsRole(builder.workers, self.desk_view, self.outlets_lease)

    @cached_property
    def push_words(self) -> PushWords:
        """What notices say."""
        from webapp.outlets.push.words import PushWords

        return PushWords(self.current, self.replica)

    def push_sender(self, endpoints: EndpointPolicy = ANY_PUBLIC) -> PushSender:
        """Sends notices to browsers, beside those of other outlets processes."""
        from webapp.newsroom.push.encryption import Signer
        from webapp.outlets.push.delivery import Delivery
        from webapp.outlets.push.sender import PushSender

        def delivery() -> Delivery:
            return Delivery(Signer(self.push_subscriptions.signing_key(), self.push_words.contact), endpoints, self.now)

        return PushSender(self.push_subscriptions, self.push_campaigns, delivery, self.push_words.welcome, self.now)

    def _push_worker(self, surface: Surface) -> Worker:
        from webapp.outlets.push.worker import PushWorker

        return PushWorker(
            surface, self.push_subscriptions, self.push_campaigns, self.push_words.campaign, self.ledger, self.desk_view,
            self.now,
        )  # fmt: skip

    @cached_property
    def clock(self) -> Clock:
        return Clock(self.desk, self.log, self.rundown, self.lease, self.reads, self.now)

    @cached_property
    def rehearsal(self) -> RehearsalParts:
        """The second board, under keys of its own."""
        return RehearsalParts(self)

    @cached_property
    def rehearsal_clock(self) -> RehearsalClock:
        """What becomes due there, by the clock that acts."""
        return RehearsalClock(self.rehearsal, self.audit, self.now, self.clock.acting)


def _redis_url(config: Config) -> str:
    """`REDIS_URL`, else the store of a running `airwire up`. Raises `ConfigError` where there is neither."""
    return config.redis_url or str(_run_file(config)["redis_url"])


def _secret_key(config: Config) -> str:
    """`SECRET_KEY`, else the one that `airwire up` keeps in its data folder. Raises `ConfigError` where it is needed."""
    if config.secret_key:
        return config.secret_key
    if config.redis_url:
        raise ConfigError(
            f"SECRET_KEY: needed once REDIS_URL is set, the same on every server; this makes one: {KEY_COMMAND}"
        )
    path = config.airwire_data / "secret_key"
    try:
        return path.read_text().strip()
    except OSError:
        return secrets.token_hex(32)


def build(config: Config, now: Callable[[], datetime] = utc_now) -> Services:
    """Raises `ConfigError` for a station file that cannot be used."""
    config = _as_it_runs(config)
    return Services(config, read_layers(config), now)


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
    except PermissionError:
        folder = config.airwire_data.absolute()
        raise ConfigError(
            f"AIRWIRE_DATA: this account may not look into {folder}: use the one that Airwire runs as, or root"
        ) from None
    except OSError:
        raise ConfigError(
            f"no REDIS_URL, and no 'airwire up' runs on {config.airwire_data.absolute()}: start it, or set AIRWIRE_DATA"
        ) from None
    return running
