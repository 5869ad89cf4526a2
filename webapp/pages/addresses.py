"""Absolute addresses of this site: the station's own, or the one it was asked by."""

from __future__ import annotations

from flask import request

from webapp.site import Site


def root(site: Site) -> str:
    """Scheme and host without a slash at the end."""
    return (site.station.url or request.host_url).rstrip("/")


def absolute(site: Site, url: str) -> str:
    return f"{root(site)}{url}" if url.startswith("/") else url
