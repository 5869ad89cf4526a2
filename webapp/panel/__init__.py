"""The anchors' control panel, and the API by which newsroom systems do the same."""

from __future__ import annotations

from flask import Blueprint, Flask

from webapp.panel import api
from webapp.panel.auth import Guard
from webapp.site import Site


def blueprints(app: Flask, site: Site) -> list[Blueprint]:
    """The panel's doors; `app` gets its sessions and CSRF."""
    guard = Guard(app, site)
    return [api.blueprint(site, guard)]
