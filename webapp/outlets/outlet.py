"""What a surface has to be able to do, and how it says that it could not.

An `Outlet` keeps each headline as something of its own that can be changed later (a post, a message, a notice). A `Display` shows
one thing at a time (a stream's title, a car radio's text). Both are called by one thread of their own, may block for as long as
their deadline, and may be called again for the same task: whoever was killed between doing and noting it does it again.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal, Protocol, runtime_checkable

from webapp.newsroom.errors import NewsroomError
from webapp.newsroom.outlets.ledger import Evidence
from webapp.newsroom.outlets.plan import Task
from webapp.newsroom.outlets.scene import Scene

DEADLINE_S = 10.0
"""For one request to a surface."""


class OutletFailed(NewsroomError):
    """The surface did not do it, and may later. `reached` says whether it may have done it all the same; `retry_after_s` is the
    pause that the surface asked for; `handle` is what is known of it by now. `shows_nothing` says that it is not there at
    all, so that what was to be taken off it is off."""

    status = 502
    code = "outlet-failed"
    retry = True

    def __init__(
        self,
        message: str,
        *,
        reached: bool = True,
        retry_after_s: float | None = None,
        handle: str | None = None,
        shows_nothing: bool = False,
    ) -> None:
        super().__init__(message)
        self.reached = reached
        self.retry_after_s = retry_after_s
        self.handle = handle
        self.shows_nothing = shows_nothing


class OutletRefused(OutletFailed):
    """The surface will never take this revision as it is (a text that it forbids, say); others are not held up by it."""

    code = "outlet-refused"
    retry = False


class Outlet(Protocol):
    """A surface that keeps headlines. Each method returns by what evidence it was done; `Evidence.handle` is given back as
    `task.handle`. Each raises `OutletFailed`, `OutletRefused` or another `NewsroomError` where it was not.
    """

    def publish(self, task: Task) -> Evidence:
        """Puts the headline there. When `task.entry.unsure` an earlier try may have done it already."""

    def correct(self, task: Task) -> Evidence:
        """Changes what stands there to the headline as it is now."""

    def withdraw(self, task: Task) -> Evidence:
        """Takes it away, so that the surface shows its wording no more; where that is impossible a correction is sent, and the
        evidence says `instead`. `task.item.reason` is the newsroom's reason."""


@runtime_checkable
class OnlyLooks(Protocol):
    """An outlet that sends nothing, and only waits until its surface shows what it must: there is nothing to do twice."""

    only_looks: Literal[True]


@runtime_checkable
class Display(Protocol):
    """A surface that shows one thing at a time."""

    def show(self, scene: Scene, at: datetime) -> Evidence:
        """Replaces what it shows by `scene`. Raises as an `Outlet` does."""

    def still_shows(self, scene: Scene) -> bool:
        """Whether it shows `scene` as far as can be read back; true where nothing can. Raises as an `Outlet` does."""


@runtime_checkable
class Rests(Protocol):
    """A display that has to stop something while another process leads, such as listening at a port."""

    def rest(self) -> None: ...
