"""Sets a request's address, scheme and host as the client has them, by the rule that sockets, beacons and ready answers use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.middleware.proxy_fix import ProxyFix

from webapp.delivery.forwarded import ARRIVAL, Arrival, Proxies, client_address, client_scheme
from webapp.newsroom.settings.proxy_rules import MAX_HOPS

WsgiApp = Callable[[dict[str, Any], Any], Any]


class ByClient:
    """`note` sees each request as it came. Who the proxies are may change between two requests."""

    def __init__(self, wsgi_app: WsgiApp, proxies: Proxies, note: Callable[[dict[str, Any]], None]) -> None:
        self._proxies = proxies
        self._note = note
        by_hops = [ProxyFix(wsgi_app, x_for=0, x_proto=0, x_host=hops) for hops in range(1, MAX_HOPS + 1)]
        self._behind: list[Any] = [wsgi_app, *by_hops]

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        hops, peer = self._proxies.hops, environ.get("REMOTE_ADDR") or ""
        self._note(environ)
        environ[ARRIVAL] = Arrival(peer, environ.get("wsgi.url_scheme", "http"), environ.get("HTTP_HOST", ""))
        environ["wsgi.url_scheme"] = client_scheme(environ, peer, hops)
        environ["REMOTE_ADDR"] = client_address(environ, hops)
        return self._behind[hops](environ, start_response)
