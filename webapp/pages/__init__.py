"""What listeners and partner sites read: pages, feeds, the public API, embeds. All answered from memory."""

from __future__ import annotations

import orjson
from flask import Blueprint, Flask

from webapp.pages.api import alerts, headlines, read_api, reads, since
from webapp.pages.api.read_beacons import ReadBeacons
from webapp.pages.article_lists import ArticleLists
from webapp.pages.compiled_templates import COMPILED_TEMPLATES
from webapp.pages.descriptions import views as descriptions
from webapp.pages.dictionaries.maker import DictionaryMaker
from webapp.pages.embeds import builder, embed, oembed
from webapp.pages.embeds.pieces import PIECES
from webapp.pages.following import views as following
from webapp.pages.following.subjects import Subjects
from webapp.pages.html import headline_pages, listener_pages, programme_pages, station_pages
from webapp.pages.html.errors import broken_page, error_page
from webapp.pages.html.filters import add_filters
from webapp.pages.html.frame import PageFrame
from webapp.pages.html.on_air_reads import OnAirReads
from webapp.pages.html.saver import saves_data
from webapp.pages.html.search import Search
from webapp.pages.installed import gone, manifest, notices_page, worker_script
from webapp.pages.ops import health_views, security_txt, status_page
from webapp.pages.ops.metrics import record_metrics
from webapp.pages.ops.page_check import PageCheck
from webapp.pages.planned_days import PlannedDays
from webapp.pages.radiodns import spi, vis
from webapp.pages.syndication import feeds, headline_feeds, sitemaps
from webapp.store.schedule.recent_air import RecentAir
from webapp.web.assets import views as asset_views
from webapp.web.assets.served_files import Assets
from webapp.web.compression import views as dictionary_views
from webapp.web.input_limits import INPUT_LIMITS
from webapp.web.site import Site

__all__ = [
    "DictionaryMaker",
    "OnAirReads",
    "PageCheck",
    "ReadBeacons",
    "Search",
    "blueprints",
    "broken_page",
    "error_page",
    "record_metrics",
]


def blueprints(
    app: Flask, site: Site, search: Search, beacons: ReadBeacons, on_air_reads: OnAirReads
) -> list[Blueprint]:
    """The blueprints of all public pages. Also adds the filters and globals of their templates to `app`."""
    files = Assets(bundled=site.bundled)
    app.jinja_env.bytecode_cache = COMPILED_TEMPLATES
    add_filters(app.jinja_env, lambda: site.station.tz)
    app.jinja_env.globals |= {"saves_data": saves_data, "limits": INPUT_LIMITS}
    # `tojson` without spaces and escapes that HTML does not need: the board is most of a page's JSON.
    app.jinja_env.policies |= {"json.dumps_function": lambda data: orjson.dumps(data).decode(), "json.dumps_kwargs": {}}
    frame = PageFrame(site, files)
    app.extensions["airwire.frame"] = frame
    app.context_processor(frame.shared_context)
    for template in (
        "error.html",
        *(f"embed/{name}.html" for name in PIECES),
    ):  # rendered in the event loop, so compiled now
        app.jinja_env.get_template(template)
    days, article_lists, recent = PlannedDays(), ArticleLists(site), RecentAir(site.rundown.as_run)
    subjects = Subjects(site, article_lists, recent)
    return [
        asset_views.blueprint(files, site.lanes.front),
        dictionary_views.blueprint(site.dictionaries, site.lanes.front),
        listener_pages.blueprint(site, frame, search, days, article_lists),
        headline_pages.blueprint(site, frame, on_air_reads),
        programme_pages.blueprint(site, frame, recent),
        following.blueprint(site, frame, subjects),
        status_page.blueprint(site, frame),
        station_pages.blueprint(site, frame),
        headlines.blueprint(site),
        since.blueprint(site, days),
        alerts.blueprint(site),
        read_api.blueprint(site, frame, search, days, article_lists),
        reads.blueprint(site, beacons),
        embed.blueprint(site, frame),
        builder.blueprint(site, frame),
        oembed.blueprint(site),
        feeds.blueprint(site, days),
        headline_feeds.blueprint(site),
        sitemaps.blueprint(site),
        vis.blueprint(site),
        spi.blueprint(site, days),
        manifest.blueprint(site),
        notices_page.blueprint(site, frame, subjects),
        worker_script.blueprint(site, files.address),
        gone.blueprint(site),
        security_txt.blueprint(site),
        descriptions.blueprint(site),
        health_views.blueprint(site),
    ]
