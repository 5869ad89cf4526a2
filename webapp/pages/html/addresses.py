"""Absolute addresses of this site: the station's own, or the one it was asked by."""

from __future__ import annotations

from flask import request

from webapp.web.remembered import HOME, rendering_for_any_host
from webapp.web.site import Site


def root(site: Site) -> str:
    """Scheme and host without a slash at the end."""
    if site.station.url:
        return site.station.url.rstrip("/")
    return HOME if rendering_for_any_host() else request.host_url.rstrip("/")


def home(site: Site) -> str | None:
    """What takes the place of `HOME` in what is remembered for every host; `None` where the station says its address."""
    return None if site.station.url else request.host_url.rstrip("/")


def absolute(site: Site, url: str) -> str:
    return f"{root(site)}{url}" if url.startswith("/") else url
