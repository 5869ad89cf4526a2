"""The whole application in this process, at a time of the test's choosing, for doors that need no server around them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import time_machine
from flask.testing import FlaskClient

from tests.any_store import connect
from tests.conftest import NOON, Room, Valkey, make_room
from tests.web.server import SECRET
from webapp.app import create_app
from webapp.newsroom.model import Article
from webapp.newsroom.staff import Actor
from webapp.wiring.web.running import Running

PHONE = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36"
)
IMPORT = Actor(name="import", role="system")


class Browser(FlaskClient):
    """Asks by the station's own address, where it says one."""

    def open(self, *given: Any, **named: Any) -> Any:
        url = self.application.extensions["airwire"].site.station.url
        return super().open(*given, **(({"base_url": url} if url else {}) | named))


@dataclass
class InProcessSite:
    """`client()` is a browser of somebody's own; `follow` takes in what the log has; `wait` lets time pass."""

    running: Running
    room: Room
    clock: time_machine.Traveller
    app: Any
    now: datetime = NOON

    def client(self, address: str = "203.0.113.7", agent: str = PHONE, **headers: str) -> FlaskClient:
        browser: FlaskClient = self.app.test_client()
        browser.environ_base |= {"REMOTE_ADDR": address, "HTTP_USER_AGENT": agent}
        browser.environ_base |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        return browser

    def wait(self, **span: float) -> None:
        self.now += timedelta(**span)
        self.clock.move_to(self.now, tick=False)

    def follow(self) -> None:
        """Takes in all that the log has: news comes in pieces, and the first is all that one step waits for."""
        replica = self.running.services.replica
        while self.running.relay.pump_once() and replica.board.seq < self.room.log.board().seq:
            pass

    def put_out(self, slug: str, **more: Any) -> None:
        given = {"title": slug.title(), "published_at": NOON - timedelta(days=1), "source": slug, **more}
        self.room.desk.put_article(Article(slug=slug, **given), IMPORT, self.now)
        self.follow()


def open_site(valkey: Valkey, clock: time_machine.Traveller, tmp_path: Path, station: str = "") -> InProcessSite:
    """`station` is the text of its TOML."""
    settings: dict[str, Any] = {"redis_url": valkey.url, "secret_key": SECRET, "airwire_data": tmp_path}
    if station:
        settings["airwire_station"] = tmp_path / "station.toml"
        settings["airwire_station"].write_text(station)
    app = create_app(**settings)
    app.test_client_class = Browser
    site = InProcessSite(app.extensions["airwire"], make_room(connect(valkey.url)), clock, app)
    site.follow()
    return site
