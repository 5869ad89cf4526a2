"""One message in the net of those that replace each other, and what follows of it: `state_of`, pure."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from webapp.newsroom.alerts.cap import CapMessage, MessageStatus
from webapp.newsroom.alerts.items import AlertWords
from webapp.newsroom.model import Value
from webapp.newsroom.times import Instant

AlertState = Literal[
    "in_force", "draft", "elsewhere", "aside", "exercise", "replaced", "cancel", "cleared", "over", "noted", "unseen"
]
"""`elsewhere`: outside the station's area; `aside`: an editor does not want it; `cleared`: says that something is over;
`noted`: an Ack or an Error; `unseen`: named by others, but it has not come.
"""

POSTED = "posted"
"""The origin of a message posted with an editor's or admin's authority."""


class Replacement(Value):
    """A message that replaces another, with what decides whether it may."""

    key: str
    sender: str
    actual: bool
    origins: tuple[str, ...] = ()


class AlertNode(Value):
    """A message by its key, seen or only named by others.

    `origins` are the sources that brought it, `by` those that replace it, `refs` the keys of those that it replaces.
    `granted` says that a person, a source's rule or an authority put it in force; `inherits` that it replaces one that was.
    `shown_as` is its public id once it was in force, which its updates take over; `rev` counts them. The `message` is
    dropped once it can never be shown again. `late` marks one that came when it was no longer known what had replaced it.
    """

    key: str
    sender: str
    sent: Instant
    by: tuple[Replacement, ...] = ()
    refs: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    came_at: Instant | None = None
    kind: Literal["Alert", "Update", "Cancel", "Ack", "Error"] = "Alert"
    status: MessageStatus = "Actual"
    public: bool = True
    active: bool = True
    covered: bool = True
    late: bool = False
    until: Instant | None = None
    granted: bool = False
    inherits: bool = False
    decision: Literal["in_force", "aside"] | None = None
    decided_by: str | None = None
    decided_at: Instant | None = None
    shown_as: str | None = None
    rev: int = 1
    message: CapMessage | None = None
    edited: tuple[AlertWords, ...] = ()

    @property
    def seen(self) -> bool:
        return self.came_at is not None

    @property
    def approved(self) -> bool:
        """Whether it is in force if nothing replaces it: by itself, or because it replaces one that was."""
        return self.decision != "aside" and (self.granted or self.inherits)

    @property
    def replaced(self) -> bool:
        return any(may_replace(one, self) for one in self.by)


def may_replace(one: Replacement, node: AlertNode) -> bool:
    """Whether `one` has the right to replace `node`, which it names.

    An exercise never touches what is actual. Another sender's message counts only if it came by the same way, or was posted
    with authority.
    """
    if not one.actual and node.seen and node.status == "Actual":
        return False
    return one.sender == node.sender or POSTED in one.origins or not set(one.origins).isdisjoint(node.origins)


def state_of(node: AlertNode, now: datetime) -> AlertState:
    """What `node` is at `now`. Only `in_force` is shown to the public."""
    if not node.seen:
        return "unseen"
    if node.kind in ("Ack", "Error"):
        return "noted"
    is_over = node.late or (node.until is not None and node.until <= now)
    if node.status != "Actual" or not node.public:
        return "replaced" if node.replaced else "over" if is_over else "exercise"
    if node.kind == "Cancel":
        return "cancel"
    if node.replaced:
        return "replaced"
    if not node.active:
        return "cleared"
    if is_over:
        return "over"
    if node.decision == "aside":
        return "aside"
    if node.approved:
        return "in_force"
    return "draft" if node.covered else "elsewhere"


LIVING = frozenset({"in_force", "draft", "elsewhere", "aside", "exercise"})
"""States in which a message may still be shown to somebody: its text is kept."""
