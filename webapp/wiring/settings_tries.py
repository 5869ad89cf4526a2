"""Tries a change of the settings before it is in force: listens to streams, reads feeds, pings webhooks, renders every page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit

from flask import request

from webapp.fetch import client
from webapp.newsroom.people.account import Account
from webapp.newsroom.settings.proxy_rules import ProxyRules
from webapp.newsroom.station import FeedConfig, Station, StreamConfig, WebhookConfig
from webapp.newsroom.station_pages.colours import readable
from webapp.newsroom.station_pages.video import OWN_MACHINE, StudioVideo
from webapp.newsroom.stream.notices import StatusNotice
from webapp.pages import PageCheck
from webapp.panel.settings.tried import Tried
from webapp.wiring.people_tries import tried_approval, tried_people
from webapp.wiring.proxy_tries import tried_proxies

T = TypeVar("T")


class SettingsTries:
    """`own` is where this machine serves the paths of its own site; `run_in_thread` is for what computes, `accounts`
    are of now, and `proxies` says what rules come to beside the environment.
    """

    def __init__(
        self,
        pages: PageCheck,
        own: str,
        now: Callable[[], datetime],
        run_in_thread: Callable[[Callable[[], Any]], Any],
        accounts: Callable[[], Sequence[Account]],
        proxies: Callable[[ProxyRules], ProxyRules],
    ) -> None:
        self._pages = pages
        self._own = own
        self._now = now
        self._in_thread = run_in_thread
        self._accounts = accounts
        self._proxies = proxies

    def __call__(self, before: Station, after: Station) -> list[Tried]:
        """As in `Tries`."""
        return list(self._all(before, after))

    def _all(self, before: Station, after: Station) -> Iterator[Tried]:
        for stream in _new(before.streams, after.streams):
            yield self._stream(stream, after)
        if after.video and after.video != before.video:
            yield self._video(after.video, after)
        for feed in _new(before.feeds, after.feeds):
            yield self._feed(feed, after)
        for webhook in _new(before.webhooks, after.webhooks):
            yield self._webhook(webhook, after)
        if after.colours != before.colours and after.colours.accent:
            yield from _colours(after.colours.accent)
        yield from tried_people(self._accounts(), before.people, after.people)
        if after.pushing.flash_approval == "always" != before.pushing.flash_approval:
            yield tried_approval(self._accounts())
        if after.proxies != before.proxies:
            yield from tried_proxies(request.environ, self._proxies(before.proxies), self._proxies(after.proxies))
        if before != after:
            yield self._rendered(after)

    def _stream(self, config: StreamConfig, station: Station) -> Tried:
        # Only where somebody tries something: what reads strangers' documents is loaded late.
        from webapp.discovery.broadcast.live_streams import try_stream
        from webapp.discovery.facts import Budget

        own = not urlsplit(config.url).scheme
        url = urljoin(self._own, config.url)
        home = "" if config.proxied else station.url or ""
        found = try_stream(url, home, Budget(partial(client.get, allow_private=config.private or own)))
        if found is None:
            return Tried(False, config.title, "sends no sound now", (config.url,))
        if found.plays != "plays":
            return Tried(False, config.title, found.plays, (config.url,), config.url)
        if (found.kind == "hls") != (config.kind == "hls"):
            return Tried(
                False, config.title, f"is of the kind {found.kind}, not {config.kind}", (config.url,), config.url
            )
        rate = f"{found.bitrate_kbps} kbit/s" if found.bitrate_kbps else ""
        lines = tuple(filter(None, (config.url, found.kind, rate, found.title)))
        return Tried(True, config.title, "sends sound that browsers play", lines, config.url)

    def _video(self, video: StudioVideo, station: Station) -> Tried:
        from webapp.discovery.studio_video import try_video

        own = urlsplit(video.url).hostname in OWN_MACHINE
        ok, says = try_video(video, station.url or self._own, partial(client.get, allow_private=own))
        return Tried(ok, video.owner or "HLS", says, (video.frame or video.url,))

    def _feed(self, config: FeedConfig, station: Station) -> Tried:
        from webapp.discovery.facts import Budget
        from webapp.discovery.news_feeds import try_feed

        budget = Budget(partial(client.get, allow_private=config.private))
        came = budget.fetch(config.url)
        about = config.title or config.url
        if came is None:
            return Tried(False, about, budget.refused.get(config.url, "nothing came"))
        found = self._in_thread(lambda: try_feed(came, station.for_feed(config), self._now()))
        if found is None:
            return Tried(False, about, "gives no story that can be taken")
        return Tried(True, about, "its newest stories are", found.titles)

    def _webhook(self, config: WebhookConfig, station: Station) -> Tried:
        from webapp.outlets.webhooks import send

        now = self._now()
        notice = StatusNotice(type="test", at=now, status="unknown", was="unknown")
        error = send(config, f"test-{int(now.timestamp())}", notice, station.name, now)
        host = urlsplit(config.url).hostname or ""
        return Tried(error is None, host, error or "took a test notice")

    def _rendered(self, station: Station) -> Tried:
        broken = self._pages.broken_with(station)
        lines = tuple(f"{page}: {why}" for page, why in broken.items())[:3]
        says = "pages do not render with it" if broken else "every page renders with it"
        return Tried(not broken, station.name, says, lines, must=True)


def _colours(accent: str) -> Iterator[Tried]:
    for theme, ground in (("light", "#ffffff"), ("dark", "#0a0f17")):
        colour, contrast = readable(accent, theme)
        light = f"in the light theme {colour} is used, with a contrast of {contrast:.1f} to 1"
        dark = f"in the dark theme {colour} is used, with a contrast of {contrast:.1f} to 1"
        yield Tried(True, accent, light if theme == "light" else dark, (f"{colour} / {ground}",))


def _new(before: Sequence[T], after: Sequence[T]) -> list[T]:
    return [one for one in after if one not in before]
