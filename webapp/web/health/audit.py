"""Whether the audit trail is as the desk wrote it, for `airwire check`."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.newsroom.audit.entry import TRAILS, Trail
from webapp.newsroom.audit.verify import Verdict
from webapp.store.audit.checking import AuditCheck
from webapp.store.server.durability import Finding

NAMES: dict[Trail, str] = {"changes": "record of changes", "access": "record of sign-ins"}

NAMES_REHEARSAL = "record of the rehearsal"

MAX_ADDED = 5
"""Entries that are named of those that no build wrote."""

ACCEPT = "find out who could write the store; airwire audit accept notes that it is known"


def audit_findings(check: AuditCheck, rehearsal: AuditCheck | None = None) -> Iterator[Finding]:
    """Of both trails, and of the rehearsal's where there is one. Raises `StoreAway`."""
    for trail in TRAILS:
        yield from _walked(NAMES[trail], check.verdict(trail))
        yield from _unchained(NAMES[trail], trail, check)
    if rehearsal and ((verdict := rehearsal.verdict("changes")).entries or not verdict.whole):
        yield from _walked(NAMES_REHEARSAL, verdict)
    if cut := check.unrecorded():
        yield (
            False,
            f"{NAMES['changes']}: no entry stands for event {cut[0]} of the log"
            + (f", nor for {len(cut) - 1} after it" if len(cut) > 1 else "")
            + f": the end of the record was cut off; {ACCEPT}",
        )


def _walked(name: str, verdict: Verdict) -> Iterator[Finding]:
    for fault in verdict.faults:
        yield False, f"{name}: {fault}; {ACCEPT}"
    if verdict.more:
        yield False, f"{name}: and {verdict.more} more"
    yield from _other_keys(name, verdict)
    if verdict.whole:
        dropped = f", {verdict.dropped} older ones dropped and signed for" if verdict.dropped else ""
        yield True, f"{name}: {verdict.entries} entries follow one another as they were written{dropped}"


def _other_keys(name: str, verdict: Verdict) -> Iterator[Finding]:
    for key, span in verdict.strange.items():
        which = f"{span.count} entries, {span.first} to {span.last}, are signed by another SECRET_KEY (its id is {key})"
        if key in verdict.amid:
            yield (
                False,
                (
                    f"{name}: {which}, amid those of this one: a process runs with another SECRET_KEY, or entry "
                    f"{verdict.amid[key]} was changed. If that was the key before, name it in AIRWIRE_FORMER_SECRET_KEYS"
                ),
            )
        else:
            yield (
                True,
                (
                    f"{name}: {which}: that they follow one another is seen here, what they say is not proved. "
                    "AIRWIRE_FORMER_SECRET_KEYS takes the key of before"
                ),
            )


def _unchained(name: str, trail: Trail, check: AuditCheck) -> Iterator[Finding]:
    found = check.unchained(trail)
    for entry_id in found.added[:MAX_ADDED]:
        yield False, f"{name}: {entry_id} among what older builds wrote was added: no build wrote it"
    if len(found.added) > MAX_ADDED:
        yield False, f"{name}: and {len(found.added) - MAX_ADDED} more of that kind"
    late = found.late - len(found.added)
    if late > 0:
        yield (
            True,
            (
                f"{name}: {late} entries since the chain began are by an older build, which signs nothing, the last at "
                f"{found.newest}; is it stopped?"
            ),
        )
    elif found.entries and not found.added:
        yield True, f"{name}: {found.entries} entries of before are by builds that signed nothing"
