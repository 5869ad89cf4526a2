"""What has to happen before a headline goes out: the seconds to take it back, and a second person for a flash. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal

from pydantic import Field

from webapp.newsroom.model import Value
from webapp.newsroom.people.colleagues import Colleague
from webapp.newsroom.staff import Actor

MAX_HOLD_S = 30

PRESENT = timedelta(seconds=60)
"""Who was at the desk within this time counts as there."""

ALONE_AFTER = timedelta(seconds=60)
"""A flash that nobody has approved by then may be sent by one person alone, who is named for it."""

REVIEW_WITHIN = timedelta(days=1)
"""By then somebody else should have looked at a flash that one person sent alone."""


class PushRules(Value):
    """The station's rules. `flash_approval` says whether a flash needs a second person: `always`, only where one is there
    (`possible`), or `never`. `hold_s` is for how long the panel holds an urgent or a bulletin, so that it can be taken back. An
    anchor reads `words_per_minute`.
    """

    flash_approval: Literal["always", "possible", "never"] = "possible"
    hold_s: int = Field(default=5, ge=0, le=MAX_HOLD_S)
    words_per_minute: int = Field(default=150, ge=60, le=300)


def needs_second_person(rules: PushRules, by: Actor, colleagues: Iterable[Colleague], now: datetime) -> bool:
    """Whether a flash of `by` waits for somebody else's approval. Airwire itself and systems that may flash alone never wait."""
    if by.role == "system" or by.may_flash_alone or rules.flash_approval == "never":
        return False
    return rules.flash_approval == "always" or any(may_approve(one, by, now) for one in colleagues)


def may_approve(colleague: Colleague, author: Actor, now: datetime) -> bool:
    """Whether `colleague` is there, may push, and is not the author."""
    return (
        colleague.actor.may("breaking")
        and colleague.name.casefold() != author.name.casefold()
        and now - colleague.at <= PRESENT
    )
