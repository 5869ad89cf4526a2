"""Searches a station's site for the first run's page, by what `airwire init` uses. Every process sees how far that is."""

from __future__ import annotations

import threading
import tomllib
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog

from webapp.fetch import client
from webapp.newsroom.errors import NewsroomError, StoreAway
from webapp.newsroom.settings.first_run import FoundFact, FoundUnusable, SiteSearch
from webapp.store.core.connection import connect
from webapp.store.people.staff import Staff
from webapp.store.settings.first_run import FirstRun
from webapp.store.settings.settings import Settings
from webapp.wiring.config import Config

if TYPE_CHECKING:
    from webapp.discovery.discover import Discovery
    from webapp.discovery.facts import Fact

FILE_OF_FIRST_LOGIN = "first-password"
"""In the data folder, where there is no terminal to show it on: the first password of `admin`."""

NOTE_EVERY_S = 0.5

log = structlog.get_logger("first-run")


class SiteSearches:
    """`run_in_thread` is for what computes: strangers' pages are read there, so the loop goes on meanwhile."""

    def __init__(
        self,
        kept: FirstRun,
        now: Callable[[], datetime],
        run_in_thread: Callable[[Callable[[], Any]], Any],
        data: Path,
        *,
        made_admin: bool,
    ) -> None:
        self._kept = kept
        self._now = now
        self._in_thread = run_in_thread
        self._data = data
        self.made_admin = made_admin

    def begin(self, address: str, *, private: bool) -> None:
        """Starts a search in the background; the store has how far it is."""
        search = SiteSearch(state="searching", at=self._now(), address=address, private=private)
        self._kept.note(search)
        threading.Thread(target=self._run, args=(search,), name="first-run", daemon=True).start()

    def over(self) -> None:
        """The first run is over: the file with the first password opens nothing any more."""
        if self.made_admin:
            with suppress(OSError):
                (self._data / FILE_OF_FIRST_LOGIN).unlink(missing_ok=True)

    def _run(self, search: SiteSearch) -> None:
        far: list[tuple[int, int, str]] = []
        done = threading.Event()
        threading.Thread(
            target=self._note_progress, args=(search, far, done), name="first-run-progress", daemon=True
        ).start()
        try:
            came = self._in_thread(lambda: _searched(search, self._now(), lambda *at: far.append(at)))
        except NewsroomError as error:
            came = search.model_copy(update={"state": "failed", "problem": error.message})
        except Exception:
            log.exception("search failed", address=search.address)
            came = search.model_copy(update={"state": "failed", "problem": "could not be read"})
        done.set()
        with suppress(StoreAway):
            self._kept.note(came)

    def _note_progress(self, search: SiteSearch, far: list[tuple[int, int, str]], done: threading.Event) -> None:
        noted = 0
        while not done.wait(NOTE_EVERY_S):
            if len(far) == noted:
                continue
            noted = len(far)
            part, parts, step = far[-1]
            with suppress(StoreAway):
                now = search.model_copy(update={"part": part, "parts": parts, "step": step})
                if not done.is_set():
                    self._kept.note(now)


def _searched(search: SiteSearch, now: datetime, progress: Callable[[int, int, str], None]) -> SiteSearch:
    # Only where somebody searches: what reads strangers' documents is loaded late.
    from webapp.discovery.discover import discover
    from webapp.discovery.station_file import station_toml
    from webapp.newsroom.schedule.grid.toml import format_grid
    from webapp.newsroom.toml.station_toml import parse_station

    found = discover(search.address, partial(client.get, allow_private=search.private), now, progress)
    text = station_toml(found, now, private=search.private)
    parse_station(text)
    schedule = found.best("schedule")
    return search.model_copy(
        update={
            "state": "found",
            "address": found.address,
            "facts": tuple(_kept(fact) for fact in _in_order(found)),
            "unusable": tuple(FoundUnusable(name=one.name, url=one.url, why=one.why) for one in found.unusable),
            "missing": found.missing,
            "settings": tomllib.loads(text),
            "grid": format_grid(schedule.value) if schedule else None,
            "programmes": tuple(one.title for one in schedule.value.programmes) if schedule else (),
        }
    )


def _in_order(found: Discovery) -> list[Fact]:
    from webapp.discovery.discover import SOUGHT

    return sorted(found.facts, key=lambda fact: SOUGHT.index(fact.name))


def _kept(fact: Fact) -> FoundFact:
    from webapp.discovery.broadcast.live_streams import TriedStream
    from webapp.discovery.news_feeds import TriedFeed

    value = str(fact.value)
    says: str | None = None
    lines: tuple[str, ...] = ()
    match fact.value:
        case TriedStream(url=url, plays=plays):
            value, says = url, "sends sound that browsers play" if plays == "plays" else plays
        case TriedFeed(url=url, titles=titles):
            value, lines = url, titles
        case {"url": url}:
            value = url
        case str():
            pass
        case _:
            value = ""
    return FoundFact(name=fact.name, value=value, where=fact.where, sure=fact.sure, says=says, lines=lines)


def first_run_link(config: Config, url: str) -> str | None:
    """The secret of a new link, in place of the one before; none where a file or the panel has set the station up already, or
    the store at `url` does not answer."""
    if config.airwire_demo or config.airwire_station:
        return None
    store = connect(url)
    try:
        names = {account.name for account in Staff(store).accounts()}
        if Settings(store).number() or not names <= {"admin"}:
            return None
        return FirstRun(store).new_link(datetime.now(UTC))
    except StoreAway:
        return None
