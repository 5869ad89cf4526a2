"""What views are given: the station, this process's copy of the board, and whom to ask for a change."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from webapp.newsroom.model import MostRead, Window
from webapp.newsroom.reads.ranking import MOST_READ_LENGTH, only_available
from webapp.web.embeds.visits import EmbedVisits
from webapp.web.health.checks import Health
from webapp.web.health.readiness import Readiness
from webapp.web.parts import Parts
from webapp.web.work_lanes import Lanes


class Site(Parts):
    """The parts of a web process, and what only it has.

    Views answer listeners from `replica` alone; `desk`, `reads` and `staff` may raise `StoreAway`. `presence` has the
    number of listeners of all processes, `delivery` the figures of this one (`Engine.stats`), `health` its faults,
    `readiness` whether another host should be asked instead, `lease_watch` the time since a clock acted. Work that would
    block the event loop runs in `lanes`. Pages get their scripts in bundles where `bundled`.
    `embed_visits` has the embeds that are connected here, and the hosts that were revoked.
    """

    in_rehearsal = False
    """Whether it is the rehearsal's: its pages say so, and what is shown there goes nowhere."""

    def __init__(
        self,
        parts: Parts,
        delivery: Callable[[], dict[str, int]],
        https: bool = False,
        lanes: Lanes | None = None,
        bundled: bool = True,
        instead: Mapping[str, object] | None = None,
        readiness: Readiness | None = None,
        embed_visits: EmbedVisits | None = None,
    ) -> None:
        """Shares the objects in `parts`, except for those that `instead` replaces by name."""
        vars(self).update(parts.made() | dict(instead or {}))
        self.delivery = delivery
        self.https = https
        self.bundled = bundled
        self.health = Health()
        self.readiness = readiness or Readiness(self.replica, self.log.builds, self.now)
        self.lanes = lanes or Lanes()
        self.embed_visits = embed_visits or EmbedVisits(self.replica)

    def most_read(self, window: Window, limit: int = MOST_READ_LENGTH, language: str | None = None) -> MostRead | None:
        """The most-read list of `window` as listeners see it, without articles that were withdrawn since; with `language` only
        of articles in it. While the store is away the last list; `None` where there is none."""
        board = self.replica.board.most_read
        if board and board.window == window and limit <= MOST_READ_LENGTH and language is None:
            return board.model_copy(update={"items": board.items[:limit]})
        listed = self.reads.most_read(window, self.now(), limit, language, board)
        named = (self.replica.article(item.article) for item in listed.items) if listed else ()
        return listed and only_available(
            listed, [article.slug for article in named if article and article.withdrawn is None]
        )
