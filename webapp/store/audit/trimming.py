"""Drops entries of the audit trail that are too old or too many, and leaves signed checkpoints for them.

Too old: the oldest. Too many: whoever has most entries loses the oldest of them, so that nobody pushes out what others did.
What was wrong with an entry when it was dropped stands in its checkpoint.
"""

from __future__ import annotations

from bisect import bisect, insort
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

import orjson

from webapp.newsroom.audit.chain import ChainKey
from webapp.newsroom.audit.entry import TRAILS, Trail
from webapp.newsroom.audit.gaps import MAX_FAULTS, Gap, joined
from webapp.newsroom.audit.verify import Stored, Walk, plain_of
from webapp.newsroom.times import rfc3339
from webapp.store.audit.checking import AuditCheck
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import script, store_errors

AT_ONCE = 500
"""Entries that one checkpoint more stands for."""

ROOM = 0.9
"""Too many are dropped down to this share of what may be kept, so that it is not begun again at once."""


class Trimming:
    """Keeps at most `max_entries` of each trail, for at most `days`. Raises `StoreAway` when the store does not answer."""

    def __init__(self, store: Store, key: ChainKey, max_entries: int, days: int, rehearsal: bool = False) -> None:
        self._store = store
        self._key = key
        self._max_entries = max_entries
        self._age = timedelta(days=days)
        self._check = AuditCheck(store, key, rehearsal)
        self._rehearsal = rehearsal
        self._drop = script(store, "chain_drop")

    def trim(self, now: datetime) -> int:
        """Returns how many entries were dropped."""
        return sum(self._trim(trail, now) + self._trim_unchained(trail, now) for trail in TRAILS)

    def is_due(self, now: datetime) -> bool:
        """Whether there is something to drop: a quick look."""
        oldest = rfc3339(now - self._age)
        for trail in TRAILS:
            with store_errors():
                count = self._store.xlen(keys.audit(trail)[0])
                first = self._store.xrange(keys.audit(trail)[0], "-", "+", 1)
                before = self._store.xrange(keys.UNCHAINED[trail], "-", "+", 1)
            at = [str(plain_of(fields.get(b"entry", b"")).get("at", "")) for _, fields in first]
            at += [fields.get(b"at", b"").decode("utf-8", "replace") for _, fields in before]
            if count > self._max_entries or any(one < oldest for one in at if one):
                return True
        return False

    def _trim(self, trail: Trail, now: datetime) -> int:
        return self._dropped(trail, self._too_old(trail, now), "age", now) + self._dropped(
            trail, self._too_many(trail), "count", now
        )

    def _too_old(self, trail: Trail, now: datetime) -> Iterator[Stored]:
        oldest, newest = rfc3339(now - self._age), self._check.head(trail)
        for batch in self._check.batches(trail):
            for entry in batch:
                if entry.link == newest.link or str(plain_of(entry.text).get("at", "")) >= oldest:
                    return
                yield entry

    def _too_many(self, trail: Trail) -> Iterator[Stored]:
        with store_errors():
            count = self._store.xlen(keys.audit(trail)[0])
        if count <= self._max_entries:
            return
        newest = self._check.head(trail)
        each = Counter(str(plain_of(entry.text).get("by")) for batch in self._check.batches(trail) for entry in batch)
        over = _shares(each, count - int(self._max_entries * ROOM))
        for batch in self._check.batches(trail):
            for entry in batch:
                by = str(plain_of(entry.text).get("by"))
                if over[by] > 0 and entry.link != newest.link:
                    over[by] -= 1
                    yield entry

    def _dropped(self, trail: Trail, entries: Iterable[Stored], why: Literal["age", "count"], now: datetime) -> int:
        gaps: _Gaps | None = None
        dropped = 0
        for run in _runs(entries):
            gaps = gaps or _Gaps(self._stored_gaps(trail))
            gap = self._gap(trail, run, why, now)
            whole, replaced = gaps.joined_with(gap, self._may_follow(run[0]))
            signed = whole.signed(self._key)
            text = orjson.dumps(signed.dump())
            args: list[bytes | str | int] = [len(run), *(entry.id for entry in run), gap_field(signed), text]
            args += [part for one in replaced for part in (gap_field(one.gap), one.text)]
            with store_errors():
                gone = int(self._drop(keys=[keys.audit(trail)[0], keys.audit_gaps(trail)], args=args))
            if gone < 0:
                return dropped  # another process trims
            gaps.replace(replaced, _StoredGap(signed, text))
            dropped += gone
        return dropped

    def _may_follow(self, entry: Stored) -> Callable[[Gap], bool]:
        """Whether a checkpoint is this key's, or of one before it that `entry`, dropped next, is signed by or names."""
        plain = plain_of(entry.text)
        named = (
            plain.get("key_before") if self._key.made(plain.get("key"), entry.text, entry.link) else plain.get("key")
        )
        return lambda gap: bool(gap.is_ours(self._key)) or gap.key == named

    def _gap(self, trail: Trail, run: list[Stored], why: Literal["age", "count"], now: datetime) -> Gap:
        """For entries with consecutive numbers."""
        first, last = plain_of(run[0].text), plain_of(run[-1].text)
        walk = Walk(trail, self._key, (), start=None, rehearsal=self._rehearsal)
        walk.feed(run)
        faults = tuple(walk.end().faults[:MAX_FAULTS])
        return Gap(
            trail=trail, first=first["n"], last=last["n"], after=str(first.get("prev", "")), link=run[-1].link, why=why,
            at=now, faults=faults,
        )  # fmt: skip

    def _stored_gaps(self, trail: Trail) -> list[_StoredGap]:
        """Those that this key does not refute."""
        with store_errors():
            found = self._store.hgetall(keys.audit_gaps(trail))
        gaps = [_StoredGap(Gap.load(orjson.loads(text)), text) for text in found.values()]
        return [one for one in gaps if one.gap.why != "accepted" and one.gap.is_ours(self._key) is not False]

    def _trim_unchained(self, trail: Trail, now: datetime) -> int:
        """What older builds wrote goes by age alone; nothing is added to it."""
        oldest, dropped = rfc3339(now - self._age).encode(), 0
        while True:
            with store_errors():
                found = self._store.xrange(keys.UNCHAINED[trail], "-", "+", AT_ONCE)
                ids = [entry_id for entry_id, fields in found if fields.get(b"at", b"") < oldest]
                dropped += self._store.xdel(keys.UNCHAINED[trail], *ids) if ids else 0
            if len(ids) < AT_ONCE:
                return dropped


class _StoredGap(NamedTuple):
    gap: Gap
    text: bytes


class _Gaps:
    """Checkpoints in order."""

    def __init__(self, gaps: Iterable[_StoredGap]) -> None:
        self._gaps = sorted(gaps, key=_first)

    def joined_with(self, gap: Gap, may_join: Callable[[Gap], bool]) -> tuple[Gap, list[_StoredGap]]:
        """`gap` and those that touch it and `may_join` as one, not signed yet; and which those were."""
        place = bisect(self._gaps, gap.first, key=_first)
        near = [one for one in self._gaps[max(0, place - 1) : place + 1] if gap.touches(one.gap) and may_join(one.gap)]
        return joined(gap, [one.gap for one in near]), near

    def replace(self, replaced: Iterable[_StoredGap], one: _StoredGap) -> None:
        for old in replaced:
            self._gaps.remove(old)
        insort(self._gaps, one, key=_first)


def _first(one: _StoredGap) -> int:
    return one.gap.first


def put_gap(store: Store, gap: Gap) -> None:
    """Stores a signed one. Raises `StoreAway`."""
    with store_errors():
        store.hset(keys.audit_gaps(gap.trail), gap_field(gap), orjson.dumps(gap.dump()))


def gap_field(gap: Gap) -> str:
    return f"accepted:{gap.first}" if gap.why == "accepted" else str(gap.first)


def _shares(each: Counter[str], excess: int) -> Counter[str]:
    """How many entries each loses, `excess` together: as if those who have most were levelled down, the highest first."""
    low, high = 0, max(each.values(), default=0)
    while low < high:  # the highest level that takes enough
        level = (low + high + 1) // 2
        if sum(max(0, count - level) for count in each.values()) >= excess:
            low = level
        else:
            high = level - 1
    return Counter({by: count - low for by, count in each.items() if count > low})


def _runs(entries: Iterable[Stored]) -> Iterator[list[Stored]]:
    """Those with consecutive numbers together, at most `AT_ONCE`; what has no number stays, for `airwire check` to name."""
    run: list[Stored] = []
    last = 0
    for entry in entries:
        n = plain_of(entry.text).get("n")
        if not isinstance(n, int) or n < 1:
            continue
        if run and (n != last + 1 or len(run) == AT_ONCE):
            yield run
            run = []
        run.append(entry)
        last = n
    if run:
        yield run
