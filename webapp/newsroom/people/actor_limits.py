"""How much one account may change in a while: more than a newsroom in a crisis needs, less than a stolen token could
do.

Pure. Corrections and withdrawals are never counted, so they are never refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from webapp.newsroom.events import ArticleChange, Body, BreakingChange
from webapp.newsroom.people.limits import Counter, Limit
from webapp.newsroom.staff import Actor


@dataclass(frozen=True)
class ActorLimit:
    """`what` is the plural that the message uses."""

    what: str
    limit: Limit


FLASHES = ActorLimit("flashes", Limit("steady", free=30, wait_s=2))
HEADLINES = ActorLimit("headlines", Limit("steady", free=1000, wait_s=0.2))
ARTICLES = ActorLimit("articles", Limit("steady", free=2000, wait_s=0.2))
ALERTS = ActorLimit("alerts", Limit("steady", free=20_000, wait_s=0.02))
UPLOADS = ActorLimit("pictures", Limit("steady", free=100, wait_s=60))
"""Uploads, some 300 kB of the store's memory each for two days if no article takes them."""

CHANGES = ActorLimit("changes", Limit("steady", free=600, wait_s=0.5))
"""Everything else: holds, cuts, promos, the rundown, pins."""


def limits_of(body: Body | None) -> Sequence[ActorLimit]:
    """The limits that a change counts towards. `body` is its event, `None` when listeners see nothing of it."""
    match body:
        case BreakingChange(action="published", item=item):
            return (HEADLINES, FLASHES) if item.priority == "flash" else (HEADLINES,)
        case BreakingChange() | ArticleChange(action="withdrawn"):
            return ()
        case ArticleChange():
            return (ARTICLES,)
    return (CHANGES,)


def counters(by: Actor, counted: Sequence[ActorLimit]) -> list[Counter]:
    """The counters of the account `by` for these limits."""
    who = sha256(by.name.encode()).hexdigest()[:32]
    return [Counter(f"{pace.what}:{who}", pace.limit) for pace in counted]


def limit_message(counted: Sequence[ActorLimit], wait_s: int) -> str:
    """The message for somebody who has reached a limit."""
    what = " or ".join(pace.what for pace in counted)
    return (
        f"too many {what} at once from this account; the next may follow in {wait_s} s. Nothing was changed. "
        "Corrections and withdrawals are never held up."
    )
