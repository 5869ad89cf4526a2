"""Sends one message to many browsers over a few kept connections to each push service, all in one loop.

parcel ─► encrypted just before it goes ─► a free channel to its push service ─► the answer ─► what became of it
"""

from __future__ import annotations

import selectors
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal

from webapp.fetch.addresses import Address, FetchRefused
from webapp.fetch.connection import ConnectFailed
from webapp.fetch.endpoints import EndpointPolicy, Resolver
from webapp.newsroom.push.encryption import Signer, encrypted, from_base64url
from webapp.newsroom.push.subscription import PushSubscription
from webapp.outlets.push.channel import Answer, Channel, ChannelLost

CHANNELS_PER_SERVICE = 16
ANSWER_S = 10.0
UNREACHED_PAUSE = timedelta(seconds=20)
MIN_PAUSE, MAX_PAUSE = timedelta(seconds=1), timedelta(hours=1)
"""Of what a push service asks for: one that names a moment which is over would be asked without a pause."""
MAX_TRIES = 3
"""Of one parcel in a row: a kept connection may end just as it is used."""

Fate = Literal["sent", "gone", "failed", "later"]
"""Taken by the push service; no longer a subscription; refused; to be tried again at a time."""


@dataclass(frozen=True)
class Parcel:
    """`message` is in the clear; `short` is sent where a push service finds it too large."""

    subscription: PushSubscription
    message: bytes
    short: bytes


@dataclass(frozen=True)
class Outcome:
    """What became of a parcel; `until` is when one that is for `later` may be tried again."""

    parcel: Parcel
    fate: Fate
    until: datetime | None = None


@dataclass(frozen=True)
class Manner:
    """How a push service is to treat all messages of a campaign: seconds that it keeps them, and RFC 8030's words."""

    ttl_s: int
    urgency: str
    topic: str


@dataclass
class _Waiting:
    parcel: Parcel
    address: Address
    message: bytes
    tries: int = 0


@dataclass
class _Line:
    """A channel, and what it is busy with."""

    channel: Channel
    service: _Service
    waiting: _Waiting | None = None
    since: float = 0.0
    used: int = 0
    events: int = 0


@dataclass
class _Service:
    address: Address
    queue: deque[_Waiting] = field(default_factory=deque)
    lines: list[_Line] = field(default_factory=list)


class Delivery:
    """Keeps its connections between calls; one thread uses it."""

    def __init__(
        self,
        signer: Signer,
        policy: EndpointPolicy,
        now: Callable[[], datetime],
        resolver: Resolver | None = None,
        channels: int = CHANNELS_PER_SERVICE,
    ) -> None:
        self._signer, self._policy, self._now = signer, policy, now
        self._resolver = resolver or Resolver(policy)
        self._channels = channels
        self._selector = selectors.DefaultSelector()
        self._services: dict[str, _Service] = {}

    def deliver(self, parcels: Iterable[Parcel], manner: Manner, note: Callable[[Outcome], bool]) -> None:
        """Calls `note` with what became of each; what it answers says whether to go on. What is under way when it says no is
        waited for, the rest is left."""
        self._note, self._manner = note, manner
        self._going = True
        for parcel in parcels:
            self._take_in(parcel)
        while self._going or any(line.waiting for line in self._lines()):
            for service in list(self._services.values()):
                self._feed(service)
            if not any(line.waiting for line in self._lines()):
                break
            self._wait()
        for service in self._services.values():
            service.queue.clear()

    def close(self) -> None:
        """Ends all connections."""
        for line in list(self._lines()):
            self._drop(line)
        self._selector.close()

    def _lines(self) -> Iterable[_Line]:
        return (line for service in self._services.values() for line in service.lines)

    def _take_in(self, parcel: Parcel) -> None:
        try:
            address = self._policy.parsed(parcel.subscription.endpoint)
        except FetchRefused:
            self._report(parcel, "gone")
            return
        service = self._services.setdefault(f"{address.scheme}://{address.authority}", _Service(address))
        service.queue.append(_Waiting(parcel, address, parcel.message))

    def _report(self, parcel: Parcel, fate: Fate, until: datetime | None = None) -> None:
        self._going = self._note(Outcome(parcel, fate, until)) and self._going

    def _feed(self, service: _Service) -> None:
        while service.queue and self._going:
            line = next((line for line in service.lines if line.waiting is None), None)
            if line is None:
                if len(service.lines) >= self._channels:
                    return
                line = self._open(service)
                if line is None:
                    return
            self._send(line, service.queue.popleft())

    def _open(self, service: _Service) -> _Line | None:
        try:
            ips = self._resolver.ips(service.address)
        except FetchRefused:
            self._give_back(service, "gone")
            return None
        except ConnectFailed:
            self._give_back(service, "later", self._now() + UNREACHED_PAUSE)
            return None
        try:
            channel = Channel(service.address, ips[0])
        except ChannelLost:
            self._give_back(service, "later", self._now() + UNREACHED_PAUSE)
            return None
        line = _Line(channel, service, events=selectors.EVENT_READ | selectors.EVENT_WRITE)
        service.lines.append(line)
        self._selector.register(channel.socket, line.events, line)
        return line

    def _give_back(self, service: _Service, fate: Fate, until: datetime | None = None) -> None:
        waiting, service.queue = service.queue, deque()
        for one in waiting:
            self._report(one.parcel, fate, until)

    def _send(self, line: _Line, waiting: _Waiting) -> None:
        subscription, manner = waiting.parcel.subscription, self._manner
        try:
            body = encrypted(waiting.message, from_base64url(subscription.key), from_base64url(subscription.auth))
        except ValueError:
            self._report(waiting.parcel, "gone")  # no browser has such keys
            return
        address = waiting.address
        origin = f"{address.scheme}://{address.authority}"
        head = (
            f"POST {address.target} HTTP/1.1\r\nHost: {address.authority}\r\n"
            f"Authorization: {self._signer.authorization(origin, self._now())}\r\n"
            f"TTL: {manner.ttl_s}\r\nUrgency: {manner.urgency}\r\nTopic: {manner.topic}\r\n"
            "Content-Encoding: aes128gcm\r\nContent-Type: application/notification+json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        line.waiting, line.since = waiting, time.monotonic()
        waiting.tries += 1
        try:
            line.channel.send(head.encode("latin-1") + body)
        except ChannelLost:
            self._lost(line)
        else:
            self._watch(line)

    def _wait(self) -> None:
        ready = self._selector.select(1.0)
        for key, events in ready:
            line: _Line = key.data
            try:
                answer = line.channel.step(readable=bool(events & selectors.EVENT_READ))
            except ChannelLost:
                self._lost(line)
                continue
            self._watch(line)
            if answer is not None and line.waiting is not None:
                self._answered(line, answer)
        if not ready:
            late = time.monotonic() - ANSWER_S
            for line in [line for line in self._lines() if line.waiting and line.since < late]:
                self._lost(line)

    def _watch(self, line: _Line) -> None:
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if line.channel.wants_write else 0)
        if events != line.events:
            line.events = events
            self._selector.modify(line.channel.socket, events, line)

    def _lost(self, line: _Line) -> None:
        waiting, was_used = line.waiting, line.used > 0
        self._drop(line)
        if waiting is None:
            return
        if was_used and waiting.tries < MAX_TRIES:
            line.service.queue.appendleft(waiting)
            return
        until = self._now() + UNREACHED_PAUSE
        self._report(waiting.parcel, "later", until)
        if not was_used:
            self._give_back(line.service, "later", until)

    def _drop(self, line: _Line) -> None:
        self._selector.unregister(line.channel.socket)
        line.channel.close()
        line.service.lines.remove(line)
        line.waiting = None

    def _answered(self, line: _Line, answer: Answer) -> None:
        waiting, line.waiting = line.waiting, None
        assert waiting is not None
        line.used += 1
        if answer.closes:
            self._drop(line)
        parcel, status = waiting.parcel, answer.status
        if 200 <= status < 300:
            self._report(parcel, "sent")
        elif status in (404, 410):
            self._report(parcel, "gone")
        elif status == 413 and waiting.message != parcel.short:
            waiting.message = parcel.short
            line.service.queue.appendleft(waiting)
        elif status == 429 or status >= 500:
            until = self._now() + _pause(answer.retry_after, self._now())
            self._report(parcel, "later", until)
            self._give_back(line.service, "later", until)
        else:
            self._report(parcel, "failed")


def _pause(asked: str | None, now: datetime) -> timedelta:
    """What `Retry-After` says, seconds or a date, within bounds; a while where it says nothing that can be read."""
    if asked is None:
        return UNREACHED_PAUSE
    try:
        pause = (
            timedelta(seconds=int(asked[:6]))
            if asked.isascii() and asked.isdigit()
            else parsedate_to_datetime(asked) - now
        )
    except (ValueError, TypeError):
        return UNREACHED_PAUSE
    return min(max(pause, MIN_PAUSE), MAX_PAUSE)
