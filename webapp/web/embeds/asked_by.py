"""Which host's page a request comes from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from werkzeug.wrappers import Request

from webapp.newsroom.embeds.hosts import NOT_SAID, clean_host, host_of_origin
from webapp.web.embeds.visits import EmbedReader, EmbedVisits

PIECES = ("ticker", "on-air", "headline", "alerts")
OLDER = "older"
"""The version of scripts of before they said theirs."""

_BUILD = re.compile(r"[0-9a-f]{8}")


def asking_host(request: Request) -> str | None:
    """The host on whose page the request was made: by its `Origin`, which the browser sets; from within our own frame, where
    there is none, what our script says. `None` for a request of our own pages.
    """
    origin = request.headers.get("Origin")
    if origin is not None and not _is_own(origin, request.host):
        return host_of_origin(origin)
    return clean_host(request.args["within"]) if "within" in request.args else None


def embed_reader(request: Request) -> EmbedReader | None:
    """The embed that asks for the stream of events; `None` where none does."""
    host = asking_host(request)
    if host is None and "embed" not in request.args:
        return None
    build = request.args.get("build", "")
    version = build if _BUILD.fullmatch(build) else OLDER
    named = request.args.get("embed", "").split(",")
    pieces = tuple(piece for piece in PIECES if piece in named)
    return EmbedReader(host or NOT_SAID, version + (" pinned" if "pinned" in request.args else ""), pieces)


def framing_host(environ: Mapping[str, Any]) -> str:
    """The host of the page that frames ours, as its `Referer` says; `NOT_SAID` where it says none, or it is ours."""
    referer = environ.get("HTTP_REFERER", "")
    return NOT_SAID if _is_own(referer, environ.get("HTTP_HOST", "")) else host_of_origin(referer)


def turns_away(visits: EmbedVisits, environ: Mapping[str, Any]) -> bool:
    """Whether this plain request for an embed's data or page comes from a site that was revoked."""
    if not visits.revoked or not environ["PATH_INFO"].startswith("/embed/"):
        return False
    origin = environ.get("HTTP_ORIGIN")
    host = framing_host(environ) if origin is None else host_of_origin(origin)
    return host != NOT_SAID and visits.refuses(host)


def _is_own(address: str, host: str) -> bool:
    try:
        return urlsplit(address).netloc.lower() == host.lower()
    except ValueError:
        return False
