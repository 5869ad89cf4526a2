"""Puts in force in this process what is changed in the panel, within a second, without a restart."""

from __future__ import annotations

import threading
from collections.abc import Callable

import structlog
from pydantic import ValidationError

from webapp.newsroom.errors import StoreAway
from webapp.newsroom.settings.current import CurrentStation
from webapp.newsroom.settings.layers import SettingsLayers
from webapp.store.settings.settings import Settings

LOOK_EVERY_S = 0.5

log = structlog.get_logger("settings")


class SettingsWatch:
    """`step` looks once; `start` looks every half second in a thread of its own. While the store is away, all stays as it is."""

    def __init__(
        self, settings: Settings, current: CurrentStation, layers: SettingsLayers, process: Callable[[], str]
    ) -> None:
        self._settings = settings
        self._current = current
        self._layers = layers
        self._process = process
        self._refused: int | None = None
        self._noted: int | None = None

    def step(self) -> None:
        """Puts the newest revision in force, if it is another one."""
        try:
            number = self._settings.number()
            if number not in (self._current.revision, self._refused):
                self._use(number)
        except StoreAway as error:
            log.debug("store away", error=error.message)

    def note(self) -> None:
        """Tells the store what is in force here, once for each revision."""
        if self._noted != self._current.revision:
            self._settings.note_in_force(self._process(), self._current.revision)
            self._noted = self._current.revision

    def _use(self, number: int) -> None:
        newest = self._settings.newest()
        try:
            station = self._layers.station(newest.values)
        except ValidationError as error:  # of a newer build, or against what the file says by now
            self._refused = number
            log.error(
                "the settings cannot be used here, and stay as they were", revision=number, errors=error.error_count()
            )
            return
        self._current.put(station, newest.rev)
        log.info("settings in force", revision=newest.rev, by=newest.by or None, changed=list(newest.changed))

    def start(self) -> None:
        threading.Thread(target=self._run, name="settings", daemon=True).start()

    def _run(self) -> None:
        while True:
            try:
                self.step()
                self.note()
            except StoreAway:
                pass
            except Exception:
                log.exception("settings")
            threading.Event().wait(LOOK_EVERY_S)
