"""The anchors' control panel, and the API by which newsroom systems do the same."""

from __future__ import annotations

from flask import Blueprint, Flask

from webapp.panel import airtime, api, encoder, pages, reads, rundown, rundown_api, sign_in, sources, streams
from webapp.panel.access import Access
from webapp.panel.auth import Guard
from webapp.panel.known_browser import KnownBrowsers
from webapp.panel.sign_in_gate import SignInGate
from webapp.site import Site


def blueprints(app: Flask, site: Site) -> list[Blueprint]:
    """The panel's doors; `app` gets its sessions and CSRF."""
    access = Access(site.audit, site.now)
    guard, browsers = Guard(app, site, access), KnownBrowsers(site.secret_key, site.https)
    app.wsgi_app = SignInGate(app, site.station, browsers)  # type: ignore[method-assign]
    return [
        api.blueprint(site, guard),
        pages.blueprint(site, guard),
        sign_in.blueprint(site, guard, browsers, access),
        airtime.blueprint(site, guard),
        rundown.blueprint(site, guard),
        rundown_api.blueprint(site, guard),
        reads.blueprint(site, guard),
        sources.blueprint(site, guard),
        streams.blueprint(site, guard),
        encoder.blueprint(site, guard),
    ]
