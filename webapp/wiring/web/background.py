"""The threads of a web process: the relay, the page check, and what it tells of itself."""

from __future__ import annotations

import math
import threading
import time
from contextlib import suppress

import structlog
from flask import Flask

from webapp import pages
from webapp.delivery.audience import AudienceReport
from webapp.newsroom.errors import NewsroomError, StoreAway
from webapp.pages.html.on_air_reads import ASK_EVERY_S
from webapp.web.embeds.reports import REPORT_S, EmbedReports
from webapp.wiring.services import PRESENCE_S
from webapp.wiring.web.running import Running

log = structlog.get_logger("web")

PRESENCE_BURST_S = 0.05
"""From one word on what this process serves to the next."""


def start(app: Flask) -> None:
    """Starts the relay and the other threads of this process. On return the first board is loaded, if the store answers."""
    running: Running = app.extensions["airwire"]
    running.services.settings_watch.step()
    running.services.settings_watch.start()
    running.relay.pump_once()
    running.relay.start()
    running.page_check.start()
    running.dictionary_maker.start()
    running.hand_over.start()
    threading.Thread(target=_report_presence, args=(running,), name="presence", daemon=True).start()
    threading.Thread(target=_report_listeners, args=(running,), name="listeners", daemon=True).start()
    threading.Thread(
        target=_follow_on_air_reads, args=(running.on_air_reads,), name="on-air-reads", daemon=True
    ).start()
    threading.Thread(target=_report_embeds, args=(running,), name="embeds", daemon=True).start()


def _follow_on_air_reads(reads: pages.OnAirReads) -> None:
    while True:
        with suppress(StoreAway):
            reads.pump_once()
        threading.Event().wait(ASK_EVERY_S)


def _report_embeds(running: Running) -> None:
    site = running.site
    reports = EmbedReports(site.embed_visits, site.embed_fleet, site.replica, lambda: site.process_name, site.now)
    while True:
        try:
            reports.pump_once()
        except NewsroomError as error:
            log.debug("embeds not reported", error=error.message)
        threading.Event().wait(REPORT_S)


def _report_listeners(running: Running) -> None:
    services = running.services
    report = AudienceReport(running.audience, services.listener_minutes, services.deliveries, services.now)
    while True:
        threading.Event().wait(PRESENCE_S)
        report.step()


def _report_presence(running: Running) -> None:
    services, socketio, health = running.services, running.socketio, running.site.health
    name, builds = services.process_name, services.log.builds
    news, said_at = False, -math.inf
    while True:
        if not news:
            health.look(services.now())
        # The first headline of a burst is said at once, what follows together: each time is a write to the store's disk.
        threading.Event().wait(max(0.0, said_at + PRESENCE_BURST_S - time.monotonic()))
        said_at = time.monotonic()
        degraded = [one.dump() for one in health.degraded]
        board = services.replica.board
        try:
            services.presence.announce(
                name, socketio.connected, board.seq, services.now(), degraded,
                writes=builds.unread is None, epoch=board.epoch,
            )  # fmt: skip
            if builds.unread:
                builds.look_elsewhere(services.presence.processes(services.now()).values())
        except StoreAway:
            log.debug("presence not reported")
        pages.record_metrics(running.site)
        news = running.headline_news.wait(PRESENCE_S)
