"""The settings in force in this process: one immutable value, which is swapped whole when somebody changes a setting."""

from __future__ import annotations

from collections.abc import Callable

from webapp.newsroom.station import Station

Changed = Callable[[Station, Station], None]
"""Is called with the settings before and after a change, in the thread that noticed it."""


class CurrentStation:
    """Whoever lives longer than a request keeps this, and asks for `station` each time it needs one.

    `follow` is for those who made something of the settings: a cache, a thread for each stream.
    """

    def __init__(self, station: Station, revision: int = 0) -> None:
        self._held = (station, revision)
        self._followers: list[Changed] = []

    @property
    def station(self) -> Station:
        return self._held[0]

    @property
    def revision(self) -> int:
        """The number of the change that is in force; 0 where nothing was ever changed in the panel."""
        return self._held[1]

    def follow(self, changed: Changed) -> None:
        """Calls `changed` after each swap."""
        self._followers.append(changed)

    def put(self, station: Station, revision: int) -> None:
        """Puts `station` in force."""
        before, self._held = self._held, (station, revision)
        for changed in self._followers:
            changed(before[0], station)
