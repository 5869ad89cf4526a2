"""How much one person or system may do in a while. A newsroom in a crisis does not come near; a stolen token does. Pure.

Corrections and withdrawals are never counted, and so never held up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from webapp.newsroom.events import ArticleChange, Body, BreakingChange
from webapp.newsroom.people.pace import Counter, Limit
from webapp.newsroom.staff import Actor


@dataclass(frozen=True)
class ActorLimit:
    """`what` in the plural, as people are told."""

    what: str
    limit: Limit


FLASHES = ActorLimit("flashes", Limit("steady", free=30, wait_s=2))
HEADLINES = ActorLimit("headlines", Limit("steady", free=1000, wait_s=0.2))
ARTICLES = ActorLimit("articles", Limit("steady", free=2000, wait_s=0.2))
CHANGES = ActorLimit("changes", Limit("steady", free=600, wait_s=0.5))
"""Everything else: holds, cuts, promos, the rundown, pins."""


def limits_of(body: Body | None) -> Sequence[ActorLimit]:
    """By what a change is counted. `body` is its event, `None` where listeners see nothing of it."""
    match body:
        case BreakingChange(action="published", item=item):
            return (HEADLINES, FLASHES) if item.priority == "flash" else (HEADLINES,)
        case BreakingChange() | ArticleChange(action="withdrawn"):
            return ()
        case ArticleChange():
            return (ARTICLES,)
    return (CHANGES,)


def counters(by: Actor, counted: Sequence[ActorLimit]) -> list[Counter]:
    who = sha256(by.name.encode()).hexdigest()[:32]
    return [Counter(f"{pace.what}:{who}", pace.limit) for pace in counted]


def limit_message(counted: Sequence[ActorLimit], wait_s: int) -> str:
    """What somebody is told who is held up."""
    what = " or ".join(pace.what for pace in counted)
    return (
        f"too many {what} at once from this account; the next may follow in {wait_s} s. Nothing was changed. "
        "Corrections and withdrawals are never held up."
    )
