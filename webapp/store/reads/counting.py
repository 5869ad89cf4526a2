"""Counts reads: builds the script's command for a batch of reads, in wire format.

Most arguments are the same for all reads of one minute, and are packed once.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from webapp.newsroom.errors import FieldError, Invalid, NewsroomError
from webapp.newsroom.model import Via
from webapp.newsroom.reads.identity import MAX_TOKEN_AGE, REPEAT_WINDOW, Reader, ReadProof, TokenUsed, salted_mark
from webapp.newsroom.reads.ranking import MINUTES, WINDOWS
from webapp.newsroom.times import unix_ms
from webapp.store.core import keys
from webapp.store.core.batches import Batches, OnResult, packed
from webapp.store.core.client import Store
from webapp.store.core.connection import script
from webapp.store.reads.salts import DaySalts, Salts

Outcome = Literal["counted", "repeat", "bot"]

HOUR_BUCKETS = WINDOWS["24h"]
"""Repeats, bots and ways are kept by the hour, as long as the hourly tallies."""

COUNTED_IN = (*WINDOWS.values(), MINUTES)
STRETCH_MS = min(of.width_s for of in COUNTED_IN) * 1000
"""The narrowest bucket. Every bucket begins where one of these does."""


def _delta_ms(delta: timedelta) -> int:
    return int(delta.total_seconds() * 1000)


KEYS_PER_READ, ARGUMENTS_PER_READ = 6, 3
"""For one read, beside the keys and arguments that all reads of a stretch share. Those of an article are cached."""


class _Stretch(NamedTuple):
    """One minute of reads: `keys` and `arguments` count what all reads share, `packed_…` hold it."""

    number: int
    day: str
    hour: int
    keys: int
    packed_keys: bytes
    arguments: int
    packed_arguments: bytes


class Read(NamedTuple):
    """One read with a valid proof, to be counted. `at_ms` is Unix time in milliseconds."""

    article: str
    proof: ReadProof
    reader: Reader
    at_ms: int
    via: Via


class Counting:
    """Each read is one run of the script, sent in a batch with others."""

    def __init__(self, store: Store, salts: DaySalts) -> None:
        self._batches = Batches(
            store, script(store, "count_reads"), lambda read: read.at_ms // STRETCH_MS, self._command, _outcome
        )
        self._salts = salts
        self._stretch = _Stretch(-1, "", 0, 0, b"", 0, b"")

    def put(self, read: Read, on_result: OnResult) -> None:
        """Queues a read and returns at once; raises `StoreAway` when too many wait.

        `on_result` receives an `Outcome`, or in its place `Invalid` for an article that is not published, `TokenUsed`,
        or `StoreAway`; then nothing is counted.
        """
        self._batches.put(read, on_result)

    def _command(self, reads: list[Read]) -> bytes:
        """The command for reads of one stretch."""
        now = datetime.fromtimestamp(reads[0].at_ms / 1000, UTC)
        salts = self._salts.at(now)
        if self._stretch.number != reads[0].at_ms // STRETCH_MS:
            self._stretch = _stretch(now)
        of = self._stretch
        asked = [_of_read(read, salts, of) for read in reads]
        head = self._batches.head(of.keys + KEYS_PER_READ * len(asked), of.arguments + ARGUMENTS_PER_READ * len(asked))
        names, said = zip(*asked, strict=True)
        return b"".join((head, of.packed_keys, *names, of.packed_arguments, *said))


def _of_read(read: Read, salts: Salts, stretch: _Stretch) -> tuple[bytes, bytes]:
    """The packed keys and arguments of one read."""
    article, (identity, nonce), reader, at_ms, via = read
    other = reader.other_identity(identity)
    mark = _seen(salts.today, article, identity)
    before = _seen(salts.before, article, identity) if salts.before else mark
    also = _seen(salts.today, article, other) if other else mark
    shared, name = _of_article(article, stretch.day, via, stretch.hour)
    return packed(keys.spent(nonce)) + mark + before + also + shared, name + packed(at_ms) + _IS_BOT[reader.is_bot]


_IS_BOT = packed(0), packed(1)


def _seen(salt: bytes, article: str, identity: str) -> bytes:
    """The packed key of a reader's mark."""
    return _SEEN % salted_mark(salt, article, identity).encode()


_SEEN = packed(keys.seen("%" * 16)).replace(b"%" * 16, b"%b")


@lru_cache(maxsize=4096)
def _of_article(article: str, day: str, via: Via, hour: int) -> tuple[bytes, bytes]:
    """The packed keys and arguments that the reads of an article share."""
    return packed(keys.readers(day, article), keys.came_by(via, hour)), packed(article)


def _stretch(now: datetime) -> _Stretch:
    hour = HOUR_BUCKETS.start(now)
    tallies = [keys.tally(of.width_s, of.start(now)) for of in COUNTED_IN]
    names = [keys.NEWEST, keys.left_out("repeats", hour), keys.left_out("bots", hour), keys.COUNTING, *tallies]
    said = [
        len(tallies),
        _delta_ms(REPEAT_WINDOW),
        _delta_ms(MAX_TOKEN_AGE) + 60_000,
        HOUR_BUCKETS.keep_s,
        keys.READERS_TTL_S,
    ]
    said += [of.keep_s for of in COUNTED_IN]
    day = f"{now.astimezone(UTC):%Y%m%d}"
    return _Stretch(unix_ms(now) // STRETCH_MS, day, hour, len(names), packed(*names), len(said), packed(*said))


def _outcome(read: Read, answer: bytes) -> Outcome | NewsroomError:
    if outcome := _OUTCOMES.get(answer):
        return outcome
    if answer == b"used":
        return TokenUsed()
    problem = f"there is no article {read.article!r}"
    return Invalid("article: is not out", fields=[FieldError("article", problem)])


_OUTCOMES: dict[bytes, Outcome] = {b"counted": "counted", b"repeat": "repeat", b"bot": "bot"}
