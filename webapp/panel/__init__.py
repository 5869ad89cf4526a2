"""The anchors' control panel, and the API by which newsroom systems do the same."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from webapp.panel import airtime, api, encoder, pages, reads, rundown, rundown_api, sources, streams
from webapp.panel.auth import Guard
from webapp.site import Site

COUNTS_S = 1
"""So long does a sign-in wait for the counts of tries; without them this process counts by itself."""


def blueprints(app: Flask, site: Site) -> list[Blueprint]:
    """The panel's doors; `app` gets its sessions and CSRF."""
    guard = Guard(app, site)
    # A try that cannot be counted is let on: without the store no password can be right either.
    limiter = Limiter(
        get_remote_address, app=app, key_prefix="airwire", in_memory_fallback_enabled=True, swallow_errors=True,
        storage_options={"socket_connect_timeout": COUNTS_S, "socket_timeout": COUNTS_S},
    )  # fmt: skip
    return [
        api.blueprint(site, guard),
        pages.blueprint(site, guard, limiter),
        airtime.blueprint(site, guard),
        rundown.blueprint(site, guard),
        rundown_api.blueprint(site, guard),
        reads.blueprint(site, guard),
        sources.blueprint(site, guard),
        streams.blueprint(site, guard),
        encoder.blueprint(site, guard),
    ]
