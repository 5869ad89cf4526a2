"""From the station's file to workers: which class serves which kind of outlet. A new kind needs one line here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from webapp.newsroom.outlets.settings import (
    OWN_SURFACES,
    AppriseOutlet,
    BlueskyOutlet,
    DlsOutlet,
    IcecastOutlet,
    MastodonOutlet,
    NchanOutlet,
    NetworkOutlet,
    OutletConfig,
    OwnSite,
    PushSurface,
    RadioVisOutlet,
    RdsOutlet,
    TelegramOutlet,
    WebhookOutlet,
    kind_of,
)
from webapp.newsroom.settings.current import CurrentStation
from webapp.newsroom.station import Station, settings_key
from webapp.outlets.desk_view import DeskView
from webapp.outlets.display_worker import DisplayWorker
from webapp.outlets.headline_webhook import HeadlineWebhook
from webapp.outlets.item_worker import ItemWorker
from webapp.outlets.nchan import NchanChannel
from webapp.outlets.networks.apprise import AppriseMessages
from webapp.outlets.networks.bluesky import Bluesky
from webapp.outlets.networks.dry_run import DryRun
from webapp.outlets.networks.mastodon import Mastodon
from webapp.outlets.networks.telegram import Telegram
from webapp.outlets.outlet import Display, Outlet
from webapp.outlets.own_site import PATIENCE_S, OwnSiteOutlet
from webapp.outlets.receivers.dls import DlsFile
from webapp.outlets.receivers.icecast import IcecastTitle
from webapp.outlets.receivers.radiovis import RadioVis
from webapp.outlets.receivers.rds import RdsEncoder
from webapp.outlets.role import MakeWorker
from webapp.outlets.worker import Surface, Worker
from webapp.store.board.replica import Replica
from webapp.store.outlets.ledger import Ledger
from webapp.store.people.presence import Presence


class OutletsBuilder:
    """Makes a worker for each surface in force, this site's own first; `push` makes that of web push."""

    def __init__(
        self,
        current: CurrentStation,
        ledger: Ledger,
        presence: Presence,
        replica: Replica,
        view: DeskView,
        now: Callable[[], datetime],
        push: Callable[[Surface], Worker],
    ) -> None:
        self._current = current
        self._ledger = ledger
        self._presence = presence
        self._replica = replica
        self._view = view
        self._now = now
        self._push = push

    def workers(self) -> dict[str, MakeWorker]:
        """By what each depends on, how it is made: its settings, and the station's name and address."""
        station = self._current.station
        configs = (*OWN_SURFACES, *station.outlets)
        return {
            f"{one.id} {settings_key(one)} {station.name} {station.url}": partial(self._worker, one) for one in configs
        }

    @property
    def _station(self) -> Station:
        return self._current.station

    @property
    def _home(self) -> str | None:
        url = self._station.url
        return url.rstrip("/") if url else None

    def _worker(self, config: OutletConfig) -> Worker:
        surface = Surface(config.id, config.shown_title, kind_of(config), config)
        if isinstance(config, PushSurface):
            return self._push(surface)
        made = self._made(config)
        if isinstance(made, Display):
            return DisplayWorker(surface, made, self._ledger, self._view, self._station.name, self._now)
        return ItemWorker(surface, made, self._ledger, self._view, self._now)

    def _made(self, config: OutletConfig) -> Outlet | Display:
        match config:
            case OwnSite():
                return OwnSiteOutlet(config, self._presence, self._view, self._replica, self._now, PATIENCE_S)
            case NetworkOutlet(dry_run=True):
                return DryRun(config, self._home)
            case MastodonOutlet():
                return Mastodon(config, self._home, self._now)
            case BlueskyOutlet():
                return Bluesky(config, self._home, self._now)
            case AppriseOutlet():
                return AppriseMessages(config, self._home)
            case TelegramOutlet():
                return Telegram(config, self._home, self._now)
            case WebhookOutlet():
                return HeadlineWebhook(config, self._station.name, self._home, self._now)
            case NchanOutlet():
                return NchanChannel(config, self._station.name, self._home, self._view, self._now)
            case IcecastOutlet():
                return IcecastTitle(config)
            case DlsOutlet():
                return DlsFile(config)
            case RdsOutlet():
                return RdsEncoder(config)
            case RadioVisOutlet():
                return RadioVis(config, self._home or "")
        raise TypeError(f"no outlet is known for {type(config).__name__}")
