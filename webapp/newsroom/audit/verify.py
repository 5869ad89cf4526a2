"""Whether a trail is whole: walks its entries in order, and names what was changed, moved, added or is missing. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson

from webapp.newsroom.audit.chain import BEGINNING, ChainKey, Head
from webapp.newsroom.audit.entry import Trail
from webapp.newsroom.audit.gaps import MAX_FAULTS, Gap
from webapp.newsroom.times import rfc3339


class Stored(NamedTuple):
    """An entry as it is stored: its id in the store, its canonical JSON and its link; `b""` where a field is missing."""

    id: str
    text: bytes
    link: str


@dataclass
class Span:
    """Entries signed by a key that is not known here."""

    count: int
    first: int
    last: int


@dataclass
class Verdict:
    """`entries` were looked at. `faults` are named, at most `MAX_FAULTS` of them; `more` others were found. `strange` has, by
    the key's id, entries signed by keys not known here, `amid` those ids that cannot be of a key before this one, with a number
    near them: they turn up after an entry of a known key, or the first such entry does not name them.
    """

    entries: int = 0
    dropped: int = 0
    faults: list[str] = field(default_factory=list)
    more: int = 0
    strange: dict[str, Span] = field(default_factory=dict)
    amid: dict[str, int] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        return not self.faults and not self.amid


class Walk:
    """Feed it entries in the order of the store, then call `end`."""

    def __init__(
        self, trail: Trail, key: ChainKey, gaps: Iterable[Gap], start: Head | None = BEGINNING, rehearsal: bool = False
    ) -> None:
        """`rehearsal`: of that trail. `start` is the head before the first entry; `None`: wherever the first entry says."""
        self.verdict = Verdict()
        self._trail = trail
        self._rehearsal = rehearsal
        self._key = key
        self._known_since = 0
        self._last_strange = ""
        self._next, self._prev = (start.n + 1, start.link) if start else (0, "")
        self._any_prev = start is None
        self._missing: list[tuple[int, int]] = []
        self._gaps: dict[int, Gap] = {}
        self._accepted: list[Gap] = []
        for gap in sorted(gaps, key=lambda gap: gap.why != "accepted"):
            self._take_gap(gap)

    def feed(self, entries: Sequence[Stored]) -> None:
        for entry in entries:
            self._one(entry)

    def end(self, before: Head | None = None, after: Head | None = None) -> Verdict:
        """The verdict. `before` and `after` are what the store said the newest entry was when the walk began, and when it had
        ended.
        """
        if before:
            self._cross_gaps(before.n + 1)
            if before.n >= self._next:
                self._missing.append((self._next, before.n))
        last = self._next - 1
        if after and (after.n < last or (after.n == last and not self._any_prev and after.link != self._prev)):
            self._fault(
                last, f"the store says that entry {after.n} is the newest, and that is not entry {last}, which is there"
            )
        for first, last in self._missing:
            if not any(gap.first <= first and last <= gap.last for gap in self._accepted):
                self._fault(
                    0, f"entry {first} is missing" if first == last else f"entries {first} to {last} are missing"
                )
        return self.verdict

    def _one(self, entry: Stored) -> None:
        self.verdict.entries += 1
        plain = plain_of(entry.text)
        n = plain.get("n")
        if not isinstance(n, int) or n < 1 or plain.get("trail") != self._trail or self._is_foreign(plain):
            self._fault(0, f"what stands at {entry.id} is no entry of this trail: it was added")
            return
        named = f"entry {n} ({_named(plain)})"
        well = self._key.made(plain.get("key"), entry.text, entry.link)
        if self._next == 0:
            self._next = n
        self._cross_gaps(n)
        if well is None:
            self._note_strange(plain.get("key"), n)
        elif well:
            self._note_known(n, plain.get("key_before"))
        if n < self._next:
            self._out_of_place(n, named, well)
            return
        if n > self._next:
            if well is False:
                self._fault(n, f"{named} was added or changed: its link does not fit it")
                return
            self._missing.append((self._next, n - 1))
            self._any_prev = True
        if well is False:
            self._fault(n, f"{named} was changed: its link does not fit it")
        elif not self._any_prev and plain.get("prev") != self._prev:
            self._fault(n, f"{named} does not follow entry {n - 1} as that stands: one of the two was put in its place")
        # Where the entry is not as it was, its successor may know another link than the one beside it.
        self._next, self._prev, self._any_prev = n + 1, entry.link, well is False

    def _is_foreign(self, plain: dict[str, Any]) -> bool:
        return bool(plain.get("rehearsal")) != self._rehearsal

    def _out_of_place(self, n: int, named: str, well: bool | None) -> None:
        for place, (first, last) in enumerate(self._missing):
            if first <= n <= last and well is not False:
                self._missing[place : place + 1] = [
                    span for span in ((first, n - 1), (n + 1, last)) if span[0] <= span[1]
                ]
                self._fault(n, f"{named} was moved: it stands after entry {self._next - 1}")
                return
        self._fault(
            n, f"{named} was added: it stands after entry {self._next - 1}, and there is an entry of this number"
        )

    def _take_gap(self, gap: Gap) -> None:
        mine = gap.is_ours(self._key)
        if (
            mine is False
            or (mine is None and gap.why == "accepted")
            or gap.trail != self._trail
            or gap.last < gap.first
        ):
            self._fault(
                0, f"the checkpoint for entries {gap.first} to {gap.last} was not made by the desk, or was changed"
            )
            return
        if gap.why == "accepted":
            self._accepted.append(gap)
        else:
            self._gaps[gap.first] = gap
            for fault in gap.faults:
                self._fault(gap.last, f"{fault} (found when it was dropped, {rfc3339(gap.at)})")

    def _cross_gaps(self, until: int) -> None:
        """Goes on past what was dropped next, as far as the entry `until`."""
        while self._next < until and (gap := self._gaps.pop(self._next, None)):
            if not self._any_prev and gap.after != self._prev:
                self._fault(
                    gap.first, f"entries {gap.first} to {gap.last}, now dropped, did not follow what is before them"
                )
            if gap.is_ours(self._key) is None:
                self._note_strange(gap.key, gap.first, gap.last)
            else:
                self._note_known(gap.first, None)
            self.verdict.dropped += gap.last - gap.first + 1
            self._next, self._prev, self._any_prev = gap.last + 1, gap.link, not gap.link

    def _note_strange(self, key: Any, first: int, last: int | None = None) -> None:
        name = self._last_strange = str(key)[:16]
        last = last or first
        if self._known_since and first > self._known_since and not self._is_accepted(first):
            self.verdict.amid.setdefault(name, first)
        span = self.verdict.strange.setdefault(name, Span(0, first, last))
        span.count, span.first, span.last = span.count + last - first + 1, min(span.first, first), max(span.last, last)

    def _note_known(self, n: int, key_before: Any) -> None:
        """The first that is signed by a known key has to name the unknown one before it: else that was put there since."""
        if (
            not self._known_since
            and self._last_strange
            and key_before != self._last_strange
            and not self._is_accepted(n)
        ):
            self.verdict.amid.setdefault(self._last_strange, n)
        self._known_since = self._known_since or n

    def _is_accepted(self, n: int) -> bool:
        return any(gap.first <= n <= gap.last for gap in self._accepted)

    def _fault(self, n: int, text: str) -> None:
        """Notes a fault of entry `n` (0: of none), unless a person has accepted it."""
        if self._is_accepted(n):
            return
        if len(self.verdict.faults) < MAX_FAULTS:
            self.verdict.faults.append(text)
        else:
            self.verdict.more += 1


def plain_of(text: bytes) -> dict[str, Any]:
    """The fields of an entry; none where `text` is no JSON object."""
    try:
        plain = orjson.loads(text)
    except orjson.JSONDecodeError:
        return {}
    return plain if isinstance(plain, dict) else {}


def _named(plain: dict[str, Any]) -> str:
    at, by, did, what = (str(plain.get(name, "?")) for name in ("at", "by", "did", "what"))
    return f"{at} {by[:60]}: {did[:60]}, {what if len(what) <= 60 else what[:59] + '…'}"
