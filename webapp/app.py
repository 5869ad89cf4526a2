"""The web application: every door hung, errors turned into answers, headers that keep pages safe."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any

import structlog
from flask import Flask, Response, current_app, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from gevent import get_hub
from gevent.monkey import is_module_patched
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from webapp import pages, panel
from webapp.delivery import sse
from webapp.delivery.editions import Editions
from webapp.delivery.fast_http.ready_answers import Ready
from webapp.delivery.limits import client_address
from webapp.delivery.relay import Relay
from webapp.delivery.socketio.listeners import SocketListeners, listen
from webapp.delivery.socketio.reads import SocketReads
from webapp.delivery.socketio.server import AirwireSocketIO, create_socketio
from webapp.newsroom.errors import NewsroomError, StoreAway
from webapp.newsroom.reads.identity import READER_COOKIE
from webapp.pages.api import websub_callback
from webapp.pictures import views as picture_doors
from webapp.pictures.disk_cache import DiskCache
from webapp.pictures.gallery import Gallery
from webapp.web.answers import BODY_CAP, come_back, problem
from webapp.web.catalogs import Translated
from webapp.web.folders import STATIC, TEMPLATES
from webapp.web.hosts import Hosts, Misdirected
from webapp.web.languages import language
from webapp.web.site import Site
from webapp.web.turns import lanes
from webapp.wiring.config import read_config
from webapp.wiring.services import PRESENCE_S, Services, build

log = structlog.get_logger("web")

STAFF_PATHS = ("/panel", "/api/")


@dataclass(frozen=True)
class Running:
    """What a web process has beside its routes; `current_app.extensions["airwire"]`."""

    services: Services
    site: Site
    relay: Relay
    socketio: AirwireSocketIO
    bell: sse.Bell
    ready: Ready
    page_check: pages.PageCheck
    read_beacons: pages.ReadBeacons


def create_app(**settings: object) -> Flask:
    """Raises `ConfigError`. Nothing runs yet: `start` does that, in the process that serves."""
    config = read_config(**settings)
    services = build(config)
    app = Flask("webapp", static_folder=STATIC, template_folder=TEMPLATES)
    app.session_interface = StaffSessions()
    app.config.update(
        SECRET_KEY=services.secret_key,
        MAX_CONTENT_LENGTH=BODY_CAP,
        SESSION_COOKIE_NAME="__Host-airwire_staff" if config.airwire_https else "airwire_staff",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.airwire_https,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
    )
    if config.airwire_proxy_hops:
        hops = config.airwire_proxy_hops
        app.wsgi_app = ProxyFix(_by_address(app.wsgi_app, hops), x_for=0, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    read_beacons = pages.ReadBeacons(services.station.reads, services.reads, services.now)
    socketio = create_socketio(
        app,
        cookies=[READER_COOKIE],
        interceptor=SocketReads(read_beacons),
        connections=config.airwire_max_connections,
        per_address=config.airwire_max_per_address,
        ring=config.airwire_io_uring,
        proxy_hops=config.airwire_proxy_hops,
    )
    site = Site(services, socketio.stats, config.airwire_https, lanes(_in_a_thread))
    site.health.add("clock", services.lease_watch.look)
    relay = Relay(services.log, services.articles, services.rundown, services.replica, services.now)
    ready = Ready(app, services.replica, services.now, read_beacons, config.airwire_proxy_hops)
    check = pages.PageCheck(site, _pages_alone, _in_a_thread)
    running = app.extensions["airwire"] = Running(
        services, site, relay, socketio, sse.Bell(), ready, check, read_beacons
    )
    _speak(app, site)
    hosts = Hosts(services.station, config.host)
    app.before_request(lambda: hosts.check(request.environ))
    _hang_doors(app, running)
    _answer_errors(app)
    app.after_request(_safe)
    return app


def _pages_alone(site: Site) -> Flask:
    """Listeners' pages and nothing else: no staff, no sockets, and what fails is raised."""
    app = Flask("webapp", static_folder=None, template_folder=TEMPLATES)
    app.config.update(PROPAGATE_EXCEPTIONS=True)
    _speak(app, site)
    read_beacons = pages.ReadBeacons(site.station.reads, site.reads, site.now)
    for views in pages.blueprints(app, site, pages.Search(site), read_beacons):
        app.register_blueprint(views)
    return app


def _speak(app: Flask, site: Site) -> None:
    Translated(app, locale_selector=lambda: language(site.station))


def _by_address(wsgi_app: Callable[[dict[str, Any], Any], Any], hops: int) -> Callable[[dict[str, Any], Any], Any]:
    """With the address that sockets and beacons go by: whoever is looked at by two rules can be two."""

    def call(environ: dict[str, Any], start_response: Any) -> Any:
        environ["REMOTE_ADDR"] = client_address(environ, hops)
        return wsgi_app(environ, start_response)

    return call


def start(app: Flask) -> None:
    """Starts following the log in this process. The first board is there when this returns, if the store is."""
    running: Running = app.extensions["airwire"]
    running.relay.pump_once()
    running.relay.start()
    running.page_check.start()
    threading.Thread(target=_tell_presence, args=(running,), name="presence", daemon=True).start()


def _hang_doors(app: Flask, running: Running) -> None:
    services, site = running.services, running.site
    editions = Editions(services.replica, services.now)
    running.relay.add(SocketListeners(running.socketio, editions))
    running.relay.add(running.bell)
    search = pages.Search(site, _in_a_thread)
    running.relay.add(search)
    site.health.add("pages", running.page_check.look)
    site.health.add("builds", services.log.builds.warning)
    shelf = DiskCache(services.config.airwire_data / "pictures")
    gallery = Gallery(shelf, services.station.private_hosts, _in_a_thread)
    running.relay.add(picture_doors.PictureCleanup(gallery))
    app.register_blueprint(picture_doors.blueprint(site, gallery))
    app.register_blueprint(websub_callback.blueprint(site))
    app.register_blueprint(sse.blueprint(services.replica, editions, running.bell))
    listen(running.socketio, editions)
    for views in (*pages.blueprints(app, site, search, running.read_beacons), *panel.blueprints(app, site)):
        app.register_blueprint(views)
    if services.config.airwire_demo:
        from webapp.demo.views import blueprint as demo_doors

        app.register_blueprint(demo_doors(services.config.airwire_data))


def _in_a_thread(do: Callable[[], Any]) -> Any:
    """In one of the system's: the hub has listeners to serve while a picture is made or a word is looked for."""
    if not is_module_patched("threading"):
        return do()
    return get_hub().threadpool.apply(copy_context().run, (do,))  # what is done may look at its request


def _answer_errors(app: Flask) -> None:
    @app.errorhandler(NewsroomError)
    def refused(error: NewsroomError) -> Response:
        if isinstance(error, StoreAway):
            log.warning(error.code.replace("-", " "), path=request.path, error=error.message)
        if isinstance(error, Misdirected):  # short, and no page of ours under another's name
            return Response(f"{error.message}\n", error.status, {"Cache-Control": "no-store"}, mimetype="text/plain")
        if _wants_json():
            return problem(error)
        return come_back(pages.error_page(app.extensions["airwire.chrome"], error.status, error.message), error)

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        status = error.code or 500
        told = NewsroomError(error.description or error.name)
        told.status, told.code = status, error.name.lower().replace(" ", "-")
        response = (
            problem(told)
            if _wants_json()
            else pages.error_page(app.extensions["airwire.chrome"], status, error.description or error.name)
        )
        response.headers.extend({n: v for n, v in error.get_headers() if n in ("Allow", "Location", "Retry-After")})
        return response

    @app.errorhandler(Exception)
    def broken(error: Exception) -> Response:
        log.error("request failed", path=request.path, exc_info=error)
        if current_app.testing:
            raise error
        if not _wants_json():
            return pages.broken_page(app.extensions["airwire.chrome"])
        told = NewsroomError("something went wrong here; it was written to the log")
        told.status, told.code = 500, "internal"
        return problem(told)


def _wants_json() -> bool:
    return request.path.startswith("/api/") or request.path == "/oembed" or request.path.endswith(".json")


def _safe(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    if response.mimetype == "text/html":
        embedded = request.path.startswith("/embed/")
        headers.setdefault(
            "Content-Security-Policy",
            "default-src 'self'; img-src 'self' data:; media-src 'self' https: http: blob:; "
            "connect-src 'self' https: http: ws: wss:; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; "
            f"form-action 'self'; frame-ancestors {'*' if embedded else chr(39) + 'self' + chr(39)}",
        )
        headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    return response


class StaffSessions(SecureCookieSessionInterface):
    """The login manager looks into the session of every request; only where that is changed, or matters, is it told.

    Otherwise every answer would vary by cookie, and no cache could keep a feed, a ticker or a script for two readers.
    """

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if session.modified or request.path.startswith(STAFF_PATHS):
            super().save_session(app, session, response)


def _tell_presence(running: Running) -> None:
    services, socketio, health = running.services, running.socketio, running.site.health
    name, builds = services.process_name, services.log.builds
    while True:
        health.look(services.now())
        degraded = [one.dump() for one in health.degraded]
        try:
            services.presence.announce(
                name, socketio.connected, services.replica.board.seq, services.now(), degraded,
                writes=builds.unread is None,
            )  # fmt: skip
            if builds.unread:
                builds.look_elsewhere(services.presence.processes(services.now()).values())
        except StoreAway:
            log.debug("presence not told")
        pages.note(running.site)
        threading.Event().wait(PRESENCE_S)
