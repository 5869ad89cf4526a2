"""What each surface would have been sent of a headline that was only rehearsed. Pure: nothing is sent, no ledger knows of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from webapp.newsroom.headlines.record import HeadlineRecord
from webapp.newsroom.model import BreakingItem, OnAir
from webapp.newsroom.outlets.characters import PRINTABLE_ASCII, shortened, written_with
from webapp.newsroom.outlets.dls import dls_text
from webapp.newsroom.outlets.ledger import OutletAction
from webapp.newsroom.outlets.posts import post_text, tombstone_text
from webapp.newsroom.outlets.radiovis import messages
from webapp.newsroom.outlets.scene import Scene, line
from webapp.newsroom.outlets.settings import (
    OWN_SURFACES,
    AppriseOutlet,
    BlueskyOutlet,
    DlsOutlet,
    MastodonOutlet,
    OutletConfig,
    RadioVisOutlet,
    RdsOutlet,
    ReceiverOutlet,
    TelegramOutlet,
    kind_of,
)
from webapp.newsroom.times import rfc3339


def rehearsed_rows(
    record: HeadlineRecord, outlets: Sequence[OutletConfig], station: str, home: str | None
) -> list[dict[str, Any]]:
    """A row for each surface, as in the ledger: `{id, title, kind, state, red, steps: [{action, rev, asked_at, text?}]}`. `state`
    is `would_show`, `would_be_gone` or `would_not_be_sent`; `home` the site's address.
    """
    return [_row(record, one, station, home) for one in (*OWN_SURFACES, *outlets)]


def _row(record: HeadlineRecord, outlet: OutletConfig, station: str, home: str | None) -> dict[str, Any]:
    steps, shows = list[dict[str, Any]](), False
    for revision in record.revisions:
        action = _action(revision.action, revision.item, outlet, shows=shows)
        if action is None:
            continue
        shows = action != "withdrawn"
        said = _text(action, revision.item, outlet, station, home)
        step = {"action": action, "rev": revision.item.rev, "asked_at": rfc3339(revision.at)}
        steps.append(step | ({"text": said} if said else {}))
    state = "would_show" if shows else "would_be_gone" if steps else "would_not_be_sent"
    return {
        "id": outlet.id, "title": outlet.shown_title, "kind": kind_of(outlet), "state": state, "red": False, "steps": steps,
    }  # fmt: skip


def _action(did: str, item: BreakingItem, outlet: OutletConfig, *, shows: bool) -> OutletAction | None:
    """What a revision asks of the surface: one that takes other headlines is asked nothing."""
    if did == "withdrawn":
        return "withdrawn" if shows else None
    if did == "corrected" and shows:
        return "corrected"
    return "published" if did != "expired" and item.priority in outlet.priorities else None


def _text(action: OutletAction, item: BreakingItem, outlet: OutletConfig, station: str, home: str | None) -> str:
    """The words that would go there; empty where a withdrawal only takes something away."""
    address = f"{home.rstrip('/')}/breaking/{item.id}" if home else None
    if action == "withdrawn":
        if isinstance(outlet, AppriseOutlet | TelegramOutlet):  # nothing can be deleted there, so it is said
            return tombstone_text(item, address, outlet.max_chars, outlet.language)
        return ""
    if isinstance(outlet, ReceiverOutlet):
        return _on_receivers(item, outlet, station, home or "")
    if isinstance(outlet, MastodonOutlet | BlueskyOutlet | TelegramOutlet | AppriseOutlet):
        return post_text(item, address, outlet.max_chars, outlet.language)
    return item.headline


def _on_receivers(item: BreakingItem, outlet: ReceiverOutlet, station: str, home: str) -> str:
    scene = Scene(item, OnAir(), station)
    if isinstance(outlet, RadioVisOutlet):
        return messages(scene, outlet, home)["text"].body
    text = line(scene, outlet)
    if isinstance(outlet, DlsOutlet):
        return dls_text(text)
    if isinstance(outlet, RdsOutlet):
        return shortened(written_with(text, PRINTABLE_ASCII), outlet.max_chars)
    return text
