"""The embeds that have a connection to this process, by the host on whose pages they stand.

Nothing is done here for an event: a reader is noted when it comes and goes, and looked at when it is reported.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from webapp.newsroom.embeds.fleet import HostUse
from webapp.newsroom.embeds.hosts import is_covered
from webapp.newsroom.events import BreakingChange
from webapp.store.board.replica import Replica

MAX_HOSTS = 300
"""Hosts that are known to one process; beyond, one that has nobody connected is forgotten."""

_TAKEN_BACK = ("corrected", "withdrawn")


@dataclass(eq=False, slots=True)
class EmbedReader:
    """An open connection of an embed. `place` is the last event that it was given, `is_revoked` says that it ends now."""

    host: str
    version: str
    pieces: tuple[str, ...]
    place: tuple[str, int] = ("", 0)
    is_revoked: bool = False


@dataclass(eq=False, slots=True)
class _Host:
    readers: set[EmbedReader] = field(default_factory=set)
    not_reported: int = 0
    minute: int = 0
    this_minute: int = 0
    last_minute: int = 0


class EmbedVisits:
    """`wake` has every open connection look whether it goes on."""

    def __init__(self, replica: Replica, wake: Callable[[], None] = lambda: None) -> None:
        self._replica = replica
        self._wake = wake
        self._hosts: OrderedDict[str, _Host] = OrderedDict()
        self.revoked: frozenset[str] = frozenset()

    def refuses(self, host: str) -> bool:
        return is_covered(host, self.revoked)

    def revoke(self, hosts: Collection[str]) -> None:
        """These hosts are revoked now, and no others; who is connected from one of them is sent away."""
        self.revoked = frozenset(hosts)
        gone = [reader for known in self._hosts.values() for reader in known.readers if self.refuses(reader.host)]
        for reader in gone:
            reader.is_revoked = True
        if gone:
            self._wake()

    def enter(self, reader: EmbedReader, now: datetime, *, is_new: bool) -> None:
        """Somebody's embed is connected; `is_new` where its page was just opened."""
        known = self._hosts.pop(reader.host, None) or _Host()
        self._hosts[reader.host] = known
        known.readers.add(reader)
        known.not_reported += is_new
        _count(known, now)
        if len(self._hosts) > MAX_HOSTS:
            idle = next((host for host, one in self._hosts.items() if not one.readers), None)
            if idle is not None:
                del self._hosts[idle]

    def leave(self, reader: EmbedReader) -> None:
        known = self._hosts.get(reader.host)
        if known is not None:
            known.readers.discard(reader)

    def opened(self) -> dict[str, int]:
        """Pages that were opened since this was last asked, by host."""
        counts = {host: known.not_reported for host, known in self._hosts.items() if known.not_reported}
        for host in counts:
            self._hosts[host].not_reported = 0
        return counts

    def count_again(self, opened: Mapping[str, int]) -> None:
        """What could not be reported is reported with the next."""
        for host, count in opened.items():
            if host in self._hosts:
                self._hosts[host].not_reported += count

    def uses(self, now: datetime) -> dict[str, HostUse]:
        """By host, what stands there now."""
        minute = int(now.timestamp()) // 60
        behind: dict[tuple[str, int], tuple[str, ...]] = {}
        uses = {}
        for host, known in list(self._hosts.items()):
            opened = known.this_minute if known.minute == minute else 0
            opened += known.last_minute if known.minute == minute else known.this_minute * (known.minute == minute - 1)
            readers = list(known.readers)
            late = Counter(item for one in readers for item in self._not_given(one.place, behind))
            uses[host] = HostUse(
                readers=len(readers), opened=opened, versions=dict(Counter(one.version for one in readers)),
                pieces=dict(Counter(piece for one in readers for piece in one.pieces)), behind=dict(late),
            )  # fmt: skip
        return {host: use for host, use in uses.items() if use.readers or use.opened}

    def _not_given(self, place: tuple[str, int], known: dict[tuple[str, int], tuple[str, ...]]) -> tuple[str, ...]:
        """The headlines whose correction or withdrawal came after `place`."""
        board = self._replica.board
        if place == (board.epoch, board.seq) or not place[0]:
            return ()
        if place not in known:
            missed = self._replica.missed(*place) or ()
            changes = [event.content for event in missed]
            known[place] = tuple(
                {one.item.id for one in changes if isinstance(one, BreakingChange) and one.action in _TAKEN_BACK}
            )
        return known[place]


def _count(known: _Host, now: datetime) -> None:
    minute = int(now.timestamp()) // 60
    if minute != known.minute:
        known.last_minute = known.this_minute if minute == known.minute + 1 else 0
        known.minute, known.this_minute = minute, 0
    known.this_minute += 1
