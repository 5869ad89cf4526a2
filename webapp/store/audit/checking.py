"""Walks a whole trail, in batches, and says whether it is as the desk wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from webapp.newsroom.audit.chain import BEGINNING, ChainKey, Head
from webapp.newsroom.audit.entry import Trail
from webapp.newsroom.audit.gaps import Gap
from webapp.newsroom.audit.verify import Stored, Verdict, Walk, plain_of
from webapp.store.board.entries import seq_of
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors
from webapp.store.core.stored import parse_stored

BATCH_ENTRIES = 500
"""Read at once: some 200 kB, and a millisecond of the store."""

TRIES = 3

EVENTS_LOOKED_AT = 1_000


class Unchained(NamedTuple):
    """What builds before the chain wrote: so many `entries`, of which `late` since the chain began, at `newest` the last.
    `added` names those that no build can have written.
    """

    entries: int
    late: int
    newest: str
    added: list[str]


class AuditCheck:
    """Raises `StoreAway` when the store does not answer."""

    def __init__(self, store: Store, key: ChainKey, rehearsal: bool = False) -> None:
        self._store = store
        self._key = key
        self._rehearsal = rehearsal

    def verdict(self, trail: Trail) -> Verdict:
        """Of all of `trail` as it stood when it began. Entries that are dropped meanwhile are looked for again."""
        found = self._walked(trail)
        for _ in range(TRIES - 1):
            if found[0].whole or found[1] == self.gaps(trail):
                break
            found = self._walked(trail)
        return found[0]

    def _walked(self, trail: Trail) -> tuple[Verdict, list[Gap]]:
        gaps, head = self.gaps(trail), self.head(trail)
        walk = Walk(trail, self._key, gaps, rehearsal=self._rehearsal)
        for batch in self.batches(trail):
            walk.feed(batch)
        return walk.end(head, self.head(trail)), gaps

    def unrecorded(self) -> list[int]:
        """The newest headlines' events on the log that no entry stands for: what was cut off the end of the trail together with
        the store's word of its newest entry.
        """
        with store_errors():
            events = self._store.xrevrange(keys.LOG, count=EVENTS_LOOKED_AT)
            chained = self._store.xrevrange(keys.audit("changes")[0], count=EVENTS_LOOKED_AT)
            before = self._store.xrevrange(keys.UNCHAINED["changes"], count=EVENTS_LOOKED_AT)
        if not chained:
            return []
        seqs = [seq for _, fields in chained if isinstance(seq := plain_of(fields.get(b"entry", b"")).get("seq"), int)]
        seqs += [int(fields[b"seq"]) for _, fields in before if fields.get(b"seq", b"").isdigit()]
        last = max(seqs, default=0)
        found = (seq_of(entry) for entry in events if entry[1].get(b"type") == b"breaking")
        return sorted(seq for seq in found if seq > last)

    def gaps(self, trail: Trail) -> list[Gap]:
        """Raises `NewerBuild` for one that this build cannot read."""
        with store_errors():
            found = self._store.hgetall(keys.audit_gaps(trail))
        return sorted((parse_stored(Gap, text) for text in found.values()), key=lambda gap: gap.first)

    def head(self, trail: Trail) -> Head:
        with store_errors():
            n, link = self._store.hmget(keys.audit(trail)[1], ["n", "link"])
        return Head(int(n), (link or b"").decode("utf-8", "replace")) if n and n.isdigit() else BEGINNING

    def batches(self, trail: Trail) -> Iterator[list[Stored]]:
        """All entries, the oldest first."""
        start = "-"
        while True:
            with store_errors():
                found = self._store.xrange(keys.audit(trail)[0], start, "+", BATCH_ENTRIES)
            if found:
                yield [_stored(entry) for entry in found]
            if len(found) < BATCH_ENTRIES:
                return
            start = f"({found[-1][0].decode()}"

    def unchained(self, trail: Trail) -> Unchained:
        """Those of builds before the chain. Each such build also kept the entry's id in a list of its actor's."""
        stream = keys.UNCHAINED[trail]
        with store_errors():
            first = self._store.xrange(keys.audit(trail)[0], "-", "+", 1)
            count = self._store.xlen(stream)
        late, newest, added = 0, "", list[str]()
        start = f"({first[0][0].decode()}" if first else "+"
        lists: dict[str, set[bytes]] = {}
        while first:
            with store_errors():
                found = self._store.xrange(stream, start, "+", BATCH_ENTRIES)
            for entry_id, fields in found:
                by = fields.get(b"by", b"").decode("utf-8", "replace")
                if by not in lists:
                    with store_errors():
                        lists[by] = set(self._store.lrange(keys.unchained_ids(trail, by), 0, -1))
                late, newest = late + 1, fields.get(b"at", b"?").decode("utf-8", "replace")
                if entry_id not in lists[by]:
                    added.append(entry_id.decode())
            if len(found) < BATCH_ENTRIES:
                break
            start = f"({found[-1][0].decode()}"
        return Unchained(count, late, newest, added)


def _stored(entry: tuple[bytes, dict[bytes, bytes]]) -> Stored:
    entry_id, fields = entry
    return Stored(entry_id.decode(), fields.get(b"entry", b""), fields.get(b"link", b"").decode("utf-8", "replace"))
