"""What is missing from the audit trail with good reason: a signed checkpoint stands for it, so that the rest still verifies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from webapp.newsroom.audit.chain import ChainKey, canonical
from webapp.newsroom.audit.entry import Trail
from webapp.newsroom.model import Value
from webapp.newsroom.times import Instant

MAX_FAULTS = 20
"""Named of one gap, or in one check; more are counted."""


class Gap(Value):
    """Entries `first` to `last` were dropped for their age, because there were too many, or damage to them was `accepted` by a
    person. `after` is the link before them, `link` that of the last one; either is empty where it is not known. `faults` are
    what was wrong with them then. `mac` is the HMAC of all else.
    """

    trail: Trail
    first: int = Field(ge=1)
    last: int = Field(ge=1)
    after: str = ""
    link: str = ""
    why: Literal["age", "count", "accepted"]
    at: Instant
    by: str = ""
    note: str = ""
    faults: tuple[str, ...] = ()
    key: str = ""
    mac: str = ""

    def signed(self, key: ChainKey) -> Gap:
        keyed = self.model_copy(update={"key": key.id, "mac": ""})
        return keyed.model_copy(update={"mac": key.link(keyed._text())})

    def is_ours(self, key: ChainKey) -> bool | None:
        """Whether the desk made it; `None` where its key is not known here."""
        return key.made(self.key, self._text(), self.mac)

    def touches(self, other: Gap) -> bool:
        return other.last + 1 >= self.first and other.first <= self.last + 1

    def _text(self) -> bytes:
        return canonical({name: value for name, value in self.dump().items() if name != "mac"})


def joined(one: Gap, touching: Iterable[Gap]) -> Gap:
    """`one` with those that touch it, as one gap that is not signed yet."""
    run = sorted([one, *touching], key=lambda gap: gap.first)
    newest = max(run, key=lambda gap: gap.last)
    faults = [fault for gap in run for fault in gap.faults]
    if any(gap.first <= one.first <= gap.last for gap in run if gap is not one):
        faults.append(f"entry {one.first} was added: one of this number had been dropped before")
    return one.model_copy(
        update={
            "first": run[0].first, "after": run[0].after, "last": newest.last, "link": newest.link,
            "faults": tuple(dict.fromkeys(faults))[:MAX_FAULTS],
        }
    )  # fmt: skip
