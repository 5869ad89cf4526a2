"""What listeners and partner sites read: pages, feeds, the public API, embeds. Answered from memory."""

from __future__ import annotations

from flask import Blueprint, Flask

from webapp.pages.api import read_api, reads
from webapp.pages.api.read_beacons import ReadBeacons
from webapp.pages.embeds import embed, oembed
from webapp.pages.html import listeners
from webapp.pages.html.errors import broken_page, error_page
from webapp.pages.html.filters import equip
from webapp.pages.html.frame import PageFrame
from webapp.pages.html.saver import saves_data
from webapp.pages.html.search import Search
from webapp.pages.listing import Listing
from webapp.pages.ops import health
from webapp.pages.ops.metrics import note
from webapp.pages.ops.page_check import PageCheck
from webapp.pages.planned import Days
from webapp.pages.syndication import feeds, sitemaps
from webapp.web import assets
from webapp.web.site import Site

__all__ = ["PageCheck", "ReadBeacons", "Search", "blueprints", "broken_page", "error_page", "note"]


def blueprints(app: Flask, site: Site, search: Search, told: ReadBeacons) -> list[Blueprint]:
    """The listeners' doors; `app`'s templates get what pages say times and numbers with."""
    build = assets.build_of()
    asset = assets.address_in(build)
    equip(app.jinja_env, site.station.tz)
    app.jinja_env.globals["saves_data"] = saves_data
    chrome = PageFrame(site, asset, build)
    app.extensions["airwire.chrome"] = chrome
    app.context_processor(chrome.frame)
    for template in ("error.html", "embed/ticker.html"):  # rendered in the event loop: compiled before anybody asks
        app.jinja_env.get_template(template)
    days, listing = Days(), Listing(site)
    return [
        assets.blueprint(build, site.lanes.front),
        listeners.blueprint(site, chrome, search, days, listing),
        read_api.blueprint(site, chrome, search, days, listing),
        reads.blueprint(site, told),
        embed.blueprint(site, chrome),
        oembed.blueprint(site),
        feeds.blueprint(site),
        sitemaps.blueprint(site),
        health.blueprint(site),
    ]
