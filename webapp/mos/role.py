"""The MOS process put together. `start` begins; `run` keeps it going until a signal or `stop`."""

from __future__ import annotations

import signal
import socket
import threading
import time
from collections.abc import Callable
from datetime import datetime
from ipaddress import ip_address
from zoneinfo import ZoneInfo

import structlog

from webapp.desk import Desk
from webapp.mos.asking import Asking
from webapp.mos.doubts import Doubts
from webapp.mos.listener import Listener
from webapp.mos.orders import Orders
from webapp.mos.receiver import Receiver
from webapp.mos.rundown import STEP_S, RundownWriter
from webapp.newsroom.errors import StoreAway
from webapp.newsroom.rundowns.settings import MosConfig
from webapp.processes.heartbeat import tick
from webapp.store.schedule.rundown import Rundown
from webapp.store.schedule.running_orders import RunningOrders

log = structlog.get_logger("mos")

LOOK_EVERY_S = 10.0
"""How often all running orders are compared with the rundown, which people change too."""

HOST_KEPT_S = 60.0


class MosRole:
    """Nothing is answered before what the last process stored is read."""

    def __init__(
        self,
        config: MosConfig,
        zone: ZoneInfo,
        desk: Desk,
        rundown: Rundown,
        store: RunningOrders,
        now: Callable[[], datetime],
    ) -> None:
        self.config = config
        self.orders = Orders(store, now)
        self.doubts = Doubts()
        self.writer = RundownWriter(config, desk, rundown, self.orders, store, now)
        self.receiver = Receiver(config, zone, self.orders, self.doubts, self.writer, now)
        self.asking = Asking(config, self.orders, self.doubts, self.receiver, now)
        self.listener = Listener(config.bind, config.ports, self.receiver.answer, self._may_connect)
        self._stopping = threading.Event()
        self._host: tuple[float, frozenset[str]] = (-HOST_KEPT_S, frozenset())

    def start(self) -> None:
        """Raises `OSError` for a port that cannot be bound."""
        while not self._stopping.is_set():
            try:
                self.orders.load()
                break
            except StoreAway:
                tick()
                self._stopping.wait(STEP_S)
        self.listener.start()
        log.info("listening", bind=self.config.bind, ports=self.listener.ports, host=self.config.ncs_host)
        if self.config.ncs_host:
            threading.Thread(target=self.asking.run, name="mos asking", daemon=True).start()

    def run(self) -> None:
        """Runs until SIGTERM, SIGINT or `stop`."""
        if threading.current_thread() is threading.main_thread():
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, lambda *_: self.stop())
        self.start()
        looked = 0.0
        while not self._stopping.is_set():
            tick()
            everything = time.monotonic() - looked > LOOK_EVERY_S
            try:
                self.writer.step(everything)
                looked = time.monotonic() if everything else looked
            except StoreAway as error:
                log.debug("store away", why=error.message)
            except Exception:
                log.exception("rundown")
            self._stopping.wait(STEP_S)
        self.listener.stop()

    def stop(self) -> None:
        self._stopping.set()
        self.asking.stop()

    def _may_connect(self, address: str) -> bool:
        if self.config.may_connect(address):
            return True
        asked, known = self._host
        if self.config.ncs_host and time.monotonic() - asked > HOST_KEPT_S:
            try:
                found = socket.getaddrinfo(self.config.ncs_host, None, type=socket.SOCK_STREAM)
                known = frozenset(str(ip_address(one[4][0])) for one in found)
                self._host = (time.monotonic(), known)
            except OSError:
                log.warning("no such host", host=self.config.ncs_host)
        return address in known
