"""Drawn pictures: from the disk, else drawn once for all who ask meanwhile, and kept there within a bound."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

import structlog

from webapp.newsroom.articles.link_card import CardOf, LinkCard
from webapp.newsroom.articles.picture_paths import STATION_OWNER, picture_key
from webapp.newsroom.model import Picture
from webapp.pictures.disk_cache import DiskCache
from webapp.pictures.errors import PictureUnavailable, UnusablePicture
from webapp.pictures.gallery import Gallery
from webapp.web.work_lanes import SharedWork

MAX_DRAWN_BYTES = 64_000_000
LOGO_WIDTH_PX = 640
MAX_WAITING = 24
"""Of pictures to be drawn, each some tens of milliseconds; whoever comes beyond is told to come again."""

log = structlog.get_logger("pictures")


class Drawer(Protocol):
    """`worker.DrawingWorker`, or what draws in its place."""

    def card(self, card: LinkCard, logo: bytes | None, /) -> bytes: ...

    def icon(self, size: int, form: str, kind: str, logo: bytes | None, /) -> bytes: ...

    def slide(self, card: LinkCard, logo: bytes | None, /) -> bytes: ...


class Drawings:
    """`station_logo` is asked for the station's; `own_file` returns what this site itself serves at a path, for a logo that lies
    here, and `resized` makes of it, or of what `gallery` fetches, something that is safe to draw."""

    def __init__(
        self,
        cache: DiskCache,
        drawer: Drawer,
        station_logo: Callable[[], Picture | None],
        gallery: Gallery,
        own_file: Callable[[str], bytes | None],
        resized: Callable[[bytes, int, str], bytes],
    ) -> None:
        self._cache, self._drawer, self._station_logo, self._gallery = cache, drawer, station_logo, gallery
        self._own_file, self._resized = own_file, resized
        self._joined = SharedWork()
        self._waiting = threading.BoundedSemaphore(MAX_WAITING)

    @property
    def _logo(self) -> Picture | None:
        return self._station_logo()

    @property
    def _mark(self) -> str:
        """Of the logo, in the names of what was drawn with it."""
        logo = self._logo
        return picture_key(logo.url if logo else "")

    def card(self, card: LinkCard) -> bytes:
        """A PNG. Raises `PictureUnavailable`."""
        name = f"{picture_key(f'{card.of}/{card.id}')}-{card.key}-{self._mark}.png"
        return self._drawn(name, lambda logo: self._drawer.card(card, logo))

    def slide(self, card: LinkCard) -> bytes:
        """What the card says, as a picture for radios: a PNG of 320 × 240. Raises `PictureUnavailable`."""
        name = f"{picture_key(f'{card.of}/{card.id}')}-{card.key}-{self._mark}-slide.png"
        return self._drawn(name, lambda logo: self._drawer.slide(card, logo))

    def forget(self, of: CardOf, about: str) -> None:
        """Deletes every card of a headline or an article from this host: its words were taken back, or are other ones now."""
        self._cache.drop(picture_key(f"{of}/{about}"))

    def icon(self, size: int, form: str, kind: str) -> bytes:
        """The station's icon as `png` or `ico`. Raises `PictureUnavailable`."""
        name = f"{self._mark}-icon-{form}-{size}.{kind}"
        return self._drawn(name, lambda logo: self._drawer.icon(size, form, kind, logo))

    def _drawn(self, name: str, draw: Callable[[bytes | None], bytes]) -> bytes:
        made: bytes = self._cache.get(name) or self._joined.do(name, lambda: self._draw(name, draw))
        return made

    def _draw(self, name: str, draw: Callable[[bytes | None], bytes]) -> bytes:
        if made := self._cache.get(name):  # drawn by another process, or before this one's turn
            return made
        if not self._waiting.acquire(blocking=False):
            raise PictureUnavailable("too many pictures at once", 5.0)
        try:
            logo, is_final = self._safe_logo()
            made = draw(logo)
        finally:
            self._waiting.release()
        if is_final:
            self._cache.put(name, made)
        return made

    def _safe_logo(self) -> tuple[bytes | None, bool]:
        """The logo, and whether this is the last word: one that cannot be had now is drawn without, and asked for again."""
        if self._logo is None:
            return None, True
        try:
            if not self._logo.url.startswith("/"):
                return self._gallery.picture(STATION_OWNER, self._logo.url, LOGO_WIDTH_PX, "webp"), True
            found = self._own_file(self._logo.url)
            return (self._resized(found, LOGO_WIDTH_PX, "webp"), True) if found else (None, False)
        except UnusablePicture as error:
            log.info("the logo cannot be drawn", url=self._logo.url, error=str(error))
            return None, True  # such as an SVG
        except PictureUnavailable:
            return None, False
