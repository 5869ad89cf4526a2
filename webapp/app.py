"""The web application, put together: the parts of a process and all views."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, current_app, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from webapp import pages, panel
from webapp.delivery import sse
from webapp.delivery.audience import COUNTED_POLL, Audience
from webapp.delivery.editions import Editions
from webapp.delivery.fast_http.ready_answers import Ready
from webapp.delivery.hand_over import HandOver, asks_front
from webapp.delivery.headline_news import HeadlineNews
from webapp.delivery.relay import Relay
from webapp.delivery.socketio.listeners import SocketListeners, listen
from webapp.delivery.socketio.reads import SocketReads
from webapp.delivery.socketio.server import create_socketio
from webapp.delivery.socketio.stopwatch import Stopwatch
from webapp.fetch.endpoints import ANY_PUBLIC, EndpointPolicy
from webapp.newsroom.reads.identity import READER_COOKIE
from webapp.newsroom.settings.trusted_proxies import TrustedProxies
from webapp.pages.api import websub_callback
from webapp.pictures import views as picture_views
from webapp.pictures.disk_cache import DiskCache
from webapp.pictures.drawn import views as drawn_views
from webapp.pictures.drawn.drawings import MAX_DRAWN_BYTES, Drawings
from webapp.pictures.drawn.worker import DrawingWorker
from webapp.pictures.gallery import Gallery
from webapp.pictures.resize_worker import Resizers
from webapp.pictures.uploads import read_upload
from webapp.processes.off_the_loop import in_a_thread
from webapp.web.answers import MAX_BODY_BYTES
from webapp.web.catalogs import CatalogBabel, locale_of
from webapp.web.embeds.asked_by import turns_away
from webapp.web.embeds.visits import EmbedVisits
from webapp.web.folders import STATIC, TEMPLATES
from webapp.web.health.front_signs import FrontSigns
from webapp.web.health.machine import open_files
from webapp.web.health.readiness import TURNED_AWAY_STATUS, Readiness
from webapp.web.hosts import Hosts
from webapp.web.languages import page_language
from webapp.web.rehearsal.site import RehearsalSite
from webapp.web.site import Site
from webapp.web.work_lanes import work_lanes
from webapp.wiring.config import base_url, read_config
from webapp.wiring.first_run import SiteSearches
from webapp.wiring.services import build
from webapp.wiring.settings_tries import SettingsTries
from webapp.wiring.web.by_client import ByClient
from webapp.wiring.web.errors import answer_errors
from webapp.wiring.web.headers import add_security_headers, let_anybody_read_that_there_is_nothing
from webapp.wiring.web.running import Running
from webapp.wiring.web.sessions import StaffSessions


def create_app(*, push_endpoints: EndpointPolicy = ANY_PUBLIC, **settings: object) -> Flask:
    """The application for `settings`, which take precedence over the environment. Nothing runs until `start`. Tests hand over
    other `push_endpoints` than those of the public internet.
    Raises `ConfigError`."""
    config = read_config(**settings)
    services = build(config)
    app = Flask("webapp", static_folder=STATIC, template_folder=TEMPLATES)
    app.session_interface = StaffSessions()
    app.config.update(
        SECRET_KEY=services.secret_key,
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        SESSION_COOKIE_NAME="__Host-airwire_staff" if config.airwire_https else "airwire_staff",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.airwire_https,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
    )
    proxies = TrustedProxies(services.current, config.proxies)
    front_signs = FrontSigns(proxies)
    audience = Audience(proxies)

    def note(environ: dict[str, Any]) -> None:
        front_signs.note(environ, services.now())
        if COUNTED_POLL not in environ and (poller := audience.poller(environ)):
            audience.asked(poller)

    app.wsgi_app = ByClient(app.wsgi_app, proxies, note)  # type: ignore[method-assign]
    read_beacons = pages.ReadBeacons(lambda: services.station.reads, services.reads, services.now)
    readiness = Readiness(
        services.replica, services.log.builds, services.now, config.airwire_stale_s, lambda: services.store_watch.reason
    )
    editions = Editions(services.replica, services.now)
    socketio = create_socketio(
        app,
        cookies=[READER_COOKIE],
        interceptor=SocketReads(read_beacons),
        doorkeeper=readiness,
        greeter=editions,
        audience=audience,
        connections=config.airwire_max_connections,
        per_address=config.airwire_max_per_address,
        ring=config.airwire_io_uring,
        proxies=proxies,
    )
    lanes = work_lanes(in_a_thread)
    bell = sse.Bell()
    visits = EmbedVisits(services.replica, bell.ring)
    site = Site(
        services, socketio.stats, config.airwire_https, lanes, bundled=config.airwire_bundled, readiness=readiness,
        embed_visits=visits,
    )  # fmt: skip
    site.health.add("store", services.store_watch.look)
    site.health.add("front", front_signs.look)
    site.health.add("files", lambda now: open_files())
    site.health.add("clock", services.lease_watch.look)
    site.health.add("outlets", services.outlets_watch.look)
    relay = Relay(services.log, services.articles, services.rundown, services.revisions, services.replica, services.now)
    ready = Ready(
        app, services.replica, services.now, read_beacons, proxies, lambda: readiness.serves_best,
        partial(turns_away, visits),
        audience,
    )  # fmt: skip
    check = pages.PageCheck(site, _pages_only_app, in_a_thread)

    def front_url() -> str:
        return config.airwire_front_url or services.station.url or ""

    hand_over = HandOver(readiness, asks_front(front_url), socketio.server.eio, bell)
    running = app.extensions["airwire"] = Running(
        services,
        site,
        relay,
        socketio,
        bell,
        hand_over,
        ready,
        check,
        pages.DictionaryMaker(app, site, in_a_thread),
        read_beacons,
        HeadlineNews(),
        pages.OnAirReads(site),
        audience,
    )
    _add_translations(app, site)
    hosts = Hosts(services.current, config.host)
    app.before_request(lambda: hosts.check(request.environ))
    app.before_request(_without_slash_at_the_end)
    app.before_request(lambda: _leave_to_another_host(readiness))
    _register_views(app, running, editions, proxies)
    from webapp.pages.api import push  # only here: what merely imports this module needs no library of ciphers

    app.register_blueprint(push.blueprint(site, push_endpoints))
    answer_errors(app)
    app.after_request(partial(add_security_headers, services.current))
    app.after_request(let_anybody_read_that_there_is_nothing)
    return app


def _pages_only_app(site: Site) -> Flask:
    """An application with the listeners' pages only, for `PageCheck`: no panel, no sockets, and errors are raised."""
    app = Flask("webapp", static_folder=None, template_folder=TEMPLATES)
    app.config.update(PROPAGATE_EXCEPTIONS=True)
    _add_translations(app, site)
    read_beacons = pages.ReadBeacons(lambda: site.station.reads, site.reads, site.now)
    for views in pages.blueprints(app, site, pages.Search(site), read_beacons, pages.OnAirReads(site)):
        app.register_blueprint(views)
    return app


def _leave_to_another_host(readiness: Readiness) -> Response | None:
    if not readiness.turns_away_request(request.environ):
        return None
    return Response(status=TURNED_AWAY_STATUS, headers={"Cache-Control": "no-store"})


def _add_translations(app: Flask, site: Site) -> None:
    CatalogBabel(app, locale_selector=lambda: locale_of(page_language(site.station)))


def _register_views(app: Flask, running: Running, editions: Editions, proxies: TrustedProxies) -> None:
    services, site = running.services, running.site
    stopwatch = Stopwatch(running.audience, services.process_name, services.now)
    running.relay.add(
        SocketListeners(running.socketio, editions, lambda: services.replica.board, services.now, stopwatch)
    )
    running.relay.add(running.bell)
    running.relay.add(running.headline_news)
    search = pages.Search(site, in_a_thread)
    running.relay.add(search)
    site.health.add("pages", running.page_check.look)
    site.health.add("builds", services.log.builds.warning)
    pictures = DiskCache(services.config.airwire_data / "pictures")
    resized = Resizers().resized
    gallery = Gallery(pictures, resized, lambda: services.station.private_hosts, services.articles.uploads.get)
    running.relay.add(picture_views.PictureCleanup(gallery))
    app.register_blueprint(picture_views.blueprint(site, gallery))
    drawn = DiskCache(services.config.airwire_data / "drawn", MAX_DRAWN_BYTES)
    drawings = Drawings(
        drawn, DrawingWorker(), lambda: services.station.logo, gallery, partial(_own_file, app), resized
    )
    running.relay.add(drawn_views.CardCleanup(drawings))
    app.register_blueprint(drawn_views.blueprint(site, drawings))
    app.register_blueprint(websub_callback.blueprint(site))
    app.register_blueprint(
        sse.blueprint(services.replica, editions, running.bell, site.embed_visits, services.now, running.audience)
    )
    listen(running.socketio, editions)
    tries = SettingsTries(
        running.page_check,
        base_url(services.config),
        services.now,
        in_a_thread,
        services.staff.accounts,
        proxies.in_force,
    )
    searches = SiteSearches(
        services.first_run, services.now, in_a_thread, services.config.airwire_data,
        made_admin=not services.config.airwire_admin_password,
    )  # fmt: skip
    for views in (
        *pages.blueprints(app, site, search, running.read_beacons, running.on_air_reads),
        *panel.blueprints(
            app,
            site,
            RehearsalSite(site),
            partial(read_upload, gallery),
            services.settings_desk,
            tries,
            services.load_settings,
            proxies.fixed,
            searches,
            services.config.host,
        ),
    ):
        app.register_blueprint(views)
    if services.config.airwire_demo:
        from webapp.demo.views import blueprint as demo_blueprint

        app.register_blueprint(demo_blueprint(services.config.airwire_data, lane=site.lanes.front))


def _own_file(app: Flask, path: str) -> bytes | None:
    """What this site serves at `path`; `None` where that is nothing, or another program serves it."""
    with app.test_client() as client:
        answer = client.get(path, base_url=app.extensions["airwire"].site.station.url)
        return answer.data if answer.status_code == 200 else None


def _without_slash_at_the_end() -> AnyResponse | None:
    """Leads from an address with a slash too many, as people write them, to the page."""
    path = request.path.rstrip("/")
    if request.routing_exception is None or not path or path == request.path or request.method not in ("GET", "HEAD"):
        return None
    adapter = current_app.create_url_adapter(request)
    if adapter is None or not adapter.test(path, "GET"):
        return None
    query = request.query_string.decode("ascii", "replace")
    return redirect(quote(path) + (f"?{query}" if query else ""), 301)
