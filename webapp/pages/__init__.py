"""What listeners and partner sites read: pages, feeds, the public API, embeds. Answered from memory."""

from __future__ import annotations

from flask import Blueprint, Flask

from webapp.pages import api, assets, embed, feeds, health, listen, oembed, reads_api, sitemaps
from webapp.pages.chrome import Chrome
from webapp.pages.errors import broken_page, error_page
from webapp.pages.filters import equip
from webapp.pages.listing import Listing
from webapp.pages.metrics import note
from webapp.pages.page_check import PageCheck
from webapp.pages.planned import Days
from webapp.pages.reads_told import ReadsTold
from webapp.pages.saver import saves_data
from webapp.pages.searching import Search
from webapp.site import Site

__all__ = ["PageCheck", "ReadsTold", "Search", "blueprints", "broken_page", "error_page", "note"]


def blueprints(app: Flask, site: Site, search: Search, told: ReadsTold) -> list[Blueprint]:
    """The listeners' doors; `app`'s templates get what pages say times and numbers with."""
    build = assets.build_of()
    asset = assets.address_in(build)
    equip(app.jinja_env, site.station.tz)
    app.jinja_env.globals["saves_data"] = saves_data
    chrome = Chrome(site, asset, build)
    app.extensions["airwire.chrome"] = chrome
    app.context_processor(chrome.frame)
    for template in ("error.html", "embed/ticker.html"):  # rendered in the event loop: compiled before anybody asks
        app.jinja_env.get_template(template)
    days, listing = Days(), Listing(site)
    return [
        assets.blueprint(build, site.lanes.front),
        listen.blueprint(site, chrome, search, days, listing),
        api.blueprint(site, chrome, search, days, listing),
        reads_api.blueprint(site, told),
        embed.blueprint(site, chrome),
        oembed.blueprint(site),
        feeds.blueprint(site),
        sitemaps.blueprint(site),
        health.blueprint(site),
    ]
