"""What is looked for in the audit trail. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from webapp.newsroom.audit.acts import KINDS
from webapp.newsroom.audit.entry import TRAILS, Trail
from webapp.newsroom.errors import FieldError, Invalid
from webapp.newsroom.times import EARLIEST, LATEST, rfc3339

MAX_SOUGHT_CHARS = 200


@dataclass(frozen=True)
class AuditQuery:
    """Empty fields ask for everything. `by` is a name, `act` a kind of acts (`KINDS`) or one act, `item` an id or slug, `text`
    words that all must occur, without regard to case; `since` is included, `until` not.
    """

    trails: tuple[Trail, ...] = TRAILS
    by: str = ""
    act: str = ""
    item: str = ""
    text: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def matches(self, row: Mapping[str, Any]) -> bool:
        """Of a row with `at`, `by`, `did`, `what` and perhaps `item`."""
        if self.by and str(row["by"]).casefold() != self.by.casefold():
            return False
        if self.act and row["did"] != self.act and row["did"] not in KINDS.get(self.act, ()):
            return False
        if self.item and row.get("item") != self.item:
            return False
        at = row["at"]
        if (self.since and at < rfc3339(self.since)) or (self.until and at >= rfc3339(self.until)):
            return False
        if not self.text:
            return True
        whole = f"{row['by']} {row['role']} {row['did']} {row['what']} {row.get('item', '')}".casefold()
        return all(word in whole for word in self.text.casefold().split())


def asked(given: Mapping[str, str], zone: tzinfo, trails: tuple[Trail, ...] = TRAILS) -> AuditQuery:
    """The query in `by`, `act`, `item`, `q`, `from`, `to` (dates of the station, both included, or RFC 3339 times) and `trail`.
    Raises `Invalid` with each field that cannot be understood.
    """
    wrong: list[FieldError] = []
    texts = {name: given.get(name, "").strip() for name in ("by", "act", "item", "q", "trail")}
    for name, text in texts.items():
        if len(text) > MAX_SOUGHT_CHARS:
            wrong.append(FieldError(name, f"must have at most {MAX_SOUGHT_CHARS} characters", "too_long"))
    since = _time(given, "from", zone, wrong)
    until = _time(given, "to", zone, wrong)
    if since and until and until <= since:
        wrong.append(FieldError("to", "must not be before from", "over"))
    if texts["trail"] and texts["trail"] not in trails:
        wrong.append(FieldError("trail", f"must be one of: {', '.join(trails)}", "choice"))
    if wrong:
        raise Invalid(f"{wrong[0]['field']}: {wrong[0]['problem']}", fields=wrong)
    chosen = tuple(trail for trail in trails if texts["trail"] in ("", trail))
    return AuditQuery(chosen, texts["by"], texts["act"], texts["item"], texts["q"], since, until)


def _time(given: Mapping[str, str], name: str, zone: tzinfo, wrong: list[FieldError]) -> datetime | None:
    """A date is its beginning in `zone`; as `to`, the beginning of the next."""
    text = given.get(name, "").strip()
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
        if len(text) <= len("2026-11-30") and name == "to":
            found += timedelta(days=1)
        found = found if found.tzinfo else found.replace(tzinfo=zone)
        if not EARLIEST <= found.year < LATEST:
            raise ValueError("no zone computes with it")
    except (ValueError, OverflowError):
        wrong.append(
            FieldError(name, "must be a date such as 2026-11-30, or a time such as 2026-11-30T05:30:00Z", "time")
        )
        return None
    return found
