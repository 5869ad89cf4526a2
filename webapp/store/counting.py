"""One read goes into the store: what its script is asked, packed as it goes over the wire.

Of what a read asks, most is the same for all of five minutes and is packed once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, cast

from webapp.newsroom.errors import FieldError, Invalid
from webapp.newsroom.model import Via
from webapp.newsroom.ranking import WINDOWS
from webapp.newsroom.readers import AGAIN, TOO_LATE, Proof, Reader, TokenUsed, mark
from webapp.store import keys
from webapp.store.batches import Batches, packed
from webapp.store.connection import Store, script
from webapp.store.salts import DaySalts

Outcome = Literal["counted", "repeat", "bot"]

HOURS = WINDOWS["24h"]
"""What is left out is kept by the hour, for as long as the hours' tallies."""

STRETCH_S = min(of.width_s for of in WINDOWS.values())
"""All buckets begin where one of the narrowest does."""

KEYS = 10 + len(WINDOWS)
ARGUMENTS = 8 + len(WINDOWS)


def _ms(delta: timedelta) -> int:
    return int(delta.total_seconds() * 1000)


HOLDS_AND_KEPT = packed(_ms(AGAIN), _ms(TOO_LATE) + 60_000)
PERSON, BOT = packed(0), packed(1)
TTLS = packed(HOURS.keep_s, keys.READERS_TTL_S, HOURS.keep_s, *(of.keep_s for of in WINDOWS.values()))


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Five minutes of reads by one way: what stands before, between and after the parts that differ."""

    number: int
    day: str
    opening: bytes
    left_out: bytes
    tallies: bytes


class Counting:
    """`count` is one run of the script, sent with those of others. Raises `StoreAway`."""

    def __init__(self, store: Store, salts: DaySalts) -> None:
        self._batches = Batches(store, script(store, "count_read"))
        self._salts = salts
        self._stretches: dict[Via, _Stretch] = {}

    def count(self, article: str, proof: Proof, reader: Reader, now: datetime, via: Via) -> Outcome:
        """Raises `Invalid` for an article that is not out, `TokenUsed`; then nothing is counted."""
        outcome = self._batches.ask(self._command(article, proof, reader, now, via))
        if outcome == "unknown":
            raise Invalid("article: is not out", fields=[FieldError("article", f"there is no article {article!r}")])
        if outcome == "used":
            raise TokenUsed
        return cast("Outcome", outcome)

    def _command(self, article: str, proof: Proof, reader: Reader, now: datetime, via: Via) -> bytes:
        salts = self._salts.at(now)
        stamp = now.timestamp()
        stretch = self._stretches.get(via)
        if stretch is None or stretch.number != int(stamp) // STRETCH_S:
            stretch = self._stretches[via] = self._stretch(now, via)
        differs = packed(
            keys.seen(mark(salts.today, article, proof.identity)),
            keys.seen(mark(salts.before, article, proof.identity)) if salts.before else "",
            # Who keeps no cookie stands for all at the address who were given none.
            keys.seen(mark(salts.today, article, reader.crowd)) if proof.identity == reader.place else "",
            keys.readers(stretch.day, article),
        )
        return b"".join(
            (
                stretch.opening, packed(keys.spent(proof.nonce)), stretch.left_out, differs, stretch.tallies,
                packed(article, int(stamp * 1000)), HOLDS_AND_KEPT, BOT if reader.is_bot else PERSON, TTLS,
            )
        )  # fmt: skip

    def _stretch(self, now: datetime, via: Via) -> _Stretch:
        hour, number = HOURS.start(now), int(now.timestamp()) // STRETCH_S
        tallies = (keys.tally(of.width_s, of.start(now)) for of in WINDOWS.values())
        return _Stretch(
            number=number,
            day=f"{now.astimezone(UTC):%Y%m%d}",
            opening=self._batches.head(KEYS, ARGUMENTS) + packed(keys.NEWEST),
            left_out=packed(keys.left_out("repeats", hour), keys.left_out("bots", hour)),
            tallies=packed(keys.COUNTING, keys.came_by(via, hour), *tallies),
        )
