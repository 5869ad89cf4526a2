"""The web application: its views, the answers to errors, security headers, and its background threads."""

from __future__ import annotations

import math
import re
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote

import structlog
from flask import Flask, Response, current_app, redirect, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from gevent import get_hub
from gevent.monkey import is_module_patched
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response as AnyResponse

from webapp import pages, panel
from webapp.delivery import sse
from webapp.delivery.audience import COUNTED_POLL, Audience, AudienceReport
from webapp.delivery.editions import Editions
from webapp.delivery.fast_http.ready_answers import Ready
from webapp.delivery.forwarded import client_address, client_scheme
from webapp.delivery.hand_over import HandOver, asks_front
from webapp.delivery.headline_news import HeadlineNews
from webapp.delivery.relay import Relay
from webapp.delivery.socketio.listeners import SocketListeners, listen
from webapp.delivery.socketio.reads import SocketReads
from webapp.delivery.socketio.server import AirwireSocketIO, create_socketio
from webapp.delivery.socketio.stopwatch import Stopwatch
from webapp.fetch.endpoints import ANY_PUBLIC, EndpointPolicy
from webapp.newsroom.errors import NewsroomError, StoreAway
from webapp.newsroom.reads.identity import READER_COOKIE
from webapp.newsroom.settings.current import CurrentStation
from webapp.pages.api import websub_callback
from webapp.pages.html.on_air_reads import ASK_EVERY_S
from webapp.pictures import views as picture_views
from webapp.pictures.disk_cache import DiskCache
from webapp.pictures.drawn import views as drawn_views
from webapp.pictures.drawn.drawings import MAX_DRAWN_BYTES, Drawings
from webapp.pictures.drawn.worker import DrawingWorker
from webapp.pictures.gallery import Gallery
from webapp.pictures.resize_worker import Resizers
from webapp.pictures.uploads import read_upload
from webapp.processes.thread_priority import run_behind_the_loop
from webapp.web.answers import MAX_BODY_BYTES, problem, with_retry_after
from webapp.web.catalogs import CatalogBabel, locale_of
from webapp.web.cross_origin import allow_reading
from webapp.web.embeds.asked_by import turns_away
from webapp.web.embeds.reports import REPORT_S, EmbedReports
from webapp.web.embeds.visits import EmbedVisits
from webapp.web.folders import STATIC, TEMPLATES
from webapp.web.health.front_signs import FrontSigns
from webapp.web.health.machine import open_files
from webapp.web.health.readiness import TURNED_AWAY_STATUS, Readiness
from webapp.web.hosts import Hosts, Misdirected
from webapp.web.languages import page_language
from webapp.web.rehearsal.site import RehearsalSite
from webapp.web.site import Site
from webapp.web.work_lanes import work_lanes
from webapp.wiring.config import base_url, read_config
from webapp.wiring.first_run import SiteSearches
from webapp.wiring.services import PRESENCE_S, Services, build
from webapp.wiring.settings_tries import SettingsTries

log = structlog.get_logger("web")

_PLAIN_HOST = re.compile(r"[A-Za-z0-9.:\[\]-]+")

STAFF_PATHS = ("/panel", "/api/")

SOUND_PATHS = ("/panel/settings", "/panel/first-run")
"""Pages of the panel on which streams are tried, wherever they are."""


@dataclass(frozen=True)
class Running:
    """The parts of a running web process; `current_app.extensions["airwire"]`."""

    services: Services
    site: Site
    relay: Relay
    socketio: AirwireSocketIO
    bell: sse.Bell
    hand_over: HandOver
    ready: Ready
    page_check: pages.PageCheck
    dictionary_maker: pages.DictionaryMaker
    read_beacons: pages.ReadBeacons
    headline_news: HeadlineNews
    on_air_reads: pages.OnAirReads
    audience: Audience


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
    hops = config.airwire_proxy_hops
    front_signs = FrontSigns(hops)
    audience = Audience(config.country_field)

    def note(environ: dict[str, Any]) -> None:
        front_signs.note(environ, services.now())
        if COUNTED_POLL not in environ and (poller := audience.poller(environ)):
            audience.asked(poller)

    wsgi_app = _by_client(app.wsgi_app, hops, note)
    app.wsgi_app = ProxyFix(wsgi_app, x_for=0, x_proto=0, x_host=hops) if hops else wsgi_app  # type: ignore[assignment, method-assign]
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
        proxy_hops=config.airwire_proxy_hops,
    )
    lanes = work_lanes(_in_a_thread)
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
        app, services.replica, services.now, read_beacons, config.airwire_proxy_hops, lambda: readiness.serves_best,
        partial(turns_away, visits),
        audience,
    )  # fmt: skip
    check = pages.PageCheck(site, _pages_only_app, _in_a_thread)

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
        pages.DictionaryMaker(app, site, _in_a_thread),
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
    _register_views(app, running, editions)
    from webapp.pages.api import push  # only here: what merely imports this module needs no library of ciphers

    app.register_blueprint(push.blueprint(site, push_endpoints))
    _answer_errors(app)
    app.after_request(partial(_add_security_headers, services.current))
    app.after_request(_let_anybody_read_that_there_is_nothing)
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


def _by_client(
    wsgi_app: Callable[[dict[str, Any], Any], Any], hops: int, note: Callable[[dict[str, Any]], None]
) -> Callable[[dict[str, Any], Any], Any]:
    """Sets address and scheme by the rule that sockets, beacons and ready answers use, so that a client has one of each."""

    def call(environ: dict[str, Any], start_response: Any) -> Any:
        note(environ)
        environ["wsgi.url_scheme"] = client_scheme(environ, environ.get("REMOTE_ADDR", ""), hops)
        environ["REMOTE_ADDR"] = client_address(environ, hops)
        return wsgi_app(environ, start_response)

    return call


def start(app: Flask) -> None:
    """Starts the relay and the other threads of this process. On return the first board is loaded, if the store answers."""
    running: Running = app.extensions["airwire"]
    running.services.settings_watch.step()
    running.services.settings_watch.start()
    running.relay.pump_once()
    running.relay.start()
    running.page_check.start()
    running.dictionary_maker.start()
    running.hand_over.start()
    threading.Thread(target=_report_presence, args=(running,), name="presence", daemon=True).start()
    threading.Thread(target=_report_listeners, args=(running,), name="listeners", daemon=True).start()
    threading.Thread(
        target=_follow_on_air_reads, args=(running.on_air_reads,), name="on-air-reads", daemon=True
    ).start()
    threading.Thread(target=_report_embeds, args=(running,), name="embeds", daemon=True).start()


def _register_views(app: Flask, running: Running, editions: Editions) -> None:
    services, site = running.services, running.site
    stopwatch = Stopwatch(running.audience, services.process_name, services.now)
    running.relay.add(
        SocketListeners(running.socketio, editions, lambda: services.replica.board, services.now, stopwatch)
    )
    running.relay.add(running.bell)
    running.relay.add(running.headline_news)
    search = pages.Search(site, _in_a_thread)
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
    tries = SettingsTries(running.page_check, base_url(services.config), services.now, _in_a_thread)
    searches = SiteSearches(
        services.first_run, services.now, _in_a_thread, services.config.airwire_data,
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


def _in_a_thread(do: Callable[[], Any]) -> Any:
    """The result of `do`, run in a system thread, so that the hub serves listeners meanwhile. Raises what `do` raises."""
    if not is_module_patched("threading"):
        return do()
    run = copy_context().run  # with the request's context
    result, error = get_hub().threadpool.apply(run, (run_behind_the_loop, lambda: _result_or_error(do)))
    if error:
        raise error
    return result


def _result_or_error(do: Callable[[], Any]) -> tuple[Any, Exception | None]:
    """An error comes as a value: gevent's hub writes the traceback of one raised in a thread, and a refusal is no fault."""
    try:
        return do(), None
    except Exception as error:  # noqa: BLE001 - raised again by who asked
        return None, error


def _answer_errors(app: Flask) -> None:
    @app.errorhandler(NewsroomError)
    def refused(error: NewsroomError) -> Response:
        if isinstance(error, StoreAway):
            log.warning(error.code.replace("-", " "), path=request.path, error=error.message)
        if isinstance(error, Misdirected):  # short, and none of our pages under a foreign name
            return Response(f"{error.message}\n", error.status, {"Cache-Control": "no-store"}, mimetype="text/plain")
        if _wants_json():
            return problem(error)
        return with_retry_after(pages.error_page(app.extensions["airwire.frame"], error.status, error.message), error)

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        status = error.code or 500
        newsroom_error = NewsroomError(error.description or error.name)
        newsroom_error.status, newsroom_error.code = status, error.name.lower().replace(" ", "-")
        response = (
            problem(newsroom_error)
            if _wants_json()
            else pages.error_page(app.extensions["airwire.frame"], status, error.description or error.name)
        )
        response.headers.extend({n: v for n, v in error.get_headers() if n in ("Allow", "Location", "Retry-After")})
        return response

    @app.errorhandler(Exception)
    def broken(error: Exception) -> Response:
        log.error("request failed", path=request.path, exc_info=error)
        if current_app.testing:
            raise error
        if not _wants_json():
            return pages.broken_page(app.extensions["airwire.frame"])
        newsroom_error = NewsroomError("something went wrong here; it was written to the log")
        newsroom_error.status, newsroom_error.code = 500, "internal"
        return problem(newsroom_error)


def _wants_json() -> bool:
    return request.path.startswith("/api/") or request.path == "/oembed" or request.path.endswith(".json")


def _content_security_policy(path: str, host: str, frames: str = "") -> str:
    """Listeners' pages fetch the sound from wherever it is, and frame `frames`; the panel reaches nothing but the station."""
    sound, sockets = " https: http: blob:", " ws: wss:"
    framed = f"frame-src 'self' {frames}; " if frames and not path.startswith("/panel") else ""
    if path.startswith("/panel"):
        # 'self' has no websockets in it for every browser.
        sound, sockets = "", f" ws://{host} wss://{host}" if _PLAIN_HOST.fullmatch(host) else ""
    media = " https: http:" if path.startswith(SOUND_PATHS) else sound
    return (
        f"default-src 'self'; img-src 'self' data:; media-src 'self'{media}; "
        f"connect-src 'self'{sound.removesuffix(' blob:')}{sockets}; "
        f"worker-src 'self' blob:; {framed}object-src 'none'; base-uri 'none'; form-action 'self'; "
        f"frame-ancestors {'*' if path.startswith('/embed/') and path != '/embed/' else chr(39) + 'self' + chr(39)}"
    )


def _add_security_headers(current: CurrentStation, response: Response) -> Response:
    headers = response.headers
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    if request.path.startswith("/panel"):
        # The way to the sign-in too: a front may keep what says nothing.
        headers.setdefault("Cache-Control", "no-store")
    if response.mimetype == "text/html":
        video = current.station.video
        policy = _content_security_policy(request.path, request.host, (video and video.frame_origin) or "")
        headers.setdefault("Content-Security-Policy", policy)
        headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    return response


def _let_anybody_read_that_there_is_nothing(response: Response) -> Response:
    """An address of the API that leads nowhere belongs to no views that could allow it."""
    return allow_reading(response) if request.endpoint is None and request.path.startswith("/api/") else response


PRESENCE_BURST_S = 0.05
"""From one word on what this process serves to the next."""


class StaffSessions(SecureCookieSessionInterface):
    """Sends the session cookie, and `Vary: Cookie`, only where the session was changed or the path is one for staff.

    The login manager reads the session of every request, so that otherwise no cache could share a feed, a ticker or a
    script.
    """

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if session.modified or request.path.startswith(STAFF_PATHS):
            super().save_session(app, session, response)


def _follow_on_air_reads(reads: pages.OnAirReads) -> None:
    while True:
        with suppress(StoreAway):
            reads.pump_once()
        threading.Event().wait(ASK_EVERY_S)


def _report_embeds(running: Running) -> None:
    site = running.site
    reports = EmbedReports(site.embed_visits, site.embed_fleet, site.replica, lambda: site.process_name, site.now)
    while True:
        try:
            reports.pump_once()
        except NewsroomError as error:
            log.debug("embeds not reported", error=error.message)
        threading.Event().wait(REPORT_S)


def _report_listeners(running: Running) -> None:
    services = running.services
    report = AudienceReport(running.audience, services.listener_minutes, services.deliveries, services.now)
    while True:
        threading.Event().wait(PRESENCE_S)
        report.step()


def _report_presence(running: Running) -> None:
    services, socketio, health = running.services, running.socketio, running.site.health
    name, builds = services.process_name, services.log.builds
    news, said_at = False, -math.inf
    while True:
        if not news:
            health.look(services.now())
        # The first headline of a burst is said at once, what follows together: each time is a write to the store's disk.
        threading.Event().wait(max(0.0, said_at + PRESENCE_BURST_S - time.monotonic()))
        said_at = time.monotonic()
        degraded = [one.dump() for one in health.degraded]
        board = services.replica.board
        try:
            services.presence.announce(
                name, socketio.connected, board.seq, services.now(), degraded,
                writes=builds.unread is None, epoch=board.epoch,
            )  # fmt: skip
            if builds.unread:
                builds.look_elsewhere(services.presence.processes(services.now()).values())
        except StoreAway:
            log.debug("presence not reported")
        pages.record_metrics(running.site)
        news = running.headline_news.wait(PRESENCE_S)
