"""The parts of a running web process, by name."""

from __future__ import annotations

from dataclasses import dataclass

from webapp import pages
from webapp.delivery import sse
from webapp.delivery.audience import Audience
from webapp.delivery.fast_http.ready_answers import Ready
from webapp.delivery.hand_over import HandOver
from webapp.delivery.headline_news import HeadlineNews
from webapp.delivery.relay import Relay
from webapp.delivery.socketio.server import AirwireSocketIO
from webapp.web.site import Site
from webapp.wiring.services import Services


@dataclass(frozen=True)
class Running:
    """The parts of a running web process; `current_app.extensions["airwire"]`."""

    services: Services
    site: Site
    relay: Relay
    socketio: AirwireSocketIO
    bell: sse.Bell
    hand_over: HandOver
    ready: Ready
    page_check: pages.PageCheck
    dictionary_maker: pages.DictionaryMaker
    read_beacons: pages.ReadBeacons
    headline_news: HeadlineNews
    on_air_reads: pages.OnAirReads
    audience: Audience
