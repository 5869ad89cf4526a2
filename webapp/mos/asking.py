"""Asks the newsroom's system for its running orders: all of them after a start, single ones where there is doubt."""

from __future__ import annotations

import itertools
import socket
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol

import structlog

from webapp.mos.doubts import Doubts
from webapp.mos.orders import Orders
from webapp.newsroom.errors import NewsroomError
from webapp.newsroom.rundowns.mos import answers
from webapp.newsroom.rundowns.mos.answers import Heading
from webapp.newsroom.rundowns.mos.envelope import Envelope, read_envelope, text_of
from webapp.newsroom.rundowns.mos.frames import UTF16_BE, Frames
from webapp.newsroom.rundowns.mos.read import listed_orders
from webapp.newsroom.rundowns.settings import MosConfig

log = structlog.get_logger("mos")

ANSWER_S = 15.0
HEARTBEAT_S = 30.0
RETRY_S = (1.0, 2.0, 5.0, 10.0, 30.0)


class NoAnswer(Exception):
    """The other end could not be reached, or did not answer in time, or not with what was asked for."""


class Keeper(Protocol):
    def take_list(self, message: Envelope) -> object:
        """Takes over the running order in a `roList`."""

    def forget(self, versions: Mapping[str, int]) -> None:
        """Forgets running orders that the other end no longer has, unless they have changed since these versions."""


class Asking:
    """`step` does what is due; `run` repeats it until `stop`. `keeper` takes over what came."""

    def __init__(
        self,
        config: MosConfig,
        orders: Orders,
        doubts: Doubts,
        keeper: Keeper,
        now: Callable[[], datetime],
        answer_s: float = ANSWER_S,
    ) -> None:
        self._config, self._orders, self._doubts = config, orders, doubts
        self._keeper, self._now, self._answer_s = keeper, now, answer_s
        self._numbers = itertools.count(1)
        self._stopping = threading.Event()
        self.reachable: bool | None = None
        self._heard = 0.0

    def step(self) -> None:
        """Raises `NoAnswer` and `StoreAway`; what was to be asked is then to be asked still."""
        if self._doubts.take_all():
            try:
                self._ask_all()
            except (NoAnswer, NewsroomError):
                self._doubts.add_all()
                raise
        while (name := self._doubts.take()) is not None and not self._stopping.is_set():
            try:
                self._ask_for(name)
            except (NoAnswer, NewsroomError):
                self._doubts.add([name])
                raise
        if time.monotonic() - self._heard > HEARTBEAT_S:
            self._ask(answers.heartbeat(self._heading(), self._now()), ("heartbeat",), self._config.ncs_ports[0])

    def run(self) -> None:
        """For a thread of its own."""
        failed = 0
        while not self._stopping.is_set():
            try:
                self.step()
                failed, self.reachable = 0, True
                self._doubts.new.wait(1.0)
            except (NoAnswer, NewsroomError) as error:
                if self.reachable is not False:
                    log.warning("newsroom system away", host=self._config.ncs_host, why=str(error))
                self._doubts.add_all()  # what it sends meanwhile may not come
                failed, self.reachable = failed + 1, False
                self._stopping.wait(RETRY_S[min(failed, len(RETRY_S)) - 1])
            except Exception:
                log.exception("mos asking")
                self._stopping.wait(RETRY_S[-1])

    def stop(self) -> None:
        self._stopping.set()
        self._doubts.new.set()

    def _ask_all(self) -> None:
        versions = {order.id: self._orders.version(order.id) for order in self._orders.every()}
        answer = self._ask(answers.all_orders_request(self._heading()), ("roListAll",))
        there = listed_orders(answer.body)
        log.info("running orders", there=len(there))
        self._keeper.forget({name: version for name, version in versions.items() if name not in there})
        self._doubts.add(there)

    def _ask_for(self, name: str) -> None:
        version = self._orders.version(name)
        answer = self._ask(answers.order_request(self._heading(), name), ("roList", "roAck"))
        if answer.name == "roAck":
            log.warning("not given", order=name[:60], why=text_of(answer.body, "roStatus")[:100])
            return
        with self._orders.lock:
            was_changed = self._orders.version(name) != version
            self._keeper.take_list(answer)
        if was_changed:  # the list may be older than the change
            self._doubts.add([name])

    def _heading(self) -> Heading:
        return Heading(self._config.id, self._config.ncs_id, next(self._numbers))

    def _ask(self, message: str, expected: tuple[str, ...], port: int | None = None) -> Envelope:
        """The answer to `message`, which is one of `expected`."""
        number = read_envelope(message).number
        deadline = time.monotonic() + self._answer_s
        frames = Frames()
        address = (self._config.ncs_host or "", port or self._config.ncs_ports[1])
        try:
            with socket.create_connection(address, timeout=self._answer_s) as peer:
                peer.sendall(message.encode(UTF16_BE))
                while (left := deadline - time.monotonic()) > 0:
                    peer.settimeout(left)
                    data = peer.recv(1 << 16)
                    if not data:
                        raise NoAnswer("it hung up")
                    for text in frames.feed(data):
                        answer = read_envelope(text)
                        if answer.number not in (number, None):
                            continue
                        if answer.name not in expected:
                            raise NoAnswer(f"it answered {answer.name[:40]}")
                        self._heard = time.monotonic()
                        return answer
        except OSError as error:
            raise NoAnswer(str(error)) from error
        except NewsroomError as error:
            raise NoAnswer(error.message) from error
        raise NoAnswer(f"no answer within {self._answer_s:.0f} s")
