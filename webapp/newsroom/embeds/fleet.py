"""What stands where: the embeds on partner sites as web processes report them, and as staff see them. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from pydantic import Field

from webapp.newsroom.model import Value
from webapp.newsroom.times import Instant

Counts = dict[str, int]


class HostUse(Value):
    """A host's embeds in one process, or in all.

    `readers` have a connection open now; `opened` were opened within the last minute. `versions` and `pieces` are readers by the
    version of the script and by what they show. `behind` are, by headline, readers that have not been given its
    correction or withdrawal.
    """

    readers: int = 0
    opened: int = 0
    versions: Counts = Field(default_factory=dict)
    pieces: Counts = Field(default_factory=dict)
    behind: Counts = Field(default_factory=dict)


class HostSeen(Value):
    """What is kept of a host: since when and until when its embeds were seen, and in which versions of the script."""

    first: Instant
    last: Instant
    versions: tuple[str, ...] = ()


class Revoked(Value):
    """A host, with its subdomains, that no longer gets the station's news in embeds."""

    by: str
    at: Instant
    reason: str = ""


@dataclass(frozen=True)
class HostRow:
    """A host as the panel shows it."""

    host: str
    use: HostUse
    today: int
    seen: HostSeen | None
    revoked: Revoked | None


def together(uses: Iterable[HostUse]) -> HostUse:
    """The use of one host in all processes."""
    readers = opened = 0
    versions, pieces, behind = Counter[str](), Counter[str](), Counter[str]()
    for use in uses:
        readers, opened = readers + use.readers, opened + use.opened
        versions.update(use.versions)
        pieces.update(use.pieces)
        behind.update(use.behind)
    return HostUse(readers=readers, opened=opened, versions=dict(versions), pieces=dict(pieces), behind=dict(behind))


def host_rows(
    reports: Iterable[Mapping[str, HostUse]],
    seen: Mapping[str, HostSeen],
    today: Mapping[str, int],
    revoked: Mapping[str, Revoked],
) -> list[HostRow]:
    """Every host that is known: those that still show what was withdrawn first, then by readers now and today."""
    by_host: dict[str, list[HostUse]] = {}
    for report in reports:
        for host, use in report.items():
            by_host.setdefault(host, []).append(use)
    rows = [
        HostRow(
            host=host, use=together(by_host.get(host, ())), today=today.get(host, 0), seen=seen.get(host),
            revoked=revoked.get(host),
        )
        for host in {*by_host, *seen, *revoked}
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (not row.use.behind, -row.use.readers, -row.today, row.host))


def seen_again(before: HostSeen | None, versions: Iterable[str], now: datetime, most: int) -> HostSeen:
    """What is kept of a host that is seen at `now` with `versions`; the last `most` of them."""
    known = [version for version in before.versions if version not in versions] if before else []
    kept = (*known, *versions)[-most:]
    if before is None:
        return HostSeen(first=now, last=now, versions=kept)
    return before.model_copy(update={"last": now, "versions": kept})
