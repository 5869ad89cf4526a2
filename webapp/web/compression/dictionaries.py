"""Which dictionary a client has, and which it is to fetch.

    page ─► its script ─► GET /api/v1/time: {now, dictionary} ─► fetched by the browser when the page has all it needs
    page again, with Available-Dictionary ─► its difference to that dictionary (`dcz`), for this client alone
      └─► Link: </dictionaries/…>; rel="compression-dictionary", where there is a newer one

Only for what everybody gets alike: the length of a difference would tell of a personal text beside it. Only in secure contexts,
as the standard wants it. Shared caches keep no difference, which says `private`; what they keep is whole, and right for all.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping
from typing import Any

from webapp.web.compression.dictionary import DELTA, Dictionary
from webapp.web.hosts import host_name, is_this_machine

KEPT_S = 7 * 24 * 3600
"""So long browsers keep a dictionary. One that we no longer have does no harm: the page comes whole."""

MATCH = 'match="/*", match-dest=("document" "")'
"""A dictionary is for pages, and for what their scripts fetch."""

VARY = "Available-Dictionary"

_DIGEST = re.compile(r":([A-Za-z0-9+/]{43}=):")
_ENCODING = re.compile(r"(?:^|,)\s*(zstd|dcz|dcb)\s*(?=,|$)")


class Dictionaries:
    """Those that this process knows; `replace` may be called by another thread."""

    def __init__(self) -> None:
        self._known: Mapping[bytes, Dictionary] = {}
        self._newest: Mapping[str, Dictionary] = {}

    def every(self) -> list[Dictionary]:
        return list(self._known.values())

    def replace(self, dictionaries: Iterable[Dictionary]) -> None:
        """These are all there are."""
        known = sorted(dictionaries, key=lambda one: one.made_ms)
        self._known = {one.digest: one for one in known}
        self._newest = {one.language: one for one in known}

    def named(self, name: str) -> Dictionary | None:
        return next((one for one in self._known.values() if one.name == name), None)

    def newest(self, language: str) -> Dictionary | None:
        return self._newest.get(language)

    def of_client(self, environ: Mapping[str, Any]) -> Dictionary | None:
        """The one that the client has and takes differences to, if we know it; `None` outside of secure contexts."""
        offered = _DIGEST.fullmatch(environ.get("HTTP_AVAILABLE_DICTIONARY", "").strip())
        if offered is None or DELTA not in _encodings(environ) or not is_secure(environ):
            return None
        return self._known.get(base64.b64decode(offered[1]))

    def to_fetch(self, environ: Mapping[str, Any], language: str, first: bool = False) -> Dictionary | None:
        """The newest of `language`, for a client that uses dictionaries and lacks this one; also its `first` one, or only another
        than it has."""
        newest = self.newest(language)
        uses = may_use_dictionaries(environ) if first else offers_dictionaries(environ)
        return newest if newest is not None and uses and self.of_client(environ) is not newest else None


def offers_dictionaries(environ: Mapping[str, Any]) -> bool:
    """Whether the client takes differences to dictionaries, in a secure context, and does not save data. Browsers say so only
    once they have a dictionary that fits."""
    saves = environ.get("HTTP_SAVE_DATA", "").strip().lower() == "on"
    return not saves and not _encodings(environ).isdisjoint((DELTA, "dcb")) and is_secure(environ)


def may_use_dictionaries(environ: Mapping[str, Any]) -> bool:
    """The same, also of browsers that have no dictionary yet: Chromium's, by their client hints, which come in secure contexts
    alone. Firefox would fetch one and never use it."""
    saves = environ.get("HTTP_SAVE_DATA", "").strip().lower() == "on"
    hinted = "HTTP_SEC_CH_UA" in environ and "zstd" in _encodings(environ)
    return offers_dictionaries(environ) or (hinted and not saves and is_secure(environ))


def is_secure(environ: Mapping[str, Any]) -> bool:
    """Whether the client takes this for a secure context: TLS, or its own machine."""
    if environ.get("wsgi.url_scheme") == "https":
        return True
    name = host_name(environ.get("HTTP_HOST", ""))
    return name == "localhost" or name.endswith(".localhost") or (name != "" and is_this_machine(name))


def _encodings(environ: Mapping[str, Any]) -> set[str]:
    """Those of interest here that are asked for without a weight, as browsers do."""
    return set(_ENCODING.findall(environ.get("HTTP_ACCEPT_ENCODING", "").lower()))
