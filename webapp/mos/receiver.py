"""What is answered to each message of the newsroom's system, and what it changes here.

text ─► envelope ─► repeat? its first answer ─┬─ request: answered
                                              ├─ change: stored, then acknowledged
                                              └─ status: may turn the segment on the air
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

import structlog
from pydantic import ValidationError

from webapp.mos.doubts import Doubts
from webapp.mos.orders import Orders
from webapp.mos.repeats import Repeats
from webapp.newsroom.errors import Invalid, NewsroomError, NotFound, StoreAway
from webapp.newsroom.rundowns.mos import answers
from webapp.newsroom.rundowns.mos.answers import Heading
from webapp.newsroom.rundowns.mos.changes import changed, replaced_whole
from webapp.newsroom.rundowns.mos.envelope import Envelope, read_envelope
from webapp.newsroom.rundowns.mos.read import STATUSES, WHOLE, order_id, read_change, read_order, read_status
from webapp.newsroom.rundowns.running_order import RunningOrder
from webapp.newsroom.rundowns.settings import MosConfig

log = structlog.get_logger("mos")

SILENT = ("roAck", "mosAck", "roListAll", "listMachInfo", "ncsAck")
"""Answers; nobody answers an answer."""


class Air(Protocol):
    def turn(self, order: RunningOrder, story_id: str) -> None:
        """A story of `order` is on the air. Raises `NewsroomError`."""

    def gone(self, order: RunningOrder) -> None:
        """The running order is no more. Raises `NewsroomError`."""


class Receiver:
    """`answer` may be called by many threads; messages are carried out one after another. `zone` is that of times without one."""

    def __init__(
        self, config: MosConfig, zone: ZoneInfo, orders: Orders, doubts: Doubts, air: Air, now: Callable[[], datetime]
    ) -> None:
        self._config = config
        self._zone = zone
        self._orders = orders
        self._doubts = doubts
        self._air = air
        self._now = now
        self._repeats = Repeats()

    def answer(self, text: str) -> str | None:
        """The answer to one message; `None` for what is an answer itself. Never raises for what a peer sends."""
        try:
            message = read_envelope(text)
        except Invalid as error:
            log.warning("refused", why=error.message)
            return answers.refusal(Heading(self._config.id, self._config.ncs_id, _number_in(text)), error.message)
        heading = Heading(message.mos_id, message.ncs_id or self._config.ncs_id, message.number)
        if message.name in SILENT:
            return None
        # Some name the receiver in `ncsID`: mos-connection does, whichever side it is on.
        if self._config.id.lower() not in (message.mos_id.lower(), message.ncs_id.lower()):
            return self._refused(heading, message, f"this is {self._config.id}, not {message.mos_id[:40]}")
        with self._orders.lock:
            if earlier := self._repeats.answer(message):
                return earlier
            self._doubt_what_may_be_missing(message)
            return self._asked(heading, message) or self._did(heading, message)

    def take_list(self, message: Envelope) -> RunningOrder:
        """Takes over a whole running order that was asked for. Raises `Invalid`, `StoreAway`, `TooMany`."""
        with self._orders.lock:
            return self._take(read_order(message.body, self._zone))

    def forget(self, versions: Mapping[str, int]) -> None:
        """Forgets running orders, unless they have changed since these versions. Raises `StoreAway`."""
        with self._orders.lock:
            for name, version in versions.items():
                known = self._orders.get(name)
                if known is not None and self._orders.version(name) == version:
                    self._air.gone(known)
                    self._orders.drop(name)

    def _doubt_what_may_be_missing(self, message: Envelope) -> None:
        """All running orders, but the one that comes whole. What comes late is older than what is known: then that one too."""
        place = self._repeats.place(message)
        if place == "next":
            return
        certain = ""
        if place == "gap" and message.name in WHOLE:
            with contextlib.suppress(Invalid):
                certain = order_id(message.body)
        self._doubts.add(order.id for order in self._orders.every() if order.id != certain)

    def _asked(self, heading: Heading, message: Envelope) -> str | None:
        """The answer to a message that changes nothing; `None` for any other."""
        match message.name:
            case "heartbeat":
                return answers.heartbeat(heading, self._now())
            case "reqMachInfo":
                return answers.machine_info(heading, self._now())
            case "roReqAll":
                return answers.all_orders(heading, self._orders.every())
            case "roReq":
                try:
                    name = order_id(message.body)
                except Invalid as error:
                    return answers.order_ack(heading, "", error.message)
                known = self._orders.get(name)
                return answers.order_list(heading, known) if known else answers.order_ack(heading, name, "unknown here")
        return None

    def _did(self, heading: Heading, message: Envelope) -> str | None:
        """Carries out a change. One that failed is not remembered: repeated, it is tried again."""
        if not message.name.startswith("ro"):
            return self._refused(heading, message, f"{message.name[:40]} is not spoken here")
        name = ""
        try:
            name = order_id(message.body)
            self._carry_out(message, name)
        except NotFound as error:
            self._doubts.add([name])
            return self._refused(heading, message, f"{error.message}; asking for the running order", name)
        except StoreAway as error:
            self._doubts.add([name])
            return self._refused(heading, message, error.message, name)
        except (NewsroomError, ValidationError) as error:
            why = error.message if isinstance(error, NewsroomError) else _first(error)
            return self._refused(heading, message, why, name)
        if message.name == "roList":
            return None
        answer = answers.order_ack(heading, name)
        self._repeats.keep(message, answer)
        return answer

    def _carry_out(self, message: Envelope, name: str) -> None:
        if message.name in WHOLE:
            self._take(read_order(message.body, self._zone))
            return
        known = self._orders.get(name)
        if message.name == "roDelete":
            if known is not None:
                self._air.gone(known)
                self._orders.drop(name)
            return
        if message.name in STATUSES:
            self._status(message, name, known)
            return
        change = read_change(message.name, message.body, self._zone)
        if change is None:
            raise Invalid(f"{message.name[:40]} is not spoken here")
        if known is None:
            raise NotFound(f"there is no running order {name[:40]!r}")
        after = changed(known, change)
        if after != known:
            self._orders.put(after)

    def _take(self, order: RunningOrder) -> RunningOrder:
        known = self._orders.get(order.id)
        after = replaced_whole(known, order)
        if after != known:
            self._orders.put(after)
        return after

    def _status(self, message: Envelope, name: str, known: RunningOrder | None) -> None:
        if known is None:
            raise NotFound(f"there is no running order {name[:40]!r}")
        element, story, status = read_status(message.name, message.body)
        if element != "STORY" or status.upper() not in {one.upper() for one in self._config.play}:
            return
        if known.story(story) is None:
            raise NotFound(f"there is no story {story[:40]!r}")
        self._air.turn(known, story)

    def _refused(self, heading: Heading, message: Envelope, why: str, name: str = "") -> str:
        log.warning("refused", message=message.name[:40], number=message.number, order=name[:60] or None, why=why)
        is_order = message.name.startswith("ro")
        return answers.order_ack(heading, name, f"NACK: {why}") if is_order else answers.refusal(heading, why)


def _number_in(text: str) -> int | None:
    """The number of a message that could not be read: its sender waits for an answer with it."""
    found = re.search(r"<messageID>\s*(\d{1,18})\s*</messageID>", text[:4_000], re.ASCII)
    return int(found[1]) if found else None


def _first(error: ValidationError) -> str:
    wrong = error.errors()[0]
    return f"{'.'.join(map(str, wrong['loc']))}: {wrong['msg']}"
